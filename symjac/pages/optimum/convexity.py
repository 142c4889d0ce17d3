"""convexity: which way f bends, proved by the form of its second derivative, or refuted by two lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from symjac.calculus.optimum.bending import Bending, bending
from symjac.calculus.optimum.needs import text
from symjac.calculus.optimum.refuse import refuse
from symjac.derivation.derive import posed
from symjac.errors.arguments import by_annotation
from symjac.pages.board import Board, Worked
from symjac.pages.optimum.asking import Asked, in_matrices
from symjac.pages.optimum.bends import tell
from symjac.writing.block import Document
from symjac.writing.draw import Drawable

Where = str | Mapping[str, str] | None


@dataclass(frozen=True, eq=False, repr=False)
class Convexity(Drawable):
    """status: convex, strictly convex, concave, strictly concave, affine, neither or unknown.

    reason: one sentence; needs: what strictness asks for, in words; counterexample: values by name and the second derivatives in
    two directions there, of opposite signs, where the status is neither
    """

    status: str
    reason: str
    needs: str
    counterexample: Mapping[str, Any] | None
    page: Worked = field(repr=False)

    def __bool__(self) -> bool:
        """Whether f is convex."""
        return self.status in ("convex", "strictly convex", "affine")

    @property
    def message(self) -> str:
        return self.reason

    def document(self) -> Document:
        return self.page.document()

    def __repr__(self) -> str:
        return f"<Convexity: {self.status}>"


@by_annotation
def convexity(f: Any, wrt: Any = None, where: Where = None, *, detail: str = "full", check: bool = True) -> Convexity:
    """Whether f is convex or concave in its variables, jointly, and strictly.

    f, wrt, where: as for derive. What is proved is proved by the form of the second derivative along a line, a sum of squares;
    "neither" comes with a point and two directions. Where neither is found, the status is unknown.

    Errors: as for derive; UnsupportedError for functions that are no numbers or have kinks.
    Source: Boyd & Vandenberghe, Convex Optimization, 3.1.
    """
    question = in_matrices(Asked(posed(f, wrt, where), ()))
    refuse(question.target, question.variables, "convex")
    found = bending(question.target, question.variables, tuple(question.symbols))
    board = Board()
    board.know(*question.symbols.values())
    page = tell(question, found, board, detail, check)
    return Convexity(found.status, reason(found), "; ".join(map(text, found.needs)), found.counterexample, page)


def reason(found: Bending) -> str:
    return "".join(str(part) for part in found.says)
