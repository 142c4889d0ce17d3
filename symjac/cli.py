"""The command line: symjac derive, functions, parse, completion. SymPy and the engine load inside the commands."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from symjac import __version__, output
from symjac.core.errors import CheckError, SymjacError

OK, BAD_INPUT, BUG, INTERRUPTED = 0, 2, 70, 130
LONGEST_INPUT = 1_000_000  # characters read from standard input; the language has its own, lower limit


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="symjac %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Derivatives in matrix form, with the derivation written out, every line checked.

    \b
    symjac derive "f(x) = A x + b"
    symjac derive "norm(y - Phi*theta)^2" --wrt theta -o least_squares.pdf
    symjac functions
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def read_input(text: str) -> str:
    """The text itself, or standard input for '-'."""
    if text != "-":
        return text
    try:
        return sys.stdin.buffer.read(LONGEST_INPUT).decode("utf-8").strip("\ufeff\r\n")
    except UnicodeDecodeError as failure:
        raise click.ClickException(f"standard input is not UTF-8: byte {failure.start} does not fit") from failure


def out_path(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Path | None:
    """-o -, like no -o at all, is standard output."""
    return None if value in (None, "-") else Path(str(value))


@cli.command()
@click.argument("expr")
@click.option("--wrt", metavar="NAMES", help='The variable, or several scalars: "x1, x2".')
@click.option("--where", metavar="TEXT", help='Shapes and properties: "Phi: N x D; S: n x n symmetric".')
@click.option("--order", type=click.IntRange(1, 2), default=1, metavar="1|2", help="2 gives the second derivative.")
@click.option(
    "--style", type=click.Choice(["auto", "components", "chain", "differential"]), default="auto", show_default=True,
    help="How it is derived: entry by entry, by the chain rule, or by differentials.",
)  # fmt: skip
@click.option(
    "--layout", type=click.Choice(["numerator", "denominator"]), default="numerator", show_default=True,
    help="Gradients as rows, or as columns.",
)  # fmt: skip
@click.option(
    "--order-of", type=click.Choice(["notes", "rows", "columns"]), default="notes", show_default=True,
    help="How matrices are flattened; notes: variable by rows, value by columns.",
)  # fmt: skip
@click.option(
    "--detail", type=click.Choice(["brief", "exam", "full"]), default="full", show_default=True,
    help="How many steps are shown.",
)  # fmt: skip
@click.option("--instance", metavar="SIZES", help='Also for sizes in numbers: "M=3, N=2".')
@click.option("--at", metavar="POINT", help='Also at a point: "x = [1; 2]", or "x = a".')
@click.option("--format", "format_", type=click.Choice(output.FORMATS), help="Default: by the suffix of FILE, else text.")
@click.option(
    "-o", "--output", "path", metavar="FILE", type=click.Path(), callback=out_path,
    help="Write to FILE, not to the terminal.",
)  # fmt: skip
@click.option("--fragment", is_flag=True, help=r"latex: for \input; html: for a page of your own.")
@click.option(
    "--engine", type=click.Choice(["typst", "latex"]),
    help="pdf: by the typst package, or by the pdflatex on the PATH.  [default: typst]",
)  # fmt: skip
@click.option(
    "--width", type=click.IntRange(40, 400), metavar="COLUMNS",
    help="text: how wide.  [default: the terminal, at most 100]",
)  # fmt: skip
@click.option("--ascii", is_flag=True, help="text: only ASCII characters.")
@click.option("--no-check", is_flag=True, hidden=True, help="Skip the check of the lines, to measure what it costs.")
def derive(
    expr: str, path: Path | None, format_: str | None, fragment: bool, engine: str | None, width: int | None,
    ascii: bool, no_check: bool, **options: Any,
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

    A formula that starts with a minus goes after two dashes: symjac derive --wrt x -- "-x'x"

    Exit status: 0; 2 for bad input, with a message on standard error.
    """
    look = output.look(format_, path, fragment, engine, width, ascii)
    output.refuse_binary(look, path)
    from symjac.derive import derive as run

    found = run(read_input(expr), check=not no_check, **options)
    output.emit(output.draw(found, look), path)


