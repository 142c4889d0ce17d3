"""The vocabulary formulas are built in: sums, products, transposes, traces, identities and their like.

Constructors only: nothing is simplified or reordered, apart from numbers (−1/2 is one number), as in the parser.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from symjac.errors import DomainError, LimitError
from symjac.expr.dims import ONE, SCALAR, Dim, Shape, dim
from symjac.expr.expr import Expr
from symjac.expr.registry import apply, checked_shape, get

Scalar = int | Fraction
_BITS = 14_000
Named = tuple[str, Dim, Dim]  # a map f: ℝⁿ → ℝᵐ of which only the name is known: f, n, m


def symbol(name: str, shape: Shape, assumptions: Iterable[str] = ()) -> Expr:
    """A variable; its assumptions ('symmetric', ...) belong to its identity."""
    return apply(get("symbol"), (), (name, frozenset(assumptions)), shape)


@lru_cache(maxsize=1024)
def number(value: Scalar) -> Expr:
    """A number; one of more than 4000 digits cannot be written."""
    exact = Fraction(value)
    if max(exact.numerator.bit_length(), exact.denominator.bit_length()) > _BITS:
        raise LimitError("a number has more than 4000 digits")
    return apply(get("number"), (), (exact,), SCALAR)


def value_of(expr: Expr) -> Fraction | None:
    """The value of a number node, else None."""
    return expr.data[0] if expr.op.name == "number" else None


def add(*args: Expr) -> Expr:
    return args[0] if len(args) == 1 else apply(get("add"), args)


def neg(a: Expr) -> Expr:
    """−a; a negated number is a number."""
    value = value_of(a)
    return number(-value) if value is not None else apply(get("neg"), (a,))


def sub(a: Expr, b: Expr) -> Expr:
    return add(a, neg(b))


def mul(*args: Expr) -> Expr:
    """The linear-algebra product or scaling, from the left."""
    return args[0] if len(args) == 1 else apply(get("mul"), args)


def div(a: Expr, b: Expr) -> Expr:
    """a divided by a scalar b; a quotient of numbers is a number."""
    p, q = value_of(a), value_of(b)
    if q == 0:
        raise DomainError("division by zero")
    return number(p / q) if p is not None and q is not None else apply(get("div"), (a, b))


def hadamard(*args: Expr) -> Expr:
    return args[0] if len(args) == 1 else apply(get("hadamard"), args)


def hdiv(a: Expr, b: Expr) -> Expr:
    return apply(get("hdiv"), (a, b))


def power(a: Expr, exponent: Expr | Scalar) -> Expr:
    """a^k for a scalar a, or for a square matrix a and an integer k (k = −1 is the inverse), a number or a symbol."""
    k = exponent if isinstance(exponent, Expr) else number(exponent)
    if a.is_scalar:
        return apply(get("power"), (a, k))
    return apply(get("inv"), (a,)) if value_of(k) == -1 else apply(get("matrix_power"), (a, k))


def symbol_and_number(k: Expr) -> tuple[Expr, Fraction] | None:
    """A symbolic exponent k, k + 1 or k − 1 as its symbol and its number; None for any other."""
    if is_op(k, "symbol"):
        return k, Fraction(0)
    names = [a for a in k.args if is_op(a, "symbol")]
    numbers = [n for n in map(value_of, k.args) if n is not None and n.denominator == 1]
    if not is_op(k, "add") or len(names) != 1 or len(numbers) != len(k.args) - 1:
        return None
    return names[0], sum(numbers, Fraction(0))


def one_less(k: Expr) -> Expr:
    """k − 1 for an exponent, numbers put together: (k + 1) − 1 is k."""
    parts = symbol_and_number(k)
    if parts is None:
        return sub(k, number(1))
    name, n = parts
    return name if n == 1 else add(name, number(n - 1))


def hpower(a: Expr, exponent: Expr | Scalar) -> Expr:
    """a.^k, every entry to the power k."""
    k = exponent if isinstance(exponent, Expr) else number(exponent)
    return apply(get("power"), (a, k)) if a.is_scalar else apply(get("hpower"), (a, k))


def transpose(a: Expr) -> Expr:
    return apply(get("transpose"), (a,))


def function(name: str, *args: Expr) -> Expr:
    """name(args); an abbreviation is the formula that it stands for."""
    op = get(name)
    if op.expand is None:
        return apply(op, args)
    checked_shape(op, args)
    return op.expand(*args)


def pi() -> Expr:
    """The number π."""
    return apply(get("pi"), (), (), SCALAR)


def eye(n: Dim) -> Expr:
    """I_n; the 1 x 1 identity is the number 1."""
    return number(1) if n == ONE else apply(get("eye"), (), (), (n, n))


def ones(rows: Dim, columns: Dim = ONE) -> Expr:
    """The matrix of ones; 1 x 1 is the number 1."""
    return number(1) if (rows, columns) == SCALAR else apply(get("ones"), (), (), (rows, columns))


def zeros(rows: Dim, columns: Dim = ONE) -> Expr:
    return number(0) if (rows, columns) == SCALAR else apply(get("zeros"), (), (), (rows, columns))


def commutation(m: Dim, n: Dim) -> Expr:
    """K with K vec(A) = vec(A') for A of shape m x n (Magnus & Neudecker, ch. 3, section 7)."""
    return apply(get("commutation"), (), (m, n), (m * n, m * n))


def size(n: Dim) -> Expr:
    """A dimension used as a number; m n is a product and m + n a sum, as they are read."""
    parts = [_monomial(names, coefficient) for names, coefficient in reversed(n.terms)]
    return add(*parts) if parts else number(0)


def _monomial(names: Iterable[str], coefficient: int) -> Expr:
    sizes = [apply(get("size"), (), (dim(name),), SCALAR) for name in names]
    return mul(*([number(coefficient)] if coefficient != 1 or not sizes else []), *sizes)


def literal(rows: tuple[tuple[Expr, ...], ...]) -> Expr:
    """[a, b; c, d]: entries, or blocks whose sizes fit."""
    height, width = dim(0), dim(0)
    for line in rows:
        height = height + line[0].shape[0]
    for entry in rows[0]:
        width = width + entry.shape[1]
    return apply(get("literal"), tuple(e for line in rows for e in line), (len(rows), len(rows[0])), (height, width))


def matrix(rows: Sequence[Sequence[Expr | Scalar]]) -> Expr:
    """The matrix of these numbers; a single one stands alone."""
    cells = tuple(tuple(e if isinstance(e, Expr) else number(e) for e in row) for row in rows)
    return cells[0][0] if len(cells) == len(cells[0]) == 1 else literal(cells)


def inner(a: Expr, b: Expr) -> Expr:
    """The inner product of two equal shapes: a'b of columns, tr(a'b) of matrices."""
    if a.is_scalar:
        return mul(a, b)
    if a.is_row:
        return mul(a, transpose(b))
    product = mul(transpose(a), b)
    return product if a.is_vector else function("tr", product)


def image(f: Named, x: Expr) -> Expr:
    """f(x) of a map f: ℝⁿ → ℝᵐ that is only named, a column of m."""
    return apply(get("image"), (x,), f, (f[2], ONE))


def map_of(expr: Expr) -> Named:
    """The map whose value or Jacobian this is."""
    name, inputs, outputs = expr.data
    return name, inputs, outputs


def jacobian(f: Named, x: Expr) -> Expr:
    """∇f(x) of a map that is only named, m × n."""
    return apply(get("jacobian"), (x,), f, (f[2], f[1]))


def index(name: str, count: Dim) -> Expr:
    """The index i = 1, …, N of a sum: a whole number."""
    return apply(get("index"), (), (name, count), SCALAR)


def member(family: Expr, indices: Sequence[Expr], ranges: Sequence[Dim], shape: Shape) -> Expr:
    """x_i, A_i, X_ij: member i of a family, whose members stand one below the other in `family`, or entry (i, j) of a matrix."""
    return apply(get("member"), (family, *indices), tuple(ranges), shape)


def bigsum(i: Expr, body: Expr) -> Expr:
    """Σ_i body."""
    return apply(get("bigsum"), (body,), (i,), body.shape)


def bigprod(i: Expr, body: Expr) -> Expr:
    """Π_i body, of a number."""
    return apply(get("bigprod"), (body,), (i,), SCALAR)


def stack(i: Expr, body: Expr) -> Expr:
    """The members for i = 1, …, N one below the other."""
    return apply(get("stack"), (body,), (i,), (i.data[1] * body.shape[0], body.shape[1]))


def delta(i: Expr, k: Expr) -> Expr:
    """The Kronecker delta δ_ik: 1 if i = k, else 0."""
    if i is k:
        return number(1)
    return number(0) if value_of(i) is not None and value_of(k) is not None else apply(get("delta"), (i, k), (), SCALAR)


def is_op(expr: Expr, *names: str) -> bool:
    return expr.op.name in names
