"""Σ_i (y_i − x_i'w)x_i' = (y − X w)'X: a sum over samples in matrices, X the matrix of the rows x_i'.

column(s): the numbers s_1, …, s_N below one another; rows(u): the matrix of the rows u_i'. What has no such form is None.
"""

from __future__ import annotations

from collections.abc import Callable

from symjac.calculus.identities.factors import WHOLE, Product, factors, rebuilt
from symjac.calculus.simplify import finished, rebuild
from symjac.errors import SymjacError
from symjac.expr.binding import at_index
from symjac.expr.expr import Expr, postorder
from symjac.expr.families import ScalarOp, over, times
from symjac.expr.make import (
    add,
    function,
    hadamard,
    hpower,
    index,
    is_op,
    mul,
    neg,
    number,
    ones,
    size,
    stack,
    symbol,
    transpose,
    value_of,
)


class NoForm(Exception):
    """This sum has no form in matrices that is known here."""


def matrix_form(expr: Expr, named: Callable[[str], str]) -> tuple[Expr, dict[Expr, Expr]] | None:
    """The expression without indices, and what its new letters stand for: X by the samples x_i. named(x) gives X."""
    forms = Forms(named)
    try:
        found = finished(forms.without_sums(expr))
    except (NoForm, SymjacError):
        return None
    return (found, forms.meaning) if not found.free and not any(e.op.binds for e in postorder(found)) else None


