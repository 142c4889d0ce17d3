"""What was found of an answer: right or not, and if not, what went wrong. It is shown in verdict.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

from symjac.judge.equality import Counterexample
from symjac.judge.words import plain

if TYPE_CHECKING:
    from symjac.judge.asked import Asked
    from symjac.judge.forms.answer import Answer

Status = Literal["correct", "unsimplified", "layout", "wrong", "invalid"]


@dataclass(frozen=True)
class Mistake:
    """What went wrong. code: of the table in docs/judging.md; text: for the student, formulas in dollars.

    alternative: another explanation of the same answer; what is told first is the simplest. find_step: finds the step.
    """

    code: str
    text: str
    alternative: bool = False
    find_step: Callable[[], str | None] | None = field(default=None, repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """What the student reads."""
        return plain(self.text)

    @cached_property
    def step(self) -> str | None:
        """Where in the derivation it happened: the id of the step; the derivation is only made when this is asked for."""
        return self.find_step() if self.find_step is not None else None

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


@dataclass(frozen=True)
class Judged:
    """status: correct, unsimplified, layout, wrong or invalid; true where the answer is equal to the derivative.

    said: what is true of a wrong answer nevertheless, formulas in dollars; sure: what the comparison is worth.
    """

    status: Status
    mistakes: tuple[Mistake, ...] = ()
    message: str = ""
    counterexample: Counterexample | None = None
    marks: float | None = None
    said: tuple[str, ...] = ()
    sure: str = ""
    follows: bool = False  # wrong, but right for the earlier answers that were put in
    asked: Asked | None = field(default=None, repr=False, compare=False)
    answer: Answer | None = field(default=None, repr=False, compare=False)
    claim: Any = field(default=None, repr=False, compare=False)
    before: Answer | None = field(default=None, repr=False, compare=False)  # of a link of a chain: what it should be equal to

    def __bool__(self) -> bool:
        return self.status in ("correct", "unsimplified")

    def __str__(self) -> str:
        return f"{self.status}: {self.message}" if self.message else self.status

    @property
    def facts(self) -> tuple[str, ...]:
        """What is true of a wrong answer nevertheless."""
        return tuple(map(plain, self.said))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the mistakes, the simplest explanation first."""
        return tuple(dict.fromkeys(m.code for m in self.mistakes))

    def plain(self) -> Self:
        """Without the question, the answer and the derivation: what crosses to another process."""
        return replace(
            self, asked=None, answer=None, claim=None, mistakes=tuple(replace(m, find_step=None) for m in self.mistakes)
        )

    def record(self) -> dict[str, Any]:
        """Plain data."""
        c = self.counterexample
        return {
            "status": self.status,
            "mistakes": [
                {"code": m.code, "sentence": m.sentence, "step": m.step, "alternative": m.alternative} for m in self.mistakes
            ],
            "message": self.message,
            "facts": list(self.facts),
            "counterexample": None if c is None else {
                "sizes": dict(c.sizes), "values": {n: [[str(a) for a in row] for row in v] for n, v in c.values.items()},
                "entry": c.entry and list(c.entry), "right": c.right, "claimed": c.claimed,
            },
            "sure": self.sure, "follows": self.follows,
            "marks": self.marks,
        }  # fmt: skip
