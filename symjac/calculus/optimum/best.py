"""Of the stationary points the one that is proved to be the minimum; where nothing is proved, nothing is claimed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symjac.calculus.differential import by_scalar, gradient, substitute
from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.identities.factors import symmetric_at_sight
from symjac.calculus.numeric import constant_grid, inertia
from symjac.calculus.optimum.affine import affine
from symjac.calculus.optimum.assumed import proof_with, with_letters
from symjac.calculus.optimum.domain import has_value, membership
from symjac.calculus.optimum.eliminate import Way
from symjac.calculus.optimum.found import Candidate, Equation, Found, Proof
from symjac.calculus.optimum.linear import Solved
from symjac.calculus.optimum.needs import Need, invertible, scalar_nonzero
from symjac.calculus.optimum.proofs import Task, proof
from symjac.calculus.optimum.setting import Setting
from symjac.calculus.optimum.tidy import tidy
from symjac.calculus.simple import simplify
from symjac.errors import SymjacError
from symjac.expr.expr import Expr
from symjac.expr.make import neg, value_of


def best(s: Setting, found: Sequence[Way], equations: tuple[Equation, ...], multipliers: tuple[Expr, ...]) -> Found:
    """Of several stationary points the one that is proved to be the minimum; else they are what they are: stationary."""
    known = [(way, {z: tidy(v) for z, v in way.values().items()}) for way in found]
    inside = [(way, table) for way, table in known if lies_inside(s, {x: table[x] for x in s.variables})]
    if not inside and all(step.complete for way in found for step in way.steps):
        says = ("the gradient is zero only outside of where ", s.variables[0], " may lie")
        return Found("none", None, equations, multipliers=multipliers, says=says)
    found, tables = [way for way, _ in inside or known], [table for _, table in inside or known]
    for k, (way, values) in enumerate(zip(found, tables, strict=True)):
        task = task_at(s, way, tables, k)
        member = membership(task.values)
        how = proof(task) if member is not None else None
        if how is not None:
            needs = tuple(dict.fromkeys((*needs_of(s, way, how), *(member or ()))))
            unique = uniqueness(way, how, len(found))
            return Found("minimum", unique, equations, way.steps, values, multipliers, needs, how, kinds(s, tables, k))
    return stationary(s, found, tables, equations, multipliers)


def task_at(s: Setting, way: Way, tables: Sequence[Mapping[Expr, Expr]], k: int) -> Task:
    """To prove that the k-th point is the minimum."""
    point = {x: tables[k][x] for x in s.variables}
    others = tuple({x: t[x] for x in s.variables} for j, t in enumerate(tables) if j != k)
    return Task(s.down, s.variables, s.differences, way.steps, point, others, s.taken)


def lies_inside(s: Setting, values: Mapping[Expr, Expr]) -> bool:
    """Whether the point may lie where its variables are declared to be and f has a value."""
    return membership(values) is not None and has_value(substitute(s.f, values))


def uniqueness(way: Way, how: Proof, count: int) -> bool | None:
    """A convex function with one stationary point has one minimum."""
    if not all(step.unique or step.how == "roots" for step in way.steps):
        return False
    alone = count == 1 and all(step.complete for step in way.steps)
    return True if how.unique is None and how.name == "convex" and alone else how.unique


def needs_of(s: Setting, way: Way, how: Proof) -> tuple[Need, ...]:
    """For the value, and for its being the only one; where f is strictly convex, the inverses exist without constraints."""
    divided = tuple(
        need
        for step in way.steps
        for u in step.nonzero
        for need in (scalar_nonzero(u) if u.is_scalar else ((u, " is not zero"),))
    )
    strictly = how.name == "convex" and how.strict
    inverses = () if strictly and len(how.table) == len(way.steps) else inverted_needs(way)
    own = () if s.constraints and inverses else how.needs
    return tuple(dict.fromkeys((*own, *divided, *inverses, *function_needs(way))))


def function_needs(way: Way) -> tuple[Need, ...]:
    """exp(x) = a asks for a > 0, σ(x) = a for 0 < a < 1."""
    needs: list[Need] = []
    values = way.values()
    for step in way.steps:
        if step.inside is None or step.inside[0] not in ("exp", "sigmoid"):
            continue
        a = tidy(substitute(step.inside[1], values))
        if step.inside[0] == "exp" and sign(a) != POSITIVE:
            needs.append((a, " is positive" if a.is_scalar else " has positive entries only"))
        amount = value_of(a)
        if step.inside[0] == "sigmoid" and not (amount is not None and 0 < amount < 1):
            needs.append((a, " is between 0 and 1" if a.is_scalar else " has only entries between 0 and 1"))
    return tuple(needs)


def inverted_needs(way: Way) -> tuple[Need, ...]:
    """That the inverses exist, multipliers in them put in."""
    values = way.values()
    return tuple(n for M in way.inverted for n in invertible(tidy(substitute(M, values))))


def kinds(s: Setting, tables: Sequence[Mapping[Expr, Expr]], k: int) -> tuple[Candidate, ...]:
    points = [tuple(t[x] for x in s.variables) for t in tables]
    others = [p for p in dict.fromkeys(points) if p != points[k]]
    known = [dict(zip(s.variables, p, strict=True)) for p in others]
    return tuple(Candidate(values, local_kind(s, values)) for values in known)


def local_kind(s: Setting, values: Mapping[Expr, Expr]) -> str:
    """minimum or maximum, locally, by the second derivative of a function of one number."""
    from symjac.calculus.optimum.proofs.numbers import curvature_at

    if len(s.variables) > 1 and not s.constraints and all(x.is_scalar for x in s.variables):
        return of_several(s, values)
    if len(s.variables) != 1 or not s.variables[0].is_scalar or s.constraints:
        return ""
    (z,) = s.variables
    bend = curvature_at(s.down, z, values[z])
    if bend is None:
        return ""
    return "minimum" if sign(bend) == POSITIVE else "maximum" if sign(simplify(neg(bend))) == POSITIVE else ""


def of_several(s: Setting, values: Mapping[Expr, Expr]) -> str:
    """By the signs of the Hessian in numbers."""
    try:
        at = {x: values[x] for x in s.variables}
        slopes = [by_scalar(s.down, x) for x in s.variables]
        grid = [[constant_grid(tidy(substitute(by_scalar(g, y), at))) for y in s.variables] for g in slopes]
    except SymjacError:
        return ""
    if any(cell is None for row in grid for cell in row):
        return ""
    positive_, negative, _ = inertia([[cell[0][0] for cell in row if cell is not None] for row in grid])
    n = len(s.variables)
    return "minimum" if positive_ == n else "maximum" if negative == n else "saddle" if positive_ and negative else ""


def stationary(
    s: Setting,
    found: Sequence[Way],
    tables: Sequence[Mapping[Expr, Expr]],
    equations: tuple[Equation, ...],
    multipliers: tuple[Expr, ...],
) -> Found:
    """No proof: which point is it, and what is missing."""
    local = [local_kind(s, t) for t in tables]
    k, if_positive = conditional(s, found, tables)
    k = k if if_positive else local.index("minimum") if "minimum" in local else 0
    way = found[k]
    divided = tuple((u, " is not zero") for step in way.steps for u in step.nonzero)
    needs, missing = (*divided, *inverted_needs(way)), if_positive or missing_for(s, way, local[k])
    return Found(
        "stationary", None, equations, way.steps, tables[k], multipliers, needs, None, kinds(s, tables, k), missing=missing
    )  # fmt: skip


def conditional(s: Setting, found: Sequence[Way], tables: Sequence[Mapping[Expr, Expr]]) -> tuple[int, tuple[str | Expr, ...]]:
    """The point that is the minimum if numbers are positive of which nothing is declared; and these words."""
    word = "maximum" if s.greatest else "minimum"
    for k, way in enumerate(found):
        task = task_at(s, way, tables, k)
        proved = proof_with(task, proof) if membership(task.values) is not None else None
        if proved is None:
            continue
        how, letters = proved
        lies = with_letters(task.values, letters, membership) or ()
        needs = (*((e, " is positive") for e in letters), *how.needs, *lies)
        parts = [part for n, need in enumerate(dict.fromkeys(needs)) for part in ((" and " if n else ""), *need)]
        return k, (f"it is the {word} if ", *parts)
    return 0, ()


def decides(s: Setting, step: Solved, M: Expr) -> bool:
    """Whether f is quadratic with M as its Hessian, up to a positive factor, so that M alone says what kind of point it is."""
    x = step.unknown
    return (
        step.how == "linear" and x.is_vector and M.is_matrix and symmetric_at_sight(M) and affine(gradient(s.f, x), x) is not None
    )


def missing_for(s: Setting, way: Way, local: str) -> tuple[str | Expr, ...]:
    if local == "minimum":
        return (
            "it is a local maximum; f may be greater elsewhere"
            if s.greatest
            else "it is a local minimum; f may be smaller elsewhere",
        )
    if local == "saddle":
        return ("it is a saddle: f rises in some directions and falls in others",)
    if local == "maximum":
        return ("it is a local maximum" if not s.greatest else "it is a local minimum",)
    hessian = [step.left for step in way.steps]
    inverted = way.inverted
    if len(way.steps) == 1 and len(inverted) == 1 and decides(s, way.steps[0], inverted[0]):
        M = simplify(neg(inverted[0])) if s.greatest else inverted[0]
        word, other = ("maximum", "minimum") if s.greatest else ("minimum", "maximum")
        return (
            f"it is the {word} if ",
            M,
            f" is positive definite; if it has a negative eigenvalue, this is a saddle or a {other}, and there is no {word}",
        )
    side, sign_ = ("greatest", "negative") if s.greatest else ("least", "positive")
    return (
        (f"f is {side} there only if its second derivative is {sign_} in every direction, or for another reason",)
        if hessian
        else ()
    )
