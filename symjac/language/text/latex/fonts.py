"""\\mathbf x, \\mathrm{tr}, {\\bf x}, \\bar x: what a name looks like, and when upright letters are one name."""

from __future__ import annotations

import re

import symjac.language.text.latex.commands as known
from symjac.language.text.functions import function_name
from symjac.language.text.latex.optimum import SIGNS, optimum
from symjac.language.text.latex.remarks import is_remark, remark
from symjac.language.text.latex.tex import Tex
from symjac.language.text.symbols import CONJUGATE
from symjac.language.text.tree import Token


def font(tex: Tex, token: Token, name: str) -> None:
    after = tex.peek()
    if name == "vec" and after is not None and after.type == "LPAR":
        tex.emit("WORD", token, "vec").held = True
        tex.out[-1].data = "function"
        return
    in_font(tex, tex.argument(token), token, name)


def in_font(tex: Tex, content: list[Token], token: Token, name: str) -> None:
    if len(content) == 1 and content[0].type == "NUM" and content[0].data in (0, 1):
        content[0].type = "ONE" if content[0].data == 1 else "ZERO"
    if len(content) > 1 and tex.out and tex.out[-1].data in ("function", "operator"):
        content = tex.bracketed(
            content, token, tex.tokens[tex.at - 1]
        )  # else a font is no bracket: in {P P}^T the T is of the last
    if name in ("mathbb", "mathds") and len(content) == 1 and content[0].text in ("E", "P", "V"):
        raise tex.fail(
            f"`\\{name}{{{content[0].text}}}` is not read", token, "expectations and probabilities are not in the language"
        )
    for made in content[:1]:
        made.start = token.start
        made.end = max(made.end, tex.tokens[tex.at - 1].end) if len(content) == 1 else made.end
        made.held = made.held or (len(made.text) == 1 and made.type == "WORD")
    tex.out += content


def roman(tex: Tex, token: Token, name: str) -> None:
    if name in ("text", "mbox", "textrm", "textit", "textbf") and is_remark(tex):
        return remark(tex, token)
    in_roman(tex, tex.argument(token), token, name)


def in_roman(tex: Tex, content: list[Token], token: Token, name: str) -> None:
    """Upright letters are one name, or a function; an upright T is a transpose."""
    content = content[:-1] if [t.type for t in content[-1:]] == ["STOP"] else content  # const.
    if (
        not content
        or any(t.type not in ("WORD", "NUM") or t.layer is not None for t in content)
        or any(t.sub for t in content[:-1])
    ):
        tex.out += content
        return None
    word = "".join(t.text for t in content)
    if word.isdigit():
        tex.out += content
        return None
    before = tex.tokens[token_index(tex.tokens, token) - 1] if tex.tokens[0] is not token else None
    made = Token("WORD", word, token.start, tex.tokens[tex.at - 1].end, token.space, None, True, content[-1].sub)
    if not re.fullmatch(r"[A-Za-z0-9]+", word) and not content[0].held:
        raise tex.fail(f"`{word[:40]}` is not a name", token)
    if word == "H" and not made.sub and is_raised(tex, token):
        raise tex.fail("an upright H is the conjugate transpose", token, CONJUGATE)
    if word == "T" and before is not None and before.type in ("POW", "LBRACE", "MINUS") and not made.sub:
        made.type = "PRIME"
    if word in SIGNS and not made.sub:
        return optimum(tex, made, word)
    made.data = "operator" if name.startswith("operatorname") else "function" if function_name(word) else None
    tex.out.append(made)
    return None


def is_raised(tex: Tex, token: Token) -> bool:
    """Whether it begins a superscript: ^\\mathrm H, ^{\\mathrm H}."""
    before = [t.type for t in tex.tokens[: token_index(tex.tokens, token)]]
    return before[-1:] == ["POW"] or before[-2:] == ["POW", "LBRACE"]


def old_font(tex: Tex, token: Token, name: str) -> None:
    """{\\bf x}: up to the end of the group."""
    outer, tex.out = tex.out, []
    while (after := tex.peek()) is not None and after.type != "RBRACE":
        tex.item()
    content, tex.out = tex.out, outer
    font = known.OLD_FONTS[name]
    (in_roman if font in known.ROMAN else in_font)(tex, content, token, font)


def accent(tex: Tex, token: Token, name: str) -> None:
    content = tex.argument(token)
    if len(content) != 1 or content[0].type != "WORD" or not (content[0].held or len(content[0].text) == 1):
        raise tex.fail(f"`{token.text}` belongs over a single name", token, "use another name for the expression")
    made = content[0]
    made.text, made.held, made.data = made.text + known.ACCENTS[name], True, "accent"
    made.start, made.end = token.start, tex.tokens[tex.at - 1].end
    tex.out.append(made)


def token_index(tokens: list[Token], token: Token) -> int:
    return next(k for k, t in enumerate(tokens) if t is token)
