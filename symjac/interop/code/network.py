"""A product of many arrays: the pairs are taken in the cheapest order, (u'A)B and not u'(AB).

The cost of a pair is the product of all sizes in it, and what it takes to write what comes out. Up to six factors every order is
looked at, beyond that the pair first that saves most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import combinations
from typing import Any

from symjac.interop.code.weights import Size, chosen

ALL_ORDERS = 6
WRITTEN = 4  # what it costs to write a number: as much as so many products in a sum
Labels = frozenset[Any]
Pair = tuple[int, int]  # places in the growing list of factors; the product is appended
Pairs = frozenset[Pair]
NONE: Pairs = frozenset()


def amount(labels: Labels, size: Size) -> float:
    total = 1.0
    for label in labels:
        total *= size(label)
    return total


def work(inside: Labels, left: Labels, size: Size, twins: bool = False) -> float:
    """What a product costs that has these indices, and leaves those; of A'A the library computes one half."""
    return amount(inside, size) / (2 if twins else 1) + WRITTEN * amount(left, size)


def order(factors: Sequence[Labels], out: Labels, cases: Sequence[Size], twins: Pairs = NONE) -> tuple[list[Pair], float]:
    """The pairs, in their order, and what they cost together where letters are equal. `twins`: A and A' that make A'A."""
    if len(factors) < 3:
        pairs = [(0, 1)] if len(factors) == 2 else []
        return pairs, price(pairs, factors, out, cases[0], twins)
    if len(factors) > ALL_ORDERS:
        return greedy(factors, out, cases[0])
    if len(cases) < 2:
        return best(factors, out, cases[0], twins)
    ways = [best(factors, out, size, twins)[0] for size in cases]
    costs = [[price(pairs, factors, out, size, twins) for size in cases] for pairs in ways]
    k = chosen(costs)
    return ways[k], costs[k][0]


def price(pairs: Sequence[Pair], factors: Sequence[Labels], out: Labels, size: Size, twins: Pairs) -> float:
    """What the pairs cost together."""
    live = dict(enumerate(factors))
    total = 0.0
    for k, pair in enumerate(pairs):
        both = live.pop(pair[0]) | live.pop(pair[1])
        left = both & out.union(*live.values())
        total += work(both, left, size, pair in twins)
        live[len(factors) + k] = left
    return total


def kept(inside: Sequence[int], factors: Sequence[Labels], out: Labels) -> Labels:
    """What the product of these factors still needs: the letters outside it."""
    mine = reduce(frozenset.union, (factors[k] for k in inside), frozenset[Any]())
    others = reduce(frozenset.union, (f for k, f in enumerate(factors) if k not in inside), out)
    return mine & others


def best(factors: Sequence[Labels], out: Labels, size: Size, twins: Pairs) -> tuple[list[Pair], float]:
    """By dynamic programming over the sets of factors."""
    n = len(factors)
    cost: dict[tuple[int, ...], float] = {(k,): 0.0 for k in range(n)}
    split: dict[tuple[int, ...], tuple[tuple[int, ...], tuple[int, ...]]] = {}
    left_over: dict[tuple[int, ...], Labels] = {(k,): factors[k] for k in range(n)}
    for count in range(2, n + 1):
        for group in combinations(range(n), count):
            left_over[group] = kept(group, factors, out)
            for a, b in halves(group):
                alike = count == 2 and group in twins
                pair = cost[a] + cost[b] + work(left_over[a] | left_over[b], left_over[group], size, alike)
                if group not in cost or pair < cost[group]:
                    cost[group], split[group] = pair, (a, b)
    pairs: list[Pair] = []

    def build(group: tuple[int, ...]) -> int:
        if len(group) == 1:
            return group[0]
        a, b = split[group]
        pairs.append((build(a), build(b)))
        return n + len(pairs) - 1

    whole = tuple(range(n))
    build(whole)
    return pairs, cost[whole]


def halves(group: tuple[int, ...]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Both parts of every way to take a group apart, the first one keeping the first factor."""
    first, rest = group[0], group[1:]
    found = []
    for count in range(len(rest)):
        for some in combinations(rest, count):
            a = (first, *some)
            found.append((a, tuple(k for k in rest if k not in some)))
    return found


def greedy(factors: Sequence[Labels], out: Labels, size: Size) -> tuple[list[Pair], float]:
    """The pair that makes the arrays smaller by most, again and again; of several the cheapest."""
    labels = dict(enumerate(factors))
    pairs: list[Pair] = []
    spent = 0.0
    while len(labels) > 1:
        _, cost, pair, left = min((step(labels, *pair, out, size) for pair in combinations(labels, 2)), key=lambda s: s[:3])
        del labels[pair[0]], labels[pair[1]]
        labels[len(factors) + len(pairs)] = left
        pairs.append(pair)
        spent += cost
    return pairs, spent


def step(labels: Mapping[int, Labels], a: int, b: int, out: Labels, size: Size) -> tuple[float, float, Pair, Labels]:
    """How much larger the arrays become by this product, what it costs, and the indices that it leaves."""
    both = labels[a] | labels[b]
    left = both & out.union(*(l for k, l in labels.items() if k not in (a, b)))
    grown = amount(left, size) - amount(labels[a], size) - amount(labels[b], size)
    return grown, work(both, left, size), (a, b), left
