"""a_1 + a_2 + ⋯ + a_N, [a_11 ⋯ a_1N; ⋮ ⋱ ⋮]: what dots stand for is read off the picture, and must be what is meant.

The dots say: go on like this. So the terms before them and the term behind them are one term at 1, 2 and N, with one sign, which
is that of the dots; where the other side of the line has the sum, the term is the one under its sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from symjac.errors import CheckError
from symjac.expr.lazy import sympy
from symjac.verify.term import Dotted, IndexForm, Meaning, Term
from symjac.writing.box import PRODUCT, SUM, BigOp, Box, Dots, Fence, Infix, Matrix, Num, Prefix, Row, Script, Sym
from symjac.writing.parts import PLAIN, children, rewritten, values

Signed = tuple[str, Box]
WITHOUT = PLAIN | {Sym, Num}  # parts with nothing inside
FEW = ("2", "3", "4", "5", "6")  # powers that are read as repeated factors
Hole = tuple[Box, Box]  # what stands in one place of two boxes that are alike elsewhere


class Broken(CheckError):
    """Dots that do not go on as the terms beside them."""


def read_dots(left: Term, right: Term, where: str, clear: set[Any] | None = None) -> None:
    """Broken where dots in one of the sides do not say what is meant.

    `clear`: boxes, by identity, that need no second look, for there are no dots in them; and matrices that were read.
    """
    clear = set() if clear is None else clear
    found = [(side, box) for side in (left, right) for box in dotted(side.box, clear)]
    exceptional = any(type(box) is Matrix for _, box in found) and (has_delta(left.meaning) or has_delta(right.meaning))
    for side, box in found:
        if isinstance(box, Matrix):
            if (id(box), exceptional) not in clear:
                read_matrix(box, exceptional, where)
            clear.add((id(box), exceptional))
        else:
            read_sum(summands(box), sums_beside(side.box, (right if side is left else left).box), where)


def dotted(box: Box, clear: set[Any]) -> list[Matrix | Infix]:
    """The sums and matrices with dots in a box."""
    waiting: list[Any] = [box]
    met: list[int] = []
    found: list[Matrix | Infix] = []
    while waiting:
        part = waiting.pop()
        kind = type(part)
        if kind is tuple:
            waiting += part
        elif kind not in WITHOUT and id(part) not in clear:
            met.append(id(part))
            waiting += values(part)
            if goes_on(part):
                found.append(part)
    if not found:
        clear.update(met)
    return found


def goes_on(box: Any) -> bool:
    """Whether a box is a sum or a matrix with dots in it."""
    if type(box) is Matrix:
        return any(type(b) is Dots for line in box.rows for b in line)
    return type(box) is Infix and box.prec == SUM and any(type(b) is Dots for _, b in summands(box))


def sums_beside(own: Box, other: Box) -> list[tuple[str, BigOp]]:
    """The sums of the other side; what stands on both has no dots."""
    known = list(signed_sums(own, "+"))
    return [found for found in signed_sums(other, "+") if found not in known]


def has_delta(meaning: Meaning) -> bool:
    """Whether the entries on a diagonal are others: there is a Kronecker delta in them, or cases."""
    entry = meaning.entry if isinstance(meaning, Dotted) else meaning
    nodes = sympy.preorder_traversal(entry.expr) if isinstance(entry, IndexForm) else ()
    return any(type(node).__name__ in ("KroneckerDelta", "Piecewise") for node in nodes)


def every(box: Box) -> Iterator[Box]:
    waiting = [box]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += reversed(children(part))


# sums


def summands(total: Infix) -> list[Signed]:
    """The terms with their signs; a minus before the first one is its sign."""
    return [signed(box, sign) for sign, box in zip(("+", *total.signs), total.items, strict=True)]


def signed(box: Box, sign: str = "+") -> Signed:
    if isinstance(box, Prefix) and box.sign == "−":
        return "+" if sign == "−" else "−", box.body
    return sign, box


def read_sum(terms: Sequence[Signed], sums: Sequence[tuple[str, BigOp]], where: str) -> None:
    """Before each dots a_1 or a_1 + a_2 (or a_0 + a_1), behind them a_N, with one sign."""
    for k, (sign, box) in enumerate(terms):
        if not isinstance(box, Dots):
            continue
        before, behind = terms[:k], terms[k + 1 : k + 2]
        if not before or not behind:
            raise Broken(f"{where}: dots stand at the end of a sum")
        end, numbers = series([term for _, term in before], behind[0][1], where)
        written = [*before[-len(numbers) :], *behind]
        if any(s != sign for s, _ in written):
            raise Broken(f"{where}: the sign before the dots is not that of the terms", found=sign)
        governed_alike(written, [*(Num(str(n)) for n in numbers), end], sums, where)


def series(before: Sequence[Box], last: Box, where: str) -> tuple[Box, list[int]]:
    """What the last term has where those before the dots have 1, 2, and these numbers."""
    end: Box | None = None
    numbers: list[int] = []
    for term in reversed(before):
        holes = list(differences(term, last))
        if len(holes) != 1 or not isinstance(holes[0][0], Num) or end not in (None, holes[0][1]):
            break
        end = holes[0][1]
        numbers.insert(0, int(holes[0][0].text))
    if end is None or numbers[0] > 1 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise Broken(f"{where}: the terms before the dots do not lead to the one behind them")
    return end, numbers


def governed_alike(written: Sequence[Signed], places: Sequence[Box], sums: Sequence[tuple[str, BigOp]], where: str) -> None:
    """Where the line has Σ_k a_k with the same limits as well, one of these is the sum of the terms written, its sign theirs."""
    ends = (places[0],), places[-1]
    candidates = [s for s in sums if isinstance(s[1].lower, Infix) and (s[1].lower.items[1:], s[1].upper) == ends]
    if not candidates:
        return
    shown = [(sign, flat(unfenced(b))) for sign, b in written]
    for sign, total in candidates:
        k = total.lower.items[0]  # type: ignore[union-attr]
        general = [signed(put(total.body, k, n), sign) for n in places]
        if [(s, flat(unfenced(b))) for s, b in general] == shown:
            return
    raise Broken(f"{where}: the terms beside the dots are not those of the sum")


def signed_sums(box: Box, sign: str) -> Iterator[tuple[str, BigOp]]:
    """Every Σ in a box, with the sign that stands before it."""
    match box:
        case BigOp(sign="∑"):
            yield sign, box
        case Infix(prec=prec) if prec == SUM:
            yield from (found for s, part in summands(box) for found in signed_sums(part, s))
        case Prefix("−", body):
            yield from signed_sums(body, "−")
        case _:
            yield from (found for part in children(box) for found in signed_sums(part, "+"))


def unfenced(box: Box) -> Box:
    """Brackets around a whole term do not count."""
    return box.body if isinstance(box, Fence) and box.left == "(" else box


def put(box: Box, k: Box, n: Box) -> Box:
    return rewritten(box, lambda part: n if part == k else None)


# what two boxes differ in


def flat(box: Box) -> Box:
    """Indices ij and i,j are one way of writing: a row of all of them."""
    return rewritten(box, as_row)


def as_row(box: Box) -> Box | None:
    return Row(box.items) if type(box) is Infix and set(box.signs) == {","} else None


def differences(a: Box, b: Box) -> set[Hole]:
    """The places, as pairs, in which two boxes differ."""
    found: set[Hole] = set()
    enter_differences(a, b, found)
    return found


def enter_differences(a: Box, b: Box, found: set[Hole]) -> None:
    if a is b or (type(a) is type(b) and a == b):
        return
    a, b = as_row(a) or a, as_row(b) or b
    ones, twos = unshared(factors(a), factors(b))
    if len(ones) == len(twos) and (a, b) not in zip(ones, twos, strict=True):
        for one, two in zip(ones, twos, strict=True):
            enter_differences(one, two, found)
        return
    inner, others = children(a), children(b)
    if type(a) is not type(b) or not inner or len(inner) != len(others) or outline(a) != outline(b):
        found.add((a, b))
        return
    for one, other in zip(inner, others, strict=True):
        enter_differences(one, other, found)


def factors(box: Box) -> list[Box]:
    """x_1² x_N as x_1 x_1 x_N: where two indices meet, factors are collected into a power."""
    match box:
        case Infix(prec=prec, signs=signs) if prec == PRODUCT and not set(signs) - {"", "·"}:
            return [factor for item in box.items for factor in factors(item)]
        case Script(sup=Num(text)) if text in FEW:
            return [replace(box, sup=None) if box.sub else box.base] * int(text)
    return [box]


def unshared(ones: Sequence[Box], twos: Sequence[Box]) -> tuple[list[Box], list[Box]]:
    """The factors of two products that the other has not."""
    left, right = list(ones), list(twos)
    for factor in ones:
        if factor in right:
            left.remove(factor)
            right.remove(factor)
    return left, right


def outline(box: Box) -> list[object]:
    """All of a box but the boxes in it: signs, heads, fonts."""
    return [value for value in values(box) if not holds_boxes(value)]


def holds_boxes(value: object) -> bool:
    return any(map(holds_boxes, value)) if type(value) is tuple else type(value) not in PLAIN


# matrices


def read_matrix(matrix: Matrix, exceptional: bool, where: str) -> None:
    """Along every row and every column the cells beside dots are one cell at 1 or 2 and at N; `exceptional`: off the diagonal."""
    rows = () if exceptional and matrix.bars else matrix.rows
    own = within_blocks(matrix)
    for r, line in enumerate(rows):
        for c in range(1, len(line) - 1):
            if line[c] == Dots("h") and not {c, c + 1} & set(matrix.bars):
                go_on(line[c - 1], line[c + 1], (abs(r - own[c]) == 1, exceptional), where)
    for c, line in enumerate(zip(*rows, strict=True)):
        for r in range(1, len(line) - 1):
            if line[r] == Dots("v"):
                go_on(line[r - 1], line[r + 1], (abs(r - own[c]) == 1, exceptional), where)


def within_blocks(matrix: Matrix) -> list[int]:
    """The number of each column in its block: y_1² stands on the diagonal of every block of uᵀ ⊗ (y yᵀ)."""
    return [c - max((bar for bar in matrix.bars if bar <= c), default=0) for c in range(len(matrix.rows[0]))]


def has_names(box: Box) -> bool:
    """Dots between numbers say nothing about them."""
    return any(isinstance(part, Sym) for part in every(box))


def go_on(one: Box, other: Box, place: tuple[bool, bool], where: str) -> None:
    """a ⋯ b. On the diagonal x_1 x_1 is x_1², which x_1 x_N is not like; where it is exceptional, even a sign may differ."""
    diagonal, exceptional = place
    if not (has_names(one) and has_names(other)) or (diagonal and exceptional):
        return
    (sign, a), (turned, b) = signed(one), signed(other)
    steps = differences(a, b)
    if sign != turned:
        raise Broken(f"{where}: the signs beside the dots of a matrix differ")
    backwards = any(isinstance(end, Num) and not isinstance(start, Num) for start, end in steps)
    if backwards or (not diagonal and (len(steps) > 1 or not all(isinstance(start, Num) for start, _ in steps))):
        raise Broken(f"{where}: the cells beside the dots of a matrix are not one cell at 1 and at N")
