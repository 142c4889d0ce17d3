"""Answers in numbers, rounded by hand: 0.76, [0.76; -0.76], W1 = [2, 2]; b1 = 2."""

from __future__ import annotations

import re
from fractions import Fraction

from symjac.derivation.decimals import in_floats
from symjac.errors import ParseError
from symjac.expr.expr import postorder
from symjac.expr.make import is_op
from symjac.language import parse
from symjac.pages.exam.made import Made

SLACK = 1.05  # of half a unit of the last digit


def compared(made: Made, answer: str, digits: int) -> Fraction:
    """The share of the numbers that are right to so many digits behind the point; ParseError where there are others."""
    wanted = grouped(made)
    typed = parts(answer, wanted)
    right = total = 0
    for name, rows in wanted.items():
        given = typed.get(name)
        total += sum(map(len, rows))
        if given is not None:
            right += agreeing(rows, given, digits)
    return Fraction(right, total)


def grouped(made: Made) -> dict[str, list[list[float]]]:
    """The rows of each answer, by its name; '' where there is one without a name."""
    found: dict[str, dict[tuple[int, int], float]] = {}
    for key, value in made.numbers.items():
        name, _, at = key.rpartition(" ")
        i, j = map(int, at.split(","))
        found.setdefault(name, {})[i, j] = value
    return {
        name: [[cells[i, j] for j in range(1, max(c for _, c in cells) + 1)] for i in range(1, max(r for r, _ in cells) + 1)]
        for name, cells in found.items()
    }


def parts(answer: str, wanted: dict[str, list[list[float]]]) -> dict[str, list[list[float]]]:
    """'name = numbers; …'; without names where one answer is wanted."""
    if len(wanted) == 1:
        (name,) = wanted
        return {name: values(answer.rpartition("=")[2])}
    out = {}
    for piece in re.split(r";(?![^\[]*\])", answer):
        name, equals, text = piece.partition("=")
        if not equals or canonical(name) not in map(canonical, wanted):
            raise ParseError("each number needs its name", found=piece.strip()[:60], expected=" = …; ".join(wanted) + " = …")
        out[next(n for n in wanted if canonical(n) == canonical(name))] = values(text)
    return out


def canonical(name: str) -> str:
    return re.sub(r"[\s\[\](){}^_]|\\partial|∂|d(?=[A-Za-z])", "", name)


def values(text: str) -> list[list[float]]:
    expr = parse(text)
    if any(is_op(e, "symbol", "image") for e in postorder(expr)):
        raise ParseError("numbers are asked for", found=text.strip()[:60])
    return in_floats(expr)


def agreeing(rows: list[list[float]], given: list[list[float]], digits: int) -> int:
    """How many entries agree; a row is taken for a column."""
    if (len(given), len(given[0])) != (len(rows), len(rows[0])):
        given = [list(column) for column in zip(*given, strict=True)]
    if (len(given), len(given[0])) != (len(rows), len(rows[0])):
        raise ParseError("the numbers have another shape than what is asked for", expected=f"{len(rows)} x {len(rows[0])}")
    half = SLACK * 0.5 * 10.0**-digits
    return sum(abs(a - b) <= half for x, y in zip(rows, given, strict=True) for a, b in zip(x, y, strict=True))
