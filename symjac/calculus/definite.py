"""v'Mv = |L₁v|² + |L₂v|² + …: matrices that are positive semidefinite by their form, and the v for which the form is zero.

Sources: Horn & Johnson, Matrix Analysis, 7.1 (Gram matrices), 7.5.3 (Schur products); Boyd & Vandenberghe, 3.1.5.
"""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.domains import NONNEGATIVE, POSITIVE, certainly_invertible, sign
from symjac.calculus.expand import expanded
from symjac.calculus.identities.factors import Product, factors, rebuilt, reversed_chain
from symjac.calculus.numeric import constant_grid, inertia
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import is_zero
from symjac.expr.expr import Expr
from symjac.expr.make import eye, function, is_op, mul, sub, transpose

Maps = tuple[Expr, ...]  # L₁, L₂, …


def gram(M: Expr) -> Maps | None:
    """Maps L with v'Mv ≥ 0, and = 0 exactly where all Lv are 0; None where the form does not show that."""
    if M.is_scalar:
        return of_scalar(M)
    match M.op.name:
        case "eye":
            return whole(M)
        case "symbol":
            return whole(M) if "posdef" in M.data[1] or {"diagonal", "positive"} <= M.data[1] else None
        case "member":  # Σ_k: what is declared of every member
            return whole(M) if is_op(M.args[0], "symbol") and "members posdef" in M.args[0].data[1] else None
        case "add":
            return of_sum(M)
        case "mul" | "div" | "neg":
            return of_product(factors(M))
        case "inv":
            return None if gram(M.args[0]) is None else whole(M)
        case "diag":
            return of_diagonal(M)
        case "bigsum":
            return gram(M.args[0])
        case "literal":
            return of_numbers(M)
        case "kron" | "hadamard":
            found = [gram(a) for a in M.args]
            return None if None in found else whole(M) if all(map(definite, found)) else (M,)
    return None


def mirrored(chain: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """(A B c)' = c'B'A', where a symmetric matrix of numbers is its own transpose, too."""
    return tuple(a if symmetric_numbers(a) else b for a, b in zip(reversed(chain), reversed_chain(chain), strict=True))


def symmetric_numbers(a: Expr) -> bool:
    grid = constant_grid(a) if is_op(a, "literal") and a.shape[0] == a.shape[1] else None
    return grid is not None and all(grid[i][j] == grid[j][i] for i in range(len(grid)) for j in range(i))


def definite(found: Maps | None) -> bool:
    """Whether the form is zero for v = 0 alone, whatever the letters are."""
    return found is not None and any(is_op(L, "eye") or (L.is_scalar and sign(L) == POSITIVE) for L in found)


def whole(M: Expr) -> Maps:
    return (eye(M.shape[0]),)


def composed(maps: Maps, half: tuple[Expr, ...]) -> Maps:
    """L(Rv) for the maps L: the maps of R'MR."""
    if not half:
        return maps
    R = mul(*half)
    if definite(maps) and certainly_invertible(R):
        return whole(R)
    return tuple(simplify(mul(L, R)) for L in maps)


def of_scalar(M: Expr) -> Maps | None:
    if sign(M) == POSITIVE:
        return (eye(M.shape[0]),)
    if is_op(M, "add"):
        return of_sum(M)
    p = factors(M)
    if p.coefficient <= 0:
        return None
    found: Maps = ()
    for base, exponent in p.scalars:
        if sign(base) == POSITIVE:
            continue
        form = of_chain(base.args) if exponent == 1 and is_op(base, "mul") else None
        if form is None and (sign(base) == NONNEGATIVE or exponent % 2 == 0):
            form = (base,)
        if form is None or exponent < 0:
            return None
        found = form if not found else (rebuilt(Product(Fraction(1), p.scalars, ())),)
    return found or (eye(M.shape[0]),)


def of_sum(M: Expr) -> Maps | None:
    found: list[Expr] = []
    for a in M.args:
        maps = gram(a)
        if maps is None:
            return projector(M)
        found += maps
    return whole(M) if definite(tuple(found)) else tuple(dict.fromkeys(found))


def of_product(p: Product) -> Maps | None:
    """c · s · R'CR with a number c > 0, scalars s ≥ 0, a core C that is semidefinite itself."""
    maps = of_chain(p.chain) if p.coefficient > 0 else None
    if maps is None:
        return None
    left = [(b, e) for b, e in p.scalars if sign(b) != POSITIVE]
    if not left:
        return maps
    scale = rebuilt(Product(Fraction(1), tuple(left), ()))
    weight = of_scalar(scale)
    return None if weight is None else tuple(mul(scale, L) for L in maps)


def of_chain(chain: tuple[Expr, ...]) -> Maps | None:
    n = len(chain)
    if n == 0 or mirrored(chain) != chain:
        return None
    half = chain[n // 2 + n % 2 :]
    if n % 2 == 0:
        return composed((eye(half[0].shape[0]),), half)
    core = gram(chain[n // 2]) if n > 1 else gram(chain[0]) if chain[0].op.name not in ("mul", "div", "neg") else None
    return None if core is None else composed(core, half)


def of_diagonal(M: Expr) -> Maps | None:
    """diag(u) with u ≥ 0; the diagonal of a semidefinite matrix is such a u."""
    u = M.args[0]
    if not M.is_matrix or u.is_matrix:
        return None
    inside = u.args[0] if is_op(u, "diag") else None
    maps = gram(inside) if inside is not None else None
    if maps is not None:
        return whole(M) if definite(maps) else (M,)
    s = sign(u)
    return whole(M) if s == POSITIVE else (M,) if s == NONNEGATIVE else None


def of_numbers(M: Expr) -> Maps | None:
    grid = constant_grid(M)
    if grid is None or any(grid[i][j] != grid[j][i] for i in range(len(grid)) for j in range(i)):
        return None
    positive, negative, _ = inertia(grid)
    return None if negative else whole(M) if positive == len(grid) else (M,)


def projector(M: Expr) -> Maps | None:
    """I − uu'/(u'u) is a projection, P = P' = P²; diag(p) − pp' is the covariance of a softmax."""
    if len(M.args) != 2 or M.shape[0] != M.shape[1]:
        return None
    first, second = (factors(a) for a in M.args)
    if second.coefficient > 0 or first.coefficient <= 0:
        return None
    if simplify(transpose(M)) is simplify(M) and simplified_equal(mul(M, M), M):
        return (M,)
    p = second.chain[0] if second.chain else M
    softmax = is_op(p, "softmax") and second.chain == (p, transpose(p)) and first.chain == (function("diag", p),)
    same = (first.coefficient, first.scalars) == (-second.coefficient, second.scalars)
    return (M,) if softmax and same else None


def simplified_equal(a: Expr, b: Expr) -> bool:
    """Whether a − b vanishes when it is multiplied out."""
    difference = sub(a, b)
    return is_zero(simplify(expanded(difference) or difference))
