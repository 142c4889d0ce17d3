"""Text with a typed solution; every paragraph of it earns its share of the marks."""

from __future__ import annotations

from dataclasses import replace

from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made, Size
from symjac.pages.exam.marks import number, share
from symjac.writing.block import Block, Mark, Paragraph


def make(c: Context) -> Made:
    paragraphs = [p for p in c.paragraphs("solution", {}) if isinstance(p, Paragraph)]
    shares = share(c.part.total, [1] * len(paragraphs))
    marks = [(Mark(number(m)),) if m else () for m in shares]
    blocks: list[Block] = [replace(p, text=(*p.text, *(" " for _ in m), *m)) for p, m in zip(paragraphs, marks, strict=True)]
    scheme = tuple((f"point {k}:", m) for k, m in enumerate(shares, 1) if m)
    return Made("text", c.paragraphs("ask", {}), tuple(blocks), c.part.total, scheme, size=Size(len(blocks)))
