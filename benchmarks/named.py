"""Formulas in the named tensors of tensorgrad, where it has the operations.

A matrix is a tensor with the edges r and c; a column has no c, a row no r, a number neither. A product contracts by a fresh edge.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from itertools import count
from operator import mul as times
from typing import Any

import sympy
import tensorgrad as tg
import tensorgrad.functions as F

from symjac.expr.dims import ONE, SCALAR, Dim, Shape
from symjac.expr.expr import Expr
from symjac.expr.make import eye, mul, value_of

Edge = str | None  # None: the size is one


class Unwritten(Exception):
    """tensorgrad has no such operation."""


class Writer:
    """One formula in named tensors; of its variables those that are not derived by have the symmetry that was declared."""

    def __init__(self, x: Expr) -> None:
        self.x, self.variables, self.names = x, dict[Expr, Any](), count(1)

    def fresh(self, n: Dim) -> Edge:
        return None if n == ONE else f"k{next(self.names)}"

    def inside(self, e: Expr) -> Any:
        """With fresh edges."""
        return self.write(e, self.fresh(e.shape[0]), self.fresh(e.shape[1]))

    def write(self, e: Expr, row: Edge, column: Edge) -> Any:
        if e.op.name in EACH:
            return EACH[e.op.name](self.write(e.args[0], row, column))
        if e.op.name not in WRITERS:
            raise Unwritten(e.op.name)
        return WRITERS[e.op.name](self, e, row, column)

    def outermost(self, f: Expr) -> Any:
        return self.write(f, *own_edges(f.shape))


def own_edges(shape: Shape) -> tuple[Edge, Edge]:
    return "r" if shape[0] != ONE else None, "c" if shape[1] != ONE else None


def size(n: Dim) -> Any:
    if n.number is not None or len(n.terms) > 1 or str(n) not in n.names:
        raise Unwritten(f"size {n}")
    return sympy.Symbol(str(n))


def sized(shape: Shape, row: Edge, column: Edge) -> dict[str, Any]:
    return {edge: size(n) for edge, n in zip((row, column), shape, strict=True) if edge is not None}


def symbol(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    if e not in w.variables:
        same = e is not w.x and e.is_matrix and {"symmetric", "posdef", "diagonal"} & set(e.data[1])
        w.variables[e] = tg.Variable(e.data[0], _symmetries="r c" if same else None, **sized(e.shape, *own_edges(e.shape)))
    named = zip(own_edges(e.shape), (row, column), strict=True)
    return w.variables[e].rename(**{old: new for old, new in named if old is not None})


def product(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    """Left to right, as its shapes are: a number scales, other neighbours share an edge where the size is not one."""
    ends: dict[int, list[Edge]] = {k: [None, None] for k in range(len(e.args))}
    first = last = 0
    shape = SCALAR
    for k, a in enumerate(e.args):
        if a.is_scalar:
            continue
        if shape == SCALAR:
            first, shape = k, a.shape
        else:
            ends[last][1] = ends[k][0] = w.fresh(shape[1])
            shape = (shape[0], a.shape[1])
        last = k
    if shape != SCALAR:
        ends[first][0], ends[last][1] = row, column
    numbers = {k: q for k, a in enumerate(e.args) if (q := value_of(a)) is not None}
    factors = [w.write(a, *ends[k]) for k, a in enumerate(e.args) if k not in numbers]
    return scaled(tg.Product(factors), math.prod(numbers.values(), start=Fraction(1)))


def scaled(t: Any, q: Fraction) -> Any:
    return t if q == 1 else tg.Sum([t], [plain(q)])


def plain(q: Fraction) -> int | Fraction:
    return q.numerator if q.denominator == 1 else q


def total(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    if any(a.shape != e.shape for a in e.args):
        raise Unwritten("a sum of unlike shapes")
    negative = [a.op.name == "neg" for a in e.args]
    terms = [w.write(a.args[0] if minus else a, row, column) for a, minus in zip(e.args, negative, strict=True)]
    return tg.Sum(terms, [-1 if minus else 1 for minus in negative])


def quotient(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    a, b = e.args
    if q := value_of(b):
        return scaled(w.write(a, row, column), 1 / q)
    return w.write(a, row, column) * F.pow(w.write(b, *((row, column) if not b.is_scalar else (None, None))), -1)


def entrywise(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    return reduce(times, [w.write(a, *((None, None) if a.is_scalar else (row, column))) for a in e.args])


def exponent(e: Expr) -> int | Fraction:
    q = value_of(e.args[1])
    if q is None:
        raise Unwritten("a power with a letter")
    return plain(q)


def raised(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    a, k = e.args[0], exponent(e)
    return F.frobenius2(w.inside(a.args[0])) if (a.op.name, k) == ("norm", 2) else F.pow(w.write(a, row, column), k)


def matrix_power(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    a, k = e.args[0], int(exponent(e))
    if k < 0:
        edges = {row, column} - {None}
        return F.inverse(w.write(mul(*[a] * -k), column, row), edges)
    return w.write(mul(*[a] * k) if k else eye(a.shape[0]), row, column)


def trace(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    return F.trace(w.inside(e.args[0]))


def det(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    t = w.inside(e.args[0])
    return t if e.args[0].is_scalar else F.det(t)


def inverse(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    """Equal edges of X and of its inverse meet, so that the row of the inverse is the column of X."""
    a = e.args[0]
    return F.pow(w.write(a, None, None), -1) if a.is_scalar else F.inverse(w.write(a, column, row))


def diag(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    return F.diag(w.inside(e.args[0]), [edge for edge in (row, column) if edge is not None])


def dot(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    a, b = e.args
    edges = w.fresh(a.shape[0]), w.fresh(a.shape[1])
    return tg.Product([w.write(a, *edges), w.write(b, *edges)])


def softmax(w: Writer, e: Expr, row: Edge, column: Edge) -> Any:
    return F.softmax(w.write(e.args[0], row, column), [edge for edge in (row, column) if edge is not None])


EACH: dict[str, Callable[[Any], Any]] = {
    "exp": F.exp, "log": F.log, "tanh": F.tanh, "sigmoid": F.sigmoid, "relu": F.relu, "abs": F.abs, "sqrt": F.sqrt,
}  # fmt: skip
WRITERS: dict[str, Callable[[Writer, Expr, Edge, Edge], Any]] = {
    "symbol": symbol,
    "number": lambda w, e, r, c: tg.Tensor(plain(e.data[0])),
    "add": total,
    "neg": lambda w, e, r, c: -w.write(e.args[0], r, c),
    "mul": product,
    "div": quotient,
    "hdiv": quotient,
    "hadamard": entrywise,
    "power": raised,
    "hpower": raised,
    "matrix_power": matrix_power,
    "transpose": lambda w, e, r, c: w.write(e.args[0], c, r),
    "inv": inverse,
    "tr": trace,
    "det": det,
    "logdet": lambda w, e, r, c: F.log(det(w, e, r, c)),
    "sum": lambda w, e, r, c: F.sum(w.inside(e.args[0])),
    "mean": lambda w, e, r, c: F.mean(w.inside(e.args[0])),
    "norm": lambda w, e, r, c: F.sqrt(F.frobenius2(w.inside(e.args[0]))),
    "norm1": lambda w, e, r, c: F.sum(F.abs(w.inside(e.args[0]))),
    "logsumexp": lambda w, e, r, c: F.log(F.sum(F.exp(w.inside(e.args[0])))),
    "softmax": softmax,
    "dot": dot,
    "diag": diag,
    "ones": lambda w, e, r, c: tg.Ones(**sized(e.shape, r, c)),
    "eye": lambda w, e, r, c: tg.Delta(size(e.shape[0]), r, c),
}


def gradient(f: Expr, x: Expr, order: int) -> Any:
    """The derivative before it is worked out; the edges of x are called xr and xc, and yr and yc the second time."""
    w = Writer(x)
    found = w.outermost(f)
    for letter in "xy"[:order]:
        found = found.grad(w.variables[x], {edge: letter + edge for edge in w.variables[x].edges})
    return found


# How tensorgrad works a derivative out; the last way, by the settings of its own compiler, is the fastest that we found.
WAYS: dict[str, Callable[[Any], Any]] = {
    "`full_simplify()`": lambda t: t.full_simplify(),
    "`full_simplify(expand=False)`": lambda t: t.full_simplify(expand=False),
    "`simplify`, memoized": lambda t: t.simplify({"memoize": True, "combine_products": False, "factor_components": False}),
}
