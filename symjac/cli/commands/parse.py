"""symjac parse EXPR: how a formula is read."""

from __future__ import annotations

from pathlib import Path

import click

from symjac.cli import given, output
from symjac.cli.formula import FormulaCommand


@click.command(cls=FormulaCommand)
@click.argument("expr")
@click.option("--where", metavar="TEXT", help='Shapes and properties: "Phi: N x D; S: n x n symmetric".')
@given.macros
@click.option("--ascii", is_flag=True, help="Only ASCII characters.")
def parse(expr: str, where: str | None, ascii: bool, macros: Path | None) -> None:
    """Show how EXPR is read: in the plain spelling, as written, and with which shapes; '-' reads standard input.

    \b
    symjac parse "‖y − Φθ‖²"
    symjac parse "x'A x" --where "A: n x n symmetric"
    """
    from symjac.pages.reading import reading
    from symjac.writing.formats import text

    page = reading(given.formula(expr, macros), where)
    plain = ascii or not output.speaks_unicode()
    click.echo(text.document(page, width=output.columns(None), ascii=plain), nl=False)
