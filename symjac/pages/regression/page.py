"""A table of examples → the page of the notes: model, normal equations, and the minimiser with numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from symjac.derivation.choices import LAYOUTS
from symjac.derivation.decimals import number_box
from symjac.derivation.notation import lives_in
from symjac.errors import ParseError, UnsupportedError, one_of
from symjac.errors.arguments import by_annotation
from symjac.expr.dims import Dim, dim
from symjac.expr.looks import look_of_dim
from symjac.expr.names import canonical
from symjac.interop.numpy import array_module
from symjac.lazy import regex
from symjac.pages.board import Board, Worked
from symjac.pages.computed import Computed, Later
from symjac.pages.regression import fit as numbers
from symjac.pages.regression import least, linear, penalised, singular, terms
from symjac.pages.regression.fit import Fit, penalties_of
from symjac.pages.regression.model import Model, example, feature, given, target
from symjac.pages.regression.normal import applied, normal_equations
from symjac.pages.regression.numerals import MOST_ROWS, kept
from symjac.pages.regression.prediction import prediction
from symjac.pages.regression.table import Examples, examples, read
from symjac.writing.block import Block, Paragraph, Table, Text
from symjac.writing.box import Box, Dots, Num, Script, Sym

SIZES = regex(r"\s*([A-Za-z])\s*[x×]\s*([A-Za-z])\s*")
GRADIENTS = ("derived", "known")
MOST_DIGITS = 30
MOST_SHOWN = 6  # features in the table of the data


@by_annotation
def regression(
    data: Any = "m x n",
    *,
    target: str | None = None,
    features: str | Sequence[str] | None = None,
    intercept: bool = False,
    ridge: Any = None,
    weights: str | None = None,
    digits: int = 4,
    layout: str = "numerator",
    gradient: str = "derived",
    detail: str = "full",
    check: bool = True,
) -> Worked:
    """Fit y ≈ Φθ by least squares, exactly, and write it out: model, gradient, normal equations, minimiser, errors.

    data: a CSV file (its path or its text), a literal "[1, 2, 3; 2, 1, 4]", a NumPy array, rows, or a mapping of columns;
    or sizes "m x n", for the derivation without numbers. Numbers are exact: 0.1 is a tenth.
    target: the column to predict (default: the last); features: the columns to predict it from (default: the others);
    columns without names are numbered from 1. intercept: a column of ones before them, with the weight θ_0.
    ridge: λ ≥ 0, exact; λ times the squared parameters is added to the sum of squares, without θ_0. weights: a column of weights
    of the examples, none negative; their squared errors are multiplied by them. Without data, ridge is a number or a name
    ("lambda") and weights a letter ("w").
    digits: significant digits of what is rounded; layout: numerator or denominator; gradient: derived, or known, where
    the page follows one that has derived it; detail: brief, exam or full.

    The values are theta, fitted, residuals (NumPy arrays), squares (of the residuals), loss (what is least), rank, and exact, the
    fractions of theta. Where the columns are linearly dependent and nothing is penalised, theta is the minimiser of least norm.

    Shapes: Φ is m x n, with an intercept m x (n + 1); y, fitted and residuals have m entries, theta has as many as Φ columns.

    Errors, all SymjacError: ParseError for what is no table, no number or no column; ShapeError for rows of different lengths
    and for a single column; DomainError for missing values, for a target among the features, for a negative λ or weight and
    for weights that are all zero; LimitError for what is too large; UnsupportedError for an unknown layout or detail.
    Sources: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 9.2.1; Bishop, PRML, 3.1.1, eq. (3.15), and 3.1.4.
    """
    one_of("layout", layout, LAYOUTS)
    one_of("gradient", gradient, GRADIENTS)
    known = gradient == "known"
    if isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= MOST_DIGITS:
        raise UnsupportedError("the number of digits does not fit", found=repr(digits), expected=f"1 to {MOST_DIGITS}")
    board = Board()
    sizes = SIZES.fullmatch(data) if isinstance(data, str) else None
    if sizes is not None:
        m, n = distinct(sizes)
        taken = {str(m), str(n)}
        lam, letter = terms.coefficient(ridge, taken), terms.letter(weights, taken)
        general(Model(m, n, intercept, letter, lam), board, layout, known=known)
        return board.finish((kind(bool(letter), lam is not None),), detail=detail, check=check)
    chosen, penalty = features.split(",") if isinstance(features, str) else features, terms.amount(ridge)
    found = examples(read(data), target, chosen, weights)
    fit = fitted(found, digits, intercept, penalty)
    board.put(*problem(found, fit))
    general(replace(fit.model, m=dim("m"), n=dim("n")), board, layout, known=known, shown=False)
    in_numbers(fit, board)
    return board.finish(title(found, fit), detail=detail, check=check, values=values(fit, found))


def distinct(sizes: re.Match[str]) -> tuple[Dim, Dim]:
    m, n = sizes.groups()
    if m == n or {m, n} & set("exyhkivLR"):
        raise ParseError("the sizes need two letters that mean nothing else here", found=f"{m} x {n}", expected="m x n")
    return dim(m), dim(n)


def fitted(found: Examples, digits: int, intercept: bool, ridge: Fraction | None = None) -> Fit:
    counted = found.counted
    phi, y = [design_row(found.inputs[k], intercept) for k in counted], [found.targets[k] for k in counted]
    weights = None if found.weights is None else [found.weights[k] for k in counted]
    solution = normal_equations(phi, y, weights, penalties_of(len(phi[0]), intercept, ridge) if ridge is not None else None)
    left_out = sorted(set(range(len(found.targets))) - set(counted))
    return Fit(phi, y, solution, digits, intercept, weights, ridge, left_out)


def design_row(inputs: Sequence[Fraction], intercept: bool) -> list[Fraction]:
    return [Fraction(1), *inputs] if intercept else list(inputs)


def kind(weighted: bool, ridge: bool) -> str:
    name = "ridge regression" if ridge else "linear regression"
    return f"Weighted {name}" if weighted else name.capitalize()


def title(found: Examples, fit: Fit) -> Text:
    """Linear regression: price from area, rooms"""
    names, name = ", ".join(found.features), kind(fit.weights is not None, fit.ridge is not None)
    return (f"{name}: {found.target} from {names}" if found.target and len(names) < 50 else name,)


def general(model: Model, board: Board, layout: str, *, known: bool, shown: bool = True) -> None:
    """The derivation for m examples of n features, with dots."""
    model.introduce(board)
    if shown:
        board.put(*setting(model))
    board.head("The linear model")
    linear.hypothesis(model, board)
    linear.design_matrix(model, board)
    linear.errors(model, board)
    linear.loss(model, board)
    words = ["penalised"] * (model.ridge is not None) + ["weighted"] * bool(model.weighted)
    board.head(" ".join(["The least", *words, "sum of squares"]))
    least.gradient(model, board, layout, known)
    least.stationary(model, board, layout)
    kind = least if model.plain else penalised
    kind.minimum(model, board)
    kind.hessian(model, board)
    kind.unique(model, board)


def in_numbers(fit: Fit, board: Board) -> None:
    board.head("In numbers")
    numbers.data(fit, board)
    numbers.normal_equations(fit, board)
    if fit.found.null:
        singular.relations(fit, board)
        singular.family(fit, board)
        singular.least_norm(fit, board)
    else:
        numbers.solution(fit, board)
    prediction(fit, board)
    numbers.residuals(fit, board)


def values(fit: Fit, examples_: Examples) -> Mapping[str, Any]:
    def array(entries: Sequence[Fraction]) -> Later:
        return Later(lambda: array_module().array([float(x) for x in entries]))

    found = fit.found
    whole = fit.fitted
    if fit.left_out:
        whole = applied([design_row(row, fit.intercept) for row in examples_.inputs], found.shortest)
    errors = [y - h for y, h in zip(examples_.targets, whole, strict=True)]
    return Computed({
        "theta": array(found.shortest), "exact": tuple(found.shortest), "fitted": array(whole), "residuals": array(errors),
        "squares": float(sum((e * e for e in errors), Fraction(0))), "loss": float(fit.loss), "rank": found.rank,
        "null": Later(lambda: array_module().array([float(x) for v in found.null for x in v]).reshape(-1, fit.n).T),
    })  # fmt: skip


def explained(names: Text = ()) -> Block:
    """xⁱ is the i-th example, no power."""
    return Paragraph(("The upper index ", Sym("i"), " counts the examples; it is not a power.", *names))


def setting(model: Model) -> list[Block]:
    """The problem, and the table of the notes."""
    i, n, m = Sym("i"), look_of_dim(model.n), look_of_dim(model.m)
    text: Text = ("Given are training examples ", *given(model), ", with ", lives_in(example(i), (model.n, dim(1))), ".")

    def line(at: Box) -> tuple[Text, ...]:
        return ((at,), (feature(Num("1"), at),), (feature(Num("2"), at),), (Dots("h"),), (feature(n, at),), (target(at),))

    letters = [(Script(Sym("x"), j),) for j in (Num("1"), Num("2"), n)]
    header: tuple[Text, ...] = ((i,), *letters[:2], (Dots("h"),), letters[2], (Sym("y"),))
    dots: tuple[Text, ...] = tuple((Dots("v"),) for _ in header)
    return [Paragraph(text, lead="Problem."), Table(header, (line(Num("1")), line(Num("2")), dots, line(m))), explained()]


def problem(found: Examples, fit: Fit) -> list[Block]:
    """The data, and what is asked."""
    m, n = len(found.targets), len(found.features)
    examples_ = f"{m} training example{'s' * (m > 1)}"
    text: Text = (f"The table holds {examples_} ", *pair(m), f", each with {n} feature{'s' * (n > 1)}. ")
    kind = "affine" if fit.intercept else "linear"
    ask: Text = (f"Find the {kind} function of the features that predicts ", Sym("y"), " with the least ")
    squares = "sum of squared errors"
    if fit.weights is not None:
        squares += ", each times the weight of its example"
    ask = (*ask, squares, *penalised_by(fit), ".")
    return [Paragraph((*text, *ask), lead="Problem."), data_table(found), explained()]


def penalised_by(fit: Fit) -> Text:
    """', plus λ = 2 times the sum of its squared parameters'"""
    if fit.ridge is None:
        return ()
    but: Text = (" other than the constant",) if fit.intercept else ()
    return (", plus ", numbers.lambda_is(fit), " times the sum of its squared parameters", *but)


def pair(m: int) -> Text:
    return given(Model(dim(m), dim("n")))[:1]


def data_table(found: Examples) -> Table:
    """The examples, a row for each; of many the first ones and the last."""
    letters = [Script(Sym("x"), Num(str(k + 1))) for k in range(len(found.features))]
    inputs = [heading(name, letter) for name, letter in zip(found.features, letters, strict=True)]
    across = kept(len(inputs), MOST_SHOWN)
    header = ((Sym("i"),), *((Dots("h"),) if c is None else inputs[c] for c in across), heading(found.target, Sym("y")))
    header = (*header, *((heading(found.weight, Sym("w")),) if found.weights is not None else ()))

    def line(r: int | None) -> tuple[Text, ...]:
        if r is None:
            return ((Dots("v"),),) * len(header)
        cells = [(Dots("h"),) if c is None else (number_box(found.inputs[r][c]),) for c in across]
        weight = ((number_box(found.weights[r]),),) if found.weights is not None else ()
        return ((str(r + 1),), *cells, (number_box(found.targets[r]),), *weight)

    return Table(header, tuple(map(line, kept(len(found.targets), MOST_ROWS))))


def heading(name: str, letter: Box) -> Text:
    """area (x_1)"""
    plain = canonical(name.replace(" ", ""))
    own = isinstance(letter, Script) and isinstance(letter.sub, Num) and plain == f"x_{letter.sub.text}"
    return (letter,) if not name or own or (plain == "y" and letter == Sym("y")) else (f"{name} (", letter, ")")
