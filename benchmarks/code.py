"""Emitted functions beside what one writes by hand and beside automatic differentiation, and the cost of depth.

python benchmarks/code.py [--quick] [-o docs/performance.md]

Every ratio is taken within one run: the methods of a problem in turn, round by round, with memory drained before each, and the
median over the rounds. PyTorch and HIPS autograd take part where they are installed.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import Any

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(threads, "1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

import symjac  # noqa: E402
from symjac.expr.expr import postorder  # noqa: E402

ROUNDS, SLICE, LONG = 3, 0.01, 0.5  # seconds: of one measurement; of a call that is made once
Arrays = dict[str, Any]
Method = Callable[[Arrays], Any]


@dataclass(frozen=True)
class Problem:
    """f as text and in a namespace xp, the derivative by hand in NumPy, the sizes to try."""

    name: str
    text: str
    wrt: str
    where: str
    f: Callable[[Any, Arrays], Any]
    hand: Method
    sizes: tuple[dict[str, int], ...]
    order: int = 1
    positive: tuple[str, ...] = ()
    definite: tuple[str, ...] = field(default=())


def logistic(xp: Any, a: Arrays) -> Any:
    z = a["X"] @ a["w"]
    return xp.sum(xp.logaddexp(0.0, z)) - a["y"] @ z


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def logistic_gradient(a: Arrays) -> Any:
    return (sigmoid(a["X"] @ a["w"]) - a["y"]) @ a["X"]


def logistic_hessian(a: Arrays) -> Any:
    X = a["X"]
    s = sigmoid(X @ a["w"])
    Y = np.sqrt(s * (1 - s))[:, None] * X
    return Y.T @ Y


def factors_hessian(a: Arrays) -> Any:
    m, k = a["U"].shape
    out = np.zeros((m, k, m, k))
    np.einsum("ijil->ijl", out)[...] = 2 * (a["V"].T @ a["V"])
    return out


def gram_derivative(a: Arrays) -> Any:
    m, n = a["A"].shape
    out = np.zeros((n, n, m, n))
    np.einsum("ijki->ijk", out)[...] = a["A"].T
    np.einsum("ijkj->ijk", out)[...] += a["A"].T[:, None, :]
    return out


def linear_derivative(a: Arrays) -> Any:
    m, n = a["A"].shape
    out = np.zeros((m, m, n))
    np.einsum("iij->ij", out)[...] = a["x"]
    return out


def softmax_jacobian(a: Arrays) -> Any:
    e = np.exp(a["x"] - a["x"].max())
    s = e / e.sum()
    out = -np.multiply.outer(s, s)
    np.einsum("ii->i", out)[...] += s
    return out


def logdet_hessian(a: Arrays) -> Any:
    inverse = np.linalg.inv(a["X"])
    return -(inverse[None, :, :, None] * inverse.T[:, None, None, :])


def inverse_derivative(a: Arrays) -> Any:
    inverse = np.linalg.inv(a["X"])
    return -(inverse[:, None, :, None] * inverse.T[None, :, None, :])


def squares(xp: Any, a: Arrays) -> Any:
    return xp.sum((a["A"] @ a["x"] - a["b"]) ** 2)


LAYERS = 5


def network(xp: Any, a: Arrays) -> Any:
    h = a["x"]
    for l in range(1, LAYERS):
        h = xp.maximum(a[f"W{l}"] @ h, 0.0)
    z = a[f"W{LAYERS}"] @ h
    peak = z.max()
    return peak + xp.log(xp.sum(xp.exp(z - peak))) - a["y"] @ z


def network_gradient(a: Arrays) -> Any:
    hs = [a["x"]]
    for l in range(1, LAYERS):
        hs.append(np.maximum(a[f"W{l}"] @ hs[-1], 0.0))
    z = a[f"W{LAYERS}"] @ hs[-1]
    e = np.exp(z - z.max())
    delta = e / e.sum() - a["y"]
    for l in range(LAYERS, 1, -1):
        delta = (delta @ a[f"W{l}"]) * (hs[l - 1] > 0)
    return delta[:, None] * a["x"]


def network_hessian(a: Arrays) -> Any:
    """H_ijkl = (B'(diag p − pp')B)_ik x_j x_l with B = W_5 D_4 W_4 … D_1, where D_l says which neurons are at work."""
    h = np.maximum(a["W1"] @ a["x"], 0.0)
    B = a["W2"] * (h > 0)
    for l in range(2, LAYERS):
        h = np.maximum(a[f"W{l}"] @ h, 0.0)
        B = a[f"W{l + 1}"] @ ((h > 0)[:, None] * B)
    z = a[f"W{LAYERS}"] @ h
    e = np.exp(z - z.max())
    p = e / e.sum()
    q = p @ B
    core = B.T @ (p[:, None] * B) - q[:, None] * q
    return core[:, None, :, None] * (a["x"][:, None] * a["x"])[:, None, :]


NETWORK = "; ".join(
    [f"z{l} = W[{l}]*{f'h{l - 1}' if l > 1 else 'x'}; h{l} = relu(z{l})" for l in range(1, LAYERS)]
    + [f"z{LAYERS} = W[{LAYERS}]*h{LAYERS - 1}", f"L = logsumexp(z{LAYERS}) - y'*z{LAYERS}"]
)
SQUARE = tuple({"n": n} for n in (10, 100, 1000))
PROBLEMS = (
    Problem("xᵀAx, gradient", "x'*A*x", "x", "A: n x n; x: n", lambda xp, a: a["x"] @ a["A"] @ a["x"],
            lambda a: a["A"] @ a["x"] + a["x"] @ a["A"], SQUARE),
    Problem("xᵀAx, Hessian", "x'*A*x", "x", "A: n x n; x: n", lambda xp, a: a["x"] @ a["A"] @ a["x"],
            lambda a: a["A"] + a["A"].T, SQUARE, 2),
    Problem("least squares, gradient", "norm(A*x - b)^2", "x", "A: m x n; x: n", squares,
            lambda a: 2 * ((a["A"] @ a["x"] - a["b"]) @ a["A"]), tuple({"m": 2 * n, "n": n} for n in (10, 100, 1000))),
    Problem("least squares, Hessian", "norm(A*x - b)^2", "x", "A: m x n; x: n", squares,
            lambda a: 2 * (a["A"].T @ a["A"]), tuple({"m": 2 * n, "n": n} for n in (10, 100, 500)), 2),
    Problem("logistic, gradient", "sum(softplus(X*w)) - y'*X*w", "w", "X: m x n; w: n", logistic, logistic_gradient,
            tuple({"m": 2 * n, "n": n} for n in (10, 100, 500))),
    Problem("logistic, Hessian", "sum(softplus(X*w)) - y'*X*w", "w", "X: m x n; w: n", logistic, logistic_hessian,
            tuple({"m": 2 * n, "n": n} for n in (10, 100, 500)), 2),
    Problem("‖T − UVᵀ‖², gradient by U", "norm(T - U*V')^2", "U", "T: m x n; U: m x k; V: n x k",
            lambda xp, a: xp.sum((a["T"] - a["U"] @ a["V"].T) ** 2), lambda a: 2 * ((a["U"] @ a["V"].T - a["T"]) @ a["V"]),
            tuple({"m": n, "n": n, "k": 5} for n in (10, 100, 500))),
    Problem("‖T − UVᵀ‖², Hessian by U", "norm(T - U*V')^2", "U", "T: m x n; U: m x k; V: n x k",
            lambda xp, a: xp.sum((a["T"] - a["U"] @ a["V"].T) ** 2), factors_hessian,
            tuple({"m": n, "n": n, "k": 5} for n in (10, 50, 100)), 2),
    Problem(f"ReLU network, {LAYERS} layers, gradient by W1", NETWORK, "W[1]",
            "; ".join(f"W[{l}]: n x n" for l in range(1, LAYERS + 1)) + "; x: n; y: n", network, network_gradient,
            tuple({"n": n} for n in (10, 100, 500))),
    Problem(f"ReLU network, {LAYERS} layers, Hessian by W1", NETWORK, "W[1]",
            "; ".join(f"W[{l}]: n x n" for l in range(1, LAYERS + 1)) + "; x: n; y: n", network, network_hessian,
            tuple({"n": n} for n in (10, 20, 50)), 2),
    Problem("AᵀA by A", "A'*A", "A", "A: m x n", lambda xp, a: a["A"].T @ a["A"], gram_derivative,
            tuple({"m": n, "n": n} for n in (10, 20, 50))),
    Problem("Ax by A", "A*x", "A", "A: m x n; x: n", lambda xp, a: a["A"] @ a["x"], linear_derivative,
            tuple({"m": n, "n": n} for n in (10, 50, 100))),
    Problem("softmax by x", "softmax(x)", "x", "x: n", lambda xp, a: (lambda e: e / xp.sum(e))(xp.exp(a["x"] - a["x"].max())),
            softmax_jacobian, SQUARE),
    Problem("log det X, Hessian", "logdet(X)", "X", "X: n x n", lambda xp, a: xp.linalg.slogdet(a["X"])[1],
            logdet_hessian,
            tuple({"n": n} for n in (10, 20, 50)), 2, definite=("X",)),
    Problem("X⁻¹ by X", "inv(X)", "X", "X: n x n", lambda xp, a: xp.linalg.inv(a["X"]), inverse_derivative,
            tuple({"n": n} for n in (10, 20, 50)), definite=("X",)),
)  # fmt: skip


def data(p: Problem, d: symjac.Derivation, sizes: dict[str, int]) -> Arrays:
    """Random arrays by the names of the arguments."""
    source = np.random.default_rng(0)
    found: Arrays = {}
    for s in d.problem.symbols.values():
        shape = [n.value(sizes) for n in s.shape if n.number != 1]
        a = source.normal(size=shape) / max(1, shape[-1]) ** 0.5
        name = str(s).replace("[", "").replace("]", "")
        found[name] = a + 3 * np.eye(shape[0]) if str(s) in p.definite else a
    return found


def methods(p: Problem, d: symjac.Derivation) -> Iterator[tuple[str, Callable[[Arrays], Callable[[], Any]]]]:
    """Each method by its name: arrays → the call that is timed."""
    emitted = d.function("numpy")
    x = p.wrt.replace("[", "").replace("]", "")
    yield "symjac", lambda a: lambda: emitted(**a)
    yield "by hand", lambda a: lambda: p.hand(a)
    if importlib.util.find_spec("jax"):
        yield "symjac, JAX", lambda a: compiled_call(d.function("jax"), a)
        for name, route in ways(p):
            yield name, lambda a, route=route: by_jax(p, route, x, a)


def ways(p: Problem) -> list[tuple[str, Any]]:
    import jax

    if p.order == 2:
        return [("JAX hessian", jax.hessian), ("JAX jacrev(jacrev)", lambda f: jax.jacrev(jax.jacrev(f)))]
    scalar = p.name.endswith(("gradient", "W1", "by U"))
    return [("JAX grad", jax.grad)] if scalar else [("JAX jacfwd", jax.jacfwd), ("JAX jacrev", jax.jacrev)]


def by_jax(p: Problem, route: Any, x: str, a: Arrays) -> Callable[[], Any]:
    import jax
    import jax.numpy as jnp

    rest = {name: jnp.asarray(b) for name, b in a.items()}
    run = jax.jit(lambda given, others: route(lambda z: p.f(jnp, {**others, x: z}))(given))
    return lambda: run(rest[x], rest).block_until_ready()


def compiled_call(f: Any, a: Arrays) -> Callable[[], Any]:
    import jax
    import jax.numpy as jnp

    run, given = jax.jit(f), {name: jnp.asarray(b) for name, b in a.items()}
    return lambda: run(**given).block_until_ready()


def timed(call: Callable[[], Any]) -> float:
    """Seconds of computing a call takes, of as many calls as fit into a slice of time; waiting for others does not count."""
    start = time.process_time()
    call()
    once = time.process_time() - start
    if once > LONG:
        return once
    count = max(1, int(SLICE / max(once, 1e-6)))
    start = time.process_time()
    for _ in range(count):
        call()
    return (time.process_time() - start) / count


def measured(p: Problem, d: symjac.Derivation, sizes: dict[str, int], rounds: int) -> dict[str, list[float]]:
    """The times of every method, round by round; all results agree with that by hand."""
    a = data(p, d, sizes)
    calls, wanted = {}, None
    for name, make in methods(p, d):
        calls[name] = make(a)
        found = np.asarray(calls[name]())
        wanted = found if wanted is None else wanted
        scale = np.max(np.abs(wanted)) or 1.0
        assert found.shape == wanted.shape and np.allclose(found, wanted, rtol=1e-7, atol=1e-9 * scale), (p.name, name)
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            gc.collect()
            call()  # what the method before has left behind is not charged to this one
            times[name].append(timed(call))
    return times


def median(values: list[float]) -> float:
    return statistics.median(values)


def evaluation(rounds: int) -> list[str]:
    lines = [
        "| problem | sizes | by hand | emitted NumPy : by hand | best JAX : emitted NumPy | emitted JAX : best JAX |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for p in PROBLEMS:
        d = symjac.derive(p.text, p.wrt, p.where, order=p.order, check=False)
        for sizes in p.sizes:
            times = measured(p, d, sizes, rounds)
            own = times["symjac"]
            rivals = [name for name in times if name.startswith("JAX")]
            best = min(rivals, key=lambda name: median(times[name])) if rivals else None
            hand = median([a / b for a, b in zip(own, times["by hand"], strict=True)])
            jax = f"{median([b / a for a, b in zip(own, times[best], strict=True)]):.2f}" if best else "-"
            both = f"{median([a / b for a, b in zip(times['symjac, JAX'], times[best], strict=True)]):.2f}" if best else "-"
            said = ", ".join(f"{n} = {k}" for n, k in sizes.items())
            lines.append(f"| {p.name} | {said} | {1e3 * median(times['by hand']):.4g} ms | {hand:.2f} | {jax} | {both} |")
            print(lines[-1], flush=True)
    return lines


def chain(layers: int) -> str:
    lines = [f"a[{l}] = tanh(W[{l}]*{f'a[{l - 1}]' if l > 1 else 'x'} + b[{l}])" for l in range(1, layers + 1)]
    return "; ".join([*lines, f"L = norm(a[{layers}] - y)^2"])


def nodes(d: symjac.Derivation) -> int:
    """The parts of all results, definitions put in; what is equal is one."""
    assert d.answer.named is not None
    seen: dict[Any, None] = {}
    for result in d.answer.named.expanded.values():
        seen |= dict.fromkeys(postorder(result, seen))
    return len(seen)


def depth(layers: tuple[int, ...]) -> list[str]:
    """Reading, deriving, checking, printing and code of a network of tanh layers, by every W and b."""
    import resource

    lines = ["| layers | read and derive | check | print (LaTeX) | code | nodes a layer | largest memory |", "| ---: " * 7 + "|"]
    table: list[list[float]] = []
    where = "x: n constant; y: m constant"
    first = symjac.derive(chain(3), "all", where)
    first.render("latex"), first.code()  # what is loaded once
    for n in layers:
        gc.collect()
        text, spent = chain(n), []
        start = time.process_time()
        symjac.derive(text, "all", where, check=False)
        spent.append(time.process_time() - start)
        start = time.process_time()
        d = symjac.derive(text, "all", where)
        spent.append(max(time.process_time() - start - spent[0], 1e-4))
        for write in (lambda d=d: d.render("latex"), lambda d=d: d.code()):
            start = time.process_time()
            write()
            spent.append(time.process_time() - start)
        table.append(spent)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        times = " | ".join(f"{1e3 * s:.0f} ms" for s in spent)
        lines.append(f"| {n} | {times} | {nodes(d) / n:.1f} | {memory} MB |")
        del d
        print(lines[-1], flush=True)
    steps = log(layers[-1] / layers[0])
    growth = [log(b / a) / steps for a, b in zip(table[0], table[-1], strict=True)]
    return [*lines, f"| exponent, {layers[0]} to {layers[-1]} | " + " | ".join(f"{g:.2f}" for g in growth) + " | | |"]


INTRODUCTION = """# Performance

