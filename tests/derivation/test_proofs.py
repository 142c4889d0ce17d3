"""Why the quoted rules hold: each proof is checked, stands once, in full alone, and a false line in it is caught."""

from __future__ import annotations

import pytest

import symjac
from symjac.derivation.proofs import registry
from symjac.derivation.proofs.registry import Proof, proofs
from symjac.derivation.rules import Letters
from symjac.derivation.trail import Trail
from symjac.errors import CheckError
from symjac.expr.make import function, mul, neg
from symjac.language import read
from symjac.verify import Claim, verify
from symjac.verify.term import Value, value_term
from symjac.writing.block import Details
from tests.helpers import planted

QUOTED = [
    ("log(det(X))", "X", "differential", ["det"]),
    ("log(det(X))", "X", "chain", ["det"]),
    ("logdet(A + X)", "X", "differential", ["det", "logdet"]),
    ("X^-1", "X", "differential", ["inv", "vectorise"]),
    ("X^-1", "X", "components", []),
    ("softmax(A*x)", "x", "differential", ["softmax"]),
    ("softmax(x)", "x", "components", []),
    ("logsumexp(A*x)", "x", "chain", ["logsumexp"]),
    ("norm(A*x - b)", "x", "differential", ["squared norm", "norm"]),
    ("norm(A*x - b)^2", "x", "differential", ["squared norm"]),
    ("norm(A*X - B)", "X", "differential", ["squared norm", "norm"]),
    ("norm(A*x - b)^2", "x", "components", []),
    ("sigmoid(A*x + b)", "x", "chain", ["sigmoid"]),
    ("tanh(W*x)", "x", "components", ["tanh"]),
    ("sum(tanh(W*x)) + sum(tanh(x))", "x", "differential", ["tanh"]),
    ("norm(A - U*V')^2", "U", "chain", ["squared norm", "vectorise"]),
    ("A*x + b", "x", "components", []),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "wrt", "style", "wanted"), QUOTED)
def test_the_rules_that_are_quoted_are_proved_once(formula: str, wrt: str, style: str, wanted: list[str]) -> None:
    d = symjac.derive(formula, wrt, style=style)
    assert [p.title for p in d.proofs if p.title not in {proofs()[name].title for name in wanted}] in (
        [],
        ["the rule for the squared norm"],
    )
    assert {proofs()[name].title for name in wanted} <= {p.title for p in d.proofs}
    assert len({p.title for p in d.proofs}) == len(d.proofs)
    shown = [block for block in d.document().blocks if isinstance(block, Details)]
    assert len(shown) == len(d.proofs)


@pytest.mark.parametrize("detail", ["brief", "exam"])
def test_there_are_proofs_in_full_alone(detail: str) -> None:
    d = symjac.derive("log(det(X))", "X", style="differential", detail=detail)
    assert not d.proofs
    assert "Proof" not in d.render("text")


def test_the_lines_of_proofs_are_counted_with_those_that_are_checked() -> None:
    full, exam = (symjac.derive("log(det(X))", "X", style="differential", detail=detail) for detail in ("full", "exam"))
    assert full.check is not None
    assert exam.check is not None
    assert full.check.lines == exam.check.lines + sum(len(p.steps) for p in full.proofs)
    assert all(step.check for p in full.proofs for step in p.steps)


@pytest.mark.parametrize("name", sorted(proofs()))
@pytest.mark.parametrize("typed", ["x", "u'*U*z + sum(n*A*p) + sum(t*Y*B*p)"])
def test_every_proof_holds_in_letters_that_are_free(name: str, typed: str) -> None:
    problem = (
        read(typed, typed[0], None)
        if typed == "x"
        else read(typed, "u", "U: m x m; A: m x m; Y: m x m; B: m x m; u: m; z: m; n: scalar; p: m; t: scalar")
    )
    letters = Letters(symjac.derivation.question.Question(problem, (problem.symbols[typed[0]],)))
    trail = Trail()
    proofs()[name].prove(None, letters, trail)
    assert verify([Claim(s.before, s.after, s.free) for s in trail.steps if s.before is not None], ()).lines == len(trail.steps)


def test_a_false_line_in_a_proof_is_caught() -> None:
    def wrong(e: object, letters: Letters, trail: Trail) -> None:
        proofs_before["inv"].prove(None, letters, trail)
        step = trail.steps[-1]
        assert isinstance(step.after.meaning, Value)
        object.__setattr__(step, "after", value_term(neg(step.after.meaning.expr)))

    proofs_before = dict(proofs())
    with (
        planted.attribute(registry, "_proofs", proofs_before | {"inv": Proof("inv", "the rule", wrong)}),
        pytest.raises(CheckError),
    ):
        symjac.derive("X^-1", "X", style="differential").render("text")


def test_a_false_rule_is_not_proved() -> None:
    """d(U⁻¹) = U⁻¹ (dU) U⁻¹, wherever it is used."""
    rule = lambda e, d: mul(e, d[0], function("transpose", e))  # noqa: E731
    with planted.op("inv", differential=rule), pytest.raises(CheckError):
        symjac.derive("X^-1", "X", style="differential")
