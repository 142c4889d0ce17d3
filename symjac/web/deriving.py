"""A derivation, a network, a regression or an activation for the page: the result, the steps, the same in every format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from symjac.derivation.derivation import Derivation
from symjac.derivation.derive import derive as run
from symjac.derivation.explain.article import unknown
from symjac.errors import ParseError, SymjacError, UnsupportedError
from symjac.expr.looks import written
from symjac.expr.names import look_of
from symjac.pages.board import Worked
from symjac.pages.live.fault import fault
from symjac.pages.live.reading import declared_text, guessed, posed
from symjac.writing.box import equation
from symjac.writing.formats.html import mathml
from symjac.writing.formats.latex import page as latex
from symjac.writing.signs import nabla

FORMATS = ("latex", "markdown", "text", "json", "html")
OPTIONS = ("order", "style", "layout", "order_of", "detail")
MOST = 8  # variables whose derivatives stand in one box
KEPT = 8  # answers that are asked for again, in another format


def derive(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The derivation, its result by itself."""
    found = answered(asked)
    report = found.check
    told = result(found) if isinstance(found, Derivation) and len(found.variables) <= MOST else None
    return {
        "result": told,
        "html": found.render("html", fragment=True, styled=False),
        "check": str(report) if report else "",
        "lines": report.lines if report else 0,
    }


def export(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The same in a format to be copied or kept."""
    found = answered(asked)
    format = asked["format"]
    if format in FORMATS:
        return {"text": found.render(format)}
    code = getattr(found, "code", None)
    if code is None:
        raise UnsupportedError(f"there is no code of this in {format}")
    return {"text": code(format)}


def formats() -> list[str]:
    """What `export` takes."""
    return [*FORMATS, *(["numpy"] if hasattr(Derivation, "code") else [])]


def answered(asked: Mapping[str, Any]) -> Derivation | Worked:
    """What is asked for, whatever the subject; kept for a while."""
    kept = {name: value for name, value in asked.items() if name not in ("do", "format")}
    return made(json.dumps(kept, sort_keys=True))


@lru_cache(maxsize=KEPT)
def made(key: str) -> Derivation | Worked:
    asked = json.loads(key)
    subject = asked.get("subject", "formula")
    return formula(asked) if subject == "formula" else SUBJECTS[subject](asked["f"].strip(), asked.get("detail", "full"))


def formula(asked: Mapping[str, Any]) -> Derivation:
    """The derivation by the variable asked for, or the one that is guessed; a mistake knows its place."""
    text, where = asked["f"], asked.get("where")
    options = {name: asked[name] for name in OPTIONS if name in asked}
    try:
        wrt = asked.get("wrt") or guessed(text, where)
        return run(text, wrt, where, **options)
    except SymjacError as error:
        error.told = fault(error, text, declared_text(where), lambda other: posed(other, where, None))  # type: ignore[attr-defined]
        raise


def result(d: Derivation) -> dict[str, Any]:
    """∇f = …, by itself; of several variables ∇_W f = … and ∇_b f = …, one below the other."""
    several = d.results if len(d.results) > 1 and d.answer.named is not None else {}
    f = look_of(d.problem.called)
    wholes = [equation(nabla(look_of(name), f), written(e)) for name, e in several.items()]
    wholes = wholes or [equation(unknown(d), written(d.result))]
    shapes = [tuple(map(str, e.shape)) for e in several.values()] or [d.shape]
    return {
        "plain": "; ".join(f"{name}: {e}" for name, e in several.items()) or str(d.result),
        "latex": r", \quad ".join(map(latex.box, wholes)),
        "mathml": "".join(f"<div>{mathml.set_out(each)}</div>" if several else mathml.set_out(each) for each in wholes),
        "shape": ", ".join(" × ".join(shape) for shape in shapes),
        "form": d.form, "style": d.style, "variables": [str(x) for x in d.variables], "order": d.order,
    }  # fmt: skip


def network(text: str, detail: str) -> Worked:
    from symjac.pages.network.page import network as run
    from symjac.pages.network.read import network_from

    shown = None if network_from(text).values else "diagram,layers,gradients"
    return run(text, show=shown, detail=detail)


def regression(text: str, detail: str) -> Worked:
    """Only of numbers that are typed: a text that is the name of a file reads none."""
    from symjac.pages.regression.page import SIZES
    from symjac.pages.regression.page import regression as run

    if not text.startswith("[") and not SIZES.fullmatch(text):
        raise ParseError("a table of numbers is typed in brackets", found=text[:40], expected="[1, 2; 2, 3; 3, 5], or m x n")
    return run(text, detail=detail)


def activation(text: str, detail: str) -> Worked:
    from symjac.pages.activation.page import activation as run

    return run(text, detail=detail)


SUBJECTS: Mapping[str, Callable[[str, str], Worked]] = {"network": network, "regression": regression, "activation": activation}
