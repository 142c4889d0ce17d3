"""Networks: the numbers of the notes, forward passes against NumPy, gradients against differences, mistakes, planted errors."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symjac
from symjac import cli
from symjac.derivation import decimals
from symjac.errors import CheckError, DomainError, LimitError, ParseError, ShapeError, SymjacError, UnsupportedError
from symjac.expr.looks import written
from symjac.expr.make import add, mul, neg, number, transpose
from symjac.pages.activation import Activation
from symjac.pages.board import Worked
from symjac.pages.network import backprop, compare, diagram, equations, forward, jacobians, output, table
from symjac.pages.network.model import Network
from symjac.pages.network.read import network_from
from symjac.verify import rounding
from symjac.writing.block import Table
from symjac.writing.box import Box, Fence, Infix, Num, Row, Script, Sym
from symjac.writing.draw import texts
from symjac.writing.drawing import Circle, Drawing, Label
from symjac.writing.formats.text.page import box as look
from symjac.writing.plot import letters
from symjac.writing.signs import nabla, partial
from tests.helpers.reading import read, read_back
from tests.helpers.values import floats
from tests.helpers.work import work

N16 = "3 -> 2, tanh; W1 = [-2, 4, -1; 6, 0, -3]; b1 = [0.1; -2.5]; x = [0.3; 0.4; 0.1]"
NOT = "0 -> 1; 1 -> 0"
TRIES = ["w = 10, b = 0", "w = -3, b = 0", "w = 3, b = 1", "w = -5, b = 5", "w = 0, b = 5"]
SWISH = "swish(t) = t/(1 + exp(-t))"
LEAKY = "leaky(t) = relu(t) - 0.1*relu(-t)"
SLOPES: dict[str, Callable[[Any], Any]] = {
    "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "relu": lambda z: np.maximum(z, 0), "identity": lambda z: z,
    "softplus": lambda z: np.log1p(np.exp(z)), "sin": np.sin, "swish": lambda z: z / (1 + np.exp(-z)),
    "leaky": lambda z: np.maximum(z, 0) - 0.1 * np.maximum(-z, 0),
}  # fmt: skip
OWN = {"swish": SWISH, "leaky": LEAKY}


def words(w: Worked) -> str:
    return " ".join(w.render("text").replace("\u00a0", " ").split())


# ---- the notes ----------------------------------------------------------------------------------------------------


def test_n16_step_by_step() -> None:
    w = symjac.network(N16, digits=2)
    text = str(w)
    for shown in ("0.9", "1.5", "1.0", "−1.0", "0.76", "−0.76", "−0.6 + 1.6 − 0.1", "tanh(1)", "⇒", "∴"):
        assert shown in text
    np.testing.assert_allclose(w.values["z[1]"], [[1], [-1]], atol=1e-15)
    np.testing.assert_allclose(w.values["a[1]"], np.tanh([[1], [-1]]))
    assert w.check is not None and w.check.lines == 12


def test_n15_the_winner() -> None:
    w = symjac.network("1 -> 1, tanh", data=NOT, tries=TRIES)
    text = words(w)
    assert "Choice d) (−5, 5) does best" in text
    assert "a⁽¹⁾(0) = tanh(5) ≈ 0.9999" in text and "a⁽¹⁾(1) = tanh(0) = 0" in text
    squares = [
        sum((y - np.tanh(a * x + b)) ** 2 for x, y in ((0, 1), (1, 0))) for a, b in ((10, 0), (-3, 0), (3, 1), (-5, 5), (0, 5))
    ]
    np.testing.assert_allclose(w.values["squares"], squares)
    assert w.check is not None and w.check.lines > 5 * 5


def test_what_saturates_is_not_said_to_be_equal() -> None:
    """To a hundred digits tanh(1000) is 1 and exp(−10000) is 0; neither is."""
    text = words(symjac.network("1 -> 1, tanh; w = 1000; b = 0; x = 1"))
    assert "tanh(1000) ≈ 1.0000" in text
    assert "exp(−10000) ≈ 1.1 · 10⁻⁴³⁴³" in words(symjac.network("1 -> 1, exp; w = 1; b = 0; x = -10000"))
    assert "10⁴³⁴²" in words(symjac.network("1 -> 1, exp; w = 1; b = 0; x = 10000"))
    ties = ["w = 1000, b = 500", "w = 2000, b = 500"]
    assert "to 30 digits equally well" in words(symjac.network("1 -> 1, tanh", data=NOT, tries=ties))


def test_special_values_are_exact() -> None:
    assert "σ(0) = 0.5" in words(symjac.network("1 -> 1, sigmoid; w = 1; b = 0; x = 0"))
    w = symjac.network("1 -> 1, tanh", data=NOT, tries=["w = 0, b = 0", "w = 0, b = 0"])
    assert "do equally well and best" in words(w) and w.values["squares"] == [1, 1]


# ---- against NumPy ------------------------------------------------------------------------------------------------


class Case:
    """A random network, and the same in NumPy."""

    def __init__(self, sizes: list[int], activations: list[str], seed: int) -> None:
        random = np.random.default_rng(seed)
        self.sizes, self.activations = sizes, activations
        pairs = list(zip(sizes[1:], sizes, strict=False))
        self.values: dict[str, Any] = {"x": random.normal(size=sizes[0]).round(2), "y": random.normal(size=sizes[-1]).round(2)}
        for l, (m, n) in enumerate(pairs, 1):
            self.values |= {f"W{l}": random.normal(size=(m, n)).round(2), f"b{l}": random.normal(size=m).round(2)}

    @property
    def text(self) -> str:
        own = [OWN[name] for name in dict.fromkeys(self.activations) if name in OWN]
        return "; ".join([" -> ".join(map(str, self.sizes)) + ", " + ", ".join(self.activations), *own])

    def network(self, **options: Any) -> Worked:
        """Activations of one's own have to be used in the order in which they are defined."""
        return symjac.network(self.text, **options, **self.values)

    def layers(self, values: dict[str, Any]) -> list[Any]:
        a, found = values["x"], []
        for l, name in enumerate(self.activations, 1):
            a = SLOPES[name](values[f"W{l}"] @ a + values[f"b{l}"])
            found.append(a)
        return found

    def loss(self, values: dict[str, Any]) -> float:
        return float(np.sum((self.layers(values)[-1] - values["y"]) ** 2) / 2)

    def slope(self, name: str, f: Callable[[dict[str, Any]], Any], h: float = 1e-6) -> Any:
        """∂f/∂(every entry of the value of this name), by central differences."""
        found = []
        for place in np.ndindex(self.values[name].shape):
            moved = []
            for step in (h, -h):
                other = self.values[name].astype(float).copy()
                other[place] += step
                moved.append(np.asarray(f({**self.values, name: other})))
            found.append((moved[0] - moved[1]) / (2 * h))
        return np.array(found)


