"""x_i, X_ij, (A x)_i and softmax(z)_i: members and entries, below which a bound index stands."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from symjac.language.text.brackets import CLOSE, OPEN
from symjac.language.text.functions import function_name
from symjac.language.text.names import full_name, letters
from symjac.language.text.sums.bound import Bound, Indexed
from symjac.language.text.tree import Token, is_run
from symjac.writing.greek import GREEK_LETTERS


def members(tokens: list[Token], latex: bool, free: Collection[str], among: Collection[str] | None) -> list[Token]:
    """Names and brackets below which an index stands that is bound where they are; a free one belongs to names `among` these."""
    scopes: list[tuple[str, ...]] = [tuple(free)]
    out: list[Token] = []
    opened: list[int] = []
    skipped = 0
    for k, token in enumerate(tokens):
        if skipped:
            skipped -= 1
            continue
        if token.type in OPEN:
            before = tokens[k - 1].data if k else None
            scopes.append((*scopes[-1], before.letter) if isinstance(before, Bound) else scopes[-1])
            opened.append(len(out))
        elif token.type in CLOSE and len(scopes) > 1:
            scopes.pop()
            start = opened.pop()
            found = (below(token, scopes[-1]) or _free(token)) if token.type == "RPAR" else None
            if found is not None and not any(isinstance(t.data, Indexed) and {*t.data.indices} & {*found} for t in out[start:]):
                token.sub = ""
                out.append(token)
                start -= _is_called(out, start)
                out[start:] = _entry_of(out[start:], found)
                continue
        elif (
            token.type == "WORD" and (found := below(token, scopes[-1])) and _known(token, found, scopes[-1][len(free) :], among)
        ):
            out += _apart(token, found, latex)
            continue
        elif scopes[-1] and (at := _argument(tokens[k : k + 4], scopes[-1])) is not None:
            out += _apart(token, at, latex)
            skipped = 3
            continue
        elif token.type == "WORD" and token.text == "kronecker" and tokens[k + 1 : k + 2] and tokens[k + 1].type == "LPAR":
            token = replace(token, type="FUNC", text="delta", data=Indexed(()))
        elif token.type == "WORD" and full_name(token) in scopes[-1]:
            token = replace(token, data=Indexed(()), held=True)
        out.append(token)
    return out


def in_brackets(tokens: list[Token]) -> list[Token]:
    """x[i] and A[i, j] as x_i and A_ij, where i is the index of a sum, or stands so behind a name of which another entry does."""
    if not any(t.type == "LSQB" for t in tokens):
        return tokens
    letters = {letter for t in tokens if t.type == "SUM" or t.text in ("sum", "prod") for letter in t.sub}
    letters |= {
        full_name(t) for k, t in enumerate(tokens[2:], 2) if tokens[k - 2].text in ("sum", "prod", "stack") and t.type == "WORD"
    }
    found = {k: square for k in range(len(tokens)) if (square := _square(tokens[k : k + 7])) is not None}
    names = {full_name(tokens[k]) for k, (below, _) in found.items() if {*below} & letters}
    out: list[Token] = []
    skip = 0
    for k, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif k in found and full_name(token) in names:
            below, skip = found[k]
            out.append(replace(token, sub="".join(below), end=tokens[k + skip].end))
        else:
            out.append(token)
    return out


def _square(tokens: list[Token]) -> tuple[list[str], int] | None:
    """i of x[i], i and j of A[i, j] and A[i][j]: the letters in the brackets behind a name, and how many tokens these are."""
    kinds = " ".join(t.type for t in tokens)
    pattern = re.match("WORD LSQB WORD(?: (?:COMMA|RSQB LSQB) WORD)? RSQB", kinds)
    if pattern is None or tokens[1].space or tokens[0].sub:
        return None
    count = len(pattern[0].split()) - 1
    below = [t.text for t in tokens[1:count] if t.type == "WORD"]
    return (below, count) if all(re.fullmatch("[a-z]", letter) for letter in below) else None


def part_runs(tokens: list[Token], own: Collection[str], greek: bool) -> list[Token]:
    """The t of yt below a sum over t: in LaTeX a short run that holds an index of a sum is a product.

    own: names that are declared or defined; greek: whether xi is ξ.
    """
    indices = {letter for t in tokens if t.type == "SUM" for letter in (t.data if isinstance(t.data, tuple) else t.sub)}
    out: list[Token] = []
    for token in tokens:
        word = token.text
        short = is_run(token) and token.data is None and 1 < len(word) <= 3 and word.isalpha() and not indices.isdisjoint(word)
        named = function_name(word) is not None or full_name(token) in own or (greek and word in GREEK_LETTERS)
        out += letters(token) if short and not named else [token]
    return out


def _argument(tokens: list[Token], bound: Collection[str]) -> tuple[str, ...] | None:
    """The index of p(x) below a sum over x."""
    if [t.type for t in tokens] != ["WORD", "LPAR", "WORD", "RPAR"]:
        return None
    name, bracket, inner, _ = tokens
    plain = not name.sub and name.layer is None and not bracket.space and full_name(inner) in bound
    return (full_name(inner),) if plain and function_name(name.text) is None and full_name(name) not in bound else None


def _is_called(out: list[Token], opened: int) -> bool:
    """Whether a function stands before the bracket: softmax(z)_i."""
    before = out[opened - 1] if opened else None
    if before is None or before.type != "WORD" or before.sub:
        return False
    named = before.text == "sigma" or function_name(before.text) is not None
    return named and len(out[opened - 1].text) > 1 and not out[opened].space


def _entry_of(tokens: list[Token], indices: tuple[str, ...]) -> list[Token]:
    """The entry of a bracket, or of the value of a function."""
    first, last = tokens[0], tokens[-1]
    head = Token("FUNC", "member", first.start, first.end, first.space, Indexed(indices))
    if first.type in OPEN:
        return [head, *tokens]
    return [head, Token("LPAR", "(", first.start, first.start), *tokens, Token("RPAR", ")", last.end, last.end)]


def _known(token: Token, indices: tuple[str, ...], bound: Collection[str], among: Collection[str] | None) -> bool:
    return among is None or any(i in bound for i in indices) or full_name(replace(token, sub="", layer=None)) in among


def _apart(token: Token, indices: tuple[str, ...], latex: bool) -> list[Token]:
    """The name without its indices; in LaTeX a run of letters is a product, of which the last one has them."""
    plain = replace(token, sub="", layer=None)
    whole = not latex or token.data is not None or token.held or token.text in GREEK_LETTERS
    parts = [plain] if whole else letters(plain)
    parts[-1].data, parts[-1].held, parts[-1].end = Indexed(indices), True, token.end
    return parts


def _free(token: Token) -> tuple[str, ...] | None:
    """k of softmax(z)_k, which no sum binds."""
    return (token.sub,) if re.fullmatch("[a-z]", token.sub) else None


def below(token: Token, bound: Collection[str]) -> tuple[str, ...] | None:
    """The indices below a name, if one of them is bound: i of x_i and x^{(i)}; n, k of r_{nk}; 1, j of A_{1j}; k, j of A_{kj}."""
    if token.layer is not None and token.layer in bound and not token.sub:
        return (token.layer,)
    if not token.sub or token.layer is not None:
        return None
    parts = (token.sub,) if token.sub in bound else tuple(token.sub)
    known = all(p.isdigit() or p.islower() for p in parts) and any(p in bound for p in parts)
    return parts if known and len(parts) <= 2 else None
