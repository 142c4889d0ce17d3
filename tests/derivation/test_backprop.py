"""Several variables in one pass, and networks of named layers: right, linear in depth, and every claim is checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import symjac
from symjac.calculus.reverse import Statement, Sweep
from symjac.derivation.layers import grouped
from symjac.errors import CheckError
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import mul, number, symbol
from symjac.language import read
from symjac.verify.sweep import Gradient, Program, verify_program
from symjac.verify.term import Value, value_term
from tests.helpers.work import work


def network(layers: int, loss: str = "norm(a[{0}] - y)^2", activation: str = "tanh") -> str:
    lines = [
        f"z[{l}] = W[{l}]*{f'a[{l - 1}]' if l > 1 else 'x'} + b[{l}]; a[{l}] = {activation}(z[{l}])" for l in range(1, layers + 1)
    ]
    return "; ".join([*lines, f"L = {loss.format(layers)}"])


DATA = "x: n constant; y: m constant"


# ---- several variables ------------------------------------------------------------------------------------------


def test_a_network_of_two_layers_is_written_in_its_names() -> None:
    d = symjac.derive(network(2), "W[1], b[1], W[2], b[2]")
    assert {n: str(e) for n, e in d.definitions.items() if n.startswith("delta")} == {
        "delta[2]": "2*((ones(K) - a[2].^2).*(a[2] - y))",
        "delta[1]": "(ones(M) - a[1].^2).*(W[2]'*delta[2])",
    }
    assert {n: str(e) for n, e in d.results.items()} == {
        "W[1]": "delta[1]*x'", "b[1]": "delta[1]'", "W[2]": "delta[2]*a[1]'", "b[2]": "delta[2]'",
    }  # fmt: skip
    assert d.result is d.results["W[1]"] and d.style == "backprop" and d.check is not None and d.check.lines == 6


@pytest.mark.parametrize("wrt", ["W[1], b[1], W[2], b[2]", "all"])
def test_the_results_parse_back_together_with_the_statements(wrt: str) -> None:
    d = symjac.derive(network(2), wrt, DATA)
    text = "; ".join([*(f"{name} = {e}" for name, e in d.definitions.items()), str(d.result)])
    shapes = "; ".join(f"{s}: {s.shape[0]} x {s.shape[1]}" for s in d.problem.symbols.values())
    assert str(symjac.parse(text, shapes)) == str(d.expanded)


CASES: list[tuple[str, str, str | None]] = [
    ("norm(A*x - b)^2", "A, x, b", None),
    ("tr(A*B*C)", "A, B, C", None),
    ("logdet(S) + x'*inv(S)*x", "x, S", "S: n x n posdef"),
    ("z = W*x + b; L = crossentropy(y, softmax(z))", "W, b", "y: k; x: n"),
    ("e = y - X*w - c*ones(m); L = norm(e)^2", "w, c", "X: m x n; c: scalar"),
    ("Z = X*W + ones(m)*b'; A = sigmoid(Z); L = norm(A - Y)^2/m", "W, b", "X: m x n; Y: m x k"),
    ("h[1] = tanh(U*h[0] + W*x[1]); h[2] = tanh(U*h[1] + W*x[2]); L = norm(h[2] - y)^2", "U, W", "y: m; x[1]: n"),
    ("z[1] = W[1]*x; a[1] = x + tanh(z[1]); z[2] = W[2]*a[1]; a[2] = a[1] + tanh(z[2]); L = sum(a[2])", "W[1], W[2]", "x: n"),
    ("mu = mean(x); c = x - mu*ones(n); s = sqrt(mean(c.^2) + eps); L = w'*(g.*c/s + b)", "x, g, b", "x: n; eps: scalar"),
    ("S = X*W*X'; A = rowsoftmax(S); L = norm(A*X*V - T)^2", "W, V", "X: 3 x n; V: n x k"),
]


@pytest.mark.parametrize(("f", "wrt", "where"), CASES, ids=[c[0][:40] for c in CASES])
def test_each_derivative_is_that_by_the_variable_alone(f: str, wrt: str, where: str | None) -> None:
    """The ordinary derivation of the formula put together, at a point; and the code of both."""
    d = symjac.derive(f, wrt, where)
    at = point(d)
    code = d.function("numpy")(**{key.replace("[", "").replace("]", ""): v for key, v in at.items()})
    for name in d.results:
        shapes = "; ".join(f"{s}: {s.shape[0]} x {s.shape[1]} {' '.join(s.data[1])}" for s in d.problem.symbols.values())
        alone = symjac.derive(f, name, shapes, check=False)
        np.testing.assert_allclose(code[name], alone.tensor(at), rtol=1e-9, atol=1e-12)
    assert list(code) == list(d.results) == [x.strip() for x in wrt.split(",")]


def point(d: symjac.Derivation) -> dict[str, Any]:
    source, sizes = np.random.default_rng(1), iter((3, 2, 4, 5, 6, 3, 2, 4))
    known: dict[str, int] = {}
    found = {}
    for s in d.problem.symbols.values():
        for n in s.shape:
            for name in n.names - known.keys():
                known[name] = next(sizes)
        a = np.abs(source.normal(size=[n.value(known) for n in s.shape if n.number != 1])) + 0.1
        found[str(s)] = a @ a.T + np.eye(len(a)) if "posdef" in s.data[1] else a
    return found


def test_code_of_several_gives_the_value_too() -> None:
    run = symjac.derive("norm(A*x - b)^2", "A, x").function(value=True)
    A, x, b = np.ones((2, 3)), np.ones(3), np.zeros(2)
    value, slopes = run(A=A, x=x, b=b)
    assert value == 18 and slopes["A"].shape == (2, 3) and list(slopes["x"]) == [12, 12, 12]


def test_a_column_by_several_matrices_is_refused() -> None:
    with pytest.raises(symjac.ParseError, match="of a scalar f"):
        symjac.derive("A*x", "A, x")


def test_several_scalars_are_as_they_were() -> None:
    d = symjac.derive("s^2*t", "s, t")
    assert str(d.result) == "[2*s*t, s^2]" and {n: str(e) for n, e in d.results.items()} == {"s": "2*s*t", "t": "s^2"}


# ---- depth ------------------------------------------------------------------------------------------------------


def nodes(d: symjac.Derivation) -> int:
    every: set[Expr] = set()
    for e in (*d.definitions.values(), *d.results.values()):
        every |= set(postorder(e))
    return len(every)


def written_out(d: symjac.Derivation) -> int:
    """The nodes of all results with everything put in; equal parts are one."""
    assert d.answer.named is not None
    return len({e for result in d.answer.named.expanded.values() for e in postorder(result)})


def test_the_number_of_nodes_grows_with_the_layers_and_the_patterns_do_not() -> None:
    small, large = (symjac.derive(network(n), "all", DATA, check=False) for n in (20, 60))
    assert (nodes(large) - nodes(small)) / 40 <= 18  # 7 of the statements, 11 of the derivatives
    assert (written_out(large) - written_out(small)) / 40 <= 15
    assert len(large.render("latex")) <= len(small.render("latex")) + 20


def test_the_work_grows_with_the_layers_and_no_faster() -> None:
    """Reading, deriving, checking, printing, code: four times the layers are not more than five times the calls."""

    def calls(layers: int) -> list[int]:
        text, found = network(layers), []
        for wrt in ("all", ", ".join(f"W[{l}], b[{l}]" for l in range(1, layers + 1))):
            with work() as done:
                d = symjac.derive(text, wrt, DATA)
            found.append(done.calls)
        for write in (lambda: d.render("latex"), lambda: d.render("text"), d.code):
            with work() as done:
                write()
            found.append(done.calls)
        return found

    calls(3)  # what is loaded once
    assert all(large < 5 * small for small, large in zip(calls(30), calls(120), strict=True))


def test_a_long_list_of_variables_is_read_as_fast_as_a_short_one() -> None:
    def calls(layers: int) -> int:
        with work() as done:
            read(network(layers), ", ".join(f"W[{l}], b[{l}]" for l in range(1, layers + 1)), DATA)
        return done.calls

    calls(3)
    assert calls(320) < 11 * calls(40)


def test_depth_is_no_limit() -> None:
    d = symjac.derive(network(150), "W[1]", DATA)
    assert str(d.result) == "delta[1]*x'" and d.check is not None and d.style == "backprop"
    with pytest.raises(symjac.LimitError):
        str(d.expanded)
    assert d.code().count("\n") < 40 * 150


@pytest.mark.parametrize("wrt", ["W[1]", "b[1]", "x"])
@pytest.mark.parametrize("layers", [5, 10, 12, 15, 18, 21])  # the derivative is nested twice as deep as the function
def test_a_derivative_too_deep_to_be_written_has_names(layers: int, wrt: str) -> None:
    d = symjac.derive(network(layers), wrt, "x: n; y: m")
    assert d.check is not None
    assert d.style == ("chain" if layers < 12 else "backprop")


def test_equal_layers_are_worked_out_once() -> None:
    p = read(network(40), "all", DATA)
    statements = [Statement(symbol(s.name, s.body.shape), s.body) for s in p.definitions]
    sweep = Sweep(statements, [p.symbols[n] for n in p.variables], lambda e: f"delta_{e.data[0]}", lambda e: f"z_{e.data[0]}")
    assert len(sweep.deltas) == 40 and sweep.patterns.worked_out <= 15


def test_layers_that_are_alike_are_one_line() -> None:
    d = symjac.derive(network(50), "all", DATA)
    shown = d.render("text")
    assert d.answer.named is not None
    lines = [(str(g.name), str(g.body), g.layers[:1], g.layers[-1:]) for g in grouped(d.answer.named.adjoints)]
    assert lines[1][:1] == ("delta[l]",) and "W[l+1]'*delta[l+1]" in lines[1][1] and lines[1][2:] == ((49,), (1,))
    assert "l = 49, …, 1" in shown and shown.count("\n") < 60


# ---- the check --------------------------------------------------------------------------------------------------


def program(claim: str, wrt: str = "w") -> Program:
    p = read("e = y - X*w; L = norm(e)^2", wrt, "X: m x n; y: m; w: n")
    e, L = (symbol(s.name, s.body.shape) for s in p.definitions)
    delta = symbol("delta", e.shape)
    names = {**p.symbols, "e": e, "delta": delta}
    shapes = "; ".join(f"{n}: {s.shape[0]} x {s.shape[1]}" for n, s in names.items())
    table = {s.data[0]: s for s in names.values()}
    found = renamed(symjac.parse(claim, shapes), table)
    statements = [(e, p.definitions[0].body), (L, p.definitions[1].body)]
    adjoints = [(delta, mul(number(2), e))]
    return Program(statements, adjoints, [Gradient(e, delta), Gradient(p.symbols[wrt], found)], list(p.symbols.values()))


def renamed(e: Expr, table: dict[str, Expr]) -> Expr:
    from symjac.calculus.differential import substitute

    return substitute(e, {s: table[s.data[0]] for s in postorder(e) if s.op.name == "symbol"})


def test_what_is_right_passes() -> None:
    assert verify_program(program("-X'*delta")).digits >= 30


@pytest.mark.parametrize("claim", ["X'*delta", "-2*X'*delta", "-X'*e", "-X'*delta + 1/10^20*w", "0*w"])
def test_what_is_wrong_does_not(claim: str) -> None:
    with pytest.raises(CheckError, match="the derivative by w"):
        verify_program(program(claim))


@pytest.mark.parametrize("layer", [1, 17, 30])
def test_a_planted_error_is_found_in_its_layer(layer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the gradient there: those of the first layers are millions of times smaller than that of the last."""
    original = Sweep.pass_on

    def wrong(self: Sweep, s: Statement, G: Expr) -> None:
        original(self, s, mul(number(2), G) if str(s.name) == f"z[{layer}]" else G)

    monkeypatch.setattr(Sweep, "pass_on", wrong)
    with pytest.raises(CheckError, match="the derivative by"):
        symjac.derive(network(30), "all", DATA)


