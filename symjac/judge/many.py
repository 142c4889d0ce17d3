"""Rows of questions and answers in, verdicts out, in their order: as a stream, in several processes or on any executor.

A row that cannot be judged is `invalid` and does not stop the rest; a worker that dies takes nothing with it but a little time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from itertools import islice
from typing import Any

from symjac.errors import SymjacError
from symjac.errors.arguments import by_annotation, misfit
from symjac.interop.processes import processes
from symjac.judge.verdict import Verdict

Row = Mapping[str, Any]
CHUNK = 32  # rows that travel together
AHEAD = 4  # chunks that wait for each worker
RETRIES = 3  # times that a chunk is given to another worker


@by_annotation
def check_many(
    rows: Iterable[Row], *, jobs: int = 1, executor: Executor | None = None, ahead: int | None = None
) -> Iterator[Verdict]:
    """A verdict for every row, in their order; memory does not grow with the number of rows.

    A row is a mapping with f, wrt, claim, and perhaps where, order, layout, order_of, at. jobs: how many processes; executor: any
    concurrent.futures.Executor in their place (that of a Dask client: client.get_executor()); ahead: chunks in flight.
    """
    chunks = batched(rows)
    if executor is None and jobs == 1:
        for chunk in chunks:
            yield from judged(chunk)
        return
    pool = Pool(executor, jobs)
    try:
        yield from in_order(pool, chunks, ahead or AHEAD * jobs)
    finally:
        pool.close()


def in_order(pool: Pool, chunks: Iterator[list[Row]], ahead: int) -> Iterator[Verdict]:
    waiting: deque[tuple[list[Row], Future[list[Verdict]]]] = deque()
    for chunk in islice(chunks, ahead):
        waiting.append((chunk, pool.submit(chunk)))
    while waiting:
        chunk, future = waiting.popleft()
        verdicts = pool.result(chunk, future)
        for following in islice(chunks, 1):
            waiting.append((following, pool.submit(following)))
        yield from verdicts


class Pool:
    """An executor of one's own, or a pool of processes that is replaced when one of them dies."""

    def __init__(self, executor: Executor | None, jobs: int) -> None:
        self.given, self.jobs = executor, jobs
        self.own: ProcessPoolExecutor | None = None

    @property
    def executor(self) -> Executor:
        if self.given is not None:
            return self.given
        if self.own is None:
            self.own = processes(self.jobs)
        return self.own

    def submit(self, chunk: list[Row]) -> Future[list[Verdict]]:
        try:
            return self.executor.submit(judged, chunk)
        except BrokenExecutor:
            self.close(dead=True)
            return self.executor.submit(judged, chunk)

    def result(self, chunk: list[Row], future: Future[list[Verdict]]) -> list[Verdict]:
        """What came back; where the worker died, what another makes of it; a row that kills every worker is invalid."""
        for _ in range(RETRIES):
            try:
                return future.result()
            except Exception:  # the worker died, or the connection to it: the rows themselves raise nothing
                if isinstance(self.own, ProcessPoolExecutor):
                    self.close(dead=True)
                future = self.submit(chunk)
        if len(chunk) > 1:
            return [v for row in chunk for v in self.result([row], self.submit([row]))]
        return [Verdict("invalid", message="the process that judged this row died, each time it was tried")]

    def close(self, *, dead: bool = False) -> None:
        if self.own is not None:
            self.own.shutdown(wait=not dead, cancel_futures=True)
            self.own = None


def batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    try:
        stream = iter(rows)
    except TypeError as failure:
        raise misfit("rows", rows, "rows, each a dictionary") from failure
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def judged(rows: list[Row]) -> list[Verdict]:
    return [judged_row(row) for row in rows]


KEYS = ("f", "wrt", "where", "claim", "order", "layout", "order_of", "at")


def judged_row(row: Row) -> Verdict:
    """The verdict, without the question and the answer; whatever is wrong with the row is said in it."""
    from symjac.judge.check import check

    try:
        values = {key: row[key] for key in KEYS if row.get(key) not in (None, "") or (key == "claim" and key in row)}
        missing = [key for key in ("f", "claim") if key not in values]
        if missing:
            return Verdict("invalid", message=f"the row has no {' and no '.join(missing)}")
        order = int(values.pop("order", 1))
        f, wrt, claim = values.pop("f"), values.pop("wrt", None), values.pop("claim")
        return check(f, wrt, "" if claim is None else claim, values.pop("where", None), order=order, **values).plain()
    except SymjacError as failure:
        return Verdict("invalid", message=f"the question: {failure}")
    except Exception as failure:
        return Verdict("invalid", message=f"this row cannot be judged: {type(failure).__name__}: {failure}")
