"""The command line: the commands of symjac.cli.commands under one name. Only here do failures become messages."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Sequence

import click

from symjac import __version__
from symjac.cli.commands.activation import activation
from symjac.cli.commands.chapter import chapter
from symjac.cli.commands.check import check
from symjac.cli.commands.completion import completion
from symjac.cli.commands.derive import derive
from symjac.cli.commands.functions import functions
from symjac.cli.commands.network import network
from symjac.cli.commands.parse import parse
from symjac.cli.commands.regression import regression
from symjac.errors import CheckError, SymjacError

OK, BAD_INPUT, BUG, INTERRUPTED = 0, 2, 70, 130


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="symjac %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Derivatives in matrix form, with the derivation written out, every line checked.

    \b
    symjac derive "f(x) = A x + b"
    symjac derive "norm(y - Phi*theta)^2" --wrt theta -o least_squares.pdf
    symjac check "x'A x" --wrt x --claim "2 x'A"
    symjac regression flats.csv
    symjac network "3 -> 2 -> 1, tanh"
    symjac functions
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for command in (derive, check, regression, network, activation, chapter, functions, parse, completion):
    cli.add_command(command)


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
