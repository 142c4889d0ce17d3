"""What a variant draws: c from a list, n from a range, A a matrix of small whole numbers that has full rank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from symjac.errors import ParseError
from symjac.expr.rational import fraction, rational
from symjac.pages.exam.draw import Draw

Rows = list[list[int]]
TRIES = 400  # draws until the conditions hold


def drawn(name: str, rule: Any, draw: Draw) -> str:
    """The value as it is typed into a formula: 1/2, 3, [1, 2; 3, 4]."""
    if isinstance(rule, list):
        return number(draw.of(rule))
    if "matrix" not in rule and "vector" not in rule:
        return str(draw.of(numbers(name, rule)))
    m, n = sizes(rule)
    return literal(array(name, rule, m, n, draw))


def number(value: Any) -> str:
    return value.strip() if isinstance(value, str) else repr(value)


def sizes(rule: Mapping[str, Any]) -> tuple[int, int]:
    if "vector" in rule:
        return rule["vector"], 1
    m, n = rule["matrix"].replace("×", "x").split("x")
    return int(m), int(n)


def numbers(name: str, rule: Mapping[str, Any]) -> list[int]:
    """The numbers of a range that are not left out."""
    low, high = rule.get("from", -4), rule.get("to", 4)
    found = [k for k in range(low, min(high, low + 100_000) + 1) if k not in rule.get("not", ())]
    if not found:
        raise ParseError(f"there is no number to draw for the parameter {name!r}", found=f"from {low} to {high}")
    return found


def array(name: str, rule: Mapping[str, Any], m: int, n: int, draw: Draw) -> Rows:
    """Drawn until its conditions hold; what can be made to hold is made to."""
    conditions = rule.get("conditions", ())
    if m != n and {"symmetric", "posdef"} & set(conditions):
        raise ParseError(f"the parameter {name!r} cannot be {min({'symmetric', 'posdef'} & set(conditions))}: it is {m} x {n}")
    choices = numbers(name, rule)
    for _ in range(TRIES):
        rows = [[draw.of(choices) for _ in range(n)] for _ in range(m)]
        if {"symmetric", "posdef"} & set(conditions):
            rows = [[rows[min(i, j)][max(i, j)] for j in range(n)] for i in range(m)]
        if all(CONDITIONS[c](rows) for c in conditions):
            return rows
    raise ParseError(
        f"nothing was found for the parameter {name!r} in {TRIES} draws",
        found=", ".join(conditions),
        hint="a wider range of numbers",
    )


def literal(rows: Rows) -> str:
    return "[" + "; ".join(", ".join(map(str, row)) for row in rows) + "]"


def rank(rows: Rows) -> int:
    return len(rational([[Fraction(x) for x in row] for row in rows]).rref()[1])


def positive(rows: Rows) -> bool:
    """All leading minors are (Sylvester)."""
    minors = (rational([[Fraction(x) for x in row[:k]] for row in rows[:k]]) for k in range(1, len(rows) + 1))
    return all(fraction(minor.det()) > 0 for minor in minors)


def entries(rows: Rows) -> list[int]:
    return [x for row in rows for x in row]


CONDITIONS: Mapping[str, Callable[[Rows], bool]] = {
    "full_rank": lambda rows: rank(rows) == min(len(rows), len(rows[0])),
    "symmetric": lambda rows: all(rows[i][j] == rows[j][i] for i in range(len(rows)) for j in range(len(rows))),
    "posdef": positive,
    "nonzero": lambda rows: all(entries(rows)),
    "distinct": lambda rows: len(set(entries(rows))) == len(entries(rows)),
}
