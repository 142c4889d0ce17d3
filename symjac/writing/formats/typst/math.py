"""Box to Typst mathematics: signs as themselves, typed names in strings, brackets sized as in the LaTeX format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from symjac.writing import box as kinds
from symjac.writing.box import Box
from symjac.writing.formats.latex.math import Style, brackets, factor_space, grows
from symjac.writing.formats.latex.names import SIGNS
from symjac.writing.greek import GREEK, GREEK_NAME
from symjac.writing.layout.fit import BINARY, guard
from symjac.writing.typed import visible

SPACES = {"thin": "thin", "quad": "quad", "qquad": "wide"}
DOTS = {"h": "⋯", "l": "…", "v": "⋮", "d": "⋱"}
FACTORS = {"": "", r"\cdot": "⋅", r"\,": "thin", r"\;": "med"}
# Characters with a meaning in Typst mathematics, and signs better drawn by another character.
WRITTEN = {
    ",": r"\,", ";": r"\;", ":": 'class("relation", ":")', "/": r"\/", ".": r"\.", "-": "−", "↦": "⟼", "·": "⋅",
    "_": r"\_", "<": "lt", ">": "gt", "=": "=", "+": "+", "≔": 'class("relation", "≔")', "°": '"°"', "′": "prime",
    "*": "∗",
}  # fmt: skip
FONTS = {
    "bold": 'upright(bold("{}"))', "blackboard": 'bb("{}")', "sans": 'upright(sans("{}"))', "italic": 'italic("{}")',
    "roman": 'op("{}")',
}  # fmt: skip
BELOW = ("lim", "max", "min", "inf", "sup")  # operators whose index goes below
OPENING = {"(": r"\(", "[": r"\[", "{": r"\{", "|": 'class("opening", "|")', "‖": 'class("opening", "‖")', "⟨": "⟨"}
CLOSING = {")": r"\)", "]": r"\]", "}": r"\}", "|": 'class("closing", "|")', "‖": 'class("closing", "‖")', "⟩": "⟩"}
GROWING = {"|": "|", "‖": "‖"}  # with a class of its own a bar does not grow
SIZES = ("", "1.2em", "1.8em")
ACCENTS = {"hat": "hat", "bar": "macron", "tilde": "tilde"}


def box(b: Box) -> str:
    """Typst source of a formula, for math mode; a Boxed one uses `boxed` of the document's head."""
    guard(b)
    return draw(b)


def draw(b: Box, style: Style = "line") -> str:
    match b:
        case kinds.Sym(name, font):
            return math_name(name, font)
        case kinds.Num(digits):
            return quoted(digits)
        case kinds.Words(words):
            return quoted(words)
        case kinds.Space(kind):
            return SPACES[kind]
        case kinds.Row(items):
            return _row(items, style)
        case kinds.Infix():
            return _infix(b, style)
        case kinds.Prefix(sign, body):
            return join((_sign(sign) if sign != "d" else 'upright("d")', draw(body, style)))
        case kinds.Script(base, sub, sup):
            return _attached(base, sub, sup, style)
        case kinds.Accent():
            return _accent(b, style)
        case kinds.Call():
            return _call(b, style)
        case kinds.Fence(left, body, right):
            return _fence(left, body, right, style)
        case kinds.Frac():
            return _frac(b, style)
        case kinds.Root(body):
            return f"sqrt({draw(body, style)})"
        case kinds.BigOp(sign, lower, upper, body):
            return join((_limits(sign, lower, upper), draw(body, style)))
        case kinds.Dots(kind):
            return DOTS[kind]
        case kinds.Empty():
            return ""
        case kinds.Matrix():
            return _matrix(b)
        case kinds.Cases(rows):
            return _cases(rows)
        case kinds.Underbrace(body, label):
            return f"underbrace({draw(body, style)}, {_cell(label, 'small')})"
        case kinds.Arrow(label):
            return f"attach(stretch(→, size: #(100% + 1.2em)), t: {_cell(label, 'small')})"
        case kinds.Boxed(body):
            return f"boxed({draw(body, style)})"
    assert_never(b)


def join(parts: Iterable[str]) -> str:
    """Pieces side by side; a space only where two words would become one, for beside a string it would show."""
    done = ""
    for part in filter(None, parts):
        done += ("" if not done or done[-1] in '")' or part[0] == '"' else " ") + part
    return done


def _row(items: tuple[Box, ...], style: Style) -> str:
    """Before a written space Typst gives a comma none of its own."""
    return join(draw(item, style) for item in items).replace(r"\, thin", r"\, thin thin")


def _cases(rows: tuple[tuple[Box, Box], ...]) -> str:
    lines = [f"{_cell(value, 'small')} & quad {_cell(when, 'small')}" for value, when in rows]
    return f"cases(gap: #0.5em, {', '.join(lines)})"


