"""Hx = b by the structure of H: (N + UCU')⁻¹ = N⁻¹ − N⁻¹U(C⁻¹ + U'N⁻¹U)⁻¹U'N⁻¹, (A ⊗ B)⁻¹ = A⁻¹ ⊗ B⁻¹.

Source: Woodbury, Inverting modified matrices (1950); Golub & Van Loan, Matrix Computations, 2.1.4, 12.3.
"""

from __future__ import annotations

from symjac.calculus.definite import definite, gram
from symjac.calculus.domains import POSITIVE, UNKNOWN, sign
from symjac.calculus.expand import without_norms
from symjac.calculus.identities.factors import flip
from symjac.calculus.simplify import is_zero, rebuild, signs_in_front, simplify
from symjac.calculus.structured.recognise import block, tall
from symjac.calculus.structured.structure import BLOCKS, BOTH, DENSE, KRONECKER, LOW, PLUS, ZERO, Structure
from symjac.calculus.structured.terms import tidy
from symjac.errors import UnsupportedError
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr, fold
from symjac.expr.make import add, commutation, div, eye, function, hdiv, is_op, mul, number, ones, sub, transpose


def solution(H: Structure, b: Expr) -> Expr:
    """x with Hx = b, for a column b; UnsupportedError where no x is the only one. Of K N with a commutation matrix N⁻¹K'b."""
    refuse_singular(H)
    if H.kind in (DENSE, LOW, BLOCKS):  # the code of an inverse goes block by block by itself
        return dense(H, b)
    if "K" in H.parts:
        b = mul(commutation(*reversed(H.parts["K"].data)), b)
    return woodbury(H, b) if H.kind in (PLUS, BOTH) else base(H, b)


def base(H: Structure, b: Expr) -> Expr:
    """N⁻¹b for the part N of H that is not of low rank."""
    return by_factors(H, b) if "A" in H.parts else over(b, H.parts["d"])


def dense(H: Structure, b: Expr) -> Expr:
    return mul(simplify(function("inv", H.expr)), b)


def refuse_singular(H: Structure) -> None:
    m, n = H.expr.shape
    if m != n:
        raise UnsupportedError("only a square matrix has an inverse", found=f"{m} x {n}")
    k = H.rank
    thin = H.kind == LOW and k is not None and k.number is not None and (n.number is None or k.number < n.number)
    if H.kind == ZERO or thin:
        raise singular(H, f"it is of rank {0 if k is None else k} at most")


def singular(H: Structure, why: str) -> UnsupportedError:
    hint = "add a multiple of the identity: lambda/2 times the square of the norm of the variable, in the formula"
    return UnsupportedError(f"the matrix has no inverse: {why}", found=str(H.expr), hint=hint)


def over(b: Expr, d: Expr) -> Expr:
    """D⁻¹b for D = d I or diag(d)."""
    if d.is_scalar:
        return tidy(div(b, d))
    return simplify(hdiv(b, d) if b.is_vector else mul(function("diag", hdiv(ones(d.shape[0]), d)), b))


# N + U C V'


def woodbury(H: Structure, b: Expr) -> Expr:
    """y − Z C (I + V'Z C)⁻¹ V'y with y = N⁻¹b, Z = N⁻¹U."""
    U, V = tall(H.parts)
    y, Z = base(H, b), base(H, U)
    core = H.parts.get("c", H.parts.get("w", H.parts.get("C", number(1))))
    if U.shape[1] == ONE:
        return one_column(H, y, Z, V, core)
    return signs_in_front(sub(y, tidy(Z, *middle(Z, U, V, H.parts.get("d"), core), flip(V), y)))


def middle(Z: Expr, U: Expr, V: Expr, d: Expr | None, core: Expr) -> tuple[Expr, ...]:
    """C (I + V'Z C)⁻¹; where no weight is negative S (I + S U'Z S)⁻¹ S with S² = C: a positive definite system, and no weight
    is divided by."""
    k = U.shape[1]
    if U is not V or d is None or sign(d) != POSITIVE or core.is_matrix or sign(core) == UNKNOWN:
        C = block(core, k)
        return C, inverse(add(eye(k), tidy(flip(V), Z, C)))
    if core.is_scalar:
        return (inverse(add(tidy(div(eye(k), core)), tidy(flip(U), Z))),)
    S = function("diag", function("sqrt", core))
    return S, inverse(add(eye(k), tidy(S, flip(U), Z, S))), S


def inverse(M: Expr) -> Expr:
    return function("inv", M)


def one_column(H: Structure, y: Expr, Z: Expr, v: Expr, c: Expr) -> Expr:
    """y − Z c(v'y)/(1 + c v'Z), by Sherman and Morrison."""
    factor = simplify(add(number(1), mul(c, flip(v), Z)))
    if vanishes(factor):
        raise singular(H, f"it sends {simplify(Z)} to zero")
    return signs_in_front(sub(y, tidy(div(mul(c, flip(v), y), factor), Z)))


def vanishes(s: Expr) -> bool:
    """Whether a number is zero, if need be with its norms and inner products written out."""
    s = simplify(fold(s, inner_products))
    wide = without_norms(s) if is_op(s, "add") else None
    return is_zero(s) or (wide is not None and is_zero(simplify(wide)))


def inner_products(e: Expr, args: tuple[Expr, ...]) -> Expr:
    """(p ⊙ q)'1 = p'q"""
    if is_op(e, "mul") and len(args) == 2 and is_op(args[0], "transpose") and is_op(args[1], "ones"):
        u = args[0].args[0]
        if is_op(u, "hadamard") and u.is_vector and len(u.args) == 2:
            return mul(transpose(u.args[0]), u.args[1])
    return rebuild(e, args)


def narrow(H: Structure) -> bool:
    """Whether the structure spares work only where its rank is below the number of rows: both are letters."""
    return H.kind in (PLUS, BOTH) and H.rank is not None and H.rank.number is None


def certainly_definite(M: Expr) -> bool:
    """Whether v'Mv > 0 for all v ≠ 0 by the form of M, so that it has a Cholesky factor."""
    return M.is_matrix and M.shape[0] == M.shape[1] and definite(gram(M))


# A ⊗ B


def by_factors(H: Structure, b: Expr) -> Expr:
    """(c A ⊗ B)⁻¹ = (A⁻¹ ⊗ B⁻¹)/c"""
    A, B = H.parts["A"], H.parts["B"]
    if A.shape[0] != A.shape[1]:
        raise UnsupportedError("only a square matrix has an inverse", found=f"a Kronecker product of {A} and {B}, not square")
    right = tidy(div(b, H.parts["c"])) if "c" in H.parts and H.kind == KRONECKER else b
    return mul(function("kron", inverted(A), inverted(B)), right)


def inverted(A: Expr) -> Expr:
    return A if is_op(A, "eye") else simplify(inverse(A))
