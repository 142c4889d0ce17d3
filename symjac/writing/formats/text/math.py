"""Box to Canvas: written mathematics in two dimensions, or on one line where it stands in prose.

One method per way of writing. A Look says how: `flat` keeps to one line, `tight` leaves out the space around
signs (limits, scripts, shapes under braces), `columns` is how many columns a matrix may show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import assert_never

import symjac.writing.formats.text.glyphs as glyphs
from symjac.writing import box as kinds
from symjac.writing.box import ATOM, PREFIX, PRODUCT, SCRIPTED, TRANSPOSE, Box, paren
from symjac.writing.formats.text.canvas import (
    EMPTY,
    Canvas,
    beside,
    brace,
    delimiter,
    fenced,
    framed,
    grid,
    hung,
    line,
    roofed,
    stack,
)
from symjac.writing.layout.fit import guard

ALL = 10**9

Rows = tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a box is to be drawn."""

    ascii: bool = False
    flat: bool = False
    tight: bool = False
    columns: int = ALL

    @property
    def small(self) -> Look:
        """For limits and labels."""
        return replace(self, tight=True)

    @property
    def script(self) -> Look:
        """For what is to be spelled in small characters on the line."""
        return replace(self, tight=True, flat=True)


def draw(box: Box, look: Look) -> Canvas:
    """The box as a block of characters."""
    guard(box)
    return Pen(look.ascii).draw(box, look)


def flat(box: Box, *, ascii: bool = False) -> str:
    """The box on one line, for places that have no second one."""
    return draw(box, Look(ascii, flat=True)).lines[0]


