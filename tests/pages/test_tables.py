"""Tables of examples as they come: headers in brackets, cells without end, many decimals."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import symjac
from symjac.errors import LimitError, ParseError
from symjac.expr.rational import fractions, rational
from symjac.pages.regression.table import read
from symjac.verify.exact import Mat, inverse
from tests.helpers.work import work


@pytest.mark.parametrize("text", ["[kg],y\n1,2\n2,3\n", "[kg],[m]\n1,2\n2,3\n", "[a b];y\n1;2\n2;3"])
def test_a_name_may_stand_in_brackets(text: str) -> None:
    assert read(text).names[0].startswith("[")


@pytest.mark.parametrize("text", ["[1, 2; 2, 3]", "[1, 2;\n2, 3]", "[[1, 2],\n [2, 3]]", "[1, 2],\n[2, 3]"])
def test_a_literal_may_have_several_lines(text: str) -> None:
    assert read(text).rows == ((1, 2), (2, 3))


def test_a_literal_without_its_end_is_no_file() -> None:
    for text in ("[1, 2; 2, 3", "[1, 2;\n2, 3"):
        with pytest.raises(ParseError, match="bracket"):
            read(text)


def test_a_cell_without_end() -> None:
    with pytest.raises(LimitError, match="cell has more than"):
        read('a,b\n"' + "1" * 200_000 + '",2\n')


def test_a_large_table_of_decimals_is_cheap() -> None:
    draw = random.Random(1)
    rows = [[round(draw.uniform(-100, 100), 6) for _ in range(30)] for _ in range(600)]
    with work() as done:
        fit = symjac.regression(rows)
    assert fit.check is not None and fit.values["rank"] == 29
    assert done.calls < 25_000_000


@pytest.mark.parametrize("seed", range(5))
def test_whole_numbers_give_what_fractions_give(seed: int) -> None:
    draw = random.Random(seed)
    rows = [[Fraction(draw.randint(-9, 9), draw.randint(1, 9)) for _ in range(9)] for _ in range(9)]
    a, one = Mat([list(row) for row in rows]), Mat.build(9, 9, lambda i, j: int(i == j))
    assert a @ inverse(a) == one and inverse(a) @ a == one
    rows[4] = [x + 2 * y for x, y in zip(rows[1], rows[2], strict=True)]
    matrix, pivots = rational(rows).rref()
    reduced = fractions(matrix)
    assert len(pivots) == 8 and not any(reduced[8])
    assert all(reduced[r][k] == int(r == c) for c, k in enumerate(pivots) for r in range(9))
