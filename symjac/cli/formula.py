"""-x'x is a formula, --wtr an option that there is not: a command whose arguments may start with a minus."""

from __future__ import annotations

import re

import click

from symjac.lazy import regex

LONG = regex(r"--[A-Za-z][\w-]*(=.*)?", re.S)
WORD = regex(r"-[A-Za-z]\w*")


class FormulaCommand(click.Command):
    """Arguments that start with a minus and are no options are formulas; click is given them behind two dashes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, separated(self.get_params(ctx), args))


def separated(params: list[click.Parameter], args: list[str]) -> list[str]:
    """Options, two dashes, formulas. Where there are more than fit, -wrt is no formula but a mistyped option."""
    values = {
        name: not (p.is_flag or p.count) for p in params if isinstance(p, click.Option) for name in (*p.opts, *p.secondary_opts)
    }
    room = sum(p.nargs for p in params if isinstance(p, click.Argument))
    options: list[str] = []
    formulas: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg == "--":
            formulas += rest
        elif not is_option(arg, values):
            formulas.append(arg)
        else:
            options += [arg, *([value] if values.get(arg) and (value := next(rest, None)) is not None else [])]
    mistyped = [arg for arg in formulas if WORD.fullmatch(arg)] if len(formulas) > room else []
    return [*options, *mistyped, "--", *(arg for arg in formulas if arg not in mistyped)]


def is_option(arg: str, values: dict[str, bool]) -> bool:
    """--wrt, --wrt=x, any word behind two dashes; -o, -oFILE, -qh of those that there are."""
    if not arg.startswith("-") or arg == "-":
        return False
    if arg.startswith("--"):
        return LONG.fullmatch(arg) is not None
    return values.get(arg[:2], False) or all(f"-{letter}" in values for letter in arg[1:])
