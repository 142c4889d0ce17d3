"""W1 = [...]; b1 = [0; 1]; x = [0.3; 0.4]: numbers for the names of a network, typed or as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from symjac.errors import LimitError, ParseError, ShapeError
from symjac.errors.arguments import shown, spelled
from symjac.expr.dims import shape_text
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import is_op, matrix, number, value_of
from symjac.expr.names import canonical
from symjac.language import Problem, read_point
from symjac.pages.network.model import Network

LARGEST = 10**100  # numerator or denominator of a number


def needs_sizes(net: Network) -> ShapeError:
    return ShapeError("numbers need sizes that are numbers", found=" -> ".join(map(str, net.sizes)), hint="3 -> 2, tanh")


def names(net: Network) -> dict[str, Expr]:
    """What can be given a number: W[1], W1, b1, …; W and b alone where there is one layer; the input as x, a0 or a[0]."""
    found: dict[str, Expr] = {"y": net.y, "x": net.a(0), "a[0]": net.a(0), "a_0": net.a(0)}
    for l in net.layers:
        for letters, symbol in (("Ww", net.W(l)), ("b", net.b(l))):
            for letter in letters:
                found |= {f"{letter}[{l}]": symbol, f"{letter}_{l}": symbol}
                if net.depth == 1:
                    found[letter] = symbol
    return found


def values_of(net: Network, text: str) -> dict[str, Expr]:
    """W1 = [...]; b1 = [...] by the names of the network."""
    known = names(net)
    if not net.has_numbers:
        raise needs_sizes(net)
    problem = Problem(text, net.a(0), None, (), (), known, (), ())
    return once((known[name], read_number(value, name, text)) for name, value in read_point(text, problem).items())


def read_number(value: Expr, name: str, text: str) -> Expr:
    """A value that has been typed: no names are in it, and it is not too long."""
    letters = [str(e) for e in postorder(value) if is_op(e, "symbol")]
    if letters:
        raise ParseError(f"`{name}` needs numbers", source=text, span=(0, len(text)), found=letters[0], expected=f"{name} = 0.5")
    for q in filter(None, map(value_of, postorder(value))):
        of_size(q)
    return value


def arrays_of(net: Network, values: Mapping[str, Any]) -> dict[str, Expr]:
    """Numbers given as arrays, lists or plain numbers."""
    known = names(net)
    for name in values:
        if not isinstance(name, str) or canonical(name) not in known:
            raise ParseError(f"`{name}` is nothing in this network", expected=", ".join(dict.fromkeys(map(str, known.values()))))
    if values and not net.has_numbers:
        raise needs_sizes(net)
    pairs = ((known[canonical(name)], value) for name, value in values.items())
    return once((symbol, fitted(constant(value), symbol)) for symbol, value in pairs)


def once(pairs: Iterable[tuple[Expr, Expr]]) -> dict[str, Expr]:
    """Each name has one value: W1 and W[1] are the same."""
    found: dict[str, Expr] = {}
    for symbol, value in pairs:
        if str(symbol) in found:
            raise ParseError(f"`{symbol}` is given twice, by two of its names")
        found[str(symbol)] = value
    return found


def constant(value: Any) -> Expr:
    """A number, a list (a column) or a list of rows, as a constant expression; a float is the decimal that it prints as."""
    rows = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(rows, list | tuple):
        return number(exactly(rows))
    lines = [row if isinstance(row, list | tuple) else [row] for row in rows]
    if not lines or len({len(row) for row in lines}) != 1 or not lines[0]:
        raise ShapeError("the rows of a matrix must be of one length", found=str(value))
    return matrix([list(map(exactly, row)) for row in lines])


def exactly(x: Any) -> Fraction:
    try:
        return of_size(Fraction(spelled(x)))
    except (ValueError, ZeroDivisionError) as fault:
        raise ParseError("this is not a number", found=shown(x), expected="a number such as 0.25 or 1/4") from fault


def of_size(q: Fraction) -> Fraction:
    if max(abs(q.numerator), q.denominator) > LARGEST:
        raise LimitError("a number has more than a hundred digits", found=f"{str(q)[:20]}…")
    return q


def fitted(value: Expr, symbol: Expr) -> Expr:
    if value.shape != symbol.shape:
        raise ShapeError(
            f"`{symbol}` is {shape_text(symbol.shape)}, but the value is {shape_text(value.shape)}", found=str(value)
        )
    return value
