"""Glyphs: how names, signs and small raised or lowered text are spelled in a terminal, in Unicode and in ASCII."""

from __future__ import annotations

from unicodedata import normalize

from symjac.lazy import regex
from symjac.writing import greek

# The letters as they are typed: TeX's straight forms of phi and epsilon are rare in terminal fonts.
GREEK = {**greek.GREEK, "phi": "φ", "varphi": "ϕ", "epsilon": "ε", "varepsilon": "ϵ"}

SUBSCRIPTS = str.maketrans("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
SUPERSCRIPTS = str.maketrans(
    "⊤⊺0123456789+−=()′abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
    "ᵀᵀ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾′ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
)
LOWERED, RAISED = ("".join(map(chr, table.values())) for table in (SUBSCRIPTS, SUPERSCRIPTS))

ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
OVER = {"hat": "^", "bar": "─", "tilde": "~"}
OVER_ASCII = {"hat": "^", "bar": "-", "tilde": "~"}
DOTS = {"h": "⋯", "l": "…", "v": "⋮", "d": "⋱"}
DOTS_ASCII = {"h": "...", "l": "...", "v": ":", "d": "'."}
SPACES = {"thin": 1, "quad": 3, "qquad": 6}
HALVES = {("1", "2"): "½", ("1", "4"): "¼", ("3", "4"): "¾", ("1", "3"): "⅓", ("2", "3"): "⅔"}
BLACKBOARD = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))

ASCII = {
    "−": "-", "×": "x", "·": ".", "⋅": ".", "⊙": ".*", "∘": "o", "⊘": "./", "⊗": "(x)", "∈": "in", "∉": "not in",
    "≤": "<=", "≥": ">=", "≠": "!=", "≅": "~=", "≈": "~", "∼": "~", "→": "->", "↦": "|->", "⇒": "=>", "⇔": "<=>",
    "∴": "hence", "∵": "since", "∇": "grad", "∂": "d", "…": "...", "⋯": "...", "∞": "oo", "±": "+-", "√": "sqrt",
    "∑": "sum", "∏": "prod", "∫": "int", "‖": "||", "⟨": "<", "⟩": ">", "′": "'", "∀": "for all", "∃": "exists",
    "⊤": "T", "⊺": "T", "ℓ": "l", "½": "1/2", "⊂": "subset", "⊆": "subset", "∪": "u", "∩": "n", "≡": "==", "≪": "<<", "≫": ">>",
    "–": "-", "—": "--", "‘": "'", "’": "'", "“": '"', "”": '"', "•": "*", "§": "sec.", "ß": "ss", "✓": "+", "▸": ">",
    **{char: name for name, char in GREEK.items()},
}  # fmt: skip

_WORD_END, _WORD_START = regex(r"[A-Za-zΑ-ω]{2,}'?$"), regex(r"[A-Za-zΑ-ω]{2,}")
_SCRIPT_END = regex(r"[_^]\S*$")
_ONE_TOKEN = regex(rf"-?[^\W_{RAISED}{LOWERED}]+|\([^()]*\)")
LONGEST_NAME = 60  # characters looked at for the end of a factor
_OPENING = "([{⟨"


def clean(text: str) -> str:
    """text without control characters, which a terminal would obey; any white space is a space."""
    spaced = "".join(" " if char.isspace() else char for char in text)
    return "".join(char if char.isprintable() or char == " " else "\ufffd" for char in spaced)


def to_ascii(text: str) -> str:
    """text in 7 bits: signs by their usual typed form, letters without their marks, '?' for the rest."""
    return "".join(char if char.isascii() else _typed(char) for char in text)


def _typed(char: str) -> str:
    if char in ASCII:
        return ASCII[char]
    return normalize("NFKD", char).encode("ascii", "ignore").decode() or ("" if normalize("NFC", char) != char else "?")


def written(text: str, ascii: bool) -> str:
    """Text from outside, made fit for the terminal."""
    return to_ascii(clean(text)) if ascii else clean(text)


def name(text: str, font: str, ascii: bool) -> str:
    """A symbol: Greek by its letter, bold and blackboard by the letters Unicode has for them."""
    if ascii:
        return "'" if (text, font) == ("T", "sans") else written(text, True)
    letter = GREEK.get(text, clean(text))
    if font == "blackboard":
        return BLACKBOARD.get(letter) or _styled(letter, 0x1D538, 0x1D7D8)
    return _styled(letter, 0x1D400, 0x1D7CE) if font == "bold" and len(letter) == 1 else letter


def _styled(letter: str, letters: int, digits: int) -> str:
    """The mathematical alphabet that starts at `letters`: A-Z, then a-z."""
    if not letter.isascii() or not letter.isalnum() or len(letter) != 1:
        return letter
    if letter.isdigit():
        return chr(digits + int(letter))
    return chr(letters + (ord(letter) - 65 if letter.isupper() else ord(letter) - 71))


def accented(char: str, kind: str) -> str:
    """One character under a hat, bar or tilde: ŷ."""
    return normalize("NFC", char + ACCENTS[kind])


def raised(text: str, ascii: bool) -> str | None:
    """text in superscript characters, if all of it has them."""
    return None if ascii else _translated(text, SUPERSCRIPTS)


def superscript(text: str, ascii: bool) -> str:
    """A superscript on the line: x², xᵀ, else x^(M×N); in ASCII x^2 and x' for the transpose."""
    done = raised(text, ascii)
    if done is not None:
        return done
    stem = text.rstrip("'") if ascii else text
    return ("^" + _grouped(stem) if stem else "") + text[len(stem) :]


def subscript(text: str, ascii: bool) -> str:
    """A subscript on the line: Aᵢⱼ, else A_iq."""
    done = None if ascii else _translated(text, SUBSCRIPTS)
    return "_" + _grouped(text) if done is None else done


def _translated(text: str, table: dict[int, int]) -> str | None:
    return text.translate(table) if all(ord(char) in table for char in text) else None


def _grouped(text: str) -> str:
    return text if _ONE_TOKEN.fullmatch(text) else f"({text})"


def sign(text: str, tight: bool, ascii: bool) -> str:
    """An infix sign with the space around it."""
    if text in ("", "/"):
        return text
    shown = written(text, ascii)
    if text == ",":
        return "," if tight else ", "
    if text == ":":
        return ": "
    return shown if tight and not shown.isalpha() else f" {shown} "


def gap(left: str, right: str) -> str:
    """The space that keeps two factors on a line apart: none in Ax, one in Aᵢₖ xₖ, 2 tr X and log x."""
    if not left or not right or left.endswith(" ") or right.startswith(" "):
        return ""
    if right[0] in _OPENING:
        return ""
    left = left[-LONGEST_NAME:]
    touching = (left[-1].isdigit() and right[0].isdigit()) or left[-1] == right[0] in "‖|"
    apart = _WORD_END.search(left) or _WORD_START.match(right) or left[-1] in LOWERED or _SCRIPT_END.search(left)
    return " " if touching or apart else ""