CASES = [
    Case([1, 1], ["tanh"], 1), Case([1, 3], ["sigmoid"], 2), Case([4, 1], ["softplus"], 3), Case([5, 2], ["leaky"], 4),
    Case([2, 1, 1, 3], ["tanh"] * 3, 5), Case([3, 2, 1], ["swish", "identity"], 6), Case([1, 5, 4], ["relu", "sin"], 7),
    Case([2, 2, 2, 2, 2], ["sin"] * 4, 8), Case([1] * 7, ["tanh"] * 6, 9), Case([4, 3, 5, 2], ["tanh", "relu", "sigmoid"], 10),
]  # fmt: skip
cases = pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)


@cases
@pytest.mark.parametrize("first", [0, 1])
def test_forward_pass_and_gradients(case: Case, first: int) -> None:
    w = case.network(show="forward,gradients", first=first)
    assert w.check is not None and w.check.lines > 0
    for l, a in enumerate(case.layers(case.values), 1):
        np.testing.assert_allclose(w.values[f"a[{l}]"][:, 0], a, rtol=1e-9)
    for l, (m, n) in enumerate(zip(case.sizes[1:], case.sizes, strict=False), 1):
        W = "w" if m == n == 1 else "W"
        by_W, by_b = w.values[f"dE/d{W}[{l}]"], w.values[f"dE/db[{l}]"]
        np.testing.assert_allclose(by_W.ravel(), case.slope(f"W{l}", case.loss), atol=2e-7)
        np.testing.assert_allclose(by_b.ravel(), case.slope(f"b{l}", case.loss), atol=2e-7)
        assert by_W.shape == (m, n) and by_b.shape == w.values[f"delta[{l}]"].shape == (m, 1)


@cases
def test_jacobian_of_the_network(case: Case) -> None:
    """The product that is written, at the numbers, against differences of a NumPy forward pass."""
    net = network_from(case.text, {k: v for k, v in case.values.items() if k != "y"})
    order = reversed(net.layers)
    written = mul(*(f for l in order for f in (jacobians.slope(net, l), net.W(l))))
    from tests.helpers.values import floats

    found = floats(net.constant(written))
    np.testing.assert_allclose(found, case.slope("x", lambda v: case.layers(v)[-1]).T.reshape(found.shape), atol=2e-7)


@settings(derandomize=True, max_examples=25, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    names=st.sampled_from(["tanh", "sigmoid", "relu", "identity", "softplus", "sin", "swish", "leaky"]),
    seed=st.integers(0, 10**6),
)
def test_forward_pass_of_any_network(sizes: list[int], names: str, seed: int) -> None:
    case = Case(sizes, [names] * (len(sizes) - 1), seed)
    w = case.network(show="forward")
    for l, a in enumerate(case.layers(case.values), 1):
        np.testing.assert_allclose(w.values[f"a[{l}]"][:, 0], a, rtol=1e-9, atol=1e-12)


def test_table_and_outputs() -> None:
    w = symjac.network("2 -> 1, sigmoid; W = [1, -2]; b = 0.5", data="[0, 1] -> 0; [2; 1] -> 1; ones(2) -> 1/3")
    outputs = [float(a[0, 0]) for a in w.values["outputs"]]
    np.testing.assert_allclose(outputs, [1 / (1 + np.exp(-z)) for z in (-1.5, 0.5, -0.5)])
    squares = sum((y - a) ** 2 for y, a in zip((0, 1, 1 / 3), outputs, strict=True))
    assert f"{squares:.4f}" in words(w)


# ---- every page is checked ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sizes", ["3 -> 2", "1 -> 1", "1 -> 3", "3 -> 1", "n -> m", "n -> 1", "1 -> n", "n -> n -> n", "784 -> 128 -> 10"]
)
@pytest.mark.parametrize("activation", ["", ", tanh", ", relu", ", identity", f", swish; {SWISH}"])
@pytest.mark.parametrize("first", [0, 1])
def test_every_section_is_checked(sizes: str, activation: str, first: int) -> None:
    for show in ("layers", "jacobians", "gradients"):
        w = symjac.network(sizes + activation, show=show, first=first)
        assert w.check is not None and w.check.lines > 0
        assert w.check.exact or w.check.digits >= 30


def test_large_layers_are_checked_in_small() -> None:
    w = symjac.network("784 -> 128 -> 10, relu", show="all")
    text = words(w)
    assert "ℝ⁷⁸⁴" in text and "in place of 784" in text and "784 inputs" in text
    assert "783" in words(symjac.network("784 -> 10", first=0))


@pytest.mark.parametrize("depth", [6, 20, 50])
def test_depth_is_cheap(depth: int) -> None:
    """Fractions would treble in length from layer to layer."""
    with work() as done:
        w = symjac.network(" -> ".join(["2"] * (depth + 1)), show="all")
    assert done.calls < 8_000_000 and w.check is not None and w.check.lines > depth


@pytest.mark.parametrize("format", texts())
def test_every_format(format: str) -> None:
    assert symjac.network(N16 + "; y = [1; 0]", show="all", data="[1, 2, 3] -> [1, 0]").render(format)


def test_kinks_are_told() -> None:
    assert "is differentiable" in words(symjac.network("2 -> 2, relu", show="gradients"))
    assert "is differentiable" not in words(symjac.network("2 -> 2, tanh", show="gradients"))


def test_relu_at_its_kink() -> None:
    at = "2 -> 2, relu; W = [1, 0; 0, 1]; b = [0; 0]; y = [1; 1]; x = "
    assert symjac.network(at + "[0; -1]").values["a[1]"].tolist() == [[0], [0]]
    with pytest.raises(DomainError, match="derivative does not exist"):
        symjac.network(at + "[0; -1]", show="gradients")
    off = symjac.network(at + "[-2; -1]", show="gradients")
    assert not off.values["dE/dW[1]"].any()


# ---- planted errors -----------------------------------------------------------------------------------------------

FULL = N16 + "; y = [1; 0]"
BY_OUTPUT = output.by_output
ROUNDED = decimals.rounded_term


