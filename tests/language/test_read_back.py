"""What symjac prints it reads: random expressions, plain, in Unicode on one line and in LaTeX.

SYMJAC_READ_BACK=20000 sets how many.
"""

from __future__ import annotations

import os

import pytest

from symjac.errors import DomainError, SymjacError, UnsupportedError
from symjac.expr.expr import Expr, postorder
from symjac.language import parse
from tests.helpers.printed import declared, means, printed
from tests.helpers.strategies import seeded

COUNT, BLOCK = int(os.environ.get("SYMJAC_READ_BACK", "300")), 100


@pytest.mark.parametrize("first", range(0, COUNT, BLOCK))
def test_what_is_printed_is_read_back(first: int) -> None:
    for seed in range(first, first + BLOCK):
        expr = expression(seed)
        for style, text in printed(expr).items() if expr else ():
            try:
                got = parse(text, declared(expr), like=expr.shape)
            except UnsupportedError as error:
                assert style == "latex" and "of every entry" in str(error), text  # tr exp(A) may be the matrix exponential
                continue
            except SymjacError as error:
                raise AssertionError(f"{seed} {style}: {expr} is printed {text}") from error
            assert got is expr if style == "plain" else means(got, expr), (seed, style, str(expr), text, str(got))


def expression(seed: int) -> Expr | None:
    """A random expression; None where it divides by zero, or transposes a number."""
    try:
        expr = seeded(seed, depth=2 + seed % 3)
        parse(str(expr), declared(expr), like=expr.shape)
    except DomainError:
        return None
    turned = any(e.op.name == "transpose" and e.args[0].op.name == "number" for e in postorder(expr))
    return None if turned else expr  # 1' is read as a row of ones


@pytest.mark.parametrize(
    ("text", "where", "latex"),
    [
        ("abs(A)*x", "A: n x n; x: n", r"\mathrm{abs}(A) x"),
        ("det(A)", "A: n x n", r"\det(A)"),
        ("abs(s)", "s: scalar", r"\lvert s\rvert"),
        ("adj(A).^2", "A: n x n", r"(\mathrm{adj}(A))^{\odot 2}"),
        ("tanh(A).^2", "A: n x n", r"\tanh^2(A)"),
        ("exp(A)^2", "A: n x n", r"(\exp(A))^2"),
        ("sin(t)^(-1)", "t: scalar", r"(\sin(t))^{-1}"),
        ("khatrirao(A, B)", "A: m x n; B: p x n", r"\mathrm{khatrirao}(A, B)"),
        ("eye(n)'*(s*B)", "B: n x m; s: scalar", r"I_n^{\mathsf{T}} (sB)"),
        ("y/m'", "y: m", r"\frac{y}{m^{\mathsf{T}}}"),
        ("exp(-1*t)^s", "t: scalar; s: scalar", r"\exp^s(-1t)"),
    ],
)
def test_one_sign_has_one_meaning(text: str, where: str, latex: str) -> None:
    expr = parse(text, where)
    forms = printed(expr)
    assert forms["latex"] == latex
    assert all(means(parse(form, where), expr) for form in forms.values()), forms


@pytest.mark.parametrize(
    ("text", "unicode"),
    [
        ("sum(ones(p))*x", "(∑ᵢ (𝟏ₚ)ᵢ)x"),
        ("dot(zeros(m*n), zeros(m*n))*x", "⟨𝟎ₘₙ, 𝟎ₘₙ⟩x"),
        ("logsumexp(ones(m) + zeros(m))*x", "logsumexp(𝟏ₘ + 𝟎ₘ)x"),
        ("kron(ones(m), ones(p))", "𝟏ₘ ⊗ 𝟏ₚ"),
        ("ones(n) + x", "𝟏 + x"),
        ("ones(n)'*x", "𝟏ᵀx"),
        ("A*ones(n)", "A𝟏"),
        ("sum([ones(n); x])*x", "(∑ᵢ ([𝟏ₙ; x])ᵢ)x"),
        ("sum([ones(n), x])*x", "(∑_(i,j) ([𝟏, x])ᵢⱼ)x"),
        ("sum(ones(p))*(ones(p)'*B)", "(∑ᵢ (𝟏ₚ)ᵢ)(𝟏ₚᵀB)"),
        ("exp(2*(ones(n) - x))", "exp(2(𝟏 − x))"),
    ],
)
def test_a_column_of_ones_has_its_size_where_nothing_else_tells_it(text: str, unicode: str) -> None:
    where = "x: n; A: m x n; B: p x n; sizes: m x p"
    expr = parse(text, where)
    assert printed(expr)["unicode"] == unicode
    assert all(parse(form, where, like=expr.shape) is expr for form in printed(expr).values())


@pytest.mark.parametrize("text", [r"\sum x", "∑ᵢ (xᵢ yᵢ)ᵢ", r"\sum_{i \neq j} x_i", r"\sum_{i=0}^N x_i", r"\sum_{n \in C} x_n"])
def test_another_sum_over_an_index_is_refused(text: str) -> None:
    with pytest.raises(SymjacError):
        parse(text)
