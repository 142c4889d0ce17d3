"""A + B: the sum; dF = dA + dB."""

from symjac.expr.expr import Differentials, Expr, Linear, Op
from symjac.expr.families import always
from symjac.expr.make import add, is_op, value_of
from symjac.expr.plain import PRODUCT, Plain, bracket
from symjac.expr.plain import SUM as PLAIN_SUM
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import SUM, Box, Infix, Prefix, paren


def is_negative(expr: Expr) -> bool:
    """Written with a minus sign in front: −A, or a negative number."""
    value = value_of(expr)
    return is_op(expr, "neg") or (value is not None and value < 0)


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    items, signs = [args[0] if isinstance(args[0], Prefix) else paren(args[0], SUM)], []
    for box in args[1:]:
        minus = isinstance(box, Prefix) and box.sign == "−"  # of −x, and of −½ x
        signs.append("−" if minus else "+")
        items.append(paren(box.body if minus and isinstance(box, Prefix) else box, SUM + 1))
    return Infix(tuple(items), tuple(signs), SUM)


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    """a - b for a + (−b); a product that begins with a minus is bracketed, for it reads back as another expression."""
    text = bracket(args[0], PLAIN_SUM)
    for part in args[1:]:
        if part.negated is not None:
            text += " - " + bracket(part.negated, PRODUCT)
        else:
            text += " + " + (f"({part.text})" if part.text.startswith("-") else bracket(part, PRODUCT))
    return Plain(text, PLAIN_SUM)


def differential(expr: Expr, d: Differentials) -> Expr:
    return add(*(da for da in d if da is not None))


register(
    Op(
        name="add",
        spellings=(),
        signature=signature("(m, n)... -> (m, n)"),
        value=lambda xp, expr, *args: sum(args[1:], args[0]),
        entry=lambda route, expr, i, j: route.add([route.entry(arg, i, j) for arg in expr.args]),
        differential=differential,
        linear=Linear(pullback=lambda expr, k, G: G, push=lambda expr, k, term: term),
        look=look,
        plain=plain,
        domain=always,
        sentence="the differential of a sum is the sum of the differentials",
        source="Magnus & Neudecker, ch. 8, eq. (8)",
        example="A + B",
        listed="operator",
        flat=True,
    )
)
