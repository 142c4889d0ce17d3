"""The LALR table of grammar.lark, made by lark: `make grammar` writes table.py anew, so that nobody has to wait for it."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from textwrap import wrap
from typing import Any

from lark import Lark
from lark.lexer import Lexer

from symjac.language.text.automaton import ABSENT, ACCEPT, END

PROLOGUE = '''"""The table of the automaton that reads formulas, made from grammar.lark by `make grammar`; edit grammar.lark.

RULES: numbered from 1, with the action that makes of their parts one thing. A row for each state: in ACTIONS, below a kind of
token, n for shift and go to state n, −k for reduce by rule k, 0 for accept; in GOTO the state after a reduction to what is above.
"""
'''


class Given(Lexer):
    """The tokens are made elsewhere, by scan.py, whatever the spelling."""

    def __init__(self, conf: Any) -> None: ...

    def lex(self, *given: Any) -> Any:
        return iter(given)


def table() -> str:
    """table.py, as grammar.lark has it; states are numbered in the order in which they are met, which does not vary."""
    text = files("symjac.language.text").joinpath("grammar.lark").read_text("utf-8")
    lark: Any = Lark(text, parser="lalr", lexer=Given)
    states, start = lark.parser.parser._parse_table.states, lark.parser.parser._parse_table.start_states["start"]
    order = met(states, start)
    rules = [rule for rule in lark.rules if rule.origin.name != "start"]
    above = sorted({name for row in states.values() for name in row} - {"start"})
    terminals, others = [n for n in above if n == END or n.isupper()], [n for n in above if n != END and not n.isupper()]
    rows = [{name: cell(states[state][name], order, rules) for name in states[state] if name != "start"} for state in order]
    return PROLOGUE + "\n".join(
        f'\n{name} = """\\\n{body}\n"""'
        for name, body in (
            ("RULES", "\n".join(map(written, rules))),
            ("ACTIONS", "\n".join(laid_out(terminals, rows))),
            ("GOTO", "\n".join(laid_out(others, rows))),
        )
    ) + "\n"  # fmt: skip


def met(states: dict[Any, Any], start: Any) -> dict[Any, int]:
    """The states, numbered breadth first, the symbols of a state by their names; the one behind the whole is not needed."""
    order = {start: 0}
    queue = [start]
    for state in queue:
        for name, (kind, target) in sorted(states[state].items(), key=lambda item: str(item[0])):
            if kind.name == "Shift" and name != "start" and target not in order:
                order[target] = len(order)
                queue.append(target)
    return order


def cell(action: tuple[Any, Any], order: dict[Any, int], rules: list[Any]) -> int:
    kind, target = action
    if kind.name == "Shift":
        return order[target]
    return ACCEPT if target.origin.name == "start" else -1 - rules.index(target)


def written(rule: Any) -> str:
    """sum: sum PLUS product -> add; what lark passes through unchanged has no action."""
    passes = rule.origin.name.startswith("_") or (rule.options.expand1 and not rule.alias)
    assert not passes or len(rule.expansion) == 1 or rule.origin.name.startswith("_"), rule
    action = "" if passes else f" -> {rule.alias or rule.origin.name}"
    return f"{rule.origin.name}: {' '.join(symbol.name for symbol in rule.expansion)}{action}"


def laid_out(names: list[str], rows: list[dict[str, int]]) -> list[str]:
    """The names, and below them a row for each state, in columns."""
    return [
        *wrap(" ".join(names), 120),
        "",
        *(" ".join(f"{row.get(name, ABSENT):>3}" for name in names).rstrip() for row in rows),
    ]


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("table.py")).write_text(table(), "utf-8")
