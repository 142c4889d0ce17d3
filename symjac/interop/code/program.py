"""The array namespace whose arrays are programs: an operation's value, taken here, is the code that computes it.

So a function is code as soon as its file says its value. Products are kept as index formulas until an array is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import Any

from symjac.errors import UnsupportedError
from symjac.expr.dims import ONE, SCALAR, Dim, dim
from symjac.expr.expr import Expr
from symjac.interop.code.arrays import Array, Functions
from symjac.interop.code.blocks import blocks
from symjac.interop.code.dense import Dense, spelled
from symjac.interop.code.inverse import by_blocks
from symjac.interop.code.joined import ruled
from symjac.interop.code.label import Label, Labels, letters
from symjac.interop.code.nodes import Graph, Node
from symjac.interop.code.systems import logabsdet
from symjac.interop.code.tensor import Tensor, Term, constant, cut, refined, whole

TERMS, FACTORS = 8, 16  # that are kept apart
Shape = tuple[Dim, Dim]


class Program:
    """The namespace. `named`: functions that the target has under a name of its own; the others are made of their formulas.

    `batch`: the symbols that are given for every example.
    """

    def __init__(
        self, graph: Graph, named: frozenset[str], sizes: Mapping[str, int] | None = None, batch: Container[Expr] = ()
    ) -> None:
        self.graph, self.named, self.batch = graph, named, batch
        self.dense = Dense(graph, sizes)
        self.functions = Functions(self)
        self.arguments: dict[Expr, Node] = {}

    # Leaves

    def variable(self, expr: Expr) -> Array:
        node = self.arguments.get(expr)
        if node is None:
            axes = self.front(expr in self.batch) + tuple(n for n in expr.shape if n != ONE)
            node = self.arguments[expr] = self.graph.node("argument", (), expr, axes)
        return Array(self, whole(self.graph, node, expr.shape))

    def front(self, given: bool) -> tuple[Dim, ...]:
        """The axis of the examples, for an array that has one."""
        return tuple(l.dim for l in self.graph.examples) if given else ()

    def size(self, n: Dim) -> Dim:
        return n

    def number(self, q: Fraction | int | Dim) -> Array:
        if isinstance(q, Dim) and q.number is None:
            return Array(self, whole(self.graph, self.graph.size(q), SCALAR))
        value = Fraction(q.number or 0) if isinstance(q, Dim) else Fraction(q)
        return Array(self, constant(self.graph, value))

    def eye(self, n: Dim | int) -> Array:
        return self.known("ii", (n,))

    def ones(self, m: Dim | int, n: Dim | int = 1) -> Array:
        return self.known("ij", (m, n))

    def zeros(self, m: Dim | int, n: Dim | int = 1) -> Array:
        return Array(self, Tensor(self.graph, (), (dim(m), dim(n))))

    def commutation(self, m: Dim, n: Dim) -> Array:
        """K vec(A) = vec(A'): one in row (i, j) and column (j, i)."""
        i, j = labels(m), labels(n)
        return Array(self, Tensor(self.graph, (Term(Fraction(1), (), i + j, j + i),), (m * n, m * n)))

    def known(self, pattern: str, sizes: Sequence[Dim | int]) -> Array:
        """A matrix of ones where the indices of the pattern agree, and of zeros elsewhere."""
        dims = [dim(n) for n in sizes]
        runs = {c: labels(dims[k]) for k, c in enumerate(dict.fromkeys(pattern))}
        shape = tuple(dims[k] for k in (list(runs).index(c) for c in pattern))
        term = Term(Fraction(1), (), runs[pattern[0]], runs[pattern[1]])
        return Array(self, Tensor(self.graph, (term,), (shape[0], shape[1])))

    # Index rules

    def kron(self, a: Array, b: Array) -> Array:
        return self.rule("ij,kl->ik,jl", a, b)

    def khatrirao(self, a: Array, b: Array) -> Array:
        return self.rule("ij,kj->ik,j", a, b)

    def vec(self, a: Array) -> Array:
        return self.rule("ij->ji,", a)

    def trace(self, a: Array) -> Array:
        return self.rule("ii->,", a)

    def sum(self, a: Array) -> Array:
        return self.rule("ij->,", a)

    def diag_matrix(self, a: Array) -> Array:
        return self.rule("ij->i,i", a)  # j is the index of a column: it takes one value

    def diagonal(self, a: Array) -> Array:
        return self.rule("ii->i,", a)

    def rule(self, pattern: str, *arrays: Array) -> Array:
        """An index rule with a pair of indices for every array: "ij,jk->i,k" is the product."""
        inputs, out = pattern.split("->")
        chosen = ruled(inputs.split(","), out.split(","), [a.tensor for a in arrays], self.dense)
        dims: dict[str, Dim] = {}
        for pair, a in zip(inputs.split(","), arrays, strict=True):
            dims |= dict(zip(pair, a.tensor.shape, strict=True))
        rows, cols = (reduce(mul, (dims[c] for c in run), ONE) for run in out.split(","))
        return self.settled(Tensor(self.graph, chosen, (rows, cols)))

    def settled(self, tensor: Tensor) -> Array:
        """What has become too long is an array from here on."""
        if len(tensor.terms) > TERMS or any(len(t.factors) > FACTORS for t in tensor.terms):
            tensor = self.dense.atom(tensor)
        return Array(self, tensor)

    # Entry by entry

    def times(self, a: Array, b: Array) -> Array:
        for number, other in ((a, b), (b, a)):
            if number.tensor.is_scalar and (c := plain_number(number.tensor)) is not None:
                return Array(self, Tensor(self.graph, tuple(t.times(c) for t in other.tensor.terms if c), other.tensor.shape))
        if a.tensor.is_scalar:
            return self.rule("ij,kl->k,l", a, b)
        return self.rule("ij,kl->i,j", a, b) if b.tensor.is_scalar else self.rule("ij,ij->i,j", a, b)

    def sum_of(self, a: Array, b: Array) -> Array:
        """A number is added to every entry."""
        shape = b.tensor.shape if a.tensor.is_scalar else a.tensor.shape
        left, right = (self.spread(self.dense.known_array(t), shape) for t in (a.tensor, b.tensor))
        return Array(self, self.merged(Tensor(self.graph, left.terms + right.terms, shape)))

    def merged(self, tensor: Tensor) -> Tensor:
        """Numbers in a sum of numbers are put together."""
        if not tensor.is_scalar:
            return tensor
        plain = [t for t in tensor.terms if not t.factors]
        if len(plain) < 2:
            return tensor
        total = sum((t.coefficient for t in plain), Fraction(0))
        rest = tuple(t for t in tensor.terms if t.factors)
        return Tensor(self.graph, (*rest, Term(total, (), (), ())) if total else rest, tensor.shape)

    def spread(self, t: Tensor, shape: Shape) -> Tensor:
        if t.shape == shape:
            return t
        return self.rule("ij,kl->k,l", Array(self, t), self.ones(*shape)).tensor

    def over(self, a: Array, b: Array) -> Array:
        """a / b: by a number, or entry by entry."""
        if c := plain_number(b.tensor):
            terms = tuple(t.times(1 / c) for t in a.tensor.terms)
            return Array(self, Tensor(self.graph, terms, a.tensor.shape))
        one = constant(self.graph, Fraction(1)).terms[0]
        if a.tensor.terms == (one,):
            return self.each(lambda f, z: self.entrywise(z, reciprocal), b)
        if b.tensor.is_scalar and (a.tensor.structured or sum(max(1, len(t.factors)) for t in a.tensor.terms) > 1):
            return self.times(a, self.entrywise(b, reciprocal))  # so that a product stays one: (u v')/t is (u/t) v'
        shape = b.tensor.shape if a.tensor.is_scalar else a.tensor.shape
        top, bottom = self.spread(a.tensor, shape), b.tensor
        bottom = bottom if bottom.is_scalar else self.spread(bottom, shape)
        return Array(self, self.divided(top, bottom, shape))

    def divided(self, a: Tensor, b: Tensor, shape: Shape) -> Tensor:
        a, b = self.dense.atom(a), self.dense.atom(b)
        (top,), (bottom,) = a.terms, b.terms
        rows = refined([l.dim for l in top.rows], [l.dim for l in bottom.rows]) if not b.is_scalar else ()
        cols = refined([l.dim for l in top.cols], [l.dim for l in bottom.cols]) if not b.is_scalar else ()
        if not b.is_scalar:
            top, bottom = (self.same_runs(t, shape, rows, cols) for t in (top, bottom))
            bottom = bottom.renamed(dict(zip(bottom.out, top.out, strict=True)))
        ca, x, ax = self.dense.contracted(top)
        cb, y, by = self.dense.contracted(bottom)
        at = tuple(l for l in self.graph.examples + top.out if l in ax or l in by)
        sa, sb, out = spelled(ax, by, at)
        return Tensor(self.graph, (Term(ca / cb, ((self.graph.quotient(x, sa, y, sb, out), at),), top.rows, top.cols),), shape)

    def same_runs(self, term: Term, shape: Shape, rows: Sequence[Dim] | None, cols: Sequence[Dim] | None) -> Term:
        if rows is None or cols is None:
            return self.dense.flat(term, Tensor(self.graph, (term,), shape))
        term, _ = cut(term, term.rows, rows, self.graph)
        return cut(term, term.cols, cols, self.graph)[0]

    def each(self, function: Callable[[Any, Array], Any], a: Array) -> Array:
        found = function(self.functions, a)
        return found if isinstance(found, Array) else self.number(Fraction(found))

    def called_function(self, name: str, a: Array) -> Array:
        return self.entrywise(a, lambda graph, node: graph.call(name, node))

    def entrywise(self, a: Array, make: Callable[[Graph, Node], Node]) -> Array:
        """A function of every entry; an array that does not depend on an index is not spread out for it."""
        (term,) = self.dense.atom(a.tensor).terms
        c, node, at = self.dense.contracted(term)
        spec = letters(len(at))
        node = make(self.graph, self.graph.total([(c, node, spec)], spec))
        return Array(self, Tensor(self.graph, (Term(Fraction(1), ((node, at),), term.rows, term.cols),), a.tensor.shape))

    def power(self, a: Array, k: Array) -> Array:
        exponent = self.scalar_node(k)
        if exponent.op == "const" and exponent.data == -1:
            return self.entrywise(a, reciprocal)
        return self.entrywise(a, lambda graph, node: graph.power(node, exponent))

    # Of a matrix as a whole

    def scalar_node(self, a: Array) -> Node:
        """A number that is the same for all examples."""
        node = self.dense.node(a.tensor)
        if node.axes:
            raise UnsupportedError("an exponent that differs from example to example has no code", hint="leave it out of batch")
        return node

    def inv(self, a: Array) -> Array:
        """The inverse, as a factor: most often it is never computed."""
        if a.tensor.is_scalar:
            return self.entrywise(a, reciprocal)
        blocks = by_blocks(a.tensor, self.dense)
        return self.of_matrix("inv", a, a.tensor.shape) if blocks is None else Array(self, blocks)

    def det(self, a: Array) -> Array:
        return a if a.tensor.is_scalar else self.of_matrix("det", a, SCALAR)

    def logabsdet(self, a: Array) -> Array:
        if a.tensor.is_scalar:
            return self.called_function("log", self.called_function("abs", a))
        return Array(self, whole(self.graph, logabsdet(self.graph, self.dense.node(a.tensor)), SCALAR))

    def adjugate(self, a: Array) -> Array:
        """By A = U S V': adj A = det(U) det(V) V adj(S) U', which holds without an inverse, too."""
        if a.tensor.is_scalar:
            return self.number(1)
        n = a.tensor.shape[0]
        parts = self.graph.node("svd", (self.dense.node(a.tensor),), (), ())
        u, s, v = (self.graph.node("part", (parts,), k, axes) for k, axes in enumerate(((n, n), (n,), (n, n))))
        left, right = (Array(self, whole(self.graph, node, (n, n))) for node in (u, v))
        others = Array(self, whole(self.graph, self.graph.node("others", (s,), (), (n,)), (n, ONE)))
        return self.det(left) * self.det(right) * (right.T @ self.diag_matrix(others) @ left.T)

    def matrix_power(self, a: Array, k: int | Array) -> Array:
        """a @ a @ … for a small power, else by repeated squaring."""
        if isinstance(k, int):
            return self.of_matrix("matrix_power", a, a.tensor.shape, k)
        return self.of_matrix("matrix_power", a, a.tensor.shape, None, self.scalar_node(k))

    def of_matrix(self, op: str, a: Array, shape: Shape, data: Any = (), *more: Node) -> Array:
        inner = self.dense.node(a.tensor)
        axes = self.front(len(inner.axes) > 2) + tuple(n for n in shape if n != ONE)
        node = self.graph.node(op, (inner, *more), data, axes)
        return Array(self, whole(self.graph, node, shape))

    def whole(self, k: Array) -> Array:
        """The exponent of a matrix, left as it is."""
        return k

    def peak(self, a: Array) -> Array:
        node = self.dense.node(a.tensor)
        spec, front = letters(len(node.axes)), len(node.axes) - sum(n != ONE for n in a.tensor.shape)
        return Array(self, whole(self.graph, self.graph.node("peak", (node,), (spec, spec[:front]), node.axes[:front]), SCALAR))

    def block(self, rows: Sequence[Sequence[Array]]) -> Array:
        """A matrix by its entries or blocks."""
        return blocks(self, rows)

    def image(self, name: str, *_: Any) -> Array:
        raise UnsupportedError(
            f"`{name}` is only named, so there is no code for it", hint=f"give it by a formula, as {name}(x) = …"
        )

    image_jacobian = image

    def tangent(self, a: Array) -> Array:
        raise UnsupportedError("a differential that is not worked out has no code")


def plain_number(tensor: Tensor) -> Fraction | None:
    """c of a tensor that is a number of a formula, spread out or not."""
    if len(tensor.terms) == 1 and not tensor.terms[0].factors:
        return tensor.terms[0].coefficient
    return Fraction(0) if tensor.is_scalar and not tensor.terms else None


def reciprocal(graph: Graph, node: Node) -> Node:
    spec = letters(len(node.axes))
    if node.op == "const":
        return graph.const(1 / node.data)
    return graph.quotient(graph.const(Fraction(1)), "", node, spec, spec)


def labels(n: Dim) -> Labels:
    """No index for a size of one."""
    return () if n == ONE else (Label(n),)
