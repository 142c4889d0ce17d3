"""symjac minimize EXPR: the gradient set to zero, solved, and the kind of the point proved."""

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
def minimize(expr: str, look: output.Look, path: Path | None, no_check: bool, **options: Any) -> None:
    """Find where EXPR is least and write out why; '-' reads EXPR from standard input.

    \b
    symjac minimize "norm(y - Phi*theta)^2" --wrt theta --where "Phi: N x D"
    symjac minimize "x'x" --wrt x --where "A: m x n; b: m; x: n" --subject-to "A x = b" -o shortest.pdf

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    from symjac.pages.optimum.page import minimize as run

    output.emit(output.draw(run(given.read_input(expr), check=not no_check, **options), look), path)
