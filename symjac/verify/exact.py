"""Mat: matrices over any scalars, in plain Python: + − * / (entrywise), @, .T, det, inverse, ⊗, vec."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import chain
from math import lcm, prod
from operator import add, mul, sub

from symjac.verify.scalars import Dual, Outgrown, Outside, Scalar, Surd, divide, primal, total

Rows = list[list[Scalar]]


class Mat:
    """A matrix as a list of rows; a 1 x 1 matrix stands for a number beside any shape."""

    __slots__ = ("rows", "shape")

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.shape = (len(rows), len(rows[0]) if rows else 0)

    @classmethod
    def build(cls, m: int, n: int, entry: Callable[[int, int], Scalar]) -> Mat:
        return cls([[entry(i, j) for j in range(n)] for i in range(m)])

    @property
    def T(self) -> Mat:
        return Mat([list(column) for column in zip(*self.rows, strict=True)])

    @property
    def item(self) -> Scalar:
        """The number that a 1 x 1 matrix is."""
        ((number,),) = self.rows
        return number

    @property
    def flat(self) -> list[Scalar]:
        """All entries, row by row."""
        return [a for row in self.rows for a in row]

    def map(self, function: Callable[[Scalar], Scalar]) -> Mat:
        return Mat([[function(a) for a in row] for row in self.rows])

    def zip(self, other: Mat, op: Callable[[Scalar, Scalar], Scalar]) -> Mat:
        """op entry by entry."""
        if self.shape == other.shape:
            return Mat([list(map(op, p, q)) for p, q in zip(self.rows, other.rows, strict=True)])
        if other.shape == (1, 1):
            b = other.item
            return Mat([[op(a, b) for a in row] for row in self.rows])
        if self.shape == (1, 1):
            a = self.item
            return Mat([[op(a, b) for b in row] for row in other.rows])
        raise ValueError(f"shapes {self.shape} and {other.shape} do not fit")

    def __add__(self, other: Mat) -> Mat:
        return self.zip(other, add)

    def __sub__(self, other: Mat) -> Mat:
        return self.zip(other, sub)

    def __mul__(self, other: Mat) -> Mat:
        return self.zip(other, mul)

    def __truediv__(self, other: Mat) -> Mat:
        return self.zip(other, divide)

    def __neg__(self) -> Mat:
        return Mat([[-a for a in row] for row in self.rows])

    def __matmul__(self, other: Mat) -> Mat:
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"shapes {self.shape} and {other.shape} do not fit")
        room(self.shape[0], self.shape[1], other.shape[1])
        columns = list(zip(*other.rows, strict=True))
        kinds = kinds_in(self.rows) | kinds_in(other.rows)
        if kinds == {int}:
            return Mat([[sum(map(mul, row, column)) for column in columns] for row in self.rows])
        if kinds <= RATIONAL:
            left, right = [whole(row) for row in self.rows], [whole(column) for column in columns]
            return Mat([[over(sum(map(mul, a, b)), p * q) for b, q in right] for a, p in left])
        return Mat([[dot(row, column) for column in columns] for row in self.rows])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mat) and self.rows == other.rows

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "[" + "; ".join(", ".join(map(str, row)) for row in self.rows) + "]"


Pair = tuple[Scalar, Scalar]


def dot(row: Iterable[Scalar], column: Iterable[Scalar]) -> Scalar:
    """Σ a b; the ε-parts of all terms are added up in one table, so that n terms cost n additions."""
    plain: list[Pair] = []
    parts: dict[int, list[Pair]] = {}
    level, others = 0, []
    for a, b in zip(row, column, strict=True):
        # Zeros are ints in every arithmetic: skipping them keeps sparse products (diag, kron, eye) cheap.
        if (type(a) is int and a == 0) or (type(b) is int and b == 0):
            continue
        moved = level_of(a, b)
        if moved == 0:
            plain.append((a, b))
        elif moved < 0 or level not in (0, moved):
            others.append(a * b)
        else:
            level = moved
            plain.append(enter(a, b, parts))
    still = added(plain)
    whole = Dual(still, {k: added(pairs) for k, pairs in parts.items()}, level) if level else still
    return total((*others, whole)) if others else whole


def added(pairs: Sequence[Pair]) -> Scalar:
    """Σ p q; of fractions over one denominator, which is much faster."""
    if len(pairs) > 1 and RATIONAL.issuperset(map(type, chain.from_iterable(pairs))):
        return added_fractions(pairs)
    found: Scalar = 0
    for p, q in pairs:
        found = found + p * q
    return found


def added_fractions(pairs: Iterable[Pair]) -> Scalar:
    top, bottom = 0, 1
    for p, q in pairs:
        (a, b), (c, d) = p.as_integer_ratio(), q.as_integer_ratio()
        n = b * d
        top, bottom = (top * n + a * c * bottom, bottom * n) if bottom % n else (top + a * c * (bottom // n), bottom)
    return over(top, bottom)


def level_of(a: Scalar, b: Scalar) -> int:
    """The level of the product of a dual number with a number or another of its level; 0: neither is dual; −1: none of these."""
    if type(a) is Dual:
        return a.level if (a.level == b.level if type(b) is Dual else type(b) is not Surd) else -1
    return (b.level if type(a) is not Surd else -1) if type(b) is Dual else 0


def enter(a: Scalar, b: Scalar, parts: dict[int, list[Pair]]) -> Pair:
    """The ε-parts of a b into the table, as products; what is left of it without them."""
    p, q = a.a if type(a) is Dual else a, b.a if type(b) is Dual else b
    for moving, factor in ((a, q), (b, p)):
        if type(moving) is Dual:
            for k, v in moving.d.items():
                parts.setdefault(k, []).append((v, factor))
    return p, q


MOST = 1_000_000  # entries of a matrix, and products of entries in one step


def room(*sizes: int) -> None:
    """Outgrown where so many entries are too many."""
    if prod(sizes) > MOST:
        raise Outgrown(" x ".join(map(str, sizes)))


def vanishes(d: Scalar, rows: Sequence[Sequence[Scalar]]) -> bool:
    """Whether a determinant, or a pivot, of these rows is zero as far as the arithmetic can tell."""
    d = primal(d)
    if type(d) is not Decimal:
        return bool(d == 0)
    largest = [max((abs(primal(a)) for a in row), default=0) for row in rows]
    return bool(abs(d) <= Decimal(10) ** (-getcontext().prec * 3 // 5) * prod(map(Decimal, largest)))


RATIONAL = {int, Fraction}


def kinds_in(rows: Iterable[Iterable[Scalar]]) -> set[type]:
    """Which scalars there are in a matrix."""
    return {type(a) for row in rows for a in row}


def whole(row: Sequence[Scalar]) -> tuple[Sequence[int], int]:
    """The row times the common denominator of its entries: over one denominator fractions are added much faster."""
    scale = lcm(*(a.denominator for a in row))
    if scale == 1:
        return [a.numerator for a in row], 1
    return [a.numerator * (scale // a.denominator) for a in row], scale


def over(top: int, bottom: int) -> Scalar:
    return Fraction(top, bottom) if top and bottom != 1 else top


SMALL = 4  # up to here cofactors: no division, hence no fractions and no pivots


def det(a: Mat) -> Scalar:
    if a.shape[0] <= SMALL:
        return _minor(a.rows)
    try:
        return _eliminate(a.rows, [])
    except Outside:  # a pivot is zero: the determinant has a value, and a derivative, all the same
        return _without_division(a)


def _without_division(a: Mat) -> Scalar:
    """The determinant by Bird's recursion: n − 1 products with A of what stands above the diagonal, and sums on it."""
    n, f = a.shape[0], a
    for _ in range(n - 1):
        rest = [total(-f.rows[j][j] for j in range(i + 1, n)) for i in range(n)]
        f = Mat.build(n, n, lambda i, j, f=f, rest=rest: f.rows[i][j] if j > i else rest[i] if i == j else 0) @ a  # type: ignore[misc]
    return f.rows[0][0] if n % 2 else -f.rows[0][0]


