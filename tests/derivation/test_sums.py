"""Sums over an index: what is read, and that the derivative is right for every member, against NumPy's differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import symjac
from symjac.derivation.derivation import Derivation

N, M, D, K = 5, 4, 3, 2
rng = np.random.default_rng(7)
DATA: dict[str, Any] = {
    "x": rng.normal(size=(N, D)), "y": rng.normal(size=N), "w": rng.normal(size=D), "mu": rng.normal(size=(K, D)),
    "r": rng.normal(size=(N, K)), "a": rng.normal(size=(N, N)), "t": rng.normal(size=N), "z": rng.normal(size=K),
    "W": rng.normal(size=(M, D)), "u": rng.normal(size=(N, M)), "lambda": 0.7, "b": 0.3,
}  # fmt: skip
Arrays = dict[str, Any]


def sigmoid(t: Any) -> Any:
    return 1 / (1 + np.exp(-t))


CASES: list[tuple[str, str, Callable[..., Any]]] = [
    (r"\sum_{i=1}^N (y_i - w^\top x_i)^2", "w", lambda x, y, w: np.sum((y - x @ w) ** 2)),
    ("sum(i=1..N, (y_i - w'*x_i)^2)/N", "w", lambda x, y, w: np.mean((y - x @ w) ** 2)),
    ("∑_i log(1 + exp(-y_i w'x_i)) + λ‖w‖²", "w",
     lambda x, y, w, **o: np.sum(np.log(1 + np.exp(-y * (x @ w)))) + o["lambda"] * w @ w),
    (r"\sum_n \sum_k r_{nk} \|x_n - \mu_k\|^2", "mu",
     lambda x, r, mu: np.sum(r * np.sum((x[:, None] - mu[None]) ** 2, axis=2))),
    (r"\sum_n \sum_k r_{nk} \|x_n - \mu_k\|^2", "x",
     lambda x, r, mu: np.sum(r * np.sum((x[:, None] - mu[None]) ** 2, axis=2))),
    (r"\sum_{i,j} a_{ij} \|x_i - x_j\|^2", "x",
     lambda a, x: np.sum(a * np.sum((x[:, None] - x[None]) ** 2, axis=2))),
    (r"\sum_{i,j} a_{ij} t_i t_j", "t", lambda a, t: t @ a @ t),
    (r"\sum_{i,j} a_{ij} t_i t_j", "a", lambda a, t: t @ a @ t),
    (r"\log \sum_k e^{z_k}", "z", lambda z: np.log(np.sum(np.exp(z)))),
    (r"\prod_k (1 + z_k^2)", "z", lambda z: np.prod(1 + z**2)),
    (r"\sum_i \|u_i - W x_i\|^2", "W", lambda u, W, x: np.sum((u - x @ W.T) ** 2)),
    (r"\sum_i \sigma(w^T x_i + b) y_i", "w", lambda w, x, b, y: np.sum(sigmoid(x @ w + b) * y)),
    (r"\sum_i \sigma(w^T x_i + b) y_i", "b", lambda w, x, b, y: np.sum(sigmoid(x @ w + b) * y)),
    (r"w^T \left(\sum_i x_i x_i^T\right) w", "w", lambda w, x: w @ x.T @ x @ w),
    (r"\left(\sum_i y_i t_i\right)^2 + \sum_i t_i", "t", lambda y, t: (y @ t) ** 2 + np.sum(t)),
    (r"-\sum_i y_i \log p_i; p_i = e^{t_i}/\sum_j e^{t_j}", "t",
     lambda y, t: -np.sum(y * (t - np.log(np.sum(np.exp(t)))))),
]  # fmt: skip


def needed(f: Callable[..., Any], wrt: str) -> Arrays:
    names = f.__code__.co_varnames[: f.__code__.co_argcount]
    return {n: DATA[n] for n in (*names, *(["lambda"] if f.__code__.co_flags & 8 else []))}


def slopes(f: Callable[..., Any], arrays: Arrays, wrt: str) -> Any:
    """Central differences of every entry."""
    at = np.array(arrays[wrt], float)
    found = np.zeros(at.shape)
    for place in np.ndindex(at.shape):
        up, down = at.copy(), at.copy()
        up[place] += 1e-5
        down[place] -= 1e-5
        found[place] = (f(**{**arrays, wrt: up}) - f(**{**arrays, wrt: down})) / 2e-5
    return found


@pytest.mark.parametrize(("text", "wrt", "f"), CASES, ids=[f"{wrt}: {text}" for text, wrt, _ in CASES])
def test_the_derivative_of_a_sum(text: str, wrt: str, f: Callable[..., Any]) -> None:
    d = symjac.derive(text, wrt)
    arrays = needed(f, wrt)
    assert np.allclose(d.tensor(arrays), slopes(f, arrays, wrt), rtol=1e-6, atol=1e-6)
    for detail in ("brief", "exam", "full"):
        assert symjac.derive(text, wrt, detail=detail).render("latex")


@pytest.mark.parametrize(("text", "wrt"), [(text, wrt) for text, wrt, _ in CASES if wrt in "wWb"])
def test_by_differentials(text: str, wrt: str) -> None:
    """The other way to the same result, each line checked."""
    d = symjac.derive(text, wrt, style="differential")
    assert d.style == "differential" and d.result is symjac.derive(text, wrt).result


@pytest.mark.parametrize(("text", "wrt", "f"), CASES, ids=[f"{wrt}: {text}" for text, wrt, _ in CASES])
def test_a_sum_reads_back(text: str, wrt: str, f: Callable[..., Any]) -> None:
    expr = symjac.parse(text)
    assert str(symjac.parse(str(expr))) == str(expr)


def derived(text: str, wrt: str, **options: Any) -> Derivation:
    return symjac.derive(text, wrt, **options)


def test_a_member_with_a_free_index() -> None:
    d = derived(r"\sum_n \sum_k r_{nk} \|x_n - \mu_k\|^2", "mu_k")
    assert str(d.result) == "-2*sum(n=1..M, r_nk*(x_n - mu_k)')"
    assert d.form == "entries"


def test_a_family_that_is_defined_has_its_index_first() -> None:
    d = derived(r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}", "z")
    z = DATA["z"]
    p = np.exp(z) / np.exp(z).sum()
    assert np.allclose(d.tensor(z=z), np.diag(p) - np.outer(p, p))


def test_the_second_derivative() -> None:
    x, y, w = DATA["x"], DATA["y"], DATA["w"]
    s = sigmoid(-y * (x @ w))
    H = derived(r"\sum_i \log(1+\exp(-y_i w^\top x_i))", "w", order=2).tensor(x=x, y=y, w=w)
    assert np.allclose(H, (x * (y**2 * s * (1 - s))[:, None]).T @ x)
    H = derived(r"\log \sum_k e^{z_k}", "z", order=2).tensor(z=DATA["z"])
    p = np.exp(DATA["z"]) / np.exp(DATA["z"]).sum()
    assert np.allclose(H, np.diag(p) - np.outer(p, p))


@pytest.mark.parametrize(
    ("text", "wrt", "form"),
    [
        (r"\sum_{i=1}^N (y_i - w^\top x_i)^2", "w", "-2*(y - X*w)'*X"),
        (r"\sum_i r_i \|x_i - \mu\|^2", "mu", "-2*r'*(X - ones(M)*mu')"),
        (r"\sum_i \|u_i - W x_i\|^2", "W", "-2*(U - X*W')'*X"),
        (r"\log \sum_{i} \exp(a_i^T x+b_i)", "x", "softmax(A*x + b)'*A"),
    ],
)
def test_the_form_in_matrices(text: str, wrt: str, form: str) -> None:
    assert str(derived(text, wrt).views["matrix"].expr) == form


def test_denominator_layout_turns_the_members() -> None:
    d = derived(r"\sum_n \sum_k r_{nk} \|x_n - \mu_k\|^2", "mu_k", layout="denominator")
    assert str(d.result) == "-2*sum(n=1..M, r_nk*(x_n - mu_k))"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"\sum_{i \neq j} x_i", "neq"),
        (r"\sum_{i=0}^N x_i", "from 1 on"),
        (r"\sum_i g_i(x)", "not a function"),
    ],
)
def test_what_is_refused(text: str, says: str) -> None:
    with pytest.raises(symjac.SymjacError, match=says):
        symjac.parse(text)


def test_the_cost_does_not_depend_on_the_size() -> None:
    few, many = (derived(rf"\sum_{{i=1}}^{{{n}}} (y_i - w^\top x_i)^2", "w") for n in (3, 1000))
    assert str(few.result).replace("3", "1000") == str(many.result)


def test_a_planted_mistake_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The term i = k with the wrong sign, a sum that is lost, the wrong index: no answer leaves with it."""
    import symjac.calculus.differential as differential
    import symjac.calculus.indexed as indexed
    from symjac.errors import CheckError
    from symjac.expr.make import neg

    right = indexed.at_place
    monkeypatch.setattr(indexed, "at_place", lambda *a: neg(right(*a)))
    with pytest.raises(CheckError):
        derived(r"\sum_n \sum_k r_{nk} \|x_n - \mu_k\|^2", "mu")
    monkeypatch.setattr(indexed, "at_place", lambda G, leaf, at, f: G)
    with pytest.raises(CheckError):
        derived(r"\sum_{i,j} a_{ij} t_i t_j", "t_k")
    monkeypatch.undo()
    monkeypatch.setattr(differential, "summed", lambda e, indices: e)
    with pytest.raises((CheckError, KeyError)):
        derived(r"\sum_{i=1}^N (y_i - w^\top x_i)^2", "w")


def test_what_is_declared_of_every_member() -> None:
    text = r"\sum_{n=1}^{N} \gamma_{n} ( -\frac12\log\det\Sigma_n - \frac12 (x_n-\mu)^\top\Sigma_n^{-1}(x_n-\mu) )"
    d = derived(text, "Sigma", where="Sigma_n: D x D posdef; x_n: D")
    assert (
        "invertible" not in str(d.conditions)
        and "symmetric positive definite" in str(d)
        and "taken as independent" in " ".join(str(d).split())
    )
    A = rng.normal(size=(N, D, D))
    S = A @ A.transpose(0, 2, 1) + np.eye(D)
    values = {"Sigma": S, "x": DATA["x"], "mu": DATA["w"], "gamma": DATA["y"]}
    r = DATA["x"] - DATA["w"]
    I = np.linalg.inv(S)
    want = DATA["y"][:, None, None] / 2 * (np.einsum("nij,nj,nk,nkl->nil", I, r, r, I) - I)
    assert np.allclose(d.tensor(values), want)
    with pytest.raises(symjac.DomainError, match="Sigma_1 is declared posdef"):
        d.tensor({**values, "Sigma": -S})
