"""docs/coverage.md: every identity of the corpus, its result as printed, where it is from, and how long it took.

python docs/build_coverage.py        writes the page anew; python docs/build_coverage.py --check fails if a result changed
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import symjac  # noqa: E402

OPTIMA = ROOT.parent / "shared" / "corpus" / "optima.jsonl"
CORPUS = ROOT.parent / "shared" / "corpus" / "identities.jsonl"
PAGE = ROOT / "docs" / "coverage.md"
Entry = dict[str, Any]

HEAD = """\
# Coverage: published identities, one by one

Each row is a derivative from a published source, derived by symjac, every line of the derivation checked. The result is as
`str(d.result)` prints it: gradients have the shape of the variable (`layout="denominator"`), a scalar by a matrix has the shape
of the matrix, flattened Jacobians read value and variable column by column (`order_of="columns"`). The time is the least of
three for a derivation with its steps, without the check; `tests/test_corpus_identities.py` compares every row with an independent
derivative and with the length of the book's form. This page is written by `python docs/build_coverage.py`.

{count} identities, {right} derived and checked. Median time {median:.1f} ms, longest {longest:.0f} ms.
"""


def main() -> int:
    if not CORPUS.exists():
        print(f"there is no corpus at {CORPUS}")
        return 0
    rows = [derived(json.loads(line)) for line in CORPUS.read_text().splitlines()]
    text = page(rows) + "\n" + optima()
    if "--check" in sys.argv[1:]:
        return compare(text)
    PAGE.write_text(text)
    print(f"{PAGE.relative_to(ROOT)}: {len(rows)} identities")
    return 0


def where(entry: Entry) -> dict[str, str]:
    """The declarations. Of the variable itself only its structure is declared: the rest says where the identity holds."""
    table = {}
    for name, shape in entry["vars"].items():
        given = entry.get("assume", {}).get(name, []) if name != entry["wrt"] else entry.get("wrt_structure") or []
        table[name] = " ".join([" x ".join(shape) or "scalar", *([given] if isinstance(given, str) else given)])
    return table


def derived(entry: Entry) -> Entry:
    options = {"order": entry["order"], "layout": "denominator", "order_of": "columns"}
    if entry["expected_layout"] not in ("gradient", None):
        options["layout"] = "numerator"
    question = entry["expr"], entry["wrt"], where(entry)
    d = symjac.derive(*question, **options)  # the check raises if anything is wrong
    seconds = min(timed(question, options) for _ in range(3))
    return {**entry, "result": str(d.result), "ms": 1000 * seconds}


def timed(question: tuple[str, str, dict[str, str]], options: dict[str, Any]) -> float:
    start = time.perf_counter()
    symjac.derive(*question, **options, check=False)
    return time.perf_counter() - start


def page(rows: list[Entry]) -> str:
    times = [row["ms"] for row in rows]
    head = HEAD.format(count=len(rows), right=len(rows), median=statistics.median(times), longest=max(times))
    return "\n".join([head, *(section(name, rows) for name in dict.fromkeys(book(row) for row in rows))])


OPTIMA_HEAD = """\
# Coverage: gradients set to zero

Each row is a problem of the corpus of optima, answered by `symjac.minimize` or `symjac.maximize`, every line checked. The
solution is as `str` prints it, the condition where there is none in closed form. {right} of {count} answered as stated there,
median {median:.1f} ms of CPU time without the check. `tests/pages/test_optimum.py` compares the numbers.

| problem | f | by | subject to | status | answer | if | ms |
| --- | --- | --- | --- | --- | --- | --- | ---: |
"""


def optima() -> str:
    """The table of optima: problem, answer as printed, kind, condition, time."""
    rows = [optimum(json.loads(line)) for line in OPTIMA.read_text().splitlines()]
    right = sum(row["right"] for row in rows)
    head = OPTIMA_HEAD.format(right=right, count=len(rows), median=statistics.median(row["ms"] for row in rows))
    return head + "\n".join(row["line"] for row in rows) + "\n"


def optimum(entry: Entry) -> Entry:
    ask = getattr(symjac, entry["sense"])
    question = entry["f"], entry["wrt"], entry["where"]
    options = {"subject_to": entry["subject_to"] or None}
    try:
        found = ask(*question, **options)
        seconds = min(clocked(ask, question, options) for _ in range(3))
    except symjac.UnsupportedError as refusal:
        status, answer, needs, seconds = "refused", refusal.message, "", 0.0
    else:
        status, needs = found.status, found.needs
        solved = "; ".join(f"{name} = {e}" for name, e in found.solution.items())
        answer = code(solved or found.condition)
    limits = code(entry["subject_to"]) if entry["subject_to"] else ""
    cells = [entry["id"], code(entry["f"]), code(entry["wrt"]), limits, status, answer, needs]
    line = "| " + " | ".join(cell.replace("\n", " ") for cell in cells) + f" | {1000 * seconds:.1f} |"
    return {"line": line, "right": status in (entry["status"], *entry["also"]), "ms": 1000 * seconds}


def clocked(ask: Any, question: tuple[str, str, str], options: dict[str, Any]) -> float:
    start = time.process_time()
    ask(*question, **options, check=False)
    return time.process_time() - start


def book(row: Entry) -> str:
    """The source without its equation: 'Matrix Cookbook'."""
    known = {
        "cookbook": "The Matrix Cookbook (Petersen & Pedersen)",
        "mml": "Mathematics for Machine Learning (Deisenroth, Faisal & Ong)",
        "mn": "Matrix Differential Calculus (Magnus & Neudecker)",
        "ph": "The Matrix Calculus You Need For Deep Learning (Parr & Howard)",
        "mit": "MIT 18.S096 Matrix Calculus",
        "wiki": "Wikipedia, Matrix calculus",
        "ml": "Machine-learning textbooks",
        "sympy": "SymPy's test suite",
        "tg": "tensorgrad's test suite",
    }
    return known.get(row["id"].split("-")[0], "Others")


def section(name: str, rows: list[Entry]) -> str:
    lines = [f"## {name}", "", "| identity | f | by | derivative | source | ms |", "| --- | --- | --- | --- | --- | ---: |"]
    for row in rows:
        if book(row) == name:
            by = row["wrt"] + (", twice" if row["order"] == 2 else "")
            result = code(row["result"])
            lines.append(f"| {row['id']} | {code(row['expr'])} | {code(by)} | {result} | {row['source']} | {row['ms']:.1f} |")
    return "\n".join([*lines, ""])


def code(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


def compare(text: str) -> int:
    """Whether the page has these results; times may differ."""
    old, new = (untimed(t) for t in (PAGE.read_text() if PAGE.exists() else "", text))
    changed = [line for line in new if line not in old]
    print("\n".join(changed) or f"{PAGE.relative_to(ROOT)} is up to date")
    return 1 if changed else 0


def untimed(text: str) -> list[str]:
    return [line.rsplit("|", 2)[0] for line in text.splitlines() if line.startswith("| ")]


if __name__ == "__main__":
    sys.exit(main())
