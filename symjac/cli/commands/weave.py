"""symjac weave FILE: derivations put into a document where it asks for them."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Not in place, into FILE.")
@click.option("--dry-run", is_flag=True, help="Derive and check, and write nothing.")
def weave(file: Path, output: Path | None, dry_run: bool) -> int:
    r"""Fill the commands of FILE: LaTeX (.tex), Markdown (.md) or Quarto (.qmd).

    In LaTeX \derive[wrt=x, style=chain]{x^\top A x}, \gradient{…}, \hessian{…} and \checked{… = …}, with the package symjac,
    which is written beside FILE; in Markdown blocks that are fenced as ```symjac. What has not changed is not derived again.

    \b
      symjac weave notes.tex
      symjac weave notes.qmd -o filled.qmd

    Exit status: 0; 1 an equation does not hold; 2 bad input. Every message has its line and column; then nothing is written.
    """
    from symjac.pages.weave.woven import weave as run

    found = run(file, output, write=not dry_run)
    for fault in found.faults:
        click.echo(f"{file}:{fault}", err=True)
    if found.faults:
        return 1 if all(fault.claim for fault in found.faults) else 2
    click.echo(f"{found.derived} derived, {found.kept} as they were")
    return 0
