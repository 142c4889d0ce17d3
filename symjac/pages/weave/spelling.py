r"""The author's letters: \vx where \newcommand{\vx}{\mathbf{x}} is used, \bm{\theta} where that is typed, and the transpose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from symjac.errors import SymjacError
from symjac.expr.names import look_of
from symjac.language.text.spelled import one_name
from symjac.lazy import regex
from symjac.writing.block import Document
from symjac.writing.box import Sym
from symjac.writing.fonts import Hand, rewritten
from symjac.writing.formats.latex.page import box

FONTS = r"mathbf|boldsymbol|bm|bold|mathsf|mathcal|mathfrak|mathbb|mathrm|mathit|vec|underline|symbf|symbfup"
_LETTER = regex(rf"\\(?:{FONTS})\s*(?:\{{\s*\\?[A-Za-z]+\s*\}}|\\?[A-Za-z])|\\[A-Za-z]+")
_TRANSPOSE = regex(r"\^\s*\{?\s*(\\top|\\intercal|\\mathsf\s*(?:\{\s*T\s*\}|T)|\\mathrm\s*\{T\}|\\mathstrut\\top)\s*\}?")
OURS = r"\mathsf{T}"


def letters(formula: str, macros: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """How the author writes the names, those that are not plain letters: {"x": "\\vx"}."""
    wanted, found = set(names), dict[str, str]()
    for each in _LETTER.finditer(formula):
        text = each[0]
        plain = macros.get(text[1:], "") if text[1:].isalpha() else text
        inner = body_of(plain) if plain is not text else text
        try:
            name = one_name(inner, "a letter")
        except SymjacError:
            continue
        base = name.partition("_")[0]
        if base in {n.partition("_")[0] for n in wanted} and text != box(look_of(base)):
            found.setdefault(base, text)
    return found


def body_of(definition: str) -> str:
    r"""\mathbf{x} of \newcommand{\vx}{\mathbf{x}}, where it takes no argument."""
    inner = re.fullmatch(r"\\(?:\w*newcommand\*?\s*\{?\s*\\[A-Za-z]+\s*\}?|def\s*\\[A-Za-z]+)\s*\{(.*)\}", definition, re.S)
    return inner[1] if inner and "#" not in inner[1] else ""


def marked(doc: Document, own: Mapping[str, str], families: Iterable[str]) -> Document:
    """The document with these letters in bold, so that each is found again in its LaTeX; x_i is a number, but not of a family."""
    return rewritten(doc, Hand(bold=frozenset(own), indexed=frozenset(own).intersection(families)))


def respelled(latex: str, own: Mapping[str, str], transpose: str) -> str:
    """The LaTeX of a document whose letters are marked, with the author's spelling of them."""
    for name, spelling in own.items():
        latex = put_in(latex, box(Sym(name, "bold")), spelling)
    return put_in(latex, OURS, transpose)


def put_in(latex: str, old: str, new: str) -> str:
    """Another spelling; a command keeps apart from a letter behind it."""
    apart = re.search(r"\\[A-Za-z]+$", new) is not None
    return re.sub(re.escape(old) + r"(?=([A-Za-z])?)", lambda found: new + (" " if apart and found[1] else ""), latex)


def transpose_of(formula: str, macros: Mapping[str, str], usual: str = OURS) -> str:
    """What the author raises a transpose to, here or usually."""
    found = _TRANSPOSE.search(formula)
    if found:
        return found[1]
    for name, definition in macros.items():
        if re.search(rf"\\{name}(?![A-Za-z])", formula):
            body = body_of(definition)
            if _TRANSPOSE.fullmatch(f"^{{{body}}}"):
                return f"\\{name}"
            inner = _TRANSPOSE.fullmatch(body.strip())
            if inner:
                return inner[1]
    return usual
