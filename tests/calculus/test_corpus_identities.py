"""Every identity of ../shared/corpus: the derivative is that of the oracle, and its form no longer than the book's.

The oracle is differentiated by jax where it is installed, else its value is compared and f is differentiated by dual numbers.
"""

from __future__ import annotations

import statistics
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import symjac
from symjac import verify as check
from symjac.calculus.simplify import finished
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import transpose
from symjac.expr.names import canonical
from symjac.language import parse
from symjac.verify.term import Derivative
from symjac.verify.values import laid_out
from tests.helpers.corpus import ENTRIES, SIZES, Entry, by_jax, constrained, jax, oracle, values, where

TOO_LONG = 1.25  # operators of the result, as a multiple of the book's

pytestmark = pytest.mark.skipif(not ENTRIES, reason="../shared/corpus is not beside this clone")
every_entry = pytest.mark.parametrize("entry", ENTRIES, ids=[e["id"] for e in ENTRIES])


@cache
def derived(k: int) -> symjac.Derivation:
    entry = ENTRIES[k]
    layout = "denominator" if entry["expected_layout"] == "gradient" else "numerator"
    return symjac.derive(entry["expr"], entry["wrt"], where(entry), order=entry["order"], layout=layout, order_of="columns")


# ---- the right answer ---------------------------------------------------------------------------------------------


@every_entry
def test_the_derivative_is_that_of_the_oracle(entry: Entry) -> None:
    d, at = derived(ENTRIES.index(entry)), values(entry)
    np.testing.assert_allclose(oracle(entry, at), value(d, at), rtol=1e-9, atol=1e-12)
    wanted = by_jax(entry, at) if jax() else by_dual_numbers(d, at)
    if structure := entry.get("wrt_structure"):
        wanted = constrained(wanted, structure)
    found = d.tensor(at)
    assert found.shape == shape_of(entry)
    scale = np.max(np.abs(wanted)) or 1
    np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-10 * scale, err_msg=f"{entry['expr']}  gives  {d.result}")


@every_entry
def test_the_entry_route_agrees(entry: Entry) -> None:
    """The second route, by indices in SymPy: its entries are the derivative's, and they make the same closed form."""
    try:
        d = symjac.derive(entry["expr"], entry["wrt"], where(entry), order=entry["order"], style="components")
    except symjac.UnsupportedError:
        pytest.skip("these entries have no formula")  # an inverse, a determinant: the differential route alone
    assert d.check is not None and d.style == "components"
    assert any(step.kind in ("differentiate", "component") for step in d.steps)


def shape_of(entry: Entry) -> tuple[int, ...]:
    """Shape of f, then of x once for each order: the sizes of the oracle's derivative."""
    f = parse(entry["expr"], where(entry))
    own = [n.value(SIZES) for n in f.shape if f.is_matrix or n.number != 1]
    return (*own, *(SIZES[d] for d in entry["vars"][entry["wrt"]] * entry["order"]))


def value(d: symjac.Derivation, at: dict[str, np.ndarray]) -> np.ndarray:
    from symjac.derivation.tensor import axes
    from symjac.interop.numpy import evaluate

    a = np.asarray(evaluate(d.f, at, check.symbols_of(d.f)))
    return np.reshape(a, axes(d.f, a.shape))


def by_dual_numbers(d: symjac.Derivation, at: dict[str, np.ndarray]) -> np.ndarray:
    """The array df[i..]/dx[j..] (/dx[k..]) of the checker's dual numbers, laid out row by row."""
    f, (x,) = d.f, d.variables
    rows = {canonical(name): [[Fraction(float(b)) for b in line] for line in two_axes(a)] for name, a in at.items()}
    point = check.point(check.symbols_of(f), rows, exact=False)
    if d.order == 2:
        flat = laid_out(Derivative(f, (x,), "numerator", "rows", 2), point)
    else:
        flat = check.tensor(f, x, point)
    side = {canonical(name): a.shape for name, a in at.items()}[str(x.data[0])]
    own = value(d, at).shape
    array = np.array(flat.rows if d.order == 2 else flat, dtype=float)
    return array.reshape(own + side * d.order)


def two_axes(a: np.ndarray) -> np.ndarray:
    return a.reshape(a.shape[0] if a.ndim else 1, -1)


# ---- in the book's form, or a shorter one -------------------------------------------------------------------------


def operators(expr: Expr) -> int:
    """Operators and functions written, and the constants eye, ones, zeros."""
    constants = ("eye", "ones", "zeros")
    written = list(tree(expr))
    return sum(len(e.args) - 1 if e.op.flat else 1 for e in written if e.args or e.op.name in constants)


def tree(expr: Expr) -> list[Expr]:
    """Every node as often as it is written."""
    stack, found = [expr], []
    while stack:
        found.append(stack.pop())
        stack.extend(found[-1].args)
    return found


def ratio(k: int) -> float | None:
    """Operators of the result by those of the book's."""
    entry = ENTRIES[k]
    if not entry["expected"] or entry.get("wrt_structure"):
        return None
    result, expected = derived(k).result, parse(entry["expected"], where(entry))
    if entry["expected_layout"] == "numerator-transposed":
        result = finished(transpose(result), derived(k).f)
    return operators(result) / max(1, operators(expected))


@every_entry
def test_the_form_is_no_longer_than_the_book(entry: Entry) -> None:
    k = ENTRIES.index(entry)
    found = ratio(k)
    assert found is None or found <= TOO_LONG, f"{derived(k).result}   book: {entry['expected']}"


def test_half_of_the_forms_are_as_short_as_the_book_or_shorter() -> None:
    ratios = [r for k in range(len(ENTRIES)) if (r := ratio(k)) is not None]
    assert statistics.median(ratios) <= 1.0


@every_entry
def test_the_result_is_read_back_as_the_same_expression(entry: Entry) -> None:
    d = derived(ENTRIES.index(entry))
    assert parse(str(d.result), where(entry)) is d.result or unread_size(d), str(d.result)


def unread_size(d: symjac.Derivation) -> bool:
    """A size that belongs to no variable of the result is read as a variable."""
    left = {name for e in check.symbols_of(d.result) for side in e.shape for name in side.names}
    return any(e.op.name == "size" and not e.data[0].names <= left for e in postorder(d.result))
