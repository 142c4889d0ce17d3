"""How long a derivation takes: over the corpus beside SymPy's diff, in the depth of a network, and from the shell.

python benchmarks/run.py [--quick]        everything is measured in one run, on one machine, warmed up
"""

from __future__ import annotations

import argparse
import compileall
import json
import math
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import sympy  # noqa: E402

import symjac  # noqa: E402
from symjac.calculus.differential import gradient  # noqa: E402
from symjac.calculus.identities.factors import factors, symmetric_at_sight  # noqa: E402
from symjac.calculus.simplify import finisher  # noqa: E402
from symjac.errors import SymjacError  # noqa: E402
from symjac.expr.dims import ONE, dim  # noqa: E402
from symjac.expr.expr import Expr  # noqa: E402
from symjac.expr.make import add, function, mul, power, sub, symbol  # noqa: E402
from symjac.interop.sympy import to_sympy  # noqa: E402
from symjac.language import parse  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus" / "identities.jsonl"
PATIENCE = 10  # seconds for one diff of SymPy
Entry = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one repetition of everything")
    repeat = 1 if parser.parse_args().quick else 5
    corpus(repeat)
    depth(repeat)
    start_up(repeat)


def title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")


def row(name: str, *cells: object) -> None:
    print(f"{name:<44}" + "".join(f"{cell!s:>12}" for cell in cells))


def ms(seconds: float) -> str:
    return f"{1000 * seconds:.2f} ms"


