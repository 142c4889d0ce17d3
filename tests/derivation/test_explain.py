"""The writing of the lecture notes: what is asked and answered, sentences that end, lists and matrices that are checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sympy import Integer

from symjac import derive
from symjac.derivation.explain.free_letter import names
from symjac.derivation.explain.sentences import closes_framed, ended, punctuated
from symjac.derivation.trail import Step
from symjac.verify import Mismatch, verify
from symjac.verify.equality import Claim
from symjac.verify.term import Dotted, Entry, Explicit, Partial, Term
from symjac.writing.block import Aligned, Document, Equation, Paragraph
from symjac.writing.box import Cases, Num, Script, Sym

GRAM: dict[str, Any] = {"f": "K(A) = A'A", "where": "A: M x N"}


def words(d: Any) -> str:
    return " ".join(d.render("text").replace("\u00a0", " ").split())


def steps(d: Any, name: str) -> list[Step]:
    return [step for step in d.steps if step.rule.name == name]


def holds(step: Step, d: Any, **planted: Term) -> None:
    """Check the line, with another term planted on one side."""
    claim = Claim(planted.get("before", step.before), planted.get("after", step.after), step.free)  # type: ignore[arg-type]
    verify([claim], d.problem.symbols.values())


def displays(doc: Document) -> list[Equation | Aligned]:
    return [block for block in doc.blocks if isinstance(block, Equation | Aligned)]


# sentences


def test_a_display_ends_its_sentence() -> None:
    one = Equation(Sym("x"))
    after = [one, Paragraph(("hence it is",)), one, Paragraph(("Then",)), one]
    assert [block.end for block in punctuated(after) if isinstance(block, Equation)] == [",", ".", "."]


def test_cases_hold_the_end_of_their_sentence() -> None:
    box = Cases(((Num("1"), Sym("a")), (Num("0"), Sym("b"))))
    shown: Any = ended(Equation(box), ".")
    assert not shown.end and [condition.items[1].name for _, condition in shown.box.rows] == [",", "."]


@pytest.mark.parametrize(
    ("formula", "wrt"),
    [("A*x", "x"), ("A*x", "A"), ("A'*A", "A"), ("norm(y - A*x)^2", "x"), ("logdet(X)", "X"), ("x'*B*x", "x")],
)
@pytest.mark.parametrize("detail", ["brief", "exam", "full"])
def test_every_display_has_an_end(formula: str, wrt: str, detail: str) -> None:
    for block in displays(derive(formula, wrt, detail=detail).document()):
        assert block.end in (",", ".") or "Cases" in repr(block) or closes_framed(block)


def test_quantifiers_have_air_between_them() -> None:
    assert r"1 \le i \le M, \, 1 \le j \le N." in derive("f(x) = A x", where="A: M x N").render("latex")


def test_what_opens_a_hidden_line_is_said_before_the_next() -> None:
    for detail in ("exam", "full"):
        assert "To find it we need ∂fᵢ/∂xⱼ for 1 ≤ i ≤ M, 1 ≤ j ≤ N." in words(
            derive("f(x) = A x", where="A: M x N", detail=detail)
        )


# dimension


def test_the_dimension_is_asked_and_answered() -> None:
    text = words(derive("f(A) = A x", where="A: M x N"))
    assert "What is the dimension of ∇_Af? Find ∇_Af." in text
    assert "hence ∇_Af is M × (M × N); the inputs are read row by row. We need ∂fᵢ/∂Aₖⱼ" in text
    other = words(derive("f(A) = A x", where="A: M x N", layout="denominator"))
    assert "hence ∇_Af is (M × N) × M" in other


def test_the_question_is_not_asked_where_nothing_answers_it() -> None:
    assert "dimension" not in words(derive("inv(X)", "X", style="differential"))


def test_the_problem_states_the_definitions_of_the_person() -> None:
    text = words(derive("e(theta) = y - Phi theta; L(e) = ||e||^2", "theta", "Phi: N x D"))
    assert "For θ ∈ ℝᴰ let e(θ) = y − Φθ and L(e) = ‖e‖². Find ∇_θL." in text
    assert "L depends on θ through e:" in text


# matrices of partial derivatives


def test_the_matrix_of_partials_of_a_vector_by_a_matrix() -> None:
    d = derive("f(A) = A x", where="A: M x N")
    (step,) = steps(d, "partials")
    assert step.importance == 1 and step.check and r"_{M \times (M \times N)}" in d.render("latex")
    meaning: Any = step.after.meaning
    entry: Partial = meaning.entry
    holds(step, d)
    with pytest.raises(Mismatch):
        holds(step, d, after=Term(step.after.box, replace(meaning, entry=replace(entry, k=Integer(1)))))


def test_the_factors_of_the_linear_model_written_out() -> None:
    d = derive("e(theta) = y - Phi theta; L(e) = ||e||^2", "theta", "Phi: N x D")
    assert [isinstance(step.after.meaning, Dotted) and bool(step.check) for step in steps(d, "partials")] == [True, True]


# the order of the components


@pytest.mark.parametrize(
    ("order", "shown"), [("notes", "f₂ = K₂₁, …, f_N = K_N1"), ("rows", "f₂ = K₁₂, …, f_N = K_1N"), ("columns", "f₂ = K₂₁, …")]
)
def test_the_components_are_numbered(order: str, shown: str) -> None:
    d = derive(**GRAM, order_of=order)
    assert shown in words(d)
    found = steps(d, "numbered")
    assert len(found) == 4 and all(step.check for step in found)
    with pytest.raises(Mismatch):
        holds(found[1], d, after=Term(found[1].after.box, Entry(d.f, Integer(1), Integer(1))))


def test_the_diagonal_is_a_sum_of_squares() -> None:
    d = derive(**GRAM)
    assert "For q = p this is a sum of squares," in words(d) and steps(d, "diagonal")[0].check
    assert not steps(derive("F(A) = A'B", where="A: M x N; B: M x N"), "diagonal")


# an instance


def test_the_gradients_of_an_instance_one_by_one() -> None:
    d = derive(**GRAM, instance="M=3, N=2")
    text = words(d)
    assert "∇_Af₂ = ∇_Af₃ = [A₁₂ A₁₁ │ A₂₂ A₂₁ │ A₃₂ A₃₁]" in text
    assert "∇_Af₄ = [0 2A₁₂ │ 0 2A₂₂ │ 0 2A₃₂]." in text
    rows = steps(d, "gradient")
    assert len(rows) == 5 and all(step.check for step in rows)
    last, meaning = rows[-1], rows[-1].after.meaning
    assert isinstance(meaning, Explicit)
    wrong = Explicit((meaning.rows[0][::-1],), meaning.sizes)
    holds(last, d)
    with pytest.raises(Mismatch):
        holds(last, d, after=Term(last.after.box, wrong))


def test_the_components_stand_in_their_places() -> None:
    d = derive(**GRAM, instance="M=3, N=2", order_of="rows")
    first, second = steps(d, "instance_of_f")
    assert "f₁ f₂" in words(d) and first.check and second.check
    meaning: Any = first.after.meaning
    turned = Explicit(tuple(zip(*meaning.rows[::-1], strict=True)), meaning.sizes)
    with pytest.raises(Mismatch):
        holds(first, d, after=Term(first.after.box, turned))


def test_too_many_gradients_are_left_to_the_matrix() -> None:
    assert not steps(derive(**GRAM, instance="M=2, N=4"), "gradient")


# the commutation matrix


def test_the_commutation_matrix_gives_way_to_a_function_named_K() -> None:
    latex = derive(**GRAM).render("latex")
    assert r"P_{N, N}" in latex and r"K_{N, N}" not in latex
    assert str(derive(**GRAM).result).count("commutation(N, N)") == 1


def test_it_keeps_its_letter_where_that_is_free() -> None:
    d = derive("A(B) = C B", where="C: m x p; B: p x q")
    assert "K_(q,m) vec(Z) = vec(Zᵀ) for every q × m matrix Z." in words(d)


def test_the_letter_is_one_that_nothing_else_has() -> None:
    d = derive("K(A) = A'A", where="A: P x T")
    swaps = {box.base.name for block in d.document().blocks for box in scripts(block)}
    assert "Q" in swaps and "Q" not in set(names(d.f, frozenset()))


def scripts(part: Any) -> list[Script]:
    if isinstance(part, Script) and isinstance(part.base, Sym):
        return [part]
    inside = part if isinstance(part, tuple) else [getattr(part, name) for name in getattr(part, "__slots__", ())]
    return [found for each in inside for found in scripts(each)]


@pytest.mark.parametrize("detail", ["brief", "full"])
def test_a_frame_is_the_end_of_its_sentence(detail: str) -> None:
    last = displays(derive("x'*B*x", "x", detail=detail).document())[-1]
    assert closes_framed(last) and last.end == ""
    assert ended(last, ",").end == ","


def test_full_says_how_the_derivative_is_read_off() -> None:
    """df = tr(G dX) ⇒ ∂f/∂X_ij = G_ji, once, with a letter that the problem does not have; exam leaves it out."""
    for f, x, letter in (("log(det(X))", "X", "G"), ("tr(G*X)", "X", "H"), ("norm(y - A*x)^2", "x", "g")):
        shown = {d: derive(f, x, style="differential", detail=d, check=False).render("latex") for d in ("full", "exam")}
        assert shown["full"].count("can be read off") == 1
        assert f"= {letter}" in shown["full"]
        assert "can be read off" not in shown["exam"]
