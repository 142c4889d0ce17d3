"""Trail: the steps of a derivation. `Trail.apply` is the only place where a step is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from symjac.expr.expr import Condition
from symjac.verify.term import Free, Rounded, Term
from symjac.writing.block import Text

Kind = Literal[
    "define", "shape", "component", "differentiate", "cases", "assemble", "chain", "substitute", "simplify", "instance", "value",
    "conclude",
]  # fmt: skip
Lead = Literal["", "∴", "⇒"]


@dataclass(frozen=True)
class Rule:
    """What a step does: its name (those of derivations are listed in derivation.json), its kind, its reason in two lengths."""

    name: str
    kind: Kind
    short: Text
    long: Text = ()
    source: str = ""
    importance: int = 2  # 3: always shown, 2: from detail 'exam' on, 1: only in 'full', 0: never by default
    grouped: Text = ()  # the reason where the line before is left out
    brief: Text = ()  # the reason in 'brief', where that is another
    terse: Text = ()  # what is said before it in 'brief'


@dataclass(frozen=True)
class Step:
    """before = after by a rule. `free` are the indices for which it is claimed; `substeps` say how.

    lead: the connective in front of the line; opening: what is said before it, and before the next line that is shown
    where the detail leaves this one out.
    """

    id: str
    rule: Rule
    before: Term | None
    after: Term
    lead: Lead = ""
    opening: Text = ()
    free: tuple[Free, ...] = ()
    conditions: tuple[Condition, ...] = ()
    substeps: tuple[Step, ...] = ()
    check: str = ""  # how the equality was verified; empty until it has been

    def __repr__(self) -> str:
        """One line, in LaTeX: a list of steps is looked at by people."""
        from symjac.writing.formats.latex.page import box

        before = f"{box(self.before.box)} {self.relation} " if self.before else ""
        return f"<Step {self.id} {self.rule.name}: {before}{box(self.after.box)}>"

    @property
    def relation(self) -> str:
        """The sign between before and after."""
        return "≈" if isinstance(self.after.meaning, Rounded) else "="

    @property
    def kind(self) -> Kind:
        return self.rule.kind

    @property
    def importance(self) -> int:
        return self.rule.importance


@dataclass
class Trail:
    """Records steps as they produce the answer."""

    prefix: str = ""
    steps: list[Step] = field(default_factory=list)
    opening: Text = ()  # what is said before the next step

    def say(self, *text: Any) -> None:
        """Said before the next step, whichever that is."""
        self.opening = (*self.opening, *text)

    def apply(
        self,
        rule: Rule,
        before: Term | None,
        after: Term,
        *,
        lead: Lead = "",
        free: tuple[Free, ...] = (),
        conditions: tuple[Condition, ...] = (),
        substeps: Trail | None = None,
    ) -> Term:
        """Record one step, before = after; what it ends with is where the next may go on."""
        below = tuple(substeps.steps) if substeps is not None else ()
        number, said = f"{self.prefix}{len(self.steps) + 1}", self.opening
        self.steps.append(Step(number, rule, before, after, lead, said, free, conditions, below))
        self.opening = ()
        return after

    def conclude(
        self,
        before: Term,
        after: Term,
        *,
        says: Text = (),
        why: Text = (),
        lead: Lead = "",
        conditions: tuple[Condition, ...] = (),
    ) -> None:
        """The answer, which every detail shows, framed; `says` stands above it, `why` beside it."""
        self.apply(Rule("conclude", "conclude", why, says, importance=3), before, after, lead=lead, conditions=conditions)

    def below(self) -> Trail:
        """A trail for the substeps of the next step."""
        return Trail(prefix=f"{self.prefix}{len(self.steps) + 1}.")


def checked(step: Step, how: str) -> Step:
    return replace(step, check=how)


def every(steps: Iterable[Step]) -> list[Step]:
    """The steps and those below them, in their order."""
    return [inner for step in steps for inner in (step, *every(step.substeps))]
