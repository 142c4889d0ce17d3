"""0 -> 1; 1 -> 0: inputs and the outputs that are wanted, typed or from a file of two columns or more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from symjac.core.dims import ONE
from symjac.core.errors import LimitError, ParseError
from symjac.core.expr import Expr
from symjac.kernel import symbol
from symjac.language import Problem, read_point
from symjac.network.model import Network
from symjac.network.read import constant, fitted, statements

MOST = 200  # pairs
EXAMPLE = "0 -> 1; 1 -> 0, or for several inputs [0; 1] -> 1"


@dataclass(frozen=True)
class Pair:
    """An input and, where it is known, the output that is wanted."""

    x: Expr
    y: Expr | None


def pairs(net: Network, data: str | Iterable[Any]) -> list[Pair]:
    """data: text, or pairs (x, y) of numbers, lists or arrays."""
    if not net.has_numbers:
        raise ParseError(
            "data need a network whose sizes are numbers", found=" -> ".join(map(str, net.sizes)), hint="1 -> 1, tanh"
        )
    found = list(typed(net, data)) if isinstance(data, str) else [given(net, item) for item in data]
    if not found:
        raise ParseError("there are no data", expected=EXAMPLE)
    if len(found) > MOST:
        raise LimitError(f"a table has at most {MOST} inputs", found=f"{len(found)} inputs")
    if len({pair.y is None for pair in found}) == 2:
        raise ParseError("some inputs have a target and some have none", expected=EXAMPLE)
    return found


def typed(net: Network, text: str) -> Iterable[Pair]:
    for piece in statements(text):
        left, arrow, right = piece.replace("→", "->").replace("|->", "->").partition("->")
        if not left.strip() or (arrow and not right.strip()):
            raise ParseError("an input or a target is missing", source=text, span=(0, len(text)), expected=EXAMPLE)
        yield Pair(value(left, net.a(0)), value(right, net.y) if arrow else None)


def value(text: str, like: Expr) -> Expr:
    """A constant of the shape of a symbol; a row is taken for a column."""
    name = str(like.data[0])
    line = f"{name} = {text.strip()}"
    if ";" not in text and "," in text and like.shape[1] == ONE:
        turned = symbol(name, (like.shape[1], like.shape[0]))
        row = read_point(line, Problem(line, turned, None, (), (), {name: turned}, (), ()))[name]
        return constant([str(e) for e in row.args])
    return read_point(line, Problem(line, like, None, (), (), {name: like}, (), ()))[name]


def given(net: Network, item: Any) -> Pair:
    """(x, y), or x alone where it is no pair."""
    if isinstance(item, tuple) and len(item) == 2:
        return Pair(fitted(constant(item[0]), net.a(0)), fitted(constant(item[1]), net.y))
    return Pair(fitted(constant(item), net.a(0)), None)


def weights_tried(net: Network, tried: Sequence[str | dict[str, Any]]) -> list[Network]:
    """The network with each choice of numbers for what has none yet."""
    from symjac.network.read import arrays_of, values_of

    found = []
    for choice in tried:
        values = values_of(net, apart(choice)) if isinstance(choice, str) else arrays_of(net, choice)
        other = net.given(**values)
        if other.missing():
            missing = ", ".join(map(str, other.missing()))
            raise ParseError("every choice needs a number for every weight and bias", found=f"{choice}: nothing for {missing}")
        found.append(other)
    return found


def apart(text: str) -> str:
    """w = 10, b = 0: a comma outside brackets separates, too."""
    depth, out = 0, ""
    for c in text:
        depth += (c in "([{") - (c in ")]}")
        out += ";" if c == "," and not depth else c
    return out
