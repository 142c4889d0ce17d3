"""Arithmetic as Python text with the brackets it needs; numbers that lose nothing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symjac.errors import LimitError

SUM, PRODUCT, MATMUL, UNARY, POWER, ATOM = 10, 20, 25, 30, 40, 50
"""How tightly a sign binds. Python gives * and @ one level, so that a * b @ c is (a * b) @ c; here it gets its brackets."""


@dataclass(frozen=True)
class Code:
    """A piece of Python and how tightly it binds."""

    text: str
    level: int = ATOM

    def at(self, level: int) -> str:
        """The text where at least this level is wanted."""
        return self.text if self.level >= level else f"({self.text})"


def number(value: Fraction) -> Code:
    """2, 0.5, 1 / 3: whole as an integer, a short decimal as one, else a quotient."""
    level = UNARY if value < 0 else ATOM
    if value.denominator == 1 and abs(value) < 2**53:
        return Code(str(value), level)
    try:
        nearest = float(value)
    except OverflowError:
        raise LimitError("a number is too large for floating point", found=f"{str(value)[:20]}…") from None
    if Fraction(repr(nearest)) == value or value.denominator == 1 or max(abs(value.numerator), value.denominator) >= 2**53:
        return Code(repr(nearest), level)
    return Code(f"{value.numerator} / {value.denominator}", PRODUCT)


def scaled(c: Fraction, a: Code) -> Code:
    """c a"""
    if c == 1:
        return a
    if c == -1:
        return Code(f"-{a.at(UNARY)}", UNARY)
    if a.text == "1":
        return number(c)
    if abs(c.numerator) == 1 and c.denominator < 2**53:
        sign = "-" if c < 0 else ""
        return Code(f"{sign}{a.at(PRODUCT) if not sign else a.at(UNARY)} / {c.denominator}", PRODUCT)
    return Code(f"{number(c).at(PRODUCT)} * {a.at(MATMUL + 1)}", PRODUCT)


def negated(a: Code) -> Code:
    """−a, where a is no sum; −(−a) is a."""
    if a.level == UNARY and a.text.startswith("-"):
        inner = a.text[1:]
        return Code(inner[1:-1] if is_bracketed(inner) else inner, SUM)
    return scaled(Fraction(-1), a)


def is_bracketed(text: str) -> bool:
    """Whether the first bracket is closed by the last one."""
    depth = 0
    for k, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return k == len(text) - 1 and k > 0
    return False


def summed(terms: list[tuple[Fraction, Code]]) -> Code:
    """a - 2 * b + c, a positive term in front where there is one."""
    first = next((k for k, (c, _) in enumerate(terms) if c > 0), 0)
    terms = [terms[first], *terms[:first], *terms[first + 1 :]]
    text = scaled(*terms[0]).at(SUM)
    for c, a in terms[1:]:
        text += f" {'-' if c < 0 else '+'} {scaled(abs(c), a).at(SUM + 1)}"
    return Code(text, SUM if len(terms) > 1 else scaled(*terms[0]).level)


def infix(sign: str, a: Code, b: Code) -> Code:
    level = MATMUL if sign == "@" else PRODUCT
    return Code(f"{a.at(level)} {sign} {b.at(MATMUL + 1)}", level)


def call(name: str, *args: str) -> Code:
    return Code(f"{name}({', '.join(args)})")


def tupled(items: list[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
