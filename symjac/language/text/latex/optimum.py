r"""\min_w F, \arg\min_\theta F, \underset{w}{\min} F, F \to \min_w: which letters stand below the sign."""

from __future__ import annotations

from symjac.errors import ParseError, UnsupportedError
from symjac.language.text.latex.tex import Tex
from symjac.language.text.tree import Token
from symjac.lazy import regex

SIGNS = frozenset(("min", "max", "argmin", "argmax", "inf", "sup"))
CONSTRAINTS = "constraints are not read: type the function alone"
_SET = regex(r"\s*(?:∈|\\in\b)\s*(?:\\mathbb\s*\{?\s*R|\\mathbf\s*\{\s*R|\\(?:R|RR|reals?)\b|ℝ|R\s*\^|R$)")
_OTHER = regex(r"∈|\\in\b|:|\\colon|=|<|>|\\[lg]eq?\b|\\mid|\|")


def optimum(tex: Tex, token: Token, name: str) -> None:
    """\\min before a bracket is the smallest of numbers, anything else an operator."""
    if name == "arg":
        after = tex.peek()
        while after is not None and (after.type == "NEWLINE" or after.text in ("\\,", "\\;", "\\!", "\\ ")):
            tex.take()
            after = tex.peek()
        if after is None or after.text not in ("\\min", "\\max"):
            raise tex.fail("`\\arg` stands before \\min or \\max", token)
        name += tex.take().text[1:]
    after = tex.peek()
    called = after is not None and (
        after.type == "LPAR" or after.text in ("\\{", "\\left", "\\lbrace") or after.text[:4] in _SIZES
    )
    if called and name in ("min", "max"):
        made = tex.emit("WORD", token, name)
        made.held, made.data = True, "function"
    else:
        tex.emit("OPT", token).data = ()


_SIZES = frozenset(("\\big", "\\Big"))


def below(tex: Tex, sign: Token, text: str) -> None:
    """The letters below a sign; a set other than that of all columns is a constraint."""
    known = _SET.search(text)
    text = text[: known.start()] if known else text
    if _OTHER.search(text):
        raise tex.fail("a constraint stands below the sign", sign, CONSTRAINTS, UnsupportedError)
    sign.data = (text.strip().strip("()").replace("\\limits", ""),)


def raw(tex: Tex, token: Token) -> str:
    """What an argument holds, as it is typed."""
    after = tex.peek()
    if after is None:
        raise tex.fail(f"`{token.text}` needs something after it", token)
    start, depth = after.start, 0
    while (after := tex.peek()) is not None:
        tex.take()
        depth += (after.type == "LBRACE") - (after.type == "RBRACE")
        following = tex.peek()
        font = after.type == "CMD" and following is not None and following.type == "LBRACE"
        if depth <= 0 and not font:
            break
    text = tex.source[start : tex.tokens[tex.at - 1].end]
    return text[1:-1] if text[:1] == "{" else text


def underset(tex: Tex, token: Token, name: str) -> None:
    """\\underset{w}{\\min}: as \\min_w."""
    text = raw(tex, token)
    content = tex.argument(token)
    if len(content) != 1 or content[0].type != "OPT":
        raise tex.fail(f"`{token.text}` is read below \\min and \\max only", token)
    below(tex, content[0], text)
    tex.out += content


def arrow(tex: Tex, token: Token, name: str) -> None:
    """F \\to \\min_w: the sign behind the function."""
    after = next((t for t in tex.tokens[tex.at :] if t.type != "NEWLINE"), None)
    if after is None or after.text[1:] not in SIGNS | {"arg"}:
        raise tex.fail(f"`{token.text}` is not read", token, "type the function itself: f(x) = …")
    while (following := tex.peek()) is not None and following.type == "NEWLINE":
        tex.take()


def names_below(sign: Token, source: str) -> str:
    """`w, b`; ParseError where nothing is named."""
    text = "".join(map(str, sign.data)) if isinstance(sign.data, tuple) else sign.sub
    if not text.strip():
        shown = source[slice(*sign.span)]
        raise ParseError(
            f"by which variable? `{shown}` names none", source=source, span=sign.span, hint="write \\min_w F, or F alone"
        )
    return text
