"""The LALR table of grammar.lark, made once per machine: it is kept in the user's cache folder, where there is one."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import Any

from lark import Lark
from lark.lexer import Lexer


class Given(Lexer):
    """The tokens are made elsewhere, by scan.py, whatever the spelling."""

    def __init__(self, conf: Any) -> None: ...

    def lex(self, *given: Any) -> Any:
        return iter(given)


def parser(transformer: Any) -> Lark:
    """The parser for one expression; an unusable cache only costs the time to make the table again."""
    grammar = files("symjac.language.text").joinpath("grammar.lark").read_text("utf-8")
    try:
        return Lark(grammar, parser="lalr", lexer=Given, transformer=transformer, cache=cache_file() or False)
    except OSError:
        return Lark(grammar, parser="lalr", lexer=Given, transformer=transformer)


def cache_file() -> str | None:
    """Where the table is kept: $XDG_CACHE_HOME/symjac, else ~/.cache/symjac; None where nothing can be kept."""
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "symjac"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return str(folder / "grammar.table") if os.access(folder, os.W_OK) else None
