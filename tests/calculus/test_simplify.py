"""The finished form: equal to what was given, reached in finitely many steps, the same whatever the order, never longer.

SYMJAC_FUZZ=20000 runs that many random formulas instead of the default.
"""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings

from symjac import verify as check
from symjac.calculus.simplify import LAST, RULES, rebuild, simplify
from symjac.errors import CheckError, DomainError
from symjac.expr.dims import ONE, SCALAR
from symjac.expr.expr import Expr, fold, length, postorder
from symjac.expr.make import (
    add,
    bigsum,
    commutation,
    delta,
    div,
    eye,
    function,
    hadamard,
    hdiv,
    hpower,
    index,
    literal,
    member,
    mul,
    neg,
    number,
    ones,
    power,
    size,
    stack,
    sub,
    symbol,
    transpose,
    zeros,
)
from symjac.language import parse
from tests.helpers.calls import declared
from tests.helpers.strategies import M, Maker, N, expressions, seeded

FUZZ = int(os.environ.get("SYMJAC_FUZZ", "0")) or 700
LONGEST = 60
quick = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def formulas(count: int, start: int = 0) -> list[Expr]:
    """Random formulas that mean something (0^-1 does not), of a length a person might type."""
    found = []
    for seed in range(start, start + count):
        try:
            e = seeded(seed, 2 + seed % 3)
            simplify(e)
        except DomainError:
            continue
        if length(e) <= LONGEST:
            found.append(e)
    return found


def same_value(a: Expr, b: Expr) -> bool:
    """Equal at random points; also where no random point is admissible (the log of a negative square)."""
    try:
        return check.equal(a, b)
    except CheckError:
        return a.shape == b.shape


def weight(e: Expr) -> int:
    """How much is written, apart from what the finished form may add: signs, transposes and exponents on the factors,
    brackets multiplied out by a scalar, a quotient for a negative power (1 above the line is free)."""
    free = ("add", "mul", "neg", "transpose", "inv", "outer", "dot", "literal", "sqrt", "diag")

    def visit(x: Expr, below: tuple[int, ...]) -> int:
        if x.op.name in ("power", "matrix_power", "hpower") and x.args[1].op.name == "number":
            return below[0] + 2 * (x.op.name == "hpower" and x.args[1].data[0] < 0)
        if x.op.name == "div":
            return sum(below) - (x.args[0] is number(1))
        return sum(below) + (max(1, len(below) - 1) if x.op.name not in free else 0)

    return fold(e, visit)


# ---- random formulas ----------------------------------------------------------------------------------------------


@quick
@given(expressions())
def test_simplify_keeps_the_value_and_is_idempotent(e: Expr) -> None:
    try:
        new = simplify(e)
    except DomainError:
        return
    assert same_value(e, new), f"{e}  became  {new}"
    assert simplify(new) is new, f"{new}  became  {simplify(new)}"


def test_a_long_run_of_random_formulas() -> None:
    for e in formulas(FUZZ):
        new = simplify(e)
        assert new.shape == e.shape
        assert same_value(e, new), f"{e}  became  {new}"
        assert simplify(new) is new, f"{new}  became  {simplify(new)}"


def test_the_finished_form_is_never_longer() -> None:
    for e in formulas(FUZZ):
        new = simplify(e)
        assert weight(new) <= weight(e), f"{e}  became  {new}"


def test_the_finished_form_does_not_depend_on_the_order_of_what_commutes() -> None:
    """Up to the order of the terms; a common factor may be found in one order only, in one formula of 500 at most."""
    found = formulas(FUZZ)
    different = [e for k, e in enumerate(found) if length(simplify(e)) != length(simplify(shuffled(e, k)))]
    assert len(different) <= len(found) / 500, [str(e) for e in different]


def shuffled(root: Expr, seed: int) -> Expr:
    """Terms of sums, factors of elementwise products and scalar factors in another order."""
    source = random.Random(seed)

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        if e.op.name in ("add", "hadamard"):
            return (add if e.op.name == "add" else hadamard)(*source.sample(args, len(args)))
        scalars = [a for a in args if a.is_scalar]
        if e.op.name == "mul" and scalars:
            return mul(*source.sample(scalars, len(scalars)), *(a for a in args if not a.is_scalar))
        return rebuild(e, args)

    return fold(root, visit)


