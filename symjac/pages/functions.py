"""What can be typed: every listed operation, its shapes, and its differential, worked out and not stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from symjac.errors import ParseError, SymjacError
from symjac.expr.expr import Expr, Op, postorder
from symjac.expr.looks import written
from symjac.expr.registry import find, operations
from symjac.writing.block import Block, Document, Equation, Heading, Items, Paragraph, Table, Text
from symjac.writing.box import PRODUCT, RELATION, Box, Infix, Prefix, paren

TITLES = {"function": "Functions", "operator": "Operators"}


def listed() -> tuple[Op, ...]:
    """Operations a person can type, by name."""
    return tuple(op for op in operations() if op.listed)


def named(name: str) -> Op:
    """The operation of this name or spelling."""
    op = find(name)
    if op is None or not op.listed:
        import difflib

        names = [spelling for op in listed() for spelling in (op.name, *op.spellings)]
        near = difflib.get_close_matches(name, names, 3)
        hint = f"did you mean {' or '.join(near)}?" if near else "symjac functions lists them"
        raise ParseError(f"there is no function called {name!r}", hint=hint)
    return op


@dataclass(frozen=True)
class Example:
    """A typical call and its differential, every variable in it moving; None where nothing can be differentiated."""

    value: Expr
    differential: Expr | None

    @property
    def box(self) -> Box | None:
        return None if self.differential is None else written(self.differential)

    @property
    def plain(self) -> str:
        return "" if self.differential is None else str(self.differential)


def example(op: Op) -> Example | None:
    """The example of the operation, read and differentiated; None where it needs more than itself to be read."""
    from symjac.calculus.differential import differential
    from symjac.calculus.simplify import Simplifier
    from symjac.expr.make import add
    from symjac.language import parse

    try:
        value = parse(op.example)
    except SymjacError:
        return None
    known = op.expand is not None or op.differential is not None
    symbols = [e for e in postorder(value) if e.op.name == "symbol" and known]
    moved = [d for d in (differential(value, x) for x in symbols) if d is not None]
    return Example(value, Simplifier()(add(*moved)) if moved else None)


def shapes(op: Op) -> list[str]:
    """The alternatives of the shape rule: (m, n) -> (n, m)."""
    return [] if op.signature is None else [case.strip() for case in op.signature.text.split("|")]


def facts(op: Op) -> dict[str, object]:
    """The facts of an operation as plain data."""
    shown = example(op)
    return {
        "name": op.name,
        "kind": op.listed,
        "example": op.example,
        "spellings": list(op.spellings),
        "shapes": shapes(op),
        "differential": shown.plain if shown else "",
        "sentence": op.sentence,
        "source": op.source,
    }


def overview(ops: Iterable[Op]) -> Document:
    """A table of functions and one of operators."""
    blocks: list[Block] = []
    for kind, title in TITLES.items():
        rows = tuple(row(op) for op in ops if op.listed == kind)
        blocks += [Heading(2, (title,)), Table((("typed",), ("shapes",), ("differential",)), rows)]
    return Document(("What can be typed",), tuple(blocks))


def row(op: Op) -> tuple[Text, ...]:
    shown = example(op)
    typed = ", ".join((op.example, *op.spellings))
    return (typed,), (" or ".join(shapes(op)),), (shown.box,) if shown and shown.box else ("",)


def page(op: Op) -> Document:
    """All about one operation."""
    shown = example(op)
    blocks: list[Block] = [Paragraph((op.example,), "Typed:")]
    if op.spellings:
        blocks.append(Paragraph((", ".join(op.spellings),), "Also:"))
    if op.signature is not None:
        blocks += [Paragraph((), "Shapes:"), Items(tuple((case,) for case in shapes(op)))]
    if shown and shown.differential is not None:
        blocks += [Paragraph((), "Differential:"), Equation(equation(shown))]
    blocks.append(Paragraph((f"{op.sentence}{f' ({op.source})' if op.source else ''}",), "Why:"))
    return Document((op.name,), tuple(blocks))


def equation(shown: Example) -> Box:
    """d(AB) = dA B + A dB"""
    assert shown.box is not None
    return Infix((Prefix("d", paren(written(shown.value), PRODUCT + 1)), shown.box), ("=",), RELATION)
