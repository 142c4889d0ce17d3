"""The derivative laid out: entries dF_ij/dX_kl from dual numbers, placed by layout and order of stacking.

Value flattened column by column and variable row by row ('notes'), both by rows ('rows'), both by columns ('columns').
"""

from __future__ import annotations

from collections.abc import Sequence

from symjac.errors import CheckError
from symjac.expr.expr import Expr
from symjac.verify.evaluate import View
from symjac.verify.exact import Mat, room
from symjac.verify.scalars import Scalar, part, total
from symjac.verify.term import Derivative

Parts = list[list[dict[int, Scalar]]]
Place = tuple[int, int]


def order(shape: Place, by_columns: bool) -> list[Place]:
    """The places of a matrix in the order in which it is flattened."""
    m, n = shape
    return [(i, j) for j in range(n) for i in range(m)] if by_columns else [(i, j) for i in range(m) for j in range(n)]


def partials(view: View, f: Expr, xs: Sequence[Expr], structure: str = "") -> Parts:
    """For every entry of f, its derivatives by the entries of the variables, counted row by row."""
    return view.moved(xs, structure).parts(f)


def tensor(view: View, f: Expr, x: Expr) -> list[list[list[list[Scalar]]]]:
    """D[i][j][k][l] = dF_ij/dX_kl."""
    m, n = view.value(x).shape
    parts = partials(view, f, (x,))
    return [[[[d.get(k * n + l, 0) for l in range(n)] for k in range(m)] for d in row] for row in parts]


def columns_of(view: View, xs: Sequence[Expr], order_of: str) -> list[int]:
    """The entries of the variables, as they are counted in `partials`, in the order of the columns of a Jacobian."""
    found: list[int] = []
    for x in xs:
        m, n = view.value(x).shape
        start = len(found)
        found += [start + i * n + j for i, j in order((m, n), order_of == "columns")]
    return found


def derivative(view: View, meaning: Derivative) -> Mat:
    """The whole derivative as the conventions of `meaning` lay it out."""
    if meaning.order == 1:
        return first(view, meaning)
    if meaning.order == 2:
        return second(view, meaning)
    raise CheckError(f"the checker has no derivative of order {meaning.order}")


def first(view: View, meaning: Derivative) -> Mat:
    f, xs = meaning.f, meaning.variables
    d = partials(view, f, xs, meaning.structure)
    turned = meaning.layout == "denominator"
    if len(xs) == 1 and xs[0].is_scalar:
        slope = Mat([[a.get(0, 0) for a in row] for row in d])
        return slope.T if turned and not f.is_matrix else slope
    if len(xs) == 1 and f.is_scalar and not meaning.long and (xs[0].is_matrix or xs[0].is_row):
        m, n = view.value(xs[0]).shape
        return structured(Mat.build(m, n, lambda k, l: d[0][0].get(k * n + l, 0)), meaning.structure)
    rows = order((len(d), len(d[0])), meaning.order_of != "rows")
    columns = columns_of(view, xs, meaning.order_of)
    room(len(rows), len(columns))
    jacobian = Mat([[d[i][j].get(k, 0) for k in columns] for i, j in rows])
    return jacobian.T if turned else jacobian


def structured(g: Mat, structure: str) -> Mat:
    """By the free entries of X: x_ij and x_ji of a symmetric matrix move together, of a diagonal one the rest is zero."""
    if structure == "symmetric":
        return Mat.build(*g.shape, lambda i, j: g.rows[i][j] if i == j else g.rows[i][j] + g.rows[j][i])
    if structure == "diagonal":
        return Mat.build(*g.shape, lambda i, j: g.rows[i][j] if i == j else 0)
    return g


def second(view: View, meaning: Derivative) -> Mat:
    """The Hessian of a scalar; the second derivative of anything by one scalar."""
    f, xs = meaning.f, meaning.variables
    inner = view.moved(xs, meaning.structure).moved(xs, meaning.structure)
    outer = inner.level - 1
    d = [[{k: part(a, outer) for k, a in parts.items()} for parts in row] for row in inner.parts(f)]
    if len(xs) == 1 and xs[0].is_scalar:
        curve = Mat([[parts.get(0, {}).get(0, 0) for parts in row] for row in d])
        return curve.T if meaning.layout == "denominator" and not f.is_matrix else curve
    if not f.is_scalar:
        raise CheckError("the checker has second derivatives of scalars only", found=str(f))
    columns, n = columns_of(view, xs, meaning.order_of), view.value(xs[0]).shape[1]
    room(len(columns), len(columns))
    H, moves = d[0][0], {k: together(k, n, meaning.structure) for k in columns}
    return Mat([[total(H.get(a, {}).get(b, 0) for a in moves[k] for b in moves[l]) for l in columns] for k in columns])


def together(k: int, n: int, structure: str) -> set[int]:
    """The entries of an n x n matrix, counted row by row, that move with entry k."""
    i, j = divmod(k, n)
    if structure == "diagonal":
        return {k} if i == j else set()
    return {k, j * n + i} if structure == "symmetric" else {k}


def directional(view: View, f: Expr, x: Expr) -> Mat:
    """df for the direction dX."""
    return Mat([[d.get(0, 0) for d in row] for row in view.along((x,)).parts(f)])
