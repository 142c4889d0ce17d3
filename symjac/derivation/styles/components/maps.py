"""f: ℝⁿ → ℝᵐ, only named: f(x) = [f_1(x); ⋮; f_m(x)], ∂f/∂x_i = [∂f_1/∂x_i; ⋮; ∂f_m/∂x_i], ∇f = [∂f/∂x_1 ⋯ ∂f/∂x_n].

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.3, definition 5.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symjac.calculus.entries import Names, Route, index, names_in
from symjac.calculus.entries.look import look
from symjac.derivation.notation import article, places
from symjac.derivation.question import Question
from symjac.derivation.styles.chain.sums import arranged, partials
from symjac.derivation.trail import Rule, Trail
from symjac.expr.dims import ONE, Dim
from symjac.expr.expr import Expr
from symjac.expr.lazy import S
from symjac.expr.looks import look_of_dim, look_of_shape, written
from symjac.expr.make import is_op, jacobian, map_of, transpose
from symjac.verify.term import Derivative, Dotted, Entry, Free, Partial, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import Box, Fence, Row, commas, transposed
from symjac.writing.dotted import dotted
from symjac.writing.signs import applied, indexed, nabla, partial


def fits(task: Question) -> bool:
    """The value of a map of which only the name is known, at the variable itself."""
    return is_op(task.f, "image") and task.f.args[0] is task.x


def derive(task: Question, trail: Trail) -> None:
    m = Named(task)
    if not m.scalar:
        write_out(m, trail)
        columns(m, trail)
    assemble(m, trail)


@dataclass
class Named:
    """The map f, its components f_k and the entries x_i of its variable, with their indices."""

    task: Question

    def __post_init__(self) -> None:
        self.f, self.x = self.task.f, self.task.x
        self.scalar, self.single = self.f.is_scalar, self.x.is_scalar
        names = Names(names_in(self.f) | {self.task.name, *self.task.problem.maps})
        self.route = Route(names)
        self.i, self.k = Free(names.free("i"), self.x.shape[0]), Free(names.free("k"), self.f.shape[0])
        self.one = Free(names.free("j"), ONE)

    @property
    def name(self) -> Box:
        return self.task.name_box

    def component(self, k: Any) -> Box:
        """f_k, or f where there is only one."""
        return self.name if self.scalar else indexed(self.name, look(k))

    def input(self, i: Any) -> Box:
        return self.task.x_box if self.single else indexed(self.task.x_box, look(i))

    def places(self, n: Dim, *, full: bool = True) -> list[Any]:
        """1, 2, …, n; of rows only 1, …, m"""
        return places(n, self.route.size(n), full=full)

    @property
    def place(self) -> tuple[Any, Any]:
        """The indices of f_k and x_i; 1 where there is only one."""
        return S.One if self.scalar else self.k.symbol, S.One if self.single else self.i.symbol

    def slope(self, f: Expr, x: Expr) -> Partial:
        """∂f_k/∂x_i"""
        k, i = self.place
        return Partial(f, x, k, S.One, i, S.One)

    def gradient(self) -> Term:
        return Term(nabla(self.task.x_box, self.name), self.task.meaning)

    @property
    def turned(self) -> bool:
        return self.task.layout == "denominator"


def write_out(m: Named, trail: Trail) -> None:
    """f(x) = [f_1(x); f_2(x); ⋮; f_m(x)]"""
    x = m.task.x_box
    box = dotted(m.places(m.k.size), [S.One], lambda r, c: applied(m.component(r), x))
    entries: Text = () if m.single else (", each a function of the ", look_of_dim(m.i.size), " entries of ", x)
    says: Text = ("The function ", m.name, " has ", look_of_dim(m.k.size), " components", *entries, ":")
    meaning = Dotted(Entry(m.f, m.k.symbol, m.one.symbol), m.k, m.one)
    rule = Rule("components", "component", (), says)
    trail.apply(rule, Term(applied(m.name, x), Value(m.f)), Term(box, meaning))


def columns(m: Named, trail: Trail) -> None:
    """∂f/∂x_i = [∂f_1/∂x_i; ⋮; ∂f_m/∂x_i]"""
    i = m.i.symbol
    box = dotted(m.places(m.k.size), [S.One], lambda r, c: partial(m.component(r), m.input(i)))
    J = jacobian(map_of(m.f), m.x)
    left = Dotted(Entry(J, *m.place), m.k, m.one)
    says: Text = ("Its partial derivative with respect to ", m.input(i), " is the column of those of the components:")
    rule = Rule("column", "differentiate", (), says)
    before = Term(partial(m.name, m.input(i)), left)
    trail.apply(rule, before, Term(box, Dotted(m.slope(m.f, m.x), m.k, m.one)), free=() if m.single else (m.i,))


def assemble(m: Named, trail: Trail) -> None:
    """∇f = [∂f/∂x_1 ⋯ ∂f/∂x_n] = [∂f_1/∂x_1 ⋯; ⋮ ⋱ ⋮]"""
    line = m.gradient()
    says = words(m)
    if not (m.scalar or m.single):
        box = side_by_side(m)
        line = trail.apply(Rule("columns", "assemble", (), says), line, Term(box, m.task.meaning), lead="∴")
    short: Text = ("in short ", written(m.task.result))
    trail.conclude(line, of_partials(m, m.f, m.x, None), says=says, why=short)


def words(m: Named) -> Text:
    f, x = m.name, m.task.x_box
    shape = look_of_shape(m.task.result.shape)
    size: Text = (article(shape), shape, " matrix")
    if m.single:
        return ("The variable is a number, so there is one partial derivative", "" if m.scalar else ", a column", ":")
    if m.scalar:
        side = "column" if m.turned else "row"
        return (f, " is a scalar function of the ", look_of_dim(m.i.size), " entries of ", x, f". Its gradient is the {side} ",
                "of the partial derivatives:")  # fmt: skip
    which = "that has these columns, transposed, as its rows" if m.turned else "with these columns"
    return (f"The matrix {which} is called the gradient of ", f, ", or its Jacobian. It is ", *size, ":")


def side_by_side(m: Named) -> Box:
    """[∂f/∂x_1 ∂f/∂x_2 ⋯ ∂f/∂x_n]; in denominator layout their transposes below each other."""
    inputs = m.places(m.i.size)
    if m.turned:
        return dotted(inputs, [S.One], lambda r, c: transposed(Fence("(", partial(m.name, m.input(r)), ")")))
    return dotted([S.One], inputs, lambda r, c: partial(m.name, m.input(c)))


def of_partials(m: Named, f: Expr, x: Expr, point: Box | None) -> Term:
    """The matrix of the ∂f_k/∂x_i, at a point if there is one."""
    outputs, inputs = m.places(m.k.size, full=m.turned), m.places(m.i.size, full=not m.turned)
    at = () if point is None else (point,)

    def cell(k: Any, i: Any) -> Box:
        slope = partial(m.component(k), m.input(i))
        return Row((slope, Fence("(", *at, ")"))) if at else slope

    meaning = m.slope(f, x)
    if m.turned:
        return Term(dotted(inputs, outputs, lambda r, c: cell(c, r)), Dotted(meaning, m.i, m.k))
    return Term(dotted(outputs, inputs, cell), Dotted(meaning, m.k, m.i))


def at_place(m: Named, f: Expr, where: Box) -> Term:
    """The partial derivatives of f at a: by the entries of a where it is a name, else those of ∇f(a)."""
    (a,) = f.args
    m.i, m.k = Free(m.i.symbol, f.data[1]), Free(m.k.symbol, f.data[2])
    shown = of_partials(m, f, a, where)
    if is_op(a, "symbol"):
        return shown
    row, column = (m.i, m.k) if m.turned else (m.k, m.i)
    return Term(shown.box, Dotted(Entry(jacobian(map_of(f), a), *m.place), row, column))


def derive_entries(f: Expr, variables: Sequence[Expr], name: Box, meaning: Derivative, trail: Trail) -> Expr:
    """f(x_1, x_2), by the numbers x_1 and x_2: [∂f_k/∂x_i], in short ∇f(x_1, x_2)."""
    J = jacobian(map_of(f), f.args[0])
    turned = meaning.layout == "denominator"
    result = transpose(J) if turned else J
    row, column = (Free(index(c), n) for c, n in zip("ij", result.shape, strict=True))
    shown = places(f.shape[0], Route(Names(())).size(f.shape[0]), full=False)
    tops = [name] if f.is_scalar else [None if k is None else indexed(name, look(k)) for k in shown]
    box = arranged(partials(tops, [written(x) for x in variables]), meaning.layout)
    below = commas([written(x) for x in variables])
    rule = Rule(
        "partials", "assemble", (), ("The partial derivatives, as a matrix, are the gradient of ", name, ", or its Jacobian:")
    )
    entries = Dotted(Entry(result, row.symbol, column.symbol), row, column)
    line = trail.apply(rule, Term(nabla(below, name), meaning), Term(box, entries), lead="∴")
    trail.conclude(line, value_term(result))
    return result
