"""How a formula is read, as a document."""

from __future__ import annotations

from typing import Any

from symjac.expr.dims import shape_text
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.writing.block import Block, Document, Equation, Paragraph


def reading(source: str, where: str | None) -> Document:
    """How a text is read: its plain spelling, its written form, its shape, and the shapes of its names."""
    from symjac.language import parse
    from symjac.language.declare import declarations
    from symjac.language.maps import maps

    expr = parse(source, where)
    symbols = sorted((e for e in postorder(expr) if e.op.name == "symbol"), key=lambda e: str(e.data[0]))
    known = declarations(where)
    blocks: list[Block] = [Paragraph((str(expr),)), Equation(written(expr)), Paragraph((declared_shape(expr),), "Shape:")]
    for lead, names in (
        ("Declared:", [e for e in symbols if e.data[0] in known]),
        ("Taken:", [e for e in symbols if e.data[0] not in known]),
    ):
        if names:
            blocks.append(Paragraph(("; ".join(f"{e.data[0]}: {declared_shape(e)}" for e in names),), lead))
    named = [f.text for f in maps(where, known).values()]
    if named:
        blocks.append(Paragraph(("; ".join(named),), "Only named:"))
    return Document((), tuple(blocks))


def declared_shape(e: Expr) -> str:
    """The shape and the properties as one declares them: scalar, N, n x n symmetric."""
    shape = "scalar" if e.is_scalar else str(e.shape[0]) if e.is_vector else shape_text(e.shape)
    words: Any = e.data[1] if e.op.name == "symbol" else ()
    return " ".join((shape, *sorted(words)))
