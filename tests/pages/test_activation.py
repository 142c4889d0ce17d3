"""Activations: slopes, limits and symmetry of every function, against differences; formulas of one's own; planted errors."""

from __future__ import annotations

import math
from fractions import Fraction
from math import e, isfinite
from typing import Any

import numpy as np
import pytest

import symjac
from symjac import cli
from symjac.calculus.differential import substitute
from symjac.errors import CheckError, DomainError, LimitError, ParseError, SymjacError, UnsupportedError
from symjac.expr.families import ScalarOp
from symjac.expr.looks import written
from symjac.expr.make import add, number, pi
from symjac.expr.registry import operations
from symjac.pages.activation import Activation, activation_of, graph, limits, page
from symjac.pages.activation.pieces import on_side
from symjac.pages.board import Worked
from symjac.writing.box import Sym
from symjac.writing.draw import texts
from symjac.writing.formats.text.page import box as look
from tests.helpers.reading import read_back
from tests.helpers.values import floats
from tests.helpers.work import work

GAMMA = ("lgamma", "digamma", "trigamma")  # have no formula that is read back here
NAMES = [op.name for op in operations() if isinstance(op, ScalarOp) and op.name not in GAMMA]
OWN = [
    "s(t) = t/(1 + exp(-t))", "s(t) = t*sigmoid(1.702*t)", "gelu(t) = t/2*(1 + tanh(0.8*t))", "s(t) = 0.001*t^2", "s(t) = 1/3",
    "leaky(t) = relu(t) - 0.1*relu(-t)", "elu(t) = step(t)*t + (1 - step(t))*(exp(t) - 1)", "s(t) = sqrt(t^2 + 1/4)",
    "s(t) = 1/(t^2 + 2)", "s(t) = |t|", "s(t) = relu(t - 1)", "s(t) = tanh(t)^3", "f(u) = tanh(u); g(t) = f(2*t)/3",
    "s(t) = exp(-t^2)",
]  # fmt: skip


def words(w: Worked) -> str:
    return " ".join(w.render("text").replace("\u00a0", " ").split())


POINTS = tuple(map(Fraction, ("0.7", "1.3", "-0.6", "-1.9")))


def points(s: Activation) -> list[Fraction]:
    """Where it has a value, to either side, too."""
    return [t for t in POINTS if all(has_value(s, t + h) for h in (-Fraction(1, 100), Fraction(1, 100)))]


def has_value(s: Activation, t: Fraction) -> bool:
    try:
        at(s, t)
    except DomainError:
        return False
    return True


def at(s: Activation, t: Any) -> float:
    return float(floats(s.at(number(Fraction(str(t)))))[0, 0])


# ---- the mathematics ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*NAMES, *OWN])
def test_a_page_is_checked(text: str) -> None:
    w = symjac.activation(text)
    assert w.check is not None and w.check.lines > 0 and "The graphs of" in words(w)


@pytest.mark.parametrize("text", [*NAMES, *OWN])
def test_the_slope_is_the_limit_of_differences(text: str) -> None:
    s = activation_of(text)
    for t in points(s):
        z = number(t)
        found = float(floats(s.slope(z, s.at(z)))[0, 0])
        assert found == pytest.approx((at(s, t + Fraction(1, 10**6)) - at(s, t - Fraction(1, 10**6))) / 2e-6, abs=1e-8)


@pytest.mark.parametrize(
    ("text", "right", "left"),
    [
        ("tanh", 1, -1), ("sigmoid", 1, 0), ("relu", "∞", 0), ("exp", "∞", 0), ("softplus", "∞", 0), ("sinh", "∞", "−∞"),
        ("step", 1, 0),
        ("sign", 1, -1), ("cosh", "∞", "∞"), ("s(t) = 3", 3, 3), ("s(t) = 1/t", 0, 0), ("s(t) = t/(1 + exp(-t))", "∞", 0),
        ("s(t) = 5*tanh(t) + 3", 8, -2), ("s(t) = t^3", "∞", "−∞"), ("s(t) = exp(-t^2)", 0, 0), ("abs", "∞", "∞"),
    ],
)  # fmt: skip
def test_limits(text: str, right: Any, left: Any) -> None:
    found = limits.ends(activation_of(text))
    assert [str(end.limit) for end in found] == [str(right), str(left)]
    assert [look(limits.limit_box(end)) for end in found] == [str(right).replace("-", "−"), str(left).replace("-", "−")]
    assert [look(limits.infinity(end.side)) for end in found] == ["∞", "−∞"]


