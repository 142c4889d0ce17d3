"""Fenced blocks ```symjac of Markdown and Quarto: options as #| wrt: x, then the formula; the derivation stands behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symjac.errors import ParseError
from symjac.pages.weave.command import NAMES, OPTIONS, Command

_FENCE = re.compile(r"^(?P<mark>`{3,}|~{3,})[ \t]*\{?(?P<lang>[\w-]*)\}?[^\n]*\n(?P<body>.*?)^(?P=mark)[ \t]*$", re.M | re.S)
_FILLED = re.compile(r"\n+<!-- symjac (?P<hash>[0-9a-f]+) -->\n(?P<content>.*?)\n<!-- /symjac -->", re.S)
_OPTION = re.compile(r"#\|[ \t]*([\w-]+)[ \t]*:[ \t]*(.*)\n?")


def commands(source: str) -> Iterator[Command]:
    """The blocks in the order of the source; those in other fences are not seen."""
    for fence in _FENCE.finditer(source):
        if fence["lang"] == "symjac":
            behind = _FILLED.match(source, fence.end())
            options, at = options_of(source, fence.start("body"))
            kind = options.pop("kind", "derive")
            end = behind.end() if behind else fence.end()
            content, digest = (behind["content"], behind["hash"]) if behind else ("", "")
            yield Command(kind, source[at : fence.end("body")].rstrip(), options, at, fence.end(), end, content, digest)


def options_of(source: str, at: int) -> tuple[dict[str, str], int]:
    """The lines #| name: value in front, and where the formula starts."""
    found: dict[str, str] = {}
    while (line := _OPTION.match(source, at)) is not None:
        name, value = line[1].replace("-", "_"), line[2].strip()
        if name not in (*OPTIONS, "kind") or (name == "kind" and value not in NAMES):
            known = ", ".join(NAMES if name == "kind" else ("kind", *OPTIONS))
            raise ParseError(f"there is no option {line[0].strip()!r}", source=source, span=line.span(), expected=known)
        found[name] = value.strip('"')
        at = line.end()
    return found, at


def filling(command: Command, content: str, digest: str) -> str:
    """What is written behind the block."""
    return f"\n\n<!-- symjac {digest} -->\n{content}\n<!-- /symjac -->"
