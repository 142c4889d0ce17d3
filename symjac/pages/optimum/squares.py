"""2(v₁ + v₂/2)² + 3v₂²/2: the second derivative in numbers as a sum of squares, by which its sign can be read."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.differential import substitute
from symjac.calculus.numeric import diagonalised, form, null_space
from symjac.calculus.optimum.exact import Quadratic
from symjac.calculus.simplify import simplify
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, is_op, matrix, mul, neg, number, power, symbol
from symjac.expr.rational import Grid, Row, fractions, rational
from symjac.pages.optimum.names import free
from symjac.pages.optimum.scene import Scene
from symjac.verify.term import Derivative, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, SUM, Frac, Num, Script, Sym, infix, paren
from symjac.writing.box import Row as Boxes
from symjac.writing.signs import applied, product_box


def complete(scene: Scene, q: Quadratic, says: Text, greatest: bool) -> bool:
    """d²/dt² f(x + tv) with v = s₁b₁ + s₂b₂, the b a basis of the directions that the constraints leave; False: none is left."""
    n = len(q.H)
    base = null_space(q.C) if q.C else [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    if not base:
        scene.board.say(*says, "The constraints leave no other point.")
        return False
    reduced = [[form(q.H, v, w) for w in base] for v in base]
    letter = free("vsw", scene.taken)
    names = [symbol(letter if len(base) == 1 else f"{letter}_{k + 1}", SCALAR) for k in range(len(base))]
    t = symbol(free("tur", {*scene.taken, letter}), SCALAR)
    scene.board.know(*names)
    scene.board.define(t, number(0))
    moves = places(q, base, names)
    second = Derivative(substitute(scene.f, {x: add(x, mul(t, d)) for x, d in moves.items()}), (t,), order=2)
    points = [infix("+", [written(x), product_box(written(t), paren(written(d), PRODUCT))], SUM) for x, d in moves.items()]
    operator = Frac(Script(Sym("d", "roman"), sup=Num("2")), Boxes((Sym("d", "roman"), Script(written(t), sup=Num("2")))))
    box = Boxes((operator, applied(scene.f_box, *points)), PRODUCT)
    start = (
        "In the directions that the constraints leave, the second derivative is"
        if q.C
        else "In any direction, the second derivative is"
    )
    squares = as_squares(reduced, names, greatest)
    scene.board.step("completed_square", Term(box, second), value_term(squares), says=(*says, start), importance=2)
    return True


def places(q: Quadratic, base: list[Row], names: list[Expr]) -> dict[Expr, Expr]:
    """The direction of every variable, its entries linear in the names."""
    entries = [combination([v[k] for v in base], names) for k in range(len(base[0]))]
    shaped: dict[Expr, list[list[Expr]]] = {}
    for (x, i, j), e in zip(q.places, entries, strict=True):
        rows, columns = (d.number or 1 for d in x.shape)
        grid = shaped.setdefault(x, [[number(0)] * columns for _ in range(rows)])
        grid[i][j] = e
        if x.is_matrix and {"symmetric", "posdef"} & x.data[1]:
            grid[j][i] = e
    return {x: matrix(grid) for x, grid in shaped.items()}


def combination(coefficients: Row, names: list[Expr]) -> Expr:
    terms = [mul(number(c), s) for c, s in zip(coefficients, names, strict=True) if c]
    return simplify(add(*terms)) if terms else number(0)


def as_squares(reduced: Grid, names: list[Expr], greatest: bool) -> Expr:
    """Σ d_k c_k², where v = Σ c_k b_k for an orthogonal basis b; every c_k begins with the coefficient 1."""
    pivots = diagonalised(reduced)
    back = fractions(rational([list(row) for row in zip(*(v for _, v in pivots), strict=True)]).inv())
    terms = []
    for (d, _), row in zip(pivots, back, strict=True):
        if not d:
            continue
        first = next(c for c in row if c)
        weight = (-d if greatest else d) * first * first
        square = power(combination([c / first for c in row], names), 2)
        scaled = square if abs(weight) == 1 else mul(number(abs(weight)), square)
        terms.append(scaled if weight > 0 else neg(scaled))
    terms.sort(key=lambda term: is_op(term, "neg"))
    return add(*terms) if terms else number(0)
