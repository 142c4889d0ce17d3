"""Long and deep formulas: written in the names of their definitions, refused by name, and never at a cost beyond their length."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import symjac
import symjac.language.meaning
from tests.helpers.work import work


def layers(n: int, first: str, layer: str, last: str) -> str:
    """h[1] from `first`, h[l] from h[l-1], which is @ in `layer`, and `last` of h[n]; # is l."""
    lines = [f"h[1] = {first}", *(f"h[{l}] = {layer.replace('@', f'h[{l - 1}]').replace('#', str(l))}" for l in range(2, n + 1))]
    return "; ".join([*lines, last.replace("@", f"h[{n}]")])


def network(n: int) -> str:
    return layers(n, "tanh(W[1]*x)", "tanh(W[#]*@)", "L = norm(@ - y)^2")


def residual(n: int) -> str:
    return layers(n, "x", "@ + W[#]*tanh(@)", "L = norm(@ - y)^2")


def doubled(n: int, step: str, last: str, first: str = "x") -> str:
    return layers(n, first, step, last)


@pytest.mark.parametrize("n", [20, 28, 100])
@pytest.mark.parametrize("wrt", ["x", "W[1]", "W[2]"])
def test_a_deep_loss_by_one_variable_is_written_in_names(n: int, wrt: str) -> None:
    d = symjac.derive(network(n), wrt)
    assert d.style == "backprop"
    assert len(d.render("latex")) < 10_000


def test_what_grows_too_long_on_the_way_is_begun_again_in_names() -> None:
    """f can be written out, and so can its derivative, but not the lines between: a softmax has many."""
    d = symjac.derive(layers(7, "x", "softmax(W*@) + @", "norm(@)^2"), "W", "x: n")
    assert d.style == "backprop" and d.check


def test_a_loss_of_a_few_layers_is_written_out() -> None:
    assert symjac.derive(network(3), "x").style == "chain"


@pytest.mark.parametrize("n", [20, 40])
def test_residual_networks_are_as_long_as_their_statements(n: int) -> None:
    """Written out, every layer would double what is before it."""
    d = symjac.derive(residual(n), "W[2], W[3]", "x: n; y: n")
    assert d.style == "backprop"
    random = np.random.default_rng(3)
    values = {f"W{l}": random.normal(size=(3, 3)) / n for l in range(2, n + 1)} | {"x": random.normal(size=3), "y": np.ones(3)}
    found = d.function()(**values)["W[3]"]

    def f(W3: np.ndarray) -> float:
        h = values["x"]
        for l in range(2, n + 1):
            h = h + (W3 if l == 3 else values[f"W{l}"]) @ np.tanh(h)
        return float(np.sum((h - values["y"]) ** 2))

    step = 1e-6 * np.eye(9).reshape(9, 3, 3)
    numeric = np.reshape([(f(values["W3"] + e) - f(values["W3"] - e)) / 2e-6 for e in step], (3, 3))
    assert np.allclose(found, numeric, rtol=1e-5, atol=1e-7)


def test_values_that_grow_from_layer_to_layer_are_checked() -> None:
    """|z| is differenced on the scale of z: beside 10¹⁰⁰ a fixed step would be nothing."""
    sizes = "; ".join(f"W[{l}]: 9 x 9 positive" for l in range(1, 601))
    f = layers(600, "relu(W[1]*x)", "relu(W[#]*@)", "norm(@ - y)^2")
    d = symjac.derive(f, "W[7], W[239]", f"{sizes}; x: 9 positive; y: 9")
    assert d.check


@pytest.mark.parametrize("style", ["components", "chain", "differential", "sums"])
@pytest.mark.parametrize(
    ("f", "wrt", "where"),
    [
        (layers(100, "tanh(w[1]*t)", "tanh(w[#]*@ + b)", "f = @^2"), "w[1], b", "t: scalar; b: scalar"),
        (layers(100, "sin(t)", "sin(@)", "f = @^2"), "t", "t: scalar"),
        (network(100), "x", None),
    ],
    ids=["scalars", "scalar", "column"],
)
def test_what_is_deep_is_refused_in_the_other_styles(style: str, f: str, wrt: str, where: str | None) -> None:
    with pytest.raises(symjac.SymjacError) as refused:
        symjac.derive(f, wrt, where, style=style)
    assert "deep" in str(refused.value) or "wants" in str(refused.value) or "shorter" in str(refused.value)


@pytest.mark.parametrize("wrt", ["w[1], b", "t"])
def test_second_derivatives_of_what_is_deep_are_refused_at_once(wrt: str) -> None:
    f = layers(400, "tanh(w[1]*t)", "tanh(w[#]*@ + b)", "f = @^2")
    with work() as done, pytest.raises(symjac.LimitError, match="nested more than 60 deep"):
        symjac.derive(f, wrt, "t: scalar; b: scalar", order=2)
    assert done.calls < 3_000_000


def test_a_formula_longer_than_a_page_is_written_in_names() -> None:
    assert symjac.derive(doubled(7, "sin(@).*@", "sum(@)"), "x", "x: n").style == "chain"
    assert symjac.derive(doubled(10, "sin(@).*@", "sum(@)"), "x", "x: n").style == "backprop"


