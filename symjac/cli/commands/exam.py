"""symjac exam: problem sheets, solutions with marks, and marker's sheets from one file."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from symjac.writing import atomic

FILE = click.argument("file", metavar="SHEET.toml", type=click.Path(exists=True, dir_okay=False, path_type=Path))
OUT = click.option(
    "--out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where the files go."
)
CLEAR = "\r\x1b[K"  # the line that is written over
FAILED = 1


class Platform(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.3 on
    """A file of symjac.pages.exam.export."""

    name = "platform"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from symjac.pages.exam.export import platforms

        if value not in platforms():
            self.fail(f"{value!r} is not one of {', '.join(platforms())}", param, ctx)
        return value


@click.group()
def exam() -> None:
    """Exam sheets: problem, solution with marks and marker's sheet from one file, a variant for every student.

    \b
    symjac exam new sheet.toml                     # a commented starter
    symjac exam build sheet.toml --out build/
    symjac exam build sheet.toml --out build/ --students roster.csv --jobs 4
    symjac exam stress sheet.toml -n 1000
    """


@exam.command()
@FILE
@OUT
@click.option(
    "--students", metavar="CSV", type=click.Path(exists=True, dir_okay=False), help="A roster with a column id, perhaps name."
)
@click.option(
    "--format", "formats", default="tex,pdf", show_default=True, metavar="LIST", help="tex, pdf, html, with commas between."
)
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N", help="So many processes.")
@click.option("--dask", metavar="ADDRESS", help="On the workers of a Dask scheduler; DIR must be the same for all.")
@click.option(
    "--engine", type=click.Choice(["typst", "latex"]), default="typst", show_default=True, help="pdf: by which program."
)
@click.option(
    "--sheets", default="problem,key,marker", show_default=True, metavar="LIST", help="Which sheets, with commas between."
)
@click.option("--large", is_flag=True, help="In large print, on A3.")
@click.option("--anonymous", "anonymous_scripts", is_flag=True, help="A script number in place of the name.")
@click.option("--quiet", "-q", is_flag=True, help="No progress on standard error.")
def build(
    file: Path, out: Path, students: str | None, formats: str, sheets: str, quiet: bool, dask: str | None, **options: Any
) -> int:
    """Write problem, key and marker sheets to DIR, for every student of a roster if one is given.

    What was built before is kept, so that an interrupted build goes on where it stopped. Exit status: 0; 1 where some students
    could not be built; 2 for bad input.
    """
    from symjac.pages.exam.face import load

    wanted, which = (tuple(name.strip() for name in listed.split(",") if name.strip()) for listed in (formats, sheets))
    bar = None if quiet or not sys.stderr.isatty() else Bar("sheets")
    executor = None if dask is None else workers(dask)
    found = load(file).build(out, students, wanted, sheets=which, progress=bar, executor=executor, **options)
    for reason in found.failed:
        click.echo(f"symjac: {reason}", err=True)
    if not quiet:
        kept = f", {len(found.kept)} kept" if found.kept else ""
        click.echo(f"{len(found.built)} built{kept}, {len(found.failed)} failed: {out}", err=True)
    return FAILED if found.failed else 0


@exam.command()
@FILE
@click.option("-n", "count", type=click.IntRange(1, 1_000_000), default=100, show_default=True, help="So many variants.")
@click.option("--quiet", "-q", is_flag=True, help="No progress on standard error.")
def stress(file: Path, count: int, quiet: bool) -> int:
    """Make many variants and report what fails, what is degenerate, what occurs twice, how hard they are and how long they take.

    Exit status: 0; 1 where a variant fails; 2 for bad input.
    """
    from symjac.pages.exam.face import load

    bar = None if quiet or not sys.stderr.isatty() else Bar("items")
    found = load(file).stress(count, progress=bar)
    click.echo(str(found))
    return 0 if found else FAILED


@exam.command()
@FILE
def check(file: Path) -> None:
    """Read the sheet, make its first variant with every line checked, and say what is in it."""
    from symjac.pages.exam.face import load
    from symjac.pages.exam.summary import summary

    click.echo(summary(load(file)))


@exam.command()
@FILE
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--output", "path", metavar="CSV", type=click.Path(path_type=Path), help="Where the marks go; default: printed."
)
@click.option(
    "--statistics", metavar="FILE", type=click.Path(path_type=Path), help="Mistakes by part: a .csv, or a page .html, .pdf."
)
def grade(file: Path, answers: Path, path: Path | None, statistics: Path | None) -> int:
    """Judge ANSWERS, a CSV file with the columns student, item, part, answer: verdict, mistake and marks for each.

    Marks are left empty where an answer cannot be read or only a person can judge it. Exit status: 0; 1 where rows name no part
    of the sheet; 2 for bad input.
    """
    from symjac.pages.exam.face import load
    from symjac.pages.exam.statistics import written

    found = load(file).grade(answers)
    for reason in found.broken:
        click.echo(f"symjac: {reason}", err=True)
    if path is None:
        click.echo(found.csv(), nl=False)
    else:
        atomic.write(path, found.csv().encode())
    if statistics is not None:
        atomic.write(statistics, written(found, statistics.suffix))
    return FAILED if found.broken else 0


@exam.command()
@FILE
@click.option("--to", "platform", type=Platform(), required=True, help="moodle, stack, qti21, canvas, amc or prairielearn.")
@OUT
@click.option(
    "--variants", type=click.IntRange(1, 1000), default=1, show_default=True, metavar="N", help="So many variants of each item."
)
def export(file: Path, platform: str, out: Path, variants: int) -> None:
    """Write the questions for a platform into DIR."""
    from symjac.pages.exam.export import export as run
    from symjac.pages.exam.face import load

    for path in run(load(file), platform, out, variants):
        click.echo(str(path))


@exam.command()
@click.argument("file", metavar="SHEET.toml", type=click.Path(dir_okay=False, path_type=Path))
def new(file: Path) -> None:
    """Write a commented starter, which builds as it is; a file that exists is left alone."""
    from importlib.resources import files

    if file.exists():
        raise click.UsageError(f"{file} exists already")
    atomic.write(file, files("symjac.pages.exam").joinpath("starter.toml").read_bytes())


def workers(address: str) -> Any:
    """The workers of a Dask scheduler as an executor."""
    from symjac.errors import UnsupportedError

    try:
        client: Any = import_module("distributed").Client
    except ImportError as missing:
        raise UnsupportedError("--dask needs the distributed package", hint='pip install "symjac[dask]"') from missing
    try:
        return client(address, timeout=10).get_executor()
    except (OSError, ValueError, TimeoutError) as fault:
        raise UnsupportedError(f"there is no Dask scheduler at {address!r}", found=str(fault)[:80]) from fault


class Bar:
    """What is done, and how much time is left."""

    def __init__(self, what: str) -> None:
        self.what, self.start = what, time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        left = (time.monotonic() - self.start) / done * (of - done)
        end = CLEAR if done == of else ""
        click.echo(f"{CLEAR}[{done}/{of}] {self.what}, {left:.0f} s left{end}", nl=False, err=True)
