"""symjac maximize EXPR: the gradient set to zero, solved, and the kind of the point proved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from symjac.cli import given, output
from symjac.cli.formula import FormulaCommand


@click.command(cls=FormulaCommand)
@click.argument("expr")
@click.option("--wrt", metavar="NAMES", help='The variable, or several of any shape: "w, b".')
@click.option("--where", metavar="TEXT", help='Shapes and properties: "Phi: N x D; S: n x n posdef".')
@click.option("--subject-to", metavar="TEXT", help='Equations: "A*x = b; sum(p) = 1".')
@given.detail
@output.output_options
@given.no_check
def maximize(expr: str, look: output.Look, path: Path | None, no_check: bool, **options: Any) -> None:
    """Find where EXPR is greatest and write out why; '-' reads EXPR from standard input.

    \b
    symjac maximize "c'p - tau*sum(p .* log(p))" --wrt p --where "p: n positive; tau: scalar positive" --subject-to "sum(p) = 1"
    symjac maximize "x'S x" --wrt x --where "S: n x n symmetric" --subject-to "x'x = 1"

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    from symjac.pages.optimum.page import maximize as run

    output.emit(output.draw(run(given.read_input(expr), check=not no_check, **options), look), path)
