"""∇L = 0 ⇔ ΦᵀΦθ̂ = Φᵀy; L(θ) = L(θ̂) + ‖Φ(θ − θ̂)‖²: the minimum of the sum of squares, and when there is only one.

Sources: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 9.2.1; Bishop, PRML, 3.1.1, eqs. (3.14), (3.15).
The splitting of the error is Pythagoras with the normal equations (Bishop, PRML, 3.1.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from symjac.derivation.derive import derive
from symjac.derivation.trail import Step
from symjac.expr.dims import ONE, shape_text
from symjac.expr.expr import Expr
from symjac.expr.looks import look_of_dim, written
from symjac.expr.make import add, function, is_op, mul, number, power, sub, symbol, transpose
from symjac.pages.board import Board
from symjac.pages.regression.model import Model
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import RELATION, SUM, Box, Call, Fence, Infix, Num, Row, Script, Sym, equation, transposed
from symjac.writing.parts import rewritten
from symjac.writing.signs import applied, nabla


def square(e: Expr) -> Expr:
    """‖e‖²"""
    return power(function("norm", e), 2)


def gradient(model: Model, board: Board, layout: str, known: bool) -> None:
    """∇L by the chain rule, as `derive` writes it; its last line alone, where it is known."""
    text, style, where = stated(model)
    found = derive(text, "theta", where, style=style, layout=layout, check=False)
    board.know(symbol("e", model.y.shape))
    if known:
        last = found.steps[-1] if found.steps[-1].kind == "conclude" else next(s for s in found.steps if s.kind == "conclude")
        line = Term(found.question.sign, found.question.meaning)
        board.step("gradient", line, last.after, says=("The gradient of ", Sym("L"), " is"), kind="differentiate")
        return
    board.trail().steps.extend(numbered_from_zero(found.steps, model) if model.intercept else found.steps)


def stated(model: Model) -> tuple[str, str, dict[str, str]]:
    """L as it is typed for `derive`, the style of its derivation, and what its letters are."""
    where = {"Phi": shape_text(model.phi.shape)}
    if model.weighted:
        where[str(model.W)] = f"{shape_text(model.W.shape)} diagonal positive"
    if model.ridge is None:
        return "e(theta) = y - Phi theta; L(e) = " + (f"e'*{model.W}*e" if model.weighted else "||e||^2"), "chain", where
    where |= {str(e): shape_text(e.shape) + " diagonal" for e in (model.P,) if model.intercept}
    where |= {} if is_op(model.ridge, "number") else {str(model.ridge): "scalar positive"}
    return f"L(theta) = {model.loss}", "differential", where


def numbered_from_zero(steps: Sequence[Step], model: Model) -> list[Step]:
    """θ_0, …, θ_n, as the model counts its weights, where `derive` counts from 1."""
    theta = Sym("theta")
    first, last = (Script(theta, sub=at) for at in (Num("1"), look_of_dim(model.width)))
    names: dict[Any, Box] = {first: Script(theta, sub=Num("0")), last: Script(theta, sub=look_of_dim(model.n))}

    def renamed(term: Term | None) -> Any:
        return term and replace(term, box=rewritten(term.box, lambda box: names.get(box)))

    shared = {id(t): renamed(t) for s in steps for t in (s.before, s.after)}  # a chain goes on where a line ended: one term
    return [replace(s, before=shared[id(s.before)], after=shared[id(s.after)]) for s in steps]


def stationary(model: Model, board: Board, layout: str) -> None:
    """∇L = 0 in the form ΦᵀΦθ̂ = Φᵀy"""
    gram, moment = model.normal
    slope = nabla(Sym("theta"), Sym("L"))
    left: Box = transposed(Fence("(", slope, ")")) if layout == "numerator" else slope
    column = Derivative(model.loss, (model.theta,), "denominator")
    pulled = mul(number(-2), *model.turned(model.error).args)
    if model.ridge is not None:
        pulled = add(pulled, model.pull)
    turned = "Transposed, it is" if layout == "numerator" else "Multiplied out, it is"
    says: Text = ("At a minimum the gradient is zero. ", turned)
    line = board.step("gradient", Term(left, column), value_term(pulled), says=says)
    board.step("multiplied_out", line, value_term(mul(number(2), sub(mul(gram, model.theta), moment))))
    says = ("so it is zero exactly at the solutions ", written(model.best), " of the normal equations")
    board.step("normal_equations", value_term(mul(gram, model.best)), value_term(moment), says=says)


def minimum(model: Model, board: Board) -> None:
    """The error splits into two orthogonal parts, and only one of them depends on θ."""
    phi, y, theta, best = model.phi, model.y, model.theta, model.best
    gram, moment = model.normal
    away, rest = mul(phi, sub(theta, best)), sub(y, mul(phi, best))
    says: Text = (
        "A solution is a minimum, and not only a stationary point. For every ",
        Sym("theta"),
        " the column of errors is a difference",
    )
    parts = Infix((Fence("(", written(rest), ")"), written(away)), ("−",), SUM)
    board.step("split", value_term(model.error), Term(parts, Value(sub(rest, away))), says=says, importance=2)
    says = ("of two columns, which are orthogonal by the normal equations:",)
    turned = mul(transpose(sub(theta, best)), sub(moment, mul(gram, best)))
    line = board.step("orthogonal", value_term(mul(transpose(away), rest)), value_term(turned), says=says, importance=2)
    board.step("orthogonal", line, value_term(number(0)), importance=2)
    board.step("pythagoras", value_term(model.loss), value_term(add(square(rest), square(away))), says=("By Pythagoras,",))
    at_best = applied(Sym("L"), written(best))
    least = Infix((applied(Sym("L"), Sym("theta")), at_best), ("≥",), RELATION)
    board.say("The last term is never negative, so ", least, ", with equality exactly where ", zero(away), ".")


def hessian(model: Model, board: Board) -> None:
    """∇²L = 2ΦᵀΦ is positive semidefinite"""
    phi, v = model.phi, symbol("v", (model.width, ONE))
    twice = mul(number(2), transpose(phi), phi)
    board.know(v)
    left = Row((Script(Sym("∇"), Sym("theta"), Num("2")), Sym("L")))
    second = Term(left, Derivative(model.loss, (model.theta,), order=2))
    says: Text = ("The Hessian says the same:",)
    board.step("hessian", second, value_term(twice), says=says, importance=2)
    says = ("For every ", written(v))
    form = value_term(mul(number(2), transpose(v), transpose(phi), phi, v))
    board.step("form", form, value_term(mul(number(2), square(mul(phi, v)))), says=says, importance=2)
    board.say("The Hessian is positive semidefinite, and positive definite where ", zero(mul(phi, v)), " only for ", zero(v), ".")


def unique(model: Model, board: Board) -> None:
    """rank Φ = n ⇔ ΦᵀΦ is invertible; then θ̂ = (ΦᵀΦ)⁻¹Φᵀy"""
    gram, _ = model.normal
    phi, v = model.phi, symbol("v", (model.width, ONE))
    says = ("When is there only one minimum? If ", zero(mul(gram, v)), ", then ", zero(mul(phi, v)), ", because")
    board.step(
        "same_null_space",
        value_term(square(mul(phi, v))),
        value_term(mul(transpose(v), transpose(phi), phi, v)),
        says=says,
        importance=2,
    )
    rank = rank_of(phi, look_of_dim(model.width))
    board.say(
        "Hence ", written(gram), " is invertible exactly if the columns of ", written(model.phi),
        " are linearly independent (full column rank, ", rank, "). Then the minimiser is unique:",
    )  # fmt: skip
    board.step(
        "minimiser",
        value_term(model.best),
        value_term(mul(power(gram, -1), transpose(phi), model.y)),
        lead="∴",
        kind="conclude",
    )


def zero(e: Expr) -> Box:
    """Φv = 0"""
    return equation(written(e), Num("0"))


def rank_of(phi: Expr, rank: Box) -> Box:
    """rank Φ = n"""
    return equation(Call(Sym("rank", "roman"), (written(phi),), bare=True), rank)
