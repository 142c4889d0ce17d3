"""From the question to the kind of the point, on one board."""

from __future__ import annotations

from symjac.calculus.optimum.found import Found
from symjac.derivation.explain.article import inferred
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.pages.board import Board, Worked
from symjac.pages.optimum import equations, kinds, nothing, squares, statement, unsolved
from symjac.pages.optimum.asking import Asked
from symjac.pages.optimum.scene import Scene, words
from symjac.verify.term import Term, Value, value_term
from symjac.writing.block import Note, Paragraph, Text
from symjac.writing.signs import listed


def written_out(asked: Asked, greatest: bool, found: Found, status: str, value: Expr | None, detail: str, check: bool) -> Worked:
    """The page; every line of it checked, if that is asked for."""
    board = Board()
    board.know(*asked.symbols.values())
    scene = Scene(asked, found, greatest, status, value, board)
    statement.state(scene)
    board.put(Paragraph((), "Solution."))
    scene.solution_letters()
    equations.stationary(scene)
    ENDINGS[status](scene)
    small_print(scene)
    return board.finish(statement.title(scene), detail=detail, check=check)


def optimum(scene: Scene) -> None:
    equations.solve(scene)
    kinds.explain(scene)
    equations.conclude_with(scene)
    value_line(scene)


def value_line(scene: Scene) -> None:
    """f(x̂) in finished form."""
    if scene.value is None or (scene.found.proof is not None and scene.found.proof.name in ("values", "compact")):
        return
    target = scene.asked.problem.target
    name = scene.f_at(*(scene.hats[x] for x in scene.variables)) if scene.found.peeled is None else written(scene.at(target))
    side = "greatest" if scene.greatest else "least"
    says: Text = (f"The {side} value is" if scene.status in ("minimum", "maximum") else "The value there is",)
    scene.board.step("best_value", Term(name, Value(scene.at(target))), value_term(scene.value), says=says)


def stationary(scene: Scene) -> None:
    equations.solve(scene)
    equations.conclude_with(scene)
    value_line(scene)
    scene.board.say(f"This point is stationary. That it is a {scene.word} is not proved: ", *words(scene.found.missing), ".")


def saddle(scene: Scene) -> None:
    equations.solve(scene)
    assert scene.found.numbers is not None
    squares.complete(scene, scene.found.numbers, ("It is no optimum. ",), kinds.upside_down(scene))
    scene.board.say(
        "This takes both signs, so the point is a saddle: ", scene.f_box, " falls without end in some directions and rises",
        " without end in others. It has neither a minimum nor a maximum.",
    )  # fmt: skip


def small_print(scene: Scene) -> None:
    if scene.found.needs:
        scene.board.put(Note("condition", ("Holds if ", *listed([words(n) for n in scene.found.needs]), ".")))
    problem = scene.asked.problem
    if problem.inferred:
        scene.board.put(Note("inferred", inferred(problem)))
    for note in problem.notes:
        scene.board.put(Note("inferred", (note,)))


ENDINGS = {
    "minimum": optimum, "maximum": optimum, "stationary": stationary, "saddle": saddle, "none": nothing.tell,
    "unsolved": unsolved.tell,
}  # fmt: skip
