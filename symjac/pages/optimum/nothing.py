"""No minimum: the slope is constant, the equations contradict each other, or f falls without end along a direction."""

from __future__ import annotations

from symjac.expr.looks import written
from symjac.pages.optimum import equations, kinds
from symjac.pages.optimum.scene import Scene, words
from symjac.writing.block import Text
from symjac.writing.signs import listed


def tell(scene: Scene) -> None:
    q = scene.found.numbers
    if q is None:
        scene.board.say("It has no solution: ", *words(scene.found.says), ", so there is no ", scene.word, ".")
        return
    if q.why_none == "inconsistent":
        scene.board.say("The constraints contradict each other: no point meets all of")
        equations.conditions(scene)
        return
    scene.board.say("It is zero where" if not scene.found.multipliers else "With the constraints, this gives")
    equations.conditions(scene)
    way: Text = listed([(written(v),) for v in scene.found.fall.values()])
    if q.point is None and not any(q.fall):
        scene.board.say("These equations have no solution, so there is no ", scene.word, ".")
        return
    if q.point is None:
        scene.board.say(
            "These equations have no solution. In the direction of ",
            *way,
            " ",
            scene.f_box,
            " ",
            "rises" if scene.greatest else "falls",
            " without end, so there is no ",
            scene.word,
            ".",
        )
        return
    kinds.explain(scene)
    scene.board.say(
        "In the direction of ",
        *way,
        " ",
        scene.f_box,
        " ",
        "rises" if scene.greatest else "falls",
        " without end, so there is no ",
        scene.word,
        ".",
    )
