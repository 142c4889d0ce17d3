"""Bounds and messages: what is too large is refused by name, and what cannot be seen is named."""

from __future__ import annotations

import pytest

from symjac.derivation.derive import derive
from symjac.errors import LimitError, ParseError
from symjac.language import parse, read


@pytest.mark.parametrize(
    "text",
    [
        "10^4500*x",
        "(1/3)^9999*x",
        "*".join(["1e400"] * 11) + "*x",
        "a^(9^(c^2))",
        "x^(1000^c)",
        "(x^9999)^9999",
        "((x^99)^99)^99",
        "x^(c^9)",
    ],
)
def test_a_number_or_a_tower_without_bound_is_refused(text: str) -> None:
    with pytest.raises(LimitError):
        derive(text, "a" if "a" in text else "x", "x: scalar; a: scalar; c: scalar")


def test_a_value_of_too_many_digits_is_refused_by_name() -> None:
    with pytest.raises(LimitError, match="digits"):
        derive("x^10000", "x", "x: scalar", at="x = 3")


@pytest.mark.parametrize("text", ["a^(c^2)", "x^(c^(1/2))", "x^100", "(x^9)^9"])
def test_a_power_that_is_bounded_is_read(text: str) -> None:
    assert parse(text, "x: scalar; a: scalar; c: scalar")


def test_a_long_result_is_read_back_brackets_not_counted() -> None:
    long = parse("+".join(["(((x*y)))"] * 1_800), "x: scalar; y: scalar")
    assert parse(str(long), "x: scalar; y: scalar") is long


@pytest.mark.parametrize(("formula", "order"), [("log(det(rowsoftmax(pinv(G/3))))", 2), ("2^2000*G", 1), ("G/3^1000", 1)])
def test_a_long_result_or_number_reads_back(formula: str, order: int) -> None:
    d = derive(formula, "G", order=order, check=False)
    assert parse(str(d.result), context=d.problem) is d.result


@pytest.mark.parametrize("text", ["+".join(["(x+1)"] * 4_000), f"a = {'+'.join(['n' * 60] * 1_000)}; a*a*a*a"])
def test_what_could_not_be_read_back_is_not_printed(text: str) -> None:
    with pytest.raises(LimitError, match="written out"):
        str(parse(text, f"x: scalar; {'n' * 60}: scalar"))


def test_a_formula_to_be_differentiated_is_shorter_than_one_to_be_read() -> None:
    long = "+".join(["x*y"] * 2_000)
    assert parse(long, "x: scalar; y: scalar")
    with pytest.raises(LimitError, match="more than 7500 parts"):
        derive(long, "x", "x: scalar; y: scalar")


@pytest.mark.parametrize("char", "\u200b\u200c\u200d\u2060\u2062\u2063\ufeff\u180e\u00ad")
def test_an_invisible_character_is_named_and_refused(char: str) -> None:
    with pytest.raises(ParseError, match="U\\+") as caught:
        parse(f"x{char}y")
    assert "cannot be seen" in str(caught.value)


def test_a_formula_without_variables_says_so() -> None:
    with pytest.raises(ParseError) as caught:
        read("{0}", "x")
    assert "no variables" in str(caught.value)
