r"""What a command stands for: \derive the steps, \gradient and \hessian the formula, \checked nothing, if the equation holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symjac.derivation.derivation import Derivation
from symjac.derivation.derive import derive
from symjac.derivation.explain.article import article, excerpt
from symjac.derivation.explain.displays import condition_note
from symjac.derivation.trail import every
from symjac.errors import DomainError, ParseError
from symjac.expr.looks import written
from symjac.judge.check import check, equal
from symjac.lazy import regex
from symjac.pages.live.reading import guessed, posed
from symjac.pages.weave import spelling
from symjac.pages.weave.command import Command
from symjac.writing.block import Document, Paragraph
from symjac.writing.formats import markdown
from symjac.writing.formats.latex import page as latex


@dataclass(frozen=True)
class Author:
    """The macros of a LaTeX source by name, and what a transpose looks like in it."""

    macros: Mapping[str, str]
    transpose: str


_EQUALS = regex(r"(?<![=<>!:\\])=(?!=)")


def content(command: Command, author: Author | None, used: str) -> str:
    """What is put behind the command, in LaTeX as the author writes it; a SymjacError where nothing can be."""
    if command.name == "checked":
        checked(command, used)
        return ""
    options = {name: value for name, value in command.options.items() if name != "problem"}
    if command.name == "hessian":
        options["order"] = "2"
    d = derivation(used + command.formula, options)
    whole = command.name == "derive"
    doc = document(d, command.options.get("problem") == "true") if whole else Document((), (Paragraph((written(d.result),)),))
    if author is None:
        return markdown.document(doc).strip()
    own = spelling.letters(command.formula, author.macros, d.problem.symbols)
    families = [str(x.data[0]) for x, member in d.problem.families.items() if not member.is_scalar]
    marked = spelling.marked(doc, own, families)
    source = latex.body(marked).strip()
    if not whole:
        source = source.removeprefix("$").removesuffix("$")
    return spelling.respelled(source, own, spelling.transpose_of(command.formula, author.macros, author.transpose))


def derivation(formula: str, options: Mapping[str, str]) -> Derivation:
    given: dict[str, Any] = {"detail": "exam", **options}
    if "order" in given:
        if given["order"] not in ("1", "2"):
            raise ParseError("the order is 1 or 2", found=given["order"][:40])
        given["order"] = int(given["order"])
    wrt = given.pop("wrt", None) or guessed(formula, given.get("where"))
    return derive(formula, wrt, **given)


def document(d: Derivation, problem: bool) -> Document:
    """The steps and where they hold; with the problem and the small print, if it is asked for."""
    if problem:
        return Document((), article(d).blocks)
    steps = excerpt(d, {step.kind for step in every(d.steps)})
    return Document((), (*steps.blocks, *condition_note(d.conditions)))


def checked(command: Command, used: str) -> None:
    """∇_x f = …, or a = b: DomainError where it is not so, with the mistake."""
    sides = [side.strip().rstrip(".,") for side in _EQUALS.split(command.formula)]
    if len(sides) < 2:
        raise ParseError("there is no equation to be checked", found=command.formula.strip()[:60], expected="\\checked{… = …}")
    options: dict[str, Any] = {name: value for name, value in command.options.items() if name in ("layout", "order_of", "at")}
    where, wrt = command.options.get("where"), command.options.get("wrt")
    first = posed(used + sides[0], where, None) if not wrt and asks(sides[0]) else None
    for left, right in zip(sides, sides[1:], strict=False):
        if first is not None or wrt:
            variables = wrt or ", ".join(first.variables if first else ())
            order = int(command.options.get("order", first.order or 1 if first else 1))
            verdict = check(used + sides[0], variables, used + right, where, order=order, **options)
        else:
            verdict = equal(used + left, used + right, where)
        if not verdict:
            at = command.formula.find(right)
            message = f"this is not so: {verdict.message.splitlines()[0]}"
            raise DomainError(message, source=command.formula, span=(at, at + len(right)))


def asks(side: str) -> bool:
    """Whether the left side asks for a derivative."""
    return bool(re.match(r"\s*(?:\\nabla|∇|\\[dt]?frac\s*\{\s*(?:d\b|\\partial|\\mathrm\s*\{?d)|[d∂]/)", side))
