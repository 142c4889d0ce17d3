"""The shape rules of what is written with signs: -A, A', a/b, |A|."""

from __future__ import annotations

from collections.abc import Mapping

from symjac.expr.signature import Signature, signature

_SCALED = signature("(m, n) (1, 1) -> (m, n)")
_SQUARE = signature("(n, n) (1, 1) -> (n, n)")
RULES: Mapping[str, Signature] = {
    "neg": signature("(m, n) -> (m, n)"),
    "transpose": signature("(m, n) -> (n, m)"),
    "div": _SCALED,
    "hpow": _SCALED,
    "pow": _SQUARE,
    "bars": signature("(n, n) -> (1, 1)"),
    "norm": signature("(m, n) -> (1, 1)"),
    "hdiv": signature("(m, n) (m, n) -> (m, n) | (m, n) (1, 1) -> (m, n)"),
}
