"""How a course writes its letters: vectors and matrices in bold, the sign of the transpose."""

from __future__ import annotations

from collections.abc import Iterable

from symjac.errors import SymjacError
from symjac.expr.expr import postorder
from symjac.language import parse
from symjac.pages.exam.variant import Variant
from symjac.writing.block import Document
from symjac.writing.box import Box, Sym
from symjac.writing.fonts import Hand, rewritten

SIGNS = {"top": Sym("⊤"), "prime": Sym("′")}


def restyled(doc: Document, v: Variant) -> Document:
    """The document in the notation of the sheet."""
    wanted = v.sheet.head.get("notation", {})
    sign: Box | None = SIGNS.get(wanted.get("transpose", "T"))
    bold = frozenset(letters(v)) if wanted.get("bold") else frozenset()
    if sign is None and not bold:
        return doc
    return rewritten(doc, Hand(bold, frozenset(), sign))


def letters(v: Variant) -> Iterable[str]:
    """The names of the vectors and matrices in the questions."""
    for q in v.questions:
        for made in q.parts:
            if made.judged is not None:
                yield from names(made.judged.f, made.judged.wrt, made.judged.where)


def names(f: str, wrt: str | None, where: str | None) -> list[str]:
    from symjac.language import read

    try:
        symbols = read(f, wrt, where).symbols.values()
    except SymjacError:
        symbols = [e for e in postorder(parse(f, where)) if e.op.name == "symbol"]  # type: ignore[assignment]
    return [str(e.data[0]).partition("_")[0].partition("[")[0] for e in symbols if not e.is_scalar]