def adjugate(a: Mat) -> Mat:
    """By Faddeev and LeVerrier: M_1 = I, M_k+1 = A M_k − tr(A M_k)/k I, adj A = ± M_n; there is no inverse in it."""
    n = a.shape[0]
    m = Mat.build(n, n, lambda i, j: int(i == j))
    for k in range(1, n):
        m = a @ m
        shift = divide(total(m.rows[i][i] for i in range(n)), k)
        m = Mat([[b - shift if i == j else b for j, b in enumerate(row)] for i, row in enumerate(m.rows)])
    return m if n % 2 else -m


def _minor(rows: Sequence[Sequence[Scalar]]) -> Scalar:
    """The determinant, expanded along the first row."""
    if len(rows) == 1:
        return rows[0][0]
    if len(rows) == 2:
        (a, b), (c, d) = rows
        return a * d - b * c
    found: Scalar = 0
    for j, a in enumerate(rows[0]):
        if type(a) is int and a == 0:
            continue
        term = a * _minor(_without(rows[1:], j))
        found = found - term if j % 2 else found + term
    return found


def _without(rows: Sequence[Sequence[Scalar]], j: int) -> list[list[Scalar]]:
    return [[*row[:j], *row[j + 1 :]] for row in rows]


def inverse(a: Mat) -> Mat:
    if a.shape[0] > SMALL:
        return _inverse_by_elimination(a)
    n, d = a.shape[0], _minor(a.rows)
    if vanishes(d, a.rows):
        raise Outside("a singular matrix")
    if n == 1:
        return Mat([[divide(1, d)]])
    cofactors = [[_minor(_without([*a.rows[:j], *a.rows[j + 1 :]], i)) for j in range(n)] for i in range(n)]
    return Mat([[divide(-c if (i + j) % 2 else c, d) for j, c in enumerate(row)] for i, row in enumerate(cofactors)])


