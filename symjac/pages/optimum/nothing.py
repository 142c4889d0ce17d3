"""No minimum: the slope is constant, the equations contradict each other, or f falls without end along a direction."""

from __future__ import annotations

from symjac.expr.looks import written
from symjac.pages.optimum import equations, squares
from symjac.pages.optimum.kinds import upside_down
from symjac.pages.optimum.scene import Scene, words
from symjac.writing.block import Text
from symjac.writing.signs import listed


def tell(scene: Scene) -> None:
    q = scene.found.numbers
    if q is None:
        scene.board.say("It has no solution: ", *words(scene.found.says), f". So there is no {scene.word}.")
        return
    if q.why_none == "inconsistent":
        scene.board.say("The constraints contradict each other: no point meets")
        equations.conditions(scene, constraints=True)
        return
    scene.board.say("With the constraints, this gives" if scene.found.multipliers else "It is zero where")
    equations.conditions(scene)
    if q.point is None:
        scene.board.say("This has no solution.")
    if q.H and any(any(row) for row in q.H):
        squares.complete(scene, q, (), upside_down(scene))
    way: Text = listed([(written(v),) for v in scene.found.fall.values()])
    end = "rises" if scene.greatest else "falls"
    where: Text = ("In the direction of ", *way, ", ") if scene.found.fall else ("Somewhere ",)
    scene.board.say(*where, scene.f_box, f" {end} without end, so there is no {scene.word}.")
