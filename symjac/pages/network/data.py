"""0 -> 1; 1 -> 0: inputs and the outputs that are wanted for them; and the weights that are tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from symjac.errors import LimitError, ParseError, ShapeError
from symjac.errors.arguments import shown
from symjac.expr.expr import Expr
from symjac.expr.make import is_op, literal, symbol, transpose
from symjac.language import Problem, read_point
from symjac.language.text.pieces import pieces, statements
from symjac.lazy import regex
from symjac.pages.network.model import Network
from symjac.pages.network.values import arrays_of, constant, fitted, needs_sizes, read_number, values_of

MOST = 200  # pairs
EXAMPLE = "0 -> 1; 1 -> 0, or for several inputs [0; 1] -> 1"
_BARE = regex(r"\s*(?:\(([^()\[\];]*,[^()\[\];]*)\)|([^()\[\];]*,[^()\[\];]*))\s*")


@dataclass(frozen=True)
class Pair:
    """An input and, where it is known, the output that is wanted."""

    x: Expr
    y: Expr | None


def pairs(net: Network, data: str | Iterable[Any]) -> list[Pair]:
    """data: text, or pairs (x, y) of numbers, lists or arrays."""
    if not net.has_numbers:
        raise needs_sizes(net)
    items = typed(net, data) if isinstance(data, str) else (given(net, item) for item in items_of(data))
    found = list(islice(items, MOST + 1))
    if not found:
        raise ParseError("there are no data", expected=EXAMPLE)
    if len(found) > MOST:
        raise LimitError(f"a table has at most {MOST} inputs", found="more")
    if len({pair.y is None for pair in found}) == 2:
        raise ParseError("some inputs have a target and some have none", expected=EXAMPLE)
    return found


def items_of(data: Iterable[Any]) -> Iterable[Any]:
    try:
        return iter(data)
    except TypeError as fault:  # an array without axes, too
        raise ParseError("the data are no pairs", found=shown(data), expected=EXAMPLE) from fault


def typed(net: Network, text: str) -> Iterable[Pair]:
    for piece in statements(text) if text.strip() else []:
        left, arrow, right = re.sub(r"→|\|->|\\mapsto\b|\\to\b", "->", piece).partition("->")
        if not left.strip() or (arrow and not right.strip()):
            raise ParseError("an input or a target is missing", source=text, span=(0, len(text)), expected=EXAMPLE)
        yield Pair(value(left, net.a(0)), value(right, net.y) if arrow else None)


def value(text: str, like: Expr) -> Expr:
    """A constant of the shape of a symbol; a row is taken for a column, and so are 0, 1 and (0, 1)."""
    bare = _BARE.fullmatch(text)
    if bare and not like.is_scalar:
        text = f"[{bare[1] or bare[2]}]"
    turned = symbol(like.data[0], (like.shape[1], like.shape[0]))
    try:
        return read_as(text, like)
    except ShapeError:
        try:
            row = read_as(text, turned)
            return literal(tuple((e,) for e in row.args)) if is_op(row, "literal") else transpose(row)
        except ShapeError:
            pass
        raise  # what is wrong with it as a column


def read_as(text: str, like: Expr) -> Expr:
    name = str(like.data[0])
    line = f"{name} = {text.strip()}"
    return read_number(read_point(line, Problem(line, like, None, (), (), {name: like}, (), ()))[name], name, line)


def given(net: Network, item: Any) -> Pair:
    """(x, y), or x alone where it is no pair."""
    if isinstance(item, tuple) and len(item) == 2:
        return Pair(fitted(constant(item[0]), net.a(0)), fitted(constant(item[1]), net.y))
    return Pair(fitted(constant(item), net.a(0)), None)


def weights_tried(net: Network, tried: str | Sequence[str | Mapping[str, Any]]) -> list[Network]:
    """The network with each choice of numbers for what has none yet."""
    return [chosen(net, choice) for choice in ([tried] if isinstance(tried, str) else tried)]


def chosen(net: Network, choice: str | Mapping[str, Any]) -> Network:
    values = values_of(net, apart(choice)) if isinstance(choice, str) else arrays_of(net, choice)
    parameters = set(map(str, net.parameters))
    for name in values.keys() - parameters or ([] if values else [""]):
        raise ParseError("a choice gives numbers to weights and biases", found=f"{name or choice!r}", expected="w = 10, b = 0")
    other = net.given(**values)
    missing = ", ".join(map(str, other.missing()))
    if missing:
        raise ParseError("every choice needs a number for every weight and bias", found=f"{choice}: nothing for {missing}")
    return other


def apart(text: str) -> str:
    """w = 10, b = 0: a comma outside brackets separates, too."""
    return ";".join(pieces(text, ","))
