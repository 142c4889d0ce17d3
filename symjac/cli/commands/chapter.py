"""symjac chapter FILE: prose and worked examples as one document."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from symjac.cli import output

CLEAR = "\r\x1b[K"  # the line that is written over


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--quiet", "-q", is_flag=True, help="No progress on standard error.")
@output.output_options
def chapter(file: Path, quiet: bool, look: output.Look, path: Path | None) -> None:
    """Typeset the chapter in FILE: text and worked examples, numbered, with contents and references; every line checked.

    FILE is TOML: a title, then sections with a title, a text and examples. An example is what `symjac derive`, `network`,
    `activation` or `regression` would be asked, with what are options there in a table of options; or it is `file = "..."`,
    counted from the folder of FILE. `before` and `after` are text around it. In a text, formulas stand in dollars, and [name]
    refers to an example; a dollar or a bracket that is meant as such has a backslash before it. Of a derivation,
    `only = "instance"`, or another kind of steps, shows a part. [[section.exercise]] with a formula sets a problem, which is
    answered at the end; `identities = true` in a section gives a table of all results.

    \b
    title = "Gradients"
    text = '''Between three apostrophes TOML leaves \\lambda and \\$ as they are.'''
    [[section]]
    title = "Linear maps"
    text = "The Jacobian of $f: R^n -> R^m$ is an $m x n$ matrix, see [linear]."
    [[section.example]]
    title = "A linear map"
    anchor = "linear"
    formula = "f(x) = A x"
    wrt = "x"
    where = "A: m x n"
    options = {detail = "exam"}
    [[section.example]]
    title = "A network"
    kind = "network"
    layers = "2 -> 3 -> 1, tanh, identity"
    options = {show = "diagram, gradients"}
    [[section.example]]
    title = "An activation"
    kind = "activation"
    function = "tanh"
    [[section.example]]
    title = "A line through points"
    kind = "regression"
    data = "[1, 2; 2, 3.5; 3, 5.1]"
    options = {intercept = true}

    \b
    symjac chapter notes.toml -o notes.pdf
    symjac chapter notes.toml -o notes.pdf --engine latex
    symjac chapter notes.toml -o notes.html

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    from symjac.pages.chapter import chapter as run

    shown = not quiet and sys.stderr.isatty()
    try:
        found = run(file, progress=tell if shown else None)
    finally:
        click.echo(CLEAR if shown else "", nl=False, err=True)
    if shown:
        click.echo(f"{counted(len(found.examples), 'example')}, {counted(found.lines, 'line')} checked", err=True)
    output.emit(output.draw(found, look), path)


def counted(n: int, word: str) -> str:
    return f"{n} {word}{'s' * (n != 1)}"


def tell(done: int, of: int, title: str) -> None:
    """The example that is at work, in one line that is written over."""
    click.echo(f"{CLEAR}[{done + 1}/{of}] {title}", nl=False, err=True)
