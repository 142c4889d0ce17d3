"""Fuzzing the language: printing and parsing are inverse, and no text makes anything but a result or a SymjacError.

SYMJAC_FUZZ=100000 sets the number of inputs of each kind.
"""

from __future__ import annotations

import os
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symjac.errors import LimitError, SymjacError
from symjac.expr import make as kernel
from symjac.expr.dims import ONE, SCALAR, dim
from symjac.expr.expr import Expr, postorder
from symjac.expr.registry import operations
from symjac.language import Problem, parse, read
from tests.helpers.spelling import spell
from tests.helpers.work import work

EXAMPLES = int(os.environ.get("SYMJAC_FUZZ", "250"))
fuzz = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)

SIZES = (dim("m"), dim("n"), dim(2))
NAMES = {
    "scalar": ("t", "alpha", "W1x", "c_2", "lambda", "T", "e", "ab"),
    "column": ("x", "y", "thetahat", "b_1", "a[0]", "xbar", "sigma"),
    "row": ("r", "u_ij"),
    "matrix": ("A", "X", "Phi", "W[1]", "W_12", "Sigma_xy", "I", "Sigmatilde"),
}
SAFE = ("sin", "tanh", "exp", "sigmoid", "relu", "softplus", "abs", "cosh")


def leaf(draw: st.DrawFn, shape: tuple) -> Expr:
    rows, columns = shape
    if shape == SCALAR and draw(st.booleans()):
        return kernel.number(draw(st.fractions(-9, 9, max_denominator=7)))
    if shape == SCALAR and draw(st.integers(0, 5)) == 0:
        return kernel.size(dim(draw(st.sampled_from("mn"))))
    if shape != SCALAR and draw(st.integers(0, 4)) == 0:
        return kernel.eye(rows) if rows == columns else draw(st.sampled_from((kernel.ones, kernel.zeros)))(rows, columns)
    kind = "scalar" if shape == SCALAR else "column" if columns == ONE else "row" if rows == ONE else "matrix"
    base = draw(st.sampled_from(NAMES[kind]))
    # One name has one shape: the shape picks the name.
    return kernel.symbol(_named(base, shape), shape)


def _named(base: str, shape: tuple) -> str:
    if shape == SCALAR:
        return {"W1x": "w", "ab": "ab"}.get(base, base)
    tag = "".join(str(d) for d in shape if d != ONE)
    stem, bracket, layer = base.partition("[")
    return f"{stem}{'' if '_' in stem else '_'}{tag}{bracket}{layer}"


@st.composite
def expressions(draw: st.DrawFn, shape: tuple | None = None, depth: int = 3) -> Expr:
    if shape is None:
        shape = draw(st.tuples(st.sampled_from((ONE, *SIZES)), st.sampled_from((ONE, *SIZES))))
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return leaf(draw, shape)
    options = [_sum, _minus, _scaled, _product, _hadamard, _quotient, _entrywise, _transposed, _hpower, _hdiv]
    options += [_scalar] * 4 if shape == SCALAR else []
    options += [_square] * 2 if shape[0] == shape[1] and shape != SCALAR else []
    options += [_literal] if shape[0] == dim(2) else []
    make = draw(st.sampled_from(options))
    try:
        return make(draw, shape, lambda s: draw(expressions(s, depth - 1)))
    except SymjacError:
        return leaf(draw, shape)


def _sum(draw, shape, sub):
    return kernel.add(sub(shape), sub(shape), *([sub(shape)] if draw(st.booleans()) else []))


def _minus(draw, shape, sub):
    return kernel.sub(sub(shape), sub(shape)) if draw(st.booleans()) else kernel.neg(sub(shape))


def _scaled(draw, shape, sub):
    return kernel.mul(sub(SCALAR), sub(shape))


def _product(draw, shape, sub):
    inner = draw(st.sampled_from(SIZES))
    return kernel.mul(sub((shape[0], inner)), sub((inner, shape[1])))


def _hadamard(draw, shape, sub):
    return kernel.mul(sub(shape), sub(shape)) if shape == SCALAR else kernel.hadamard(sub(shape), sub(shape))


def _hdiv(draw, shape, sub):
    return sub(shape) if shape == SCALAR else kernel.hdiv(sub(shape), kernel.function("exp", sub(shape)))


def _quotient(draw, shape, sub):
    return kernel.div(sub(shape), kernel.function("exp", sub(SCALAR)))


def _entrywise(draw, shape, sub):
    return kernel.function(draw(st.sampled_from(SAFE)), sub(shape))


def _transposed(draw, shape, sub):
    return kernel.transpose(sub(shape[::-1]))


