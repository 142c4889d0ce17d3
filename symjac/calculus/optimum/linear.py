"""A z B = C ⇒ z = A⁻¹ C B⁻¹: one term in the unknown; factors that both sides share are divided by first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from symjac.calculus.definite import gram
from symjac.calculus.domains import certainly_invertible
from symjac.calculus.expand import expanded
from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.calculus.numeric import constant_grid, null_space, solution
from symjac.calculus.optimum.affine import Affine, of_identity
from symjac.calculus.optimum.needs import never_injective
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import is_zero
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.make import add, div, eye, hdiv, is_op, matrix, mul, neg, number, power, transpose, value_of


@dataclass(frozen=True)
class Solved:
    """left = right, solved for the unknown: unknown = value where the `inverted` are invertible.

    left: what stands before = with the unknown in it; unique: whether the equation has no other solution then;
    nonzero: vectors and numbers that the equation was divided by; how: the name of what was done; complete: whether
    these are all solutions; inside: a function that has to take the value behind it
    """

    unknown: Expr
    left: Expr
    right: Expr
    value: Expr
    inverted: tuple[Expr, ...] = ()
    nonzero: tuple[Expr, ...] = ()
    unique: bool = True
    how: str = "linear"
    complete: bool = True
    inside: tuple[str, Expr] | None = None


def solved(equation: Affine) -> Solved | None:
    """The solution, where the unknown stands in one term."""
    if len(equation.pairs) != 1:
        return None
    ((A, B),) = equation.pairs
    A, B, right = without_number(A, B, equation.right)
    A, right, divided = peeled(A, right)
    A, right = (A, right) if gram(A) is not None else as_gram(A, right)
    B, right, more = peeled_right(B, right)
    z = equation.unknown
    left = simplify(mul(A, z, B))
    base = Solved(z, left, right, right, nonzero=(*divided, *more))
    if A.shape[0] == ONE and A.is_row and B is eye(z.shape[1]):
        return underdetermined(A, right, base)
    if A.shape[0] != A.shape[1] or B.shape[0] != B.shape[1]:
        return None
    return both_sides(A, B, right, base)


def both_sides(A: Expr, B: Expr, right: Expr, base: Solved) -> Solved | None:
    exact = in_numbers(A, right) if is_op(B, "eye") or value_of(B) == 1 else None
    if exact is not None:
        return replace(base, value=exact)
    if is_zero(A) or is_zero(B):
        return None
    c = of_identity(A) if is_op(A, "add") else None
    if c is not None and trivially(B):
        left = simplify(mul(c, base.unknown))
        return replace(base, left=left, value=simplify(div(right, c)), inverted=(c,))
    if A.is_matrix and never_injective(A):
        return replace(base, unique=False, how="shortest") if is_zero(right) else None
    inverted = tuple(M for M in (A, B) if not trivially(M))
    value = times_inverse(inverse_times(A, right), B)
    return replace(base, value=simplify(value), inverted=inverted)


def as_gram(A: Expr, right: Expr) -> tuple[Expr, Expr]:
    """X'(X − 11'X/n) as X'(I − 11'/n)X: written so that it can be seen to be semidefinite, with the other sign if need be."""
    for sign_ in (1, -1):
        wide = expanded(A) or A
        form = sandwiched(simplify(mul(number(sign_), wide)))
        if form is not None and gram(form) is not None:
            return form, right if sign_ == 1 else simplify(neg(right))
    return A, right


def sandwiched(M: Expr) -> Expr | None:
    """R'(a I + S + …)R, where every term begins with R' and ends with R."""
    wide = expanded(M) or M
    terms = [factors(simplify(t)) for t in (wide.args if is_op(wide, "add") else (wide,))]
    if len(terms) < 2 or any(len(t.chain) < 2 for t in terms):
        return None
    R = terms[0].chain[-1]
    first = simplify(transpose(R))
    if any(t.chain[-1] is not R or t.chain[0] is not first for t in terms):
        return None
    inner = [Product(t.coefficient, t.scalars, t.chain[1:-1] or (eye(R.shape[0]),)) for t in terms]
    return mul(first, simplify(add(*map(rebuilt, inner))), R)


def trivially(M: Expr) -> bool:
    return is_op(M, "eye") or bool(value_of(M))


def without_number(A: Expr, B: Expr, right: Expr) -> tuple[Expr, Expr, Expr]:
    """2Az = 2c as Az = c."""
    p, q = factors(A), factors(B)
    c = p.coefficient * q.coefficient
    if c in (0, 1):
        return A, B, right
    return whole(p, A), whole(q, B), simplify(mul(number(1 / c), right))


def whole(p: Product, M: Expr) -> Expr:
    return simplify(rebuilt(Product(Fraction(1), p.scalars, p.chain)))


def peeled(A: Expr, right: Expr) -> tuple[Expr, Expr, tuple[Expr, ...]]:
    """F A z = F c as A z = c, for an invertible F, or a column F that is not zero."""
    divided: tuple[Expr, ...] = ()
    while chain := factors(A).chain:
        F = chain[0]
        if is_op(F, "eye") or (len(chain) == 1 and not certainly_invertible(F)):
            break
        if not (certainly_invertible(F) or F.is_vector):
            break
        a, b = divided_left(A, F), divided_left(right, F)
        if a is None or b is None:
            break
        divided += () if certainly_invertible(F) else (F,)
        A, right = a, b
    return A, right, divided


def peeled_right(B: Expr, right: Expr) -> tuple[Expr, Expr, tuple[Expr, ...]]:
    turned, c, divided = peeled(simplify(transpose(B)), simplify(transpose(right)))
    return (
        (simplify(transpose(turned)), simplify(transpose(c)), divided)
        if len(factors(turned).chain) < len(factors(B).chain)
        else (B, right, ())
    )


def divided_left(e: Expr, F: Expr) -> Expr | None:
    """G with F G = e, read off every term; None where one does not begin with F."""
    if is_zero(e):
        return simplify(mul(transpose(F), e)) if F.shape[0] == F.shape[1] else None
    parts = []
    for term in e.args if is_op(e, "add") else (e,):
        p = factors(term)
        if not p.chain or p.chain[0] is not F:
            return None
        rest = p.chain[1:] or ((eye(F.shape[1]),) if F.is_matrix else ())
        parts.append(rebuilt(Product(p.coefficient, p.scalars, rest)))
    return simplify(add(*parts))


def inverse_times(A: Expr, c: Expr) -> Expr:
    if trivially(A):
        return c if value_of(A) in (None, 1) else div(c, A)
    if A.is_scalar:
        return div(c, A)
    if is_op(A, "diag") and c.is_vector:
        return hdiv(c, A.args[0])
    return mul(power(A, -1), c)


def times_inverse(c: Expr, B: Expr) -> Expr:
    if trivially(B):
        return c if value_of(B) in (None, 1) else div(c, B)
    return div(c, B) if B.is_scalar else mul(c, power(B, -1))


def in_numbers(A: Expr, right: Expr) -> Expr | None:
    """The solution in numbers, where there are no letters and A is invertible."""
    grid, c = constant_grid(A), constant_grid(right)
    if grid is None or c is None or len(grid) != len(c) or null_space(grid):
        return None
    columns = [solution(grid, [row[j] for row in c]) for j in range(len(c[0]))]
    return matrix([[col[i] for col in columns if col is not None] for i in range(len(grid))])


def underdetermined(a: Expr, c: Expr, base: Solved) -> Solved:
    """a'z = c: the shortest solution is a c/(a'a)."""
    column_ = simplify(transpose(a))
    length = simplify(mul(a, column_))
    value = simplify(mul(div(c, length), column_))
    return replace(base, value=value, nonzero=(*base.nonzero, column_), unique=False, how="shortest")
