"""Typical calls of every operation: fresh variables in the shapes of its shape rule."""

from __future__ import annotations

from fractions import Fraction

from symjac import verify as check
from symjac.expr.dims import ONE, dim, shape_text
from symjac.expr.expr import Expr, Op, postorder
from symjac.expr.make import (
    add,
    bigprod,
    bigsum,
    commutation,
    delta,
    eye,
    image,
    index,
    jacobian,
    literal,
    member,
    number,
    ones,
    pi,
    power,
    size,
    stack,
    symbol,
    zeros,
)
from symjac.expr.registry import apply
from symjac.expr.signature import Case

M, N = dim("m"), dim("n")


I = index("i", N)
X = symbol("x", (N, ONE))
X_I = member(X, (I,), (N,), (ONE, ONE))
LEAVES = {
    "delta": delta(I, index("j", N)),
    "index": I,
    "bigprod": bigprod(I, add(number(1), power(X_I, 2))),
    "bigsum": bigsum(I, power(X_I, 2)),
    "member": member(X, (number(2),), (N,), (ONE, ONE)),
    "stack": stack(I, power(X_I, 2)),
    "commutation": commutation(M, N),
    "eye": eye(N),
    "number": number(Fraction(-3, 2)),
    "image": image(("g", N, M), symbol("x", (N, ONE))),
    "jacobian": jacobian(("g", N, M), symbol("x", (N, ONE))),
    "ones": ones(M, N),
    "pi": pi(),
    "size": size(M * N),
    "symbol": symbol("A", (M, N)),
    "zeros": zeros(M, N),
}


A, B, C, D = (symbol(s, shape) for s, shape in (("A", (M, N)), ("b", (M, ONE)), ("c", (ONE, N)), ("d", (ONE, ONE))))


SPECIAL = {
    "literal": [literal(((A, B), (C, D))), literal(((D, number(2)),))],
}


def example(op: Op, case: Case, exponent: Fraction | None = None) -> Expr:
    """op of fresh variables: letters of the shape rule are dimensions; an exponent is a number."""
    patterns = case.expand(max(len(case.args), 2)) if op.flat else case.args
    assert patterns is not None
    sides = [tuple(ONE if letter == "1" else dim(letter) for letter in p) for p in patterns]
    args = [symbol("XYZ"[k], shape) for k, shape in enumerate(sides)]
    if exponent is not None:
        args[1] = number(exponent)
    return apply(op, args)


def examples(op: Op) -> list[Expr]:
    if op.name in LEAVES:
        return [LEAVES[op.name]]
    if op.name == "literal":
        return SPECIAL["literal"]
    assert op.signature is not None, f"{op.name}: give an example here"
    if op.name == "matrix_power":
        return [example(op, op.signature.cases[0], Fraction(k)) for k in (0, 1, 3, -1, -2)]
    found = [example(op, case) for case in op.signature.cases]
    if op.name in ("power", "hpower"):
        found += [example(op, op.signature.cases[0], Fraction(k)) for k in (0, 1, 2, -1, Fraction(1, 2), Fraction(-3, 2))]
    return found


def declared(e: Expr) -> dict[str, str]:
    symbols = check.symbols_of(e)
    maps = {p.data[0]: f"R^{p.data[1]} -> R^{p.data[2]}" for p in postorder(e) if p.op.name in ("image", "jacobian")}
    return maps | {s.data[0]: " ".join([shape_text(s.shape), *sorted(s.data[1])]) for s in symbols}
