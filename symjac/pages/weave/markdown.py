"""Fenced blocks ```symjac of Markdown and Quarto: options as #| wrt: x, then the formula; the derivation stands behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symjac.errors import ParseError
from symjac.lazy import regex
from symjac.pages.weave.command import NAMES, OPTIONS, Command

_FENCE = regex(
    r"^(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})[ \t]*\{?(?P<lang>[\w-]*)\}?[^\n]*\n(?P<body>.*?)^[ \t]*(?P=mark)[ \t]*$",
    re.M | re.S,
)
_FILLED = regex(r"\n+[ \t]*<!-- symjac (?P<hash>[0-9a-f]+) -->\n(?P<content>.*?)\n[ \t]*<!-- /symjac -->", re.S)
_OPTION = regex(r"[ \t]*#\|[ \t]*([\w-]+)[ \t]*:[ \t]*(.*)\n?")
_BARE = regex(rf"[ \t]*(?:{'|'.join(('kind', *OPTIONS))})[ \t]*:[^=\n]*")


def commands(source: str) -> Iterator[Command | ParseError]:
    """The blocks in the order of the source, or what is wrong with one; those in other fences are not seen."""
    for fence in _FENCE.finditer(source):
        if fence["lang"] == "symjac":
            try:
                yield command(source, fence)
            except ParseError as error:
                yield error


def command(source: str, fence: re.Match[str]) -> Command:
    """A block with what stands behind it; one in a list is indented, and so is what is put behind it."""
    behind = _FILLED.match(source, fence.end())
    options, at = options_of(source, fence.start("body"))
    kind = options.pop("kind", "derive")
    end = behind.end() if behind else fence.end()
    content, digest = (behind["content"], behind["hash"]) if behind else ("", "")
    formula = source[at : fence.end("body")].rstrip()
    return Command(kind, formula, options, at, fence.end(), end, content, digest, fence["indent"])


def options_of(source: str, at: int) -> tuple[dict[str, str], int]:
    """The lines #| name: value in front, and where the formula starts."""
    found: dict[str, str] = {}
    while (line := _OPTION.match(source, at)) is not None:
        name, value = line[1].replace("-", "_"), line[2].strip()
        if name not in (*OPTIONS, "kind") or (name == "kind" and value not in NAMES):
            known = ", ".join(NAMES if name == "kind" else ("kind", *OPTIONS))
            raise ParseError(f"there is no option {line[0].strip()!r}", source=source, span=line.span(), expected=known)
        found[name] = value.strip("\"'")
        at = line.end()
    if (bare := _BARE.match(source, at)) is not None:
        raise ParseError("an option begins with #|", source=source, span=bare.span(), expected=f"#| {bare[0].strip()[:60]}")
    return found, at


def filling(command: Command, content: str, digest: str) -> str:
    """What is written behind the block."""
    filled = f"<!-- symjac {digest} -->\n{content}\n<!-- /symjac -->"
    return "\n\n" + indented(filled, command.indent)


def indented(text: str, indent: str) -> str:
    return "\n".join(indent + line if line else line for line in text.split("\n"))
