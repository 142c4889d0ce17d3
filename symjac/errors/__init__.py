"""What can go wrong, and how it is said: what was given, where it failed, what would fit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import takewhile
from os.path import dirname

_ROOM = dirname(dirname(__file__))  # of symjac's own files


class SymjacError(Exception):
    """Base of every error symjac raises on purpose.

    message: one sentence; source, span: the text and the (start, end) offsets it speaks of;
    found, expected: what stood there and what would fit; hint: a suggestion.
    """

    def __init__(
        self,
        message: str,
        *,
        source: str | None = None,
        span: tuple[int, int] | None = None,
        found: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.span = span
        self.found = found
        self.expected = expected
        self.hint = hint

    @property
    def line(self) -> int | None:
        """Line of the fault, from 1."""
        if self.source is None or self.span is None:
            return None
        return self.source.count("\n", 0, self.span[0]) + 1

    @property
    def column(self) -> int | None:
        """Column of the fault, from 1."""
        if self.source is None or self.span is None:
            return None
        return self.span[0] - (self.source.rfind("\n", 0, self.span[0]) + 1) + 1

    def __str__(self) -> str:
        parts = [self.message]
        if self.source is not None and self.span is not None:
            parts.append(caret(self.source, self.span))
        if self.found is not None:
            parts.append(f"  found:    {self.found}")
        if self.expected is not None:
            parts.append(f"  expected: {self.expected}")
        if self.hint is not None:
            parts.append(f"  hint:     {self.hint}")
        return "\n".join(parts)

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the line that was typed, and what is the matter with it, without the way through symjac."""
        import traceback

        frames = traceback.extract_tb(self.__traceback__)
        own = list(takewhile(lambda frame: not frame.filename.startswith(_ROOM), frames))
        typed = [f"line {own[-1].lineno}: {own[-1].line}"] if own and own[-1].line else []
        return [*typed, f"{type(self).__name__}: {self}"]


class ParseError(SymjacError):
    """The text is not a formula of the language, or names something unknown."""


class ShapeError(SymjacError):
    """Shapes that do not fit together, or contradictory declarations."""


class DomainError(SymjacError):
    """A value outside the domain: division by zero, log of zero, a singular matrix."""


class Absent(DomainError):
    """An entry beyond the last one; names: those of the size, least: how large it would have to be."""

    def __init__(self, message: str, names: Collection[str] = (), least: int = 0) -> None:
        super().__init__(message)
        self.names, self.least = names, least


class UnsupportedError(SymjacError):
    """Mathematics the language can read but symjac does not derive."""


class LimitError(SymjacError):
    """Too long, too deep or too large."""


class CheckError(SymjacError):
    """A displayed line failed its check: a bug of symjac, never printed as fact."""

    def _render_traceback_(self) -> list[str]:
        """All of it, for whoever mends it."""
        import traceback

        return "".join(traceback.format_exception(self)).splitlines()


_WIDTH = 100


def caret(source: str, span: tuple[int, int]) -> str:
    """The offending line with carets under the span; long lines are cut around it."""
    import unicodedata

    start, end = span
    first = source.rfind("\n", 0, start) + 1
    stop = source.find("\n", start)
    line = source[first : stop if stop >= 0 else len(source)]
    at, to = start - first, max(min(end - first, len(line)), start - first + 1)
    if len(line) > _WIDTH:
        low = max(0, at - _WIDTH // 2)
        line, at, to = line[low : low + _WIDTH], at - low, min(to - low, _WIDTH)
        if low:
            line, at, to = "…" + line[1:], at, to
    shown = "".join(c if c.isprintable() else "�" for c in line)
    width = sum(not unicodedata.combining(c) for c in shown[:at])
    marks = max(1, sum(not unicodedata.combining(c) for c in shown[at:to]))
    return f"    {shown}\n    {' ' * width}{'^' * marks}"


def one_of(what: str, given: str, known: Sequence[str]) -> None:
    """UnsupportedError for a name that is none of those there are."""
    if given not in known:
        raise UnsupportedError(f"there is no {what} {given!r}", found=given, expected=", ".join(known))
