"""The automaton that reads formulas is that of grammar.lark: the table is lark's, and what comes of it, lark makes of it too."""

from __future__ import annotations

from importlib.resources import files
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, UnexpectedInput

from symjac.language.text import grammar, table
from symjac.language.text.automaton import END, Stuck, run
from symjac.language.text.grammar import Given
from symjac.language.text.tree import Token

KINDS = [kind for kind in table.ACTIONS.partition("\n\n")[0].split() if kind != END]


class Anything:
    """An action for every rule: its name and its parts."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda parts: (name, *parts)


def tokens_of(kinds: str) -> list[Token]:
    return [Token(kind, kind, k, k + 1) for kind, k in zip(kinds.split(), count(), strict=False)]


@pytest.fixture(scope="module")
def lark() -> Any:
    text = files("symjac.language.text").joinpath("grammar.lark").read_text("utf-8")
    names = {line.partition(" -> ")[2] for line in table.RULES.splitlines()} - {""}
    actions = type("Actions", (), {name: lambda self, parts, name=name: (name, *parts) for name in names})()
    return Lark(text, parser="lalr", lexer=Given, transformer=actions)


def by_lark(parser: Any, tokens: list[Token]) -> Any:
    state = parser.parse_interactive("").parser_state
    for k, token in enumerate(tokens):
        try:
            made = state.feed_token(token, token.type == END)
        except UnexpectedInput:
            return "stuck", k
    return made


def by_table(tokens: list[Token]) -> Any:
    try:
        return run(tokens, Anything())
    except Stuck as stuck:
        return "stuck", stuck.token.start


def test_the_table_is_that_of_the_grammar() -> None:
    assert files("symjac.language.text").joinpath("table.py").read_text("utf-8") == grammar.table(), "make grammar"


@pytest.mark.parametrize("kinds", [
    "NAME", "", "NAME PLUS NAME MINUS NUM", "NUM _TIMES NAME POW MINUS NUM", "NAME NAME PRIME CDOT LPAR _UPLUS NAME RPAR",
    "LSQB NAME COMMA NUM SEMI NAME COMMA NUM SEMI RSQB", "LSQB NAME COMMA NAME COMMA NAME RSQB", "FUNC FUNC NAME POW NUM",
    "FUNC POW NUM LPAR NAME COMMA NAME COMMA NAME RPAR ELTIMES NAME NAME", "ANGLEOPEN NAME COMMA NAME ANGLECLOSE",
    "NORMOPEN NAME NORMCLOSE POW NUM", "BAROPEN NAME BARCLOSE", "EULER POW LPAR NAME RPAR INVT KRON NAME", "NAME PLUS",
    "PLUS NAME", "LPAR NAME", "NAME RPAR", "LSQB SEMI RSQB",
])  # fmt: skip
def test_formulas_are_read_as_lark_reads_them(kinds: str, lark: Any) -> None:
    tokens = tokens_of(f"{kinds} {END}")
    assert by_table(tokens) == by_lark(lark, tokens)


@given(st.lists(st.sampled_from([*KINDS, "NAME", "NAME", "NUM", "PLUS", "LPAR", "RPAR"]), max_size=14))
def test_any_tokens_are_read_or_refused_as_by_lark(lark: Any, kinds: list[str]) -> None:
    tokens = tokens_of(" ".join([*kinds, END]))
    assert by_table(tokens) == by_lark(lark, tokens)


def test_a_token_is_no_rule() -> None:
    assert by_table(tokens_of(f"sum {END}")) == ("stuck", 0)
