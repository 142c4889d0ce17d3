"""Box: the closed language of written mathematics. Operations speak it, formats draw it.

A format needs one case per class below and nothing else. Parentheses are never a format's business:
the builder functions at the end put a Fence where precedence asks for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# Precedence, loosest first; a box may stand unbracketed where its own is at least what is asked.
RELATION, SUM, PREFIX, ELEMENTWISE, PRODUCT, SCRIPTED, ATOM = 0, 10, 20, 25, 30, 40, 50

Font = Literal["italic", "roman", "bold", "blackboard", "sans"]


@dataclass(frozen=True, slots=True)
class Sym:
    """A name or a sign: 'x', 'theta' (Greek by its English name), 'tr' in roman, 'R' in blackboard bold.

    Also the relation and other signs by their Unicode character: '=', '∴', '⇒', '∈', '∇', '∂', 'δ', '…'.
    """

    name: str
    font: Font = "italic"
    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class Num:
    """A non-negative integer or decimal, in digits."""

    text: str
    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class Words:
    """Upright words inside a formula: 'if', 'otherwise', 'so'. Spaces at the ends are kept."""

    text: str
    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class Space:
    """Horizontal space: 'thin' (a sixth of an em), 'quad', 'qquad'."""

    width: Literal["thin", "quad", "qquad"] = "thin"
    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes one after the other, no space of their own (a product is Infix with sign '')."""

    items: tuple[Box, ...]
    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class Infix:
    """items joined by signs: '+', '−', '=', '⊙', '⊘', '⊗', '·', '×', ',', '∈', '→', '↦', '≤' or '' (juxtaposed, thin space
    only where letters would run together as in roman function names). signs[k] stands between items[k] and items[k+1]."""

    items: tuple[Box, ...]
    signs: tuple[str, ...]
    prec: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """A sign directly before its body: '−' x, '∇' f, '∂' x, 'd' X (upright d)."""

    sign: str
    body: Box
    prec: int = PREFIX


@dataclass(frozen=True, slots=True)
class Script:
    """base with a subscript, a superscript, or both stacked. The transpose mark is Sym('T', 'sans')."""

    base: Box
    sub: Box | None = None
    sup: Box | None = None
    prec: int = SCRIPTED


@dataclass(frozen=True, slots=True)
class Accent:
    """base under a 'hat', 'bar' or 'tilde'."""

    kind: Literal["hat", "bar", "tilde"]
    base: Box
    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class Call:
    """head(args): tanh(Wx + b). With `bare`, a single short argument without brackets: tr X, det X, log x."""

    head: Box
    args: tuple[Box, ...]
    bare: bool = False
    prec: int = SCRIPTED


@dataclass(frozen=True, slots=True)
class Fence:
    """Growing delimiters around a body: '(' ')', '[' ']', '{' '}', '|' '|', '‖' '‖', '⟨' '⟩', or '' for none on a side."""

    left: str
    body: Box
    right: str
    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class Frac:
    """A built fraction."""

    num: Box
    den: Box
    prec: int = PRODUCT


@dataclass(frozen=True, slots=True)
class Root:
    """A square root."""

    body: Box
    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class BigOp:
    """'∑' or '∏' or 'lim' with limits below and above, then what it governs."""

    sign: str
    lower: Box | None
    upper: Box | None
    body: Box
    prec: int = SUM + 5


