"""symjac regression DATA: a linear model fitted by least squares."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from symjac.cli import given, output


@click.command()
@click.argument("data", required=False)
@click.option("--symbolic", is_flag=True, help="The derivation for m examples of n features, without data.")
@click.option("--target", metavar="NAME", help="The column to predict.  [default: the last]")
@click.option("--features", metavar="NAMES", help='The columns to predict it from: "area, rooms".  [default: the others]')
@click.option("--intercept", is_flag=True, help="With a constant θ_0: a column of ones.")
@click.option("--ridge", metavar="λ", help="A penalty: λ times the squared parameters, without θ_0; a name with --symbolic.")
@click.option("--weights", metavar="NAME", help="The column of the weights of the examples; a letter with --symbolic.")
@click.option("--digits", type=click.IntRange(1, 30), default=4, show_default=True, help="Significant digits of rounded numbers.")
@given.layout
@given.detail
@output.output_options
def regression(data: str | None, symbolic: bool, look: output.Look, path: Path | None, **options: Any) -> None:
    """Fit a linear model to DATA by least squares and write it out, from the table to the minimiser.

    DATA is a CSV file, '-' for standard input, a table "[1, 2, 3; 2, 1, 4]", or sizes "m x n". Each row is an example; the
    numbers are exact, and so is the answer. Columns without names are numbered from 1.

    \b
    symjac regression flats.csv
    symjac regression flats.csv --target price --features "area, rooms" --intercept -o flats.pdf
    symjac regression "[1, 2, 3.1; 2, 1, 4; 3, 3, 7]" --digits 3
    symjac regression flats.csv --intercept --ridge 0.5
    symjac regression flats.csv --weights trust
    symjac regression --symbolic --format latex
    symjac regression --symbolic --ridge lambda --weights w
    cut -d, -f2-4 flats.csv | symjac regression -

    A file: commas, semicolons or tabs between the cells (2,5 is a number where no comma parts cells), names in the first row or
    none. At most 30 columns and 20000 cells.

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    if symbolic == (data is not None):
        raise click.UsageError("give DATA, or --symbolic, and not both")
    if symbolic and any(options[name] for name in ("target", "features")):
        raise click.UsageError("--target and --features are for data")
    from symjac.pages.regression.page import regression as run
    from symjac.pages.regression.table import piped

    table = "m x n" if data is None else piped(sys.stdin.buffer) if data == "-" else data
    output.emit(output.draw(run(table, **options), look), path)
