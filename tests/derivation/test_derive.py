"""derive, as the contract has it: what must be seen, the fields of a derivation, conventions, numbers, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import symjac
from symjac.derivation.styles.registry import styles
from symjac.derivation.trail import Step
from symjac.errors import CheckError, ParseError, ShapeError, SymjacError
from symjac.expr.dims import dim
from symjac.interop.numpy import evaluate
from symjac.language import parse
from symjac.verify import symbols_of
from symjac.verify.term import Value

LEAST_SQUARES = ("norm(y - Phi*theta)^2", "theta", "Phi: N x D")
LOGISTIC = "sum(log(ones(N) + exp(-y .* (X w))))"
SIZES = {"M": 2, "N": 3, "D": 4, "m": 2, "n": 3, "p": 4, "K": 4, "L": 5, "P": 5, "k": 4, "Q": 6}


def derived(f: str, x: str | None = None, where: str | None = None, **options: Any) -> symjac.Derivation:
    return symjac.derive(f, x, where, **options)


# ---- what must be seen --------------------------------------------------------------------------------------------

MUST = [
    ("f(x) = A x", None, None, {}, "A", ("M", "N"), "matrix"),
    ("f(x) = A x + b", None, None, {}, "A", ("M", "N"), "matrix"),
    (*LEAST_SQUARES, {}, "-2*(y - Phi*theta)'*Phi", ("1", "D"), "matrix"),
    (*LEAST_SQUARES, {"layout": "denominator"}, "-2*Phi'*(y - Phi*theta)", ("D", "1"), "matrix"),
    ("e(theta) = y - Phi theta; L(e) = ||e||^2", "theta", "Phi: N x D", {}, "-2*(y - Phi*theta)'*Phi", ("1", "D"), "matrix"),
    ("A x", "A", "A: M x N", {}, "kron(eye(M), x')", ("M", "M*N"), "kronecker"),
    ("A'A", "A", "A: M x N", {}, "(eye(N*N) + commutation(N, N))*kron(A', eye(N))", ("N*N", "M*N"), "kronecker"),
    ("x'A x", "x", None, {}, "x'*(A + A')", ("1", "N"), "matrix"),
    ("x'S x", "x", "S: n x n symmetric", {}, "2*x'*S", ("1", "n"), "matrix"),
    ("tr(A X B)", "X", None, {}, "A'*B'", ("N", "K"), "matrix"),
    ("det X", "X", None, {}, "det(X)*inv(X)'", ("N", "N"), "matrix"),
    ("log det X", "X", None, {}, "inv(X)'", ("N", "N"), "matrix"),
    ("a' X^-1 b", "X", None, {}, "-inv(X)'*a*b'*inv(X)'", ("N", "N"), "matrix"),
    ("norm(X)", "X", None, {}, "X/norm(X)", ("M", "N"), "matrix"),
    ("norm(x)", "x", "x: n", {}, "x'/norm(x)", ("1", "n"), "matrix"),
    ("tanh(W x + b)", "x", "W: m x n", {}, "diag(ones(m) - tanh(W*x + b).^2)*W", ("m", "n"), "matrix"),
    ("tanh(W x + b)", "W", "W: m x n", {}, "kron(diag(ones(m) - tanh(W*x + b).^2), x')", ("m", "m*n"), "kronecker"),
    ("tanh(W x + b)", "b", "W: m x n", {}, "diag(ones(m) - tanh(W*x + b).^2)", ("m", "m"), "matrix"),
    (LOGISTIC, "w", "X: N x D; y: N", {}, "-(y.*sigmoid(-y.*(X*w)))'*X", ("1", "D"), "matrix"),
    ("x'A x", "x", None, {"order": 2}, "A + A'", ("N", "N"), "matrix"),
    ("x'S x", "x", "S: n x n symmetric", {"order": 2}, "2*S", ("n", "n"), "matrix"),
    ("tr(X'X)", "X", "X: m x n", {"order": 2}, "2*eye(m*n)", ("m*n", "m*n"), "kronecker"),
    ("[x1^2*x2; sin(x1)]", "x1, x2", None, {}, "[2*x_1*x_2, x_1^2; cos(x_1), 0]", ("2", "2"), "matrix"),
    ("t^3", "t", None, {}, None, ("1", "1"), "matrix"),
]  # fmt: skip
IDS = [f"{m[0]} by {m[1]} {m[3] or ''}" for m in MUST]


@pytest.mark.parametrize(("f", "x", "where", "options", "result", "shape", "form"), MUST, ids=IDS)
def test_must_be_seen(f: str, x: str | None, where: str | None, options: Any, result: str | None, shape: Any, form: str) -> None:
    d = derived(f, x, where if f != "t^3" else "t: scalar", **options)
    assert result is None or str(d.result) == result
    assert d.shape == shape
    assert d.form == form
    assert d.views and form in d.views
    assert d.check is not None and d.steps


@pytest.mark.parametrize(("f", "x", "where", "options"), [m[:4] for m in MUST], ids=IDS)
def test_the_tensor_is_the_limit_of_differences(f: str, x: str | None, where: str | None, options: Any) -> None:
    """Central differences of f in floating point, sharing nothing with the rules nor with the checker."""
    d = derived(f, x, where if f != "t^3" else "t: scalar", **options)
    source = np.random.default_rng(1)
    at = {str(s.data[0]): 0.5 + source.uniform(size=axes(s)) for s in symbols_of(d.f)}
    for s in symbols_of(d.f):
        if "symmetric" in s.data[1]:
            at[s.data[0]] = at[s.data[0]] + at[s.data[0]].T
    np.testing.assert_allclose(d.tensor(at), differences(d, at), rtol=2e-5, atol=2e-5)


def axes(s: Any) -> tuple[int, ...]:
    shape = tuple(n.value(SIZES) for n in s.shape)
    return () if s.is_scalar else shape[:1] if s.is_vector else shape


def differences(d: symjac.Derivation, at: dict[str, Any]) -> np.ndarray:
    def f(values: dict[str, Any]) -> np.ndarray:
        a = np.asarray(evaluate(d.f, values, symbols_of(d.f)))
        return a.reshape([n for n, side in zip(a.shape, d.f.shape, strict=True) if side.number != 1 or d.f.is_matrix])

    def slope(g: Any, name: str) -> Any:
        def of(values: dict[str, Any]) -> np.ndarray:
            x, h, parts = np.asarray(values[name], dtype=float), 2e-4, []
            for place in np.ndindex(*x.shape):
                e = np.zeros_like(x)
                e[place] = h
                parts.append((g({**values, name: x + e}) - g({**values, name: x - e})) / (2 * h))
            return np.moveaxis(np.array(parts).reshape(x.shape + parts[0].shape), range(x.ndim), range(-x.ndim, 0))

        return of

    names = [str(x.data[0]) for x in d.variables]
    if len(names) > 1:
        return np.stack([slope(f, name)(at) for name in names], axis=-1)
    g = slope(f, names[0])
    return slope(g, names[0])(at) if d.order == 2 else g(at)


# ---- the derivation -----------------------------------------------------------------------------------------------


def every(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from every(step.substeps)


@pytest.mark.parametrize("style", [name for name in styles() if name != "sums"])
def test_every_step_is_recorded_with_its_check(style: str) -> None:
    scalar = style == "backprop"  # it is for scalars
    d = derived("z = W x + b; sum(tanh(z))" if scalar else "tanh(W x + b)", "x", "W: m x n", style=style)
    steps = list(every(d.steps))
    assert d.style == style
    assert len(steps) > 1 and len({s.id for s in steps}) == len(steps)
    assert all(s.check and s.rule.name and 0 <= s.importance <= 3 for s in steps)
    assert sum("checked" in s.check for s in steps) >= 2
    assert any(s.importance == 3 for s in steps)
    assert scalar or "diag" in str(d)


def test_the_check_says_what_was_done() -> None:
    report = derived(*LEAST_SQUARES).check
    assert report is not None and "random points" in str(report) and "exactly" in str(report) and "dual numbers" in str(report)


def test_without_the_check_the_answer_is_the_same() -> None:
    d = derived(*LEAST_SQUARES, check=False)
    assert d.check is None and d.result is derived(*LEAST_SQUARES).result


@pytest.mark.parametrize("style", [name for name in styles() if name != "sums"])
def test_the_result_does_not_depend_on_the_style(style: str) -> None:
    results = {derived(*LEAST_SQUARES, style=s).result for s in (style, "auto")}
    assert len(results) == 1


def test_the_result_reads_back() -> None:
    for f, x, where, options, *_ in MUST[:-1]:
        d = derived(f, x, where, **options)
        declared = {str(s.data[0]): " ".join([f"{s.shape[0]} x {s.shape[1]}", *sorted(s.data[1])]) for s in symbols_of(d.result)}
        assert parse(str(d.result), declared) is d.result


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize("order_of", ["notes", "rows", "columns"])
def test_conventions_change_the_result_and_not_the_tensor(layout: str, order_of: str) -> None:
    source = np.random.default_rng(2)
    for f, x, where in [("A*X'*B", "X", "A: m x n; X: p x n; B: p x k"), ("x'*A", "x", "A: n x m"), ("tr(A*X)", "X", "A: m x n"),
                        ("X*x", "x", "X: m x n"), ("X*x", "X", "X: m x n"), ("t*u", "t", "u: 1 x n; t: scalar")]:  # fmt: skip
        usual, other = derived(f, x, where), derived(f, x, where, layout=layout, order_of=order_of)
        at = {str(s.data[0]): source.uniform(size=axes(s)) for s in symbols_of(usual.f)}
        np.testing.assert_allclose(other.tensor(at), usual.tensor(at))


def test_the_flattened_jacobian_in_three_orders() -> None:
    at = {"A": np.arange(6.0).reshape(2, 3), "B": np.arange(12.0).reshape(3, 4), "X": np.eye(3)}
    found = {order_of: derived("A*X*B", "X", "A: m x n; B: n x p", order_of=order_of).evaluate(at)
             for order_of in ("notes", "rows", "columns")}  # fmt: skip
    np.testing.assert_array_equal(found["columns"], np.kron(at["B"].T, at["A"]))
    np.testing.assert_array_equal(found["rows"], np.kron(at["A"], at["B"].T))
    tensor = derived("A*X*B", "X", "A: m x n; B: n x p").tensor(at)
    np.testing.assert_array_equal(found["notes"], tensor.transpose(1, 0, 2, 3).reshape(8, 9))


def test_numbers_come_in_the_layout_and_names_in_any_spelling() -> None:
    d = derived("norm(W1*x)^2", "x", "W1: m x n")
    at = {"W1": np.arange(6.0).reshape(2, 3), "x": [1.0, 2.0, 3.0]}
    assert d.evaluate(at).shape == (1, 3) and d.tensor(at).shape == (3,)
    np.testing.assert_allclose(d.tensor(W1=at["W1"], x=at["x"]), d.tensor({"W_1": at["W1"], "x": at["x"]}))
    both = derived("h = W1*x; norm(h)^2", "W1, x", "W1: m x n")
    assert both.results["W1"] is both.results["W_1"] and list(both.results) == ["W_1", "x"]
    assert derived("lambda*x'*x", "x", "lambda: scalar; x: n").tensor(lambda_=2, x=[1, 2]).tolist() == [4, 8]


def test_the_conditions_of_the_result() -> None:
    assert [c.kind for c in derived("logdet(X)", "X").conditions] == ["invertible"]
    assert [c.kind for c in derived("norm(x)", "x", "x: n").conditions] == ["nonzero"]
    assert derived(*LEAST_SQUARES).conditions == ()


def test_views_name_every_way_of_writing() -> None:
    d = derived("A'A", "A", "A: M x N")
    assert set(d.views) == {"kronecker", "entries", "differential"}
    assert "otherwise" in str(d.views["entries"]) and "dA" in str(d.views["differential"])
    assert str(d.views["kronecker"]) == str(d.result)


# ---- refusals -----------------------------------------------------------------------------------------------------

REFUSED = [
    ("A x", "x", None, {"style": "nosuch"}, symjac.UnsupportedError, "chain, components, differential"),
    ("x'x", "x", None, {"style": "chain"}, symjac.UnsupportedError, "styles that can: components, differential"),
    ("A x", "x", None, {"layout": "rows"}, symjac.UnsupportedError, "numerator, denominator"),
    ("A x", "x", None, {"order_of": "z"}, symjac.UnsupportedError, "notes, rows, columns"),
    ("A x", "x", None, {"detail": "all"}, symjac.UnsupportedError, "brief, exam, full"),
    ("A x", "x", None, {"order": 3}, symjac.UnsupportedError, "order=3"),
    ("A x", "x", None, {"order": 2}, symjac.UnsupportedError, "scalar f"),
    ("A x", "y", None, {}, symjac.ParseError, "does not occur"),
    ("x +", "x", None, {}, symjac.ParseError, "expected"),
    ("foo(x)", "x", None, {}, symjac.ParseError, "foo"),
    ("A x + B", "x", "A: m x n; B: p x q", {}, symjac.ShapeError, "p x q"),
    ("det(A)", "A", "A: m x n", {}, symjac.ShapeError, "square"),
    ("log(0)*x", "x", None, {}, symjac.DomainError, "log of zero"),
    ("x/0", "x", None, {}, symjac.DomainError, "division by zero"),
    ("X^k", "X", "X: n x n; k: scalar", {}, symjac.UnsupportedError, "under a trace only"),
    ("x1*X", "x1, X", "x1: scalar; X: m x n", {}, symjac.ParseError, "scalars"),
]


@pytest.mark.parametrize(("f", "x", "where", "options", "error", "says"), REFUSED, ids=[f"{r[0]} {r[3] or ''}" for r in REFUSED])
def test_what_is_refused_is_refused_by_name(
    f: str, x: str, where: Any, options: Any, error: type[SymjacError], says: str
) -> None:
    with pytest.raises(error) as found:
        derived(f, x, where, **options)
    assert says in str(found.value)


def test_mixed_second_derivatives() -> None:
    d = derived("norm(y - A*x)^2", "x, y", "y: m; A: m x n; x: n", order=2)
    assert str(d.result) == "-2*A'" and d.shape == ("n", "m")
    d = derived("u^2*v + sin(u*v)", "u, v", "u: scalar; v: scalar", order=2)
    assert d.shape == ("2", "2") and d.check is not None
    assert float(d.evaluate(u=2.0, v=0.0)[0, 1]) == pytest.approx(5.0)


def test_a_number_beside_an_elementwise_function_is_taken_entry_by_entry() -> None:
    for where in (None, "X: m x n; y: m"):
        d = derived("sum(log(1 + exp(-y .* (X w))))", "w", where)
        assert str(d.result) == "-(y.*sigmoid(-y.*(X*w)))'*X"


AT = [
    ("f(x1, x2) = [x1^2*x2; sin(x1); exp(x1*x2)]", "x1 = 0; x2 = 2", "[0, 0; 1, 0; 2, 0]"),
    ("f(x) = norm(x)", "x = [3; 4]", "[3/5, 4/5]"),
    ("f(x) = tanh(x)", "x = 0", "1"),  # a column of one entry
    ("f(A) = A'A", "A = [1, 2; 3, 4; 5, 6]", "[2, 0, 6, 0, 10, 0; 2, 1, 4, 3, 6, 5; 2, 1, 4, 3, 6, 5; 0, 4, 0, 8, 0, 12]"),
]


@pytest.mark.parametrize(("f", "point", "value"), AT, ids=[f for f, *_ in AT])
def test_exact_value_at_a_point(f: str, point: str, value: str) -> None:
    assert str(symjac.derive(f, at=point).value) == value


@pytest.mark.parametrize(
    ("f", "point"),
    [
        ("f(t) = log(t)", "t = 0"),
        ("f(x) = norm(x)", "x = [0; 0]"),
        ("f(t) = t^2/t", "t = 0"),  # its derivative 1 has a value, f has none
        ("f(t) = sqrt(t)^2", "t = -1"),
        ("f(x) = x'x/(x'x)", "x = [0; 0]"),
        ("f(X) = tr(inv(X)*X)", "X = [1, 1; 1, 1]"),
    ],
)
def test_no_value_at_a_point(f: str, point: str) -> None:
    with pytest.raises(symjac.DomainError):
        symjac.derive(f, at=point)


@pytest.mark.parametrize("point", ["x = a; y = [1; 2]", "y = [1; 2]; x = a"])
def test_one_value_in_numbers_says_how_long_the_one_with_a_name_is(point: str) -> None:
    d = symjac.derive("(x'x)*y", "x", "x: N; y: N", at=point)
    after = d.steps[-1].after.meaning
    assert isinstance(after, Value) and str(after.expr) == "2*[1; 2]*a'" and after.expr.shape == (dim(2), dim(2))


def test_digits_where_the_value_is_not_rational() -> None:
    d = symjac.derive("f(x) = sum(tanh(x))", at="x = [1; 0]")
    assert d.value is None and "0.419974" in d.render("text")


def test_values_that_do_not_fit() -> None:
    d = derived(*LEAST_SQUARES)
    with pytest.raises(SymjacError, match="no value is given for y"):
        d.evaluate(Phi=np.eye(2), theta=[1, 2])
    with pytest.raises(SymjacError):
        d.evaluate(Phi=np.ones((3, 2)), theta=[1, 2, 3], y=[1, 2, 3])


@pytest.mark.parametrize("where", ["Sxx: n x n symmetric", {"Sxx": "n x n symmetric"}], ids=["text", "mapping"])
def test_a_sympy_expression_keeps_the_shapes_of_what_is_not_declared(where: Any) -> None:
    """The letter x stands in 'n x n' and in Sxx; that declares nothing about the symbol x."""
    sympy = pytest.importorskip("sympy")
    n = sympy.Symbol("n", integer=True, positive=True)
    f = sympy.Trace(sympy.MatrixSymbol("x", 3, 3) ** 2) * sympy.Trace(sympy.MatrixSymbol("Sxx", n, n) ** 2)
    d = symjac.derive(f, "x", where)
    assert d.shape == ("3", "3") and str(d.problem.symbols["Sxx"].shape[0]) == "n"


def test_a_formula_without_a_value_anywhere_is_refused() -> None:
    with pytest.raises(symjac.DomainError, match="no numbers were found"):
        symjac.derive("log(-t^2 - 1)", wrt="t", where="t: scalar")


# ---- the chain rule in words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "x", "factor", "remark"),
    [
        ("e = y - A*x; f = norm(e)^2", "x", "[2e₁ ⋯ 2e_M] = 2eᵀ.", "f = e₁² + ⋯ + e_M²"),
        ("e = y - A*x; f = 3*norm(e)^2", "x", "[6e₁ ⋯ 6e_M] = 6eᵀ.", "‖e‖² = e₁² + ⋯ + e_M²"),
        ("e = y - A*x; f = norm(e)^2/2", "x", "[e₁ ⋯ e_M] = eᵀ.", "‖e‖² = e₁² + ⋯ + e_M²"),
        ("e = y - A*x; f = norm(e)^3", "x", "3‖e‖eᵀ.", "∂‖e‖/∂eⱼ = eⱼ/‖e‖; power rule"),
        ("e = y - A*x; f = (1 + norm(e)^2)^2", "x", "4(1 + ‖e‖²)eᵀ.", "‖e‖² = e₁² + ⋯ + e_M²; power rule"),
        ("e = y - A*x; f = norm(e)^2", "x", "−A", "e is affine in x; y is constant"),
        ("e = A*x; f = norm(e)^2", "x", "A", "e is linear in x"),
        ("e = y + b - A*x; f = norm(e)^2", "x", "−A", "e is affine in x; y and b are constant"),
        ("s = norm(X)^2; f = exp(s)", "X", "2X", "‖X‖² = ∑_(i,j) Xᵢⱼ²"),
        ("s = tr(A*X); f = s^2", "X", "Aᵀ", "s is linear in X"),
        ("z = A*x; a = tanh(z); f = c'*a", "x", "diag(𝟏 − a ⊙ a)", "a acts entry by entry; tanh′(u) = 1 − tanh²(u)"),
    ],
)
def test_a_factor_and_its_reason(f: str, x: str, factor: str, remark: str) -> None:
    """The reason beside a line is no line that is checked; it was once e₁² + ⋯ + e_M² for every power with a norm in it."""
    d = derived(f, x, style="chain")
    shown = " ".join(d.render("text", width=200).replace("\u00a0", " ").split())
    assert f"({remark})" in shown and factor in shown, shown


# ---- what people type -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "wrt", "result"),
    [
        ("-y'*log(sigmoid(X w)) - (1 - y)'*log(1 - sigmoid(X w))", "w", "(sigmoid(X*w) - y)'*X"),
        ("-sum(y.*log(sigmoid(X w)) + (1 - y).*log(1 - sigmoid(X w)))/m", "w", "(sigmoid(X*w) - y)'*X/m"),
        ("-y*log(sigmoid(w'x)) - (1 - y)*log(1 - sigmoid(w'x))", "w", "(sigmoid(w'*x) - y)*x'"),
        ("f(x) = 3", None, "0"),
        ("f(x) = a^2", None, "0"),
        ("f(x) = b", None, "zeros(M, N)"),
        ("f(x1, x2) = [x1^2; x1*x2]; g(u, v) = u + v^2; h(x1, x2) = g(f(x1, x2))", None, "[2*x_1 + 2*x_1*x_2^2, 2*x_1^2*x_2]"),
        ("exp(x*y) + z", "x, y, z", "[y*exp(x*y), x*exp(x*y), 1]"),
    ],
)
def test_the_form_of_the_result_is_that_of_a_book(typed: str, wrt: str | None, result: str) -> None:
    assert str(derived(typed, wrt).result) == result


def test_a_number_in_a_sum_that_is_transposed_is_a_column() -> None:
    """y of (1 - y)' is no number, although 1 is one."""
    assert derived("(1 - y)'*log(z)", "z").problem.symbols["y"].is_vector
    assert derived("(1 - y)'*log(z)", "z", "y: scalar").problem.symbols["y"].is_scalar


