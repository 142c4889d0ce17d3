"""A derivative in the names of the statements: the results by variable, what the names stand for, and all of it written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from symjac.calculus.reverse import Statement, put_in
from symjac.expr.expr import Expr
from symjac.verify.sweep import Gradient, Program


@dataclass(frozen=True)
class Named:
    """statements: as typed, f the last; adjoints: δ by name, each in the names before it; results: by the names of the variables.

    gradients: by the variables, in their shapes, as they are checked.
    """

    statements: Sequence[Statement]
    adjoints: Sequence[Statement]
    of: Mapping[Expr, Expr]
    results: Mapping[str, Expr]
    gradients: Mapping[Expr, tuple[Expr, str]]

    @cached_property
    def definitions(self) -> dict[str, Expr]:
        """Every name that a result may hold, and what it stands for; f itself is none."""
        return {str(s.name.data[0]): s.body for s in (*self.statements[:-1], *self.adjoints)}

    @cached_property
    def expanded(self) -> dict[str, Expr]:
        """The results with everything put in: shared, so large formulas are small, but not always to be written."""
        return {key: self.all_expanded[key, 0] for key in self.results}

    @cached_property
    def values(self) -> dict[str, Expr]:
        """What every name stands for, with everything put in."""
        return {key: self.all_expanded[key, 1] for key in self.definitions}

    @cached_property
    def all_expanded(self) -> dict[tuple[str, int], Expr]:
        table = {s.name: s.body for s in (*self.statements[:-1], *self.adjoints)}
        roots = {(key, 0): e for key, e in self.results.items()} | {(key, 1): e for key, e in self.definitions.items()}
        return put_in(roots, table)

    def program(self, symbols: Sequence[Expr]) -> Program:
        """What is to be checked."""
        claims = [Gradient(self.of[s.name], s.name) for s in self.adjoints]
        claims += [Gradient(x, G, free) for x, (G, free) in self.gradients.items()]
        pairs = [(s.name, s.body) for s in self.statements]
        return Program(pairs, [(s.name, s.body) for s in self.adjoints], claims, symbols)
