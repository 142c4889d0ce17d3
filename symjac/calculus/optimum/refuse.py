"""What is not minimised by setting a gradient to zero: kinks, inequalities, functions that are no numbers."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.errors import LimitError, UnsupportedError
from symjac.expr.expr import Expr, contains, postorder, unwritable
from symjac.expr.make import is_op

KINKS = {
    "abs": "the absolute value", "sign": "the sign", "relu": "the positive part", "norm1": "the 1-norm", "step": "a step",
}  # fmt: skip


def refuse(f: Expr, variables: Sequence[Expr], what: str = "minimised") -> None:
    """UnsupportedError for a function that has no number for its value, or kinks where its optimum may lie."""
    if much := unwritable(f):
        raise LimitError(f"the formula {much}", hint="a shorter one can be looked at")
    if not f.is_scalar:
        kind = "vector" if f.is_vector else "row" if f.is_row else "matrix"
        raise UnsupportedError(
            f"a {kind} cannot be {what}, only a number can",
            found=str(f),
            hint=f"norm({f})^2 is one" if len(str(f)) < 40 else None,
        )
    kinks(f, variables)
    for x in variables:
        if x.is_matrix and "orthogonal" in x.data[1]:
            raise UnsupportedError(f"{x} is declared orthogonal", hint=f"write it as a constraint: {x}'*{x} = I")
        if x.is_matrix and "diagonal" in x.data[1]:
            raise UnsupportedError(f"{x} is declared diagonal", hint="write f in terms of its diagonal, diag(d)")


def kinks(f: Expr, variables: Sequence[Expr]) -> None:
    """UnsupportedError where a part with a kink depends on a variable."""
    for e in postorder(f):
        kind = KINKS.get(e.op.name, "")
        if kind and any(contains(e, x) for x in variables):
            raise UnsupportedError(
                f"{kind} has kinks, and an optimum may lie on one: there the gradient is not zero, it does not exist",
                found=str(e), hint="smooth functions are minimised, such as norm(x)^2",
            )  # fmt: skip
        if is_op(e, "image") and any(contains(e, x) for x in variables):
            raise UnsupportedError("a map that is only named has no gradient to set to zero", found=str(e))
