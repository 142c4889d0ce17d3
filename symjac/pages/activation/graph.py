"""The graphs of an activation and of its derivative for −4 ≤ t ≤ 4, with the lines that it approaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite, nan

from symjac.calculus.simplify import finished
from symjac.expr.dims import ONE, dim
from symjac.expr.expr import Expr
from symjac.expr.make import add, mul, symbol, value_of
from symjac.interop.numpy import along
from symjac.pages.activation.functions import Activation
from symjac.pages.activation.limits import End
from symjac.pages.activation.pieces import on_side
from symjac.writing.block import Figure, Text
from symjac.writing.box import Script, Sym
from symjac.writing.plot import Curve, Frame, Half, plot

SPAN = 4.0  # the graph is drawn for −4 ≤ t ≤ 4
POINTS = 161
LEFT = 0.2  # of the points of a graph, at least, are seen
HIGHEST = 1e30  # values that are drawn


def picture(s: Activation, found: Sequence[End]) -> Figure:
    """The graphs of s and s′, with the lines that s approaches."""
    slope = Script(s.sign, sup=Sym("′"))
    ys, slopes = samples(s.at, s), samples(lambda t: s.slope(t, s.at(t)), s)
    slopes = [dy if isfinite(y) else nan for y, dy in zip(ys, slopes, strict=True)]  # log has no derivative where it has no value
    curves = [Curve(points(), ys, "curve", s.sign), Curve(points(), slopes, "second", slope)]
    frame = Frame((-SPAN, SPAN), heights([y for curve in curves for y in curve.ys]))
    caption: Text = ("The graphs of ", s.sign, " and, dashed, of its derivative.")
    return Figure(plot(curves, frame, asymptotes(s, found)), caption, spoken(s, found))


def samples(at: Callable[[Expr], Expr], s: Activation) -> list[float]:
    """Values at the points of the graph."""
    t = symbol(str(s.argument.data[0]), (dim("n"), ONE))
    return along(at(t), t, points())


def points() -> list[float]:
    return [round(-SPAN + 2 * SPAN * k / (POINTS - 1), 6) for k in range(POINTS)]


def asymptotes(s: Activation, found: Sequence[End]) -> list[Half]:
    """The lines on their sides; none where the function runs on it, or where it is the axis."""
    kept = [end for end in found if not follows(s, end)]
    lines = [Half(end.side, numeric(end.line[0]), numeric(end.line[1])) for end in kept if end.line is not None]
    return [line for line in lines if line.slope or line.intercept]


def heights(ys: Sequence[float]) -> tuple[float, float]:
    """From the least to the greatest value, with some air; 0 is always seen. What is higher than the graph is wide is cut
    off, unless too little would be left of it."""
    finite = [y for y in ys if abs(y) < HIGHEST]
    low, high = min([0.0, *finite]), max([0.0, *finite])
    if sum(abs(y) <= SPAN for y in finite) >= LEFT * len(finite):
        low, high = max(low, -SPAN), min(high, SPAN)
    air = 0.12 * (high - low or 1)
    return low - air, high + air


def follows(s: Activation, end: End) -> bool:
    """Whether s is its line on that side: ReLU is t for t > 0."""
    piece = on_side(s.body, s.argument, end.side) if s.body is not None else None
    return piece is not None and end.line is not None and piece is line_of(end, s)


def line_of(end: End, s: Activation) -> Expr:
    assert end.line is not None
    return finished(add(mul(end.line[0], s.argument), end.line[1]), s.at(s.argument))


def numeric(e: Expr) -> float:
    q = value_of(e)
    assert q is not None
    return float(q)


def spoken(s: Activation, found: Sequence[End]) -> str:
    """The graph in words."""
    said = {1: "to the right", -1: "to the left"}
    parts = []
    for end in found:
        if isinstance(end.limit, str):
            parts.append(f"{'grows' if end.limit == '∞' else 'falls'} without bound {said[end.side]}")
        else:
            parts.append(f"approaches {end.limit} {said[end.side]}")
    ending = f" {s.name} " + " and ".join(parts) + "." if parts else ""
    return f"Graph of {s.name} and its derivative for t from -4 to 4.{ending}"
