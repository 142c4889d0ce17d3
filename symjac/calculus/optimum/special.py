"""Sx = λx, Q'Q = I, AX + XB = C: conditions that have a name and no closed form in the language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from symjac.calculus.definite import definite, gram
from symjac.calculus.differential import gradient, substitute
from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.expand import expanded
from symjac.calculus.identities.factors import Product, factors, rebuilt, symmetric_at_sight
from symjac.calculus.optimum.affine import affine
from symjac.calculus.optimum.found import Equation, Found
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import is_zero
from symjac.errors import UnsupportedError
from symjac.expr.expr import Expr, contains
from symjac.expr.make import add, eye, is_op, mul, number, sub, symbol, transpose, value_of, zeros

Pairs = Sequence[tuple[Expr, Expr]]
Recognise = Callable[[Expr, tuple[Expr, ...], tuple[Expr, ...], tuple[Expr, ...], Pairs], Found | None]


def eigenvectors(
    f: Expr, variables: tuple[Expr, ...], constraints: tuple[Expr, ...], multipliers: tuple[Expr, ...], pairs: Pairs
) -> Found | None:
    """x'Sx on x'Mx = 1: Sx = λMx."""
    if len(variables) != 1 or len(constraints) != 1 or not variables[0].is_vector or not constraints[0].is_scalar:
        return None
    (x,), (c,) = variables, constraints
    first, second = (affine(simplify(gradient(e, x)), x) for e in (f, c))
    if first is None or second is None or not (is_zero(first.right) and is_zero(second.right)):
        return None
    if len(first.pairs) != 1 or len(second.pairs) != 1:
        return None
    S, M = (simplify(mul(number(Fraction(1, 2)), e.pairs[0][0])) for e in (first, second))
    level = value_of(simplify(substitute(c, {x: zeros(*x.shape)})))
    bounded = definite(gram(M)) and level is not None and level < 0
    return None if is_zero(S) else eigen_equation(S, M, x, bounded)


def eigen_equation(S: Expr, M: Expr, x: Expr, bounded: bool) -> Found:
    """bounded: x'Mx = c > 0 is an ellipsoid, on which f has a minimum and a maximum."""
    value = symbol("lambda", (x.shape[1], x.shape[1]))
    stated = Equation(x, simplify(mul(S, x)), simplify(mul(value, M, x)))
    general = not is_op(M, "eye")
    says: tuple[str | Expr, ...] = (
        "this is ",
        "a generalised eigenvalue problem" if general else "an eigenvalue problem",
        " in ",
        x,
        " and ",
        value,
    )
    return Found("unsolved", False if bounded else None, (stated,), says=says, form="eigen" if bounded else "pencil", values={})


def orthogonality(
    f: Expr, variables: tuple[Expr, ...], constraints: tuple[Expr, ...], multipliers: tuple[Expr, ...], pairs: Pairs
) -> Found | None:
    """Q'Q = I: Q'G is symmetric, for the gradient G of f."""
    if len(variables) != 1 or len(constraints) != 1:
        return None
    (Q,), (c,) = variables, constraints
    n = Q.shape[1]
    if c.shape != (n, n) or not Q.is_matrix or simplify(sub(c, sub(mul(transpose(Q), Q), eye(n)))) is not zeros(n, n):
        return None
    G = simplify(gradient(f, Q))
    if Q.shape[0] != n:
        return orthonormal_columns(Q, G)
    left = without_symmetric(simplify(mul(transpose(Q), G)))
    right = simplify(transpose(left))
    if left is right:
        raise UnsupportedError("the function does not change where the constraints hold", found=str(f))
    says: tuple[str | Expr, ...] = (
        "the multiplier of ",
        mul(transpose(Q), Q),
        " = ",
        eye(n),
        " is symmetric, which is what the condition says;",
        " it is met by the singular vectors of a matrix",
    )
    return Found("unsolved", None, (Equation(Q, left, right),), says=says, form="orthogonal")


def orthonormal_columns(Q: Expr, G: Expr) -> Found:
    """Of a tall Q with Q'Q = I: G = QM with a symmetric M, which is G = QG'Q; for tr(W'SW) it is SW = W(W'SW)."""
    p = factors(G) if not is_op(G, "add") else Product(Fraction(1), (), (G,))
    scale = Product(Fraction(1) / (abs(p.coefficient) or 1), tuple((b, -e) for b, e in p.scalars if sign(b) == POSITIVE), ())
    left, right = (simplify(mul(rebuilt(scale), e)) for e in (G, mul(Q, transpose(G), Q)))
    q = factors(left)
    plain = q.coefficient == 1 and not q.scalars and len(q.chain) > 1 and q.chain[-1] is Q
    span = plain and not any(contains(e, Q) for e in q.chain[:-1]) and symmetric_at_sight(mul(*q.chain[:-1]))
    says: tuple[str | Expr, ...] = ("the columns of ", Q, " are orthonormal, and their multiplier is symmetric")
    return Found("unsolved", False if span else None, (Equation(Q, left, right),), says=says, form="subspace" if span else "tall")


def without_symmetric(e: Expr) -> Expr:
    """The terms that are not symmetric by their form; they alone matter where e = e' is asked for."""
    wide = expanded(e) or e
    terms = [simplify(t) for t in (wide.args if is_op(wide, "add") else (wide,))]
    kept = [t for t in terms if not symmetric_at_sight(t)]
    p = factors(kept[0]) if len(kept) == 1 else None
    if p is not None:
        return rebuilt(Product(Fraction(1), p.scalars, p.chain))
    return simplify(add(*kept)) if kept else e


def sylvester(pairs: Pairs) -> str:
    """AX + XB = C"""
    if len(pairs) != 1:
        return ""
    ((x, E),) = pairs
    equation = affine(E, x)
    if equation is None or len(equation.pairs) < 2 or not x.is_matrix:
        return ""
    one_sided = all(is_op(A, "eye") or factors(A).chain in ((eye(x.shape[0]),), ()) or is_op(B, "eye") for A, B in equation.pairs)
    return "sylvester" if one_sided else "kronecker"


WAYS: tuple[Recognise, ...] = (eigenvectors, orthogonality)
