r"""\derive[wrt=x]{x^\top A x}\symjacfilled{hash}{…}: the commands of a LaTeX source, and its macros; comments are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symjac.errors import ParseError
from symjac.pages.weave.command import NAMES, Command, options_in

FILLED = r"\symjacfilled"
VERBATIM = ("verbatim", "verbatim*", "lstlisting", "minted", "Verbatim", "comment")
_COMMAND = re.compile(rf"\\(?P<name>{'|'.join(NAMES)})(?![A-Za-z@])\s*")
_FILLED = re.compile(r"\s*\\symjacfilled\s*\{(?P<hash>[0-9a-f]*)\}")
_HIDDEN = re.compile(
    r"(?<!\\)(?:\\\\)*%[^\n]*"
    rf"|\\begin\{{(?P<env>{'|'.join(map(re.escape, VERBATIM))})\}}.*?\\end\{{(?P=env)\}}"
    r"|\\verb\*?(?P<bar>[^\sA-Za-z]).*?(?P=bar)",
    re.S,
)
_MACRO = re.compile(
    r"\\(?:(?:re|provide)?newcommand|DeclareMathOperator)\*?\s*\{?\s*\\(?P<new>[A-Za-z]+)\s*\}?|\\def\s*\\(?P<def>[A-Za-z]+)"
)


def visible(source: str) -> str:
    """The source with blanks in place of comments and of what is verbatim; every place stays."""
    return _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source)


def commands(source: str) -> Iterator[Command]:
    """The commands in the order of the source."""
    seen = visible(source)
    begin = max(seen.find(r"\begin{document}"), 0)
    at = begin
    while (found := _COMMAND.search(seen, at)) is not None:
        options, after = bracketed(seen, source, found.end())
        inner, end = braced(seen, source, after, found["name"])
        behind = _FILLED.match(seen, end)
        if behind is None:
            yield Command(found["name"], source[inner : end - 1], options, inner, end, end)
            at = end
            continue
        content, stop = braced(seen, source, behind.end(), FILLED[1:])
        filled = source[content : stop - 1]
        yield Command(found["name"], source[inner : end - 1], options, inner, end, stop, filled, behind["hash"])
        at = stop


def bracketed(seen: str, source: str, at: int) -> tuple[dict[str, str], int]:
    """The options, if there are any, and where they end."""
    if seen[at : at + 1] != "[":
        return {}, at
    depth = 0
    for k in range(at, len(seen)):
        depth += (seen[k] == "{") - (seen[k] == "}")
        if seen[k] == "]" and not depth:
            return placed(source, at, options_in, source[at + 1 : k]), skipped(seen, k + 1)
    raise ParseError("the options have no end", source=source, span=(at, at + 1), expected="]")


def placed(source: str, at: int, make: object, text: str) -> dict[str, str]:
    try:
        return options_in(text)
    except ParseError as error:
        raise ParseError(error.message, source=source, span=(at, at + 1 + len(text)), expected=error.expected) from error


def skipped(seen: str, at: int) -> int:
    return at + len(seen[at:]) - len(seen[at:].lstrip())


def braced(seen: str, source: str, at: int, name: str) -> tuple[int, int]:
    """Where the argument in braces starts, and where what follows it does."""
    at = skipped(seen, at)
    if seen[at : at + 1] != "{":
        raise ParseError(f"\\{name} needs an argument in braces", source=source, span=(at, at + 1))
    depth = 0
    for found in re.finditer(r"\\.|[{}]", seen[at:], re.S):
        depth += (found[0] == "{") - (found[0] == "}")
        if not depth and found[0] == "}":
            return at + 1, at + found.end()
    raise ParseError(f"the argument of \\{name} has no end", source=source, span=(at, at + 1), expected="}")


def macros(source: str) -> dict[str, str]:
    r"""The author's own commands, by name, as they are defined: \newcommand{\vx}{\mathbf{x}}"""
    seen, found = visible(source), dict[str, str]()
    for each in _MACRO.finditer(seen):
        at = each.end()
        while (rest := re.match(r"\s*\[[^\]]*\]|(?:#\d)+", seen[at:])) is not None:
            at += rest.end()
        try:
            _, end = braced(seen, source, at, "")
        except ParseError:
            continue
        found[each["new"] or each["def"]] = source[each.start() : end]
    return found


def used(formula: str, known: dict[str, str]) -> str:
    """The definitions that a formula needs, those that these need included."""
    wanted: dict[str, None] = {}
    stack = re.findall(r"\\([A-Za-z]+)", formula)
    while stack:
        name = stack.pop()
        if name in known and name not in wanted:
            wanted[name] = None
            stack += re.findall(r"\\([A-Za-z]+)", known[name])
    return "".join(known[name] for name in known if name in wanted)


def filling(command: Command, content: str, digest: str) -> str:
    """What is written behind the command."""
    inner = f"%\n{content}\n" if "\n" in content else content
    return f"{FILLED}{{{digest}}}{{{inner}}}"
