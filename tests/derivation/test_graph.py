"""The style graph: its nodes, arrows and ways, the numbers at a point, the picture, what is refused, planted errors."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import cos, exp, hypot, sin, sqrt
from typing import Any

import pytest

import symjac
from symjac.derivation.styles.graph import nodes, numbers, picture, slopes
from symjac.errors import CheckError, LimitError, UnsupportedError
from symjac.expr.looks import written
from symjac.expr.make import add, mul, neg, number, transpose
from symjac.verify.term import Derivative
from symjac.writing.block import Figure, plain_text
from symjac.writing.draw import texts
from symjac.writing.drawing import Circle, Drawing, Label, Stroke
from tests.helpers.corpus import ENTRIES, where

MML = "f(x) = sqrt(x^2 + exp(x^2)) + cos(x^2 + exp(x^2))"  # Mathematics for Machine Learning, 5.6.2
NET = "z[1] = W[1]*x + b[1]; a[1] = tanh(z[1]); z[2] = W[2]*a[1] + b[2]; L = norm(z[2] - y)^2"
OF_NET = {"wrt": "W[1], b[1], W[2], b[2]", "where": "x: n; y: m"}
ROWS = "Z = X*W + ones(m)*b'; A = sigmoid(Z); L = norm(A - Y)^2/m"
OF_ROWS = {"wrt": "W, b", "where": "X: m x n; Y: m x k"}


def drawn(f: str, wrt: str | None = None, where: str | None = None, **options: Any) -> symjac.Derivation:
    return symjac.derive(f, wrt, where, style="graph", **options)


def deep(layers: int) -> str:
    lines = [f"z[{l}] = U*a[{l - 1}] + b; a[{l}] = tanh(z[{l}])" for l in range(1, layers + 1)]
    return "; ".join([*lines, f"L = norm(a[{layers}] - y)^2"])


def words(d: symjac.Derivation) -> str:
    return " ".join(d.render("text").split())


def figure(d: symjac.Derivation) -> Figure:
    return next(block for block in d.document().blocks if isinstance(block, Figure))


# ---- lines ------------------------------------------------------------------------------------------------------------


def test_the_example_of_the_book() -> None:
    d = drawn(MML, where="x: scalar")
    forward = [(str(s.before.meaning.expr), str(s.after.meaning.expr)) for s in d.steps if s.rule.name == "forward" and s.before]
    assert forward[:-1] == [
        ("v_1", "x^2"), ("v_2", "exp(v_1)"), ("v_3", "v_1 + v_2"), ("v_4", "sqrt(v_3)"), ("v_5", "cos(v_3)")
    ]  # fmt: skip
    assert forward[-1][1] == "v_4 + v_5"
    text = words(d)
    assert "Added up over the four ways from x to f" in text and "2δ₁ x" in text
    assert str(d.result) == str(symjac.derive(MML, where="x: scalar").result)
    assert d.check is not None and d.check.lines == len([s for s in d.steps if s.before is not None]) + 1


def test_the_example_of_the_book_in_numbers() -> None:
    d, x = drawn(MML, where="x: scalar", at="x = 1/2"), 0.5
    c = x**2 + exp(x**2)
    back = 1 / (2 * sqrt(c)) - sin(c)
    text = words(d)
    for shown in (exp(x**2), c, sqrt(c), cos(c), sqrt(c) + cos(c), 1 / (2 * sqrt(c)), back, back * (exp(x**2) + 1) * 2 * x):
        assert f"{shown:.4f}".replace("-", "−") in text
    assert float(numbers_on(figure(d))) == pytest.approx(back * (exp(x**2) + 1) * 2 * x, abs=1e-4)


def numbers_on(shown: Figure) -> str:
    """The number at the right of the first node."""
    from symjac.writing.formats.text.math import flat

    right = [s for s in shown.drawing.shapes if isinstance(s, Label) and s.side == "right"]
    return flat(max(right, key=lambda label: label.at[1]).box).replace("−", "-")


def test_several_variables_in_one_picture() -> None:
    d = drawn(NET, **OF_NET)
    assert list(d.results) == ["W[1]", "b[1]", "W[2]", "b[2]"] and d.style == "graph"
    other = symjac.derive(NET, OF_NET["wrt"], OF_NET["where"], style="backprop")
    assert d.results == other.results
    text = words(d)
    assert "∇_(z⁽¹⁾)a⁽¹⁾ = J₁ = diag(𝟏 − a⁽¹⁾ ⊙ a⁽¹⁾)" in text and "∇_(W⁽¹⁾)(δᵀz⁽¹⁾) = δxᵀ" in text
    assert "∇_(b⁽¹⁾)L = ∇_(z⁽²⁾)L ∇_(a⁽¹⁾)z⁽²⁾ ∇_(z⁽¹⁾)a⁽¹⁾ ∇_(b⁽¹⁾)z⁽¹⁾" in text


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry["id"]))
def test_the_corpus_line_by_line(entry: dict[str, Any]) -> None:
    try:
        d = symjac.derive(entry["expr"], entry["wrt"], where(entry), style="graph")
    except UnsupportedError:
        pytest.skip("no graph of this formula")
    assert d.check is not None and d.check.lines >= len(d.steps)
    assert str(d.result) == str(symjac.derive(entry["expr"], entry["wrt"], where(entry)).result)


def test_a_part_that_occurs_twice_is_one_node() -> None:
    d = drawn("f(x) = exp(x'*A*x)*(x'*A*x)", where="A: n x n")
    assert len([s for s in d.steps if s.rule.name == "forward"]) == 3


def test_an_arrow_holds_fixed_what_else_moves() -> None:
    """f = exp(a) c'x: along the arrow from x alone, a does not move."""
    d = drawn("a = x'*A*x; f = exp(a)*(c'*x)", "x", "A: n x n")
    assert "∇ₓf = ── ∇ₓa + exp(a)cᵀ" in words(d)
    kept = [s for s in d.steps if s.rule.name == "arrow" and isinstance(s.before and s.before.meaning, Derivative)]
    assert len(kept) == 1


