"""A command in a document: what it asks for, where it stands, and what an earlier run has put behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from symjac import __version__
from symjac.errors import ParseError

NAMES = ("derive", "gradient", "hessian", "checked")
OPTIONS = ("wrt", "where", "order", "style", "layout", "order_of", "detail", "instance", "at", "problem")


@dataclass(frozen=True)
class Command:
    """name(formula) with options.

    at: where the formula starts in the document; start, end: what is replaced; filled, hash: what stands behind it already;
    indent: in front of each line of it.
    """

    name: str
    formula: str
    options: Mapping[str, str]
    at: int
    start: int
    end: int
    filled: str = ""
    hash: str = ""
    indent: str = ""

    def digest(self, macros: str) -> str:
        """What the content depends on: another command, other macros, another symjac, another hash."""
        told = repr((__version__, self.name, self.formula, sorted(self.options.items()), macros))
        return hashlib.sha256(told.encode()).hexdigest()[:12]


def options_in(text: str, separator: str = ",") -> dict[str, str]:
    """wrt=x, where={A: n x n; x: n}: names and values; braces keep a value together."""
    found: dict[str, str] = {}
    for part in parts(text, separator):
        name, sign, value = part.partition("=")
        name = name.strip().replace("-", "_")
        if not name:
            continue
        if name not in OPTIONS or not sign:
            raise ParseError(f"there is no option {part.strip()[:40]!r}", expected=", ".join(f"{each}=…" for each in OPTIONS))
        value = value.strip()
        found[name] = value[1:-1] if value.startswith("{") and value.endswith("}") else value.strip('"')
    return found


def parts(text: str, separator: str) -> list[str]:
    """The pieces between separators that stand in no braces."""
    pieces, depth, start = [], 0, 0
    for k, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if sign == separator and not depth:
            pieces.append(text[start:k])
            start = k + 1
    return [*pieces, text[start:]]
