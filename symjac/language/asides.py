r"""x^\top A x, A \in \mathbb{R}^{n \times n}: shapes beside the formula, taken out of it and added to the declarations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from symjac.language.declare import IN, REALS, text_of
from symjac.lazy import regex

_WORDS = r"(?i:where|with|for|and|given|let|assume|assuming)"
_REMARK = rf"\\(?:text|mbox|textrm|textit|mathrm|rm)\s*\{{\s*,?\s*(?:{_WORDS})(?:\s+(?:all|any|each))?\s*:?\s*\}}"
_WHERE = r"\\(?:text|mbox|textrm|textit|mathrm|rm)\s*\{\s*,?\s*(?:where|with)\s*:?\s*\}"
_LEAD = rf"(?:\\q?quad|\\[,;:! ]|~|\$|&|\\\\|\s|[,;.]|{_REMARK}|\b(?:{_WORDS})\b)*"
_SCRIPT = r"(?:\s*_\s*(?:\{[^{}]*\}|\w))?"
_NAME = (
    rf"(?:\\(?:mathbf|boldsymbol|bm|vec|mathbb|mathcal|hat|tilde|bar|mathsf|mathrm|text)\s*\{{?\s*)?"
    rf"(?:\\[A-Za-z]+|[^\W\d_][A-Za-z0-9]*)(?:\s*\}})?{_SCRIPT}"
)
_RAISED = r"(?:\s*\^\s*(?:\{[^{}]*\}|\([^()]*\)|\\?\w+)|[ᵃ-ᶻ⁰¹²³⁴-⁹ⁿˣᴹᴺᴰᴷ]+)?"
_WORD = r"(?:\s*\$?\s*,?\s*(?:\\text\s*\{\s*)?(?:is\s+)?(?:symmetric|posdef|diagonal|invertible|orthogonal)\b(?:\s*\})?)?"
_MARKED = regex(r"\\(?:overset|stackrel)\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{\s*(:?=)\s*\}")  # an = with a remark above it
_PROPERTIES = ("symmetric", "posdef", "positive", "diagonal", "invertible", "orthogonal")
_PROPERTY = (
    r"\s*\$?\s*(?:\\text\s*\{\s*)?(?:is\s+)?(?:an?\s+)?"
    r"(?P<word>symmetric|posdef|positive[ -]definite|diagonal|invertible|orthogonal)\b(?:\s+matrix)?(?:\s*\})?"
)
_IN = ("∈", "\\in")  # one of them is in all that IN matches
_SPACE = regex(rf"\s*{IN}\s*{REALS}{_RAISED}{_WORD}|{_PROPERTY}")
_NAMES = regex(rf"(?P<lead>{_LEAD})(?P<names>{_NAME}(?:\s*,\s*{_NAME})*)$")
WINDOW, SETS = 120, 60
_MEMBER = r"(?:\s*\^\s*\{\s*\(\s*\w+\s*\)\s*\})?"  # of y^{(i)}
_SET = regex(
    rf"{_MEMBER}\s*{IN}\s*(?:\\?\{{[^{{}}\\]*\\?\}}|[\[(]\s*-?[\w.\\]+\s*,\s*-?\+?[\w.\\]+\s*[\])]|\\mathbb\s*\{{?\s*[NZ]\b\s*\}}?(?:\s*_\s*\w|\s*\^\s*\w)?)"
)  # y \in \{0, 1\}, p \in (0, 1), n \in \mathbb{N}
_DEFINED = regex(
    rf"(?:\s|,|\\q?quad|\\[,;:! ]){{0,12}}(?:{_WHERE}|(?<![\\A-Za-z_])(?:where|with)(?![A-Za-z_]))"
    rf"(?=\s*(?:\$\s*)?{_NAME}(?:\s*\([^()=]{{0,60}}\))?\s*&?\s*:?=)"
)  # where r = X w - y
_CONDITION = regex(
    r"(?:,|\\q?quad|\\[,;:! ]|\s){0,12}\\(?:text|mbox|textrm|mathrm)\s*\{\s*,?\s*(?:if|when|whenever|for|provided)\b[^{}]*\}"
    r"(?:(?!\\\\|;|\n|\\end|\\text|\\begin).)*?(?P<tail>(?:[\s.,$]|\\end\s*\{[a-z]+\*?\}|\\[\])]){0,40})$"
)
_FRAGMENT = regex(
    r"(?P<open>(?:\\begin\s*\{[a-z]+\*?\}|\\\[|\\\(|[\s$&])*)=(?P<body>[^=]*?)=?(?P<tail>(?:[\s.,$]|\\end\s*\{[a-z]+\*?\}|\\[\])]){0,40})"
)
_ANGLES = regex(r"(?<![A-Za-z0-9)}\]'.])<(?=[^<>=;\s])([^<>=;,]+),([^<>=;]*[^<>=;\s])>")  # <w, x>
_BEFORE = regex(rf"[,;.\n]|\\q?quad|\\\\|{_REMARK}|\b(?:{_WORDS})\b")


@dataclass(frozen=True)
class Prepared:
    """A formula alone, the declarations with what stood beside it, and what is told of that."""

    text: str
    where: str
    notes: tuple[str, ...] = ()


def prepared(text: str, where: str | Mapping[str, str] | None) -> Prepared:
    """The formula with the author's commands put in and without the remarks around it."""
    text, cases = _read_tex(text) if "\\" in text else (_angled(text), ())
    text, sets = _without_sets(text)
    text, said = _without_shapes(text)
    text, notes = _without_remarks(text)
    notes = sets + notes
    return Prepared(text, "; ".join(part for part in (text_of(where), *said) if part.strip()), cases + notes)


