"""Lv = 0 only for v = 0: what this asks of L, in words; A⁻¹ exists: what this asks of A."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from symjac.calculus.definite import Maps, definite, gram
from symjac.calculus.differential import substitute
from symjac.calculus.domains import POSITIVE, certainly_invertible, never_zero, sign
from symjac.calculus.expand import expanded
from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.calculus.optimum.squares import moves
from symjac.calculus.optimum.tidy import with_ones
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import is_zero
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr, contains
from symjac.expr.make import is_op, mul, ones, symbol, transpose, zeros

Need = tuple[str | Expr, ...]  # words and formulas


@dataclass(frozen=True)
class Kernel:
    """Whether the maps are zero together for v = 0 alone: always, never, or if the needs are met."""

    trivial: bool
    needs: tuple[Need, ...] = ()


def kernel(maps: Sequence[Expr], directions: Sequence[Expr]) -> Kernel:
    """What {v: all maps of v are zero} is."""
    open_, left = list(directions), [unsigned(simplify(L)) for L in maps]
    while sure := next((v for v in open_ if any(surely(L, v, directions) for L in left)), None):
        open_.remove(sure)
        left = [simplify(substitute(L, {sure: zeros(*sure.shape)})) for L in left]
        left = list(dict.fromkeys(unsigned(L) for L in left if not is_zero(L)))
    if not open_:
        return Kernel(True)
    if any(not any(contains(L, v) for L in left) for v in open_):
        return Kernel(False)
    if len(open_) == 1:
        return of_one(left, open_[0])
    return Kernel(True, (only_for(left, open_),))


def unsigned(L: Expr) -> Expr:
    """−2Lv is zero where Lv is."""
    p = factors(L)
    return L if p.coefficient in (0, 1) else simplify(rebuilt(Product(Fraction(1), p.scalars, p.chain)))


def sides(L: Expr, v: Expr) -> tuple[tuple[Expr, ...], tuple[Expr, ...], bool] | None:
    """A and B, as chains, of a map A v B, and whether v stands transposed."""
    p = factors(L)
    if v.is_scalar:
        rest = tuple(b for b, _ in p.scalars if b is not v)
        return ((*rest, *p.chain), (), False) if any(b is v for b, _ in p.scalars) and all(b is not v for b in rest) else None
    if not p.chain and len(p.scalars) == 1 and is_op(p.scalars[0][0], "mul"):
        chain = p.scalars[0][0].args
    else:
        chain = p.chain
        if any(moves(b, (v,)) for b, _ in p.scalars):
            return None
    for k, a in enumerate(chain):
        if a is v or (is_op(a, "transpose") and a.args[0] is v):
            return chain[:k], chain[k + 1 :], a is not v
    return None


def surely(L: Expr, v: Expr, directions: Sequence[Expr]) -> bool:
    """Whether Lv = 0 forces v = 0, whatever the letters are."""
    if any(contains(L, w) for w in directions if w is not v):
        return False
    found = sides(L, v)
    if found is None:
        return is_op(L, "hadamard") and all(a is v or sign(a) == POSITIVE for a in L.args)
    A, B, _ = found
    return all(map(certain, (*A, *B)))


def certain(M: Expr) -> bool:
    if M.is_scalar:
        return never_zero(M)
    if is_op(M, "ones"):
        return M.is_vector
    return certainly_invertible(M) or (M.shape[0] == M.shape[1] and definite(gram(M)))


def of_one(left: Sequence[Expr], v: Expr) -> Kernel:
    if len(left) > 1:
        return Kernel(True, (only_for(left, (v,)),))
    (L,) = left
    found = sides(L, v)
    if found is None:
        if is_op(L, "hadamard"):
            rest = [a for a in L.args if a is not v and sign(a) != POSITIVE]
            if len(rest) == len(L.args) - 1 or all(not moves(a, (v,)) for a in rest):
                return Kernel(True, tuple((a, " has no zero entries") for a in rest))
        return Kernel(True, (only_for(left, (v,)),))
    A, B, turned = found
    needs = []
    for chain, on_left in ((A, True), (B, False)):
        if chain and not all(map(certain, chain)):
            M = mul(*chain)
            M = M if on_left else simplify(transpose(M))
            if never_injective(M):
                return Kernel(False)
            needs.append(columns_independent(strip(M)))
    return Kernel(True, tuple(needs))


def strip(M: Expr) -> Expr:
    """KL has independent columns where L has, for an invertible K."""
    chain = factors(M).chain
    while len(chain) > 1 and certain(chain[0]):
        chain = chain[1:]
    return mul(*chain) if chain else M


def never_injective(M: Expr) -> bool:
    """A row takes many columns to zero, fewer rows than columns do, and so does what sends the ones to zero."""
    rows, columns = M.shape
    if columns == ONE or M.free:
        return False
    if rows == ONE or (rows.number is not None and columns.number is not None and rows.number < columns.number):
        return True
    product = mul(M, ones(columns))
    return is_zero(simplify(expanded(product) or product))


def columns_independent(M: Expr) -> Need:
    if M.free:
        return spanning(M)
    if M.is_vector or M.is_scalar:
        return (M, " is not zero")
    if is_op(M, "transpose"):
        return ("the rows of ", M.args[0], " are linearly independent (full row rank)")
    return ("the columns of ", M, " are linearly independent (full column rank)")


def spanning(M: Expr) -> Need:
    """Of x_i' for all i: the x_i span the space."""
    if M.is_scalar:
        return ("the ", M, " are not all zero")
    if M.is_row:
        return ("the ", simplify(transpose(M)), " span the whole space")
    v = symbol("v", (M.shape[1], ONE))
    i = next(iter(M.free))
    return ("no ", v, " other than 0 has ", mul(M, v), " = 0 for all ", i)


