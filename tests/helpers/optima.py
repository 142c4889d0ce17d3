"""Problems of the kinds of a first course, and whether an answer holds in numbers: no point near or far is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from symjac.interop.numpy import evaluate


@dataclass(frozen=True)
class Problem:
    sense: str
    f: str
    wrt: str
    where: str
    status: str
    subject_to: str | None = None
    unique: bool | None = True


def low(*args: Any, **more: Any) -> Problem:
    return Problem("minimize", *args, **more)


def high(*args: Any, **more: Any) -> Problem:
    return Problem("maximize", *args, **more)


PROBLEMS = [
    low("sum_{k=1}^K (z - x)'*P_k*(z - x)", "x", "z: d; P_k: d x d posdef; x: d", "minimum"),
    low("sum_{k=1}^K (A*x - b)'*inv(P_k)*(A*x - b) + x'*x", "x", "A: m x n; b: m; P_k: m x m posdef; x: n", "minimum"),
    low("norm(A*x - b)^2 + norm(C*x - d)^2", "x", "A: m x n; b: m; C: p x n; d: p; x: n", "minimum"),
    low("(y - X*w)'*inv(V)*(y - X*w)", "w", "X: N x D; y: N; w: D; V: N x N posdef", "minimum"),
    low("tr((Y - X*B)'*(Y - X*B)) + gamma*tr(B'*B)", "B", "X: N x D; Y: N x K; B: D x K; gamma: scalar positive", "minimum"),
    low("norm(Y - A*X)^2 + mu*norm(X - Z)^2", "X", "A: m x n; X: n x k; Y: m x k; Z: n x k; mu: scalar positive", "minimum"),
    low("norm(A*X*B - C)^2", "X", "A: m x n; X: n x p; B: p x q; C: m x q", "minimum"),
    low("1/2*(x - a)'*P*(x - a) + 1/2*(x - b)'*Q*(x - b)", "x", "a: n; b: n; x: n; P: n x n posdef; Q: n x n posdef", "minimum"),
    low("norm(x - c*ones(n))^2", "c", "x: n; c: scalar", "minimum"),
    low("norm(y - a*x - b*ones(n))^2", "a, b", "x: n; y: n; a: scalar; b: scalar", "minimum"),
    low("norm(y - X*w - b*ones(N))^2 + c*norm(w)^2", "w, b", "X: N x D; y: N; w: D; b: scalar; c: scalar positive", "minimum"),
    low("norm(x - u)^2 + norm(u - v)^2 + norm(v - z)^2", "u, v", "x: n; u: n; v: n; z: n", "minimum"),
    low("-logdet(X) + tr(S*X)", "X", "X: n x n posdef; S: n x n posdef", "minimum"),
    low("logdet(X) + tr(inv(X)*S)", "X", "X: n x n posdef; S: n x n posdef", "minimum"),
    low("tr(inv(X)) + tr(X)", "X", "X: n x n posdef", "unsolved"),
    low("x'*S*x", "x", "x: n; a: n; S: n x n posdef", "minimum", subject_to="a'*x = 1"),
    low("w'*S*w - 2*mu'*w", "w", "w: n; mu: n; S: n x n posdef", "minimum", subject_to="sum(w) = 1"),
    low("w'*S*w", "w", "w: n; mu: n; S: n x n posdef; r: scalar", "minimum", subject_to="sum(w) = 1; mu'*w = r"),
    low("norm(A*x - b)^2", "x", "A: m x n; b: m; C: p x n; d: p; x: n", "minimum", subject_to="C*x = d"),
    low("norm(X)^2", "X", "X: m x n; A: p x m; B: p x n", "minimum", subject_to="A*X = B"),
    low("tr(X*S*X')", "X", "X: m x n; S: n x n posdef; s: n; y: m", "minimum", subject_to="X*s = y"),
    low("norm(X - A)^2", "X", "X: n x n symmetric; A: n x n", "minimum"),
    low("norm(X - A)^2 + norm(X - B)^2", "X", "X: n x n symmetric; A: n x n; B: n x n", "minimum"),
    low("sum(p .* log(p)) - q'*p", "p", "p: n positive; q: n", "minimum", subject_to="sum(p) = 1"),
    low("sum(p .* log(p ./ q))", "p", "p: n positive; q: n positive", "minimum", subject_to="sum(p) = 1"),
    low("sum(p .* log(p)) - q'*p", "p", "p: n positive; q: n", "minimum"),
    low("sum(exp(x)) - a'*x", "x", "x: n; a: n positive", "minimum"),
    low("exp(a*x) + exp(-a*x)", "x", "x: scalar; a: scalar positive", "minimum"),
    low("a/x + b*x", "x", "x: scalar positive; a: scalar positive; b: scalar positive", "minimum"),
    low("x*log(x)", "x", "x: scalar positive", "minimum"),
    high("a*log(x) - b*x", "x", "x: scalar positive; a: scalar positive; b: scalar positive", "maximum"),
    high("a*log(p) + b*log(1 - p)", "p", "p: scalar positive; a: scalar positive; b: scalar positive", "maximum"),
    high("y'*log(p)", "p", "p: n positive; y: n positive", "maximum", subject_to="sum(p) = 1"),
    low("x^2 + y^2", "x, y", "x: scalar; y: scalar", "stationary", subject_to="x*y = 1", unique=None),
    high("c'*x", "x", "c: n; x: n", "maximum", subject_to="x'*x = 1"),
    high("exp(-1/2*(x - m)'*P*(x - m))", "x", "x: n; m: n; P: n x n posdef", "maximum"),
    high("b'*x - 1/2*x'*A*x", "x", "x: n; b: n; A: n x n posdef", "maximum"),
    high("-N/2*log(v) - s/(2*v)", "v", "N: scalar positive; s: scalar positive; v: scalar positive", "maximum"),
    low("norm(y - Phi*theta)", "theta", "Phi: N x D; y: N; theta: D", "minimum"),
    low("sqrt(norm(A*x - b)^2 + 1)", "x", "A: m x n; b: m; x: n", "minimum"),
    low("mahalanobis(x, mu, S)", "mu", "x: n; mu: n; S: n x n posdef", "minimum"),
    low("norm(x)", "x", "x: n", "minimum"),
    low("(x - 1)^2 + (y - 2)^2 + x*y", "x, y", "x: scalar; y: scalar", "minimum"),
    high("1/(1 + x'*x)", "x", "x: n", "maximum"),
    low("(a'*x - b)^2", "x", "a: n; x: n; b: scalar", "minimum", unique=False),
    low("x1^2 + x1*x2 + x2^2 - 3*x1", "x1, x2", "x1: scalar; x2: scalar", "minimum"),
    low("x^4 - 4*x^3 + 4*x^2", "x", "x: scalar", "minimum", unique=False),
    low("x^4 + x", "x", "x: scalar", "minimum"),
    low("u^2 - v^2", "u, v", "u: scalar; v: scalar", "saddle"),
    low("x'*[1, 2; 2, 4]*x - [2, 4]*x", "x", "x: 2", "minimum", unique=False),
    low("-norm(x)^2", "x", "x: 3", "none"),
    low("-norm(x)^2", "x", "x: n", "stationary", unique=None),
    low("x'*A*x", "x", "x: n; A: n x n symmetric", "stationary", unique=None),
    low("c'*x", "x", "c: n; x: n; A: m x n; b: m", "none", subject_to="A*x = b"),
    low("tr(C'*X)", "X", "C: m x n; X: m x n", "none"),
    low("exp(x)", "x", "x: scalar", "none"),
    low("x'*S*x", "x", "x: n; S: n x n symmetric; M: n x n posdef", "unsolved", subject_to="x'*M*x = 1", unique=False),
    low("norm(A*X - X*B)^2 + norm(X - C)^2", "X", "A: n x n; X: n x n; B: n x n; C: n x n", "unsolved"),
    low("sum(softplus(-(y .* (X*w)))) + lambda*norm(w)^2", "w", "X: N x D; y: N; w: D; lambda: scalar positive", "unsolved"),
    low("norm(A*x - b)^2 + sum(exp(x))", "x", "A: m x n; b: m; x: n", "unsolved"),
    low("x*y", "x, y", "x: scalar; y: scalar", "minimum", subject_to="x - y = 4"),
]  # fmt: skip


def data(symbols: dict[str, Any], unknown: set[str], seed: int) -> tuple[dict[str, Any], dict[str, int]]:
    """Random arrays of the declared shapes and properties; columns fewer than rows where that helps."""
    rng = np.random.default_rng(seed)
    names = sorted({n for e in symbols.values() for d in e.shape for n in d.names})
    order = {"n": 3, "D": 3, "p": 2, "k": 2, "K": 2, "q": 5, "m": 5, "N": 7}
    sizes = {n: order.get(n, 4) for n in names}
    return {
        k: family(e, sizes, rng) if is_family(e) else drawn(e, sizes, rng) for k, e in symbols.items() if k not in unknown
    }, sizes


def is_family(e: Any) -> bool:
    return any(word.startswith("members ") for word in e.data[1])


def family(e: Any, sizes: dict[str, int], rng: Any) -> Any:
    """K symmetric positive definite matrices, one behind another."""
    r, c = (d.value(sizes) for d in e.shape)
    roots = rng.normal(size=(r // c, c, c))
    return roots @ roots.transpose(0, 2, 1) + np.eye(c)


def drawn(e: Any, sizes: dict[str, int], rng: Any) -> Any:
    r, c = (d.value(sizes) for d in e.shape)
    a = rng.normal(size=(r, c))
    words = e.data[1]
    if "posdef" in words and r > 1:
        a = a @ a.T + np.eye(r)
    elif "symmetric" in words:
        a = a + a.T
    elif "positive" in words or "posdef" in words:
        a = np.abs(a) + 0.2
    return a.reshape(()) if (r, c) == (1, 1) else a[:, 0] if c == 1 else a


def flattened(values: dict[str, Any], names: list[str]) -> Any:
    return np.concatenate([np.atleast_1d(np.asarray(values[n], float)).ravel() for n in names])


def unflattened(z: Any, values: dict[str, Any], names: list[str]) -> dict[str, Any]:
    out, k = {}, 0
    for n in names:
        a = np.asarray(values[n])
        out[n] = z[k : k + a.size].reshape(a.shape)
        k += a.size
    return out


def fault(o: Any, seed: int = 0, points: int = 150) -> str:
    """What is wrong with the solution at random data; '' where nothing is."""
    asked = o.asked
    names = [str(x) for x in asked.variables]
    given, sizes = data(asked.symbols, set(names), seed)
    best = o.evaluate(given, sizes=sizes)
    symbols = asked.symbols.values()

    def value(e: Any, at: dict[str, Any]) -> Any:
        return evaluate(e, {**given, **at}, symbols, sizes, asked.members)

    f = asked.problem.target
    least = value(f, best).item()
    if o.value is not None and not np.isclose(value(o.value, best).item(), least, rtol=1e-7, atol=1e-9):
        return f"the value is {least}, not {value(o.value, best).item()}"
    for c in asked.constraints:
        if not np.allclose(value(c.difference, best), 0, atol=1e-7):
            return "the constraint does not hold"
    if o.status not in ("minimum", "maximum"):
        return ""
    return better(o, best, names, value, least, seed, points)


def better(o: Any, best: dict[str, Any], names: list[str], value: Any, least: float, seed: int, points: int) -> str:
    """A feasible point with a better value."""
    rng, sign = np.random.default_rng(seed + 1), 1 if o.status == "minimum" else -1
    z = flattened(best, names)
    tangent = tangents(o, best, names, value)
    for _ in range(points):
        for scale in (1e-2, 1.0, 10.0):
            at = unflattened(z + scale * (tangent @ rng.normal(size=tangent.shape[1])), best, names)
            at = allowed(o, at, best, value)
            if at is None:
                continue
            try:
                with np.errstate(all="ignore"):
                    other = value(o.asked.problem.target, at).item()
            except Exception:
                continue
            if np.isfinite(other) and sign * (other - least) < -1e-7 * (1 + abs(least)):
                return f"{other} is better than {least}"
    return ""


def tangents(o: Any, best: dict[str, Any], names: list[str], value: Any) -> Any:
    """A basis of the directions in which the constraints do not change, by differences."""
    z = flattened(best, names)
    n, h = len(z), 1e-6
    if not o.asked.constraints:
        return np.eye(n)
    rows = []
    for c in o.asked.constraints:

        def at(point: Any, c: Any = c) -> Any:
            return value(c.difference, unflattened(point, best, names))

        columns = [(at(z + h * e) - at(z - h * e)).ravel() / (2 * h) for e in np.eye(n)]
        rows.append(np.array(columns).T)
    _, s, vt = np.linalg.svd(np.vstack(rows))
    rank = int(np.sum(s > 1e-6))
    return vt[rank:].T if rank < n else np.zeros((n, 1))


def allowed(o: Any, at: dict[str, Any], best: dict[str, Any], value: Any) -> dict[str, Any] | None:
    """The point moved to what its variables are declared as, and to a quadratic constraint; None where it cannot be."""
    for x in o.asked.variables:
        name, words = str(x), x.data[1]
        if x.is_matrix and {"symmetric", "posdef"} & words:
            at[name] = (at[name] + at[name].T) / 2
            if "posdef" in words and np.linalg.eigvalsh(at[name])[0] <= 1e-6:
                return None
        if "positive" in words and np.any(at[name] <= 0):
            return None
    for c in o.asked.constraints:
        if not np.allclose(value(c.difference, at), 0, atol=1e-6):
            (name,) = at
            size = value(c.left, at).item()
            if size <= 0:
                return None
            at[name] = at[name] / np.sqrt(size)
            if not np.allclose(value(c.difference, at), 0, atol=1e-6):
                return None
    return at