def untransposed(net: Network, l: int) -> Any:
    return mul(net.W(l + 1), backprop.delta(net, l + 1))


def wrong_digit(e: Any, digits: int) -> Any:
    return ROUNDED(add(e, number(Fraction(1, 10**digits)) if e.is_scalar else e), digits)


BY_WEIGHTS = backprop.by_weights
PLANTED: list[tuple[str, Any, str, Any, dict[str, Any]]] = [
    ("the slope of the output forgotten", backprop, "error", lambda net, l: output.by_output(net), {"show": "gradients"}),
    ("y − a in place of a − y", output, "by_output", lambda net: add(net.y, neg(net.a(net.depth))), {"show": "gradients"}),
    ("no transpose on the way back", backprop, "carried_back", untransposed,
     {"description": "2 -> 2 -> 2, tanh", "show": "gradients"}),
    ("δ without its input", backprop, "by_weights", lambda net, l: mul(backprop.delta(net, l), backprop.delta(net, l)),
     {"description": "2 -> 1, tanh", "show": "gradients"}),
    ("a product for ⊙", backprop, "times", lambda a, b: a, {"description": "2 -> 2 -> 2, tanh", "show": "gradients"}),
    ("the gradient of another loss", output, "by_output", lambda net: mul(number(2), BY_OUTPUT(net)), {"show": "gradients"}),
    ("the slope of the output forgotten, in numbers alone", backprop, "error", lambda net, l: output.by_output(net),
     {"show": "backward"}),
    ("δ without its input, in numbers alone", backprop, "by_weights", lambda net, l: mul(number(2), BY_WEIGHTS(net, l)),
     {"show": "backward"}),
    ("a slope without diag", jacobians, "slope", lambda net, l: net.W(l), {"description": "2 -> 2, tanh", "show": "jacobians"}),
    ("Kronecker factors missing", jacobians, "by_weights", lambda net, l: mul(number(2), net.W(l)), {"show": "jacobians"}),
    ("layers in the wrong order", jacobians, "reversed", lambda layers: list(layers),
     {"description": "2 -> 2 -> 2, tanh", "show": "jacobians"}),
    ("the bias forgotten", Network, "affine", lambda net, l: mul(net.W(l), net.a(l - 1)), {"show": "layers"}),
    ("a digit of z", forward, "exact", lambda e, places=0: decimals.exact_term(add(e, e), places), {"show": "forward"}),
    ("a cell of the table", table, "cell", lambda board, e, digits: board.claim(
        decimals.rounded_term(e, 3), wrong_digit(e, 3), "a cell of the table") or ("0",), {"data": "[1, 2, 3]"}),
    ("a cell of the comparison", compare, "cell", lambda board, e, digits: board.claim(
        compare.Term(wrong_digit(e, 3).box, compare.Value(e)), wrong_digit(e, 3), "a cell") or ("0",),
     {"description": "1 -> 1, tanh", "data": NOT, "tries": TRIES}),
    ("the wrong winner", compare, "min", max, {"description": "1 -> 1, tanh", "data": NOT, "tries": TRIES}),
    ("all choices alike", compare, "SAME", 10**9, {"description": "1 -> 1, tanh", "data": NOT, "tries": TRIES}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "owner", "attribute", "wrong", "options"), PLANTED, ids=[case[0] for case in PLANTED])
def test_a_planted_error_is_caught(
    name: str, owner: Any, attribute: str, wrong: Any, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    call = {"description": FULL, **options}
    assert symjac.network(**call).check is not None
    monkeypatch.setattr(owner, attribute, wrong, raising=False)  # `reversed`, `min` and `max` are built in
    with pytest.raises(CheckError):
        symjac.network(**call)


def test_a_wrong_digit_in_print_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decimals, "rounded_term", wrong_digit)
    with pytest.raises(CheckError):
        symjac.network(N16)


