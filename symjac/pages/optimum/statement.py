"""Problem. Let y and Φ be constant. Find the θ for which f(θ) = ‖y − Φθ‖² is least, among those with Aθ = b."""

from __future__ import annotations

from symjac.derivation.explain.article import constant, formula, is_tall, together
from symjac.derivation.explain.displays import weight
from symjac.expr.looks import written
from symjac.expr.make import zeros
from symjac.pages.optimum.scene import Scene
from symjac.writing.block import Aligned, Equation, Line, Paragraph, Text
from symjac.writing.box import Box, Num, equation
from symjac.writing.signs import listed

INLINE = 12  # symbols that still stand in a line of text


def state(scene: Scene) -> None:
    """The question, with all that is given."""
    problem, board = scene.asked.problem, scene.board
    given = [e for e in scene.asked.symbols.values() if e not in scene.variables]
    fixed: Text = ("Let ", *listed([constant(e) for e in given]), " be constant. ") if given else ()
    what: Text = ("Find ", *listed(together(scene.variables)), ", for which ")
    side = "greatest" if scene.greatest else "least"
    shown = formula(problem, scene.variables)
    limits = [side_box(c) for c in scene.asked.constraints]
    if weight(shown) <= INLINE and not is_tall(shown) and not limits:
        board.put(Paragraph((*fixed, *what, shown, f" is {side}."), "Problem."))
        return
    goes_on = f", subject to {'these constraints' if len(limits) > 1 else 'the constraint'}" if limits else ""
    board.put(
        Paragraph(
            (
                *fixed,
                *what,
                f"this function is {side}{goes_on}:"
                if not limits
                else f"the function in the first line is {side}, subject to what stands below it:",
            ),
            "Problem.",
        )
    )
    if limits:
        lines = [Line(shown.items[0], "=", shown.items[1]), *(Line(a, "=", b) for a, b in limits)]
        board.put(Aligned(tuple(lines), end="."))
    else:
        board.put(Equation(shown, end="."))


def side_box(c: object) -> tuple[Box, Box]:
    from symjac.calculus.optimum.solve import Constraint

    assert isinstance(c, Constraint)
    right = Num("0") if c.right is zeros(*c.right.shape) else written(c.right)
    return written(c.left), right


def title(scene: Scene) -> Text:
    """The minimum of f(θ) = ‖y − Φθ‖²"""
    shown = formula(scene.asked.problem, scene.variables)
    what = f"The {scene.word} of "
    return (
        (what, shown)
        if weight(shown) <= 18 and not is_tall(shown)
        else (what, scene.f_box if scene.found.peeled is None else written(scene.asked.problem.target))
    )


def constraint_equations(scene: Scene) -> list[Box]:
    return [equation(*side_box(c)) for c in scene.asked.constraints]
