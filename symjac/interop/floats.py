"""Arrays of floats in plain Python, with the part of NumPy's face that is used here: for where NumPy is not, as in a browser.

One or two axes. As in NumPy 1/0 is inf, log(-1) is nan, and a shorter side is stretched.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

nan, inf = math.nan, math.inf
Scalar2 = Callable[[Any, Any], Any]


class Array:
    """Entries row by row, and the lengths of the axes."""

    __slots__ = ("flat", "shape")

    def __init__(self, flat: Sequence[Any], shape: tuple[int, ...]) -> None:
        self.flat, self.shape = list(flat), shape

    @property
    def size(self) -> int:
        return len(self.flat)

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def rows(self) -> list[list[Any]]:
        """A single axis is one row."""
        n = self.shape[-1]
        return [self.flat[k : k + n] for k in range(0, len(self.flat), n)] if n else [[] for _ in range(self.shape[0])]

    @property
    def T(self) -> Array:
        return self if self.ndim < 2 else array(list(zip(*self.rows, strict=True)), self.shape[::-1])

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.flat if self.ndim == 1 else (Array(row, (self.shape[1],)) for row in self.rows))

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, tuple):
            i, j = at
            return Array([row[j] for row in self.rows], self.shape[:1]) if isinstance(i, slice) else self.rows[i][j]
        return self.flat[at] if self.ndim == 1 else Array(self.rows[at], self.shape[1:])

    def __float__(self) -> float:
        (value,) = self.flat
        return float(value)

    def __bool__(self) -> bool:
        (value,) = self.flat
        return bool(value)

    def ravel(self) -> Array:
        return Array(self.flat, (self.size,))

    def reshape(self, *shape: Any) -> Array:
        wanted: tuple[int, ...] = shape[0] if isinstance(shape[0], tuple) else shape
        known = math.prod(n for n in wanted if n != -1)
        return Array(self.flat, tuple(self.size // known if n == -1 else n for n in wanted))

    def map(self, function: Callable[[Any], Any]) -> Array:
        return Array(list(map(function, self.flat)), self.shape)

    def sum(self) -> Any:
        return sum(self.flat)

    def max(self) -> Any:
        return next((z for z in self.flat if z != z), None) or max(self.flat)

    def all(self) -> bool:
        return all(self.flat)

    def any(self) -> bool:
        return any(self.flat)

    def tolist(self) -> list[Any]:
        return list(self.flat) if self.ndim == 1 else self.rows

    def __neg__(self) -> Array:
        return self.map(operator.neg)

    def __abs__(self) -> Array:
        return self.map(abs)

    def __matmul__(self, other: Array) -> Array:
        columns = [other.flat] if other.ndim == 1 else list(zip(*other.rows, strict=True))
        products = [[dot(row, column) for column in columns] for row in self.rows]
        found = array(products, (len(products), len(columns)))
        return found.ravel() if other.ndim == 1 else found

    def by(self, function: Scalar2, other: Any) -> Array:
        """Entry by entry, the shorter sides stretched."""
        if not isinstance(other, Array):
            return self.map(lambda z: function(z, other))
        if self.shape == other.shape:
            return Array(list(map(function, self.flat, other.flat)), self.shape)
        if self.ndim == other.ndim == 1:
            return self.reshape(1, -1).by(function, other.reshape(1, -1)).ravel()
        m, n = (stretched(a, b) for a, b in zip(self.shape, other.shape, strict=True))
        a, b = broadcast_to(self, (m, n)), broadcast_to(other, (m, n))
        return Array(list(map(function, a.flat, b.flat)), (m, n))


def dot(row: Sequence[float], column: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(row, column, strict=True))


def stretched(a: int, b: int) -> int:
    if 1 not in (a, b) and a != b:
        raise ValueError(f"lengths {a} and {b} do not fit")
    return b if a == 1 else a


def over(a: float, b: float) -> float:
    """a/b, also for b = 0."""
    if b:
        return a / b
    return nan if not a or a != a or b != b else math.copysign(inf, a) * math.copysign(1, b)


def raised(a: float, k: float) -> float:
    try:
        found = a**k
    except ZeroDivisionError:
        return inf
    except OverflowError:
        return -inf if a < 0 and k % 2 else inf
    return nan if isinstance(found, complex) else found


def _operators() -> None:
    """+ - * / ** and comparisons, from both sides."""
    for name, function in (
        ("add", operator.add), ("sub", operator.sub), ("mul", operator.mul), ("truediv", over), ("pow", raised),
    ):  # fmt: skip
        setattr(Array, f"__{name}__", lambda a, b, do=function: a.by(do, b))
        setattr(Array, f"__r{name}__", lambda a, b, do=function: a.by(lambda x, y: do(y, x), b))
    for name in ("gt", "lt", "ge", "le", "and", "or"):
        do = getattr(operator, f"{name}_" if name in ("and", "or") else name)
        setattr(Array, f"__{name}__", lambda a, b, do=do: a.by(do, b))


_operators()


# Making arrays


def array(values: Iterable[Any], shape: tuple[int, ...] | None = None) -> Array:
    """Of rows, or of numbers."""
    if isinstance(values, Array):
        return values
    listed = list(values)
    if shape is None and not (listed and isinstance(listed[0], list | tuple | Array)):
        return Array(listed, (len(listed),))
    rows = [list(row) for row in listed]
    return Array([z for row in rows for z in row], shape or (len(rows), len(rows[0])))


def full(shape: Sequence[int], value: Any) -> Array:
    return Array([value] * math.prod(shape), tuple(shape))


def zeros(shape: Sequence[int]) -> Array:
    return full(shape, 0.0)


def ones(shape: Sequence[int]) -> Array:
    return full(shape, 1.0)


def eye(n: int) -> Array:
    return Array([float(i == j) for i in range(n) for j in range(n)], (n, n))


def diag(a: Array) -> Array:
    """The diagonal matrix of a column, or the diagonal of a matrix."""
    if a.ndim == 2:
        return Array([row[k] for k, row in enumerate(a.rows)], a.shape[:1])
    n = a.size
    return Array([a.flat[i] if i == j else 0.0 for i in range(n) for j in range(n)], (n, n))


def block(rows: Sequence[Sequence[Array]]) -> Array:
    return array([sum(pieces, []) for row in rows for pieces in zip(*(a.rows for a in row), strict=True)])


def column_stack(columns: Sequence[Array]) -> Array:
    return array(list(zip(*(a.flat for a in columns), strict=True)))


def vstack(parts: Sequence[Array]) -> Array:
    return array([row for a in parts for row in a.rows])


def concatenate(parts: Sequence[Array]) -> Array:
    return array([z for a in parts for z in a.flat])


def kron(a: Array, b: Array) -> Array:
    return array([[x * y for x in p for y in q] for p in a.rows for q in b.rows])


def reshape(value: Any, shape: tuple[int, ...]) -> Array:
    return value.reshape(shape) if isinstance(value, Array) else full(shape, value)


def broadcast_to(a: Any, shape: tuple[int, ...]) -> Array:
    if not isinstance(a, Array):
        return full(shape, a)
    if a.shape == shape:
        return a
    rows = [row * shape[1] if len(row) == 1 else row for row in a.rows]
    return array(rows * shape[0] if len(rows) == 1 else rows, shape)


def sort(a: Array) -> Array:
    return Array(sorted(a.flat), a.shape)


def argwhere(a: Array) -> list[tuple[int, int]]:
    return [(i, j) for i, row in enumerate(a.rows) for j, z in enumerate(row) if z]


def sum_(a: Array) -> Any:
    return a.sum()


def max_(a: Array) -> Any:
    return a.max()


def trace(a: Array) -> Any:
    return diag(a).sum()


def asarray(z: Any, kind: Any = None) -> Any:
    return z


def adjugate(a: Array) -> Array:
    """Its entries are the determinants of what is left without a row and a column, with their signs."""
    n = a.shape[0]

    def minor(i: int, j: int) -> Array:
        rows = [row[:j] + row[j + 1 :] for k, row in enumerate(a.rows) if k != i]
        return array(rows, (n - 1, n - 1))

    return array([[(-1) ** (i + j) * (linalg.det(minor(j, i)) if n > 1 else 1.0) for j in range(n)] for i in range(n)], (n, n))


def power(a: Array, k: Array) -> Array:
    return a.by(raised, k)


def allclose(a: Array, b: Array, rtol: float = 1e-5, atol: float = 1e-8) -> bool:
    return a.by(lambda x, y: x == y or abs(x - y) <= atol + rtol * abs(y), b).all()


def isfinite(a: Array) -> Array:
    return a.map(math.isfinite)


def errstate(**_: str) -> AbstractContextManager[None]:
    return nullcontext()


# Functions of one number


def vectorize(function: Callable[[float], float], otypes: Any = None) -> Callable[[Any], Any]:
    """Entry by entry; nan where there is no value, inf where it is too large."""

    def at(z: float) -> float:
        try:
            return function(z)
        except OverflowError:
            return inf
        except ValueError:
            return nan

    return lambda a: a.map(at) if isinstance(a, Array) else at(a)


def _log(z: float) -> float:
    return math.log(z) if z else -inf


def _sinh(z: float) -> float:
    return math.copysign(math.sinh(abs(z)) if abs(z) < 710 else inf, z)


exp, sqrt, tanh, sin, cos, cosh = map(vectorize, (math.exp, math.sqrt, math.tanh, math.sin, math.cos, math.cosh))
arctan, arcsin, arccos = map(vectorize, (math.atan, math.asin, math.acos))
log, sinh = vectorize(_log), vectorize(_sinh)
abs_ = vectorize(abs)
sign = vectorize(lambda z: z if z != z else float((z > 0) - (z < 0)))


class LinAlgError(ValueError):
    """A singular matrix."""


class linalg:
    """Gauss's elimination, with the largest pivot of its column."""

    LinAlgError = LinAlgError

    @staticmethod
    def inv(a: Array) -> Array:
        n = a.shape[0]
        left, right = eliminated(a.rows, eye(n).rows)
        if any(not row[k] for k, row in enumerate(left)):
            raise LinAlgError("Singular matrix")
        return array([[z / left[k][k] for z in row] for k, row in enumerate(right)], (n, n))

    @staticmethod
    def det(a: Array) -> float:
        left, right = eliminated(a.rows, [[float(k)] for k in range(a.shape[0])], back=False)
        swaps = parity([int(row[0]) for row in order(a.rows)])
        return swaps * math.prod(row[k] for k, row in enumerate(left))

    @staticmethod
    def slogdet(a: Array) -> tuple[float, float]:
        det = linalg.det(a)
        return (float((det > 0) - (det < 0)), math.log(abs(det)) if det else -inf)

    @staticmethod
    def matrix_rank(a: Array) -> int:
        """By Gram and Schmidt: how many columns are new, as far as floats tell."""
        return len(orthonormal(a)[0])

    @staticmethod
    def lstsq(a: Array, b: Array, rcond: Any = None) -> tuple[Array]:
        """The least squares solution, for columns that are independent."""
        q, r = orthonormal(a)
        y = [dot(column, b.flat) for column in q]
        x = [0.0] * len(y)
        for k in reversed(range(len(y))):
            x[k] = (y[k] - dot(r[k][k + 1 :], x[k + 1 :])) / r[k][k]
        return (Array(x, (len(x),)),)


