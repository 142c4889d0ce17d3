"""An expression in the spellings people type, LaTeX and Unicode: what the parser must read back as the same expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import normalize

from symjac.expr.dims import ONE, Dim
from symjac.expr.expr import Expr, fold
from symjac.expr.plain import ATOM, POSTFIX, PRODUCT, SUM, UNARY, Plain
from symjac.language.text.symbols import SUPERSCRIPTS
from symjac.writing.greek import GREEK_LETTERS

_NAME = re.compile(r"([A-Za-z]+)(?:_?([0-9]+)|_([A-Za-z0-9]+))?(?:\[([^\]]*)\])?")
_ACCENTS = {"hat": "\\hat", "bar": "\\bar", "tilde": "\\tilde"}
_MARKS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_COMMANDS = frozenset("sin cos tan exp log tanh sinh cosh det".split())
_RAISED = {plain_: raised for raised, plain_ in SUPERSCRIPTS.items() if plain_ in "0123456789-"}
_GREEK = dict(zip(GREEK_LETTERS, "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", strict=True))


@dataclass(frozen=True)
class Style:
    """The signs of one spelling."""

    hadamard: str
    hdiv: str
    kron: str
    minus: str
    name: Callable[[str], Plain]
    call: Callable[[str, list[str]], Plain]
    literal: Callable[[list[list[Plain]]], Plain]
    transpose: str
    raised: Callable[[str], str]
    elraised: Callable[[str], str]
    norm: tuple[str, str]
    angles: tuple[str, str]
    fraction: Callable[[Plain, Plain], Plain] | None
    times: str


def spell(expr: Expr, style: str = "latex") -> str:
    """The expression as text in 'plain', 'latex' or 'unicode'; it parses back to the same expression."""
    if style == "plain":
        return str(expr)
    return fold(expr, lambda e, parts: _spell(_STYLES[style], e, parts)).text


def _in(part: Plain, level: int) -> str:
    return part.text if part.level >= level else f"({part.text})"


def _spell(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    rule = _RULES.get(e.op.name)
    if rule is not None:
        return rule(style, e, parts)
    return style.call(e.op.name, [p.text for p in parts])


def _symbol(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    return style.name(str(e.data[0]))


def _number(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    value = e.data[0]
    assert isinstance(value, Fraction)
    if value < 0:
        body = _digits(style, -value)
        return Plain(style.minus + body.text, min(UNARY, body.level), "*", body)
    return _digits(style, value)


def _digits(style: Style, value: Fraction) -> Plain:
    top = Plain(str(value.numerator))
    if value.denominator == 1:
        return top
    bottom = Plain(str(value.denominator))
    return style.fraction(top, bottom) if style.fraction else Plain(f"{top.text}/{bottom.text}", PRODUCT, "*")


def _size(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    return _dim(style, e.data[0])


def _dim(style: Style, n: Dim) -> Plain:
    terms = []
    for mono, count in reversed(n.terms):
        factors = ([str(count)] if count != 1 or not mono else []) + [style.name(name).text for name in mono]
        terms.append(Plain("*".join(factors), PRODUCT if len(factors) > 1 else ATOM, "*"))
    return terms[0] if len(terms) == 1 else Plain(" + ".join(t.text for t in terms), SUM)


def _sized(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    sizes = list(e.data) if e.op.name == "commutation" else list(e.shape)
    if e.op.name == "eye" or (e.op.name in ("ones", "zeros") and e.shape[1] == ONE):
        sizes = sizes[:1]
    return style.call(e.op.name, [_dim(style, n).text for n in sizes])


def _add(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    text = _in(parts[0], SUM)
    for part in parts[1:]:
        if part.negated is not None:
            text += f" {style.minus} " + _in(part.negated, PRODUCT)
        else:
            text += " + " + (f"({part.text})" if part.text.startswith(style.minus) else _in(part, PRODUCT))
    return Plain(text, SUM)


def _neg(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    return Plain(style.minus + _in(parts[0], POSTFIX), UNARY, "", parts[0])


def _mul(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    first = parts[0]
    text = f"({first.text})" if first.level == PRODUCT and first.product != "*" else _in(first, PRODUCT)
    for part in parts[1:]:
        right = _in(part, POSTFIX)
        text += (style.times if right[0].isdigit() or right.startswith("[") else " ") + right
    return Plain(text, PRODUCT, "*")


def _chain(sign: str) -> Callable[[Style, Expr, tuple[Plain, ...]], Plain]:
    def rule(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
        mark = getattr(style, sign)
        first = parts[0]
        same = first.level == PRODUCT and first.product == "."
        head = first.text if same and sign != "kron" else _in(first, POSTFIX)
        return Plain(f" {mark} ".join([head, *(_in(p, POSTFIX) for p in parts[1:])]), PRODUCT, "k" if sign == "kron" else ".")

    return rule


def _div(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    if style.fraction:
        return style.fraction(*parts)
    first = parts[0]
    head = f"({first.text})" if first.level == PRODUCT and first.product != "*" else _in(first, PRODUCT)
    return Plain(f"{head}/{_in(parts[1], POSTFIX)}", PRODUCT, "*")


def _base(part: Plain, exponent: str = "") -> str:
    return f"({part.text})" if part.level < ATOM or exponent.startswith("(") else part.text


def _power(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    return Plain(_base(parts[0], parts[1].text) + style.raised(parts[1].text), POSTFIX)


def _hpower(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    return Plain(_base(parts[0], parts[1].text) + style.elraised(parts[1].text), POSTFIX)


def _inv(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    if e.is_scalar:
        return style.call("inv", [parts[0].text])
    return Plain(_base(parts[0]) + style.raised("-1"), POSTFIX)


def _transpose(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    return Plain(_base(parts[0]) + style.transpose, POSTFIX)


def _norm(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    left, right = style.norm
    text = parts[0].text
    return style.call("norm", [text]) if left.strip() in text and left == right else Plain(left + text + right)


def _dot(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    return Plain(style.angles[0] + ", ".join(p.text for p in parts) + style.angles[1])


def _literal(style: Style, e: Expr, parts: tuple[Plain, ...]) -> Plain:
    width = int(e.data[1])
    return style.literal([list(parts[k : k + width]) for k in range(0, len(parts), width)])


_RULES: dict[str, Callable[[Style, Expr, tuple[Plain, ...]], Plain]] = {
    "symbol": _symbol, "number": _number, "size": _size, "eye": _sized, "ones": _sized, "zeros": _sized, "commutation": _sized,
    "add": _add, "neg": _neg, "mul": _mul, "hadamard": _chain("hadamard"), "hdiv": _chain("hdiv"), "kron": _chain("kron"),
    "div": _div,
    "power": _power, "matrix_power": _power, "hpower": _hpower, "inv": _inv, "transpose": _transpose, "norm": _norm, "dot": _dot,
    "literal": _literal,
}  # fmt: skip


# LaTeX


def _parts_of(name: str) -> tuple[str, str | None, str | None, str | None]:
    """Base, accent, subscript, layer."""
    found = _NAME.fullmatch(name)
    if found is None:
        return name, None, None, None
    base, accent = found[1], None
    for ending in _ACCENTS:
        stem = base.removesuffix(ending)
        if stem != base and (len(stem) == 1 or stem in GREEK_LETTERS):
            base, accent = stem, ending
    return base, accent, found[2] or found[3], found[4]


def _latex_name(name: str) -> Plain:
    base, accent, sub, layer = _parts_of(name)
    text = f"\\{base}" if base in GREEK_LETTERS and base != "omicron" else base if len(base) == 1 else f"\\mathrm{{{base}}}"
    if accent:
        text = f"{_ACCENTS[accent]}{{{text}}}"
    text += f"_{{{sub}}}" if (sub and sub.isdigit()) or (sub and len(sub) == 1) else f"_{{\\mathrm{{{sub}}}}}" if sub else ""
    return Plain(text) if layer is None else Plain(f"{text}^{{({layer})}}", POSTFIX)


def _latex_call(name: str, args: list[str]) -> Plain:
    if name == "sqrt":
        return Plain(f"\\sqrt{{{args[0]}}}")
    if name == "abs":
        return Plain(f"\\operatorname{{abs}}({args[0]})")
    head = f"\\{name}" if name in _COMMANDS else f"\\operatorname{{{name}}}"
    return Plain(f"{head}({', '.join(args)})")


def _latex_literal(rows: list[list[Plain]]) -> Plain:
    body = " \\\\ ".join(" & ".join(p.text for p in row) for row in rows)
    return Plain(f"\\begin{{bmatrix}} {body} \\end{{bmatrix}}")


def _latex_fraction(top: Plain, bottom: Plain) -> Plain:
    return Plain(f"\\frac{{{top.text}}}{{{bottom.text}}}", POSTFIX)


# Unicode


def _unicode_name(name: str) -> Plain:
    base, accent, sub, layer = _parts_of(name)
    text = _GREEK.get(base, base)
    if accent:
        text = normalize("NFC", text + _MARKS[accent])
    text += "" if not sub else "".join("₀₁₂₃₄₅₆₇₈₉"[int(c)] for c in sub) if sub.isdigit() else f"_{sub}"
    if layer is None:
        return Plain(text)
    return Plain(text + (f"⁽{''.join(_RAISED[c] for c in layer)}⁾" if layer.isdigit() else f"[{layer}]"))


def _unicode_call(name: str, args: list[str]) -> Plain:
    return Plain(f"{name}({', '.join(args)})")


def _unicode_literal(rows: list[list[Plain]]) -> Plain:
    def entry(part: Plain) -> str:
        return f"({part.text})" if " " in part.text else part.text

    return Plain("[" + "; ".join(", ".join(map(entry, row)) for row in rows) + "]")


def _unicode_raised(text: str) -> str:
    text = text.replace("−", "-")
    if re.fullmatch(r"-?[0-9]+", text):
        return "".join(_RAISED[c] for c in text)
    return f"^{text}" if text.isalpha() and text.isascii() else f"^({text})"


_STYLES = {
    "latex": Style(
        "\\odot", "\\oslash", "\\otimes", "-", _latex_name, _latex_call, _latex_literal, "^{\\top}", lambda t: f"^{{{t}}}",
        lambda t: f"^{{\\odot ({t})}}", ("\\lVert ", " \\rVert"), ("\\langle ", " \\rangle"), _latex_fraction, " \\cdot ",
    ),
    "unicode": Style(
        "⊙", "⊘", "⊗", "−", _unicode_name, _unicode_call, _unicode_literal, "ᵀ", _unicode_raised,
        lambda t: f".^({t})", ("‖", "‖"), ("⟨", "⟩"), None, "·",
    ),
}  # fmt: skip
