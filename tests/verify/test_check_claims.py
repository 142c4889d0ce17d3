"""The checker is checked: right lines pass, and a planted error in any kind of line is caught."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as S

from symjac.errors import CheckError
from symjac.expr.dims import ONE, dim
from symjac.expr.expr import Expr
from symjac.expr.make import (
    add,
    commutation,
    div,
    eye,
    function,
    hadamard,
    mul,
    neg,
    number,
    ones,
    power,
    sub,
    symbol,
    transpose,
    zeros,
)
from symjac.expr.registry import find
from symjac.verify import Claim, Mismatch, Report, equal, verify
from symjac.verify.report import method
from symjac.verify.term import (
    Derivative,
    Directional,
    Dotted,
    Entry,
    Explicit,
    Free,
    IndexForm,
    Meaning,
    Partial,
    Said,
    Term,
    Value,
)
from symjac.writing.box import Sym

M, N, D, n = dim("M"), dim("N"), dim("D"), dim("n")
y, Phi, theta = symbol("y", (N, ONE)), symbol("Phi", (N, D)), symbol("theta", (D, ONE))
A, x, X, b, W = (
    symbol("A", (M, N)),
    symbol("x", (N, ONE)),
    symbol("X", (M, N)),
    symbol("b", (M, ONE)),
    symbol("W", (M, N)),
)
Q, S_, z, t = symbol("Q", (n, n)), symbol("S", (n, n), ["symmetric"]), symbol("z", (n, ONE)), symbol("t", (ONE, ONE))
e = sub(y, mul(Phi, theta))
loss = power(function("norm", e), 2)
gradient = mul(number(-2), transpose(e), Phi)
h = function("tanh", add(mul(W, x), b))
slope = function("diag", sub(ones(M), hadamard(h, h)))
i, j, k, l, m = S.symbols("i j k l m")
iA, ix, iX, iy, iPhi, itheta = (S.IndexedBase(s) for s in ("A", "x", "X", "y", "Phi", "theta"))
dM, dN, dD = S.symbols("M N D")
delta = S.KroneckerDelta
fi, fj, fk, fl = Free(i, M), Free(j, N), Free(k, M), Free(l, N)
ALL = [y, Phi, theta, A, x, X, b, W, Q, S_, z, t]


def check(left: Meaning, right: Meaning, *free: Free, **options: object) -> Report:
    return verify([Claim(Term(Sym("a"), left), Term(Sym("b"), right), free, "the line")], ALL, **options)  # type: ignore[arg-type]


def fails(left: Meaning, right: Meaning, *free: Free) -> Mismatch:
    with pytest.raises(Mismatch) as caught:
        check(left, right, *free)
    return caught.value


def kron(p: Expr, q: Expr) -> Expr:
    return function("kron", p, q)


def partial(f: Expr, v: Expr) -> Partial:
    return Partial(f, v, i, j, k, l)


# whole derivatives

RIGHT = {
    "least squares": (Derivative(loss, (theta,)), gradient),
    "column": (Derivative(loss, (theta,), layout="denominator"), transpose(gradient)),
    "linear": (Derivative(mul(A, x), (x,)), A),
    "linear, denominator": (Derivative(mul(A, x), (x,), layout="denominator"), transpose(A)),
    "Ax by A, notes": (Derivative(mul(A, x), (A,)), kron(eye(M), transpose(x))),
    "Ax by A, columns": (Derivative(mul(A, x), (A,), order_of="columns"), kron(transpose(x), eye(M))),
    "X by X, notes": (Derivative(X, (X,)), commutation(N, M)),
    "X by X, rows": (Derivative(X, (X,), order_of="rows"), eye(M * N)),
    "X by X, columns": (Derivative(X, (X,), order_of="columns"), eye(M * N)),
    "X' by X, notes": (Derivative(transpose(X), (X,)), eye(M * N)),
    "X' by X, columns": (Derivative(transpose(X), (X,), order_of="columns"), commutation(M, N)),
    "trace": (Derivative(function("tr", mul(transpose(A), X)), (X,)), A),
    "trace, denominator": (Derivative(function("tr", mul(transpose(A), X)), (X,), layout="denominator"), A),
    "trace, long": (
        Derivative(function("tr", mul(transpose(A), X)), (X,), long=True),
        transpose(function("vec", transpose(A))),
    ),
    "trace, long by columns": (
        Derivative(function("tr", mul(transpose(A), X)), (X,), long=True, order_of="columns"),
        transpose(function("vec", A)),
    ),
    "tanh by x": (Derivative(h, (x,)), mul(slope, W)),
    "tanh by W": (Derivative(h, (W,)), kron(slope, transpose(x))),
    "tanh by b": (Derivative(h, (b,)), slope),
    "column by scalar": (Derivative(mul(t, x), (t,)), x),
    "column by scalar, denominator": (Derivative(mul(t, x), (t,), layout="denominator"), transpose(x)),
    "matrix by scalar, denominator": (Derivative(mul(t, t, X), (t,), layout="denominator"), mul(number(2), t, X)),
    "quadratic form": (Derivative(mul(transpose(z), Q, z), (z,)), mul(transpose(z), add(Q, transpose(Q)))),
    "inverse": (
        Derivative(function("inv", Q), (Q,), order_of="columns"),
        neg(kron(transpose(function("inv", Q)), function("inv", Q))),
    ),
    "log det": (Derivative(function("logdet", Q), (Q,)), transpose(function("inv", Q))),
    "norm": (Derivative(function("norm", X), (X,)), div(X, function("norm", X))),
    "Hessian": (Derivative(mul(transpose(z), Q, z), (z,), order=2), add(Q, transpose(Q))),
    "Hessian of X'X": (
        Derivative(function("tr", mul(transpose(X), A, transpose(X), A)), (X,), order=2, order_of="columns"),
        mul(number(2), commutation(N, M), kron(A, transpose(A))),
    ),
    "second by a scalar": (Derivative(power(t, 3), (t,), order=2), mul(number(6), t)),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_derivatives_pass(name: str) -> None:
    meaning, right = RIGHT[name]
    report = check(meaning, Value(right))
    assert report.lines == 1 and len(report.sizes) == 2
    assert report.exact or report.digits >= 30


@pytest.mark.parametrize("name", RIGHT)
def test_signs_factors_and_transposes_are_caught(name: str) -> None:
    meaning, right = RIGHT[name]
    fails(meaning, Value(neg(right)))
    fails(meaning, Value(mul(number(Fraction(2)), right)))
    fails(meaning, Value(add(right, mul(number(Fraction(1, 10**6)), ones(*right.shape)))))
    symmetric = {"X by X, rows", "X by X, columns", "X' by X, notes", "tanh by b", "Hessian", "Hessian of X'X"}
    if not right.is_scalar and name not in symmetric:
        fails(meaning, Value(transpose(right)))


IN_DECIMALS = ["tanh by x", "tanh by W", "tanh by b"]


@pytest.mark.parametrize("name", IN_DECIMALS)
@pytest.mark.parametrize("digits", [10, 20, 28])
def test_a_near_miss_in_decimals_is_a_miss(name: str, digits: int) -> None:
    """Ten, twenty digits in common are no equality: what is equal has thirty and more."""
    meaning, right = RIGHT[name]
    report = check(meaning, Value(right))
    assert not report.exact and report.digits >= 30
    fails(meaning, Value(add(right, mul(number(Fraction(1, 10**digits)), ones(*right.shape)))))
    fails(meaning, Value(mul(number(1 + Fraction(1, 10**digits)), right)))


def test_a_near_miss_of_two_expressions() -> None:
    s = function("exp", t)
    assert equal(s, div(number(1), function("exp", neg(t))))
    for digits in (10, 25):
        assert not equal(s, add(s, number(Fraction(1, 10**digits))))
        assert not equal(s, mul(number(1 + Fraction(1, 10**digits)), s))


def test_missing_transposes_and_swapped_factors_are_caught() -> None:
    fails(Derivative(mul(A, x), (A,)), Value(kron(transpose(x), eye(M))))
    fails(Derivative(mul(transpose(z), Q, z), (z,)), Value(mul(number(2), transpose(z), Q)))
    fails(Derivative(function("logdet", Q), (Q,)), Value(function("inv", Q)))
    fails(
        Derivative(function("inv", Q), (Q,), order_of="columns"),
        Value(neg(kron(function("inv", Q), transpose(function("inv", Q))))),
    )
    fails(Derivative(transpose(X), (X,), order_of="columns"), Value(commutation(N, M)))
    fails(Derivative(h, (x,)), Value(mul(slope, hadamard(W, W))))
    fails(Derivative(h, (x,)), Value(W))


def test_a_symmetric_assumption_is_honoured_and_needed() -> None:
    form = mul(transpose(z), S_, z)
    check(Derivative(form, (z,)), Value(mul(number(2), transpose(z), S_)))
    check(Value(S_), Value(transpose(S_)))
    fails(Derivative(mul(transpose(z), Q, z), (z,)), Value(mul(number(2), transpose(z), Q)))
    # The derivative by S itself is the unconstrained one (corpus/README.md).
    check(Derivative(function("tr", mul(Q, S_)), (S_,)), Value(transpose(Q)))


ASSUMED = {
    "posdef": lambda a: (transpose(a), a),
    "diagonal": lambda a: (a, function("diag", function("diag", a))),
    "orthogonal": lambda a: (mul(transpose(a), a), eye(n)),
    "positive": lambda a: (function("abs", a), a),
    "invertible": lambda a: (function("abs", function("det", a)), function("det", a)),
}


@pytest.mark.parametrize("word", ASSUMED)
def test_what_an_assumption_gives_holds_with_it_only(word: str) -> None:
    left, right = ASSUMED[word](symbol("P", (n, n), [word]))
    assert equal(left, right, points=4)
    left, right = ASSUMED[word](symbol("P", (n, n)))
    assert not equal(left, right, points=4)


def test_what_holds_for_square_matrices_or_small_sizes_only_is_caught() -> None:
    fails(Value(commutation(M, N)), Value(commutation(N, M)))
    # Cayley-Hamilton for 2 x 2.
    two = sub(mul(Q, Q), sub(mul(function("tr", Q), Q), mul(function("det", Q), eye(n))))
    assert not equal(two, zeros(n, n))
    assert not equal(mul(Q, S_), mul(S_, Q))
    assert not equal(X, symbol("Y", (N, M)))


# directions

dX, dtheta, dx = symbol("dX", (M, N)), symbol("dtheta", (D, ONE)), symbol("dx", (N, ONE))


def test_directional_claims() -> None:
    check(Directional(loss, theta), Value(mul(gradient, dtheta)))
    fails(Directional(loss, theta), Value(mul(number(2), transpose(e), Phi, dtheta)))
    fails(Directional(loss, theta), Value(mul(transpose(e), Phi, dtheta)))
    gram = mul(transpose(X), X)
    check(Directional(gram, X), Value(add(mul(transpose(dX), X), mul(transpose(X), dX))))
    fails(Directional(gram, X), Value(mul(number(2), transpose(X), dX)))
    fails(Directional(gram, X), Value(add(mul(transpose(X), dX), mul(transpose(X), dX))))
    check(Directional(h, x), Value(mul(slope, W, dx)))
    fails(Directional(h, x), Value(mul(W, dx)))
    check(Directional(loss, theta), Directional(mul(transpose(e), e), theta))


def test_open_differentials() -> None:
    """d(A) in a line stands for the change of A along dX."""
    if find("differential_of") is None:
        pytest.skip("no such operation")

    def d(expr: Expr) -> Expr:
        return function("differential_of", expr)

    dX_ = symbol("dX", (M, N), ["differential"])
    gram = mul(transpose(X), X)
    opened = add(mul(d(transpose(X)), X), mul(transpose(X), dX_))
    check(Directional(gram, X), Value(d(gram)))
    check(Directional(gram, X), Value(opened))
    check(Value(opened), Value(add(mul(transpose(dX_), X), mul(transpose(X), dX_))))
    fails(Directional(gram, X), Value(mul(number(2), transpose(X), d(X))))
    check(Directional(gram, X), Value(add(opened, mul(number(3), mul(d(transpose(A)), A)))))  # A does not move
    with pytest.raises(CheckError, match="nothing says what moves"):
        check(Value(d(X)), Value(d(X)))


def test_a_variable_may_be_called_like_a_direction() -> None:
    own = symbol("dx", (N, ONE))
    claim = Claim(
        Term(Sym("a"), Directional(mul(transpose(own), x), x)), Term(Sym("b"), Value(mul(transpose(own), own))), (), "l"
    )
    with pytest.raises(Mismatch):
        verify([claim], [x, own])


# entries

product_entry = S.Sum(iA[i, k] * ix[k], (k, 1, dN))


def test_entries_and_index_forms() -> None:
    check(Entry(mul(A, x), i, S.Integer(1)), IndexForm(product_entry), fi)
    fails(Entry(mul(A, x), i, S.Integer(1)), IndexForm(S.Sum(iA[i, k] * ix[k], (k, 1, dM))), fi)
    fails(Entry(mul(A, x), i, S.Integer(1)), IndexForm(-product_entry), fi)
    gram = S.Sum(iX[m, i] * iX[m, j], (m, 1, dM))
    columns = Free(i, N), Free(j, N)
    check(Entry(mul(transpose(X), X), i, j), IndexForm(gram), *columns)
    check(Entry(mul(transpose(X), X), i, j), Entry(mul(transpose(X), X), j, i), *columns)
    fails(Entry(mul(transpose(X), X), i, j), IndexForm(S.Sum(iX[i, m] * iX[m, j], (m, 1, dM))), *columns)


def test_partials_with_deltas_and_cases() -> None:
    f = mul(A, x)
    one = S.Integer(1)
    meaning = Partial(f, A, i, one, k, l)
    free = fi, fk, fl
    check(meaning, IndexForm(delta(i, k) * ix[l]), *free)
    check(meaning, IndexForm(S.Piecewise((ix[l], S.Eq(i, k)), (0, True))), *free)
    check(IndexForm(S.Derivative(product_entry.subs(k, m), iA[k, l])), meaning, *free)
    check(IndexForm(S.Derivative(iA[i, m], iA[k, l])), IndexForm(delta(i, k) * delta(m, l)), *free, Free(m, N))
    for wrong in (
        ix[l],
        delta(i, k) * ix[k],
        delta(i, l) * ix[l],
        2 * delta(i, k) * ix[l],
        S.Piecewise((ix[l], S.Ne(i, k)), (0, True)),
    ):
        fails(meaning, IndexForm(wrong), *free)


def test_the_four_cases_of_the_gram_matrix() -> None:
    free = Free(i, N), Free(j, N), fk, fl
    meaning = partial(mul(transpose(X), X), X)
    deltas = delta(i, l) * iX[k, j] + delta(j, l) * iX[k, i]
    check(meaning, IndexForm(deltas), *free)
    cases = S.Piecewise(
        (2 * iX[k, i], S.And(S.Eq(i, l), S.Eq(j, l))),
        (iX[k, j], S.And(S.Eq(i, l), S.Ne(j, l))),
        (iX[k, i], S.And(S.Ne(i, l), S.Eq(j, l))),
        (0, True),
    )
    check(meaning, IndexForm(cases), *free)
    fails(meaning, IndexForm(cases.subs(2 * iX[k, i], iX[k, i])), *free)
    fails(meaning, IndexForm(delta(i, l) * iX[k, j]), *free)
    fails(meaning, IndexForm(delta(i, l) * iX[k, j] + delta(j, l) * iX[k, j]), *free)


class MySquare(S.Function):
    """A function of the user's own: its formula comes along."""

    _symjac_formula = staticmethod(lambda f, z: z * z / 2 + f.exp(z))