class Forms:
    def __init__(self, named: Callable[[str], str]) -> None:
        self.named = named
        self.meaning: dict[Expr, Expr] = {}

    def without_sums(self, expr: Expr) -> Expr:
        """Every sum in matrices, inner ones first."""
        done: dict[Expr, Expr] = {}
        for e in postorder(expr):
            new = rebuild(e, tuple(done[a] for a in e.args))
            done[e] = self.summed(new.data[0], new.args[0]) if is_op(new, "bigsum") else new
            if e.op.binds and not is_op(e, "bigsum"):
                raise NoForm
        return done[expr]

    def summed(self, i: Expr, body: Expr) -> Expr:
        """Σ_i body: of numbers, columns, rows, or matrices u_i A v_i'."""
        if is_op(body, "add"):
            return add(*(self.summed(i, arg) for arg in body.args))
        p = factors(body)
        if body.is_scalar:
            return self.total(i, p)
        weight = Product(p.coefficient, p.scalars, ())
        s = self.column(i, rebuilt(weight)) if any(i in b.free for b, _ in p.scalars) else None
        outer = rebuilt(weight) if s is None else None
        found = self.chain(i, list(p.chain), s)
        return found if outer is None or value_of(outer) == 1 else mul(outer, found)

    def total(self, i: Expr, p: Product) -> Expr:
        """Σ_i s_i t_i = s't of two columns, else 1's."""
        moving = [(b, e) for b, e in p.scalars if i in b.free]
        still = Product(p.coefficient, tuple(s for s in p.scalars if s not in moving), ())
        columns = [self.column(i, rebuilt(Product(WHOLE, (s,), ()))) for s in moving]
        if not columns:
            return mul(rebuilt(still), size(i.data[1]))
        if len(columns) == 1:
            inner = function("sum", columns[0])
        else:
            inner = mul(transpose(columns[0]), times_all(columns[1:]))
        outer = rebuilt(still)
        return inner if value_of(outer) == 1 else mul(outer, inner)

    def chain(self, i: Expr, chain: list[Expr], s: Expr | None) -> Expr:
        """Σ_i s_i A u_i v_i' B."""
        places = [k for k, e in enumerate(chain) if i in e.free]
        if not places:
            return mul(function("sum", s) if s is not None else size(i.data[1]), *chain)
        first, last = places[0], places[-1]
        if len(places) > 2 or last - first > 1:
            raise NoForm
        if len(places) == 2:
            U, V = self.rows(i, chain[first]), self.rows(i, turned(chain[last]))
            middle = [function("diag", s)] if s is not None else []
            core = [transpose(U), *middle, V]
        elif chain[first].is_vector:
            core = [transpose(self.rows(i, chain[first])), s if s is not None else ones(i.data[1])]
        elif chain[first].is_row:
            weight = s if s is not None else ones(i.data[1])
            core = [transpose(weight), self.rows(i, turned(chain[first]))]
        else:
            raise NoForm
        return mul(*chain[:first], *core, *chain[last + 1 :])

    def column(self, i: Expr, s: Expr) -> Expr:
        """The numbers s_i below one another."""
        if i not in s.free:
            one = ones(i.data[1])
            return one if value_of(s) == 1 else mul(s, one)
        if is_op(s, "member"):
            return self.family(i, s)
        if is_op(s, "add"):
            return add(*(self.column(i, a) for a in s.args))
        if is_op(s, "neg"):
            return neg(self.column(i, s.args[0]))
        if is_op(s, "power") and is_op(s.args[0], "norm") and s.args[1] is number(2):
            return function("rowsum", hpower(self.rows(i, s.args[0].args[0]), 2))
        if is_op(s, "power") and i not in s.args[1].free:
            return hpower(self.column(i, s.args[0]), s.args[1])
        if isinstance(s.op, ScalarOp):
            return function(s.op.name, self.column(i, s.args[0]))
        if is_op(s, "div"):
            a, b = s.args
            return over(self.column(i, a), self.column(i, b) if i in b.free else b)
        if is_op(s, "mul", "dot"):
            return self.product(i, s)
        raise NoForm

    def product(self, i: Expr, s: Expr) -> Expr:
        """A product of numbers, among them u'A v."""
        if is_op(s, "dot"):
            return self.inner(i, [transpose(s.args[0]), s.args[1]])
        p = factors(s)
        if len(p.scalars) == 1 and p.coefficient == 1 and p.scalars[0][1] == 1:
            return self.inner(i, list(s.args))
        moving = [(b, e) for b, e in p.scalars if i in b.free]
        still = rebuilt(Product(p.coefficient, tuple(t for t in p.scalars if t not in moving), ()))
        columns = []
        for b, e in moving:
            column = self.column(i, b)
            columns.append(column if e == 1 else hpower(column, number(e)))
        found = times_all(columns)
        return found if value_of(still) == 1 else mul(still, found)

    def inner(self, i: Expr, chain: list[Expr]) -> Expr:
        """u'A v, of which u or v or both have the index."""
        places = [k for k, e in enumerate(chain) if i in e.free]
        last = len(chain) - 1
        if places == [last]:
            return mul(self.rows(i, chain[last]), transpose(mul(*chain[:last])))
        if places == [0]:
            return mul(self.rows(i, turned(chain[0])), *chain[1:])
        if places == [0, last]:
            U, V = self.rows(i, turned(chain[0])), self.rows(i, chain[last])
            return function("rowsum", times(mul(U, *chain[1:last]) if last > 1 else U, V))
        raise NoForm

    def rows(self, i: Expr, u: Expr) -> Expr:
        """The matrix of the rows u_i'."""
        if i not in u.free:
            return mul(ones(i.data[1]), transpose(u))
        if not u.is_vector:
            raise NoForm
        if is_op(u, "member"):
            return self.samples(i, u)
        if is_op(u, "add"):
            return add(*(self.rows(i, a) for a in u.args))
        if is_op(u, "neg"):
            return neg(self.rows(i, u.args[0]))
        if isinstance(u.op, ScalarOp):
            return function(u.op.name, self.rows(i, u.args[0]))
        if is_op(u, "mul"):
            p = factors(u)
            if any(i in b.free for b, _ in p.scalars) or not p.chain or any(i in e.free for e in p.chain[:-1]):
                raise NoForm
            scalar = rebuilt(Product(p.coefficient, p.scalars, ()))
            found = mul(self.rows(i, p.chain[-1]), *(transpose(A) for A in reversed(p.chain[:-1])))
            return found if value_of(scalar) == 1 else mul(scalar, found)
        raise NoForm

    def family(self, i: Expr, s: Expr) -> Expr:
        """y of the numbers y_i."""
        if len(s.args) != 2 or s.args[1] is not i or not is_op(s.args[0], "symbol"):
            raise NoForm
        return s.args[0]

    def samples(self, i: Expr, u: Expr) -> Expr:
        """X of the columns x_i."""
        family = u.args[0]
        if len(u.args) != 2 or u.args[1] is not i or not is_op(family, "symbol"):
            raise NoForm
        X = symbol(self.named(str(family.data[0])), (u.data[0], u.shape[0]))
        k = index("i", u.data[0])
        self.meaning[X] = stack(k, transpose(at_index(u, {i: k})))
        return X


def turned(u: Expr) -> Expr:
    """u', of a sum term by term."""
    if is_op(u, "transpose"):
        return u.args[0]
    return add(*map(turned, u.args)) if is_op(u, "add") else neg(turned(u.args[0])) if is_op(u, "neg") else transpose(u)


def times_all(columns: list[Expr]) -> Expr:
    """The product entry by entry."""
    return columns[0] if len(columns) == 1 else hadamard(*columns)
