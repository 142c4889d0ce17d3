"""The differential route: dF from the rules of the operations, then gradient and Jacobian from dF.

gradient: the adjoint moves dX out of the inner product, <G, dX> = df; Jacobian: read off J in vec dF = J vec dX.
Source: Magnus & Neudecker, Matrix Differential Calculus, ch. 5 (identification theorems) and ch. 9.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from symjac.calculus.jacobian import jacobian
from symjac.calculus.simplify import Simplifier, rebuild
from symjac.errors import LimitError, UnsupportedError
from symjac.expr.expr import Expr, containing, fold, postorder
from symjac.expr.make import add, bigsum, commutation, eye, function, is_op, literal, mul, neg, number, symbol, transpose, zeros
from symjac.expr.ops.power_change import refused
from symjac.expr.registry import no_rule
from symjac.expr.structure import rough_off_diagonal

Simplify = Callable[[Expr], Expr]


def direction(x: Expr) -> Expr:
    """dX: an arbitrary change of X, of its shape."""
    return symbol(f"d{x.data[0]}", x.shape, ("differential",))


def differential(f: Expr, x: Expr) -> Expr | None:
    """df in the direction dX, unsimplified; None if f does not contain x."""

    def visit(expr: Expr, d: tuple[Expr | None, ...]) -> Expr | None:
        if expr is x:
            return direction(x)
        if all(part is None for part in d):
            return None
        if expr.op.differential is None:
            raise no_rule(expr, "differentiate")
        product_rule(expr, d)
        return expr.op.differential(expr, d)

    return fold(f, visit)


LONGEST = 5_000  # factors in all the terms that a product rule gives


def product_rule(e: Expr, d: Sequence[Expr | None]) -> None:
    """LimitError for a product with too many factors that move: the rule gives a term for each."""
    moving = sum(part is not None for part in d)
    if e.op.flat and moving > 1 and not is_op(e, "add") and moving * len(e.args) > LONGEST:
        message = (
            f"a product of {len(e.args)} factors, {moving} of which depend on the variable, is too long for the product rule"
        )
        raise LimitError(message, hint="name parts of it")


def adjoint(linear: Expr, d: Expr, seed: Expr, simplify: Simplify) -> Expr | None:
    """G with <seed, linear> = <G, d>, for an expression linear in d; None where d does not occur."""
    return adjoints(linear, (d,), seed, simplify).get(d)


def adjoints(linear: Expr, leaves: Collection[Expr], seed: Expr, simplify: Simplify) -> dict[Expr, Expr]:
    """G for each of the leaves: <seed, linear> = Σ <G, leaf>. What comes to a leaf from within a sum over i, and does not
    depend on i, is summed; for a leaf x_i it stays a function of i."""
    order = list(postorder(linear))
    active = set(leaves)
    for expr in order:
        if any(arg in active for arg in expr.args):
            active.add(expr)
    waiting: dict[Expr, list[Expr]] = {linear: [seed]}
    found: dict[Expr, Expr] = {}
    for expr in reversed(order):
        if expr not in active or expr not in waiting:
            continue
        G = simplify(add(*waiting[expr]))
        if expr in leaves:
            found[expr] = G
            continue
        if expr.op.linear is None:
            raise no_rule(expr, "take the adjoint of")
        around = expr.free | {expr.data[0]} if expr.op.binds else expr.free
        for k, arg in enumerate(expr.args):
            if arg in active:
                back = expr.op.linear.pullback(expr, k, G)
                waiting.setdefault(arg, []).append(summed(back, around - arg.free - linear.free))
    return found


def summed(expr: Expr, indices: Collection[Expr]) -> Expr:
    """Σ_i Σ_j expr"""
    for i in sorted(indices, key=lambda i: str(i.data[0])):
        expr = bigsum(i, expr)
    return expr


def gradient(f: Expr, x: Expr, simplify: Simplify | None = None) -> Expr:
    """G of the shape of x with df = <G, dx>, for a scalar f."""
    simplify = simplify or Simplifier()
    df = differential(f, x)
    if df is None:
        return zeros(*x.shape)
    try:
        G = adjoint(df, direction(x), number(1), simplify)
    except UnsupportedError:
        # An operation without an adjoint may vanish: tr(A ⊗ dX) is tr(A) tr(dX).
        G = adjoint(simplify(df), direction(x), number(1), simplify)
    return zeros(*x.shape) if G is None else G


def substitute(expr: Expr, table: Mapping[Expr, Expr]) -> Expr:
    """The expression with some of its nodes replaced by others of their shape."""
    return fold(expr, lambda e, args: table[e] if e in table else rebuild(e, args))


def derivative(f: Expr, x: Expr, *, layout: str = "numerator", order_of: str = "notes", simplify: Simplify | None = None) -> Expr:
    """The derivative of f by x in the given conventions (docs/conventions.md), simplified but for its signs.

    Shapes, numerator layout: f by a scalar: that of f; scalar by a matrix: that of x; scalar or vector by a
    vector: len(f) x len(x); anything else: the flattened Jacobian, len(vec f) x len(vec x).
    """
    simplify = simplify or Simplifier()
    if x.is_scalar:
        return by_scalar(f, x, layout, simplify)
    if f.is_scalar:
        G = gradient(f, x, simplify)
        upright = x.is_matrix or x.is_row or (layout == "denominator") == x.is_vector
        return G if upright else simplify(transpose(G))
    J = flattened(f, x, order_of, simplify)
    return J if layout == "numerator" else simplify(transpose(J))


def by_scalar(f: Expr, t: Expr, layout: str = "numerator", simplify: Simplify | None = None) -> Expr:
    """df with dt = 1."""
    simplify = simplify or Simplifier()
    df = differential(f, t)
    D = zeros(*f.shape) if df is None else closed(simplify(substitute(df, {direction(t): number(1)})))
    return simplify(transpose(D)) if layout == "denominator" and not D.is_matrix else D


def closed(D: Expr) -> Expr:
    """D, unless something in it has no closed form."""
    for e in postorder(D):
        if is_op(e, "power_change"):
            raise refused(e)
    return D


def by_scalars(f: Expr, variables: Sequence[Expr], layout: str = "numerator", simplify: Simplify | None = None) -> Expr:
    """The Jacobian of a scalar or column f by several scalars: one column for each; transposed in denominator layout."""
    simplify = simplify or Simplifier()
    if not (f.is_scalar or f.is_vector):
        raise UnsupportedError("a function of several scalars must be a scalar or a column", found=str(f))
    columns = [by_scalar(f, x, "numerator", simplify) for x in variables]
    if all(is_op(c, "literal", "zeros") for c in columns) and is_op(f, "literal"):
        rows = f.data[0]
        columns_of = [c.args if is_op(c, "literal") else (number(0),) * rows for c in columns]
        J = literal(tuple(tuple(c[r] for c in columns_of) for r in range(rows)))
    else:
        J = literal((tuple(columns),))
    return J if layout == "numerator" else simplify(transpose(J))


def flattened(f: Expr, x: Expr, order_of: str, simplify: Simplify) -> Expr:
    """d vec(f) / d vec(x)' with the two stackings of `order_of`; a column or row is its own vec."""
    df = differential(f, x)
    if df is None:
        return zeros(f.shape[0] * f.shape[1], x.shape[0] * x.shape[1])
    read = partial(jacobian, d=direction(x), rows=order_of != "columns", value_rows=order_of == "rows")
    try:
        return simplify(read(df))
    except UnsupportedError:
        return simplify(read(simplify(df)))


