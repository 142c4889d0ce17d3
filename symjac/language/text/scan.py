"""Text to lexemes, the same for every spelling: numbers, runs of letters, signs, commands, each with its place."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from symjac.errors import LimitError, ParseError
from symjac.expr.expr import PARTS
from symjac.language.text.symbols import (
    ACCENTS,
    LOOKALIKES,
    ONES,
    REFUSED,
    SIGNS,
    SPACES,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    VULGAR,
    ZEROS,
    accented,
    greek,
    letter,
)
from symjac.language.text.tree import Token
from symjac.lazy import regex
from symjac.writing.greek import GREEK_LETTERS

LENGTH, ALL = 1_000_000, 400_000  # of all statements together
DIGITS, EXPONENT = 4_215, 400  # a number that is written has at most so many digits
POSED = 7_500  # parts of a statement that is differentiated
_ENDS = frozenset(("SEMI", "NEWLINE"))
_BRACKETS = frozenset(("LPAR", "RPAR", "COMMA"))
_MARK = "[" + "".join(ACCENTS) + "]"
_BELOW = r"(?:[A-Za-z0-9]+|[Α-Ωα-ω]|\((?:[\w×+*·^ ,-]|\([\w+*·^ ]*\))+\))"  # x_ab, x_λ, x_(λ₁), 𝟏_(m×n)
_LATEX = regex(r"\\|\{|^\s*\$.*\$\s*$", re.S)


def is_latex(text: str) -> bool:
    """The text has a command, a brace or enclosing dollar signs."""
    return _LATEX.search(text) is not None


@lru_cache(maxsize=2)
def _pattern(latex: bool) -> re.Pattern[str]:
    long = [re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True) if len(sign) > 1]
    short = "".join(re.escape(sign) for sign in SIGNS if len(sign) == 1)
    rules = {
        "SPACE": f"[{SPACES}{'~' if latex else ''}]+",
        "NEWLINE": r"\r\n?|\n|\u2028|\u2029",
        "ENV": r"\\(?:begin|end)\s*\{\s*[A-Za-z]+\*?\s*\}",
        "CMD": r"\\(?:operatorname\*|[A-Za-z]+|.)",
        "NUMBER": r"(?:[0-9]+(?:\.[0-9]+)?|(?<![\w.)\]])\.[0-9]+)(?:[eE][+-]?[0-9]+)?",
        "PREFIX": r"(?<![\w.])(?:(?:np|numpy|jnp|torch|tf|math|scipy|jax)\."
        r"(?:(?:linalg|special|stats|math|nn|numpy|functional)\.)*|linalg\."
        r"|F\.(?=(?:log_?)?(?:softmax|sigmoid|relu|gelu|silu|elu|leaky_relu)\((?!\))))(?=[A-Za-z])",
        "DOTT": r"(?<!\.)\.T(?![A-Za-z0-9_])",  # not that of 1..T
        "QUOTED": r"(?:(?<=,)|(?<=, ))['\"](?:fro|F)['\"]",
        "ACCENT": rf"[^\W\d_]{_MARK}",
        "WORD": rf"[A-Za-z](?!{_MARK})(?:[A-Za-z0-9](?!{_MARK}))*",
        "LAYER": r"(?<=[\w\u0300-\u036f])\[(?:[0-9]{1,5}|[lL](?:[+-][0-9]{1,3})?)\]",
        "SUB": rf"[{''.join(SUBSCRIPTS)}]+" + ("" if latex else rf"|(?<=[\w|‖∥∑∏∇)\u0300-\u036f])_{_BELOW}"),
        "SUP": f"[{''.join(SUPERSCRIPTS)}]+",
        "ONE": f"[{ONES}]",
        "ZERO": f"[{ZEROS}]",
        "ROOT": "√",
        "SIGN": "|".join((*long, f"[{short}]")),
        "OTHER": r".",
    }
    return re.compile("|".join(f"(?P<{name}>{rule})" for name, rule in rules.items()), re.S)


def scan(text: str, latex: bool, most: int = PARTS) -> list[Token]:
    """The lexemes of a text; LimitError where it is too long, ParseError at a character of no meaning."""
    if len(text) > LENGTH:
        raise LimitError(f"the text has {len(text)} characters; {LENGTH} are allowed")
    tokens: list[Token] = []
    space, count = False, 0
    for found in _pattern(latex).finditer(text):
        kind = found.lastgroup or ""
        if kind in ("SPACE", "PREFIX"):
            space = space or kind == "SPACE"
            continue
        token = Token(kind, found[0], found.start(), found.end(), space)
        _READ.get(kind, _as_it_is)(token, text)
        tokens.append(token)
        space = False
        count = 0 if token.type in _ENDS else count + (token.type not in _BRACKETS)
        if count > most or len(tokens) > ALL:
            raise LimitError(f"the text has more than {most if count > most else ALL} parts")
    return tokens


def _as_it_is(token: Token, text: str) -> None:
    pass


def _sign(token: Token, text: str) -> None:
    token.type = SIGNS[token.text]
    if token.type in _HINTS:
        raise ParseError(f"`{token.text}` is not in the language", source=text, span=token.span, hint=_HINTS[token.type])


_HINTS = {
    "EQEQ": "a definition is written with one =, as in e = y - x",
    "DOTS": REFUSED["…"],
}


def _number(token: Token, text: str) -> None:
    token.type = "NUM"
    after = text[token.end : token.end + 2]
    if re.match(r"\.[0-9]", after):
        raise ParseError(f"{token.text}{after} is not a number", source=text, span=(token.start, token.end + 2))
    if token.text == "0" and re.match(r"[xXbBoO][0-9A-Fa-f]", after):
        raise ParseError("numbers are decimal", source=text, span=(token.start, token.end + 2))
    mantissa, _, power = token.text.lower().partition("e")
    if len(mantissa) > DIGITS or len(power) > 5 or abs(int(power or 0)) > EXPONENT:
        shown = token.text if len(token.text) < 30 else token.text[:20] + "…"
        raise LimitError(f"the number {shown} is too large", source=text, span=token.span)
    token.data = Fraction(token.text)


def _vulgar(token: Token, text: str) -> None:
    token.type, token.data = "NUM", VULGAR[token.text]


def _accent(token: Token, text: str) -> None:
    name = accented(token.text)
    if name is None:
        raise _unknown(token, text)
    token.type, token.text, token.held, token.data = "WORD", name, True, "accent"


def _layer(token: Token, text: str) -> None:
    token.text = token.text[1:-1]


def _sub(token: Token, text: str) -> None:
    """₁ is 1, _λ is lambda, _(λ₁) is lambda_1: the subscript of a subscript; _(m×n) is a shape."""
    inner = token.text.removeprefix("_").replace(" ", "")
    inner = inner[1:-1] if inner[0] == "(" else inner
    for lowered in re.findall(rf"(?<=[\w])[{''.join(SUBSCRIPTS)}]+", inner) if "_" in token.text else ():
        inner = inner.replace(lowered, f"_{lowered}", 1)
    raised = {c: f"^{p}" for c, p in SUPERSCRIPTS.items()}
    token.text = "".join(SUBSCRIPTS.get(c) or raised.get(c) or greek(c) or c for c in inner)


def _dott(token: Token, text: str) -> None:
    token.type = "PRIME"


def _root(token: Token, text: str) -> None:
    token.type, token.text, token.held, token.data = "WORD", "sqrt", True, "function"


def _quoted(token: Token, text: str) -> None:
    token.type, token.text, token.held = "WORD", "fro", True


def _other(token: Token, text: str) -> None:
    """A letter of another alphabet or style, a fraction in one character, or a refusal that names the character."""
    if token.text in VULGAR:
        return _vulgar(token, text)
    name = letter(token.text)
    if name is None or token.text in REFUSED:
        raise _unknown(token, text)
    token.type, token.text, token.held = "WORD", name, True
    token.data = "accent" if len(name) > 1 and name not in GREEK_LETTERS else None
    return None


def _unknown(token: Token, text: str) -> ParseError:
    char = token.text
    name = unicodedata.name(char[0], f"U+{ord(char[0]):04X}")
    shown = f"`{char}`" if char.isprintable() else f"U+{ord(char[0]):04X}"
    hint = REFUSED.get(char)
    if char in LOOKALIKES:
        hint = f"it looks like the Latin letter {LOOKALIKES[char]}, but is another character: retype it"
    if unicodedata.category(char[0]) in ("Cf", "Mn"):
        hint = "it cannot be seen: delete it, or type a space or an operator"
    if not char.isprintable():
        name = "a control character" if unicodedata.category(char[0]) == "Cc" else name
    return ParseError(f"{shown} is not part of the language ({name})", source=text, span=token.span, hint=hint)


_READ = {
    "SIGN": _sign, "NUMBER": _number, "ACCENT": _accent, "LAYER": _layer, "SUB": _sub, "DOTT": _dott,
    "QUOTED": _quoted, "ROOT": _root, "OTHER": _other,
}  # fmt: skip