def test_functions_in_index_forms() -> None:
    inner = S.Sum(S.IndexedBase("W")[i, m] * ix[m], (m, 1, dN)) + S.IndexedBase("b")[i]
    check(Entry(h, i, S.Integer(1)), IndexForm(S.tanh(inner)), fi)
    meaning = Partial(h, x, i, S.Integer(1), l, S.Integer(1))
    check(meaning, IndexForm((1 - S.tanh(inner) ** 2) * S.IndexedBase("W")[i, l]), fi, fl)
    fails(meaning, IndexForm((1 - S.tanh(inner)) * S.IndexedBase("W")[i, l]), fi, fl)
    root = S.sqrt(S.Sum(ix[m] ** 2, (m, 1, dN)))
    check(Value(function("norm", x)), IndexForm(root))
    check(IndexForm(S.Derivative(root, ix[j])), IndexForm(ix[j] / root), fj)
    check(IndexForm(S.Derivative(MySquare(ix[j]), ix[j])), IndexForm(ix[j] + S.exp(ix[j])), fj)
    fails(IndexForm(S.Derivative(MySquare(ix[j]), ix[j])), IndexForm(2 * ix[j] + S.exp(ix[j])), fj)
    check(IndexForm(S.Abs(ix[j]) * S.sign(ix[j])), IndexForm(ix[j]), fj)
    check(IndexForm(S.Max(ix[j], 0)), Entry(function("relu", x), j, S.Integer(1)), fj)
    step = S.Piecewise((1, ix[j] > 0), (0, True))
    check(Partial(function("relu", x), x, j, S.Integer(1), j, S.Integer(1)), IndexForm(step), fj)
    fails(Partial(function("relu", x), x, j, S.Integer(1), j, S.Integer(1)), IndexForm(1 - step), fj)


