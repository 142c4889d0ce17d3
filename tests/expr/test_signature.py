"""Shape rules as text: the first case that fits gives the shape, and nothing else does."""

from __future__ import annotations

import pytest

from symjac.expr.dims import dim
from symjac.expr.signature import signature

RULES = {
    "product": "(m, k) (k, n) -> (m, n) | (1, 1) (m, n) -> (m, n)",
    "sum": "(m, n)... -> (m, n)",
    "kron": "(m, n) (p, q) -> (m*p, n*q)",
    "trace": "(n, n) -> (1, 1)",
    "column": "(n, 1) -> (n, 1)",
}


def shape(text: str) -> tuple[object, object]:
    rows, columns = text.split()
    return dim(int(rows) if rows.isdigit() else rows), dim(int(columns) if columns.isdigit() else columns)


@pytest.mark.parametrize(
    ("rule", "args", "result"),
    [
        ("product", ["a b", "b c"], "a c"), ("product", ["1 1", "a b"], "a b"), ("product", ["a b", "1 1"], None),
        ("product", ["a b", "c d"], None), ("product", ["a b"], None), ("product", ["1 a", "a 1"], "1 1"),
        ("sum", ["a b", "a b", "a b"], "a b"), ("sum", ["a b", "a b", "b a"], None), ("sum", ["a b"], "a b"),
        ("trace", ["a a"], "1 1"), ("trace", ["a b"], None), ("column", ["a 1"], "a 1"), ("column", ["a b"], None),
        ("column", ["1 a"], None),
    ],
)  # fmt: skip
def test_the_first_case_that_fits(rule: str, args: list[str], result: str | None) -> None:
    found = signature(RULES[rule]).result([shape(a) for a in args])  # type: ignore[misc]
    assert found == (None if result is None else shape(result))


def test_products_of_sizes() -> None:
    found = signature(RULES["kron"]).result([(dim("a"), dim("b")), (dim("c"), dim(2))])
    assert found == (dim("a") * dim("c"), dim(2) * dim("b"))


def test_one_object_for_each_text() -> None:
    assert signature(RULES["sum"]) is signature(RULES["sum"])
