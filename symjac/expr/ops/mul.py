"""A B: the linear-algebra product, or scaling by a scalar; d(AB) = (dA)B + A dB."""

from typing import Any

from symjac.expr.dims import SCALAR
from symjac.expr.expr import Array, Differentials, Expr, Linear, Op
from symjac.expr.families import always
from symjac.expr.make import add, inner, mul, transpose
from symjac.expr.plain import Plain, product
from symjac.expr.registry import register
from symjac.expr.signature import signature
from symjac.writing.box import PRODUCT, BigOp, Box, Fence, Frac, Infix, Num, Prefix, followed, paren


def value(xp: Any, expr: Expr, *args: Array) -> Array:
    total = args[0]
    for a in args[1:]:
        total = total * a if (1, 1) in (total.shape, a.shape) else total @ a
    return total


def differential(expr: Expr, d: Differentials) -> Expr:
    a = expr.args
    return add(*(mul(*a[:k], dk, *a[k + 1 :]) for k, dk in enumerate(d) if dk is not None))


def pull_left(left: Expr, right: Expr, G: Expr) -> Expr:
    """<G, L R> = <G R', L>; a scalar factor meets G in an inner product."""
    if left.is_scalar and not right.is_scalar:
        return inner(right, G)
    return mul(right, G) if right.is_scalar else mul(G, transpose(right))


def pull_right(left: Expr, right: Expr, G: Expr) -> Expr:
    """<G, L R> = <L'G, R>."""
    if right.is_scalar and not left.is_scalar:
        return inner(left, G)
    return mul(left, G) if left.is_scalar else mul(transpose(left), G)


def pullback(expr: Expr, k: int, G: Expr) -> Expr:
    """Undo the product from the last factor back to factor k."""
    args = expr.args
    for last in range(len(args) - 1, 0, -1):
        left = mul(*args[:last])
        if last == k:
            return pull_right(left, args[last], G)
        G = pull_left(left, args[last], G)
    return G


def push(expr: Expr, k: int, term: Any) -> Any:
    args = expr.args
    if k:
        term = term.left(mul(*args[:k]))
    for right in args[k + 1 :]:
        term = term.right(right)
    return term


def scalar_prefix(expr: Expr) -> int:
    """How many of the first factors make a scalar that scales the rest, as x'x in (x'x) y: they are bracketed for the reader."""
    shape, found = expr.args[0].shape, 0
    for k, arg in enumerate(expr.args[1:-1], 2):
        shape = arg.shape if shape == SCALAR else shape if arg.is_scalar else (shape[0], arg.shape[1])
        if shape == SCALAR and not arg.is_scalar:
            found = k
    return found


def look(expr: Expr, args: tuple[Box, ...]) -> Box:
    """A minus in front of the first factor stands in front of the product."""
    n = scalar_prefix(expr)
    if n:
        args = (Fence("(", _product(args[:n]), ")"), *args[n:])
    return _product(args)


def _product(args: tuple[Box, ...]) -> Box:
    first, rest = args[0], args[1:]
    if isinstance(first, Prefix) and first.sign == "−":
        return Prefix("−", _joined(first.body, rest))
    return _joined(first, rest)


def _joined(first: Box, rest: tuple[Box, ...]) -> Box:
    items = [paren(first, PRODUCT), *(b if isinstance(b, Frac) else paren(b, PRODUCT + 1) for b in rest)]
    if rest and isinstance(rest[-1], BigOp):
        items[-1] = rest[-1]  # 2 Σ_i a_i
    signs = tuple("·" if is_numeral(b) else "" for b in items[1:])
    return Infix(followed(items), signs, PRODUCT)


def is_numeral(box: Box) -> bool:
    """A number behind a factor: 3 · ½."""
    return isinstance(box, Num) or (isinstance(box, Frac) and isinstance(box.num, Num) and isinstance(box.den, Num))


def plain(expr: Expr, args: tuple[Plain, ...]) -> Plain:
    n = scalar_prefix(expr)
    return product("*", args if not n else (Plain(f"({product('*', args[:n]).text})"), *args[n:]))


register(
    Op(
        name="mul",
        spellings=(),
        signature=signature("(m, k) (k, n) -> (m, n) | (1, 1) (m, n) -> (m, n) | (m, n) (1, 1) -> (m, n)"),
        value=value,
        entry=lambda route, expr, i, j: route.product(expr.args, i, j),
        differential=differential,
        linear=Linear(pullback=pullback, push=push),
        look=look,
        plain=plain,
        domain=always,
        sentence="product rule: differentiate one factor at a time, in place",
        source="Magnus & Neudecker, ch. 8, eq. (9)",
        example="A*B",
        listed="operator",
        flat=True,
    )
)
