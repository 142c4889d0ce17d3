"""The collector's thresholds during and after a computation."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

import symjac
from symjac.expr.collector import OFTEN, seldom_collected


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_it_looks_less_often_within_and_as_before_behind() -> None:
    with seldom_collected():
        assert gc.get_threshold() == (OFTEN, 10, 10)
        with seldom_collected():
            assert gc.get_threshold() == (OFTEN, 10, 10)
        assert gc.get_threshold() == (OFTEN, 10, 10)
    assert gc.get_threshold() == (700, 10, 10)


def test_a_refusal_puts_it_back() -> None:
    with pytest.raises(symjac.SymjacError):
        symjac.derive("A*x + ", "x")
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("own", [(0, 10, 10), (OFTEN + 1, 10, 10)])
def test_what_is_rarer_already_is_left(own: tuple[int, int, int]) -> None:
    gc.set_threshold(*own)
    with seldom_collected():
        assert gc.get_threshold() == own
    assert gc.get_threshold() == own


def test_what_is_set_within_stays() -> None:
    with seldom_collected():
        gc.set_threshold(1234, 5, 6)
    assert gc.get_threshold() == (1234, 5, 6)


def test_the_last_of_several_threads_puts_it_back() -> None:
    inside = Barrier(4)

    def work() -> None:
        with seldom_collected():
            inside.wait()
            assert gc.get_threshold()[0] == OFTEN

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gc.get_threshold() == (700, 10, 10)