@pytest.mark.parametrize("text", ["sin", "cos", "s(t) = 1/log(t + 2)", "s(t) = sin(t)*t", "tan"])
def test_no_limit_is_claimed(text: str) -> None:
    """None, or one that is approached so slowly that it cannot be confirmed."""
    assert not limits.ends(activation_of(text))


def test_asymptotes() -> None:
    (right, left) = limits.ends(activation_of("s(t) = sqrt(t^2 + 1)"))
    assert right.line == (number(1), number(0)) and left.line == (number(-1), number(0))
    assert "For large t its graph approaches the line t − 1" in words(symjac.activation("s(t) = relu(t - 1)"))


@pytest.mark.parametrize(
    ("text", "symmetry"),
    [("tanh", "odd"), ("sin", "odd"), ("cos", "even"), ("abs", "even"), ("s(t) = t^2", "even"), ("s(t) = 1/t", "odd"),
     ("sigmoid", ""),
     ("relu", ""), ("exp", ""), ("s(t) = tanh(t) + 1", "")],
)  # fmt: skip
def test_symmetry(text: str, symmetry: str) -> None:
    said = words(symjac.activation(text))
    assert (f"It is {symmetry}" in said) if symmetry else ("It is odd" not in said and "It is even" not in said)


@pytest.mark.parametrize(
    ("body", "symmetry"),
    [
        ("exp(-300*t^2)", "even"), ("exp(-1000000*t^2)", "even"), ("exp(-1000*abs(t))", "even"), ("exp(-1000000*(t-1)^2)", ""),
        ("relu(t)*exp(-100000*t^2)", ""), ("exp(-10000*t^2) + t", ""), ("2*sigmoid(2*t) - 1", "odd"),
        ("(exp(t) - exp(-t))/(exp(t) + exp(-t))", "odd"), ("tanh(1000*t)", "odd"), ("t*abs(t)", "odd"),
        ("sin(t)*tanh(t)^3", "even"),
    ],
)  # fmt: skip
def test_a_symmetry_is_proved_not_lost_in_small_numbers(body: str, symmetry: str) -> None:
    said = words(symjac.activation(f"s(t) = {body}"))
    assert [word for word in ("odd", "even") if f"It is {word}" in said] == ([symmetry] if symmetry else [])


def test_what_falls_between_the_points_of_a_graph_is_no_sigmoid() -> None:
    assert "sigmoid" not in words(symjac.activation("s(t) = tanh(t) - 0.1*exp(-1000000*(t - 0.0126)^2)"))
    assert "It is a sigmoid" in words(symjac.activation("s(t) = tanh(100*t)"))
    assert "It is a sigmoid" in words(symjac.activation("s(t) = t/(1 + abs(t))"))


def test_slopes_that_are_the_same_number_make_no_kink() -> None:
    """sin 2 = 2 sin 1 cos 1"""
    assert "is not differentiable" not in words(symjac.activation("s(t) = sin(2)*relu(t) - 2*sin(1)*cos(1)*relu(-t)"))
    assert "is not differentiable" in words(symjac.activation("s(t) = sin(2)*relu(t) + 2*sin(1)*cos(1)*relu(-t)"))


def test_a_curve_of_which_nothing_is_seen_has_no_sign() -> None:
    """It goes up and down between two points of the graph."""
    body = " + ".join(f"sin({k}*t)" for k in range(1, 40))
    assert "It is odd" in words(symjac.activation(f"s(t) = {body}"))


