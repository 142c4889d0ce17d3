"""What becomes of a part in one variant: question, solution with marks at its lines, answer, and what an answer is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symjac.writing.block import Block, Text


@dataclass(frozen=True)
class Choice:
    """One of several answers. code: the typical mistake that leads to it, '' for the right one; says: what is said of it."""

    text: Text
    plain: str
    code: str = ""
    says: str = ""

    @property
    def right(self) -> bool:
        return not self.code


@dataclass(frozen=True)
class Judged:
    """The question in the words of symjac.check."""

    f: str
    wrt: str | None
    where: str | None
    order: int = 1
    layout: str = "numerator"
    order_of: str = "notes"
    at: str | None = None


@dataclass(frozen=True)
class Sought:
    """An optimum: the question, and what every variable is there. others: points that are as good; only: whether there are no
    more of them."""

    f: str
    wrt: str | None
    where: str | None
    answers: Mapping[str, str]
    others: tuple[Mapping[str, str], ...] = ()
    only: bool = True


@dataclass(frozen=True)
class Size:
    """How much work it is: lines of the solution, operations of the answer, digits of the longest number."""

    steps: int = 0
    operations: int = 0
    digits: int = 0

    @property
    def level(self) -> int:
        """1 to 5"""
        score = self.steps + self.operations / 3 + max(0, self.digits - 2)
        return 1 + sum(score > bound for bound in (3, 7, 13, 22))


Errors = tuple[tuple[str, str, Text], ...]


@dataclass(frozen=True)
class Made:
    """A part as it is printed. answer: in the plain spelling; accepted: other forms; scheme: what earns how many marks."""

    kind: str
    ask: tuple[Block, ...]
    solution: tuple[Block, ...]
    marks: Fraction
    scheme: tuple[tuple[str, Fraction], ...] = ()
    answer: str = ""
    shown: Text = ()  # the answer, typeset
    accepted: tuple[Text, ...] = ()
    judged: Judged | None = None
    sought: Sought | None = None
    choices: tuple[Choice, ...] = ()
    errors: Errors = ()  # code and sentence of typical mistakes, and what they lead to
    numbers: Mapping[str, float] = field(default_factory=dict)  # answers in numbers, by name
    size: Size = Size()
    degenerate: str = ""  # why nobody would want to print this variant
    memo: dict[Any, Any] = field(default_factory=dict, compare=False)
