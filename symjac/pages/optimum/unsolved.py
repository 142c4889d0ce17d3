"""No closed form: the condition is the answer, with the name that it has and what is known of its solutions."""

from __future__ import annotations

from symjac.calculus.identities.factors import factors
from symjac.calculus.optimum.affine import affine
from symjac.calculus.simplify import simplify
from symjac.expr.looks import written
from symjac.expr.make import add, function, mul, symbol, transpose
from symjac.pages.optimum import equations, kinds, newton
from symjac.pages.optimum.scene import Scene
from symjac.verify.term import value_term
from symjac.writing.box import Prefix, Sym, transposed
from symjac.writing.signs import product_box


def tell(scene: Scene) -> None:
    form = scene.found.form
    scene.board.say(OPENINGS.get(form, "They are zero where" if len(scene.variables) > 1 else "It is zero where"))
    equations.conditions(scene)
    SAYS.get(form, plain)(scene)
    kinds.explain(scene)


def plain(scene: Scene) -> None:
    scene.board.say("This has no solution in closed form; the condition is the answer.")
    newton.tell(scene)


def eigen(scene: Scene) -> None:
    which = "largest" if scene.greatest else "smallest"
    (x,) = scene.variables
    value = written(symbol("lambda", (x.shape[1], x.shape[1])))
    scene.board.say(
        "This is an eigenvalue problem, and has no closed form: ", written(x), " is an eigenvector, scaled to meet the",
        " constraint, and ", value, " its eigenvalue. Multiplied by ", transposed(written(x)), " from the left, the equation",
        " says that ", scene.f_at(x), " is a multiple of ", value, f", so the {scene.word} belongs to the {which} eigenvalue.",
        " If ", written(x), " is a solution, so is ", Prefix("−", written(x)), ".",
    )  # fmt: skip


def pencil(scene: Scene) -> None:
    """The constraint is no ellipsoid: whether there is an optimum is left open."""
    scene.board.say(
        "This is an eigenvalue problem, and has no closed form. By its form the constraint does not describe a bounded set,",
        " so whether there is a ", scene.word, " stays open.",
    )  # fmt: skip


def orthogonal(scene: Scene) -> None:
    (e, *_) = scene.found.equations
    chain = factors(e.left).chain
    (Q,) = scene.variables
    of_what = (" of ", written(mul(*chain[1:]))) if len(chain) > 1 and chain[0] is transpose(Q) else ()
    scene.board.say(
        "The multiplier of the constraint is symmetric, and this is what remains of the equation. It has no closed form: it is",
        " solved by the singular value decomposition", *of_what, ".",
    )  # fmt: skip


def subspace(scene: Scene) -> None:
    """SW = W(W'SW)"""
    which = "largest" if scene.greatest else "smallest"
    (W,) = scene.variables
    (e, *_) = scene.found.equations
    S = written(mul(*factors(e.left).chain[:-1]))
    w, R = written(W), Sym("R")
    scene.board.say(
        "This has no closed form: it says that ", S, " takes the span of the columns of ", w, " to itself. Such a span has a",
        " basis of eigenvectors of ", S, ", and ", scene.f_at(W), " grows with the sum of their eigenvalues, so the",
        f" {scene.word} belongs to the {which} ones. With ", w, ", every ", product_box(w, R), " with an orthogonal matrix ", R,
        " is a solution, too.",
    )  # fmt: skip


def tall(scene: Scene) -> None:
    scene.board.say("The multiplier of the constraint is symmetric, and this is what remains of the equation.")
    scene.board.say("This has no solution in closed form; the condition is the answer.")


def sylvester(scene: Scene) -> None:
    """Σ A X B = C, and the same as a system of linear equations for vec X."""
    (x,) = scene.variables
    scene.board.say(
        "This is a Sylvester equation: ", written(x), " is multiplied from the left in one term and from the right in another.",
        " In matrices it has no closed form.",
    )  # fmt: skip
    stacked(scene)


def stacked(scene: Scene) -> None:
    (x,) = scene.variables
    (e, *_) = scene.found.equations
    found = affine(e.left, x)
    if found is None:
        return
    left = value_term(function("vec", e.left))
    M = simplify(add(*(function("kron", transpose(B), A) for A, B in found.pairs)))
    says = "Column by column, it is a system of linear equations, for"
    scene.board.step("stacked", left, value_term(mul(M, function("vec", x))), says=(says,), importance=2)


OPENINGS = {
    "pencil": "With the multiplier written as the negative of an eigenvalue, this says that",
    "eigen": "With the multiplier written as the negative of an eigenvalue, this says that",
    "orthogonal": "Multiplied by the transpose of the variable, it is zero where",
    "subspace": "With the symmetric multiplier put in, it is zero where",
    "tall": "With the symmetric multiplier put in, it is zero where",
}
SAYS = {
    "eigen": eigen, "pencil": pencil, "orthogonal": orthogonal, "subspace": subspace, "tall": tall, "sylvester": sylvester,
    "kronecker": sylvester,
}  # fmt: skip
