"""A table of data: design matrix, normal equations, the minimiser, every number exact."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symjac.language import parse
from symjac.pages.board import Board
from symjac.pages.chapter.examples import is_file
from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made
from symjac.pages.exam.parts.worked import solved
from symjac.pages.exam.words import say
from symjac.pages.regression import fit as lines
from symjac.pages.regression import terms
from symjac.pages.regression.fit import Fit
from symjac.pages.regression.page import data_table, fitted
from symjac.pages.regression.table import examples, read
from symjac.verify.values import numbers
from symjac.writing.block import Paragraph


def make(c: Context) -> Made:
    found = examples(read(table(c)), c.get("target"), split(c.get("features")), c.get("weights"))
    intercept = bool(c.get("intercept", False))
    fit = fitted(found, c.get("digits", 4), intercept, terms.amount(c.get("ridge")))
    board = Board()
    lines.data(fit, board)
    lines.normal_equations(fit, board)
    degenerate = "the columns are linearly dependent: there are many minimisers" if fit.found.null else ""
    if not degenerate:
        lines.solution(fit, board)
    page = board.finish(("",), detail=c.detail)
    ask = (Paragraph((say(c.language, "table"),)), data_table(found), Paragraph(c.text(task(c, fit), {})))
    answer = "[" + "; ".join(map(str, fit.found.theta)) + "]"
    values = {f"{k + 1},1": float(x) for k, x in enumerate(fit.found.theta)}
    return solved(c, page, ask, answer, degenerate=degenerate or exact(fit.found.theta), numbers=values)


def task(c: Context, fit: Fit) -> str:
    """What is to be fitted, what counts how much, and what is asked for."""
    parts = [say(c.language, "with intercept" if fit.intercept else "without intercept")]
    if fit.weights is not None:
        parts.append(say(c.language, "weighted"))
    if fit.ridge is not None:
        parts.append(say(c.language, "penalised with intercept" if fit.intercept else "penalised").format(fit.ridge))
    return "".join([*parts, say(c.language, "normal")])


def table(c: Context) -> Any:
    """A file beside the sheet, or a literal, in which blocks may stand: [{X}, {t}]."""
    data = c.get("data")
    if is_file(c.sheet.folder, data):
        return c.sheet.folder / data
    if data.count("[") < 2:
        return data
    return literal([[str(x) for x in row] for row in numbers(parse(data))])


def literal(rows: list[list[str]]) -> str:
    return "[" + "; ".join(map(", ".join, rows)) + "]"


def split(features: str | None) -> list[str] | None:
    return features.split(",") if features else None


def exact(theta: list[Fraction]) -> str:
    """All zeros would give the question away."""
    return "" if any(theta) else "the minimiser is zero"
