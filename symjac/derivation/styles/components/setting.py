"""f_i by x_j, f_i by A_kj, K_pq by A_ij: the indices, the entry of f and its derivative as index expressions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from symjac.calculus.entries import Names, Route, contract, deltas, differentiate, index, insert, names_in
from symjac.calculus.entries.look import look
from symjac.calculus.entries.nodes import plus, times
from symjac.calculus.entries.slopes import collect, nodes_of, symmetric, tidy
from symjac.derivation.question import Question
from symjac.derivation.styles.components.inner import in_blocks, inner_expressions
from symjac.expr.dims import ONE, Dim
from symjac.expr.expr import Expr, postorder
from symjac.expr.lazy import S, sympy
from symjac.expr.names import look_of
from symjac.verify.term import Entry, Free, IndexForm, Partial, Term
from symjac.writing.block import Text
from symjac.writing.box import Box, Sym
from symjac.writing.signs import airy, applied, indexed, listed, partial, total

# The letters of sums and of further indices, in the order in which they are taken; m is free where it is no size
POOLS = {"default": "k l m p q r s t u v w a b c d g h", "matrix by matrix": "m k l r s t u v w a b c d g h"}


@dataclass(frozen=True)
class Named:
    """z = Wx + b, an expression that has got a name, with its entry and the derivative of that; or X⁻¹, which needs no name
    and whose entries are known by an equation only."""

    name: str
    expr: Expr
    free: tuple[Free, ...]
    pattern: Any
    entry: Any
    place: tuple[Any, Any]
    solved: bool = False


@dataclass(frozen=True)
class Lines:
    """∂f_i/∂x_j through its forms: as differentiated, with deltas, contracted, collected."""

    raw: Any
    deltas: Any
    contracted: Any
    final: Any
    reason: Text = ()  # for the last form


class Setting:
    """The names and index expressions of one derivation."""

    def __init__(self, task: Question, *, naming: bool = True) -> None:
        self.task, self.f, self.x = task, task.f, task.x
        used = names_in(self.f, self.x) | {task.name}
        kind = "matrix by matrix" if self.f.is_matrix and self.x.is_matrix else "default"
        self.names = Names(used, POOLS[kind])
        self.rows, self.columns = self._indices()
        self.name = self._name(used)
        self.route = Route(self.names, self.x)
        self.inner: list[Named] = []
        self.typed = {d.expanded: d.name for d in task.problem.definitions}
        for expr, wanted in inner_expressions(self.f, self.x):
            if expr.op.slope is not None:
                self._solve(expr)
            elif naming:
                self._give_name(expr, wanted)

    @property
    def named(self) -> list[Named]:
        """What has got a name."""
        return [z for z in self.inner if not z.solved]

    @property
    def itself(self) -> Named | None:
        """f, where it is an inverse."""
        return next((z for z in self.inner if z.solved and z.expr is self.f), None)

    def _name(self, used: set[str]) -> str:
        """K for a matrix that nobody has named, as in the notes."""
        if not self.f.is_matrix or self.task.problem.name:
            return self.task.name
        return next(n for n in ("K", "F", "G", "H", self.task.name) if n not in used)

    def _indices(self) -> tuple[tuple[Free, ...], tuple[Free, ...]]:
        f, x = self.f, self.x
        if in_blocks(f):
            (m, n), (k, l) = (arg.shape for arg in f.args)
            rows = [Free(self.names.free(c), size) for c, size in zip("prqs", (m, k, n, l), strict=True) if size != ONE]
            return tuple(rows), self._free(x, "ij" if x.is_matrix else "j")
        if f.is_matrix and x.is_matrix:  # K_pq by A_ij, or A_ij by B_kl where p and q are sizes
            wanted = ("ij", "kl") if {"p", "q"} & self.names.used else ("pq", "ij")
        elif f.is_matrix and not x.is_scalar:
            wanted = "pq", "j"
        elif x.is_matrix and not f.is_scalar:
            wanted = "i", "kj"
        else:
            wanted = "ij" if f.is_matrix else "i", "ij" if x.is_matrix else "j"
        return self._free(f, wanted[0]), self._free(x, wanted[1])

    def _free(self, e: Expr, wanted: str) -> tuple[Free, ...]:
        sizes = [n for n in e.shape if n != ONE]
        return tuple(Free(self.names.free(c), n) for c, n in zip(wanted, sizes, strict=False))

    def _give_name(self, expr: Expr, wanted: str) -> None:
        letters = wanted.upper() if expr.is_matrix else wanted
        own = [self.typed[expr]] if expr in self.typed else []
        name = next((n for n in (*own, *letters) if n not in self.names.used and n != self.name), None)
        if name is None:
            return
        self.names.used.add(name)
        free = self.rows if expr.shape == self.f.shape and self.rows else self._other(expr)
        place = at(expr, free)
        entry = self.route.entry(expr, *place)
        pattern = self.route.handle(expr, *place, name)
        self.route.named[expr] = name
        self.inner.append(Named(name, expr, free, pattern, entry, place))

    def _solve(self, expr: Expr) -> None:
        """X⁻¹ stays as it is written, but what it is the inverse of may have got a name: Z⁻¹."""
        inside = expr.args[0]
        if inside in self.route.named:
            self.route.looks[expr] = expr.op.look(expr, (look_of(self.route.named[inside]),))
        free = self.rows if expr.shape == self.f.shape and self.rows else self._other(expr)
        place = at(expr, free)
        pattern = self.route.handle(expr, *place, "")
        self.route.named[expr] = ""
        self.inner.append(Named(str(pattern.base.label), expr, free, pattern, pattern, place, solved=True))

    def _other(self, expr: Expr) -> tuple[Free, ...]:
        """The indices of an inner expression: i, as far as nothing else is called so; shared by those of one size."""
        same = next((n.free for n in self.inner if n.expr.shape == expr.shape), None)
        if same is not None:
            return same
        sizes = [n for n in expr.shape if n != ONE]
        return tuple(
            Free(self.names.free(c), n) for c, n in zip("ip" if self.rows or len(sizes) < 2 else "pq", sizes, strict=False)
        )

    @cached_property
    def free(self) -> tuple[Free, ...]:
        return (*self.rows, *self.columns)

    @cached_property
    def f_place(self) -> tuple[Any, Any]:
        if not in_blocks(self.f):
            return at(self.f, self.rows)
        free = iter(f.symbol for f in self.rows)
        a, b = self.f.args
        row, column = (self._block_place(m, n, free) for m, n in zip(a.shape, b.shape, strict=True))
        return row, column

    def _block_place(self, count: Dim, size: Dim, free: Iterator[Any]) -> Any:
        """(p − 1)m + r, which is place r of block p."""
        p = next(free) if count != ONE else S.One
        r = next(free) if size != ONE else S.One
        if ONE in (count, size):
            return r if count == ONE else p
        place = plus((times((plus((p, S.NegativeOne)), self.route.size(size))), r))
        self.route.blocks[place] = p, r
        return place

    @cached_property
    def f_indices(self) -> tuple[Box, ...]:
        """The indices of f as they are written."""
        if not in_blocks(self.f):
            return boxes(self.rows)
        return (airy([look(place) for place, n in zip(self.f_place, self.f.shape, strict=True) if n != ONE]),)

    @cached_property
    def x_place(self) -> tuple[Any, Any]:
        return at(self.x, self.columns)

    @cached_property
    def one(self) -> Free:
        """The index of the only row or column; it is never written."""
        return Free(index("one"), ONE)

    @cached_property
    def entry(self) -> Any:
        """f_i as an index expression, inner expressions by their names; of diag(x) A x it is x_i Σ_k A_ik x_k."""
        entry = self.route.entry(self.f, *self.f_place)
        return (
            tidy(contract(entry), self.sum_names)
            if any(nodes_of(total, sympy.KroneckerDelta) for total in nodes_of(entry, sympy.Sum))
            else entry
        )

    @cached_property
    def variable(self) -> Any:
        """x_j"""
        return self.route.variable(self.x, *self.x_place)

    def lines(self, entry: Any) -> Lines:
        """The derivative of an entry by x_j."""
        raw = differentiate(entry, self.variable)
        with_deltas = deltas(raw)
        return self.finish(raw, with_deltas)

    def finish(self, raw: Any, with_deltas: Any) -> Lines:
        """Deltas summed away; then like terms collected, with the symmetry of constants used."""
        contracted = tidy(contract(with_deltas), self.sum_names)
        alike = symmetric(contracted, self.symmetric_names)
        reason: Text = () if alike == contracted else (*listed([(look_of(n),) for n in self.symmetric_names]), " symmetric")
        return Lines(raw, with_deltas, contracted, collect(alike), reason)

    @cached_property
    def symmetric_names(self) -> list[str]:
        """Constants of which A_kj = A_jk may be used."""
        return [str(s.data[0]) for s in symbols(self.f) if {"symmetric", "posdef"} & s.data[1] and s is not self.x]

    @cached_property
    def sum_names(self) -> list[str]:
        return [n for n in self.names.pool if n not in self.names.used]

    @cached_property
    def partials(self) -> dict[str, Lines]:
        """The derivatives of the named expressions, each by those before it."""
        found: dict[str, Lines] = {}
        for z in self.inner:
            lines = self.lines_of_inverse(z) if z.solved else self.lines(z.entry)
            put_in = self.inserted(lines.deltas, found)
            found[z.name] = lines if put_in == lines.deltas else self.finish(lines.raw, put_in)
        return found

    def lines_of_inverse(self, z: Named) -> Lines:
        """∂(X⁻¹)_pq/∂X_ij = −Σ_kl (X⁻¹)_pk ∂X_kl/∂X_ij (X⁻¹)_lq"""
        assert z.expr.op.slope is not None
        raw = z.expr.op.slope(self.route, z.expr, *z.place, lambda e: differentiate(e, self.variable))
        return self.finish(raw, deltas(raw))

    def inserted(self, e: Any, found: dict[str, Lines]) -> Any:
        """∂z_k/∂x_j replaced by what was found for it."""
        for z in self.inner:
            if z.name in found:
                e = insert(e, z.pattern, found[z.name].final)
        return e

    @cached_property
    def derivative(self) -> Lines:
        """∂f_i/∂x_j with the derivatives of inner expressions put in."""
        if self.itself is not None:
            return self.partials[self.itself.name]
        lines = self.lines(self.entry)
        put_in = self.inserted(lines.deltas, self.partials)
        return lines if put_in == lines.deltas else self.finish(lines.deltas, put_in)

    @cached_property
    def array(self) -> Box:
        """J, the name of the array of all ∂A_ij/∂B_kl; another letter where J is taken."""
        return Sym(next(n for n in ("J", "T", "D", "G") if n not in self.names.used or n == "G"))

    @property
    def letter(self) -> str:
        """f, the name of the components of a matrix in their order; another letter where f is taken."""
        return next(c for c in ("f", "F", "g") if c not in {*self.names.used, self.name} - {self.task.name} or c == "g")

    # what is written

    def f_box(self, *indices: Box) -> Box:
        name = look_of(self.name)
        return indexed(name, *indices) if indices else name

    def f_at(self, *indices: Box) -> Box:
        """f_i(x)"""
        name = self.f_box(*(indices or self.f_indices))
        return name if self.f.is_matrix else applied(name, self.task.x_box)

    def whole_at(self) -> Box:
        """f(x)"""
        return applied(look_of(self.name), self.task.x_box)

    def x_box(self, *indices: Box) -> Box:
        return indexed(self.task.x_box, *indices) if indices else self.task.x_box

    def partial_box(self, rows: tuple[Box, ...] | None = None, columns: tuple[Box, ...] | None = None) -> Box:
        """∂f_i/∂x_j"""
        top = self.f_box(*(self.f_indices if rows is None else rows))
        below = self.x_box(*(boxes(self.columns) if columns is None else columns))
        return total(top, below) if self.x.is_scalar else partial(top, below)

    def partial_meaning(self) -> Partial:
        return Partial(self.f, self.x, *self.f_place, *self.x_place)

    def entry_meaning(self) -> Entry:
        return Entry(self.f, *self.f_place)


def at(e: Expr, free: tuple[Free, ...]) -> tuple[Any, Any]:
    """Row and column index; 1 where there is only one."""
    symbols = iter(free)
    i, j = (S.One if n == ONE else next(symbols).symbol for n in e.shape)
    return i, j


def boxes(free: tuple[Free, ...]) -> tuple[Box, ...]:
    return tuple(look(f.symbol) for f in free)


def form(e: Any) -> Term:
    """An index expression, written and meant."""
    return Term(look(e), IndexForm(e))


def symbols(e: Expr) -> Iterator[Expr]:
    return (s for s in postorder(e) if s.op.name == "symbol")
