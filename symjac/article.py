"""A derivation as a document: title, problem, solution, small print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from symjac.core.block import Block, Document, Note, Paragraph, Text
from symjac.core.box import RELATION, Box, Infix, Num, Row, Script, Sym
from symjac.core.dims import ONE
from symjac.core.expr import Expr, postorder
from symjac.core.looks import written
from symjac.core.names import look_of
from symjac.explain import blocks_of, condition_note
from symjac.language import Problem
from symjac.styles.notation import applied, listed, lives_in, mapping, nabla

if TYPE_CHECKING:
    from symjac.derive import Derivation


def article(d: Derivation) -> Document:
    blocks: list[Block] = [problem_paragraph(d)]
    steps = blocks_of(d.steps, d.detail)
    blocks += lead_in(steps)
    blocks += condition_note(d.conditions)
    blocks += small_print(d)
    return Document(title(d), tuple(blocks))


def lead_in(steps: list[Block]) -> list[Block]:
    """'Solution.' before the first sentence, or alone where the solution starts with a formula."""
    if steps and isinstance(steps[0], Paragraph) and not steps[0].lead:
        return [Paragraph(steps[0].text, lead="Solution."), *steps[1:]]
    return [Paragraph((), lead="Solution."), *steps]


def function_name(problem: Problem) -> str:
    return problem.name or ("f" if "f" not in problem.symbols else "F")


def unknown(d: Derivation) -> Box:
    """∇ₓf, or ∇²ₓf"""
    names = [written(x) for x in d.variables]
    below = names[0] if len(names) == 1 else Infix(tuple(names), (",",) * (len(names) - 1), RELATION)
    name = look_of(function_name(d.problem))
    if d.order == 2:
        return Row((Script(Sym("∇"), sub=below, sup=Num("2")), name))
    return nabla(below, name)


def formula(problem: Problem, variables: Iterable[Expr]) -> Box:
    """f(x) = Ax + b"""
    head = applied(look_of(function_name(problem)), *(written(x) for x in variables))
    body = problem.definitions[-1].body if len(problem.definitions) == 1 else problem.target
    return Infix((head, written(body)), ("=",), RELATION)


def title(d: Derivation) -> Text:
    return (unknown(d), " for ", formula(d.problem, d.variables))


def problem_paragraph(d: Derivation) -> Paragraph:
    """'Let A ∈ ℝ^{M×N} be constant and f: ℝᴺ → ℝᴹ, f(x) = Ax + b. Find ∇ₓf.'"""
    used = [e for e in postorder(d.f) if e.op.name == "symbol" and e not in d.variables]
    text: list[str | Box] = []
    if used:
        text += ["Let ", *listed([constant(e) for e in used]), " be constant, and let "]
    else:
        text += ["Let "]
    name = look_of(function_name(d.problem))
    shape = d.variables[0].shape if len(d.variables) == 1 else (d.result.shape[1], ONE)
    text += [mapping(name, shape, d.f.shape), ", ", formula(d.problem, d.variables), ". Find ", unknown(d), "."]
    return Paragraph(tuple(text), lead="Problem.")


WORDS = {"posdef": "symmetric positive definite", "positive": "with positive entries"}


def constant(e: Expr) -> Text:
    """A ∈ ℝ^{n×n} (symmetric)"""
    words = [WORDS.get(word, word) for word in sorted(e.data[1] - {"constant"})]
    return (lives_in(written(e), e.shape), f" ({', '.join(words)})" if words else "")


def small_print(d: Derivation) -> list[Block]:
    notes: list[Block] = [Note("convention", (conventions(d),))]
    if d.problem.inferred:
        notes.append(Note("inferred", inferred(d.problem)))
    if d.check is not None:
        notes.append(Note("check", (str(d.check).removesuffix(".") + ".",)))
    return notes


def conventions(d: Derivation) -> str:
    """What is in force, in one sentence."""
    first = {"numerator": "Numerator layout", "denominator": "Denominator layout"}[d.layout]
    shape = "the gradient of a scalar is a row" if d.layout == "numerator" else "the gradient of a scalar is a column"
    matrix = d.variables[0].is_matrix and d.f.is_scalar
    words = f"{first}: {'a scalar by a matrix has the shape of the matrix' if matrix else shape}"
    if d.task is not None and d.task.structure:
        words += f"; {d.variables[0]} is {d.task.structure}, so the derivative is by its free entries (constrained)"
    return words + (f"; {stacking(d)}." if d.flattened else ".")


def stacking(d: Derivation) -> str:
    return {
        "notes": "variables are read row by row, values column by column",
        "rows": "variables and values are read row by row",
        "columns": "variables and values are read column by column",
    }[d.order_of]


def inferred(problem: Problem) -> Text:
    """'Shapes taken: A is M × N (declare A: M x N to change it).'"""
    parts = [(lives_in(look_of(i.name), i.shape),) for i in problem.inferred]
    declare = "; ".join(i.declare for i in problem.inferred if i.how == "convention")
    hint = f" (by convention; to change them, declare for example {declare})" if declare else ""
    return (*listed(parts), f"{hint}.")
