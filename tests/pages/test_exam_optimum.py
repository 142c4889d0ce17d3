"""Parts that ask for an optimum: question, marks at the lines that earn them, both languages, answers judged."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import symjac
from symjac.errors import SymjacError
from symjac.pages.exam import german
from symjac.pages.exam.asking import auf_deutsch
from symjac.pages.exam.build import build
from symjac.pages.exam.document import SHEETS, document
from symjac.pages.exam.face import read
from symjac.pages.exam.grade import grade
from symjac.pages.exam.made import Made
from symjac.pages.exam.mistakes import typical
from symjac.pages.exam.roster import Student
from symjac.pages.exam.variant import variant
from symjac.pages.optimum.optimum import START
from symjac.writing.block import Mark, Note, Paragraph
from symjac.writing.box import Sym
from tests.helpers.optima import PROBLEMS
from tests.pages.test_exam_german import ENGLISH, words

RIDGE = "f = 'norm(y - X*w)^2 + lambda*norm(w)^2'\nwrt = 'w'\nwhere = 'X: N x D; lambda: scalar positive'"
SQUARES = "f = 'norm(y - X*w)^2'\nwrt = 'w'\nwhere = 'X: N x D'"
SHORTEST = "f = \"x'x\"\nwrt = 'x'\nwhere = 'A: m x n; b: m; x: n'\nsubject_to = 'A x = b'"
GAUSS = (
    "kind = 'maximize'\nf = '-N/2*logdet(S) - 1/2*sum_{i=1}^N (x_i - mu)^T*inv(S)*(x_i - mu)'\nwrt = 'mu, S'\n"
    "where = 'x_i: D; mu: D; S: D x D posdef'"
)
NUMBERS = "f = 'x^2 + x*y + y^2 - 3*x'\nwrt = 'x, y'\nwhere = 'x: scalar; y: scalar'"
EIGEN = "kind = 'maximize'\nf = \"x'*S*x\"\nwrt = 'x'\nwhere = 'S: n x n symmetric'\nsubject_to = \"x'*x = 1\""
LOGISTIC = "f = \"sum_i log(1 + exp(-y_i*x_i'*w))\"\nwrt = 'w'\nwhere = 'x_i: D; y_i: scalar'"
QUARTIC = "f = 'x^4 - 2*x^2'\nwrt = 'x'\nwhere = 'x: scalar'"
ALL = [RIDGE, SQUARES, SHORTEST, GAUSS, NUMBERS, EIGEN, LOGISTIC, QUARTIC]


def sheet(*parts: str, language: str = "en", params: str = "") -> Any:
    head = f"symjac = 1\n[sheet]\nid = 'o'\ntitle = 'O'\nlanguage = '{language}'\n[[item]]\nid = 'a'\n{params}\n"
    kinds = ["" if "kind =" in part else "kind = 'minimize'\n" for part in parts]
    return read(head + "\n".join(f"[[item.part]]\n{kind}{part}\n" for kind, part in zip(kinds, parts, strict=True)))


def made(part: str, **options: Any) -> Made:
    return variant(sheet(part, **options)).questions[0].parts[0]


def marks_in(node: Any) -> Fraction:
    if isinstance(node, Mark):
        return Fraction(node.points)
    if isinstance(node, tuple):
        return sum(map(marks_in, node), Fraction(0))
    fields = getattr(node, "__dataclass_fields__", {})
    return sum((marks_in(getattr(node, name)) for name in fields), Fraction(0))


def status(part: str, *answers: str) -> list[tuple[str, str, Any]]:
    """Status, code and marks, of an answer each."""
    found = grade(sheet(part), [(f"s{k}", "a", "a", answer) for k, answer in enumerate(answers)]).rows
    return [(row.status, row.mistake, None if row.marks is None else float(row.marks)) for row in found]


class TestMarks:
    @pytest.mark.parametrize("language", ["en", "de"])
    @pytest.mark.parametrize("total", [1, 2.5, 4, 7])
    @pytest.mark.parametrize("part", ALL)
    def test_they_stand_at_lines_and_sum_to_the_part(self, part: str, total: float, language: str) -> None:
        found = made(f"{part}\nmarks = {total}", language=language)
        assert marks_in(found.solution) == sum((m for _, m in found.scheme), Fraction(0)) == Fraction(total)

    def test_each_step_of_the_argument_earns(self) -> None:
        assert dict(made(f"{SQUARES}\nmarks = 4").scheme) == {
            "differentiate": 1, "equation": 1, "conclude": 1, "second_derivative": 1,
        }  # fmt: skip
        assert dict(made(f"{NUMBERS}\nmarks = 4").scheme).keys() == {"differentiate", "equation", "conclude", "completed_square"}
        assert dict(made(f"{EIGEN}\nmarks = 3").scheme) == {"differentiate": 1, "equation": 1, "answer": 1}
        assert "value" not in dict(made(f"{SQUARES}\nmarks = 9").scheme)  # it was not asked for

    def test_marks_by_name(self) -> None:
        found = made(f"{RIDGE}\nmarks = {{gradient = 1, equation = 1, conclude = 2, second_derivative = 1.5}}")
        assert found.marks == Fraction(11, 2) and marks_in(found.solution) == found.marks
        with pytest.raises(SymjacError, match="no line of the kind 'chain'"):
            made(f"{RIDGE}\nmarks = {{chain = 1}}")

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_the_scheme_is_told_in_words(self, language: str) -> None:
        text = " ".join(
            " ".join(words(b))
            for b in document(variant(sheet(f"{SQUARES}\nmarks = 4", language=language)), Student(), "marker").blocks
        )
        for word in ("Nullsetzen", "Art des Punktes") if language == "de" else ("set to zero", "kind of the point"):
            assert word in text


class TestQuestion:
    def test_it_is_written(self) -> None:
        english, deutsch = (" ".join(w for b in made(SHORTEST, language=lang).ask for w in words(b)) for lang in ("en", "de"))
        assert "is least" in english and "subject to" in english and "only one" in english and "Problem" not in english
        assert "minimal" in deutsch and "Nebenbedingung" in deutsch and "Bestimmen Sie" in deutsch

    def test_one_that_is_typed(self) -> None:
        found = made(f"ask = 'Minimise ${{{{ f }}}}$.'\n{QUARTIC}")
        assert isinstance(found.ask[0], Paragraph) and found.ask[0].text[0] == "Minimise" and len(found.ask) == 1

    def test_a_parameter_goes_into_function_and_constraint(self) -> None:
        part = SHORTEST.replace("x'x", "{c}*x'x").replace("A x = b", "A x = {c}*b")
        found = made(part, params="[item.params]\nc = ['3']")
        assert found.answer == "3*A'*inv(A*A')*b"

    def test_properties_are_told_in_german(self) -> None:
        text = (Sym("S"), " (symmetric positive definite)", Sym("x"), " for ", Sym("i"), Sym("w"), " (with positive entries)")
        assert [w for w in auf_deutsch(text) if isinstance(w, str)] == [
            " (symmetrisch positiv definit)", " für ", " (mit positiven Einträgen)",
        ]  # fmt: skip

    def test_mistakes_have_their_line(self) -> None:
        for wrong, said in ((SHORTEST.replace("A x = b", "A x < b"), "an inequality"), (RIDGE.replace("'w'", "'v'"), "v"),
                            (RIDGE.replace("norm(w)^2", "norm1(w)"), "kinks"), (RIDGE + "\norder = 2", "order")):  # fmt: skip
            with pytest.raises(SymjacError) as failure:
                made(wrong)
            assert said in str(failure.value) and "line " in str(failure.value)

    def test_a_zero_answer_is_degenerate(self) -> None:
        assert variant_of_zero() == "the answer is zero"


def variant_of_zero() -> str:
    from symjac.pages.exam.context import Context
    from symjac.pages.exam.parts import make

    found = sheet("f = \"x'x\"\nwrt = 'x'\nwhere = 'x: n'")
    item = found.items[0]
    return make(Context(found, item, item.parts[0], {})).degenerate


class TestGerman:
    @pytest.mark.parametrize("which", SHEETS)
    def test_no_english_word_is_left(self, which: str) -> None:
        found = [w for b in document(variant(sheet(*ALL, language="de")), Student(), which).blocks for w in words(b)]
        assert not [text for text in found if (ENGLISH - {"so"}) & set(text.lower().replace(",", " ").replace(".", " ").split())]

    @pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: f"{p.f} | {p.subject_to or ''}")
    def test_every_sentence_has_its_german(self, problem: Any) -> None:
        found = getattr(symjac, problem.sense)(problem.f, problem.wrt, problem.where, subject_to=problem.subject_to, check=False)
        blocks = found.page.document().blocks
        told = [b for b in blocks[blocks.index(START) + 1 :] if not isinstance(b, Note) or b.kind == "condition"]
        assert [type(b) for b in german.german(tuple(told)) if not isinstance(b, Paragraph)] == [
            type(b) for b in told if not isinstance(b, Paragraph | Note)
        ]
        silent = [b.text for b in told if isinstance(b, Paragraph | Note) and german.said(b.text) is None]
        assert not silent

    def test_what_is_needed_is_told_clause_by_clause(self) -> None:
        a, b, c = (Sym(name) for name in "abc")
        said = german.said(("If the columns of ", a, " are linearly independent (full column rank), ", b, " is not zero and ", c,
                            " is positive, this can be solved:"))  # fmt: skip
        assert said == ("Wenn die Spalten von ", a, " linear unabhängig sind (voller Spaltenrang), ", b, " nicht null ist und ",
                        c, " positiv ist, lässt sich das auflösen:")  # fmt: skip
        assert german.said(("If it rains, this can be solved:",)) is None


class TestAnswers:
    def test_forms_of_the_solution(self) -> None:
        right = ("inv(X'X + lambda*eye(D))*X'y", "w = (lambda*I + X'X)^-1 X'y", "ŵ = (X'X + λ I)^-1 X' y",
                 "X'*inv(X*X' + lambda*eye(N))*y")  # fmt: skip
        assert status(f"{RIDGE}\nmarks = 4", *right) == [("correct", "", 4)] * 4

    def test_named_mistakes(self) -> None:
        wrong = ("-inv(X'X)*X'y", "2*inv(X'X)*X'y", "inv(X'X)*X'y/2", "y'*X*inv(X'X)", "X'y", "inv(X'X")
        assert status(f"{SQUARES}\nmarks = 4", *wrong) == [
            ("wrong", "SIGN", 3), ("wrong", "F2", 3), ("wrong", "F2", 3), ("wrong", "T_LAYOUT", 3), ("wrong", "", 0),
            ("invalid", "", None),
        ]  # fmt: skip
        assert status(f"{SQUARES}\nmarks = 4\nkeeps = {{SIGN = 0.5}}", wrong[0]) == [("wrong", "SIGN", 2)]

    def test_several_variables(self) -> None:
        answers = (
            "mu = sum_i x_i/N; S = 1/N*sum_i (x_i - mu)*(x_i - mu)'",  # with the person's own mu, and without bounds
            "S = sum_{i=1}^N (x_i - mu)*(x_i - mu)'/N; mu = 1/N*sum_{i=1}^N x_i",
            "mu = sum_i x_i/N; S = sum_i (x_i - mu)*(x_i - mu)'", "mu = sum_i x_i/N", "sum_i x_i/N",
        )  # fmt: skip
        assert status(f"{GAUSS}\nmarks = 6", *answers) == [
            ("correct", "", 6), ("correct", "", 6), ("wrong", "", 3), ("wrong", "", 3), ("invalid", "", None),
        ]  # fmt: skip
        assert status(f"{NUMBERS}\nmarks = 4", "x = 2; y = -1", "x = 2; y = 1", "x = 1; y = 1") == [
            ("correct", "", 4), ("wrong", "SIGN", 3.5), ("wrong", "F2+SIGN", 3),
        ]  # fmt: skip

    def test_points_that_are_as_good(self) -> None:
        assert status(f"{QUARTIC}\nmarks = 2", "1", "-1", "0") == [("correct", "", 2), ("correct", "", 2), ("wrong", "", 0)]
        many = "f = 'norm(A*x - b)^2'\nwrt = 'x'\nwhere = 'A: 1 x n; b: scalar; x: n'\nmarks = 2"
        assert status(many, "A'*inv(A*A')*b", "x0")[0] == ("correct", "", 2)
        assert status(many, "2*b*A'")[0][0] == "manual"  # others are minima, too

    def test_what_has_no_closed_form_comes_to_a_person(self) -> None:
        assert status(EIGEN, "the largest eigenvector")[0][0] == status(LOGISTIC, "w")[0][0] == "manual"

    def test_a_wrong_answer_is_followed_through(self) -> None:
        first = "id = 'a'\nf = '{c}*z^2 - 8*z'\nwrt = 'z'\nwhere = 'z: scalar'"
        then = "id = 'b'\nf = 'norm(x)^2 - 2*{answer.a}*d^T*x'\nwrt = 'x'\nwhere = 'd: n; x: n'\nmarks = 3"
        found = sheet(first, then, params="[item.params]\nc = ['2']")
        rows = grade(found, [("s", "a", "a", "3"), ("s", "a", "b", "3*d"), ("t", "a", "a", "3"), ("t", "a", "b", "5*d")]).rows
        assert [(r.status, r.marks) for r in rows] == [("wrong", 0), ("follow-through", 3), ("wrong", 0), ("wrong", 0)]
        assert variant(found).questions[0].parts[1].answer == "2*d"

    def test_other_forms_are_proven(self) -> None:
        assert len(made(f"{RIDGE}\naccept = [\"X'*inv(X*X' + lambda*eye(N))*y\"]").accepted) == 1
        with pytest.raises(SymjacError, match="not equal to the answer"):
            made(f'{RIDGE}\naccept = ["X\'*y"]')

    def test_the_marker_is_told_what_slips_lead_to(self) -> None:
        assert [code for code, _, _ in typical(made(SQUARES))] == ["SIGN", "F2"] and typical(made(EIGEN)) == ()


def test_all_three_sheets_in_every_format(tmp_path: Any) -> None:
    found = build(sheet(*ALL, language="de"), tmp_path, formats=("tex", "pdf", "html"))
    assert found.built and not found.failed
    for which in SHEETS:
        assert (tmp_path / f"{which}.pdf").stat().st_size > 1000
    key = (tmp_path / "key.tex").read_text()
    assert key.count("sjmark{") == (tmp_path / "marker.tex").read_text().count("sjmark{") and "\\hat{w}" in key
