r"""\newcommand{\norm}[1]{\left\|#1\right\|} in front of a formula: the author's commands, put in before the formula is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symjac.errors import LimitError, ParseError
from symjac.expr.expr import READABLE
from symjac.lazy import regex

_DEFINES = regex(
    r"\\(?P<how>(?:re|provide)?(?:new)?command|DeclareRobustCommand|def|gdef|edef|DeclareMathOperator|DeclarePairedDelimiter|let"
    r"|(?:New|Renew|Declare)DocumentCommand)(?![A-Za-z])\s*\*?"
)
_NAME = regex(r"\s*(?:\{\s*)?\\([A-Za-z]+|.)\s*\}?")
_COUNT = regex(r"\s*\[\s*([0-9])\s*\]")
_PARAMETERS = regex(r"\s*((?:#[0-9])*)\s*(?=\{)")
_COMMAND = regex(r"\\([A-Za-z]+|.)", re.S)
EXPANSIONS, MACROS = 2_000, 200


@dataclass(frozen=True)
class Macro:
    """What a command stands for; #1, #2, … are its arguments, the first of which may be optional."""

    body: str
    count: int = 0
    default: str | None = None
    paired: bool = False  # may carry a star or a size: \norm*{x}, \norm[\big]{x}


def expanded(text: str) -> str:
    """The text without its definitions, each command it defines replaced by what it stands for."""
    if _DEFINES.search(text) is None:
        return text
    macros: dict[str, Macro] = {}
    rest = _definitions(text, macros)
    return _Expansion(rest, macros).run()


def preamble(text: str) -> str:
    """The definitions in a file; what is broken, or no definition, is left out: only a command that is used must be known."""
    return "\n".join(written for _, written in defined(without_comments(text)))


def defined(text: str) -> Iterator[tuple[str, str]]:
    """The commands that a text defines, by name, as it does so."""
    at = 0
    while (found := _DEFINES.search(text, at)) is not None:
        try:
            name, _, at = _definition(text, found)
            yield name, text[found.start() : at]
        except ParseError:
            at = found.end()


def without_comments(text: str) -> str:
    """TeX leaves out what stands behind a percent sign, and the end of its line."""
    return re.sub(r"(?<!\\)%[^\n]*(?:\n[ \t]*|$)", "", text)


def _definitions(text: str, macros: dict[str, Macro]) -> str:
    kept, at = "", 0
    while (found := _DEFINES.search(text, at)) is not None:
        kept += text[at : found.start()]
        name, macro, at = _definition(text, found)
        macros[name] = macro
        if len(macros) > MACROS:
            raise LimitError(f"more than {MACROS} commands are defined")
    return (kept + text[at:]).strip("\n")


def _definition(text: str, found: re.Match[str]) -> tuple[str, Macro, int]:
    how, name = found["how"], _NAME.match(text, found.end())
    if name is None:
        raise ParseError(f"\\{how} defines no command", source=text, span=found.span(), expected=r"\newcommand{\name}{…}")
    at = name.end()
    if how == "let":
        other = re.compile(r"\s*=?\s*(\\(?:[A-Za-z]+|.))").match(text, at)
        if other is None:
            raise ParseError(r"\let takes two commands", source=text, span=found.span())
        return name[1], Macro(other[1]), other.end()
    count, default = 0, None
    if how.endswith("DocumentCommand"):
        spec, at = argument(text, at, found.span())
        kinds = re.findall(r"O\s*\{([^{}]*)\}|([mo])", spec)
        count, default = len(kinds), next((value for value, kind in kinds[:1] if kind != "m"), None)
    elif how in ("def", "gdef", "edef"):
        given = _PARAMETERS.match(text, at)
        count, at = (len(given[1]) // 2, given.end()) if given else (0, at)
    elif how.lower().endswith("command") and (given := _COUNT.match(text, at)):
        count, at = int(given[1]), given.end()
        optional = re.compile(r"\s*\[([^\]]*)\]").match(text, at)
        default, at = (optional[1], optional.end()) if optional else (None, at)
    body, at = argument(text, at, found.span())
    body = re.sub(r"\\(?:xspace|ensuremath|relax|mathstrut)(?![A-Za-z])\s*", "", body)
    if how == "DeclareMathOperator":
        return name[1], Macro("\\operatorname{" + re.sub(r"\\[,;:! ]", "", body) + "}"), at
    if how == "DeclarePairedDelimiter":
        close, at = argument(text, at, found.span())
        return name[1], Macro(f"\\left{body}#1\\right{close}", 1, None, True), at
    return name[1], Macro(body, count, default), at


def argument(text: str, at: int, span: tuple[int, int]) -> tuple[str, int]:
    """What a group holds, or one sign; and where it ends."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] == "}":
        raise ParseError("an argument is missing", source=text, span=span)
    if text[at] == "\\":
        found = _COMMAND.match(text, at)
        return (found[0], found.end()) if found else (text[at], at + 1)
    if text[at] != "{":
        return text[at], at + 1
    depth, end = 0, at
    while end < len(text):
        if text[end] == "\\":
            end += 2
            continue
        depth += (text[end] == "{") - (text[end] == "}")
        end += 1
        if depth == 0:
            return text[at + 1 : end - 1], end
    raise ParseError("`{` is never closed: `}` is missing", source=text, span=(at, at + 1))


def _value(found: re.Match[str], values: list[str]) -> str:
    """The argument, apart from a command right before it."""
    k = int(found[2])
    value = values[k - 1] if 0 < k <= len(values) else f"#{k}"
    before = found[1] or ""
    return before + (" " if before and value[:1].isalpha() else "") + value


class _Expansion:
    """Replaces the first command of the author's until none is left; what is put in is searched again."""

    def __init__(self, text: str, macros: dict[str, Macro]) -> None:
        self.text, self.macros, self.left = text, macros, EXPANSIONS

    def run(self) -> str:
        at = 0
        while (found := _COMMAND.search(self.text, at)) is not None:
            macro = self.macros.get(found[1])
            if macro is None:
                at = found.end()
                continue
            self._put_in(macro, found)
            at = found.start()
        return self.text

    def _put_in(self, macro: Macro, found: re.Match[str]) -> None:
        self.left -= 1
        values, at = self._arguments(macro, found)
        length = len(self.text) + len(macro.body) + macro.body.count("#") * sum(map(len, values))
        if self.left < 0 or length > READABLE:
            raise LimitError(f"`\\{found[1]}` stands for too long a text, or for itself")
        body = re.sub(r"(\\[A-Za-z]+)?#([0-9])", lambda m: _value(m, values), macro.body)
        apart = re.search(r"\\[A-Za-z]+$", body) and self.text[at : at + 1].isalpha()
        self.text = self.text[: found.start()] + body + (" " if apart else "") + self.text[at:]

    def _arguments(self, macro: Macro, found: re.Match[str]) -> tuple[list[str], int]:
        at, values = found.end(), []
        if macro.paired:
            size = re.compile(r"\s*(?:\*|\[[^\]]*\])").match(self.text, at)
            at = size.end() if size else at
        if macro.default is not None:
            optional = re.compile(r"\s*\[([^\]]*)\]").match(self.text, at)
            values.append(optional[1] if optional else macro.default)
            at = optional.end() if optional else at
        while len(values) < macro.count:
            value, at = argument(self.text, at, found.span())
            values.append(value)
        return values, at
