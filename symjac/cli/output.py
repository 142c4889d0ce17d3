"""A document into a file or onto the terminal: which format, how it is drawn, where it goes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Literal, NoReturn

import click

from symjac.writing import atomic
from symjac.writing.block import Document
from symjac.writing.draw import ADVICE, Drawable, drawn, find, names, without

WIDEST = 100  # columns of prose, however wide the terminal
USUAL = 88  # columns where there is no terminal


@dataclass(frozen=True)
class Look:
    """How a derivation is drawn: the format, and what some formats can be told."""

    format: str
    fragment: bool = False
    engine: Literal["typst", "latex"] = "typst"
    width: int = USUAL
    ascii: bool = False
    notes: bool = True


HANDOUTS = ("latex", "html", "pdf", "typst")  # pages that others get: without what is for the person at the terminal
FOR_ONESELF = frozenset({"inferred", "advice", "check"})


def out_path(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """-o -, like no -o at all, is standard output."""
    if value == "":
        raise click.BadParameter("the name of the file is empty", ctx, param)
    return None if value in (None, "-") else Path(str(value))


OPTIONS = (
    click.option("--format", "format_", type=click.Choice(names()), help="Default: by the suffix of FILE, else text."),
    click.option(
        "-o", "--output", "path", metavar="FILE", type=click.Path(), callback=out_path,
        help="Write to FILE, not to the terminal.",
    ),
    click.option("--fragment", is_flag=True, help=r"latex: for \input; html: for a page of your own."),
    click.option(
        "--engine", type=click.Choice(["typst", "latex"]),
        help="pdf: by the typst package, or by the pdflatex on the PATH.  [default: typst]",
    ),
    click.option(
        "--width", type=click.IntRange(40, 400), metavar="COLUMNS",
        help="text: how wide.  [default: the terminal, at most 100]",
    ),
    click.option("--ascii", is_flag=True, help="text: only ASCII characters."),
    click.option(
        "--notes", type=click.Choice(["on", "off"]),
        help="Small print on what was inferred and checked.  [default: off for latex, html, typst and pdf]",
    ),
)  # fmt: skip


def options_for(also: Mapping[str, str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options of a command that writes a document; it is called with what they ask for: look=Look(...), path=Path or None.

    also: further suffixes that the command knows, with their formats.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(
            *args: Any, format_: str | None, path: Path | None, fragment: bool, engine: str | None, width: int | None,
            ascii: bool, notes: str | None, **options: Any,
        ) -> None:  # fmt: skip
            asked = look(format_ or suffix_format(path, also), path, fragment, engine, width, ascii, notes)
            refuse_binary(asked, path)
            command(*args, look=asked, path=path, **options)

        for option in reversed(OPTIONS):
            run = option(run)
        return run

    return decorate


output_options = options_for({})


def look(
    chosen: str, path: Path | None, fragment: bool, engine: str | None, width: int | None, ascii: bool, notes: str | None
) -> Look:
    """What the options ask for; those that have no effect in the format are refused, not ignored."""
    if fragment and find(chosen).fragment is None:
        refuse("--fragment", chosen, [name for name in names() if find(name).fragment])
    if engine is not None and "engine" not in find(chosen).options:
        refuse("--engine", chosen, [name for name in names() if "engine" in find(name).options])
    plain = ascii or (path is None and not speaks_unicode())
    told = chosen not in HANDOUTS if notes is None else notes == "on"
    return Look(chosen, fragment, "latex" if engine == "latex" else "typst", width or columns(path), plain, told)


def refuse(option: str, chosen: str, able: Sequence[str]) -> NoReturn:
    raise click.UsageError(f"{option} is for {' and '.join(able)}, not for {chosen}")


def suffix_format(path: Path | None, also: Mapping[str, str]) -> str:
    if path is None:
        return "text"
    known_here = {suffix: name for name in names() for suffix in find(name).suffixes} | dict(also)
    found = known_here.get(path.suffix.lower())
    if found is None:
        known = ", ".join(known_here)
        raise click.UsageError(f"the suffix of {str(path)!r} names no format ({known}); give --format")
    return found


def speaks_unicode() -> bool:
    """Whether standard output takes more than ASCII."""
    return (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf16", "utf32", "cp65001")


def columns(path: Path | None) -> int:
    """The terminal's, when it is one that is written to."""
    if path is not None or not sys.stdout.isatty():
        return USUAL
    return min(shutil.get_terminal_size((USUAL, 24)).columns, WIDEST)


def draw(d: Drawable, look: Look) -> bytes:
    """What was derived in a format, encoded, with a newline at its end."""
    found = find(look.format)
    options = {name: value for name, value in vars(look).items() if name in found.options}
    if found.binary:
        made: bytes = found.document(shown(d, look), **options)
        return made
    if look.notes:
        return (d.render(look.format, fragment=look.fragment, **options).rstrip("\n") + "\n").encode()
    return (drawn(shown(d, look), look.format, fragment=look.fragment, **options).rstrip("\n") + "\n").encode()


def shown(d: Drawable, look: Look) -> Document:
    """The document, with the small print that is asked for."""
    return without(d.document(), ADVICE if look.notes else FOR_ONESELF)


def refuse_binary(look: Look, path: Path | None) -> None:
    """A PDF on the screen helps nobody."""
    if look.format not in names():
        return  # a format of the command's own
    found = find(look.format)
    if found.binary and path is None and sys.stdout.isatty():
        kind = look.format.upper()
        raise click.UsageError(f"a {kind} is not written to a terminal; give -o FILE{found.suffixes[0]}, or redirect the output")


def emit(data: bytes, path: Path | None) -> None:
    """Into the file, or onto standard output."""
    if path is None:
        click.echo(data, nl=False)
        return
    try:
        atomic.write(path, data)
    except OSError as failure:
        raise click.ClickException(f"cannot write {str(path)!r}: {failure.strerror or failure}") from failure
