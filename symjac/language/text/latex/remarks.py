"""\\text{if x > 0}, \\text{Let } f: words beside a formula, which end the row or are refused."""

from __future__ import annotations

import re

from symjac.errors import UnsupportedError
from symjac.language.text.latex.optimum import CONSTRAINTS
from symjac.language.text.latex.spacing import ignore
from symjac.language.text.latex.tex import Tex
from symjac.language.text.tree import Token

_BEGINNINGS = "Let|let|Consider|consider|Define|define|Suppose|suppose"


def is_remark(tex: Tex) -> bool:
    """Words and brackets in \\text, or anything in it behind a \\quad: no name."""
    end = next((k for k in range(tex.at, len(tex.tokens)) if tex.tokens[k].type == "RBRACE"), None)
    opened = tex.peek()
    if opened is None or opened.type != "LBRACE" or end is None:
        return False
    words = tex.source[opened.end : tex.tokens[end].start].strip()
    if re.match(r"s\.?\s?t\.?$|subject to|such that", words):
        raise tex.fail("a constraint is not read", opened, CONSTRAINTS, UnsupportedError)
    spaced = bool(tex.out) and tex.out[-1].type == "QUAD"
    return bool(words) and (
        spaced
        or re.fullmatch(
            r"[A-Za-z]+[\s,;:(][^\\^_]*|\([^\\^_]*\)|if|where|for|with|and|s\.t\.|" + _BEGINNINGS,
            words,
        )
        is not None
    )


def remark(tex: Tex, token: Token) -> None:
    """A remark is no factor: it ends the row, or is refused."""
    first = not tex.out or tex.out[-1].type == "NEWLINE"
    opened = tex.peek()
    ignore(tex, token, "")
    after = tex.peek()
    if first and opened is not None and re.match(rf"\(|\s*(?:{_BEGINNINGS})\b", tex.source[opened.end :]):
        return  # (loss) L = …, Let f(x) = …
    while after is not None and after.type in ("STOP", "COMMA", "RBRACE"):
        after = tex.tokens[tex.tokens.index(after) + 1] if tex.tokens[-1] is not after else None
    ends = after is None or after.type in ("NEWLINE", "SEMI", "DOLLAR", "AMP") or (after.type == "ENV" and after.text[1] == "e")
    if not ends and not (
        after is not None
        and after.type == "CMD"
        and after.text[1:] in ("\\", "quad", "qquad", "tag", "label", "]", ")", "newline", "cr")
    ):
        raise tex.fail("words are not read", token, "leave them out; \\text holds a single name, or a remark at the end")
