"""symjac activation NAME: formula, derivative, limits and graph of a function of one number."""

from __future__ import annotations

from pathlib import Path

import click

from symjac.cli import given, output
from symjac.cli.formula import FormulaCommand


@click.command(cls=FormulaCommand)
@click.argument("name")
@given.detail
@output.document_options
@given.no_check
def activation(name: str, look: output.Look, path: Path | None, no_check: bool, detail: str) -> None:
    """Write what there is to know of an activation: its formula, derivative, limits and graph.

    NAME is a function of one number (tanh, sigmoid, relu, sin, ...; see symjac functions), or a formula.

    \b
    symjac activation tanh
    symjac activation relu -o relu.pdf
    symjac activation "s(t) = t/(1 + exp(-t))" --format latex

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    from symjac.pages.activation.page import activation as run

    output.emit(output.draw(run(name, detail=detail, check=not no_check), look), path)
