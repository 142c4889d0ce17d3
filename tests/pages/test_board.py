"""A page of checked steps: what stands behind ≈ rounds to its digits, decimals are exact or none, wrong lines stop."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symjac.derivation.decimals import (
    decimal,
    decimal_box,
    ending,
    ends,
    exact_term,
    is_exact,
    number_box,
    places_of,
    rounded,
    rounded_term,
    short,
    tiny,
    with_power,
)
from symjac.errors import DomainError, UnsupportedError
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, function, literal, matrix, mul, number, symbol
from symjac.language import parse
from symjac.pages.board import Board, Worked
from symjac.pages.regression import numerals
from symjac.pages.regression.numerals import fraction_box
from symjac.verify import Mismatch
from symjac.verify.rounding import rounds_to
from symjac.verify.scalars import CONTEXT, Irrational, Surd
from symjac.verify.term import Rounded, Term, Value
from symjac.writing.block import Paragraph
from symjac.writing.box import PRODUCT, Call, Frac, Infix, Num, Prefix, Script, Sym
from symjac.writing.draw import texts
from symjac.writing.parts import powers_of_e, rewritten
from tests.helpers.reading import read

fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**9)
places = st.integers(0, 15)


def term(e: Expr) -> Term:
    return Term(written(e), Value(e))


# ---- rounding -----------------------------------------------------------------------------------------------------


@given(q=fractions, n=places)
def test_what_is_printed_rounds_to_the_number(q: Fraction, n: int) -> None:
    text = rounded(q, n)
    assert rounds_to(q, text) and abs(Fraction(text) - q) <= Fraction(1, 2 * 10**n)
    assert len(text.partition(".")[2]) == n and not (text.startswith("-") and not text.strip("-0."))


@given(q=fractions, n=places)
def test_one_digit_more_or_less_is_refused(q: Fraction, n: int) -> None:
    for off in (1, -1, 7):
        wrong = Decimal(rounded(q, n)) + off * Decimal(1).scaleb(-n)
        tie = abs(q - Fraction(wrong)) == Fraction(1, 2 * 10**n)
        assert tie or not rounds_to(q, f"{wrong:f}")


@given(q=fractions, n=st.integers(1, 6))
def test_decimals_of_a_hundred_digits_round_alike(q: Fraction, n: int) -> None:
    with localcontext(CONTEXT):
        assert rounds_to(decimal(q), rounded(q, n))
        assert not rounds_to(decimal(q) + Decimal(2).scaleb(-n), rounded(q, n))


def test_very_large_and_very_small() -> None:
    assert short(10**20, 2) == "1.00E20" and short(-(10**20), 0) == "-1E20" and short(999, 2) == "999.00"
    assert tiny(Fraction(82, 10**10), 4) == "8.2E-9" and tiny(0, 4) == "0.0000" and tiny(Fraction(-1, 10**9), 2) == "-1.0E-9"
    with localcontext(CONTEXT):
        for text in ("1.5E-434294481", "1.5E434294481"):
            assert rounds_to(Decimal(text), text) and not rounds_to(2 * Decimal(text), text)


def test_ties_go_either_way_and_roots_ask_for_decimals() -> None:
    assert rounds_to(Fraction(25, 1000), "0.02") and rounds_to(Fraction(25, 1000), "0.03")
    with pytest.raises(Irrational):
        rounds_to(Surd(1, 2), "1.41")


# ---- decimals -----------------------------------------------------------------------------------------------------


@given(n=st.integers(-(10**12), 10**12), k=st.integers(0, 6))
def test_a_decimal_that_ends_is_exact(n: int, k: int) -> None:
    q = Fraction(n, 10**k)
    text = ending(q)
    assert text is not None and Fraction(text) == q and not (("." in text) and text.endswith("0"))


@given(q=fractions)
def test_a_decimal_is_exact_or_none(q: Fraction) -> None:
    text = ending(q)
    assert (text is None) == ((q * 10**6).denominator != 1)
    assert text is None or Fraction(text) == q


@given(rows=st.lists(st.lists(fractions, min_size=2, max_size=2), min_size=1, max_size=3))
def test_constants_come_back(rows: list[list[Fraction]]) -> None:
    found = exact_term(matrix(rows))
    assert found is not None and isinstance(found.meaning, Value) and found.meaning.expr is matrix(rows)
    shown = rounded_term(matrix(rows), 3)
    assert isinstance(shown.meaning, Rounded) and all(
        rounds_to(q, text)
        for row, texts in zip(rows, shown.meaning.rows, strict=True)
        for q, text in zip(row, texts, strict=True)
    )


@given(q=fractions, n=st.integers(0, 8))
def test_numbers_are_printed_as_they_are(q: Fraction, n: int) -> None:
    """Whatever they are said to mean: signs, fractions and powers of ten, read from the boxes."""
    for box in (number_box(q), number_box(q, n), fraction_box(q), numerals.exact_term([[q]]).box):
        assert read(box, {}).item() == pytest.approx(float(q), rel=1e-12)
    if ending(q) is not None:
        shown = number_box(q, n)
        text = shown.body if isinstance(shown, Prefix) else shown
        assert isinstance(text, Num) and len(text.text.partition(".")[2]) >= min(n, 6)
    for term in (rounded_term(matrix([[q], [-q]]), n), numerals.rounded_term([[rounded(q, n)], [rounded(-q, n)]])):
        assert isinstance(term.meaning, Rounded)
        assert read(term.box, {}).tolist() == [[float(text) for text in row] for row in term.meaning.rows]
    for e in (-30, 0, 30):
        assert read(decimal_box(with_power(q * Fraction(10) ** e, n)), {}).item() == pytest.approx(
            float(q) * 10.0**e, rel=10.0**-n
        )


def test_only_rational_numbers_are_exact() -> None:
    """To a hundred digits tanh(1000) is 1."""
    for text in ("tanh(1000)", "exp(-10000)", "sqrt(2)", "[tanh(5); 0]", "exp(1)"):
        assert not ends(parse(text)) and exact_term(parse(text)) is None
    for text, value in (
        ("tanh(0)", 0),
        ("exp(0)", 1),
        ("sigmoid(0)", Fraction(1, 2)),
        ("log(1)", 0),
        ("cos(0)", 1),
        ("sqrt(9/4)", 1.5),
    ):
        found = exact_term(parse(text))
        assert found is not None and isinstance(found.meaning, Value) and found.meaning.expr is number(Fraction(value))
    assert is_exact(3) and is_exact(Fraction(1, 3)) and not is_exact(Decimal(1))


def test_no_value_is_told() -> None:
    for text, reason in (("log(0*exp(1))", "log of 0"), ("1/(tanh(0))", "division by zero")):
        with pytest.raises(DomainError) as failure:
            exact_term(parse(text))
        assert reason in str(failure.value)


def test_looks() -> None:
    assert number_box(Fraction(-5, 2)) == Prefix("−", Num("2.5")) and number_box(Fraction(1, 3)) == Frac(Num("1"), Num("3"))
    assert number_box(1, 2) == Num("1.00") and number_box(Fraction(1, 4), 1) == Num("0.25")
    power = Script(Num("10"), sup=Prefix("−", Num("9")))
    assert decimal_box("8.2E-9") == decimal_box("8.2e-09") == Infix((Num("8.2"), power), ("·",), PRODUCT)
    assert places_of(literal(((number(Fraction(1, 4)),), (number(3),)))) == 2


# ---- the board ----------------------------------------------------------------------------------------------------


def test_a_rounded_line_is_checked() -> None:
    e = parse("tanh(1)")
    board = Board()
    board.step("value", term(e), rounded_term(e, 4))
    w = board.finish(("tanh 1",))
    assert w.check is not None and w.check.lines == 1 and "0.7616" in str(w)


@pytest.mark.parametrize("text", ["0.7615", "0.7617", "-0.7616", "0.8", "7.6E-1", "0.76160"])
def test_a_wrong_digit_is_caught(text: str) -> None:
    board = Board()
    board.step("value", term(parse("tanh(1)")), Term(decimal_box(text), Rounded(((text,),))))
    if text == "7.6E-1":
        assert board.finish(("right",)).check is not None
        return
    if text == "0.8":
        assert board.finish(("right, to one digit",)).check is not None
        return
    with pytest.raises(Mismatch):
        board.finish(("wrong",))


def test_the_shape_of_what_is_printed_counts() -> None:
    board = Board()
    board.claim(term(parse("[1; 2]")), Term(Num("1"), Rounded((("1", "2"),))), "a cell")
    with pytest.raises(Mismatch, match="a cell"):
        board.finish(("wrong",))


def test_claims_outside_the_steps_are_checked() -> None:
    x = symbol("x", (number(1).shape))
    board = Board()
    board.know(x)
    board.claim(term(add(x, x)), term(mul(number(2), x)), "a claim")
    assert board.finish(("right",)).check is not None
    board.claim(term(add(x, x)), term(mul(number(3), x)), "a claim")
    with pytest.raises(Mismatch, match="a claim"):
        board.finish(("wrong",))
    assert board.finish(("not asked",), check=False).check is None


def test_definitions_hold() -> None:
    x, z = symbol("x", number(1).shape), symbol("z", number(1).shape)
    board = Board()
    board.know(x)
    board.define(z, mul(number(2), x))
    board.step("step", term(z), term(add(x, x)))
    assert board.finish(("right",)).check is not None


def test_what_has_no_value_is_refused_and_is_no_fault() -> None:
    x = symbol("x", number(1).shape)
    e = function("log", add(number(-1), mul(number(-1), x, x)))
    board = Board()
    board.know(x)
    board.step("step", term(e), term(e))
    with pytest.raises(DomainError, match="have a value"):
        board.finish(("nowhere",))


def test_details_and_formats() -> None:
    board = Board()
    board.say("Two and two: ", lead="Note")
    board.step("sum", term(parse("[2; 3] + [2; 3]")), term(parse("[4; 6]")))
    w = board.finish(("Sums",), values={"sum": 4})
    assert isinstance(w, Worked) and len(w.steps) == 1 and w.values["sum"] == 4
    assert isinstance(w.parts[0], Paragraph)
    for format in texts():
        assert w.render(format)
    with pytest.raises(UnsupportedError):
        board.finish(("Sums",), detail="loud")
    with pytest.raises(UnsupportedError):
        w.render("docx")
    assert set(w._repr_mimebundle_()) == {"text/plain", "text/markdown"}


# ---- boxes rewritten ----------------------------------------------------------------------------------------------


def test_powers_of_e() -> None:
    inner = Call(Sym("exp", "roman"), (Sym("t"),))
    assert powers_of_e(inner) == Script(Sym("e", "roman"), sup=Sym("t"))
    nested = Call(Sym("exp", "roman"), (inner,))
    assert powers_of_e(nested) == Script(Sym("e", "roman"), sup=Script(Sym("e", "roman"), sup=Sym("t")))
    assert powers_of_e(Infix((Num("1"), inner), ("+",), 10)) == Infix((Num("1"), powers_of_e(inner)), ("+",), 10)


def test_a_part_for_another() -> None:
    box = Infix((Sym("a"), Sym("z")), ("+",), 10)
    assert rewritten(box, {Sym("a"): Num("1")}.get) == Infix((Num("1"), Sym("z")), ("+",), 10)
    assert rewritten(box, lambda part: None) == box