def test_an_opaque_base_stands_for_its_expression() -> None:
    base = S.IndexedBase("C")
    base._symjac_expr = function("inv", Q)
    meaning = Entry(mul(function("inv", Q), z), i, S.Integer(1))
    check(meaning, IndexForm(S.Sum(base[i, m] * S.IndexedBase("z")[m], (m, 1, S.Symbol("n")))), Free(i, n))
    fails(meaning, IndexForm(S.Sum(base[m, i] * S.IndexedBase("z")[m], (m, 1, S.Symbol("n")))), Free(i, n))


def test_an_index_may_have_the_name_of_a_size() -> None:
    n_ = S.Symbol("n")
    double = S.Sum(S.IndexedBase("Q")[n_, m], (n_, 1, n_), (m, 1, n_))
    check(IndexForm(double), Value(function("sum", Q)))


def test_numbers_and_sizes_in_index_forms() -> None:
    check(IndexForm(S.Sum(S.Rational(1, 3), (m, 1, dN)) / dN), Value(number(Fraction(1, 3))))
    check(IndexForm(S.Sum(m, (m, 1, dN))), IndexForm(dN * (dN + 1) / 2))
    shifted = S.Sum(ix[m + 1] - ix[m], (m, 1, dN - 1))
    check(IndexForm(shifted), IndexForm(ix[dN] - ix[1]))
    check(IndexForm(S.exp(S.Rational(1, 2)) ** 2), IndexForm(S.E))


