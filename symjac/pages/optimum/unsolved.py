"""No closed form: the condition is the answer, with the name that it has and what is known of its solutions."""

from __future__ import annotations

from symjac.calculus.optimum.affine import affine
from symjac.calculus.simplify import simplify
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, eye, function, mul, transpose
from symjac.pages.optimum import equations, kinds
from symjac.pages.optimum.scene import Scene
from symjac.writing.box import equation


def tell(scene: Scene) -> None:
    form = scene.found.form
    scene.board.say(OPENINGS.get(form, "It is zero where"))
    equations.conditions(scene)
    SAYS.get(form, plain)(scene)
    kinds.explain(scene)


def plain(scene: Scene) -> None:
    scene.board.say(
        "This has no solution in closed form; the condition is the answer. Its solutions are found by iteration, by Newton's method for example."
    )


def eigen(scene: Scene) -> None:
    which = "largest" if scene.greatest else "smallest"
    x = scene.variables[0]
    scene.board.say(
        "This is an eigenvalue problem: ",
        written(x),
        " is an eigenvector, scaled so that the constraint holds, and ",
        written(scene.found.equations[0].right.args[0]) if scene.found.equations[0].right.args else "",
        " its eigenvalue. The ",
        scene.word,
        f" belongs to the {which} eigenvalue. There is no closed form; with ",
        written(x),
        ", its negative is a solution, too.",
    )


def orthogonal(scene: Scene) -> None:
    scene.board.say(
        "The multiplier of the constraint is symmetric, and this is what is left of the equation. It is solved by the singular value decomposition; there is no closed form."
    )


def sylvester(scene: Scene) -> None:
    scene.board.say(
        "This is a Sylvester equation: the unknown is multiplied from the left in one term and from the right in another. With vec it is a system of linear equations; in matrices it has no closed form."
    )


OPENINGS = {
    "eigen": "With the multiplier written as the negative of an eigenvalue, it is zero where", "orthogonal": "Multiplied by the transpose of the variable, it is zero where",
}  # fmt: skip
SAYS = {"eigen": eigen, "orthogonal": orthogonal, "sylvester": sylvester}
_ = affine, simplify, Expr, add, eye, function, mul, transpose, equation
