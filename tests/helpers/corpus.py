"""The identities of ../shared/corpus at random points: declarations, values, the oracle, and its derivative by JAX."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from tests.helpers.places import entries

SIZES = {"m": 2, "n": 3, "p": 4, "k": 5, "q": 6}

Entry = dict[str, Any]
ENTRIES: list[Entry] = entries("identities.jsonl")


def words(entry: Entry, name: str) -> list[str]:
    """What is assumed of a variable. For the variable itself, only wrt_structure constrains the derivative."""
    given = entry.get("assume", {}).get(name, [])
    given = [given] if isinstance(given, str) else list(given)
    structure = entry.get("wrt_structure") if name == entry["wrt"] else None
    return [structure] if structure else given


def where(entry: Entry) -> dict[str, str]:
    return {name: " ".join([" x ".join(shape) or "scalar", *words(entry, name)]) for name, shape in entry["vars"].items()}


def values(entry: Entry) -> dict[str, np.ndarray]:
    """Random multiples of 1/64, exact as fractions, with what is assumed, at which the oracle has a value."""
    source = np.random.default_rng(sum(map(ord, entry["id"])))
    for _ in range(50):
        shapes = {name: [SIZES[d] for d in shape] for name, shape in entry["vars"].items()}
        at = {name: drawn(source, shape, assumed(entry, name)) for name, shape in shapes.items()}
        with np.errstate(invalid="ignore"):
            if np.all(np.isfinite(oracle(entry, at))):
                return at
    raise AssertionError(f"no point found for {entry['id']}")


def assumed(entry: Entry, name: str) -> list[str]:
    given = entry.get("assume", {}).get(name, [])
    return [given] if isinstance(given, str) else list(given)


def drawn(source: np.random.Generator, shape: list[int], assumptions: list[str]) -> np.ndarray:
    a = np.round(source.uniform(-1.5, 1.5, shape) * 64) / 64
    a = np.where(a == 0, 0.5, a)
    if "positive" in assumptions:
        a = np.abs(a) + 0.25
    if "symmetric" in assumptions:
        a = (a + a.T) / 2
    if "diagonal" in assumptions:
        a = np.diag(np.diag(a))
    if "posdef" in assumptions:
        a = a @ a.T / 4 + np.eye(shape[0])
    if "invertible" in assumptions:
        a = a + 2 * np.eye(shape[0])
        a[0] *= np.sign(np.linalg.det(a))
    return np.asarray(a)


def oracle(entry: Entry, at: dict[str, np.ndarray]) -> np.ndarray:
    """The value of f by the corpus's own NumPy expression."""
    return np.asarray(eval(entry["oracle"], {"jnp": np, **at}))  # noqa: S307  (our own data, in a test)


@cache
def jax() -> Any:
    try:
        import jax as found
    except ImportError:
        return None
    found.config.update("jax_enable_x64", True)
    return found


def by_jax(entry: Entry, at: dict[str, np.ndarray]) -> np.ndarray:
    jnp = jax().numpy
    wrt = entry["wrt"]
    f = eval(f"lambda {wrt}: {entry['oracle']}", {"jnp": jnp, **{n: jnp.asarray(a) for n, a in at.items()}})  # noqa: S307
    differentiate = jax().hessian if entry["order"] == 2 else jax().jacfwd
    return np.asarray(differentiate(f)(jnp.asarray(at[wrt])))


def constrained(g: np.ndarray, structure: str) -> np.ndarray:
    return np.diag(np.diag(g)) if structure == "diagonal" else g + g.T - np.diag(np.diag(g))
