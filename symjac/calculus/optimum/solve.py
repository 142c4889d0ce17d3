"""∇L = 0 and the constraints, solved; then the kind of the point. Where nothing is proved, nothing is claimed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from symjac.calculus.differential import gradient, substitute
from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.identities.factors import factors, symmetric_at_sight
from symjac.calculus.optimum import monotone, special
from symjac.calculus.optimum.affine import affine, symmetric_part
from symjac.calculus.optimum.domain import membership
from symjac.calculus.optimum.eliminate import Way, ways
from symjac.calculus.optimum.exact import Quadratic, quadratic
from symjac.calculus.optimum.found import Candidate, Equation, Found, Proof, Words
from symjac.calculus.optimum.linear import solved
from symjac.calculus.optimum.numeric import constant_grid
from symjac.calculus.optimum.needs import Need, invertible, scalar_nonzero
from symjac.calculus.optimum.proofs import Task, proof
from symjac.calculus.optimum.proofs.convex import prove as prove_convex
from symjac.calculus.optimum.through import without_denominators
from symjac.calculus.optimum.tidy import tidy
from symjac.calculus.simplify import Simplifier, is_zero, simplify
from symjac.errors import SymjacError, UnsupportedError
from symjac.expr.expr import Expr, contains
from symjac.expr.make import add, inner, is_op, matrix, mul, neg, number, sub, symbol, value_of, zeros


@dataclass(frozen=True)
class Constraint:
    left: Expr
    right: Expr

    @property
    def difference(self) -> Expr:
        return sub(self.left, self.right) if not is_zero(self.right) else self.left


@dataclass(frozen=True)
class Setting:
    """f is minimised, or maximised where `greatest` is set; taken: names that are in use."""

    f: Expr
    variables: tuple[Expr, ...]
    constraints: tuple[Constraint, ...] = ()
    taken: tuple[str, ...] = ()
    greatest: bool = False

    @property
    def down(self) -> Expr:
        """What is minimised: f, or −f."""
        return simplify(neg(self.f)) if self.greatest else self.f

    @property
    def differences(self) -> tuple[Expr, ...]:
        return tuple(c.difference for c in self.constraints)


def find(s: Setting) -> Found:
    """The optimum, as far as it can be found and proved."""
    numbers = quadratic(s.down, s.variables, s.differences)
    if numbers is not None:
        return in_numbers(s, numbers)
    inside = None if s.constraints else monotone.inside(s.down, s.variables)
    if inside is not None:
        return replace(find(replace(s, f=inside, greatest=False)), peeled=inside)
    multipliers = names_of_multipliers(s)
    pairs = stationarity(s, multipliers)
    empty = nothing_to_solve(s, pairs, multipliers)
    if empty is not None:
        return empty
    equations = shown(s, pairs, multipliers)
    for recognise in special.WAYS:
        found = recognise(s.f, s.variables, s.differences, multipliers, pairs)
        if found is not None:
            return replace(found, equations=(*found.equations, *equations[len(s.variables) :]), multipliers=multipliers)
    found_ways = ways((*pairs, *zip(multipliers, s.differences, strict=True)))
    if not found_ways:
        return unsolved(s, equations, multipliers, pairs)
    return best(s, found_ways, equations, multipliers)


def names_of_multipliers(s: Setting) -> tuple[Expr, ...]:
    letter = next(c for c in ("nu", "eta", "kappa", "xi") if c not in s.taken)
    count = len(s.constraints)
    names = [letter] if count == 1 else [f"{letter}_{k + 1}" for k in range(count)]
    return tuple(symbol(n, c.left.shape) for n, c in zip(names, s.constraints, strict=True))


def lagrangian(s: Setting, multipliers: Sequence[Expr]) -> Expr:
    terms = [inner(nu, c) for nu, c in zip(multipliers, s.differences, strict=True)]
    return add(s.f, *terms) if terms else s.f


def stationarity(s: Setting, multipliers: Sequence[Expr]) -> tuple[tuple[Expr, Expr], ...]:
    """Each variable with the gradient of L by it, its symmetric part where only symmetric changes are allowed."""
    L, simplifier = lagrangian(s, multipliers), Simplifier()
    out = []
    for x in s.variables:
        G = simplify(gradient(L, x, simplifier))
        out.append((x, symmetric_part(G) if x.is_matrix and symmetric_at_sight(x) else G))
    return tuple(out)


def nothing_to_solve(s: Setting, pairs: Sequence[tuple[Expr, Expr]], multipliers: Sequence[Expr]) -> Found | None:
    """A gradient that does not depend on any variable: f is linear in that variable, and has no least value."""
    for x, E in pairs:
        if any(contains(E, y) for y in s.variables):
            continue
        if is_zero(E):
            raise UnsupportedError(f"the function does not depend on {x}", found=str(s.f))
        if not s.constraints:
            way = "f grows without end along it" if s.greatest else "f falls without end along its negative"
            if {"positive", "posdef"} & x.data[1]:
                way = "never zero"
            says: Words = ("the gradient by ", x, f" is constant, and {way}")
            slope: tuple[Need, ...] = () if certainly_nonzero(E) else ((E if not is_op(E, "neg") else E.args[0], " is not zero"),)
            return Found("none", None, (Equation(x, E, zeros(*E.shape)),), says=says, needs=slope, fall={x: E if s.greatest else simplify(neg(E))})
        if all(not contains(c, y) or linear(c, y) for c in s.differences for y in s.variables):
            if any(constant_along(E, nu) for _, nu in zip(s.constraints, multipliers, strict=True)):
                raise UnsupportedError("the function is constant where the constraints hold", found=str(s.f))
            says = ("f and the constraints are linear, so f has no least value unless it is constant where they hold",)
            need = (E, " is not zero for every choice of the multipliers")
            return Found("none", None, (Equation(x, E, zeros(*E.shape)),), says=says, needs=(need,))
    return None


def constant_along(E: Expr, nu: Expr) -> bool:
    """Whether a multiplier makes the gradient zero, as −1 does in 1 + ν1."""
    equation = affine(E, nu)
    if equation is None or len(equation.pairs) != 1:
        return False
    ((A, B),) = equation.pairs
    chain = factors(A).chain
    return value_of(B) == 1 and bool(chain) and factors(equation.right).chain == chain


def linear(c: Expr, y: Expr) -> bool:
    return affine(c, y) is not None or not c.is_scalar


def certainly_nonzero(E: Expr) -> bool:
    return bool(value_of(E)) or is_op(E, "ones", "eye") or (is_op(E, "literal") and any(value_of(a) for a in E.args))


def shown(s: Setting, pairs: Sequence[tuple[Expr, Expr]], multipliers: Sequence[Expr]) -> tuple[Equation, ...]:
    """The conditions as they are stated: Mx = r of a single variable, E = 0 else; then the constraints."""
    alone = len(pairs) == 1 and not multipliers
    stated = [Equation(x, *(two_sides(E, x) if alone else (E, zeros(*E.shape)))) for x, E in pairs]
    fixed = [Equation(nu, c.left, c.right) for nu, c in zip(multipliers, s.constraints, strict=True)]
    return (*stated, *fixed)


def two_sides(E: Expr, x: Expr) -> tuple[Expr, Expr]:
    """Mx = r for M x − r = 0; E = 0 where it is not affine."""
    for form in (E, without_denominators(E, x)):
        equation = affine(form, x) if form is not None else None
        done = solved(equation) if equation is not None else None
        if done is not None:
            return done.left, in_digits(done.right)
        if equation is not None and equation.pairs:
            c = factors(equation.pairs[0][0]).coefficient or 1
            scale = number(1 / c)
            left = simplify(mul(scale, add(*(mul(A, x, B) for A, B in equation.pairs))))
            return left, simplify(mul(scale, equation.right))
    cleared = without_denominators(E, x)
    shown_ = cleared if cleared is not None and contains(cleared, x) else E
    return shown_, zeros(*shown_.shape)


def in_digits(e: Expr) -> Expr:
    """½[2; 4] as [1; 2]"""
    grid = None if is_op(e, "zeros", "literal") else constant_grid(e)
    return e if grid is None else matrix(grid)


def in_numbers(s: Setting, q: Quadratic) -> Found:
    multipliers = names_of_multipliers(s)
    pairs = stationarity(s, multipliers)
    equations = shown(s, pairs, multipliers)
    values: dict[Expr, Expr] = dict(q.values(q.point)) if q.point is not None and q.why_none != "maximum" else {}
    if values:
        values.update(multipliers_of(q, multipliers))
    fall = q.values(q.fall) if q.fall else {}
    unique = (not q.null) if q.status == "minimum" else None
    if q.status == "minimum":
        says = ("along every direction that the constraints leave, " if s.constraints else "") + "the second derivative of f is "
        how = Proof("numbers", (says + ("positive" if not q.null else "not negative"),), unique)
        return Found("minimum", unique, equations, values=values, multipliers=multipliers, proof=how, numbers=q)
    return Found(q.status, None, equations, values=values, multipliers=multipliers, numbers=q, fall=fall)


def multipliers_of(q: Quadratic, multipliers: Sequence[Expr]) -> dict[Expr, Expr]:
    """The multipliers, taken row by row from the long column."""
    rest, out = list(q.multipliers), {}
    for nu in multipliers:
        m, n = (k.number or 1 for k in nu.shape)
        out[nu] = matrix([[rest.pop(0) for _ in range(n)] for _ in range(m)])
    return out


def unsolved(s: Setting, equations: tuple[Equation, ...], multipliers: tuple[Expr, ...], pairs: Sequence[tuple[Expr, Expr]]) -> Found:
    """The condition is the answer; whether its solutions are minima is still said."""
    convex = prove_convex(Task(s.down, s.variables, s.differences, (), {}, taken=s.taken))
    form = special.sylvester(pairs) if not s.constraints else ""
    says = ("the equation has no solution in closed form",)
    unique = convex.unique if convex is not None else None
    return Found("unsolved", unique, equations, multipliers=multipliers, proof=convex, says=says, form=form, needs=convex.needs if convex else ())


def best(s: Setting, found: Sequence[Way], equations: tuple[Equation, ...], multipliers: tuple[Expr, ...]) -> Found:
    """Of several stationary points the one that is proved to be the minimum; else they are what they are: stationary."""
    known = [(way, {z: tidy(v) for z, v in way.values().items()}) for way in found]
    inside = [(way, table) for way, table in known if membership({x: table[x] for x in s.variables}) is not None]
    if not inside and all(step.complete for way in found for step in way.steps):
        says = ("the gradient is zero only outside of where ", s.variables[0], " may lie")
        return Found("none", None, equations, multipliers=multipliers, says=says)
    found, tables = [way for way, _ in inside or known], [table for _, table in inside or known]
    for k, (way, values) in enumerate(zip(found, tables, strict=True)):
        others = tuple({x: t[x] for x in s.variables} for j, t in enumerate(tables) if j != k)
        task = Task(s.down, s.variables, s.differences, way.steps, {x: values[x] for x in s.variables}, others, s.taken)
        member = membership(task.values)
        how = proof(task) if member is not None else None
        if how is not None:
            needs = (*needs_of(s, way, how), *(member or ()))
            unique = uniqueness(way, how, len(found))
            return Found(
                "minimum", unique, equations, way.steps, values, multipliers, needs, how, kinds(s, tables, k)
            )
    return stationary(s, found, tables, equations, multipliers)


def uniqueness(way: Way, how: Proof, count: int) -> bool | None:
    """A convex function with one stationary point has one minimum."""
    if not all(step.unique or step.how == "roots" for step in way.steps):
        return False
    alone = count == 1 and all(step.complete for step in way.steps)
    return True if how.unique is None and how.name == "convex" and alone else how.unique


def needs_of(s: Setting, way: Way, how: Proof) -> tuple[Need, ...]:
    """For the value, and for its being the only one. Where f is strictly convex, the inverses in an unconstrained problem exist."""
    divided = tuple(need for step in way.steps for u in step.nonzero for need in (scalar_nonzero(u) if u.is_scalar else ((u, " is not zero"),)))
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
    return tuple(Candidate({x: t[x] for x in s.variables}, local_kind(s, t)) for j, t in enumerate(tables) if j != k)


def local_kind(s: Setting, values: Mapping[Expr, Expr]) -> str:
    """minimum or maximum, locally, by the second derivative of a function of one number."""
    from symjac.calculus.optimum.proofs.numbers import curvature_at

    if len(s.variables) != 1 or not s.variables[0].is_scalar or s.constraints:
        return ""
    (z,) = s.variables
    bend = curvature_at(s.down, z, values[z])
    if bend is None:
        return ""
    return "minimum" if sign(bend) == POSITIVE else "maximum" if sign(simplify(neg(bend))) == POSITIVE else ""


def stationary(s: Setting, found: Sequence[Way], tables: Sequence[Mapping[Expr, Expr]], equations: tuple[Equation, ...], multipliers: tuple[Expr, ...]) -> Found:
    """No proof: which point is it, and what is missing."""
    local = [local_kind(s, t) for t in tables]
    k = local.index("minimum") if "minimum" in local else 0
    way = found[k]
    inverses = inverted_needs(way)
    divided = tuple((u, " is not zero") for step in way.steps for u in step.nonzero)
    missing = missing_for(s, way, local[k])
    return Found(
        "stationary", None, equations, way.steps, tables[k], multipliers, (*divided, *inverses), None, kinds(s, tables, k), missing=missing
    )


def missing_for(s: Setting, way: Way, local: str) -> tuple[str | Expr, ...]:
    if local == "minimum":
        return ("it is a local maximum; f may be greater elsewhere" if s.greatest else "it is a local minimum; f may be smaller elsewhere",)
    if local == "maximum":
        return ("it is a local maximum" if not s.greatest else "it is a local minimum",)
    hessian = [step.left for step in way.steps]
    inverted = way.inverted
    if len(way.steps) == 1 and len(inverted) == 1 and inverted[0].is_matrix and symmetric_at_sight(inverted[0]):
        M = simplify(neg(inverted[0])) if s.greatest else inverted[0]
        word, other = ("maximum", "minimum") if s.greatest else ("minimum", "maximum")
        return (f"it is the {word} if ", M, f" is positive definite; if that matrix has a negative eigenvalue, it is a saddle or a {other}, and there is no {word}")
    side, sign_ = ("greatest", "negative") if s.greatest else ("least", "positive")
    return (f"f is {side} there only if its second derivative is {sign_} in every direction, or for another reason",) if hessian else ()
