"""df = … step by step, then df = tr(G'dX) ⇒ ∇f = G, or dF = J dx ⇒ ∇F = J (Magnus & Neudecker's way)."""

from __future__ import annotations

from fractions import Fraction

from symjac.calculus.differential import (
    by_scalar,
    constrained,
    constrained_twice,
    differential,
    direction,
    gradient,
    product_rule,
    substitute,
)
from symjac.calculus.identities.factors import Product, factors, rebuilt
from symjac.calculus.simplify import finished, rebuild, signs_in_front
from symjac.derivation.question import Question
from symjac.derivation.styles.registry import Style, register
from symjac.derivation.trail import Rule, Trail
from symjac.errors import LimitError
from symjac.expr.expr import Expr, fold, length, postorder
from symjac.expr.looks import written
from symjac.expr.make import function, inner, is_op, mul, number, transpose, zeros
from symjac.expr.registry import no_rule
from symjac.verify.term import Derivative, Directional, Said, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import (
    ATOM,
    PRODUCT,
    RELATION,
    SUM,
    Box,
    Call,
    Fence,
    Infix,
    Num,
    Prefix,
    Row,
    Script,
    Space,
    Sym,
    elementwise,
    equation,
    relation,
    transposed,
)
from symjac.writing.box import differential as box_of_differential
from symjac.writing.signs import COMMA, function_box, indexed, nabla, partial, product_box

LONGEST = 20_000  # names, numbers and operators of a differential
MAX_LINES = 12
A, B, C, X = (Sym(name) for name in "ABCX")


def trace(box: Box) -> Box:
    """tr AB, which needs no brackets in a remark."""
    return Call(Sym("tr", "roman"), (box,), bare=True)


TRACE_REMARK: Text = (
    relation(trace(product_box(A, B)), "=", trace(product_box(B, A))), ", ", relation(trace(C), "=", trace(transposed(C))),
)  # fmt: skip
IJ, JI = (Fence("(", Infix((Sym(a), Sym(b)), (",",), RELATION), ")") for a, b in ("ij", "ji"))
G_BOX = Sym("G")
BOTH = Infix((G_BOX, transposed(G_BOX), function_box("diag", G_BOX)), ("+", "−"), SUM)
VEC_REMARK: Text = (
    relation(
        function_box("vec", product_box(A, X, B)), "=",
        product_box(Fence("(", elementwise("⊗", (transposed(B), A)), ")"), function_box("vec", X)),
    ),
)  # fmt: skip
NAMES = {
    "mul": "product", "hadamard": "elementwise product", "power": "power", "hpower": "elementwise power", "matrix_power": "power",
    "div": "quotient", "hdiv": "elementwise quotient", "inv": "inverse", "det": "determinant", "logdet": "log-determinant",
    "image": "definition of ∇",
    "norm": "norm", "norm1": "absolute values", "kron": "Kronecker product", "dot": "inner product", "outer": "outer product",
}  # fmt: skip


def fits(task: Question) -> bool:
    return task.order in (1, 2)


def derive(task: Question, trail: Trail) -> None:
    if task.order == 2:
        second(task, trail)
    else:
        first(task, trail)


def first(task: Question, trail: Trail) -> None:
    if not moves(task.f, task.x):
        constant(task, trail)
        return
    line, expr = worked_out(task, trail, task.f)
    read_off(task, trail, line, expr)


def constant(task: Question, trail: Trail) -> None:
    """d c = 0."""
    line = Term(box_of_differential(written(task.f)), Directional(task.f, task.x))
    zero = number(0) if task.f.is_scalar else zeros(*task.f.shape)
    says: Text = (task.name_box, " does not depend on ", task.x_box, ":")
    trail.apply(Rule("constant", "differentiate", (), says), line, value_term(zero))
    conclude(task, trail)


def worked_out(task: Question, trail: Trail, f: Expr, says: str = "Take the differential:") -> tuple[Term, Expr]:
    """d f = … = an expression in dX, one kind of rule at a time."""
    expr = function("differential_of", f)
    line = Term(box_of_differential(written(f)), Directional(f, task.x))
    for k in range(MAX_LINES):
        new, used = round_of_rules(expr, task.x)
        if length(new) > LONGEST:
            raise LimitError(
                f"the differential has more than {LONGEST} symbols when written out", hint="name parts of the formula"
            )
        new = finished(new, f)
        if new is not expr:
            line = trail.apply(named_rule(used, says if k == 0 else ""), line, value_term(new))
        expr = new
        if not any(is_op(e, "differential_of") for e in postorder(expr)):
            break
    else:
        new = finished(substitute(expr, rest(expr, task.x)), f)
        line = trail.apply(named_rule(["chain rule"], ""), line, value_term(new))
        expr = new
    return line, expr


def rest(expr: Expr, x: Expr) -> dict[Expr, Expr]:
    """Every differential still open, worked out in one go."""
    found = {}
    for e in postorder(expr):
        if is_op(e, "differential_of") and (df := differential(e.args[0], x)) is not None:
            found[e] = df
    return found


