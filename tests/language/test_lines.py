"""Lines: what ends a statement, what goes on, and that nothing typed is dropped."""

from __future__ import annotations

import pytest

from symjac.errors import SymjacError
from symjac.language import parse

GOES_ON = {
    "s\n=\n-H^{-1}\ng": "-inv(H)*g",
    "\\begin{align}\nf(x) &= \\frac12\n x^T A x\n\\end{align}": "1/2*x'*A*x",
    "\\exp\n\\Big(\n\t-t^2\n\\Big)": "exp(-t^2)",
    "\\left[ x\n + y \\right]": "x + y",
    "f(x) &= x^T x \\\\\n &\\quad + c^T x": "x'*x + c'*x",
    "f(x) &= x^T x + \\\\ & c^T x": "x'*x + c'*x",
    "f(x)\n\n= x^T x": "x'*x",
    "f(x) = x'x\n+ c'x": "x'*x + c'*x",
    "f(x) = x'x +\nc'x": "x'*x + c'*x",
    "z = W x + b\nL = \\|z\\|^2": "norm(W*x + b)^2",
    "z = W x + b,\n L = \\|z\\|^2.": "norm(W*x + b)^2",
    "z = W x + b\nL = norm(z)^2": "norm(W*x + b)^2",
}


@pytest.mark.parametrize("text", GOES_ON)
def test_a_line_goes_on_or_ends(text: str) -> None:
    expected = GOES_ON[text]
    assert str(parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "s\n=\n-inv(H)\ng",
        "f(x) = 1/2\nx'A x",
        "f(x) &= \\frac12 \\\\ & x^T A x",
        "f(x) = \\frac12 x^T A x\n\ng",
        "x^T A x \\\\ b",
        "f(x) = x^T x,\n g^T x",
        "A*x\nb",
        "x'x; y'y",
    ],
)
def test_nothing_typed_is_dropped(text: str) -> None:
    with pytest.raises(SymjacError, match="not used"):
        parse(text)
