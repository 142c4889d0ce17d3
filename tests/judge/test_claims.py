"""Every published claim is judged as it deserves: the status, and the mistakes that are due."""

from __future__ import annotations

from typing import Any

import pytest

import symjac
from tests.helpers.places import cases, entries

OPTIONS = ("order", "layout", "order_of", "at")


def judged(entry: dict[str, Any], claim: str) -> symjac.Verdict:
    return symjac.check(entry["f"], entry["wrt"], claim, entry["where"], **{k: entry[k] for k in OPTIONS if entry.get(k)})


@pytest.mark.parametrize("entry", cases("claims.jsonl"))
def test_a_claim_is_judged_as_it_deserves(entry: dict[str, Any]) -> None:
    for claim in {entry["claim"], entry["claim_plain"]} - {None}:
        verdict = judged(entry, claim)
        assert verdict.status == entry["status"], verdict.message
        assert bool(verdict) == (entry["status"] in ("correct", "unsimplified"))
        due, found = set(entry.get("mistakes") or ()), set(verdict.codes)
        assert (due & found if entry.get("mistakes_any") else due <= found) or not due


@pytest.mark.parametrize("entry", cases("claims.jsonl"))
def test_a_wrong_answer_has_a_counterexample_that_holds(entry: dict[str, Any]) -> None:
    verdict = judged(entry, entry["claim"])
    assert (verdict.counterexample is not None) == (verdict.status == "wrong")
    if verdict.counterexample is not None:
        assert verdict.counterexample.right != verdict.counterexample.claimed


def test_the_right_answer_is_not_given_away() -> None:
    for entry in entries("claims.jsonl"):
        if entry["status"] == "wrong" and not entry.get("at"):
            verdict = judged(entry, entry["claim"])
            assert verdict.asked is not None
            answer = str(verdict.asked.result)
            assert answer not in verdict.message or answer in entry["f"] or len(answer) < 4