def test_entries_with_numbers_are_the_arguments_of_the_head() -> None:
    assert str(derived("f(x) = x1^2*x3").result) == "[2*x_1*x_3, 0, x_1^2]"
    with pytest.raises(SymjacError, match=r"f\(x_0, x_3\) = …"):
        derived("f(x) = x0^2*x3")


def test_a_sum_that_is_a_factor_stands_in_brackets() -> None:
    """The checker sees what a line means, not how it is written."""
    text = derived("softmax(W x + b)", "x").render("text")
    assert "(diag(softmax(z)) − softmax(z)(softmax(z))ᵀ)W" in text
    assert "(diag(softmax(Wx + b)) − softmax(Wx + b)(softmax(Wx + b))ᵀ)  W" in text


def test_a_squared_norm_is_smooth() -> None:
    ridge = derived("norm(A x - b)^2 + lambda*norm(x)^2", "x")
    assert "d‖" not in ridge.render("text")
    assert not derived("exp(-norm(x - mu)^2)", "x").conditions
    assert [c.of.op.name for c in derived("log(norm(x))", "x").conditions] == ["symbol"]


def test_a_second_derivative_at_a_point_is_called_so() -> None:
    text = derived("f(x, y) = x^2*y^3", order=2, at="x = 1, y = 2").render("text")
    assert "∇_(x,y)²f(1, 2) = ⎡16  24⎤" in text


