"""σ is any activation, so the logistic function is written logistic(t): one letter for one meaning in a chapter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symjac.derivation.explain.symbols import every
from symjac.writing.box import Call, Script, Sym
from symjac.writing.parts import mapped

OPEN = Sym("sigma")  # of an activation that is only named
LOGISTIC = Sym("sigma", "roman")
IN_FULL = Sym("logistic", "roman")


def one_meaning(blocks: list[Any]) -> list[Any]:
    """The blocks of a chapter, the logistic function with its name in full where σ stands for any activation in it."""
    return list(map(renamed, blocks)) if leaves_it_open(blocks) else blocks


def leaves_it_open(blocks: Iterable[Any]) -> bool:
    """Whether the σ that is only named is taken of something."""
    return any(isinstance(box, Call) and head_of(box) == OPEN for box in every(blocks))


def head_of(call: Call) -> Any:
    """σ of σ(t) and of σ′(t)"""
    return call.head.base if isinstance(call.head, Script) else call.head


def renamed(part: Any) -> Any:
    return IN_FULL if part == LOGISTIC else mapped(part, renamed)
