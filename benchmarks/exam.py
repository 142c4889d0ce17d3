"""Sheets for a class: how many students a second and core, by the embedded engine and by pdflatex.

python benchmarks/exam.py [--students 300] [--latex 10]

The sheet on the lecture notes: problem and key of every student as PDF, nine questions whose numbers differ, in one process.
CPU time is counted, of child processes too, once what all students have in common is made; and from nothing.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from symjac.pages.exam.face import Sheet, load  # noqa: E402

FIRST = 10  # students who are built before time is taken
WORK = {"sheets": ("problem", "key"), "formats": ("pdf",), "combined": False}


def cpu() -> float:
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + below.ru_utime + below.ru_stime


def seconds(sheet: Sheet, first: int, count: int, engine: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        start = cpu()
        sheet.build(folder, [str(n) for n in range(first, first + count)], engine=engine, **WORK)
        return cpu() - start


def rate(engine: str, count: int) -> None:
    sheet = load(ROOT / "worked_examples" / "exam" / "sheet.toml")
    start = seconds(sheet, 0, FIRST, engine)
    spent = seconds(sheet, FIRST, count, engine)
    line = f"{count} more: {1000 * spent / count:.0f} ms each, {count / spent:.1f} a second and core"
    print(f"{engine}: the first {FIRST} students {start:.1f} s; {line}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--latex", type=int, default=10)
    given = parser.parse_args()
    rate("typst", given.students)
    if given.latex:
        rate("latex", given.latex)


if __name__ == "__main__":
    main()
