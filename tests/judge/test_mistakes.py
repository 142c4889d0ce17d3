"""Every kind of mistake: its example is judged wrong and it is the one that is named; the table in the docs has all of them."""

from __future__ import annotations

import json

import pytest

import symjac
from symjac.judge.mistakes.mutant import Kind
from symjac.judge.mistakes.registry import kinds
from symjac.judge.words import plain
from symjac.writing.formats.json import schema
from tests.helpers.places import ROOT

FORMATS = ("text", "latex", "html", "markdown", "json", "typst")


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_the_example_of_a_mistake_is_recognised(kind: Kind) -> None:
    f, wrt, where, claim = kind.example
    at = "x = [1; 1]" if kind.code == "EVAL" else None
    verdict = symjac.check(f, wrt, claim, where, at=at)
    assert verdict.status == "wrong" and kind.code in verdict.codes, verdict


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_the_docs_have_every_mistake(kind: Kind) -> None:
    page = (ROOT / "docs" / "judging.md").read_text("utf-8")
    assert f"| `{kind.code}` |" in page
    assert plain(kind.sentence) in page and kind.example[3].replace("|", r"\|") in page


def test_a_pair_of_mistakes_is_recognised() -> None:
    verdict = symjac.check("norm(b - A*x)^2", "x", "(b - A*x)'*A", "A: m x n; x: n; b: m")
    assert set(verdict.codes) == {"SIGN", "F2"}
    verdict = symjac.check("x'*A*x", "x", "-2*x'*A", "A: n x n")
    assert {"SYM", "SIGN"} <= set(verdict.codes)


@pytest.mark.parametrize(
    ("f", "where", "claim", "fact"),
    [
        ("x'*x", "x: n", "6*x'", "up to the factor 3"),
        ("norm(Q*x - b)^2", "Q: n x n; b: n; x: n", "2*x' - 2*b'*Q", "orthogonal Q"),
        ("-y'*log(softmax(x))", "y: k; x: k", "softmax(x)' - y'", "add up to 1"),
        ("norm(A*x - b)^2", "A: m x n; x: n; b: m", "2*x'*A'*A + 5*b'*A", "b = 0"),
        ("1/6*x'*x", "x: n", "0.333333*x'", "nearly right"),
        ("x'*A*x", "A: n x n", "x'*A + 3*x'*A'", "one term is wrong"),
        ("logdet(x)", "x: n x n symmetric invertible", "inv(x)", "as if it were not symmetric"),
        ("logsumexp(A*x)", "A: m x n", "ones(m)'*A", "m = 1"),
    ],
)
def test_what_is_true_of_a_wrong_answer_is_said(f: str, where: str, claim: str, fact: str) -> None:
    verdict = symjac.check(f, "x", claim, where)
    assert verdict.status == "wrong"
    assert any(fact in said for said in verdict.facts), verdict.facts


def test_the_step_of_the_derivation_is_named() -> None:
    verdict = symjac.check("norm(y - Phi*theta)^2", "theta", "2*(y - Phi*theta)'*Phi", "Phi: N x D")
    derivation = symjac.derive("norm(y - Phi*theta)^2", "theta", "Phi: N x D")
    assert verdict.mistakes[0].step in {step.id for step in derivation.steps}


VERDICTS = {
    "correct": "x'*A + x'*A'",
    "unsimplified": "x'*A + x'*A' + 0*x'",
    "layout": "(A + A')*x",
    "wrong": "2*x'*A",
    "invalid": "x'*A + ",
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("status", VERDICTS)
def test_a_verdict_is_drawn_in_every_format(status: str, format: str) -> None:
    verdict = symjac.check("x'*A*x", "x", VERDICTS[status], "A: n x n")
    assert verdict.status == status
    text = verdict.render(format)
    assert text
    if format == "text" and status == "wrong":
        assert "A + Aᵀ" not in text, "the answer is not given away"
        assert "A + Aᵀ" in verdict.render(format, reveal=True)


def test_the_document_in_the_json_keeps_to_its_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    record = json.loads(symjac.check("x'*A*x", "x", "2*x'*A", "A: n x n").render("json"))
    assert record["schema"] == "symjac/verdict/1" and record["status"] == "wrong"
    jsonschema.validate({"schema": schema()["properties"]["schema"]["const"], **record["document"]}, schema())
