"""check: an answer to a question → a verdict; equal: two expressions → a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from symjac.derivation.derive import Where
from symjac.errors import SymjacError
from symjac.errors.arguments import by_annotation
from symjac.expr.dims import Shape, shape_text
from symjac.judge import claims
from symjac.judge.asked import Asked, ask
from symjac.judge.equality import Counterexample, Outcome, compare, counterexample
from symjac.judge.finished import undone
from symjac.judge.follow import put_in
from symjac.judge.forms.answer import Answer, Formula
from symjac.judge.verdict import Verdict
from symjac.judge.yardstick import Yardstick


@by_annotation
def check(
    f: Any,
    wrt: Any,
    claim: Any,
    where: Where = None,
    *,
    order: int = 1,
    layout: str = "numerator",
    order_of: str = "notes",
    at: str | None = None,
    instead: Mapping[str, str] | None = None,
) -> Verdict:
    """The verdict on `claim` as the derivative of f by wrt: is it right, and if not, what went wrong.

    claim: text in any spelling of the language (a differential 2*e'*de and entries dF_ij/dX_kl = … too), a SymPy expression,
    or an array of numbers; the rest as in `derive`. instead: follow-through, earlier answers by the names that the definitions
    of f give them: where the claim is wrong, it is judged again with these in place of the right ones.
    A fault in the question is a SymjacError; an answer that cannot be read is a verdict, `invalid`.
    """
    verdict = judge(ask(f, wrt, where, order, layout, order_of, at), claim)
    if not instead or verdict or verdict.status == "invalid":
        return verdict
    followed = judge(ask(put_in(f, instead), wrt, where, order, layout, order_of, at), claim)
    if not followed:
        return verdict
    note = f"it follows rightly from the earlier answer for {', '.join(instead)}"
    return replace(verdict, said=(note, *verdict.said), message=f"{note[0].upper()}{note[1:]}. {verdict.message}", follows=True)


def judge(asked: Asked, claim: Any) -> Verdict:
    try:
        answer = claims.read(claim, asked)
        verdict = verdict_of(asked, answer)
        if not verdict and (narrow := asked.on_the_diagonal) is not None:
            special = verdict_of(narrow, claims.read(claim, narrow))
            verdict = special if special else verdict
    except SymjacError as failure:
        return Verdict("invalid", message=str(failure), asked=asked, claim=claim)
    return verdict


def verdict_of(asked: Asked, answer: Answer) -> Verdict:
    """Equal, equal after transposition, or wrong."""
    answer = zero_of_any_shape(asked, answer)
    if answer.expr is not None:
        asked.quick[0].check_size(answer.expr)
    right = asked.result.shape
    outcome = compare(asked, answer) if answer.shape == right else Outcome(False)
    if outcome.equal:
        asked.verify()
        return equal_verdict(asked, answer, outcome)
    if answer.shape == right[::-1] and not asked.result.is_scalar and compare(asked, answer, transposed=True).equal:
        message = f"this is the transpose of what is asked for: {layout_text(asked)}"
        return Verdict("layout", message=message, asked=asked, answer=answer, claim=answer.text)
    from symjac.judge.diagnose import diagnosed

    return diagnosed(asked, answer, outcome, difference_of(asked, answer, outcome))


def equal_verdict(asked: Asked, answer: Answer, outcome: Outcome) -> Verdict:
    left = undone(answer.expr) if answer.expr is not None else ()
    remark = f"; {outcome.domain}" if outcome.domain else ""
    if left:
        message = f"right, but not finished: {'; '.join(left)}{remark}"
        return Verdict("unsimplified", (), message, sure=outcome.sure, asked=asked, answer=answer, claim=answer.text)
    return Verdict("correct", (), f"right{remark}", sure=outcome.sure, asked=asked, answer=answer, claim=answer.text)


def zero_of_any_shape(asked: Asked, answer: Answer) -> Answer:
    """0 is the zero of any shape."""
    from symjac.expr.make import value_of, zeros

    if answer.expr is not None and value_of(answer.expr) == 0 and not asked.result.is_scalar:
        return Formula(answer.text, asked.result.shape, zeros(*asked.result.shape))
    return answer


def layout_text(asked: Asked) -> str:
    rows, columns = asked.result.shape
    if asked.x.is_matrix and asked.f.is_scalar:
        return f"the derivative of a scalar by a matrix has the shape of the matrix, {shape_text(asked.result.shape)}"
    if asked.result.shape == asked.result.shape[::-1] and asked.question.indexed and asked.question.single:
        f, x = sorted(asked.question.inner.free, key=str), asked.question.member
        if len(f) == 1 and x is not None and len(x.args) == 2:
            return f"row {f[0]} belongs to the component {f[0]} of the function, column {x.args[1]} to {x}"
    what = "a row" if rows.number == 1 else "a column" if columns.number == 1 else f"{shape_text(asked.result.shape)}"
    return f"in {asked.layout} layout it is {what}"


def difference_of(asked: Asked, answer: Answer, outcome: Outcome) -> Counterexample | None:
    if answer.shape != asked.result.shape:
        return shapes_apart(asked, answer.shape)
    return counterexample(asked, answer, outcome.differs)


def shapes_apart(asked: Asked, shape: Shape) -> Counterexample:
    sizes = asked.quick[0].sizes

    def text(of: Shape) -> str:
        return " x ".join(str(n.value(sizes)) for n in of)

    right, claimed = text(asked.result.shape), text(shape)
    return Counterexample(dict(sizes), {}, None, right, claimed)


class Given(Yardstick):
    """An expression that another is compared with."""

    def __init__(self, result: Any, other: Any) -> None:
        self.result, self.other = result, other

    @property
    def roots(self) -> tuple[Any, ...]:
        return (self.other, self.result)


@by_annotation
def equal(a: Any, b: Any, where: Where = None) -> Verdict:
    """Whether two expressions are equal wherever both have a value: correct, layout (equal after transposition), or wrong.

    invalid: they have different shapes, or one cannot be read.
    """
    from symjac.judge.two import read_two

    try:
        left, right = read_two(a, b, where)
        yard, answer = Given(left, right), Formula(str(b), right.shape, right)
        for side in (left, right):
            yard.quick[0].check_size(side)
    except SymjacError as failure:
        return Verdict("invalid", message=str(failure), claim=b)
    if left.shape == right.shape:
        outcome = compare(yard, answer)
        if outcome.equal:
            note = outcome.domain.replace("the answer", str(right)).replace("has no value at", "has no value, for example, at")
            return Verdict(
                "correct", (), f"equal{f' where both have a value: {note}' if note else ''}", sure=outcome.sure, claim=b
            )
        found = counterexample(yard, answer, outcome.differs)
        return Verdict("wrong", (), f"not equal{f': {found}' if found else ''}", found, claim=b)
    if left.shape == right.shape[::-1] and compare(yard, answer, transposed=True).equal:
        return Verdict("layout", (), "each is the transpose of the other", claim=b)
    return Verdict("wrong", (), f"not equal: one is {shape_text(left.shape)}, the other {shape_text(right.shape)}", claim=b)
