"""The same formula in other names: what has been worked out for W[2] a[1] + b[2] is read off for W[3] a[2] + b[3].

Names and sizes are replaced by places in the order of their appearance; what is worked out for those is named again. So a network
of a thousand equal layers is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from symjac.expr.dims import Dim, Shape, dim
from symjac.expr.expr import Expr, node, postorder

Make = Callable[[tuple[Expr, ...]], Expr]


class Patterns:
    """made(expressions) by the pattern of the expressions, each pattern worked out once."""

    def __init__(self) -> None:
        self.known: dict[Hashable, tuple[Expr, Places]] = {}
        self.worked_out = 0

    def __call__(self, what: str, make: Make, places: Places, more: Hashable = None) -> Expr:
        """make(expressions) for these places; `more` belongs to the pattern."""
        key = (what, more, places.key)
        found = self.known.get(key)
        if found is None:
            self.worked_out += 1
            found = self.known[key] = (make(places.given), places)
        answer, first = found
        return answer if first.names == places.names and first.sizes == places.sizes else renamed(answer, first, places)


class Places:
    """The names and sizes of expressions by the place where they appear first, and the pattern that is left."""

    def __init__(self, given: Sequence[Expr]) -> None:
        self.given = tuple(given)
        self.names: list[Expr] = []
        self.sizes: list[str] = []
        self.at: dict[Hashable, int] = {}
        self.shapes: dict[Shape, Hashable] = {}
        lines: list[Hashable] = []
        seen: dict[Expr, int] = {}
        for root in given:
            for e in postorder(root, seen):
                lines.append((e.op, *(seen[a] for a in e.args), self.shape(e.shape), self.data(e)))
                seen[e] = len(seen)
            lines.append(seen[root])
        self.key = tuple(lines)

    def data(self, e: Expr) -> Hashable:
        if e.op.name != "symbol":
            return tuple(self.dim(part) if isinstance(part, Dim) else part for part in e.data) if e.data else ()
        if e not in self.at:
            self.at[e] = len(self.names)
            self.names.append(e)
        return (self.at[e], e.data[1])

    def shape(self, shape: Shape) -> Hashable:
        found = self.shapes.get(shape)
        if found is None:
            found = self.shapes[shape] = (self.dim(shape[0]), self.dim(shape[1]))
        return found

    def dim(self, n: Dim) -> Hashable:
        return tuple((tuple(map(self.size, mono)), c) for mono, c in n.terms)

    def size(self, name: str) -> int:
        if name not in self.at:
            self.at[name] = len(self.sizes)
            self.sizes.append(name)
        return self.at[name]


def renamed(expr: Expr, old: Places, new: Places) -> Expr:
    """The expression with the names and sizes of one in place of those of the other."""
    sizes = {a: dim(b) for a, b in zip(old.sizes, new.sizes, strict=True)}
    shapes: dict[Shape, Shape] = {}
    done: dict[Expr, Expr] = dict(zip(old.names, new.names, strict=True))

    plain = {dim(a): b for a, b in sizes.items()}

    def size(n: Dim) -> Dim:
        return plain.get(n) or (n.substitute(sizes) if n.names else n)

    def shape(s: Shape) -> Shape:
        if s not in shapes:
            shapes[s] = (size(s[0]), size(s[1]))
        return shapes[s]

    for e in postorder(expr, done):
        data: tuple[Any, ...] = tuple(size(p) if isinstance(p, Dim) else p for p in e.data) if e.data else ()
        done[e] = node(e.op, tuple(done[a] for a in e.args), data, shape(e.shape))
    return done[expr]