def test_sigmoids() -> None:
    for text in ("tanh", "sigmoid", "s(t) = t/sqrt(1 + t^2)"):
        assert "It is a sigmoid" in words(symjac.activation(text))
    for text in ("relu", "exp", "step", "s(t) = 3", "s(t) = exp(-t^2)", "s(t) = -tanh(t)", "s(t) = tanh(t) + 2*exp(-t^2)"):
        assert "sigmoid" not in words(symjac.activation(text))


def test_n12() -> None:
    text = words(symjac.activation("tanh"))
    assert "lim tanh(t) = 1" in text and "It is odd" in text and "1 − tanh²(t)" in text
    text = words(symjac.activation("sigmoid"))
    assert "lim σ(t) = 1" in text and "σ(t)(1 − σ(t))" in text


@pytest.mark.parametrize(
    ("text", "condition"),
    [("log", "t is positive"), ("sqrt", "t is positive"), ("s(t) = 1/t", "t is not zero"), ("s(t) = relu(t - 1)",
     "t − 1 is not zero"),
     ("relu", "is not differentiable at t = 0"), ("abs", "is not differentiable at t = 0"), ("tanh", ""), ("softplus", ""),
     ("s(t) = abs(t)*t", ""), ("s(t) = sqrt(t^2 + 1)", ""), ("s(t) = log(t) + relu(t)", "t is positive")],
)  # fmt: skip
def test_where_the_derivative_holds(text: str, condition: str) -> None:
    said = words(symjac.activation(text))
    assert (condition in said) if condition else ("Condition" not in said)


def test_the_cases_are_in_finished_form() -> None:
    for text, above, below in (
        ("leaky(t) = relu(t) - 0.1*relu(-t)", "t", "1/10*t"),
        ("s(t) = step(t)*t + (1 - step(t))*(exp(t) - 1)", "t", "exp(t) - 1"),
        ("relu", "t", "0"), ("abs", "t", "-t"), ("sign", "1", "-1"), ("step", "1", "0"), ("s(t) = abs(-t)*t", "t^2", "-t^2"),
    ):  # fmt: skip
        s = activation_of(text)
        assert s.body is not None
        assert [str(on_side(s.body, s.argument, side)) for side in (1, -1)] == [above, below]


def test_no_line_is_said_twice() -> None:
    assert "quotient rule" not in words(symjac.activation("s(t) = 1/t"))
    assert "quotient rule" in words(symjac.activation("s(t) = t/(1 + exp(-t))"))


# ---- planted errors -----------------------------------------------------------------------------------------------


def planted(text: str, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, wrong: Any) -> None:
    assert symjac.activation(text).check is not None
    monkeypatch.setattr(owner, name, wrong)
    with pytest.raises(CheckError):
        symjac.activation(text)


def test_a_wrong_slope(monkeypatch: pytest.MonkeyPatch) -> None:
    right = page.in_itself
    planted("tanh", monkeypatch, page, "in_itself", lambda s: add(right(s), number(1)))


def test_a_wrong_quotient_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    planted("s(t) = t/(1 + exp(-t))", monkeypatch, page, "by_quotient_rule", lambda body, t: body)