def test_a_checker_that_takes_any_digits_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted digit passes once the checker is broken: it is the checker that catches it."""
    monkeypatch.setattr(decimals, "rounded_term", wrong_digit)
    monkeypatch.setattr("symjac.verify.equality.as_printed", lambda exact, meaning: True)
    assert symjac.network(N16).check is not None
    assert not rounding.rounds_to(Fraction(77, 100), "0.76")


def test_a_wrong_slope_in_the_text_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """'The derivative of the activation is swish′(t) = …' is not used in any step, and is checked all the same."""
    layers = "2 -> 2, swish; " + SWISH
    assert "swish′(t) = " in words(symjac.network(layers, show="gradients"))
    monkeypatch.setattr(Activation, "derivative", lambda s: number(1))
    with pytest.raises(CheckError):
        symjac.network(layers, show="gradients")


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        ("2 -> 2, tanh", "The derivative of the activation is tanh′(t) = 1 − a² with a = tanh(t)."),
        ("2 -> 2, relu", "is ReLU′(t) = step(t), where step(t) is 1 for t > 0 and 0 for t < 0."),
        (
            "2 -> 2, leaky; " + LEAKY,
            "is leaky′(t) = step(t) + 1/10 step(−t) for leaky(t) = ReLU(t) − 1/10 ReLU(−t), where step(t)",
        ),
        (
            "2 -> 2 -> 1, tanh, sigmoid",
            "tanh′(t) = 1 − a² with a = tanh(t) and σ′(t) = a(1 − a) with a = σ(t). The",
        ),
    ],
)
def test_the_slope_in_the_text(layers: str, told: str) -> None:
    assert told in words(symjac.network(layers, show="gradients"))


def test_no_factor_one_and_the_layers_from_the_last_to_the_first() -> None:
    w = symjac.network("2 -> 2 -> 1, tanh, identity", show="gradients,jacobians")
    text = words(w)
    assert "∂aⱼ⁽⁰⁾" in text and "(1 − (aᵢ⁽¹⁾)²)wᵢⱼ⁽¹⁾" in text
    assert "│ W⁽²⁾ diag(𝟏 − a⁽¹⁾ ⊙ a⁽¹⁾)W⁽¹⁾ │" in text and "1W" not in text and "(back through W⁽²⁾)" in text
    shown = [step.before.box for step in w.steps if step.rule.name in ("error", "gradient") and step.before is not None]
    net = network_from("2 -> 2 -> 1, tanh, identity")
    errors = [written(backprop.delta(net, l)) for l in (2, 1)]
    assert shown == [*errors, *(partial(Sym("E"), written(x)) for l in (2, 1) for x in (net.W(l), net.b(l)))]


def test_gradients_of_weights_that_are_not_given() -> None:
    given = "2 -> 2, tanh; x = [1; 2]; y = [0; 1]"
    assert "With the numbers given" not in words(symjac.network(given, show="gradients"))
    assert "With the numbers given" in words(symjac.network(given + "; W = [1, 0; 0, 1]; b = [0; 0]", show="gradients"))


def test_a_wrong_neuron_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = equations.entry
    monkeypatch.setattr(equations, "entry", lambda e, i=1, j=1: right(e, j, i) if e.shape[0] == e.shape[1] else right(e, i, j))
    with pytest.raises(CheckError):
        symjac.network("2 -> 2, tanh", show="layers")


# ---- as printed ---------------------------------------------------------------------------------------------------


def values_of(net: Network) -> dict[Box, Any]:
    """Every name of the pages in numbers, the derivatives by differences; i and j are the first neuron and the second one."""
    W, b, a, z, known = {}, {}, {0: floats(net.values["a[0]"])}, {}, dict[Box, Any]()
    for l in net.layers:
        W[l], b[l] = floats(net.values[str(net.W(l))]), floats(net.values[str(net.b(l))])
        z[l] = W[l] @ a[l - 1] + b[l]
        a[l] = SLOPES[net.s(l).name](z[l])
    y = floats(net.values["y"])

    def onwards(l: int, z: Any) -> Any:
        """The output for other z of layer l."""
        for k in range(l, net.depth):
            z = W[k + 1] @ SLOPES[net.s(k).name](z) + b[k + 1]
        return SLOPES[net.s(net.depth).name](z)

    def loss(l: int, z: Any) -> Any:
        return np.array([[np.sum((onwards(l, z) - y) ** 2) / 2]])

    known[written(net.y)] = y
    known[Sym("E")] = loss(1, z[1])
    known[nabla(written(net.a(net.depth)), Sym("E"))] = (a[net.depth] - y).T
    for l in net.layers:
        s = SLOPES[net.s(l).name]
        maps = [(net.a(l - 1), a[l - 1], lambda x, l=l: W[l] @ x + b[l]), (net.b(l), b[l], lambda x, l=l: W[l] @ a[l - 1] + x)]
        maps += [(net.W(l), W[l], lambda x, l=l: x @ a[l - 1] + b[l])]
        for x, place, f in maps:
            known[nabla(written(x), written(net.z(l)))] = slopes(f, place)
            known[nabla(written(x), written(net.a(l)))] = slopes(lambda x, f=f, s=s: s(f(x)), place)
            known[partial(Sym("E"), written(x))] = slopes(lambda x, f=f, l=l: loss(l, f(x)), place).reshape(place.shape)
        known[nabla(written(net.z(l)), written(net.a(l)))] = slopes(s, z[l])
        known[nabla(written(net.z(l)), Sym("E"))] = slopes(lambda z, l=l: loss(l, z), z[l])
        known[written(backprop.delta(net, l))] = slopes(lambda z, l=l: loss(l, z), z[l]).T
        known |= {written(net.W(l)): W[l], written(net.b(l)): b[l], written(net.z(l)): z[l]}
        known |= {at(net, "w", l, i, j): x for (i, j), x in np.ndenumerate(W[l])} | {signs(net, "w", l, l - 1): W[l][0, -1]}
        entry = partial(signs(net, "a", l), signs(net, "a", l - 1, first="j"))
        known[entry] = known[nabla(written(net.a(l - 1)), written(net.a(l)))][0, -1]
        known |= {at(net, "b", l, i): x for (i, _), x in np.ndenumerate(b[l])} | {signs(net, "z", l): z[l][0, 0]}
    for l, column in a.items():
        known |= {written(net.a(l)): column, signs(net, "a", l): column[0, 0]}
        known |= {at(net, "a", l, i): x for (i, _), x in np.ndenumerate(column)}
    known[nabla(written(net.a(0)), written(net.a(net.depth)))] = slopes(lambda x: onwards(1, W[1] @ x + b[1]), a[0])
    return known


def slopes(f: Callable[[Any], Any], x: Any) -> Any:
    """The Jacobian by differences, a matrix read row by row."""
    h, steps = 1e-4, [step.reshape(x.shape) for step in np.eye(x.size)]
    columns = [(8 * (f(x + h * d) - f(x - h * d)) - f(x + 2 * h * d) + f(x - 2 * h * d)) / (12 * h) for d in steps]
    return np.hstack([column.reshape(-1, 1) for column in columns])


def at(net: Network, letter: str, l: int, *places: int) -> Box:
    """w_12⁽¹⁾, a_1⁽¹⁾; a single neuron has no number."""
    sizes = [net.count(l), net.count(l - 1)][: len(places)]
    return named(letter, l, [Num(str(k + net.first)) for k, n in zip(places, sizes, strict=True) if n != 1])


def signs(net: Network, letter: str, l: int, below: int | None = None, *, first: str = "i") -> Box:
    found = [Sym(first)] if net.count(l) != 1 else []
    return named(letter, l, [*found, *([Sym("j")] if below is not None and net.count(below) != 1 else [])])


def named(letter: str, l: int, index: list[Any]) -> Box:
    sub = None if not index else index[0] if len(index) == 1 else Row(tuple(index))
    return Script(Sym(letter), sub, Fence("(", Num(str(l)), ")"))


@pytest.mark.parametrize("first", [1, 0])
@pytest.mark.parametrize("layers", ["3 -> 2, tanh", "2 -> 3 -> 2, tanh", "2 -> 1, sigmoid", "1 -> 1, tanh", "1 -> 2, softplus",
                                    "1 -> 3 -> 2 -> 1, tanh, sigmoid, identity", "3 -> 2 -> 1, swish; " + SWISH])  # fmt: skip
def test_every_line_holds_as_it_is_printed(layers: str, first: int) -> None:
    """Whatever it is said to mean: every line is read from the page, and computed in floats."""
    random, bare = np.random.default_rng(len(layers)), network_from(layers)
    values = {"x": bare.a(0), "y": bare.y, **{str(p).replace("[", "").replace("]", ""): p for p in bare.parameters}}
    values = {name: random.integers(-9, 10, size=tuple(n.number for n in e.shape)) / 10 for name, e in values.items()}
    w = symjac.network(layers, show="layers,forward,jacobians,gradients", first=first, digits=5, **values)
    assert w.check is not None and read_back(w, values_of(network_from(layers, values, first))) == []


def tables(w: Worked) -> list[Table]:
    return [part for part in w.parts if isinstance(part, Table)]


@pytest.mark.parametrize("layers", ["2 -> 3 -> 2, tanh", "1 -> 1, sigmoid", "3 -> 1, tanh"])
def test_every_cell_of_a_table_is_what_stands_above_it(layers: str) -> None:
    random, bare = np.random.default_rng(len(layers)), network_from(layers)
    values = {str(p).replace("[", "").replace("]", ""): p for p in bare.parameters}
    values = {name: random.integers(-9, 10, size=tuple(n.number for n in e.shape)) / 10 for name, e in values.items()}
    data = [tuple(random.integers(-9, 10, size=bare.count(l)) / 10 for l in (0, bare.depth)) for _ in range(3)]
    w = symjac.network(layers, data=data, digits=5, **values)
    (shown,) = tables(w)
    for (x, y), row in zip(data, shown.rows, strict=True):
        known = values_of(network_from(layers, {**values, "x": x, "y": y}))
        for head, cell in zip(shown.header, row, strict=True):
            np.testing.assert_allclose(column(cell[0]), read(head[0], known)[:, 0], atol=1e-5)
    errors = sum(np.sum((y - a[:, 0]) ** 2) for (_, y), a in zip(data, w.values["outputs"], strict=True))
    assert read(w.steps[-1].after.box, {}).item() == pytest.approx(errors, abs=1e-5)


def column(box: Any) -> Any:
    """A number, or (0.9, 1.5)."""
    several = isinstance(box, Fence) and isinstance(box.body, Infix) and "," in box.body.signs
    return [read(item, {}).item() for item in (box.body.items if several else [box])]


@pytest.mark.parametrize(
    ("layers", "data"), [("1 -> 1, tanh", "0 -> 1; 1 -> 0; 0.5 -> 0.25"), ("2 -> 1, tanh", "[0; 1] -> 1; [1; 1] -> 0")]
)
def test_every_cell_of_a_comparison_is_what_stands_above_it(layers: str, data: str) -> None:
    W = ["[2, -1]", "[0.5, 3]"] if layers.startswith("2") else ["2", "-0.5"]
    choices = [f"w = {W[0]}; b = -1", f"w = {W[1]}; b = 0.5", f"w = {W[1]}; b = 0"]
    w = symjac.network(layers, data=data, tries=choices)
    (shown,) = tables(w)
    net = network_from(layers)
    for k, (choice, row) in enumerate(zip(choices, shown.rows, strict=True)):
        apart = symjac.network(f"{layers}; {choice}", data=data)
        inputs = [row[0][0] for row in tables(apart)[0].rows]
        outputs = [a.item() for a in apart.values["outputs"]]
        a = written(net.a(1))
        known = {Row((a, x if isinstance(x, Fence) else Fence("(", x, ")"))): at for x, at in zip(inputs, outputs, strict=True)}
        assert row[0] == (f"{'abc'[k]})",) and len(row) == len(shown.header) == 3 + 2 * len(outputs)
        for head, cell in zip(shown.header[2:-1], row[2:-1], strict=True):
            assert read(cell[0], {}).item() == pytest.approx(read(head[0], known).item(), abs=1e-4)
        assert read(row[-1][0], {}).item() == pytest.approx(w.values["squares"][k], abs=1e-4)
    assert "(0, 1)" in words(w) or layers.startswith("1")


@pytest.mark.parametrize(
    ("sizes", "first", "shown"),
    [
        ("n -> m", 0, ["wᵢ₀⁽¹⁾a₀⁽⁰⁾ + wᵢ₁⁽¹⁾a₁⁽⁰⁾ + ⋯ + w_(i,n−1)⁽¹⁾ aₙ₋₁⁽⁰⁾ + bᵢ⁽¹⁾", "∑ wᵢⱼ⁽¹⁾aⱼ⁽⁰⁾ + bᵢ⁽¹⁾", "j=0",
                       "1 ≤ i ≤ m", "⋯ w_(0,n−1)⁽¹⁾", "w_(m−1,0)⁽¹⁾ w_(m−1,1)⁽¹⁾ ⋯ w_(m−1,n−1)⁽¹⁾"]),
        ("n -> 1", 1, ["w₁⁽¹⁾a₁⁽⁰⁾ + w₂⁽¹⁾a₂⁽⁰⁾ + ⋯ + wₙ⁽¹⁾aₙ⁽⁰⁾ + b⁽¹⁾", "∑ wⱼ⁽¹⁾aⱼ⁽⁰⁾ + b⁽¹⁾", "[w₁⁽¹⁾ w₂⁽¹⁾ ⋯ wₙ⁽¹⁾]"]),
        ("1 -> 6", 1, ["zᵢ⁽¹⁾ = wᵢ⁽¹⁾a⁽⁰⁾ + bᵢ⁽¹⁾, 1 ≤ i ≤ 6", "aᵢ⁽¹⁾ = tanh(zᵢ⁽¹⁾)"]),
        ("12 -> 2", 1, ["wᵢ₁⁽¹⁾a₁⁽⁰⁾ + wᵢ₂⁽¹⁾a₂⁽⁰⁾ + ⋯ + w_(i,12)⁽¹⁾", "w_(2,12)⁽¹⁾", "12 ∑"]),
        ("12 -> 6", 0, ["w_(i,11)⁽¹⁾", "w_(5,11)⁽¹⁾", "w₅₀⁽¹⁾ w₅₁⁽¹⁾", "11 ∑"]),
    ],
)  # fmt: skip
def test_many_neurons_with_dots(sizes: str, first: int, shown: list[str]) -> None:
    text = words(symjac.network(f"{sizes}, tanh", first=first, show="layers"))
    rows = " ".join(text.replace("= ∑", "∑").split())
    for part in shown:
        assert part in rows, (part, rows)


def test_one_activation_and_two() -> None:
    assert "and tanh is the activation function." in words(symjac.network("2 -> 3 -> 1, tanh", show="layers"))
    two = words(symjac.network("2 -> 3 -> 1, tanh, relu", show="layers"))
    assert "and tanh and ReLU are the activation functions." in two


def test_a_forward_pass_says_nothing_twice() -> None:
    one = symjac.network("1 -> 1, tanh; w = 2; b = 1; x = 3", show="forward")
    names = ["given"] * 3 + ["numbers", "product", "affine", "add", "sum", "activate", "entries", "value"]
    assert [step.rule.name for step in one.steps] == names and "2 · 3 = 6" in words(one)
    two = symjac.network("2 -> 1, tanh; w = [1, 2]; b = 1; x = [3; 0.5]", show="forward")
    assert [step.rule.name for step in two.steps][3:6] == ["numbers", "products", "product"] and "3 + 1 = 4" in words(two)


def test_a_target_of_several_numbers_stands_in_one_line() -> None:
    w = symjac.network("1 -> 2, tanh", data="0 -> [1; 0]", tries="w = [1; 2], b = [0; 1]")
    ((*_, difference, _),) = (table.header for table in tables(w))
    assert look(difference[0]) == "(1, 0) − a⁽¹⁾(0)"


def test_only_a_single_layer_is_followed_in_detail() -> None:
    twice = ["w1 = 1, b1 = 0, w2 = 1, b2 = 0", "w1 = 2, b1 = 0, w2 = 1, b2 = 1"]
    assert "Indeed" not in words(symjac.network("1 -> 1 -> 1, tanh", data=NOT, tries=twice))
    assert "Indeed" in words(symjac.network("1 -> 1, tanh", data=NOT, tries=TRIES))


# ---- mistakes -----------------------------------------------------------------------------------------------------

MISTAKES: list[tuple[str, type[SymjacError], str]] = [
    ("", ParseError, "there are no layers"), ("3", ParseError, "cannot be read"), ("3 ->", ParseError, "cannot be read"),
    ("3 => 2", ParseError, "cannot be read"), ("3 -> 0", LimitError, "between 1 and 1000"), ("1001 -> 1", LimitError, "1000"),
    ("² -> 3", ParseError, "no size"), (" -> ".join("2" * 52), LimitError, "50 layers"), ("3 -> 2" * 5000, LimitError, "20000"),
    ("3 -> 2, tanhh", ParseError, "did you mean tanh?"), ("3 -> 2, tanh, tanh", ParseError, "2 activations for one layer"),
    ("3 -> 2, softmin", ParseError, "no activation"), ("n -> 2, tanh; b = [1; 2]", ShapeError, "sizes that are numbers"),
    ("2 -> 2, tanh; b = [1, 2]", ShapeError, "a column is typed [1; 2]"), ("2 -> 2, tanh; W = V", ParseError, "needs numbers"),
    ("2 -> 2, tanh; x = nan", ParseError, "needs numbers"), ("2 -> 2, tanh; W2 = 3", ParseError, "not a variable"),
    ("2 -> 2, tanh; b1 = [1; 2]; b = [1; 2]", ParseError, "given twice"),
    ("2 -> 2, tanh; x = [1;1]; a0 = [1;1]", ParseError, "twice"),
    ("2 -> 2, tanh; s(t) = t^2", ParseError, "no layer has it"), ("2 -> 2, s; s(t) = w*t", UnsupportedError, "also contains w"),
    ("2 -> 2, s; s(t) = t^2; s(t) = t^3", ParseError, "defined twice"), ("1 -> 1, tanh; b = 1e400", LimitError, "hundred digits"),
    ("1 -> 1; w = 1; b = 0; x = 1", UnsupportedError, "must be named"),
    ("1 -> 1, log; w = 1; b = 0; x = -1", DomainError, "log of -1"),
    ("1 -> 1, s; s(t) = 1/t; w = 1; b = 0; x = 0", DomainError, "division by zero"),
    ("1 -> 1, tanh; b = 1/0", SymjacError, "zero"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "error", "message"), MISTAKES, ids=[text[:40] for text, _, _ in MISTAKES])
def test_a_mistake_is_one_message(text: str, error: type[SymjacError], message: str) -> None:
    with pytest.raises(error) as failure:
        symjac.network(text)
    assert message in str(failure.value) and not isinstance(failure.value, CheckError)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"show": "nonsense"}, "no section 'nonsense'"), ({"show": ""}, "no section"), ({"show": "table"}, "data are needed"),
        ({"show": "comparison"}, "choices"), ({"digits": 99}, "between 0 and 15"), ({"digits": 2.5}, "a whole number"),
        ({"first": 2}, "from 0 or from 1"), ({"detail": "x"}, "no detail"), ({"data": ""}, "no data"), ({"data": []}, "no data"),
        ({"data": 5}, "parameter data"), ({"data": "1 ->"}, "missing"), ({"data": "0 -> 1; 1"}, "some have none"),
        ({"data": "a -> 1"}, "needs numbers"), ({"data": "[1; 2] -> 1"}, "1 x 1, but the value is 2 x 1"),
        ({"data": [(1, [1, 2])]}, "1 x 1, but the value is 2 x 1"), ({"data": [(1, None)]}, "not a number"),
        ({"data": [1] * 201}, "at most 200"), ({"tries": ["w = 1, b = 0"]}, "data are needed"),
        ({"data": NOT, "tries": ["w = 1"]}, "nothing for b[1]"), ({"data": NOT, "tries": [""]}, "weights and biases"),
        ({"data": NOT, "tries": ["w = 1, b = 0, x = 2"]}, "weights and biases"), ({"data": NOT, "tries": [5]}, "a dictionary"),
        ({"data": "0; 1", "tries": ["w = 1, b = 0"]}, "need targets"), ({"data": NOT, "tries": TRIES * 6}, "at most 26"),
        ({"data": NOT}, "no number for w[1], b[1]"), ({"q": 1}, "nothing in this network"), ({"b": float("nan")}, "not a number"),
        ({"b": float("inf")}, "not a number"), ({"b": [[1], [2, 3]]}, "of one length"), ({"b": []}, "of one length"),
        ({"b": 10**400}, "hundred digits"), ({"b": 1, "b1": 1}, "given twice"), ({"b": "x"}, "not a number"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_option(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SymjacError) as failure:
        symjac.network("1 -> 1, tanh", **options)
    assert message in str(failure.value) and not isinstance(failure.value, CheckError)


def test_given_in_the_text_and_beside_it() -> None:
    with pytest.raises(ParseError, match="given twice"):
        symjac.network("1 -> 1, tanh; b = 1", b1=2)
    with pytest.raises(UnsupportedError, match="parameter description"):
        symjac.network(5)  # type: ignore[arg-type]


def test_an_open_activation_has_no_numbers() -> None:
    """For the checker σ is some function; that must never be printed as the value of σ."""
    for options in ({"data": NOT, "tries": TRIES}, {"data": "0; 1", "w": 1, "b": 0}):
        with pytest.raises(UnsupportedError, match="named"):
            symjac.network("1 -> 1", **options)  # type: ignore[arg-type]
    text = words(symjac.network("1 -> 1; w = 1; b = 0; x = 1; y = 1", show="gradients"))
    assert "With the numbers given" not in text


@pytest.mark.parametrize("text", ["3 → 2", r"3 \to 2", "3 --> 2", "3 ⟶ 2", "layers: 3 -> 2", "layers: 03->2"])
def test_spellings_of_the_layers(text: str) -> None:
    assert network_from(text).sizes == network_from("3 -> 2").sizes


@pytest.mark.parametrize("W", ["[1 2; 3 4]", "[1, 2; 3, 4]", "[[1, 2], [3, 4]]", "[1 2\n3 4]", "2*[1/2, 1; 1.5, 2]"])
def test_spellings_of_numbers(W: str) -> None:
    typed = symjac.network(f"2 -> 2, tanh; W1 = {W}; b1 = [0; 0]; x = [1; 1]")
    for given_as in ([[1, 2], [3, 4]], np.array([[1, 2], [3, 4]]), [["1", "2"], [Fraction(3), np.float64(4)]]):
        passed = symjac.network("2 -> 2, tanh", W=given_as, b1=[0, 0], x=np.array([[1], [1]]))
        np.testing.assert_array_equal(typed.values["a[1]"], passed.values["a[1]"])


@pytest.mark.parametrize(
    "data",
    [
        "[1, 2] -> 3; [3, 4] -> 5",
        "[1 2] -> 3\n[3; 4] → 5",
        r"[1,2] \to 3; [3,4] |-> 5",
        "1, 2 -> 3; (3, 4) -> 5",
        [([1, 2], 3), ([3, 4], 5)],
    ],
)
def test_spellings_of_data(data: Any) -> None:
    w = symjac.network("2 -> 1, identity; W = [1, 1]; b = 0", data=data)
    assert [float(a[0, 0]) for a in w.values["outputs"]] == [3, 7]


@pytest.mark.parametrize(
    "text",
    [
        "e -> d -> h, tanh", "d -> T", "K -> I", "α -> β", "k -> 2, W; W(t) = tanh(t) + 1",
        "2 -> 2, a; a(t) = tanh(t) + t", "2 -> 2, z; z(z_0) = tanh(z_0) + z_0",
        "2 -> 2, g; g(a) = tanh(a) + a", "2 -> 2, delta; delta(t) = tanh(t) + t", "2 -> 2, theta; theta(t) = tanh(t) + t",
        "2 -> 2, g; f(u) = tanh(u); g(t) = f(2*t)", "2 -> 2, s; s(t) = 3", "2 -> 2, s; s(t) = |t|", "2 -> 2, step",
        "2 -> 2, sign",
        "2 -> 2 -> 1, leaky, swish; " + LEAKY + "; " + SWISH,
    ],
)  # fmt: skip
def test_names_that_could_clash(text: str) -> None:
    assert symjac.network(text, show="all").check is not None


def test_values_change_with_the_numbers_only() -> None:
    assert symjac.network("3 -> 2").values == {}
    assert set(symjac.network(N16 + "; y = [1; 0]").values) == {"z[1]", "a[1]"}


# ---- the diagram --------------------------------------------------------------------------------------------------

Rectangle = tuple[float, float, float, float]


def extent(label: Label) -> Rectangle:
    """Roughly where a small label lies."""
    width, height = 0.09 * letters(label.box) + 0.12, 0.3
    x, y = label.at
    middle = y - height / 2 if label.side == "below" else y
    return x - width / 2, middle - height / 2, x + width / 2, middle + height / 2


def apart(a: Rectangle, b: Rectangle) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


SIZES = [*product(range(1, 7), repeat=2), (7, 9), (3, 3, 3), (1, 6, 1), (20, 30, 2), (2, 3, 4, 5, 6, 1), (2,) * 9, (4,) * 51]
LAYERS = [*(" -> ".join(map(str, sizes)) for sizes in SIZES), "n -> m", "n -> p -> m", "n_0 -> ... -> n_L"]


@pytest.mark.parametrize("layers", LAYERS)
@pytest.mark.parametrize("first", [0, 1])
def test_nothing_in_the_diagram_overlaps(layers: str, first: int) -> None:
    drawn = diagram.figure(network_from(layers, first=first)).drawing
    assert isinstance(drawn, Drawing)
    circles = [s for s in drawn.shapes if isinstance(s, Circle)]
    labels = [extent(s) for s in drawn.shapes if isinstance(s, Label)]
    for a, b in combinations(circles, 2):
        assert np.hypot(a.centre[0] - b.centre[0], a.centre[1] - b.centre[1]) > a.radius + b.radius
    for one, other in combinations(labels, 2):
        assert apart(one, other), (one, other)
    inside = [(c.centre[0] - c.radius, c.centre[1] - c.radius, c.centre[0] + c.radius, c.centre[1] + c.radius) for c in circles]
    biases = [s for s in drawn.shapes if isinstance(s, Label) and s.side == "below"]
    for bias, other in product(biases, inside):
        left, _, right, _ = extent(bias)
        assert apart((left, bias.at[1] - diagram.BIAS, right, bias.at[1] - 0.01), other), (bias, other)
    for x0, y0, x1, y1 in (*labels, *inside):
        assert x0 >= -0.01 and y0 >= -0.01 and x1 <= drawn.width + 0.01 and y1 <= drawn.height + 0.01


def test_the_diagram_in_words() -> None:
    said = diagram.spoken(network_from("3 -> 1 -> n"))
    assert said.startswith("Diagram of a feed-forward network: layer 0 with 3 neurons (the input); layer 1 with 1 neuron;")
    assert "layer 2 with n neurons (the output)" in said


# ---- the command --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        [N16, "--digits", "2"], ["3 -> 2", "--from-zero", "--show", "all"], ["1 -> 1, tanh", "--data", NOT, "--try",
        "w = 1, b = 0"],
        ["n -> m, relu", "--show", "jacobians", "--format", "latex"],
    ],
)  # fmt: skip
def test_command(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["network", *args]) == 0
    out, err = capsys.readouterr()
    assert ("Check:" in out) == ("latex" not in args) and not err


@pytest.mark.parametrize(
    "args",
    [[""], ["3"], ["3 -> 2, x"], [N16, "--show", "x"], [N16, "--data", "1"], [N16, "--try", "W = 1"], [N16, "--digits", "16"]],
)
def test_command_mistakes(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["network", *args]) == 2
    out, err = capsys.readouterr()
    assert not out and err.startswith("symjac: ") and "Traceback" not in err


# ---- any depth ----------------------------------------------------------------------------------------------------

DEEP = "n_0 -> ... -> n_L"


def test_what_holds_for_every_layer() -> None:
    w = symjac.network(DEEP, show="layers,jacobians,gradients")
    text = words(w)
    for shown in (
        "a⁽ˡ⁾ = σ(W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾), 1 ≤ l ≤ L",
        "δ⁽ᴸ⁾ = (a⁽ᴸ⁾ − y) ⊙ σ′(z⁽ᴸ⁾)",
        "δ⁽ˡ⁾ = (W⁽ˡ⁺¹⁾ᵀδ⁽ˡ⁺¹⁾) ⊙ σ′(z⁽ˡ⁾), l = L − 1, …, 1",
        "δ⁽ˡ⁾a⁽ˡ⁻¹⁾ᵀ",
        "diag(σ′(z⁽ᴸ⁾))W⁽ᴸ⁾ ⋯ diag(σ′(z⁽¹⁾))W⁽¹⁾",
        "checked on a network of three layers",
    ):
        assert shown in text, shown
    assert w.check is not None and w.check.lines > 30


def test_the_output_may_have_another_activation() -> None:
    text = words(symjac.network("3 -> … -> 1, tanh, identity", show="gradients"))
    assert "δ⁽ᴸ⁾ = a⁽ᴸ⁾ − y" in text and "⊙ (𝟏 − a⁽ˡ⁾ ⊙ a⁽ˡ⁾)" in text


@pytest.mark.parametrize(
    "text", ["... -> n", "n -> ...", "n -> ... -> m -> k", "n -> ... -> ... -> m", "n -> ... -> m, tanh, tanh, relu"]
)
def test_dots_stand_between_input_and_output(text: str) -> None:
    with pytest.raises(ParseError) as failure:
        symjac.network(text)
    assert "^" in str(failure.value)


def test_a_network_of_any_depth_takes_no_numbers() -> None:
    with pytest.raises(ShapeError, match="numbers need sizes"):
        symjac.network("3 -> ... -> 2, tanh; W1 = [1, 2, 3]")


def test_an_error_in_any_layer_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written for the letter l is made by the rule that is checked for every layer."""
    wrong = lambda net, l: neg(mul(transpose(net.W(l + 1)), backprop.delta(net, l + 1)))  # noqa: E731
    monkeypatch.setattr(backprop, "carried_back", wrong)
    with pytest.raises(CheckError):
        symjac.network(DEEP, show="gradients")
    shown = words(symjac.network(DEEP, show="gradients", check=False))
    assert "= −(W⁽ˡ⁺¹⁾ᵀδ⁽ˡ⁺¹⁾)" in shown and "checked" not in shown


