r"""\begin{cases} a & t > 0 \\ b & \text{otherwise} \end{cases} is step(t) a + step(−t) b: two cases of one condition."""

from __future__ import annotations

import re

from symjac.errors import UnsupportedError
from symjac.lazy import regex

_CASES = regex(
    r"\\begin\s*\{(?P<name>[dr]?cases\*?)\}(?P<rows>.*?)\\end\s*\{(?P=name)\}"
    r"|\\left\s*\\(?:\{|lbrace)\s*\\begin\s*\{array\}\s*\{[^{}]*\}(?P<array>.*?)\\end\s*\{array\}\s*\\right\s*\.",
    re.S,
)
_ROW = regex(r"\\\\\s*(?:\[[^\]]*\])?|\\cr\b|\\newline\b")
_WORDS = regex(
    r"\\(?:text|mbox|textrm|mathrm|textit|rm)\s*\{([^{}]*)\}|\\q?quad|\\[,;:! ]|\\hspace\s*\{[^{}]*\}|\\displaystyle|\$|&"
)
_IF = regex(r"\b(?:if|for|when|whenever|where)\b")
_ELSE = regex(r"\s*(?:otherwise|else|elsewhere)\s*")
_SIGN = regex(r"\\(?:leq?|geq?|leqslant|geqslant|lt|gt)(?![A-Za-z])|[<>≤≥]")
_LESS = ("\\l", "<", "≤")


def without_cases(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with a sum in place of two cases, and what is told of it; UnsupportedError for what is no such function."""
    told: list[str] = []
    while (found := _CASES.search(text)) is not None:
        made, at = _written(text, found)
        told.append(f"The two cases are written with a step at {at}.")
        text = text[: found.start()] + made + text[found.end() :]
    lone = re.search(r"\\begin\s*\{[dr]?cases\*?\}", text)
    if lone is not None:
        raise _refused(text, lone.span(), "the cases do not end")
    return text, tuple(told)


def _refused(text: str, span: tuple[int, int], hint: str) -> UnsupportedError:
    return UnsupportedError("these cases are not supported", source=text, span=span, hint=hint)


def _written(text: str, found: re.Match[str]) -> tuple[str, str]:
    rows = [row for row in _ROW.split(found["rows"] or found["array"] or "") if row.strip()]
    if len(rows) != 2 or any(row.count("&") != 1 for row in rows):
        raise _refused(text, found.span(), "two rows are read, a value and its condition in each: a & t > 0 \\\\ b & otherwise")
    (one, first), (other, second) = (row.split("&") for row in rows)
    if _ELSE.fullmatch(_plain(first)):
        one, first, other, second = other, second, one, first
    above = _difference(_plain(first))
    if above is None:
        raise _refused(text, found.span(), "the condition compares two numbers: t > 0, |x| \\leq d")
    if not _ELSE.fullmatch(_plain(second)) and not _opposite(above, _difference(_plain(second))):
        raise _refused(text, found.span(), "the second condition is the opposite of the first, or otherwise")
    left, right = above
    one, other = (value.strip().rstrip(",.; ") for value in (one, other))
    terms = [_step(*sides, value) for sides, value in (((left, right), one), ((right, left), other)) if value != "0"]
    return rf"\left({' + '.join(terms) or '0'}\right)", f"{left} = {right}"


def _step(high: str, low: str, value: str) -> str:
    """step(high − low) times the value."""
    gap = high if low == "0" else rf"-\left({low}\right)" if high == "0" else rf"{high} - \left({low}\right)"
    return rf"\operatorname{{step}}\left({gap}\right) \left({value}\right)"


def _plain(condition: str) -> str:
    """The condition without words and spaces."""
    for _ in range(3):
        condition = _WORDS.sub(lambda m: f" {m[1] or ''} ", condition)
    return _IF.sub(" ", condition).strip().rstrip(",.; ").strip()


def _difference(condition: str) -> tuple[str, str] | None:
    """The larger and the smaller side of one comparison."""
    signs = list(_SIGN.finditer(condition))
    if len(signs) != 1:
        return None
    left, right = condition[: signs[0].start()].strip(), condition[signs[0].end() :].strip()
    if not left or not right:
        return None
    return (right, left) if signs[0][0].startswith(_LESS) else (left, right)


def _opposite(above: tuple[str, str], below: tuple[str, str] | None) -> bool:
    return below is not None and [re.sub(r"\s", "", side) for side in above] == [re.sub(r"\s", "", side) for side in below[::-1]]