def test_the_finished_form_is_read_back_as_the_same_expression() -> None:
    read = 0
    for e in formulas(FUZZ // 3, start=50_000):
        for form in filter(spelled_out, (e, simplify(e))):
            try:
                assert parse(str(form), declared(form)) is form, str(form)
                read += 1
            except DomainError:  # log(zeros(n)) is refused as it is read
                continue
    assert read > FUZZ // 3


def spelled_out(e: Expr) -> bool:
    """Every size used as a number is that of some variable; otherwise p is read as a variable."""
    sizes = {name for leaf in check.symbols_of(e) for d in leaf.shape for name in d.names}
    return all(node.data[0].names <= sizes for node in postorder(e) if node.op.name == "size")


# ---- one formula for each identity --------------------------------------------------------------------------------

NN, MN = (N, N), (M, N)
A, B, C = (symbol(s, NN) for s in "ABC")
S, Q = symbol("S", NN, ("symmetric",)), symbol("Q", NN, ("orthogonal",))
X, Y, Z = symbol("X", MN), symbol("Y", MN), symbol("Z", (N, M))
x, y, z = symbol("x", (N, ONE)), symbol("y", (N, ONE)), symbol("z", (M, ONE))
u, v = symbol("u", (ONE, N)), symbol("v", (ONE, N))
s, t = symbol("s", SCALAR), symbol("t", SCALAR, ("positive",))
k = symbol("k", SCALAR, ("integer",))


def f(name: str, *args: Expr) -> Expr:
    return function(name, *args)


SIGMA, ONE_LESS = f("sigmoid", y), sub(ones(N), f("sigmoid", y))
ONES_N, SMALL = ones(N), literal(((number(1), number(2)), (number(3), number(4))))
SIGMA_T = f("sigmoid", t)
FOLDS = [
    (hadamard(f("relu", x), f("step", x)), "relu(x)"),
    (mul(f("step", t), f("relu", t)), "relu(t)"),
    (hadamard(f("sign", x), f("abs", x)), "x"),
    (power(f("abs", s), 2), "s^2"),
    (hpower(f("abs", x), 2), "x.^2"),
    (f("diag", f("inv", f("diag", x))), "ones(n)./x"),
    (mul(sub(f("diag", x), mul(x, transpose(x))), f("diag", hdiv(ONES_N, x))), "eye(n) - x*ones(n)'"),
    (mul(f("inv", f("diag", x)), sub(f("diag", x), mul(x, transpose(x)))), "eye(n) - ones(n)*x'"),
    (div(number(1), add(number(1), f("exp", neg(t)))), "sigmoid(t)"),
    (hdiv(ONES_N, add(ONES_N, f("exp", x))), "sigmoid(-x)"),
    (div(f("exp", neg(t)), power(add(number(1), f("exp", neg(t))), 2)), "sigmoid(t)*(1 - sigmoid(t))"),
    (sub(SIGMA_T, power(SIGMA_T, 2)), "sigmoid(t)*(1 - sigmoid(t))"),
    (sub(f("sigmoid", x), hpower(f("sigmoid", x), 2)), "sigmoid(x).*(ones(n) - sigmoid(x))"),
    (mul(f("exp", s), f("sigmoid", neg(s))), "sigmoid(s)"),
    (div(f("diag", f("exp", x)), f("sum", f("exp", x))), "diag(softmax(x))"),
    (add(SMALL, mul(number(-1), SMALL), SMALL), "[1, 2; 3, 4]"),
    (f("tr", s), "s"),
    (neg(sub(A, mul(number(2), B))), "2*B - A"),
    (transpose(add(mul(s, x), mul(A, y))), "(s*x + A*y)'"),
    (transpose(add(mul(s, x), mul(transpose(A), y))), "s*x' + y'*A"),
]  # fmt: skip
I, J = index("i", N), index("j", N)
X_I = member(x, (I,), (N,), SCALAR)
COLUMNS = f("khatrirao", eye(N), eye(N))  # of those of vec diag x

CASES = [
    *FOLDS,
    (hadamard(SIGMA, ONE_LESS, sub(hdiv(sub(ones(N), x), ONE_LESS), hdiv(x, SIGMA))), "sigmoid(y) - x"),
    (f("cos", number(0)), "1"),
    (mul(div(add(mul(number(4), power(f("norm", x), 3)), f("norm", x)), f("norm", x)), x), "(4*norm(x)^2 + 1)*x"),
    (mul(literal(((transpose(x), u),)), literal(((eye(N),), (zeros(N, N),)))), "x'"),
    (mul(X, f("pinv", X), X), "X"),
    (mul(f("pinv", X), X, f("pinv", X)), "pinv(X)"),
    (mul(f("kron", A, Z), f("vec", mul(X, B))), "vec(Z*X*B*A')"),
    (transpose(transpose(X)), "X"),
    (transpose(S), "S"),
    (transpose(mul(A, B)), "B'*A'"),
    (transpose(sub(transpose(x), u)), "x - u'"),
    (transpose(sub(x, mul(A, y))), "(x - A*y)'"),
    (transpose(hadamard(transpose(X), transpose(Y))), "X.*Y"),
    (transpose(hadamard(X, transpose(Z))), "X'.*Z"),
    (transpose(commutation(M, N)), "commutation(n, m)"),
    (commutation(M, ONE), "eye(m)"),
    (transpose(f("kron", X, A)), "kron(X', A')"),
    (transpose(literal(((s, t),))), "[s; t]"),
    (transpose(f("exp", transpose(X))), "exp(X)"),
    (f("inv", f("inv", A)), "A"),
    (f("inv", transpose(A)), "inv(A)'"),
    (f("inv", mul(number(2), A)), "1/2*inv(A)"),
    (f("inv", Q), "Q'"),
    (power(power(A, 2), -3), "A^-6"),
    (mul(A, s, B), "s*A*B"),
    (mul(A, zeros(N, N)), "zeros(n, n)"),
    (mul(A, eye(N)), "A"),
    (mul(f("inv", A), A), "eye(n)"),
    (mul(f("inv", mul(transpose(X), X)), transpose(X), X), "eye(n)"),
    (mul(A, B, f("inv", mul(C, A, B))), "inv(C)"),
    (mul(f("inv", mul(transpose(B), A, B)), transpose(B), A), "inv(B)"),
    (mul(f("diag", hdiv(ones(N), mul(A, ones(N)))), A), "A./(A*ones(n, n))"),
    (mul(X, f("diag", hdiv(ones(N), mul(A, ones(N))))), "X./(ones(m, n)*A')"),
    (mul(transpose(Q), Q), "eye(n)"),
    (mul(A, A, A), "A^3"),
    (mul(f("diag", x), f("diag", y)), "diag(x.*y)"),
    (mul(f("diag", x), A, y), "x.*(A*y)"),
    (mul(f("kron", A, B), f("kron", C, S)), "kron(A*C, B*S)"),
    (mul(commutation(M, N), f("vec", X)), "vec(X')"),
    (f("tr", mul(x, transpose(y))), "x'*y"),
    (f("tr", transpose(A)), "tr(A)"),
    (f("tr", f("kron", A, B)), "tr(A)*tr(B)"),
    (f("tr", eye(N)), "n"),
    (f("tr", f("power_change", A, k, B)), "k*tr(A^(k - 1)*B)"),
    (f("tr", add(A, f("power_change", A, add(k, number(1)), B))), "tr(A) + (k + 1)*tr(A^k*B)"),
    (power(transpose(A), k), "(A^k)'"),
    (f("tr", mul(s, A)), "s*tr(A)"),
    (f("sum", hadamard(x, y)), "x'*y"),
    (f("sum", ones(M, N)), "m*n"),
    (f("sum", f("softmax", x)), "1"),
    (hadamard(f("exp", x), add(div(y, f("sum", f("exp", x))), div(x, f("sum", f("exp", x))))), "softmax(x).*(y + x)"),
    (div(mul(transpose(y), f("exp", x)), f("sum", f("exp", x))), "softmax(x)'*y"),
    (div(hadamard(y, f("exp", x)), power(f("sum", f("exp", x)), 2)), "(y.*softmax(x))/sum(exp(x))"),
    (div(add(mul(s, f("exp", x)), hadamard(y, f("exp", x))), f("sum", f("exp", x))), "softmax(x).*(s*ones(n) + y)"),
    (hadamard(f("softmax", x), sub(mul(s, ones(N)), hdiv(y, f("softmax", x)))), "s*softmax(x) - y"),
    (hadamard(f("softmax", x), add(x, y, hdiv(y, f("softmax", x)))), "softmax(x).*(x + y + y./softmax(x))"),
    (div(f("exp", x), mul(size(N), f("mean", f("exp", x)))), "softmax(x)"),
    (div(s, mul(size(N), f("mean", x))), "s/sum(x)"),
    (f("sum", f("kron", X, A)), "sum(X)*sum(A)"),
    (f("norm", f("vec", X)), "norm(X)"),
    (f("norm1", transpose(X)), "norm1(X)"),
    (mul(transpose(ones(N)), x), "sum(x)"),
    (mul(transpose(hdiv(y, x)), x), "sum(y)"),
    (mul(mul(transpose(ones(N)), x), A), "sum(x)*A"),
    (f("norm", neg(x)), "norm(x)"),
    (f("vec", x), "x"),
    (hadamard(X, X), "X.^2"),
    (hadamard(transpose(x), transpose(y)), "(x.*y)'"),
    (hadamard(eye(N), A), "diag(diag(A))"),
    (hdiv(f("exp", x), add(ones(N), f("exp", x))), "sigmoid(x)"),
    (hdiv(f("sinh", x), f("cosh", x)), "tanh(x)"),
    (div(f("exp", x), f("sum", f("exp", x))), "softmax(x)"),
    (f("diag", ones(N)), "eye(n)"),
    (f("diag", mul(x, transpose(y))), "x.*y"),
    (f("diag", add(mul(x, transpose(y)), A)), "x.*y + diag(A)"),
    (hadamard(X, mul(z, transpose(ones(N)))), "diag(z)*X"),
    (f("kron", transpose(x), y), "y*x'"),
    (f("kron", eye(M), eye(N)), "eye(m*n)"),
    (f("exp", f("log", x)), "x"),
    (f("cos", neg(x)), "cos(x)"),
    (f("khatrirao", transpose(x), A), "A*diag(x)"),
    (mul(A, transpose(COLUMNS), COLUMNS), "A"),
    (hadamard(s, t), "s*t"),
    (hdiv(s, f("diag", t)), "s/t"),
    (f("det", mul(A, f("inv", A))), "1"),
    (f("inv", f("det", mul(s, t))), "1/(s*t)"),
    (f("kron", sub(A, A), B), "zeros(n*n, n*n)"),
    (sub(add(A, A), neg(A)), "3*A"),
    (add(mul(A, x), mul(B, x)), "(A + B)*x"),
    (add(transpose(A), A), "A + A'"),
    (add(mul(A, B), mul(A, B, C)), "A*B*(eye(n) + C)"),
    (add(mul(transpose(A), transpose(B)), mul(transpose(B), transpose(A))), "(B*A + A*B)'"),
    (sub(x, x), "zeros(n)"),
    (mul(power(t, 2), power(t, -3)), "1/t"),
    (bigsum(I, mul(number(3), s, X_I)), "3*s*sum(i=1..n, x_i)"),
    (bigsum(I, mul(A, x)), "n*A*x"),
    (bigsum(I, zeros(N)), "zeros(n)"),
    (member(add(x, neg(mul(s, y))), (I,), (N,), SCALAR), "x_i - s*y_i"),
    (member(add(mul(x, transpose(y)), eye(N)), (I, J), (N, N), SCALAR), "x_i*y_j + kronecker(i, j)"),
    (bigsum(I, mul(delta(I, J), X_I)), "x_j"),
    (bigsum(I, add(mul(delta(I, J), X_I), power(X_I, 2))), "x_j + sum(i=1..n, x_i^2)"),
    (transpose(bigsum(I, f("tanh", mul(X_I, x)))), "sum(i=1..n, tanh(x_i*x)')"),
    (member(stack(I, power(X_I, 2)), (J,), (N,), SCALAR), "x_j^2"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "finished"), CASES, ids=[str(given) for given, _ in CASES])
def test_each_identity_in_one_formula(given: Expr, finished: str) -> None:
    assert str(simplify(given)) == finished


TRAPS = [
    (power(power(s, 2), div(number(1), number(2))), "sqrt(s^2)"),  # not s: s may be negative
    (f("sqrt", mul(s, s)), "sqrt(s^2)"),
    (f("sqrt", mul(s, t)), "sqrt(s*t)"),  # not √s √t
    (f("sqrt", hpower(x, 2)), "sqrt(x.^2)"),
    (f("log", f("exp", s)), "s"),
    (f("norm", mul(neg(number(2)), x)), "2*norm(x)"),
    (f("norm", mul(s, x)), "norm(s*x)"),  # not s ‖x‖
    (f("abs", mul(number(-3), s)), "abs(3*s)"),
    (mul(Q, A, transpose(Q)), "Q*A*Q'"),
    (mul(X, f("inv", mul(transpose(X), X))), "X*inv(X'*X)"),  # X is not square
    (mul(transpose(X), X), "X'*X"),  # no square of a matrix that is not square
    (f("inv", mul(A, B)), "inv(A*B)"),
    (mul(commutation(M, N), commutation(M, N)), "commutation(m, n)^2"),  # K' is K_{n,m}
    (mul(u, transpose(v)), "u*v'"),
    (f("det", mul(number(2), A)), "det(2*A)"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "finished"), TRAPS, ids=[str(given) for given, _ in TRAPS])
def test_what_must_not_be_rewritten(given: Expr, finished: str) -> None:
    new = simplify(given)
    assert str(new) == finished
    assert same_value(given, new)


def test_division_by_zero_is_refused_not_carried_along() -> None:
    with pytest.raises(DomainError, match="division by zero"):
        simplify(div(A, sub(s, s)))


def test_every_identity_is_named_and_says_its_sentence() -> None:
    for rule in LAST:
        assert rule.name.replace("_", "").isalnum() and len(rule.sentence) > 6 and rule.ops
    names = [rule.name for rule in LAST]
    assert len(set(names)) == len(names)


def test_every_identity_is_used_by_some_formula() -> None:
    """No rule in the list is dead: each fires on the formulas above or on random ones."""
    from symjac.calculus.simplify import Simplifier, by_op

    simplifier = Simplifier(by_op(LAST))
    for e in [e for e, _ in (*CASES, *TRAPS)] + formulas(300):
        simplifier(e)
    unused = {rule.name for rule in RULES} - {rule.name for rule in simplifier.used}
    assert not unused, unused


def test_a_deep_formula_meets_no_recursion_limit() -> None:
    e = x
    for _ in range(3000):
        e = f("tanh", e)
    assert simplify(transpose(e)) is transpose(e)


def test_strategies_reach_every_operation() -> None:
    from symjac.expr.registry import operations

    seen = {node.op.name for seed in range(1500) for node in postorder(Maker(random.Random(seed).choice).make(MN, 3))}
    seen |= {node.op.name for seed in range(1500) for node in postorder(Maker(random.Random(seed).choice).make(SCALAR, 3))}
    internal = {op.name for op in operations() if not op.listed or op.expand is not None} | {
        "step",
        "adj",
        "pinv",
        "lgamma",
        "digamma",
        "trigamma",
    }
    assert {op.name for op in operations()} - internal - seen == set()
