"""The picture of a network: a circle for each neuron, a column for each layer, a line for each weight; large layers with dots."""

from __future__ import annotations

from collections.abc import Iterator

from symjac.expr.dims import ONE
from symjac.expr.looks import look_of_dim
from symjac.pages.network.model import Network
from symjac.pages.network.notation import SHOWN, name, neuron, unit, weight
from symjac.writing.block import Figure, Text
from symjac.writing.box import RELATION, Box, Dots, Infix, Row, Words
from symjac.writing.dotted import Place, places
from symjac.writing.drawing import Circle, Drawing, Label, Point, Shape, Stroke, from_rim

RADIUS, WIDE = 0.42, 0.56  # of a neuron, in centimetres; where the signs in them are long
APART = 1.7  # from neuron to neuron of a layer
CLOSE = 1.6  # the same where no weights are written
ACROSS = 4.2  # from layer to layer
NEAR = 2.4  # from layer to layer where no weights are written beside the lines
LABELLED = 6  # weights between two layers up to which each has its sign
COLUMNS = 6  # layers up to which all are drawn
BIAS = 0.5  # room for the bias below a neuron
CLEAR = 0.2  # between a bias and the next neuron
BELOW = 0.65  # room for the names of the layers
SIDE = 0.35

Node = tuple[float, float, Place]  # where a neuron stands, and its number from 1; None: dots


def figure(net: Network) -> Figure:
    """The diagram with its words."""
    shown = columns(net)
    return Figure(drawing(net, shown), caption(net), spoken(net))


def columns(net: Network) -> list[int | None]:
    """The layers that are drawn; None for those in between."""
    if net.any_depth:
        return [0, 1, None, net.depth - 1, net.depth]
    if net.depth < COLUMNS:
        return list(range(net.depth + 1))
    return [0, 1, 2, None, net.depth - 1, net.depth]


def numbers(net: Network, l: int) -> list[Place]:
    """The neurons that are drawn: all of a few, else the first two, dots, the last."""
    n = net.size(l)
    return places(n if n.number is None else n.number, SHOWN, 2)


def drawing(net: Network, shown: list[int | None]) -> Drawing:
    """Layers from left to right; lines lie below the circles, and signs above all."""
    tallest = max(len(numbers(net, l)) for l in shown if l is not None) - 1
    r = radius(net)
    apart = max(APART if any(labelled(net, l) for l in net.layers) else CLOSE, 2 * r + BIAS + CLEAR)
    low = BELOW + BIAS + r
    middle, height = low + tallest * apart / 2, low + tallest * apart + r + 0.15
    xs, width = abscissas(net, shown)
    at = {l: stack(numbers(net, l), x, middle, apart) for l, x in zip(shown, xs, strict=True) if l is not None}
    joined = [l for l in at if l - 1 in at and not (net.any_depth and l == net.depth - 1)]
    gaps = [Label((x, middle), Dots("h")) for l, x in zip(shown, xs, strict=True) if l is None]
    shapes = [
        *(stroke for l in joined for stroke in lines(net, l, at[l - 1], at[l])),
        *(sign for l in joined if labelled(net, l) for sign in signs(net, l, at[l - 1], at[l])),
        *(shape for l, nodes in at.items() for shape in neurons(net, l, nodes)),
        *gaps,
    ]
    return Drawing(width, round(height, 3), tuple(shapes))


def radius(net: Network) -> float:
    return WIDE if net.any_depth or any((n.number or 0) > 9 for n in net.sizes) else RADIUS


def abscissas(net: Network, shown: list[int | None]) -> tuple[list[float], float]:
    """Where the layers stand, and how wide the drawing is."""
    xs = [radius(net) + SIDE]
    for l in shown[1:]:
        xs.append(round(xs[-1] + (ACROSS if l is not None and l and labelled(net, l) else NEAR), 3))
    return xs, round(xs[-1] + radius(net) + SIDE, 3)


