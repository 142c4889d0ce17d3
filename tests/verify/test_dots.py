"""What dots stand for is part of what is checked: a wrong sign or a wrong term beside dots is caught."""

from __future__ import annotations

from typing import Any

import pytest

import symjac
from symjac.derivation.styles.components import matrices
from symjac.errors import CheckError
from symjac.verify.dots import Broken, read_dots
from symjac.verify.term import Said, Term
from symjac.writing.box import SUM, BigOp, Box, Dots, Infix, Matrix, Num, Prefix, Row, Script, Sym, equation
from symjac.writing.dotted import dotted
from tests.helpers.planted import attribute

H, V, D = Dots("h"), Dots("v"), Dots("d")
N, M, k = Sym("N"), Sym("M"), Sym("k")


def x(i: Box) -> Box:
    return Script(Sym("x"), sub=i)


def a(i: Box, j: Box) -> Box:
    return Script(Sym("a"), sub=Row((i, j)))


def total(signs: str, *items: Box) -> Box:
    return Infix(items, tuple(signs), SUM)


def reads(left: Box, right: Box = N) -> None:
    read_dots(Term(left, Said()), Term(right, Said()), "a line")


ONE, TWO, THREE = Num("1"), Num("2"), Num("3")
SUM_OF_X = BigOp("∑", equation(k, ONE), N, x(k))


@pytest.mark.parametrize(
    "sum_with_dots",
    [
        total("+++", x(ONE), x(TWO), H, x(N)),
        total("++", x(ONE), H, x(N)),
        total("−−−", Prefix("−", x(ONE)), x(TWO), H, x(N)),
        total("++++", Sym("b"), x(ONE), x(TWO), H, x(N)),
        total("+++−", x(ONE), x(TWO), H, x(N), Sym("b")),
    ],
)
def test_dots_that_go_on_pass(sum_with_dots: Box) -> None:
    reads(sum_with_dots)
    negative = isinstance(sum_with_dots, Infix) and isinstance(sum_with_dots.items[0], Prefix)
    reads(sum_with_dots, Prefix("−", SUM_OF_X) if negative else SUM_OF_X)


@pytest.mark.parametrize(
    "sum_with_dots",
    [
        total("−+−", Prefix("−", x(ONE)), x(TWO), H, x(N)),
        total("+−+", x(ONE), x(TWO), H, x(N)),
        total("+++", Prefix("−", x(ONE)), x(TWO), H, x(N)),
        total("++−", x(ONE), x(TWO), H, x(N)),
        total("+++", x(ONE), x(THREE), H, x(N)),
        total("+++", x(TWO), x(ONE), H, x(N)),
        total("+++", a(ONE, k), a(k, TWO), H, a(k, N)),
        total("++", x(TWO), H, x(N)),
        total("++", x(ONE), x(TWO), H),
    ],
)
def test_dots_that_do_not_go_on_are_caught(sum_with_dots: Box) -> None:
    with pytest.raises(Broken):
        reads(sum_with_dots)


def test_the_terms_are_those_under_the_sum_sign() -> None:
    with pytest.raises(Broken):
        reads(total("+++", a(ONE, k), a(TWO, k), H, a(N, k)), SUM_OF_X)
    with pytest.raises(Broken):
        reads(total("+++", x(ONE), x(TWO), H, x(N)), Prefix("−", SUM_OF_X))


def matrix(*rows: tuple[Box, ...]) -> Matrix:
    return Matrix(rows)


def test_a_matrix_with_dots_goes_on_along_rows_and_columns() -> None:
    reads(matrix((a(ONE, ONE), H, a(ONE, N)), (V, D, V), (a(M, ONE), H, a(M, N))))
    squares = matrix(
        (Script(Sym("x"), ONE, TWO), H, Row((x(ONE), x(N)))), (V, D, V), (Row((x(N), x(ONE))), H, Script(Sym("x"), N, TWO))
    )
    reads(squares)


@pytest.mark.parametrize(
    "wrong",
    [
        matrix((a(ONE, ONE), H, Prefix("−", a(ONE, N))), (V, D, V), (a(M, ONE), H, a(M, N))),
        matrix((a(ONE, ONE), a(ONE, TWO), H, a(N, ONE)), (V, V, D, V), (a(M, ONE), a(M, TWO), H, a(M, N))),
        matrix((x(ONE),), (x(TWO),), (V,), (Sym("x"),)),
    ],
)
def test_a_matrix_that_does_not_go_on_is_caught(wrong: Matrix) -> None:
    with pytest.raises(Broken):
        reads(wrong)


def plus_before_dots(term: Any) -> list[Box]:
    """The writer as it once was: a plus before the dots, whatever the terms are."""
    return [box.body if isinstance(box, Prefix) and isinstance(box.body, Dots) else box for box in SPELLED(term)]


SPELLED = matrices.spelled_term


@pytest.mark.parametrize("f", ["-A*x", "-a'*x", "-x'*x", "b - A*x"])
def test_a_planted_sign_before_the_dots_is_caught(f: str) -> None:
    symjac.derive(f, "x", style="components")
    with attribute(matrices, "spelled_term", plus_before_dots), pytest.raises(CheckError, match="dots"):
        symjac.derive(f, "x", style="components")


def test_a_planted_last_term_is_caught() -> None:
    def turned(term: Any) -> list[Box]:
        *others, last = SPELLED(term)
        return [*others, Row((last, last))]

    with attribute(matrices, "spelled_term", turned), pytest.raises(CheckError, match="dots"):
        symjac.derive("A*x", "x", style="components")


def test_a_planted_cell_of_a_matrix_with_dots_is_caught() -> None:
    def reversed_row(rows: Any, columns: Any, cell: Any, label: Any = None) -> Matrix:
        found = RIGHT(rows, columns, cell, label)
        return Matrix((found.rows[0][::-1], *found.rows[1:])) if len(found.rows) > 1 < len(found.rows[0]) else found

    with attribute(matrices, "dotted", reversed_row), pytest.raises(CheckError, match="dots"):
        symjac.derive("A*x", "x", style="components")


RIGHT = dotted


@pytest.mark.parametrize("order_of", ["rows", "columns"])
@pytest.mark.parametrize(
    ("f", "names"),
    [
        ("y*(A*y)'*u", "y: n; u: m; A: m x n"),
        ("u*(A*y)'*u", "y: n; u: m; A: m x n"),
        ("y*y'*A*u", "y: n; A: n x n; u: n"),
        ("y*y'*(y'*A*y)", "y: n; A: n x n"),
        ("u*u'*(A*u)", "u: n; A: n x n"),
        ("u*(u'*u)*u'*(A*u)", "u: n; A: n x n"),
    ],
)
def test_a_block_has_a_diagonal_of_its_own(f: str, names: str, order_of: str) -> None:
    """uᵀ ⊗ (y yᵀ): in every block y_1² stands where its neighbours have y_1 y_N."""
    symjac.derive(f, "A", names, order_of=order_of)
