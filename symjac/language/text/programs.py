"""x.dot(y), (r**2).sum(), a*b beside np.: what NumPy and its like write differently from mathematics, put in the one spelling."""

from __future__ import annotations

import re
from collections.abc import Callable

from symjac.errors import ParseError
from symjac.language.text.brackets import CLOSE, OPEN, closing
from symjac.language.text.names import full_name
from symjac.language.text.tree import Token
from symjac.lazy import regex

LIBRARIES = r"(?:np|numpy|jnp|torch|tf|scipy|math|jax)\."
_METHODS = frozenset("sum mean dot trace transpose norm exp log abs sqrt tanh sigmoid relu det inverse matmul diag".split())
_ENTRYWISE = frozenset("exp log sqrt abs tanh sigmoid sin cos cosh".split())
_TOTALS = frozenset("sum mean dot norm trace det max min".split())
_PRODUCTS = regex(rf"@|\bdot\s*\(|\bmatmul\s*\(|\beinsum\b|{LIBRARIES}mm\(")


def speaks_numpy(source: str) -> bool:
    """Whether a library is named in it, as in np.sum(x): ** is then taken entry by entry."""
    return re.search(rf"\b{LIBRARIES}[a-z]", source) is not None


def rows(tokens: list[Token], source: str, columns: Callable[[str], bool]) -> tuple[list[Token], list[str]]:
    """x @ A is x' A of a column x, and w @ x is w'x, as NumPy has it of arrays with one axis; and what is told of it."""
    out: list[Token] = []
    notes: list[str] = []
    for k, token in enumerate(tokens):
        out.append(token)
        start = _operand(tokens, k + 1) if token.type == "RPAR" else k
        begins = start == 0 or tokens[start - 1].type not in _FACTORS
        after = tokens[k + 1 : k + 3]
        if not begins or len(after) < 2 or after[0].text != "@":
            continue
        end = closing(tokens, k + 2) or k + 2
        one, other = (source[tokens[i].start : tokens[j].end] for i, j in ((start, k), (k + 2, end)))
        turned = [t.type for t in tokens[end + 1 : end + 2]] == ["PRIME"]
        matrix = after[1].type == "WORD" and after[1].text[0].isupper()
        column = _is_a_column(token, columns) and (matrix or not turned)
        if (column and (matrix or after[1].type == "LPAR" or _is_a_column(after[1], columns))) or (one == other and "@" in one):
            out.append(Token("PRIME", "'", token.end, token.end))
            notes.append(f"{one} @ {other} is read as the product of a row, {one}', and {other}.")
    return out, notes


_FACTORS = frozenset("_TIMES CDOT ELTIMES DIVIDE ELDIVIDE KRON PRIME RPAR WORD NUM STOP POW".split())


def _is_a_column(token: Token, columns: Callable[[str], bool]) -> bool:
    return token.type == "WORD" and token.text[0].islower() and columns(full_name(token))


def translated(tokens: list[Token], source: str) -> list[Token]:
    """The lexemes with methods as functions, and * as the product entry by entry where @ is the other one."""
    tokens = _methods(tokens, source)
    _check_axis(tokens, source)
    if speaks_numpy(source):
        everywhere = _PRODUCTS.search(source) is not None
        for k, token in enumerate(tokens):
            if token.type == "WORD" and token.text == "dot":
                token.text = "npdot"
            if token.type == "_TIMES" and token.text == "*" and (everywhere or not _beside_a_matrix(tokens, k)):
                token.type = "ELTIMES"
            elif token.type == "DIVIDE" and _by_entries(tokens, k + 1):
                token.type = "ELDIVIDE"
    return tokens


def _by_entries(tokens: list[Token], k: int) -> bool:
    """1/(1 + exp(-x)): the divisor holds a function taken entry by entry, and nothing that makes a number of it."""
    depth, words = 0, set()
    for token in tokens[k:]:
        depth += (token.type in OPEN) - (token.type in CLOSE)
        words |= {token.text} if token.type == "WORD" else set()
        if depth == 0:
            break
    return tokens[k : k + 1] != [] and tokens[k].type == "LPAR" and bool(words & _ENTRYWISE) and not words & _TOTALS


def _beside_a_matrix(tokens: list[Token], k: int) -> bool:
    """Phi*theta beside np.: a capital or capital Greek letter, which somebody has written without @."""
    return any(t.type == "WORD" and t.text[:1].isupper() for t in tokens[max(k - 1, 0) : k + 2])


def _methods(tokens: list[Token], source: str) -> list[Token]:
    """operand.name(arguments) as name(operand, arguments), from the left."""
    k = 1
    while k + 2 < len(tokens):
        if [t.type for t in tokens[k : k + 3]] == ["STOP", "WORD", "LPAR"] and tokens[k + 1].text in _METHODS:
            start = _operand(tokens, k)
            if start < k:
                name, opened = tokens[k + 1], tokens[k + 2]
                name.text = "npdot" if name.text == "dot" else name.text
                empty = tokens[k + 3].type == "RPAR" if k + 3 < len(tokens) else True
                comma = [] if empty else [Token("COMMA", ",", opened.start, opened.end)]
                tokens = [*tokens[:start], name, opened, *tokens[start:k], *comma, *tokens[k + 3 :]]
        k += 1
    return tokens


def _operand(tokens: list[Token], stop: int) -> int:
    """Where the name, call or bracket before a method begins."""
    at = stop
    while at > 0 and tokens[at - 1].type in ("PRIME", "STOP"):
        at -= 1
    if at == 0 or tokens[at - 1].type not in ("WORD", "RPAR", "RSQB"):
        return stop
    if tokens[at - 1].type == "WORD":
        return at - 1
    depth, k = 0, at - 1
    while k >= 0:
        depth += (tokens[k].type in CLOSE) - (tokens[k].type in OPEN)
        if depth == 0:
            break
        k -= 1
    called = k > 0 and tokens[k - 1].type == "WORD" and not tokens[k].space and tokens[k - 1].end <= tokens[k].start
    return k - 1 if called else k


def _check_axis(tokens: list[Token], source: str) -> None:
    for one, other in zip(tokens, tokens[1:], strict=False):
        if one.type == "WORD" and one.text in ("axis", "dim", "keepdims") and other.type == "EQ":
            hint = "sums along an axis are rowsum(X) and colsum(X)"
            raise ParseError(f"`{one.text}=` is not read", source=source, span=(one.start, other.end), hint=hint)
