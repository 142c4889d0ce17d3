"""A formula while it is typed: echo, names, the variable that is meant, what is the matter, and repairs that were tried."""

from __future__ import annotations

import pytest

import symjac
from symjac.pages.live.fault import closing
from tests.helpers.work import work

WHOLE = {
    "norm(y - Phi*theta)^2": "theta",
    "e(theta) = y - Phi theta; L(e) = ||e||^2": "theta",
    "f(x) = A x + b": "x",
    r"\frac{1}{2} \lVert y - X w \rVert^2": "w",
    "x'A x": "x",
    "log det X": "X",
    "f(x1, x2) = [x1^2*x2; sin(x1)]": "x_1, x_2",
    r"\nabla_x x^\top A x": "x",
}


@pytest.mark.parametrize("text", WHOLE)
def test_the_variable_that_is_meant_is_found(text: str) -> None:
    found = symjac.read_live(text)
    assert (found.state, found.variable, found.fault) == ("read", WHOLE[text], None)


@pytest.mark.parametrize("text", WHOLE)
def test_whatever_is_typed_on_the_way_to_a_formula_is_unfinished_or_read(text: str) -> None:
    """Red is for mistakes, and nobody makes one while typing what is right."""
    states = {text[:k]: symjac.read_live(text[:k]) for k in range(1, len(text))}
    assert not [start for start, found in states.items() if found.state == "wrong"]


def test_names_are_declared_or_inferred() -> None:
    found = symjac.read_live("norm(y - Phi*theta)^2", "Phi: N x D")
    assert [(n.name, n.shape, n.how) for n in found.names] == [
        ("theta", "D", "convention"), ("y", "N", "unification"), ("Phi", "N x D", "declared"),
    ]  # fmt: skip
    assert "<math>" in found.names[0].look.mathml


def test_every_definition_is_echoed_by_itself() -> None:
    found = symjac.read_live("e = y - X w; norm(e)^2")
    assert [line.latex for line in found.lines] == ["e = y - Xw", r"\lVert e\rVert^2"]


def test_a_constant_has_an_echo_and_nothing_to_derive_by() -> None:
    found = symjac.read_live("3 + 4")
    assert (found.state, found.variable, found.latex) == ("read", None, "3 + 4")


@pytest.mark.parametrize(
    ("text", "place", "mended"),
    [
        ("f(x) = Ax + b", "Ax", "f(x) = A x + b"),
        ("sofmax(W x)", "sofmax", "softmax(W x)"),
        (r"\tanhh(x)", r"\tanhh", r"\tanh(x)"),
    ],
)
def test_a_mistake_has_its_place_and_a_repair_that_reads(text: str, place: str, mended: str) -> None:
    found = symjac.read_live(text)
    assert found.state == "wrong" and found.fault is not None and found.fault.span is not None
    assert text[slice(*found.fault.span)] == place
    assert mended in [each.text for each in found.fault.repairs]
    assert all(symjac.read_live(each.text).state == "read" for each in found.fault.repairs)


def test_what_is_open_is_unfinished_and_can_be_closed() -> None:
    found = symjac.read_live("norm(y - Phi*(theta")
    assert found.state == "unfinished" and found.fault is not None
    assert [each.text for each in found.fault.repairs] == ["norm(y - Phi*(theta))"]
    assert closing(r"\|y - [X (w") == r")]\|"


def test_a_product_run_together_is_warned_of() -> None:
    found = symjac.read_live("y - Xw", "y: N")
    assert [each.text for each in found.warnings] == ["y - X w"]
    assert not symjac.read_live("y - Xw", "Xw: N").warnings


def test_of_a_family_the_shape_of_a_member_is_shown_and_declared() -> None:
    found = symjac.read_live("sum_i (y_i - w'A_i w)^2", "A_i: D x D symmetric")
    assert [(each.declare, each.shape) for each in found.names] == [("w", "D"), ("y", "M"), ("A_i", "D x D symmetric")]
    again = symjac.read_live("sum_i (y_i - w'A_i w)^2", "; ".join(f"{each.declare}: {each.shape}" for each in found.names))
    assert [(each.declare, each.shape) for each in again.names] == [(each.declare, each.shape) for each in found.names]


def test_what_does_not_occur_has_no_name() -> None:
    assert [each.name for each in symjac.read_live("x'x", "A: n x n symmetric; x: n").names] == ["x"]


@pytest.mark.parametrize("text", ["loss", r"\sum_i y_i \log \hat y_i", "mse + 2 bias", "theta x"])
def test_a_word_or_an_accented_letter_is_no_product(text: str) -> None:
    assert symjac.read_live(text).state == "read" and not symjac.read_live(text).warnings


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ableitung von x^2", "Ableitung"), ("Bestimme den Gradienten von x'A x", "Bestimme"), ("x'A x nach x", "nach"),
        ("the gradient of x'x", "the"),
    ],
)  # fmt: skip
def test_prose_is_no_product(text: str, word: str) -> None:
    fault = symjac.read_live(text).fault
    assert fault is not None and fault.message == f"`{word}` is a word, not a factor" and "--" not in (fault.hint or "")


def test_what_cannot_be_seen_is_taken_out() -> None:
    """A space without width comes along when a formula is copied from a page."""
    fault = symjac.read_live("x' \u200bA x").fault
    assert fault is not None and [each.text for each in fault.repairs] == ["x' A x"]


def test_a_mistake_in_the_declarations_is_told_as_theirs() -> None:
    found = symjac.read_live("A x", "A: M x N symetric")
    assert found.fault is not None and found.fault.where == "where"


def test_reading_is_cheap_whatever_is_typed() -> None:
    symjac.read_live("x")
    for text in ("(" * 3000, "x^" * 500, "A" * 5000, "x'*" * 700 + "x", "\\frac{" * 300, "||" * 999, "[1;" * 500):
        with work() as done:
            assert symjac.read_live(text).state in ("wrong", "unfinished", "read")
        assert done.calls < 3_000_000
