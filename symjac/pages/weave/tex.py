r"""\derive[wrt=x]{x^\top A x}\symjacfilled{hash}{…}: the commands of a LaTeX source, and its macros; comments are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symjac.errors import ParseError
from symjac.language.text.latex.macros import defined
from symjac.lazy import regex
from symjac.pages.weave.command import NAMES, Command, options_in

FILLED = r"\symjacfilled"
VERBATIM = ("verbatim", "verbatim*", "lstlisting", "minted", "Verbatim", "comment")
_COMMAND = regex(rf"\\(?P<name>{'|'.join(NAMES)})(?![A-Za-z@])\s*")
_FILLED = regex(r"\s*\\symjacfilled\s*\{(?P<hash>[0-9a-f]*)\}")
_HIDDEN = regex(
    r"(?<!\\)(?:\\\\)*%[^\n]*"
    rf"|\\begin\{{(?P<env>{'|'.join(map(re.escape, VERBATIM))})\}}.*?\\end\{{(?P=env)\}}"
    r"|\\verb\*?(?P<bar>[^\sA-Za-z]).*?(?P=bar)",
    re.S,
)
_BROUGHT = regex(r"\\(?P<how>input|include|usepackage|RequirePackage)\s*(?:\[[^\]]*\])?\s*\{(?P<names>[^{}]+)\}")


def visible(source: str) -> str:
    """The source with blanks in place of comments and of what is verbatim; every place stays."""
    return _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source)


def commands(source: str) -> Iterator[Command | ParseError]:
    """The commands in the order of the source, or what is wrong with one."""
    seen = visible(source)
    at = max(seen.find(r"\begin{document}"), 0)
    while (found := _COMMAND.search(seen, at)) is not None:
        try:
            command = command_at(seen, source, found)
        except ParseError as error:
            yield error
            at = found.end()
        else:
            yield command
            at = command.end


def command_at(seen: str, source: str, found: re.Match[str]) -> Command:
    options, after = bracketed(seen, source, found.end())
    inner, end = braced(seen, source, after, found["name"])
    behind = _FILLED.match(seen, end)
    if behind is None:
        return Command(found["name"], source[inner : end - 1], options, inner, end, end)
    content, stop = braced(seen, source, behind.end(), FILLED[1:])
    return Command(found["name"], source[inner : end - 1], options, inner, end, stop, source[content : stop - 1], behind["hash"])


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
    return dict(defined(visible(source)))


def brought(source: str) -> Iterator[str]:
    r"""The files that the preamble brings along, perhaps: \input{macros}, \usepackage{our-letters}."""
    head = visible(source).partition(r"\begin{document}")[0]
    for found in _BROUGHT.finditer(head):
        suffix = ".sty" if found["how"] in ("usepackage", "RequirePackage") else ".tex"
        for name in found["names"].split(","):
            yield name.strip() if name.strip().endswith(suffix) else name.strip() + suffix


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
