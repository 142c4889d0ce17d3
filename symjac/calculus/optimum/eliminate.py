"""Several equations in several unknowns: one after the other is solved, put into the rest, and put back at the end.

Source: Boyd & Vandenberghe, Convex Optimization, appendix C.4 (block elimination, Schur complements).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from symjac.calculus.definite import definite, gram
from symjac.calculus.differential import substitute
from symjac.calculus.domains import certainly_invertible, never_zero
from symjac.calculus.optimum.affine import affine
from symjac.calculus.optimum.linear import Solved, solved
from symjac.calculus.optimum.scalar import roots
from symjac.calculus.optimum.shift import shifts_out
from symjac.calculus.optimum.through import forms, inside_function
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import is_zero
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.make import inner, is_op, value_of

Equations = tuple[tuple[Expr, Expr], ...]  # an unknown, and the equation that belongs to it
MOST = 8  # ways that are followed


@dataclass(frozen=True)
class Way:
    """The unknowns in the order in which they were solved for; each value may hold unknowns solved for later."""

    steps: tuple[Solved, ...]

    def values(self) -> dict[Expr, Expr]:
        """Every unknown in given quantities, in the order in which they become known."""
        found: dict[Expr, Expr] = {}
        for step in reversed(self.steps):
            found[step.unknown] = simplify(shifts_out(substitute(step.value, found)))
        return found

    @property
    def inverted(self) -> tuple[Expr, ...]:
        return tuple(dict.fromkeys(M for step in self.steps for M in step.inverted))


def ways(equations: Equations) -> list[Way]:
    """Every way to values of all unknowns: one, or one for each root of an equation in a number."""
    found = [Way(steps) for steps in followed(equations)]
    return found


def followed(equations: Equations) -> Iterator[tuple[Solved, ...]]:
    if not equations:
        yield ()
        return
    options = [(cost(first[0]), k, first) for k, (z, E) in enumerate(equations) if (first := list(answers(E, z)))]
    for _, k, several in sorted(options, key=lambda option: option[:2]):
        found: list[tuple[Solved, ...]] = []
        for step in several:
            rest = put_in(step, equations[:k] + equations[k + 1 :])
            if rest is None:
                continue
            found += [(step, *more) for more in followed(rest)]
        if found:
            yield from found[:MOST]
            return


def put_in(step: Solved, equations: Equations) -> Equations | None:
    """The other equations with the value; None where one of them has become false."""
    out = []
    for z, E in equations:
        new = simplify(substitute(E, {step.unknown: step.value})) if contains(E, step.unknown) else E
        out.append((z, new))
    return tuple(out)


def cost(first: Solved) -> tuple[Fraction | int, int]:
    """Certain inverses before conditional ones; numbers with several roots last."""
    doubt: Fraction | int = max((0 if sure(M) else 1 if gram(M) is not None else 2 for M in first.inverted), default=0)
    doubt += 0 if first.unknown.is_scalar and first.how != "roots" else Fraction(1, 2)
    return doubt + (0 if first.unique else 1) + (2 if first.how == "roots" else 0), len(first.inverted)


def sure(M: Expr) -> bool:
    return never_zero(M) if M.is_scalar else certainly_invertible(M) or definite(gram(M))


def answers(equation: Expr, z: Expr) -> Iterator[Solved]:
    """The solutions of one equation for one unknown."""
    if not contains(equation, z):
        return
    for form, how in forms(equation, z):
        found = one(form, z)
        if found is not None:
            yield found if not how else replace(found, how=how)
            return
    if z.is_scalar:
        shifted = simplify(shifts_out(without_norms(equation, z), z))
        found_roots, complete = roots(shifted, z) or ((), True)
        for root in found_roots:
            yield Solved(z, z, root, root, unique=False, how="roots", complete=complete)


def without_norms(equation: Expr, z: Expr) -> Expr:
    """u'u for ‖u‖² where u holds z: a number comes out of it."""
    found = [e for e in postorder(equation) if is_op(e, "power") and is_op(e.args[0], "norm") and contains(e, z)]
    table = {e: inner(e.args[0].args[0], e.args[0].args[0]) for e in found if value_of(e.args[1]) == 2}
    return substitute(equation, table) if table else equation


def one(form: Expr, z: Expr) -> Solved | None:
    try:
        equation = affine(form, z)
        if equation is not None:
            return solved(equation)
        through = inside_function(form, z)
        if through is None:
            return None
        E, u, back = through
        inner = affine(E, u)
        found = solved(inner) if inner is not None else None
    except SymjacError:
        return None
    if found is None or is_zero(found.value):
        return None
    name = next(e.op.name for e in postorder(form) if z in e.args)
    value = back(found.value)
    return replace(found, unknown=z, left=z, right=value, value=simplify(value), how="function", inside=(name, found.value))
