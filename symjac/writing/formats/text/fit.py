"""Fitting: a formula broken where a hand would break it, so that it stays within the width of the terminal.

First between the formulas of a row and before relation signs, then before + and −, then wide matrices lose
their middle columns, then inside brackets as on paper, then between factors; what is still too wide is written
on one line and wrapped like prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

import symjac.writing.formats.text.glyphs as glyphs
from symjac.lazy import regex
from symjac.writing.box import PRODUCT, SUM, Box, Boxed, Frac, Infix, Row, Space, Sym
from symjac.writing.formats.text.canvas import EMPTY, Canvas, beside, block, framed, width
from symjac.writing.formats.text.math import ALL, Look, Pen
from symjac.writing.layout.fit import guard
from symjac.writing.layout.lines import as_product, broken

# What may be broken, and how many columns a matrix may show, in the order in which it is tried.
WHOLE, RELATIONS, SUMS, BRACKETS, FACTORS = range(5)
TRIES = (
    *((RELATIONS, ALL), (SUMS, ALL)),
    *((level, columns) for columns in (9, 7, 5, 4, 3) for level in (RELATIONS, SUMS)),
    (BRACKETS, ALL),
    *((FACTORS, columns) for columns in (ALL, 7, 5, 3)),
)
INDENT = 4
NARROWEST = 8  # columns below which nothing is broken any more
WORD = 6  # a piece no wider is a word between formulas
LEADS = (Sym("∴"), Sym("⇒"))  # which no line holds alone
_SIGNS = regex(r" ([-+−=⊙⊗≤]|\.\*) ")  # a line begins with these, it does not end with them

Kind = Literal["start", "relation", "term"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece that is not broken, and the space before it when it does not begin a line."""

    canvas: Canvas
    kind: Kind = "start"
    space: int = 0
    wrapped: bool = False  # a line of its own: nothing can stand beside it
    prose: bool = False  # several lines, of which the last ends the sentence


def fit(box: Box, width: int, look: Look, end: str = "") -> Canvas:
    """The box within the width, as far as that is possible; `end` closes the sentence."""
    guard(box)
    return _fit(box, width, Pen(look.ascii), look, end)


def _fit(box: Box, width: int, pen: Pen, look: Look, end: str = "") -> Canvas:
    whole = beside((pen.draw(box, look), end))
    if whole.width <= width:
        return whole
    for level, columns in TRIES:
        breaker = Breaker(level, width - INDENT, pen, replace(look, columns=columns))
        first, *rest = _ended(list(breaker.chunks(box)), end)
        if first.canvas.width <= width and all(chunk.canvas.width <= width - INDENT for chunk in rest):
            return _pack([first, *rest], width)
    forced = Breaker(FACTORS, width - INDENT, pen, look, forced=True)
    return _pack(_ended(list(forced.chunks(box)), end), width)


