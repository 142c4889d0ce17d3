"""symjac under load: random formulas against NumPy, spoilt texts, threads, bombs, misuse; counts, and the first of each failure.

python benchmarks/soak.py                                    a few of everything, in about a minute
python benchmarks/soak.py --minutes 30                       as long as wanted, the time shared out
python benchmarks/soak.py --only expressions --expressions 20000 --seed 7 --processes 16
python benchmarks/soak.py --only threads --threads 1563 --processes 8      100,032 derivations, 64 at a time
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from threading import Lock
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import symjac  # noqa: E402
from symjac.errors import CheckError, LimitError, SymjacError  # noqa: E402
from symjac.expr.expr import postorder  # noqa: E402
from tests.helpers import fresh, mutate  # noqa: E402

try:  # threads do without
    import numpy as np

    from symjac.interop.numpy import evaluate
    from tests.helpers import formulas, odd
except ImportError as missing:
    if missing.name != "numpy":
        raise

try:  # the code for it is run too where it is there
    from torch import as_tensor
except ImportError:
    LIBRARIES: dict[str, Callable[[Any], Any]] = {"numpy": lambda value: value}
else:
    LIBRARIES = {"numpy": lambda value: value, "torch": as_tensor}

PATIENCE = 60  # seconds for one question: nothing that is answered takes so long
SLICE_PATIENCE = 900  # seconds for the questions that a process is given at a time
SHOWN = 10  # failures of one kind that are printed


@dataclass
class Tally:
    """What came out of one section. `failures` has the kind, the input and the number of the question of each."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str, int]] = field(default_factory=list)
    number: int = 0

    def fail(self, kind: str, what: str) -> None:
        self.counts["FAILED"] += 1
        self.failures.append((kind, what, self.number))

    def add(self, other: Tally) -> None:
        self.counts += other.counts
        self.failures += other.failures


class Hang(BaseException):
    """No answer in time."""


