"""Every product as number × powers of scalars × chain of matrices: the view in which products are compared and rebuilt.

−2 (x'x)^(−1) A x   is   coefficient −2,  scalars {x'x: −1},  chain (A, x)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from symjac.errors import DomainError, LimitError
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.families import ScalarOp
from symjac.expr.make import div, function, is_op, mul, neg, number, power, transpose, value_of

HALF = Fraction(1, 2)
WHOLE = Fraction(1)
LONGEST = 14_000  # bits of a number: some 4200 digits
MANY = 32  # factors


@dataclass(frozen=True)
class Product:
    """coefficient · Π base^exponent · chain; the chain is empty for a scalar."""

    coefficient: Fraction
    scalars: tuple[tuple[Expr, Fraction], ...]
    chain: tuple[Expr, ...]

    @property
    def key(self) -> tuple[frozenset[tuple[Expr, Fraction]], tuple[Expr, ...]]:
        """What makes two products like terms."""
        return frozenset(self.scalars), self.chain

    def times(self, other: Product) -> Product:
        scalars = merged((*self.scalars, *other.scalars)) if self.scalars and other.scalars else self.scalars or other.scalars
        coefficient = other.coefficient if self.coefficient is WHOLE else self.coefficient * other.coefficient
        return Product(coefficient, scalars, self.chain + other.chain)

    def scaled(self, factor: Fraction) -> Product:
        return Product(self.coefficient * factor, self.scalars, self.chain)

    def inverse(self) -> Product:
        """Of a scalar."""
        return Product(1 / self.coefficient, tuple((b, -e) for b, e in self.scalars), ())


UNIT = Product(WHOLE, (), ())


def merged(scalars: Iterable[tuple[Expr, Fraction]]) -> tuple[tuple[Expr, Fraction], ...]:
    """Powers of one base collected, in the order of first appearance."""
    total: dict[Expr, Fraction] = {}
    for base, exponent in (as_norm(b, e) for b, e in scalars):
        total[base] = total[base] + exponent if base in total else exponent
    if all(exponent is WHOLE for exponent in total.values()):
        return tuple(total.items())
    return tuple((base, exponent) for base, exponent in total.items() if exponent)


@lru_cache(maxsize=1 << 14)  # a pure function of an immutable node, asked for the same node many times
def factors(expr: Expr) -> Product:
    """The product view of an expression whose arguments are simplified."""
    match expr.op.name:
        case "number":
            return Product(expr.data[0], (), ())
        case "neg":
            return factors(expr.args[0]).scaled(Fraction(-1))
        case "mul":
            return _of_product(expr.args)
        case "div":
            top, bottom = factors(expr.args[0]), factors(expr.args[1])
            if not bottom.coefficient:
                raise DomainError("division by zero", found=str(expr))
            return top.times(bottom.inverse())
        case "power":
            return _of_power(expr)
        case "sqrt" if expr.is_scalar:
            return raised(expr.args[0], HALF)
    return _leaf(expr)


def _leaf(expr: Expr) -> Product:
    return Product(WHOLE, ((expr, WHOLE),), ()) if expr.is_scalar else Product(WHOLE, (), (expr,))


def _of_power(expr: Expr) -> Product:
    exponent = value_of(expr.args[1])
    return _leaf(expr) if exponent is None else raised(expr.args[0], exponent)


def raised(base: Expr, exponent: Fraction) -> Product:
    """base^exponent of a scalar; a root is not taken apart: √(ab) is not √a √b for negative a and b."""
    inside = factors(base)
    if inside.coefficient == 0 and exponent < 0:
        raise DomainError("division by zero", found=f"({base})^{exponent}")
    if inside.coefficient == 0:
        return UNIT if exponent == 0 else Product(Fraction(0), (), ())
    if exponent.denominator == 1:
        return Product(number_power(inside.coefficient, int(exponent)), tuple((b, e * exponent) for b, e in inside.scalars), ())
    if inside.coefficient == 1 and len(inside.scalars) == 1 and inside.scalars[0][1].numerator == 1:
        return Product(WHOLE, merged([(inside.scalars[0][0], inside.scalars[0][1] * exponent)]), ())
    if inside == UNIT:
        return UNIT
    return Product(WHOLE, ((base, exponent),), ())


def number_power(c: Fraction, k: int) -> Fraction:
    """c^k; LimitError where it has too many digits to be written."""
    if c not in (1, -1) and max(c.numerator.bit_length(), c.denominator.bit_length()) * abs(k) > LONGEST:
        raise LimitError("a power of a number has too many digits", found=f"the exponent {k}")
    return c**k


def _of_product(args: tuple[Expr, ...]) -> Product:
    """Scalars move to the front; whatever stands between two cuts of size 1 in a chain is itself a scalar."""
    if len(args) > MANY:  # by halves, so that the cost is not the square of their number
        return cut(_of_product(args[: len(args) // 2]).times(_of_product(args[len(args) // 2 :])))
    total = UNIT
    for arg in args:
        total = cut(total.times(factors(arg)))
    return total


def cut(product: Product) -> Product:
    """x (x'A x) y' has the scalar x'A x inside: cut the chain where its inner size is 1."""
    chain = product.chain
    cuts = [k for k in range(1, len(chain)) if chain[k].shape[0] == ONE]
    if not chain or (not cuts and not mul_is_scalar(chain)):
        return product
    pieces = [chain[a:b] for a, b in zip([0, *cuts], [*cuts, len(chain)], strict=True)]
    scalars, kept = list(product.scalars), []
    for piece in pieces:
        if mul_is_scalar(piece):
            if any(is_op(f, "zeros") for f in piece):
                return Product(Fraction(0), (), tuple(f for p in pieces if not mul_is_scalar(p) for f in p))
            scalars.append((oriented(piece), WHOLE))
        else:
            kept.append(piece)
    return Product(product.coefficient, merged(scalars), tuple(f for piece in kept for f in piece))


def mul_is_scalar(chain: tuple[Expr, ...]) -> bool:
    return chain[0].shape[0] == ONE and chain[-1].shape[1] == ONE


def reversed_chain(chain: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """(A B c)' = c'B'A'."""
    return tuple(flip(factor) for factor in reversed(chain))


def flip(a: Expr) -> Expr:
    """A' with (A')' = A and, where symmetry is known at sight, A' = A."""
    if is_op(a, "transpose"):
        return a.args[0]
    return a if symmetric_at_sight(a) else transpose(a)


@lru_cache(maxsize=8192)
def symmetric_at_sight(a: Expr) -> bool:
    """Equal to its transpose by its form: declared so, X'X, A + A', diag x, and inverses and entrywise functions of these."""
    if a.is_scalar or a.shape[0] != a.shape[1]:
        return a.is_scalar
    match a.op.name:
        case "symbol":
            return bool({"symmetric", "posdef", "diagonal"} & a.data[1])
        case "member":
            words = a.args[0].data[1] if is_op(a.args[0], "symbol") else frozenset()
            return bool({"members symmetric", "members posdef", "members diagonal"} & words)
        case "eye" | "diag" | "ones" | "zeros":
            return True
        case "mul" | "neg" | "div":
            chain = factors(a).chain
            return bool(chain) and chain != (a,) and reversed_chain(chain) == chain
        case "add":
            return set(map(flip_term, a.args)) == set(a.args)
        case "inv" | "adj" | "matrix_power" | "hpower":
            return symmetric_at_sight(a.args[0])
        case "hadamard" | "hdiv" | "kron":
            return all(map(symmetric_at_sight, a.args))
    return isinstance(a.op, ScalarOp) and symmetric_at_sight(a.args[0])


def flip_term(term: Expr) -> Expr:
    """The transpose of a term, its product reversed."""
    p = factors(term)
    return rebuilt(Product(p.coefficient, p.scalars, reversed_chain(p.chain)))


def oriented(chain: tuple[Expr, ...]) -> Expr:
    """x'A y and y'A'x are one scalar: write the one with fewer transposes, then the first in the alphabet."""
    other = reversed_chain(chain)
    if chain == other:
        return mul(*chain)
    one, two = mul(*chain), mul(*other)
    a, b = rank(one), rank(two)
    return (one if a < b else two) if a != b else min(one, two, key=str)


def rank(product: Expr) -> tuple[int, bool]:
    return transposes(product), not is_change(product.args[-1])


def transposes(expr: Expr) -> int:
    return sum(is_op(factor, "transpose") for factor in expr.args)


def place(scalar: Expr) -> int:
    """t² cos(t) dt: letters before functions, and what changes last."""
    return 2 if is_change(scalar) else 0 if is_op(scalar, "symbol", "size") else 1


def is_change(e: Expr) -> bool:
    """dX, or d of something."""
    return is_op(e, "differential_of") or (is_op(e, "symbol") and "differential" in e.data[1])


def rebuilt(p: Product) -> Expr:
    """The product in its normal form: minus outside, then number, scalars, chain, over what is divided by."""
    if not p.coefficient:
        return number(0)
    above, below = split(p.scalars)
    coefficient = WHOLE if p.coefficient is WHOLE else abs(p.coefficient)
    if below and coefficient.denominator != 1:
        below, coefficient = [number(coefficient.denominator), *below], Fraction(coefficient.numerator)
    front = [] if coefficient is WHOLE or coefficient == 1 else [number(coefficient)]
    parts = [*front, *above, *p.chain] if p.chain else flat([*front, *above])
    top = mul(*parts) if parts else number(1)
    whole = div(top, mul(*flat(below))) if below else top
    return neg(whole) if coefficient is not p.coefficient and p.coefficient < 0 else whole


def split(scalars: tuple[tuple[Expr, Fraction], ...]) -> tuple[list[Expr], list[Expr]]:
    """What a product is multiplied and what it is divided by."""
    above, below = [], []
    for base, exponent in sorted(scalars, key=lambda s: place(s[0])) if len(scalars) > 1 else scalars:
        if exponent is WHOLE or exponent > 0:
            above.append(raise_to(base, exponent))
        elif exponent < 0:
            below.append(raise_to(base, -exponent))
    return above, below


def flat(scalars: list[Expr]) -> list[Expr]:
    """A product in the last place needs no brackets: s x'x."""
    return [*scalars[:-1], *scalars[-1].args] if scalars and is_op(scalars[-1], "mul") else scalars


def raise_to(base: Expr, exponent: Fraction) -> Expr:
    if exponent is WHOLE or exponent == 1:
        return base
    return function("sqrt", base) if exponent == HALF else power(base, number(exponent))


def as_norm(base: Expr, exponent: Fraction) -> tuple[Expr, Fraction]:
    """(x'x)^(k/2) = ‖x‖^k for odd k."""
    pair = base.args if base.is_scalar and is_op(base, "mul") and len(base.args) == 2 else None
    if exponent is not WHOLE and exponent.denominator == 2 and pair and transpose(pair[1]) is pair[0]:
        return function("norm", pair[1]), 2 * exponent
    return base, exponent
