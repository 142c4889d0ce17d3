"""theta, x_1, W[1], yhat, Sigma_xy: one spelling of a name inside, θ, x₁, W⁽¹⁾, ŷ, Σ_xy on the page."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from symjac.lazy import regex
from symjac.writing.box import Accent, Box, Fence, Infix, Num, Script, Sym
from symjac.writing.greek import GREEK_LETTERS

MANY = 1 << 16  # names that are remembered: more than one text has
_LAST_NUMBER = regex(r"_([0-9]+)$")
_ACCENTS = ("hat", "bar", "tilde")
_NAME = regex(
    r"(?P<base>[A-Za-z]+)(?:_?(?P<digits>[0-9]+)|_(?P<sub>[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*(?:[+-][0-9]+)?))?(?:\[(?P<layer>[^\]]*)\])?"
)


@lru_cache(maxsize=MANY)
def canonical(name: str) -> str:
    """One spelling of a name: W1, W_1 and W_{1} are W_1."""
    found = _NAME.fullmatch(name.replace("{", "").replace("}", ""))
    if found is None:
        return name
    sub = found["digits"] or found["sub"]
    return found["base"] + (f"_{sub}" if sub else "") + (f"[{found['layer']}]" if found["layer"] is not None else "")


def meant(name: str, known: Container[str]) -> str | None:
    """Which of the names is meant: W1 is W_1, or, as in emitted code, the layer W[1] where there is no W_1."""
    own = canonical(name)
    layer = _LAST_NUMBER.sub(r"[\1]", own)
    return next((each for each in (own, layer) if each in known), None)


def typed(name: str) -> str:
    """The name as it is typed: theta_(k+1), whose sign would else be one between names."""
    return re.sub(r"_([A-Za-z][+-][0-9]+)(?=$|\[)", r"_(\1)", name)


@lru_cache(maxsize=MANY)
def look_of(name: str) -> Box:
    """The written name: accents, subscript, layer superscript."""
    found = _NAME.fullmatch(name)
    if found is None:
        return Sym(name, "roman")
    sub, layer = found["digits"] or found["sub"], found["layer"]
    base = _base(found["base"])
    below = None if sub is None else _index(sub)
    above = None if layer is None else Fence("(", _index(layer), ")")
    return base if below is None and above is None else Script(base, below, above)


def _base(text: str) -> Box:
    for accent in _ACCENTS:
        stem = text.removesuffix(accent)
        if stem != text and (len(stem) == 1 or stem in GREEK_LETTERS):
            return Accent(accent, Sym(stem))  # type: ignore[arg-type]
    return Sym(text) if len(text) == 1 or text in GREEK_LETTERS else Sym(text, "roman")


def _index(text: str) -> Box:
    """A subscript or layer: digits as a number, one letter in italics, else upright words; j_0 has a subscript of its own."""
    outer, _, inner = text.partition("_")
    if inner:
        return Script(_index(outer), _index(inner))
    step = re.fullmatch(r"([A-Za-z])([+-])(\d+)", text)
    if step:
        sign = "−" if step[2] == "-" else "+"
        return Infix((Sym(step[1]), Num(step[3])), (sign,), 10)
    if text.isdigit():
        return Num(text)
    if re.fullmatch("[i-nuv]{2}", text):  # the indices of r_nk
        return Infix(tuple(map(Sym, text)), ("",), 10)
    return Sym(text) if len(text) == 1 or text in GREEK_LETTERS else Sym(text, "roman")