# dots and instances


def test_dotted_matrices() -> None:
    check(Value(A), Dotted(IndexForm(iA[i, j]), fi, fj))
    fails(Value(A), Dotted(IndexForm(iA[j, i]), Free(i, N), Free(j, M)))
    fails(Value(A), Dotted(IndexForm(-iA[i, j]), fi, fj))
    check(Value(mul(A, x)), Dotted(IndexForm(product_entry), fi, Free(j, ONE)))
    check(Derivative(mul(A, x), (x,)), Dotted(Partial(mul(A, x), x, i, S.Integer(1), j, S.Integer(1)), fi, fj))


def test_barred_matrices_run_block_by_block() -> None:
    barred = Dotted(IndexForm(delta(i, k) * ix[l]), fi, fk, (fl,))
    check(Derivative(mul(A, x), (A,)), barred)
    check(Value(kron(eye(M), transpose(x))), barred)
    fails(Derivative(mul(A, x), (A,), order_of="columns"), barred)
    fails(Derivative(mul(A, x), (A,)), Dotted(IndexForm(delta(i, k) * ix[l]), fi, fl, (fk,)))
    fails(Derivative(mul(A, x), (A,)), Dotted(IndexForm(ix[l]), fi, fk, (fl,)))


def test_instances_have_their_own_sizes() -> None:
    s = {name: S.Symbol(name) for name in ("A_11", "A_12", "A_21", "A_22", "A_31", "A_32", "x_1", "x_2", "A_1,2", "A_{3,2}")}
    sizes = (("M", 3), ("N", 2))
    rows = tuple((s[f"A_{r}1"] * s["x_1"] + s[f"A_{r}2"] * s["x_2"],) for r in (1, 2, 3))
    check(Value(mul(A, x)), Explicit(rows, sizes))
    fails(Value(mul(A, x)), Explicit(rows[::-1], sizes))
    fails(Value(mul(A, x)), Explicit(rows[:2], sizes))
    comma = ((s["A_11"], s["A_1,2"]), (s["A_21"], s["A_22"]), (s["A_31"], s["A_{3,2}"]))
    report = check(Explicit(comma, sizes), Value(A))
    assert all(sz["M"] == 3 and sz["N"] == 2 for sz in report.sizes)


