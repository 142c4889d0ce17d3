"""Names, signs and prose in LaTeX: every character typed by a person becomes ASCII that means just that character."""

from __future__ import annotations

import unicodedata

from symjac.writing.greek import GREEK, GREEK_NAME, LATIN_LOOK
from symjac.writing.typed import visible

# Functions that have a LaTeX command.
_FUNCTIONS = "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log max min Pr"
OPERATORS = frozenset(f"{_FUNCTIONS} sec sin sinh sup tan tanh".split())
FONTS = {"roman": r"\mathrm", "bold": r"\mathbf", "blackboard": r"\mathbb", "sans": r"\mathsf", "italic": r"\mathit"}

SIGNS = {
    "−": "-", "=": "=", "+": "+", "≠": r"\ne", "<": "<", ">": ">", "≤": r"\le", "≥": r"\ge", "≈": r"\approx",
    "≅": r"\cong",
    "≡": r"\equiv", "∼": r"\sim", "∝": r"\propto", "∈": r"\in", "∉": r"\notin", "⊂": r"\subset", "⊆": r"\subseteq",
    "→": r"\to", "←": r"\leftarrow", "↦": r"\longmapsto", "⟼": r"\longmapsto", "⇒": r"\Rightarrow",
    "⟹": r"\Longrightarrow",
    "⇔": r"\Leftrightarrow", "⟺": r"\Longleftrightarrow", "∴": r"\therefore", "∵": r"\because", "⊙": r"\odot",
    "⊘": r"\oslash", "⊗": r"\otimes", "⊕": r"\oplus", "∘": r"\circ", "·": r"\cdot", "⋅": r"\cdot", "×": r"\times",
    "±": r"\pm", "∓": r"\mp", "÷": r"\div", ",": ",", ";": ";", ":": ":", "/": "/", ".": ".", "∣": r"\mid",
    "∥": r"\parallel",
    "⊥": r"\perp", "⊤": r"\top", "⊺": r"\intercal", "∧": r"\wedge", "∨": r"\vee", "¬": r"\neg", "∀": r"\forall", "∃": r"\exists",
    "∞": r"\infty", "∅": r"\emptyset", "∇": r"\nabla", "∂": r"\partial", "ℓ": r"\ell", "′": r"\prime",
    "″": r"\prime\prime",
    "…": r"\ldots", "⋯": r"\cdots", "⋮": r"\vdots", "⋱": r"\ddots", "∑": r"\sum", "∏": r"\prod", "∫": r"\int",
    "√": r"\surd",
    "∪": r"\cup", "∩": r"\cap", "∖": r"\setminus", "⪯": r"\preceq", "⪰": r"\succeq", "≺": r"\prec", "≻": r"\succ",
    "†": r"\dagger", "≔": r"\mathrel{:=}", "ℝ": r"\mathbb{R}", "ℂ": r"\mathbb{C}", "ℕ": r"\mathbb{N}",
    "ℤ": r"\mathbb{Z}",
    "ℚ": r"\mathbb{Q}", "‖": r"\Vert", "⟨": r"\langle", "⟩": r"\rangle", "⊛": r"\circledast", "°": r"{}^{\circ}",
}  # fmt: skip

_MATH = {
    "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"{\sim}",
    "^": r"\hat{\ }",
    "\\": r"\backslash ", "|": r"\vert ", "'": "{}'", '"': "{}''", "`": r"\grave{\ }", " ": r"\ ", "-": "{-}",
}  # fmt: skip

_PROSE = {
    "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "\\": r"\textbackslash{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"{\char34}", "[": "{[}", "]": "{]}", "–": "--", "—": "---",
    "“": "``", "”": "''", "„": "{,}{,}", "‘": "`", "’": "'", "…": r"\dots{}", "«": r"$\ll$",
    "»": r"$\gg$", "ß": r"\ss{}", "æ": r"\ae{}", "Æ": r"\AE{}", "ø": r"\o{}", "Ø": r"\O{}", "œ": r"\oe{}",
    "Œ": r"\OE{}", "ł": r"\l{}", "Ł": r"\L{}", "ı": r"\i{}", "§": r"\S{}", "©": r"\copyright{}", "\u00a0": "~",
    "⁄": "/",
    "\u2011": "-", "\u2009": r"\,", "\u202f": r"\,", "•": r"\textbullet{}", "€": r"\texteuro{}", "\u200b": "",
    "\u00ad": r"\-",
}  # fmt: skip

_LIGATURES = ("--", "''", "``", ",,", "?`", "!`")
_MARKS = {
    "\u0300": r"\`", "\u0301": r"\'", "\u0302": r"\^", "\u0303": r"\~", "\u0304": r"\=", "\u0306": r"\u",
    "\u0307": r"\.",
    "\u0308": r"\"", "\u030a": r"\r", "\u030b": r"\H", "\u030c": r"\v", "\u0327": r"\c", "\u0328": r"\k",
}  # fmt: skip
_MATH_MARKS = {
    "\u0300": r"\grave", "\u0301": r"\acute", "\u0302": r"\hat", "\u0303": r"\tilde", "\u0304": r"\bar",
    "\u0306": r"\breve", "\u0307": r"\dot", "\u0308": r"\ddot", "\u030a": r"\mathring", "\u030c": r"\check",
}  # fmt: skip


def math_name(name: str, font: str) -> str:
    """A name or sign for math mode: x, \\theta, \\tanh, \\mathrm{tr}, \\mathit{loss}."""
    if name in SIGNS and font in ("italic", "roman"):
        return SIGNS[name]
    greek = name if name in GREEK else GREEK_NAME.get(name)
    if greek is not None:
        return _greek(greek, font)
    if font == "roman" and name in OPERATORS:
        return rf"\{name}"
    if font == "italic" and len(name) == 1 and name.isascii() and name.isalnum():
        return name
    return f"{FONTS[font]}{{{''.join(map(_math_char, visible(name)))}}}"


def _greek(name: str, font: str) -> str:
    if name in LATIN_LOOK:
        return rf"\mathrm{{{LATIN_LOOK[name]}}}" if name != "omicron" else "o"
    return rf"\boldsymbol{{\{name}}}" if font == "bold" else rf"\{name}"


def _math_char(char: str) -> str:
    if char in _MATH:
        return _MATH[char]
    if char.isascii():
        return char
    if char in SIGNS or char in GREEK_NAME:
        return f"{{{math_name(char, 'italic')}}}"
    plain = unicodedata.normalize("NFKD", char)
    if len(plain) == 2 and plain[1] in _MATH_MARKS and plain[0].isascii():
        return f"{_MATH_MARKS[plain[1]]}{{{plain[0]}}}"
    return f"U{{+}}{ord(char):04X}" if plain == char else "".join(map(_math_char, plain))


def prose(words: str) -> str:
    """Running text; white space is one space, and typed pairs such as -- are kept from becoming ligatures."""
    shown = visible(words)
    pairs = zip(shown, (shown + " ")[1:], strict=True)
    return "".join(_prose_char(char) + ("{}" if char + after in _LIGATURES else "") for char, after in pairs)


def _prose_char(char: str) -> str:
    if char in _PROSE:
        return _PROSE[char]
    if char.isascii():
        return char
    if char in SIGNS or char in GREEK_NAME:
        return f"${math_name(char, 'italic')}$"
    plain = unicodedata.normalize("NFKD", char)
    if len(plain) == 2 and plain[1] in _MARKS and plain[0].isascii():
        return f"{_MARKS[plain[1]]}{{{plain[0]}}}"
    return f"[U+{ord(char):04X}]" if plain == char else "".join(map(_prose_char, plain))