@dataclass(frozen=True, slots=True)
class Dots:
    """'h' ⋯ (centred), 'l' … (low), 'v' ⋮, 'd' ⋱."""

    kind: Literal["h", "l", "v", "d"]
    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing (an empty cell)."""

    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class Matrix:
    """A bracketed array. `bars`: a vertical bar after these columns (from 1); `tall`: rows of fractions need air;
    `label`: written small at the lower right, as the notes write the shape."""

    rows: tuple[tuple[Box, ...], ...]
    bars: tuple[int, ...] = ()
    tall: bool = False
    label: Box | None = None
    left: str = "["
    right: str = "]"
    prec: int = ATOM


@dataclass(frozen=True, slots=True)
class Cases:
    """A left brace with (value, condition) lines; a condition may be Words('otherwise')."""

    rows: tuple[tuple[Box, Box], ...]
    prec: int = RELATION


@dataclass(frozen=True, slots=True)
class Underbrace:
    """body with a brace below it and a label, such as its shape, below that."""

    body: Box
    label: Box
    prec: int = PRODUCT


@dataclass(frozen=True, slots=True)
class Arrow:
    """A long arrow with a label above: R^D --e--> R^N."""

    label: Box
    prec: int = RELATION


@dataclass(frozen=True, slots=True)
class Boxed:
    """A frame around a final result."""

    body: Box
    prec: int = ATOM


Box = (
    Sym | Num | Words | Space | Row | Infix | Prefix | Script | Accent | Call | Fence | Frac | Root
    | BigOp | Dots | Empty | Matrix | Cases | Underbrace | Arrow | Boxed
)  # fmt: skip

TRANSPOSE = Sym("T", "sans")
MINUS_ONE = Prefix("−", Num("1"))


def paren(box: Box, at_least: int) -> Box:
    """box, in round brackets if it binds looser than `at_least`."""
    return box if box.prec >= at_least else Fence("(", box, ")")


def decimal_box(text: str) -> Box:
    """A decimal as it is written, its minus a sign; 8.2E-9 and 8.2e-09 are 8.2 · 10⁻⁹."""
    if text.startswith("-"):
        return Prefix("−", decimal_box(text[1:]))
    digits, power, exponent = text.upper().partition("E")
    return Infix((Num(digits), Script(Num("10"), sup=decimal_box(str(int(exponent))))), ("·",), PRODUCT) if power else Num(text)


def infix(sign: str, items: Sequence[Box], prec: int) -> Box:
    """items joined by one sign; an item that binds looser (or equally, after the first) is bracketed."""
    if len(items) == 1:
        return items[0]
    shown = [paren(items[0], prec), *(paren(item, prec + 1) for item in items[1:])]
    return Infix(tuple(shown), (sign,) * (len(items) - 1), prec)


def signed_sum(terms: Sequence[Box]) -> Box:
    """a − b + c: a term with a minus in front is taken away."""
    if len(terms) == 1:
        return terms[0]
    parts = [(t.sign, t.body) if isinstance(t, Prefix) and t.sign == "−" else ("+", t) for t in terms[1:]]
    return Infix((terms[0], *(body for _, body in parts)), tuple(sign for sign, _ in parts), SUM)


def equation(*sides: Box) -> Infix:
    """a = b = c"""
    return Infix(sides, ("=",) * (len(sides) - 1), RELATION)


def commas(items: Sequence[Box]) -> Box:
    """x_1, x_2, x_3; one item stands alone."""
    return items[0] if len(items) == 1 else Infix(tuple(items), (",",) * (len(items) - 1), RELATION)


def power(base: Box, exponent: Box) -> Box:
    """base^exponent; a name with a subscript keeps it below: e_1^2."""
    if isinstance(base, Script) and base.sup is None:
        return Script(base.base, base.sub, exponent)
    return Script(bracketed_script(paren(base, ATOM)), sup=exponent)


def bracketed_script(base: Box) -> Box:
    """(a^{(1)}): a name that is high already takes no second exponent."""
    return Fence("(", base, ")") if isinstance(base, Script) and base.sup is not None else base


def transposed(base: Box) -> Box:
    """baseᵀ; a name with a layer superscript keeps it: W^{(1)T}."""
    if isinstance(base, Script) and base.sup is not None and isinstance(base.sup, Fence):
        return Script(base.base, base.sub, Row((base.sup, TRANSPOSE)))
    if isinstance(base, Script) and base.sup is None:
        return Script(base.base, base.sub, TRANSPOSE)
    if isinstance(base, Script) and base.sup == MINUS_ONE:
        return Script(base.base, base.sub, Prefix("−", TRANSPOSE))
    return Script(Fence("(", base, ")") if isinstance(base, Prefix) else paren(base, ATOM), sup=TRANSPOSE)


def followed(items: Sequence[Box]) -> tuple[Box, ...]:
    """Factors, a differential in brackets where another factor follows: (dX)Y, for dXY is taken for d(XY)."""
    return tuple(Fence("(", b, ")") if isinstance(b, Prefix) and b.sign == "d" else b for b in items[:-1]) + tuple(items[-1:])


def elementwise(sign: str, items: Sequence[Box]) -> Box:
    """u ⊙ v, A ⊗ B: products and sums inside are bracketed, a leading minus stands in front of the whole."""
    first = items[0]
    if isinstance(first, Prefix) and first.sign == "−":
        return Prefix("−", elementwise(sign, (first.body, *items[1:])))
    shown = tuple(item if isinstance(item, Frac) else paren(item, SCRIPTED) for item in items)
    return Infix(followed(shown), (sign,) * (len(items) - 1), ELEMENTWISE)


def differential(box: Box) -> Box:
    """d of something: d x, d tanh(z), d(A B)."""
    return Prefix("d", box if isinstance(box, Call) else paren(box, ATOM), ATOM)


def relation(*parts: Box | str) -> Box:
    """a = b = c from boxes with signs between them."""
    return Infix(
        tuple(p for p in parts[::2] if not isinstance(p, str)),
        tuple(p for p in parts[1::2] if isinstance(p, str)),
        RELATION,
    )


def row(*items: Box) -> Row:
    return Row(items)
