"""Losses of a network by name: against the style `backprop` and NumPy, refused where they do not fit, planted errors caught."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import symjac
from symjac import cli
from symjac.errors import CheckError, DomainError, ParseError, SymjacError, UnsupportedError
from symjac.expr.make import add, mul, neg, number, transpose
from symjac.pages.board import Worked
from symjac.pages.network import losses, output, softmax
from symjac.pages.network.losses import LOSSES

Array = Any
SIGMOID = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731
ACTIVATIONS = {"tanh": np.tanh, "sigmoid": SIGMOID, "softmax": lambda z: np.exp(z) / np.exp(z).sum(), "identity": lambda z: z}
FUNCTIONS = {
    "mse": lambda a, y: np.sum((a - y) ** 2) / 2,
    "crossentropy": lambda a, y: -np.sum(y * np.log(a)),
    "bce": lambda a, y: -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)),
}
FORMULAS = {
    "mse": "1/2*norm(a[2] - y)^2",
    "crossentropy": "-y'*log(a[2])",
    "bce": "-y'*log(a[2]) - (ones(3) - y)'*log(ones(3) - a[2])",
}
CASES = [
    ("crossentropy", "softmax", [0.2, 0.5, 0.3]), ("crossentropy", "softmax", [0, 1, 0]), ("bce", "sigmoid", [0.2, 1, 0]),
    ("mse", "softmax", [0.2, 0.5, 0.3]), ("mse", "sigmoid", [0.2, 1, 0]), ("mse", "identity", [-3, 2, 0.5]),
]  # fmt: skip


def words(w: Worked) -> str:
    return " ".join(w.render("text").replace("\u00a0", " ").split())


def numbers(y: list[float], seed: int = 3) -> dict[str, Array]:
    random = np.random.default_rng(seed)
    shapes = {"W1": (4, 2), "b1": (4,), "W2": (len(y), 4), "b2": (len(y),), "x": (2,)}
    return {name: random.normal(size=shape).round(2) for name, shape in shapes.items()} | {"y": np.array(y)}


def value(loss: str, last: str, at: dict[str, Array]) -> float:
    hidden = np.tanh(at["W1"] @ at["x"] + at["b1"])
    return float(FUNCTIONS[loss](ACTIVATIONS[last](at["W2"] @ hidden + at["b2"]), at["y"]))


@pytest.mark.parametrize(("loss", "last", "y"), CASES)
def test_the_page_the_style_backprop_and_differences_agree(loss: str, last: str, y: list[float]) -> None:
    at = numbers(y)
    w = symjac.network(f"2 -> 4 -> {len(y)}, tanh, {last}", show="gradients", loss=loss, **at)
    assert w.check is not None and w.check.digits >= 30
    layers = f"z[1] = W[1]*x + b[1]; a[1] = tanh(z[1]); z[2] = W[2]*a[1] + b[2]; a[2] = {last}(z[2])".replace(
        "identity(z[2])", "z[2]"
    )
    shapes = f"x: 2; y: {len(y)}; W[1]: 4 x 2; W[2]: {len(y)} x 4; b[1]: 4; b[2]: {len(y)}"
    d = symjac.derive(f"{layers}; E = {FORMULAS[loss]}", "W[1], b[1], W[2], b[2]", shapes, style="backprop")
    by_style = d.function("numpy")(**at)
    for name in ("W[1]", "b[1]", "W[2]", "b[2]"):
        plain = name.replace("[", "").replace("]", "")
        by_page = w.values[f"dE/d{name}"].reshape(at[plain].shape)
        np.testing.assert_allclose(by_page, by_style[name], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(by_page, slope(loss, last, at, plain), atol=1e-6)


def slope(loss: str, last: str, at: dict[str, Array], name: str, h: float = 1e-6) -> Array:
    found = np.zeros(at[name].shape)
    for place in np.ndindex(found.shape):
        moved = []
        for step in (h, -h):
            other = at[name].copy()
            other[place] += step
            moved.append(value(loss, last, {**at, name: other}))
        found[place] = (moved[0] - moved[1]) / (2 * h)
    return found


@pytest.mark.parametrize(
    ("layers", "loss", "lines"),
    [
        ("n -> p -> m, tanh, softmax", "crossentropy", [
            "E = −yᵀ log(a⁽²⁾)", "∇_(a⁽²⁾)E = −(y ⊘ a⁽²⁾)ᵀ", "= aᵢ⁽²⁾(δᵢⱼ − aⱼ⁽²⁾), 1 ≤ i, j ≤ m",
            "∇_(z⁽²⁾)a⁽²⁾ = diag(a⁽²⁾) − a⁽²⁾a⁽²⁾ᵀ", "= (a⁽²⁾ − y)ᵀ. (∑ᵢ yᵢ = 1)", "δ⁽²⁾ = a⁽²⁾ − y.",
        ]),
        ("n -> p -> m, tanh, sigmoid", "bce", [
            "E = −yᵀ log(a⁽²⁾) − (𝟏 − y)ᵀ log(𝟏 − a⁽²⁾)", "((a⁽²⁾ − y) ⊘ (a⁽²⁾ ⊙ (𝟏 − a⁽²⁾)))ᵀ", "δ⁽²⁾ = a⁽²⁾ − y.",
        ]),
        ("n -> 1, sigmoid", "bce", ["E = −y log(a⁽¹⁾) − (1 − y) log(1 − a⁽¹⁾)", "a number from 0 to 1", "δ⁽¹⁾ = a⁽¹⁾ − y."]),
        ("n -> m, softmax", "mse", ["Half the squared error", "δ⁽¹⁾ = a⁽¹⁾ ⊙ (a⁽¹⁾ − y − (a⁽¹⁾ − y)ᵀa⁽¹⁾𝟏)"]),
        ("n_0 -> ... -> n_L, relu, softmax", "crossentropy", ["δ⁽ᴸ⁾ = a⁽ᴸ⁾ − y."]),
    ],
)  # fmt: skip
def test_the_error_of_the_output_is_derived(layers: str, loss: str, lines: list[str]) -> None:
    w = symjac.network(layers, loss=loss, show="gradients")
    text = words(w)
    assert [line for line in lines if line not in text.replace("((a⁽¹⁾ − y)ᵀa⁽¹⁾)", "(a⁽¹⁾ − y)ᵀa⁽¹⁾")] == []
    assert w.check is not None and w.check.lines > 10


def test_squared_error_is_what_is_meant_where_nothing_is_said() -> None:
    line = "2 -> 2, tanh"
    assert str(symjac.network(line, show="gradients")) == str(symjac.network(line, show="gradients", loss="mse"))
    assert "E = ½‖a⁽¹⁾ − y‖²" in words(symjac.network(line + "; loss = mse", show="gradients"))


@pytest.mark.parametrize("spelled", ["crossentropy", "cross-entropy", "Cross_Entropy"])
def test_the_loss_stands_in_the_line_or_beside_it(spelled: str) -> None:
    line = "2 -> 3, softmax"
    found = {str(symjac.network(f"{line}; loss: {spelled}", show="all")), str(symjac.network(line, loss=spelled, show="all"))}
    assert len(found) == 1 and "The gradient of the cross-entropy" in found.pop()


def test_every_section_knows_softmax() -> None:
    text = words(symjac.network("n -> m, softmax", show="layers,jacobians"))
    assert "exp(zᵢ⁽¹⁾)" in text and "acts on every entry" not in text and "depends on zᵢ⁽¹⁾ alone" not in text
    assert "∂aᵢ⁽¹⁾/∂zⱼ⁽¹⁾ = aᵢ⁽¹⁾(δᵢⱼ − aⱼ⁽¹⁾)" in text


# ---- data ---------------------------------------------------------------------------------------------------------

DATA = [([1, 0.5], [1, 0]), ([0, 1], [0.3, 0.7]), ([2, 2], [0, 1]), ([1, -1], [0.5, 0.5])]
NET = "2 -> 2, softmax; W = [1, 2; 3, 1]; b = [0; 0.5]"


@pytest.mark.parametrize("count", [1, 2, 4])
def test_gradients_are_added_up_over_the_data(count: int) -> None:
    pairs = DATA[:count]
    w = symjac.network(NET, loss="crossentropy", data=pairs, show="table,gradients")
    W, b, by_W, total = np.array([[1, 2], [3, 1]]), np.array([0, 0.5]), np.zeros((2, 2)), 0.0
    for x, y in pairs:
        a = ACTIVATIONS["softmax"](W @ np.array(x) + b)
        by_W += np.outer(a - y, x)
        total += FUNCTIONS["crossentropy"](a, np.array(y))
    np.testing.assert_allclose(w.values["dE/dW[1]"], by_W, rtol=1e-9)
    text = words(w)
    assert f"∑ E ≈ {total:.4f}" in text and text.count("The cross-entropy is") == min(count, 3)
    assert ("Example 1: the input is (1, 0.5)." in text) == (count > 1)


def test_choices_are_compared_by_the_loss() -> None:
    tries = ["w = 10, b = 0", "w = -5, b = 5"]
    w = symjac.network("1 -> 1, sigmoid", loss="bce", data="0 -> 1; 1 -> 0", tries=tries)
    of = lambda a, b: sum(FUNCTIONS["bce"](SIGMOID(a * x + b), np.array(y)) for x, y in ((0, 1), (1, 0)))  # noqa: E731
    np.testing.assert_allclose(w.values["losses"], [of(10, 0), of(-5, 5)])
    assert "Choice b) (−5, 5) does best: its binary cross-entropy is the least" in words(w)


# ---- what does not fit ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"description": "2 -> 2, tanh", "loss": "crossentropy"}, UnsupportedError, "needs an output layer with softmax"),
        ({"description": "2 -> 2", "loss": "bce"}, UnsupportedError, "needs an output layer with sigmoid"),
        ({"description": "2 -> 2, softmax", "loss": "bce"}, UnsupportedError, "the loss crossentropy"),
        ({"description": "2 -> 2 -> 2, softmax, tanh"}, UnsupportedError, "output layer only"),
        ({"description": "2 -> 2 -> 2, softmax"}, UnsupportedError, "output layer only"),
        ({"description": "2 -> 1, softmax"}, UnsupportedError, "always 1"),
        ({"description": "2 -> 2, softmax", "loss": "hinge"}, ParseError, "no loss 'hinge'"),
        ({"description": "2 -> 2, softmax; loss = hinge"}, ParseError, r"no loss 'hinge'[\s\S]*\^"),
        ({"description": "2 -> 2, softmax; loss = mse", "loss": "mse"}, ParseError, "given twice"),
        ({"description": NET + "; y = [0.5; 0.6]", "loss": "crossentropy"}, DomainError, "add up to 1"),
        ({"description": NET + "; y = [1.5; -0.5]", "loss": "crossentropy"}, DomainError, "between 0 and 1"),
        ({"description": NET, "loss": "crossentropy", "data": "[1; 0] -> [1; 1]"}, DomainError, "add up to 1"),
        ({"description": "1 -> 1, sigmoid", "loss": "bce", "data": "1 -> 2"}, DomainError, "between 0 and 1"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_by_name(options: dict[str, Any], error: type[SymjacError], message: str) -> None:
    with pytest.raises(error, match=message):
        symjac.network(**options)


def test_probabilities_in_floating_point_add_up() -> None:
    third = np.ones(3) / 3
    w = symjac.network("1 -> 3, softmax", loss="crossentropy", W=[[1], [2], [3]], b=[0, 0, 0], x=1, y=third, show="gradients")
    assert w.check is not None


# ---- planted errors -------------------------------------------------------------------------------------------------

CE, BCE = {"description": "2 -> 2, softmax", "loss": "crossentropy"}, {"description": "2 -> 2, sigmoid", "loss": "bce"}
PLANTED: list[tuple[str, Any, str, Any, dict[str, Any]]] = [
    ("y − p for p − y", output, "error", lambda net: add(net.y, neg(net.a(net.depth))), CE),
    ("softmax taken entry by entry", softmax, "jacobian", lambda a: symjac.parse("diag(a)"), CE),
    ("targets whose sum need not be 1", output, "targets", lambda board, net: None, CE),
    ("the quotient rule without its square", softmax, "power", lambda s, k: s, CE),
    ("the loss forgets 1 − y", output, "by_output", lambda net: neg(net.y), BCE),
    ("a fraction upside down", losses, "over", lambda a, b: mul(a, transpose(a), b), BCE),
    ("the slope of the output counted twice", output, "jacobian", lambda net: mul(number(2), softmax.jacobian(net.a(1))), CE),
]  # fmt: skip


@pytest.mark.parametrize(("name", "owner", "attribute", "wrong", "options"), PLANTED, ids=[case[0] for case in PLANTED])
def test_a_planted_error_is_caught(
    name: str, owner: Any, attribute: str, wrong: Any, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert symjac.network(**options, show="gradients").check is not None
    monkeypatch.setattr(owner, attribute, wrong)
    with pytest.raises((CheckError, symjac.ShapeError)):
        symjac.network(**options, show="gradients")


# ---- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", LOSSES)
def test_the_command(loss: str, capsys: pytest.CaptureFixture[str]) -> None:
    last = LOSSES[loss].output or "tanh"
    assert cli.main(["network", f"3 -> 2, {last}", "--loss", loss, "--show", "gradients", "--format", "latex"]) == 0
    assert "delta" in capsys.readouterr().out


def test_the_command_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["network", "3 -> 2, tanh", "--loss", "bce"]) == 2
    assert "needs an output layer with sigmoid" in capsys.readouterr().err
