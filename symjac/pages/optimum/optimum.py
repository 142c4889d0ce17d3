"""Optimum: what minimize and maximize answer: status, solution, conditions, reasons; drawn, evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from symjac.calculus.optimum.found import Found
from symjac.calculus.optimum.needs import text
from symjac.derivation.trail import Step
from symjac.errors.arguments import by_annotation
from symjac.expr.expr import Expr
from symjac.interop.arrays import by_name
from symjac.interop.numpy import evaluate
from symjac.pages.board import Worked
from symjac.pages.optimum.asking import Asked
from symjac.verify import Report
from symjac.writing.block import Document, Paragraph
from symjac.writing.draw import Drawable

START = Paragraph((), "Solution.")


@dataclass(frozen=True, eq=False, repr=False)
class Optimum(Drawable):
    """The answer to min f or max f.

    status: minimum, maximum, saddle, stationary, none or unsolved; unique: True, False, or None where nothing is known;
    solution: name → expression, in given quantities; condition: the stationarity equations as text; needs: conditions in words;
    value: f at the optimum, where that has a short form; why: how the kind was proved
    """

    status: str
    unique: bool | None
    solution: Mapping[str, Expr]
    condition: str
    needs: str
    multipliers: Mapping[str, Expr]
    value: Expr | None
    why: str
    asked: Asked = field(repr=False)
    found: Found = field(repr=False)
    page: Worked = field(repr=False)
    sense: str = field(default="minimize", repr=False)

    @property
    def greatest(self) -> bool:
        """Whether f was to be greatest."""
        return self.sense == "maximize"

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.page.steps

    @property
    def check(self) -> Report | None:
        """What was checked, and how."""
        return self.page.check

    @property
    def points(self) -> tuple[tuple[Mapping[str, Expr], str], ...]:
        """The other stationary points, each with its kind where that is known."""
        return tuple(({str(x): v for x, v in c.values.items()}, c.kind) for c in self.found.others)

    @by_annotation
    def evaluate(
        self, values: Mapping[str, Any] | None = None, *, sizes: Mapping[str, int] | None = None, **named: Any
    ) -> dict[str, Any]:
        """The solution in NumPy, by name: numbers without an axis, columns with one, matrices with two."""
        given = by_name([*(values or {}).items(), *named.items()])
        symbols, members = self.asked.symbols.values(), self.asked.members
        return {name: natural(evaluate(e, given, symbols, sizes, members), e) for name, e in self.solution.items()}

    def document(self) -> Document:
        """The page; 'Solution.' stands before its first sentence."""
        page = self.page.document()
        k = next(i for i, block in enumerate(page.blocks) if block == START)
        first = page.blocks[k + 1]
        if not isinstance(first, Paragraph) or first.lead:
            return page
        return replace(page, blocks=(*page.blocks[:k], replace(first, lead=START.lead), *page.blocks[k + 2 :]))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name} = {e}" for name, e in self.solution.items())
        return f"<Optimum: {self.status}{': ' + shown if shown else ''}>"


def natural(a: Any, e: Expr) -> Any:
    return a.reshape(()) if e.is_scalar else a.reshape(-1) if e.is_vector or e.is_row else a


def needs_text(found: Found) -> str:
    return "; ".join(map(text, found.needs))


def condition_text(found: Found) -> str:
    return "; ".join(f"{e.left} = {e.right}" for e in found.equations)
