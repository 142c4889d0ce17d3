"""Formulas into lines that fit the page: broken at relations, then at + and −, inside brackets, between factors.

A broken bracket is a Fence open on one side, so a line is an ordinary Box again and every format can draw it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from symjac.writing.block import Aligned, Block, Equation, Line, Text
from symjac.writing.box import (
    MINUS_ONE,
    PRODUCT,
    RELATION,
    BigOp,
    Box,
    Boxed,
    Call,
    Cases,
    Empty,
    Fence,
    Frac,
    Infix,
    Matrix,
    Num,
    Prefix,
    Row,
    Script,
    Space,
    Sym,
    paren,
)
from symjac.writing.layout.fit import GAP, sign_width, text_width, width
from symjac.writing.layout.rise import AROUND, FIFTH, height
from symjac.writing.parts import has_fraction

INDENT = 2.0  # of a continued line, to the right of the relation signs
NARROWEST = 4.0  # below this there is no use in breaking
NARROW_REASON = 14.0  # no reason below its line is set narrower than this
FRAME = 2.6  # what a frame with several lines in it adds
SHORT = 8.0  # a denominator that stays one where its numerator is taken out of the fraction
LEFT_SHARE = 0.45  # a left-hand side wider than this share of the page gets a line of its own


@dataclass(frozen=True, slots=True)
class Placed:
    """One line on the page: left & sign right && beside; an indented line continues the one above."""

    left: Box = Empty()
    sign: str = ""
    right: Box = Empty()
    indent: bool = False
    beside: Text = ()
    words: Text = ()  # instead of right: a piece of a reason that had no room beside its line


def concludes(block: Block) -> bool:
    """Whether a display opens with ∴ or ⇒: it goes on from the one before."""
    if isinstance(block, Aligned):
        return bool(block.lead)
    return isinstance(block, Equation) and isinstance(block.box, Row) and block.box.items[:1] in ((Sym("∴"),), (Sym("⇒"),))


def broken(box: Box, limit: float) -> list[Box]:
    """box as lines of at most `limit` em where that can be done; a box that fits, or cannot be broken, is one line."""
    if width(box) <= limit or limit < NARROWEST:
        return [box]
    match box:
        case Infix(items, signs) if set(signs) == {""}:
            return _inside(items, signs, limit) or _infix(items, ("·",) * len(signs), box.prec, limit)
        case Infix(items, signs):
            return _infix(items, signs, box.prec, limit)
        case Row(items):
            return _row(items, limit)
        case Boxed(body):
            parts = broken(body, limit - FRAME)
            framed = Boxed(Matrix(tuple((p,) for p in parts), left="", right="", tall=has_fraction(*parts)))
            if len(parts) > 1 and height(framed) > FIFTH - AROUND:  # no page can end in a frame
                return broken(body, limit)
            return [framed] if len(parts) > 1 else [box]
        case Script(Fence() as base, sub, sup):
            *parts, end = broken(base, limit - 1)
            return [*parts, Script(end, sub, sup)]
        case Frac():
            return broken(as_product(box), limit)
        case Cases(rows):
            room = limit - width(box) + max(width(value) for value, _ in rows)
            return [Cases(tuple(line for value, when in rows for line in _case(broken(value, room), when)))]
        case Prefix(_, body) | BigOp(_, _, _, body):
            first, *rest = broken(body, limit - width(box) + width(body))
            return [replace(box, body=first), *rest]
        case Call(head, (arg,), False):
            return broken(Row((head, Fence("(", arg, ")"))), limit)
        case Fence(left, body, right):
            parts = broken(body, limit - 1)
            return [box] if len(parts) == 1 else [Fence(left, parts[0], ""), *parts[1:-1], Fence("", parts[-1], right)]
        case _:
            return [box]


def _case(parts: list[Box], when: Box) -> list[tuple[Box, Box]]:
    """A value over several lines, its condition at the last."""
    return [*((part, Empty()) for part in parts[:-1]), (parts[-1], when)]


def as_product(box: Frac) -> Box:
    """1/d (a + b) or (c + d)⁻¹(a + b), which can be broken between the factors and inside them."""
    below = Script(Fence("(", box.den, ")"), sup=MINUS_ONE)
    if box.num == Num("1"):
        return below
    front = Frac(Num("1"), box.den) if width(box.den) <= SHORT else below
    factors = box.num.items if isinstance(box.num, Infix) and set(box.num.signs) == {""} else (paren(box.num, PRODUCT),)
    return Infix((front, *factors), ("",) * len(factors), PRODUCT)


def _inside(items: Sequence[Box], signs: tuple[str, ...] | None, limit: float) -> list[Box] | None:
    """The widest item broken, the others beside its first and its last line; a row has no signs."""
    k = max(range(len(items)), key=lambda n: width(items[n]))
    before, after = tuple(items[:k]), tuple(items[k + 1 :])
    others = max(sum(map(width, before)), sum(map(width, after)))
    if others > limit / 2:
        return None
    first, *rest = broken(items[k], limit - others)
    if not rest:
        return None if first == items[k] else [_side_by_side((*before, first, *after), signs)]
    end = _side_by_side((rest[-1], *after), signs and signs[k:])
    return [_side_by_side((*before, first), signs and signs[:k]), *rest[:-1], end]


def _side_by_side(items: tuple[Box, ...], signs: tuple[str, ...] | None) -> Box:
    return Row(items) if signs is None else Infix(items, signs, PRODUCT)


def _infix(items: Sequence[Box], signs: Sequence[str], prec: int, limit: float) -> list[Box]:
    """As many items to a line as fit; a line begins with its sign, but a comma stays behind."""
    lines: list[Box] = []
    run, between = [items[0]], list[str]()
    for sign, item in zip(signs, items[1:], strict=True):
        if _run_width(run, between) > limit:
            *whole, end = _run(run, between, prec, limit)
            lines, run, between = lines + whole, [end], []
        if run == [Empty()] or _run_width([*run, item], [*between, sign]) <= limit:
            run, between = [*run, item], [*between, sign]
            continue
        comma = sign == ","
        lines += _run([*run, Empty()] if comma else run, [*between, ","] if comma else between, prec, limit)
        run, between = ([item], []) if comma else ([Empty(), item], [sign])
    return lines + _run(run, between, prec, limit)


def _run_width(items: Sequence[Box], signs: Sequence[str]) -> float:
    return sum(map(width, items)) + sum(map(sign_width, signs))


def _run(items: Sequence[Box], signs: Sequence[str], prec: int, limit: float) -> list[Box]:
    """One line of an infix; a single item that is still too wide is broken in its turn."""
    if _run_width(items, signs) <= limit:
        return [Infix(tuple(items), tuple(signs), prec) if signs else items[0]]
    k = max(range(len(items)), key=lambda n: width(items[n]))
    first, *rest = broken(items[k], limit - _run_width(items, signs) + width(items[k]))
    return [Infix((*items[:k], first, *items[k + 1 :]), tuple(signs), prec) if signs else first, *rest]


def _row(items: Sequence[Box], limit: float) -> list[Box]:
    """A row is broken at its wide spaces, which vanish; else inside its widest item."""
    groups: list[list[Box]] = [[]]
    for item in items:
        if isinstance(item, Space) and item.width != "thin":
            groups.append([])
        else:
            groups[-1].append(item)
    if len(groups) == 1:
        return _inside(items, None, limit) or [Row(tuple(items))]
    return [line for group in _filled(groups, limit) for line in broken(Row(tuple(group)), limit)]


def _filled(groups: list[list[Box]], limit: float) -> list[list[Box]]:
    lines = [groups[0]]
    for group in groups[1:]:
        longer = [*lines[-1], Space("quad"), *group] if lines[-1] else group
        if width(Row(tuple(longer))) <= limit:
            lines[-1] = longer
        else:
            lines.append(group)
    return lines


def placed(block: Equation | Aligned, limit: float) -> list[Placed]:
    """The lines of a display, each at most `limit` em wide as far as that can be had."""
    if isinstance(block, Aligned):
        return _aligned(block.lines, block.lead, block.end, limit)
    if not block.remark:
        return _equation(_end(block.box, block.end), limit)
    remark = (*block.remark, block.end)
    if width(block.box) + GAP + text_width(remark) <= limit:
        return [Placed(right=block.box, beside=remark)]
    lines = _equation(block.box, limit)
    return lines + _words(remark, limit - max(width(line.left) for line in lines))


def _end(box: Box, end: str) -> Box:
    """box with the end of its sentence, which goes inside a relation so that it can still be broken there."""
    match box:
        case _ if not end:
            return box
        case Infix(items, signs, prec) if prec == RELATION:
            return Infix((*items[:-1], _end(items[-1], end)), signs, prec)
        case Row(items) if items:
            return Row((*items[:-1], _end(items[-1], end)))
        case _:
            return Row((box, Sym(end)))


def _equation(box: Box, limit: float) -> list[Placed]:
    if width(box) <= limit:
        return [Placed(right=box)]
    lead, body = (box.items[:-1], box.items[-1]) if isinstance(box, Row) and box.items else ((), box)
    if isinstance(body, Infix) and body.prec == RELATION and "," not in body.signs:
        left = Row((*lead, body.items[0])) if lead else body.items[0]
        if width(left) <= LEFT_SHARE * limit:
            return _relation(left, body.items[1:], body.signs, limit - width(left))
    first, *rest = broken(box, limit - INDENT)
    return [Placed(right=first), *(Placed(right=part, indent=True) for part in rest)]


def _relation(left: Box, items: Sequence[Box], signs: Sequence[str], room: float) -> list[Placed]:
    """left = a = b: as many members to a line as fit, the lines aligned at their first sign."""
    lines: list[Placed] = []
    run: list[Box] = []
    start = 0
    for k, item in enumerate(items):
        if run and _run_width([*run, item], signs[start : k + 1]) > room:
            lines += _member(signs[start], run, signs[start + 1 : k], room)
            run, start = [], k
        run.append(item)
    lines += _member(signs[start], run, signs[start + 1 :], room)
    return [replace(lines[0], left=left), *lines[1:]]


def _member(sign: str, run: Sequence[Box], signs: Sequence[str], room: float) -> list[Placed]:
    box = Infix(tuple(run), tuple(signs), RELATION) if signs else run[0]
    first, *rest = broken(box, room - sign_width(sign) - INDENT) if width(box) + sign_width(sign) > room else [box]
    return [Placed(sign=sign, right=first), *(Placed(right=part, indent=True) for part in rest)]


def _aligned(lines: Sequence[Line], lead: str, end: str, limit: float) -> list[Placed]:
    """Aligned steps: a left side too wide to align takes its own line, a reason too long goes below its line."""
    leads = [(Sym(lead), Space("quad")) if lead and not k else () for k in range(len(lines))]
    lefts = [Row((*before, line.left)) for before, line in zip(leads, lines, strict=True)]
    aligned = [left if width(left) <= LEFT_SHARE * limit else Row(left.items[:-1]) for left in lefts]
    room = limit - max(map(width, aligned), default=0)

    def within(width: float) -> list[list[Placed]]:
        pairs = enumerate(zip(aligned, lines, strict=True))
        return [_step(left, line, end if k == len(lines) - 1 else "", width, left is lefts[k]) for k, (left, line) in pairs]

    steps = _with_room(within, lines, room)
    widest = _widest(steps)
    beside = [bool(line.reason) and widest + GAP + text_width(line.reason) <= room for line in lines]
    below = widest if any(beside) else room
    return [
        p
        for step, line, fits in zip(steps, lines, beside, strict=True)
        for p in (_beside(step, line.reason) if fits else step + _words(line.reason, below))
    ]


def _with_room(within: Callable[[float], list[list[Placed]]], lines: Sequence[Line], room: float) -> list[list[Placed]]:
    """The steps, chains a = b = c broken once more where every reason then stands beside its line."""
    steps, reasons = within(room), max(text_width(line.reason) for line in lines)
    narrow = room - GAP - reasons
    if not reasons or _widest(steps) <= narrow or narrow < NARROW_REASON:
        return steps
    closer = within(narrow)
    whole = _widest(closer) <= narrow and sum(p.indent for step in closer for p in step) == sum(
        p.indent for step in steps for p in step
    )
    below = sum(_widest(steps) + GAP + text_width(line.reason) > room for line in lines if line.reason)
    return closer if whole and sum(map(len, closer)) - sum(map(len, steps)) <= below else steps


def _widest(steps: Sequence[Sequence[Placed]]) -> float:
    return max(NARROW_REASON, *(_right_width(p) for step in steps for p in step))


def _step(left: Box, line: Line, end: str, room: float, fits: bool) -> list[Placed]:
    right = _end(line.right, end)
    chain = isinstance(right, Infix) and right.prec == RELATION and "," not in right.signs
    items, signs = (right.items, right.signs) if chain and isinstance(right, Infix) else ((right,), ())
    if fits:
        return _relation(left, items, (line.sign, *signs), room)
    first, *rest = broken(line.left, room - INDENT)
    above = [Placed(left, right=first), *(Placed(right=part, indent=True) for part in rest)]
    return above + [replace(p, indent=True) for p in _relation(Empty(), items, (line.sign, *signs), room - INDENT)]


def _right_width(line: Placed) -> float:
    return width(line.right) + sign_width(line.sign) + (INDENT if line.indent else 0)


def _beside(step: list[Placed], reason: Text) -> list[Placed]:
    return [*step[:-1], replace(step[-1], beside=reason)]


def _words(text: Text, room: float) -> list[Placed]:
    return [Placed(indent=True, words=line) for line in wrapped(text, room - INDENT) if line]


def wrapped(text: Text, limit: float) -> list[Text]:
    """Prose in lines of at most `limit` em; a formula is never broken, nor parted from a word it touches."""
    lines: list[Text] = [()]
    for word in _split(text):
        longer: Text = (*lines[-1], " ", *word) if lines[-1] else word
        if lines[-1] and text_width(longer) > limit:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _split(text: Text) -> list[Text]:
    """The words of a text, formulas glued to the words they touch."""
    words: list[Text] = [()]
    for part in text:
        if not isinstance(part, str):
            words[-1] = (*words[-1], part)
            continue
        first, *rest = re.split(r"\s+", part)
        words[-1] = (*words[-1], first) if first else words[-1]
        words += [(word,) if word else () for word in rest]
    return [word for word in words if word]