def stack(found: list[Place], x: float, middle: float, apart: float) -> list[Node]:
    """Neurons in a column, the first on top."""
    top = middle + (len(found) - 1) * apart / 2
    return [(x, round(top - k * apart, 3), i) for k, i in enumerate(found)]


def labelled(net: Network, l: int) -> bool:
    """Whether every weight of the layer is written."""
    m, n = net.count(l), net.count(l - 1)
    return m is not None and n is not None and m * n <= LABELLED


def pairs(left: list[Node], right: list[Node]) -> Iterator[tuple[Point, Point, Place, Place]]:
    """From every neuron to every neuron of the next layer, with their numbers."""
    for tx, ty, i in right:
        for sx, sy, j in left:
            if i is not None and j is not None:
                yield (sx, sy), (tx, ty), i, j


def lines(net: Network, l: int, left: list[Node], right: list[Node]) -> Iterator[Shape]:
    written = labelled(net, l)
    for start, end, _, _ in pairs(left, right):
        rims = from_rim(start, end, radius(net)), from_rim(end, start, radius(net))
        yield Stroke(rims, "line" if written else "faint", arrow=written)


def signs(net: Network, l: int, left: list[Node], right: list[Node]) -> Iterator[Shape]:
    """The weights on their lines, on the side of the layer with more neurons: there no two meet."""
    t = 0.5 if len(left) == len(right) == 1 else 0.3 if len(left) >= len(right) else 0.7
    for a, b, i, j in pairs(left, right):
        at = round(a[0] + (b[0] - a[0]) * t, 3), round(a[1] + (b[1] - a[1]) * t, 3)
        yield Label(at, weight(net, l, i, j), small=True)


def neurons(net: Network, l: int, nodes: list[Node]) -> Iterator[Shape]:
    """The circles with their signs, the bias below each, and the name of the layer."""
    for x, y, i in nodes:
        if i is None:
            yield Label((x, y), Dots("v"))
            continue
        yield Circle((x, y), radius(net))
        yield Label((x, y), neuron(net, "a", l, i), small=True)
        if l:
            yield Label((x, round(y - radius(net), 3)), Row((Words("+"), neuron(net, "b", l, i))), "below", True)
    yield Label((nodes[0][0], 0.25), Row((Words("layer "), name(net, l))), small=True)


def caption(net: Network) -> Text:
    """What is to be seen; of one neuron, which circle is which."""
    if net.depth == 1 and set(net.sizes) == {ONE}:
        return ("One neuron: the input ", unit("a", 0), " on the left, the output ", unit("a", 1), " on the right.")
    full = "" if all(labelled(net, l) for l in net.layers) else " Each neuron is joined to all of the next layer."
    return ("A feed-forward network, ", sizes(net), "." + full)


def sizes(net: Network) -> Box:
    """3 → 2 → 1; of many layers the first two and the last."""
    shown: list[Box] = [look_of_dim(n) for n in net.sizes]
    if net.any_depth or net.depth >= COLUMNS:
        shown = [*shown[: 1 if net.any_depth else 2], Dots("h"), shown[-1]]
    return Infix(tuple(shown), ("→",) * (len(shown) - 1), RELATION)


def spoken(net: Network) -> str:
    """The diagram in words."""
    if net.any_depth:
        return (
            f"Diagram of a feed-forward network of any depth: {net.sizes[0]} neurons in layer 0 (the input), hidden layers, and "
            f"{net.sizes[-1]} in layer L (the output). Every neuron of a layer is joined to every neuron of the next layer."
        )
    parts = [f"layer {l} with {n} neuron{'' if n == ONE else 's'}" for l, n in enumerate(net.sizes)]
    inner = "; ".join([f"{parts[0]} (the input)", *parts[1:-1], f"{parts[-1]} (the output)"])
    return f"Diagram of a feed-forward network: {inner}. Every neuron of a layer is joined to every neuron of the next layer."
