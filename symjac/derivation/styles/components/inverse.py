"""Σ_k X_rk (X⁻¹)_kq = δ_rq, so ∂(X⁻¹)_pq/∂X_ij = −(X⁻¹)_pi (X⁻¹)_jq: an inverse is known by the equations that it solves.

Source: Magnus & Neudecker, Matrix Differential Calculus, ch. 8, theorem 8.3.
"""

from __future__ import annotations

from typing import Any

from symjac.calculus.entries import differentiate
from symjac.calculus.entries.look import look
from symjac.calculus.entries.nodes import delta, times, total
from symjac.derivation.styles.components.setting import Named, Setting, boxes, form
from symjac.derivation.styles.components.words import in_line
from symjac.derivation.trail import Rule, Trail
from symjac.expr.lazy import S
from symjac.expr.looks import written
from symjac.expr.names import look_of
from symjac.verify.term import Free
from symjac.writing.block import Text
from symjac.writing.box import Box, Sym, equation
from symjac.writing.signs import product_box


def equations(s: Setting, z: Named, trail: Trail) -> Text:
    """The equations for the entries, and their derivatives; returns how the derivative follows from them."""
    p, q = z.free
    r = Free(s.names.free("r"), p.size)
    left = s.route.sum(p.size, lambda k: times((of_argument(s, z, r.symbol, k), s.route.entry(z.expr, k, q.symbol))))
    free, k = (r, q), left.args[1][0]
    X, inverse = boxes_of(s, z)
    rule = Rule("equations", "component", (), (*named(s, inverse), equation(product_box(X, inverse), Sym("I")), ", that is,"))
    trail.apply(rule, form(left), form(delta(r.symbol, q.symbol)), free=free)
    x = s.x_box(*boxes(s.columns))
    rule = Rule("product_rule", "differentiate", (), ("Differentiate both sides with respect to ", x, ", by the product rule:"))
    slope = differentiate(left, s.variable)
    trail.apply(rule, form(slope), form(S.Zero), free=(*free, *s.columns))
    says = multiplied(s, z, r, k)
    s.names.used.discard(str(r.symbol))  # a letter of these lines only
    return says


def multiplied(s: Setting, z: Named, r: Free, k: Any) -> Text:
    """Multiply by (X⁻¹)_pr and sum over r: Σ_r (X⁻¹)_pr X_rk = δ_pk."""
    p = z.free[0].symbol
    factor = s.route.entry(z.expr, p, r.symbol)
    unit = total(times((factor, of_argument(s, z, r.symbol, k))), (r.symbol, S.One, s.route.size(r.size)))
    wanted = in_line(s, look(z.pattern))
    start: Text = (
        "Multiply by ",
        look(factor),
        " and sum over ",
        look(r.symbol),
        ". Since ",
        equation(look(unit), look(delta(p, k))),
    )
    return (*start, ", the second terms add up to ", wanted, ", so")


def of_argument(s: Setting, z: Named, i: Any, j: Any) -> Any:
    """X_ij of X⁻¹"""
    return s.route.entry(z.expr.args[0], i, j)


def boxes_of(s: Setting, z: Named) -> tuple[Box, Box]:
    """X and X⁻¹, or Z and Z⁻¹ where Z has been given a name."""
    inside = z.expr.args[0]
    name = s.route.named.get(inside)
    return (look_of(name) if name else written(inside)), s.route.looks.get(z.expr) or written(z.expr)


def named(s: Setting, inverse: Box) -> Text:
    return ("The entries of ", inverse, " are determined by ")
