"""H = diag(p) − pp' as such: the structure of a Hessian or a Jacobian, and x with Hx = b by it; both claims are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symjac.calculus.structured.recognise import structure as read_off
from symjac.calculus.structured.solution import dense, solution
from symjac.calculus.structured.structure import Structure
from symjac.derivation.tensor import shape_kept, without_indices
from symjac.errors import CheckError, UnsupportedError
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.make import function, mul, symbol, transpose
from symjac.verify import Nowhere, equal
from symjac.verify.term import Derivative

if TYPE_CHECKING:
    from symjac.derivation.result import Derived

HINT = "ask for the second derivative: order=2"


def structure(d: Derived) -> Structure:
    """The structure of the result, in the form and layout in which it is."""
    refuse_gradient(d)
    return told(d, without_indices(d, d.closed))


def refuse_gradient(d: Derived) -> None:
    what = d.answer.meaning
    if d.answer.named is not None and len(d.results) > 1:
        raise UnsupportedError("a structure is that of one matrix", found=", ".join(d.results), hint="name one variable: wrt")
    if what.order == 1 and shape_kept(what):
        raise UnsupportedError("a structure is that of a Jacobian or a Hessian, and this is a gradient", hint=HINT)


def told(d: Derived, M: Expr) -> Structure:
    found = read_off(M)
    if d.report is not None and not equal(found.expr, M):
        raise CheckError(f"the parts of {M} do not make it up", found=str(found))
    return found


def right_side(d: Derived, name: str) -> Expr:
    """b of Hx = b, an array of the shape of the variable; of Jx = b, of that of f."""
    what = d.answer.meaning
    if what.order == 1:
        return symbol(name, what.f.shape)
    if len(what.variables) == 1:
        return symbol(name, what.variables[0].shape)
    return symbol(name, (d.closed.shape[0], ONE))


def solved(d: Derived, b: Expr) -> tuple[Expr, Expr, Structure]:
    """The matrix as it acts on columns, x by its structure, and the structure."""
    refuse_gradient(d)
    what = d.answer.meaning
    M = without_indices(d, d.closed)
    M = transpose(M) if what.order == 1 and what.layout == "denominator" else M
    H = told(d, M)
    return M, checked(d, M, solution(H, column(b, what)), column(b, what)), H


def densely(d: Derived, M: Expr, H: Structure, b: Expr) -> Expr:
    """x with the whole matrix."""
    c = column(b, d.answer.meaning)
    return checked(d, M, dense(H, c), c)


def column(b: Expr, what: Derivative) -> Expr:
    """b as the column that the flattened matrix acts on."""
    if not b.is_matrix:
        return b
    columns = what.order_of == "columns" if what.order == 2 else what.order_of != "rows"
    return function("vec", b if columns else transpose(b))


def checked(d: Derived, M: Expr, x: Expr, b: Expr) -> Expr:
    """The solution, M x = b at random points; where M M⁻¹b is not b either, M has no inverse."""
    if d.report is None or holds(mul(M, x), b):
        return x
    if holds(mul(M, function("inv", M), b), b):
        raise CheckError("the solution by structure is none", found=str(x))
    raise UnsupportedError("no point was found where the matrix has an inverse", found=str(M))


def holds(a: Expr, b: Expr) -> bool:
    """Whether a = b, at points where both have a value."""
    try:
        return equal(a, b)
    except Nowhere:
        return False
