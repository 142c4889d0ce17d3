"""What commands are given: text, standard input, and the options that several of them share."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from symjac.derivation.choices import DETAILS, LAYOUTS

LONGEST_INPUT = 1_000_000  # characters read from standard input; the language has its own, lower limit


def read_input(text: str) -> str:
    """The text itself, or standard input for '-'."""
    if text != "-":
        return text
    try:
        return sys.stdin.buffer.read(LONGEST_INPUT).decode("utf-8").strip("\ufeff\r\n")
    except UnicodeDecodeError as failure:
        raise click.ClickException(f"standard input is not UTF-8: byte {failure.start} does not fit") from failure


def formula(text: str, macros: Path | None) -> str:
    """The text, or standard input for '-', behind the author's commands of a file."""
    given = read_input(text)
    if macros is None:
        return given
    from symjac.language.text.latex.macros import preamble

    try:
        return f"{preamble(macros.read_text(encoding='utf-8', errors='replace')[:LONGEST_INPUT])}\n{given}".lstrip()
    except OSError as failure:
        raise click.ClickException(f"{macros} cannot be read: {failure.strerror}") from failure


macros = click.option(
    "--macros", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A LaTeX file whose \\newcommand, \\def and \\DeclareMathOperator are known to the formula.",
)  # fmt: skip
detail = click.option(
    "--detail", type=click.Choice(DETAILS), default="full", show_default=True,
    help="How many steps are shown.",
)  # fmt: skip
layout = click.option(
    "--layout", type=click.Choice(LAYOUTS), default="numerator", show_default=True,
    help="Gradients as rows, or as columns.",
)  # fmt: skip
no_check = click.option("--no-check", is_flag=True, hidden=True, help="Skip the check of the lines, to measure what it costs.")
