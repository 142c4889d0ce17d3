"""Two formulas are equal: proven at random points before they are printed beside each other."""

from __future__ import annotations

from symjac.errors import CheckError, ParseError, ShapeError
from symjac.expr.expr import Expr, postorder
from symjac.verify import Claim, verify
from symjac.verify.term import value_term


def same(a: Expr, b: Expr, text: str) -> None:
    """ParseError where a is not b, or not proven to be."""
    if a.shape != b.shape:
        raise ShapeError(f"`{text}` has another shape than the answer", found=f"{a.shape[0]} x {a.shape[1]}",
                         expected=f"{b.shape[0]} x {b.shape[1]}")  # fmt: skip
    symbols = [e for e in dict.fromkeys((*postorder(a), *postorder(b))) if e.op.name == "symbol"]
    try:
        verify([Claim(value_term(a), value_term(b), (), "form")], symbols)
    except CheckError as failure:
        raise ParseError(f"`{text}` is not equal to the answer", expected=str(b)) from failure