Written by `python benchmarks/code.py -o docs/performance.md`; every ratio is of one run, the median over {rounds} rounds in which
the methods take turns. Above 1 in the fourth column the emitted function is slower than the best form that we could write by
hand; below 1 in the fifth JAX is faster than it. Times are of computing, one thread, {machine}; on two cores that others use
too, ratios of calls of a few microseconds are good to a third, the others to a tenth.

## Emitted functions

The arguments of an emitted function are checked at every call (about half a microsecond an argument), the others' are not.

"""
DEPTH = """
## Depth

A network of L layers tanh(W a + b) with squared error, by every W and b, each layer of a size of its own; processor time, the
default recursion limit. The check is one point, along one direction in which everything moves.

"""


STRUCTURE = "## Structure kept"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, and networks of up to 300 layers")
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    if importlib.util.find_spec("jax"):
        import jax

        jax.config.update("jax_enable_x64", True)
    rounds = 1 if asked.quick else ROUNDS
    machine = f"Python {platform.python_version()}, NumPy {np.__version__}"
    deep = depth((100, 300) if asked.quick else (100, 1000, 10_000))  # first, for its memory
    text = INTRODUCTION.format(rounds=rounds, machine=machine) + "\n".join(evaluation(rounds)) + "\n" + DEPTH
    text += "\n".join(deep) + "\n"
    if asked.output and asked.output.exists():
        _, title, rest = asked.output.read_text(encoding="utf-8").partition(STRUCTURE)  # what others have written stays
        text += f"\n{title}{rest}" if title else ""
    if asked.output:
        asked.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
