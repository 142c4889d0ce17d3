"""Index forms: Σ_k A_ik x_k, Kronecker deltas, cases. SymPy trees become closures that read the indices from a list.

Sums and functions remember their value for each value of the indices in them. SymPy itself is only walked, never asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import eq, ge, gt, itemgetter, le, lt, ne
from typing import Any

from symjac.errors import CheckError
from symjac.expr.dims import ONE
from symjac.verify.evaluate import View
from symjac.verify.exact import Mat
from symjac.verify.indices import Indices, at
from symjac.verify.scalars import Irrational, Scalar, part

Reader = Callable[[], Scalar]
COMPARE = {
    "Equality": eq, "Unequality": ne, "StrictGreaterThan": gt, "GreaterThan": ge, "StrictLessThan": lt, "LessThan": le,
}  # fmt: skip


class Compiler(Indices):
    """SymPy expressions as closures at one point."""

    def __init__(self, view: View, parent: Indices | None = None) -> None:
        super().__init__(view, parent)
        self.built: dict[Any, tuple[Reader, frozenset[int]]] = {}
        self.moved: dict[View, Compiler] = {}

    def read(self, node: Any) -> Reader:
        """The value of a node as a closure; the same node is compiled once."""
        if node.is_Symbol:
            return self.symbol(node)
        known = self.built.get(node)
        if known is None:
            outer, self.used = self.used, set()
            reader = _method(self, node)(node)
            known = self.built[node] = reader, frozenset(self.used)
            self.used = outer
        self.used |= known[1]
        return known[0]

    def remembered(self, reader: Reader, used: set[int]) -> Reader:
        """The reader, asked once for each value of the indices in it."""
        env = self.env
        memo: dict[Any, Scalar] = {}
        key: Callable[[list[int]], Any] = itemgetter(*sorted(used)) if used else lambda env: None

        def look() -> Scalar:
            k = key(env)
            if k not in memo:
                memo[k] = reader()
            return memo[k]

        return look

    # leaves

    def rational(self, node: Any) -> Reader:
        value = self.view.constant(Fraction(int(node.p), int(node.q)))
        return lambda: value

    def constant(self, node: Any) -> Reader:
        """π and e."""
        if self.view.numbers.exact:
            raise Irrational
        value = self.view.numbers.number(Fraction(1))
        f = self.view.functions
        constant = f.exp(value) if type(node).__name__ == "Exp1" else 4 * f.atan(value)
        return lambda: constant

    def symbol(self, node: Any) -> Reader:
        """An index, a scalar variable, an entry written A_12, or a size."""
        numbers, env = self.view.numbers, self.env
        if node in self.active:
            k = self.slot(node)
            self.used.add(k)
            return lambda: numbers.number(env[k])
        known = self.view.point.named(node.name)
        if known is not None:
            value = self.view.value(known)
            return lambda: value.item
        entry = self.entry_named(node.name)
        found = entry if entry is not None else numbers.number(self.dimension(node))
        return lambda: found

    def entry_named(self, name: str) -> Scalar | None:
        """The entry that a symbol A_12, x_3, A_1,12 or A_{1,12} stands for."""
        base, _, digits = name.rpartition("_")
        x = self.view.point.named(base) if base else None
        digits = digits.strip("{}").replace(" ", "")
        if x is None or not digits.replace(",", "").isdigit():
            return None
        a = self.view.value(x)
        whole = "," not in digits and (ONE in x.shape or len(digits) != 2)
        return pick(a, [int(digits)] if whole else [int(d) for d in (digits.split(",") if "," in digits else digits)])

    def indexed(self, node: Any) -> Reader:
        a = self.matrix(node)
        places, rows = self.places(node.args[1:]), a.rows
        if len(places) == 2:
            i, j = places
            return lambda: rows[at(i)][at(j)]
        (i,) = places
        return (lambda: rows[at(i)][0]) if a.shape[1] == 1 else (lambda: rows[0][at(i)])

    def matrix(self, node: Any) -> Mat:
        """The matrix whose entries an Indexed names."""
        expr = getattr(node.base, "_symjac_expr", None) or self.view.point.named(node.base.label.name)
        if expr is None:
            raise CheckError(f"the checker does not know the variable {node.base.label}")
        return self.view.value(expr)

    # arithmetic

    def add(self, node: Any) -> Reader:
        parts = [self.read(a) for a in node.args]
        return lambda: sum(p() for p in parts)

    def mul(self, node: Any) -> Reader:
        """Deltas and numbers first: a zero ends the product before anything else is asked."""
        parts = [self.read(a) for a in sorted(node.args, key=_weight)]

        def product() -> Scalar:
            total: Scalar = 1
            for p in parts:
                factor = p()
                if type(factor) is int:
                    if factor == 0:
                        return 0
                    if factor == 1:
                        continue
                total = factor if type(total) is int and total == 1 else total * factor
            return self.view.numbers.one if type(total) is int and total == 1 else total

        return product

    def pow(self, node: Any) -> Reader:
        base, exponent = self.read(node.args[0]), self.read(node.args[1])
        power = self.view.functions.power
        return lambda: power(base(), exponent())

    def function(self, node: Any) -> Reader:
        """exp, tanh, ..., or a function that brings its formula along."""
        formula = getattr(type(node), "_symjac_formula", None)
        f, numbers = self.view.functions, self.view.numbers
        outer, self.used = self.used, set()
        arg = self.read(node.args[0])
        if formula is not None:
            reader: Reader = lambda: self.view.settled(formula(f, numbers.wide(arg())))  # noqa: E731
        elif len(node.args) == 1 and type(node).__module__.startswith("sympy."):
            call = getattr(f, type(node).__name__)
            reader = lambda: self.view.settled(call(arg()))  # noqa: E731
        else:
            raise CheckError(f"the checker cannot evaluate {node}")
        found = self.remembered(reader, self.used)
        self.used |= outer
        return found

    def extremum(self, node: Any) -> Reader:
        self.view.numbers.kinked = True
        parts, choose = [self.read(a) for a in node.args], max if type(node).__name__ == "Max" else min
        return lambda: choose(p() for p in parts)

    # sums, deltas, cases

    def sum(self, node: Any) -> Reader:
        """Σ with one limit or several, the first the innermost; limits may depend on outer indices."""
        outer, self.used = self.used, set()
        limits = node.args[1:]
        bound = [limit[0] for limit in limits]
        with self.scope(bound):
            reader = self.read(node.args[0])
        for n, (k, low, high) in enumerate(limits):
            with self.scope(bound[n + 1 :]):
                reader = self.summed(reader, self.slot(k), self.index(low), self.index(high))
        used = self.used - {self.slot(k) for k in bound}
        self.used = outer | used
        return self.remembered(reader, used)

    def summed(self, reader: Reader, k: int, low: Callable[[], int], high: Callable[[], int]) -> Reader:
        env, point = self.env, self.view.point

        def total() -> Scalar:
            kept, result, last = env[k], 0, high()
            point.spend(last)
            for n in range(low(), last + 1):
                env[k] = n
                result = result + reader()
            env[k] = kept
            return result

        return total

    def delta(self, node: Any) -> Reader:
        i, j = self.places(node.args[:2])
        one = self.view.numbers.one
        return lambda: one if i() == j() else 0

    def piecewise(self, node: Any) -> Reader:
        cases = [(self.condition(pair.args[1]), self.read(pair.args[0])) for pair in node.args]

        def choose() -> Scalar:
            for holds, value in cases:
                if holds():
                    return value()
            raise CheckError(f"no case of {node} applies")

        return choose

    def condition(self, node: Any) -> Callable[[], bool]:
        name = type(node).__name__
        if name in ("BooleanTrue", "BooleanFalse"):
            return lambda: name == "BooleanTrue"
        if name in COMPARE:
            a, b = node.args
            both = self.is_index(a) and self.is_index(b)
            left, right = (self.index(a), self.index(b)) if both else (self.read(a), self.read(b))
            self.view.numbers.kinked |= not both
            compare = COMPARE[name]
            return lambda: compare(left(), right())
        parts = [self.condition(a) for a in node.args]
        if name == "Not":
            return lambda: not parts[0]()
        if name in ("And", "Or"):
            choose = all if name == "And" else any
            return lambda: choose(p() for p in parts)
        raise CheckError(f"the checker cannot decide {node}")

    def derivative(self, node: Any) -> Reader:
        """∂(...)/∂X_kl by a dual number in every entry of X."""
        inner, (variable, count) = node.args[0], node.args[-1].args
        if len(node.args) > 2 or int(count) != 1:
            raise CheckError(f"the checker reads one derivative at a time: {node}")
        indexed = type(variable).__name__ == "Indexed"
        x = self.view.point.named(variable.base.label.name if indexed else variable.name)
        if x is None:
            raise CheckError(f"the checker does not know the variable of {node}")
        view = self.view.moved((x,))
        moved = self.moved.setdefault(view, Compiler(view, self))
        moved.used = set()
        value = moved.read(inner)
        self.used |= moved.used
        places = self.places(variable.args[1:]) if indexed else []
        width = self.view.value(x).shape[1] if len(places) == 2 else 1

        def slope() -> Scalar:
            k = 0
            for p in places:
                k = k * width + at(p)
            return part(value(), view.level).get(k, 0)

        return slope


def pick(a: Mat, indices: Sequence[int]) -> Scalar:
    """The entry with these indices, from 1; one index for a column or a row."""
    if len(indices) == 1:
        return a.flat[indices[0] - 1]
    i, j = indices
    return a.rows[i - 1][j - 1]


def _weight(node: Any) -> int:
    name = type(node).__name__
    return 0 if node.is_Number else 1 if name == "KroneckerDelta" else 2 if name == "Indexed" else 3


METHODS = {
    "Rational": Compiler.rational, "Exp1": Compiler.constant, "Pi": Compiler.constant, "Symbol": Compiler.symbol,
    "Indexed": Compiler.indexed, "Add": Compiler.add, "Mul": Compiler.mul, "Pow": Compiler.pow, "Sum": Compiler.sum,
    "KroneckerDelta": Compiler.delta, "Piecewise": Compiler.piecewise, "Derivative": Compiler.derivative,
    "MinMaxBase": Compiler.extremum, "Function": Compiler.function,
}  # fmt: skip


def _method(compiler: Compiler, node: Any) -> Callable[[Any], Reader]:
    for cls in type(node).__mro__:
        method = METHODS.get(cls.__name__)
        if method is not None:
            return method.__get__(compiler)  # type: ignore[no-any-return]
    raise CheckError(f"the checker cannot read {type(node).__name__}: {node}")
