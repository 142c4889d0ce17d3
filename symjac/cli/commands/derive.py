"""symjac derive EXPR: a derivation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from symjac.cli import output
from symjac.cli.commands import given


@click.command()
@click.argument("expr")
@click.option("--wrt", metavar="NAMES", help='The variable, or several scalars: "x1, x2".')
@click.option("--where", metavar="TEXT", help='Shapes and properties: "Phi: N x D; S: n x n symmetric".')
@click.option("--order", type=click.IntRange(1, 2), default=1, metavar="1|2", help="2 gives the second derivative.")
@click.option(
    "--style", type=click.Choice(["auto", "components", "chain", "differential"]), default="auto", show_default=True,
    help="How it is derived: entry by entry, by the chain rule, or by differentials.",
)  # fmt: skip
@given.layout
@click.option(
    "--order-of", type=click.Choice(["notes", "rows", "columns"]), default="notes", show_default=True,
    help="How matrices are flattened; notes: variable by rows, value by columns.",
)  # fmt: skip
@given.detail
@click.option("--instance", metavar="SIZES", help='Also for sizes in numbers: "M=3, N=2".')
@click.option("--at", metavar="POINT", help='Also at a point: "x = [1; 2]", or "x = a".')
@output.output_options
@given.no_check
def derive(expr: str, look: output.Look, path: Path | None, no_check: bool, **options: Any) -> None:
    """Derive EXPR by a variable and write the derivation out; '-' reads EXPR from standard input.

    \b
    symjac derive "f(x) = A x + b"
    symjac derive "norm(y - Phi*theta)^2" --wrt theta --where "Phi: N x D" --format latex
    symjac derive "e(theta) = y - Phi theta; L(e) = ||e||^2" -o least_squares.pdf
    symjac derive "A'A" --wrt A --where "A: M x N" --instance "M=3, N=2"
    symjac derive "x'A x" --wrt x --order 2
    symjac derive "x1^2*x2" --wrt "x1, x2" --at "x1 = 1; x2 = 3"
    echo "tr(A X B)" | symjac derive - --wrt X

    A formula that starts with a minus goes after two dashes: symjac derive --wrt x -- "-x'x"

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    from symjac.derivation.derive import derive as run

    found = run(given.read_input(expr), check=not no_check, **options)
    output.emit(output.draw(found, look), path)
