"""Values in NumPy: the array namespace of the operations over float64, two-dimensional throughout."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from types import ModuleType
from typing import Any

from symjac.errors import DomainError, UnsupportedError
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr, postorder
from symjac.expr.scoped import Scoped
from symjac.interop import floats
from symjac.interop.arrays import Array, by_name, prepare

SHIFT = 12  # from where on the series of digamma and trigamma have fifteen digits


class Functions:
    """NumPy's functions of one number; those that only Python's math has, such as erf, entry by entry."""

    def __init__(self, numpy: ModuleType) -> None:
        self.numpy = numpy

    def number(self, q: Fraction | int) -> float:
        """A number of a formula."""
        return q.numerator / q.denominator

    def digamma(self, z: Array) -> Array:
        """ψ(z) = ψ(z + 12) − Σ 1/(z + k), and there the asymptotic series (Abramowitz & Stegun, eq. (6.3.18))."""
        w = 1 / (1.0 * z + SHIFT)
        tail = w / 2 + w**2 / 12 - w**4 / 120 + w**6 / 252 - w**8 / 240 + w**10 / 132
        found: Array = -self.numpy.log(w) - tail - sum(1 / (z + k) for k in range(SHIFT))
        return found

    def trigamma(self, z: Array) -> Array:
        """The same of its derivative (eq. (6.4.12))."""
        w = 1 / (1.0 * z + SHIFT)
        tail = w + w**2 / 2 + w**3 / 6 - w**5 / 30 + w**7 / 42 - w**9 / 30 + 5 * w**11 / 66
        found: Array = tail + sum(1 / (z + k) ** 2 for k in range(SHIFT))
        return found

    def __getattr__(self, name: str) -> Callable[[Array], Array]:
        own = getattr(self.numpy, name, None)
        found: Callable[[Array], Array] = own or self.numpy.vectorize(getattr(math, name), otypes=[float])
        self.__dict__[name] = found
        return found


def array_module() -> ModuleType:
    """NumPy, or where there is none what does the same in plain Python."""
    try:
        import numpy
    except ImportError:
        return floats
    return numpy


class NumPy(Scoped[Array]):
    """The namespace: `arrays` are the variables by name, `sizes` the dimensions by name."""

    def __init__(self, arrays: Mapping[str, Array], sizes: Mapping[str, int], module: ModuleType | None = None) -> None:
        super().__init__({})
        self.np = numpy = module or array_module()
        self.functions = Functions(numpy)
        self.arrays, self.sizes = arrays, sizes
        self.inv, self.kron, self.block = numpy.linalg.inv, numpy.kron, numpy.block

    def variable(self, expr: Expr) -> Array:
        return self.arrays[str(expr.data[0])]

    def size(self, n: Dim) -> int:
        return n.value(self.sizes)

    def number(self, q: Fraction | int) -> Array:
        return self.np.array([[q.numerator / q.denominator]])

    def each(self, function: Callable[[Any, Array], Array], a: Array) -> Array:
        return self.np.broadcast_to(function(self.functions, a), a.shape)

    def power(self, a: Array, k: Array) -> Array:
        return self.np.power(a, k)

    def whole(self, k: Array) -> int:
        """The exponent of a matrix."""
        value = float(k[0, 0])
        if not value.is_integer():
            raise DomainError("the exponent of a matrix must be a whole number", found=str(value))
        return int(value)

    def scalar(self, value: Any) -> Array:
        return self.np.reshape(value, (1, 1))

    def det(self, a: Array) -> Array:
        return self.scalar(self.np.linalg.det(a))

    def adjugate(self, a: Array) -> Array:
        """By A = U S V': adj A = det(U) det(V) V adj(S) U', where the adjugate of a diagonal matrix has no quotients."""
        if self.np is floats:
            return floats.adjugate(a)
        u, s, v = self.np.linalg.svd(a)
        rest = self.np.array([self.np.prod(self.np.delete(s, k)) for k in range(len(s))])
        return self.np.linalg.det(u) * self.np.linalg.det(v) * (v.T * rest) @ u.T

    def logabsdet(self, a: Array) -> Array:
        return self.scalar(self.np.linalg.slogdet(a)[1])

    def trace(self, a: Array) -> Array:
        return self.scalar(self.np.trace(a))

    def sum(self, a: Array) -> Array:
        return self.scalar(self.np.sum(a))

    def compute(self, expr: Expr) -> Array:
        below = self.over(expr) if expr.op.binds else [self.memo[self.key(a)] for a in expr.args]
        return expr.op.value(self, expr, *below)

    def part(self, a: Array, row: int, column: int, m: int, n: int) -> Array:
        return a[row : row + m, column : column + n]

    def peak(self, a: Array) -> Array:
        return self.scalar(self.np.max(a))

    def diag_matrix(self, a: Array) -> Array:
        return self.np.diag(a[:, 0])

    def diagonal(self, a: Array) -> Array:
        return self.np.diag(a).reshape(-1, 1)

    def vec(self, a: Array) -> Array:
        return a.T.reshape(-1, 1)

    def khatrirao(self, a: Array, b: Array) -> Array:
        return self.np.column_stack([self.np.kron(x.reshape(-1, 1), y.reshape(-1, 1)) for x, y in zip(a.T, b.T, strict=True)])

    def commutation(self, m: int, n: int) -> Array:
        """K vec(A) = vec(A') for A of shape m x n."""
        unit = self.np.eye(m * n)
        return self.np.vstack([unit[i + j * m].reshape(1, -1) for i in range(m) for j in range(n)])

    def tangent(self, a: Array) -> Array:
        raise UnsupportedError("a differential that is not worked out has no value")

    def image(self, name: str, inputs: Dim, outputs: Dim, x: Array) -> Array:
        raise only_named(name)

    image_jacobian = image

    def eye(self, n: int) -> Array:
        return self.np.eye(n)

    def ones(self, m: int, n: int = 1) -> Array:
        return self.np.ones((m, n))

    def zeros(self, m: int, n: int = 1) -> Array:
        return self.np.zeros((m, n))


def only_named(name: str) -> UnsupportedError:
    """A map without a formula has no value in numbers."""
    return UnsupportedError(
        f"`{name}` is only named, so it has no value in numbers", hint=f"give it by a formula, as {name}(x) = …"
    )


def evaluate(
    expr: Expr,
    values: Mapping[str, Any],
    symbols: Iterable[Expr] | None = None,
    sizes: Mapping[str, int] | None = None,
    members: Mapping[Expr, Expr] | None = None,
) -> Array:
    """The value of an expression for arrays given by name: scalars, 1-D vectors (columns), 2-D matrices.

    `symbols` are the variables whose shapes tell the sizes, if the expression alone does not name them all;
    `sizes` are those that no array tells; `members`: of each family x_1, …, x_N one of its members.
    """
    values = by_name(values)
    own = [e for e in postorder(expr) if e.op.name == "symbol"]
    every = dict.fromkeys([*own, *(s for s in symbols or () if str(s.data[0]) in values)])
    arrays, known = prepare(values, every, sizes, members)
    xp = NumPy(arrays, known)
    try:
        return xp.value(expr)
    except xp.np.linalg.LinAlgError as failure:
        raise DomainError(f"the formula has no value here: {failure}", found=str(expr)) from failure


def along(expr: Expr, t: Expr, points: list[float]) -> list[float]:
    """The values of an expression in a column t of numbers; nan or inf where there is none."""
    xp = NumPy({str(t.data[0]): floats.array([[x] for x in points])}, {n: len(points) for n in t.shape[0].names}, floats)
    return [float(y) for y in xp.value(expr).ravel()]