def test_the_instance_of_the_notes() -> None:
    """A'A by A for 3 x 2: four rows, six columns."""
    a = [[S.Symbol(f"X_{r}{c}") for c in (1, 2)] for r in (1, 2, 3)]

    def entry(i: int, j: int, k: int, l: int) -> S.Expr:
        return (a[k][j] if i == l else 0) + (a[k][i] if j == l else 0)

    rows = tuple(tuple(S.sympify(entry(p, q, r, c)) for r in range(3) for c in range(2)) for q in range(2) for p in range(2))
    check(Derivative(mul(transpose(X), X), (X,)), Explicit(rows, (("M", 3), ("N", 2))))
    fails(
        Derivative(mul(transpose(X), X), (X,)),
        Explicit((rows[0], rows[2], rows[1], (*rows[3][:5], rows[3][4])), (("M", 3), ("N", 2))),
    )


# several scalars, definitions, reports, refusals


def test_several_scalar_variables() -> None:
    from symjac.expr.make import literal

    p, q = symbol("p", (ONE, ONE)), symbol("q", (ONE, ONE))
    f = literal(((mul(power(p, 2), q),), (function("sin", q),)))
    jacobian = literal(((mul(number(2), p, q), power(p, 2)), (number(0), function("cos", q))))
    check(Derivative(f, (p, q)), Value(jacobian))
    fails(Derivative(f, (q, p)), Value(jacobian))
    hessian = literal(((mul(number(2), q), mul(number(2), p)), (mul(number(2), p), number(0))))
    check(Derivative(mul(power(p, 2), q), (p, q), order=2), Value(hessian))


