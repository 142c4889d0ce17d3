"""What the form of a matrix tells: zero off the diagonal, or of rank 1, whatever the values of its variables are."""

from __future__ import annotations

from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.make import function, is_op


def diagonal(a: Expr) -> bool:
    """Whether all entries off the diagonal are zero, and stay so."""
    if not a.is_matrix or a.shape[0] != a.shape[1]:
        return False
    match a.op.name:
        case "symbol":
            return "diagonal" in a.data[1]
        case "eye" | "diag":
            return True
        case "mul" | "div":
            return all(b.is_scalar or diagonal(b) for b in a.args)
        case "hadamard":
            return any(map(diagonal, a.args))
        case "neg" | "transpose" | "inv" | "add" | "kron":
            return all(map(diagonal, a.args))
        case "matrix_power":
            return diagonal(a.args[0])
    return False


def entries(a: Expr) -> Expr:
    """The entries of a matrix that are not zero in any case: those on the diagonal of a diagonal one."""
    return a if not diagonal(a) else a.args[0] if is_op(a, "diag") else function("diag", a)


def rough_off_diagonal(e: Expr) -> bool:
    """Whether an operation is taken entry by entry of a diagonal matrix, and has no derivative at the zeros: |D|."""
    return any(c.of is not arg and c.of is entries(arg) for arg in e.args for c in e.op.domain(e))


def of_rank_one(a: Expr) -> bool:
    """Whether the matrix is u v', or such a product with others: it has no inverse, however its variables are chosen."""
    if is_op(a, "neg", "transpose", "div"):
        return of_rank_one(a.args[0])
    if not a.is_matrix:
        return False
    if is_op(a, "outer"):
        return True
    chain = [b for b in a.args if not b.is_scalar] if is_op(a, "mul") else []
    return any(b.shape[0] == ONE for b in chain[1:]) or any(map(of_rank_one, chain))
