"""Box to MathML Core: each way of writing is one element pattern; what Core cannot say is a class in STYLE.

Chromium ignores columnalign, columnlines, menclose and most of mathvariant, so bars, frames, alignment and the
sans-serif transpose mark are CSS. Blink cuts the element tree of a page at depth 512, hence DEEPEST.
"""

from __future__ import annotations

from html import escape as _escape
from itertools import accumulate, pairwise
from typing import assert_never

from symjac.errors import LimitError
from symjac.lazy import regex
from symjac.writing import box as kinds
from symjac.writing.box import Box
from symjac.writing.greek import GREEK
from symjac.writing.layout.fit import guard
from symjac.writing.parts import opens_gradient
from symjac.writing.typed import harmless

DEEPEST = 400  # elements in each other; the page around a formula has its own

STYLE = """\
math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", "DejaVu Math TeX Gyre", math; }
math .sj-sans { font-family: "Latin Modern Sans", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
math .sj-bold { font-family: "Latin Modern Roman", "STIX Two Text", Cambria, "DejaVu Serif", serif; font-weight: bold; }
math { line-height: 1.2; }
math .sj-array > mtr > mtd { padding: .22em .45em; }
math .sj-array > mtr > mtd:first-child { padding-left: .15em; }
math .sj-array > mtr > mtd:last-child { padding-right: .15em; }
math .sj-tall > mtr > mtd { padding-block: .4em; }
math .sj-array > mtr > .sj-rule { border-left: .07em solid currentColor; }
math .sj-cases > mtr > mtd { padding: .22em 0; text-align: -webkit-left; justify-items: start; }
math .sj-cases > mtr > mtd + mtd { padding-left: 1em; }
math .sj-bar { padding-bottom: .1em; }
math .sj-boxed { border: .07em solid currentColor; padding: .35em .5em; }
"""