def _hpower(draw, shape, sub):
    return kernel.hpower(sub(shape), _exponent(draw, sub))


def _exponent(draw, sub):
    return kernel.number(draw(st.sampled_from((2, 3, Fraction(1, 2))))) if draw(st.integers(0, 3)) else sub(SCALAR)


def _scalar(draw, shape, sub):
    n = draw(st.sampled_from(SIZES))
    other = draw(st.sampled_from(SIZES))
    kind = draw(st.sampled_from(("norm", "norm1", "sum", "mean", "tr", "det", "logsumexp", "dot", "power", "size")))
    if kind == "dot":
        return kernel.function("dot", sub((n, ONE)), sub((n, ONE)))
    if kind == "power":
        return kernel.power(sub(SCALAR), _exponent(draw, sub))
    if kind == "size":
        return kernel.size(n)
    return kernel.function(kind, sub((n, n) if kind in ("tr", "det") else (n, ONE) if kind == "logsumexp" else (n, other)))


def _square(draw, shape, sub):
    kind = draw(st.sampled_from(("inv", "power", "diag", "diagonal")))
    if kind == "inv":
        return kernel.function("inv", kernel.symbol(_named("A", shape), shape))
    if kind == "power":
        return kernel.power(sub(shape), draw(st.sampled_from((2, 3))))
    if kind == "diag":
        return kernel.function("diag", sub((shape[0], ONE)))
    return kernel.function("diag", kernel.function("diag", sub(shape)))


def _literal(draw, shape, sub):
    if shape[1] == dim(2):
        return kernel.literal(((sub(SCALAR), sub(SCALAR)), (sub(SCALAR), sub(SCALAR))))
    return kernel.literal(((sub((ONE, shape[1])),), (sub((ONE, shape[1])),)))


def _context(expr: Expr) -> Problem:
    """A problem in which the names of the expression have their shapes."""
    symbols = {str(e.data[0]): e for e in postorder(expr) if e.op.name == "symbol"}
    everywhere = kernel.symbol("Z", (dim("m"), dim("n")))
    return Problem("", expr, None, (), (), symbols | {"Z": everywhere}, (), ())


@fuzz
@given(expressions(), st.sampled_from(("plain", "latex", "unicode")))
def test_parse_undoes_print(expr: Expr, style: str) -> None:
    text = spell(expr, style)
    try:
        back = parse(text, context=_context(expr))
    except SymjacError as error:
        # What is printed may be outside the domain or the limits; it is never unreadable.
        if type(error).__name__ in ("DomainError", "LimitError", "UnsupportedError"):
            return
        raise AssertionError(f"{text}: {error}") from error
    assert back is expr, f"{text}  reads  {back}  not  {expr}"


