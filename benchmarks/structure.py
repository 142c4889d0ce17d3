"""Systems solved by the structure of a Hessian beside the whole Hessian, Cholesky beside LU, batches beside loops.

python benchmarks/structure.py [--quick] [-o docs/performance.md]

Every ratio is taken within one run: the methods of a row in turn, round by round, and the median over the rounds. With -o the
section "Structure kept" of the file is replaced, and nothing else.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.code import STRUCTURE, compiled_call, timed  # noqa: E402
from benchmarks.sections import put  # noqa: E402

# isort: split
import numpy as np  # noqa: E402  (after the line above, which says how many threads there are)

import symjac  # noqa: E402

ROUNDS = 5
Arrays = dict[str, Any]
Call = Callable[[], Any]


@dataclass(frozen=True)
class System:
    """f, whose Hessian by wrt is solved with, and the sizes to try."""

    name: str
    text: str
    wrt: str
    where: str
    sizes: tuple[dict[str, int], ...]


LAMBDA = "lambda: scalar positive"
SYSTEMS = (
    System("softmax: diag(p) − ppᵀ + λI", "logsumexp(x) + lambda/2*norm(x)^2", "x", f"x: n; {LAMBDA}",
           tuple({"n": n} for n in (10, 100, 1000, 3000))),
    System("logistic: Xᵀdiag(w)X + λI, few examples", "sum(softplus(X*w)) + lambda/2*norm(w)^2", "w", f"X: m x n; {LAMBDA}",
           tuple({"m": n // 10, "n": n} for n in (100, 1000, 3000))),
    System("logistic: Xᵀdiag(w)X + λI, many examples", "sum(softplus(X*w)) + lambda/2*norm(w)^2", "w", f"X: m x n; {LAMBDA}",
           tuple({"m": 10 * n, "n": n} for n in (10, 100, 300))),
    System("‖T − UVᵀ‖² by U: 2 I ⊗ VᵀV", "norm(T - U*V')^2", "U", "T: m x n; V: n x k",
           tuple({"m": n, "n": n, "k": 5} for n in (10, 100, 400))),
    System("‖W ⊙ (T − UVᵀ)‖² + λ‖U‖² by U: blocks", "norm(W.*(T - U*V'))^2 + lambda*norm(U)^2", "U",
           f"T: m x n; V: n x k; W: m x n; {LAMBDA}", tuple({"m": n, "n": n, "k": 5} for n in (10, 100, 400))),
    System("‖AXB − C‖² by X: 2 AᵀA ⊗ BBᵀ", "norm(A*X*B - C)^2", "X", "A: p x m; X: m x n; B: n x q",
           tuple({"p": n, "m": n, "n": n, "q": n} for n in (10, 30, 50))),
    System("log det X by X: −K(X⁻¹ ⊗ X⁻ᵀ)", "logdet(X)", "X", "X: n x n", tuple({"n": n} for n in (10, 30, 50))),
)  # fmt: skip


def data(d: symjac.Derivation, sizes: dict[str, int], many: dict[str, int] | None = None) -> Arrays:
    """Random arrays by the names of the arguments; `many`: how many examples of some."""
    source, found = np.random.default_rng(0), {}
    for s in d.problem.symbols.values():
        name = {"lambda": "lambda_"}.get(str(s), str(s))
        shape = [n.value(sizes) for n in s.shape if n.number != 1]
        front = [many[name]] if many and name in many else []
        a = source.normal(size=front + shape) / max(1, *shape, 1) ** 0.5
        square = len(shape) == 2 and shape[0] == shape[1]
        found[name] = np.full((), 0.5) if name == "lambda_" else a + 3 * np.eye(shape[0]) if square else a
        if "posdef" in s.data[1]:
            found[name] = found[name] @ found[name].T
    return found


def rounds_of(calls: dict[str, Call], rounds: int) -> dict[str, list[float]]:
    """The times of every call, in turn."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            gc.collect()
            call()
            times[name].append(timed(call))
    return times


def ratio(times: dict[str, list[float]], above: str, below: str) -> str:
    return f"{statistics.median(a / b for a, b in zip(times[above], times[below], strict=True)):.2f}"


def said(sizes: dict[str, int]) -> str:
    return ", ".join(f"{n} = {k}" for n, k in sizes.items())


def systems(rounds: int, jax: Any) -> Iterator[str]:
    yield "| H x = b with H the Hessian of | sizes | H as a whole | whole : by structure, NumPy | whole : by structure, JAX |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for p in SYSTEMS:
        d = symjac.derive(p.text, p.wrt, p.where, order=2, check=False)
        for sizes in p.sizes:
            a = data(d, sizes)
            b = np.random.default_rng(1).normal(size=np.shape(a[p.wrt]))
            times = rounds_of(dict(ways(d, a, b, jax)), rounds)
            other = ratio(times, "JAX, whole", "JAX") if jax else "-"
            time = 1e3 * statistics.median(times["whole"])
            yield f"| {p.name} | {said(sizes)} | {time:.4g} ms | {ratio(times, 'whole', 'NumPy')} | {other} |"