def test_letters_that_are_taken() -> None:
    d = drawn("f(x) = exp(v_1*x^2)*delta", where="x: scalar; v_1: scalar; delta: scalar")
    assert "u₁ = " in words(d)
    assert "tr(ΔᵀY) = XᵀΔ" in words(drawn("Y = X*V; L = norm(Y)^2*delta", "V", "X: m x n; V: n x k; delta: scalar"))


# ---- what is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "wrt", "where", "options"),
    [
        ("A*X", "X", None, {}), ("x'*x", "x", None, {"order": 2}), ("x'*x", "x", None, {"layout": "denominator"}),
        ("sum(i=1..N, x_i^2)", "x", None, {}),
    ],
)  # fmt: skip
def test_what_has_no_graph(f: str, wrt: str, where: str | None, options: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedError, match="the style 'graph'"):
        drawn(f, wrt, where, **options)


def test_too_large_a_graph_is_refused_by_name() -> None:
    with pytest.raises(LimitError, match="at most 60 nodes") as failure:
        drawn(deep(40), "U, b", "a[0]: n; y: n; U: n x n; b: n")
    assert "backprop" in str(failure.value)
    wide = " + ".join(f"sin({k}*x)" for k in range(2, 40))
    with pytest.raises(LimitError, match="30 of them in the picture"):
        drawn(f"f(x) = {wide}", where="x: scalar")


def test_a_deep_graph_is_drawn_at_its_ends() -> None:
    d = drawn(deep(9), "U, b", "a[0]: n; y: n; U: n x n; b: n")
    shown = figure(d)
    assert "nodes in the middle are left out" in plain_text(shown.caption)
    assert len([s for s in shown.drawing.shapes if isinstance(s, Circle)]) < 12
    assert shown.drawing.height < 15


# ---- the picture --------------------------------------------------------------------------------------------------------

PICTURES: list[tuple[str, str | None, str | None, str | None]] = [
    (MML, None, "x: scalar", None), (MML, None, "x: scalar", "x = 1/2"), (NET, OF_NET["wrt"], OF_NET["where"], None),
    (ROWS, OF_ROWS["wrt"], OF_ROWS["where"], None), ("log(det(X)) + tr(A*X)", "X", "X: n x n; A: n x n", None),
    ("e(theta) = y - Phi theta; L(e) = ||e||^2", None, None, "theta = [1; 2]; y = [3; 5]; Phi = [1, 0; 1, 1]"),
    ("a = x*y; b = sin(a); c = a + y; d = b*c; f = d + x + exp(c)", "x, y", "x: scalar; y: scalar", None),
    (deep(9), "U, b", "a[0]: n; y: n; U: n x n; b: n", None),
]  # fmt: skip


