"""2(λI + X'X) = 2λI + 2X'X: the summands of a matrix, each a diagonal, a product through fewer columns, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from symjac.calculus.expand import expanded
from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.calculus.simplify import is_zero, simplify
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr
from symjac.expr.families import times
from symjac.expr.make import add, commutation, eye, function, is_op, mul, ones, sub, transpose
from symjac.expr.structure import diagonal, entries


def summands(M: Expr) -> list[Product]:
    """The terms of the matrix when it is multiplied out."""
    wide = expanded(M)
    terms = (wide or M).args if is_op(wide or M, "add") else (wide or M,)
    return [factors(simplify(term)) for term in terms]


def weight(p: Product) -> Expr:
    """The number in front of a product of matrices."""
    return rebuilt(Product(p.coefficient, p.scalars, ()))


def tidy(*args: Expr) -> Expr:
    """The product with its numbers in front, as one number."""
    return rebuilt(factors(mul(*args)))


def same(a: Expr, b: Expr) -> bool:
    """Whether two expressions are one by their finished forms: a ⊙ b is b ⊙ a."""
    return a.shape == b.shape and (a is b or is_zero(simplify(sub(a, b))))


# c I and diag(d)


def on_diagonal(p: Product) -> Expr | None:
    """c of c I, or the column d of a diagonal matrix; None for any other."""
    if len(p.chain) == 1 and is_op(p.chain[0], "eye"):
        return weight(p)
    chain = unturned(p.chain)
    if not chain or not all(map(diagonal, chain)):
        return None
    columns = [entries(a) for a in chain]
    if not all(d.is_vector for d in columns):
        return None
    product = columns[0]
    for d in columns[1:]:
        product = times(product, d)
    return simplify(mul(weight(p), product))


def behind(p: Product, K: Expr) -> Product | None:
    """N of a term K N; (A ⊗ B) K' is K'(B ⊗ A)."""
    m, n = K.data
    if p.chain[0] is K:
        chain = p.chain[1:]
    elif p.chain[-1] is not K:
        return None
    elif len(p.chain) == 2 and is_op(p.chain[0], "kron"):
        chain = (function("kron", *reversed(p.chain[0].args)),)
    else:
        chain = (commutation(n, m), *p.chain)
    return Product(p.coefficient, p.scalars, chain or (eye(m * n),))


def unturned(chain: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """K diag(vec A) K' = diag(vec A'), where K is the commutation matrix of A and K' its transpose."""
    if len(chain) != 3 or not is_op(chain[0], "commutation") or not is_op(chain[1], "diag"):
        return chain
    K, D, last = chain
    m, n = K.data
    if last is not commutation(n, m):
        return chain
    inside = D.args[0]
    u = function("vec", transpose(inside.args[0])) if is_op(inside, "vec") else mul(K, inside)
    return (simplify(function("diag", u)),)


def together(parts: Iterable[Expr], n: Dim) -> Expr:
    """The sum of numbers and columns, as a number where all of them are."""
    found = list(parts)
    if all(d.is_scalar for d in found):
        return simplify(add(*found))
    return simplify(add(*(mul(d, ones(n)) if d.is_scalar else d for d in found)))


# U C V' with few columns


@dataclass(frozen=True)
class Low:
    """U C V'. core: a number c, a column w for diag(w), or a matrix C."""

    U: Expr
    core: Expr
    V: Expr

    @property
    def rank(self) -> Dim:
        return self.U.shape[1]


def through(p: Product, n: Dim) -> Low | None:
    """The product as U C V', cut where it is narrowest; None where it is nowhere narrower than n, as far as is known."""
    widths = [a.shape[1] for a in p.chain[:-1]]
    k = narrowest(widths, n)
    if k is None:
        return None
    first, last = widths.index(k) + 1, len(widths) - widths[::-1].index(k)
    U, V = mul(*p.chain[:first]), simplify(transpose(mul(*p.chain[last:])))
    core = core_of(p, p.chain[first:last])
    return Low(U, core, U if same(U, V) else V)


def narrowest(widths: list[Dim], n: Dim) -> Dim | None:
    numbers = [k for k in widths if k.number is not None and (n.number is None or k.number < n.number)]
    if numbers:
        return min(numbers, key=lambda k: k.number or 0)
    return next((k for k in widths if k.number is None and k is not n), None)


def core_of(p: Product, middle: tuple[Expr, ...]) -> Expr:
    """What stands between U and V', with the number in front."""
    found = on_diagonal(Product(p.coefficient, p.scalars, middle)) if middle else weight(p)
    return simplify(mul(weight(p), *middle)) if found is None else found
