"""Canvas: a block of characters with a baseline, and the few ways of putting blocks together.

Everything two-dimensional in a terminal is `beside` (baselines aligned) and `stack` (one above the other).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import category, east_asian_width

from symjac.errors import LimitError

Align = Literal["left", "centre", "right"]

LARGEST = 400_000  # characters in one block; a formula that needs more is no longer read by anyone

# left or right delimiter: top, middle, bottom, and the piece at the baseline
TALL = {
    "(": "⎛⎜⎝⎜", ")": "⎞⎟⎠⎟", "[": "⎡⎢⎣⎢", "]": "⎤⎥⎦⎥", "{": "⎧⎪⎩⎨", "}": "⎫⎪⎭⎬",
    "|": "││││", "‖": "‖‖‖‖", "⟨": "╱│╲⟨", "⟩": "╲│╱⟩",
}  # fmt: skip
TALL_ASCII = {
    "(": "/|\\|", ")": "\\|/|", "[": "[[[[", "]": "]]]]", "{": "/|\\{", "}": "\\|/}",
    "|": "||||", "⟨": "/|\\<", "⟩": "\\|/>",
}  # fmt: skip
FRAME, FRAME_ASCII = tuple("┌─┐│└┘"), tuple("+-+|++")
BRACE, BRACE_ASCII = tuple("╰─┬╯"), tuple("'-+'")


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Terminal columns: combining marks take none, East Asian wide characters two."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def pad(text: str, columns: int, align: Align = "left") -> str:
    """text filled up with spaces to so many columns."""
    missing = max(0, columns - width(text))
    before = {"left": 0, "centre": missing // 2, "right": missing}[align]
    return " " * before + text + " " * (missing - before)


@dataclass(frozen=True, slots=True)
class Canvas:
    """Lines of equal width; lines[base] is the one that text beside it continues."""

    lines: tuple[str, ...]
    base: int
    width: int

    @property
    def height(self) -> int:
        return len(self.lines)

    @property
    def tall(self) -> bool:
        return len(self.lines) > 1

    @property
    def below(self) -> int:
        """Lines under the baseline."""
        return len(self.lines) - 1 - self.base


def line(text: str) -> Canvas:
    _within(len(text))
    return Canvas((text,), 0, width(text))


def _within(characters: int) -> None:
    if characters > LARGEST:
        raise LimitError("the formula is too large to be drawn as text")


EMPTY = line("")


def block(lines: Sequence[str], base: int = 0, align: Align = "left") -> Canvas:
    """Lines filled up to the widest."""
    columns = max(map(width, lines), default=0)
    _within(columns * len(lines))
    return Canvas(tuple(pad(text, columns, align) for text in lines), base, columns)


def room(canvas: Canvas, above: int, below: int) -> Canvas:
    """canvas with at least so many lines above and below its baseline."""
    blank = (" " * canvas.width,)
    top, bottom = max(0, above - canvas.base), max(0, below - canvas.below)
    return Canvas(blank * top + canvas.lines + blank * bottom, canvas.base + top, canvas.width)


def beside(parts: Iterable[Canvas | str]) -> Canvas:
    """Blocks next to each other on one baseline."""
    blocks = [line(part) if isinstance(part, str) else part for part in parts]
    blocks = [b for b in blocks if b.width or b.tall]
    if not blocks:
        return EMPTY
    if not any(b.tall for b in blocks):
        return block(["".join(b.lines[0] for b in blocks)])
    above, below = max(b.base for b in blocks), max(b.below for b in blocks)
    _within(sum(b.width for b in blocks) * (above + below + 1))
    rows = zip(*(room(b, above, below).lines for b in blocks), strict=True)
    return block(["".join(row) for row in rows], above)


def stack(parts: Sequence[Canvas], base: int, align: Align = "centre") -> Canvas:
    """Blocks under each other; the baseline is that of parts[base]."""
    lines = [text for part in parts for text in part.lines]
    above = sum(part.height for part in parts[:base]) + parts[base].base
    columns = max(part.width for part in parts)
    return block([pad(text, columns, align) for text in lines], above)


def delimiter(sign: str, beside_it: Canvas, ascii: bool) -> Canvas:
    """One bracket as tall as the block beside it."""
    if not sign:
        return EMPTY
    if ascii and sign == "‖":
        return block(["||"] * beside_it.height, beside_it.base)
    if not beside_it.tall:
        return line({"⟨": "<", "⟩": ">"}.get(sign, sign) if ascii else sign)
    top, middle, bottom, centre = tuple((TALL_ASCII if ascii else TALL).get(sign, sign * 4))
    if beside_it.height == 2:
        return Canvas((top, bottom), beside_it.base, 1)
    at = min(max(beside_it.base, 1), beside_it.height - 2)
    column = [top, *[middle] * (beside_it.height - 2), bottom]
    column[at] = centre
    return Canvas(tuple(column), beside_it.base, 1)


def fenced(left: str, body: Canvas, right: str, ascii: bool) -> Canvas:
    return beside((delimiter(left, body, ascii), body, delimiter(right, body, ascii)))


def framed(body: Canvas, ascii: bool) -> Canvas:
    """A frame around a block, on the same baseline."""
    a, h, b, v, c, d = FRAME_ASCII if ascii else FRAME
    rule = h * (body.width + 2)
    rows = (f"{a}{rule}{b}", *(f"{v} {text} {v}" for text in body.lines), f"{c}{rule}{d}")
    return Canvas(rows, body.base + 1, body.width + 4)


def brace(columns: int, ascii: bool) -> Canvas:
    """A horizontal brace, open to the top: ╰──┬──╯."""
    left, rule, tip, right = BRACE_ASCII if ascii else BRACE
    side = columns - 3
    return line(left + rule * (side // 2) + tip + rule * (side - side // 2) + right)


def hung(base: Canvas, label: Canvas, row: int) -> Canvas:
    """label at the right of base, its first line level with line `row` of base (negative: above it)."""
    first, last = min(0, row), max(base.height, row + label.height)
    left, right = " " * base.width, " " * label.width

    def piece(of: Canvas, at: int, blank: str) -> str:
        return of.lines[at] if 0 <= at < of.height else blank

    rows = [piece(base, at, left) + piece(label, at - row, right) for at in range(first, last)]
    return block(rows, base.base - first)


def roofed(body: Canvas, ascii: bool) -> Canvas:
    """A square root over a wide or tall block."""
    if not body.tall:
        return stack((line(" " + "_" * body.width), beside(("√", body))), 1)
    bar, corner, rule, foot = ("|", " ", "_", "\\") if ascii else ("│", "┌", "─", "╲")
    side = [f" {corner}", *[f" {bar}"] * (body.height - 1), f"{foot}{bar}"]
    right = stack((line(rule * body.width), body), 1, "left")
    return beside((Canvas(tuple(side), right.base, 2), right))


def grid(cells: list[list[Canvas]], bars: tuple[int, ...], air: bool, bar: str, align: Align, between: int) -> Canvas:
    """Cells in rows and columns; air or tall cells put a blank line between the rows."""
    count = max(map(len, cells), default=0)
    full = [row + [EMPTY] * (count - len(row)) for row in cells]
    columns = [_column(full, j, air, align) for j in range(count)]
    parts: list[Canvas] = []
    for j, column in enumerate(columns):
        if j:
            between_them = f" {bar} " if j in bars else " " * between
            parts.append(Canvas((between_them,) * column.height, column.base, len(between_them)))
        parts.append(column)
    return beside(parts)


def _column(rows: list[list[Canvas]], j: int, air: bool, align: Align) -> Canvas:
    """Column j, every cell given the height of its row."""
    lines: list[str] = []
    for k, row in enumerate(rows):
        if k and (air or any(cell.tall for cell in (*row, *rows[k - 1]))):
            lines.append("")
        above, below = max(cell.base for cell in row), max(cell.below for cell in row)
        lines += room(row[j], above, below).lines
    return block(lines, (len(lines) - 1) // 2, align)