def best(repeat: int, run: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> float:
    """The least time of several runs, after one that does not count."""
    run()
    times = []
    for _ in range(repeat):
        before()
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


# ---- the corpus ---------------------------------------------------------------------------------------------------


def where(entry: Entry) -> dict[str, str]:
    """The declarations; what is assumed of the variable itself is left out unless it is its structure."""
    table = {}
    for name, shape in entry["vars"].items():
        given = entry.get("assume", {}).get(name, []) if name != entry["wrt"] else entry.get("wrt_structure") or []
        table[name] = " ".join([" x ".join(shape) or "scalar", *([given] if isinstance(given, str) else given)])
    return table


def forget() -> None:
    """Every formula is new: neither side may remember a form or a derivative."""
    finisher.cache_clear()
    symmetric_at_sight.cache_clear()
    factors.cache_clear()
    sympy.core.cache.clear_cache()


def corpus(repeat: int) -> None:
    title("Derivation, over the corpus of published identities")
    if not CORPUS.exists():
        print(f"skipped: no {CORPUS}")
        return
    entries = [json.loads(line) for line in CORPUS.read_text().splitlines()]
    plain, checked, answer, peers = [], [], [], []
    for entry in entries:
        declared = where(entry)

        def derive(check: bool, entry: Entry = entry, declared: dict[str, str] = declared) -> None:
            symjac.derive(entry["expr"], entry["wrt"], declared, order=entry["order"], check=check)

        plain.append(best(repeat, lambda: derive(False), forget))  # noqa: B023
        checked.append(best(repeat, lambda: derive(True), forget))  # noqa: B023
        answer.append(best(repeat, lambda: closed_form(entry, declared), forget))  # noqa: B023
        peers.append(peer(entry, declared, repeat))
    row("", "median", "largest")
    for name, times in (
        ("closed form alone, from the text", answer),
        ("with the steps, not checked", plain),
        ("checked", checked),
    ):
        row(name, ms(statistics.median(times)), ms(max(times)))
    both = [(a, p, s) for a, p, s in zip(answer, plain, peers, strict=True) if s is not None]
    row(f"SymPy {sympy.__version__} diff: it answers {len(both)} of {len(entries)}")
    row("  SymPy, on these", ms(statistics.median(s for _, _, s in both)), ms(max(s for _, _, s in both)))
    row("  closed form, on these", ms(statistics.median(a for a, _, _ in both)), ms(max(a for a, _, _ in both)))
    row("  SymPy : closed form, median of the ratios", f"{statistics.median(s / a for a, _, s in both):.1f}")
    row("  SymPy : derivation with steps, the same", f"{statistics.median(s / p for _, p, s in both):.1f}")


def closed_form(entry: Entry, declared: dict[str, str]) -> Expr:
    """What SymPy's diff is asked for: the answer, without steps."""
    from symjac.calculus.differential import derivative, hessian
    from symjac.calculus.simplify import finished

    f = parse(entry["expr"], declared)
    x = symbol_of(f, entry["wrt"])
    return finished(derivative(f, x) if entry["order"] == 1 else hessian(f, x), f)


def symbol_of(f: Expr, name: str) -> Expr:
    from symjac.expr.names import canonical
    from symjac.verify import symbols_of

    return next(s for s in symbols_of(f) if s.data[0] == canonical(name))


def peer(entry: Entry, declared: dict[str, str], repeat: int) -> float | None:
    """SymPy's time for the same derivative, right or wrong; None where it cannot write or derive it."""
    try:
        f = parse(entry["expr"], declared)
        g, x = to_sympy(f), to_sympy(symbol_of(f, entry["wrt"]))
    except (SymjacError, ArithmeticError, TypeError, ValueError, AttributeError, NotImplementedError):
        return None

    def differentiate() -> Any:
        return g.diff(x) if entry["order"] == 1 else g.diff(x).diff(x)

    try:
        with patience():
            found = differentiate()
            return best(repeat, differentiate, forget) if answers(found) else None
    except Exception:  # whatever SymPy raises, it has no answer
        return None


def answers(found: Any) -> bool:
    """Neither left as Derivative(...) nor as an array that is no matrix formula."""
    unfinished = ("Derivative", "ArrayDerivative")
    return not any(type(node).__name__ in unfinished for node in sympy.preorder_traversal(found))


@contextmanager
def patience() -> Iterator[None]:
    def stop(signum: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# ---- depth --------------------------------------------------------------------------------------------------------


def network(layers: int) -> tuple[Expr, Expr]:
    """‖y − h_L‖² with h_k = tanh(W_k h_(k−1) + b_k), by the input."""
    x = h = symbol("x", (dim("n0"), ONE))
    for k in range(1, layers + 1):
        size = dim(f"n{k}")
        W, b = symbol(f"W[{k}]", (size, h.shape[0])), symbol(f"b[{k}]", (size, ONE))
        h = function("tanh", add(mul(W, h), b))
    return power(function("norm", sub(symbol("y", h.shape), h)), 2), x


def depth(repeat: int) -> None:
    title("Gradient of an L-layer tanh network")
    row("L", "time", "per layer")
    sizes, times = (10, 30, 100, 300, 1000), []
    for layers in sizes:
        f, x = network(layers)
        times.append(best(min(repeat, 3), lambda: gradient(f, x), forget))  # noqa: B023
        row(str(layers), ms(times[-1]), f"{1e6 * times[-1] / layers:.0f} µs")
    row("exponent of the growth, from L = 100 on", f"{slope(sizes[2:], times[2:]):.2f}")


def slope(xs: tuple[int, ...], ys: list[float]) -> float:
    """Of the straight line through log y over log x."""
    a, b = [math.log(x) for x in xs], [math.log(y) for y in ys]
    return statistics.linear_regression(a, b).slope


# ---- start-up -----------------------------------------------------------------------------------------------------


def start_up(repeat: int) -> None:
    """In rounds, each command once a round, by processor time: other work on the machine slows all of them."""
    title("Whole processes, beside python -c 'import sympy': processor time")
    compileall.compile_dir(ROOT / "symjac", quiet=1)
    reference = "python -c 'import sympy'"
    commands = {
        reference: ["-c", "import sympy"],
        "symjac --help": ["-m", "symjac", "--help"],
        "symjac derive 'norm(y - Phi*theta)^2'": ["-m", "symjac", "derive", "norm(y - Phi*theta)^2", "--wrt", "theta"],
        "symjac derive 'f(x) = A x + b'": ["-m", "symjac", "derive", "f(x) = A x + b"],
        "symjac network 'n -> p -> m', gradients": ["-m", "symjac", "network", "n -> p -> m, tanh", "--show", "gradients"],
        "symjac chapter, N1 to N16, to LaTeX": ["-m", "symjac", "chapter", "worked_examples/chapter.toml", "--format", "latex"],
    }
    rounds = [{name: process(command) for name, command in commands.items()} for _ in range(3 * repeat + 1)][1:]
    row("", "median", "ratio")
    for name in commands:
        ratio = statistics.median(times[name] / times[reference] for times in rounds)
        row(name, ms(statistics.median(times[name] for times in rounds)), f"{ratio:.2f}")


def process(command: list[str]) -> float:
    """The seconds that a processor works for it, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