UPRIGHT = frozenset("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ∇∞…⋯")  # single characters that <mi> would slant, against the habit of print
NAMES = frozenset("∇∂∞…⋯")  # signs that are names, not operators
BLACKBOARD = {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"}
FONT_CLASS = {"bold": ' class="sj-bold"', "sans": ' class="sj-sans"'}
SPACES = {"thin": "0.1667em", "quad": "1em", "qquad": "2em"}
DOTS = {"h": "⋯", "l": "…", "v": "⋮", "d": "⋱"}
ACCENTS = {"hat": "ˆ", "bar": "_", "tilde": "˜"}  # Chromium hides every other bar behind the letter
TIGHT = ' lspace="0" rspace="0"'
SIGN_STYLE = {  # where the browsers' operator dictionaries are off
    "/": TIGHT,
    ":": ' lspace="0.2778em" rspace="0.2778em"',
    "⊗": ' largeop="false"',
    "⊙": ' largeop="false"',
    "⊘": ' largeop="false"',
}
PRIME = kinds.Sym("′")  # high and small by itself: as a script it would be both twice
LETTERS = ("d", "∇", "∂")  # prefixes that are set as letters, without an operator's space
BRACKET_HEIGHT = "0.75em"
APPLY = "<mo>\u2061</mo>"  # invisible; a screen reader says "of"
NO_BREAK = "\u00a0"

_SPACED = regex(r'(<mo form="infix")(?: lspace="[^"]*" rspace="[^"]*")?')
_TAG = regex(r"<(/?)")


def box(b: Box, *, display: bool = True) -> str:
    """One formula as a <math> element: on its own line, or within one."""
    return f'<math display="block">{_guarded(b)}</math>' if display else f"<math>{_guarded(b)}</math>"


def set_out(b: Box, *, before: str = "", after: str = "") -> str:
    """One formula at display size for a line that the page lays out; signs or words may stand around it."""
    return f'<math displaystyle="true">{_mrow(before + _guarded(b) + after)}</math>'  # Firefox breaks lines outside mrow


def escape(text: str) -> str:
    """Text as element content or in a quoted attribute; no control characters, none that turn the line."""
    return _escape(harmless(text))


def words(text: str) -> str:
    """Upright words; no-break spaces, because <mtext> drops the others at its ends."""
    return f"<mtext>{escape(text).replace(' ', NO_BREAK)}</mtext>"


def sign(text: str) -> str:
    """A sign between two boxes."""
    return f'<mo form="infix"{SIGN_STYLE.get(text, "")}>{escape(text)}</mo>'


def _guarded(b: Box) -> str:
    """The elements of a formula; what is nested too deep is refused before recursion or a browser does."""
    guard(b)
    drawn = _draw(b)
    if max(accumulate(-1 if closes else 1 for closes in _TAG.findall(drawn))) > DEEPEST:
        raise LimitError(f"a formula of more than {DEEPEST} elements in each other cannot be shown")
    return drawn


def _draw(b: Box) -> str:
    match b:
        case kinds.Sym() | kinds.Num() | kinds.Words() | kinds.Space() | kinds.Dots() | kinds.Empty():
            return _atom(b)
        case kinds.Row(items=items):
            return _mrow("".join(map(_draw, items)))
        case kinds.Infix():
            return _infix(b)
        case kinds.Prefix():
            return _prefix(b)
        case kinds.Script():
            return _script(b)
        case kinds.Accent(kind=kind, base=base):
            return f'<mover accent="true">{_draw(base)}<mo class="sj-{kind}" stretchy="false">{ACCENTS[kind]}</mo></mover>'
        case kinds.Call():
            return _call(b)
        case kinds.Fence(left=left, body=body, right=right):
            return _fenced(left, _draw(body), right, stretchy=_tall(body))
        case kinds.Frac():
            return _frac(b)
        case kinds.Root(body=body):
            return f"<msqrt>{_draw(body)}</msqrt>"
        case kinds.BigOp():
            return _big(b)
        case kinds.Matrix():
            return _matrix(b)
        case kinds.Cases(rows=rows):
            lines = "".join(f"<mtr>{_cell(value)}{_cell(condition)}</mtr>" for value, condition in rows)
            return _fenced("{", f'<mtable class="sj-cases">{lines}</mtable>', "", stretchy=True)
        case kinds.Underbrace(body=body, label=label):
            braced = f'<munder>{_draw(body)}<mo stretchy="true">⏟</mo></munder>'
            return f"<munder>{braced}{_mrow(_space('thin') + _small(label) + _space('thin'))}</munder>"
        case kinds.Arrow(label=label):
            return f'<mover><mo stretchy="true">→</mo>{_mrow(_space("quad") + _small(label) + _space("quad"))}</mover>'
        case kinds.Boxed(body=body):
            return f'<mrow class="sj-boxed">{_draw(body)}</mrow>'
        case _:
            assert_never(b)


def _atom(b: kinds.Sym | kinds.Num | kinds.Words | kinds.Space | kinds.Dots | kinds.Empty) -> str:
    match b:
        case kinds.Sym():
            return _sym(b)
        case kinds.Num(text=text):
            return f"<mn>{escape(text)}</mn>"
        case kinds.Words(text=text):
            return words(text)
        case kinds.Space(width=width):
            return _space(width)
        case kinds.Dots(kind=kind):
            return f'<mi mathvariant="normal">{DOTS[kind]}</mi>'
        case kinds.Empty():
            return _mrow("")
        case _:
            assert_never(b)


def _mrow(content: str) -> str:
    return f"<mrow>{content}</mrow>"


def _space(width: str) -> str:
    return f'<mspace width="{SPACES[width]}"></mspace>'


def _sym(b: kinds.Sym) -> str:
    return _apart_from_italics(b, _letters(b))


def _letters(b: kinds.Sym) -> str:
    """A letter slants by itself, a longer name stands upright, a sign is an operator."""
    name = _shown(b)
    if b.font == "italic" and len(name) == 1 and not name.isalnum() and name not in NAMES:
        return f"<mo{SIGN_STYLE.get(name, '')}>{escape(name)}</mo>"
    normal = ' mathvariant="normal"' if len(name) == 1 and _upright(b) else ""
    return f"<mi{normal}{FONT_CLASS.get(b.font, '')}>{escape(name)}</mi>"


def _shown(b: kinds.Sym) -> str:
    name = GREEK.get(b.name, b.name)
    return "".join(map(_blackboard, name)) if b.font == "blackboard" else name


def _upright(b: kinds.Sym) -> bool:
    name = _shown(b)
    if len(name) == 1 and name in GREEK.values() and name.islower():
        return b.font not in ("italic", "roman")  # as in LaTeX, where a small Greek letter always slants
    return b.font != "italic" or len(name) != 1 or name in UPRIGHT


def _apart_from_italics(b: kinds.Sym, markup: str) -> str:
    """Firefox puts a space of its own beside upright letters; <mpadded> leaves the space to us."""
    return f"<mpadded>{markup}</mpadded>" if _upright(b) else markup


def _blackboard(letter: str) -> str:
    """The double-struck letter; seven capitals stand outside the block of the others."""
    if not (letter.isascii() and letter.isalpha()):
        return letter
    start = 0x1D538 - ord("A") if letter.isupper() else 0x1D552 - ord("a")
    return BLACKBOARD.get(letter, chr(start + ord(letter)))


def _small(b: Box) -> str:
    """A script, limit or label: as in print, no space around its signs."""
    return _SPACED.sub(rf"\1{TIGHT}", _draw(b))


def _prefix(b: kinds.Prefix) -> str:
    """∇f, ∂x and dX keep no space after the sign; −x has a minus that knows it stands in front."""
    if b.sign not in LETTERS:
        return _mrow(f'<mo form="prefix">{escape(b.sign)}</mo>{_draw(b.body)}')
    gap = _space("thin") if _opens_word(_edge(b.body, 0)) else ""
    return _mrow(_sym(kinds.Sym(b.sign, "roman" if b.sign == "d" else "italic")) + gap + _draw(b.body))


def _infix(b: kinds.Infix) -> str:
    """Items and signs; a product without a sign gets a thin space where words or tall things would touch."""
    out = [_draw(item) for item in b.items[:1]]
    for mark, (left, right) in zip(b.signs, pairwise(b.items), strict=True):
        out.append(sign(mark) if mark else _space("thin") if _apart(left, right) else "")
        out.append(_draw(right))
    return _mrow("".join(out))


def _apart(left: Box, right: Box) -> bool:
    last, first = _edge(left, -1), _edge(right, 0)
    return _aloof(last) or (isinstance(last, kinds.Call) and last.bare) or _opens_word(first) or opens_gradient(first)


def _edge(b: Box, end: int) -> Box:
    """The outermost thing at the left (0) or right (-1) end of a box."""
    while isinstance(b, kinds.Row | kinds.Infix) and b.items:
        b = b.items[end]
    return b


def _aloof(b: Box) -> bool:
    """Set off on both sides: built-up things, words, differentials."""
    match b:
        case kinds.Frac() | kinds.Matrix() | kinds.Cases() | kinds.Underbrace() | kinds.Words() | kinds.Prefix(sign="d"):
            return True
        case kinds.Sym(name=name):
            return len(GREEK.get(name, name)) > 1
        case _:
            return False


def _opens_word(b: Box) -> bool:
    if isinstance(b, kinds.Script | kinds.Accent):
        return _opens_word(b.base)
    if isinstance(b, kinds.Call) and isinstance(b.head, kinds.Infix):  # log det
        return _opens_word(b.head.items[0])
    return _aloof(b.head if isinstance(b, kinds.Call) else b)


def _script(b: kinds.Script) -> str:
    """base with scripts; on a single letter they know its slant, on brackets they keep to the bracket's height."""
    if b.sup == PRIME:
        return _mrow(_script(kinds.Script(b.base, b.sub)) + f'<mo form="postfix"{TIGHT}>{PRIME.name}</mo>')
    tag = "m" + "sub" * (b.sub is not None) + "sup" * (b.sup is not None)
    scripts = "".join(_small(part) for part in (b.sub, b.sup) if part is not None)
    if not scripts:
        return _draw(b.base)
    if isinstance(b.base, kinds.Sym):
        return _apart_from_italics(b.base, f"<{tag}>{_letters(b.base)}{scripts}</{tag}>")
    base = _draw(b.base)
    if isinstance(b.base, kinds.Fence) and not _tall(b.base):
        base = f'<mpadded height="{BRACKET_HEIGHT}">{base}</mpadded>'
    return f"<{tag}>{base}{scripts}</{tag}>"


def _call(b: kinds.Call) -> str:
    """tanh(z), or with `bare` tr X: a thin space unless brackets follow anyway."""
    args = sign(",").join(map(_draw, b.args))
    if not b.bare:
        return _mrow(_draw(b.head) + APPLY + _fenced("(", args, ")", stretchy=any(map(_tall, b.args))))
    gap = "" if b.args and isinstance(_edge(b.args[0], 0), kinds.Fence) else _space("thin")
    return _mrow(_draw(b.head) + APPLY + gap + args)


def _fenced(left: str, content: str, right: str, *, stretchy: bool) -> str:
    def mark(text: str, form: str) -> str:
        stretch = "true" if stretchy else "false"
        return f'<mo form="{form}" stretchy="{stretch}"{TIGHT}>{escape(text)}</mo>' if text else ""

    return _mrow(mark(left, "prefix") + content + mark(right, "postfix"))


def _tall(b: Box) -> bool:
    """Whether brackets around it must grow. Letters with scripts do not count: growing brackets would wobble."""
    match b:
        case kinds.Frac() | kinds.BigOp() | kinds.Matrix() | kinds.Cases() | kinds.Boxed():
            return True
        case kinds.Script(base=inner) | kinds.Accent(base=inner):
            return _tall(inner)
        case kinds.Prefix(body=inner) | kinds.Fence(body=inner) | kinds.Root(body=inner) | kinds.Underbrace(body=inner):
            return _tall(inner)
        case kinds.Row(items=items) | kinds.Infix(items=items) | kinds.Call(args=items):
            return any(map(_tall, items))
        case _:
            return False


def _frac(b: kinds.Frac) -> str:
    """A built fraction; one of two numbers stays small, as print has it."""
    small = ' displaystyle="false"' if isinstance(b.num, kinds.Num) and isinstance(b.den, kinds.Num) else ""
    return f"<mfrac{small}>{_draw(b.num)}{_draw(b.den)}</mfrac>"


def _big(b: kinds.BigOp) -> str:
    word = ' movablelimits="true" lspace="0" rspace="0.1667em"' if b.sign.isalpha() else ""
    tag = "m" + "under" * (b.lower is not None) + "over" * (b.upper is not None)
    limits = "".join(_small(part) for part in (b.lower, b.upper) if part is not None)
    operator = f'<mo form="prefix"{word}>{escape(b.sign)}</mo>'
    return _mrow((f"<{tag}>{operator}{limits}</{tag}>" if limits else operator) + _draw(b.body))


def _matrix(b: kinds.Matrix) -> str:
    style = ' class="sj-array sj-tall" displaystyle="true"' if b.tall else ' class="sj-array"'
    rows = "".join(f"<mtr>{''.join(_cell(c, k in b.bars) for k, c in enumerate(r))}</mtr>" for r in b.rows)
    bracketed = _fenced(b.left, f"<mtable{style}>{rows}</mtable>", b.right, stretchy=True)
    return bracketed if b.label is None else f"<msub>{bracketed}{_small(b.label)}</msub>"


def _cell(b: Box, bar: bool = False) -> str:
    return f'<mtd class="sj-rule">{_draw(b)}</mtd>' if bar else f"<mtd>{_draw(b)}</mtd>"
