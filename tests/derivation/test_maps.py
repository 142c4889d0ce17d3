"""Maps of which only the name is known: declared, derived, printed and read back; the chain rule by sums and by matrices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import symjac
from symjac.derivation.styles.chain import named as chain_named
from symjac.derivation.styles.chain import scalars as chain_scalars
from symjac.derivation.styles.chain import sums as chain_sums
from symjac.derivation.styles.components import maps as components_maps
from symjac.errors import CheckError, ParseError, ShapeError, SymjacError, UnsupportedError
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.expr.make import add, image, jacobian, map_of, mul, neg, transpose
from symjac.expr.registry import get
from symjac.language import read
from symjac.verify.exact import Mat
from symjac.verify.functions import Exact
from symjac.verify.maps import Polynomial, coefficients
from symjac.verify.scalars import Dual, part
from symjac.writing.box import RELATION, Box, Dots, Infix, Matrix, Num, Sym
from symjac.writing.draw import texts
from symjac.writing.signs import applied, indexed, nabla, partial
from tests.helpers.reading import read_back

MAPS = "f: R^n -> R^m; g: R^D -> R^N; h: R^2 -> R^3; k: R^3 -> R; s: R -> R; c: R -> R^m; A: m x n"
SCALARS = "x1 = u1*u2; x2 = u1 + u2^2; x3 = sin(u1); w(x1, x2, x3) = x1*x2 + x3^2"

RESULTS = [
    ("f(x)", "x", "jacobian(f, x)", ("m", "n")),
    ("norm(y - g(theta))^2", "theta", "-2*(y - g(theta))'*jacobian(g, theta)", ("1", "D")),
    ("norm(g(theta))^2", "theta", "2*g(theta)'*jacobian(g, theta)", ("1", "D")),
    ("w = k(x); x = h(u)", "u", "jacobian(k, h(u))*jacobian(h, u)", ("1", "2")),
    ("x = h(u); w = k(x)", "u", "jacobian(k, h(u))*jacobian(h, u)", ("1", "2")),
    ("w(u) = k(h(u))", None, "jacobian(k, h(u))*jacobian(h, u)", ("1", "2")),
    ("f(B z + b)", "z", "jacobian(f, B*z + b)*B", ("m", "M")),
    ("s(t)", "t", "jacobian(s, t)", ("1", "1")),
    ("c(s(t))", "t", "jacobian(s, t)*jacobian(c, s(t))", ("m", "1")),
    ("exp(s(t^2))", "t", "2*t*exp(s(t^2))*jacobian(s, t^2)", ("1", "1")),
    ("k(x1, x2, x3)", "x1", "jacobian(k, [x_1; x_2; x_3])*[1; 0; 0]", ("1", "1")),
    ("tanh(f(x))", "x", "diag(1 - tanh(f(x)).^2)*jacobian(f, x)", ("m", "n")),
    ("k(x1, x2, x3)", "x1, x2, x3", "jacobian(k, [x1; x2; x3])", ("1", "3")),
    ("k(h(u))", "u", "jacobian(k, h(u))*jacobian(h, u)", ("1", "2")),
    ("tr(A)*k(x)", "x", "tr(A)*jacobian(k, x)", ("1", "3")),
]  # fmt: skip
where = MAPS.replace("A: m x n", "A: n x n")


@pytest.mark.parametrize(("text", "wrt", "result", "shape"), RESULTS, ids=[case[0] for case in RESULTS])
def test_the_derivative_holds_and_is_read_back(text: str, wrt: str | None, result: str, shape: tuple[str, str]) -> None:
    d = symjac.derive(text, wrt, where)
    wanted = symjac.parse(result, where, context=d.problem) if "tanh" not in text else d.result
    assert d.result is wanted and d.shape == shape
    assert symjac.parse(str(d.result), context=d.problem) is d.result
    assert "only named" in str(d.check) and d.check is not None and d.check.lines


@pytest.mark.parametrize("text", [
    "f: R^n -> R^m", "f: ℝⁿ → ℝᵐ", r"f: \mathbb{R}^n \to \mathbb{R}^m", r"f \colon \mathbb R^{n} \rightarrow \mathbb R^{m}",
    "f : R^(n) -> R^{m}", {"f": "R^n -> R^m"}, "x: n; f: R^n -> R^m", "f: R^n -> R^m, x: n",
])  # fmt: skip
def test_a_map_is_declared_in_many_spellings(text: Any) -> None:
    problem = read("f(x)", "x", text)
    assert problem.maps["f"].text == "f: R^n -> R^m"
    assert problem.symbols["x"].shape == read("f(x)", "x", "f: R^n -> R^m").symbols["x"].shape


def test_sizes_may_be_numbers_sums_and_products() -> None:
    assert symjac.derive("f(x)", "x", "f: R^(n + 1) -> R^(2*m)").shape == ("2*m", "n + 1")
    assert symjac.derive("f(x)", "x", "f: ℝ³ → ℝ").shape == ("1", "3")
    assert symjac.derive("f(x) + g(x)", "x", "f, g: R^n -> R^m").shape == ("m", "n")


REFUSED = [
    ("f", "f: R^n -> R^m", ParseError, "needs its argument"),
    ("f(x, y)", "f: R^n -> R^m", ShapeError, "takes one column, not 2"),
    ("f(x1, x2)", "f: R^3 -> R^m", ShapeError, "takes one column, not 2"),
    ("h([1; 2; 3]*x)", "h: R^2 -> R^3", ShapeError, "an argument of size 2"),
    ("f(A)*x", "f: R^n -> R^m; A: n x n; x: scalar", ShapeError, "`A` is n x n"),
    ("f(x) + x", "f: R^2 -> R^3", ShapeError, "sum needs equal shapes"),
    ("f(x)", "f: R^n -> R^m; f: n x m", ShapeError, "declared twice"),
    ("f(x)", "f: R^n -> R^m; f: R^m -> R^n", ShapeError, "declared twice"),
    ("f(x)", "f: R^f -> R^m", ParseError, "also the name of a size"),
    ("f(x)", "f: R^n -> R^y; y: n", ParseError, "also the name of a size"),
    ("f(x)", "f: R^n ->", ParseError, "a space is missing"),
    ("f(x)", "f: A -> R^m", ParseError, "not a space of columns"),
    ("f(x)", "f: R^(m x n) -> R", ParseError, "takes and gives columns"),
    ("f(x)", "f: R^n -> R^m symmetric", ParseError, "not a size"),
    ("f(x)", "R^n -> R^m", ParseError, "a name and a colon"),
    ("f(x)", "f: R^0 -> R^m", ParseError, "at least 1"),
    ("f(x) = 2*x", "f: R^n -> R^n", ParseError, "declared as a map and also defined"),
    ("jacobian(q, x)", "f: R^n -> R^m", ParseError, "the maps are f"),
    ("jacobian(f)", "f: R^n -> R^m", ParseError, "the point is missing"),
    ("f'(x)", "f: R^n -> R^m", ParseError, "derivative of a function is not read"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "declared", "kind", "words"), REFUSED, ids=[f"{a} | {b}" for a, b, _, _ in REFUSED])
def test_a_mistake_is_shown_where_it_is(text: str, declared: str, kind: type[SymjacError], words: str) -> None:
    with pytest.raises(kind) as caught:
        symjac.derive(text, "x", declared)
    assert words in str(caught.value) and "^" in str(caught.value)
    assert caught.value.source in (text, declared)


def test_what_a_name_cannot_do_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedError, match="only named"):
        symjac.derive("k(x)", "x", MAPS, order=2)
    with pytest.raises(UnsupportedError, match="only named"):
        symjac.derive("sum(jacobian(f, x))", "x", MAPS)
    d = symjac.derive("f(x)", "x", MAPS)
    for ask in (d.to_sympy, lambda: d.evaluate(x=[1, 2]), lambda: d.tensor(x=[1, 2])):
        with pytest.raises(UnsupportedError, match="`f` is only named"):
            ask()


# ---- what stands for a map in the check --------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "m"), [(1, 1), (3, 1), (1, 2), (2, 3), (4, 3)])
def test_the_polynomial_has_the_jacobian_that_is_stated(n: int, m: int) -> None:
    """Its own formula against dual numbers, and no entry of it vanishes or is constant."""
    p = Polynomial(Exact(), "f", n, m)
    x, y = (Mat([[Fraction(2 * i - k, 3)] for i in range(1, n + 1)]) for k in (1, 4))
    moved = Mat([[Dual(a, {i: 1})] for i, (a,) in enumerate(x.rows)])
    slopes = [[part(z, 1).get(i, 0) for i in range(n)] for (z,) in p.value(moved).rows]
    assert slopes == p.jacobian(x).rows != p.jacobian(y).rows
    assert all(all(a.flat) for a in coefficients("f", n, m))
    assert coefficients("f", n, m) != coefficients("g", n, m)


def test_two_maps_differ_and_one_is_the_same_everywhere() -> None:
    from symjac.verify import equal

    problem = read("f(x) + g(x)", "x", "f, g: R^n -> R^m")
    f, g = problem.target.args
    assert not equal(f, g) and equal(f, f)


@contextmanager
def planted(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    object.__setattr__(owner, name, value)
    try:
        yield
    finally:
        object.__setattr__(owner, name, before)


def doubled(e: Expr, d: tuple[Expr | None, ...]) -> Expr:
    assert d[0] is not None
    dx = mul(jacobian(map_of(e), e.args[0]), d[0])
    return add(dx, dx)


def without_inner(e: Expr, d: tuple[Expr | None, ...]) -> Expr:
    """∇f at the wrong place."""
    assert d[0] is not None
    return mul(jacobian(map_of(e), neg(e.args[0])), d[0])


def map_instead_of_slope(e: Expr, d: tuple[Expr | None, ...]) -> Expr:
    assert d[0] is not None
    return mul(image(map_of(e), e.args[0]), transpose(e.args[0]), d[0])


@pytest.mark.parametrize("rule", [doubled, without_inner, map_instead_of_slope])
@pytest.mark.parametrize("case", RESULTS[:8], ids=[case[0] for case in RESULTS[:8]])
def test_a_wrong_differential_is_caught(rule: Any, case: Any) -> None:
    with planted(get("image"), "differential", rule), pytest.raises(CheckError):
        symjac.derive(case[0], case[1], where)


def test_a_wrong_chain_rule_is_caught() -> None:
    """In general: the outer Jacobian at u instead of h(u); among numbers: products of the wrong partners."""
    general = ("w(u) = f(h(u))", None, "f: R^n -> R; h: R^n -> R^n")

    class Wrong(chain_named.Composition):
        def __init__(self, task: Any) -> None:
            super().__init__(task)
            self.J = mul(jacobian(map_of(self.f.body), task.x), jacobian(map_of(self.h.body), task.x))

    with planted(chain_named, "Composition", Wrong), pytest.raises(CheckError):
        symjac.derive(*general)

    class Crossed(chain_scalars.Composition):
        @property
        def inner(self) -> Any:  # type: ignore[override]
            return super().inner[::-1]

    with planted(chain_scalars, "Composition", Crossed), pytest.raises(CheckError):
        symjac.derive(SCALARS, "u1, u2")


def test_a_wrong_definition_is_caught() -> None:
    class Turned(components_maps.Named):
        @property
        def place(self) -> Any:
            return self.i.symbol, self.k.symbol

    with planted(components_maps, "Named", Turned), pytest.raises(CheckError):
        symjac.derive("f(x)", "x", "f: R^n -> R^m")


def test_what_is_asked_has_a_name_of_its_own() -> None:
    def name(text: str, where: str) -> str:
        return read(text, None, where).called

    assert name("f(x)", "f: R^n -> R^m") == "f" and name("f(g(x))", "f: R^n -> R^m; g: R^k -> R^n") == "F"
    assert name("2*g(x)", "g: R^n -> R^m") == "f" and name("w = f(x)", "f: R^n -> R^m") == "w"


# ---- the notes ----------------------------------------------------------------------------------------------------


def text(*asked: Any, **options: Any) -> str:
    return symjac.derive(*asked, **options).render("text", width=100)


def test_the_definition_of_the_notes() -> None:
    """Rows N1 and N3."""
    shown = text("f(x)", "x", "f: R^n -> R^m", at="x = a")
    for words in ("∇ₓf for f: ℝⁿ → ℝᵐ", "be differentiable", "1 ≤ i ≤ n", "gradient of f, or its Jacobian", "m × n matrix",
                  "in short ∇f(x)", "∇ₓf(a) ="):  # fmt: skip
        assert words in shown, words
    assert "⋮" not in text("f(x)", "x", "f: R^3 -> R^2") and "⋯" not in text("f(x)", "x", "f: R^3 -> R^2")


def test_the_columns_of_a_function_by_components() -> None:
    shown = text("f(x1, x2) = [x1^2*x2; sin(x1); x1 + 3*x2]", at="x1 = 0; x2 = 2")
    assert "are the columns" in shown and "∇_(x₁,x₂)f(0, 2) =" in shown


def test_the_chain_rule_of_the_notes() -> None:
    """Row N2, in general: sums, then row = row times matrix with labels below."""
    shown = text("w = f(x); x = h(u)", "u", "f: R^3 -> R; h: R^2 -> R^3")
    for words in (
        "w = f(x₁, x₂, x₃)",
        "are differentiable, the chain rule gives",
        "write gradients as rows",
        "∇ᵤw",
        "∇ₓw",
        "∇ᵤh",
    ):
        assert words in shown, words
    dots = text("w(u) = f(h(u))", None, "f: R^n -> R^m; h: R^p -> R^n")
    assert "1 ≤ k ≤ m" in dots and "1 ≤ j ≤ p" in dots and "+ ⋯ +" in dots


def test_the_chain_rule_among_numbers() -> None:
    d = symjac.derive(SCALARS, "u1, u2", at="u1 = 0; u2 = 2")
    direct = symjac.derive(SCALARS, "u1, u2", style="components")
    assert (d.style, direct.style) == ("chain", "components")
    from symjac.verify import equal

    assert equal(d.result, direct.result) and str(d.value) == "[8, 0]"
    assert "x₂ · u₂ + x₁ · 1 + 2x₃ · cos(u₁)" in d.render("text")
    several = symjac.derive("x1 = u1*u2; x2 = u1 + u2; w = [x1*x2; exp(x1)]", "u1, u2")
    assert several.style == "chain" and several.shape == ("2", "2") and "product of matrices" in several.render("text")
    wide = symjac.derive("x1 = u1*exp(u2); x2 = u1^2*sin(u2); w = x1*x2*exp(x1) + x2^2", "u1, u2", detail="brief")
    assert "exp(x₁)" in wide.render("text") and "x_1" not in str(wide.result)  # written in the x's, and meant in the u's
    curve = symjac.derive("x = cos(t); y = sin(t); w = x^2*y", "t")
    assert curve.style == "chain" and "row" in curve.render("text") and "∇_(x,y)w" in curve.render("text")
    assert curve.steps[-1].after.box == written(curve.result)  # short enough to be written in t alone
    further = symjac.derive("x1 = u1*u2; x2 = u1 + u2; x1*x2 + 1", "u1, u2")
    assert further.style == "components" and "+ 1" in further.render("text")
    assert symjac.derive("x1 = u1*u2; x2 = u1 + u2; w = x1*x2; w^2 + 1", "u1, u2").style == "components"
    assert all(label in d.render("text") for label in ("∇ᵤw", "∇ₓw", "∇ᵤx", "u = (u₁, u₂) and x = (x₁, x₂, x₃)"))


@pytest.mark.parametrize("asked", [
    ("x1 = u1*u2; w = x1 + u1", "u1, u2"),  # w depends on u1 directly, too
    ("x1 = u1*u2; x2 = x1 + u1; w = x1*x2", "u1, u2"),  # three levels
    ("x1 = u1*u2; x2 = a; w = x1*x2", "u1, u2", "a: scalar"),  # x2 does not move
])  # fmt: skip
def test_other_compositions_are_differentiated_directly(asked: tuple[str, ...]) -> None:
    assert symjac.derive(*asked).style == "components"


DERIVED = [
    (("f(x)", "x", "f: R^n -> R^m"), {"at": "x = a"}), (("f(x)", "x", "f: R^3 -> R^2"), {"at": "x = [1; 2; 3]"}),
    (("f(x)", "x", "f: R^n -> R"), {}), (("f(x1, x2)", "x1, x2", "f: R^2 -> R^m"), {"at": "x1 = 1; x2 = 2"}),
    (("f(t)", "t", "f: R -> R^m"), {"at": "t = 2"}), (("f(t)", "t", "f: R -> R"), {}),
    (("w = f(x); x = h(u)", "u", "f: R^3 -> R; h: R^2 -> R^3"), {"at": "u = a"}),
    (("w(u) = f(h(u))", None, "f: R^n -> R^m; h: R^p -> R^n"), {}), (("w(t) = f(h(t))", None, "f: R^n -> R; h: R -> R^n"), {}),
    (("norm(y - g(theta))^2", "theta", "g: R^D -> R^N"), {"at": "theta = a"}), ((SCALARS, "u1, u2"), {"at": "u1 = 1; u2 = 2"}),
    (("x1 = u1*u2; x2 = u1 + u2; w = [x1*x2; exp(x1)]", "u1, u2"), {}), (("x = t^2; w = sin(x)", "t"), {}),
    (("f(x1, x2) = [x1^2*x2; sin(x1)]",), {"at": "x1 = 1; x2 = 2"}),
]  # fmt: skip


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize(("asked", "options"), DERIVED, ids=[a[0] + (a[2] if len(a) > 2 else "") for a, _ in DERIVED])
def test_every_format_detail_and_layout(asked: Any, options: Any, layout: str) -> None:
    for detail in ("brief", "exam", "full"):
        d = symjac.derive(*asked, layout=layout, detail=detail, **options)
        assert d.check is not None and all(d.render(name) for name in texts())
        assert d.views


# ---- as printed ---------------------------------------------------------------------------------------------------


def entries(w: str, k: str, x: str, i: str, table: Any) -> dict[Box, Any]:
    """∂w_1/∂x_2 for a table of numbers; the letters k and i stand for 1; a number by itself has no index."""
    rows, columns = labelled(w, k, len(table)), labelled(x, i, len(table[0]))
    return {partial(top, below): table[r, c] for top, r in rows for below, c in columns}


def labelled(letter: str, index: str, n: int) -> list[tuple[Box, int]]:
    if n == 1:
        return [(Sym(letter), 0)]
    return [(indexed(Sym(letter), Sym(index)), 0), *((indexed(Sym(letter), Num(str(r + 1))), r) for r in range(n))]


def test_dots_stand_where_rows_and_columns_are_left_out() -> None:
    h, v, d = Dots("h"), Dots("v"), Dots("d")
    w, x = [at("w", 1), None, at("w", 2)], [at("x", 1), at("x", 2), None, at("x", 3)]
    cells = chain_sums.partials(w, x)
    assert cells[1] == [v, v, d, v] and [row[2] for row in cells] == [h, d, h]
    assert [[cell for cell in row if not isinstance(cell, Dots)] for row in cells] == [
        [partial(at("w", 1), at("x", k)) for k in (1, 2, 3)], [], [partial(at("w", 2), at("x", k)) for k in (1, 2, 3)]
    ]  # fmt: skip
    turned = chain_sums.arranged(cells, "denominator")
    assert isinstance(turned, Matrix) and [row[1] for row in turned.rows] == [h, h, d, h] and turned.rows[2] == (v, d, v)
    assert turned.rows[0] == (cells[0][0], h, cells[2][0])
    shown = chain_sums.sum_of_products(Sym("w"), x, Sym("u"))
    assert isinstance(shown, Infix) and shown.signs == ("+",) * 3 and shown.items[2] == h


def test_a_number_has_a_slope_and_a_column_a_gradient() -> None:
    for asked, declared, shown in (
        ("s(t)", "s: R -> R", "s′(t)"),
        ("s(t)", "s: R -> R^3", "s′(t)"),
        ("f(x)", "f: R^2 -> R", "∇f(x)"),
    ):
        assert f"in short {shown}" in text(asked, asked[2], declared) or f"= {shown}" in text(asked, asked[2], declared)


LAYOUTS = [("numerator", lambda a: a), ("denominator", lambda a: a.T)]


@pytest.mark.parametrize(("layout", "turn"), LAYOUTS)
@pytest.mark.parametrize(("m", "n", "p"), [(1, 3, 2), (2, 3, 2), (3, 2, 4), (1, 1, 3), (2, 1, 1), (1, 2, 1), (3, 3, 3)])
def test_every_line_of_the_chain_rule_holds_as_it_is_printed(m: int, n: int, p: int, layout: str, turn: Any) -> None:
    """Whatever it is said to mean: with numbers for ∇f and ∇h, every line is read and computed."""
    random = np.random.default_rng(m + 10 * n + 100 * p)
    F, H = random.normal(size=(m, n)), random.normal(size=(n, p))
    d = symjac.derive("w = f(x); x = h(u)", "u", f"f: R^{n} -> R^{m}; h: R^{p} -> R^{n}", layout=layout)
    known = {written(e): F if e.data[0] == "f" else H for e in postorder(d.result) if e.op.name == "jacobian"}
    known |= {**entries("w", "k", "x", "i", F), **entries("x", "i", "u", "j", H), **entries("w", "k", "u", "j", F @ H)}
    known |= {nabla(Sym(x), Sym(w)): turn(a) for w, x, a in (("w", "u", F @ H), ("w", "x", F), ("h", "u", H))}
    assert read_back(d, known) == []


@pytest.mark.parametrize(("layout", "turn"), LAYOUTS)
@pytest.mark.parametrize(("m", "n"), [(1, 3), (2, 3), (3, 1), (4, 4)])
def test_every_line_of_the_definition_holds_as_it_is_printed(m: int, n: int, layout: str, turn: Any) -> None:
    random = np.random.default_rng(m + 10 * n)
    F, values = random.normal(size=(m, n)), random.normal(size=(m, 1))
    d = symjac.derive("f(x)", "x", f"f: R^{n} -> R^{m}", layout=layout)
    x = Sym("x")
    known: dict[Box, Any] = {nabla(x, Sym("f")): turn(F), applied(Sym("f"), x): values, **entries("f", "k", "x", "i", F)}
    known |= {applied(f, x): values[k] for f, k in labelled("f", "k", m)}
    known |= {partial(Sym("f"), x): F[:, i : i + 1] for x, i in labelled("x", "i", n)}
    assert read_back(d, known) == []
    by_columns = [] if m == 1 else ["components", "column", "columns"] if n > 1 else ["components", "column"]
    assert [step.rule.name for step in d.steps] == [*by_columns, "conclude"]


@pytest.mark.parametrize(("layout", "turn"), LAYOUTS)
@pytest.mark.parametrize("text", [SCALARS, "x1 = u1*u2; x2 = u1 + u2; w = [x1*x2; exp(x1)]"])
def test_every_line_among_numbers_holds_as_it_is_printed(text: str, layout: str, turn: Any) -> None:
    u = np.array([0.7, -0.4])
    x = np.array([u[0] * u[1], u[0] + u[1] ** 2, np.sin(u[0])] if text == SCALARS else [u[0] * u[1], u[0] + u[1]])
    H = np.array([[u[1], u[0]], [1, 2 * u[1] if text == SCALARS else 1], [np.cos(u[0]), 0]])[: len(x)]
    F = np.array([[x[1], x[0], 2 * x[-1]]] if text == SCALARS else [[x[1], x[0]], [np.exp(x[0]), 0]])
    d = symjac.derive(text, "u1, u2", layout=layout)
    known = {box: at[k] for letter, at in (("u", u), ("x", x)) for box, k in labelled(letter, "", len(at))}
    known |= {**entries("w", "k", "x", "i", F), **entries("x", "i", "u", "j", H), **entries("w", "k", "u", "j", F @ H)}
    known |= {nabla(Sym(b), Sym(a)): turn(t) for a, b, t in (("w", "u", F @ H), ("w", "x", F), ("x", "u", H))}
    known[nabla(Infix((at("u", 1), at("u", 2)), (",",), RELATION), Sym("w"))] = turn(F @ H)
    assert read_back(d, known) == []


def at(letter: str, k: int) -> Box:
    return indexed(Sym(letter), Num(str(k)))
