"""benchmarks/peers.py times what each tool answers, and what is written in another's tensors is the same formula."""

from __future__ import annotations

import time

import pytest

from benchmarks import peers
from benchmarks.turns import Method, in_turn

ENTRY = {"id": "", "expr": "a'*inv(X)*b", "wrt": "X", "vars": {"a": ["n"], "X": ["n", "n"], "b": ["n"]}, "order": 1}


def wait() -> None:
    while True:
        time.sleep(0.01)


def refuse() -> None:
    raise RecursionError


def test_every_method_has_its_times_or_why_there_are_none() -> None:
    methods = {"quick": Method(lambda _: 1), "slow": Method(lambda _: wait()), "none": Method(lambda _: refuse())}
    methods["unfinished"] = Method(lambda _: 1, answers=lambda found: found == 2)
    found = in_turn(methods, 3, 0.1)
    assert len(found["quick"].rounds) == 3
    assert {name: found[name].failure for name in ("slow", "none", "unfinished")} == {
        "slow": "> 0 s", "none": "RecursionError", "unfinished": "no answer",
    }  # fmt: skip


def test_symjac_and_sympy_answer_without_tensorgrad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "TENSORGRAD", False)
    methods, missing = peers.methods_of(ENTRY)
    assert missing == "" and list(methods) == [*peers.OWN, peers.SYMPY]
    assert all(len(times.rounds) == 1 for times in in_turn(methods, 1, 60).values())


def test_a_formula_written_wrongly_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tensorgrad")
    from benchmarks import named

    peers.same(ENTRY)
    monkeypatch.setitem(named.WRITERS, "inv", lambda w, e, r, c: named.F.inverse(w.write(e.args[0], r, c)))
    with pytest.raises(AssertionError):
        peers.same(ENTRY)
