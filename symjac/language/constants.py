"""What is visibly outside the domain: division by zero, the logarithm of zero, the inverse of a singular literal."""

from __future__ import annotations

from fractions import Fraction

from symjac.errors import DomainError, LimitError
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import value_of
from symjac.expr.rational import rational

_POWER, _BITS, _ORDER = 10_000, 14_000, 12  # Python writes integers of up to 4300 digits


def number_of(expr: Expr) -> Fraction | None:
    """The value of an expression of numbers alone (1 − 1, 2^3), else None."""
    done: dict[Expr, Fraction | None] = {}
    for node in postorder(expr):
        if node.op.name not in _ARITHMETIC:
            return None
        done[node] = _ARITHMETIC[node.op.name](node, [done[arg] for arg in node.args])
        if done[node] is None:
            return None
    return done[expr]


def _power(node: Expr, args: list[Fraction | None]) -> Fraction | None:
    base, k = args
    assert base is not None and k is not None
    if k.denominator != 1:
        return None
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(k) > _POWER or bits * abs(k) > _BITS:
        raise LimitError("the power is too large a number")
    if base == 0 and k < 0:
        raise DomainError("division by zero")
    return base ** int(k)


def _product(args: list[Fraction | None]) -> Fraction | None:
    total = Fraction(1)
    for arg in args:
        total *= arg  # type: ignore[operator]
        if total.numerator.bit_length() > _BITS:
            raise LimitError("the number is too large")
    return total


_ARITHMETIC = {
    "number": lambda node, args: value_of(node),
    "add": lambda node, args: sum(args, Fraction(0)),
    "neg": lambda node, args: -args[0],
    "mul": lambda node, args: _product(args) if node.is_scalar else None,
    "div": lambda node, args: None if args[1] == 0 else args[0] / args[1],
    "power": _power,
}


def check_domain(expr: Expr) -> None:
    """Raise where the outermost operation is visibly undefined."""
    rule = _CHECKS.get(expr.op.name)
    if rule is not None:
        rule(expr)


def _divisor(expr: Expr) -> None:
    if number_of(expr.args[1]) == 0:
        raise DomainError("division by zero")


def _entries(expr: Expr) -> None:
    divisor = expr.args[1]
    if divisor.op.name == "zeros" or (divisor.op.name == "literal" and any(number_of(a) == 0 for a in divisor.args)):
        raise DomainError("division by zero in an entry")


def _base(expr: Expr) -> None:
    value = number_of(expr.args[1])
    if value is not None and value < 0 and number_of(expr.args[0]) == 0:
        raise DomainError("division by zero: a negative power of zero")
    number_of(expr)


def _log(expr: Expr) -> None:
    arg = expr.args[0]
    for part in arg.args if arg.op.name == "literal" else (arg,):
        value = number_of(part)
        if (value is not None and value <= 0) or part.op.name == "zeros":
            raise DomainError(f"log of {'zero' if not value else 'a negative number'}: log needs a positive argument")


def _root(expr: Expr) -> None:
    value = number_of(expr.args[0])
    if value is not None and value < 0:
        raise DomainError("sqrt of a negative number: sqrt needs a positive argument")


def _inverse(expr: Expr) -> None:
    arg = expr.args[0]
    if arg.op.name in ("zeros", "ones") or (arg.is_scalar and number_of(arg) == 0):
        raise DomainError(f"the matrix under {expr.op.name} is singular")
    rows = _numeric(arg)
    if rows is not None and rational(rows).rank() < len(rows):
        raise DomainError(f"the literal under {expr.op.name} is singular: its rows depend on each other")


def _matrix_power(expr: Expr) -> None:
    value = number_of(expr.args[1])
    if value is not None and value < 0:
        _inverse(expr)


def _numeric(expr: Expr) -> list[list[Fraction]] | None:
    """The entries of a small literal of numbers."""
    if expr.op.name != "literal" or len(expr.args) > _ORDER**2:
        return None
    values = [number_of(arg) for arg in expr.args]
    if None in values or any(not arg.is_scalar for arg in expr.args):
        return None
    width = int(expr.data[1])
    return [list(values[k : k + width]) for k in range(0, len(values), width)]  # type: ignore[arg-type]


_CHECKS = {
    "div": _divisor, "hdiv": _entries, "power": _base, "hpower": _base, "log": _log, "sqrt": _root, "inv": _inverse,
    "logdet": _inverse, "matrix_power": _matrix_power,
}  # fmt: skip
