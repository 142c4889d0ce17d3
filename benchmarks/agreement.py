"""Whether a formula in named tensors is the formula: its value and its derivative against ours, at a random point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations, product
from typing import Any

import numpy as np

import symjac
from benchmarks.corpus import symbol_of
from benchmarks.named import WAYS, Writer, gradient
from benchmarks.tensors import evaluated
from symjac.errors import SymjacError
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.interop.numpy import evaluate

Arrays = dict[str, Any]
LARGE = 1e9  # near a singular matrix two right answers differ


def agree(d: symjac.Derivation, name: str, order: int, ways: Iterable[str]) -> bool:
    """Its value and the derivative, however it is worked out, are ours at the first point where ours are finite."""
    f, variables = d.f, list(d.problem.symbols.values())
    x = symbol_of(f, name)
    for arrays, sizes in points(variables):
        own = ours(d, arrays, sizes)
        if own is None:
            continue
        value = evaluated(Writer(x).outermost(f), arrays, sizes)
        found = [evaluated(WAYS[way](gradient(f, x, order)), arrays, sizes) for way in ways]
        return close(value, own[0].reshape(value.shape)) and all(close(each, own[1]) for each in found)
    raise AssertionError(f"{f} has no value at any of the points")


def ours(d: symjac.Derivation, arrays: Arrays, sizes: dict[str, int]) -> tuple[Any, Any] | None:
    try:
        with np.errstate(all="ignore"):
            value = evaluate(d.f, arrays, d.problem.symbols.values(), sizes)
            derivative = d.tensor(**arrays)
    except SymjacError:
        return None
    return (value, derivative) if all(np.max(np.abs(a)) < LARGE for a in (value, derivative)) else None


def close(a: Any, b: Any) -> bool:
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-7, atol=1e-8 * max(1.0, np.max(np.abs(b)))))


def points(variables: Iterable[Expr]) -> Iterator[tuple[Arrays, dict[str, int]]]:
    """Distinct sizes in every order, for X'X wants more rows and XX' more columns; and numbers of several draws."""
    names = sorted({name for s in variables for n in s.shape for name in n.names})
    for seed, values in product(range(5), permutations(range(2, 2 + len(names)))):
        sizes = dict(zip(names, values, strict=True))
        source = np.random.default_rng(seed)
        yield {str(s): array(source, s, sizes) for s in variables}, sizes


def array(source: Any, s: Expr, sizes: dict[str, int]) -> Any:
    """Positive entries, for a logarithm or a root; far from singular where square."""
    a = source.uniform(0.5, 1.5, [n.value(sizes) for n in s.shape if n != ONE])
    if not s.is_matrix:
        return a
    if s.shape[0] != s.shape[1]:
        return a / 5  # a column is not small beside Ax
    words, n = set(s.data[1]), len(a)
    if "orthogonal" in words:
        return np.linalg.qr(a)[0]
    if "diagonal" in words:
        return np.diag(np.diag(a))
    a = a + n * np.eye(n)
    return (a + a.T) / 2 if words & {"symmetric", "posdef"} else a
