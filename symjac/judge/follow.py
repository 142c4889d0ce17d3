"""Follow-through: an earlier answer, wrong perhaps, put in the place of a definition of the question, which is asked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symjac.errors import ParseError
from symjac.language.text.names import full_name
from symjac.language.text.spelled import lexemes
from symjac.language.text.statements import split


def put_in(f: Any, instead: Mapping[str, str]) -> str:
    """The statements of f, `g = …` replaced by `g = earlier answer` for every name that is given."""
    if not isinstance(f, str):
        raise ParseError("earlier answers stand in place of definitions, so the question is text with definitions in it")
    tokens, latex = lexemes(f)
    lines = split(tokens, f, latex)
    names = [full_name(line.head[0]) if line.head else "" for line in lines]
    missing = set(instead) - set(names)
    if missing:
        known = ", ".join(filter(None, names))
        raise ParseError(f"`{min(missing)}` is not defined in the question", source=f, span=(0, len(f)), expected=known or None)
    parts = []
    for name, line in zip(names, lines, strict=True):
        text = f[(line.head or line.body)[0].start : line.body[-1].end]
        parts.append(f"{name} = {instead[name]}" if name in instead else text)
    return "; ".join(parts)
