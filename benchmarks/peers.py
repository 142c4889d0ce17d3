"""Derivatives beside those of SymPy and tensorgrad: over the corpus of identities, and of networks by their first layer.

python benchmarks/peers.py [--quick] [-o docs/performance.md]

The methods of a row take turns, round by round; without tensorgrad its rows are left out. With -o the section "Beside other
tools" of the file is replaced, and nothing else.
"""

from __future__ import annotations

import argparse
import gc
import importlib.metadata
import importlib.util
import platform
import statistics
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.code import chain  # noqa: E402
from benchmarks.corpus import Entry, closed_form, entries, symbol_of, where  # noqa: E402
from benchmarks.sections import put  # noqa: E402
from benchmarks.turns import Method, Times, in_turn  # noqa: E402

# isort: split
import sympy  # noqa: E402
from sympy.utilities.exceptions import SymPyDeprecationWarning  # noqa: E402

import symjac  # noqa: E402
from symjac.errors import SymjacError  # noqa: E402
from symjac.expr.expr import Expr  # noqa: E402
from symjac.interop.sympy import to_sympy  # noqa: E402
from symjac.language import parse  # noqa: E402

HEADING = "## Beside other tools"
ROUNDS, PATIENCE, LONGER = 5, 10, 60  # seconds for one call over the corpus, and of a network
LAYERS, SMALL = (2, 4, 8, 16, 32), 4  # up to which the answers are compared
TENSORGRAD = importlib.util.find_spec("tensorgrad") is not None
CLOSED, STEPS, CHECKED = "symjac, closed form alone", "symjac, with the steps", "symjac, checked"
SYMPY = f"SymPy {sympy.__version__}, `diff`"
OWN = (CLOSED, STEPS, CHECKED)
FULL, PLAIN, QUICK = "`full_simplify()`", "`full_simplify(expand=False)`", "`simplify`, memoized"


# ---- the methods --------------------------------------------------------------------------------------------------


def sympy_method(f: Expr, x: Expr, order: int) -> Method | None:
    """Right or wrong; None where SymPy cannot write the formula."""
    try:
        g, z = to_sympy(f), to_sympy(x)
    except (SymjacError, ArithmeticError, TypeError, ValueError, AttributeError, NotImplementedError):
        return None
    return Method(lambda _: g.diff(z) if order == 1 else g.diff(z).diff(z), answers=is_answer)


def is_answer(found: Any) -> bool:
    """Neither left as Derivative(...) nor as an array that is no matrix formula."""
    unfinished = ("Derivative", "ArrayDerivative")
    return not any(type(node).__name__ in unfinished for node in sympy.preorder_traversal(found))


def tensor_methods(f: Expr, x: Expr, order: int, names: tuple[str, ...]) -> dict[str, Method]:
    """The formula ready made, but new, for a tensor keeps what was found about it."""
    from benchmarks.named import WAYS, gradient

    gradient(f, x, order)  # raises where it cannot be written
    return {name: Method(WAYS[name], partial(gradient, f, x, order)) for name in names}


def methods_of(entry: Entry) -> tuple[dict[str, Method], str]:
    """By name, and what of the formula tensorgrad does not have."""
    declared, order = where(entry), entry["order"]
    f = parse(entry["expr"], declared)
    x = symbol_of(f, entry["wrt"])

    def derive(check: bool) -> Method:
        return Method(lambda _: symjac.derive(entry["expr"], entry["wrt"], declared, order=order, check=check))

    methods = {CLOSED: Method(lambda _: closed_form(entry, declared)), STEPS: derive(False), CHECKED: derive(True)}
    if (other := sympy_method(f, x, order)) is not None:
        methods[SYMPY] = other
    if not TENSORGRAD:
        return methods, ""
    from benchmarks.named import Unwritten

    try:
        same(entry)
        return methods | tensor_methods(f, x, order, (FULL, QUICK)), ""
    except Unwritten as missing:
        return methods, str(missing)


def same(entry: Entry) -> None:
    """The formula in named tensors has our value, and its derivative is ours; to it a variable has no structure."""
    from benchmarks.agreement import agree

    d = symjac.derive(entry["expr"], entry["wrt"], where(entry, structured=False), order=entry["order"], check=False)
    assert agree(d, entry["wrt"], entry["order"], (FULL, QUICK)), entry["expr"]


# ---- the corpus ---------------------------------------------------------------------------------------------------


def corpus(rounds: int) -> Iterator[str]:
    given = entries()
    if not given:
        yield "The corpus is not here, and its table is left out."
        return
    found, missing = list[dict[str, Times]](), Counter[str]()
    for k, entry in enumerate(given):
        methods, lacks = methods_of(entry)
        missing.update([lacks] if lacks else [])
        found.append(in_turn(methods, rounds, PATIENCE))
        if k % 20 == 19:
            print(f"{k + 1} of {len(given)}", file=sys.stderr, flush=True)
    yield f"| of {len(given)} identities | answers | median | longest | : closed form | : with the steps |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name in (*OWN, SYMPY, *((FULL, QUICK) if TENSORGRAD else ())):
        yield row(name, [each for each in found if name in each and each[name].rounds])
    if missing:
        yield ""
        yield f"Not in tensorgrad, and left out there: {', '.join(f'{name} ({n})' for name, n in missing.most_common())}."


