"""Worked: a document written on a board: sentences, pictures, tables, and between them steps of which every line is checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from symjac.derivation.choices import DETAILS
from symjac.derivation.explain.as_typed import as_typed
from symjac.derivation.explain.displays import blocks_of
from symjac.derivation.explain.sentences import punctuated
from symjac.derivation.explain.symbols import meant, notation
from symjac.derivation.trail import Kind, Rule, Step, Trail, every
from symjac.errors import DomainError, one_of
from symjac.expr.expr import Expr
from symjac.verify import Claim, Nowhere, Report, verify
from symjac.verify.term import Term
from symjac.writing.block import Block, Document, Equation, Heading, Note, Paragraph, Text
from symjac.writing.box import Box
from symjac.writing.draw import Drawable


@dataclass(frozen=True, eq=False, repr=False)
class Worked(Drawable):
    """A title, what is on the board below it, and what was checked.

    parts: blocks, and runs of steps; check: the report of the checker, or None where it was not asked for;
    values: what was computed, by name, as NumPy arrays or plain numbers, each made when it is asked for
    source: what was typed, if its numbers are to be written in the same way
    """

    title: Text
    parts: tuple[Block | Trail, ...]
    check: Report | None
    detail: str = "full"
    values: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for part in self.parts if isinstance(part, Trail) for step in part.steps)

    def blocks(self) -> list[Block]:
        """What is on the board, without the notes below it."""
        return [as_typed(block, self.source) for block in self._punctuated()]

    def document(self) -> Document:
        shown = self._punctuated()
        notes = (*notation([self.title, *shown], meant(self.steps)), *checked_note(self.check))
        return as_typed(Document(self.title, (*shown, *notes)), self.source)

    def _punctuated(self) -> list[Block]:
        blocks: list[Block] = []
        for part in self.parts:
            blocks += blocks_of(part.steps, self.detail) if isinstance(part, Trail) else [part]
        return punctuated(blocks)

    def __repr__(self) -> str:
        return f"<Worked: {str(self).splitlines()[0]}>"


def checked_note(report: Report | None) -> list[Block]:
    return [] if report is None or not report.lines else [Note("check", report.sentence)]


class Board:
    """What is being written, from the top down. `symbols` are the variables of its formulas, `definitions` give some of
    them a meaning (z = Wx + b); the checker draws the rest at random."""

    def __init__(self) -> None:
        self.parts: list[Block | Trail] = []
        self.symbols: dict[str, Expr] = {}
        self.definitions: dict[Expr, Expr] = {}
        self.claims: list[Claim] = []  # equalities that stand in tables, in figures or in the text

    def put(self, *blocks: Block) -> None:
        self.parts += blocks

    def say(self, *text: Any, lead: str = "") -> None:
        self.put(Paragraph(tuple(text), lead))

    def head(self, *text: Any, level: int = 1) -> None:
        self.put(Heading(level, tuple(text)))

    def show(self, box: Box, *remark: Any, end: str = "") -> None:
        """A formula that claims nothing: a map, a name being introduced."""
        self.put(Equation(box, tuple(remark), end))

    def trail(self) -> Trail:
        """The run of steps that goes on at this place."""
        if not self.parts or not isinstance(self.parts[-1], Trail):
            self.parts.append(Trail(prefix=f"{len(self.parts) + 1}."))
        last = self.parts[-1]
        assert isinstance(last, Trail)
        return last

    def step(
        self, name: str, before: Term, after: Term, *, says: Iterable[Any] = (), why: Iterable[Any] = (),
        kind: Kind = "substitute", importance: int = 3, **more: Any,
    ) -> Term:  # fmt: skip
        """One checked line: before = after, or before ≈ after where what is printed is rounded. `says` stands above it,
        `why` beside it."""
        rule = Rule(name, kind, tuple(why), tuple(says), importance=importance)
        return self.trail().apply(rule, before, after, **more)

    def claim(self, left: Term, right: Term, where: str) -> None:
        """An equality that is shown outside the steps; it is checked like any line."""
        self.claims.append(Claim(left, right, (), where))

    def define(self, name: Expr, meaning: Expr) -> None:
        self.symbols[str(name.data[0])] = name
        self.definitions[name] = meaning

    def know(self, *symbols: Expr) -> None:
        self.symbols.update((str(s.data[0]), s) for s in symbols)

    def finish(
        self, title: Text, *, detail: str = "full", check: bool = True, values: Mapping[str, Any] | None = None, source: str = ""
    ) -> Worked:
        """Check every line. CheckError names the first that fails; DomainError: the formulas have no value anywhere."""
        one_of("detail", detail, DETAILS)
        report = self.verified() if check else None
        return Worked(title, tuple(self.parts), report, detail, values or {}, source)

    def verified(self) -> Report:
        steps = [step for part in self.parts if isinstance(part, Trail) for step in every(part.steps)]
        stated = [Claim(s.before, s.after, s.free, f"step {s.id}") for s in steps if s.before is not None]
        try:
            return verify([*stated, *self.claims], self.symbols.values(), definitions=self.definitions)
        except Nowhere as failure:
            raise DomainError("no numbers were found for which all formulas have a value", found=str(failure)) from failure
