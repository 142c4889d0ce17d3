"""[a, b; c, d]: a matrix by its entries, or by blocks; d of it is the literal of the differentials."""

from typing import Any

from symjac.expr.dims import Dim
from symjac.expr.expr import Array, Differentials, Expr, Linear, Op
from symjac.expr.families import always
from symjac.expr.make import eye, literal, mul, transpose, zeros
from symjac.expr.plain import Plain
from symjac.expr.registry import register
from symjac.writing.box import Box, Matrix
from symjac.writing.parts import has_fraction


def grid(expr: Expr) -> tuple[tuple[Expr, ...], ...]:
    """The entries row by row."""
    rows, columns = expr.data
    return tuple(expr.args[r * columns : (r + 1) * columns] for r in range(rows))


def differential(expr: Expr, d: Differentials) -> Expr:
    filled = tuple(zeros(*a.shape) if da is None else da for a, da in zip(expr.args, d, strict=True))
    columns = expr.data[1]
    return literal(tuple(filled[r : r + columns] for r in range(0, len(filled), columns)))


def value(xp: Any, expr: Expr, *args: Array) -> Array:
    columns = expr.data[1]
    return xp.block([list(args[r : r + columns]) for r in range(0, len(args), columns)])


def selector(expr: Expr, k: int) -> tuple[Expr, Expr]:
    """Columns E, F with entry (or block) k = E' literal F."""
    rows, columns = grid(expr), expr.data[1]
    r, c = divmod(k, columns)
    return _pick([line[0].shape[0] for line in rows], r), _pick([e.shape[1] for e in rows[0]], c)


def _pick(sizes: list[Dim], k: int) -> Expr:
    if len(sizes) == 1:
        return eye(sizes[0])
    return literal(tuple((eye(n) if i == k else zeros(n, sizes[k]),) for i, n in enumerate(sizes)))


def pullback(expr: Expr, k: int, G: Expr) -> Expr:
    if G.op is expr.op and G.data == expr.data and [a.shape for a in G.args] == [a.shape for a in expr.args]:
        return G.args[k]
    left, right = selector(expr, k)
    return mul(transpose(left), G, right)


def push(expr: Expr, k: int, term: Any) -> Any:
    left, right = selector(expr, k)
    return term.left(left).right(transpose(right))


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    columns = expr.data[1]
    rows = tuple(args[r : r + columns] for r in range(0, len(args), columns))
    return Matrix(rows, tall=has_fraction(*args))


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    columns = expr.data[1]
    rows = [args[r : r + columns] for r in range(0, len(args), columns)]
    return Plain("[" + "; ".join(", ".join(e.text for e in line) for line in rows) + "]")


register(
    Op(
        name="literal",
        spellings=(),
        signature=None,
        value=value,
        entry=lambda route, expr, i, j: route.pick(grid(expr), i, j),
        differential=differential,
        linear=Linear(pullback=pullback, push=push),
        look=look,
        plain=plain,
        domain=always,
        sentence="a matrix given by its entries is differentiated entry by entry",
        source="",
        example="[1, 2; 3, 4]",
        listed="operator",
    )
)
