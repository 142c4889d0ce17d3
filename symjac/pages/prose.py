"""'The Jacobian of $f: R^n -> R^m$ is $m x n$, see [N4].': running text with formulas in dollars and references in brackets.

A dollar or a bracket that is meant as such is written with a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from symjac.errors import ParseError
from symjac.expr.looks import written
from symjac.expr.names import canonical, look_of
from symjac.expr.registry import find
from symjac.language import parse
from symjac.lazy import regex
from symjac.writing.block import Inline, Link, Text
from symjac.writing.box import RELATION, SUM, Box, Dots, Infix, Num, Script, Sym, commas, infix
from symjac.writing.signs import applied, nabla, partial

_PART = regex(r"\\([$\[\]])|\$([^$]*)\$|\[([\w-]+)\]|(\$)")
_SPACE = regex(r"\s*(?:R|ℝ)(?:\s*\^\s*(?:\{([^{}]*)\}|(\w+)))?\s*")
_MAP = regex(r"\s*(\w+)\s*:\s*(.+?)\s*(?:->|→)\s*(.+)")
_IN = regex(r"\s*(.+?)\s+(?:in|∈)\s+((?:R|ℝ).*)")
_NAME = r"\\?(\w+)"
_SQUARE = r"(\s*\^\s*(?:\{\s*2\s*\}|2)|²)?"
_GRADIENT = regex(rf"\s*(?:grad|∇|\\nabla){_SQUARE}\s*_\s*(?:\{{([\w\s\\,]+)\}}|{_NAME}){_SQUARE}\s+{_NAME}\s*")
_PARTIAL = regex(
    rf"\s*(?:\\frac\s*\{{\s*\\partial\s*{_NAME}\s*\}}\s*\{{\s*\\partial\s*{_NAME}\s*\}}"
    rf"|(?:∂|\\partial)\s*{_NAME}\s*/\s*(?:∂|\\partial)\s*{_NAME})\s*"
)
_VALUE = regex(r"\s*\\?(\w+)\s*\(([\\\w, ]+)\)\s*")
_TIMES = regex(r"\s*(\w+)\s*(?:\sx\s|×|\\times(?![a-zA-Z]))\s*(\w+)\s*")
_RELATION = regex(r"(<=|>=|!=|->|(?<!:)=(?!=)|[<>≤≥≠≈→]|\\(?:leq?|geq?|neq?|approx)(?![a-zA-Z]))")
_DOTS = regex(r"\s*(?:\.\.\.|…|⋯|\\[lc]?dots)\s*")
TYPED = {  # of LaTeX, what stands outside of expressions
    r"\\(?:mathbb\s*\{\s*R\s*\}|mathbb\s+R|R)(?![a-zA-Z])": "ℝ",
    r"\\in(?![a-zA-Z])": "∈",
    r"\\(?:to|rightarrow)(?![a-zA-Z])": "→",
    r"\\colon(?![a-zA-Z])": ":",
}  # fmt: skip
SIGNS = {
    "<=": "≤", ">=": "≥", "!=": "≠", "->": "→", "\\le": "≤", "\\leq": "≤", "\\ge": "≥", "\\geq": "≥", "\\ne": "≠", "\\neq": "≠",
    "\\approx": "≈",
}  # fmt: skip


def prose(text: str, references: Mapping[str, Link]) -> Text:
    """The text with its formulas written and its references as links; an unknown reference or formula is refused."""
    out: list[Inline] = []
    words = " ".join(text.split())
    end = 0
    for found in _PART.finditer(words):
        out.append(words[end : found.start()])
        out.append(marked(found, references))
        end = found.end()
    return tuple(part for part in (*out, words[end:]) if part != "")


def marked(found: re.Match[str], references: Mapping[str, Link]) -> str | Box | Link:
    """A sign that is meant as it stands, a formula, or a reference."""
    sign, inner, name, _ = found.groups()
    if inner is not None:
        return formula(inner)
    if name is not None:
        return reference(name, references)
    if sign is None:
        raise ParseError("a dollar sign is left over", source=found.string, span=found.span(), hint=r"one that is meant is \$")
    return str(sign)


def reference(name: str, references: Mapping[str, Link]) -> Link:
    if name not in references:
        raise ParseError(
            f"the text refers to [{name}], which is no example",
            expected=", ".join(references) or None,
            hint=rf"brackets that are meant as such are written \[{name}\]",
        )
    return references[name]


def formulas(text: str) -> set[str]:
    """The different formulas in a text, as they are typed."""
    return {inner for _, inner, _, _ in _PART.findall(" ".join(text.split())) if inner}


@lru_cache(maxsize=4096)  # the same letters stand in a text again and again
def formula(text: str) -> Box:
    """A map, a membership, a gradient, sizes, an equation or another relation, a list, or an expression of the language."""
    for pattern, sign in TYPED.items():
        text = re.sub(pattern, sign, text)
    if found := _MAP.fullmatch(text):
        return Infix((look_of(canonical(found[1])), space(found[2]), space(found[3])), (":", "→"), RELATION)
    if found := _IN.fullmatch(text):
        return Infix((formula(found[1]), space(found[2])), ("∈",), RELATION)
    if found := _TIMES.fullmatch(text):
        return infix("×", [size(found[1]), size(found[2])], SUM)
    sides = [part.strip() for part in _RELATION.split(text)]
    if len(sides) > 1:
        return Infix(tuple(map(listed, sides[::2])), tuple(SIGNS.get(sign, sign) for sign in sides[1::2]), RELATION)
    return listed(text)


def listed(text: str) -> Box:
    """x_1, ..., x_n"""
    parts = re.split(r",(?![^()\[\]{}]*[)\]}])", text)
    if len(parts) == 1:
        return expression(text)
    boxes = [Dots("l") if _DOTS.fullmatch(part) else expression(part) for part in parts]
    return Infix(tuple(boxes), (",",) * (len(boxes) - 1), RELATION)


def space(text: str) -> Box:
    """ℝ^n, ℝ^{m×n}"""
    found = _SPACE.fullmatch(text)
    if found is None:
        raise ParseError(f"`{text}` is no space", expected="R, R^n or R^{m x n}")
    real = Sym("R", "blackboard")
    exponent = found[1] or found[2]
    if exponent is None:
        return real
    return Script(real, sup=infix("×", [size(part) for part in re.split(r"\s*(?:x|×|\\times)\s*", exponent.strip())], SUM))


def size(text: str) -> Box:
    return Num(text) if text.isdigit() else look_of(canonical(text))


def expression(text: str) -> Box:
    if re.fullmatch(r"\s*[^\W\d]\w*\s*", text):
        return look_of(canonical(text.strip()))
    if (found := _VALUE.fullmatch(text)) and find(found[1]) is None:  # f(x) is a value here, not a product
        return applied(
            look_of(canonical(found[1])), *(look_of(canonical(name.strip().removeprefix("\\"))) for name in found[2].split(","))
        )
    if found := _GRADIENT.fullmatch(text):
        names = [look_of(canonical(name.strip().removeprefix("\\"))) for name in (found[2] or found[3]).split(",")]
        return nabla(commas(names), look_of(canonical(found[5])), 2 if found[1] or found[4] else 1)
    if found := _PARTIAL.fullmatch(text):
        return partial(*(look_of(canonical(name)) for name in found.groups() if name))
    return written(parse(text))
