"""uᵀv for u ⊙ v, v for diag(v): an elementwise product or power and a matrix product confused, or diag lost."""

from collections.abc import Iterator

from symjac.expr.expr import Expr
from symjac.expr.make import function, hadamard, is_op, mul, ones, power, transpose, value_of
from symjac.judge.mistakes.mutant import Kind, fits


def confused(e: Expr) -> Iterator[Expr]:
    if is_op(e, "hadamard") and len(e.args) >= 2:
        for k in range(1, len(e.args)):
            a, b = hadamard(*e.args[:k]), hadamard(*e.args[k:])
            yield from fits(lambda a=a, b=b: mul(a, b))  # type: ignore[misc]
            yield from fits(lambda a=a, b=b: mul(transpose(a), b))  # type: ignore[misc]
            yield from fits(lambda a=a, b=b: mul(a, transpose(b)))  # type: ignore[misc]
            if e.is_vector:
                yield mul(mul(transpose(a), b), ones(e.shape[0]))
    if is_op(e, "diag") and e.args[0].is_vector:
        yield e.args[0]
        yield transpose(e.args[0])
    if is_op(e, "hpower") and value_of(e.args[1]) is not None:
        a, exponent = e.args[0], value_of(e.args[1])
        assert exponent is not None
        if a.is_vector and exponent == 2:
            yield mul(mul(transpose(a), a), ones(a.shape[0]))
            yield mul(transpose(a), a)
            yield mul(a, transpose(a))
        yield from fits(lambda: power(a, exponent))
    if is_op(e, "matrix_power"):
        yield from fits(lambda: function("hpower", *e.args))
    if is_op(e, "mul"):
        for k in range(len(e.args) - 1):
            a, b = e.args[k], e.args[k + 1]
            both = (
                hadamard(p, q) for p in (a, as_vector(a)) for q in (b, as_vector(b)) if p.shape == q.shape and not p.is_scalar
            )
            for new in both:
                yield from fits(lambda k=k, new=new: mul(*e.args[:k], new, *e.args[k + 2 :]))  # type: ignore[misc]


def as_vector(a: Expr) -> Expr:
    """v of diag(v)."""
    return a.args[0] if is_op(a, "diag") and a.args[0].is_vector else a


KIND = Kind(
    code="HADAMARD",
    what="an elementwise product or power and a matrix product confused, or diag lost",
    sentence="An elementwise product and a matrix product were confused, or the diag of a vector was lost.",
    example=("relu(W*x + b)", "b", "W: m x n; x: n; b: m", "step(W*x + b)"),
    cost=2.1,
    in_answer=confused,
    in_function=confused,
)
