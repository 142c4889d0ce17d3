"""Fitting: a formula broken where a hand would break it, so that it stays within the width of the terminal.

First between the formulas of a row and before relation signs, then before + and −, then wide matrices lose
their middle columns, then between factors; what is still too wide is written on one line and wrapped like prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from symjac.core.box import PRODUCT, SUM, Box, Infix, Row, Space, Sym
from symjac.render import glyphs
from symjac.render.canvas import Canvas, beside, block, line, width
from symjac.render.textbox import ALL, Look, Pen, guard

# What may be broken, and how many columns a matrix may show, in the order in which it is tried.
WHOLE, RELATIONS, SUMS, FACTORS = range(4)
TRIES = (
    *((RELATIONS, ALL), (SUMS, ALL)),
    *((level, columns) for columns in (9, 7, 5, 4, 3) for level in (RELATIONS, SUMS)),
    *((FACTORS, columns) for columns in (ALL, 7, 5, 3)),
)
INDENT = 4

Kind = Literal["start", "relation", "term"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece that is not broken, and the space before it when it does not begin a line."""

    canvas: Canvas
    kind: Kind = "start"
    space: int = 0


def fit(box: Box, width: int, look: Look, end: str = "") -> Canvas:
    """The box within the width, as far as that is possible; `end` closes the sentence."""
    guard(box)
    pen = Pen(look.ascii)
    whole = beside((pen.draw(box, look), end))
    if whole.width <= width:
        return whole
    for level, columns in TRIES:
        chunks = list(_chunks(box, level, pen, replace(look, columns=columns)))
        if all(chunk.canvas.width <= width - INDENT for chunk in chunks):
            return _pack(_ended(chunks, end), width)
    flat = pen.draw(box, replace(look, flat=True)).lines[0]
    return block(wrapped(flat + end, width, INDENT))


def _chunks(box: Box, level: int, pen: Pen, look: Look) -> Iterator[Chunk]:
    match box:
        case Row(items):
            yield from _row(items, level, pen, look)
        case Infix(items, signs, prec) if _breakable(signs, prec, level):
            yield from _infix(items, signs, prec, level, pen, look)
        case _:
            yield Chunk(pen.draw(box, look))


def _breakable(signs: tuple[str, ...], prec: int, level: int) -> bool:
    needed = RELATIONS if prec < SUM else SUMS if prec == SUM else FACTORS
    return bool(signs) and prec <= PRODUCT and level >= needed and "/" not in signs


def _row(items: Sequence[Box], level: int, pen: Pen, look: Look) -> Iterator[Chunk]:
    """A line may end at a wide space, or at a comma; all else in a row stays together."""
    held: Chunk | None = None
    space, fresh = 0, True
    for k, item in enumerate(items):
        if isinstance(item, Space) and (item.width != "thin" or (k and items[k - 1] == Sym(","))):
            space, fresh = space + glyphs.SPACES[item.width], True
            continue
        for chunk in _chunks(item, level, pen, look):
            if held is None or (chunk.kind == "start" and not fresh):
                held = chunk if held is None else replace(held, canvas=beside((held.canvas, chunk.canvas)))
            else:
                yield held
                held = replace(chunk, space=space if fresh else chunk.space)
            space, fresh = (0, False)
    if held is not None:
        yield held


def _infix(
    items: Sequence[Box], signs: Sequence[str], prec: int, level: int, pen: Pen, look: Look
) -> Iterator[Chunk]:
    """Breaks before each sign but the comma, which stays at the end of the line."""
    kind: Kind = "relation" if prec < SUM else "term"
    for k, item in enumerate(items):
        lead = pen.between(items[k - 1], signs[k - 1], item, look) if k else ""
        comma = k < len(signs) and signs[k] == ","
        parts = list(_chunks(item, level, pen, look))
        after_comma = k > 0 and signs[k - 1] == ","
        first = parts[0].canvas if after_comma else beside((lead.lstrip(), parts[0].canvas))
        space = len(lead) - len(lead.lstrip())
        parts[0] = Chunk(first, ("start" if after_comma else kind) if k else "start", 1 if after_comma else space)
        yield from _ended(parts, "," if comma else "")


def _ended(chunks: Sequence[Chunk], end: str) -> list[Chunk]:
    return [*chunks[:-1], replace(chunks[-1], canvas=beside((chunks[-1].canvas, end)))]


def _pack(chunks: Sequence[Chunk], width: int) -> Canvas:
    """Chunks side by side, a new line where the next one does not fit; it hangs under the first relation sign."""
    lines: list[Canvas] = []
    current, hang = chunks[0].canvas, 0
    for chunk in chunks[1:]:
        column = current.width + chunk.space
        if column + chunk.canvas.width <= width:
            current = beside((current, " " * chunk.space, chunk.canvas))
        else:
            lines.append(current)
            column = min(_hang(chunk.kind, hang), width - chunk.canvas.width)
            current = beside((" " * column, chunk.canvas))
        hang = {"start": 0, "relation": hang or min(column, width // 3), "term": hang}[chunk.kind]
    return column_of([*lines, current])


def _hang(kind: Kind, hang: int) -> int:
    return {"start": 0, "relation": hang or INDENT, "term": (hang or INDENT) + 2}[kind]


def column_of(lines: Sequence[Canvas]) -> Canvas:
    """Lines under each other, with air where one of them is tall; the baseline is that of the first."""
    rows: list[str] = []
    for k, each in enumerate(lines):
        if k and (each.tall or lines[k - 1].tall):
            rows.append("")
        rows += each.lines
    return block(rows, lines[0].base)


def wrapped(text: str, columns: int, hang: int = 0) -> list[str]:
    """Prose in lines of at most so many columns, later lines indented; no-break spaces hold and become spaces."""
    lines: list[str] = []
    current = ""
    for word in _words(text, columns - hang):
        indent = " " * hang if lines else ""
        if current and width(indent + current) + 1 + width(word) > columns:
            lines.append(indent + current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    lines.append((" " * hang if lines else "") + current)
    return [each.replace("\u00a0", " ").rstrip() for each in lines]


def _words(text: str, columns: int) -> Iterator[str]:
    """Words; one that is wider than a whole line is cut."""
    for word in text.split(" "):
        while width(word) > columns:
            cut = next(k for k in range(len(word), 0, -1) if width(word[:k]) <= columns)
            yield word[:cut]
            word = word[cut:]
        if word:
            yield word


