"""symjac check EXPR --claim ANSWER: a verdict; --file: a verdict for every row of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from symjac.cli import output
from symjac.cli.commands import given

INCORRECT = 1


@click.command()
@click.argument("expr", required=False)
@click.option("--claim", metavar="ANSWER", help="The answer to judge: a formula, a matrix, a differential, entries.")
@click.option("--wrt", metavar="NAMES", help='The variable, or several scalars: "x1, x2".')
@click.option("--where", metavar="TEXT", help='Shapes and properties: "Phi: N x D; S: n x n symmetric".')
@click.option("--order", type=click.IntRange(1, 2), default=1, metavar="1|2", help="2: the answer is a Hessian.")
@given.layout
@click.option(
    "--order-of", type=click.Choice(["notes", "rows", "columns"]), default="notes", show_default=True,
    help="How matrices are flattened; notes: variable by rows, value by columns.",
)  # fmt: skip
@click.option("--at", metavar="POINT", help='The derivative is asked for at a point: "x = [1; 2]".')
@click.option("--lines", is_flag=True, help="The answer is a chain of equalities, judged link by link.")
@click.option("--reveal", is_flag=True, help="Also show the derivation with the right answer.")
@click.option(
    "--file", "rows", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Judge every row: .csv or .jsonl."
)
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="With --file: how many processes.")
@output.output_options
@click.pass_context
def check(
    ctx: click.Context, expr: str | None, claim: str | None, look: output.Look, path: Path | None, lines: bool, reveal: bool,
    rows: str | None, jobs: int, **options: Any,
) -> int:  # fmt: skip
    """Judge an answer: is it the derivative of EXPR, and if not, what went wrong?

    \b
    symjac check "x'A x" --wrt x --claim "2 x'A" --where "A: n x n"
    symjac check "norm(y - Phi*theta)^2" --wrt theta --claim "-2 (y - Phi theta)' Phi"
    symjac check "A'A" --wrt A --where "A: 3 x 2" --at "A = [1, 2; 3, 4; 5, 6]" --claim "[...]"
    symjac check "norm(A x - b)^2" --wrt x --lines --claim "2 (A x - b)' A = 2 x'A'A - 2 b'A"
    symjac check --file claims.csv -o verdicts.csv --jobs 2

    A file has the columns f, wrt, where, claim, and perhaps order, layout, order_of, at; it is read and written row by row.
    '-' reads the answer from standard input.

    Exit status: 0 if the answer is right (or right but for its simplification); 1 if an answer is not; 2 for bad input.
    """
    if rows is not None:
        if expr is not None or claim is not None:
            raise click.UsageError("--file brings its own questions and answers")
        return judge_file(Path(rows), path, jobs)
    if expr is None or claim is None:
        raise click.UsageError("an expression and --claim are needed, or --file")
    text = given.read_input(claim)
    status = judge_lines(expr, text, look, path, options) if lines else judge_one(expr, text, look, path, reveal, options)
    ctx.exit(status)
    return status


def judge_one(expr: str, claim: str, look: output.Look, path: Path | None, reveal: bool, options: dict[str, Any]) -> int:
    from symjac.judge.check import check as run

    verdict = run(given.read_input(expr), options.pop("wrt"), claim, **options)
    output.emit(output.draw(Shown(verdict, reveal), look), path)
    return 0 if verdict else INCORRECT


class Shown:
    """A verdict as `output.draw` wants it: a document, drawn in any format."""

    def __init__(self, verdict: Any, reveal: bool) -> None:
        self.verdict, self.reveal = verdict, reveal

    def document(self) -> Any:
        return self.verdict.document(reveal=self.reveal)

    def render(self, format: str, **options: Any) -> str:
        return str(self.verdict.render(format, reveal=self.reveal, **options))