@contextmanager
def patience(seconds: int = PATIENCE) -> Iterator[None]:
    def late(*_: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def asked(tally: Tally, what: str, question: Callable[[], Any]) -> Any:
    """The answer, or None where there is none: a refusal is counted, everything else that is raised is a failure."""
    try:
        with patience(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = question()
    except CheckError as failure:
        tally.fail("CheckError: " + re.sub(r"[\d.]+", "…", failure.message)[:110], what)
    except SymjacError as failure:
        tally.counts["too large" if isinstance(failure, LimitError) else "refused"] += 1
        str(failure)
    except Hang:
        tally.fail(f"no answer in {PATIENCE} s", what)
    except Exception as failure:
        at = traceback.extract_tb(failure.__traceback__)[-1]
        tally.fail(f"{type(failure).__name__}: {failure}"[:120] + f" ({Path(at.filename).name}:{at.lineno})", what)
    else:
        tally.counts["answered"] += 1
        return answer
    return None


def expressions(random: Random, tally: Tally) -> None:
    """One formula by one variable, in some layout, against the imaginary step."""
    f = formulas.Maker(random).formula(random.choice((1, 2, 2, 3, 3, 4)))
    at, x = formulas.values(random), random.choice(f.variables or ["x"])
    order = random.choice((1, 1, 2))
    options = {
        "layout": random.choice(("numerator", "denominator")), "order_of": random.choice(("notes", "rows", "columns")),
        "style": random.choice(("auto", "auto", "differential", "components", "chain")), "order": order,
    }  # fmt: skip
    what = f"derive({f.text!r}, {x!r}, {f.where!r}, {options})"
    d = asked(tally, what, lambda: symjac.derive(f.text, x, f.where, **options))
    if d is None:
        return
    named = {name: at[name] for name in d.problem.symbols}
    found = asked(tally, f"{what}.tensor(...)", lambda: d.tensor(named, sizes=formulas.SIZES if sized(d) else None))
    if found is None:
        return
    if not well_conditioned(d, named):
        tally.counts["out of range"] += 1
        return
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            wanted = (formulas.slope if order == 1 else formulas.curve)(f, x, at)
            again = formulas.curve(f, x, at, 3 * formulas.DIFFERENCE) if order == 2 else wanted
            itself = f.value(at)
        except np.linalg.LinAlgError:
            tally.counts["out of range"] += 1
            return
    scale = float(np.max(np.abs(itself)))
    if np.max(np.abs(again - wanted)) > 1e-6 * max(1.0, float(np.max(np.abs(wanted))), scale):
        tally.counts["out of range"] += 1  # a difference of slopes that depends on its step says nothing
        return
    compare(tally, what, found, wanted, scale)


def well_conditioned(d: Any, named: dict[str, Any]) -> bool:
    """Whether what must be invertible is so in floating point: |CA| may be singular, and its inverse is noise then."""
    inverted = [c.of for c in d.conditions if c.kind == "invertible"]
    inverted += [e.args[0] for e in postorder(d.f) if e.op.name == "inv"]  # of constants the conditions say nothing
    symbols = d.problem.symbols.values()
    return all(np.linalg.cond(evaluate(e, named, symbols, formulas.SIZES)) < 1e8 for e in inverted)


def sized(d: Any) -> bool:
    names = {name for e in (*d.problem.symbols.values(), d.result) for n in e.shape for name in n.names}
    return names >= formulas.SIZES.keys()


def compare(tally: Tally, what: str, found: Any, wanted: Any, scale: float) -> None:
    """Axes of length 1 count for nothing here: tests/derivation/test_tensor.py knows which there are."""
    largest = float(np.max(np.abs(wanted)))
    if not math.isfinite(largest) or max(largest, scale) > 1e8:
        tally.counts["out of range"] += 1
        return
    if found.size != wanted.size or np.squeeze(found).shape != np.squeeze(wanted).shape:
        tally.fail(f"shape {found.shape} against {wanted.shape}", what)
    elif np.max(np.abs(np.squeeze(found) - np.squeeze(wanted))) > 1e-5 * max(1.0, largest, scale):
        tally.fail("another value than NumPy finds", what)
    else:
        tally.counts["right"] += 1


def emitted(random: Random, tally: Tally) -> None:
    """The code of a derivative, in NumPy, and in PyTorch where it is installed, against the derivative itself."""
    f = formulas.Maker(random).formula(random.choice((1, 2, 2, 3)))
    at, x, order = formulas.values(random), random.choice(f.variables or ["x"]), random.choice((1, 1, 2))
    layout, rows = random.choice(("numerator", "denominator")), random.choice(("notes", "rows", "columns"))
    what = f"derive({f.text!r}, {x!r}, {f.where!r}, {layout=}, order_of={rows!r}, {order=})"
    d = asked(tally, what, lambda: symjac.derive(f.text, x, f.where, layout=layout, order_of=rows, order=order, check=False))
    if d is None:
        return
    named = {name: np.reshape(at[name], shape) for name, shape in shapes(d, at).items()}
    wanted = asked(tally, f"{what}.tensor(...)", lambda: d.tensor(named, sizes=formulas.SIZES if sized(d) else None))
    if wanted is None or not well_conditioned(d, named) or not np.max(np.abs(wanted), initial=0) < 1e8:
        return
    times = random.choice((None, None, "v_"))
    v = np.reshape([random.uniform(-1, 1) for _ in range(named[x].size)], named[x].shape)
    wanted, given = (np.tensordot(wanted, v, v.ndim), {**named, "v_": v}) if times else (wanted, named)
    for target, made in LIBRARIES.items():
        mine = {name: made(np.array(value)) for name, value in given.items()}
        found = asked(tally, f"{what}.function({target!r}, {times=})", partial(run, d, target, times, mine))
        if found is not None:
            compare(tally, f"{what}: {target}, {times=}", np.asarray(found), wanted, 1.0)
        if any(np.any(np.asarray(mine[name]) != value) for name, value in given.items()):
            tally.fail("an argument was written to", f"{what}: {target}, {times=}")


def run(d: Any, target: str, times: str | None, given: dict[str, Any]) -> Any:
    return d.function(target, times=times)(**given)


def shapes(d: Any, at: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """As emitted functions want their arguments: columns have one axis, numbers none."""
    symbols = d.problem.symbols.items()
    return {name: tuple(at[name].shape[k] for k, side in enumerate(e.shape) if str(side) != "1") for name, e in symbols}


def mutations(random: Random, tally: Tally) -> None:
    """A spoilt text: an answer or a refusal."""
    kind = random.choice(list(mutate.BASES))
    text = mutate.spoilt(random.choice(mutate.BASES[kind]), random)
    with tempfile.TemporaryDirectory() as folder:
        asked(tally, f"{kind}: {text!r}", lambda: mutate.ask(kind, text, Path(folder)))


def threads(random: Random, tally: Tally) -> None:
    """Formulas that are new to all of eight threads: each finds what one thread finds alone; every other one is checked."""
    start = random.randrange(10**9)
    given = [(*fresh.formula(start + k), k % 2 == 0) for k in range(8)]
    with fresh.switching(1e-6):
        found = fresh.at_once(derived, given)
    alone = [derived(each) for each in given]
    for results in found:
        for formula, mine, right in zip(given, results, alone, strict=True):
            tally.counts["derived"] += 1
            if mine != right:
                tally.fail("another result among threads", f"{formula}: {mine} against {right}")


def derived(given: tuple[str, str, bool]) -> str:
    f, x, check = given
    try:
        return str(symjac.derive(f, x, check=check).result)
    except Exception as failure:
        return f"{type(failure).__name__}: {failure}"


SECONDS, MEMORY = 20, 2 * 2**30  # of processor time, of address space: what one question may cost
BOMBS: tuple[tuple[str, ...], ...] = (
    ("derive", "(" * 5000 + "x" + ")" * 5000, "--wrt", "x"),
    ("parse", "10^10^10^10"),
    ("activation", "s(t) = " + "exp(" * 300 + "t" + ")" * 300),
    ("network", "1000000000 -> 1"),
    ("regression", "[" + "1, 2; " * 200_000 + "1, 2]"),
    ("derive", "x^10000", "--wrt", "x"),
    ("derive", "+".join(f"sin({k}*x)" for k in range(1000)), "--wrt", "x"),
    ("derive", "*".join(["A"] * 200), "--wrt", "A", "--where", "A: n x n"),
    ("derive", "x'*x", "--wrt", "x", "--where", "x: 1000000"),
    ("derive", "eye(1000000)*x", "--wrt", "x"),
    ("derive", "sum(sigmoid(W*x))", "--wrt", "W", "--where", "W: 128 x 784"),
    ("derive", "A*x", "--wrt", "A", "--where", "A: 100 x 100"),
    ("derive", "a^(9^(c^2))", "--wrt", "a", "--where", "a: scalar; c: scalar"),
    ("derive", "(x^9999)^9999", "--wrt", "x", "--where", "x: scalar"),
    ("derive", "commutation(1000,1000)*x", "--wrt", "x"),
    ("derive", "x'*" * 399 + "x", "--wrt", "x"),
    ("derive", "logdet(S)", "--wrt", "S", "--where", "S: 30 x 30"),
    ("derive", "kron(kron(kron(A,A),A),A)", "--wrt", "A", "--where", "A: n x n"),
    ("activation", "s(t)=" + "*".join(f"(t-{k})" for k in range(300))),
    ("derive", "X'X", "--wrt", "X", "--where", "X: m x n", "--instance", "m=1000000, n=1000000"),
)  # fmt: skip


def bombs(random: Random, tally: Tally, choice: tuple[str, ...] | None = None) -> None:
    """A question that may cost everything: an answer or a refusal within the limits."""
    command = choice or random.choice(BOMBS)
    start = time.monotonic()
    shown = " ".join(command)[:160]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "symjac", *command], cwd=ROOT, capture_output=True, text=True, preexec_fn=limited, timeout=600,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        tally.fail("no answer in 600 s", shown)
        return
    if done.returncode in (0, 2):
        tally.counts["answered" if done.returncode == 0 else "refused"] += 1
    else:
        last = (done.stderr.strip().splitlines() or [""])[-1][:120]
        tally.fail(f"status {done.returncode} after {time.monotonic() - start:.0f} s: {last}", shown)


def limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


CALLS: tuple[tuple[Callable[..., Any], dict[str, Any], tuple[str, ...]], ...] = (
    (symjac.derive, {"f": "x'x", "wrt": "x"},
     ("f", "wrt", "where", "order", "style", "layout", "order_of", "detail", "check", "instance", "at")),
    (symjac.parse, {"text": "x"}, ("text", "where")),
    (symjac.regression, {"data": "[1, 2; 3, 4; 5, 7]"},
     ("data", "target", "features", "intercept", "digits", "layout", "detail", "check")),
    (symjac.network, {"description": "1 -> 1, tanh"},
     ("description", "show", "data", "tries", "first", "digits", "detail", "check", "W1")),
    (symjac.activation, {"text": "tanh"}, ("text", "detail", "check")),
    (symjac.chapter, {"path": "nowhere"}, ("path", "progress")),
)  # fmt: skip


def misuse(random: Random, tally: Tally) -> None:
    """One to three arguments that fit nowhere."""
    function, usual, names = random.choice(CALLS)
    given = {name: random.choice(odd.values()) for name in random.sample(names, min(random.randint(1, 3), len(names)))}
    shown = ", ".join(f"{name}={odd.shown(value)}" for name, value in given.items())
    asked(tally, f"{function.__name__}({shown})", lambda: function(**{**usual, **given}))


Section = tuple[Callable[[Random, Tally], None], int, int]  # what asks, how many by default, how many at a time
SECTIONS: dict[str, Section] = {
    "expressions": (expressions, 200, 100), "emitted": (emitted, 200, 100), "mutations": (mutations, 400, 200),
    "threads": (threads, 10, 10), "bombs": (bombs, 5, 1), "misuse": (misuse, 400, 400),
}  # fmt: skip


def soaked(name: str, seed: int, *, first: int = 0, count: float = math.inf, seconds: float = math.inf) -> Tally:
    """One section, so many times or so long, whichever comes first. Each question has a seed of its own."""
    tally, ask, k = Tally(name), SECTIONS[name][0], 0
    stop = time.monotonic() + seconds
    while k < count and time.monotonic() < stop:
        tally.number = first + k
        ask(Random(f"{name} {seed} {first + k}"), tally)
        k += 1
    tally.counts["asked"] = k
    return tally


def spread(name: str, seed: int, processes: int, *, first: int, count: float, seconds: float) -> Tally:
    """The same in several processes, each given a few questions at a time; one that dies is a failure, and the others go on."""
    tally, size, lock = Tally(name), SECTIONS[name][2], Lock()
    starts = itertools.count(first, size)
    stop = time.monotonic() + seconds

    def work(_: int) -> None:
        while True:
            with lock:
                start = next(starts)
            left = stop - time.monotonic()
            if start >= first + count or left <= 0:
                return
            found = sliced(name, seed, start, int(min(size, first + count - start)), left)
            with lock:
                tally.add(found)

    with ThreadPoolExecutor(processes) as pool:
        list(pool.map(work, range(processes)))
    return tally


def sliced(name: str, seed: int, first: int, count: int, seconds: float) -> Tally:
    """Questions first, …, first + count − 1 in a process of their own."""
    which = ["--only", name, "--seed", str(seed), "--first", str(first), f"--{name}", str(count)]
    command = [sys.executable, __file__, "--json", *which]
    command += ["--minutes", str(seconds / 60)] if seconds < math.inf else []
    tally, shown = Tally(name, number=first), " ".join(which)
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SLICE_PATIENCE, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        )
        given = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        tally.fail(f"no answer in {SLICE_PATIENCE} s", shown)
    except (IndexError, ValueError):
        tally.fail(f"a process ended with status {done.returncode}: {done.stderr.strip()[-200:]}", shown)
    else:
        tally.counts, tally.failures = Counter(given["counts"]), [tuple(failure) for failure in given["failures"]]
    return tally


def report(tally: Tally, seed: int, seconds: float) -> None:
    """Counts, and of each kind of failure how often it was seen, the shortest input, and how to ask that again."""
    counts = "  ".join(f"{word} {n}" for word, n in sorted(tally.counts.items()))
    print(f"{tally.name:<12} {counts}  ({seconds:.0f} s)", flush=True)
    kinds: dict[str, list[tuple[str, int]]] = {}
    for kind, what, number in tally.failures:
        kinds.setdefault(kind, []).append((what, number))
    for kind, inputs in sorted(kinds.items(), key=lambda item: -len(item[1]))[:SHOWN]:
        what, number = min(inputs, key=lambda each: len(each[0]))
        again = f"--only {tally.name} --seed {seed} --first {number} --{tally.name} 1"
        print(f"    {len(inputs)} x {kind}\n        {what}\n        again: python benchmarks/soak.py {again}", flush=True)


def asked_for() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, help="in all, shared out among the sections")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, metavar="K", help="the number of the first question")
    parser.add_argument("--processes", type=int, default=1, metavar="P", help="so many at a time")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="this section alone; several times")
    parser.add_argument("--json", action="store_true", help="what was found, as one line for a program")
    for name, (_, usual, _) in SECTIONS.items():
        parser.add_argument(f"--{name}", type=int, metavar="N", help=f"how many [{usual}]")
    return parser.parse_args()


def main() -> int:
    options = asked_for()
    chosen = options.only or list(SECTIONS)
    if "np" not in globals() and chosen != ["threads"]:
        sys.exit("without NumPy there are threads alone: --only threads")
    failed = 0
    for name in chosen:
        count = getattr(options, name)
        if count is None:
            count = math.inf if options.minutes else SECTIONS[name][1]
        seconds = 60 * options.minutes / len(chosen) if options.minutes else math.inf
        limits = {"first": options.first, "count": count, "seconds": seconds}
        start = time.monotonic()
        alone = options.processes == 1
        tally = soaked(name, options.seed, **limits) if alone else spread(name, options.seed, options.processes, **limits)
        if options.json:
            print(json.dumps({"counts": tally.counts, "failures": tally.failures}), flush=True)
        else:
            report(tally, options.seed, time.monotonic() - start)
        failed += tally.counts["FAILED"]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
