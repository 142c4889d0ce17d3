"""‖u‖² = uᵀu, so d‖u‖² = 2uᵀdu, and 2‖u‖ d‖u‖ = 2uᵀdu.

Source: Magnus & Neudecker, Matrix Differential Calculus, ch. 8, section 2.
"""

from __future__ import annotations

from symjac.calculus.differential import direction
from symjac.derivation.proofs.registry import Proof, register
from symjac.derivation.proofs.setting import Setting, line
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Trail
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, div, function, mul, number, power, transpose
from symjac.verify.term import Directional, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import differential, equation


def squared(e: Expr | None, letters: Letters, trail: Trail) -> None:
    u, norm = of_norm(e, letters)
    square, du = power(norm, number(2)), direction(u)
    says: Text = ("By the product rule for ", equation(written(square), written(inner(u, u))), ",")
    before = Term(differential(written(square)), Directional(square, u))
    middle = line(trail, says, before, value_term(add(inner(du, u), inner(u, du))))
    why = "a trace is that of the transpose" if u.is_matrix else "a number is its own transpose"
    line(trail, (), middle, value_term(twice(u, du)), (why,))


def prove(e: Expr | None, letters: Letters, trail: Trail) -> None:
    u, norm = of_norm(e, letters)
    du, square = direction(u), power(norm, number(2))
    halves = mul(number(2), norm, function("differential_of", norm))
    says: Text = ("By the chain rule, and by the rule for the squared norm,",)
    middle = line(trail, says, Term(differential(written(square)), Directional(square, u)), value_term(halves))
    line(trail, (), middle, value_term(twice(u, du)))
    before = Term(differential(written(norm)), Directional(norm, u))
    line(trail, ("so where ", written(u), " is not zero"), before, value_term(div(inner(u, du), norm)))


def of_norm(e: Expr | None, letters: Letters) -> tuple[Expr, Expr]:
    """u and ‖u‖, of a matrix where the norm of one is taken."""
    s = Setting(letters)
    inside = e.args[0].args[0] if e is not None and e.op.name == "power" else e.args[0] if e is not None else None
    n = s.size("nmpq")
    matrix = inside is not None and inside.is_matrix
    u = s.array("UVYZ", n, s.size("mpqr")) if matrix else s.array("uvsz", n)
    return u, function("norm", u)


def inner(a: Expr, b: Expr) -> Expr:
    """aᵀb, or tr(AᵀB)"""
    product = mul(transpose(a), b)
    return function("tr", product) if a.is_matrix else product


def twice(u: Expr, du: Expr) -> Expr:
    return mul(number(2), inner(u, du)) if u.is_matrix else mul(number(2), transpose(u), du)


register(Proof("squared norm", "the rule for the squared norm", squared))
register(Proof("norm", "the rule for the norm", prove, needs=("squared norm",)))
