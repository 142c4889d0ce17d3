"""For the tests of other people's code: assert_gradient raises with what is wrong, the entry, the factor or the transposition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from symjac.judge.functions import check_function


def assert_gradient(
    f: Any,
    wrt: Any,
    grad: Callable[..., Any],
    where: str | Mapping[str, str] | None = None,
    *,
    shapes: Mapping[str, int | Sequence[int]] | None = None,
    order: int = 1,
    layout: str = "numerator",
    framework: str | None = None,
) -> None:
    """AssertionError unless grad computes the derivative of f by wrt; the arguments are those of `symjac.check_function`.

    assert_gradient("norm(y - Phi*theta)^2", wrt="theta", grad=my_gradient, shapes={"Phi": (5, 3)})
    """
    verdict = check_function(f, wrt, grad, where, shapes=shapes, order=order, layout=layout, framework=framework)
    if not verdict:
        raise AssertionError(f"{getattr(grad, '__name__', 'the function')} is not the derivative: {verdict.message}")
