"""Shapes under the factors of a product: braces with 1 × N and N × D below (y − Φθ)ᵀ and Φ."""

from __future__ import annotations

from symjac.calculus.identities.factors import factors
from symjac.derivation.notation import jacobian_shape
from symjac.expr.expr import Expr
from symjac.expr.looks import look_of_shape, written
from symjac.expr.make import is_op, number
from symjac.writing.box import PRODUCT, Box, Prefix, Row, Space, Underbrace, paren
from symjac.writing.signs import product_box


def under(box: Box, shape: Box) -> Box:
    """A factor with its shape below."""
    return Underbrace(box, shape)


def braced(box: Box, f: Expr, x: Expr, layout: str = "numerator") -> Box:
    """A Jacobian with its shape below."""
    return under(box, jacobian_shape(f.shape, x.shape) if layout == "numerator" else jacobian_shape(x.shape, f.shape))


def spaced(boxes: list[Box]) -> Box:
    """Side by side with a little air; more than a line holds may be broken between them."""
    if len(boxes) > 4:
        return product_box(*boxes)
    out: list[Box] = []
    for box in boxes:
        out += [Space("thin"), box] if out else [box]
    return Row(tuple(out), PRODUCT)


def with_shapes(result: Expr) -> Box:
    """The factors of a product with their shapes under braces, where there are two to four of them."""
    p = factors(result)
    if not is_op(result, "mul") or not 2 <= len(p.chain) <= 4 or p.scalars or len(result.args) > len(p.chain) + 1:
        return written(result)
    pieces: list[Box] = [Underbrace(paren(written(f), PRODUCT), look_of_shape(f.shape)) for f in p.chain]
    front = [] if abs(p.coefficient) == 1 else [written(number(abs(p.coefficient)))]
    body = spaced([*front, *pieces])
    return Prefix("−", body) if p.coefficient < 0 else body
