"""What a term means, as a matrix at a point: values, entries, partial derivatives, dotted matrices, instances."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import product
from typing import Any

from symjac.errors import CheckError
from symjac.expr.expr import Expr
from symjac.verify.evaluate import View
from symjac.verify.exact import Mat
from symjac.verify.indexforms import Compiler
from symjac.verify.layout import Parts, derivative, directional, partials
from symjac.verify.rounding import printed
from symjac.verify.term import Derivative, Directional, Dotted, Entry, Explicit, Free, IndexForm, Meaning, Partial, Rounded, Value

MatReader = Callable[[], Mat]
ScalarReader = Callable[[], Any]


class Meanings:
    """Meanings as closures that give their value for the current values of the free indices."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.compiler = Compiler(view)
        self.moving: tuple[Expr, ...] = ()  # what moves where a line has a d(A) that is not worked out
        self.known: dict[tuple[Hashable, ...], Mat] = {}
        self.parts: dict[tuple[Expr, Expr], Parts] = {}

    def matrix(self, meaning: Meaning) -> MatReader:
        """A reader of the matrix that is meant; a number is 1 x 1."""
        if isinstance(meaning, Value | Derivative | Directional):
            key = meaning, self.moving, *(self.view.bound.items())
            if key not in self.known:
                self.known[key] = self.whole(meaning)
            a = self.known[key]
            return lambda: a
        if isinstance(meaning, Dotted):
            return self.dotted(meaning)
        if isinstance(meaning, Explicit):
            cells = [[self.compiler.read(e) for e in row] for row in meaning.rows]
            return lambda: Mat([[cell() for cell in row] for row in cells])
        if isinstance(meaning, Rounded):
            return lambda: printed(meaning)
        scalar = self.scalar(meaning)
        return lambda: Mat([[scalar()]])

    def whole(self, meaning: Value | Derivative | Directional) -> Mat:
        if isinstance(meaning, Value):
            return self.view.along(self.moving).still(meaning.expr) if self.moving else self.view.value(meaning.expr)
        if isinstance(meaning, Derivative):
            return derivative(self.view, meaning)
        return directional(self.view, meaning.f, meaning.x)

    def scalar(self, meaning: Meaning) -> ScalarReader:
        if isinstance(meaning, IndexForm):
            return self.compiler.read(meaning.expr)
        if isinstance(meaning, Entry):
            rows = self.view.value(meaning.expr).rows
            i, j = self.compiler.places((meaning.i, meaning.j))
            return lambda: rows[i() - 1][j() - 1]
        if isinstance(meaning, Partial):
            return self.partial(meaning)
        raise CheckError(f"the checker has no value for {type(meaning).__name__}")

    def partial(self, meaning: Partial) -> ScalarReader:
        key = meaning.f, meaning.x
        if key not in self.parts:
            self.parts[key] = partials(self.view, meaning.f, (meaning.x,))
        parts, n = self.parts[key], self.view.value(meaning.x).shape[1]
        i, j, k, l = self.compiler.places((meaning.i, meaning.j, meaning.k, meaning.l))
        return lambda: parts[i() - 1][j() - 1].get((k() - 1) * n + l() - 1, 0)

    def dotted(self, meaning: Dotted) -> MatReader:
        """All rows; the columns run block by block, `inner` faster."""
        rows, columns = self.runs((meaning.row,)), self.runs((meaning.column, *meaning.inner))
        symbols = [f.symbol for f in (meaning.row, meaning.column, *meaning.inner)]
        slots, env = [self.compiler.slot(s) for s in symbols], self.compiler.env
        with self.compiler.scope(symbols):
            entry = self.scalar(meaning.entry)

        def cell(places: tuple[int, ...]) -> Any:
            for slot, n in zip(slots, places, strict=True):
                env[slot] = n
            return entry()

        return lambda: Mat([[cell(r + c) for c in columns] for r in rows])

    def runs(self, free: tuple[Free, ...]) -> list[tuple[int, ...]]:
        """Every assignment of the indices, the last one running fastest."""
        return list(product(*(range(1, self.view.size(f.size) + 1) for f in free)))

    def each(self, free: tuple[Free, ...], meaning: Meaning) -> list[tuple[tuple[int, ...], Mat]]:
        """What is meant, for every assignment of the free indices."""
        if not free:
            return [((), self.matrix(meaning)())]
        slots, env, found = [self.compiler.slot(f.symbol) for f in free], self.compiler.env, []
        with self.compiler.scope(f.symbol for f in free):
            reader = self.matrix(meaning)
        for places in self.runs(free):
            for slot, n in zip(slots, places, strict=True):
                env[slot] = n
            found.append((places, reader()))
        return found
