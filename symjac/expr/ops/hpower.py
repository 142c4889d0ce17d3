"""X.^k: every entry to the power k; dF = k X.^(k−1) ⊙ dX + dk log(X) ⊙ X.^k."""

from symjac.expr.expr import Condition, Differentials, Expr, Op
from symjac.expr.families import ScalarOp
from symjac.expr.make import add, function, hadamard, hpower, mul, number, sub, value_of
from symjac.expr.ops.power import exponent, raised_base, raised_call
from symjac.expr.plain import POSTFIX, Plain
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.expr.structure import diagonal, entries
from symjac.writing.box import Box, Row, Script, Sym, elementwise, paren
from symjac.writing.box import power as raised


def differential(expr: Expr, d: Differentials) -> Expr:
    (x, k), (dx, dk) = expr.args, d
    if dx is not None and dk is None and domain(expr) and diagonal(x):  # a root: off the diagonal 0 stays 0
        return function("diag", differential(hpower(entries(x), k), (function("diag", dx), None)))
    terms = []
    if dx is not None:
        value = value_of(k)
        lower = sub(k, number(1)) if value is None else number(value - 1)
        slope = mul(k, x) if lower is number(1) else mul(k, hpower(x, lower))
        terms.append(hadamard(slope, dx))
    if dk is not None:
        terms.append(mul(dk, hadamard(function("log", x), expr)))
    return add(*terms)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """tanh²(z) for the power of a function taken entry by entry, x ⊙ x for the square of a name, (·)^{⊙k} otherwise."""
    base, k = args
    folded = raised_call(expr, args) if isinstance(expr.args[0].op, ScalarOp) else None  # adj²(X) is a power of the matrix
    if folded is not None:
        return folded
    if value_of(expr.args[1]) == 2 and isinstance(base, Sym | Script):
        return elementwise("⊙", (base, base))
    return raised(base, Row((Sym("⊙"), paren(k, 25))))


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    return Plain(f"{raised_base(expr, args[0])}.^{exponent(args[1])}", POSTFIX)


def domain(expr: Expr) -> tuple[Condition, ...]:
    x, k = expr.args
    value = value_of(k)
    if value is None or value.denominator != 1:
        return (Condition("positive entries", entries(x)),)
    return (Condition("nonzero entries", x),) if value < 0 else ()


register(
    Op(
        name="hpower",
        spellings=(),
        signature=signature("(m, n) (1, 1) -> (m, n)"),
        value=lambda xp, expr, a, k: xp.power(a, k),
        entry=lambda route, expr, i, j: route.power(route.entry(expr.args[0], i, j), route.scalar(expr.args[1])),
        differential=differential,
        linear=None,
        look=look,
        plain=plain,
        domain=domain,
        sentence="power rule, entry by entry",
        source="calculus of one variable, entry by entry",
        example="x.^2",
        listed="operator",
    )
)