PIECES = (
    "x y A B W[1] b_1 theta Phi λ θ Σ ŷ x̃ 𝐱 𝐀 1 2 0.5 1e-3 ½ + - − * @ / .* ./ .^ ** ^ ^T ^{T} ^{-1} ' ᵀ ⁻¹ ² ⊙ ∘ ⊗ · × ( "
    ") [ ] { } , ; "
    '= & \\\\ \n | || ‖ \\| ⟨ ⟩ : . _ _1 _{12} $ $$ % # ~ " ! ? < > \\left( \\right) '
    "\\left| \\right| \\left\\| \\right\\| \\lVert \\rVert "
    "\\langle \\rangle \\frac \\tfrac12 \\sqrt \\hat \\bar \\mathbf \\mathrm \\operatorname \\text \\bm \\mathsf{T} \\top "
    "\\cdot \\odot "
    "\\otimes \\circ \\theta \\Phi \\sigma \\lambda \\log \\det \\exp \\tanh \\sin \\norm \\abs \\tr \\diag "
    "\\begin{bmatrix} \\end{bmatrix} "
    "\\begin{align} \\end{align} \\quad \\, \\! \\foo \\int \\sum \\mathbf{1} \\mathbb{1} I eye ones eye(2) ones(n) zeros(2,2) "
    "commutation(2,3) norm( tr( inv( log( exp( sigmoid( diag( kron( sum( sin( softmax( vec( norm1( dot( f(x) = L = e = \\{ "
    "\\} \\( \\) \\[ "
    "\\bigl( \\bigr) np. .T lambda if \x00 \ufeff а ∂ ∑ 10 99999999 vector(1) array("
).split(" ")
SOUP = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).flatmap(
    lambda parts: st.sampled_from(("", " ")).map(lambda gap: gap.join(parts))
)
SEEDS = (
    "norm(y - Phi*theta)^2", "\\lVert y - \\Phi\\theta \\rVert_2^2", "‖y − Φθ‖²", "f(x) = A x + b", "x'A x + c sin(y)'x",
    "e(theta) = y - Phi theta; L(e) = ||e||^2", "\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix} x", "[cos(t) -sin(t); sin(t) cos(t)]*x",
    "phi(z) = z/(1+exp(-z)); phi(W*x+b)", "W^{(1)} a^{(0)} + b^{(1)}", "\\frac{1}{1+e^{-z}}", "f(x1, x2) = [x1^2*x2; sin(x1)]",
    "np.linalg.inv(X.T @ X + lambda*np.eye(n)) @ X.T @ y", "kron(A, B)*x", "\\log\\left|\\mathbf{X}\\right|", "diag(x)*A .* "
    "(A^-2)",
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid input with pieces deleted, doubled, exchanged or put in."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        piece = draw(st.sampled_from(("", text[a:b] * 2, text[a:b][::-1], draw(st.sampled_from(PIECES)))))
        text = text[:a] + piece + text[b:]
    return text


TEXTS = st.one_of(st.text(max_size=40), SOUP, mutated())
WHERE = st.sampled_from((None, "", "x: n", "A: m x n; x: n; y: m", "x: n; y: n; A: n x n symmetric", "x: scalar; y: scalar"))
WRT = st.sampled_from((None, "x", "theta", "A", "x, y", "z", "x1, x2", ""))


@fuzz
@given(TEXTS, WRT, WHERE)
def test_any_text_gives_a_result_or_a_symjac_error(text: str, wrt: str | None, where: str | None) -> None:
    try:
        problem = read(text, wrt, where)
    except SymjacError as error:
        str(error)
        return
    if not any(e.op.name in ("zeros",) for e in postorder(problem.target)):
        assert parse(str(problem.target), context=problem) is problem.target, str(problem.target)


@fuzz
@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from("A x n m : ; , symmetric posdef scalar 3 0 -2 + * ( ) 2x3 θ \\theta W[1] R^n 99999999999".split()),
            max_size=12,
        ).map(" ".join),
    )
)
def test_any_declaration_gives_a_result_or_a_symjac_error(where: str) -> None:
    try:
        read("A*x", "x", where)
    except SymjacError as error:
        str(error)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "x" + ")" * 5000, "\\frac{1}{" * 2000 + "x" + "}" * 2000, "x" + "'" * 15000, "-" * 15000 + "x",
        "[" * 9000, "{" * 9000,
        "x" + "^2" * 5000, "\\sqrt" * 3000 + "x", "\\hat" * 4000 + "x", "\\sin" * 4000 + "x",
        "sin(" * 4000, "|" * 9000, "||x" * 5000,
        "a^" * 5000 + "2",
        "x" + "+x" * 9000, "x" + "*x" * 9000, "x" + "/2" * 9000, "x" + "·x" * 9000, "x" + ".*x" * 6000, "e^" * 6000 + "x",
        "[" + "1," * 9000 + "1]", "a=1;" * 4000 + "x", "9" * 19000, "x^" + "9" * 300, "2^9999*x", "((2^9999)^9999)*x",
        "\\begin{bmatrix}" * 1000,
        "f(x)=x+x;" + "".join(f"f{k}(x)=f{k - 1 if k > 1 else ''}(f{k - 1 if k > 1 else ''}(x));" for k in range(1, 60))
        + "f59(x+1)",
        "eye(" + "n*" * 5000 + "n)*x", "eye(" + "(n+m)*" * 2000 + "n)*x", "e" * 19000, "\\mathbf{" * 3000 + "x" + "}" * 3000,
        "".join(f"x{k}+" for k in range(2500)) + "x", "x'*y*" * 3000 + "x",
        "a b " * 4000, "\\left(" * 4000, "x_{" * 4000, "x^{" * 4000,
        "kron(" + "A,kron(" * 2000 + "A,A" + ")" * 2001, "".join(f"A{k}*" for k in range(2000)) + "x",
        "A\\" * 5000, "\\\\" * 9000, "1e400*" * 2000 + "x",
    ],
    ids=lambda text: text[:12] + f"…{len(text)}",
)  # fmt: skip
def test_a_bomb_goes_off_cheaply(text: str) -> None:
    with work() as done:
        try:
            read(text, "x")
        except SymjacError as error:
            str(error)
    assert done.calls < 4_000_000


def test_every_listed_function_is_readable() -> None:
    for op in operations():
        if op.listed == "function":
            assert str(parse(op.example)), op.name


def test_limit_error_is_a_symjac_error() -> None:
    assert issubclass(LimitError, SymjacError)
