"""f(x) = a = b: b is differentiated, and a must be equal to it, at random points."""

from __future__ import annotations

from symjac.errors import CheckError, LimitError, ParseError, SymjacError
from symjac.expr import make as kernel
from symjac.expr.binding import at_index, one_of_each
from symjac.expr.expr import Expr, postorder
from symjac.expr.resize import resized
from symjac.language.meaning import Meaning
from symjac.language.text.heads import no_function
from symjac.language.text.tree import Node, Statement, free_names
from symjac.verify.equality import equal


def check_links(meaning: Meaning) -> list[str]:
    """What is told of the links; ParseError at the first that does not hold."""
    told = []
    for statement in meaning.program.live():
        for link in statement.links:
            try:
                one, other = _built(meaning, link), meaning.expanded[statement.name]
                same = equal(one, other)
                if not same and (rows := named_together(meaning, one, other)) is not None:
                    same = True
                    told.append(rows)
            except (CheckError, LimitError):
                told.append(f"{_text(meaning, link)} could not be compared with the last side.")
                continue
            if not same:
                raise _wrong(meaning, statement, link)
    return told


def named_together(meaning: Meaning, one: Expr, other: Expr) -> str | None:
    """Which matrix has the samples x_i as its rows or columns, if both sides are then equal: Σ_i (y_i − x_i'w)² = ‖y − X w‖²."""
    members = one_of_each(one) | one_of_each(other)
    symbols = {str(e.data[0]): e for root in (one, other) for e in postorder(root) if e.op.name == "symbol"}
    for family, x in members.items():
        name = str(family.data[0])
        X = symbols.get(name.upper() if len(name) == 1 else name.capitalize())
        if X is None or X in members or not x.is_vector or len(x.data) != 1:
            continue
        i = kernel.index("i", x.data[0])
        columns = kernel.transpose(kernel.stack(i, kernel.transpose(at_index(x, {x.args[1]: i}))))
        for what, matrix in (("rows", kernel.transpose(columns)), ("columns", columns)):
            renamed = fitted(one, other, X, matrix)
            if renamed is not None and equal(*renamed):
                return f"{X.data[0]} is read as the matrix with the {what} {x}."
    return None


def fitted(one: Expr, other: Expr, X: Expr, matrix: Expr) -> tuple[Expr, Expr] | None:
    """Both sides with the matrix in place of X; the sizes of X are those of the matrix."""
    sizes = {str(n): m for n, m in zip(X.shape, matrix.shape, strict=True) if n.names == {str(n)}}
    if any(n.names != {str(n)} and n != m for n, m in zip(X.shape, matrix.shape, strict=True)):
        return None
    try:
        return resized(one, sizes, {X: matrix}), resized(other, sizes, {X: matrix})
    except SymjacError:
        return None


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
