"""{c} in a formula, {{ c }} in a text: where the parameters of a variant and earlier answers go.

Only names that are known are slots, so that the braces of LaTeX stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from symjac.errors import ParseError, SymjacError
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.language import parse
from symjac.lazy import regex
from symjac.pages.prose import SIGNS, prose
from symjac.pages.prose import formula as read_formula
from symjac.writing.block import Inline, Text
from symjac.writing.box import RELATION, Box, Infix

NAME = r"[A-Za-z_]\w*(?:\.\w+)?"
_FORMULA = regex(rf"\{{\s*({NAME})\s*\}}")
_TEXT = regex(rf"\{{\{{\s*({NAME})\s*\}}\}}")
_DOLLARS = regex(r"(?<!\\)\$([^$]*)\$")
_RELATION = regex(r"(<=|>=|!=|(?<!:)=(?!=)|[<>≤≥≠≈])")
_ONE = regex("\x01\\s*\\*\\s*")
_PLAIN = regex(r"\w+|\[[^\[\]]*\]|\([^()]*\)")


def filled(text: str, values: Mapping[str, str]) -> str:
    """A formula with its slots filled; what would change its meaning is put in brackets."""

    def put(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if value is None:
            return found[0]
        if value == "1" and (factor := is_factor(text, found)):
            return factor
        alone = text.strip() == found[0] or _PLAIN.fullmatch(value) or enclosed(text, found)
        return value if alone else f"({value})"

    return _ONE.sub("", _FORMULA.sub(put, text))


def is_factor(text: str, found: re.Match[str]) -> str:
    """A mark for a factor 1 that is not written: the first in a product."""
    before, after = text[: found.start()].rstrip()[-1:], text[found.end() :]
    return "\x01" if before in ("", *"+-=(,;[") and re.match(r"\s*\*(?!\*)", after) else ""


def enclosed(text: str, found: re.Match[str]) -> bool:
    """Whether a slot stands between brackets, commas or signs = of its own, where nothing can get at its value."""
    before, after = text[: found.start()].rstrip()[-1:], text[found.end() :].lstrip()[:1]
    return before in "([,;=" and after in ")],;"


def typeset(text: str, values: Mapping[str, str], boxes: Mapping[str, Box]) -> Text:
    """A text with formulas in dollars and its slots filled."""
    out: list[Inline] = []
    end = 0
    for found in re.finditer(rf"{_DOLLARS.pattern}|{_TEXT.pattern}", text):
        out += words(text[end : found.start()])
        out.append(formula(found[1], values, boxes) if found[1] is not None else box_of(found[2], values, boxes))
        end = found.end()
    return tuple(part for part in (*out, *words(text[end:])) if part != "")


def words(text: str) -> Text:
    """Words between formulas; white space at their ends stays."""
    if not text.strip():
        return (" ",) if text else ()
    start, stop = (" " if text[0].isspace() else ""), (" " if text[-1].isspace() else "")
    brackets = re.sub(r"(?<!\\)([\[\]])", r"\\\1", text)  # a sheet has no references
    return (start, *prose(brackets, {}), stop)


def formula(text: str, values: Mapping[str, str], boxes: Mapping[str, Box]) -> Box:
    """Sides of relations; one that is a slot stands as it is typeset."""
    if not _TEXT.search(text):
        return read_formula(text)
    sides = [part.strip() for part in _RELATION.split(text)]
    parts = tuple(side(each, values, boxes) for each in sides[::2])
    return Infix(parts, tuple(SIGNS.get(sign, sign) for sign in sides[1::2]), RELATION) if len(parts) > 1 else parts[0]


def side(text: str, values: Mapping[str, str], boxes: Mapping[str, Box]) -> Box:
    alone = _TEXT.fullmatch(text)
    if alone:
        return box_of(alone[1], values, boxes)
    return read_formula(_TEXT.sub(lambda found: f"({spelled(found[1], values)})", text))


def box_of(name: str, values: Mapping[str, str], boxes: Mapping[str, Box]) -> Box:
    return boxes[name] if name in boxes else written(parsed(spelled(name, values)))


def parsed(text: str) -> Expr:
    try:
        return parse(text)
    except SymjacError as fault:
        raise ParseError(f"{text!r} is no formula that could be typeset: {fault.message}") from fault


def spelled(name: str, values: Mapping[str, str]) -> str:
    if name not in values:
        raise ParseError(f"there is nothing to put in for {{{{ {name} }}}}", expected=", ".join(sorted(values)) or None)
    return values[name]
