"""minimize, maximize: the public functions; what they find is written on a board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symjac.calculus.optimum.found import Found
from symjac.calculus.optimum.refuse import kinks, refuse
from symjac.calculus.optimum.setting import Setting
from symjac.calculus.optimum.solve import find
from symjac.calculus.optimum.value import value_at
from symjac.derivation.choices import DETAILS
from symjac.errors import one_of
from symjac.errors.arguments import by_annotation
from symjac.pages.optimum.asking import Asked, asked
from symjac.pages.optimum.optimum import Optimum, condition_text, needs_text
from symjac.pages.optimum.reasons import why
from symjac.pages.optimum.writing import written_out

Where = str | Mapping[str, str] | None


@by_annotation
def minimize(
    f: Any, wrt: Any = None, where: Where = None, *, subject_to: str | None = None, detail: str = "full", check: bool = True
) -> Optimum:
    """Where f is least: the gradient set to zero and solved, with the proof that it is a minimum.

    f, wrt, where: as for derive; wrt may name several variables of any shape: "w, b". A variable declared symmetric or posdef is
    sought among these matrices. subject_to: equations, "A*x = b; sum(p) = 1"; they may also stand behind f, after s.t.
    detail: brief, exam or full; check=False only to measure.

    Nothing is called a minimum that was not proved to be one: then the status is stationary, with what is missing.
    Errors: as for derive; UnsupportedError for kinks, inequalities and functions that are no numbers.
    Sources: Boyd & Vandenberghe, Convex Optimization, 4.2.3, 10.1; Magnus & Neudecker, ch. 7 and 13.
    """
    return solved("minimize", f, wrt, where, subject_to, detail, check)


@by_annotation
def maximize(
    f: Any, wrt: Any = None, where: Where = None, *, subject_to: str | None = None, detail: str = "full", check: bool = True
) -> Optimum:
    """Where f is greatest; everything else is as for minimize."""
    return solved("maximize", f, wrt, where, subject_to, detail, check)


def solved(sense: str, f: Any, wrt: Any, where: Where, subject_to: str | None, detail: str, check: bool) -> Optimum:
    one_of("detail", detail, DETAILS)
    question = asked(f, wrt, where, subject_to, sense[:3])
    target = question.target
    refuse(target, question.variables, "minimised" if sense == "minimize" else "maximised")
    for c in question.constraints:
        kinks(c.left, question.variables)
    taken = tuple(question.symbols)
    found = find(Setting(target, question.variables, question.constraints, taken, sense == "maximize"))
    return answer(question, sense, found, detail, check)


def answer(question: Asked, sense: str, found: Found, detail: str, check: bool) -> Optimum:
    status = "maximum" if sense == "maximize" and found.status == "minimum" else found.status
    variables = {str(x): found.values[x] for x in question.variables if x in found.values}
    multipliers = {str(m): v for m in found.multipliers if (v := found.values.get(m)) is not None}
    value = value_at(question.target, question.variables, found) if variables else None
    page = written_out(question, sense == "maximize", found, status, value, detail, check)
    return Optimum(
        status, found.unique, variables, condition_text(found), needs_text(found), multipliers, value,
        why(found, sense == "maximize"), question, found, page, sense,
    )  # fmt: skip
