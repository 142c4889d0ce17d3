"""Where a derivative holds: log t wants t > 0, ‖x‖ wants x ≠ 0; 1 + exp z > 0 goes without saying."""

from __future__ import annotations

from symjac.calculus.identities.factors import reversed_chain
from symjac.expr.expr import Condition, Expr, containing, fold
from symjac.expr.families import ScalarOp
from symjac.expr.make import is_op, number, value_of

# Signs of every entry: at least (">", "≥"), or "" where nothing is known.
POSITIVE, NONNEGATIVE, UNKNOWN = ">", "≥", ""


def plainer(condition: Condition) -> Condition:
    """x is not zero, for: ‖x‖ is positive, or 2‖x‖² is not zero."""
    kind, of = condition.kind, condition.of
    while True:
        if is_op(of, "norm") and kind in ("nonzero", "positive"):
            kind, of = "nonzero", of.args[0]
        elif kind == "nonzero" and is_op(of, "power") and (value_of(of.args[1]) or 0) > 0:
            of = of.args[0]
        elif kind == "nonzero" and is_op(of, "mul") and len(of.args) == 2 and value_of(of.args[0]):
            of = of.args[1]
        else:
            return condition if of is condition.of else Condition(kind, of, condition.through)


def parts(condition: Condition) -> list[Condition]:
    """a and x are not zero, for: ‖a‖‖x‖ is not zero; x is not zero, for: xᵀx."""
    of = condition.of
    if condition.kind != "nonzero" or not is_op(of, "mul") or not of.is_scalar:
        return [plainer(condition)]
    if len(of.args) == 2 and of.args[1].is_vector and is_op(of.args[0], "transpose") and of.args[0].args[0] is of.args[1]:
        return [Condition("nonzero", of.args[1], condition.through)]
    if all(a.is_scalar for a in of.args):
        return [part for a in of.args if not value_of(a) for part in parts(Condition("nonzero", a, condition.through))]
    return [plainer(condition)]


def evident(condition: Condition) -> bool:
    """Whether the condition holds whatever the variables are."""
    if condition.kind.startswith("nonzero") and is_op(condition.of, "sqrt"):
        return True  # its own condition says that what is under the root is positive
    if condition.kind == "invertible":
        return certainly_invertible(condition.of)
    if condition.kind.startswith("inside"):
        return False
    return sign(condition.of) == POSITIVE


def certainly_invertible(a: Expr) -> bool:
    if is_op(a, "symbol"):
        return bool({"invertible", "posdef", "orthogonal"} & a.data[1])
    if is_op(a, "member") and is_op(a.args[0], "symbol"):
        return bool({"members invertible", "members posdef", "members orthogonal"} & a.args[0].data[1])
    if is_op(a, "eye"):
        return True
    if is_op(a, "inv", "transpose", "neg", "matrix_power"):
        return certainly_invertible(a.args[0])
    return is_op(a, "mul") and a.is_matrix and all(never_zero(b) if b.is_scalar else certainly_invertible(b) for b in a.args)


def never_zero(s: Expr) -> bool:
    return bool(value_of(s)) or sign(s) == POSITIVE


def sign(a: Expr) -> str:
    """The sign of all entries, as far as the form tells."""
    return fold(a, _sign)


def _sign(e: Expr, below: tuple[str, ...]) -> str:
    match e.op.name:
        case "symbol":
            return POSITIVE if "positive" in e.data[1] else UNKNOWN
        case "number":
            return POSITIVE if e.data[0] > 0 else NONNEGATIVE if e.data[0] == 0 else UNKNOWN
        case "softmax" | "rowsoftmax" | "ones" | "size" | "pi":
            return POSITIVE
        case "norm" | "norm1" | "eye":
            return NONNEGATIVE
        case "add":
            if _rest_of_one(e):
                return POSITIVE
            return UNKNOWN if UNKNOWN in below else POSITIVE if POSITIVE in below else NONNEGATIVE
        case "sum" | "mean" | "transpose" | "sqrt" | "member" | "bigsum":
            return below[0]
        case "power" | "hpower":
            return _power(e, below[0])
        case "hadamard" | "hdiv" | "div" | "dot":
            return _product(below)
        case "mul":
            return _form(e) or _product(below)
    return e.op.sign if isinstance(e.op, ScalarOp) else UNKNOWN


def _rest_of_one(e: Expr) -> bool:
    """1 − σ(z)"""
    if len(e.args) != 2:
        return False
    one = [a for a in e.args if is_op(a, "ones") or value_of(a) == 1]
    return len(one) == 1 and any(is_op(a, "neg") and is_op(a.args[0], "sigmoid") for a in e.args)


def _product(below: tuple[str, ...]) -> str:
    return UNKNOWN if UNKNOWN in below else NONNEGATIVE if NONNEGATIVE in below else POSITIVE


def _power(e: Expr, base: str) -> str:
    k = value_of(e.args[1])
    even = k is not None and k.denominator == 1 and k.numerator % 2 == 0
    return base if base == POSITIVE or not even else NONNEGATIVE


def _form(e: Expr) -> str:
    """x'x and r'Sr with a positive definite S are never negative."""
    chain = e.args
    if not e.is_scalar or any(b.is_scalar for b in chain) or reversed_chain(chain) != chain:
        return UNKNOWN
    n = len(chain)
    middle = chain[n // 2] if n % 2 else None
    if middle is None:
        return NONNEGATIVE
    core = middle.args[0] if is_op(middle, "inv") else middle
    return NONNEGATIVE if is_op(core, "symbol") and "posdef" in core.data[1] else UNKNOWN


def conditions(f: Expr, x: Expr, result: Expr) -> tuple[Condition, ...]:
    left = rough(result)
    found: dict[tuple[str, Expr], Condition] = {}
    for expr in containing(f, x):
        for c in (part for given in expr.op.domain(expr) for part in parts(given)):
            if (c.through is None or c.through in left) and not evident(c):
                found.setdefault((c.kind, c.of), c)
    positive = {of for kind, of in found if kind == "positive"}
    return tuple(c for (kind, of), c in found.items() if kind != "nonzero" or of not in positive)


def rough(result: Expr) -> set[Expr]:
    """The parts of a result, but for the ‖r‖ of ‖r‖², which is smooth."""
    found: set[Expr] = set()
    waiting = [result]
    while waiting:
        e = waiting.pop()
        if e not in found:
            found.add(e)
            square = is_op(e, "power") and e.args[1] is number(2) and is_op(e.args[0], "norm")
            waiting += e.args[0].args if square else e.args
    return found
