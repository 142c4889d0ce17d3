"""What one cell of a character picture shows: lines by their arms, braille for dots, dashes, arrow heads, points."""

from __future__ import annotations

from symjac.writing.drawing import Pen
from symjac.writing.formats.text.canvas import width

LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
LINES, LINES_ASCII = " ╴╶─╵┘└┴╷┐┌┬│┤├┼", " ---|+++|+++|+++"  # by the sum of the arms
BROKEN: dict[Pen, str] = {"dashed": "╌╎", "second": "╌╎"}  # level, upright
BROKEN_ASCII = "-:"
HEADS, HEADS_ASCII = "→↗↑↖←↙↓↘", ">/^\\</v\\"  # by eighths of a turn
POINTS, POINTS_ASCII = "○●", "o*"
BRAILLE = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # the bit of the dot in each column and row
ARMS = {LEFT: {(0, 2)}, RIGHT: {(1, 2)}, UP: {(0, 0), (0, 1)}, DOWN: {(0, 2), (0, 3)}}

Dot = tuple[int, int]  # column 0-1 and row 0-3 in its cell


def joined(arms: int, ascii: bool) -> str:
    """Level and upright lines that meet."""
    return (LINES_ASCII if ascii else LINES)[arms]


def dash(pen: Pen, level: bool, drawn: bool, ascii: bool) -> str:
    """A broken line; in ASCII every second sign is left out."""
    if ascii:
        return BROKEN_ASCII[not level] if drawn else " "
    return BROKEN[pen][not level]


def head(turn: int, ascii: bool) -> str:
    """An arrow head, by its direction in eighths of a turn from the right."""
    return (HEADS_ASCII if ascii else HEADS)[turn]


def point(solid: bool, ascii: bool) -> str:
    return (POINTS_ASCII if ascii else POINTS)[solid]


def dotted(dots: set[Dot], arms: int, ascii: bool) -> str:
    """Dots, and those of the lines below them."""
    if ascii:
        return nearest(dots)
    below = (ARMS[arm] for arm in ARMS if arms & arm)
    return chr(0x2800 + sum(BRAILLE[column][row] for column, row in dots.union(*below)))


def nearest(dots: set[Dot]) -> str:
    """The ASCII sign that looks most like the dots."""
    left, right = ([row for column, row in dots if column == side] for side in (0, 1))
    rows = left + right
    if max(rows) - min(rows) >= 2:
        return steep(left, right)
    height = sum(rows) / len(rows)
    return "'" if height < 0.9 else "-" if height < 2.1 else "."


def steep(left: list[int], right: list[int]) -> str:
    """A line that rises or falls through the cell, or several that meet in it."""
    if not left or not right:
        return "|"
    slope = sum(left) / len(left) - sum(right) / len(right)
    several = max(left) - min(left) > 1 < max(right) - min(right)
    return "/" if slope > 0.5 else "\\" if slope < -0.5 else "+" if several else "|"


def cells(text: str) -> list[str]:
    """What each column of a text shows: marks stay with their letter, a wide character leaves its second column empty."""
    found: list[str] = []
    for char in text:
        size = width(char)
        if size == 0 and found:
            found[-1] += char
        else:
            found += [char, *[""] * (size - 1)]
    return found
