"""X^k for a square matrix and an integer k: dX^k = Σ X^i dX X^(k−1−i); of a symbolic k this sum is left under its name."""

from typing import Any

from symjac.errors import LimitError, UnsupportedError
from symjac.expr.expr import Array, Condition, Differentials, Expr, Op
from symjac.expr.make import add, eye, function, mul, neg, power, symbol_and_number, value_of, zeros
from symjac.expr.ops.power import exponent, raised_base
from symjac.expr.plain import POSTFIX, Plain
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import Box
from symjac.writing.box import power as raised

MAX_EXPONENT = 64


def integer(expr: Expr) -> int:
    """The exponent, if it is an integer; a matrix has no other powers here."""
    value = value_of(expr.args[1])
    if value is None or value.denominator != 1:
        raise UnsupportedError(
            "a matrix power needs an integer exponent",
            found=str(expr),
            hint="X^-1, X^3 and tr(X^k) can be derived, X^(1/2) cannot; the elementwise power is X.^k",
        )
    if abs(value) > MAX_EXPONENT:
        raise LimitError(f"a matrix power is derived up to the exponent {MAX_EXPONENT}", found=str(expr))
    return int(value)


def is_symbolic(expr: Expr) -> bool:
    return symbol_and_number(expr.args[1]) is not None


def raised_to(x: Expr, k: int) -> Expr:
    return eye(x.shape[0]) if k == 0 else x if k == 1 else power(x, k)


def differential(expr: Expr, d: Differentials) -> Expr:
    x, dx = expr.args[0], d[0]
    if d[1] is not None:
        raise UnsupportedError("a matrix power has no derivative by its exponent here", found=str(expr))
    assert dx is not None
    if is_symbolic(expr):
        return function("power_change", x, expr.args[1], dx)
    k = integer(expr)
    if k == 0:
        return zeros(*expr.shape)
    if k > 0:
        return add(*(mul(raised_to(x, i), dx, raised_to(x, k - 1 - i)) for i in range(k)))
    return add(*(neg(mul(raised_to(x, -i), dx, raised_to(x, k - 1 + i))) for i in range(1, 1 - k)))


def value(xp: Any, expr: Expr, a: Array, k: Array) -> Array:
    n = xp.whole(k) if is_symbolic(expr) else integer(expr)
    base = xp.inv(a) if n < 0 else a
    total = xp.eye(a.shape[0])
    for _ in range(abs(n)):
        total = total @ base
    return total


def program(xp: Any, expr: Expr, a: Array, k: Array) -> Array:
    """The libraries have it by repeated squaring."""
    return xp.matrix_power(a, k if is_symbolic(expr) else integer(expr))


def domain(expr: Expr) -> tuple[Condition, ...]:
    return (Condition("invertible", expr.args[0]),) if not is_symbolic(expr) and integer(expr) < 0 else ()


def entry(route: Any, expr: Expr, i: Any, j: Any) -> Any:
    n = 0 if is_symbolic(expr) else integer(expr)
    return route.product((expr.args[0],) * n, i, j) if n > 0 else route.opaque(expr, i, j)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return raised(args[0], args[1])


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    return Plain(f"{raised_base(expr, args[0])}^{exponent(args[1])}", POSTFIX)


register(
    Op(
        name="matrix_power",
        spellings=(),
        signature=signature("(n, n) (1, 1) -> (n, n)"),
        value=value,
        entry=entry,
        differential=differential,
        linear=None,
        look=look,
        plain=plain,
        domain=domain,
        sentence="product rule: one factor at a time",
        source="Matrix Cookbook, eq. (90)",
        example="X^3",
        listed="operator",
        program=program,
    )
)
