"""d(X^k) for a symbolic k: Σ Xⁱ dX Xᵏ⁻¹⁻ⁱ, which has a closed form under a trace only; a formula never ends with it."""

from typing import Any

from symjac.errors import UnsupportedError
from symjac.expr.expr import Array, Expr, Linear, Op
from symjac.expr.families import always, plain_call
from symjac.expr.make import power
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import Box, Call, Sym


def refused(expr: Expr) -> UnsupportedError:
    x, k, _ = expr.args
    shown = power(x, k)
    return UnsupportedError(
        "a matrix power with a symbolic exponent has a closed derivative under a trace only",
        found=str(shown),
        hint=f"tr({shown}) can be derived; so can {power(x, 3)}",
    )


def pullback(expr: Expr, k: int, G: Expr) -> Expr:
    raise refused(expr)


def push(expr: Expr, k: int, term: Any) -> Any:
    raise refused(expr)


def value(xp: Any, expr: Expr, a: Array, k: Array, d: Array) -> Array:
    """One factor at a time: (B^i)' = (B^(i−1))' B + B^(i−1) B'; for a negative k, B is X⁻¹ and B' is −X⁻¹ D X⁻¹."""
    n = xp.whole(k)
    base, change = (a, d) if n >= 0 else (xp.inv(a), -(xp.inv(a) @ d @ xp.inv(a)))
    raised, total = xp.eye(a.shape[0]), d - d
    for _ in range(abs(n)):
        total = total @ base + raised @ change
        raised = raised @ base
    return total


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    return Call(Sym("power_change", "roman"), args)


register(
    Op(
        name="power_change",
        spellings=(),
        signature=signature("(n, n) (1, 1) (n, n) -> (n, n)"),
        value=value,
        entry=None,
        differential=None,
        linear=Linear(pullback=pullback, push=push),
        look=look,
        plain=plain_call,
        domain=always,
        sentence="the differential of a power with a symbolic exponent, one factor at a time",
        source="",
        example="",
        listed="",
    )
)
