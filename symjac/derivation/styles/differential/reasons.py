"""Why a line follows from the one before: the rule by its textbook name, in letters that the problem does not use."""

from __future__ import annotations

from symjac.calculus.differential import direction, substitute
from symjac.calculus.simplify import finished
from symjac.derivation.question import Question
from symjac.derivation.styles.differential.tidy import moving
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr, fold, postorder
from symjac.expr.families import FUNCTIONS, Entrywise, ScalarOp
from symjac.expr.looks import written
from symjac.expr.make import is_op, number, symbol
from symjac.writing.block import Text
from symjac.writing.box import (
    PRODUCT,
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
    power,
    relation,
    transposed,
)
from symjac.writing.box import differential as d_box
from symjac.writing.signs import function_box, indexed, listed, product_box

MANY = 3  # constants that are named
NAMES = {
    "mul": "product rule", "dot": "product rule", "outer": "product rule", "matrix_power": "product rule",
    "khatrirao": "product rule",
       "hadamard": "product rule, entry by entry", "kron": "product rule for ⊗", "power": "power rule", "div": "quotient rule",
    "hpower": "power rule, entry by entry", "hdiv": "quotient rule, entry by entry", "det": "Jacobi’s formula",
    "logdet": "Jacobi’s formula", "image": "definition of ∇", "norm1": "sum of absolute values",
    "adj": "differential of the adjugate", "pinv": "differential of the pseudoinverse",
}  # fmt: skip


class Letters:
    """Letters for rules, which are none of the problem's."""

    def __init__(self, task: Question) -> None:
        names = {str(e.data[0]) for e in postorder(task.f) if e.op.name == "symbol"}
        names |= {str(e.data[0]) for e in task.called.values()}
        self.taken = names | {task.name, *task.problem.symbols, *task.problem.maps, *(d.name for d in task.problem.definitions)}

    def __call__(self, letters: str, count: int = 1) -> list[Box]:
        free = [c for c in letters if c not in self.taken]
        return [Sym(c) for c in (free + list(letters))[:count]]


def rule_of(e: Expr, task: Question) -> tuple[str, Text]:
    """What lines with one rule have in common, and its name."""
    letters = Letters(task)
    if squared_norm(e) is not None:
        return "squared norm", (norm_squared(e.args[0].args[0].is_matrix, letters),)
    name = e.op.name
    if isinstance(e.op, ScalarOp):
        return name, of_function(e, letters)
    match name:
        case "inv":
            return name, inverse_reason(e, letters)
        case "norm":
            return name, (norm_rule(e.args[0].is_matrix, letters),)
        case "softmax":
            return name, softmax_rule(letters)
        case "logsumexp":
            return name, ("the gradient of logsumexp is softmax",)
    return name, (NAMES.get(name, name),)


def squared_norm(e: Expr) -> Expr | None:
    """u of ‖u‖², which is differentiable at 0, too: it is u'u, not the square of a root."""
    square = is_op(e, "power") and e.args[1] is number(2) and is_op(e.args[0], "norm")
    return e.args[0].args[0] if square else None


def inner(u: Box, matrix: bool) -> Box:
    """uᵀdu, or tr(UᵀdU)"""
    pair = product_box(transposed(u), d_box(u))
    return function_box("tr", pair) if matrix else pair


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
    (p,), (z,), i, j = letters("pqsr"), letters("zuvs"), Sym("i"), Sym("j")
    delta = Script(Sym("delta"), sub=Infix((i, j), ("",), PRODUCT))
    slope = Infix((Prefix("∂", indexed(p, i), 0), Prefix("∂", indexed(z, j), 0)), ("/",), PRODUCT)
    value = product_box(indexed(p, i), Fence("(", Infix((delta, indexed(p, j)), ("−",), SUM), ")"))
    return (relation(slope, "=", value), " for ", equation(p, function_box("softmax", z)))


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
    at = Entrywise(op_at(e, u))
    slope = op.derivative(Entrywise(u), at, FUNCTIONS)
    look = written(at.expr)
    if not isinstance(look, Call):
        return (sentence_name(e),)
    marked = Call(Script(look.head, sup=Sym("′")), look.args)
    return (equation(marked, written(slope.expr) if isinstance(slope, Entrywise) else Num(str(slope))),)