def constrained(G: Expr, structure: str) -> Expr:
    """The derivative by the free entries: G + G' − diag G for a symmetric matrix (Matrix Cookbook, eq. (138)), diag G for a
    diagonal one."""
    diagonal = function("diag", function("diag", G))
    return diagonal if structure == "diagonal" else add(G, transpose(G), neg(diagonal))


def constrained_twice(H: Expr, x: Expr, structure: str) -> Expr:
    """P H P: with P = I + K − diag(vec I) the entries x_ij and x_ji move together, with diag(vec I) only the diagonal does."""
    n = x.shape[0]
    diagonal = function("diag", function("vec", eye(n)))
    P = diagonal if structure == "diagonal" else add(eye(n * n), commutation(n, n), neg(diagonal))
    return mul(P, H, P)


def hessian(f: Expr, x: Expr, *, layout: str = "numerator", order_of: str = "notes", simplify: Simplify | None = None) -> Expr:
    """The second derivative of a scalar f: the Jacobian of the gradient, both sides read in the variable's order.

    By a number, of anything: then `layout` counts as for the first derivative.
    """
    simplify = simplify or Simplifier()
    if x.is_scalar:
        return by_scalar(by_scalar(f, x, "numerator", simplify), x, layout, simplify)
    kept = "diagonal" in x.data[1] and any(map(rough_off_diagonal, containing(f, x)))  # by |0| there is no derivative
    y = x if kept else unstructured(x)
    G = gradient(substitute(f, {x: y}), y, simplify)
    H = flattened(G, y, "columns" if order_of == "columns" else "rows", simplify)
    return simplify(substitute(H, {y: x}))


def unstructured(x: Expr) -> Expr:
    """x without its symmetry: S' = S may be used in a derivative by S, but not before it is differentiated again."""
    name, words = x.data
    return symbol(name, x.shape, words - {"symmetric", "posdef", "diagonal", "orthogonal"})
