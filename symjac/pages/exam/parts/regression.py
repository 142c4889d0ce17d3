"""A table of data: design matrix, normal equations, the minimiser, every number exact."""

from __future__ import annotations

from fractions import Fraction

from symjac.pages.board import Board
from symjac.pages.chapter.examples import is_file
from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made
from symjac.pages.exam.parts.worked import solved
from symjac.pages.exam.words import say
from symjac.pages.regression import fit as lines
from symjac.pages.regression.page import data_table, fitted
from symjac.pages.regression.table import examples, read
from symjac.writing.block import Paragraph


def make(c: Context) -> Made:
    data = c.get("data")
    found = examples(
        read(c.sheet.folder / data if is_file(c.sheet.folder, data) else data), c.get("target"), split(c.get("features"))
    )
    intercept = bool(c.get("intercept", False))
    fit = fitted(found, c.get("digits", 4), intercept)
    board = Board()
    lines.data(fit, board)
    lines.normal_equations(fit, board)
    degenerate = "the columns are linearly dependent: there are many minimisers" if fit.found.null else ""
    if not degenerate:
        lines.solution(fit, board)
    page = board.finish(("",), detail=c.detail)
    task = say(c.language, "with intercept" if intercept else "without intercept")
    ask = (Paragraph((say(c.language, "table"),)), data_table(found), Paragraph((task, say(c.language, "normal"))))
    answer = "[" + "; ".join(map(str, fit.found.theta)) + "]"
    numbers = {f"{k + 1},1": float(x) for k, x in enumerate(fit.found.theta)}
    return solved(c, page, ask, answer, degenerate=degenerate or exact(fit.found.theta), numbers=numbers)


def split(features: str | None) -> list[str] | None:
    return features.split(",") if features else None


def exact(theta: list[Fraction]) -> str:
    """All zeros would give the question away."""
    return "" if any(theta) else "the minimiser is zero"
