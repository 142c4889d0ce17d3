"""A named formula is read like the formula alone: f(x) = g(x), L = g(x) and g(x) have the same shapes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from symjac.errors import SymjacError
from symjac.expr.registry import operations
from symjac.language import read


def calls() -> Iterator[str]:
    """Every function of the language at x, X, and other names."""
    for op in operations():
        if op.listed == "function" and op.signature is not None:
            count = len(op.signature.cases[0].args)
            for first in "xX":
                others = ["y", "S"] if first == "x" else ["Y", "S"]
                yield f"{op.name}({', '.join([first, *others[: count - 1]])})"


def shapes(text: str, wrt: str) -> object:
    """The shapes of the names of a formula, or that it is refused."""
    try:
        problem = read(text, wrt)
    except SymjacError as error:
        return type(error)
    return problem.target.shape, {name: symbol.shape for name, symbol in problem.symbols.items()}


@pytest.mark.parametrize("call", [*calls()])
@pytest.mark.parametrize("around", ["{}", "{}^2", "2*{}", "{} + c", "log({})", "{}/2"])
def test_a_name_for_the_value_changes_no_shape(call: str, around: str) -> None:
    wrt = call[call.index("(") + 1]
    body = around.format(call)
    alone = shapes(body, wrt)
    assert shapes(f"f({wrt}) = {body}", wrt) == alone
    assert shapes(f"L = {body}", wrt) == alone


@pytest.mark.parametrize("text", ["f(x) = mean(x)", "f(x) = logsumexp(x)", "f(x) = norm1(x)", "f(x) = sum(x)", "f(x) = norm(x)"])
def test_the_argument_of_a_function_of_columns_is_a_column(text: str) -> None:
    assert read(text).symbols["x"].is_vector


@pytest.mark.parametrize("text", ["f(x) = x^2", "f(x) = sin(x)^2 + 1", "f(x, y) = x^2*y", "p(t) = 1/(1 + exp(-t))"])
def test_a_formula_of_school_calculus_stays_one(text: str) -> None:
    assert read(text).target.is_scalar
