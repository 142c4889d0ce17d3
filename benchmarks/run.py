"""How long a derivation takes in the depth of a network, and whole processes from the shell.

python benchmarks/run.py [--quick] [-o docs/performance.md]

Everything is measured in one run, on one machine, warmed up. With -o the section "Start-up" of the file is replaced, and nothing
else. The corpus, beside other tools: benchmarks/peers.py.
"""

from __future__ import annotations

import argparse
import compileall
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.corpus import forget  # noqa: E402
from benchmarks.sections import put  # noqa: E402
from symjac.calculus.differential import gradient  # noqa: E402
from symjac.expr.dims import ONE, dim  # noqa: E402
from symjac.expr.expr import Expr  # noqa: E402
from symjac.expr.make import add, function, mul, power, sub, symbol  # noqa: E402

HEADING = "## Start-up"
INTRODUCTION = """
Written by `python benchmarks/run.py -o docs/performance.md`: whole processes beside one that imports SymPy and does nothing, in
one run.

"""
told: list[list[str]] = []  # the rows of the table that was begun last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one repetition of everything")
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    repeat = 1 if asked.quick else 5
    depth(repeat)
    start_up(repeat)
    if asked.output:
        put(asked.output, HEADING, f"{HEADING}\n{INTRODUCTION}{table(told)}")


def title(text: str) -> None:
    told.clear()
    print(f"\n{text}\n{'-' * len(text)}")


def row(name: str, *cells: object) -> None:
    told.append([name, *map(str, cells)])
    print(f"{name:<44}" + "".join(f"{cell!s:>12}" for cell in cells))


def table(rows: list[list[str]]) -> str:
    """The rows in Markdown; the first is the heading, and commands are set as such."""
    heading, *others = rows
    lines = [["whole process", *heading[1:]], ["---", *["---:"] * len(heading[1:])]]
    lines += [
        [f"`{name}`" if name.startswith(("python", "symjac derive", "symjac --")) else name, *cells] for name, *cells in others
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


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
