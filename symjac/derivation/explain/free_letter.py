"""K_{m,n} beside a function K: the commutation matrices of a document take another letter, P_{m,n}, where K is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from symjac.derivation.trail import Step
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.verify.term import Value
from symjac.writing.block import Document
from symjac.writing.box import Box, Script, Sym

LETTERS = "KPTQVZ"


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
    for inside in parts(part.sub if is_swap(part, swaps) else part):
        yield from names(inside, swaps)


def parts(part: Any) -> Iterable[Any]:
    if isinstance(part, tuple):
        return part
    known = is_dataclass(part) and not isinstance(part, type)
    return [getattr(part, f.name) for f in fields(part)] if known else ()


def is_swap(part: Any, swaps: frozenset[Box]) -> bool:
    return isinstance(part, Script) and isinstance(part.base, Sym) and part.base.name == "K" and part in swaps


def renamed(part: Any, swaps: frozenset[Box], letter: str) -> Any:
    if isinstance(part, tuple):
        return tuple(renamed(each, swaps, letter) for each in part)
    if is_swap(part, swaps):
        return replace(part, base=Sym(letter))
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed = {f.name: renamed(getattr(part, f.name), swaps, letter) for f in fields(part)}
    return replace(part, **changed) if any(changed[name] is not getattr(part, name) for name in changed) else part
