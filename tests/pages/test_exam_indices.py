"""Sheets with sums over an index, instances and networks in numbers: asked in full, marked where it counts, graded, exported."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import symjac
from symjac.judge.mistakes.registry import kinds
from symjac.pages.exam import german, mistakes, remarks
from symjac.pages.exam.export import amc, stack, variants_of
from symjac.pages.exam.export.common import pools
from symjac.writing.block import Note, Paragraph, Text, plain_text
from tests.helpers.sheets import made, sheet, words


def line(written: Text) -> str:
    return words((Paragraph(written),))


NAMED = 'f = "w = f(x); x = h(u)"\nwrt = "u"\nwhere = "f: R^3 -> R; h: R^2 -> R^3"\nmarks = 3'
ANY = 'f = "f(x)"\nwhere = "f: R^n -> R^m"\nat = "x = a"\nmarks = 2'
INSTANCE = 'f = "F(A) = A x"\nwrt = "A"\nwhere = "A: m x n"\ninstance = "m = 3, n = 2"\nmarks = 3'


@pytest.mark.parametrize(
    ("part", "language", "said"),
    [
        (ANY, "en", "be differentiable. Find"),
        (ANY, "de", "differenzierbar. Bestimmen Sie"),
        (NAMED, "en", "be differentiable. For"),
        (NAMED, "de", "differenzierbar. Für"),
        (INSTANCE, "en", "Write it out for m = 3 and n = 2."),
        (INSTANCE, "de", "Schreiben Sie das Ergebnis für m = 3 und n = 2 aus."),
    ],
)
def test_a_question_says_what_is_sought_and_what_is_known(part: str, language: str, said: str) -> None:
    assert said in words(made(part, language).ask)


def test_the_written_out_matrix_earns_where_it_is_asked_for() -> None:
    assert dict(made(INSTANCE).scheme)["instance"] == 1


def test_gradients_in_numbers_earn_marks_and_the_error_does_not() -> None:
    found = made(
        'layers = "2 -> 1, identity; W1 = [1, 2]; b1 = 1; x = [1; 1]; y = 2"\nshow = "gradients"\nmarks = 3\nkind = "network"'
    )
    assert dict(found.scheme) == {"chain": 1, "error": 1, "gradients": 1}
    said = words(found.solution)
    assert "4 − 2 = 2 [1]" in said and "[2 2]. [1]" in said and "(4 − 2)² = 2. " in said and "(4 − 2)² = 2. [1]" not in said


SUM = 'f = "L(w) = \\\\sum_{i=1}^N (y_i - w^T x_i)^2"\nwrt = "w"\nwhere = "x_i: D; y_i: scalar"\nmarks = 4'


def test_the_form_in_matrices_earns_nothing_beside_the_result() -> None:
    assert dict(made(SUM).scheme).keys() == {"differentiate", "chain", "conclude"}


def test_what_a_column_of_zeros_multiplies_goes() -> None:
    found = made(
        'f = "L(w) = \\\\sum_{i=1}^2 (y_i - w^T x_i)^2"\nwrt = "w"\nwhere = "x_i: 2; y_i: scalar"\nat = "w = [0; 0]"\nmarks = 2'
    )
    assert found.answer == "-2*sum(i=1..2, y_i*x_i')"


@pytest.mark.parametrize("f", ["a*norm(x)", "b'*x/norm(x)", "a*log(x'x)"])
def test_zeros_hide_no_place_without_a_value(f: str) -> None:
    """a is open, so that no number is computed in which it would be found."""
    with pytest.raises(symjac.SymjacError, match="division by zero"):
        symjac.derive(f, "x", where="a: scalar; b: 2; x: 2", at="x = [0; 0]")


def test_the_only_term_has_a_name_of_its_own() -> None:
    d = symjac.derive(r"S(x) = 1/2*\sum_i x_i^2", "x_k", where="x: N")
    assert "Only the term Sₖ = ½xₖ² depends on xₖ:" in d.render("text")


@pytest.mark.parametrize(
    ("f", "x", "where"),
    [
        (r"\sum_{i=1}^N (y_i - w^T x_i)^2", "w", "x_i: D; y_i: scalar"),
        (r"\sum_i x_i^2", "x_k", "x: N"),
        (r"\log\sum_i exp(x_i)", "x_k", "x: N"),
        (r"\sum_{i,j} A_{ij} x_i x_j", "x_k", "A: N x N; x: N"),
        (r"\sum_n\sum_k r_{nk}*norm(x_n - mu_k)^2", "mu_k", "x_n: D; mu_k: D"),
    ],
)
@pytest.mark.parametrize("detail", ["exam", "brief"])
def test_every_sentence_about_sums_has_its_german(f: str, x: str, where: str, detail: str) -> None:
    d = symjac.derive(f, x, where=where, detail=detail)
    for block in d.document().blocks[1:]:
        if isinstance(block, Paragraph) and not isinstance(block, Note):
            assert german.said(block.text) is not None, plain_text(block.text)


def test_mistakes_at_a_point_lead_to_numbers() -> None:
    found = mistakes.typical(made('f = "x\'x"\nwrt = "x"\nwhere = "x: 2"\nat = "x = [1; 2]"\nmarks = 2'))
    leads = {code: re.findall(r"−?\d+", line(shown)) for code, _, shown in found}
    assert leads["SIGN"] == ["−2", "−4"]


def test_mistakes_call_commutation_matrices_as_the_solution_does() -> None:
    found = mistakes.typical(made('f = "K(A) = A\'A"\nwrt = "A"\nwhere = "A: M x N"\nmarks = 4'))
    shown = " ".join(line(leads) for _, _, leads in found)
    assert "P" in shown and "K" not in shown


def test_each_mistake_is_told_once() -> None:
    codes = [code for code, _, _ in mistakes.typical(made('f = "15*t^2 + 1"\nwrt = "t"\nmarks = 1'))]
    assert len(codes) > 1 and len(set(codes)) == len(codes)


MEAN = 'kind = "minimize"\nf = "\\\\sum_{i=1}^N (x_i - m)^2"\nwrt = "m"\nwhere = "x_i: scalar; m: scalar"\nmarks = 3'


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("sum(i=1..N, x_i)/N", "correct"),
        ("m = sum(i=1..N, x_i)/N", "correct"),
        (r"m = \frac{1}{N}\sum_{i=1}^N x_i", "correct"),
        ("m = -sum(i=1..N, x_i)/N", "wrong"),
        ("m = sum(i=1..N, x_i", "invalid"),
    ],
)
def test_an_optimum_with_a_sum_in_it_is_read(answer: str, status: str) -> None:
    (row,) = sheet(MEAN).grade([("s", "i", "a", answer)]).rows
    assert row.status == status


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_what_grading_says_of_a_mistake_is_german(kind: Any) -> None:
    said = remarks.in_german(f"{mistakes.alone(kind.sentence)} For t = 3, x = [1; 2] the value is 82, not -82.")
    assert mistakes.alone(kind.sentence) not in said and said.endswith(" Für t = 3, x = [1; 2] ist der Wert 82, nicht -82.")
    assert re.findall(r"\$[^$]*\$", said) == re.findall(r"\$[^$]*\$", kind.sentence)


def test_a_german_sheet_is_graded_in_german() -> None:
    (row,) = sheet('f = "t^3"\nwrt = "t"\nmarks = 2', "de").grade([("s", "i", "a", "-3*t^2")]).rows
    assert row.message.startswith("Ein Vorzeichen ging verloren") and " ist der Wert 27, nicht -27" in row.message


def test_stack_leaves_out_what_it_has_no_values_for() -> None:
    entry = 'f = "\\\\sum_i x_i^2"\nwrt = "x_k"\nwhere = "x: N"\nmarks = 2'
    plain = 'f = "x\'A x"\nwrt = "x"\nwhere = "A: n x n"\nmarks = 2'
    ((_, data),) = stack.files(variants_of(sheet("---".join((SUM, entry, plain))), 1))
    (question,) = ET.fromstring(data)
    assert "(c)" in str(question.findtext("name/text"))


def test_amc_gives_everyone_one_variant_with_its_parts_together() -> None:
    parts = 'f = "{d}*t^3"\nwrt = "t"\nmarks = 2\n---\nf = "{answer.a}"\nwrt = "t"\nmarks = 1'
    found = variants_of(sheet(parts, params="[item.params]\nd = {from = 2, to = 9}"), 4)
    ((_, data),) = amc.files(found)
    source = data.decode()
    elements = re.findall(r"\\element\{i\}\{(.*?)\n\}\n", source, re.DOTALL)
    ((*sets,),) = pools(found)
    assert len(elements) == len(sets) > 1 and all(one.count(r"\begin{question}") == 2 for one in elements)
    assert r"\shufflegroup{i}\insertgroup[1]{i}" in source and r"\onecopy{4}" in source