def op_at(e: Expr, u: Expr) -> Expr:
    from symjac.expr.registry import apply

    return apply(e.op, (u,), e.data, SCALAR)


def sentence_name(e: Expr) -> str:
    return {"abs": "absolute value", "sqrt": "square root"}.get(e.op.name, e.op.name)


def inverse_reason(e: Expr, letters: Letters) -> Text:
    """from X X⁻¹ = I"""
    inside = e.args[0]
    X = written(inside) if is_op(inside, "symbol") else letters("UVYZ")[0]
    inverse = written(e) if is_op(inside, "symbol") else power(X, Prefix("−", Num("1"), 0))
    return ("from ", equation(product_box(X, inverse), Sym("I")))


def constants(parts: list[Expr], task: Question) -> Text:
    """y and Φ are constant"""
    found = {e for part in parts for e in postorder(task.in_names(part)) if e.op.name == "symbol"}
    order = [e for e in postorder(task.in_names(task.f)) if e in found]
    names = [written(e) for e in (*order, *(found - set(order)))]
    if not names:
        return ("d is linear",)
    if len(names) > MANY:
        return ("only ", task.x_box, " varies")
    return (*listed([(name,) for name in names]), " is constant" if len(names) == 1 else " are constant")


def tidied(before: Expr, after: Expr, task: Question) -> Text:
    """Why two forms of one line are equal: what was turned round, and what is symmetric."""
    turns = turned_changes(before) != turned_changes(after)
    traces = any(is_op(e, "tr") for e in postorder(before))
    reason: Text = ("cancelled",) if count(after, "div", "hdiv") < count(before, "div", "hdiv") else ("simplified",)
    reason = ("collected",) if terms(after) < terms(before) else reason
    if count(after, "sum") < count(before, "sum"):
        reason = (sum_of_products(Letters(task)),)
    elif turns and traces:
        (C,) = Letters(task)("CYZU")
        reason = (trace_transposed(C),)
    elif turns and before.is_scalar:
        reason = ("a number is its own transpose",)
    if occurrences(before, direction(task.x)) > occurrences(after, direction(task.x)) and not turns:
        reason = ("factor out ", written(direction(task.x)))
    used = symmetric_used(before, after, task)
    if used:
        verb = " is symmetric" if len(used) == 1 else " are symmetric"
        reason = (*(reason if turns else ()), "; " if turns else "", *listed([(written(e),) for e in used]), verb)
    return reason


def sum_of_products(letters: Letters) -> Box:
    """∑ u_i v_i = uᵀv"""
    u, v = letters("uvws", 2)
    total = BigOp("∑", Sym("i"), None, product_box(indexed(u, Sym("i")), indexed(v, Sym("i"))))
    return relation(total, "=", product_box(transposed(u), v))


def turned_changes(expr: Expr) -> int:
    """How many changes stand transposed in a product: (dX)ᵀ, (W dx)ᵀ."""
    changes = moving(expr)
    return sum(is_op(e, "transpose") and e in changes for e in postorder(expr))


def occurrences(e: Expr, part: Expr) -> int:
    """How often a part is written."""
    found: int = fold(e, lambda node, inside: int(node is part) + sum(inside))
    return found


def count(e: Expr, *ops: str) -> int:
    return sum(is_op(part, *ops) for part in postorder(e))


def terms(e: Expr) -> int:
    return sum(len(part.args) - 1 for part in postorder(e) if is_op(part, "add"))


def symmetric_used(before: Expr, after: Expr, task: Question) -> list[Expr]:
    """The matrices without whose symmetry the line would not become so short."""
    declared = [e for e in postorder(before) if e.op.name == "symbol" and {"symmetric", "posdef"} & e.data[1]]
    return [e for e in declared if terms(finished(substitute(before, {e: symbol(e.data[0], e.shape)}))) > terms(after)]


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