def test_nobody_transposes_a_number() -> None:
    with pytest.raises(SymjacError, match="does not fit"):
        derived("x'A x", "x", "A: 3 x 4")


def test_a_derivation_is_pickled_and_shown_in_a_line() -> None:
    import pickle

    found = derived(*LEAST_SQUARES)
    assert pickle.loads(pickle.dumps(found)).render("text") == found.render("text")
    assert repr(found) == "<Derivation of norm(y - Phi*theta)^2 by theta: -2*(y - Phi*theta)'*Phi>"


def test_several_variables_as_a_list() -> None:
    import sympy

    x, y = sympy.symbols("x y")
    assert derived(sympy.Matrix([x * y, x + y]), [x, y]).result is derived("[x*y; x + y]", "x, y").result  # type: ignore[arg-type]


@pytest.mark.parametrize("head", ["J(w) = ", "L(w) = ", "f(w) = ", ""])
def test_a_definition_may_have_a_capital_for_a_name(head: str) -> None:
    """The loss J is a number, although capitals are matrices."""
    found = derived(f"{head}(X w - y)'(X w - y)", "w")
    assert found.f.is_scalar
    assert found.problem.symbols["w"].is_vector


@pytest.mark.parametrize("typed", ["(y - w*x)^2", "E(w) = 1/2 (y - w x - b)^2", "log(1 + exp(-y*(w x)^2))"])
def test_small_letters_are_numbers_rather_than_matrices(typed: str) -> None:
    assert all(e.is_scalar for e in derived(typed, "w").problem.symbols.values())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("f(x) = log(K(x))", "`K` is not a function"),
        (r"\mathbb{E}[x]", "expectations"),
        ("norm(Ax)^2", "write A x"),
    ],
)
def test_what_would_be_read_as_something_else_is_refused(typed: str, said: str) -> None:
    with pytest.raises(SymjacError, match=said):
        derived(typed, "x")


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize(
    ("typed", "wrt", "shape"),
    [
        ("[cos(t), -sin(t); sin(t), cos(t)]", "t", (2, 2)),
        ("[t, t^2, 1; 1, t, t^3]", "t", (2, 3)),
        ("[t, t^2]", "t", (1, 2)),
        ("[t; t^2]", "t", (2, 1)),
        ("[t*s, t^2; 1, t]", "t, s", (4, 2)),
    ],
)
def test_arrays_of_formulas_of_one_number(typed: str, wrt: str, shape: tuple[int, int], layout: str) -> None:
    """A rotation by its angle, entry by entry."""
    found = derived(typed, wrt, layout=layout)
    turned = layout == "denominator" and shape not in ((2, 2), (2, 3))
    assert found.shape == tuple(map(str, shape[::-1] if turned else shape))
    assert ("∂" if wrt == "t, s" else "dt") in found.render("text")


