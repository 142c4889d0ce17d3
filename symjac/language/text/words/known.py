"""The names that mean something where a word is read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Known:
    """The names that mean something: declared, defined or arguments; functions the text defines; closed: no other names."""

    names: set[str]
    functions: set[str] = field(default_factory=set)
    dims: set[str] = field(default_factory=set)
    closed: bool = False
    named: set[str] = field(default_factory=set)  # letters that were read as functions of which only the name is known
