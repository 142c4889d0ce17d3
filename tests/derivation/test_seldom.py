"""The collector of cycles is as it was when a derivation is over, however it ends, and left alone where somebody has set it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

import symjac
from symjac.derivation.seldom import YOUNG, cycles_seldom


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_it_is_back_after_a_derivation_and_after_a_failure() -> None:
    symjac.derive("x'A x", "x")
    assert gc.get_threshold() == (700, 10, 10)
    with pytest.raises(symjac.ParseError):
        symjac.derive("x'A (", "x")
    assert gc.get_threshold() == (700, 10, 10)


def test_the_last_one_out_restores_it() -> None:
    with cycles_seldom():
        with cycles_seldom():
            assert gc.get_threshold() == (YOUNG, 10, 10)
        assert gc.get_threshold() == (YOUNG, 10, 10)
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("own", [0, 10 * YOUNG])
def test_who_wants_no_collector_or_one_that_comes_later_keeps_it(own: int) -> None:
    gc.set_threshold(own, 10, 10)
    with cycles_seldom():
        assert gc.get_threshold()[0] == own
    assert gc.get_threshold()[0] == own


def test_what_is_set_meanwhile_stays() -> None:
    with cycles_seldom():
        gc.set_threshold(1234, 5, 5)
    assert gc.get_threshold() == (1234, 5, 5)
