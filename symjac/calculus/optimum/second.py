"""q(v) = d²/dt² f(x + tv) at t = 0: the second differential, the form whose sign says which way f bends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symjac.calculus.definite import gram
from symjac.calculus.differential import differential, direction, hessian, substitute
from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.expand import expanded
from symjac.calculus.identities.factors import Product, factors, rebuilt, symmetric_at_sight
from symjac.calculus.optimum.entries import bends_up
from symjac.calculus.optimum.insides import along, insides
from symjac.calculus.optimum.squares import squares
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import Simplifier, is_zero, rebuild
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.make import add, bigsum, function, is_op, mul, neg, number, power, symbol, transpose

Form = tuple[Expr, tuple[Expr, ...] | None]


def directions_of(variables: Sequence[Expr], taken: Sequence[str]) -> dict[Expr, Expr]:
    """A letter for the change of each variable: v, w for columns, V, W for matrices, s for numbers; symmetric where it is."""
    found: dict[Expr, Expr] = {}
    used = set(taken)
    for x in variables:
        letters = "VWUZYXTSR" if x.is_matrix else "stuvwz" if x.is_scalar else "vwuzsth"
        plain = [c for c in letters if c not in used] + [f"{letters[0]}_{k}" for k in range(1, 9)]
        name = next(c for c in plain if c not in used)
        used.add(name)
        found[x] = symbol(name, x.shape, ("symmetric",) if x.is_matrix and symmetric_at_sight(x) else ())
    return found


def second_differential(f: Expr, table: Mapping[Expr, Expr]) -> Expr:
    """q(v), simplified; zero where f is affine."""
    simplifier = Simplifier()
    first = summed([differential(f, x) for x in table])
    if first is None:
        return number(0)
    second = summed([differential(simplifier(first), x) for x in table])
    if second is None:
        return number(0)
    plain = substitute(second, {direction(x): v for x, v in table.items()})
    return simplify(plain)


def summed(parts: Sequence[Expr | None]) -> Expr | None:
    found = [p for p in parts if p is not None]
    return add(*found) if found else None


def curvature(f: Expr, table: Mapping[Expr, Expr]) -> Form:
    """q(v), and the maps whose squares it is made of, where its form shows that it is never negative."""
    for way in (through_insides, at_once, by_hessian, by_terms):
        q, maps = way(f, table)
        if maps is not None:
            return q, maps
    return second_differential(f, table), None


def by_terms(f: Expr, table: Mapping[Expr, Expr]) -> Form:
    """A sum of convex functions is convex; Σ_i g(a_i'x) is where every g is."""
    terms = [t for t in (f.args if is_op(f, "add") else (f,)) if any(contains(t, x) for x in table)]
    if len(terms) == 1 and inside_sum(terms[0], table) is None:
        return f, None
    forms: list[Expr] = []
    found: list[Expr] = []
    for term in terms:
        if is_zero(second_differential(term, table)):
            continue
        q, maps = of_term(term, table)
        if maps is None:
            return f, None
        forms.append(q)
        found += maps
    return simplify(add(*forms)), tuple(dict.fromkeys(found))


def of_term(term: Expr, table: Mapping[Expr, Expr]) -> Form:
    inner = inside_sum(term, table)
    if inner is not None:
        scale, sum_ = inner
        q, maps = curvature(sum_.args[0], table)
        return mul(scale, bigsum(sum_.data[0], q)), maps
    for way in (through_insides, at_once, by_hessian):
        q, maps = way(term, table)
        if maps is not None:
            return q, maps
    return term, None


def inside_sum(term: Expr, table: Mapping[Expr, Expr]) -> tuple[Expr, Expr] | None:
    """c and Σ_i g_i of a term c Σ_i g_i(x) with a constant c > 0."""
    p = factors(term)
    moving = [(b, k) for b, k in p.scalars if any(contains(b, x) for x in table)]
    if p.chain or p.coefficient <= 0 or len(moving) != 1 or moving[0][1] != 1 or not is_op(moving[0][0], "bigsum"):
        return None
    rest = rebuilt(Product(p.coefficient, tuple((b, k) for b, k in p.scalars if b is not moving[0][0]), ()))
    return (rest, moving[0][0]) if sign(rest) == POSITIVE else None


def through_insides(f: Expr, table: Mapping[Expr, Expr]) -> Form:
    """f(x) = g(Lx + b) bends along Lv as g does."""
    g, letters = insides(f, tuple(table))
    if set(letters) == set(table) or not letters:
        return f, None
    own = directions_of(
        tuple(letters), [*(str(s.data[0]) for s in postorder(f) if is_op(s, "symbol")), *map(str, table.values())]
    )
    q, maps = at_once(g, own)
    if maps is None:
        form, maps = by_hessian(g, own)
        q = q if maps is None else form
    if maps is None and len(own) == 1 and (u := bends_up(g, next(iter(own)))) is not None:
        maps = (own[u],)
    moved = {own[u]: d for u, a in letters.items() if (d := along(a, dict(table))) is not None}
    if maps is None or len(moved) < len(own):
        return q, None
    back = {**moved, **letters}
    return simplify(substitute(q, back)), tuple(unsigned(simplify(substitute(L, back))) for L in maps)


def unsigned(L: Expr) -> Expr:
    """−Lv is zero where Lv is."""
    return simplify(neg(L)) if is_op(L, "neg") else L


def at_once(f: Expr, table: Mapping[Expr, Expr]) -> Form:
    q = second_differential(f, table)
    for form in (q, opened(q)):
        maps = squares(form, tuple(table.values())) if form is not None else None
        if maps is not None and form is not None:
            return form, maps
    return q, None


def by_hessian(f: Expr, table: Mapping[Expr, Expr]) -> Form:
    """v'Hv, for a column x."""
    if len(table) != 1:
        return f, None
    ((x, v),) = table.items()
    if not x.is_vector:
        return f, None
    try:
        H = simplify(hessian(f, x))
    except SymjacError:
        return f, None
    maps = gram(H)
    return mul(transpose(v), H, v), None if maps is None else tuple(simplify(mul(L, v)) for L in maps)


def opened(q: Expr) -> Expr | None:
    wider = expanded(q)
    return None if wider is None else simplify(wider)


def as_norms(q: Expr) -> Expr:
    """v'Φ'Φv is written ‖Φv‖², tr(Y'Y) is ‖Y‖²."""
    return fold(q, lambda e, args: norm_of(rebuild(e, args)))


def norm_of(e: Expr) -> Expr:
    if is_op(e, "tr"):
        chain = factors(e.args[0]).chain if not is_op(e.args[0], "add") else ()
    else:
        p = factors(e)
        base = [b for b, x in p.scalars if x == 1 and is_op(b, "mul")]
        if not is_op(e, "mul") or not e.is_scalar or not base:
            return e
        new = [(norm_of_chain(b), x) if b in base else (b, x) for b, x in p.scalars]
        return rebuilt(type(p)(p.coefficient, tuple(new), ())) if [b for b, _ in new] != [b for b, _ in p.scalars] else e
    half = len(chain) // 2
    if chain and len(chain) % 2 == 0:
        for k in range(len(chain)):
            turned = chain[k:] + chain[:k]
            left, right = mul(*turned[:half]), mul(*turned[half:])
            if simplify(transpose(left)) is simplify(right):
                return power(function("norm", right), 2)
    return e


def norm_of_chain(b: Expr) -> Expr:
    half = len(b.args) // 2
    if len(b.args) % 2 == 0:
        right = mul(*b.args[half:])
        if simplify(transpose(mul(*b.args[:half]))) is simplify(right):
            return power(function("norm", right), 2)
    return b


def second_along(c: Expr, table: Mapping[Expr, Expr]) -> tuple[bool, Expr]:
    """Whether a constraint is linear, and how it changes along v: the directions that it leaves are those where this is zero."""
    first = summed([differential(c, x) for x in table])
    if first is None:
        return True, number(0)
    tangent = simplify(substitute(simplify(first), {direction(x): v for x, v in table.items()}))
    return not any(contains(tangent, x) for x in table), tangent