def test_the_picture_of_any_depth() -> None:
    figure = diagram.figure(network_from(DEEP))
    assert "any depth" in figure.alt
    circles = [shape for shape in figure.drawing.shapes if isinstance(shape, Circle)]
    assert len(circles) == 12  # three of each of the layers 0, 1, L − 1, L


@pytest.mark.parametrize("text", ["i -> j", "n -> L", "W -> 2", "3 -> delta", "a -> ... -> m"])
def test_a_size_is_not_called_like_an_index_or_a_quantity(text: str) -> None:
    with pytest.raises(ParseError, match="stands for something else") as failure:
        symjac.network(text)
    assert "^" in str(failure.value)


# ---- backpropagation derived ----------------------------------------------------------------------------------------


def test_backpropagation_is_derived() -> None:
    text = words(symjac.network("n -> p -> m, tanh, identity", show="gradients"))
    back = "∇_(z⁽¹⁾)E = ∇_(z⁽²⁾)E ∇_(a⁽¹⁾)z⁽²⁾ ∇_(z⁽¹⁾)a⁽¹⁾ = δ⁽²⁾ᵀW⁽²⁾ diag(𝟏 − a⁽¹⁾ ⊙ a⁽¹⁾)"
    lines = "z⁽²⁾ = W⁽²⁾a⁽¹⁾ + b⁽²⁾", "∇_(z⁽²⁾)E = ∇_(a⁽²⁾)E ∇_(z⁽²⁾)a⁽²⁾ = (a⁽²⁾ − y)ᵀ", back, "δ⁽ˡ⁾ᵀ(I ⊗ a⁽ˡ⁻¹⁾ᵀ)"
    assert [line for line in lines if line not in text] == []


