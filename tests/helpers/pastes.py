r"""One formula in many hands: fonts, spaces, line breaks, displays, brackets, macros, remarks; it says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random

from tests.helpers.places import CORPUS

_PARTS = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+\*?|\\.|[A-Za-z]|[0-9.]+|\s+|.", re.S)
_CLOSED = re.compile(r"\\(?:text|mathrm|operatorname|mbox|textrm|tag|label|begin|end|newcommand|def|Declare)")
TRANSPOSES = ("^T", "^\\top ", "^{T}", r"^{\top}", r"^{\mathsf T}", r"^{\mathsf{T}}", r"^{\intercal}", "^\\intercal ")
FONTS = (r"\mathbf{%s}", r"\boldsymbol{%s}", r"\bm{%s}", r"{\bf %s}", r"\mathbf %s")
DISPLAYS = (
    "%s",
    "$%s$",
    "$$%s$$",
    r"\[%s\]",
    r"\(%s\)",
    "\\begin{equation}\n%s\n\\end{equation}",
    r"\begin{align*}%s\end{align*}",
    "\\begin{gather}\n  %s\n\\end{gather}",
)
REMARKS = (
    "%s.",
    "%s,",
    r"%s \quad (3)",
    r"%s \tag{7}",
    r"%s \qquad \text{(as before)}",
    r"\label{eq:a} %s",
    r"%s\,.",
    r"%s \nonumber",
    r"(2) \quad %s",
)


def sources() -> list[tuple[str, str | None]]:
    """The formulas of the corpora in LaTeX that a hand can rewrite: no words, macros, displays or lines of their own."""
    found = []
    for entry in map(json.loads, (CORPUS / "spellings.jsonl").read_text().splitlines()):
        found += [(text, entry["where"]) for text in entry["spellings"] if "\\" in text]
    for entry in map(json.loads, (CORPUS / "questions.jsonl").read_text().splitlines()):
        found.append((entry["paste"], entry["where"]))
    return [
        (t, w)
        for t, w in found
        if "\\" in t and "\n" not in t and "$" not in t and not _CLOSED.search(t) and t.strip()[-1] not in ".,="
    ]


def parts(text: str) -> list[str]:
    return _PARTS.findall(text)


def spaced(text: str, r: Random) -> str:
    """Spaces of any kind and line breaks where a space stands, and around + and −."""
    made: list[str] = []
    for part in parts(text):
        if part.isspace() and made and re.fullmatch(r"\\[A-Za-z]+|[_^]", made[-1]):
            made.append(r.choice((" ", "  ", "\n")))
        elif part.isspace():
            made.append(r.choice((" ", "  ", " \n", r" \, ", r"\; ", r" \! ", "\t")))
        elif part in "+-" and r.random() < 0.5 and made and made[-1] not in "^_{([|&=":
            made.append(r.choice((f" {part} ", f"\n{part} ", rf"\,{part}\,")))
        else:
            made.append(part)
    return "".join(made)


def free_letters(text: str) -> list[str]:
    """The letters that no subscript or superscript holds."""
    scripts = set("".join(re.findall(r"[_^]\s*(?:\{[^{}]*\}|\\?\w)", text)))
    runs = set("".join(re.findall(r"(?<![A-Za-z\\])[a-z]{2,}", text)))  # tr
    return [p for p in parts(text) if len(p) == 1 and p.isalpha() and p not in "eTdI" and p not in scripts | runs]


def fonts(text: str, r: Random) -> str:
    """One letter in bold wherever it stands by itself."""
    found = parts(text)
    alone = free_letters(text)
    if not alone:
        return text
    chosen, font = r.choice(alone), r.choice(FONTS)
    made = [font % p if p == chosen and (not k or found[k - 1] not in ("_", "^")) else p for k, p in enumerate(found)]
    return "".join(made)


def transposes(text: str, r: Random) -> str:
    return re.sub(
        r"\^(?:\\top(?![A-Za-z])|\{\\top\}|T(?![A-Za-z])|\{T\}|\{\\mathsf ?\{?T\}?\})", lambda m: r.choice(TRANSPOSES), text
    )


def brackets(text: str, r: Random) -> str:
    r"""( … ) as \left( … \right), or \bigl( … \bigr)."""
    if "\\left" in text or "big" in text.lower() or "^{(" in text or text.count("(") != text.count(")"):
        return text
    left, right = r.choice(((r"\left(", r"\right)"), (r"\bigl(", r"\bigr)"), (r"\Big(", r"\Big)")))
    return re.sub(r"(?<!\\)\(", lambda m: left, re.sub(r"(?<!\\)\)", lambda m: right, text))


def macros(text: str, r: Random) -> str:
    """A letter, or the norm bars, by a command of the author's."""
    if (letters := free_letters(text)) and r.random() < 0.7:
        letter = r.choice(letters)
        command = r.choice(("\\vec" + letter * 2, "\\my" + letter, "\\bold" + letter * 2))
        found = parts(text)
        made = [(command + " ") if p == letter and (not k or found[k - 1] not in ("_", "^")) else p for k, p in enumerate(found)]
        how = r.choice((r"\newcommand{%s}{%s}", r"\def%s{%s}", r"\renewcommand{%s}{\mathbf{%s}}"))
        return how % (command, letter) + r.choice((" ", "\n")) + "".join(made)
    return r"\newcommand{\half}{\frac{1}{2}}" + "\n" + text.replace(r"\frac{1}{2}", r"\half ")


def fractions(text: str, r: Random) -> str:
    return text.replace(r"\frac", r.choice((r"\dfrac", r"\tfrac", r"\frac ")))


def remarks(text: str, r: Random) -> str:
    return r.choice(REMARKS) % text


def displays(text: str, r: Random) -> str:
    return r.choice(DISPLAYS) % text


Habit = Callable[[str, Random], str]
HABITS: tuple[Habit, ...] = (spaced, fonts, transposes, brackets, fractions, macros, remarks, displays)


def paste(text: str, seed: int) -> str:
    """The formula after a few habits, those of the page last."""
    r = Random(seed)
    for habit in HABITS:
        if r.random() < 0.4:
            text = habit(text, r)
    return text
