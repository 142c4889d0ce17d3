"""h(w'z + b) or λ(x − y): whether a letter before a bracket may be a function, by what the bracket holds."""

from __future__ import annotations

import re

from symjac.language.text.brackets import CLOSE, OPEN, closing, level
from symjac.language.text.names import full_name
from symjac.language.text.symbols import SCALAR_GREEK
from symjac.language.text.tree import Token, outline
from symjac.language.text.words.meant import KNOWN

_OPERATORS = frozenset("_TIMES CDOT ELTIMES DIVIDE ELDIVIDE KRON POW ELPOW".split())
OF_CHANCE = frozenset("E P Pr Var Cov".split())
_FUNCTIONS = frozenset("f g h l p q r u v F G J L Phi Psi".split())


def takes_a_name(tokens: list[Token], opened: Token | None) -> bool:
    """g_i(x), l_i(w, b): names in brackets are arguments."""
    k = next((k for k, t in enumerate(tokens) if t is opened), len(tokens))
    close = next((j for j in range(k, len(tokens)) if tokens[j].type == "RPAR"), k)
    inner = [t.type for t in tokens[k + 1 : close]]
    listed = set(inner[::2]) == {"WORD"} and set(inner[1::2]) <= {"COMMA"}
    return opened is not None and opened.text == "(" and listed


def may_be_named(tokens: list[Token], token: Token, opened: Token | None) -> bool:
    """A letter that functions have, before one argument; a(b + c) may be a product, and A(x) is hardly a column."""
    if token.layer is not None or token.text in ("d", "e", "i", "j") or full_name(token) in KNOWN:
        return False
    k = next(k for k, t in enumerate(tokens) if t is opened)
    close = closing(tokens, k) or k
    inner = [t for j, t in enumerate(tokens[k + 1 : close], k + 1) if level(tokens[k : j + 1]) == 1]
    if not inner or {t.type for t in inner} & {"COMMA", "SEMI", "BAR", "DBAR", "EQ"}:
        return False
    if token.text[0].isupper():
        return token.text in _FUNCTIONS
    return len(token.text) > 1 or token.text in _FUNCTIONS or not holds_a_sum(tokens, opened)


def is_called_in_square_brackets(tokens: list[Token], token: Token, opened: Token) -> bool:
    """E[(x − μ)²], Var[x], H[p]: no product, and no column; A[x + y] may be one, and so may A[x; y]."""
    if opened.text != "[" or opened.space or token.layer is not None:
        return False
    k = next(k for k, t in enumerate(tokens) if t is opened)
    close = closing(tokens, k) or k
    inner = [t.type for j, t in enumerate(tokens[k + 1 : close], k + 1) if level(tokens[k : j + 1]) == 1]
    if not inner or {*inner} & {"COMMA", "SEMI", "NEWLINE"}:
        return False
    return token.text in OF_CHANCE or not holds_a_sum(tokens, opened)


def scales(tokens: list[Token], token: Token, opened: Token | None) -> bool:
    """λ (a/(b + c))^p: a letter that is a number, before a power."""
    k = next(k for k, t in enumerate(tokens) if t is opened)
    close = closing(tokens, k) or k
    raised = [t.type for t in tokens[close + 1 : close + 2]] == ["POW"]
    inner = {t.type for t in tokens[k + 1 : close]}
    return token.text in SCALAR_GREEK and raised and "DIVIDE" in inner and bool(inner & {"PLUS", "MINUS"})


def holds_a_sum(tokens: list[Token], opened: Token | None) -> bool:
    depth = 0
    k = next(k for k, t in enumerate(tokens) if t is opened)
    for j, t in enumerate(tokens[k:]):
        depth += (t.type in OPEN) - (t.type in CLOSE)
        if depth == 0:
            return False
        if depth == 1 and j > 1 and t.type in ("PLUS", "MINUS", "ELTIMES") and tokens[k + j - 1].type not in _OPERATORS:
            return True
    return False


def is_power_of_a_function(tokens: list[Token], at: int) -> bool:
    """f^{-1}(x), σ²(x): an exponent, and a name in brackets."""
    if at + 1 >= len(tokens) or tokens[at + 1].type != "POW":
        return False
    return re.match(r"\^(-?n|\(-?n\))\(w\)", outline(tokens[at + 1 : at + 9])) is not None
