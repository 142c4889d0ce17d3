"""Lines that differ in the number of the layer alone are one line: z⁽ˡ⁾ = W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾ for l = 2, …, 50."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from symjac.calculus.reverse import Statement
from symjac.expr.expr import Expr, fold, node, postorder
from symjac.expr.make import symbol
from symjac.lazy import regex

FEW = 3  # lines that are all written
NUMBERED = regex(r"(.*)\[(\d+)\](.*)")


@dataclass(frozen=True)
class Group:
    """A statement, in the layer l where it stands for several; the layers, in the order of the lines."""

    name: Expr
    body: Expr
    layers: tuple[int, ...] = ()


def grouped(statements: Sequence[Statement]) -> list[Group]:
    """Statements in order, those of more than a few layers that are alike as one, where the first of them stands."""
    families: dict[Hashable, list[Statement]] = {}
    for s in statements:
        families.setdefault(pattern(s), []).append(s)
    found = []
    for family in families.values():
        if len(family) <= FEW or layer(family[0].name) is None:
            found += [(s, Group(s.name, s.body)) for s in family]
        else:
            found.append((family[0], general(family)))
    place = {s: k for k, s in enumerate(statements)}
    return [group for _, group in sorted(found, key=lambda pair: place[pair[0]])]


def layer(name: Expr) -> int | None:
    found = NUMBERED.fullmatch(str(name.data[0]))
    return int(found[2]) if found else None


def pattern(s: Statement) -> Hashable:
    """The formula with layers counted from that of the name, and without sizes."""
    at = layer(s.name)
    lines: list[Hashable] = [shifted(s.name, at)]
    seen: dict[Expr, int] = {}
    for e in postorder(s.body, seen):
        data = shifted(e, at) if e.op.name == "symbol" else e.data if e.op.name == "number" else ()
        lines.append((e.op, data, *(seen[a] for a in e.args)))
        seen[e] = len(seen)
    return tuple(lines)


def shifted(e: Expr, at: int | None) -> Hashable:
    found = NUMBERED.fullmatch(str(e.data[0])) if at is not None else None
    return (found[1], int(found[2]) - (at or 0), found[3]) if found else e.data[0]


def general(family: Sequence[Statement]) -> Group:
    """The statement of the first layer, its number replaced by l."""
    first = family[0]
    at = layer(first.name) or 0

    def lettered(e: Expr) -> Expr:
        found = NUMBERED.fullmatch(str(e.data[0]))
        step = int(found[2]) - at if found else 0
        return symbol(f"{found[1]}[l{step:+d}]{found[3]}".replace("+0", ""), e.shape, e.data[1]) if found else e

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        return lettered(e) if e.op.name == "symbol" else node(e.op, args, e.data, e.shape)

    layers = tuple(layer(s.name) or 0 for s in family)
    return Group(lettered(first.name), fold(first.body, visit), layers)