def _inverse_by_elimination(a: Mat) -> Mat:
    n = a.shape[0]
    if kinds_in(a.rows) <= RATIONAL:
        return _inverse_in_whole_numbers(a)
    right = [[1 if i == j else 0 for j in range(n)] for i in range(n)]
    _eliminate(a.rows, right, reduced=True)
    return Mat(right)


def _inverse_in_whole_numbers(a: Mat) -> Mat:
    """Gauss–Jordan without fractions (Bareiss): every division is exact, and all pivots become one number."""
    n, last = a.shape[0], 1
    scaled = [whole(row) for row in a.rows]
    rows = [[*row, *(scale if i == j else 0 for j in range(n))] for i, (row, scale) in enumerate(scaled)]
    for k in range(n):
        p = next((i for i in range(k, n) if rows[i][k]), None)
        if p is None:
            raise Outside("a singular matrix")
        rows[k], rows[p] = rows[p], rows[k]
        top, pivot = rows[k], rows[k][k]
        rows = [row if row is top else [(pivot * b - row[k] * c) // last for b, c in zip(row, top, strict=True)] for row in rows]
        last = pivot
    return Mat([[over(b, last) for b in row[n:]] for row in rows])


def _eliminate(rows: Rows, right: Rows, reduced: bool = False) -> Scalar:
    """The determinant, by Gauss; `right` undergoes the same operations, in place (reduced: becomes a⁻¹ right)."""
    rows, n, product = [list(row) for row in rows], len(rows), 1
    room(n, n, n)
    largest = [[max(row, key=lambda a: abs(primal(a))) for row in rows]]
    for k in range(n):
        p = max(range(k, n), key=lambda i: abs(primal(rows[i][k])))
        if vanishes(rows[p][k], largest):
            raise Outside("a singular matrix")
        for side in (rows, right) if right else (rows,):
            side[k], side[p] = side[p], side[k]
        pivot = rows[k][k]
        product = product * (pivot if p == k else -pivot)
        if reduced:
            right[k] = [divide(b, pivot) for b in right[k]]
            rows[k] = [divide(b, pivot) for b in rows[k]]
        for i in range(0 if reduced else k + 1, n):
            if i != k:
                _reduce(rows, right, i, k, rows[i][k] if reduced else divide(rows[i][k], pivot))
    return product


def _reduce(rows: Rows, right: Rows, i: int, k: int, factor: Scalar) -> None:
    """Take factor times row k from row i."""
    if type(factor) is int and factor == 0:
        return
    for side in (rows, right) if right else (rows,):
        side[i] = [a - factor * b for a, b in zip(side[i], side[k], strict=True)]


def block(grid: Sequence[Sequence[Mat]]) -> Mat:
    """One matrix of blocks whose sizes fit."""
    return Mat([[a for part in line for a in part.rows[r]] for line in grid for r in range(line[0].shape[0])])


def kron(a: Mat, b: Mat) -> Mat:
    """A ⊗ B."""
    room(*a.shape, *b.shape)
    return Mat([[x * y for x in p for y in q] for p in a.rows for q in b.rows])


def khatrirao(a: Mat, b: Mat) -> Mat:
    """Column j is a_j ⊗ b_j."""
    return Mat([[x * y for x, y in zip(p, q, strict=True)] for p in a.rows for q in b.rows])


def vec(a: Mat) -> Mat:
    """The columns, one below the other."""
    return Mat([[x] for column in zip(*a.rows, strict=True) for x in column])
