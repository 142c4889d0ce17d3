"""A sum that is a factor stands in brackets. The checker sees what a line means; this looks at how it is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

import symjac
from symjac.errors import UnsupportedError
from symjac.writing.box import PRODUCT, Box, Infix, Prefix, Row, Space, Underbrace

FORMULAS = (
    "softmax(W x + b)", "B tanh(A softmax(x))", "C*(x/norm(x))", "softmax(x/norm(x))", "inv(A + B)*softmax(x)",
    "norm(softmax(W x) - y)^2", "x'(A + B)x", "(x - y)/norm(x)", "norm((A - B)x)^2", "exp(x)'(A + A')x",
    "norm(y - X x)^2/(x'x)", "logsumexp(A x)",
)  # fmt: skip


def boxes(part: Any) -> Iterator[Box]:
    """Every box in a document."""
    stack = [part]
    while stack:
        part = stack.pop()
        if isinstance(part, Box):
            yield part
        if isinstance(part, tuple | list):
            stack += part
        elif dataclasses.is_dataclass(part):
            stack += [getattr(part, field.name) for field in dataclasses.fields(part)]


def factors(box: Box) -> list[Box]:
    """What stands side by side without a sign between, the braces below it taken off."""
    product = (isinstance(box, Infix) and set(box.signs) == {""}) or (isinstance(box, Row) and box.prec == PRODUCT)
    items = [item for item in box.items if not isinstance(item, Space)] if product else []  # type: ignore[attr-defined]
    return [bare(item) for item in items] if len(items) > 1 else []


def bare(box: Box) -> Box:
    while isinstance(box, Underbrace):
        box = box.body
    return box


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize("style", ["auto", "chain", "components", "differential"])
@pytest.mark.parametrize("formula", FORMULAS)
def test_no_sum_is_a_factor_without_brackets(formula: str, style: str, layout: str) -> None:
    try:
        found = symjac.derive(formula, "x", style=style, layout=layout)
    except UnsupportedError:
        return
    for box in boxes(found.document()):
        for k, item in enumerate(factors(box)):
            assert not (isinstance(item, Infix) and set(item.signs) & {"+", "−"}), (box, item)
            assert not (k and isinstance(item, Prefix) and item.sign in "+−"), (box, item)
