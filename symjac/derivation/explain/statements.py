"""The problem of a derivative in named statements: what is the same in every layer is written once, long lists are cut short."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.calculus.reverse import Statement
from symjac.derivation.layers import Group, grouped
from symjac.derivation.notation import MOST, lives_in
from symjac.derivation.result import Derived
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.writing.block import Aligned, Block, Line, Paragraph, Text
from symjac.writing.box import RELATION, Box, Dots, Infix, Num, Sym, commas
from symjac.writing.signs import listed


def problem(d: Derived, find: Text) -> list[Block]:
    """'Let y ∈ ℝᴺ be constant. Find ∇L, where for W⁽¹⁾ ∈ …' and the statements."""
    assert d.answer.named is not None
    variables = set(d.variables)
    fixed = [e for e in d.problem.symbols.values() if e not in variables]
    start: Text = ("Let ", *members(fixed), " be constant. ") if fixed else ()
    lines = [line(group) for group in grouped(d.answer.named.statements)]
    return [Paragraph((*start, *find, ", where for ", *members(d.variables)), lead="Problem."), Aligned(tuple(lines), end=".")]


def line(group: Group) -> Line:
    return Line(written(group.name), "=", written(group.body), range_of(group))


def range_of(group: Group) -> Text:
    """'for l = 49, …, 1'"""
    if not group.layers:
        return ()
    first, last = group.layers[0], group.layers[-1]
    items: tuple[Box, ...] = (Num(str(first)), Dots("l"), Num(str(last)))
    return ("for ", Infix((Sym("l"), commas(items)), ("=",), RELATION))


def members(names: Sequence[Expr]) -> Text:
    """A ∈ ℝ^{m×n}, b ∈ ℝᵐ, …, z ∈ ℝ"""
    shown = [(lives_in(written(e), e.shape),) for e in names]
    if len(shown) <= MOST:
        return listed(shown)
    return (*shown[0], ", ", *shown[1], ", ", Dots("l"), ", ", *shown[-1])


def formulas(d: Derived) -> list[Expr]:
    """Every formula that may be on the page."""
    assert d.answer.named is not None
    every: list[Statement] = [*d.answer.named.statements, *d.answer.named.adjoints]
    bodies = [g.body for g in grouped(every)]
    results = d.answer.named.results
    return [*bodies, *(g.body for g in grouped([Statement(x, results[str(x)]) for x in d.variables]))]
