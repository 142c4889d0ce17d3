"""'Here σ(t) = 1/(1 + e^{−t}).': in a solution, below the first line in which a letter stands that nobody can know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from symjac.derivation.explain.symbols import definitions, every
from symjac.expr.expr import Expr
from symjac.writing.block import Aligned, Block, Equation, Paragraph, Text
from symjac.writing.box import Box, Call, Infix
from symjac.writing.parts import powers_of_e


def defined(blocks: Sequence[Block], results: Iterable[Expr]) -> list[Block]:
    """The blocks, and what must be said of their letters."""
    said = {subject(clause): clause for clause in definitions(blocks, results)}
    out: list[Block] = []
    waiting: list[Text] = []
    for block in blocks:
        if waiting and not isinstance(block, Equation | Aligned):
            out += spoken(waiting)
            waiting = []
        inside = set(every([block])) if said else set()
        waiting += [said.pop(head) for head in [head for head in said if head in inside]]
        out.append(block)
    return [*out, *spoken([*waiting, *said.values()])]


def subject(clause: Text) -> Box:
    """What is explained: σ in σ(t) = …, the commutation matrix itself."""
    first = next(part for part in clause if isinstance(part, Box))
    left = first.items[0] if isinstance(first, Infix) else first
    return left.head if isinstance(left, Call) else left


def spoken(clauses: Iterable[Text]) -> Iterator[Paragraph]:
    """With e^t in place of exp(t), as in the formulas of a solution."""
    for clause in clauses:
        yield Paragraph(("Here ", *(powers_of_e(part) if isinstance(part, Box) else part for part in clause), "."))
