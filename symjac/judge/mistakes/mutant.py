"""A kind of mistake, and how it is made on purpose: at every place of a formula, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symjac.calculus.simplify import rebuild
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, length

if TYPE_CHECKING:
    from symjac.judge.asked import Asked

Rule = Callable[[Expr], Iterator[Expr]]  # what may wrongly be written in place of a node
LONG = 1000  # symbols of a formula written out: in one of many names nobody sees all places
DEEP = 200  # nodes of a formula of which mutants are made


@dataclass(frozen=True, eq=False)
class Kind:
    """One code. what: for the table; sentence: for the student, formulas in dollars; example: question, variable, where, answer.

    in_answer: what may be written in place of a part of the right answer; in_function: in place of a part of the function,
    which is then differentiated; whole: anything else.
    """

    code: str
    what: str
    sentence: str
    example: tuple[str, str, str, str]
    cost: float = 2.0
    in_answer: Rule | None = None
    in_function: Rule | None = None
    whole: Callable[[Asked], Iterator[tuple[Expr, Expr | None]]] | None = None

    def __repr__(self) -> str:
        return f"Kind({self.code!r})"


def everywhere(root: Expr, rule: Rule) -> Iterator[tuple[Expr, Expr]]:
    """The formula with the rule applied at one place, for every place, and the node that stood there; a long one has too many."""
    if length(root) > LONG:
        return
    try:
        for new in rule(root):
            if new is not root:
                yield new, root
    except SymjacError:
        pass  # what does not fit is not written
    exponents = root.op.name in ("power", "hpower", "matrix_power")
    for k, arg in enumerate(root.args[:1] if exponents else root.args):
        for new, node in everywhere(arg, rule):
            if root.op.signature is None and new.shape != arg.shape:
                continue
            try:
                yield rebuild(root, (*root.args[:k], new, *root.args[k + 1 :])), node
            except (SymjacError, ValueError):
                continue


def fits(make: Callable[..., Expr], *args: Any) -> Iterator[Expr]:
    """make(*args), if the shapes fit."""
    try:
        yield make(*args)
    except (SymjacError, ValueError):
        return
