"""Problem, key and marker sheets as files, a folder for each student: written whole or not at all, the same bytes every time.

What has been built stays: a build that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from symjac import __version__
from symjac.errors import SymjacError, UnsupportedError
from symjac.pages.exam import latex, typeset
from symjac.pages.exam.document import SHEETS, document, footer
from symjac.pages.exam.draw import digest
from symjac.pages.exam.index import entry, written_index
from symjac.pages.exam.roster import Roster, Student, anonymous, roster
from symjac.pages.exam.sheet import Sheet
from symjac.pages.exam.sheet import read as read_sheet
from symjac.pages.exam.variant import Variant, variant
from symjac.writing import atomic
from symjac.writing.formats.html import page as html
from symjac.writing.formats.typst.booklet import Booklet

FORMATS = ("tex", "pdf", "html")
STAMP = ".built.json"  # in the folder of a student: from what it was built, and what stands in the index
PAGES = ".problem.json"  # in the folder of a student, for the file with all problem sheets
VOLUME = 400  # sheets in one file for the copier: the engine holds all of its pages at once
Progress = Callable[[int, int], None]  # sheets done, sheets in all


@dataclass(frozen=True)
class Options:
    """How sheets are written. engine: by which PDF files are typeset; combined: one PDF with all problem sheets, too."""

    sheets: tuple[str, ...] = SHEETS
    formats: tuple[str, ...] = ("tex", "pdf")
    engine: Literal["typst", "latex"] = "typst"
    large: bool = False
    combined: bool = True


@dataclass(frozen=True)
class Built:
    """What came of a build. built, kept: folders written now and before; failed: what could not be built, with the reason."""

    folder: Path
    built: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    index: tuple[dict[str, Any], ...] = field(default=(), repr=False)


def build(
    sheet: Sheet,
    out: Path,
    *,
    students: Any = None,
    formats: Sequence[str] = ("tex", "pdf"),
    jobs: int = 1,
    sheets: Sequence[str] = SHEETS,
    engine: Literal["typst", "latex"] = "typst",
    large: bool = False,
    anonymous_scripts: bool = False,
    combined: bool = True,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Built:
    """The files in `out`, and index.json and index.csv with every variant and its answers.

    students: a roster (CSV file, ids, or Students); without one, one variant directly in `out`.
    jobs: how many processes; executor: any concurrent.futures.Executor in their place (client.get_executor() of a Dask client).
    A row or a student that fails is told in `failed`, and the others are built.
    """
    for wanted, known, what in ((formats, FORMATS, "format"), (sheets, SHEETS, "sheet")):
        unknown = [name for name in wanted if name not in known]
        if unknown or not wanted:
            raise UnsupportedError(f"there is no {what} {', '.join(unknown)!r}", expected=", ".join(known))
    options = Options(tuple(sheets), tuple(formats), engine, large, combined and "problem" in sheets)
    if students is None:
        return alone(sheet, out, options)
    people = roster(students)
    if anonymous_scripts:
        people = anonymous(people, sheet.id, str(sheet.head.get("seed", 0)))
    return everyone(sheet, out, people, options, jobs, progress, executor)


def alone(sheet: Sheet, out: Path, options: Options) -> Built:
    v, who = variant(sheet), Student()
    for name, data in files(v, who, options):
        atomic.write(out / name, data)
    found = entry(v, who)
    written_index(out, [found])
    return Built(out, built=(".",), index=(found,))


def everyone(
    sheet: Sheet, out: Path, people: Roster, options: Options, jobs: int, progress: Progress | None, executor: Executor | None
) -> Built:
    out.mkdir(parents=True, exist_ok=True)
    for left in (*out.glob(".new-*"), *out.glob(".old-*")):  # by a build that was interrupted
        shutil.rmtree(left, ignore_errors=True)
    done = []
    for k, result in enumerate(results(sheet, out, people.students, options, jobs, executor), 1):
        done.append(result)
        if progress is not None:
            progress(k, len(people.students))
    index = [found for _, found, _ in done if found is not None]
    written_index(out, index)
    if options.combined and "pdf" in options.formats and options.engine == "typst" and index:
        for name, data in together(out, people.students, options):
            atomic.write(out / name, data)
    failed = tuple(reason for _, _, reason in done if reason)
    folders = [(who.folder, state) for who, (state, _, _) in zip(people.students, done, strict=True)]
    built, kept = (tuple(folder for folder, s in folders if s == state) for state in ("built", "kept"))
    return Built(out, built, kept, (*people.broken, *failed), tuple(index))


Result = tuple[str, dict[str, Any] | None, str]  # built, kept or failed; the entry of the index; the reason


def results(
    sheet: Sheet, out: Path, students: Sequence[Student], options: Options, jobs: int, executor: Executor | None
) -> Iterator[Result]:
    """One for each student, in their order, by so many processes, or by the executor that is given."""
    if executor is not None:
        return on(executor, sheet, out, students, options)
    if jobs <= 1 or len(students) < 2:
        return (one(sheet, out, who, options) for who in students)
    return in_processes(sheet, out, students, options, jobs)


def in_processes(sheet: Sheet, out: Path, students: Sequence[Student], options: Options, jobs: int) -> Iterator[Result]:
    from symjac.interop.processes import processes

    with processes(jobs) as pool:
        yield from on(pool, sheet, out, students, options)


def on(executor: Executor, sheet: Sheet, out: Path, students: Sequence[Student], options: Options) -> Iterator[Result]:
    """By the workers of an executor; what one that died has not finished is finished here."""
    source = (str(sheet.folder.resolve()), sheet.source)
    waiting = [executor.submit(_remote, (source, str(out.resolve()), who, options)) for who in students]
    for who, future in zip(students, waiting, strict=True):
        try:
            yield future.result()
        except Exception:  # a worker that is gone says so in many ways; a fault of symjac comes again here
            yield one(sheet, out, who, options)


def _remote(task: tuple[tuple[str, str], str, Student, Options]) -> Result:
    (folder, source), out, who, options = task
    return one(_sheet(folder, source), Path(out), who, options)


@cache
def _sheet(folder: str, source: str) -> Sheet:
    """The sheet in this process, with what it has made already."""
    return read_sheet(source, Path(folder))


def one(sheet: Sheet, out: Path, who: Student, options: Options) -> Result:
    """The folder of a student; kept where it was built from the same before."""
    target, stamp = out / who.folder, fingerprint(sheet, who, options)
    before = stamped(target)
    if before is not None and before["stamp"] == stamp:
        return "kept", before["entry"], ""
    try:
        v = variant(sheet, who.id)
        found = entry(v, who)
        data = [
            *files(v, who, options),
            (STAMP, json.dumps({"stamp": stamp, "entry": found}, ensure_ascii=False, indent=1).encode()),
        ]
        if options.combined and "pdf" in options.formats and options.engine == "typst":
            data.append((PAGES, written(typeset.booklet(v, who, "problem")).encode()))
        replace_folder(target, data)
        return "built", found, ""
    except SymjacError as fault:
        return "failed", None, f"{who.id!r}: {fault}"
    except OSError as fault:
        return "failed", None, f"{who.id!r}: cannot be written: {fault.strerror or fault}"


def fingerprint(sheet: Sheet, who: Student, options: Options) -> str:
    """Of everything that the files depend on."""
    beside = [sheet.folder / name for name in others(sheet)]
    read = (path.read_bytes().hex() for path in beside if path.is_file())
    return digest(__version__, sheet.source, repr(who), repr(options), *read).hex()


def others(sheet: Sheet) -> Iterator[str]:
    """The files that a sheet names."""
    if "template" in sheet.head:
        yield sheet.head["template"]
    for _, part in sheet.parts():
        data = part.given.get("data")
        if part.kind == "regression" and isinstance(data, str) and "\n" not in data and len(data) < 250:
            yield data


def stamped(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and {"stamp", "entry"} <= found.keys() else None


def replace_folder(target: Path, data: Sequence[tuple[str, bytes]]) -> None:
    """The files under another name first, then in one move where they belong."""
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        for name, content in data:
            (fresh / name).write_bytes(content)
        mask = os.umask(0)
        os.umask(mask)
        fresh.chmod(0o777 & ~mask)
        old = Path(tempfile.mkdtemp(prefix=".old-", dir=target.parent))
        if target.exists():
            os.replace(target, old / "x")
        os.replace(fresh, target)
        shutil.rmtree(old)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def files(v: Variant, who: Student, options: Options) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file of a variant."""
    for which in options.sheets:
        if "tex" in options.formats:
            if v.sheet.look == "fragment" and "template" not in v.sheet.head:
                for name, text in latex.fragments(v, which).items():
                    yield name, text.encode("ascii")
            else:
                yield f"{which}.tex", latex.source(v, who, which, large=options.large).encode()
        if "pdf" in options.formats:
            yield f"{which}.pdf", typeset.typeset(v, who, which, engine=options.engine, large=options.large)
        if "html" in options.formats:
            doc = document(v, who, which, fold=which != "problem")
            yield f"{which}.html", html.document(doc, footer=footer(v), large=options.large).encode()


def together(out: Path, students: Sequence[Student], options: Options) -> Iterator[tuple[str, bytes]]:
    """All problem sheets one behind the other, from the pieces that were kept beside them; in volumes where they are many."""
    kept = [path for who in students if (path := out / who.folder / PAGES).is_file()]
    for k, start in enumerate(range(0, len(kept), VOLUME), 1):
        booklets = [read(path.read_text("utf-8")) for path in kept[start : start + VOLUME]]
        yield ("problems.pdf" if len(kept) <= VOLUME else f"problems-{k}.pdf"), typeset.together(booklets, large=options.large)


def written(b: Booklet) -> str:
    return json.dumps(b, ensure_ascii=False)


def read(text: str) -> Booklet:
    language, title, footer, pieces = json.loads(text)
    return Booklet(language, tuple(title), tuple(footer), tuple((name, markup) for name, markup in pieces))
