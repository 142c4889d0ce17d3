"""symjac convexity EXPR: which way a function bends."""

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
@given.detail
@output.output_options
@given.no_check
def convexity(expr: str, look: output.Look, path: Path | None, no_check: bool, **options: Any) -> None:
    """Say whether EXPR is convex or concave, and why; '-' reads EXPR from standard input.

    \b
    symjac convexity "norm(A x - b)^2" --wrt x --where "A: m x n"
    symjac convexity "logsumexp(z)" --wrt z

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    from symjac.pages.optimum.convexity import convexity as run

    output.emit(output.draw(run(given.read_input(expr), check=not no_check, **options), look), path)
