"""(AB)_ij = Σ_k A_ik B_kj: the entries of an expression, by the `entry` fact of each operation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Any

from symjac.calculus.entries.nodes import delta, negative, number, plus, raised, scalar_function, times, total
from symjac.errors import UnsupportedError
from symjac.expr.dims import ONE, SCALAR, Dim
from symjac.expr.expr import Expr, Op, postorder
from symjac.expr.lazy import S, sympy

POOL = "k l m p q r s t u v w a b c d g h n"


class Names:
    """Index names that nothing in the problem has; free ones by preference, bound ones in order."""

    def __init__(self, used: Iterable[str], pool: str = POOL) -> None:
        self.used = set(used)
        self.pool = pool.split() + [f"{c}{n}" for n in (1, 2, 3) for c in "ijklmpqrst"]

    def free(self, wanted: str) -> Any:
        """The wanted name, or the next one that is free; it is used from then on."""
        name = next(n for n in chain((wanted,), self.endless()) if n not in self.used)
        self.used.add(name)
        return index(name)

    def bound(self, busy: Iterable[str]) -> Any:
        taken = self.used.union(busy)
        return index(next(n for n in self.endless() if n not in taken))

    def endless(self) -> Iterable[str]:
        """k, l, m, …, k4, k5, …"""
        return chain(self.pool, (f"k{n}" for n in count(4)))


def index(name: str) -> Any:
    """An index: a positive integer."""
    return sympy.Symbol(name, integer=True, positive=True)


def names_in(*exprs: Expr) -> set[str]:
    """Names of variables and of sizes."""
    found: set[str] = set()
    for root in exprs:
        for e in postorder(root):
            found |= e.shape[0].names | e.shape[1].names
            if e.op.name == "symbol":
                found.add(str(e.data[0]))
    return found


class Route:
    """Entries as SymPy expressions. `wrt` is the variable of the derivative; `named` are expressions that have got
    a name of their own (z = Wx + b)."""

    def __init__(self, names: Names, wrt: Expr | None = None, named: Mapping[Expr, str] | None = None) -> None:
        self.names, self.wrt = names, wrt
        self.named = dict(named or {})
        self.looks: dict[Expr, Any] = {}  # how the whole is written of which an entry is taken, where that is not as it is typed
        self.blocks: dict[Any, tuple[Any, Any]] = {}  # the p and r of a place (p − 1)m + r, which is place r of block p
        self.busy: list[str] = []  # names of the sums around the entry that is being made

    # the protocol of the `entry` facts

    def entry(self, expr: Expr, i: Any, j: Any) -> Any:
        i, j = sympy.sympify(i), sympy.sympify(j)
        if expr in self.named:
            return self.handle(expr, i, j, self.named[expr])
        if expr.op.entry is None:
            return self.opaque(expr, i, j)
        return expr.op.entry(self, expr, i, j)

    def scalar(self, expr: Expr) -> Any:
        return self.entry(expr, S.One, S.One)

    def variable(self, expr: Expr, i: Any, j: Any) -> Any:
        """A[i, j]; x[i] for a column or a row; a symbol for a scalar."""
        name = str(expr.data[0])
        if expr.is_scalar:
            return sympy.Symbol(name)
        places = places_of(expr, i, j)
        return sympy.Indexed(sympy.IndexedBase(name), *places)

    def opaque(self, expr: Expr, i: Any, j: Any) -> Any:
        """An entry of something that has no entry formula, such as inv(A), and is constant."""
        if self.wrt is not None and self.wrt in postorder(expr):
            message = f"the entries of {expr.op.name} have no formula to differentiate"
            raise UnsupportedError(message, found=str(expr), hint="use style='differential'")
        return self.handle(expr, i, j, "")

    def handle(self, expr: Expr, i: Any, j: Any, name: str) -> Any:
        """An entry of `expr` as a whole. The label tells expressions apart: SymPy shares equal nodes between problems."""
        base = sympy.IndexedBase(sympy.Symbol(f"{name or expr.op.name}#{id(expr)}"))
        base._symjac_expr, base._symjac_name, base._symjac_look = expr, name, self.looks.get(expr)
        return sympy.Indexed(base, *(places_of(expr, i, j) or (S.One,)))

    def in_blocks(self, i: Any, count: Dim, size: Dim) -> tuple[Any, Any] | None:
        """The number of the block in which place i is, and its place there; None where the index does not say."""
        if size == ONE:
            return i, S.One
        return (S.One, i) if count == ONE else self.blocks.get(i)

    def product(self, args: Sequence[Expr], i: Any, j: Any) -> Any:
        """From the left: a 1 x 1 factor scales, inner indices are summed; a part that becomes 1 x 1 is closed."""
        limits: list[Any] = []
        factors: list[Any] = []
        done: list[Any] = []
        shape, k, depth = SCALAR, S.One, len(self.busy)
        last = max((n for n, arg in enumerate(args) if not arg.is_scalar), default=-1)
        # Names for all inner indices before any factor is read: a sum inside a factor must have another one.
        ahead = [self._inner(arg.shape[1]) if n != last and not arg.is_scalar else None for n, arg in enumerate(args)]
        for n, arg in enumerate(args):
            if arg.is_scalar:
                factors.append(self.scalar(arg))
                continue
            row = k if shape != SCALAR else S.One if arg.shape[0] == ONE else i
            shape = arg.shape if shape == SCALAR else (shape[0], arg.shape[1])
            k = S.One if arg.shape[1] == ONE else j if n == last else ahead[n]
            if k is ahead[n] and k is not S.One:
                limits.append((k, S.One, self.size(arg.shape[1])))
            factors.append(self.entry(arg, row, k))
            if shape == SCALAR:
                done.append(total(times(factors), *reversed(limits)))
                factors, limits = [], []
        result = times([*done, total(times(factors), *reversed(limits))])
        del self.busy[depth:]
        return result

    def _inner(self, dim: Dim) -> Any:
        """A name for the index between two factors."""
        if dim == ONE:
            return S.One
        k = self.names.bound(self.busy)
        self.busy.append(str(k))
        return k

    def sum(self, dim: Dim, body: Callable[[Any], Any]) -> Any:
        """Σ_k body(k)"""
        if dim == ONE:
            return body(S.One)
        k = self.names.bound(self.busy)
        self.busy.append(str(k))
        inside = body(k)
        self.busy.pop()
        return total(inside, (k, S.One, self.size(dim)))

    def add(self, terms: Sequence[Any]) -> Any:
        return plus(terms)

    def negative(self, e: Any) -> Any:
        return negative(e)

    def multiply(self, factors: Sequence[Any]) -> Any:
        return times(factors)

    def over(self, a: Any, b: Any) -> Any:
        return times((a, raised(b, S.NegativeOne)))

    def power(self, base: Any, exponent: Any) -> Any:
        return raised(base, exponent)

    def number(self, q: Any) -> Any:
        return number(q)

    def constant(self, name: str) -> Any:
        """π, say: a number that SymPy knows by this name."""
        return getattr(sympy, name)

    def size(self, dim: Dim) -> Any:
        """The size as a polynomial in symbols."""
        terms = [times([sympy.Integer(c), *map(index, names)]) for names, c in reversed(dim.terms)]
        return plus(terms)

    def delta(self, i: Any, j: Any) -> Any:
        return delta(i, j)

    def sqrt(self, e: Any) -> Any:
        return raised(e, S.Half)

    def scalar_function(self, op: Op, e: Any) -> Any:
        return scalar_function(op.name, e)

    def pick(self, grid: Sequence[Sequence[Expr]], i: Any, j: Any) -> Any:
        """Entry (i, j) of a matrix given by its entries."""
        if not all(e.is_scalar for line in grid for e in line):
            raise UnsupportedError("the entries of a matrix of blocks have no single formula", hint="use style='differential'")
        if i.is_Integer and j.is_Integer:
            return self.scalar(grid[int(i) - 1][int(j) - 1])
        cells = [
            (delta(i, sympy.Integer(r)), delta(j, sympy.Integer(c)), e)
            for r, line in enumerate(grid, 1)
            for c, e in enumerate(line, 1)
        ]
        return plus(times((a, b, self.scalar(e))) for a, b, e in cells)


def places_of(expr: Expr, i: Any, j: Any) -> tuple[Any, ...]:
    """The indices that an entry shows: one for a column or a row, none for a scalar."""
    return tuple(place for place, n in zip((i, j), expr.shape, strict=True) if n != ONE)


def joined(places: Sequence[Any]) -> str:
    """12, or {1,12} where digits alone would be ambiguous."""
    digits = [str(p) for p in places]
    return "".join(digits) if all(len(d) == 1 for d in digits) else "{" + ",".join(digits) + "}"


class Explicit(Route):
    """Sizes are numbers: every sum is written out, and A_12 is the symbol 'A_12'."""

    def __init__(self, sizes: Mapping[str, int], wrt: Expr | None = None) -> None:
        super().__init__(Names(()), wrt)
        self.sizes = sizes

    def variable(self, expr: Expr, i: Any, j: Any) -> Any:
        places = places_of(expr, i, j)
        return sympy.Symbol(f"{expr.data[0]}_{joined(places)}" if places else str(expr.data[0]))

    def handle(self, expr: Expr, i: Any, j: Any, name: str) -> Any:
        raise UnsupportedError(f"the entries of {expr.op.name} cannot be written out", found=str(expr))

    def size(self, dim: Dim) -> Any:
        return sympy.Integer(dim.value(self.sizes))

    def in_blocks(self, i: Any, count: Dim, size: Dim) -> tuple[Any, Any]:
        p, r = divmod(int(i) - 1, size.value(self.sizes))
        return sympy.Integer(p + 1), sympy.Integer(r + 1)

    def values(self, dim: Dim) -> list[Any]:
        """1, ..., n"""
        return [sympy.Integer(n) for n in range(1, dim.value(self.sizes) + 1)]

    def product(self, args: Sequence[Expr], i: Any, j: Any) -> Any:
        """Row i of the product so far, times the next factor."""
        row, shape = [S.One], SCALAR
        for arg in args:
            if arg.is_scalar:
                row = [times((e, self.scalar(arg))) for e in row]
            elif shape == SCALAR:
                top = S.One if arg.shape[0] == ONE else i
                row, shape = [times((row[0], self.entry(arg, top, c))) for c in self.values(arg.shape[1])], arg.shape
            else:
                pairs = list(zip(row, self.values(arg.shape[0]), strict=True))
                row = [plus(times((e, self.entry(arg, k, c))) for e, k in pairs) for c in self.values(arg.shape[1])]
                shape = shape[0], arg.shape[1]
        return row[0] if len(row) == 1 else row[int(j) - 1]

    def sum(self, dim: Dim, body: Callable[[Any], Any]) -> Any:
        return plus(body(n) for n in self.values(dim))
