r"""%load_ext symjac: %derive --wrt x x'A x shows a derivation, %%derive reads a cell, %check judges an answer.

Options stand in front of the formula; what follows is read as it is, with braces, quotes and dollars.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from symjac.errors import ParseError, SymjacError
from symjac.errors.arguments import by_annotation
from symjac.lazy import regex

OPTION = regex(r"\s*--([A-Za-z][\w-]*)(?:\s+|=)(\"[^\"]*\"|\S+)")
DERIVE = ("wrt", "where", "order", "style", "layout", "order-of", "detail", "instance", "at")
CHECK = ("wrt", "where", "order", "layout", "order-of", "at", "claim")


@by_annotation
def load_ipython_extension(ipython: Any) -> None:
    """What %load_ext symjac does: it registers %derive, %%derive, %check and %%check."""
    from IPython.core.magic import no_var_expand  # which would put {1} of \frac{1}{2} into the formula as Python

    for name, magic in (("derive", derive), ("check", check)):
        plain = no_var_expand(quiet(magic))
        ipython.register_magic_function(plain, "line_cell", name)


def quiet(magic: Callable[[str, str | None], Any]) -> Callable[..., Any]:
    """A mistake is told in a few lines, without a traceback."""

    def run(line: str, cell: str | None = None) -> Any:
        try:
            return magic(line, cell)
        except SymjacError as error:
            print(f"symjac: {error}", file=sys.stderr)
            return None

    run.__doc__ = magic.__doc__
    return run


def derive(line: str, cell: str | None) -> Any:
    """Derive a formula.

    %derive --wrt theta --where "Phi: N x D" norm(y - Phi*theta)^2
    Options: --wrt --where --order --style --layout --order-of --detail --instance --at. %%derive reads the formula from the cell.
    """
    from symjac.derivation.derive import derive as run

    options, formula = given(line, DERIVE)
    return run(formula if cell is None else f"{formula}\n{cell}".strip(), **options)


def check(line: str, cell: str | None) -> Any:
    """Judge an answer.

    %check --wrt x --claim "2 x'A" x'A x
    Options: --wrt --where --order --layout --order-of --at --claim. %%check has the formula on its line and the answer, or a
    chain of equalities on several lines, in the cell.
    """
    from symjac.judge.check import check as run
    from symjac.judge.document import Chain
    from symjac.judge.lines import check_lines
    from symjac.pages.live.reading import guessed

    options, formula = given(line, CHECK)
    claim = options.pop("claim", None) if cell is None else cell.strip()
    if not claim:
        raise ParseError("there is no answer to be judged", hint='--claim "2 x\'A", or %%check with the answer in the cell')
    asked = (formula, options.pop("wrt", None) or guessed(formula, options.get("where")))
    verdicts = check_lines(*asked, claim, options.pop("where", None), **options) if "\n" in claim else []
    return Shown(Chain(verdicts)) if len(verdicts) > 1 else run(*asked, claim, **options)


class Shown:
    """Several verdicts in one output."""

    def __init__(self, chain: Any) -> None:
        self.chain = chain

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.chain.render("text"), "text/markdown": self.chain.render("markdown", notebook=True)}


def given(line: str, known: tuple[str, ...]) -> tuple[dict[str, Any], str]:
    """The options in front, and the formula behind them."""
    options: dict[str, Any] = {}
    while (found := OPTION.match(line)) is not None:
        name, value = found[1], found[2].strip('"')
        if name not in known:
            raise ParseError(f"there is no option --{name}", expected=", ".join(f"--{each}" for each in known))
        options[name.replace("-", "_")] = int(value) if name == "order" and value.isdigit() else value
        line = line[found.end() :]
    return options, line.strip()
