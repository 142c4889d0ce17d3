"""Many examples at once: the same as one after the other, over the corpus, without a loop; a misfit names its argument."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import symjac
from tests.helpers.corpus import ENTRIES, Entry, values, where

COUNT = 7  # examples: none of the sizes of the corpus
Arrays = dict[str, Any]


def scaled(at: Arrays, names: tuple[str, ...]) -> list[Arrays]:
    """Examples in which these arrays differ; what was symmetric, definite, diagonal stays so."""
    return [{name: a * (1 + k / 1000) if name in names else a for name, a in at.items()} for k in range(COUNT)]


def stacked(many: list[Arrays], names: tuple[str, ...]) -> Arrays:
    return {name: np.stack([one[name] for one in many]) if name in names else a for name, a in many[0].items()}


def agree(found: Any, one_by_one: list[Any]) -> None:
    wanted = np.stack([np.asarray(a) for a in one_by_one])
    assert np.shape(found) == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-9 * (np.max(np.abs(wanted), initial=0) or 1))


def choices(entry: Entry) -> list[tuple[str, ...]]:
    """The variable, another array, and both."""
    others = [name for name in entry["vars"] if name != entry["wrt"]][:1]
    return [(entry["wrt"],), *((name,) for name in others), *((entry["wrt"], name) for name in others)]


@pytest.mark.parametrize("entry", ENTRIES[1::2], ids=[e["id"] for e in ENTRIES[1::2]])
def test_a_batch_is_one_example_after_the_other(entry: Entry) -> None:
    d = symjac.derive(entry["expr"], entry["wrt"], where(entry), order=entry["order"], check=False)
    at = values(entry)
    one = d.function(value=True)
    for names in choices(entry):
        try:
            run = d.function(value=True, batch=", ".join(names))
        except symjac.UnsupportedError as refused:
            assert "an exponent that differs" in str(refused)
            continue
        many = scaled(at, names)
        f, slope = run(**stacked(many, names))
        agree(f, [one(**a)[0] for a in many])
        agree(slope, [one(**a)[1] for a in many])


@pytest.mark.parametrize("entry", ENTRIES[5::24], ids=[e["id"] for e in ENTRIES[5::24]])
@pytest.mark.parametrize("target", ["jax", "torch"])
def test_a_batch_in_other_languages(entry: Entry, target: str) -> None:
    library = pytest.importorskip(target)
    d = symjac.derive(entry["expr"], entry["wrt"], where(entry), order=entry["order"], check=False)
    names = choices(entry)[-1]
    many = scaled(values(entry), names)
    one, run = d.function(), d.function(target, batch=", ".join(names))
    given = stacked(many, names)
    if target == "jax":
        with library.enable_x64(True):
            found = np.asarray(library.jit(run)(**given))
    else:
        found = np.asarray(run(**{name: library.as_tensor(a) for name, a in given.items()}))
    agree(found, [one(**a) for a in many])


PROBLEMS = [
    ("softplus(w'*x) - y*(w'*x)", "w", "x: n", 1, "x, y"),
    ("softplus(w'*x) - y*(w'*x)", "w", "x: n", 2, "x, y"),
    ("norm(W*x - y)^2 + norm(W)^2", "W", "W: m x n", 2, "x, y"),
    ("norm(W*x - y)^2", "x", "W: m x n", 2, "W"),
    ("logsumexp(x) + lambda/2*norm(x)^2", "x", "x: n; lambda: scalar positive", 2, "x"),
    ("logsumexp(x) + lambda/2*norm(x)^2", "x", "x: n; lambda: scalar positive", 2, "lambda"),
    ("(y - mu)'*inv(S)*(y - mu)/2 + logdet(S)/2", "mu", "S: n x n posdef", 1, "S"),
    ("(y - mu)'*inv(S)*(y - mu)/2 + logdet(S)/2", "mu", "S: n x n posdef", 2, "y"),
    ("norm([x; 1])^2 + sum(x*x')", "x", "x: n", 1, "x"),
    ("norm([A, x; x', t])^2", "x", "A: n x n", 1, "x, t"),
    ("[a; x]'*[x; a]", "x", "x: n; a: n", 1, "a"),
    ("x'*A^3*x", "x", "A: n x n", 1, "A"),
    ("tr(inv(A)*B)", "B", "A: n x n; B: n x n", 1, "A"),
]


def point(d: symjac.Derivation, more: dict[str, tuple[int, ...]]) -> Arrays:
    source, sizes, found = np.random.default_rng(3), {"m": 4, "n": 3}, {}
    for s in d.problem.symbols.values():
        a = source.normal(size=[n.value(sizes) for n in s.shape if n.number != 1])
        a = a @ a.T + np.eye(3) if "posdef" in s.data[1] else np.abs(a) + 0.5 if "positive" in s.data[1] else a
        found[{"lambda": "lambda_"}.get(str(s), str(s))] = a
    return found | {name: source.normal(size=shape) for name, shape in more.items()}


@pytest.mark.parametrize(("f", "wrt", "shapes", "order", "batch"), PROBLEMS)
def test_what_else_can_be_asked_for_comes_in_batches_too(f: str, wrt: str, shapes: str, order: int, batch: str) -> None:
    d = symjac.derive(f, wrt, shapes, order=order, check=False)
    names = tuple({"lambda": "lambda_"}.get(name, name) for name in batch.split(", "))
    options: list[tuple[dict[str, Any], dict[str, tuple[int, ...]]]] = [({"value": True}, {})]
    shape = point(d, {})[wrt].shape
    options.append(({"times": "v"}, {"v": shape}))
    if d.order == 2 and d.structure.kind != "low rank":
        options.append(({"solve": "r"}, {"r": shape}))
    for asked, more in options:
        extra = (*names, *more)
        many = scaled(point(d, more), extra)
        found = d.function(batch=batch, **asked)(**stacked(many, extra))
        one_by_one = [d.function(**asked)(**a) for a in many]
        if asked == {"value": True}:
            agree(found[0], [a[0] for a in one_by_one])
            found, one_by_one = found[1], [a[1] for a in one_by_one]
        agree(found, one_by_one)


def test_several_variables_and_parts() -> None:
    d = symjac.derive("z = W*x + b; L = logsumexp(z) - y'*z", "W, b", "W: m x n", check=False)
    many = scaled(point(d, {}), ("x", "y"))
    f, slopes = d.function(value=True, batch="x, y")(**stacked(many, ("x", "y")))
    one_by_one = [d.function(value=True)(**a) for a in many]
    agree(f, [a[0] for a in one_by_one])
    for name in ("W", "b"):
        agree(slopes[name], [a[1][name] for a in one_by_one])
    d = symjac.derive("logsumexp(x)", "x", "x: n", order=2, check=False)
    many = scaled(point(d, {}), ("x",))
    parts = d.function(structure=True, batch="x")(**stacked(many, ("x",)))
    for name in ("d", "u"):
        agree(parts[name], [d.function(structure=True)(**a)[name] for a in many])


@pytest.mark.parametrize("target", ["numpy", "jax", "torch"])
def test_there_is_no_loop(target: str) -> None:
    for f, wrt, shapes, order, batch in PROBLEMS:
        source = symjac.derive(f, wrt, shapes, order=order, check=False).code(target, batch=batch)
        assert not re.search(r"\b(for|while|vmap|vectorize|map)\b", source.split('"""')[2]), source


