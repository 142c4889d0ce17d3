"""Random well-typed expressions: every constructor of the kernel, over dimensions m, n, p that are all different."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from symjac.expr.dims import ONE, SCALAR, Dim, Shape, dim
from symjac.expr.expr import Expr
from symjac.expr.make import (
    add,
    commutation,
    div,
    eye,
    function,
    hadamard,
    hdiv,
    hpower,
    literal,
    mul,
    neg,
    number,
    ones,
    power,
    size,
    symbol,
    transpose,
    zeros,
)

M, N, P = dim("m"), dim("n"), dim("p")
DIMS = (M, N, P)
NUMBERS = tuple(map(Fraction, ("2", "-1", "3", "1/2", "-2", "-1/3", "1", "0")))
INTEGERS, ROOTS = (2, 3, -1, -2), (Fraction(1, 2), Fraction(-1, 2), Fraction(3, 2))
SMOOTH = (
    "exp",
    "sin",
    "cos",
    "tanh",
    "sigmoid",
    "softplus",
    "sinh",
    "cosh",
    "log",
    "sqrt",
    "tan",
    "arctan",
    "arcsin",
    "arccos",
    "erf",
)
KINKED = ("relu", "abs", "sign")
WORDS = ((), ("symmetric",), ("posdef", "symmetric", "invertible"), ("diagonal",), ("invertible",), ("orthogonal",))
SHAPES: tuple[Shape, ...] = (SCALAR, (M, ONE), (ONE, N), (M, N), (N, M), (N, N), (P, M))


@dataclass
class Maker:
    """Builds an expression of a shape; `choose` picks from a sequence (hypothesis draws, or random.choice).

    leaf: a variable to be used often; kinks: relu, abs, sign, norm1 too; roots: powers that are no integers.
    """

    choose: Callable[[Sequence[Any]], Any]
    leaf: Expr | None = None
    kinks: bool = True
    roots: bool = True
    symbols: dict[str, Expr] = field(default_factory=dict)

    def make(self, shape: Shape, depth: int) -> Expr:
        if depth <= 0 or self.choose(range(8)) == 0:
            return self.atom(shape)
        options = [self.summed, self.product, self.scaled, self.entrywise, self.turned, self.summed, self.product]
        options += [self.number_of] * 4 if shape == SCALAR else [self.special]
        return self.choose(options)(shape, depth - 1)

    # leaves

    def atom(self, shape: Shape) -> Expr:
        if self.leaf is not None and self.leaf.shape == shape and self.choose(range(3)):
            return self.leaf
        if self.leaf is not None and self.leaf.shape == shape[::-1] and self.choose(range(3)):
            return transpose(self.leaf)
        pick = self.choose(range(9))
        if shape == SCALAR:
            return self.scalar_atom(pick)
        if pick == 0:
            return ones(*shape)
        if pick == 1 and self.choose(range(3)) == 0:
            return zeros(*shape)
        if shape[0] == shape[1] and pick == 2:
            return eye(shape[0])
        return self.variable(shape)

    def scalar_atom(self, pick: int) -> Expr:
        if pick < 3:
            return number(self.choose(NUMBERS))
        if pick == 3:
            return size(self.choose(DIMS))
        return self.named(self.choose("st"), SCALAR, self.choose(((), (), ("positive",))))

    def variable(self, shape: Shape) -> Expr:
        r, c = shape
        words: tuple[str, ...] = ()
        if r == c and r in DIMS:
            words = self.choose(WORDS)
        elif self.choose(range(5)) == 0:
            words = ("positive",)
        letter = self.choose("AB" if ONE not in shape else "xy" if c == ONE else "uv")
        return self.named(letter, shape, words)

    def named(self, letter: str, shape: Shape, words: tuple[str, ...]) -> Expr:
        """One name for one shape and one set of assumptions."""
        side = "".join(str(d) for d in shape).replace("*", "").replace(" + ", "")
        name = f"{letter}_{side}{words[0][:3] if words else ''}" if shape != SCALAR else letter + "".join(w[:3] for w in words)
        return self.symbols.setdefault(name, symbol(name, shape, words))

    # shapes of any kind

    def summed(self, shape: Shape, depth: int) -> Expr:
        parts = [self.make(shape, depth) for _ in range(self.choose((2, 2, 3)))]
        if self.choose(range(3)) == 0:
            parts.append(self.choose(parts))  # like terms
        return add(*(neg(a) if self.choose(range(3)) == 0 else a for a in parts))

    def product(self, shape: Shape, depth: int) -> Expr:
        k = self.choose((*DIMS, ONE, M, N))
        left, right = self.make((shape[0], k), depth), self.make((k, shape[1]), depth)
        if self.choose(range(3)):
            return mul(left, right)
        l = self.choose(DIMS)
        return mul(left, self.make((k, l), depth - 1), self.make((l, shape[1]), depth - 1))

    def scaled(self, shape: Shape, depth: int) -> Expr:
        a, s = self.make(shape, depth), self.make(SCALAR, depth - 1)
        if self.choose(range(3)) or s is number(0):
            return self.choose((mul(s, a), mul(a, s), neg(a)))
        return div(a, s)

    def entrywise(self, shape: Shape, depth: int) -> Expr:
        kind = self.choose(("function", "function", "power", "hadamard", "hadamard", "hdiv"))
        if kind == "function":
            name = self.choose(SMOOTH + (KINKED if self.kinks else ()))
            return function(name, self.make(shape, depth))
        if kind == "power":
            return hpower(self.make(shape, depth), self.choose(INTEGERS + (ROOTS if self.roots else ())))
        a, b = self.make(shape, depth), self.make(shape, depth)
        if shape == SCALAR:
            return mul(a, b) if kind == "hadamard" or b is number(0) else div(a, b)
        return hadamard(a, b) if kind == "hadamard" else hdiv(a, b)

    def turned(self, shape: Shape, depth: int) -> Expr:
        return transpose(self.make(shape[::-1], depth))

    # special shapes

    def special(self, shape: Shape, depth: int) -> Expr:
        options: list[Callable[[Shape, int], Expr]] = [self.kron, self.product]
        r, c = shape
        if c == ONE:
            options += [self.of_column]
        if r == c and r in DIMS:
            options += [self.square] * 3
        if ONE not in shape:
            options += [lambda shape, depth: function("outer", self.make((r, ONE), depth), self.make((c, ONE), depth))]
            options += [lambda shape, depth: function("rowsoftmax", self.make(shape, depth))]
        return self.choose(options)(shape, depth)

    def of_column(self, shape: Shape, depth: int) -> Expr:
        n = shape[0]
        if len(n.terms) == 1 and len(n.terms[0][0]) == 2 and self.choose(range(2)):
            p, q = map(dim, n.terms[0][0])
            stacked = function("vec", self.make((p, q), depth))
            return mul(commutation(p, q), stacked) if self.choose(range(3)) == 0 else stacked
        if n in DIMS and self.choose(range(2)):
            return function("diag", self.make((n, n), depth))
        return function("softmax", self.make(shape, depth))

    def square(self, shape: Shape, depth: int) -> Expr:
        kind = self.choose(("inv", "power", "diag", "form", "quadratic"))
        if kind == "inv":
            return function("inv", self.make(shape, depth))
        if kind == "power":
            return power(self.make(shape, depth), self.choose((2, 3, -1, -2, 0)))
        if kind == "diag":
            return function("diag", self.make((shape[0], ONE), depth))
        a = self.make((self.choose(DIMS), shape[0]), depth)
        return mul(transpose(a), a)

    def kron(self, shape: Shape, depth: int) -> Expr:
        (r, s), (c, d) = (self.choose(splittings(side)) for side in shape)
        name = self.choose(("kron", "kron", "khatrirao")) if d == ONE and s != shape[0] else "kron"
        if name == "khatrirao":
            return function(name, self.make((r, c), depth), self.make((s, c), depth))
        return function("kron", self.make((r, c), depth), self.make((s, d), depth))

    # scalars

    def number_of(self, shape: Shape, depth: int) -> Expr:
        n = self.choose(DIMS)
        kind = self.choose(
            ("tr", "det", "logdet", "norm", "sum", "mean", "dot", "logsumexp", "power", "quadratic", "inner", "block")
        )
        some: Shape = (n, self.choose((ONE, *DIMS)))
        if kind in ("tr", "det", "logdet"):
            return function(kind, self.make((n, n), depth))
        if kind in ("norm", "sum", "mean"):
            name = "norm1" if kind == "norm" and self.kinks and self.choose(range(3)) == 0 else kind
            if self.choose(range(3)) == 0:
                return function(name, self.of_column((n * self.choose(DIMS), ONE), depth))
            return function(name, self.make(some, depth))
        if kind == "dot":
            return function("dot", self.make(some, depth), self.make(some, depth))
        if kind == "logsumexp":
            return function("logsumexp", self.make((n, ONE), depth))
        if kind == "power":
            return power(self.make(SCALAR, depth), self.choose(INTEGERS + (ROOTS if self.roots else ())))
        if kind == "block":
            return self.block(depth)
        x = self.make((n, ONE), depth)
        if kind == "inner":
            return mul(transpose(x), x)
        return mul(transpose(x), self.make((n, n), depth - 1), x)

    def block(self, depth: int) -> Expr:
        """[s, t] [u; v], or a block column against itself."""
        if self.choose(range(2)):
            row = literal((tuple(self.make(SCALAR, depth - 1) for _ in range(2)),))
            return mul(row, literal(tuple((self.make(SCALAR, depth - 1),) for _ in range(2))))
        return function("sum", literal(((self.make((M, ONE), depth),), (self.make((N, ONE), depth),))))


def splittings(n: Dim) -> list[tuple[Dim, Dim]]:
    """Pairs of sizes with this product."""
    found = [(n, ONE), (ONE, n)]
    if len(n.terms) == 1 and len(n.terms[0][0]) == 2:
        p, q = map(dim, n.terms[0][0])
        found += [(p, q), (q, p)]
    return found


def seeded(seed: int | str, depth: int = 3, shape: Shape | None = None, **options: Any) -> Expr:
    """The same expression for the same seed, without hypothesis: for long runs."""
    source = random.Random(seed)
    return Maker(source.choice, **options).make(shape or source.choice(SHAPES), depth)


@st.composite
def expressions(draw: st.DrawFn, shape: Shape | None = None, depth: int = 3, **options: Any) -> Expr:
    """An expression of the shape given, or of any shape."""

    def choose(items: Sequence[Any]) -> Any:
        return draw(st.sampled_from(items))

    return Maker(choose, **options).make(shape or choose(SHAPES), depth)
