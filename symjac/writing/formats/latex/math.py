"""Box to LaTeX mathematics, in the subset that pdflatex, KaTeX and MathJax all take: ASCII, amsmath, no own macros."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, assert_never

from symjac.writing import box as kinds
from symjac.writing.box import Box
from symjac.writing.formats.latex.names import OPERATORS, SIGNS, math_name, prose
from symjac.writing.greek import GREEK
from symjac.writing.layout.fit import guard
from symjac.writing.parts import has_fraction, opens_gradient

# Where a box stands: a fraction is built large on the line and in a tall matrix, as TeX likes it elsewhere.
Style = Literal["line", "cell", "small"]

SPACES = {"thin": r"\,", "quad": r"\quad", "qquad": r"\qquad"}
DOTS = {"h": r"\cdots", "l": r"\ldots", "v": r"\vdots", "d": r"\ddots"}
BIG = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "lim": r"\lim", "max": r"\max", "min": r"\min"}
LEFT = {"(": "(", "[": "[", "{": r"\{", "|": r"\lvert", "‖": r"\lVert", "⟨": r"\langle", "": "."}
RIGHT = {")": ")", "]": "]", "}": r"\}", "|": r"\rvert", "‖": r"\rVert", "⟩": r"\rangle", "": "."}
MATRICES = {
    ("[", "]"): "bmatrix",
    ("(", ")"): "pmatrix",
    ("|", "|"): "vmatrix",
    ("‖", "‖"): "Vmatrix",
    ("", ""): "matrix",
}
ACCENTS = {"hat": (r"\hat", r"\widehat"), "bar": (r"\bar", r"\overline"), "tilde": (r"\tilde", r"\widetilde")}
PREFIXES = {"d": r"\mathrm{d}"}
MOST_COLUMNS = 10  # amsmath's own limit for its matrices; an array has none


def box(b: Box) -> str:
    """LaTeX source of a formula, for math mode."""
    guard(b)
    return draw(b)


def draw(b: Box, style: Style = "line") -> str:
    match b:
        case kinds.Sym(name, font):
            return math_name(name, font)
        case kinds.Num(digits):
            return digits if re.fullmatch(r"[0-9.]+", digits) else math_name(digits, "roman")
        case kinds.Words(words):
            return rf"\text{{{prose(words)}}}"
        case kinds.Space(kind):
            return SPACES[kind]
        case kinds.Row(items):
            return glue(draw(item, style) for item in items)
        case kinds.Infix():
            return _infix(b, style)
        case kinds.Prefix(sign, body):
            gap = r"\," if sign in ("d", "∇", "∂") and _is_word(edge(body, 0)) else ""
            return glue((_sign(PREFIXES.get(sign, sign)), gap, draw(body, style)))
        case kinds.Script():
            return _script(b, style)
        case kinds.Accent(kind, base):
            return _accent(kind, base, style)
        case kinds.Call():
            return _call(b, style)
        case kinds.Fence(left, body, right):
            return _fence(left, body, right, style)
        case kinds.Frac(num, den):
            return rf"{_frac(b, style)}{{{draw(num, 'small')}}}{{{draw(den, 'small')}}}"
        case kinds.Root(body):
            return rf"\sqrt{{{draw(body, style)}}}"
        case kinds.BigOp(sign, lower, upper, body):
            return glue((_big(sign) + _scripts(lower, upper), draw(body, style)))
        case kinds.Dots(kind):
            return DOTS[kind]
        case kinds.Empty():
            return ""
        case kinds.Matrix():
            return _matrix(b, style)
        case kinds.Cases(rows):
            return _cases(rows)
        case kinds.Underbrace(body, label):
            return rf"\underbrace{{{draw(body, style)}}}_{{{draw(label, 'small')}}}"
        case kinds.Arrow(label):
            return rf"\xrightarrow{{\ {draw(label, 'small')}\ }}"
        case kinds.Boxed(body):
            return rf"\boxed{{\,{draw(body, style)}\,}}"
    assert_never(b)


def _cases(rows: tuple[tuple[Box, Box], ...]) -> str:
    """Values and conditions; values that are built up get air between them."""
    large = has_fraction(*(value for value, _ in rows))
    lines = [[draw(value, "cell" if large else "small"), draw(condition, "small")] for value, condition in rows]
    return _environment("cases", lines, [r" \\[1.2ex] " if large else r" \\ "] * (len(rows) - 1))


def glue(parts: Iterable[str]) -> str:
    """Pieces side by side: a space after a command and between longer pieces, so that the source can be read."""
    done = ""
    for part in filter(None, parts):
        tight = len(done) <= 1 or (len(part) == 1 and done.isalnum()) or done[-1] in "([" or part[0] in ",.;)]^_'"
        if done and (not tight or _runs_on(done, part)):
            done += " "
        done += part
    return done


def _runs_on(left: str, right: str) -> bool:
    """Would a command at the end of left swallow the first letter of right?"""
    return right[0].isalpha() and re.search(r"\\[A-Za-z]+$", left) is not None


def _sign(sign: str) -> str:
    return SIGNS.get(sign) or (sign if sign.startswith("\\") else math_name(sign, "roman"))


def _infix(b: kinds.Infix, style: Style) -> str:
    done = draw(b.items[0], style) or "{}"
    for before, sign, item in zip(b.items, b.signs, b.items[1:], strict=False):
        after = draw(item, style)
        if sign == "":
            done = glue((done, factor_space(before, item), after))
        else:
            done += {",": ", ", "/": "/"}.get(sign) or f" {_sign(sign)} "
            done += after
    return done


def factor_space(left: Box, right: Box) -> str:
    """What separates two factors: nothing in Ax, a thin space after A_{ik} and around roman names, a dot in 2 · 3."""
    before, after = edge(left, -1), edge(right, 0)
    if isinstance(before, kinds.Num) and isinstance(after, kinds.Num):
        return r"\cdot"
    if isinstance(before, kinds.Underbrace):
        return r"\;" if isinstance(after, kinds.Underbrace) else r"\,"
    if isinstance(after, kinds.Fence | kinds.Matrix | kinds.Cases | kinds.Empty):
        return ""
    own = (isinstance(after, kinds.Prefix) and after.sign == "d") or opens_gradient(after)
    return r"\," if own or _is_word(before) or _is_word(after) or _is_indexed(before) else ""


def edge(b: Box, side: Literal[0, -1]) -> Box:
    """The first (0) or last (-1) box on the line inside b."""
    match b:
        case kinds.Row(items) | kinds.Infix(items) if items:
            return edge(items[side], side)
        case kinds.Prefix(_, body) | kinds.BigOp(_, _, _, body) if side == -1:
            return edge(body, side)
        case kinds.Call(head) if side == 0:
            return edge(head, side)
        case kinds.Script(kinds.Call() as base) if side == 0:
            return edge(base, side)
        case kinds.Script(base, None, _) if side == 0 and not isinstance(base, kinds.Fence):
            return edge(base, side)
        case _:
            return b


def _is_word(b: Box) -> bool:
    """A name of several letters without a command of its own, which brings no space along."""
    return isinstance(b, kinds.Sym) and len(b.name) > 1 and b.name not in GREEK and b.name not in OPERATORS


def _is_indexed(b: Box) -> bool:
    return isinstance(b, kinds.Script) and b.sub is not None and b.sup is None and not _is_operator(b.base)


def _is_operator(b: Box) -> bool:
    return isinstance(b, kinds.Sym) and b.name in ("∇", "nabla", "∂")


COMPOUND = (kinds.Script, kinds.Row, kinds.Infix, kinds.Prefix, kinds.Frac, kinds.BigOp, kinds.Underbrace, kinds.Accent)


def _script(b: kinds.Script, style: Style) -> str:
    base = draw(b.base, style) or "{}"
    if isinstance(b.base, COMPOUND):
        base = f"{{{base}}}"
    return base + _scripts(b.sub, b.sup)


def _scripts(sub: Box | None, sup: Box | None) -> str:
    below = "" if sub is None else "_" + _braced(draw(sub, "small"))
    above = "" if sup is None else "^" + _braced(draw(sup, "small"))
    return below + above


def _braced(source: str) -> str:
    return source if len(source) == 1 and source.isalnum() else f"{{{source}}}"


def _accent(kind: str, base: Box, style: Style) -> str:
    """The accent goes over the letter, not over its indices: a hat on x_1 is \\hat{x}_1."""
    if isinstance(base, kinds.Script) and isinstance(base.base, kinds.Sym):
        return _accent(kind, base.base, style) + _scripts(base.sub, base.sup)
    narrow, wide = ACCENTS[kind]
    source = draw(base, style)
    single = re.fullmatch(r".|\\[A-Za-z]+|\\math[a-z]+\{.\}", source)
    return f"{narrow if single else wide}{{{source}}}"


def _call(b: kinds.Call, style: Style) -> str:
    head = draw(b.head, style)
    arguments = b.args[0] if len(b.args) == 1 else kinds.Infix(b.args, (",",) * (len(b.args) - 1), 0)
    if not b.bare:
        return head + _fence("(", arguments, ")", style)
    body = draw(arguments, style)
    thin = head.endswith("}") and not body.startswith(("(", r"\left", r"\bigl"))
    return glue((head, r"\," if thin else "", body))


def _fence(left: str, body: Box, right: str, style: Style) -> str:
    """Brackets as large as what they hold: plain, big around other brackets, growing around fractions and arrays."""
    inner = draw(body, style)
    opening, closing = LEFT.get(left, left), RIGHT.get(right, right)
    if grows(body, style):
        return rf"\left{opening} {inner} \right{closing}"
    # a bracket whose partner stands on another line stays plain, or the two would differ
    size = ("", r"\big", r"\Big")[min(brackets(body), 2) if left and right else 0]
    before = f"{size}{'l' if size else ''}{opening}" if left else ""
    after = f"{size}{'r' if size else ''}{closing}" if right else ""
    return before + (" " if before.endswith(("ert", "gle")) and inner[:1].isalpha() else "") + inner + after


def grows(b: Box, style: Style) -> bool:
    """Is any part on the line (scripts aside) taller than letters?"""
    match b:
        case kinds.Frac():
            return style != "small" and _frac(b, style) != r"\tfrac"
        case kinds.Matrix(rows):
            return len(rows) > 1
        case kinds.Cases() | kinds.BigOp():
            return True
        case kinds.Script(base):
            return grows(base, style)
        case kinds.Row(items) | kinds.Infix(items):
            return any(grows(item, style) for item in items)
        case kinds.Call(_, args):
            return any(grows(arg, style) for arg in args)
        case kinds.Prefix(_, body) | kinds.Fence(_, body) | kinds.Underbrace(body) | kinds.Root(body) | kinds.Boxed(body):
            return grows(body, style)
        case _:
            return False


def brackets(b: Box) -> int:
    """How deep brackets around more than one sign are nested in b, scripts aside."""
    match b:
        case kinds.Script(base):
            return brackets(base)
        case kinds.Row(items) | kinds.Infix(items):
            return max(map(brackets, items), default=0)
        case kinds.Call(_, args, bare):
            deepest = max(map(brackets, args), default=0)
            return deepest if bare or all(isinstance(a, kinds.Sym | kinds.Script) for a in args) else 1 + deepest
        case kinds.Fence(_, body):
            return 1 + brackets(body)
        case kinds.Prefix(_, body) | kinds.Underbrace(body) | kinds.Boxed(body):
            return brackets(body)
        case _:
            return 0


def _frac(b: kinds.Frac, style: Style) -> str:
    if style == "cell":
        return r"\dfrac"
    return r"\tfrac" if style == "line" and isinstance(b.num, kinds.Num) and isinstance(b.den, kinds.Num) else r"\frac"


def _big(sign: str) -> str:
    return BIG.get(sign) or _sign(sign)


def _matrix(b: kinds.Matrix, style: Style) -> str:
    cell: Style = "cell" if b.tall else "small"
    rows = [[draw(c, cell) for c in r] for r in b.rows]
    gaps = [_gap(b, *pair) for pair in pairwise(b.rows)]
    columns = max((len(r) for r in b.rows), default=0)
    name = MATRICES.get((b.left, b.right))
    if b.bars or columns > MOST_COLUMNS or name is None:
        inside = _environment("array", rows, gaps, f"{{{_columns(columns, b.bars)}}}")
        body = rf"\left{LEFT.get(b.left, b.left)}{inside}\right{RIGHT.get(b.right, b.right)}"
    else:
        body = _environment(name, rows, gaps)
    return body if b.label is None else body + "_" + _braced(draw(b.label, "small"))


def _columns(count: int, bars: tuple[int, ...]) -> str:
    return "".join("c|" if k in bars and k < count else "c" for k in range(1, count + 1)) or "c"


def _gap(b: kinds.Matrix, above: tuple[Box, ...], below: tuple[Box, ...]) -> str:
    """The end of a row. TeX counts the extra space from the depth of a line of text, which a fraction alone exceeds."""
    if b.tall:
        return r" \\[2.6ex] " if has_fraction(*above) and has_fraction(*below) else r" \\[1.2ex] "
    return r" \\[.5ex] " if any(isinstance(c, kinds.Frac) or is_stacked(c) for c in (*above, *below)) else r" \\ "


def is_stacked(b: Box) -> bool:
    """Whether an index stands below an exponent: in A_11² + A_21² two rows would touch."""
    match b:
        case kinds.Script(_, sub, sup):
            return sub is not None and sup is not None
        case kinds.Row(items) | kinds.Infix(items):
            return any(map(is_stacked, items))
        case _:
            return False


def _environment(name: str, rows: list[list[str]], gaps: list[str], argument: str = "") -> str:
    lines = [" & ".join(_cell(c) for c in r) for r in rows]
    body = "".join(line + gap for line, gap in zip(lines, [*gaps, ""], strict=True))
    return rf"\begin{{{name}}}{argument}{body}\end{{{name}}}"


def _cell(source: str) -> str:
    """A cell never begins with a bracket, which TeX would read as the length of the row gap before it."""
    return "{}" + source if source.startswith(("[", "*")) else source
