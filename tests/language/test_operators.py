"""A derivative operator in front of a formula is the question; elsewhere it is refused, and so is a differential."""

from __future__ import annotations

import pytest

from symjac.derivation.derive import derive
from symjac.errors import SymjacError
from symjac.language import read

ASKED = {
    r"\frac{d}{dx} x^4": ("x", 1, "x^4"),
    r"\frac{d}{dx}\left[x^4 + \cos(x)\right].": ("x", 1, "x^4 + cos(x)"),
    r"\frac{\mathrm d}{\mathrm dx} x^2": ("x", 1, "x^2"),
    r"\frac{\partial}{\partial x} (\mathbf{x}^T A \mathbf{x})": ("x", 1, "x'*A*x"),
    r"\frac{\partial}{\partial A} \log \det A.": ("A", 1, "logdet(A)"),
    r"\frac{\partial\boldsymbol a^T\boldsymbol X^{-1}\boldsymbol b}{\partial\boldsymbol X}": ("X", 1, "a'*inv(X)*b"),
    r"\cfrac{\partial}{\partial \mathbf{X}} \text { tr }(X^T B X) = BX + B^T X": ("X", 1, "tr(X'*B*X)"),
    r"\frac{d(x^\top x)}{dx}": ("x", 1, "x'*x"),
    r"\frac{\partial^2}{\partial x^2} x^T x": ("x", 2, "x'*x"),
    r"\frac{\partial^2 x^T x}{\partial x \partial x^\top}": ("x", 2, "x'*x"),
    r"\nabla_x x^T x": ("x", 1, "x'*x"),
    r"\nabla_{\mathbf{x}} \mathbf{x}^\top \mathbf{A} \mathbf{x} = (\mathbf{A} + \mathbf{A}^\top)\mathbf{x}": ("x", 1, "x'*A*x"),
    r"\nabla_x^2 x^T x": ("x", 2, "x'*x"),
    r"\nabla^2_\theta \theta^T\theta": ("theta", 2, "theta'*theta"),
    "∇ₓ x'x": ("x", 1, "x'*x"),
    "∇_θ θ'θ": ("theta", 1, "theta'*theta"),
    "∇ₓ² x'x": ("x", 2, "x'*x"),
    "d/dx x^2": ("x", 1, "x^2"),
    "d^2/dx^2 x^4": ("x", 2, "x^4"),
    "d(x'x)/dx": ("x", 1, "x'*x"),
    "∂/∂x x'A x": ("x", 1, "x'*A*x"),
    "∂(x'A x)/∂x": ("x", 1, "x'*A*x"),
    "D_x x'x": ("x", 1, "x'*x"),
    "f(x) = x'x; d/dx f(x)": ("x", 1, "x'*x"),
}


@pytest.mark.parametrize("text", ASKED)
def test_an_operator_in_front_is_the_question(text: str) -> None:
    problem = read(text)
    assert (problem.variables, problem.order, str(problem.target)) == ((ASKED[text][0],), *ASKED[text][1:])
    assert read(text, ASKED[text][0]).target is problem.target


@pytest.mark.parametrize(
    "text",
    [
        r"2\frac{\partial x^T x}{\partial x}",
        r"\frac{dy}{d\mathbf{x}}d\mathbf{x}",
        r"\mathrm{tr}(2\mathbf{x}(\mathbf{W}\mathbf{x}+\mathbf{b})^\top d\mathbf{W})",
        r"x^T \mathrm d x",
        "tr(X' dX)",
        r"\nabla f(x)",
        r"\nabla_x x^T x + c^T x",
        "d/dx x^2 + x",
        r"\frac{\partial^2}{\partial x \partial y} x y",
        r"\frac{\partial^3}{\partial x^3} x^4",
        r"\nabla_w Q(w) = X^T y",
        r"\frac{d}{dx}",
        r"\partial x",
        r"x^T \nabla_x y",
    ],
)
def test_another_operator_or_differential_is_refused(text: str) -> None:
    with pytest.raises(SymjacError):
        read(text, None)
    with pytest.raises(SymjacError):
        read(text, "x" if "W" not in text else "W")


def test_two_questions_that_differ_are_refused() -> None:
    with pytest.raises(SymjacError, match="wrt"):
        read(r"\nabla_x x^T A x", "A")
    with pytest.raises(SymjacError, match="order"):
        derive(r"\nabla_x x^T x", order=2)


def test_the_question_is_answered_and_what_is_claimed_is_left_alone() -> None:
    d = derive(r"\nabla_x^2 x^T A x = A + A^T")
    assert d.order == 2 and str(d.result) in ("A + A'", "A' + A")
    assert "not judged" in d.render("text")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("d*x", ""),
        ("x + t d", "x: n"),
        (r"\frac{d}{d + x}", "d: scalar"),
        ("A d x", "d: scalar"),
        ("D_x x", "D_x: n x n"),
        (r"c^T d", ""),
    ],
)
def test_d_is_a_name_where_it_is_one(text: str, where: str) -> None:
    assert "d" in str(read(text, "x" if "x" in text else "c", where).target).lower()
