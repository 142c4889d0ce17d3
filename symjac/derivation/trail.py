"""Trail: the steps of a derivation. `Trail.apply` is the only place where a step is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from symjac.expr.dims import Shape
from symjac.expr.expr import Condition
from symjac.verify.term import Free, Term
from symjac.writing.block import Text

Kind = Literal[
    "define", "shape", "component", "differentiate", "cases", "assemble", "chain", "substitute", "simplify", "instance", "value",
    "conclude",
]  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """What a step does: its name (that of an operation or an identity), its kind, and its reason in two lengths.

    opening: what is said before it, and before the next line that is shown where the detail leaves this one out.
    """

    name: str
    kind: Kind
    short: Text
    long: Text = ()
    source: str = ""
    importance: int = 2  # 3: always shown, 2: from detail 'exam' on, 1: only in 'full', 0: never by default
    opening: Text = ()


@dataclass(frozen=True)
class Step:
    """before = after by a rule. `free` are the indices for which it is claimed; `substeps` say how."""

    id: str
    rule: Rule
    before: Term | None
    relation: str
    after: Term
    free: tuple[Free, ...] = ()
    shape: Shape | None = None
    conditions: tuple[Condition, ...] = ()
    substeps: tuple[Step, ...] = ()
    check: str = ""  # how the equality was verified; empty until it has been

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

    def apply(
        self,
        rule: Rule,
        before: Term | None,
        make: Callable[[], Term],
        *,
        relation: str = "=",
        free: tuple[Free, ...] = (),
        shape: Shape | None = None,
        conditions: tuple[Condition, ...] = (),
        substeps: Trail | None = None,
    ) -> Term:
        """Carry out one step: `make` computes what is written next, and the step is recorded with it."""
        after = make()
        below = tuple(substeps.steps) if substeps is not None else ()
        step = Step(f"{self.prefix}{len(self.steps) + 1}", rule, before, relation, after, free, shape, conditions, below)
        self.steps.append(step)
        return after

    def below(self) -> Trail:
        """A trail for the substeps of the next step."""
        return Trail(prefix=f"{self.prefix}{len(self.steps) + 1}.")


def checked(step: Step, how: str) -> Step:
    return replace(step, check=how)


def every(steps: Iterable[Step]) -> list[Step]:
    """The steps and those below them, in their order."""
    return [inner for step in steps for inner in (step, *every(step.substeps))]
