"""Rows in, verdicts out: in order, as a stream, in processes, on executors; no bad row and no dead worker stops the rest."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import symjac
from symjac.judge.many import AHEAD, CHUNK

Row = dict[str, Any]
WHERE = "A: n x n; x: n"
KINDS = [("x'*(A + A')", "correct"), ("2*x'*A", "wrong"), ("(A + A')*x", "layout"), ("x'*A + A*x", "invalid")]


def rows(count: int) -> Iterator[Row]:
    for k in range(count):
        yield {"f": "x'*A*x", "wrt": "x", "where": WHERE, "claim": KINDS[k % len(KINDS)][0]}


def wanted(count: int) -> list[str]:
    return [KINDS[k % len(KINDS)][1] for k in range(count)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_verdicts_come_in_the_order_of_the_rows(jobs: int) -> None:
    assert [v.status for v in symjac.check_many(rows(70), jobs=jobs)] == wanted(70)


def test_any_executor_will_do() -> None:
    """Threads, too, that take turns all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as executor:
            assert [v.status for v in symjac.check_many(rows(80), executor=executor)] == wanted(80)
    finally:
        sys.setswitchinterval(before)


BAD: list[Row] = [
    {},
    {"f": "x'*", "wrt": "x", "claim": "x"},
    {"f": "x'*x", "wrt": "x"},
    {"f": "x'*x", "wrt": "x", "claim": "2*x'", "order": "three"},
    {"f": "x'*x", "wrt": "x", "claim": None},
    {"f": "x'*x", "wrt": "x", "claim": "2*x'", "layout": "diagonal"},
]


def test_a_bad_row_does_not_stop_the_rest() -> None:
    good = {"f": "x'*x", "wrt": "x", "where": "x: n", "claim": "2*x'"}
    found = [v.status for v in symjac.check_many([row for bad in BAD for row in (bad, good)])]
    assert found == ["invalid", "correct"] * len(BAD)


@pytest.mark.parametrize("jobs", [1, 2])
def test_rows_are_read_as_they_are_needed(jobs: int) -> None:
    read = 0

    def endless() -> Iterator[Row]:
        nonlocal read
        while True:
            read += 1
            yield next(rows(1))

    verdicts = symjac.check_many(endless(), jobs=jobs)
    assert next(verdicts).status == "correct"
    assert read <= CHUNK * (AHEAD * jobs + 2)
    verdicts.close()  # type: ignore[attr-defined]


def judge_or_die(chunk: list[Row]) -> list[symjac.Verdict]:
    """What a worker does that is killed by the first row it sees, once."""
    marker = chunk[0].get("kill")
    if marker and not os.path.exists(marker):
        open(marker, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    from symjac.judge.many import judged_row

    return [judged_row(row) for row in chunk]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_killed_process_takes_no_row_with_it(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import symjac.judge.many as many

    monkeypatch.setattr(many, "judged", judge_or_die)
    some = list(rows(3 * CHUNK))
    some[CHUNK]["kill"] = str(tmp_path / "killed")
    assert [v.status for v in symjac.check_many(some, jobs=2)] == wanted(3 * CHUNK)
    assert (tmp_path / "killed").exists()


def test_on_a_dask_cluster_one_of_whose_workers_is_killed() -> None:
    """A real scheduler and two workers in processes of their own on this machine."""
    distributed = pytest.importorskip("distributed")
    local = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with local as cluster, distributed.Client(cluster) as client:
        pids = client.run(os.getpid)
        verdicts = symjac.check_many(rows(8 * CHUNK), executor=client.get_executor())
        found = [next(verdicts).status]
        os.kill(next(iter(pids.values())), signal.SIGKILL)
        found += [v.status for v in verdicts]
    assert found == wanted(8 * CHUNK)
