"""How a course writes its letters: vectors and matrices in bold, the sign of the transpose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symjac.errors import SymjacError
from symjac.expr.expr import postorder
from symjac.language import parse
from symjac.pages.exam.made import Made
from symjac.pages.exam.sheet import Sheet
from symjac.writing.box import Box, Sym
from symjac.writing.fonts import Hand, rewritten

SIGNS = {"top": Sym("⊤"), "prime": Sym("′")}


def applied(sheet: Sheet, made: Made) -> Made:
    """A part in the notation of the sheet; what is a matrix in one part may be a set in another."""
    if "notation" not in sheet.head:
        return made

    def change(part: Any) -> Any:
        return restyled(part, sheet, made)

    choices = tuple(replace(choice, text=change(choice.text)) for choice in made.choices)
    names = ("ask", "solution", "shown", "accepted", "errors")
    return replace(made, choices=choices, **{name: change(getattr(made, name)) for name in names})


def restyled(part: Any, sheet: Sheet, *mades: Made) -> Any:
    """Text or blocks that belong to these parts."""
    wanted = sheet.head.get("notation", {})
    sign: Box | None = SIGNS.get(wanted.get("transpose", "T"))
    bold = frozenset(name for made in mades for name in letters(made)) if wanted.get("bold") else frozenset[str]()
    return rewritten(part, Hand(bold, frozenset(), sign))


def letters(made: Made) -> list[str]:
    """The names of the vectors and matrices in a part."""
    j = made.judged or made.sought
    return names(j.f, j.wrt, j.where) if j is not None else []


def names(f: str, wrt: str | None, where: str | None) -> list[str]:
    from symjac.language import read

    try:
        symbols = read(f, wrt, where).symbols.values()
    except SymjacError:
        symbols = [e for e in postorder(parse(f, where)) if e.op.name == "symbol"]  # type: ignore[assignment]
    return [str(e.data[0]).partition("_")[0].partition("[")[0] for e in symbols if not e.is_scalar]