def quoted(words: str) -> str:
    escaped = visible(words).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def math_name(name: str, font: str) -> str:
    """A name or sign: x, θ, op("tr"), italic("loss")."""
    if name in SIGNS and font in ("italic", "roman"):
        return WRITTEN.get(name, name)
    greek = GREEK.get(name, name)
    if greek in GREEK_NAME:
        return f"bold({greek})" if font == "bold" else greek
    if font == "italic" and len(name) == 1 and name.isascii() and name.isalnum():
        return name
    if font == "roman" and len(name) == 1:
        return f"upright({quoted(name)})"
    if font == "roman" and name in BELOW:
        return f"op({quoted(name)}, limits: #true)"
    return FONTS[font].format(quoted(name)[1:-1])


def _sign(sign: str) -> str:
    return WRITTEN.get(sign) or (sign if sign in SIGNS else quoted(sign))


def _infix(b: kinds.Infix, style: Style) -> str:
    done = draw(b.items[0], style)
    for before, sign, item in zip(b.items, b.signs, b.items[1:], strict=False):
        if sign == "":
            done = join((done, FACTORS[factor_space(before, item)], draw(item, style)))
        else:
            # a line that begins with its sign: Typst takes it for a sign of its own and would give it no space
            space = "" if done or sign not in BINARY else "med "
            after = "" if sign == "/" else " "  # Typst keeps a space that stands before an upright letter
            done = f"{done} {_sign(sign)}{after}{space}{draw(item, style)}"
    return done


def _attached(base: Box, sub: Box | None, sup: Box | None, style: Style) -> str:
    shown = draw(base, style) or '""'
    closing = CLOSING.get(base.right, "") if isinstance(base, kinds.Fence) and not shown.startswith("lr") else ""
    # a script belongs to the closing bracket, not to the group, or the height inside would raise it
    before, last = (shown.removesuffix(closing).rstrip(), closing) if closing else ("", shown)
    parts = [last]
    parts += [f"b: {_cell(sub, 'small')}"] if sub is not None else []
    parts += [f"t: {_cell(sup, 'small')}"] if sup is not None else []
    return join((before, f"attach({', '.join(parts)})"))


def _cell(b: Box, style: Style) -> str:
    """An argument: never empty, which a list of arguments would drop."""
    return draw(b, style) or '""'


def _limits(sign: str, lower: Box | None, upper: Box | None) -> str:
    head = f"op({quoted(sign)}, limits: #true)" if sign.isalpha() and sign.isascii() else _sign(sign)
    below = f"_({draw(lower, 'small')})" if lower is not None else ""
    above = f"^({draw(upper, 'small')})" if upper is not None else ""
    return head + below + above


def _accent(b: kinds.Accent, style: Style) -> str:
    """The accent goes over the letter, not over its indices."""
    base = b.base
    if isinstance(base, kinds.Script) and isinstance(base.base, kinds.Sym):
        return _attached(replace(b, base=base.base), base.sub, base.sup, style)
    wide = b.kind == "bar" and not isinstance(base, kinds.Sym)
    return f"{'overline' if wide else ACCENTS[b.kind]}({draw(base, style)})"


def _call(b: kinds.Call, style: Style) -> str:
    head = draw(b.head, style)
    arguments = b.args[0] if len(b.args) == 1 else kinds.Infix(b.args, (",",) * (len(b.args) - 1), 0)
    return join((head, draw(arguments, style) if b.bare else _fence("(", arguments, ")", style)))


def _fence(left: str, body: Box, right: str, style: Style) -> str:
    """Brackets as large as what they hold: plain, big around other brackets, growing around fractions and arrays."""
    inner = draw(body, style)
    opening, closing = OPENING.get(left, ""), CLOSING.get(right, "")
    if grows(body, style):
        return f"lr({GROWING.get(left, opening)} {inner} {GROWING.get(right, closing)})"
    shown = join((opening, inner, closing))
    size = SIZES[min(brackets(body), 2) if left and right and style != "small" else 0]
    return f"lr(size: #{size}, {shown})" if size else shown


def _frac(b: kinds.Frac, style: Style) -> str:
    built = f"frac({_cell(b.num, 'small')}, {_cell(b.den, 'small')})"
    if style == "cell":
        return f"display({built})"
    return f"inline({built})" if style == "line" and isinstance(b.num, kinds.Num) and isinstance(b.den, kinds.Num) else built


def _matrix(b: kinds.Matrix) -> str:
    """Square brackets and the gaps of low rows are set in the document's head."""
    cell: Style = "cell" if b.tall else "small"
    rows = "; ".join(", ".join(_cell(c, cell) for c in r) for r in b.rows)
    delim = "" if (b.left, b.right) == ("[", "]") else f"delim: #({_delim(b.left)}, {_delim(b.right)}), "
    gap = "row-gap: #0.7em, " if b.tall else ""
    bars = f"augment: #(vline: ({', '.join(map(str, b.bars))},)), " if b.bars else ""
    built = f"mat({delim}{gap}{bars}{rows})"
    return built if b.label is None else f"attach({built}, br: {_cell(b.label, 'small')})"


def _delim(sign: str) -> str:
    return f'"{sign}"' if sign else "none"