def round_of_rules(expr: Expr, x: Expr) -> tuple[Expr, list[str]]:
    """Each open differential by its rule; linear operations with one moving part are passed through on the way."""
    used: list[str] = []

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        return opened(e.args[0], x, used) if is_op(e, "differential_of") else rebuild(e, args)

    return fold(expr, visit), used


def opened(e: Expr, x: Expr, used: list[str]) -> Expr:
    """d(e) by the rule of e, and on through what is linear in a single argument, until another rule is needed."""
    new = by_rule(e, x, used)
    while True:
        table = {
            part: by_rule(part.args[0], x, used)
            for part in postorder(new)
            if is_op(part, "differential_of") and silent(part.args[0], x)
        }
        if not table:
            return new
        new = substitute(new, table)


def by_rule(e: Expr, x: Expr, used: list[str]) -> Expr:
    if e is x:
        return direction(x)
    if (u := under_square(e)) is not None and (du := open_differential(u, x)) is not None:
        used.append("squared norm")
        return mul(number(2), inner(u, du))
    d = tuple(open_differential(arg, x) for arg in e.args)
    if all(part is None for part in d):  # X X⁻¹ has become I
        return number(0) if e.is_scalar else zeros(*e.shape)
    if not silent(e, x):
        used.append(NAMES.get(e.op.name, e.op.name))
    if e.op.differential is None:
        raise no_rule(e, "differentiate")
    product_rule(e, d)
    return e.op.differential(e, d)


def under_square(e: Expr) -> Expr | None:
    """u of ‖u‖², which is differentiable at 0, too: it is u'u, not the square of a root."""
    square = is_op(e, "power") and e.args[1] is number(2) and is_op(e.args[0], "norm")
    return e.args[0].args[0] if square else None


def open_differential(arg: Expr, x: Expr) -> Expr | None:
    if arg is x:
        return direction(x)
    return function("differential_of", arg) if moves(arg, x) else None


def moves(e: Expr, x: Expr) -> bool:
    return any(part is x for part in postorder(e))


def silent(e: Expr, x: Expr) -> bool:
    """A sum, or a linear operation with one moving argument: no reader needs a line for it."""
    return e is x or is_op(e, "add") or (e.op.linear is not None and sum(moves(arg, x) for arg in e.args) == 1)


def named_rule(used: list[str], says: str) -> Rule:
    """The remark beside the line: the rules used in it."""
    names = list(dict.fromkeys(used))
    words = ", ".join(names[:3]) if names else "d is linear"
    long: Text = (says,) if says else ()
    return Rule("differential", "differentiate", (words,), long)


def read_off(task: Question, trail: Trail, line: Term, expr: Expr) -> None:
    """df = <G, dX> or J dx, from which the derivative is read off."""
    shown, how = identified(task)
    if shown is not None and shown is not expr:
        if flattens(task):
            rule = Rule("vectorise", "assemble", how, reading(task))
            trail.apply(rule, stacked(task, expr), value_term(shown))
        else:
            trail.apply(Rule("collect", "simplify", how), line, value_term(shown))
    identification(task, trail)
    conclude(task, trail)


def identification(task: Question, trail: Trail) -> None:
    """df = tr(G dX) ⇒ ∂f/∂X_ij = G_ji, ∇f = G'; df = g'dx ⇒ ∇f = g': said where everything is."""
    if not task.f.is_scalar or not (task.x.is_matrix or task.x.is_vector) or task.x.is_row or task.structure:
        return
    f, x = task.name_box, task.x_box
    left, right, grad = Prefix("d", f, ATOM), Prefix("d", x, ATOM), nabla(x, f)
    taken = {str(e.data[0]) for e in postorder(task.f) if e.op.name == "symbol"} | {task.name}
    G = Sym(next(c for c in ("GHQZ" if task.x.is_matrix else "ghqz") if c not in taken))
    i, j = Sym("i"), Sym("j")
    if task.x.is_matrix:
        given = equation(left, function_box("tr", product_box(G, right)))
        found = equation(partial(f, indexed(x, i, j)), indexed(G, j, i))
        whole = equation(grad, transposed(G))
        box = Row((given, Space("quad"), Sym("⇒"), Space("quad"), found, COMMA, Space("quad"), whole))
    else:
        given = equation(left, product_box(transposed(G), right))
        found = equation(grad, transposed(G) if task.layout == "numerator" else G)
        box = Row((given, Space("quad"), Sym("⇒"), Space("quad"), found))
    says: Text = ("From a differential of this form the derivative can be read off:",)
    trail.apply(Rule("identification", "assemble", (), says, importance=1), None, Term(box, Said()))


def flattens(task: Question) -> bool:
    """The derivative is a flattened Jacobian, so the differential must be read as a vec."""
    return (task.f.is_matrix and not task.x.is_scalar) or (task.x.is_matrix and not task.f.is_scalar)


