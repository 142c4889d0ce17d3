"""Elementwise products as number × scalars × powers of arrays, diag, Kronecker products and functions recognised."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from symjac.calculus.identities.factors import HALF, Product, factors, flip_term, merged, number_power, rebuilt
from symjac.calculus.identities.identity import identity
from symjac.expr.dims import ONE, Shape
from symjac.expr.expr import Expr, length
from symjac.expr.make import (
    add,
    div,
    eye,
    function,
    hadamard,
    hdiv,
    hpower,
    is_op,
    mul,
    neg,
    number,
    ones,
    power,
    transpose,
    value_of,
    zeros,
)

Arrays = tuple[tuple[Expr, Fraction], ...]


@lru_cache(maxsize=1 << 13)
def entry_factors(expr: Expr) -> tuple[Product, Arrays]:
    """The scalar part and the arrays with their exponents: 2s u ⊙ v.^2 is (2s, {u: 1, v: 2})."""
    p = factors(expr)
    scalar = Product(p.coefficient, p.scalars, ())
    array = mul(*p.chain) if p.chain else number(1)
    match array.op.name:
        case "hadamard":
            return _collected(scalar, [entry_factors(arg) for arg in array.args])
        case "hdiv":
            top, (below, arrays) = entry_factors(array.args[0]), entry_factors(array.args[1])
            inverse = (below.inverse(), tuple((a, -e) for a, e in arrays)) if below.coefficient else (below, arrays)
            return _collected(scalar, [top, inverse])
        case "hpower":
            return _of_power(scalar, array)
        case "sqrt":
            return scalar, ((array.args[0], HALF),)
        case "ones":
            return scalar, ()
    return scalar, ((array, Fraction(1)),)


def _of_power(scalar: Product, array: Expr) -> tuple[Product, Arrays]:
    k = value_of(array.args[1])
    if k is None:
        return scalar, ((array, Fraction(1)),)
    if k.denominator != 1:
        return scalar, ((array.args[0], k),)
    inside, arrays = entry_factors(array.args[0])
    raised = Product(number_power(inside.coefficient, int(k)), tuple((b, e * k) for b, e in inside.scalars), ())
    return scalar.times(raised), tuple((a, e * k) for a, e in arrays)


def _collected(scalar: Product, parts: list[tuple[Product, Arrays]]) -> tuple[Product, Arrays]:
    arrays: Arrays = ()
    for inside, more in parts:
        scalar = scalar.times(inside)
        arrays += more
    return scalar, merged(arrays)


def written_entrywise(scalar: Product, arrays: Arrays, shape: Shape) -> Expr:
    above = [_raised(a, e) for a, e in arrays if e > 0]
    below = [_raised(a, -e) for a, e in arrays if e < 0]
    array = hadamard(*above) if above else ones(*shape)
    if below:
        array = hdiv(array, hadamard(*below))
    return mul(rebuilt(scalar), array) if scalar != Product(Fraction(1), (), ()) else array


def _raised(a: Expr, e: Fraction) -> Expr:
    return a if e == 1 else function("sqrt", a) if e == HALF else hpower(a, number(e))


@identity("hadamard", "hdiv", "hpower", "diag", says="of numbers, entry by entry is the ordinary operation")
def entry_of_numbers(expr: Expr) -> Expr | None:
    if not expr.is_scalar or not all(a.is_scalar for a in expr.args):
        return None
    ordinary: dict[str, Callable[..., Expr]] = {"hadamard": mul, "hdiv": div, "hpower": power, "diag": lambda a: a}
    return ordinary[expr.op.name](*expr.args)


@identity(
    "hadamard",
    "hdiv",
    "hpower",
    says="elementwise products commute: equal arrays are collected, scalars stand in front",
)
def hadamard_collected(expr: Expr) -> Expr | None:
    scalar, arrays = entry_factors(expr)
    if scalar.coefficient == 0 or any(is_op(a, "zeros") and e > 0 for a, e in arrays):
        return zeros(*expr.shape)
    return written_entrywise(scalar, arrays, expr.shape)


@identity("hadamard", says="transposes are taken out of an elementwise product of rows")
def hadamard_rows(expr: Expr) -> Expr | None:
    if not any(is_op(a, "transpose") for a in expr.args):
        return None
    flipped = list(map(flip_term, expr.args))
    shorter = sum(map(length, flipped)) < sum(map(length, expr.args))
    return transpose(hadamard(*flipped)) if shorter else None


@identity("hadamard", says="I ⊙ A keeps the diagonal of A")
def hadamard_identity(expr: Expr) -> Expr | None:
    rest = tuple(a for a in expr.args if not is_op(a, "eye"))
    if len(rest) == len(expr.args) or not expr.is_matrix:
        return None
    return function("diag", function("diag", hadamard(*rest))) if rest else expr.args[0]


@identity("hadamard", "hdiv", "mul", "div", says="eᶻ/(1 + eᶻ) is the sigmoid σ(z)")
def sigmoid_recognised(expr: Expr) -> Expr | None:
    scalar, arrays = entry_factors(expr)
    table = scalar.scalars if expr.is_scalar else arrays
    found = dict(table)
    for base, exponent in table:
        z = base.args[0] if is_op(base, "exp") and exponent >= 1 else None
        if z is None:
            continue
        for total in (add(ones(*z.shape), base), add(base, ones(*z.shape))):
            if found.get(total, Fraction(0)) <= -1:
                rest = {**found, base: exponent - 1, total: found[total] + 1}
                new = ((function("sigmoid", z), Fraction(1)), *((b, e) for b, e in rest.items() if e))
                if expr.is_scalar:
                    return rebuilt(Product(scalar.coefficient, merged(new), ()))
                return written_entrywise(scalar, merged(new), expr.shape)
    return None


QUOTIENTS = {("sinh", "cosh"): "tanh", ("sin", "cos"): "tan"}


@identity("hadamard", "hdiv", "mul", "div", says="sinh/cosh = tanh, sin/cos = tan, sign(z)/|z| = 1/z")
def quotient_recognised(expr: Expr) -> Expr | None:
    scalar, arrays = entry_factors(expr)
    table = dict(scalar.scalars if expr.is_scalar else arrays)
    for base, exponent in table.items():
        new = _quotient(base, table) if exponent >= 1 else None
        if new is not None:
            changed = merged((*table.items(), *new))
            if expr.is_scalar:
                return rebuilt(Product(scalar.coefficient, changed, ()))
            return written_entrywise(scalar, changed, expr.shape)
    return None


def _quotient(base: Expr, table: dict[Expr, Fraction]) -> Arrays | None:
    """What to multiply by so that base/other becomes the function it is."""
    for (top, bottom), name in (*QUOTIENTS.items(), (("sign", "abs"), "")):
        if is_op(base, top):
            z = base.args[0]
            other = function(bottom, z)
            if table.get(other, Fraction(0)) <= -1:
                new = (function(name, z), Fraction(1)) if name else (z, Fraction(-1))
                return ((base, Fraction(-1)), (other, Fraction(1)), new)
    return None


@identity("hadamard", says="A ⊙ (u 1') = diag(u) A")
def hadamard_outer_ones(expr: Expr) -> Expr | None:
    for k, arg in enumerate(expr.args):
        chain = factors(arg).chain
        if not expr.is_matrix or len(chain) < 2 or chain[-1].shape[0] != ONE:
            continue
        others = hadamard(*expr.args[:k], *expr.args[k + 1 :])
        left, last = mul(*chain[:-1]), chain[-1]
        if is_op(last, "transpose") and is_op(last.args[0], "ones"):
            return mul(function("diag", left), others)
        if len(chain) == 2 and is_op(chain[0], "ones"):
            return mul(others, function("diag", transpose(last)))
    return None


@identity("diag", says="diag undoes diag, diag(1) = I, the inverse of diag v is diag(1 ⊘ v), and the diagonal of u v' is u ⊙ v")
def diag_known(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if is_op(a, "diag") and expr.is_vector:
        return a.args[0]
    if is_op(a, "inv") and is_op(a.args[0], "diag") and a.args[0].args[0].is_vector and expr.is_vector:
        return hdiv(ones(*expr.shape), a.args[0].args[0])
    if is_op(a, "ones") and a.is_vector:
        return eye(a.shape[0])
    if is_op(a, "eye") or (is_op(a, "ones") and a.is_matrix):
        return ones(a.shape[0])
    if is_op(a, "zeros"):
        return zeros(*expr.shape)
    if is_op(a, "transpose") and expr.is_vector:
        return function("diag", a.args[0])
    return _diag_of_outer(a) if expr.is_vector else None


def _diag_of_outer(a: Expr) -> Expr | None:
    chain = factors(a).chain
    for k in range(1, len(chain)):
        if chain[k].shape[0] == ONE:
            return hadamard(mul(*chain[:k]), transpose(mul(*chain[k:])))
    return None


@identity("diag", says="the diagonal of a sum of outer products is taken term by term")
def diag_sum(expr: Expr) -> Expr | None:
    (a,) = expr.args
    if is_op(a, "add") and expr.is_vector:
        parts = [function("diag", b) for b in a.args]
        if any(_diag_of_outer(b) is not None for b in a.args):
            return add(*parts)
    return None


@identity("kron", says="scalars leave a Kronecker product; b' ⊗ a = a b', I ⊗ I = I")
def kron_scaled(expr: Expr) -> Expr | None:
    a, b = expr.args
    if is_op(a, "zeros") or is_op(b, "zeros"):
        return zeros(*expr.shape)
    if a.is_scalar or b.is_scalar:
        return mul(a, b)
    if a.is_row and b.is_vector:
        return mul(b, a)
    if a.is_vector and b.is_row:
        return mul(a, b)
    if is_op(a, "eye") and is_op(b, "eye"):
        return eye(expr.shape[0])
    p, q = factors(a), factors(b)
    scalar = Product(p.coefficient * q.coefficient, merged((*p.scalars, *q.scalars)), ())
    if scalar == Product(Fraction(1), (), ()):
        return None
    return mul(rebuilt(scalar), function("kron", mul(*p.chain), mul(*q.chain)))


@identity("exp", "log", says="log(exp z) = z, exp(log z) = z")
def exp_log(expr: Expr) -> Expr | None:
    (a,) = expr.args
    return a.args[0] if is_op(a, "exp" if is_op(expr, "log") else "log") else None


# (function, argument): value
KNOWN = {
    ("exp", 0): Fraction(1), ("log", 1): Fraction(0), ("sin", 0): Fraction(0), ("cos", 0): Fraction(1), ("tan", 0): Fraction(0),
    ("sinh", 0): Fraction(0), ("cosh", 0): Fraction(1), ("tanh", 0): Fraction(0), ("sigmoid", 0): HALF,
}  # fmt: skip


@identity(*sorted({name for name, _ in KNOWN}), says="exp(0) = 1, log(1) = 0, sin(0) = 0, cos(0) = 1, …")
def known_value(expr: Expr) -> Expr | None:
    at = value_of(expr.args[0])
    value = KNOWN.get((expr.op.name, int(at))) if at in (0, 1) else None
    return None if value is None else number(value)


@identity("abs", "cos", "cosh", says="an even function ignores the sign of its argument")
def even_function(expr: Expr) -> Expr | None:
    p = factors(expr.args[0])
    if p.coefficient >= 0:
        return None
    return function(expr.op.name, neg(expr.args[0]))


@identity("khatrirao", says="(b' ∗ D) = D diag(b)")
def khatrirao_row(expr: Expr) -> Expr | None:
    a, b = expr.args
    if a.is_scalar or b.is_scalar:
        return mul(a, b)
    if a.is_row:
        return mul(b, function("diag", transpose(a)))
    return mul(a, function("diag", transpose(b))) if b.is_row else None


RULES = (
    khatrirao_row, entry_of_numbers, hadamard_collected, hadamard_rows, hadamard_identity, hadamard_outer_ones,
    sigmoid_recognised, quotient_recognised, diag_known, diag_sum, kron_scaled, exp_log, known_value,
    even_function,
)  # fmt: skip
