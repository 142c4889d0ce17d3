"""A formula is read alike in every hand: a few of the many pastes that benchmarks/pastes.py makes."""

from __future__ import annotations

import os

import pytest

from symjac.errors import SymjacError
from symjac.language import parse
from tests.helpers.pastes import paste, sources
from tests.helpers.places import CORPUS

COUNT = int(os.environ.get("SYMJAC_PASTES", "0")) or 400


def reading(text: str, where: str | None) -> str | None:
    try:
        return str(parse(text, where))
    except SymjacError:
        return None


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_a_formula_is_read_alike_in_every_hand() -> None:
    known = [(text, where, r) for text, where in sources() if (r := reading(text, where)) is not None]
    assert len(known) > 100
    wrong = []
    for seed in range(COUNT):
        text, where, expected = known[seed % len(known)]
        if (found := reading(typed := paste(text, seed), where)) != expected:
            wrong.append((typed, expected, found))
    assert not wrong, wrong[:5]