def stacked(task: Question, expr: Expr) -> Term:
    """vec dF, or vec of its transpose where values are read row by row."""
    turned = task.order_of == "rows" and task.f.is_matrix
    box = Prefix("d", task.name_box, ATOM)
    whole = function("vec", transpose(expr) if turned else expr)
    return Term(function_box("vec", transposed(box) if turned else box), Value(whole))


def identified(task: Question) -> tuple[Expr | None, Text]:
    """The differential in the form that shows the derivative, and the remark for it."""
    f, x, d = task.f, task.x, direction(task.x)
    if x.is_scalar:
        return task.finish(mul(d, task.raw("numerator"))), ("collected",)
    if f.is_scalar and x.is_matrix:
        return traced(task.simplify(transpose(gradient(f, x, task.simplify))), d), TRACE_REMARK
    J = task.finish(task.raw("numerator"))
    if flattens(task):
        turned = x.is_row or (x.is_matrix and task.order_of != "columns")
        r = transpose(d) if turned else d
        r = function("vec", r) if x.is_matrix else r
        return beside(J, r), VEC_REMARK
    return (None, ()) if f.is_row or x.is_row else (beside(J, d), ("collected",))


def beside(J: Expr, r: Expr) -> Expr:
    """J r as it stands, not simplified: it is there to show J."""
    return r if is_op(J, "eye") else mul(J, r)


def traced(row: Expr, d: Expr) -> Expr:
    """scalars · tr(chain dX)"""
    p = factors(row)
    inside = function("tr", d if is_op(row, "eye") else mul(*p.chain, d))
    return signs_in_front(rebuilt(Product(p.coefficient, (*p.scalars, (inside, Fraction(1))), ())))


def reading(task: Question) -> Text:
    """How the arrays are stacked, in words."""
    if task.order_of == "columns":
        return ("Variable and value are both read column by column.",)
    value = "row by row" if task.order_of == "rows" else "column by column"
    if not task.x.is_matrix:
        return (f"The value is read {value}.",)
    return ("The variable is read row by row" + (f", the value {value}." if task.f.is_matrix else "."),)


def conclude(task: Question, trail: Trail) -> None:
    """⇒ ∇f = the closed form; of a structured variable, the derivative by its free entries."""
    if task.structure:
        free_entries(task, trail)
    left = Term(nabla(task.x_box, task.name_box), task.meaning)
    trail.conclude(left, value_term(task.result), lead="⇒", conditions=task.conditions)


def free_entries(task: Question, trail: Trail) -> None:
    """The unconstrained gradient G first, then what the structure makes of it."""
    G, sign = task.free_result, nabla(task.x_box, task.name_box, task.order)
    free = Term(sign, Derivative(task.f, (task.x,), task.layout, task.order_of, task.order))
    rule = Rule("unconstrained", "assemble", ("all entries free",))
    trail.apply(rule, free, value_term(G), lead="⇒")
    moves: dict[str, Text] = {
        "symmetric": (
            " is symmetric, its entries ",
            IJ,
            " and ",
            JI,
            " move together, and the gradient ",
            G_BOX,
            " becomes ",
            BOTH,
            ":",
        )
        if task.order == 1
        else (" is symmetric, its entries ", IJ, " and ", JI, " move together, both times:"),
        "diagonal": (" is diagonal, only its diagonal entries move:",),
    }
    box = Term(sign, task.meaning)
    says: Text = ("Since ", task.x_box, *moves[task.structure])
    rule = Rule("free_entries", "substitute", ("free entries only",), says)
    trail.apply(rule, box, value_term(bound(G, task)))


def bound(G: Expr, task: Question) -> Expr:
    """What the structure makes of the derivative by all entries."""
    return constrained(G, task.structure) if task.order == 1 else constrained_twice(G, task.x, task.structure)


def second(task: Question, trail: Trail) -> None:
    """The gradient first; its differential is H dx."""
    by_number = task.x.is_scalar
    g = task.finish(by_scalar(task.f, task.x) if by_number else gradient(task.f, task.x, task.simplify))
    left = Term(nabla(task.x_box, task.name_box), Derivative(task.f, (task.x,), "numerator" if by_number else "denominator"))
    which = "The first derivative" if by_number else "The gradient, as a column," if task.x.is_vector else "The gradient"
    says: Text = (f"{which}{', all entries free,' if task.structure else ''} is",)
    trail.apply(Rule("gradient", "differentiate", (), says, importance=2), left, value_term(g))
    if not moves(g, task.x):
        conclude_second(task, trail)
        return
    worked_out(task, trail, g, "Its differential is")
    conclude_second(task, trail)


def conclude_second(task: Question, trail: Trail) -> None:
    if task.structure:
        free_entries(task, trail)
    mark = Script(Sym("∇"), sub=task.x_box, sup=Num("2"))
    left = Term(Row((mark, task.name_box), PRODUCT), task.meaning)
    trail.conclude(left, value_term(task.result), lead="⇒", conditions=task.conditions)


register(Style("differential", derive, fits, fits, rank=3, free_entries=True))
