"""symjac network LAYERS: a feed-forward network, drawn, written out, computed, differentiated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from symjac.cli import given, output
from symjac.cli.formula import FormulaCommand


@click.command(cls=FormulaCommand)
@click.argument("layers")
@click.option(
    "--show", metavar="SECTIONS",
    help="diagram, layers, forward, table, comparison, jacobians, gradients, or all; by commas.  [default: by the numbers given]",
)  # fmt: skip
@click.option("--data", metavar="PAIRS", help='Inputs and targets: "0 -> 1; 1 -> 0", or inputs alone.')
@click.option(
    "--try", "tries", metavar="WEIGHTS", multiple=True, help='Weights to compare at the data: "w = 10, b = 0"; several times.'
)
@click.option(
    "--loss", metavar="NAME",
    help="What the gradients are of, for one example: mse, half the squared error ½‖a − y‖²; crossentropy, −yᵀ log a behind "
    "softmax; bce, −yᵀ log a − (1 − y)ᵀ log(1 − a) behind sigmoid. Nothing is divided by the number of outputs or examples; "
    "over data mse adds up ‖y − a‖², the others themselves.  [default: mse]",
)  # fmt: skip
@click.option("--from-zero", is_flag=True, help="Count the neurons of a layer from 0.")
@click.option("--digits", type=click.IntRange(0, 15), default=4, show_default=True, help="Digits behind the point.")
@given.detail
@output.output_options
@given.no_check
def network(
    layers: str, from_zero: bool, look: output.Look, path: Path | None, no_check: bool, **options: Any
) -> None:  # fmt: skip
    """Write out the feed-forward network LAYERS; '-' reads it from standard input.

    LAYERS are the sizes of the layers, numbers or letters (with dots between the first and the last for any number of layers),
    then the activation: one, or one for each layer. Numbers for the weights, the biases and the input may follow, and functions
    of one's own.

    \b
    symjac network "3 -> 2"
    symjac network "n -> p -> m, tanh, identity" --show layers,jacobians,gradients -o network.pdf
    symjac network "n_0 -> ... -> n_L" --show layers,gradients
    symjac network "3 -> 2, tanh; W1 = [-2, 4, -1; 6, 0, -3]; b1 = [0.1; -2.5]; x = [0.3; 0.4; 0.1]" --digits 2
    symjac network "1 -> 1, tanh" --data "0 -> 1; 1 -> 0" --try "w = 10, b = 0" --try "w = -5, b = 5"
    symjac network "4 -> 3 -> 3, tanh, softmax" --loss crossentropy --show gradients
    symjac network "2 -> 3 -> 1, swish; swish(t) = t/(1 + exp(-t))" --show gradients

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    from symjac.pages.network.page import network as run

    found = run(given.read_input(layers), first=0 if from_zero else 1, check=not no_check, **options)
    output.emit(output.draw(found, look), path)