@pytest.mark.parametrize(("activation", "said"), [("softmax", True), ("sigmoid", False)])
def test_the_way_through_softmax_has_its_reason(activation: str, said: bool) -> None:
    d = symjac.derive(f"z = W*x + b; p = {activation}(z); L = -y'*log(p)", "W, b", "x: n")
    assert ("∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)" in d.render("text")) == said


@pytest.mark.parametrize("style", ["backprop", "graph"])
def test_at_a_point_every_variable_has_its_numbers(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def derived() -> symjac.Derivation:
        at = "W = [1, 2; 3, 4]; b = [0; 1]; x = [1; 1]; y = [2; 2]"
        return symjac.derive("z = W*x + b; L = norm(z - y)^2", "W, b", "x: 2; y: 2", style=style, at=at)

    d = derived()
    values = [str(s.after.meaning.expr) for s in d.steps[-2:] if isinstance(s.after.meaning, Value)]
    assert values == ["[2, 2; 12, 12]", "[2, 12]"] and str(d.value) == values[0]
    assert d.render("text").count("At W =") <= 1 + 2 * (style == "graph")
    monkeypatch.setattr("symjac.derivation.point.evaluated", lambda e: value_term(mul(number(2), e)))
    with pytest.raises(CheckError):
        derived()


# ---- activations of what has no name ----------------------------------------------------------------------------


CANCELS = [
    ("a = sigmoid(W*x + b); L = -y'*log(a) - (1 - y)'*log(1 - a)", "W, b", "x: n", {"delta_z": "a - y"}, "delta_z*x'"),
    ("a = sigmoid(w'x + b); L = -y*log(a) - (1 - y)*log(1 - a)", "w, b", "w: n", {"delta_z": "a - y"}, "delta_z*x'"),
    ("p = softmax(W*x + b); L = -y'*log(p)", "W, b", "x: n", {"delta_z": "sum(y)*p - y"}, "delta_z*x'"),
    (
        "P = rowsoftmax(X*W); L = -sum(Y.*log(P))",
        "W, X",
        "X: N x D; Y: N x K",
        {"delta_Z": "P.*(Y*ones(K, K)) - Y"},
        "X'*delta_Z",
    ),
    ("z = 2*x; a = sigmoid(W*z + b); L = -y'*log(a)", "W, b", "x: n", {"delta_u": "a.*y - y"}, "delta_u*z'"),
    (
        "a[1] = tanh(W[1]*x); a[2] = sigmoid(W[2]*a[1]); L = -y'*log(a[2]) - (1 - y)'*log(1 - a[2])",
        "W[1], W[2]",
        "x: n",
        {"delta_z[2]": "a[2] - y", "delta_a[1]": "W[2]'*delta_z[2]"},
        "((ones(M) - a[1].^2).*delta_a[1])*x'",
    ),
    ("h = tanh(W*x); L = norm(h - y)^2", "W, x", None, {"delta_h": "2*(h - y)"}, "((ones(M) - h.^2).*delta_h)*x'"),
]


@pytest.mark.parametrize(("text", "wrt", "where", "deltas", "first"), CANCELS)
def test_where_the_quotients_of_a_loss_cancel_the_argument_has_a_name(
    text: str, wrt: str, where: str | None, deltas: dict[str, str], first: str
) -> None:
    d = symjac.derive(text, wrt, where)
    assert {n: str(e) for n, e in d.definitions.items() if n.startswith("delta")} == deltas
    assert str(d.result) == first and not d.conditions


def test_a_saturated_activation_has_a_derivative() -> None:
    d = symjac.derive(CANCELS[0][0], "W, b", "x: n")
    with np.errstate(all="raise", under="ignore"):
        found = d.function()(W=np.diag([1000.0, -1000.0]), x=np.ones(2), b=np.zeros(2), y=np.array([0.0, 1.0]))
    np.testing.assert_allclose(found["b"], [1.0, -1.0])


def test_a_gradient_that_happens_to_be_zero_is_no_mistake() -> None:
    """Where the entries of v_2 are equal, and so are those of x_1, δ − 2(δ'v_2)v_2 is zero but for rounding."""
    d = symjac.derive(
        "q[1] = v1.*v1; h_3 = exp(-norm(v2)^2)*v2; "
        "L = -x1'*log(sigmoid(h_3)) - (1 - x1)'*log(1 - sigmoid(h_3)) - g1'*log(softmax(q[1]))",
        "v1, v2, x1, g1",
        "v1: n; v2: n; x1: n; g1: n",
    )
    assert str(d.results["v2"]) == "exp(-norm(v_2)^2)*(delta_h_3 - 2*(delta_h_3'*v_2)*v_2)'"
