"""n variants of a sheet: what fails, what is degenerate, what occurs twice, how hard they are, how long they take."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from symjac.errors import SymjacError
from symjac.pages.exam.made import Made
from symjac.pages.exam.sheet import Item, Part, Sheet
from symjac.pages.exam.slots import filled
from symjac.pages.exam.variant import Question, drawn

SHOWN = 5  # failures of an item that are told
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Stressed:
    """Of one item: n draws, distinct ones among them; failures: numbers drawn and why; twins: two draws with the same answers."""

    item: str
    draws: int
    distinct: int
    failures: tuple[str, ...]
    twins: tuple[str, ...]
    levels: tuple[tuple[int, int], ...]  # level, how many draws
    slowest: float  # seconds for a variant that was new

    def __str__(self) -> str:
        spread = ", ".join(f"{level}: {count}" for level, count in self.levels)
        counts = f"{self.draws} draws, {self.distinct} distinct"
        lines = [f"{self.item}: {counts}; difficulty {spread or 'unknown'}; slowest {self.slowest:.2f} s"]
        lines += [f"  FAILS {text}" for text in self.failures[:SHOWN]]
        lines += [f"  ... and {len(self.failures) - SHOWN} more" for _ in [0] if len(self.failures) > SHOWN]
        return "\n".join([*lines, *(f"  TWINS {text}" for text in self.twins[:SHOWN])])


@dataclass(frozen=True)
class Stress:
    items: tuple[Stressed, ...]
    seconds: float
    n: int

    @property
    def failures(self) -> tuple[str, ...]:
        return tuple(f"{item.item}: {text}" for item in self.items for text in item.failures)

    @property
    def twins(self) -> tuple[str, ...]:
        return tuple(f"{item.item}: {text}" for item in self.items for text in item.twins)

    def __bool__(self) -> bool:
        return not self.failures

    def __str__(self) -> str:
        count = f"{len(self.failures)} failures, {len(self.twins)} pairs of twins in {self.n} variants, {self.seconds:.1f} s"
        return "\n".join([*map(str, self.items), count])


@dataclass
class Tally:
    seen: dict[tuple[str, ...], Question] = field(default_factory=dict)
    failures: dict[str, None] = field(default_factory=dict)
    levels: Counter[int] = field(default_factory=Counter)
    slowest: float = 0


def stress(sheet: Sheet, n: int = 100, *, progress: Progress | None = None) -> Stress:
    """The first draw of n students that are called 1 to n; nothing is drawn again, so that what is rare is found."""
    start = time.perf_counter()
    found = []
    for k, item in enumerate(sheet.items):
        found.append(stressed(sheet, item, n))
        if progress is not None:
            progress(k + 1, len(sheet.items))
    return Stress(tuple(found), time.perf_counter() - start, n)


def stressed(sheet: Sheet, item: Item, n: int) -> Stressed:
    tally, draws = Tally(), n if item.params else 1
    for k in range(draws):
        record(sheet, item, f"stress-{k + 1}", tally)
    return Stressed(
        item.id, draws, len(tally.seen), tuple(tally.failures), twins(tally), tuple(sorted(tally.levels.items())), tally.slowest
    )


def record(sheet: Sheet, item: Item, student: str, tally: Tally) -> None:
    start = time.perf_counter()
    try:
        q = drawn(sheet, item, student)
    except SymjacError as fault:
        tally.failures[" ".join(str(fault).split())] = None
        return
    key = tuple(value for name, value in q.values.items() if "." not in name)
    if key not in tally.seen:
        tally.slowest = max(tally.slowest, time.perf_counter() - start)
        tally.seen[key] = q
    tally.levels[q.level] += 1
    if q.refused:
        tally.failures[f"{shown(q)}: {q.refused}"] = None


def twins(tally: Tally) -> tuple[str, ...]:
    """Different numbers that lead to the same answers throughout: then one could be the key for the other."""
    first: dict[tuple[str, ...], Question] = {}
    out = []
    for q in tally.seen.values():
        answers = tuple(answer(q, part, made) for part, made in q.pairs)
        if any(answers) and answers in first:
            out.append(f"{shown(first[answers])} and {shown(q)}")
        first.setdefault(answers, q)
    return tuple(out)


def answer(q: Question, part: Part, made: Made) -> str:
    """What is to be found; a derivative that is written out for some size is another for another size."""
    return " ".join(filter(None, (made.answer, filled(part.given.get("instance", ""), q.values))))


def shown(q: Question) -> str:
    return ", ".join(f"{name} = {value}" for name, value in q.values.items() if "." not in name) or "the item"
