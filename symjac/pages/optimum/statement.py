"""Problem. Let y and Φ be constant. Find θ ∈ ℝᴰ for which f(θ) = ‖y − Φθ‖² is least, subject to Aθ = b."""

from __future__ import annotations

from symjac.calculus.optimum.setting import Constraint
from symjac.derivation.explain.article import constant, formula, is_tall, together
from symjac.derivation.explain.displays import weight
from symjac.expr.looks import written
from symjac.expr.make import zeros
from symjac.pages.optimum.scene import Scene
from symjac.writing.block import Aligned, Equation, Line, Paragraph, Text
from symjac.writing.box import Box, Num, equation
from symjac.writing.signs import listed

INLINE = 16  # symbols that still stand in a line of text
TITLE = 18


def state(scene: Scene) -> None:
    """The question, with all that is given."""
    board = scene.board
    given = [e for e in scene.asked.symbols.values() if e not in scene.variables]
    families = scene.asked.members
    fixed: Text = ("Let ", *listed([constant(e, families) for e in given]), " be constant. ") if given else ()
    what: Text = (*fixed, "Find ", *listed(together(scene.variables, families)), " for which ")
    side = "greatest" if scene.greatest else "least"
    shown = formula(scene.asked.problem, scene.variables)
    limits = [equation(*sides(c)) for c in scene.asked.stated]
    if weight(shown) + sum(map(weight, limits)) <= INLINE and not any(map(is_tall, (shown, *limits))):
        subject: Text = (", subject to ", *listed([(box,) for box in limits])) if limits else ()
        board.put(Paragraph((*what, shown, f" is {side}", *subject, "."), "Problem."))
        return
    board.put(Paragraph((*what, f"this function is {side}:"), "Problem."), Equation(shown))
    if limits:
        board.say("subject to")
        lines = tuple(Line(a, "=", b) for a, b in map(sides, scene.asked.stated))
        board.put(Aligned(lines) if len(lines) > 1 else Equation(limits[0]))


def sides(c: Constraint) -> tuple[Box, Box]:
    """Ax and b; a zero on the right is 0, whatever its shape."""
    return written(c.left), Num("0") if c.right is zeros(*c.right.shape) else written(c.right)


def title(scene: Scene) -> Text:
    """The minimum of f(θ) = ‖y − Φθ‖²"""
    shown = formula(scene.asked.problem, scene.variables)
    what = f"The {scene.word} of "
    return (what, shown) if weight(shown) <= TITLE and not is_tall(shown) else (what, shown.items[0])
