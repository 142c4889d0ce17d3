"""K_{m,n} beside a function K: the commutation matrices of a document take another letter, P_{m,n}, where K is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from symjac.derivation.trail import Step
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.verify.term import Value
from symjac.writing.block import Block, Document, Paragraph, Text
from symjac.writing.box import Box, Script, Sym
from symjac.writing.parts import children, mapped

LETTERS = "KPTQVZ"
OTHERS = tuple(map(Sym, LETTERS[1:]))


def commutations(result: Expr, steps: Iterable[Step]) -> frozenset[Box]:
    """How the commutation matrices of a derivation are written."""
    values = [s.after.meaning.expr for s in steps if isinstance(s.after.meaning, Value)]
    return frozenset(written(e) for root in (result, *values) for e in postorder(root) if e.op.name == "commutation")


def with_free_letter(doc: Document, swaps: frozenset[Box]) -> Document:
    """The document, its commutation matrices called by the first letter that nothing else in it has."""
    others = set(names(doc, swaps)) if swaps else set()
    letter = next((c for c in LETTERS if c not in others), "K")
    return doc if letter == "K" else renamed(doc, swaps, letter)


def names(part: Any, swaps: frozenset[Box]) -> Iterator[str]:
    """The names in a document; of a commutation matrix only those of its sizes."""
    if isinstance(part, Sym):
        yield part.name
    for inside in children(part):
        if not (is_swap(part, swaps) and inside is part.base):
            yield from names(inside, swaps)


def is_swap(part: Any, swaps: frozenset[Box]) -> bool:
    return isinstance(part, Script) and part.base == Sym("K") and part in swaps


def renamed(part: Any, swaps: frozenset[Box], letter: str) -> Any:
    return replace(part, base=Sym(letter)) if is_swap(part, swaps) else mapped(part, lambda each: renamed(each, swaps, letter))


def with_one_letter(doc: Document, swaps: frozenset[Box]) -> Document:
    """A document of several derivations, in which each has taken its own letter: one for all of them."""
    return with_free_letter(undone(doc, swaps), swaps)


def undone(part: Any, swaps: frozenset[Box]) -> Any:
    """Back to K."""
    if isinstance(part, Script) and part.base in OTHERS and replace(part, base=Sym("K")) in swaps:
        return replace(part, base=Sym("K"))
    return mapped(part, lambda each: undone(each, swaps))


def called_as_in(blocks: Sequence[Block], texts: Iterable[Text], swaps: frozenset[Box]) -> list[Text]:
    """Texts in which commutation matrices have the letter that they have in these blocks."""
    added = [Paragraph(text) for text in texts]
    whole = with_one_letter(Document((), (*blocks, *added)), swaps) if swaps else Document((), tuple(added))
    return [b.text for b in whole.blocks[len(whole.blocks) - len(added) :] if isinstance(b, Paragraph)]
