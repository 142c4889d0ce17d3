"""(3), (*), (A.1) or (a) beside a row: the number of an equation or an item, no factor."""

from __future__ import annotations

import re

from symjac.language.text.tree import Token


def number_of_equation(tokens: list[Token]) -> int:
    """How many tokens (3), (*) or (A.1) has behind a space at the end of a row; 0 where none stands there."""
    end = next((k + 1 for k, token in enumerate(tokens) if token.type == "RPAR"), 0)
    after = [token.type for token in tokens[end : end + 1]]
    return end if is_number(tokens[:end]) and after in ([], ["NEWLINE"], ["SEMI"], ["STOP"], ["COMMA"]) else 0


def is_number(tokens: list[Token]) -> bool:
    """(3), (*), (2.3a), (A.1): what a row is numbered with; not (x), which may be a factor."""
    kinds = [token.type for token in tokens]
    inner = kinds[1:-1]
    return (
        kinds[:1] == ["LPAR"]
        and kinds[-1:] == ["RPAR"]
        and len(inner) <= 4
        and {*inner} <= {"NUM", "WORD", "STOP", "_TIMES"}
        and (inner in (["NUM"], ["_TIMES"], ["NUM", "WORD"]) or "STOP" in inner)
    )


def is_item(tokens: list[Token]) -> bool:
    """(a), (ii) before a space at the beginning of a row."""
    return [token.type for token in tokens] == ["LPAR", "WORD", "RPAR"] and re.fullmatch(
        "[a-h]|[ivx]+", tokens[1].text
    ) is not None
