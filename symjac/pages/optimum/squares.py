"""2(v₁ + v₂/2)² + 3v₂²/2: the second derivative in numbers as a sum of squares, by which its sign can be read."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.differential import substitute
from symjac.calculus.optimum.exact import Quadratic
from symjac.calculus.optimum.numeric import diagonalised, form, null_space
from symjac.calculus.simplify import simplify
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, matrix, mul, number, power, symbol
from symjac.expr.rational import Grid, Row, fractions, rational
from symjac.pages.optimum.names import free
from symjac.pages.optimum.scene import Scene
from symjac.verify.term import Derivative, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, SUM, Frac, Num, Script, Sym, infix
from symjac.writing.box import Row as Boxes
from symjac.writing.signs import applied, product_box


def complete(scene: Scene, q: Quadratic, says: Text) -> None:
    """d²/dt² f(x + tv) with v = s₁b₁ + s₂b₂, the b a basis of the directions that the constraints leave."""
    n = len(q.H)
    base = null_space(q.C) if q.C else [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    if not base:
        scene.board.say("The constraints leave this one point.")
        return
    reduced = [[form(q.H, v, w) for w in base] for v in base]
    letter = free("vsw", scene.taken)
    names = [symbol(letter if len(base) == 1 else f"{letter}_{k + 1}", SCALAR) for k in range(len(base))]
    t = symbol(free("tur", {*scene.taken, letter}), SCALAR)
    scene.board.know(*names)
    scene.board.define(t, number(0))
    directions = places(q, base, names)
    moved = {x: add(x, mul(t, d)) for x, d in directions.items()}
    f = scene.f
    operator = Frac(Script(Sym("d", "roman"), sup=Num("2")), Boxes((Sym("d", "roman"), Script(written(t), sup=Num("2")))))
    points = [infix("+", [written(x), product_box(written(t), written(d))], SUM) for x, d in directions.items()]
    box = Boxes((operator, applied(scene.f_box, *points)), PRODUCT)
    second = Derivative(substitute(f, moved), (t,), order=2)
    start: Text = ("In the directions that the constraints leave," if q.C else "In every direction",)
    squares = simplify_squares(reduced, names, scene.greatest and scene.found.peeled is None)
    scene.board.step("completed_square", Term(box, second), value_term(squares), says=(*says, *start), importance=2)


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


def simplify_squares(reduced: Grid, names: list[Expr], greatest: bool) -> Expr:
    """Σ d_k c_k², where v = Σ c_k b_k for an orthogonal basis b."""
    pivots = diagonalised(reduced)
    basis = [v for _, v in pivots]
    back = fractions(rational([list(r) for r in zip(*basis, strict=True)]).inv())
    terms = []
    for (d, _), row in zip(pivots, back, strict=True):
        if d:
            terms.append(mul(number(-d if greatest else d), power(combination(row, names), 2)))
    return add(*terms) if terms else number(0)
