"""x_3 = 2x_1 − x_2: dependent columns, all minimisers θ̂ + t_1 v_1 + …, and the one of least norm.

Source: Golub & Van Loan, Matrix Computations, 5.5 (least squares without full rank).
"""

from __future__ import annotations

from fractions import Fraction

from symjac.derivation.decimals import number_box
from symjac.expr.dims import ONE, dim
from symjac.expr.expr import Expr
from symjac.expr.looks import space_of, written
from symjac.expr.make import add, matrix, mul, number, symbol
from symjac.pages.board import Board
from symjac.pages.regression import numerals
from symjac.pages.regression.fit import Fit, printed, show, times
from symjac.pages.regression.least import rank_of
from symjac.pages.regression.numerals import Grid, column
from symjac.pages.regression.prediction import combination
from symjac.verify.term import Term, Value
from symjac.writing.block import Text
from symjac.writing.box import RELATION, SUM, Box, Infix, Num, Script, Sym, commas, equation, infix, transposed
from symjac.writing.signs import product_box

FEW = 2  # vectors of a null space that are written side by side; more are the columns of a matrix N
SHORT = 1_000  # numerators and denominators in such vectors


def side_by_side(fit: Fit) -> bool:
    return len(fit.found.null) <= FEW and numerals.nice([*fit.found.null, fit.found.theta], SHORT)


def null_space(fit: Fit) -> Grid:
    """N, a basis of the null space of Φ as its columns"""
    return [list(row) for row in zip(*fit.found.null, strict=True)]


def zeros(n: int) -> Term:
    return Term(Num("0"), Value(matrix(column([Fraction(0)] * n))))


def relations(fit: Fit, board: Board) -> None:
    """The columns that depend on columns before them, each with its relation, which holds in every row."""
    phi, found = fit.letters["Phi"], fit.found
    rank = Infix((rank_of(phi, Num(str(found.rank))), Num(str(fit.n))), ("<",), RELATION)
    few = f"There are fewer examples ({len(fit.y)}) than parameters ({fit.n}). " if len(fit.y) < fit.n else ""
    says: Text = (few, "The columns of ", written(phi), " are linearly dependent, ", rank)
    if not side_by_side(fit):
        names: list[Box] = [fit.name(k) for k in found.dependent]
        board.say(*says, ". Combinations of the columns before them are ", commas(names), ".")
        return
    says = (*says, f". In every row of the table{' that is left' if fit.left_out else ''},")
    for free, vector in zip(found.dependent, found.null, strict=True):
        board.step("relation", Term(fit.name(free), Value(values_of(fit, free))), combined(fit, vector), says=says)
        says = ()


def values_of(fit: Fit, k: int) -> Expr:
    """Column k of Φ"""
    return matrix(column([row[k] for row in fit.phi]))


def combined(fit: Fit, vector: list[Fraction]) -> Term:
    """The combination that the dependent column is: 2x_1 − x_2, or 3 for three times the ones."""
    parts = [k for k in fit.found.pivots if vector[k]]
    sums = [mul(number(-vector[k]), values_of(fit, k)) for k in parts]
    box = combination([(number_box(-vector[k]), None if fit.intercept and k == 0 else fit.name(k)) for k in parts])
    return Term(box, Value(add(*sums))) if sums else zeros(len(fit.y))


def family(fit: Fit, board: Board) -> None:
    """θ̂ = p + Nt: the normal equations hold for every t, and for nothing else"""
    phi, _, best = fit.letters.values()
    (gram, moment), count = fit.model.normal, len(fit.found.null)
    t = symbol("t parameters", (dim(count), ONE))
    board.know(t)
    board.say(
        "So ", written(gram), " has no inverse, and the minimiser is not unique. The normal equations still have solutions:"
    )
    written_out = vectors_with_parameters if side_by_side(fit) else matrix_with_parameters
    written_out(fit, board)
    whole = add(matrix(column(fit.found.theta)), mul(matrix(null_space(fit)), t))
    product = Term(written(times(gram, best)), Value(mul(matrix(fit.found.gram), whole)))
    board.step("normal_equations", product, fit.of(moment), says=("For all of them",))
    kernel = "the multiples of one vector" if count == 1 else f"the combinations of {count} vectors"
    why = f", since there are {fit.n} parameters and the rank is {fit.found.rank}:"
    says: Text = (
        "There are no others. Two solutions differ by a vector that ",
        written(phi),
        f" takes to zero; these are {kernel}",
        why,
    )
    product = Term(product_box(written(phi), basis_box(fit)), Value(mul(fit.values[phi], matrix(null_space(fit)))))
    nothing = matrix([[Fraction(0)] * count] * len(fit.y))
    board.step("null_space", product, Term(Num("0"), Value(nothing)), says=says)


def basis_box(fit: Fit) -> Box:
    """N, or its entries where they have been written out"""
    return numerals.exact_term(null_space(fit)).box if side_by_side(fit) else Sym("N")


def vectors_with_parameters(fit: Fit, board: Board) -> None:
    """θ̂ = p + t_1v_1 + t_2v_2"""
    names = [Sym("t") if len(fit.found.null) == 1 else Script(Sym("t"), Num(str(k + 1))) for k in range(len(fit.found.null))]
    start = numerals.exact_term(column(fit.found.theta)).box
    moved = [product_box(t, numerals.exact_term(column(v)).box) for t, v in zip(names, fit.found.null, strict=True)]
    line = equation(written(fit.letters["thetahat"]), infix("+", [start, *moved], SUM))
    real = Infix((commas(names), Sym("R", "blackboard")), ("∈",), RELATION)
    board.show(line, "(", real, ")")


def matrix_with_parameters(fit: Fit, board: Board) -> None:
    """θ̂ = p + Nt"""
    body = infix("+", [Sym("p"), product_box(Sym("N"), Sym("t"))], SUM)
    space = Infix((Sym("t"), space_of((dim(len(fit.found.null)), ONE))), ("∈",), RELATION)
    board.show(equation(written(fit.letters["thetahat"]), body), "(", space, ")")
    for name, rows in (("p", column(fit.found.theta)), ("N", null_space(fit))):
        show(board, fit, "solution", Term(Sym(name), Value(matrix(rows))), rows)


def least_norm(fit: Fit, board: Board) -> None:
    """The minimiser that is orthogonal to the null space"""
    best = fit.letters["thetahat"]
    board.say(
        "They all give the same predictions for the examples. The one of least norm is orthogonal to these vectors; ",
        "from here on ", written(best), " is this one:",
    )  # fmt: skip
    printed(fit, board, fit.of(best), column(fit.found.shortest))
    turned = [list(v) for v in fit.found.null]
    row = numerals.exact_term(turned).box if side_by_side(fit) else transposed(Sym("N"))
    left = Term(product_box(row, written(best)), Value(mul(matrix(turned), fit.values[best])))
    board.step("orthogonal", left, zeros(len(turned)), says=("Indeed,",))
    product = fit.of(times(fit.model.normal[0], best))
    show(board, fit, "normal equations", product, column(fit.found.moment), says=("and it solves the normal equations,",))
