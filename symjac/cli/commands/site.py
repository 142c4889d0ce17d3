"""symjac site DIR: the page as a folder that needs no server."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--pyodide", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
    help="Pyodide's npm package, where it is here already.  [default: fetched by npm]",
)  # fmt: skip
def site(folder: Path, pyodide: Path | None) -> None:
    """Write the page into DIR, for any web space: symjac runs in the browser itself, also offline.

    Node.js is needed, and npm unless --pyodide tells where the package is.

    \b
    symjac site public/
    """
    from symjac.web.site import site as write

    sizes = write(folder, pyodide)
    click.echo(f"{len(sizes)} files in {folder}; a visitor loads {sum(sizes.values()) / 1e6:.1f} MB once, by gzip")