def _read_tex(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without comments, the author's commands and cases put in, and what is told of these."""
    from symjac.language.text.latex.cases import without_cases
    from symjac.language.text.latex.macros import expanded, without_comments

    text = expanded(without_comments(text) if "%" in text else text)
    return without_cases(_angled(_MARKED.sub(lambda found: found[1].rjust(len(found[0])), text)))


def _angled(text: str) -> str:
    return _ANGLES.sub(r"⟨\1,\2⟩", text) if "<" in text else text


def _without_remarks(text: str) -> tuple[str, tuple[str, ...]]:
    """`where r = …` begins a statement; a condition behind the formula, and an = without a left side, are told."""
    if "where" in text or "with" in text:
        text = _DEFINED.sub(lambda found: ";".ljust(len(found[0])), text)
    text = re.sub(r"=\s*\?\s*$", "", text)
    notes = []
    condition = _CONDITION.search(text) if "\\" in text and "{cases}" not in text else None
    if condition is not None:
        said = text[condition.start() : condition.start("tail")].strip(" ,\n")
        notes.append(f"A condition is not used: {said}.")
        text = text[: condition.start()] + condition["tail"]
    fragment = _FRAGMENT.fullmatch(text) if "\\" in text else None
    if fragment is not None:
        notes.append("What stood before the = at the beginning is not known.")
        text = f"{fragment['open']} {fragment['body']} {fragment['tail']}"
    return text, tuple(notes)


def _without_sets(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without y_i \\in \\{0, 1\\}, which says nothing of a shape, and what is told of that."""
    if not any(sign in text for sign in _IN):
        return text, ()
    told: list[str] = []
    kept, at = "", 0
    for found in islice(_SET.finditer(text), SETS):
        before = kept + text[at : found.start()]
        names = _names(before)
        if names is None:
            continue
        told.append(f"{names['names'].strip()}{found[0]} is not used.")
        gap = _gap(names["lead"])
        kept, at = before[: len(before) - len(names[0])] + gap, found.end()
        at += len(text[at:]) - len(text[at:].lstrip(" ,\n")) if gap == ";" or not kept.strip() else 0
    return kept + text[at:], tuple(told)


def _without_shapes(text: str) -> tuple[str, list[str]]:
    """The text without x \\in \\mathbb{R}^n, and each of these as a declaration."""
    if not any(sign in text for sign in (*_IN, *_PROPERTIES)):
        return text, []
    said: list[str] = []
    kept, at = "", 0
    for space in islice(_SPACE.finditer(text), SETS):
        before = kept + text[at : space.start()]
        names = _names(before)
        if names is None:
            continue
        word = space["word"] and ("posdef" if space["word"].startswith("positive") else space["word"])
        said.append(f"{names['names']}: {word}" if word else _declaration(names["names"] + space[0]))
        before = before[: len(before) - len(names[0])]
        dollar = "$" * ((names["lead"] + space[0]).count("$") % 2)
        kept, at = before + dollar + (_gap(names["lead"]) if before.strip() else ""), space.end()
        at += len(text[at:]) - len(text[at:].lstrip(" ,;.\n")) if not before.strip() else 0
    return kept + text[at:], said


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
    return re.sub(r"\bis\b|\$", "", re.sub(r"\s*,\s*(?=symm|posd|diag|inver|orth)", " ", said))