def row(name: str, found: list[dict[str, Times]]) -> str:
    times = [statistics.median(each[name].rounds) for each in found]
    compared = [f"{statistics.median(ratio(each[name], each[own]) for each in found):.2f}" for own in (CLOSED, STEPS)]
    cells = (told(name), len(times), ms(statistics.median(times)), ms(max(times)), *(compared if name not in OWN else "--"))
    return f"| {' | '.join(map(str, cells))} |"


def told(name: str) -> str:
    return f"tensorgrad {importlib.metadata.version('tensorgrad')}, {name}" if name in (FULL, PLAIN, QUICK) else name


def ms(seconds: float) -> str:
    return f"{1000 * seconds:.3g} ms" if seconds < 1 else f"{1000 * seconds:.0f} ms"


def ratio(above: Times, below: Times) -> float:
    """The median over the rounds; a call that was made once is set beside the median of the others."""
    if len(above.rounds) != len(below.rounds):
        return statistics.median(above.rounds) / statistics.median(below.rounds)
    return statistics.median(a / b for a, b in zip(above.rounds, below.rounds, strict=True))


# ---- networks -----------------------------------------------------------------------------------------------------

DEFAULT, BACKPROP = "symjac, as it chooses", "symjac, `backprop`"


def networks(rounds: int, layers: tuple[int, ...]) -> Iterator[str]:
    peers = [*([PLAIN, QUICK] if TENSORGRAD else []), SYMPY]
    names = [DEFAULT, BACKPROP, *peers]
    yield f"| layers | {' | '.join(map(told, names))} | {' | '.join(f'{shown} : backprop' for shown in short(peers))} |"
    yield "| ---: " * (1 + len(names) + len(peers)) + "|"
    for n in layers:
        found = in_turn(network(n), rounds, LONGER)
        cells = [ms(statistics.median(t.rounds)) if t.rounds else t.failure for t in (found[name] for name in names)]
        compared = [f"{ratio(found[name], found[BACKPROP]):.1f}" if found[name].rounds else "-" for name in peers]
        yield f"| {n} | {' | '.join([*cells, *compared])} |"


def short(peers: list[str]) -> list[str]:
    return [{PLAIN: "`full_simplify`", QUICK: "`simplify`"}.get(name, "SymPy") for name in peers]


def network(layers: int) -> dict[str, Method]:
    text, declared = chain(layers), "x: n constant; y: m constant"
    f = parse(text, declared)
    x = symbol_of(f, "W[1]")

    def derive(style: str) -> Method:
        return Method(lambda _: symjac.derive(text, "W[1]", declared, style=style))

    methods = {DEFAULT: derive("auto"), BACKPROP: derive("backprop")}
    if TENSORGRAD:
        from benchmarks.agreement import agree

        assert layers > SMALL or agree(symjac.derive(text, "W[1]", declared, check=False), "W[1]", 1, (PLAIN, QUICK)), layers
        methods |= tensor_methods(f, x, 1, (PLAIN, QUICK))
    other = sympy_method(f, x, 1)
    return methods if other is None else methods | {SYMPY: other}


# ---- the section --------------------------------------------------------------------------------------------------

INTRODUCTION = """
Written by `python benchmarks/peers.py -o docs/performance.md`: time of computing, {machine}, medians of {rounds} rounds in which
the methods take turns, every formula new to each of them. symjac starts from the text, the others from the formula ready made.
A ratio is the median over the identities that both answer; above 1 symjac is faster. Answers of the others are counted whether
they are right or not.{also}

"""
ALSO = """ tensorgrad is asked for `grad(x)` and then told how to work it out: by
`full_simplify()`, as its own texts do, or by `simplify` with the settings of its compiler (`memoize` on, `combine_products` and
`factor_components` off), which leaves some like terms apart and is the fastest way that we found. What was written in its tensors
has our value and our gradient at a random point, or this program stops."""
NETWORKS = """
The gradient of ‖h_L − y‖² by W₁, where h_k = tanh(W_k h_(k−1) + b_k): read, derived and checked by symjac, in the style that it
chooses by itself and with a name for every δ (`backprop`), derived by the others; {patience} s for one call.{limit}

"""
LIMIT = """ The recursion of
tensorgrad needs more than Python's limit for the deepest, and gets it. Its `full_simplify()` multiplies 1 − tanh² out into 2^L
terms, and is left out."""


def section(rounds: int, layers: tuple[int, ...]) -> str:
    machine = f"Python {platform.python_version()}"
    parts = [HEADING + "\n", INTRODUCTION.format(machine=machine, rounds=rounds, also=ALSO if TENSORGRAD else "")]
    parts += [shown(corpus(rounds)), NETWORKS.format(patience=LONGER, limit=LIMIT if TENSORGRAD else "")]
    if TENSORGRAD:
        sys.setrecursionlimit(100_000)
    return "".join([*parts, shown(networks(rounds, layers))])


def shown(lines: Iterator[str]) -> str:
    kept = []
    for line in lines:
        kept.append(line)
        print(line, flush=True)
    return "\n".join(kept) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round, and networks of up to 8 layers")
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    if not TENSORGRAD:
        print("tensorgrad is not installed and takes no part", file=sys.stderr)
    warnings.filterwarnings("ignore", category=SymPyDeprecationWarning)
    methods_of({"id": "", "expr": "norm(A*x)", "wrt": "x", "vars": {"A": ["m", "n"], "x": ["n"]}, "order": 1})
    gc.freeze()  # what was imported need not be looked through again before every call
    new = section(1 if asked.quick else ROUNDS, LAYERS[:3] if asked.quick else LAYERS)
    if asked.output:
        put(asked.output, HEADING, new)


if __name__ == "__main__":
    main()