def test_products_of_matrices_go_through_the_library() -> None:
    """einsum has no fast product of matrices; for every example there is @."""
    d = symjac.derive("norm(A*X)^2", "X", "A: m x n; X: n x k", check=False)
    assert "einsum" not in d.code(batch="A, X") and d.code(batch="A, X").count(" @ ") == 2
    assert "x @ w" in symjac.derive("sin(w'*x)", "w", "x: n", check=False).code(batch="x")


def test_arguments_that_do_not_fit_are_named() -> None:
    run = symjac.derive("softplus(w'*x) - y*(w'*x)", "w", "x: n", check=False).function(batch="x, y")
    good = {"w": np.ones(3), "x": np.ones((5, 3)), "y": np.ones(5)}
    assert run(**good).shape == (5, 3)
    for name, bad, said in (
        ("x", np.ones(3), r"of shape \(batch, n\), and has the shape \(3,\)"),
        ("x", np.ones((5, 4)), r"of shape \(batch, n\), that is \(5, 3\), and has the shape \(5, 4\)"),
        ("y", np.ones(4), r"of shape \(batch,\), that is \(5,\), and has the shape \(4,\)"),
        ("y", 1.0, r"of shape \(batch,\)"),
    ):
        with pytest.raises(ValueError, match=f"^{name} must be {said}"):
            run(**{**good, name: bad})


def test_what_makes_no_sense_is_refused() -> None:
    d = symjac.derive("x^k*y", "x", "x: scalar", check=False)
    with pytest.raises(symjac.ParseError, match="batch: `z` is not in the formula"):
        d.code(batch="x, z")
    with pytest.raises(symjac.ParseError, match="batch"):
        d.code(batch="")
    with pytest.raises(symjac.UnsupportedError, match="an exponent that differs from example to example"):
        d.code(batch="k")


def test_the_letter_of_the_batch_is_a_free_one() -> None:
    source = symjac.derive("batch'*x", "x", "x: n", check=False).code(batch="batch")
    assert "batch: of shape (batch_, n)" in source
