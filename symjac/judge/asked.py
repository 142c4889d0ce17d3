"""What was asked: f by x, in which conventions, perhaps at a point; the right answer; where answers are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from threading import get_ident
from typing import Any

from symjac.calculus.differential import by_scalars, derivative, hessian, substitute
from symjac.derivation.answer import answer, refuse_by_name
from symjac.derivation.choices import LAYOUTS, ORDERS_OF
from symjac.derivation.derivation import Derivation
from symjac.derivation.derive import Where, asked_order, derive, expression, names_of, posed
from symjac.derivation.point import at_point, sizes_of
from symjac.derivation.question import Question
from symjac.derivation.trail import Trail
from symjac.derivation.whole import whole
from symjac.errors import one_of
from symjac.expr.dims import Dim, Shape
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import delta, index, mul, stack, symbol, transpose
from symjac.expr.resize import resized
from symjac.judge.places import Place
from symjac.judge.yardstick import Yardstick
from symjac.language import Problem, read_point
from symjac.verify import Claim, verify
from symjac.verify.term import Derivative, Term, Value
from symjac.writing.box import Sym


@dataclass(frozen=True, eq=False)
class Asked(Yardstick):
    """A question to which answers are judged. result: the right one, in closed form; context: what names mean in an answer."""

    question: Question
    result: Expr
    context: Problem
    point: Mapping[str, Expr]
    wanted: tuple[Any, ...] = ()  # f, wrt, where as they were given
    linked: bool = False  # result is not the derivative but what stood before an equals sign
    diagonal: bool = False  # answers are judged for equal indices only: ∂f_i/∂z_i

    @property
    def problem(self) -> Problem:
        return self.question.problem

    @property
    def f(self) -> Expr:
        return self.question.f

    @property
    def variables(self) -> tuple[Expr, ...]:
        return self.question.variables

    @property
    def x(self) -> Expr:
        return self.variables[0]

    @property
    def layout(self) -> str:
        return self.question.layout

    @property
    def meaning(self) -> Derivative:
        """What is asked for, as the checker understands it, which knows no rule of differentiation."""
        return self.question.meaning

    @property
    def roots(self) -> Sequence[Expr]:
        return (*self.context.symbols.values(), self.context.target, self.result)

    @property
    def measured(self) -> Sequence[Expr]:
        return (self.result,) if self.point else (self.context.target, self.result)

    @cached_property
    def dims(self) -> tuple[Dim, ...]:
        maps = self.problem.maps.values()
        return tuple(n for f in maps for n in (f.inputs, f.outputs)) + self.result.shape

    def has_value(self, place: Place) -> bool:
        """Whether f itself has a value there, which its derivative may have beyond: log t has none at −1, 1/t has."""
        return bool(place.xp.np.isfinite(place.floats(for_all(self.context.target))).all())

    @cached_property
    def derivation(self) -> Derivation:
        """The derivation with its steps. Its lines are checked where it is published, not here."""
        q, (f, wrt, where) = self.question, self.wanted
        return derive(f, wrt, where, order=q.order, layout=q.layout, order_of=q.order_of, check=False)

    @property
    def like(self) -> Shape:
        """The shape of an answer: of a derivative by a member x_k, that of one of them."""
        return self.sized.result.shape if self.question.indexed and self.question.single else self.result.shape

    @cached_property
    def sized(self) -> Question:
        """The question in the sizes that a point gives."""
        variables = tuple(self.context.symbols[name] for name in self.problem.variables)
        return replace(self.question, problem=self.context, variables=variables) if self.point else self.question

    def settled(self, expr: Expr) -> Expr:
        """An expression in the names of the context, with the values of the point put in; by a member, for all members."""
        by_member = expr.shape in (self.like, self.like[::-1]) and expr.shape != self.result.shape
        if by_member and self.question.indexed and self.question.single:
            expr = for_all(whole(self.sized, self.narrowed(expr)))
        if not self.point:
            return expr
        return substitute(expr, {self.context.symbols[name]: value for name, value in self.point.items()})

    @cached_property
    def on_the_diagonal(self) -> Asked | None:
        """The same question for j = i, where ∂f_i/∂z_i was asked for."""
        if not self.question.problem.same or self.diagonal:
            return None
        narrow = replace(self, diagonal=True)
        return replace(narrow, result=for_all(whole(self.question, narrow.narrowed(self.question.result))))

    def narrowed(self, expr: Expr) -> Expr:
        """δ_ij g_ij, of which nothing is left for j ≠ i."""
        if not self.diagonal:
            return expr
        (j, i), x = next(iter(self.question.problem.same.items())), self.question.member
        assert x is not None
        (size,) = (n for k, n in zip(x.args[1:], x.data, strict=True) if str(k.data[0]) == j)
        return mul(delta(index(i, size), index(j, size)), expr)

    def derivative_of(self, f: Expr) -> Expr:
        """The derivative of another function in its place, in the same conventions and at the same point."""
        q = self.question
        if q.indexed and q.single:
            other = q.about(f, q.x)
            return for_all(whole(other, other.result))
        if len(q.variables) > 1:
            found = by_scalars(f, q.variables, q.layout)
        elif q.order == 2:
            found = hessian(f, q.variables[0], order_of=q.order_of)
        else:
            found = derivative(f, q.variables[0], layout=q.layout, order_of=q.order_of)
        return at_point(found, self.point, self.problem) if self.point else found

    def verify(self) -> None:
        """The closed form against dual numbers, once: a CheckError would be a bug of symjac, and no verdict is given then."""
        if not self.linked and "verified" not in self.__dict__:
            q = self.question
            general = whole(q, q.result) if self.diagonal or q.f.free or (self.point and q.member is not None) else self.result
            formula = general if not self.point or q.member is not None else self.derivation.result
            claim = Claim(Term(Sym("∇"), self.meaning), Term(Sym("G"), Value(formula)), (), "result")
            verify([claim], q.problem.symbols.values())
            self.__dict__["verified"] = True


def ask(f: Any, wrt: Any, where: Where, order: int, layout: str, order_of: str, at: str | None) -> Asked:
    """The question understood; a fault in it is a SymjacError."""
    one_of("layout", layout, LAYOUTS)
    one_of("order_of", order_of, ORDERS_OF)
    pairs = tuple(where.items()) if isinstance(where, Mapping) else where
    return _ask(f if isinstance(f, str) else expression(f), names_of(wrt), pairs, order, layout, order_of, at, get_ident())


@lru_cache(maxsize=256)  # the same question is asked again for every answer; what it has found out belongs to one thread
def _ask(f: Any, wrt: str | None, pairs: Any, order: int, layout: str, order_of: str, at: str | None, thread: int) -> Asked:
    where = dict(pairs) if isinstance(pairs, tuple) else pairs
    problem = posed(f, wrt, where)
    variables = tuple(problem.symbols[name] for name in problem.variables)
    point = read_point(at, problem) if at else {}
    question = Question(problem, variables, layout, order_of, asked_order(problem, order))
    result = closed_form(question)
    context = at_sizes(problem, point) if point else problem
    if point:
        result = at_point(result, point, problem)
    return Asked(question, result, context, point, (f, wrt, where))


def for_all(f: Expr) -> Expr:
    """f_k for all k, one below the other; columns side by side."""
    for k in sorted(f.free, key=lambda k: str(k.data[0])):
        f = transpose(stack(k, transpose(f))) if f.is_vector else stack(k, f)
    return f


def closed_form(q: Question) -> Expr:
    refuse_by_name(q)
    if q.indexed and q.single:
        return for_all(whole(q, q.result))
    if q.single and not any(e.op.name in ("image", "jacobian") for e in postorder(q.f)):
        return q.result
    return answer(q, Trail()).result


def at_sizes(problem: Problem, point: Mapping[str, Expr]) -> Problem:
    """The problem with the sizes that a point gives: x = [1; 2] makes N = 2; names of points are variables, too."""
    sizes = sizes_of(point, problem)
    symbols = {name: resized(e, sizes) for name, e in problem.symbols.items()}
    named = {str(e.data[0]): resized(e, sizes) for e in point.values() if e.op.name == "symbol"}
    definitions = tuple(replace(d, body=resized(d.body, sizes), expanded=resized(d.expanded, sizes)) for d in problem.definitions)
    target = resized(problem.target, sizes)
    return replace(problem, symbols={**symbols, **named}, definitions=definitions, target=target)


def direction(x: Expr) -> Expr:
    """dX, as it may be typed in an answer."""
    return symbol(f"d{x.data[0]}", x.shape, ("differential",))
