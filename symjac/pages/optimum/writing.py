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
from symjac.writing.box import Fence, commas
from symjac.writing.signs import listed


def written_out(asked: Asked, greatest: bool, found: Found, status: str, value: Expr | None, detail: str, check: bool) -> Worked:
    """The page; every line of it checked, if that is asked for."""
    board = Board()
    board.know(*asked.symbols.values())
    scene = Scene(asked, found, greatest, status, value, board)
    statement.state(scene)
    board.put(Paragraph((), "Solution."))
    without_members(scene)
    scene.solution_letters()
    equations.stationary(scene)
    ENDINGS[status](scene)
    small_print(scene)
    return board.finish(statement.title(scene), detail=detail, check=check)


def without_members(scene: Scene) -> None:
    """Σ_k n_k log p_k = n'log(p), and the constraints likewise."""
    if scene.asked.whole is None:
        return
    says: Text = ("Without indices,",)
    known = [(scene.asked.problem.target, scene.asked.whole)]
    known += [(a.left, b.left) for a, b in zip(scene.asked.typed, scene.asked.constraints, strict=True)]
    for typed, whole in known:
        if written(typed) == written(whole):
            scene.board.claim(value_term(typed), value_term(whole), "the form without indices")
            continue
        scene.board.step("without_indices", value_term(typed), value_term(whole), says=says, importance=2)
        says = ()


def optimum(scene: Scene) -> None:
    equations.solve(scene)
    kinds.explain(scene)
    equations.conclude_with(scene)
    value_line(scene)


def value_line(scene: Scene) -> None:
    """f(x̂) in finished form."""
    if scene.value is None or (scene.found.proof is not None and scene.found.proof.name in ("values", "compact")):
        return
    target = scene.asked.target
    name = scene.f_at(*(scene.hats[x] for x in scene.variables)) if scene.found.peeled is None else written(scene.at(target))
    side = "greatest" if scene.greatest else "least"
    says: Text = (f"The {side} value is" if scene.status in ("minimum", "maximum") else "The value there is",)
    scene.board.step("best_value", Term(name, Value(scene.at(target))), value_term(scene.value), says=says)


def stationary(scene: Scene) -> None:
    equations.solve(scene)
    equations.conclude_with(scene)
    value_line(scene)
    scene.board.say(f"This point is stationary. That it is a {scene.word} is not proved: ", *words(scene.found.missing), ".")
    for other in scene.found.others:
        if other.kind and len(scene.variables) > 1:
            point = Fence("(", commas([written(other.values[x]) for x in scene.variables]), ")")
            scene.board.say("At ", point, f" there is {kind_of(scene, other.kind)}.")


def kind_of(scene: Scene, kind: str) -> str:
    """'a saddle', 'a local maximum'; kind: of −f, where f is to be greatest."""
    word = scene.word if kind == "minimum" else "minimum" if scene.greatest else "maximum"
    return "a saddle" if kind == "saddle" else f"a local {word}"


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
