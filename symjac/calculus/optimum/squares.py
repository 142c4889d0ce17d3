"""q(v) = |L₁v|² + |L₂v|² + …: quadratic forms in directions that are never negative, and where they are zero.

Source: Boyd & Vandenberghe, Convex Optimization, 3.1.4 (a function is convex if its second differential is such a form).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symjac.calculus.definite import Maps, definite, gram, mirrored, of_chain
from symjac.calculus.domains import NONNEGATIVE, POSITIVE, sign
from symjac.calculus.identities.entrywise import entry_factors
from symjac.calculus.identities.factors import Product, factors
from symjac.calculus.simple import simplify
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import add, hadamard, is_op, mul, neg, transpose, value_of

Directions = Sequence[Expr]


def moves(e: Expr, directions: Directions) -> bool:
    return any(a in directions for a in postorder(e))


def squares(q: Expr, directions: Directions) -> Maps | None:
    """What is zero, all together, exactly where the form is zero; None where its form does not show that q ≥ 0."""
    if is_op(q, "add"):
        pair = cauchy_schwarz(q, directions)
        if pair is not None:
            return pair
        found: list[Expr] = []
        for term in q.args:
            maps = squares(term, directions)
            if maps is None:
                return None
            found += maps
        return tuple(dict.fromkeys(found))
    p = factors(q)
    return None if p.chain or p.coefficient < 0 else of_factors(p, directions)


def cauchy_schwarz(q: Expr, directions: Directions) -> Maps | None:
    """v'v/‖u‖ − (u'v)²/‖u‖³ ≥ 0: the second differential of a norm, zero for v along u."""
    if len(q.args) != 2:
        return None
    first, second = sorted(map(factors, q.args), key=lambda p: -p.coefficient)
    norms = [b for b, k in first.scalars if is_op(b, "norm") and k == -1]
    if first.coefficient <= 0 or second.coefficient != -first.coefficient or len(norms) != 1 or first.chain or second.chain:
        return None
    (norm,), a, b = norms, dict(first.scalars), dict(second.scalars)
    u = norm.args[0]
    moving = [e for e in b if moves(e, directions)]
    if b.pop(norm, None) != -3 or len(moving) != 1 or b.pop(moving[0]) != 2 or not is_op(moving[0], "mul"):
        return None
    v = next((e for e in moving[0].args if moves(e, directions)), None)
    if v is None or u.is_matrix:
        return None
    v = v if v.is_vector else simplify(transpose(v))
    square = simplify(mul(transpose(v), v))
    a.pop(norm)
    if a.pop(square, None) != 1 or a != b or simplify(mul(transpose(u), v)) is not simplify(moving[0]):
        return None
    if any(sign(s) != POSITIVE for s in a):
        return None
    return (add(mul(mul(transpose(u), u), v), neg(mul(mul(transpose(u), v), u))),)


def of_factors(p: Product, directions: Directions) -> Maps | None:
    """Weights that are never negative, and one factor that moves: a square, or a form itself."""
    maps: Maps | None = None
    weights: Maps = ()
    for base, exponent in p.scalars:
        if not moves(base, directions):
            found = weight(base, exponent)
            if found is None:
                return None
            weights += found
        elif maps is not None or exponent not in (1, 2):
            return None
        else:
            maps = (base,) if exponent == 2 else of_base(base, directions)
            if maps is None:
                return None
    return None if maps is None else tuple(scaled(L, weights) for L in maps)


def weight(base: Expr, exponent: Fraction) -> Maps | None:
    """What a factor has to be unlike zero for: nothing where it is positive by its form, a of a'a; None for unknown signs."""
    if sign(base) == POSITIVE:
        return ()
    maps = gram(base) if exponent > 0 else None
    if maps is not None:
        return () if definite(maps) else maps
    return (base,) if exponent % 2 == 0 and exponent > 0 else () if exponent % 2 == 0 or sign(base) == NONNEGATIVE else None


def scaled(L: Expr, weights: Maps) -> Expr:
    for w in weights:
        L = mul(w, L) if w.is_scalar or L.is_scalar else L
    return L


def of_base(base: Expr, directions: Directions) -> Maps | None:
    match base.op.name:
        case "mul":
            return of_product(base, directions)
        case "tr":
            return of_trace(factors(base.args[0]).chain, directions) if not is_op(base.args[0], "add") else None
        case "sum":
            return of_entries(base.args[0], directions)
        case "bigsum":
            return squares(base.args[0], directions)
        case "norm":
            return None
        case "add":
            return squares(base, directions)
    return None


def of_product(base: Expr, directions: Directions) -> Maps | None:
    """v'R'CRv, or the sum of the entries of a product u ⊙ v."""
    chain = base.args
    n = len(chain)
    middle = chain[n // 2] if n % 2 else None
    if mirrored(chain) == chain and (middle is None or not moves(middle, directions)):
        return of_chain(chain)
    if n == 2 and is_op(chain[0], "transpose"):
        return of_entries(hadamard(chain[0].args[0], chain[1]), directions)
    return None


def of_trace(chain: tuple[Expr, ...], directions: Directions) -> Maps | None:
    """tr(PYCY') with semidefinite P and C, in any rotation; V² is VV."""
    chain = tuple(b for a in chain for b in as_factors(a))
    for k in range(len(chain)):
        turned = chain[k:] + chain[:k]
        maps = of_turned(turned, directions)
        if maps is not None:
            return maps
    return None


def as_factors(a: Expr) -> tuple[Expr, ...]:
    k = value_of(a.args[1]) if is_op(a, "matrix_power") else None
    return (a.args[0],) * int(k) if k is not None and k.denominator == 1 and 0 < k < 5 else (a,)


def of_turned(chain: tuple[Expr, ...], directions: Directions) -> Maps | None:
    if mirrored(chain) == chain:
        inner, outer = chain, None
    elif mirrored(chain[1:]) == chain[1:] and not moves(chain[0], directions):
        inner, outer = chain[1:], gram(chain[0])
        if outer is None:
            return None
    else:
        return None
    n = len(inner)
    core = inner[n // 2] if n % 2 else None
    if core is not None and moves(core, directions):
        return None
    half = inner[n // 2 + n % 2 :]
    cores = gram(core) if core is not None else None
    if not half or (core is not None and cores is None):
        return None
    Y = mul(*half)
    left = [Y] if core is None or definite(cores) else [mul(L, Y) for L in cores or ()]
    right = left if outer is None or definite(outer) else [mul(Z, transpose(R)) for Z in left for R in outer]
    return tuple(simplify(Z) for Z in right)


def of_entries(e: Expr, directions: Directions) -> Maps | None:
    """Σ w_i (Lv)_i² with weights w_i > 0."""
    if is_op(e, "add"):
        found = [of_entries(a, directions) for a in e.args]
        return None if None in found else tuple(m for maps in found for m in maps or ())
    scale, arrays = entry_factors(e)
    if scale.coefficient <= 0 or scale.chain:
        return None
    if any(moves(b, directions) or weight(b, x) is None for b, x in scale.scalars):
        return None
    moving, fixed = [], []
    for array, exponent in arrays:
        if moves(array, directions):
            moving.append((array, exponent))
        elif sign(array) != POSITIVE:
            if exponent % 2 and sign(array) != NONNEGATIVE:
                return None
            fixed += [array] if exponent > 0 else []
    if len(moving) != 1 or moving[0][1] != 2:
        return None
    return (hadamard(*fixed, moving[0][0]),)
