"""Characters, words and commands of the language, as tables: the only place that lists them."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from symjac.lazy import regex
from symjac.writing.greek import GREEK_LETTERS

# One character (or a few) each: the token it makes.
SIGNS = {
    "+": "PLUS", "-": "MINUS", "−": "MINUS", "–": "MINUS", "—": "MINUS", "‐": "MINUS", "‑": "MINUS", "﹣": "MINUS", "－": "MINUS",
    "*": "_TIMES", "@": "_TIMES", "×": "_TIMES", "∗": "_TIMES", "＊": "_TIMES",
    "·": "CDOT", "⋅": "CDOT", "∙": "CDOT", "•": "CDOT",
    ".*": "ELTIMES", "⊙": "ELTIMES", "∘": "ELTIMES", "◦": "ELTIMES", "○": "ELTIMES",
    "/": "DIVIDE", "÷": "DIVIDE", "∕": "DIVIDE", "⁄": "DIVIDE", "./": "ELDIVIDE", "⊘": "ELDIVIDE", "⊗": "KRON",
    "^": "POW", "**": "POW", ".^": "ELPOW", ".**": "ELPOW",
    "'": "PRIME", "′": "PRIME", "’": "PRIME", "‘": "PRIME", "ʹ": "PRIME", "´": "PRIME", "`": "PRIME", "＇": "PRIME",
    ".'": "PRIME", ".′": "PRIME", ".’": "PRIME",
    "(": "LPAR", ")": "RPAR", "（": "LPAR", "）": "RPAR", "[": "LSQB", "]": "RSQB", "{": "LBRACE", "}": "RBRACE",
    ",": "COMMA", ";": "SEMI", "，": "COMMA", "；": "SEMI", "=": "EQ", ":": "COLON", "_": "UNDER", "&": "AMP", ".": "STOP",
    "|": "BAR", "∣": "BAR", "│": "BAR", "||": "DBAR", "‖": "DBAR", "∥": "DBAR", "⟨": "ANGLEOPEN", "〈": "ANGLEOPEN",
    "⟩": "ANGLECLOSE",
    "〉": "ANGLECLOSE", "$": "DOLLAR", "$$": "DOLLAR", "…": "DOTS", "∑": "SUM", "∏": "SUM", "∂": "PARTIAL", "∇": "NABLA",
    "!": "FACTORIAL",
    ":=": "EQ", "≔": "EQ", "≜": "EQ", "==": "EQEQ",
}  # fmt: skip

SPACES = " \t\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # that can be seen: what is invisible is refused

VULGAR = {c: Fraction(unicodedata.numeric(c)).limit_denominator(10) for c in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
ONES, ZEROS = "𝟏𝟙𝟭", "𝟎𝟘𝟬"  # bold and double-struck
ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar"}

# What a character is called in a refusal, where its Unicode name alone would not help.
REFUSED = {
    "%": "a percent sign is no operator, and comments are not read",
    "?": "not in the language", "#": "not in the language", "~": "write xtilde, or \\tilde{x}",
    '"': "text is not in the language", "<": "comparisons are not in the language", ">": "comparisons are not in the language",
    "∫": "integrals (int) are not in the language", "≤": "comparisons are not in the language",
    "≥": "comparisons are not in the language", "≈": "comparisons are not in the language", "∈": "declare shapes apart: A: M x N",
    "…": "dots stand for nothing here: write all entries",
}  # fmt: skip

# Latin letters that letters of other alphabets are mistaken for.
LOOKALIKES = dict(
    zip(
        "аеорсухіјѕһԁԛԝАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοıǀ",
        "aeopcyxijshdqwABEKMHOPCTXIJSABEZHIKMNOPTYXoil",
        strict=True,
    )
)

# Words of Python: a formula in which they stand is no formula.
PYTHON = frozenset(
    "if else elif for in and or not import def return while class del is None True False with try except raise yield async await "
    "assert global from pass break continue".split()
)

# Words around a formula, and signs without their stroke: beside a factor they are no factors.
PROSE = {
    **dict.fromkeys("minimize minimise maximize maximise".split(), "symjac minimize and symjac.minimize take the function alone"),
    **dict.fromkeys(
        "gradient derivative hessian jacobian differentiate derive compute calculate find prove show let given of wrt the please "
        "gradienten ableitung ableiten leite hessematrix jacobimatrix bestimme bestimmen berechne berechnen finde zeige sei "
        "seien gegeben gesucht von nach bezüglich bitte mit der den die das".split(),
        "type the function alone; the variable is said beside it (wrt)",
    ),
    "odot": r"write ⊙, .* or \odot", "otimes": r"write ⊗, kron(A, B) or \otimes", "cdot": r"write * or \cdot", "times": "write *",
    "lim": "limits are not in the language",
    "circ": r"write ⊙, .* or \circ", "mod": "remainders are not in the language",
}  # fmt: skip

# Further names of functions; the registry of operations has its own.
ALIASES = {
    "ln": "log", "Tr": "tr", "trace": "tr", "Trace": "tr", "ReLU": "relu", "LogSumExp": "logsumexp", "norm2": "norm",
    "Diag": "diag", "diagonal": "diag", "Det": "det", "logistic": "sigmoid", "identity": "eye", "Kron": "kron",
    "inverse": "inv", "absolute": "abs", "sgn": "sign", "Softmax": "softmax", "SoftMax": "softmax",
    "expit": "sigmoid", "lse": "logsumexp", "Identity": "eye", "maximum": "max", "minimum": "min",
}  # fmt: skip
SPECIAL = {
    "transpose": 1,
    "multiply": 2,
    "matmul": 2,
    "divide": 2,
    "array": 1,
    "asarray": 1,
    "matrix": 1,
    "square": 1,
    "power": 2,
    "npdot": 2,
    "expm": 1,
    "logm": 1,
    "sqrtm": 1,
    "vector": 1,
    "jacobian": 2,
    "max": 2,
    "min": 2,
}
CONSTANTS = frozenset(("ones", "eye", "zeros", "commutation"))

# Lower-case Greek letters that mean a number unless something says otherwise.
SCALAR_GREEK = frozenset("alpha gamma epsilon eta kappa lambda rho sigma tau delta nu omega".split())

_GREEK_NAMES = {name.lower().replace("lambda", "lamda"): name for name in GREEK_LETTERS if name.islower()}


def letter(char: str) -> str | None:
    """The name of one letter that is not ASCII: 'theta' of θ, 'x' of 𝐱, 'yhat' of ŷ; None if it is none."""
    if char == "∆":
        return "Delta"
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) != 1:
        return None
    if plain.isascii():
        return plain if plain.isalpha() else None
    return greek(plain) or accented(char)


def greek(char: str) -> str | None:
    if len(char) != 1 or char in LOOKALIKES:
        return None
    words = unicodedata.name(char, "").split()
    if len(words) == 4 and words[0] == "GREEK" and words[2] == "LETTER":
        name = _GREEK_NAMES.get(words[3].lower())
        name = name.capitalize() if name and words[1] == "CAPITAL" else name
        return name if name in GREEK_LETTERS else None
    return None


def accented(text: str) -> str | None:
    """'yhat' of ŷ, written as one character or two."""
    parts = unicodedata.normalize("NFD", text)
    if len(parts) != 2 or parts[1] not in ACCENTS:
        return None
    base = parts[0] if parts[0].isascii() else letter(parts[0])
    return base + ACCENTS[parts[1]] if base and base.isalpha() else None


CONJUGATE = "matrices are real: write the transpose A'"
LAYER = regex(r"[0-9]{1,4}|[A-Za-z](?:[+-][0-9]{1,3})?")  # of W^{(l)}, W^{(l-1)}, W^{(2)}
TRANSPOSED = "ᵀ⊤⊺ᐪ"  # raised signs that are a transpose wherever they stand; ᵗ may be an exponent, and ᴴ is neither


def _small(mark: str, blocks: tuple[tuple[int, int], ...]) -> dict[str, str]:
    """Raised or lowered characters, each with what it is a small form of: ² is 2, ⁿ is n, ᵦ is beta."""
    found = {}
    for char in (chr(code) for first, last in blocks for code in range(first, last + 1)):
        kind, _, code = unicodedata.decomposition(char).partition(" ")
        if kind == mark and " " not in code:
            plain = chr(int(code, 16)).replace("−", "-")
            found[char] = greek(plain) or plain
    return {char: plain for char, plain in found.items() if plain.isascii() and plain != "="}


_LETTERS = (0x02B0, 0x02E4), (0x1D2C, 0x1D6A), (0x1D9B, 0x1DBF), (0x2C7C, 0x2C7D)
SUPERSCRIPTS = {**_small("<super>", ((0xB2, 0xB9), (0x2070, 0x207F), *_LETTERS)), **dict.fromkeys(TRANSPOSED, "T")}
SUBSCRIPTS = {c: p for c, p in _small("<sub>", ((0x2080, 0x209C), *_LETTERS)).items() if p.isalnum()}
