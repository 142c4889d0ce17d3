"""The command line: the commands of symjac.cli.commands under one name. Only here do failures become messages."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import shlex
from collections.abc import Sequence
from contextlib import suppress

import click

from symjac import __version__
from symjac.cli import commands
from symjac.errors import CheckError, SymjacError
from symjac.lazy import regex

OK, BAD_INPUT, BUG, INTERRUPTED = 0, 2, 70, 130


class Commands(click.Group):
    """The commands: one for each file of symjac.cli.commands, loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = getattr(importlib.import_module(f"symjac.cli.commands.{cmd_name}"), cmd_name)
        return command


class Stop(BaseException):
    """Ctrl-C in a process; at a KeyboardInterrupt click would write an empty line."""


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
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


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (default: that of the process) and return its exit status. Only here do failures become messages."""
    try:
        status = cli.main(argv, prog_name="symjac", standalone_mode=False)
        return status if isinstance(status, int) else OK
    except (KeyboardInterrupt, Stop, click.Abort):
        return INTERRUPTED
    except click.ClickException as failure:
        return say(usage(failure), BAD_INPUT)
    except SymjacError as failure:
        failure.hint = failure.hint and ARGUMENT.sub(as_option, failure.hint)
        return broken(failure) if isinstance(failure, CheckError) else say(str(failure), BAD_INPUT)
    except OSError as failure:  # what the system says, not a fault
        return say(f"{failure.filename or 'standard input or output'}: {failure.strerror or failure}", BAD_INPUT)
    except Exception as failure:
        return broken(failure)


QUOTES = "\"'"
ARGUMENT = regex(r"""\b(wrt|where|style|layout|order_of|order|detail|symmetric|instance|at)=("[^"]*"|'[^']*'|[\w-]+)""")


def as_option(found: re.Match[str]) -> str:
    """wrt="y", as the hints of the library say, in the words of the command line: --wrt y."""
    name, value = found.groups()
    return f"--{name.replace('_', '-')} {shlex.quote(value.strip(QUOTES))}"


def say(message: str, status: int) -> int:
    with suppress(OSError):  # nobody listens
        click.echo(f"symjac: {message}", err=True)
    return status


def usage(failure: click.ClickException) -> str:
    """What click has to say, on one line, with the place to look."""
    message = failure.format_message()
    if isinstance(failure, click.NoSuchOption):
        message += " (a formula that looks like an option goes after two dashes: -- )"
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
