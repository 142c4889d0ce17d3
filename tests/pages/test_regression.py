"""A table of examples → the page of row N7: read exactly, solved exactly, every line checked, mistakes told in one message."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import symjac
from symjac import cli
from symjac.errors import CheckError, DomainError, LimitError, ParseError, ShapeError, SymjacError
from symjac.expr.dims import SCALAR, dim
from symjac.expr.expr import postorder
from symjac.expr.looks import written
from symjac.expr.make import eye, number, symbol
from symjac.pages.board import Board, Worked
from symjac.pages.regression import fit as numbers
from symjac.pages.regression import linear, numerals, page, terms
from symjac.pages.regression.fit import Fit
from symjac.pages.regression.model import Model
from symjac.pages.regression.table import decoded, examples, read
from symjac.verify.term import Term, Value
from symjac.writing.box import Accent, Box, Dots, Matrix, Num, Script, Sym
from symjac.writing.draw import texts
from symjac.writing.signs import applied
from tests.helpers.places import EXAMPLES
from tests.helpers.reading import read_back
from tests.helpers.work import work

FLATS = EXAMPLES / "N7" / "flats.csv"
DEPENDENT = "[1, 2, 0, 1; 2, 0, 4, 3; 3, 1, 5, 2; 1, 1, 1, 1]"  # x_3 = 2x_1 − x_2


def rows(text: str) -> list[list[Fraction]]:
    return [list(row) for row in read(text).rows]


class TestReading:
    @pytest.mark.parametrize(
        "text",
        [
            "a,b\n1.5,2\n\n-3,0.25\n", "a;b\n1,5;2\n-3;0,25\n", "a\tb\n1.5\t2\n-3\t.25\n", "\ufeffa,b\r\n1.5,2\r\n-3,25e-2\r\n",
            '"a, the first",b\n"1.5", 2\n−3,0.25\n', "1.5,2\n-3,0.25\n", "[1.5, 2; -3, 1/4]", "[[1.5, 2], [-3, 0.25]]",
            "[3/2 2\n-3 .25]",
        ],
    )  # fmt: skip
    def test_spellings_of_one_table(self, text: str) -> None:
        assert rows(text) == [[Fraction(3, 2), 2], [-3, Fraction(1, 4)]]

    def test_decimals_are_exact(self) -> None:
        assert read(np.array([[0.1, 2]])).rows == read("x,y\n0.1,2\n").rows == ((Fraction(1, 10), Fraction(2)),)
        assert read({"x": [0.1], "y": [np.int64(2)]}).names == ("x", "y")

    def test_zeros_in_the_first_row_are_numbers(self) -> None:
        assert len(rows("0,0\n1,2\n")) == 2

    @pytest.mark.parametrize(
        ("text", "error", "message"),
        [
            ("a,b\n1,x\n", ParseError, "line 2, column 2 (b): this is not a number"),
            ("a,b\n1,\n", DomainError, "line 2, column 2 (b): a value is missing"),
            ("a,b\n1,NaN\n", DomainError, "line 2, column 2 (b): a value is missing"),
            ("a,b\n1,inf\n", ParseError, "line 2, column 2 (b)"),
            ("a,b\n\n1,2\n3\n", ShapeError, "line 4 does not have as many cells"),
            ("a,b,c\n1,2\n", ShapeError, "line 2 does not have as many cells"),
            ("a,a\n1,2\n", ParseError, "line 1, column 2: the name 'a' is given twice"),
            ("a,\n1,2\n", ParseError, "line 1, column 2: a column has no name"),
            ("a,b\n", ShapeError, "no row of numbers"),
            ("\n", ShapeError, "no row of numbers"),
            ("a\n1\n", ShapeError, "one column"),
            ("a;b\n1.234,5;2\n1,5;2\n", ParseError, "not a number"),
            ("a;b\n1,5;2\n1.5;2\n", ParseError, "decimal commas and decimal points are mixed"),
            ("a,b\n1,3/4\n", ParseError, "line 2, column 2 (b)"),
            ('a,b\n1,"2\n', ParseError, "line 2: the quotation marks"),
            ("[1, 2; 3]", ShapeError, "line 2"),
            ("[1, 2", ParseError, "bracket"),
            ("1,2\n" + "9" * 60 + ",1\n", LimitError, "line 2, column 1"),
            ("1,2\n" * 11_000, LimitError, "too large"),
            ("no such file.csv", ParseError, "cannot read the file"),
        ],
    )
    def test_a_mistake_is_one_message_with_its_place(self, text: str, error: type[SymjacError], message: str) -> None:
        with pytest.raises(error) as failure:
            symjac.regression(text)
        assert message in str(failure.value)

    @pytest.mark.parametrize("data", [5, [1, 2], [[1, 2], [3]], [["a", 1]], np.array([[np.nan, 1]]), {"a": [1], "b": [1, 2]}, []])
    def test_mistakes_in_arrays(self, data: object) -> None:
        with pytest.raises((ParseError, ShapeError, DomainError)):
            symjac.regression(data)

    def test_bytes_that_are_no_text(self) -> None:
        with pytest.raises(ParseError, match="byte 0"):
            decoded(b"\xff1,2")

    def test_columns_by_name(self) -> None:
        table = read("a,b,c\n1,2,3\n")
        assert examples(table, "b", None).features == ("a", "c")
        assert examples(table, None, ["b"]).inputs == ((2,),)
        for target, features in (("d", None), ("a", ["a"]), (None, ["a", "a"])):
            with pytest.raises((ParseError, DomainError)):
                examples(table, target, features)
        assert examples(read("1,2,3\n"), "1", ["3"]).inputs == ((3,),)


class TestSolution:
    def test_the_example(self) -> None:
        w = symjac.regression(FLATS)
        assert w.values["exact"] == (3, 4) and w.values["squares"] == 4 and w.values["rank"] == 2
        text = str(w)
        assert "3x₁ + 4x₂" in text and "det(ΦᵀΦ) = 100" in text and "‖e(θ̂)‖² = 4" in text
        assert w.check is not None and w.check.exact and w.check.lines > 40

    @pytest.mark.parametrize("seed", range(12))
    def test_against_lstsq(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        m, n = int(random.integers(1, 8)), int(random.integers(1, 6))
        x = random.integers(-4, 5, size=(m, n)) / random.choice([1, 2, 10])
        if n > 2 and seed % 2:
            x[:, n - 1] = (x[:, 0] - 2 * x[:, 1]).round(2)
        y = random.normal(size=m).round(2)
        intercept = bool(seed % 3 == 0)
        w = symjac.regression(np.column_stack([x, y]), intercept=intercept)
        phi = np.column_stack([np.ones(m), x]) if intercept else x
        theta, _, rank, _ = np.linalg.lstsq(phi, y, rcond=None)
        np.testing.assert_allclose(w.values["theta"], theta, atol=1e-9)
        np.testing.assert_allclose(w.values["fitted"], phi @ theta, atol=1e-9)
        np.testing.assert_allclose(w.values["squares"], np.sum((y - phi @ theta) ** 2), atol=1e-9)
        assert w.values["rank"] == rank and w.values["null"].shape == (phi.shape[1], phi.shape[1] - rank)
        np.testing.assert_allclose(phi @ w.values["null"], 0, atol=1e-9)

    def test_nearly_dependent_is_not_dependent(self) -> None:
        x = [[1, 1], [1, 1], [1, "1.00000000000000000001"]]
        w = symjac.regression([[*row, k] for k, row in enumerate(x)])
        assert w.values["rank"] == 2 and "nearly dependent" in str(w)
        assert "nearly dependent" not in str(symjac.regression(FLATS))

    @pytest.mark.parametrize(
        ("data", "rank", "few", "kernel"),
        [
            ("[1, 2, 3; 2, 4, 5; 3, 6, 9]", 1, "", "the multiples of one vector, since there are 2 parameters"),
            ("[1, 2, 4; 2, 4, 5]", 1, "", "the multiples of one vector, since there are 2 parameters"),
            ("[1, 2, 3, 1; 2, 1, 3, 2]", 2, "fewer examples (2) than parameters (3)",
             "the multiples of one vector, since there are 3 parameters"),
            ("[1, 1, 1, 2; 2, 2, 2, 3; 3, 3, 3, 5]", 1, "", "the combinations of 2 vectors, since there are 3 parameters"),
        ],
    )  # fmt: skip
    def test_what_is_said_of_dependent_columns_is_counted(self, data: str, rank: int, few: str, kernel: str) -> None:
        w = symjac.regression(data)
        text = " ".join(str(w).replace("\u00a0", " ").split())
        assert w.values["rank"] == rank and f"{kernel} and the rank is {rank}:" in text
        assert f"rank Φ = {rank} < " in text and ((few in text) if few else ("fewer examples" not in text))

    def test_dependent_columns_are_named(self) -> None:
        text = str(symjac.regression(DEPENDENT))
        assert "x₃ = 2x₁ − x₂" in text and "rank Φ = 2 < 3" in text and "(t ∈ ℝ)" in text and "least norm" in text

    def test_a_constant_column_beside_the_ones(self) -> None:
        assert "x₂ = 3" in str(symjac.regression("[1,3,1;2,3,5;4,3,2]", intercept=True))

    def test_a_column_of_zeros(self) -> None:
        assert "x₂ = 0" in str(symjac.regression("[1,0,1;2,0,5;4,0,2]"))

    def test_all_zero(self) -> None:
        w = symjac.regression("[0, 0, 1; 0, 0, 2]")
        assert w.values["rank"] == 0 and not w.values["theta"].any()

    def test_fewer_examples_than_parameters(self) -> None:
        assert "fewer examples (2) than parameters (4)" in str(symjac.regression("[1,2,3,4,5;2,1,1,0,3]"))

    def test_one_number_of_everything(self) -> None:
        assert symjac.regression("[2, 3]").values["exact"] == (Fraction(3, 2),)

    def test_a_large_table(self) -> None:
        data = np.random.default_rng(1).normal(size=(1000, 11)).round(3)
        with work() as done:
            w = symjac.regression(data)
            text = str(w)
        assert done.calls < 15_000_000
        np.testing.assert_allclose(w.values["theta"], np.linalg.lstsq(data[:, :-1], data[:, -1], rcond=None)[0], atol=1e-12)
        assert len(text.splitlines()) < 300 and "1000×10" in text


class TestPage:
    def test_without_data(self) -> None:
        w = symjac.regression("m x n")
        assert "(ΦᵀΦ)⁻¹Φᵀy" in str(w) and "In numbers" not in str(w) and w.check is not None

    @pytest.mark.parametrize("format", texts())
    @pytest.mark.parametrize("data", ["m x n", FLATS, DEPENDENT])
    def test_every_format(self, data: object, format: str) -> None:
        assert symjac.regression(data, intercept=True).render(format)

    def test_denominator_layout(self) -> None:
        text = str(symjac.regression("m x n", layout="denominator"))
        assert "∇_θL = −2Φᵀ(y − Φθ)" in text

    def test_details(self) -> None:
        lengths = [len(str(symjac.regression(FLATS, detail=d))) for d in ("brief", "exam", "full")]
        assert lengths == sorted(lengths) and lengths[0] < lengths[2]

    def test_digits(self) -> None:
        assert "1.67857" in str(symjac.regression("[1,2;2,3.5;4,7]", intercept=True, digits=6))

    @pytest.mark.parametrize("wrong", [{"layout": "x"}, {"detail": "x"}, {"digits": 0}, {"target": "q"}, {"features": "q"}])
    def test_wrong_options(self, wrong: dict[str, object]) -> None:
        with pytest.raises(SymjacError):
            symjac.regression(FLATS, **wrong)  # type: ignore[arg-type]


class TestAsPrinted:
    """What is printed holds, whatever it is said to mean: every line is read from the page, and computed in floats."""

    @pytest.mark.parametrize("intercept", [False, True])
    @pytest.mark.parametrize(
        "data",
        [FLATS, DEPENDENT, "[1,2;2,3.5;4,7]", "[1,2,3;2,1,4;1,1,1]", "[-1,2,3;0.5,1,4;3,1,-7;2,2,2]", "[1,3,1;2,3,5;4,3,2]",
         "[1,0,1;2,0,5;4,0,2]", "[1,2,3,4,5;2,1,1,0,3]", "[1,1,1,1,5;2,2,2,2,3]", "[0.123,7;1.456,-3;2.789,1]", "[0,0,1;0,0,2]"],
    )  # fmt: skip
    def test_every_line_in_numbers(self, data: str, intercept: bool) -> None:
        fit = page.fitted(examples(read(data), None, None), 4, intercept)
        board = Board()
        page.in_numbers(fit, board)
        assert read_back(board.finish(("numbers",)), names_of(fit)) == []

    def test_a_wrong_sign_in_print_is_noticed(self) -> None:
        board = Board()
        board.step("wrong", Term(Num("3"), Value(number(-2))), Term(Num("2"), Value(number(-2))))
        with pytest.raises(AssertionError):
            read_back(board.finish(("wrong",)), {})

    def test_every_number_stands_on_the_page(self) -> None:
        """Φ, y, ΦᵀΦ, Φᵀy, θ̂, Φθ̂, e(θ̂), ‖e(θ̂)‖², Φᵀe(θ̂) = 0; the equations written out, and 1/det, for few weights."""
        assert steps_of("[1,2,3;2,1,4;1,1,1]") == (
            "data data gram gram system determinant minimiser inverse value decimals prediction fitted fitted "
            "least_squares orthogonal"
        )
        assert steps_of("[0.123456,7,2;1.456,-3,1;2.789123,1,0]") == (
            "data data gram gram minimiser decimals fitted fitted least_squares orthogonal"
        )
        assert steps_of("[1,3;2,5]") == "data data gram gram minimiser value prediction fitted fitted least_squares orthogonal"

    def test_every_line_without_numbers(self) -> None:
        names = [step.rule.name for step in symjac.regression("m x n").steps]
        after = names.index("gradient")
        assert names[after:] == [
            "gradient", "multiplied_out", "normal_equations", "split", "orthogonal", "orthogonal", "pythagoras", "hessian",
            "form", "same_null_space", "minimiser",
        ]  # fmt: skip

    def test_what_is_exact_and_what_is_rounded(self) -> None:
        text = str(symjac.regression("[0.5, 1; 1, 2; 2, 5]"))
        assert "m = 3 examples with n = 1 feature each." in text and "0.5" in text and "½" not in text
        nice = numerals.is_nice
        assert nice(Fraction(1234567, 10)) and nice(Fraction(-22, 7)) and not nice(Fraction(22222, 7)) and nice(Fraction(0))
        assert not nice(Fraction(1, 10_007)) and nice(Fraction(1, 9_999)) and not nice(Fraction(10**7 * 10**6 + 1, 10**6))
        assert numerals.significant(Fraction(12345, 10), 2) == "1234" and numerals.significant(Fraction(-1, 3), 3) == "-0.333"
        assert numerals.significant(Fraction(0), 3) == "0" and numerals.significant(Fraction(1, 30), 2) == "0.033"
        assert numerals.alike([[Fraction(100, 3), Fraction(1, 3)]], 3) == [["33.3", "0.3"]]

    @pytest.mark.parametrize(("m", "n"), [(3, 2), (12, 2), (13, 2), (20, 40), (2, 40), (1, 1)])
    def test_large_matrices_are_cut(self, m: int, n: int) -> None:
        """All rows up to twelve, else three, dots and the last; the columns that fit, else three, dots and the last."""
        box = numerals.exact_term([[Fraction(100 * r + c) for c in range(n)] for r in range(m)]).box
        down = range(m) if m <= 12 else [0, 1, 2, -1, m - 1]
        across = range(n) if n < 10 else [0, 1, 2, -1, n - 1]
        dots = {(True, True): Dots("d"), (True, False): Dots("v"), (False, True): Dots("h")}
        rows = [[dots.get((r < 0, c < 0), Num(str(100 * r + c))) for c in across] for r in down]
        assert box == (Matrix(tuple(map(tuple, rows))) if m * n > 1 else Num("0"))

    def test_a_matrix_as_wide_as_a_page_is_not_cut(self) -> None:
        assert len(numerals.exact_term([[Fraction(1234567890)] * 5]).box.rows[0]) == 5  # type: ignore[union-attr]
        assert len(numerals.exact_term([[Fraction(-1234567890)] * 5]).box.rows[0]) == 5  # type: ignore[union-attr]
        assert len(numerals.exact_term([[Fraction(-12345678901)] * 6]).box.rows[0]) == 5  # type: ignore[union-attr]


WEIGHTED = "area,rooms,trust,price\n4,2,1,19\n5,2,2,24\n7,3,0,33\n8,4,1,41\n9,4,3,42\n11,5,0.5,53\n"
OTHERWISE: list[dict[str, Any]] = [
    {"ridge": 2}, {"weights": "trust"}, {"weights": "trust", "ridge": "1/3"},
]  # fmt: skip


class TestPenaltyAndWeights:
    """Σ wⁱ(yⁱ − (xⁱ)ᵀθ)² + λ‖θ‖², without θ_0: the least squares of the system that the rows √λ are added to."""

    @pytest.mark.parametrize("intercept", [False, True])
    @pytest.mark.parametrize("seed", range(10))
    def test_against_lstsq_of_the_augmented_system(self, seed: int, intercept: bool) -> None:
        random = np.random.default_rng(seed)
        m, n = int(random.integers(2, 9)), int(random.integers(1, 5))
        x, y = random.integers(-4, 5, size=(m, n)) / 2, random.normal(size=m).round(2)
        w = random.integers(0, 4, size=m) / 2 if seed % 3 else None
        if w is not None:
            w[0] = 1
        ridge = [None, 0.25, "3/2"][seed % 3] if w is None or seed % 2 else 2
        data = np.column_stack([x, *([w] if w is not None else []), y])
        found = symjac.regression(data, intercept=intercept, ridge=ridge, weights=None if w is None else str(n + 1))
        phi = np.column_stack([np.ones(m), x]) if intercept else x
        weights, lam = np.ones(m) if w is None else w, float(Fraction(str(ridge or 0)))
        penalty = np.diag([0.0] * intercept + [1.0] * n)
        tall = np.vstack([np.sqrt(weights)[:, None] * phi, np.sqrt(lam) * penalty])
        right = np.concatenate([np.sqrt(weights) * y, np.zeros(len(penalty))])
        theta = np.linalg.lstsq(tall, right, rcond=None)[0]
        np.testing.assert_allclose(found.values["theta"], theta, atol=1e-9)
        np.testing.assert_allclose(found.values["fitted"], phi @ theta, atol=1e-9)
        np.testing.assert_allclose(found.values["residuals"], y - phi @ theta, atol=1e-9)
        np.testing.assert_allclose(found.values["loss"], np.sum((right - tall @ theta) ** 2), atol=1e-9)
        np.testing.assert_allclose(found.values["squares"], np.sum((y - phi @ theta) ** 2), atol=1e-9)

    def test_a_shift_of_the_targets_shifts_the_constant_alone(self) -> None:
        rows = np.array([[1, 2, 3.0], [2, 1, 4], [3, 3, 7], [0, 1, 2]])
        first = symjac.regression(rows, intercept=True, ridge=5).values["exact"]
        rows[:, -1] += 10
        second = symjac.regression(rows, intercept=True, ridge=5).values["exact"]
        assert second == (first[0] + 10, *first[1:])

    @pytest.mark.parametrize("intercept", [False, True])
    @pytest.mark.parametrize("asked", OTHERWISE)
    @pytest.mark.parametrize("data", [WEIGHTED, "a,b,trust,y\n1,2,1,0.3\n2,4,2,5\n3,6,0,-1\n"])
    def test_every_line_in_numbers(self, data: str, asked: dict[str, Any], intercept: bool) -> None:
        found = examples(read(data), None, None, asked.get("weights"))
        fit = page.fitted(found, 4, intercept, terms.amount(asked.get("ridge")))
        board = Board()
        page.in_numbers(fit, board)
        assert read_back(board.finish(("numbers",)), names_of(fit)) == []

    @pytest.mark.parametrize("layout", ["numerator", "denominator"])
    @pytest.mark.parametrize("intercept", [False, True])
    @pytest.mark.parametrize("asked", [{"ridge": "lambda"}, {"weights": "w"}, {"weights": "c", "ridge": "mu"}, {"ridge": "0.5"}])
    def test_without_data(self, asked: dict[str, Any], intercept: bool, layout: str) -> None:
        found = symjac.regression("m x n", intercept=intercept, layout=layout, **asked)
        assert found.check is not None and found.check.exact
        names = [step.rule.name for step in found.steps]
        assert names[names.index("gradient") :] == [
            "gradient", "multiplied_out", "normal_equations", "completed_square", "form", "hessian", "minimiser",
        ]  # fmt: skip

    def test_the_normal_equations_as_they_are_printed(self) -> None:
        plain, shifted = (str(symjac.regression("m x n", ridge="lambda", intercept=i)) for i in (False, True))
        assert "(ΦᵀΦ + λIₙ)⁻¹Φᵀy" in plain and "whatever the columns of Φ" in plain
        assert "(ΦᵀΦ + λP)⁻¹Φᵀy" in shifted and "θ₀ is not penalised" in shifted
        weighted = str(symjac.regression("m x n", weights="w"))
        assert "(ΦᵀWΦ)⁻¹ΦᵀWy" in weighted and "full column rank" in weighted
        assert "(ΦᵀWΦ + λP)⁻¹ΦᵀWy" in str(symjac.regression("m x n", ridge="lambda", weights="w", intercept=True))

    def test_a_factor_of_one_is_not_written(self) -> None:
        for ridge in ("1", "1/2"):
            assert not {"1θ", "1‖", "1I"} & set(str(symjac.regression("m x n", ridge=ridge)).split())
        assert "λ · 1" not in str(symjac.regression("[1, 2; 3, 4]", ridge=2))

    def test_a_penalty_of_zero_is_none(self) -> None:
        assert str(symjac.regression(FLATS, ridge=0)) == str(symjac.regression(FLATS))

    @pytest.mark.parametrize(
        ("data", "asked", "error", "message"),
        [
            (WEIGHTED, {"weights": "tryst"}, ParseError, "did you mean trust?"),
            (WEIGHTED, {"weights": "price", "target": "price"}, DomainError, "the weights are the target, too"),
            (WEIGHTED, {"weights": "area", "features": "area, rooms"}, DomainError, "the weights are a feature, too"),
            ("[1, -2, 3; 1, 1, 1]", {"weights": "2"}, DomainError, "row 1: the weight is negative"),
            ("[1, 0, 3; 1, 0, 1]", {"weights": "2"}, DomainError, "all weights are zero"),
            ("[1, 3; 1, 1]", {"weights": "1"}, ShapeError, "there is no feature"),
            (WEIGHTED, {"ridge": -1}, DomainError, "the penalty is negative"),
            (WEIGHTED, {"ridge": "lambda"}, ParseError, "the penalty is not a number"),
            (WEIGHTED, {"ridge": float("nan")}, ParseError, "the penalty is not a number"),
            (WEIGHTED, {"ridge": True}, ParseError, "the penalty is not a number"),
            (WEIGHTED, {"ridge": 10**50}, LimitError, "more than 40 digits"),
            ("m x n", {"ridge": "theta"}, ParseError, "the penalty has no such name"),
            ("m x n", {"ridge": "2 lambda"}, ParseError, "the penalty has no such name"),
            ("m x P", {"ridge": "lambda"}, ParseError, "P is the matrix of the penalty"),
            ("m x n", {"weights": "trust"}, ParseError, "the weights have no such name"),
            ("m x W", {"weights": "w"}, ParseError, "the weights have no such name"),
        ],
    )  # fmt: skip
    def test_a_mistake_is_one_message(self, data: str, asked: dict[str, Any], error: type[SymjacError], message: str) -> None:
        with pytest.raises(error) as failure:
            symjac.regression(data, **asked)
        assert message in str(failure.value)

    @pytest.mark.parametrize("change", ["weights", "ridge", "gram", "theta"])
    def test_a_wrong_number_is_caught(self, change: str) -> None:
        fit = page.fitted(examples(read(WEIGHTED), None, None, "trust"), 4, True, Fraction(2))
        if change == "gram":
            fit.found.gram[1][1] += 1
        if change == "theta":
            fit.found.shortest[1] += 1
        if change == "ridge":
            fit = replace(fit, ridge=Fraction(3))
        if change == "weights":
            assert fit.weights is not None
            fit.weights[0] += 1
        board = Board()
        page.in_numbers(fit, board)
        with pytest.raises(CheckError):
            board.finish(("planted",))

    def test_a_penalised_intercept_is_caught(self) -> None:
        """The line with P = diag(1, …, 1) in place of diag(0, 1, …, 1)."""
        model = Model(dim("m"), dim("n"), True, "", symbol("lambda", SCALAR, ("positive",)))
        board = Board()
        model.introduce(board)
        board.define(model.P, eye(model.width))
        linear.loss(model, board)
        with pytest.raises(CheckError):
            board.finish(("planted",))

    def test_no_matrix_has_as_many_columns_as_there_are_examples(self) -> None:
        """W stands on the page, and is never computed with."""
        rows = np.column_stack([np.arange(60).reshape(30, 2) % 7, np.ones(30), np.arange(30)])
        fit = page.fitted(examples(read(rows), None, None, "3"), 4, True, Fraction(1))
        board = Board()
        page.in_numbers(fit, board)
        sides = [t.meaning.expr for s in board.finish(("x",)).steps for t in (s.before, s.after) if isinstance(t.meaning, Value)]
        shapes = {tuple(n.number for n in e.shape) for side in sides for e in postorder(side)}
        assert (30, 3) in shapes and (30, 30) not in shapes

    def test_the_command(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        (tmp_path / "flats.csv").write_text(WEIGHTED)
        asked = ["--weights", "trust", "--ridge", "2", "--intercept"]
        assert cli.main(["regression", str(tmp_path / "flats.csv"), *asked]) == 0
        out = capsys.readouterr().out
        assert "Weighted ridge regression: price from area, rooms" in out and "trust (w)" in out and "of weight 0" in out
        assert cli.main(["regression", "--symbolic", "--ridge", "lambda", "--weights", "w", "--format", "latex"]) == 0
        assert cli.main(["regression", "[1, 2; 2, 3]", "--ridge", "-1"]) == 2


def steps_of(data: str) -> str:
    """The lines of the page, by name."""
    board = Board()
    page.in_numbers(page.fitted(examples(read(data), None, None), 4, False), board)
    return " ".join(step.rule.name for step in board.finish(("numbers",)).steps)


def names_of(fit: Fit) -> dict[Box, Any]:
    """Every name of the page in numbers; x_k is column k of the table, and t leads to the shortest solution."""
    found, columns = fit.found, np.array(fit.phi, float).T
    theta, p, null = (np.array(part, float) for part in (found.shortest, found.theta, found.null))
    best = written(fit.letters["thetahat"])
    e = np.array(fit.y, float) - columns.T @ theta
    width, weights = len(theta), np.array(fit.weights or [1] * len(e), float)
    penalty = np.diag([0.0 if k == 0 and fit.intercept else 1.0 for k in range(width)])
    lam = float(fit.ridge or 0)
    least = weights @ e**2 + lam * theta @ penalty @ theta
    values: dict[Box, Any] = {
        written(fit.letters["Phi"]): columns.T, written(fit.letters["y"]): np.array(fit.y, float)[:, None], best: theta[:, None],
        Sym("W"): np.diag(weights), Sym("w"): weights[:, None], Sym("lambda"): lam, Sym("P"): penalty,
        Script(Sym("I"), sub=Num(str(width))): np.eye(width), applied(Sym("L"), best): least,
        applied(Sym("e"), best): e[:, None], applied(Sym("h"), Sym("x")): (columns.T @ theta)[:, None],
    }  # fmt: skip
    for k, column in enumerate(columns):
        values[fit.name(k)] = column[:, None]
        values[Script(Accent("hat", Sym("theta")), Num(str(k if fit.intercept else k + 1)))] = theta[k]
    if found.null:
        t = np.linalg.lstsq(null.T, theta - p, rcond=None)[0]
        values |= {Sym("N"): null.T, Sym("p"): p[:, None], Sym("t"): t[:, None]}
        values |= {Script(Sym("t"), Num(str(k + 1))): value for k, value in enumerate(t)}
    return values


class TestPlanted:
    """A wrong number in the page does not pass the checker."""

    def worked(self, change: str) -> Worked:
        found = examples(read(FLATS), None, None)
        fit = page.fitted(found, 4, False)
        solution = fit.found
        if change == "gram":
            solution.gram[0][1] += 1
        if change == "moment":
            solution.moment[1] += 1
        if change == "theta":
            solution.theta[0] += Fraction(1, 1000)
        if change == "prediction":
            solution.shortest[:] = [Fraction(3), Fraction(5)]
        board = Board()
        page.in_numbers(fit, board)
        return board.finish(("planted",))

    def test_nothing_planted(self) -> None:
        assert self.worked("").check is not None

    @pytest.mark.parametrize("change", ["gram", "moment", "theta", "prediction"])
    def test_a_wrong_number_is_caught(self, change: str) -> None:
        with pytest.raises(CheckError):
            self.worked(change)

    def test_a_wrong_decimal_is_caught(self) -> None:
        fit: Fit = page.fitted(examples(read("[1,2;2,3.5;4,7]"), None, None), 4, False)
        board = Board()
        board.step("wrong", fit.of(fit.letters["thetahat"]), numerals.rounded_term([["1.751"]]))
        with pytest.raises(CheckError):
            board.finish(("planted",))

    def test_a_wrong_relation_is_caught(self) -> None:
        fit = page.fitted(examples(read(DEPENDENT), None, None), 4, False)
        fit.found.null[0][0] += 1
        board = Board()
        page.in_numbers(fit, board)
        with pytest.raises(CheckError):
            board.finish(("planted",))


class TestCommand:
    def test_a_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["regression", str(FLATS), "--target", "price", "--features", "area"]) == 0
        assert "price (y)" in capsys.readouterr().out

    def test_symbolic(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["regression", "--symbolic", "--format", "latex", "--fragment"]) == 0
        assert r"\Phi" in capsys.readouterr().out

    @pytest.mark.parametrize("args", [[], ["--symbolic", "[1, 2]"], ["[1, x]"], ["nothing.csv"], ["[1, 2]", "--target", "9"]])
    def test_mistakes(self, args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["regression", *args]) == 2
        out, err = capsys.readouterr()
        assert not out and err.startswith("symjac: ") and "Traceback" not in err


def test_the_function_stays_the_function() -> None:
    import symjac.pages.regression.page

    assert callable(symjac.regression) and numbers.BY_HAND == 3


def test_the_line_in_which_excel_names_the_separator() -> None:
    found = read("sep=;\r\na;b\r\n1,5;2\r\n2;3\r\n")
    assert found.names == ("a", "b")
    assert found.rows == ((Fraction(3, 2), Fraction(2)), (Fraction(2), Fraction(3)))


def test_the_weights_have_one_numbering_with_an_intercept() -> None:
    """θ_0, …, θ_n in the model and in the Jacobian."""
    for data in ("m x n", "[1, 2, 3.1; 2, 1, 4; 3, 3, 7]"):
        page = symjac.regression(data, intercept=True, check=False).render("latex")
        assert r"\theta_0}" in page
        assert r"\theta_{n + 1}}" not in page


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize("options", [{}, {"intercept": True}, {"ridge": 2}])
def test_a_gradient_that_is_known_is_stated_and_checked(options: dict[str, object], layout: str) -> None:
    data = "x1,y\n1,2\n2,3\n4,5\n"
    known, derived = (symjac.regression(data, gradient=g, layout=layout, **options) for g in ("known", "derived"))  # type: ignore[arg-type]
    assert "The gradient of L is" in known.render("text") and "The factors, one by one" not in known.render("text")
    assert known.values["exact"] == derived.values["exact"] and known.check is not None
    with pytest.raises(SymjacError, match="gradient"):
        symjac.regression(data, gradient="guessed")
