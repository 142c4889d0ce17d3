"""vec X: the columns of X, one below the other; d vec X = vec dX."""

from symjac.errors import UnsupportedError
from symjac.expr.dims import Shape
from symjac.expr.expr import Differentials, Expr, Linear, Op
from symjac.expr.families import ScalarOp, always, named, plain_call
from symjac.expr.make import function, is_op, ones, zeros
from symjac.expr.registry import apply, register
from symjac.expr.signature import signature


def differential(expr: Expr, d: Differentials) -> Expr:
    (da,) = d
    assert da is not None
    return function("vec", da)


def pullback(expr: Expr, k: int, G: Expr) -> Expr:
    """The adjoint of vec stacks back, which the language has no word for, unless G is made of stacked matrices."""
    found = unstacked(G, expr.args[0].shape)
    if found is None:
        raise UnsupportedError("the adjoint of vec needs G as a vec", found=str(G))
    return found


def unstacked(G: Expr, shape: Shape) -> Expr | None:
    """Y with vec Y = G: of vec Y itself, of ones and zeros, and of what acts on these entry by entry."""
    if is_op(G, "vec"):
        return G.args[0] if G.args[0].shape == shape else None
    if is_op(G, "ones", "zeros"):
        return (ones if is_op(G, "ones") else zeros)(*shape)
    by_entries = isinstance(G.op, ScalarOp) or is_op(G, "add", "neg", "hadamard", "hdiv", "hpower", "div")
    scaling = is_op(G, "mul") and sum(not arg.is_scalar for arg in G.args) == 1
    if not (by_entries or scaling):
        return None
    args = [arg if arg.is_scalar else unstacked(arg, shape) for arg in G.args]
    known = [arg for arg in args if arg is not None]
    return apply(G.op, known) if len(known) == len(args) else None


register(
    Op(
        name="vec",
        spellings=(),
        signature=signature("(m, n) -> (m*n, 1)"),
        value=lambda xp, expr, a: xp.vec(a),
        entry=None,
        differential=differential,
        linear=Linear(pullback=pullback, push=lambda expr, k, term: term.stacked()),
        look=named("vec"),
        plain=plain_call,
        domain=always,
        sentence="vec is linear",
        source="Magnus & Neudecker, ch. 2",
        example="vec(X)",
        listed="function",
    )
)
