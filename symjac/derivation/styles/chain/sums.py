"""∂w/∂u_j = ∂w/∂x_1 ∂x_1/∂u_j + ⋯ + ∂w/∂x_n ∂x_n/∂u_j, and the same as row = row × matrix: how both are written.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.2.2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, Box, Dots, Infix, Matrix, Row, Space, paren, signed_sum
from symjac.writing.dotted import dots_at
from symjac.writing.parts import has_fraction
from symjac.writing.signs import partial, product_box

Slope = Callable[[Box, Box], Box]  # ∂f/∂x, or df/dx
Names = Sequence[Box | None]  # x_1, x_2, …, x_n; None where dots stand


def sum_of_products(w: Box, xs: Names, u: Box, slope: Slope = partial) -> Box:
    """∂w/∂x_1 ∂x_1/∂u + ⋯ + ∂w/∂x_n ∂x_n/∂u"""
    return summed([None if x is None else product_box(partial(w, x), slope(x, u)) for x in xs])


def sum_of_values(pairs: Sequence[tuple[Box, Box]]) -> Box:
    """x_2 · u_2 + x_1 · 1: what the partial derivatives are, in the same order."""
    return summed([Infix((paren(a, PRODUCT), paren(b, PRODUCT)), ("·",), PRODUCT) for a, b in pairs])


def summed(terms: Names) -> Box:
    return signed_sum([Dots("h") if term is None else term for term in terms])


def partials(tops: Names, bottoms: Names, slope: Slope = partial) -> list[list[Box]]:
    """The ∂top/∂bottom, a line for each top."""

    def cell(top: Box | None, bottom: Box | None) -> Box:
        return dots_at(top, bottom) if top is None or bottom is None else slope(top, bottom)

    return [[cell(top, bottom) for bottom in bottoms] for top in tops]


def arranged(cells: Sequence[Sequence[Box]], layout: str) -> Box:
    """The matrix of these cells, turned in denominator layout; dots on their way down turn, too."""
    turned = {Dots("h"): Dots("v"), Dots("v"): Dots("h")}
    lines = list(zip(*cells, strict=True)) if layout == "denominator" else cells
    if layout == "denominator":
        lines = [[turned.get(b, b) if isinstance(b, Dots) else b for b in line] for line in lines]
    if len(lines) == len(lines[0]) == 1:
        return lines[0][0]
    return Matrix(tuple(map(tuple, lines)), tall=has_fraction(*(b for line in lines for b in line)))


def in_order(outer: Box, inner: Box, layout: str) -> Box:
    """Outer factor first; last in denominator layout."""
    boxes = (inner, outer) if layout == "denominator" else (outer, inner)
    return Row((boxes[0], Space("thin"), boxes[1]), PRODUCT)


def as_matrices(scalar: bool, layout: str) -> Text:
    if layout == "denominator":
        return ("With gradients as columns, the same is a product of matrices in reverse order",)
    if scalar:
        return ("To see the chain rule as a product of matrices it is useful to write gradients as rows",)
    return ("These sums are the entries of a product of matrices",)