@pytest.mark.parametrize(("f", "wrt", "where", "at"), PICTURES)
def test_nothing_in_the_picture_overlaps(f: str, wrt: str | None, where: str | None, at: str | None) -> None:
    shown = figure(drawn(f, wrt, where, at=at)).drawing
    assert isinstance(shown, Drawing)
    circles = [s for s in shown.shapes if isinstance(s, Circle)]
    for a, b in combinations(circles, 2):
        assert hypot(a.centre[0] - b.centre[0], a.centre[1] - b.centre[1]) > a.radius + b.radius
    inside = [label for label in shown.shapes if isinstance(label, Label) and label.at in [c.centre for c in circles]]
    others = [picture.extent(s) for s in shown.shapes if isinstance(s, Label) and s not in inside]
    for one, other in combinations(others, 2):
        assert picture.apart(one, other), (one, other)
    for one in others:
        assert all(picture.apart(one, picture.square(c)) for c in circles)
        assert one[0] >= -0.01 and one[2] <= shown.width + 0.01
    strokes = [s for s in shown.shapes if isinstance(s, Stroke)]
    assert len(strokes) % 2 == 0 and all(s.arrow for s in strokes)  # forwards and back


@pytest.mark.parametrize(("f", "wrt", "where", "at"), PICTURES[:4])
@pytest.mark.parametrize("format", texts())
def test_every_format(f: str, wrt: str | None, where: str | None, at: str | None, format: str) -> None:
    assert drawn(f, wrt, where, at=at).render(format)


def test_the_picture_in_words() -> None:
    assert figure(drawn("e = y - Phi*theta; L = norm(e)^2", "theta", "Phi: N x D")).alt == (
        "Computation graph, from the variables at the top to L at the bottom. Arrows lead from theta to e; from e to L."
    )


# ---- planted errors -----------------------------------------------------------------------------------------------------

SLOPE, PULLED, NUMERAL = slopes.slope, slopes.pulled_back, numbers.numeral


def one_way(graph: nodes.Graph, u: Any) -> list[Any]:
    """Of the arrows that leave a node the first alone."""
    return [w for v, w in graph.edges if v is u][:1]


SHARED, TURN = nodes.rebuild, lambda e: transpose(e) if e.shape[0] is e.shape[1] else mul(number(2), e)
PLANTED: list[tuple[str, Any, str, Any, dict[str, Any]]] = [
    ("a way forgotten", nodes.Graph, "out_of", one_way, {}),
    ("a slope with the wrong sign", slopes, "slope", lambda body, w, v: neg(SLOPE(body, w, v)), {}),
    ("what goes back is not transposed", slopes, "pulled_back", lambda given, x: TURN(PULLED(given, x)), {"f": ROWS, **OF_ROWS}),
    ("a Jacobian too many", slopes.Slopes, "row", lambda s, w: mul(number(2), s.back[w]),
     {"f": NET, "wrt": "b[1]", "where": None}),
    ("a part that is another", nodes, "rebuild",
     lambda e, args: add(*args, *args) if e.op.name == "add" else SHARED(e, args), {}),
    ("a wrong digit", numbers, "numeral",
     lambda e, places: NUMERAL(add(e, number(Fraction(1, 1000))) if e.is_scalar else e, places), {"at": "x = 1/2"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "owner", "attribute", "wrong", "given"), PLANTED, ids=[case[0] for case in PLANTED])
def test_a_planted_error_is_caught(
    name: str, owner: Any, attribute: str, wrong: Any, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    call = {"f": MML, "where": "x: scalar", **given}
    assert drawn(**call).check is not None
    monkeypatch.setattr(owner, attribute, wrong)
    with pytest.raises(CheckError):
        drawn(**call)


@pytest.mark.parametrize("at", [None, "x = 1/2"])
def test_what_is_drawn_stands_in_a_line(at: str | None) -> None:
    """No label of the picture is without a line that is checked."""
    d = drawn(MML, where="x: scalar", at=at)
    lines = {term.box for step in d.steps for term in (step.before, step.after) if term is not None}
    lines.add(written(d.variables[0]))
    assert [s.box for s in figure(d).drawing.shapes if isinstance(s, Label) and s.box not in lines] == []


def test_what_is_drawn_of_matrices_stands_in_a_line() -> None:
    d = drawn(NET, **OF_NET)
    lines = {term.box for step in d.steps for term in (step.before, step.after) if term is not None}
    lines |= {written(s.body) for s in d.answer.named.statements} if d.answer.named else set()
    lines |= {written(x) for x in (*d.variables, *d.answer.names)} | {written(transpose(e)) for e in d.answer.names}
    assert [s.box for s in figure(d).drawing.shapes if isinstance(s, Label) and s.box not in lines] == []
