"""Why a line follows from the one before: the rule by its textbook name, in letters that the problem does not use."""

from __future__ import annotations

from symjac.calculus.differential import direction, substitute
from symjac.calculus.simplify import finished
from symjac.derivation.question import Question
from symjac.derivation.rules import (
    Letters,
    inverse_reason,
    norm_rule,
    norm_squared,
    of_function,
    softmax_rule,
    squared_norm,
    sum_of_products,
    trace_transposed,
)
from symjac.derivation.styles.differential.tidy import moving
from symjac.expr.expr import Expr, fold, postorder
from symjac.expr.families import ScalarOp
from symjac.expr.looks import written
from symjac.expr.make import is_op, symbol
from symjac.writing.block import Text
from symjac.writing.signs import listed

MANY = 3  # constants that are named
NAMES = {
    "mul": "product rule", "dot": "product rule", "outer": "product rule", "matrix_power": "product rule",
    "khatrirao": "product rule",
       "hadamard": "product rule, entry by entry", "kron": "product rule for ⊗", "power": "power rule", "div": "quotient rule",
    "hpower": "power rule, entry by entry", "hdiv": "quotient rule, entry by entry", "det": "Jacobi’s formula",
    "logdet": "Jacobi’s formula", "image": "definition of ∇", "norm1": "sum of absolute values",
    "rowsoftmax": "softmax of every row", "adj": "differential of the adjugate", "pinv": "differential of the pseudoinverse",
}  # fmt: skip


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


def constants(parts: list[Expr], task: Question) -> Text:
    """y and Φ are constant"""
    found = dict.fromkeys(e for part in parts for e in letters_of(task.in_names(part)))
    order = [e for whole in (task.in_names(task.f), task.f) for e in letters_of(whole) if e in found]
    names = [written(e) for e in dict.fromkeys([*order, *found])]
    if not names:
        return ("d is linear",)
    if len(names) > MANY:
        return ("only ", task.x_box, " varies")
    return (*listed([(name,) for name in names]), " is constant" if len(names) == 1 else " are constant")


def letters_of(e: Expr) -> list[Expr]:
    """The letters of a formula; of a family x_1, …, x_N its member x_i, unless all of it occurs."""
    inside = {e.args[0] for e in postorder(e) if is_op(e, "member")}
    return [e for e in postorder(e) if is_op(e, "member") or (is_op(e, "symbol") and e not in inside)]


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
    left = terms(after)
    if terms(before) <= left:  # nothing has come together
        return []
    declared = [e for e in postorder(before) if e.op.name == "symbol" and {"symmetric", "posdef"} & e.data[1]]
    return [e for e in declared if terms(finished(substitute(before, {e: symbol(e.data[0], e.shape)}))) > left]
