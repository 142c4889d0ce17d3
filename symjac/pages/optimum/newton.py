"""w ← w − H⁻¹∇f: the step of Newton's method towards a minimum that has no closed form.

Source: Boyd & Vandenberghe, Convex Optimization, 9.5; Bishop, PRML, 4.3.3 (logistic regression).
"""

from __future__ import annotations

from symjac.calculus.differential import gradient, hessian
from symjac.calculus.simplify import finished
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, length, postorder
from symjac.expr.looks import written
from symjac.expr.make import div, function, is_op, mul, power, sub, symbol
from symjac.pages.optimum.scene import Scene
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.verify.values import point, value
from symjac.writing.box import SUM, Box, Fence, Frac, Infix, Num, Prefix, Script
from symjac.writing.signs import nabla, product_box, total

TRIES, TINY = 4, 1e-20
LONG, SHORT = 90, 50  # names, numbers and operators: of a Hessian, and of a step that is written out


def tell(scene: Scene) -> None:
    """The Hessian, and what a step replaces the variable by; of a convex f, or a concave one that is to be greatest."""
    if len(scene.variables) != 1 or scene.found.multipliers or scene.found.proof is None:
        return
    (x,) = scene.variables
    try:
        g, H = finished(gradient(scene.f, x), scene.f), finished(hessian(scene.f, x), scene.f)
    except SymjacError:
        return
    if x.is_matrix or length(H) > LONG or not sometimes_invertible(H):
        return
    curved = second(scene, x)
    name = "second derivative" if x.is_scalar else "Hessian"
    says = (f"Newton's method approaches it in steps. With the {name}",)
    scene.board.step("hessian", Term(curved, Derivative(scene.f, (x,), order=2)), value_term(H), says=says, importance=2)
    step(scene, x, g, H)


def sometimes_invertible(H: Expr) -> bool:
    """Whether its determinant is not zero at one of a few random points: that of diag(p) − pp' is zero everywhere."""
    symbols = [e for e in postorder(H) if is_op(e, "symbol")]
    return any(determinant(H, symbols, turn) for turn in range(TRIES))


def determinant(H: Expr, symbols: list[Expr], turn: int) -> bool:
    try:
        det = function("det", H) if H.is_matrix else H
        return bool(abs(value(det, point(symbols, exact=False, seed=turn, turn=turn % 2)).item) > TINY)
    except (ArithmeticError, SymjacError):
        return False


def second(scene: Scene, x: Expr) -> Box:
    """∇²f, or d²f/dx²"""
    return total(scene.f_box, written(x), 2) if x.is_scalar else nabla(written(x), scene.f_box, 2)


def step(scene: Scene, x: Expr, g: Expr, H: Expr) -> None:
    """w − H⁻¹g, by its names and, where that is short, in full."""
    slope, bend = symbol("the slope", g.shape), symbol("the Hessian", H.shape)
    scene.board.claim(scene.slope_term(x), value_term(g), "the gradient in Newton's step")
    scene.board.define(slope, g)
    scene.board.define(bend, H)
    curved = second(scene, x)
    taken = Frac(scene.slope(x), curved) if x.is_scalar else product_box(inverse(curved), scene.slope(x))
    moved = sub(x, div(slope, bend) if x.is_scalar else mul(power(bend, -1), slope))
    names = Term(Infix((written(x), taken), ("−",), SUM), Value(moved))
    whole = finished(sub(x, div(g, H) if x.is_scalar else mul(power(H, -1), g)), scene.f)
    strict = scene.found.proof is not None and scene.found.proof.strict
    says = ("a step replaces " if strict else "a step, where this has an inverse, replaces ", written(x), " by")
    if length(whole) <= SHORT:
        scene.board.step("newton", names, value_term(whole), says=says)
        return
    scene.board.say(*says)
    scene.board.show(names.box, end=".")


def inverse(curved: Box) -> Box:
    """(∇²f)⁻¹"""
    return Script(Fence("(", curved, ")"), sup=Prefix("−", Num("1")))
