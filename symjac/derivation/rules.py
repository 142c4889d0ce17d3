"""The rules by their textbook names, in letters that a problem does not use: tanh′(u) = 1 − tanh²(u), d‖u‖² = 2uᵀdu."""

from __future__ import annotations

from functools import lru_cache

from symjac.derivation.question import Question
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr, postorder
from symjac.expr.families import FUNCTIONS, Entrywise, ScalarOp
from symjac.expr.looks import written
from symjac.expr.make import is_op, number, symbol
from symjac.expr.registry import apply, no_rule
from symjac.writing.block import Text
from symjac.writing.box import (
    PRODUCT,
    SCRIPTED,
    SUM,
    BigOp,
    Box,
    Call,
    Fence,
    Infix,
    Num,
    Prefix,
    Script,
    Sym,
    elementwise,
    equation,
    paren,
    power,
    relation,
    transposed,
)
from symjac.writing.box import differential as d_box
from symjac.writing.signs import function_box, indexed, product_box, slashed


@lru_cache(maxsize=16)  # a derivation asks for one f, again at every rule
def names_in(f: Expr) -> tuple[frozenset[str], frozenset[str]]:
    """Those of its symbols, and those of their sizes."""
    symbols = [e for e in postorder(f) if e.op.name == "symbol"]
    sizes = {n for e in postorder(f) for n in e.shape}
    return frozenset(str(e.data[0]) for e in symbols), frozenset(name for n in sizes for name in n.names)


class Letters:
    """Letters for rules, which are none of the problem's."""

    def __init__(self, task: Question) -> None:
        names, self.sizes = names_in(task.f)
        names |= {str(e.data[0]) for e in task.called.values()}
        self.taken = names | {task.name, *task.problem.symbols, *task.problem.maps, *(d.name for d in task.problem.definitions)}

    def __call__(self, letters: str, count: int = 1) -> list[Box]:
        free = [c for c in letters if c not in self.taken]
        return [Sym(c) for c in (free + list(letters))[:count]]


def inner(u: Box, matrix: bool) -> Box:
    """uᵀdu, or tr(UᵀdU)"""
    pair = product_box(transposed(u), d_box(u))
    return function_box("tr", pair) if matrix else pair


def squared_norm(e: Expr) -> Expr | None:
    """u of ‖u‖², which is differentiable at 0, too: it is u'u, not the square of a root."""
    square = is_op(e, "power") and e.args[1] is number(2) and is_op(e.args[0], "norm")
    return e.args[0].args[0] if square else None


def norm_squared(matrix: bool, letters: Letters) -> Box:
    """d‖u‖² = 2uᵀdu"""
    (u,) = letters("UVYZ" if matrix else "uvsz")
    return relation(d_box(power(Fence("‖", u, "‖"), Num("2"))), "=", product_box(Num("2"), inner(u, matrix)))


def norm_rule(matrix: bool, letters: Letters) -> Box:
    """d‖u‖ = uᵀdu/‖u‖"""
    (u,) = letters("UVYZ" if matrix else "uvsz")
    norm = Fence("‖", u, "‖")
    return relation(d_box(norm), "=", Infix((inner(u, matrix), norm), ("/",), PRODUCT))


def softmax_rule(letters: Letters) -> Text:
    """∂p_i/∂z_j = p_i(δ_ij − p_j) for p = softmax(z)"""
    (p,), (z,) = letters("pqsr"), letters("zuvs")
    return (softmax_slope(p, z), " for ", equation(p, function_box("softmax", z)))


def softmax_slope(p: Box, z: Box) -> Box:
    """∂p_i/∂z_j = p_i(δ_ij − p_j)"""
    return relation(slope_box(indexed(p, Sym("i")), indexed(z, Sym("j"))), "=", softmax_entry(p))


def softmax_entry(p: Box) -> Box:
    """p_i(δ_ij − p_j)"""
    i, j = Sym("i"), Sym("j")
    return product_box(indexed(p, i), Fence("(", Infix((kronecker(), indexed(p, j)), ("−",), SUM), ")"))