def test_a_long_formula_is_laid_out_in_few_looks() -> None:
    """How wide a part is is asked again for every line that is tried."""
    d = symjac.derive(doubled(7, "sin(@).*@", "sum(@)"), "x", "x: n", style="chain")
    d.render("text")  # what is loaded once
    with work() as done:
        d.render("latex")
    assert done.calls < 2_000_000


@pytest.mark.parametrize("n", [30, 300])
def test_what_doubles_in_every_statement_is_derived_in_names(n: int) -> None:
    assert symjac.derive(doubled(n, "sin(@).*@", "sum(@)"), "x", "x: n").style == "backprop"
    with pytest.raises(symjac.LimitError):
        symjac.derive(doubled(n, "sin(@).*@", "@"), "x", "x: n")
    with pytest.raises(symjac.LimitError):
        symjac.derive(doubled(n, "sin(@).*@", "sum(@)"), "x", "x: n", order=2)


def test_a_product_that_doubles_is_not_multiplied_out() -> None:
    with work() as done:
        assert symjac.derive(doubled(60, "@*C*@", "tr(@)", "A"), "A", "A: n x n; C: n x n").style == "backprop"
    assert done.calls < 3_000_000


def test_products_that_grow_with_every_statement_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    f = layers(100, "A[1]", "@*A[#]", "norm(@*x)^2")
    assert symjac.derive(f, "x").style in ("chain", "backprop", "differential")
    monkeypatch.setattr(symjac.language.meaning, "BUILT", 5_000)
    with pytest.raises(symjac.LimitError, match="more than 5000 parts"):
        symjac.derive(f, "x")


def test_the_docstring_of_a_long_function_is_in_its_names() -> None:
    source = symjac.derive(residual(20), "all", "x: n constant; y: n constant").code()
    assert "The derivative of norm(h[20] - y)^2 by W[2], W[3]" in source
    assert "h[2] = h[1] + W[2]*tanh(h[1])" in source
    assert "by W[2]: delta[2]*tanh(h[1])'" in source
    assert "delta[2] = " in source


def many(n: int, kind: str) -> tuple[str, str, str]:
    terms = [f"norm(A_{k}*x - b_{k})^2" for k in range(1, n + 1)]
    if kind == "squares":
        return " + ".join(terms), "x", "x: n"
    if kind == "definitions":
        named = [f"r_{k} = A_{k}*x - b_{k}" for k in range(1, n + 1)]
        return "; ".join([*named, " + ".join(f"norm(r_{k})^2" for k in range(1, n + 1))]), "x", "x: n"
    return layers(n, "tanh(W*x)", "tanh(W*@)", "L = norm(@ - y)^2"), "W", "x: n; y: n"


@pytest.mark.parametrize("kind", ["squares", "definitions", "shared"])
def test_the_work_grows_with_the_length_and_no_faster(kind: str) -> None:
    """Deriving, checking, laying out: four times the terms are not more than six times the calls."""

    def calls(n: int) -> list[int]:
        with work() as derived:
            d = symjac.derive(*many(n, kind))
        with work() as written:
            d.render("latex")
        return [derived.calls, written.calls]

    calls(3)  # what is loaded once
    assert all(large < 6 * small for small, large in zip(calls(20), calls(80), strict=True))


def test_values_of_layers_go_by_the_names_of_emitted_code() -> None:
    """W1 is W_1; where there is none, it is W[1], which cannot be a keyword."""
    d = symjac.derive(network(2), "all", "x: n constant; y: m constant")
    values = {"W1": np.ones((3, 2)), "W2": np.ones((4, 3)), "x": np.ones(2), "y": np.zeros(4)}
    assert np.allclose(d.evaluate(**values), d.function()(**values)["W[1]"])
    assert d.results["W1"] is d.results["W[1]"]
    with pytest.raises(symjac.DomainError, match=r"W\[1\] is given twice"):
        d.evaluate({"W[1]": np.ones((3, 2))}, **values)
    with pytest.raises(symjac.DomainError, match="there is no variable 'W_3'"):
        d.evaluate(W3=1.0, **values)


@pytest.mark.parametrize("format", ["json", "html", "markdown", "typst", "text"])
def test_every_format_holds_what_is_written_in_names(format: str) -> None:
    assert len(symjac.derive(residual(20), "all", "x: n constant; y: n constant").render(format)) > 500


def test_a_graph_of_a_deep_loss() -> None:
    assert symjac.derive(residual(14), "W[2]", "x: n; y: n", style="graph").check


@pytest.mark.parametrize("ask", [symjac.minimize, symjac.convexity])
def test_optima_of_what_is_deep_are_refused_at_once(ask: Any) -> None:
    with work() as done, pytest.raises(symjac.LimitError, match="nested more than 60 deep"):
        ask(layers(100, "tanh(w[1]*t)", "tanh(w[#]*@ + b)", "@^2"), "b", "t: scalar; b: scalar")
    assert done.calls < 3_000_000