def ways(d: symjac.Derivation, a: Arrays, b: Any, jax: Any) -> Iterator[tuple[str, Call]]:
    """Whole and by structure; their solutions agree."""
    hessian, solve = d.function(), d.function(solve="r")

    def whole(xp: Any, build: Callable[..., Any], a: Arrays) -> Any:
        return xp.linalg.solve(build(**a).reshape(b.size, b.size), b.reshape(-1)).reshape(b.shape)

    wanted = whole(np, hessian, a)
    assert np.allclose(solve(**a, r=b), wanted, rtol=1e-6, atol=1e-8 * np.max(np.abs(wanted)))
    yield "whole", lambda: whole(np, hessian, a)
    yield "NumPy", lambda: solve(**a, r=b)
    if jax:
        build = d.function("jax")
        yield "JAX, whole", compiled_call(lambda **given: whole(jax.numpy, build, given), a)
        yield "JAX", compiled_call(d.function("jax", solve="r"), a | {"r": b})


GAUSS = "(y - mu)'*inv(S)*(y - mu)/2 + logdet(S)/2"


def factors(rounds: int, jax: Any) -> Iterator[str]:
    yield "| value and gradient by μ | sizes | with LU | LU : Cholesky, NumPy | LU : Cholesky, JAX |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for n in (10, 100, 300, 1000):
        lu, cholesky = (symjac.derive(GAUSS, "mu", f"S: n x n {word}", check=False) for word in ("symmetric", "posdef"))
        a = data(cholesky, {"n": n})
        calls: dict[str, Call] = {}
        for name, d in (("LU", lu), ("Cholesky", cholesky)):
            calls[name] = partial(d.function(value=True), **a)
            if jax:
                calls[f"JAX, {name}"] = first(d.function("jax", value=True), a)
        times = rounds_of(calls, rounds)
        other = ratio(times, "JAX, LU", "JAX, Cholesky") if jax else "-"
        time = 1e3 * statistics.median(times["LU"])
        yield f"| Gaussian likelihood | n = {n} | {time:.4g} ms | {ratio(times, 'LU', 'Cholesky')} | {other} |"


def first(f: Callable[..., Any], a: Arrays) -> Call:
    return compiled_call(lambda **given: f(**given)[1] + f(**given)[0], a)


BATCHES = (
    ("logistic loss of one example, gradient", "softplus(w'*x) - y*(w'*x)", "w", "x: n", 1, ("x", "y"), {"n": 20}),
    ("softmax(Wx) by x", "softmax(W*x)", "x", "W: m x n", 1, ("x",), {"m": 10, "n": 20}),
    ("logsumexp, Hessian", "logsumexp(x)", "x", "x: n", 2, ("x",), {"n": 20}),
)


def batches(rounds: int, jax: Any) -> Iterator[str]:
    yield "| 1000 examples of | sizes | one by one | one by one : batch, NumPy | vmap : batch, JAX |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for name, f, wrt, where, order, names, sizes in BATCHES:
        d = symjac.derive(f, wrt, where, order=order, check=False)
        a = data(d, sizes, dict.fromkeys(names, 1000))
        one, many = d.function(), d.function(batch=", ".join(names))

        def loop(one: Any = one, a: Arrays = a, names: tuple[str, ...] = names) -> Any:
            return np.stack([one(**{k: v[e] if k in names else v for k, v in a.items()}) for e in range(1000)])

        assert np.allclose(loop(), many(**a))
        calls: dict[str, Call] = {"loop": loop, "batch": partial(many, **a)}
        if jax:
            calls["vmap"] = compiled_call(mapped(jax, d.function("jax"), list(a), names), a)
            calls["JAX"] = compiled_call(d.function("jax", batch=", ".join(names)), a)
        times = rounds_of(calls, rounds)
        other = ratio(times, "vmap", "JAX") if jax else "-"
        time = 1e3 * statistics.median(times["loop"])
        yield f"| {name} | {said(sizes)} | {time:.4g} ms | {ratio(times, 'loop', 'batch')} | {other} |"


def mapped(jax: Any, one: Any, order: list[str], names: tuple[str, ...]) -> Any:
    run = jax.vmap(lambda *args: one(**dict(zip(order, args, strict=True))), [0 if k in names else None for k in order])
    return lambda **given: run(*(given[k] for k in order))


INTRODUCTION = """
Written by `python benchmarks/structure.py -o docs/performance.md`: what one spares who asks for the solution by structure, says
that a matrix is positive definite, or asks for a batch. Above 1 that is faster. Beside it stand the whole Hessian, emitted
likewise, with `linalg.solve`; the same function where S is only said to be symmetric; a loop over the examples, and `jax.vmap`.

"""


def section(rounds: int, jax: Any) -> str:
    parts = []
    for table in (systems, factors, batches):
        lines = []
        for line in table(rounds, jax):
            lines.append(line)
            print(line, flush=True)
        parts.append("\n".join(lines))
    return f"{STRUCTURE}\n{INTRODUCTION}" + "\n\n".join(parts) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    try:
        import jax
    except ImportError:
        jax = None
    if jax:
        jax.config.update("jax_enable_x64", True)
    new = section(1 if asked.quick else ROUNDS, jax)
    if asked.output:
        put(asked.output, STRUCTURE, new)


if __name__ == "__main__":
    main()
