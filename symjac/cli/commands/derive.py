"""symjac derive EXPR: a derivation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symjac.cli import given, output
from symjac.cli.formula import FormulaCommand
from symjac.derivation.choices import ORDERS_OF, SYMMETRIC

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Style(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.3 on
    """auto, or one of the styles; they load only when one is asked for, or for the help."""

    name = "style"

    def choices(self) -> list[str]:
        from symjac.derivation.styles.registry import styles

        return ["auto", *styles()]

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(self.choices())}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value != "auto" and value not in self.choices():
            self.fail(f"{value!r} is not one of {', '.join(self.choices())}", param, ctx)
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self.choices() if name.startswith(incomplete)]


@click.command(cls=FormulaCommand)
@click.argument("expr")
@click.option("--wrt", metavar="NAMES", help='The variable, or several: "x1, x2", "W, b"; or all.')
@click.option("--where", metavar="TEXT", help='Shapes and properties: "Phi: N x D; S: n x n symmetric".')
@given.macros
@click.option("--order", type=click.IntRange(1, 2), default=1, metavar="1|2", help="2 gives the second derivative.")
@click.option(
    "--style", type=Style(), default="auto", show_default=True,
    help="How it is derived: entry by entry, by the chain rule, or by differentials.",
)  # fmt: skip
@given.layout
@click.option(
    "--order-of", type=click.Choice(ORDERS_OF), default="notes", show_default=True,
    help="How matrices are flattened; notes: variable by rows, value by columns.",
)  # fmt: skip
@click.option(
    "--symmetric", type=click.Choice(SYMMETRIC), default="free", show_default=True,
    help="By a symmetric or diagonal matrix: by its free entries, or the gradient, all entries being independent.",
)  # fmt: skip
@given.detail
@click.option("--instance", metavar="SIZES", help='Also for sizes in numbers: "M=3, N=2".')
@click.option("--at", metavar="POINT", help='Also at a point: "x = [1; 2]", or "x = a".')
@click.option(
    "--bold", type=click.Choice(["auto", "on", "off"]), default="auto", show_default=True,
    help="Letters in bold: as in EXPR, all vectors and matrices, or none.",
)  # fmt: skip
@output.output_options
@given.no_check
def derive(
    expr: str, look: output.Look, path: Path | None, no_check: bool, macros: Path | None, bold: str, **options: Any
) -> None:  # fmt: skip
    """Derive EXPR by a variable and write the derivation out; '-' reads EXPR from standard input.

    \b
    symjac derive "f(x) = A x + b"
    symjac derive "norm(y - Phi*theta)^2" --wrt theta --where "Phi: N x D" --format latex
    symjac derive "e(theta) = y - Phi theta; L(e) = ||e||^2" -o least_squares.pdf
    symjac derive "A'A" --wrt A --where "A: M x N" --instance "M=3, N=2"
    symjac derive "x'A x" --wrt x --order 2
    symjac derive "x1^2*x2" --wrt "x1, x2" --at "x1 = 1; x2 = 3"
    echo "tr(A X B)" | symjac derive - --wrt X

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    from symjac.derivation.derive import derive as run

    found = replace(run(given.formula(expr, macros), check=not no_check, **options), bold=bold)
    output.emit(output.draw(found, look), path)
