r"""x^\top A x, A \in \mathbb{R}^{n \times n}: shapes beside the formula, taken out of it and added to the declarations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from symjac.language.declare import IN, REALS, text_of
from symjac.language.text.macros import expanded

_WORDS = r"(?i:where|with|for|and|given|let|assume|assuming)"
_REMARK = rf"\\(?:text|mbox|textrm|textit|mathrm|rm)\s*\{{\s*,?\s*(?:{_WORDS})(?:\s+(?:all|any|each))?\s*:?\s*\}}"
_LEAD = rf"(?:\\q?quad|\\[,;:! ]|~|\$|&|\\\\|\s|[,;.]|{_REMARK}|\b(?:{_WORDS})\b)*"
_SCRIPT = r"(?:\s*_\s*(?:\{[^{}]*\}|\w))?"
_NAME = (
    rf"(?:\\(?:mathbf|boldsymbol|bm|vec|mathbb|mathcal|hat|tilde|bar|mathsf|mathrm|text)\s*\{{?\s*)?"
    rf"(?:\\[A-Za-z]+|[^\W\d_][A-Za-z0-9]*)(?:\s*\}})?{_SCRIPT}"
)
_RAISED = r"(?:\s*\^\s*(?:\{[^{}]*\}|\([^()]*\)|\\?\w+)|[ᵃ-ᶻ⁰¹²³⁴-⁹ⁿˣᴹᴺᴰᴷ]+)?"
_WORD = r"(?:\s*,?\s*(?:\\text\s*\{\s*)?(?:is\s+)?(?:symmetric|posdef|diagonal|invertible|orthogonal)\b(?:\s*\})?)?"
_MARKED = re.compile(r"\\(?:overset|stackrel)\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{\s*(:?=)\s*\}")  # an = with a remark above it
_SPACE = re.compile(rf"\s*{IN}\s*{REALS}{_RAISED}{_WORD}")
_NAMES = re.compile(rf"(?P<lead>{_LEAD})(?P<names>{_NAME}(?:\s*,\s*{_NAME})*)$")
WINDOW, SETS = 120, 60
_BEFORE = re.compile(rf"[,;.\n]|\\q?quad|\\\\|{_REMARK}|\b(?:{_WORDS})\b")


def prepared(text: str, where: str | Mapping[str, str] | None) -> tuple[str, str]:
    """The formula with the author's commands put in and without what is said of shapes beside it; the declarations with that."""
    text = _MARKED.sub(lambda found: found[1].rjust(len(found[0])), expanded(text))
    said: list[str] = []
    kept, at = "", 0
    for space in islice(_SPACE.finditer(text), SETS):
        before = kept + text[at : space.start()]
        names = _names(before)
        if names is None:
            continue
        said.append(_declaration(names["names"] + space[0]))
        before = before[: len(before) - len(names[0])]
        kept, at = before + (_gap(names["lead"]) if before.strip() else ""), space.end()
        at += len(text[at:]) - len(text[at:].lstrip(" ,;.\n")) if not before.strip() else 0
    given = text_of(where)
    return kept + text[at:], "; ".join(part for part in (given, *said) if part.strip())


def _names(before: str) -> re.Match[str] | None:
    """What is declared; of `A x, b` only b."""
    for start in range(max(0, len(before) - WINDOW), len(before)):
        found = _NAMES.match(before, start)
        if found is not None and _stands_apart(before, found):
            return found
    return None


def _stands_apart(before: str, names: re.Match[str]) -> bool:
    """Whether it begins the text, or a comma or a word parts it from the formula; not below a sign, as in \\min_{w \\in …}."""
    rest = before[: len(before) - len(names[0])]
    return rest.count("{") == rest.count("}") and (not rest.strip() or _BEFORE.search(names["lead"]) is not None)


def _gap(lead: str) -> str:
    """What is left in its place: the end of a statement where it began with one."""
    return ";" if re.search(r";|\\\\", lead) else "\n" * lead.count("\n") or " "


def _declaration(said: str) -> str:
    said = re.sub(r"\\text\s*\{\s*(?:is\s+)?([^{}]*)\}", r"\1", said)
    return re.sub(r"\bis\b", "", re.sub(r"\s*,\s*(?=symm|posd|diag|inver|orth)", " ", said))