def test_a_derivative_along_a_line() -> None:
    """t of x + t d is a number."""
    found = derived("g(t) = f(x + t*d)", where="f: R^n -> R")
    assert found.problem.symbols["t"].is_scalar
    assert found.problem.symbols["d"].is_vector


def test_the_digits_of_a_value_at_a_point_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    from symjac.derivation import decimals

    asked = ("sin(x1)*x2", "x1, x2")
    assert "≈ [1.08060  0.841471]" in derived(*asked, at="x1 = 1; x2 = 2").render("text")
    monkeypatch.setattr(decimals, "significant", lambda z: "0.841472")
    with pytest.raises(CheckError):
        derived(*asked, at="x1 = 1; x2 = 2")


def test_what_does_not_cancel_is_not_multiplied_out() -> None:
    hessian = str(derived("sum(tanh(W'*x).*u)", "x", "W: n x m", order=2).result)
    assert hessian == "-2*W*diag(u.*tanh(W'*x).*(ones(m) - tanh(W'*x).^2))*W'"


def test_the_problem_states_the_function_that_is_derived() -> None:
    """One definition, and a last statement without a name: the definition is not what is asked about."""
    text = derived("e = y - Phi*theta; norm(e)^2", "theta").render("text")
    assert "f(θ) = ‖y − Φθ‖²" in text and "f(θ) = y − Φθ" not in text
    assert "f(θ) = ‖y − Φθ‖" in derived("e = y - Phi*theta; norm(e)", "theta").render("text")


def test_what_parse_returns_is_derived() -> None:
    f = symjac.parse("x'A x", "A: n x n")
    d = symjac.derive(f, wrt="x")
    assert str(d.result) == "x'*(A + A')" and d.check is not None
    assert str(symjac.derive(f, wrt="x", where="A: n x n symmetric").result) == "2*x'*A"
    assert str(symjac.derive(symjac.parse("g(x)", "g: R^n -> R^m; x: n"), "x").result) == "jacobian(g, x)"
    with pytest.raises(ParseError, match="which variable"):
        symjac.derive(f)
    with pytest.raises(ParseError, match="`z` does not occur"):
        symjac.derive(f, "z")
    with pytest.raises(ShapeError, match="`A` is n x n"):
        symjac.derive(f, "x", "A: m x n")


def test_a_sympy_expression_does_not_pass_through_text() -> None:
    """Its names need not be spelled as ours are."""
    import sympy

    n = sympy.Symbol("n")
    X = sympy.MatrixSymbol("X", n, n)
    assert str(symjac.derive(sympy.Trace(X * X), X).result) == "2*X'"
