"""read_live: a text and its declarations to what a front end shows while it is typed: echo, names and shapes, variable, fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from symjac.errors import ParseError, SymjacError
from symjac.errors.arguments import by_annotation
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.expr.make import symbol
from symjac.expr.names import look_of
from symjac.language import Problem, parse, read
from symjac.language.declare import text_of
from symjac.language.expression import renewed
from symjac.pages.live.fault import Fault, Repair, fault
from symjac.pages.reading import declared_shape
from symjac.writing.box import Box, equation
from symjac.writing.formats.html import mathml
from symjac.writing.formats.latex import page as latex
from symjac.writing.greek import GREEK_LETTERS
from symjac.writing.signs import applied

Where = str | Mapping[str, str] | None
FAVOURITES = ("theta", "w", "beta", "x", "W", "X", "A")  # what is mostly differentiated by, the likeliest first
RUN_TOGETHER = 4  # letters of a name that may be a product without spaces


@dataclass(frozen=True)
class Echo:
    """A formula as it was understood, in three spellings."""

    plain: str
    latex: str
    mathml: str


@dataclass(frozen=True)
class Name:
    """A name of the formula. shape: as one declares it; how: declared, unification or convention; look: typeset.

    declare: what the shape is declared of, x_i for the members of a family x.
    """

    name: str
    shape: str
    how: str
    look: Echo
    declare: str


@dataclass(frozen=True)
class Reading:
    """state: empty, read, unfinished (what is typed next may mend it) or wrong.

    lines: the definitions and the formula; variable: what would be differentiated by, named in the text or guessed;
    order: that an operator in front asks for; warnings: a name that may be a product, with the text that was perhaps meant.
    """

    state: Literal["empty", "read", "unfinished", "wrong"]
    lines: tuple[Echo, ...] = ()
    shape: str = ""
    names: tuple[Name, ...] = ()
    variables: tuple[str, ...] = ()
    order: int | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[Repair, ...] = ()
    fault: Fault | None = None

    @property
    def variable(self) -> str | None:
        """The variables as `wrt` takes them."""
        return ", ".join(self.variables) or None

    @property
    def mathml(self) -> str:
        return "".join(line.mathml for line in self.lines)

    @property
    def latex(self) -> str:
        return r" \\ ".join(line.latex for line in self.lines)


@by_annotation
def read_live(text: str, where: Where = None, *, wrt: str | None = None) -> Reading:
    """How a text is read while it is typed; no mistake in it is raised, it is told as a `fault`."""
    if not text.strip():
        return Reading("empty")
    try:
        return understood(text, where, wrt)
    except SymjacError as error:
        found = fault(error, text, declared_text(where), lambda other: understood(other, where, None))
        return Reading("unfinished" if found.unfinished else "wrong", fault=found)
    except RecursionError:
        told = Fault("LimitError", "the formula is nested too deep", "text", None, None, None, None, False, ())
        return Reading("wrong", fault=told)


def declared_text(where: Where) -> str:
    try:
        return text_of(where)
    except SymjacError:
        return ""


def understood(text: str, where: Where, wrt: str | None) -> Reading:
    """The reading of a text that is a formula."""
    problem = posed(text, where, wrt)
    if problem is None:
        expr = parse(text, where)
        return Reading("read", (echo(expr, written(expr)),), declared_shape(expr))
    return Reading(
        "read", tuple(echoes(problem)), declared_shape(problem.target), names(problem), problem.variables, problem.order,
        problem.notes, tuple(warnings(problem, text)),
    )  # fmt: skip


def posed(text: str, where: Where, wrt: str | None) -> Problem | None:
    """The problem, by the variable that is asked for or guessed; None where there is nothing to differentiate by."""
    try:
        return read(text, wrt, where)
    except ParseError as error:
        if wrt is not None or not error.message.startswith(("which variable?", "there is no variable")):
            raise
        candidates = error.expected
    return read(text, guess(candidates.split(", ")), where) if candidates else None


def guessed(text: str, where: Where) -> str | None:
    """The variables that a text is to be derived by, where nobody says: as `wrt` takes them."""
    problem = posed(text, where, None)
    return ", ".join(problem.variables) if problem else None


def guess(candidates: list[str]) -> str:
    """What one would differentiate by."""
    return next((name for name in FAVOURITES if name in candidates), candidates[0])


def echo(expr: Expr, box: Box) -> Echo:
    return Echo(str(expr), latex.box(box), mathml.box(box, display=False))


def echoes(problem: Problem) -> Iterator[Echo]:
    """e(θ) = y − Φθ, and ‖e‖² in terms of e."""
    named = {d.expanded: symbol(d.name, d.expanded.shape) for d in problem.definitions if d.name != problem.name and not d.params}
    for d in problem.definitions:
        head = applied(look_of(d.name), *map(look_of, d.params)) if d.params else look_of(d.name)
        yield echo(d.body, equation(head, written(d.body)))
    if problem.name is None:
        shown = renewed(problem.target, {old: new for old, new in named.items() if old is not problem.target})
        yield echo(problem.target, written(shown))


def names(problem: Problem) -> tuple[Name, ...]:
    """The names, the variables first, then in the order in which they stand in the formula; not what is only declared."""
    how = {each.name: each.how for each in problem.inferred}
    bodies = [problem.target, *(d.expanded for d in problem.definitions)]
    used = [str(e.data[0]) for body in bodies for e in postorder(body) if e.op.name == "symbol"]
    order = dict.fromkeys(name for name in (*problem.variables, *used, *how) if name in problem.symbols)
    return tuple(shown(problem, name, how.get(name, "declared")) for name in order)


def shown(problem: Problem, name: str, how: str) -> Name:
    """A name with its shape; of a family x_1, …, x_N of columns or matrices that of one of them."""
    e = problem.symbols[name]
    member = problem.families.get(e)
    if member is None or member.is_scalar:
        return Name(name, declared_shape(e), how, echo(e, written(e)), name)
    words = sorted(word.removeprefix("members ") for word in e.data[1])
    return Name(name, " ".join((declared_shape(member), *words)), how, echo(e, written(member)), str(member))


def warnings(problem: Problem, text: str) -> Iterator[Repair]:
    """`Ax` is one name: was A x meant?"""
    declared = {*problem.symbols} - {each.name for each in problem.inferred}
    for name in problem.symbols:
        if name not in declared and run_together(name, problem.symbols):
            apart = " ".join(name)
            found = re.sub(rf"(?<![A-Za-z_\\]){name}(?![A-Za-z_])", apart, text)
            if found != text:  # \hat y is `yhat` and does not stand there
                yield Repair(found, f"{name} is one name. Did you mean {apart}?")


def run_together(name: str, names: Mapping[str, Expr]) -> bool:
    """Whether it may be a product without spaces: two letters, capitals, or letters that stand alone, too; `loss` is a word."""
    if not (name.isascii() and name.isalpha() and 1 < len(name) <= RUN_TOGETHER) or name in GREEK_LETTERS:
        return False
    return len(name) == 2 or name.isupper() or any(letter in names for letter in name)