@dataclass(frozen=True, slots=True)
class Breaker:
    """Breaks at one level; if forced, what is still too wide is wrapped like prose."""

    level: int
    width: int
    pen: Pen
    look: Look
    forced: bool = False

    def chunks(self, box: Box) -> Iterator[Chunk]:
        match box:
            case Row(items):
                yield from self.row(items)
            case Infix(items, signs, prec) if self.breaks(signs, prec):
                yield from self.infix(items, signs, prec)
            case Boxed(body) if self.pen.draw(box, self.look).width > self.width > NARROWEST:
                yield Chunk(framed(_fit(body, self.width - 5, self.pen, self.look), self.look.ascii))
            case Frac() if self.level == FACTORS and self.pen.draw(box, self.look).width > self.width:
                yield from self.chunks(as_product(box))
            case _:
                yield from self.in_lines(box) or [self.piece(box)]

    def in_lines(self, box: Box) -> list[Chunk]:
        """A piece in several lines, broken inside brackets as on paper; nothing where that does not help."""
        if self.level < BRACKETS or self.forced or self.pen.draw(box, self.look).width <= self.width - INDENT:
            return []
        for limit in range(self.width // 2, NARROWEST, -2):  # em, of which a column is about a half
            first, *rest = (self.pen.draw(part, self.look) for part in broken(box, limit))
            if max(line.width for line in (first, *rest)) <= self.width - INDENT:
                return [Chunk(first, wrapped=True), *(Chunk(line, "term", wrapped=True) for line in rest)]
        return []

    def piece(self, box: Box) -> Chunk:
        drawn = self.pen.draw(box, self.look)
        if not self.forced or drawn.width < self.width - INDENT:
            return Chunk(drawn)
        flat = self.pen.draw(box, replace(self.look, flat=True)).lines[0]
        lines = wrapped(_SIGNS.sub(" \\1\u00a0", flat), self.width - INDENT, 2)
        return Chunk(block(lines), wrapped=len(lines) > 1, prose=True)

    def breaks(self, signs: tuple[str, ...], prec: int) -> bool:
        needed = RELATIONS if prec < SUM else SUMS if prec == SUM else FACTORS
        return bool(signs) and prec <= PRODUCT and self.level >= needed and "/" not in signs

    def row(self, items: Sequence[Box]) -> Iterator[Chunk]:
        """A line may end at a wide space, if need be at a comma; all else in a row stays together."""
        held, space = Chunk(EMPTY), 0
        for k, item in enumerate(items):
            if items[0] in LEADS and k == 1:
                held = replace(held, canvas=beside((held.canvas, " " * glyphs.SPACES["quad"])))
                continue
            if isinstance(item, Space) and (item.width != "thin" or (self.forced and k and items[k - 1] == Sym(","))):
                space += glyphs.SPACES[item.width]
                continue
            first, *rest = self.chunks(item) if not (space and self.listed(item)) else [Chunk(self.pen.draw(item, self.look))]
            together = self.pen.joined((held.canvas, first.canvas))
            if space or held.wrapped or first.wrapped or (self.forced and together.width > self.width):
                yield held
                held = replace(first, space=space)
            else:
                held = replace(held, canvas=together)
            for chunk in rest:
                yield held
                held = chunk
            space = 0
        yield held

    def listed(self, item: Box) -> bool:
        """Whether what stands behind a wide space is a list that fits a line: ranges of indices, which stay together."""
        several = isinstance(item, Infix) and bool({",", "≤"} & set(item.signs))
        return several and self.pen.draw(item, self.look).width <= self.width

    def infix(self, items: Sequence[Box], signs: Sequence[str], prec: int) -> Iterator[Chunk]:
        """Breaks before each sign but the comma, which stays at the end of the line."""
        yield from _ended(list(self.chunks(items[0])), "," if signs[0] == "," else "")
        for k, sign in enumerate(signs, 1):
            lead = self.pen.between(items[k - 1], sign, items[k], self.look)
            first, *rest = self.chunks(items[k])
            comma = "," if k < len(signs) and signs[k] == "," else ""
            if sign == ",":
                yield from _ended([replace(first, kind="start", space=1), *rest], comma)
                continue
            kind: Kind = "relation" if prec < SUM else "term"
            space = len(lead) - len(lead.lstrip())
            headed = replace(first, canvas=beside((lead.lstrip(), first.canvas)), kind=kind, space=space)
            yield from _ended([headed, *rest], comma)


def _ended(chunks: Sequence[Chunk], end: str) -> list[Chunk]:
    """The sentence ends behind the last line of prose, but on the level of a formula."""
    *others, last = chunks
    if last.prose:
        lines = last.canvas.lines
        return [*others, replace(last, canvas=block([*lines[:-1], lines[-1].rstrip() + end], last.canvas.base))]
    return [*others, replace(last, canvas=beside((last.canvas, end)))]


def _pack(chunks: Sequence[Chunk], width: int) -> Canvas:
    """Chunks side by side, a new line where the next one does not fit; it hangs under the first relation sign."""
    lines: list[Canvas] = []
    current, hang = chunks[0].canvas, 0
    for k, chunk in enumerate(chunks[1:], 1):
        column = current.width + chunk.space
        alone = chunk.wrapped or chunks[k - 1].wrapped
        if not alone and column + _needs(chunks, k, width) <= width:
            current = beside((current, " " * chunk.space, chunk.canvas))
        else:
            lines.append(current)
            column = min(_hang(chunk.kind, hang), width - chunk.canvas.width)
            current = beside((" " * column, chunk.canvas))
        hang = {"start": 0, "relation": hang or _near(column, width), "term": hang}[chunk.kind]
    return column_of([*lines, current])


def _needs(chunks: Sequence[Chunk], k: int, width: int) -> int:
    """The room that chunk k asks for: a whole formula, where one starts that fits on a line of its own."""
    own = chunks[k].canvas.width
    if chunks[k].kind != "start":
        return own
    if own <= WORD and k + 1 < len(chunks) and chunks[k + 1].kind == "start":  # 'so' goes with what follows it
        return own + chunks[k + 1].space + _needs(chunks, k + 1, width - own - chunks[k + 1].space)
    rest = takewhile(lambda chunk: chunk.kind != "start", chunks[k + 1 :])
    whole = own + sum(chunk.space + chunk.canvas.width for chunk in rest)
    return whole if whole <= width else own


def _near(column: int, width: int) -> int:
    return column if column <= width // 2 else INDENT


def _hang(kind: Kind, hang: int) -> int:
    return {"start": 0, "relation": hang or INDENT, "term": hang + 2}[kind]


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
    """Words; one that is wider than a whole line is taken apart at its no-break spaces, or else cut."""
    room = max(columns, NARROWEST)
    parts = (part for word in text.split(" ") for part in ([word] if width(word) <= room else word.split("\u00a0")))
    for word in parts:
        while width(word) > max(columns, NARROWEST):
            cut = next(k for k in range(len(word), 0, -1) if width(word[:k]) <= max(columns, NARROWEST))
            yield word[:cut]
            word = word[cut:]
        if word:
            yield word
