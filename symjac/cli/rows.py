"""A file of claims in, a file of verdicts out, row by row: CSV or JSON Lines, any number of rows, constant memory."""

from __future__ import annotations

import csv
import json
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from symjac.errors import ParseError

Row = dict[str, Any]
ADDED = ("status", "mistakes", "message", "counterexample")


def judge_file(source: Path, path: Path | None, jobs: int) -> bool:
    """Whether every answer of the file is right; the verdicts go to the path, or to standard output."""
    from symjac.judge.many import check_many

    kept: deque[Row] = deque()  # the rows whose verdicts are on their way
    right, count = True, 0

    def passed(rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            kept.append(row)
            yield row

    with source.open(encoding="utf-8-sig", newline="") as given, writing(path) as out, bar(source) as advance:
        columns, rows = reader(source, given)
        write = writer(path or source, out, columns)
        for verdict in check_many(passed(rows), jobs=jobs):
            write(kept.popleft(), verdict)
            right, count = right and bool(verdict), count + 1
            advance()
    if not count:
        raise ParseError(f"there is no row in {source.name}", expected="rows with f, wrt, where, claim")
    return right


def reader(source: Path, given: IO[str]) -> tuple[list[str], Iterator[Row]]:
    """The columns (of a CSV file), and the rows."""
    if source.suffix.lower() == ".csv":
        table = csv.DictReader(given)
        columns = list(table.fieldnames or ())
        if not {"f", "claim"} <= set(columns):
            raise ParseError(f"{source.name} has no columns f and claim", found=", ".join(columns) or "nothing")
        return columns, ({k: v for k, v in row.items() if k is not None} for row in table)
    if source.suffix.lower() in (".jsonl", ".ndjson"):
        return [], (parsed(line) for line in given if line.strip())
    raise ParseError(f"{source.name} is neither .csv nor .jsonl")


def parsed(line: str) -> Row:
    """One line; what is no JSON object is a row without a question, and judged so."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        row = None
    return row if isinstance(row, dict) else {"line": line.strip()[:200]}


def writer(path: Path, out: IO[str], columns: list[str]) -> Callable[[Row, Any], None]:
    if path.suffix.lower() == ".csv":
        table = csv.DictWriter(out, [*(c for c in columns or ("id", "f", "wrt", "where", "claim") if c not in ADDED), *ADDED],
                               extrasaction="ignore")  # fmt: skip
        table.writeheader()
        return lambda row, verdict: table.writerow({**row, **flat(verdict)})
    return lambda row, verdict: print(json.dumps({**row, "verdict": verdict.record()}, ensure_ascii=False), file=out)


def flat(verdict: Any) -> Row:
    """A verdict in the columns of a table."""
    found = verdict.counterexample
    return {
        "status": verdict.status,
        "mistakes": " ".join(verdict.codes),
        "message": " ".join(verdict.message.split()),
        "counterexample": "" if found is None else str(found),
    }


@contextmanager
def writing(path: Path | None) -> Iterator[IO[str]]:
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as failure:
        raise click.ClickException(f"cannot write {str(path)!r}: {failure.strerror or failure}") from failure


@contextmanager
def bar(source: Path) -> Iterator[Callable[[], None]]:
    """Progress on standard error, where somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with source.open("rb") as given:
        total = sum(1 for _ in given) - (source.suffix.lower() == ".csv")
    with click.progressbar(length=total, label="judged", file=sys.stderr, show_pos=True) as shown:
        yield lambda: shown.update(1)