def only_for(left: Sequence[Expr], open_: Sequence[Expr]) -> Need:
    """no x other than 0 has Ax = 0 and Lx = 0"""
    equations = tuple(part for k, L in enumerate(left) for part in ((" and " if k else ""), L, " = 0"))
    names = tuple(part for k, v in enumerate(open_) for part in ((", " if k else ""), v))
    bound = tuple(dict.fromkeys(i for L in left for i in L.free))
    if bound:
        equations += (" for all ", bound[0])
    if len(open_) == 1:
        return ("no ", open_[0], " other than 0 has ", *equations)
    return (*equations, " only where ", *names, " are all 0")


def invertible(M: Expr) -> tuple[Need, ...]:
    """What has to hold for M⁻¹ to exist, beyond the declarations."""
    if M.is_scalar:
        return scalar_nonzero(M)
    if certain(M) or is_op(M, "inv"):
        return ()
    p = factors(M)
    if p.scalars and p.chain:
        scale = rebuilt(Product(p.coefficient, p.scalars, ()))
        return (*scalar_nonzero(scale), *invertible(mul(*p.chain)))
    maps = gram(M)
    if maps is None:
        return ((M, " is invertible"),)
    return of_maps(M, maps)


def of_maps(M: Expr, maps: Maps) -> tuple[Need, ...]:
    v = symbol("v", (M.shape[0], ONE))
    found = kernel([simplify(mul(L, v)) for L in maps], (v,))
    return found.needs if found.trivial else ((M, " is invertible"),)


def scalar_nonzero(M: Expr) -> tuple[Need, ...]:
    if never_zero(M):
        return ()
    p = factors(M)
    found: list[Need] = []
    for base, _ in p.scalars:
        if never_zero(base):
            continue
        maps = gram(base)
        if definite(maps):
            continue
        while is_op(base, "norm", "sqrt") and base.is_scalar:
            base = base.args[0]
        if not base.is_scalar:
            found.append((base, " is not zero"))
            continue
        base = with_ones(base)
        chain = base.args if is_op(base, "mul") else ()
        inner = quadratic_form(chain)
        if inner is not None and is_op(inner, "ones"):
            continue
        found.append((inner or (maps[0] if maps and len(maps) == 1 else base), " is not zero"))
    return tuple(found)


def quadratic_form(chain: tuple[Expr, ...]) -> Expr | None:
    """The u of u'Mu with a positive definite M."""
    if len(chain) < 2 or not chain[-1].is_vector:
        return None
    u = chain[-1]
    return u if simplify(transpose(chain[0])) is u and all(map(certain, chain[1:-1])) else None


def moves_in(need: Need, variables: Sequence[Expr]) -> bool:
    """Whether a condition speaks of the variables themselves."""
    return any(isinstance(part, Expr) and contains(part, x) for part in need for x in variables)


def text(need: Need) -> str:
    return "".join(str(part) for part in need)
