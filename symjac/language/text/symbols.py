"""Characters, words and commands of the language, as tables: the only place that lists them."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

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
    "〉": "ANGLECLOSE", "$": "DOLLAR", "$$": "DOLLAR", "…": "DOTS", ":=": "ASSIGN", "==": "EQEQ",
}  # fmt: skip

SUPERSCRIPTS = {**dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾", "0123456789+-()", strict=True)), "ᵀ": "T", "⊤": "T", "⊺": "T", "ᐪ": "T", "ᵗ": "T"}
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
SPACES = " \t\f\v\u00a0\u1680\u180e\u2000-\u200d\u202f\u205f\u2060-\u2064\u3000\ufeff"

VULGAR = {c: Fraction(unicodedata.numeric(c)).limit_denominator(10) for c in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
ONES = "𝟏𝟙𝟭"  # bold and double-struck ones
ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar"}

# What a character is called in a refusal, where its Unicode name alone would not help.
REFUSED = {
    "%": "a percent sign is no operator, and comments are not read",
    "!": "factorials are not in the language",
    "?": "not in the language", "#": "not in the language", "~": "write xtilde, or \\tilde{x}",
    '"': "text is not in the language", "<": "comparisons are not in the language", ">": "comparisons are not in the language",
    "∑": "sum(x) adds up the entries of x", "∏": "products over an index are not in the language",
    "∫": "integrals (int) are not in the language", "∂": "type the function; symjac takes the derivative",
    "∇": "type the function; symjac takes the derivative", "≤": "comparisons are not in the language",
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

# Further names of functions; the registry of operations has its own.
ALIASES = {
    "ln": "log", "Tr": "tr", "trace": "tr", "Trace": "tr", "ReLU": "relu", "LogSumExp": "logsumexp", "norm2": "norm",
    "Diag": "diag", "diagonal": "diag", "Det": "det", "logistic": "sigmoid", "identity": "eye", "Kron": "kron",
    "inverse": "inv", "absolute": "abs", "sgn": "sign", "Softmax": "softmax", "SoftMax": "softmax",
    "expit": "sigmoid", "lse": "logsumexp",
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
    "vector": 1,
    "jacobian": 2,
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
