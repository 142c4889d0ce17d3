"""Nodes in layers, arrows pointing down: few crossings, no overlaps, long arrows on ways of their own.

Source: Sugiyama, Tagawa & Toda, Methods for Visual Understanding of Hierarchical System Structures (1981).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from symjac.writing.drawing import Point

Node = Hashable
Edge = tuple[Node, Node]
Room = Callable[[Node], tuple[float, float]]  # what a node, or a Bend, needs to the left and to the right of its centre
SWEEPS = 12


@dataclass(frozen=True)
class Layout:
    """Where nodes stand, and the points through which an arrow goes on its way; layers count from the top."""

    at: Mapping[Node, Point]
    via: Mapping[Edge, tuple[Point, ...]]
    left: float
    right: float
    layers: int


@dataclass(frozen=True)
class Bend:
    """Where an arrow passes a layer."""

    edge: Edge
    layer: int


def layered(nodes: Sequence[Node], edges: Sequence[Edge], room: Room, gap: float, down: float) -> Layout:
    """nodes in an order in which arrows lead forwards; gap: between neighbours; down: from layer to layer."""
    depth = depths(nodes, edges)
    links = linked(edges, depth)
    rows = ordered(start(nodes, edges, depth), links)

    xs = abscissas(rows, links, room, gap)
    y = {item: -down * k for k, row in enumerate(rows) for item in row}
    via = {edge: tuple((xs[b], y[b]) for b in bends(edge, depth)) for edge in edges}
    left = min(xs[item] - room(item)[0] for row in rows for item in row)
    right = max(xs[item] + room(item)[1] for row in rows for item in row)
    return Layout({n: (xs[n], y[n]) for n in nodes}, via, left, right, len(rows))


def depths(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[Node, int]:
    """The length of the longest way to a node; where none leads to it, just above the first that it leads to."""
    depth: dict[Node, int] = {}
    for n in nodes:
        depth[n] = max((depth[a] + 1 for a, b in edges if b == n), default=0)
    sources = {n for n in nodes if all(b != n for _, b in edges)}
    return {n: min((depth[b] for a, b in edges if a == n), default=1) - 1 if n in sources else d for n, d in depth.items()}


def bends(edge: Edge, depth: Mapping[Node, int]) -> list[Bend]:
    return [Bend(edge, k) for k in range(depth[edge[0]] + 1, depth[edge[1]])]


def linked(edges: Sequence[Edge], depth: Mapping[Node, int]) -> list[Edge]:
    """Arrows from layer to layer."""
    found: list[Edge] = []
    for edge in edges:
        way: list[Node] = [edge[0], *bends(edge, depth), edge[1]]
        found += zip(way, way[1:], strict=False)
    return found


def start(nodes: Sequence[Node], edges: Sequence[Edge], depth: Mapping[Node, int]) -> list[list[Node]]:
    rows: list[list[Node]] = [[] for _ in range(max(depth.values()) + 1)]
    for n in nodes:
        rows[depth[n]].append(n)
    for edge in edges:
        for bend in bends(edge, depth):
            rows[bend.layer].append(bend)
    return rows


def ordered(rows: list[list[Node]], links: Sequence[Edge]) -> list[list[Node]]:
    """Each node near the middle of its neighbours, the best of several sweeps."""
    best, least = rows, crossings(rows, links)
    for turn in range(SWEEPS):
        rows = swept(rows, links, downwards=turn % 2 == 0)
        count = crossings(rows, links)
        if count < least:
            best, least = rows, count
    return best


def swept(rows: list[list[Node]], links: Sequence[Edge], downwards: bool) -> list[list[Node]]:
    out = [list(row) for row in rows]
    order = range(1, len(out)) if downwards else range(len(out) - 2, -1, -1)
    for k in order:
        fixed = {n: i for i, n in enumerate(out[k - 1 if downwards else k + 1])}
        beside = {n: [fixed[m] for m in neighbours(n, links) if m in fixed] for n in out[k]}
        place = {n: sum(found) / len(found) if found else float(i) for i, (n, found) in enumerate(beside.items())}
        out[k].sort(key=place.__getitem__)
    return out


def neighbours(n: Node, links: Sequence[Edge]) -> list[Node]:
    return [b if a == n else a for a, b in links if n in (a, b)]


def crossings(rows: Sequence[Sequence[Node]], links: Sequence[Edge]) -> int:
    place = {n: i for row in rows for i, n in enumerate(row)}
    layer = {n: k for k, row in enumerate(rows) for n in row}
    found = 0
    for i, (a, b) in enumerate(links):
        for c, d in links[:i]:
            found += layer[a] == layer[c] and (place[a] - place[c]) * (place[b] - place[d]) < 0
    return found


def abscissas(rows: list[list[Node]], links: Sequence[Edge], room: Room, gap: float) -> dict[Node, float]:
    """Each as near to the middle of its neighbours as those beside it allow."""
    xs: dict[Node, float] = {}
    for row in rows:
        xs |= apart(row, [0.0] * len(row), room, gap)
    beside = {n: neighbours(n, links) for row in rows for n in row}
    for turn in range(2 * SWEEPS):
        for row in rows if turn % 2 else reversed(rows):
            wanted = [sum(xs[m] for m in beside[n]) / len(beside[n]) if beside[n] else xs[n] for n in row]
            xs |= apart(row, wanted, room, gap)
    return xs


def apart(row: Sequence[Node], wanted: Sequence[float], room: Room, gap: float) -> dict[Node, float]:
    """The nearest places to those wanted where no two overlap, the order kept: neighbours that push each other move as one."""
    offsets = [0.0]
    for a, b in zip(row, row[1:], strict=False):
        offsets.append(offsets[-1] + room(a)[1] + gap + room(b)[0])
    blocks: list[list[float]] = []  # the mean of what those in it want, and how many they are
    for w, offset in zip(wanted, offsets, strict=False):
        blocks.append([w - offset, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, m), (b, n) = blocks[-2], blocks[-1]
            blocks[-2:] = [[(a * m + b * n) / (m + n), m + n]]
    means = [mean for mean, count in blocks for _ in range(int(count))]
    return {n: round(mean + offset, 4) for n, mean, offset in zip(row, means, offsets, strict=False)}
