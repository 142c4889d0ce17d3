"""Subscripts, layers and raised signs joined to what they follow: x_1, W⁽¹⁾, x², Aᵀ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from symjac.errors import ParseError
from symjac.language.text.symbols import CONJUGATE, LAYER, SUPERSCRIPTS, TRANSPOSED
from symjac.language.text.tree import Token
from symjac.lazy import regex

STEP = regex("[A-Za-z][+-][0-9]{1,3}")  # of theta_{k+1}
_RAISED = {"+": "PLUS", "-": "MINUS", "(": "LPAR", ")": "RPAR"}


def attach(tokens: list[Token], source: str) -> list[Token]:
    """Subscripts, layers and raised signs joined to what they follow."""
    out: list[Token] = []
    for token in in_factors(_below_first(tokens)):
        if token.type == "SUB":
            _attach_sub(out, token, source)
        elif token.type == "LAYER" and not _attach_layer(out, token):
            out += _layer_apart(token)
        elif token.type == "SUP":
            out += raised(token, out, source)
        elif token.type != "LAYER":
            out.append(token)
    return out


def in_factors(tokens: list[Token]) -> Iterator[Token]:
    """x_1x_2 is x_1 x_2: a name has one subscript, so the letters in front of the second one are a name of their own."""
    for k, token in enumerate(tokens):
        found = re.fullmatch("([0-9]+)([A-Za-z]+)", token.text) if token.type == "SUB" else None
        follows = tokens[k + 1] if k + 1 < len(tokens) else None
        if found is None or follows is None or follows.type != "SUB" or follows.start != token.end:
            yield token
            continue
        middle = token.end - len(found[2])
        yield replace(token, text=found[1], end=middle)
        yield Token("WORD", found[2], middle, token.end)


def _below_first(tokens: list[Token]) -> list[Token]:
    """‖x‖²₂ as ‖x‖₂²."""
    out = list(tokens)
    for k, (one, other) in enumerate(pairwise(tokens)):
        if one.type == "SUP" and other.type == "SUB" and one.end == other.start and k and tokens[k - 1].type in ("DBAR", "WORD"):
            out[k : k + 2] = other, one
    return out


def _attach_sub(out: list[Token], token: Token, source: str) -> None:
    """x_1; x_j_0 is x with the subscript j_0."""
    base = out[-1] if out else None
    if base is not None and base.type == "SUM":
        token.text = token.text.replace(",", "")
    if not token.text.replace("_", "").isalnum() and not takes_a_size(base) and not STEP.fullmatch(token.text):
        raise ParseError("a subscript holds letters and digits", source=source, span=token.span, hint="use another name")
    if base is not None and base.type == "WORD" and not token.space and re.fullmatch("[0-9]+[A-Za-z]", base.sub):  # x_1x_2
        name = Token("WORD", base.sub[-1], base.end - 1, base.end)
        base.sub, base.end = base.sub[:-1], base.end - 1
        out.append(base := name)
    nested = base is not None and base.sub[:1].isalpha() and base.type == "WORD" and not token.space
    if (
        base is None
        or base.type not in ("WORD", "ONE", "ZERO", "NORMCLOSE", "DBAR", "SUM", "NABLA", "RPAR")
        or (base.sub and not nested)
        or base.layer is not None
    ):
        raise ParseError("a subscript belongs behind a name", source=source, span=token.span)
    base.sub, base.end = f"{base.sub}_{token.text}" if nested else token.text, token.end


def takes_a_size(base: Token | None) -> bool:
    """I_n, 𝟏_{m×n}, 𝟎_{m×n}, K_{m,n}: what stands below is a size."""
    return base is not None and (base.type in ("ONE", "ZERO") or (base.type == "WORD" and base.text in ("I", "K")))


def _attach_layer(out: list[Token], token: Token) -> bool:
    if not out or out[-1].type != "WORD" or out[-1].layer is not None:
        return False
    out[-1].layer, out[-1].end = token.text, token.end
    return True


def _layer_apart(token: Token) -> list[Token]:
    """[1] that follows no name is a bracket."""
    inner = Token("WORD", token.text, token.start + 1, token.end - 1)
    if token.text.isdigit():
        inner = Token("NUM", token.text, token.start + 1, token.end - 1, data=Fraction(token.text))
    return [Token("LSQB", "[", token.start, token.start + 1), inner, Token("RSQB", "]", token.end - 1, token.end)]


def raised(token: Token, out: list[Token], source: str) -> list[Token]:
    """The tokens of raised characters: a layer ⁽¹⁾, an exponent ², ⁻¹, ᵃ⁺¹, a transpose ᵀ, one after the other."""
    at, text = token.start, token.text
    layer = _raised_layer(text, out)
    if layer:
        out[-1].layer, out[-1].end = _plain(text[1 : layer - 1]), at + layer
        at, text = at + layer, text[layer:]
    stem = text.rstrip(TRANSPOSED)
    if stem == "⁻" and len(text) == 2:
        return [Token("INVT", text, at, token.end)]
    primes = [Token("PRIME", c, at + len(stem) + k, at + len(stem) + k + 1) for k, c in enumerate(text[len(stem) :])]
    return (_exponent(stem, at, source) if stem else []) + primes


def _plain(text: str) -> str:
    return "".join(SUPERSCRIPTS[c] for c in text)


def _raised_layer(text: str, out: list[Token]) -> int:
    """How many characters are a layer: W⁽¹⁾, W⁽¹⁾², but x⁽ᵃ⁺¹⁾ᵇ is a power."""
    found = re.match("⁽([^⁽⁾]*)⁾(?=[⁺⁻]?[⁰¹²³⁴-⁹]*" + f"[{TRANSPOSED}]*$)", text)
    free = bool(out) and out[-1].type == "WORD" and out[-1].layer is None
    return found.end() if found and free and LAYER.fullmatch(_plain(found[1])) else 0


def _exponent(text: str, at: int, source: str) -> list[Token]:
    if text == "ᴴ":
        raise ParseError("ᴴ is the conjugate transpose", source=source, span=(at, at + 1), hint=CONJUGATE)
    made: list[Token] = []
    for found in re.finditer("[⁰¹²³⁴-⁹]+|.", text):
        plain, start, end = _plain(found[0]), at + found.start(), at + found.end()
        kind = "NUM" if plain.isdigit() else _RAISED.get(plain, "WORD")
        if found[0] in TRANSPOSED:
            raise ParseError(f"`{text}` is no power, transpose or layer", source=source, span=(at, at + len(text)))
        made.append(Token(kind, plain, start, end, data=Fraction(plain) if kind == "NUM" else None, held=kind == "WORD"))
    single = len(made) == 1 or (len(made) == 2 and made[0].type == "MINUS")
    power = [Token("POW", "^", at, at)]
    if single:
        return power + made
    return [*power, Token("LPAR", text[0], at, at + 1), *made, Token("RPAR", text[-1], at + len(text) - 1, at + len(text))]
