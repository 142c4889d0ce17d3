"""A shift-reduce automaton: tokens to one thing, by the LALR table in table.py."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from symjac.language.text.table import ACTIONS, GOTO, RULES
from symjac.language.text.tree import Token

ABSENT, ACCEPT, END = ".", 0, "$END"
Row = dict[str, int]
Rule = tuple[str, list[str], str]  # what it makes, of which symbols, by which action


class Stuck(Exception):
    """No formula goes on with this token."""

    def __init__(self, token: Token) -> None:
        self.token = token


def run(tokens: Iterable[Token], actions: Any) -> Any:
    """What the tokens, the last of which is END, are read as; for a rule `-> name`, actions.name makes one thing of its parts."""
    states, values = [0], list[Any]()
    rows, after, rules = automaton()
    for token in tokens:
        while (cell := rows[states[-1]].get(token.type)) is not None and cell < ACCEPT:
            made, symbols, action = rules[-cell]
            if action or len(symbols) > 1:
                parts = together(symbols, values[-len(symbols) :])
                values[-len(symbols) :] = [getattr(actions, action)(parts) if action else parts]
            del states[-len(symbols) :]
            states.append(after[states[-1]][made])
        if cell is None:
            raise Stuck(token)
        states.append(cell)
        values.append(token)
    return values[-2]  # below END


def together(symbols: list[str], values: list[Any]) -> list[Any]:
    """The parts: without the tokens that only separate, _TIMES; and what a repetition has gathered, __x, is a list of parts."""
    parts: list[Any] = []
    for symbol, value in zip(symbols, values, strict=True):
        if symbol.startswith("__"):
            parts += value
        elif not symbol.startswith("_"):
            parts.append(value)
    return parts


@cache
def automaton() -> tuple[list[Row], list[Row], list[Rule]]:
    """The rows of the actions and of the states after a reduction, and the rules, from 1."""
    none: Rule = ("", [], "")
    return rows_of(ACTIONS), rows_of(GOTO), [none, *map(rule_of, RULES.splitlines())]


def rule_of(line: str) -> Rule:
    made, right = line.split(": ")
    symbols, _, action = right.partition(" -> ")
    return made, symbols.split(), action


def rows_of(table: str) -> list[Row]:
    head, rows = table.split("\n\n")
    names = head.split()
    return [
        {name: int(cell) for name, cell in zip(names, row.split(), strict=True) if cell != ABSENT} for row in rows.splitlines()
    ]
