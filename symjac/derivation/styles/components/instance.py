"""For M = 3, N = 2: the derivative entry by entry, with bars between the rows of the variable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from math import prod
from typing import Any

from symjac.calculus.entries import Explicit as ExplicitRoute
from symjac.calculus.entries import collect, differentiate
from symjac.calculus.entries.look import look
from symjac.derivation.notation import jacobian_shape, sizes_text
from symjac.derivation.styles.components.array import read_in
from symjac.derivation.styles.components.setting import Setting
from symjac.derivation.trail import Rule, Trail
from symjac.errors import UnsupportedError
from symjac.expr.dims import ONE, Dim, Shape, dim
from symjac.expr.expr import Expr, postorder
from symjac.expr.lazy import sympy
from symjac.expr.looks import written
from symjac.expr.make import is_op
from symjac.expr.names import look_of
from symjac.verify.term import Dotted, Explicit, Partial, Term, Value
from symjac.writing.block import Text
from symjac.writing.box import Box, Dots, Matrix, Num, Sym, equation
from symjac.writing.parts import has_fraction
from symjac.writing.signs import indexed, listed, nabla, partial

MOST = 240  # cells of a matrix that is written out
MOST_ROWS = 6  # gradients of components that are written one by one
MOST_TERMS = 4000  # products of entries in all of them
Pair = tuple[int, int]
Grid = tuple[tuple[Any, ...], ...]


def instance(s: Setting, trail: Trail) -> None:
    """The explicit matrix of the sizes that were asked for, where every entry has a formula."""
    sizes = s.task.sizes
    if sizes is None or not dims_of(s) <= set(sizes) or too_many(s, sizes):
        return
    try:
        record(Instance(s, sizes), trail)
    except UnsupportedError:
        return  # a constant such as inv(A) has no entries to write out


def dims_of(s: Setting) -> set[str]:
    return {name for root in (s.f, s.x) for e in postorder(root) for n in e.shape for name in n.names}


def too_many(s: Setting, sizes: Mapping[str, int]) -> bool:
    cells = prod(n.value(sizes) for n in (*s.f.shape, *s.x.shape))
    inner = [arg.shape[1].value(sizes) for e in postorder(s.f) if is_op(e, "mul") for arg in e.args[:-1]]
    inner += [n.value(sizes) for e in postorder(s.f) if e.op.name in ("tr", "sum", "norm") for n in e.args[0].shape]
    if s.task.order == 2:
        cells *= prod(n.value(sizes) for n in s.x.shape)
    return cells > MOST or cells * prod(inner) > MOST_TERMS


class Instance:
    """f and x with numbers for sizes: their entries in order, and the derivatives."""

    def __init__(self, s: Setting, sizes: Mapping[str, int]) -> None:
        self.s, self.task = s, s.task
        self.sizes = {name: sizes[name] for name in sorted(dims_of(s))}
        self.route = ExplicitRoute(self.sizes, s.x)

    def shape(self, e: Expr) -> Pair:
        return e.shape[0].value(self.sizes), e.shape[1].value(self.sizes)

    def entry(self, e: Expr, place: Pair) -> Any:
        return collect(self.route.entry(e, sympy.Integer(place[0]), sympy.Integer(place[1])))

    def slope(self, f: Pair, *places: Pair) -> Any:
        """∂f/∂x at one place of x, ∂²f/∂x∂x at two."""
        slope = self.entry(self.s.f, f)
        for place in places:
            slope = collect(differentiate(slope, self.route.variable(self.s.x, *map(sympy.Integer, place))))
        return slope

    @property
    def twice(self) -> tuple[Grid, tuple[int, ...]]:
        """The second derivative: of a scalar the Hessian, by a number the shape of f."""
        f, x = self.s.f, self.s.x
        if x.is_scalar:
            full = cells(self.shape(f), lambda r, c: self.slope((r, c), (1, 1), (1, 1)))
            return (turned(full) if self.task.layout == "denominator" and not f.is_matrix else full), ()
        inputs = ordered(self.shape(x), self.task.order_of != "columns")
        return tuple(tuple(self.slope((1, 1), v, w) for w in inputs) for v in inputs), ()

    @property
    def grid(self) -> tuple[Grid, tuple[int, ...]]:
        """The derivative in the conventions in force, and where its bars are."""
        f, x, order = self.s.f, self.s.x, self.task.order_of
        if self.task.order == 2:
            return self.twice
        if f.is_scalar and x.is_matrix:
            return cells(self.shape(x), lambda r, c: self.slope((1, 1), (r, c))), ()
        if x.is_scalar:
            full = cells(self.shape(f), lambda r, c: self.slope((r, c), (1, 1)))
            return (turned(full) if self.task.layout == "denominator" and f.is_vector else full), ()
        values, inputs = ordered(self.shape(f), order == "rows"), ordered(self.shape(x), order != "columns")
        full = tuple(tuple(self.slope(v, w) for w in inputs) for v in values)
        if self.task.layout == "denominator":
            return turned(full), ()
        return full, self.bars(len(inputs)) if x.is_matrix else ()

    def bars(self, count: int) -> tuple[int, ...]:
        rows, columns = self.shape(self.s.x)
        step = rows if self.task.order_of == "columns" else columns
        return tuple(range(step, count, step))

    def term(self, grid: Grid, bars: tuple[int, ...] = (), label: Box | None = None) -> Term:
        shown = tuple(tuple(map(look, line)) for line in grid)
        tall = has_fraction(*(b for line in shown for b in line))
        return Term(Matrix(shown, bars, tall, label), Explicit(grid, tuple(self.sizes.items())))

    @property
    def label(self) -> Box | None:
        """(2 × 2) × (3 × 2)"""
        f, x = (self.concrete(e.shape) for e in (self.s.f, self.s.x))
        if self.task.layout == "denominator" or self.task.order == 2 or self.s.x.is_scalar or self.s.f.is_scalar:
            return None
        return jacobian_shape(f, x)

    def concrete(self, shape: Shape) -> Shape:
        def number(n: Dim) -> Dim:
            return dim(n.value(self.sizes))

        return number(shape[0]), number(shape[1])


def cells(shape: Pair, cell: Any) -> Grid:
    return tuple(tuple(cell(r, c) for c in range(1, shape[1] + 1)) for r in range(1, shape[0] + 1))


def turned(grid: Grid) -> Grid:
    return tuple(zip(*grid, strict=True))


def ordered(shape: Pair, by_rows: bool) -> list[Pair]:
    """The places of a matrix, read row by row or column by column."""
    rows, columns = range(1, shape[0] + 1), range(1, shape[1] + 1)
    return list(product(rows, columns)) if by_rows else [(r, c) for c in columns for r in rows]


def record(one: Instance, trail: Trail) -> None:
    s = one.s
    says: Text = ("For ", *sizes_text(one.sizes.items()), ",")
    if s.f.is_matrix:
        components(one, says, trail)
        says = ()
    if s.f.is_matrix and not s.x.is_scalar:
        gradients(one, trail)
        how = "One below the other" if one.task.layout == "numerator" else "Side by side"
        says = (how + ", the gradients of the components make the matrix",)
    grid, bars = one.grid
    rule = Rule("instance", "instance", (), says, importance=3)
    named = look_of(s.name) if s.name == s.task.name else written(s.f)  # brief leaves out where a name of its own is given
    left = nabla(s.task.x_box, named, s.task.order)
    trail.apply(rule, Term(left, s.task.meaning), one.term(grid, bars, one.label))


def components(one: Instance, says: Text, trail: Trail) -> None:
    """K = [f_1 f_3; f_2 f_4] = [A_11² + A_21² + A_31² ⋯; ⋯]"""
    s = one.s
    value = one.term(cells(one.shape(s.f), lambda r, c: one.entry(s.f, (r, c))))
    line = Term(look_of(s.name), Value(s.f))
    rule = Rule("instance_of_f", "instance", (), says, importance=1)
    if not s.x.is_scalar:
        trail.say(*order_words(one))
        rule = replace(rule, long=("Written out,",))
        line = trail.apply(rule, line, named_entries(one))
    trail.apply(rule, line, value)


def named_entries(one: Instance) -> Term:
    """[f_1 f_3; f_2 f_4]"""
    s, shape = one.s, one.shape(one.s.f)
    order = ordered(shape, one.task.order_of == "rows")
    number = cells(shape, lambda r, c: order.index((r, c)))
    box = Matrix(tuple(tuple(nth(s, k + 1) for k in line) for line in number))
    grid = tuple(tuple(one.entry(s.f, order[k]) for k in line) for line in number)
    return Term(box, Explicit(grid, tuple(one.sizes.items())))


def nth(s: Setting, n: int) -> Box:
    """f_2"""
    return indexed(Sym(s.letter), Num(str(n)))


def gradients(one: Instance, trail: Trail) -> None:
    """∇_A f_1 = [2A_11 0 | 2A_21 0 | 2A_31 0], ∇_A f_2 = ∇_A f_3 = [A_12 A_11 | ⋯]: every row on its own, equal ones together."""
    grid, bars = one.grid
    places: dict[tuple[Any, ...], list[int]] = {}
    for n, row in enumerate(grid, 1):
        places.setdefault(row, []).append(n)
    if one.task.layout != "numerator" or len(places) > MOST_ROWS:
        return
    rule = Rule("gradient", "instance", (), ("Their gradients are",), importance=1)
    for row, (n, *others) in places.items():
        line = gradient(one, n)
        if n == 1 and len(row) > 2:
            line = trail.apply(rule, line, Term(first_row(one), line.meaning))
        for k in others:
            line = trail.apply(rule, line, Term(gradient(one, k).box, one.term((grid[k - 1],)).meaning))
        trail.apply(rule, line, one.term((row,), bars))
        rule = replace(rule, long=())


def gradient(one: Instance, n: int) -> Term:
    """∇_A f_n, as the partial derivatives of the entry of K that has this number."""
    s = one.s
    r, c = ordered(one.shape(s.f), one.task.order_of == "rows")[n - 1]
    entry = Partial(s.f, s.x, sympy.Integer(r), sympy.Integer(c), *s.x_place)
    columns = read_in(s) if s.x.is_matrix else s.columns
    return Term(nabla(s.task.x_box, nth(s, n)), Dotted(entry, s.one, columns[0], columns[1:]))


def first_row(one: Instance) -> Box:
    """[∂f_1/∂A_11 ⋯ ∂f_1/∂A_32]"""
    s, shape = one.s, one.shape(one.s.x)
    ends = [[Num(str(k)) for k, n in zip(at, s.x.shape, strict=True) if n != ONE] for at in ((1, 1), shape)]
    first, last = (partial(nth(s, 1), s.x_box(*at)) for at in ends)
    return Matrix(((first, Dots("h"), last),), tall=True)


def order_words(one: Instance) -> Text:
    """For M = 3 and N = 2 the components are f_1 = K_11, f_2 = K_21, …"""
    s = one.s
    places = ordered(one.shape(s.f), one.task.order_of == "rows")[:4]
    named: list[Text] = [(equation(nth(s, n), s.f_box(Num(str(r)), Num(str(c)))),) for n, (r, c) in enumerate(places, 1)]
    more = len(places) < one.shape(s.f)[0] * one.shape(s.f)[1]
    names: Text = (*joined(named), ", and so on") if more else listed(named)
    return ("For ", *sizes_text(one.sizes.items()), " the components are ", *names, ". ")


def joined(parts: list[Text]) -> Text:
    return tuple(piece for n, part in enumerate(parts) for piece in ((", ", *part) if n else part))
