"""What is the matter with a text that is being typed: its place, whether more may mend it, a repair that was tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from unicodedata import category

from symjac.errors import ParseError, ShapeError, SymjacError, UnsupportedError
from symjac.lazy import regex

Reads = Callable[[str], object]  # raises a SymjacError where the text does not read

# What may come next, before what is open is closed.
ENDINGS = ("", "x", "(x)", " x", "{x}", "{x}{x}", "}{x}", "x}{x}", "|", "x) = x", " = x")
CLOSING = {
    "(": ")", "[": "]", "{": "}", "⟨": "⟩", "\\{": "\\}", "\\lVert": "\\rVert", "\\lvert": "\\rvert", "\\langle": "\\rangle",
}  # fmt: skip
TRIED = 4  # repairs that are tried; a text is read once for each
LONGEST = 2_000  # characters of a text for which more than its fault is found out
_COMMAND = regex(r"\\[A-Za-z]*$")
_HEAD = regex(r"(?:^|[;\n])\s*\w+\(([\w, ]+)(\))?\s*$")
_SIGN = regex(
    r"\\left\s*(?P<left>\\?[^\s\w]|\\[A-Za-z]+)|\\right\s*(?:\\?[^\s\w]|\\[A-Za-z]+)"
    r"|\\begin\{(?P<begin>\w+\*?)\}|\\end\{\w+\*?\}"
    r"|\\[lr][vV]ert(?![A-Za-z])|\\[lr]angle(?![A-Za-z])|\\[{}|]|\|\||[‖∥⟨⟩]|[()\[\]{}|]"
)
_MEANT = regex(r"did you mean (\\?[^\s?,]+)\?")
_WRITE = regex(r"write ([^,]+?), or declare|^write `([^`]+)`$|^write (\S+\(.*?\))$")


@dataclass(frozen=True)
class Repair:
    """A text that reads, and what was done to have it."""

    text: str
    what: str


@dataclass(frozen=True)
class Fault:
    """One mistake. where: 'text' or 'where', in which span counts characters; unfinished: what is typed next may mend it."""

    kind: str
    message: str
    where: str
    span: tuple[int, int] | None
    found: str | None
    expected: str | None
    hint: str | None
    unfinished: bool
    repairs: tuple[Repair, ...]


def fault(error: SymjacError, text: str, where: str, reads: Reads) -> Fault:
    """The mistake as data; `reads` tells whether another text in place of `text` would do."""
    place = "where" if where and error.source == where and error.source != text else "text"
    source = where if place == "where" else text
    span = error.span if error.source is not None and len(error.source) == len(source) else None
    short = place == "text" and len(text) <= LONGEST
    typing = span is not None and span[1] == len(text) and _COMMAND.search(text) is not None  # a command, letter by letter
    may = short and isinstance(error, ParseError)
    head = _HEAD.search(text) is not None and not getattr(error, "near", False)  # sofmax(W x) is hardly a name for something
    more = may and (typing or head) and unfinished(text, reads)
    repairs = tuple(mended(error, text, span, reads)) if short and not more and not typing else ()
    more = more or (may and not repairs and unfinished(text, reads))
    if short and not repairs:
        repairs = tuple(closed(text, reads))
    return Fault(
        type(error).__name__, error.message, place, span, error.found, error.expected, error.hint, more, repairs
    )  # fmt: skip


def unfinished(text: str, reads: Reads) -> bool:
    """Whether it is the beginning of a formula: with something behind it, and its brackets closed, it reads."""
    start = _COMMAND.sub("", text)
    head = _HEAD.search(start)
    told = f"{')' * (head[2] is None)} = {head[1].rstrip(', ').replace(',', '*')}" if head else ""  # L(e) = e
    return any(works(more + closing(more), reads) for more in (start + ending for ending in (told, *ENDINGS)))


def closing(text: str) -> str:
    """The brackets and bars that are open at the end, closed."""
    stack: list[str] = []
    for found in _SIGN.finditer(text):
        sign = found[0]
        if found["left"]:
            stack.append("\\right" + CLOSING.get(found["left"], found["left"]))
        elif found["begin"]:
            stack.append(f"\\end{{{found['begin']}}}")
        elif sign in CLOSING:
            stack.append(CLOSING[sign])
        elif stack and sign == stack[-1]:
            stack.pop()
        elif sign in ("|", "||", "‖", "∥", "\\|"):
            stack.append(sign)
    return "".join(reversed(stack))


def works(text: str, reads: Reads) -> bool:
    """A text that reads; one whose shapes do not fit, or that is refused by name, is a formula, too."""
    try:
        reads(text)
    except (ShapeError, UnsupportedError):
        return True
    except (SymjacError, RecursionError):
        return False
    return True


def mended(error: SymjacError, text: str, span: tuple[int, int] | None, reads: Reads) -> Iterator[Repair]:
    """The repairs that the message suggests, those that make the text read."""
    seen: set[str] = set()
    for start, end, new in islice(suggested(error, text, span), TRIED):
        found = text[:start] + new + text[end:]
        if found not in seen and found != text and reads_whole(found, reads):
            seen.add(found)
            yield Repair(found, new.strip())


def closed(text: str, reads: Reads) -> Iterator[Repair]:
    """The text with its brackets closed."""
    close = closing(text)
    if close and reads_whole(text + close, reads):
        yield Repair(text + close, close)


def reads_whole(text: str, reads: Reads) -> bool:
    try:
        reads(text)
    except (SymjacError, RecursionError):
        return False
    return True


def suggested(error: SymjacError, text: str, span: tuple[int, int] | None) -> Iterator[tuple[int, int, str]]:
    """Places and what should stand there: the name that was meant, the product that was run together, the bracket."""
    hint = error.hint or ""
    if span is not None:
        for found in _MEANT.finditer(hint):
            yield *span, found[1]
        for found in _WRITE.finditer(hint):
            yield *span, next(filter(None, found.groups()))
        for found in re.finditer(r"`([^`]+)`", hint):
            yield *span, found[1]
    if span is not None and (text[slice(*span)] in tuple(")]}|") or category(text[span[0] : span[0] + 1] or " ") == "Cf"):
        yield *span, ""  # what closes nothing, or cannot be seen
