"""The picture of a network: a circle for each neuron, a column for each layer, a line for each weight; large layers with dots."""

from __future__ import annotations

from collections.abc import Iterator

from symjac.core.block import Figure
from symjac.core.box import Box, Dots, Num, Row, Words
from symjac.core.dims import ONE
from symjac.core.drawing import Circle, Drawing, Label, Point, Shape, Stroke
from symjac.network.model import Network
from symjac.network.notation import SHOWN, last_place, unit

RADIUS = 0.42  # of a neuron, in centimetres
APART = 1.25  # from neuron to neuron of a layer
ACROSS = 3.0  # from layer to layer
NEAR = 2.1  # from layer to layer where no weights are written beside the lines
LABELLED = 6  # weights between two layers up to which each has its sign
COLUMNS = 6  # layers up to which all are drawn
BELOW = 1.0  # room for the names of the layers

Node = tuple[float, float, int | None]  # where a neuron stands, and its number from 1; None: dots


def figure(net: Network) -> Figure:
    """The diagram with its words."""
    shown = columns(net)
    return Figure(drawing(net, shown), caption(net), spoken(net))


def columns(net: Network) -> list[int | None]:
    """The layers that are drawn; None for those in between."""
    if net.depth < COLUMNS:
        return list(range(net.depth + 1))
    return [0, 1, 2, None, net.depth - 1, net.depth]


def numbers(net: Network, l: int) -> list[int | None]:
    """The neurons that are drawn: all of a few, else the first two, dots, the last (−1)."""
    n = net.size(l).number
    return list(range(1, n + 1)) if n is not None and n <= SHOWN else [1, 2, None, -1]


def drawing(net: Network, shown: list[int | None]) -> Drawing:
    rows = max(len(numbers(net, l)) for l in shown if l is not None)
    height = rows * APART + BELOW + 0.2
    middle = BELOW + (height - BELOW) / 2
    at: dict[int, list[Node]] = {}
    x, shapes, gaps = RADIUS + 0.35, list[Shape](), list[float]()
    for before, l in zip([None, *shown], shown, strict=False):
        if before is not None and l is not None:
            x += ACROSS if labelled(net, l) else NEAR
        elif l is not None and at:
            x += NEAR
        if l is None:
            gaps.append(x + NEAR / 2)
            continue
        at[l] = stack(numbers(net, l), x, middle)
    for l, nodes in at.items():
        if l - 1 in at:
            shapes += lines(net, l, at[l - 1], nodes)
    for l, nodes in at.items():
        shapes += neurons(net, l, nodes)
    shapes += [Label((x, middle), Dots("h")) for x in gaps]
    return Drawing(round(x + RADIUS + 0.35, 3), round(height, 3), tuple(shapes))


def stack(found: list[int | None], x: float, middle: float) -> list[Node]:
    """Neurons in a column, the first on top."""
    top = middle + (len(found) - 1) * APART / 2
    return [(x, round(top - k * APART, 3), i) for k, i in enumerate(found)]


def labelled(net: Network, l: int) -> bool:
    """Whether every weight of the layer is written."""
    m, n = net.count(l), net.count(l - 1)
    return m is not None and n is not None and m * n <= LABELLED


def lines(net: Network, l: int, left: list[Node], right: list[Node]) -> Iterator[Shape]:
    """A line from every neuron to every neuron of the next layer; its weight beside it where there are few."""
    written = labelled(net, l)
    for tx, ty, i in right:
        for k, (sx, sy, j) in enumerate(left):
            if i is None or j is None:
                continue
            start, end = shortened((sx, sy), (tx, ty))
            yield Stroke((start, end), "line" if written else "faint", arrow=written)
            if written:
                yield Label(
                    beside((sx, sy), (tx, ty), k, len(left)),
                    unit("w", l, *index(net, l, i), *index(net, l - 1, j)),
                    "above",
                    True,
                )


def shortened(a: Point, b: Point) -> tuple[Point, Point]:
    """The line from rim to rim."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / length * RADIUS, dy / length * RADIUS
    return (round(a[0] + ux, 3), round(a[1] + uy, 3)), (round(b[0] - ux, 3), round(b[1] - uy, 3))


def beside(a: Point, b: Point, k: int, of: int) -> Point:
    """Where a weight is written: nearer to the start for steep lines, so that the signs do not meet in the middle."""
    t = 0.36 if of > 1 else 0.5
    return round(a[0] + (b[0] - a[0]) * t, 3), round(a[1] + (b[1] - a[1]) * t + 0.02, 3)


def index(net: Network, l: int, i: int) -> list[Box]:
    """The number of a neuron as it is written, none in a layer of one."""
    if net.size(l) == ONE:
        return []
    return [last_place(net, net.size(l)) if i == -1 else Num(str(i - 1 + net.first))]


def neurons(net: Network, l: int, nodes: list[Node]) -> Iterator[Shape]:
    """The circles with their signs, the bias below each, and the name of the layer."""
    for x, y, i in nodes:
        if i is None:
            yield Label((x, y), Dots("v"))
            continue
        yield Circle((x, y), RADIUS)
        yield Label((x, y), unit("a", l, *index(net, l, i)), small=True)
        if l:
            yield Label((x, round(y - RADIUS, 3)), Row((Words("+"), unit("b", l, *index(net, l, i)))), "below", True)
    yield Label((nodes[0][0], 0.35), Row((Words("layer "), Num(str(l)))), small=True)


def caption(net: Network) -> tuple[str | Box, ...]:
    sizes = " → ".join(str(n) for n in net.sizes) if net.depth < COLUMNS else f"{net.sizes[0]} → … → {net.sizes[-1]}"
    return (f"A feed-forward network, {sizes}.",)


def spoken(net: Network) -> str:
    """The diagram in words."""
    parts = [f"layer {l} with {n} neuron{'' if n == ONE else 's'}" for l, n in enumerate(net.sizes)]
    inner = "; ".join([f"{parts[0]} (the input)", *parts[1:-1], f"{parts[-1]} (the output)"])
    return f"Diagram of a feed-forward network: {inner}. Every neuron of a layer is joined to every neuron of the next layer."
