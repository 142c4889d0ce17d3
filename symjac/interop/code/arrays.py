"""A matrix that is a program, with NumPy's operators, and functions of one number on such."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symjac.expr.dims import ONE
from symjac.interop.code.tensor import Tensor, Term

if TYPE_CHECKING:
    from symjac.interop.code.program import Program


class Array:
    """A matrix with NumPy's operators: * and / entry by entry or by a number, @ the product."""

    def __init__(self, program: Program, tensor: Tensor) -> None:
        self.program, self.tensor = program, tensor

    @property
    def shape(self) -> tuple[Any, Any]:
        """The sizes, 1 as a number."""
        rows, cols = (1 if n == ONE else n for n in self.tensor.shape)
        return rows, cols

    @property
    def T(self) -> Array:
        m, n = self.tensor.shape
        terms = tuple(Term(t.coefficient, t.factors, t.cols, t.rows) for t in self.tensor.terms)
        return Array(self.program, Tensor(self.tensor.graph, terms, (n, m)))

    def lifted(self, other: Any) -> Array:
        return other if isinstance(other, Array) else self.program.number(Fraction(other))

    def __add__(self, other: Any) -> Array:
        return self.program.sum_of(self, self.lifted(other))

    def __radd__(self, other: Any) -> Array:
        return self.program.sum_of(self.lifted(other), self)

    def __neg__(self) -> Array:
        t = self.tensor
        return Array(self.program, Tensor(t.graph, tuple(term.times(Fraction(-1)) for term in t.terms), t.shape))

    def __sub__(self, other: Any) -> Array:
        return self + -self.lifted(other)

    def __rsub__(self, other: Any) -> Array:
        return self.lifted(other) + -self

    def __mul__(self, other: Any) -> Array:
        return self.program.times(self, self.lifted(other))

    def __rmul__(self, other: Any) -> Array:
        return self.program.times(self.lifted(other), self)

    def __matmul__(self, other: Array) -> Array:
        return self.program.rule("ij,jk->i,k", self, other)

    def __truediv__(self, other: Any) -> Array:
        return self.program.over(self, self.lifted(other))

    def __rtruediv__(self, other: Any) -> Array:
        return self.program.over(self.lifted(other), self)

    def __pow__(self, k: int) -> Array:
        return self.program.power(self, self.lifted(k))


class Functions:
    """Functions of one number on arrays."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def number(self, q: Fraction | int) -> Array:
        return self.program.number(q)

    def __getattr__(self, name: str) -> Callable[[Array | int], Array]:
        def apply(z: Array | int) -> Array:
            return self.program.called_function(name, z if isinstance(z, Array) else self.program.number(z))

        return apply