def test_symbols_with_a_definition() -> None:
    r = symbol("r", (N, ONE))
    square = power(function("norm", r), 2)
    lines = [
        Claim(Term(Sym("a"), Derivative(square, (r,))), Term(Sym("b"), Value(mul(number(2), transpose(r)))), (), "outer"),
        Claim(Term(Sym("a"), Derivative(r, (theta,))), Term(Sym("b"), Value(neg(Phi))), (), "inner"),
        Claim(Term(Sym("a"), Derivative(square, (theta,))), Term(Sym("b"), Value(gradient)), (), "chain"),
        Claim(Term(Sym("a"), Value(mul(number(-2), transpose(r), Phi))), Term(Sym("b"), Value(gradient)), (), "back"),
    ]
    assert verify(lines, ALL, definitions={r: e}).exact
    with pytest.raises(Mismatch, match="chain"):
        verify([Claim(lines[2].left, Term(Sym("b"), Value(neg(gradient))), (), "chain")], ALL, definitions={r: e})


def test_the_report_and_the_message() -> None:
    said = Claim(Term(Sym("a"), Said()), Term(Sym("b"), Value(A)), (), "said")
    report = verify([said, Claim(Term(Sym("a"), Value(A)), Term(Sym("b"), Value(A)))], [A])
    assert (report.lines, report.skipped, report.exact, report.sizes) == (
        1,
        1,
        True,
        ({"M": 2, "N": 3}, {"M": 3, "N": 2}),
    )
    assert str(report) == (
        "1 line checked at 2 random points (M=2, N=3; M=3, N=2), exactly, in rational numbers; derivatives by dual numbers"
    )
    failure = fails(Entry(A, i, j), IndexForm(iA[i, j] + 1), fi, fj)
    assert "the line" in str(failure) and "M=" in str(failure) and "i=1, j=1" in str(failure) and "left" in str(failure)


