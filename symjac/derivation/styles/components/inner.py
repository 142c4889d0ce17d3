"""z = Wx + b, s = Σ exp(x_k), X⁻¹: the parts of a formula that get a name, or a derivative, of their own."""

from __future__ import annotations

from symjac.expr.dims import ONE
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.families import ScalarOp
from symjac.expr.make import function, is_op

SQUARED = ("norm", "power", "hpower")
NORMALISED = ("softmax", "logsumexp")  # their entries share the sum of the weights exp(x_k)


def inner_expressions(f: Expr, x: Expr) -> list[tuple[Expr, str]]:
    """What deserves a name: the argument of a function or of a square, where it is more than a variable."""
    found: dict[Expr, str] = {}
    for e in postorder(f):
        functions = isinstance(e.op, ScalarOp) or e.op.name in NORMALISED or e.op.slope is not None
        wanted = "zuvw" if functions else "reuvw" if e.op.name in SQUARED else ""
        if wanted and is_long(e.args[0], x):
            found.setdefault(e.args[0], wanted)
        if e.op.name in NORMALISED and contains(e, x):
            found.setdefault(function("sum", function("exp", e.args[0])), "scd")
        if e.op.slope is not None and contains(e, x):
            found.setdefault(e, "")
    return list(found.items())


def is_long(e: Expr, x: Expr) -> bool:
    """An expression with a sum in its entries, or a sum of several terms, in which x occurs."""
    return e.op.name in ("add", "mul") and not scales(e) and contains(e, x)


def scales(e: Expr) -> bool:
    """2x, −x: a variable and scalars."""
    return e.op.name == "mul" and sum(not a.is_scalar for a in e.args) <= 1 and all(not a.args for a in e.args)


def in_blocks(f: Expr) -> bool:
    """Whether f is a Kronecker product of which some index needs two: that of the block, and that within it."""
    return is_op(f, "kron") and any(ONE not in sizes for sizes in zip(*(arg.shape for arg in f.args), strict=True))