class Pen:
    """Draws each box once for each look."""

    def __init__(self, ascii: bool) -> None:
        self.ascii = ascii
        self.drawn: dict[tuple[int, Look], tuple[Box, Canvas]] = {}  # the box is kept: its id must stay its own

    def draw(self, box: Box, look: Look) -> Canvas:
        key = (id(box), look)
        if key not in self.drawn:
            self.drawn[key] = (box, self._draw(box, look))
        return self.drawn[key][1]

    def _draw(self, box: Box, look: Look) -> Canvas:
        match box:
            case kinds.Sym(name, font):
                return line(glyphs.name(name, font, self.ascii))
            case kinds.Num(text) | kinds.Words(text):
                return line(glyphs.written(text, self.ascii))
            case kinds.Space(width):
                return line("" if look.tight and width == "thin" else " " * glyphs.SPACES[width])
            case kinds.Row(items):
                return self.row(items, look)
            case kinds.Infix(items, signs):
                return self.infix(items, signs, look)
            case kinds.Prefix(sign, body):
                return self.prefix(sign, self.draw(body, look))
            case kinds.Script():
                return self.script(box, look)
            case kinds.Accent(kind, base):
                return self.accent(kind, self.draw(base, look), look)
            case kinds.Call():
                return self.call(box, look)
            case kinds.Fence(left, body, right):
                return fenced(left, self.draw(body, look), right, self.ascii)
            case kinds.Frac(num, den):
                return self.frac(num, den, look)
            case kinds.Root(body):
                return self.root(body, look)
            case kinds.BigOp():
                return self.big(box, look)
            case kinds.Dots(kind):
                return line((glyphs.DOTS_ASCII if self.ascii else glyphs.DOTS)[kind])
            case kinds.Empty():
                return EMPTY
            case kinds.Matrix():
                return self.matrix(box, look)
            case kinds.Cases(rows):
                return self.cases(rows, look)
            case kinds.Underbrace(body, label):
                return self.underbrace(self.draw(body, look), label, look)
            case kinds.Arrow(label):
                return self.arrow(self.draw(label, look.small))
            case kinds.Boxed(body):
                inner = self.draw(body, look)
                return inner if look.flat else framed(inner, self.ascii)
            case _:
                assert_never(box)

    def row(self, items: Sequence[Box], look: Look) -> Canvas:
        return self.joined([self.draw(item, look) for item in items])

    def joined(self, parts: Sequence[Canvas]) -> Canvas:
        """Parts of a row; in ASCII theta and x_1 are words, which must not run together."""
        return beside(_spaced(parts) if self.ascii else parts)

    def infix(self, items: Sequence[Box], signs: Sequence[str], look: Look) -> Canvas:
        if look.flat:
            items = [_bracketed(item, signs[max(k - 1, 0) : k + 1]) for k, item in enumerate(items)]
        parts: list[Canvas | str] = [self.draw(items[0], look)]
        for k, sign in enumerate(signs):
            after = self.draw(items[k + 1], look)
            parts.append(self.between(items[k], sign, items[k + 1], look))
            parts.append(after)
        return beside(parts)

    def between(self, left: Box, sign: str, right: Box, look: Look) -> str:
        """The sign, or the space of a product, between two boxes."""
        if sign:
            return glyphs.sign(sign, look.tight, self.ascii)
        if isinstance(left, kinds.Underbrace) and isinstance(right, kinds.Underbrace):
            return " " if look.flat else "  "
        a, b = self.draw(_unbraced(left), look), self.draw(_unbraced(right), look)
        apart = _ends_open(left) or _is_differential(right) or "/" in a.lines[0]
        return " " if apart and not look.tight else _gap(a, b)

    def prefix(self, sign: str, body: Canvas) -> Canvas:
        mark = glyphs.written(sign, self.ascii)
        first = body.lines[body.base]
        if first[:1] in ("─", "-"):  # not to be taken for one long rule
            return beside((mark, " ", body))
        return beside((mark, glyphs.gap(mark, first) if mark.isalpha() else "", body))

    def script(self, box: kinds.Script, look: Look) -> Canvas:
        base = self.draw(kinds.Fence("(", box.base, ")") if look.flat and isinstance(box.base, kinds.Root) else box.base, look)
        below = None if box.sub is None else self.draw(box.sub, look.script).lines[0]
        if base.tall:
            lowered = base if below is None else hung(base, line(below), base.height - 1)
            return lowered if box.sup is None else self.corner(lowered, box.sup, look)
        based = base if below is None else beside((base, glyphs.subscript(below, self.ascii)))
        return based if box.sup is None else self.exponent(based, box.sup, look, box.base)

    def corner(self, base: Canvas, sup: Box, look: Look) -> Canvas:
        """A superscript at the upper right corner of a tall block."""
        flat = self.draw(sup, look.script).lines[0]
        small = glyphs.raised(flat, self.ascii)
        above = line(small or flat.replace("'", "T")) if small or self.ascii else self.draw(sup, look.small)
        return hung(base, above, 1 - above.height)

    def exponent(self, base: Canvas, sup: Box, look: Look, of: Box) -> Canvas:
        """A superscript in small characters, else raised above the line, else after '^'."""
        flat, above = self.draw(sup, look.script).lines[0], self.draw(sup, look.small)
        space = isinstance(of, kinds.Sym) and of.font == "blackboard"
        on_line = look.flat or space or glyphs.raised(flat, self.ascii) or (self.ascii and not above.tall)
        if on_line:
            return beside((base, glyphs.superscript(flat, self.ascii)))
        return hung(base, above, -above.height)

    def accent(self, kind: str, base: Canvas, look: Look) -> Canvas:
        if base.width == 1 and not base.tall and not self.ascii:
            return line(glyphs.accented(base.lines[0], kind))
        if look.flat or (self.ascii and base.lines[0].isalpha() and not base.tall):
            return line(f"{base.lines[0]}{kind}" if base.lines[0].isalpha() else f"{kind}({base.lines[0]})")
        over = (glyphs.OVER_ASCII if self.ascii else glyphs.OVER)[kind]
        return stack((line(over * (base.width if kind == "bar" else 1)), base), 1)

    def call(self, box: kinds.Call, look: Look) -> Canvas:
        head, body = self.draw(box.head, look), self.infix(box.args, (",",) * (len(box.args) - 1), look)
        if not box.bare:
            return beside((head, fenced("(", body, ")", self.ascii)))
        return beside((head, "" if body.lines[body.base][:1] in ("(", "[", "⎛") else " ", body))

    def frac(self, num: Box, den: Box, look: Look) -> Canvas:
        if isinstance(num, kinds.Num) and isinstance(den, kinds.Num) and not (self.ascii or look.tight):
            half = glyphs.HALVES.get((num.text, den.text))
            if half is not None:
                return line(half)
        if look.flat or look.tight:
            flat = replace(look, flat=True)
            short = isinstance(den, kinds.Prefix) and den.body.prec >= SCRIPTED and not isinstance(den.body, kinds.Frac)
            low = den if short else paren(den, SCRIPTED)
            return beside(
                (self.draw(paren(num, PREFIX if isinstance(num, kinds.Prefix) else PRODUCT), flat), "/", self.draw(low, flat))
            )
        top, bottom = self.draw(num, look), self.draw(den, look)
        nested = 2 if isinstance(num, kinds.Frac) or isinstance(den, kinds.Frac) else 0
        rule = line(("-" if self.ascii else "─") * (max(top.width, bottom.width, 1) + nested))
        return stack((top, rule, bottom), 1)

    def root(self, body: Box, look: Look) -> Canvas:
        sign = "sqrt" if self.ascii else "√"
        inner = self.draw(body, look)
        if not inner.tall and (self.ascii or look.flat or look.tight or body.prec >= ATOM):
            bare = body.prec >= ATOM and (not self.ascii or isinstance(body, kinds.Fence))
            return beside((sign, inner if bare else fenced("(", inner, ")", self.ascii)))
        return roofed(inner, self.ascii)

    def big(self, box: kinds.BigOp, look: Look) -> Canvas:
        sign = glyphs.written(box.sign, self.ascii)
        body = self.draw(box.body, look)
        if look.flat or look.tight:
            return beside((sign, self.limits(box, look), " ", body))
        parts = [line(sign)]
        if box.upper is not None:
            parts.insert(0, self.draw(box.upper, look.small))
        if box.lower is not None:
            parts.append(self.draw(box.lower, look.small))
        return beside((stack(parts, int(box.upper is not None)), " ", body))

    def limits(self, box: kinds.BigOp, look: Look) -> Canvas:
        """The limits of a big operator on the line: ∑ₖ₌₁ᴺ."""
        low = "" if box.lower is None else self.draw(box.lower, look.script).lines[0]
        high = "" if box.upper is None else self.draw(box.upper, look.script).lines[0]
        below = glyphs.subscript(low, self.ascii) if low else ""
        return line(below + (glyphs.superscript(high, self.ascii) if high else ""))

    def matrix(self, box: kinds.Matrix, look: Look) -> Canvas:
        rows, bars = elided(box.rows, box.bars, look.columns)
        cells = [[self.draw(cell, look) for cell in row] for row in rows]
        if look.flat:
            return self.listed(box, cells)
        body = grid(cells, bars, False, "|" if self.ascii else "│", "centre", 2)
        array = fenced(box.left, body, box.right, self.ascii)
        return array if box.label is None else _labelled(array, self.draw(box.label, look.script))

    def listed(self, box: kinds.Matrix, cells: list[list[Canvas]]) -> Canvas:
        """A matrix on one line: [a, b; c, d]."""
        text = "; ".join(", ".join(_entry(cell.lines[0]) for cell in row if cell.width) for row in cells)
        return beside((delimiter(box.left, EMPTY, self.ascii), text, delimiter(box.right, EMPTY, self.ascii)))

    def cases(self, rows: Sequence[tuple[Box, Box]], look: Look) -> Canvas:
        drawn = [[self.draw(value, look), self.draw(condition, look)] for value, condition in rows]
        if look.flat:
            parts = [f"{value.lines[0]} {condition.lines[0].removesuffix(',')}" for value, condition in drawn]
            return line("{" + "; ".join(parts) + "}")
        air = len(rows) == 2  # the brace needs a middle to point at
        body = grid(drawn, (), air, "", "left", 3)
        return beside((delimiter("{", body, self.ascii), " " if body.tall else "", body))

    def underbrace(self, body: Canvas, label: Box, look: Look) -> Canvas:
        if look.flat:
            return body
        under = brace(max(body.width, 3), self.ascii)
        return stack((body, under, self.draw(label, look.small)), 0)

    def arrow(self, label: Canvas) -> Canvas:
        shaft, head = ("--", ">") if self.ascii else ("──", "→")
        if label.tall:
            return beside((" ", stack((label, line(shaft * (label.width // 2 + 1) + head)), 1), " "))
        return beside((f" {shaft}", label, f"{shaft}{head} "))


def _bracketed(item: Box, signs: Sequence[str]) -> Box:
    """A fraction beside ⊙ or ⊗ on one line, or with a transpose at its end and a factor behind it."""
    if not isinstance(item, kinds.Frac):
        return item
    turned = isinstance(item.den, kinds.Script) and item.den.sup == TRANSPOSE and "" in signs
    return kinds.Fence("(", item, ")") if turned or not {*signs}.isdisjoint("⊙⊘⊗∘") else item


def _entry(text: str) -> str:
    """An entry on one line, where a space would begin the next one: [(A x); y]."""
    return f"({text})" if re.search(r"[^\s+−⊙⊘⊗,;=] (?![+−⊙⊘⊗=] )", text) else text


def _gap(left: Canvas, right: Canvas) -> str:
    return " " if left.tall or right.tall else glyphs.gap(left.lines[0], right.lines[0])


def _is_differential(box: Box) -> bool:
    return isinstance(box, kinds.Prefix) and box.sign in ("d", "∂")


def _ends_open(box: Box) -> bool:
    """Whether a factor directly after it would seem to belong to it: tr X, dA, ∇ₓ f."""
    product = isinstance(box, kinds.Infix) and set(box.signs) == {""}
    return product or _is_differential(box) or (isinstance(box, kinds.Call) and box.bare)


def _unbraced(box: Box) -> Box:
    return box.body if isinstance(box, kinds.Underbrace) else box


def _labelled(array: Canvas, label: Canvas) -> Canvas:
    """A shape under the right end of a matrix."""
    if label.width > array.width:
        return hung(array, label, array.height)
    return stack((array, label), 0, "right")


def _spaced(parts: Sequence[Canvas]) -> list[Canvas | str]:
    out: list[Canvas | str] = list(parts[:1])
    for before, part in pairwise(parts):
        letters = part.lines[part.base][:1].isalpha() and not part.tall and not before.tall
        out += [_gap(before, part) if letters else "", part]
    return out


def elided(rows: Rows, bars: tuple[int, ...], most: int) -> tuple[Rows, tuple[int, ...]]:
    """At most so many columns: the first ones, dots, the last."""
    count = len(rows[0]) if rows else 0
    if count <= most:
        return rows, bars
    head = max(1, most - 2)
    while head > 1 and any(row[head - 1] == kinds.Dots("h") for row in rows):
        head -= 1  # not dots after dots
    shown = tuple((*row[:head], _dots_for(row), row[-1]) for row in rows)
    return shown, tuple(bar for bar in bars if bar <= head)


def _dots_for(row: tuple[Box, ...]) -> Box:
    return kinds.Dots("d") if any(isinstance(cell, kinds.Dots) and cell.kind in "vd" for cell in row) else kinds.Dots("h")
