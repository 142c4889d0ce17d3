"""s^k for scalars: d(s^k) = k s^(k−1) ds + s^k log(s) dk."""

from symjac.expr.expr import Condition, Differentials, Expr, Op
from symjac.expr.make import add, function, mul, number, power, sub, value_of
from symjac.expr.plain import POSTFIX, Plain, bracket
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import Box, Call, Script, Sym
from symjac.writing.box import power as raised


def differential(expr: Expr, d: Differentials) -> Expr:
    (s, k), (ds, dk) = expr.args, d
    terms = []
    if ds is not None:
        value = value_of(k)
        lower = sub(k, number(1)) if value is None else number(value - 1)
        slope = mul(k, s) if lower is number(1) else mul(k, power(s, lower))
        terms.append(mul(slope, ds))
    if dk is not None:
        terms.append(mul(expr, function("log", s), dk))
    return add(*terms)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """sin²(t) for the power of a call, s^k otherwise; sin⁻¹(t) would be the inverse function."""
    base, exponent = args
    return raised_call(expr, args) or raised(base, exponent)


def raised_call(expr: Expr, args: tuple[Box, ...]) -> Box | None:
    """sin²(t): for a whole positive number or a letter, and not of σ, for σ²(z) may be σ² times z."""
    base, exponent = args
    if not isinstance(base, Call) or not isinstance(base.head, Sym) or base.head.name == "sigma":
        return None
    k = value_of(expr.args[1])
    counts = expr.args[1].op.name == "symbol" or (k is not None and k > 0 and k.denominator == 1)
    return Call(Script(base.head, sup=exponent), base.args) if counts else None


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    return Plain(f"{raised_base(expr, args[0])}^{exponent(args[1])}", POSTFIX)


def raised_base(expr: Expr, base: Plain) -> str:
    """(a^b)^c: a tower without brackets is not read."""
    tower = expr.args[0].op.name in ("power", "hpower", "matrix_power")
    return f"({base.text})" if tower else bracket(base, POSTFIX)


def exponent(part: Plain) -> str:
    """A bare exponent is a number or a name, with an optional minus."""
    return part.text if part.text.removeprefix("-").isalnum() else f"({part.text})"


def domain(expr: Expr) -> tuple[Condition, ...]:
    s, k = expr.args
    value = value_of(k)
    if value is None or value.denominator != 1:
        return (Condition("positive", s),)
    return (Condition("nonzero", s),) if value < 0 else ()


register(
    Op(
        name="power",
        spellings=(),
        signature=signature("(1, 1) (1, 1) -> (1, 1)"),
        value=lambda xp, expr, a, k: xp.power(a, k),
        entry=lambda route, expr, i, j: route.power(route.scalar(expr.args[0]), route.scalar(expr.args[1])),
        differential=differential,
        linear=None,
        look=look,
        plain=plain,
        domain=domain,
        sentence="power rule",
        source="calculus of one variable",
        example="s^2",
        listed="operator",
    )
)
