"""vec X: the columns of X, one below the other; d vec X = vec dX."""

from symjac.core.errors import UnsupportedError
from symjac.core.expr import Expr
from symjac.core.op import Differentials, Linear, Op, register
from symjac.core.signature import signature
from symjac.families import always, named, plain_call
from symjac.kernel import function


def differential(expr: Expr, d: Differentials) -> Expr:
    (da,) = d
    assert da is not None
    return function("vec", da)


def pullback(expr: Expr, k: int, G: Expr) -> Expr:
    """The adjoint of vec stacks back, which the language has no word for, unless G is itself a vec."""
    if G.op.name == "vec" and G.args[0].shape == expr.args[0].shape:
        return G.args[0]
    raise UnsupportedError("the adjoint of vec needs G as a vec", found=str(G))


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
