"""The plain spelling: what str() prints and the parser reads back as the same expression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Loosest first, as in the grammar: + -, then * / .* ./, then unary -, then ' ^ .^, then names and brackets.
SUM, PRODUCT, UNARY, POSTFIX, ATOM = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class Plain:
    """A spelling and how tightly it binds; `product` is the operator of an unbracketed product ('*' or '.*' family);
    `negated` is what a leading minus stands before, so that a sum can write a - b."""

    text: str
    level: int = ATOM
    product: str = ""
    negated: Plain | None = None


def bracket(part: Plain, at_least: int) -> str:
    return part.text if part.level >= at_least else f"({part.text})"


def call(name: str, args: Sequence[Plain | str]) -> Plain:
    return Plain(f"{name}({', '.join(a if isinstance(a, str) else a.text for a in args)})")


def product(sign: str, parts: Sequence[Plain]) -> Plain:
    """a*b*c, left-associative; `*` `/` and `.*` `./` are never mixed without brackets, so that nobody need know their order."""
    family = sign.startswith(".")
    first = parts[0]
    mixed = first.level == PRODUCT and first.product.startswith(".") != family
    head = f"({first.text})" if mixed else bracket(first, PRODUCT)
    rest = [bracket(part, POSTFIX) for part in parts[1:]]
    return Plain(sign.join([head, *rest]), PRODUCT, sign)
