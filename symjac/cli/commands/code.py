"""symjac code: a derivative as a function in NumPy, JAX or PyTorch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from symjac.cli import given, output
from symjac.cli.formula import FormulaCommand
from symjac.derivation.choices import ORDERS_OF, TARGETS


@click.command(cls=FormulaCommand)
@click.argument("expr")
@click.option("--wrt", metavar="NAMES", help='The variable, or several: "W, b".')
@click.option("--where", metavar="TEXT", help='Shapes and properties: "Phi: N x D; S: n x n symmetric".')
@click.option("--target", type=click.Choice(TARGETS), default="numpy", show_default=True, help="What the function is written in.")
@click.option("--name", default="gradient", show_default=True, help="What the function is called.")
@click.option("--value", is_flag=True, help="It returns the value as well: f, derivative.")
@click.option(
    "--times", metavar="NAME", help="The derivative times an array of this name; with --order 2 the Hessian-vector product."
)
@click.option("--structure", is_flag=True, help="It returns the parts of the Hessian or Jacobian, by name: d, u, A, B, …")
@click.option(
    "--solve", metavar="NAME", help="It returns H⁻¹b for an array b of this name, by the structure of the Hessian or Jacobian H."
)
@click.option(
    "--batch",
    metavar="NAMES",
    help='What is given for many examples at once, by a first axis that results then have, too: "x, y".',
)
@click.option("--order", type=click.IntRange(1, 2), default=1, metavar="1|2", help="2 gives the second derivative.")
@click.option("--order-of", type=click.Choice(ORDERS_OF), default="notes", hidden=True)
@click.option("--instance", metavar="SIZES", help='Sizes, by which the order of products is chosen: "M=3, N=2".')
@click.option("-o", "--output", "path", metavar="FILE", type=click.Path(), callback=output.out_path, help="Write to FILE.")
@given.no_check
def code(expr: str, target: str, name: str, path: Path | None, no_check: bool, **options: Any) -> None:
    """Derive EXPR by a variable and write a function that computes the derivative; '-' reads EXPR from standard input.

    \b
    symjac code "norm(y - Phi*theta)^2" --wrt theta -o grad.py
    symjac code "x'A x" --wrt x --order 2 --times v
    symjac code "sum(tanh(X w))" --wrt w --target jax --value
    symjac code "logsumexp(x)" --wrt x --order 2 --structure
    symjac code "norm(A X B - C)^2" --wrt X --order 2 --solve G
    symjac code "log(1 + exp(w'x)) - y w'x" --wrt w --where "x: n" --batch "x, y" --value

    Numbers are floats, columns have one axis, matrices two; the result is the array df/dx. The derivation is checked before.
    A Hessian that is diagonal, of low rank beside a diagonal, or a Kronecker product is not built to be solved with: Hx = b
    costs what its parts cost.

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    from symjac.derivation.derive import derive

    asked = {key: options.pop(key) for key in ("value", "times", "structure", "solve", "batch")}
    found = derive(given.read_input(expr), check=not no_check, **options)
    output.emit(found.code(target, name=name, **asked).encode(), path)
