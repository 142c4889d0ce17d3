"""f(x) = a = b: b is differentiated, and a must be equal to it, at random points."""

from __future__ import annotations

from symjac.errors import CheckError, LimitError, ParseError
from symjac.expr import make as kernel
from symjac.expr.expr import Expr
from symjac.language.lower import free_names
from symjac.language.meaning import Meaning
from symjac.language.text.statements import no_function
from symjac.language.text.tree import Node, Statement
from symjac.verify.equality import equal


def check_links(meaning: Meaning) -> list[str]:
    """What is told of the links; ParseError at the first that does not hold."""
    told = []
    for statement in meaning.program.live():
        for link in statement.links:
            try:
                same = equal(_built(meaning, link), meaning.expanded[statement.name])
            except (CheckError, LimitError):
                told.append(f"{_text(meaning, link)} could not be compared with the last side.")
                continue
            if not same:
                raise _wrong(meaning, statement, link)
    return told


def _built(meaning: Meaning, link: Node) -> Expr:
    known: dict[str, Expr] = dict(meaning.symbols)
    known |= {name: value for name, value in meaning.expanded.items() if name is not None}
    for name in free_names(link):
        if name not in known:
            known[name] = kernel.symbol(name, meaning.shapes.shape_of(meaning.shapes.leaf(name).pair))
    return meaning.builder.build(link, known)


def _text(meaning: Meaning, node: Node) -> str:
    return meaning.source[slice(*node.span)]


def _wrong(meaning: Meaning, statement: Statement, link: Node) -> ParseError:
    if statement.name is None and link is statement.links[0]:
        return no_function(link.span, meaning.source)
    hint = "the last side is differentiated: correct the chain, or type that side alone"
    message = f"`{_text(meaning, link)}` is not equal to `{_text(meaning, statement.body)}`"
    return ParseError(message, source=meaning.source, span=link.span, hint=hint)
