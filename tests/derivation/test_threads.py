"""Threads: a node is one object, whoever makes it first; a derivation comes out as it does alone."""

from __future__ import annotations

import subprocess
import sys

import symjac
from symjac.errors import SymjacError
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr
from symjac.expr.make import add, number, symbol
from tests.helpers.fresh import at_once, formula, switching
from tests.helpers.places import ROOT

COLD = """
import symjac
from tests.helpers.fresh import THREADS, at_once, formula
for found in zip(*at_once(lambda given: str(symjac.derive(*given).result), [formula(k) for k in range(4)])):
    assert len(set(found)) == 1, found
"""


def derived(given: tuple[str, str]) -> str:
    try:
        return str(symjac.derive(*given, check=False).result)
    except SymjacError as failure:
        return repr(failure)


def test_equal_nodes_of_several_threads_are_one_object() -> None:
    def made(k: int) -> Expr:
        return add(symbol(f"thread_{k}", SCALAR), number(k + 10**6))

    with switching(1e-6):
        found = at_once(made, range(4000))
    assert all(len(set(map(id, nodes))) == 1 for nodes in zip(*found, strict=True))


def test_a_derivation_among_threads_is_that_of_one_thread() -> None:
    """A thousand derivations, of formulas that are new to all the threads."""
    given = [formula(k) for k in range(128)]
    with switching(1e-6):
        found = at_once(derived, given)
    alone = [derived(each) for each in given]
    assert [results for results in found if results != alone] == []


def test_eight_threads_may_come_first() -> None:
    """What is loaded when it is first needed is loaded by one of them, and the others wait."""
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", COLD], cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-1500:]
