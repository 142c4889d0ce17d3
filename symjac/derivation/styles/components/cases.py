"""δ_ik x_j = x_j if k = i, 0 if k ≠ i: what is left of deltas, split into exclusive cases that cover all indices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symjac.calculus.entries.look import look
from symjac.calculus.entries.slopes import Case
from symjac.calculus.entries.slopes import cases as cases_of
from symjac.derivation.styles.components.setting import Setting
from symjac.expr.lazy import S, sympy
from symjac.verify.term import IndexForm, Term
from symjac.writing.box import RELATION, Box, Infix, Row, Words
from symjac.writing.box import Cases as CasesBox
from symjac.writing.layout.fit import width
from symjac.writing.signs import OTHERWISE, airy

WIDEST = 26.0  # em: a value over several lines cannot be told from the next; the deltas then say it better


@dataclass(frozen=True)
class Cases:
    """The cases, written and meant, and how many there are."""

    term: Term
    count: int


def in_cases(e: Any, s: Setting) -> Cases | None:
    """The derivative by cases, where deltas of its free indices are left."""
    order = [f.symbol for f in s.free]
    found = cases_of(e, order)
    rows = [(look(value), condition(same, found, s)) for value, same in found]
    if not rows or max(width(value) for value, _ in rows) > WIDEST:
        return None
    return Cases(Term(CasesBox(tuple(rows)), IndexForm(piecewise(found))), len(found))


def condition(same: tuple[Any, ...], found: list[Case], s: Setting) -> Box:
    """p ≠ q, j = p; with only two cases 'if k = i' and 'if k ≠ i'."""
    if same:
        parts = [pair(each[0], each[1], each[2], s) for each in sorted(same, key=lambda each: not of_f(each, s))]
        box = airy(parts)
        return Row((Words("if "), box)) if len(found) == 2 else box
    first = found[0][1]
    if len(found) == 2 and len(first) == 1:
        a, b, _ = first[0]
        return Row((Words("if "), pair(a, b, False, s)))
    return OTHERWISE


def of_f(each: tuple[Any, Any, bool], s: Setting) -> bool:
    """Whether both indices are those of f."""
    return {each[0], each[1]} <= {f.symbol for f in s.rows}


def pair(a: Any, b: Any, equal: bool, s: Setting) -> Box:
    """p = q; an index of x stands first: j = p."""
    left, right = (a, b) if of_f((a, b, equal), s) else (b, a)
    return Infix((look(left), look(right)), ("=" if equal else "≠",), RELATION)


def piecewise(found: list[Case]) -> Any:
    rows = []
    for value, same in found:
        parts = [(sympy.Eq if equal else sympy.Ne)(a, b, evaluate=False) for a, b, equal in same]
        rows.append((value, S.true if not parts else parts[0] if len(parts) == 1 else sympy.And(*parts, evaluate=False)))
    return sympy.Piecewise(*rows, evaluate=False)