def test_numbers_are_worked_through() -> None:
    given = "2 -> 2 -> 1, tanh, identity; W1 = [1, 2; -1, 1]; b1 = [0.1; 0.2]; W2 = [1, -2]; b2 = 0.3; x = [0.5; -1]; y = 1"
    text = words(symjac.network(given, show="forward,gradients"))
    assert "y = 1" in text and "E = ½(a⁽²⁾ − y)² ≈ ½(1.1381 − 1)² ≈ 0.0095" in text
    assert "δ⁽²⁾ = a⁽²⁾ − y ≈ 1.1381 − 1 ≈ 0.1381" in text and "+ 0.3 ≈ 1.1381" in text


def test_a_wrong_step_back_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backprop, "transposed", lambda e: e)
    with pytest.raises((CheckError, symjac.SymjacError)):
        symjac.network("2 -> 2 -> 2, tanh, identity", show="gradients")


def test_the_backward_pass_is_the_numbers_of_the_gradients_without_their_formulas() -> None:
    given = "2 -> 2 -> 1, tanh, identity; W1 = [1, 2; -1, 1]; b1 = [0.1; 0.2]; W2 = [1, -2]; b2 = 0.3; x = [0.5; -1]; y = 1"
    short, whole = (symjac.network(given, show=show) for show in ("backward", "gradients"))
    assert {k: v.tolist() for k, v in short.values.items()} == {k: v.tolist() for k, v in whole.values.items()}
    assert "In layer 1," in words(short) and "By entries" in words(whole) and "By entries" not in words(short)
    with pytest.raises(UnsupportedError, match="numbers for the weights"):
        symjac.network("2 -> 1, tanh", show="backward")