def kronecker() -> Box:
    """δ_ij"""
    return Script(Sym("delta"), sub=Infix((Sym("i"), Sym("j")), ("",), PRODUCT))


def slope_box(f: Box, x: Box) -> Box:
    """∂f/∂x in one line of text"""
    return Infix((Prefix("∂", f, 0), Prefix("∂", x, 0)), ("/",), PRODUCT)


def of_function(e: Expr, letters: Letters) -> Text:
    """d log u = du/u of a number; tanh′(u) = 1 − tanh²(u) of what acts entry by entry."""
    (box,) = letters("utsvw")
    assert isinstance(box, Sym)
    u = symbol(box.name, SCALAR)
    if e.op.name == "log" and e.is_scalar:
        return (
            relation(
                Prefix("d", Call(Sym("log", "roman"), (box,), bare=True), 0), "=", Infix((d_box(box), box), ("/",), PRODUCT)
            ),
        )
    op = e.op
    assert isinstance(op, ScalarOp)
    if op.differential is None:
        raise no_rule(e, "differentiate")
    at = Entrywise(op_at(e, u))
    slope = op.derivative(Entrywise(u), at, FUNCTIONS)
    look = written(at.expr)
    if not isinstance(look, Call):
        return (slope_in_line(look, box, slope),) if isinstance(slope, Entrywise) else (sentence_name(e),)
    marked = Call(Script(look.head, sup=Sym("′")), look.args)
    return (equation(marked, written(slope.expr) if isinstance(slope, Entrywise) else Num(str(slope))),)


def slope_in_line(look: Box, u: Box, slope: Entrywise) -> Box:
    """d|u|/du = sign(u), d√u/du = 1/(2√u): of what is no letter before a bracket."""
    change = Infix((Prefix("d", paren(look, SCRIPTED), 0), d_box(u)), ("/",), PRODUCT)
    return relation(change, "=", slashed(written(slope.expr)))


def op_at(e: Expr, u: Expr) -> Expr:
    return apply(e.op, (u,), e.data, SCALAR)


def sentence_name(e: Expr) -> str:
    return {"abs": "absolute value", "sqrt": "square root"}.get(e.op.name, e.op.name)


def inverse_reason(e: Expr, letters: Letters) -> Text:
    """from X X⁻¹ = I"""
    inside = e.args[0]
    X = written(inside) if is_op(inside, "symbol") else letters("UVYZ")[0]
    inverse = written(e) if is_op(inside, "symbol") else power(X, Prefix("−", Num("1"), 0))
    return ("from ", equation(product_box(X, inverse), Sym("I")))


def sum_of_products(letters: Letters) -> Box:
    """∑ u_i v_i = uᵀv"""
    u, v = letters("uvws", 2)
    total = BigOp("∑", Sym("i"), None, product_box(indexed(u, Sym("i")), indexed(v, Sym("i"))))
    return relation(total, "=", product_box(transposed(u), v))


def trace(box: Box) -> Box:
    """tr AB, which needs no brackets in a remark."""
    return Call(Sym("tr", "roman"), (box,), bare=True)


def trace_turned(A: Box, B: Box) -> Box:
    """tr AB = tr BA"""
    return relation(trace(product_box(A, B)), "=", trace(product_box(B, A)))


def trace_transposed(C: Box) -> Box:
    """tr C = tr Cᵀ"""
    return relation(trace(C), "=", trace(transposed(C)))


def vec_rule(letters: Letters) -> Box:
    """vec(AXB) = (Bᵀ ⊗ A) vec(X)"""
    A, B, X = letters("APQUVYZ", 1)[0], letters("BQRVWYZ", 1)[0], letters("XYZUVW", 1)[0]
    if A == B:
        B = letters("RVWYZ")[0]
    kron = Fence("(", elementwise("⊗", (transposed(B), A)), ")")
    return relation(function_box("vec", product_box(A, X, B)), "=", product_box(kron, function_box("vec", X)))
