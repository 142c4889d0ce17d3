"""The page of convexity: the second derivative along a line, as squares or with its two signs."""

from __future__ import annotations

from symjac.calculus.optimum.bending import Bending
from symjac.calculus.optimum.found import Found, Proof
from symjac.derivation.explain.article import constant, formula
from symjac.expr.looks import written
from symjac.pages.board import Board, Worked
from symjac.pages.optimum.asking import Asked
from symjac.pages.optimum.kinds import bend
from symjac.pages.optimum.scene import Scene, words
from symjac.writing.block import Note, Paragraph, Text
from symjac.writing.signs import listed


def tell(asked: Asked, found: Bending, board: Board, detail: str, check: bool) -> Worked:
    scene = Scene(asked, Found(found.status, None, ()), False, found.status, None, board)
    given = [e for e in asked.symbols.values() if e not in asked.variables]
    fixed: Text = ("Let ", *listed([constant(e, asked.members) for e in given]), " be constant. ") if given else ()
    shown = formula(asked.problem, asked.variables)
    board.put(Paragraph((*fixed, "Is ", shown, " convex?"), "Problem."))
    board.put(Paragraph((), "Solution."))
    proof = Proof("convex", (), table=found.table, form=found.form)
    names = listed([(written(v),) for v in found.table.values()])
    bend(scene, proof, asked.target, scene.f_box, ("In the direction of any ", *names, ", the second derivative is"), False)
    verdict(scene, found)
    if found.needs:
        board.put(Note("condition", ("Strictly, if ", *listed([words(n) for n in found.needs]), ".")))
    return board.finish(("The convexity of ", shown), detail=detail, check=check)


def verdict(scene: Scene, found: Bending) -> None:
    name = scene.f_box
    if found.status == "neither":
        scene.board.say("This takes both signs, so ", name, " is neither convex nor concave.")
    elif found.status == "unknown":
        scene.board.say("Its sign is not seen from this form, so it stays open whether ", name, " is convex.")
    elif found.status == "affine":
        scene.board.say("So ", name, " is affine: convex and concave.")
    else:
        side = "negative" if "convex" in found.status else "positive"
        end = " It is zero only for the zero direction." if found.strict else ""
        scene.board.say(f"This is never {side}, so ", name, f" is {found.status}.{end}")
