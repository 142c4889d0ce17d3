"""Declarations: `A: M x N symmetric; x: N; lambda: scalar`, as text or as a mapping."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from symjac.errors import LimitError, ParseError, ShapeError
from symjac.expr.dims import ONE, Dim, dim, too_large
from symjac.expr.names import canonical
from symjac.language.text.alike import close_to
from symjac.language.text.spelled import one_name
from symjac.language.text.symbols import greek
from symjac.lazy import regex

SIZE = 10**6
WORDS: Mapping[str, tuple[str, ...]] = {
    "symmetric": ("symmetric",),
    "posdef": ("posdef",),  # symmetric and invertible follow; a derivative by free entries is asked for by "symmetric" alone
    "diagonal": ("diagonal",),
    "invertible": ("invertible",),
    "orthogonal": ("orthogonal",),
    "positive": ("positive",),
    "integer": ("integer",),
    "constant": ("constant",),
}
SQUARE = frozenset(("symmetric", "posdef", "diagonal", "invertible", "orthogonal"))
_TOKEN = regex(
    r"\s*(?:(?P<times>×|\\times\b|(?<=\d)x(?=\s*\d)|x(?![A-Za-z0-9_]))|(?P<num>\d+)|(?P<word>[^\W\d][A-Za-z0-9_]*)|(?P<sign>.))",
    re.S,
)
ARROW = regex(r"->|→|⟶|\\(?:long)?rightarrow\b|\\to\b")  # f: R^n -> R^m
IN = r"(?:∈|\\in\b)"  # x \in \mathbb{R}^n
REALS = r"(?:\\mathbb\s*(?:\{\s*R\s*\}|R\b)|\\mathbf\s*\{\s*R\s*\}|\\(?:R|RR|Re|reals?)\b|ℝ|R(?=\s*\^))"
_SPACE = regex(rf"\s*(?:in\s+)?{REALS}\s*\^?\s*")


@dataclass(frozen=True)
class Declaration:
    """rows, columns None: to be inferred."""

    name: str
    rows: Dim | None
    columns: Dim | None
    words: frozenset[str]

    @property
    def square(self) -> bool:
        return bool(self.words & SQUARE)


def declarations(where: str | Mapping[str, str] | None) -> dict[str, Declaration]:
    """Every declaration of a variable, by canonical name."""
    text = text_of(where)
    found: dict[str, Declaration] = {}
    for start, end in items(text):
        if ARROW.search(text, start, end):
            continue  # read in maps.py
        _enter(found, Item(text, start, end).read())
    clash = {name for d in found.values() for size in (d.rows, d.columns) if size for name in size.names} & set(found)
    for name in sorted(clash):
        raise ParseError(
            f"`{name}` is declared, and is also the name of a size", source=text, span=(0, len(text)), hint="rename one of them"
        )
    return found


def text_of(where: str | Mapping[str, str] | None) -> str:
    """The declarations as one text."""
    text = where if isinstance(where, str) else "; ".join(f"{name}: {shape}" for name, shape in (where or {}).items())
    if len(text) > 20_000:
        raise LimitError("the declarations have more than 20000 characters")
    return text


def items(text: str) -> list[tuple[int, int]]:
    """The places of the declarations; a comma separates them too where a shape stands before it and a name behind."""
    places = []
    for piece in re.finditer(r"[^;\n]+", text):
        start = piece.start()
        for comma in re.finditer(rf",(?=[^,:∈]*?(?::|{IN}))", piece[0]):
            if re.search(rf":|{IN}", text[start : piece.start() + comma.start()]):
                places.append((start, piece.start() + comma.start()))
                start = piece.start() + comma.end()
        places.append((start, piece.end()))
    return [(a, b) for a, b in places if text[a:b].strip()]


def _without_space(rest: str) -> str:
    """`n × m symmetric` of `ℝ^{n×m} symmetric`, each letter at its place; `scalar` of ℝ."""
    reals = _SPACE.match(rest)
    if reals is None:
        return rest
    inner = rest[reals.end() :]
    if not inner.strip():
        return "scalar"
    if inner[0] in "{(":
        close = inner.find("})"["{(".index(inner[0])])
        inner = " " + (inner[1:] if close < 0 else inner[1:close] + " " + inner[close + 1 :])
    elif not inner[0].isascii():
        inner = unicodedata.normalize("NFKC", inner.replace("ˣ", "×"))
    return " " * reals.end() + inner


def _enter(found: dict[str, Declaration], items: list[tuple[Declaration, str, tuple[int, int]]]) -> None:
    for item, text, span in items:
        before = found.get(item.name)
        if before is not None and before != item:
            raise ShapeError(f"`{item.name}` is declared twice, and differently", source=text, span=span)
        found[item.name] = item


class Item:
    """One declaration: names before the colon, sizes and words behind it."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.tokens: list[tuple[str, str, int, int]] = []
        self.at = 0

    def fail(self, message: str, k: int | None = None, hint: str | None = None) -> ParseError:
        k = self.at if k is None else k
        span = self.tokens[k][2:] if k < len(self.tokens) else (self.end - 1, self.end)
        expected = "a declaration such as A: M x N symmetric, x: N or t: scalar"
        return ParseError(message, source=self.text, span=span, expected=expected, hint=hint)

    def read(self) -> list[tuple[Declaration, str, tuple[int, int]]]:
        piece = self.text[self.start : self.end]
        colon = re.search(rf":|{IN}", piece)
        if colon is None:
            begin = self.start + len(piece) - len(piece.lstrip())
            self.tokens = [("", "", begin, self.end)]
            raise self.fail(f"`{piece.strip()[:60]}` is not a declaration: a colon is missing")
        names = piece[: colon.start()]
        rest = piece[colon.end() :]
        self.scan(_without_space(rest), self.start + colon.end())
        rows, columns, words = self._shape()
        if "integer" in words and rows is None:
            rows, columns = ONE, ONE
        made = []
        for name in names.split(","):
            item = Declaration(one_name(name, "a declaration", self.text, self.start), rows, columns, words)
            made.append((self._checked(item), self.text, (self.start, self.end)))
        return made

    def size(self) -> Dim | None:
        """What was scanned as one size, None if it is more than that."""
        found = self._sum() if self.tokens else None
        return found if self.at == len(self.tokens) else None

    def scan(self, rest: str, offset: int) -> None:
        for found in _TOKEN.finditer(rest.rstrip()):
            kind = found.lastgroup or "sign"
            self.tokens.append((kind, found[kind], offset + found.start(kind), offset + found.end(kind)))

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.at][:2] if self.at < len(self.tokens) else ("end", "")

    def _shape(self) -> tuple[Dim | None, Dim | None, frozenset[str]]:
        if not self.tokens:
            raise self.fail("the shape is missing")
        rows, columns = self._sizes()
        words: set[str] = set()
        while self.at < len(self.tokens):
            kind, text = self._peek()
            if text == "," or text == "and":
                self.at += 1
                continue
            if kind != "word" or text not in WORDS:
                raise self._unknown_word(text)
            words.update(WORDS[text])
            self.at += 1
        return rows, columns, frozenset(words)

    def _sizes(self) -> tuple[Dim | None, Dim | None]:
        kind, text = self._peek()
        if text == "scalar":
            self.at += 1
            return ONE, ONE
        if kind == "word" and text in WORDS:
            return None, None
        rows = self._sum()
        if self._peek()[0] != "times":
            return rows, ONE
        self.at += 1
        return rows, self._sum()

    def _sum(self) -> Dim:
        total = self._product()
        while self._peek()[1] == "+":
            self.at += 1
            total = self._bounded(total + self._product())
        return total

    def _product(self) -> Dim:
        """n, 2*n, 2n, K^2."""
        total = self._power()
        while self._peek()[1] in ("*", "·") or (self._multiplies() and self._peek()[0] == "word"):
            self.at += self._peek()[1] in ("*", "·")
            total = self._bounded(total * self._power())
        return total

    def _multiplies(self) -> bool:
        """Whether a number stands before, and a name right behind it: 2n."""
        kind, _, _, end = self.tokens[self.at - 1]
        return kind == "num" and self.at < len(self.tokens) and self.tokens[self.at][2] == end

    def _power(self) -> Dim:
        base = self._factor()
        if self._peek()[1] == "^":
            kind, text = self.tokens[self.at + 1][:2] if self.at + 1 < len(self.tokens) else ("", "")
            if kind != "num" or not 1 <= int(text[:3]) <= 9:
                raise self.fail("the power of a size is a whole number of one digit")
            self.at += 2
            return self._bounded(math.prod([base] * int(text), start=ONE))
        return base

    def _bounded(self, size: Dim) -> Dim:
        if too_large(size):
            raise LimitError("the size is too large, or too long a formula", source=self.text, span=(self.start, self.end))
        return size

    def _factor(self) -> Dim:
        kind, text = self._peek()
        self.at += 1
        if kind == "num":
            return self._number(text)
        if kind == "word" and text not in WORDS and text != "scalar":
            return dim(canonical(greek(text) or text))
        if text == "(" and self.at < 200:
            inner = self._sum()
            if self._peek()[1] == ")":
                self.at += 1
                return inner
        if text == "-":
            raise self.fail("a size cannot be negative", self.at - 1)
        raise self.fail(f"`{text}` is not a size" if text else "a size is missing", self.at - 1)

    def _number(self, text: str) -> Dim:
        span = self.tokens[self.at - 1][2:]
        if len(text) > 7 or int(text) > SIZE:
            shown = text if len(text) < 30 else text[:20] + "…"
            raise LimitError(f"the size {shown} is too large; {SIZE} is the limit", source=self.text, span=span)
        if int(text) == 0:
            raise self.fail("a size is at least 1", self.at - 1)
        return dim(int(text))

    def _unknown_word(self, text: str) -> ParseError:
        near = close_to(text, WORDS)
        hint = f"did you mean {near}?" if near else "the words are " + ", ".join([*WORDS, "scalar"])
        return self.fail(f"`{text}` is not a word of declarations", hint=hint)

    def _checked(self, item: Declaration) -> Declaration:
        if item.square and item.rows != item.columns:
            word = sorted(item.words & SQUARE)[-1]
            raise ShapeError(
                f"`{item.name}` is declared {word}, which needs a square matrix, but is {item.rows} x {item.columns}",
                source=self.text, span=(self.start, self.end),
            )  # fmt: skip
        if "integer" in item.words and (item.rows, item.columns) != (ONE, ONE):
            raise ShapeError(
                f"`{item.name}` is declared integer, which needs a scalar", source=self.text, span=(self.start, self.end)
            )
        return item
