"""symjac check EXPR --claim ANSWER: a verdict; --file: a verdict for every row of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symjac.cli import given, output
from symjac.writing.draw import Drawable

if TYPE_CHECKING:
    from symjac.judge.document import Chain
    from symjac.judge.verdict import Verdict
    from symjac.writing.block import Document

INCORRECT = 1
ROWS = {".csv": "csv", ".jsonl": "jsonl"}


@click.command()
@click.argument("expr", required=False)
@click.option("--claim", metavar="ANSWER", help="The answer to judge: a formula, a matrix, a differential, entries.")
@click.option("--wrt", metavar="NAMES", help='The variable, or several scalars: "x1, x2".')
@click.option("--where", metavar="TEXT", help='Shapes and properties: "Phi: N x D; S: n x n symmetric".')
@given.macros
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
    "--file", "rows", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge every row of a .csv or .jsonl file.",
)  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="With --file: how many processes.")
@output.options_for(ROWS)
@click.pass_context
def check(
    ctx: click.Context, /, expr: str | None, claim: str | None, look: output.Look, path: Path | None, lines: bool, reveal: bool,
    rows: Path | None, jobs: int, macros: Path | None, **options: Any,
) -> None:  # fmt: skip
    """Judge an answer: is it the derivative of EXPR, and if not, what went wrong?

    \b
    symjac check "x'A x" --wrt x --claim "2 x'A" --where "A: n x n"
    symjac check "norm(y - Phi*theta)^2" --wrt theta --claim "-2 (y - Phi theta)' Phi"
    symjac check "A'A" --wrt A --where "A: 3 x 2" --at "A = [1, 2; 3, 4; 5, 6]" --claim "[...]"
    symjac check "norm(A x - b)^2" --wrt x --lines --claim "2 (A x - b)' A = 2 x'A'A - 2 b'A"
    symjac check --file claims.csv -o verdicts.csv --jobs 2

    A file has the columns f, wrt, where, claim, and perhaps order, layout, order_of, at; it is read and written row by row.
    '-' in place of EXPR or ANSWER is standard input.

    Exit status: 0 if the answer is right (or right but for its simplification), or all of a file are; 1 if not; 2 for bad input.
    """
    if rows is not None:
        from symjac.cli.rows import judge_file

        if expr is not None or claim is not None:
            raise click.UsageError("--file brings its own questions and answers")
        ctx.exit(0 if judge_file(rows, path, jobs) else INCORRECT)
    if expr is None or claim is None:
        raise click.UsageError("an expression and --claim are needed, or --file")
    if look.format in ROWS.values():
        raise click.UsageError(f"{look.format} is for the verdicts of --file")
    wrt, formula, answer = options.pop("wrt"), given.formula(expr, macros), given.formula(claim, macros)
    found: Verdict | Chain
    if lines:
        from symjac.judge.document import Chain
        from symjac.judge.lines import check_lines

        found = Chain(check_lines(formula, wrt, answer, **options))
        right = all(found.verdicts) and bool(found.verdicts)
    else:
        from symjac.judge.check import check as run

        found = run(formula, wrt, answer, **options)
        right = bool(found)
    output.emit(output.draw(Shown(found, reveal), look), path)
    ctx.exit(0 if right else INCORRECT)


class Shown(Drawable):
    """A verdict as `output.draw` wants it: with what is to be revealed settled."""

    def __init__(self, verdict: Verdict | Chain, reveal: bool) -> None:
        self.verdict, self.reveal = verdict, reveal

    def document(self) -> Document:
        return self.verdict.document(reveal=self.reveal)

    def render(self, format: str = "latex", *, fragment: bool = False, **options: Any) -> str:
        return self.verdict.render(format, reveal=self.reveal, fragment=fragment, **options)