@pytest.mark.parametrize("text", ["relu", "abs", "s(t) = abs(t)*t"])
def test_a_wrong_case(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = page.on_side
    planted(text, monkeypatch, page, "on_side", lambda body, t, side: right(body, t, -side))


def test_a_wrong_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = limits.End(1, (number(0), number(2)))
    planted("tanh", monkeypatch, page, "ends", lambda s: [wrong])


def test_a_wrong_asymptote(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = limits.End(1, (number(1), number(1)))
    planted("softplus", monkeypatch, page, "ends", lambda s: [wrong])
    assert not limits.confirmed(limits.claims(activation_of("softplus"), limits.End(-1, None)))


def test_a_wrong_symmetry(monkeypatch: pytest.MonkeyPatch) -> None:
    planted("exp", monkeypatch, page, "parity", lambda body, t: "odd")


def test_a_wrong_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    right = page.term
    planted("sigmoid", monkeypatch, page, "term", lambda e: right(substitute(e, {number(1): number(2)})))


def test_a_case_that_does_not_hold_at_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    planted("abs", monkeypatch, page, "agree_at_zero", lambda *pieces, t: True)
    with pytest.raises(DomainError, match="the sign of zero"):
        symjac.activation("step")


# ---- as printed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*NAMES, *OWN])
def test_every_line_holds_as_it_is_printed(text: str) -> None:
    """Whatever it is said to mean: every line is read from the page at some t, and computed in floats."""
    s, w = activation_of(text), symjac.activation(text)
    t, h = written(s.argument), Fraction(1, 10**6)
    for x in points(s):
        slope = (at(s, x + h) - at(s, x - h)) / (2 * float(h))
        known = {
            written(pi()): math.pi,
            t: float(x),
            s.look(t): at(s, x),
            page.prime(s): slope,
            Sym("e", "roman"): e,
            Sym("e"): e,
        }
        unread = read_back(w, known, 1e-8)
        assert all(line.startswith("lim") for line in unread), unread


# ---- formulas of one's own ----------------------------------------------------------------------------------------

MISTAKES: list[tuple[str, type[SymjacError], str]] = [
    ("", ParseError, "no activation"), ("tanhh", ParseError, "did you mean tanh?"), ("softmax", ParseError, "no activation"),
    ("identity", UnsupportedError, "nothing to say"), ("sigma", UnsupportedError, "nothing to say"),
    ("s = 3", ParseError, "typed as"),
    ("s(t) = t", UnsupportedError, "changes nothing"), ("s(t) = w*t", UnsupportedError, "also contains w"),
    ("s(t, u) = t", ParseError, "typed as"), ("s() = 1", ParseError, "typed as"), ("s(t) =", ParseError, "nothing stands after"),
    ("tanh(t) = t", ParseError, "symjac knows"), ("s(t) = [t; 1]", UnsupportedError, "s is 2 x 1"),
    ("s(t) = tr(t)", UnsupportedError, "tr"),
    ("s(t) = t^(1/3)", UnsupportedError, "whole numbers"), ("s(t) = 2^t", UnsupportedError, "whole numbers"),
    ("s(t) = 1/0", SymjacError, "division by zero"), ("s(t) = log(-1)", SymjacError, "positive"),
    ("s(t) = 1e400*t", LimitError, "too large"),
    ("s(t) = t/1e400", LimitError, "too small"), ("s(t) = sqrt(-t^2 - 1)", DomainError, "have a value"),
    ("s(s) = tanh(s)", ParseError, "`s`"),
    ("s(t) = " + "t + " * 4000 + "1", LimitError, "10000"), ("g(t) = t^2; 3", ParseError, "typed as"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "error", "message"), MISTAKES, ids=[text[:30] for text, _, _ in MISTAKES])
def test_a_mistake_is_one_message(text: str, error: type[SymjacError], message: str) -> None:
    with pytest.raises(error) as failure:
        symjac.activation(text)
    assert message in str(failure.value) and not isinstance(failure.value, CheckError)


@pytest.mark.parametrize(
    "text",
    ["s(t) = exp(exp(t))", "s(t) = exp(1000*t)",
    "s(t) = " + "tanh(" * 30 + "t" + ")" * 30, "s(t) = " + " + ".join(["tanh(t)"] * 200),
     "s(t) = t^1000", "s(t) = tanh(t)*sigmoid(t)*softplus(t)*exp(-t)*log(t^2 + 1)", "s(t) = log(log(log(t + 20)))",
     "s(t) = sin(1/t)"],
)  # fmt: skip
def test_nothing_takes_much(text: str) -> None:
    with work() as done:
        assert symjac.activation(text).check is not None
    assert done.calls < 6_000_000


@pytest.mark.parametrize("text", ["theta(t) = tanh(2*t)", r"\phi(t) = t/(1 + exp(-t))", "averylongname(x) = x*sigmoid(x)",
"W(t) = t^2 + t",
                                  "e(t) = exp(t) + 1", "d(t) = t^2 + 1",
                                  "a(a_1) = a_1^2", r"s(t) = \frac{t}{1 + e^{-t}}"])  # fmt: skip
@pytest.mark.parametrize("format", texts())
def test_names_in_every_format(text: str, format: str) -> None:
    assert symjac.activation(text).render(format)


# ---- the graph ----------------------------------------------------------------------------------------------------


def test_the_graph_shows_the_function() -> None:
    assert graph.heights([y for y in np.tanh(np.linspace(-4, 4, 161)) * 1e6])[1] > 1e6  # not cut off at 4
    low, high = graph.heights(list(np.exp(np.linspace(-4, 4, 161))))
    assert low < 0 and 4 < high < 5


def test_no_slope_is_drawn_where_there_is_no_value() -> None:
    """1/t is not the derivative of log t for t < 0."""
    s = activation_of("log")
    drawing = graph.picture(s, []).drawing
    dashed = [x for stroke in drawing.shapes if getattr(stroke, "pen", "") == "second" for x, _ in stroke.points]  # type: ignore[union-attr]
    assert dashed and min(dashed) > drawing.width / 2 - 0.5


def test_samples_and_words() -> None:
    s = activation_of("sqrt")
    ys = graph.samples(s.at, s)
    assert len(ys) == graph.POINTS and not isfinite(ys[0]) and ys[-1] == 2
    tanh = activation_of("tanh")
    said = graph.spoken(tanh, limits.ends(tanh))
    assert (
        said
        == "Graph of tanh and its derivative for t from -4 to 4. tanh approaches 1 to the right and approaches -1 to the left."
    )


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["activation", "tanh"]) == 0
    assert "odd" in capsys.readouterr().out
    for text in ("sigma", "identity", "", "s(t) = log(-t^2-1)"):
        assert cli.main(["activation", text]) == 2
        out, err = capsys.readouterr()
        assert not out and err.startswith("symjac: ") and "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "value", "slope"),
    [
        ("silu", lambda t: t / (1 + np.exp(-t)), lambda t: (1 + np.exp(-t) * (1 + t)) / (1 + np.exp(-t)) ** 2),
        ("elu", lambda t: np.where(t > 0, t, np.expm1(t)), lambda t: np.where(t > 0, 1, np.exp(t))),
        ("leakyrelu", lambda t: np.where(t > 0, t, t / 100), lambda t: np.where(t > 0, 1, 0.01)),
        ("normpdf", lambda t: np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi), lambda t: -t * np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi)),
        ("s(t) = t*exp(-t^2)/sqrt(pi)", None, lambda t: (1 - 2 * t**2) * np.exp(-(t**2)) / np.sqrt(np.pi)),
    ],
)  # fmt: skip
def test_short_names_of_formulas_are_activations(name: str, value: Any, slope: Any) -> None:
    page = symjac.network(f"1 -> 1, {name}" if value else f"1 -> 1, s; {name}", W1=2, b1=0.5, x=0.3, y=0.7, show="gradients")
    z = 1.1
    assert value is None or float(page.values["a[1]"].squeeze()) == pytest.approx(float(value(np.array(z))))
    found = float(page.values["dE/db[1]"].squeeze()) / (float(page.values["a[1]"].squeeze()) - 0.7)
    assert found == pytest.approx(float(slope(np.array(z))))


@pytest.mark.parametrize(
    ("text", "said", "unsaid"),
    [
        ("3 -> 2, tanh; W1 = [1, 2; 3, 4]", "`W1` is 2 x 3, but the value is 2 x 2", "hint"),
        ("3 -> 2, tanh; W2 = [1, 2, 3; 3, 4, 5]", "the variables are y, a[0], W[1], b[1]", "did you mean"),
        ("2 -> 1, tanh; W1 = [nan, 1]", "numbers stand here", "the names are"),
    ],
)
def test_a_value_that_does_not_fit_is_told_by_its_name(text: str, said: str, unsaid: str) -> None:
    with pytest.raises(SymjacError) as caught:
        symjac.network(text)
    assert said in str(caught.value) and unsaid not in str(caught.value)
