"""Layered drawings of directed graphs: arrows lead down, nothing overlaps, what need not cross does not."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from symjac.writing.layered import Layout, apart, crossings, depths, layered, linked, ordered, start

Edges = list[tuple[int, int]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[int], Edges]:
    count = draw(st.integers(2, 14))
    pairs = [(a, b) for b in range(1, count) for a in range(b)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=24))
    joined = [(b - 1, b) for b in range(1, count) if all(e[1] != b for e in chosen) and draw(st.booleans())]
    return list(range(count)), [*chosen, *joined]


def drawn(nodes: list[int], edges: Edges) -> Layout:
    return layered(nodes, edges, lambda n: (0.5, 1.0), 0.4, 2.0)


@given(graphs())
def test_arrows_lead_down_and_nothing_overlaps(graph: tuple[list[int], Edges]) -> None:
    nodes, edges = graph
    found = drawn(nodes, edges)
    for a, b in edges:
        ys = [found.at[a][1], *(y for _, y in found.via[a, b]), found.at[b][1]]
        assert all(p - q == 2.0 for p, q in pairwise(ys))  # it bends in every layer that it passes
    rows: dict[float, list[float]] = {}
    for points in ([found.at[n] for n in nodes], *found.via.values()):
        for x, y in points:
            rows.setdefault(y, []).append(x)
    assert all(q - p >= 1.9 - 1e-3 for xs in rows.values() for p, q in pairwise(sorted(xs)))
    assert all(found.left <= x - 0.5 + 1e-6 and x + 1.0 <= found.right + 1e-6 for x, _ in found.at.values())


@given(graphs())
def test_sweeps_add_no_crossings(graph: tuple[list[int], Edges]) -> None:
    nodes, edges = graph
    depth = depths(nodes, edges)
    links = linked(edges, depth)
    rows = start(nodes, edges, depth)
    assert crossings(ordered(rows, links), links) <= crossings(rows, links)


def test_a_ladder_is_untangled() -> None:
    edges = [(0, 5), (1, 4), (2, 3)]
    depth = depths(range(6), edges)
    assert crossings(ordered(start(range(6), edges, depth), edges), edges) == 0


def test_a_chain_is_upright() -> None:
    found = drawn([0, 1, 2, 3], [(0, 1), (1, 2), (2, 3)])
    assert len({x for x, _ in found.at.values()}) == 1 and found.layers == 4


def test_what_is_used_late_stands_late() -> None:
    assert depths([0, 1, 2, 3, 4], [(0, 1), (1, 2), (2, 4), (3, 4)]) == {0: 0, 1: 1, 2: 2, 3: 2, 4: 3}


def test_neighbours_that_push_each_other_move_as_one() -> None:
    assert apart(["a", "b"], [0.0, 0.0], lambda n: (1.0, 1.0), 0.0) == {"a": -1.0, "b": 1.0}
    assert apart(["a", "b"], [-5.0, 5.0], lambda n: (1.0, 1.0), 0.0) == {"a": -5.0, "b": 5.0}