def op_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """For the shell: functions that begin so."""
    from symjac.listing import listed

    return [CompletionItem(op.name, help=op.sentence) for op in listed() if op.name.startswith(incomplete)]


@cli.command()
@click.argument("name", required=False, shell_complete=op_names)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--width", type=click.IntRange(40, 400), metavar="COLUMNS", help="How wide the tables may be.")
@click.option("--ascii", is_flag=True, help="Only ASCII characters.")
def functions(name: str | None, format_: str, width: int | None, ascii: bool) -> None:
    """List what can be typed, with shapes and differentials; or tell all about NAME.

    \b
    symjac functions
    symjac functions logdet
    symjac functions --format json
    """
    from symjac import listing
    from symjac.render import text

    if format_ == "json":
        import json

        found = listing.facts(listing.named(name)) if name else [listing.facts(op) for op in listing.listed()]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    page = listing.page(listing.named(name)) if name else listing.overview(listing.listed())
    plain = ascii or not output.speaks_unicode()
    click.echo(text.document(page, width=width or output.columns(None), ascii=plain), nl=False)


@cli.command()
@click.argument("expr")
@click.option("--where", metavar="TEXT", help='Shapes and properties: "Phi: N x D; S: n x n symmetric".')
@click.option("--ascii", is_flag=True, help="Only ASCII characters.")
def parse(expr: str, where: str | None, ascii: bool) -> None:
    """Show how EXPR is read: in the plain spelling, as written, and with which shapes; '-' reads standard input.

    \b
    symjac parse "‖y − Φθ‖²"
    symjac parse "x'A x" --where "A: n x n symmetric"
    """
    from symjac import listing
    from symjac.render import text

    page = listing.reading(read_input(expr), where)
    plain = ascii or not output.speaks_unicode()
    click.echo(text.document(page, width=output.columns(None), ascii=plain), nl=False)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell.

    \b
    eval "$(symjac completion bash)"                                        # in ~/.bashrc
    eval "$(symjac completion zsh)"                                         # in ~/.zshrc
    symjac completion fish > ~/.config/fish/completions/symjac.fish
    """
    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(cli, {}, "symjac", "_SYMJAC_COMPLETE").source())


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (default: that of the process) and return its exit status. Only here do failures become messages."""
    try:
        status = cli.main(argv, prog_name="symjac", standalone_mode=False)
        return status if isinstance(status, int) else OK
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except click.ClickException as failure:
        return say(usage(failure), BAD_INPUT)
    except SymjacError as failure:
        return broken(failure) if isinstance(failure, CheckError) else say(str(failure), BAD_INPUT)
    except Exception as failure:
        return broken(failure)


def say(message: str, status: int) -> int:
    click.echo(f"symjac: {message}", err=True)
    return status


def usage(failure: click.ClickException) -> str:
    """What click has to say, on one line, with the place to look."""
    message = failure.format_message()
    if isinstance(failure, click.NoSuchOption):
        message += " (a formula that starts with a minus goes after two dashes: -- )"
    context = failure.ctx if isinstance(failure, click.UsageError) else None
    return f"{message}\n  help:     {context.command_path} --help" if context else message


def broken(failure: Exception) -> int:
    """A fault of symjac's own: one line, and the traceback for those who ask."""
    if os.environ.get("SYMJAC_DEBUG") == "1":
        import traceback

        traceback.print_exception(failure)
    what = " ".join(f"{type(failure).__name__}: {failure}".split())
    return say(
        f"this is a fault in symjac, please report it with the command you typed (SYMJAC_DEBUG=1 shows more): {what}",
        BUG,
    )


def program() -> int:
    """main as a process of its own: `symjac functions | head` ends without a complaint, and there is no time to lose."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    gc.set_threshold(100_000, 20, 20)  # nearly all that is allocated are modules, which stay
    try:
        return main()
    finally:
        gc.freeze()  # nobody needs SymPy taken apart at the end: a fifth of the time of a short command
