"""How wide a Box is on the page, in em, and how deep: estimates after Computer Modern, within a tenth of TeX's."""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import assert_never

from symjac.errors import LimitError
from symjac.writing import box as kinds
from symjac.writing.block import Aligned, Block, Details, Document, Equation, Figure, Inline, Link, Mark, Text, texts
from symjac.writing.box import Box
from symjac.writing.drawing import Label
from symjac.writing.greek import GREEK
from symjac.writing.layout.links import guard_links
from symjac.writing.parts import on_line, within
from symjac.writing.remembered import remembered

DEPTH = 120  # deeper boxes exceed TeX's grouping levels, and no reader follows them
DETAILS = 60
SMALL = 0.7  # scripts, and fractions inside matrix cells
LETTERS = {**dict.fromkeys("fijlrtI", 0.42), **dict.fromkeys("mwMWHKNUX", 0.87)}
SIGNS = {"": 0.13, ",": 0.45, ";": 0.45, ":": 0.84, "/": 0.5, "↦": 2.2, "→": 1.56, "⇒": 1.56}
BINARY = frozenset("+−-±∓·×⊙⊘⊗⊕∘")
SPACES = {"thin": 0.17, "quad": 1.0, "qquad": 2.0}
PROSE = {**dict.fromkeys("il.,;:'!|", 0.28), **dict.fromkeys(" fjrst()[]", 0.39), **dict.fromkeys("mwMW", 0.83)}
GAP = 1.6  # between a formula and the remark or reason beside it


def guard(*boxes: Box) -> None:
    """LimitError for boxes nested too deep."""
    if not within(DEPTH, boxes):
        raise LimitError(f"the formula is nested more than {DEPTH} levels deep", hint="name intermediate results")


def guard_document(doc: Document) -> None:
    """The same for every formula of a document and for its nested details; links must lead somewhere."""
    guard(*_formulas(doc.title))
    level: list[Block] = list(doc.blocks)
    for _ in range(DETAILS):
        if not level:
            return guard_links(doc)
        guard(*(formula for outer in level for formula in _displayed(outer)))
        level = [inner for outer in level if isinstance(outer, Details) for inner in outer.blocks]
    raise LimitError(f"details are nested more than {DETAILS} levels deep")


def _formulas(*prose: Text) -> list[Box]:
    return [part for text in prose for part in text if not isinstance(part, str | Link | Mark)]


def _displayed(block: Block) -> list[Box]:
    """Every formula of a block, those of nested blocks aside."""
    shown: list[Box] = []
    match block:
        case Equation(box):
            shown = [box]
        case Aligned(lines):
            shown = [side for line in lines for side in (line.left, line.right)]
        case Figure(drawing):
            shown = [shape.box for shape in drawing.shapes if isinstance(shape, Label)]
    return shown + _formulas(*texts(block))


def text_width(text: Text) -> float:
    return sum(map(_part_width, text))


def _part_width(part: Inline) -> float:
    match part:
        case str():
            return _prose(part)
        case Link(words):
            return _prose(words)
        case Mark(points):
            return _prose(f"[{points}]") + 0.2
        case _:
            return width(part)


def _prose(words: str) -> float:
    return sum(PROSE.get(c, 0.72 if c.isupper() else 0.52 if c.isascii() else 1.0) for c in words)


@remembered
def width(box: Box) -> float:
    """Width in em at display size."""
    match box:
        case kinds.Sym(name):
            return _name(name)
        case kinds.Num(digits):
            return 0.5 * len(digits)
        case kinds.Words(words):
            return _prose(words)
        case kinds.Space(kind):
            return SPACES[kind]
        case kinds.Row(items):
            return sum(map(width, items))
        case kinds.Infix(items, signs):
            return sum(map(width, items)) + sum(map(sign_width, signs))
        case kinds.Prefix(sign, body):
            return (0.78 if sign in "−-∇" else 0.55) + width(body)
        case kinds.Script(base, sub, sup):
            return width(base) + SMALL * max(width(s) if s is not None else 0 for s in (sub, sup)) + 0.05
        case kinds.Accent(_, base):
            return width(base)
        case kinds.Call(head, args, bare):
            return width(head) + sum(map(width, args)) + 0.45 * (len(args) - 1) + (0.17 if bare else 0.8)
        case kinds.Fence(left, body, right):
            return width(body) + (0.8 if is_tall(body) else 0.48) * (bool(left) + bool(right))
        case kinds.Frac(num, den):
            return max(in_text(num), in_text(den)) + 0.24
        case kinds.BigOp(sign, lower, upper, body):
            limits = [SMALL * width(limit) for limit in (lower, upper) if limit is not None]
            return max(1.45 if sign != "lim" else 1.4, *limits, 0) + 0.17 + width(body)
        case kinds.Dots():
            return 1.2
        case kinds.Empty():
            return 0.0
        case kinds.Matrix():
            return _matrix(box)
        case kinds.Cases(pairs):
            return 1.9 + max((in_text(a) for a, _ in pairs), default=0) + max((width(c) for _, c in pairs), default=0)
        case kinds.Underbrace(body, label):
            return max(width(body), SMALL * width(label)) + 0.17
        case kinds.Arrow(label):
            return max(1.6, SMALL * width(label) + 1.1) + 0.56
        case kinds.Boxed(body) | kinds.Root(body):
            return width(body) + 1.0
    assert_never(box)


def in_text(box: Box) -> float:
    """Width in a fraction or a cell, where the limits of a sum stand beside its sign."""
    return width(box) + sum(map(_beside, big_operators(box)))


def big_operators(box: Box) -> Iterator[kinds.BigOp]:
    if isinstance(box, kinds.BigOp):
        yield box
    for part in on_line(box):
        yield from big_operators(part)


def _beside(box: kinds.BigOp) -> float:
    limits = [SMALL * width(limit) for limit in (box.lower, box.upper) if limit is not None]
    return 1.06 + max(limits, default=0) - max(1.45, *limits, 0)


@remembered
def is_tall(box: Box) -> bool:
    """Whether brackets around a box grow, and so get wider: around sums, fractions and arrays."""
    return isinstance(box, kinds.BigOp | kinds.Frac | kinds.Matrix | kinds.Cases) or any(map(is_tall, on_line(box)))


def sign_width(sign: str) -> float:
    return SIGNS.get(sign, 1.22 if sign in BINARY else 1.34)


def _name(name: str) -> float:
    if name in (",", ".", ";"):
        return 0.28
    if name in GREEK:
        return 0.6
    if len(name) > 1:
        return sum(0.52 if char.isascii() else 4.0 for char in name)  # U+65E5, at worst
    return LETTERS.get(name, 0.75 if name in string.ascii_uppercase else 0.52 if name.isalnum() else 0.78)


def _matrix(box: kinds.Matrix) -> float:
    measure = width if box.tall else in_text
    columns = [max(map(measure, column)) for column in zip(*box.rows, strict=True)]
    edges = 1.4 + (0.9 if box.bars or len(columns) > 10 else 0)
    return sum(columns) + (len(columns) - 1) + edges + (SMALL * width(box.label) if box.label else 0)
