"""U ∈ ℝⁿˣⁿ, entries U_ij, sums Σ_k: letters, sizes and lines for proofs, none of which the problem uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symjac.calculus.entries import Names, Route
from symjac.calculus.entries.look import look
from symjac.calculus.entries.nodes import times
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Rule, Trail
from symjac.expr.dims import ONE, Dim, dim
from symjac.expr.expr import Expr
from symjac.expr.looks import look_of_shape, written
from symjac.expr.make import symbol
from symjac.verify.term import Derivative, Entry, Free, IndexForm, Term
from symjac.writing.block import Text
from symjac.writing.box import Box, Call, Script, Sym
from symjac.writing.signs import indexed

PROOF = "proof"  # the name of its steps; they stand in the document, not among those of the derivation


class Setting:
    """The letters of one proof, and its entries."""

    def __init__(self, letters: Letters) -> None:
        self.names = Names(letters.taken | letters.sizes)
        self.route = Route(self.names)

    def pick(self, wanted: str) -> str:
        """The first of some letters that nothing is called by."""
        name = next((c for c in wanted if c not in self.names.used), wanted[0])
        self.names.used.add(name)
        return name

    def size(self, wanted: str) -> Dim:
        return dim(self.pick(wanted))

    def array(self, wanted: str, *shape: Dim) -> Expr:
        rows, columns = (*shape, ONE, ONE)[:2]
        return symbol(self.pick(wanted), (rows, columns))

    def square(self, wanted: str) -> Expr:
        n = self.size("nmpq")
        return self.array(wanted, n, n)

    def index(self, wanted: str, size: Dim) -> Free:
        return Free(self.names.free(wanted), size)

    def sum(self, size: Dim, body: Callable[[Any], Any]) -> Any:
        return self.route.sum(size, body)

    def entry(self, e: Expr, i: Any, j: Any = 1) -> Any:
        """e_ij as an index expression"""
        return self.route.entry(e, at(i), at(j))

    def whole(self, e: Expr, i: Any, j: Any) -> Any:
        """An entry of an expression that stays as it is written."""
        return self.route.handle(e, at(i), at(j), "")

    def times(self, *factors: Any) -> Any:
        return times(factors)

    def letter(self, i: Free) -> Box:
        return look(i.symbol)

    def box(self, e: Expr, *places: Free) -> Box:
        return indexed(Sym(str(e.data[0])), *map(self.letter, places))

    def form(self, e: Any) -> Term:
        return Term(look(e), IndexForm(e))

    def shape(self, e: Expr) -> Box:
        return look_of_shape(e.shape)


def at(place: Any) -> Any:
    return place.symbol if isinstance(place, Free) else place


def entry(e: Expr, i: Free, j: Free, box: Box) -> Term:
    return Term(box, Entry(e, i.symbol, j.symbol))


def slope(value: Expr, u: Expr) -> Term:
    """tanh′(u)"""
    look_of = written(value)
    assert isinstance(look_of, Call)
    return Term(Call(Script(look_of.head, sup=Sym("′")), look_of.args), Derivative(value, (u,)))


def line(trail: Trail, says: Text, before: Term, after: Term, why: Text = (), free: tuple[Free, ...] = ()) -> Term:
    """A line of a proof, with what is said before it."""
    return trail.apply(Rule(PROOF, "differentiate", why, says, importance=1), before, after, free=free)