def test_nothing_admissible_is_said_and_not_passed() -> None:
    never = function("log", neg(power(t, 2)))
    with pytest.raises(CheckError, match="could not be checked") as caught:
        check(Value(never), Value(never))
    assert not isinstance(caught.value, Mismatch)
    with pytest.raises(CheckError, match="could not be checked"):
        check(Derivative(function("abs", sub(t, t)), (t,)), Value(number(0)))


def test_domains_are_found() -> None:
    ratio = sub(ones(N), x)
    check(
        Derivative(function("sum", function("log", ratio)), (x,)),
        Value(neg(transpose(function("hdiv", ones(N), ratio)))),
    )
    root = power(sub(number(1), mul(transpose(x), x)), Fraction(1, 2))
    check(Derivative(root, (x,)), Value(neg(div(transpose(x), root))))
    check(Derivative(function("log", function("det", Q)), (Q,)), Value(transpose(function("inv", Q))))


def test_unknown_names_are_refused() -> None:
    with pytest.raises(CheckError, match="does not know"):
        check(IndexForm(S.Symbol("nowhere")), Value(number(1)))
    with pytest.raises(CheckError, match="does not know"):
        check(IndexForm(S.IndexedBase("U")[1]), Value(number(1)))
    with pytest.raises(CheckError):
        check(IndexForm(ix[0]), Value(number(1)))
    fails(IndexForm(ix[dM + dN]), Value(number(1)))


def test_deep_chains_do_not_meet_the_recursion_limit() -> None:
    f: Expr = t
    for _ in range(5000):
        f = add(number(1), div(f, number(2)))
    check(Derivative(f, (t,)), Value(power(number(Fraction(1, 2)), 5000)))


def test_the_same_seed_gives_the_same_points() -> None:
    first, second = (check(Value(h), Value(h), seed=3) for _ in range(2))
    assert first == second


def test_a_gate_left_out_is_caught_by_more_points() -> None:
    z1 = mul(W, x)
    gate = function("diag", function("step", z1))
    report = check(Derivative(function("relu", z1), (x,)), Value(mul(gate, W)))
    assert report.exact and len(report.sizes) == 8
    for seed in range(12):
        for wrong in (W, mul(number(0), W), sub(W, mul(gate, W))):
            with pytest.raises(Mismatch):
                check(Derivative(function("relu", z1), (x,)), Value(wrong), seed=seed)
    for seed in range(12):
        with pytest.raises(Mismatch):
            check(Derivative(function("abs", t), (t,)), Value(number(1)), seed=seed)


def test_sizes_change_where_a_formula_asks_for_it() -> None:
    """X'X is singular for a wide X, so its log-determinant wants M > N."""
    gram = mul(transpose(X), X)
    report = check(Derivative(function("logdet", gram), (X,)), Value(mul(number(2), X, function("inv", gram))))
    assert all(sizes["M"] > sizes["N"] for sizes in report.sizes)


def test_the_same_sizes_in_another_order_are_named_once() -> None:
    assert method(True, 0, [{"N": 2, "M": 3}, {"M": 3, "N": 2}]).startswith("at 2 random points (N=2, M=3), exactly")
