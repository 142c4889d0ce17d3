"""The answer in matrices, where there is such a form: X for the matrix of the rows x_i'."""

from __future__ import annotations

from collections.abc import Mapping

from symjac.calculus.matrixform import matrix_form
from symjac.calculus.simplify import rebuild
from symjac.derivation.question import Question
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr, fold, postorder
from symjac.expr.looks import written
from symjac.expr.make import symbol
from symjac.verify.term import Term, Value
from symjac.writing.block import Text


def in_matrices(q: Question, trail: Trail) -> None:
    """The answer in matrices, where there is such a form: X for the matrix of the rows x_i'."""
    found = matrix_view(q)
    if found is None:
        return
    form, meaning = found
    means: Text = tuple(
        part
        for X, rows in meaning.items()
        for part in ("with ", written(X), ", the matrix of the rows ", written(rows.args[0]), ", ")
    )
    left = Term(q.sign, q.meaning)
    value = fold(form, lambda e, args: meaning.get(e) or rebuild(e, args))
    words: Text = ("In matrices, ", *means, "this is")
    trail.apply(Rule("matrix_form", "simplify", (), words), left, Term(written(form), Value(value)))


def matrix_view(q: Question) -> tuple[Expr, Mapping[Expr, Expr]] | None:
    """The result without indices, for a variable that is no member of a family."""
    if q.member is not None or q.inner is not q.f:
        return None
    taken = set(q.problem.symbols)

    def named(x: str) -> str:
        capital = x[:1].upper() + x[1:]
        return capital if capital not in taken and capital != x else f"X_{x}"

    return matrix_form(q.result, named)


def in_arrays(q: Question, expr: Expr) -> Expr | None:
    """A formula of the question without indices, x for the matrix of the samples, as it is given in numbers."""
    found = matrix_form(expr, lambda name: f"{name}#")
    if found is None:
        return None
    form, meaning = found
    names = {X: symbol(str(X.data[0]).removesuffix("#"), X.shape) for X in meaning}
    plain = fold(form, lambda e, args: names.get(e) or rebuild(e, args))
    own = {str(e.data[0]): e for e in postorder(plain) if e.op.name == "symbol"}
    return plain if all(own[str(e.data[0])] is e for e in postorder(plain) if e.op.name == "symbol") else None
