"""Verdicts at scale: right and wrong answers to every identity of the corpus, by the thousand; false verdicts, mistakes named, time.

python benchmarks/judging.py [--right 20] [--wrong 20] [--seed 1] [--some 193] [--rows 10000]

Right answers are rewritten by identities that the normal form does not use, and spelled in four ways; wrong ones are mutants, mutants
of mutants, tiny coefficients, and answers that are right at special points only. Whether a mutant is right after all is decided by the
checker of `symjac.verify`, which shares no code with the judge's comparison.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from symjac.errors import SymjacError  # noqa: E402
from symjac.expr.expr import Expr, length, postorder  # noqa: E402
from symjac.expr.make import (  # noqa: E402
    add,
    div,
    eye,
    function,
    hadamard,
    is_op,
    mul,
    neg,
    number,
    ones,
    power,
    sub,
    transpose,
    value_of,
)
from symjac.judge.asked import Asked, ask  # noqa: E402
from symjac.judge.check import check  # noqa: E402
from symjac.judge.many import check_many  # noqa: E402
from symjac.judge.mistakes.mutant import everywhere  # noqa: E402
from symjac.judge.mistakes.registry import kinds  # noqa: E402
from symjac.judge.search import derivatives, singles, square_symbols  # noqa: E402
from symjac.judge.yardstick import has_kinks  # noqa: E402
from symjac.verify import equal  # noqa: E402
from tests.helpers.spelling import spell  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus" / "identities.jsonl"
LONGEST = 400  # names, numbers and operators of a variant


# Right variants


def rewritings(e: Expr) -> Iterator[Expr]:
    """What may rightly be written in place of a node."""
    yield from sums(e)
    yield from products(e)
    yield from functions_of(e)
    if e.is_scalar and not is_op(e, "number", "symbol"):
        yield transpose(e)
        yield function("tr", e)
        yield function("sum", e)
    if e.is_matrix and not is_op(e, "symbol", "eye"):
        yield transpose(transpose(e))
        yield mul(e, eye(e.shape[1]))
        yield sub(mul(number(2), e), e)
        yield div(mul(number(3), e), number(3))


def sums(e: Expr) -> Iterator[Expr]:
    if is_op(e, "add"):
        yield add(*e.args[::-1])
        yield neg(add(*(neg(a) for a in e.args)))
        yield transpose(add(*(transpose(a) for a in e.args)))
        for k in range(len(e.args)):
            yield add(e.args[k], *e.args[:k], *e.args[k + 1 :])
    value = value_of(e)
    if value is not None and value.denominator == 1 and 1 < abs(value) < 50:
        yield add(number(1), number(value - 1))
        yield div(number(2 * value), number(2))


def products(e: Expr) -> Iterator[Expr]:
    if is_op(e, "mul"):
        for k, factor in enumerate(e.args):
            left, right = e.args[:k], e.args[k + 1 :]
            if is_op(factor, "add"):
                yield add(*(mul(*left, term, *right) for term in factor.args))
            if is_op(factor, "diag") and right and factor.args[0].is_vector and right[0].is_vector:
                yield mul(*left, hadamard(factor.args[0], right[0]), *right[1:])
            if is_op(factor, "diag") and right and factor.args[0].is_vector and right[0].is_matrix:
                wide = mul(factor.args[0], transpose(ones(right[0].shape[1])))
                yield mul(*left, hadamard(wide, right[0]), *right[1:])
            if factor.is_scalar:
                rest = [*left, *right]
                for at in range(len(rest) + 1):
                    yield mul(*rest[:at], factor, *rest[at:])
        if not any(a.is_scalar for a in e.args):
            yield transpose(mul(*(transpose(a) for a in e.args[::-1])))
        if e.is_scalar and len(e.args) == 2 and is_op(e.args[0], "transpose"):
            yield function("sum", hadamard(e.args[0].args[0], e.args[1]))
            yield function("tr", mul(e.args[1], e.args[0]))
    if is_op(e, "hadamard"):
        yield hadamard(*e.args[::-1])
        if e.is_vector and len(e.args) == 2:
            yield mul(function("diag", e.args[0]), e.args[1])


def functions_of(e: Expr) -> Iterator[Expr]:
    a = e.args[0] if e.args else e
    match e.op.name:
        case "tr":
            yield function("tr", transpose(a))
            if is_op(a, "mul"):
                yield function("tr", mul(*a.args[1:], a.args[0]))
        case "inv":
            yield transpose(function("inv", transpose(a)))
            if is_op(a, "mul") and all(b.is_matrix and b.shape[0] == b.shape[1] for b in a.args):
                yield mul(*(function("inv", b) for b in a.args[::-1]))
        case "norm" if a.is_vector:
            yield function("sqrt", mul(transpose(a), a))
            yield function("norm", neg(a))
        case "norm":
            yield function("sqrt", function("tr", mul(transpose(a), a)))
        case "det":
            yield function("det", transpose(a))
        case "tanh":
            yield neg(function("tanh", neg(a)))
        case "sigmoid":
            one = number(1) if a.is_scalar else ones(*a.shape)
            yield sub(one, function("sigmoid", neg(a)))
        case "softmax" if a.is_vector:
            yield div(function("exp", a), function("sum", function("exp", a)))
        case "exp" if a.is_scalar:
            yield div(number(1), function("exp", neg(a)))
        case "sin":
            yield neg(function("sin", neg(a)))
        case "cos":
            yield function("cos", neg(a))
        case "power" if value_of(e.args[1]) == 2:
            yield mul(a, a)
            yield power(neg(a), 2)
        case "matrix_power" if value_of(e.args[1]) == 2:
            yield mul(a, a)
        case "hpower" if value_of(e.args[1]) == 2:
            yield hadamard(a, a)
        case "transpose":
            if is_op(a, "mul") and not any(b.is_scalar for b in a.args):
                yield mul(*(transpose(b) for b in a.args[::-1]))
        case "sum" if a.is_vector:
            yield mul(transpose(ones(a.shape[0])), a)
        case "diag" if a.is_vector:
            yield transpose(e)


def right_variants(asked: Asked, count: int, source: random.Random) -> Iterator[Expr]:
    """Between one and six rewritings, one after the other."""
    seen = {asked.result}
    for _ in range(12 * count):
        e = asked.result
        for _ in range(source.randint(1, 6)):
            choices = [new for new, _ in everywhere(e, rewritings) if length(new) < LONGEST]
            if choices:
                e = source.choice(choices)
        if e not in seen:
            seen.add(e)
            yield e
        if len(seen) > count:
            return


# Wrong variants


def wrong_variants(asked: Asked, count: int, source: random.Random) -> Iterator[tuple[str, Expr]]:
    """The kind and the formula: half of them single mistakes, the rest two mistakes, tiny ones, right at special points only."""
    pool = [(k.code, e) for k, e, _ in singles(asked)]
    pool += [(k.code, e) for k, e, _ in derivatives(asked)]
    hooks = [k for k in kinds() if k.in_answer is not None]
    makers: list[Callable[[], Iterator[tuple[str, Expr]]]] = [lambda: single(pool, source)] * 5 + [
        lambda: double(pool, hooks, source), lambda: double(pool, hooks, source),
        lambda: tiny(asked, source), lambda: special(asked, source),
    ]  # fmt: skip
    seen: set[Expr] = set()
    for turn in range(8 * count):
        for name, e in makers[turn % len(makers)]():
            if (e not in seen and length(e) < LONGEST and e.shape in (asked.result.shape, asked.result.shape[::-1])) or (
                e not in seen and turn % 7 == 0
            ):
                seen.add(e)
                yield name, e
        if len(seen) >= count:
            return


def single(pool: list[tuple[str, Expr]], source: random.Random) -> Iterator[tuple[str, Expr]]:
    if pool:
        yield source.choice(pool)


def double(pool: list[tuple[str, Expr]], hooks: list[Any], source: random.Random) -> Iterator[tuple[str, Expr]]:
    if pool:
        name, e = source.choice(pool)
        other = source.choice(hooks)
        found = [new for new, _ in everywhere(e, other.in_answer)]
        if found:
            yield f"{name}+{other.code}", source.choice(found)


def tiny(asked: Asked, source: random.Random) -> Iterator[tuple[str, Expr]]:
    """Off by a factor 1 + 10^-k."""
    k = source.choice((3, 6, 9, 12, 15, 20, 30))
    yield "tiny", mul(number(1 + Fraction(1, 10**k)), asked.result)


def special(asked: Asked, source: random.Random) -> Iterator[tuple[str, Expr]]:
    """Right where a scalar is 0, an entry sum is 1, A is symmetric, x is a column of ones."""
    scalars = [e for e in postorder(asked.result) if is_op(e, "symbol") and e.is_scalar]
    vectors = [e for e in postorder(asked.result) if is_op(e, "symbol") and e.is_vector]
    squares = square_symbols(asked)
    extra: list[Expr] = [mul(s, asked.result) for s in scalars]
    extra += [mul(sub(function("sum", v), number(1)), asked.result) for v in vectors]
    extra += [mul(sub(mul(transpose(v), v), function("sum", v)), asked.result) for v in vectors]
    extra += [mul(function("tr", mul(sub(a, transpose(a)), a)), asked.result) for a in squares]
    extra += [mul(sub(function("det", a), number(7)), asked.result) for a in squares]
    if extra:
        yield "special", add(asked.result, mul(number(Fraction(1, source.choice((1, 10, 10**6)))), source.choice(extra)))


# The run


def questions() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for line in CORPUS.read_text("utf-8").splitlines():
        entry = json.loads(line)
        words = {name: [w] if isinstance(w, str) else list(w) for name, w in entry.get("assume", {}).items()}
        if structure := entry.get("wrt_structure"):
            words[entry["wrt"]] = [structure]
        where = "; ".join(
            " ".join([f"{name}:", " x ".join(shape) or "scalar", *words.get(name, [])]) for name, shape in entry["vars"].items()
        )
        layout = "denominator" if entry["expected_layout"] == "gradient" else "numerator"
        yield (
            entry,
            {
                "f": entry["expr"],
                "wrt": entry["wrt"],
                "where": where,
                "order": entry["order"],
                "layout": layout,
                "order_of": "columns",
            },
        )


def spelled(e: Expr, source: random.Random) -> str:
    return spell(e, source.choice(("plain", "plain", "latex", "unicode")))


def same(a: Expr, b: Expr) -> bool | None:
    """The label; None where the checker finds no admissible point."""
    try:
        return equal(a, b, points=60 if has_kinks(a) or has_kinks(b) else 3, seed=7)
    except SymjacError:
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("right", 20), ("wrong", 20), ("seed", 1), ("some", 1000), ("rows", 10_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    a = parser.parse_args()
    times: list[float] = []
    false: list[str] = []
    tally: Counter[str] = Counter()
    made: dict[str, Counter[str]] = defaultdict(Counter)
    rows: list[dict[str, Any]] = []
    for entry, q in list(questions())[: a.some]:
        source = random.Random(f"{a.seed}/{entry['id']}")
        try:
            asked = ask(q["f"], q["wrt"], q["where"], q["order"], q["layout"], q["order_of"], None)
        except SymjacError as failure:
            tally["questions refused"] += 1
            print(entry["id"], "refused:", str(failure).splitlines()[0])
            continue
        judge(
            asked,
            q,
            "right",
            ((("right", e)) for e in right_variants(asked, a.right, source)),
            source,
            times,
            false,
            tally,
            made,
            rows,
        )
        judge(asked, q, "wrong", wrong_variants(asked, a.wrong, source), source, times, false, tally, made, rows)
    report(times, false, tally, made)
    rate(rows, a.rows)


def judge(
    asked: Asked, q: dict[str, Any], kind: str, claims: Iterator[tuple[str, Expr]], source: random.Random, times: list[float],
    false: list[str], tally: Counter[str], made: dict[str, Counter[str]], rows: list[dict[str, Any]],
) -> None:  # fmt: skip
    for name, e in claims:
        label = name not in ("tiny", "special") and same(e, asked.result)
        turned = name not in ("tiny", "special") and e.shape == asked.result.shape[::-1] and same(transpose(e), asked.result)
        if label is None or turned is None:
            tally["without a label"] += 1
            continue
        claim = spelled(e, source)
        start = time.process_time()
        verdict = check(**q, claim=claim)
        times.append(time.process_time() - start)
        rows.append({**q, "claim": claim})
        wanted = "right" if label else "layout" if turned else "wrong"
        found = "right" if verdict else verdict.status
        tally[f"{wanted} answers"] += 1
        if found != wanted:
            false.append(
                f"{q['f']} by {q['wrt']} ({q['where']}; {q['layout']}): {claim!r} is {wanted}, judged {found}: {verdict.message[:200]}"
            )
        if wanted == "wrong":
            made[name]["all"] += 1
            made[name]["named"] += bool(verdict.mistakes)
            made[name]["as due"] += name in verdict.codes


def report(times: list[float], false: list[str], tally: Counter[str], made: dict[str, Counter[str]]) -> None:
    print(f"{len(times)} answers:", ", ".join(f"{n} {what}" for what, n in sorted(tally.items())))
    times.sort()
    at = {q: 1000 * times[min(len(times) - 1, int(q * len(times)))] for q in (0.5, 0.9, 0.99)}
    print(
        f"median {at[0.5]:.1f} ms, 90 % {at[0.9]:.0f} ms, 99 % {at[0.99]:.0f} ms, largest {1000 * times[-1]:.0f} ms, mean {1000 * statistics.mean(times):.0f} ms"
    )
    single = {name: c for name, c in made.items() if "+" not in name}
    for name, c in sorted(single.items()):
        print(
            f"  {name:<12} {c['all']:>6}   some mistake named {100 * c['named'] / c['all']:>5.1f} %   this one {100 * c['as due'] / c['all']:>5.1f} %"
        )
    pairs = [c for name, c in made.items() if "+" in name]
    if pairs:
        total = sum(c["all"] for c in pairs)
        print(f"  two mistakes {total:>6}   some mistake named {100 * sum(c['named'] for c in pairs) / total:>5.1f} %")
    print(f"false verdicts: {len(false)}")
    for line in false:
        print("  ", line)


def rate(rows: list[dict[str, Any]], count: int) -> None:
    """Rows a second with two jobs, grouped by question as in a pile of exams."""
    some = [rows[k % len(rows)] for k in range(count)]
    start = time.perf_counter()
    n = sum(1 for _ in check_many(some, jobs=2))
    seconds = time.perf_counter() - start
    print(f"{n} rows with two jobs: {seconds:.0f} s, {n / seconds:.0f} rows/s")


if __name__ == "__main__":
    main()
