"""An exact rational number."""

from fractions import Fraction

from symjac.expr.expr import Expr, Op
from symjac.expr.families import always
from symjac.expr.plain import PRODUCT as PLAIN_PRODUCT
from symjac.expr.plain import UNARY, Plain
from symjac.expr.registry import register
from symjac.writing.box import PREFIX, PRODUCT, Box, Frac, Num, Prefix


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    value: Fraction = expr.data[0]
    top = Num(str(abs(value.numerator)))
    shown: Box = top if value.denominator == 1 else Frac(top, Num(str(value.denominator)), PRODUCT)
    return Prefix("−", shown, PREFIX) if value < 0 else shown


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    value: Fraction = expr.data[0]
    if value < 0:
        body = digits(-value)
        return Plain(f"-{body.text}", UNARY if value.denominator == 1 else PLAIN_PRODUCT, "*", negated=body)
    return digits(value)


def digits(value: Fraction) -> Plain:
    if value.denominator != 1:
        return Plain(f"{value.numerator}/{value.denominator}", PLAIN_PRODUCT, "*")
    return Plain(str(value.numerator))


register(
    Op(
        name="number",
        spellings=(),
        signature=None,
        value=lambda xp, expr: xp.number(expr.data[0]),
        entry=lambda route, expr, i, j: route.number(expr.data[0]),
        differential=None,
        linear=None,
        look=look,
        plain=plain,
        domain=always,
        sentence="an exact number",
        source="",
        example="",
        listed="",
    )
)