def order(rows: Sequence[Sequence[float]]) -> list[list[float]]:
    """The numbers of the rows, in the order of the pivots."""
    return eliminated(rows, [[float(k)] for k in range(len(rows))], back=False, follow=False)[1]


def parity(places: list[int]) -> int:
    pairs = ((i, j) for j in range(len(places)) for i in range(j))
    return -1 if sum(places[i] > places[j] for i, j in pairs) % 2 else 1


def eliminated(
    rows: Sequence[Sequence[float]], beside: Sequence[Sequence[float]], back: bool = True, follow: bool = True
) -> tuple[list[list[float]], list[list[float]]]:
    """Both with multiples of rows taken from others, until the first is triangular, or with `back` diagonal."""
    left, right = [list(row) for row in rows], [list(row) for row in beside]
    n = len(left)
    for k in range(n):
        pivot = max(range(k, n), key=lambda i: abs(left[i][k]))
        left[k], left[pivot], right[k], right[pivot] = left[pivot], left[k], right[pivot], right[k]
        if not left[k][k]:
            continue
        for i in range(0 if back else k + 1, n):
            if i != k and left[i][k]:
                factor = left[i][k] / left[k][k]
                left[i] = [z - factor * p for z, p in zip(left[i], left[k], strict=True)]
                if follow:
                    right[i] = [z - factor * p for z, p in zip(right[i], right[k], strict=True)]
    return left, right


def orthonormal(a: Array) -> tuple[list[list[float]], list[list[float]]]:
    """Q, R with A = Q R, without the columns that depend on those before them; each is made orthogonal twice."""
    q: list[list[float]] = []
    columns = [list(column) for column in zip(*a.rows, strict=True)]
    r = [[0.0] * len(columns) for _ in columns]
    for j, column in enumerate(columns):
        v, length = column, math.hypot(*column)
        for _ in range(2):
            for i, unit in enumerate(q):
                c = dot(unit, v)
                r[i][j] += c
                v = [x - c * u for x, u in zip(v, unit, strict=True)]
        rest = math.hypot(*v)
        if rest > 1e-12 * length and len(q) < len(v):
            r[len(q)][j] = rest
            q.append([x / rest for x in v])
    return q, r


def __getattr__(name: str) -> Any:
    """What is called like a function of Python's own, which is used above."""
    if name in ("abs", "sum", "max"):
        return globals()[f"{name}_"]
    raise AttributeError(name)
