"""The structure of a matrix, read off its summands: the algebra of the finished form tells it, no numbers are tried."""

from __future__ import annotations

from types import MappingProxyType

from symjac.calculus.identities.factors import Product, flip
from symjac.calculus.simplify import is_zero, signs_in_front, simplify
from symjac.calculus.structured.blocks import block_diagonal
from symjac.calculus.structured.kronecker import kronecker
from symjac.calculus.structured.structure import BOTH, DENSE, DIAGONAL, LOW, PLUS, SCALED, ZERO, Parts, Structure, made
from symjac.calculus.structured.terms import Low, behind, on_diagonal, summands, through, tidy, together
from symjac.expr.dims import ONE, Dim
from symjac.expr.expr import Expr
from symjac.expr.make import add, eye, function, is_op, literal, mul, number, symbol, value_of, zeros


def structure(M: Expr) -> Structure:
    """What the matrix is made of; "dense" where nothing is known that would spare work."""
    M = simplify(M)
    if is_zero(M):
        return made(ZERO, {}, lambda _: M)
    if M.is_scalar:
        return made(SCALED, {"d": M}, lambda p: p["d"])
    terms = summands(M)
    return plainly(M, terms) or permuted(M, terms) or dense(M)


def plainly(M: Expr, terms: list[Product]) -> Structure | None:
    return block_diagonal(M, terms) or by_diagonals(M, terms) or kronecker(M, terms) or kronecker_plus(M, terms)


def kronecker_plus(M: Expr, terms: list[Product]) -> Structure | None:
    """A ⊗ B + U C V'"""
    m, n = M.shape
    lows = {p: through(p, n) for p in terms} if m == n else {}
    found = [low for low in lows.values() if low is not None]
    pair = kronecker(M, [p for p in terms if lows.get(p) is None]) if found else None
    if pair is None:
        return None
    low = found[0] if len(found) == 1 else beside(found)
    if not narrower_than(low.rank, n):
        return None
    A, B = scaled(pair)
    parts = {"A": A, "B": B, **named(low)}
    return made(BOTH, parts, lambda p: plus(function("kron", p["A"], p["B"]), p), low.rank)


def scaled(pair: Structure) -> tuple[Expr, Expr]:
    """The factors, the number in front in one of them."""
    A, B, c = pair.parts["A"], pair.parts["B"], pair.parts.get("c", number(1))
    return (A, simplify(mul(c, B))) if is_op(A, "eye") else (simplify(mul(c, A)), B)


def permuted(M: Expr, terms: list[Product]) -> Structure | None:
    """K N with a commutation matrix K and an N of known structure."""
    ends = (e for p in terms for e in p.chain[:1] + p.chain[-1:])
    K = next((e for e in ends if is_op(e, "commutation")), None)
    inner = [behind(p, K) if K is not None and p.chain else None for p in terms]
    found = [p for p in inner if p is not None]
    N = plainly(M, found) if len(found) == len(terms) else None
    if N is None or K is None or N.kind in (PLUS, BOTH):
        return None
    expr = signs_in_front(tidy(K, N.expr))
    return Structure(N.kind, MappingProxyType({"K": K, **N.parts}), mul(symbol("K", K.shape), N.form), expr, N.rank)


def dense(M: Expr) -> Structure:
    return made(DENSE, {"H": M}, lambda p: p["H"])


def by_diagonals(M: Expr, terms: list[Product]) -> Structure | None:
    """diag(d) + U C V'; one of the two may be missing."""
    m, n = M.shape
    diagonals, lows = [], []
    for p in terms:
        d = on_diagonal(p)
        low = through(p, m if n == m else narrower(m, n)) if d is None else None
        if d is None and low is None:
            return None
        if d is not None:
            diagonals.append(d)
        elif low is not None:
            lows.append(low)
    if not lows:
        return diagonal(together(diagonals, n), n)
    found = lows[0] if len(lows) == 1 else beside(lows)
    if not narrower_than(found.rank, n):
        return None
    parts = named(found)
    if not diagonals:
        return made(LOW, parts, product, found.rank)
    d = together(diagonals, n)
    return made(PLUS, {"d": d, **parts}, lambda p: plus(spread(p["d"], n), p), found.rank)


def narrower_than(k: Dim, n: Dim) -> bool:
    """Whether k < n, as far as is known."""
    return k.number is None or n.number is None or k.number < n.number


def narrower(m: Dim, n: Dim) -> Dim:
    """The side of a matrix that is not square which a narrow product must be narrower than."""
    return min((m, n), key=lambda k: (k.number is None, k.number or 0))


def diagonal(d: Expr, n: Dim) -> Structure:
    return made(SCALED if d.is_scalar else DIAGONAL, {"d": d}, lambda p: spread(p["d"], n))


def spread(d: Expr, n: Dim) -> Expr:
    """d I, or diag(d)."""
    if not d.is_scalar:
        return function("diag", d)
    return tidy(d, eye(n))


# U C V'


def beside(lows: list[Low]) -> Low:
    """U₁C₁V₁' + U₂C₂V₂' = [U₁ U₂] diag(C₁, C₂) [V₁ V₂]'"""
    U = literal((tuple(low.U for low in lows),))
    same = all(low.U is low.V for low in lows)
    V = U if same else literal((tuple(low.V for low in lows),))
    if all(low.rank == ONE for low in lows):
        weights = [low.core for low in lows]
        alike = all(w is weights[0] for w in weights)
        return Low(U, weights[0] if alike else literal(tuple((w,) for w in weights)), V)
    cores = [block(low.core, low.rank) for low in lows]
    rows = tuple(
        tuple(C if j == i else zeros(low.rank, other.rank) for j, other in enumerate(lows))
        for i, (low, C) in enumerate(zip(lows, cores, strict=True))
    )
    return Low(U, literal(rows), V)


def block(core: Expr, k: Dim) -> Expr:
    """The core as a matrix."""
    return core if core.is_matrix else spread(core, k)


def named(low: Low) -> Parts:
    """The parts that differ from 1 and from one another, by their names."""
    u, v = ("u", "v") if low.rank == ONE else ("U", "V")
    core = "c" if low.core.is_scalar else "w" if low.core.is_vector else "C"
    middle = {} if value_of(low.core) == 1 else {core: low.core}
    return {u: low.U, **middle} if low.V is low.U else {u: low.U, **middle, v: low.V}


def tall(p: Parts) -> tuple[Expr, Expr]:
    """U and V."""
    U = p["u"] if "u" in p else p["U"]
    return U, p.get("v", p.get("V", U))


def product(p: Parts) -> Expr:
    """U C V'"""
    U, V = tall(p)
    if "w" in p:
        return tidy(U, function("diag", p["w"]), flip(V))
    return tidy(*(p[name] for name in ("c",) if name in p), U, *(p[name] for name in ("C",) if name in p), flip(V))


def plus(D: Expr, p: Parts) -> Expr:
    """D + U C V'"""
    return add(D, product(p))
