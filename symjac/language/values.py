"""Sizes and points typed as numbers: `M=3, N=2` and `x = [1; 2]; t = 0.5`."""

from __future__ import annotations

from collections.abc import Collection

from symjac.errors import LimitError, ParseError, ShapeError
from symjac.expr import make as kernel
from symjac.expr.dims import Dim, dim, shape_text
from symjac.expr.expr import Expr
from symjac.expr.names import canonical
from symjac.language.built.builder import Builder
from symjac.language.context import size_names
from symjac.language.declare import SIZE
from symjac.language.lower.lowering import Lowering
from symjac.language.problem import Problem
from symjac.language.shapes.convention import Convention
from symjac.language.shapes.infer import Shapes
from symjac.language.text.alike import close_to
from symjac.language.text.heads import read_head
from symjac.language.text.line import Line
from symjac.language.text.names import full_name
from symjac.language.text.parser import parse_tokens
from symjac.language.text.spelled import lexemes
from symjac.language.text.statements import split
from symjac.language.text.symbols import CONSTANTS
from symjac.language.text.words.known import Known
from symjac.language.text.words.resolver import Resolver
from symjac.lazy import regex

_NEXT = regex(r",(?=\s*[^\W\d]\w*\s*=)")  # x = 1, y = 2


def read_sizes(text: str, problem: Problem) -> dict[str, int]:
    """`M=3, N=2`: sizes as numbers."""
    if len(text) > 20_000:
        raise LimitError("the list of sizes is too long")
    known = size_names([*problem.symbols.values(), problem.target])
    found: dict[str, int] = {}
    for part in text.replace(";", ",").replace("\n", ",").split(","):
        if part.strip():
            name, value = _one_size(part, text, known)
            if name in found:
                raise ParseError(f"`{name}` is given twice", source=text, span=(0, len(text)))
            found[name] = value
    return found


def _one_size(part: str, text: str, known: Collection[str]) -> tuple[str, int]:
    left, equals, value = part.partition("=")
    name, value, span = canonical(left.strip()), value.strip(), (0, len(text))
    if not equals or not (value.isascii() and value.isdigit()) or len(value) > 30 or int(value) == 0:
        raise ParseError(f"`{part.strip()[:40]}` is not a size", source=text, span=span, expected="M=3, N=2")
    if name not in known:
        near = close_to(name, known)
        hint = f"did you mean {near}?" if near else "the sizes are " + ", ".join(sorted(known)) if known else "all are numbers"
        raise ParseError(f"`{name[:40]}` is not a size of this problem", source=text, span=span, hint=hint)
    if int(value) > SIZE:
        raise LimitError(f"the size {value} is too large; {SIZE} is the limit", source=text, span=span)
    return name, int(value)


def read_point(text: str, problem: Problem) -> dict[str, Expr]:
    """`x = [1; 2]; t = 0.5`: values by name; the shapes must fit those of the symbols, sizes taken together."""
    text = _NEXT.sub(";", text)
    tokens, latex = lexemes(text)
    found: dict[str, Expr] = {}
    sizes: dict[str, int] = {}
    for line in split(tokens, text, latex):
        read_head(line, text)
        symbol = _symbol(line, text, problem, found)
        value = _name(line, text, symbol, problem) or _value(line, text, latex)
        if value.op.name != "symbol":
            _check(line, text, symbol, value, sizes, problem.families.get(symbol))
        found[str(line.name)] = value
    return found


def _symbol(line: Line, text: str, problem: Problem, found: dict[str, Expr]) -> Expr:
    if line.name is None or line.headed:
        span = line.body[0].start, line.body[-1].end
        raise ParseError("this gives no value to a variable", source=text, span=span, expected="a point, as x = [1; 2]; t = 0.5")
    span = line.head[0].span
    if line.name in found:
        raise ParseError(f"`{line.name}` is given twice", source=text, span=span)
    if line.name not in problem.symbols:
        near = close_to(line.name, [n for n in problem.symbols if letters_of(n) != letters_of(line.name)])
        hint = (
            f"did you mean {near}?"
            if near
            else "the variables are " + ", ".join(dict.fromkeys(map(str, problem.symbols.values())))
        )
        raise ParseError(f"`{text[slice(*span)]}` is not a variable of this problem", source=text, span=span, hint=hint)
    return problem.symbols[line.name]


_NUMBERS = regex(r"[\[\]_\d]")


def letters_of(name: str) -> str:
    """W_1, W[2] and w_3 are told apart by their numbers: none of them is a slip of the hand for another."""
    return _NUMBERS.sub("", name).casefold()


def _name(line: Line, text: str, symbol: Expr, problem: Problem) -> Expr | None:
    """x = a: the point by a name of its own, of the shape of x."""
    (word, *more) = line.body
    if more or word.type != "WORD" or word.text in CONSTANTS or word.text == "I":
        return None
    name = full_name(word)
    if name in problem.symbols or name in problem.maps or name in size_names([problem.target, *problem.symbols.values()]):
        hint = "a point has a name of its own, as in x = a"
        raise ParseError(f"`{name}` already has a meaning in this problem", source=text, span=word.span, hint=hint)
    return kernel.symbol(name, symbol.shape)


def _value(line: Line, text: str, latex: bool) -> Expr:
    """A value has no names in it."""
    tokens = Resolver(Known(set(), closed=True), text, latex, set()).run(line.body)
    body = Lowering(text, {}).run(parse_tokens(tokens, text))
    shapes = Shapes(text)
    shapes.add(body)
    Convention(shapes).settle((), False)
    shapes.invent(set())
    return Builder(text, shapes, []).build(body, {})


def _check(line: Line, text: str, symbol: Expr, value: Expr, sizes: dict[str, int], member: Expr | None) -> None:
    shape = symbol.shape if member is None or not member.is_vector else (member.data[0], member.shape[0])  # the rows are x_i'
    for size, actual in zip(shape, value.shape, strict=True):
        number = actual.number
        if number is None or not _agrees(size, number, sizes):
            span = line.body[0].start, line.body[-1].end
            message = f"`{text[slice(*line.head[0].span)]}` is {shape_text(shape)}, but the value is {shape_text(value.shape)}"
            known = ", ".join(f"{n} = {k}" for n, k in sizes.items())
            column = "a column is typed [1; 2]" if value.shape == symbol.shape[::-1] and symbol.is_vector else None
            raise ShapeError(message, source=text, span=span, hint=column or known or None)


def _agrees(size: Dim, number: int, sizes: dict[str, int]) -> bool:
    """Whether a size may be this number; a name on its own takes the first number it meets."""
    if size.number is not None:
        return size.number == number
    name = min(size.names)
    if size == dim(name):
        return sizes.setdefault(name, number) == number
    return not size.names <= set(sizes) or size.value(sizes) == number
