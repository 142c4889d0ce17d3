"""Subscripts and superscripts of LaTeX: parts of a name, powers, transposes, layers."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeGuard

from symjac.errors import UnsupportedError
from symjac.language.text.attach import STEP, takes_a_size
from symjac.language.text.latex.optimum import below, raw
from symjac.language.text.latex.tex import Tex
from symjac.language.text.symbols import LAYER
from symjac.language.text.tree import Token, is_run
from symjac.lazy import regex
from symjac.writing.greek import GREEK_LETTERS

_SIGNS = {"_TIMES": "×", "PLUS": "+", "CDOT": "*", "POW": "^", "COMMA": ",", "LPAR": "(", "RPAR": ")"}
_SIZE = regex(r"[A-Za-z0-9_×+*^,()]+")
_SUBSCRIPT = regex(STEP.pattern + r"|[A-Za-z0-9]+|[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+")


def under(tex: Tex, token: Token) -> None:
    if tex.out and tex.out[-1].type == "OPT" and not tex.out[-1].data:
        return below(tex, tex.out[-1], raw(tex, token))
    following = tex.peek()
    if following is not None and following.text in ("\\limits", "\\nolimits"):
        tex.take()
        following = tex.peek()
    if following is not None and following.type == "NUM" and following.text.isdigit():
        content = [tex.take()]
    else:
        content = tex.argument(token)
    end = tex.tokens[tex.at - 1].end
    base = tex.out[-1] if tex.out else None
    if is_sum(base, content):
        return run_over(tex, base, content, token, end)
    if set_of_members(tex, base, content):
        return None
    if base is not None and content and content[0].type == "LPAR" and (after := tex.peek()) is not None and after.type == "EQ":
        return None  # E_{(w, b)} = …: what the function is called
    listed = base is not None and base.type == "WORD" and is_list(content)
    name = "".join(t.text for t in content[::2]) if listed else "".join(map(_index, content))
    if takes_a_size(base):
        name = "".join(_SIGNS.get(t.type) or _index(t) for t in content)
    if not (_SIZE if takes_a_size(base) else _SUBSCRIPT).fullmatch(name):
        shown = tex.source[token.start : end]
        raise tex.fail(
            f"the subscript `{shown[:40]}` is not read: it holds letters and digits", token, "give the variable another name"
        )
    if base is not None and base.type == "WORD" and base.data == "function":
        raise tex.fail(f"`{base.text}` with a subscript is not in the language", base, kind=UnsupportedError)
    if (
        base is None
        or base.type not in ("WORD", "ONE", "ZERO", "NORMCLOSE", "BARCLOSE", "DBAR", "SUM", "NABLA", "PARTIAL", "RPAR")
        or base.sub
    ):
        raise tex.fail("a subscript belongs behind a name", token)
    base.sub, base.end = name, end
    return None


def set_of_members(tex: Tex, base: Token | None, content: list[Token]) -> bool:
    """{x_n}_{n=1}^N as an argument: the family x."""
    listed = base is not None and base.type == "RPAR" and any(t.type == "EQ" for t in content)
    if not listed or [t.type for t in tex.out[-3:]] != ["LPAR", "WORD", "RPAR"]:
        return False
    tex.out[-3:] = [tex.out[-2]]
    tex.out[-1].sub = ""
    after = tex.peek()
    if after is not None and after.type == "POW":
        tex.take()
        tex.argument(after)
    return True


def is_sum(base: Token | None, content: list[Token]) -> TypeGuard[Token]:
    """∑, ∏, the words sum and prod, and the letter Σ before an index that begins at 1."""
    if base is None or base.type == "SUM":
        return base is not None
    limits = any(t.type == "EQ" for t in content)
    return base.type == "WORD" and not base.sub and base.text in ("sum", "prod", *(("Sigma", "Pi") if limits else ()))


def run_over(tex: Tex, sign: Token, content: list[Token], mark: Token, end: int) -> None:
    """The indices below a sum: i, i=1, i,j, ij=1."""
    sign.type, sign.text = "SUM", "∏" if sign.text in ("prod", "Pi", "\\prod", "∏") else "∑"
    at = next((k for k, t in enumerate(content) if t.type == "EQ"), len(content))
    letters = [t for t in content[:at] if t.type != "COMMA"]
    if not letters or any(t.type != "WORD" or t.sub or t.layer is not None for t in letters):
        hint = "a sum runs over an index from 1 on: \\sum_{i=1}^{N}"
        raise tex.fail(f"the sum over `{tex.source[mark.end : end]}` is not read", mark, hint, UnsupportedError)
    first = content[at + 1 :]
    if at < len(content) and not (len(first) == 1 and first[0].type == "NUM" and first[0].data == 1):
        hint = "let the index begin at 1"
        raise tex.fail("a sum is read from 1 on", first[0] if first else mark, hint, UnsupportedError)
    names = [t.text for t in letters]
    sign.data = tuple(c for n in names for c in ([n] if n in GREEK_LETTERS or n == "ell" else n))
    sign.sub, sign.end = "" if at < len(content) else "".join(names), end


def is_list(content: list[Token]) -> bool:
    """i,j: x_{i,j} is x_{ij}."""
    return len(content) > 1 and all(
        t.type == "COMMA" if k % 2 else t.type in ("WORD", "NUM") and len(t.text) == 1 and not t.sub
        for k, t in enumerate(content)
    )


def _index(token: Token) -> str:
    """What a piece of a subscript is called, its own subscript with it: x_{j_0} is not x_j."""
    if token.type == "OPT":
        return token.text.lstrip("\\")  # lambda_{\max}
    if token.type in ("PLUS", "MINUS"):
        return "+" if token.type == "PLUS" else "-"
    plain = token.type in ("WORD", "NUM") and token.layer is None
    return token.text + (f"_{token.sub}" if token.sub else "") if plain else " "


def power(tex: Tex, token: Token) -> None:
    following = tex.peek()
    if following is not None and following.type == "NUM" and len(following.text) > 1:
        raise tex.fail(f"in LaTeX `^{following.text}` raises {following.text[0]} only", following, f"write ^{{{following.text}}}")
    start = following.start if following else token.end
    content = tex.argument(token)
    if len(content) == 1 and content[0].type == "MINUS":
        content += tex.argument(token)
    end = tex.tokens[tex.at - 1].end
    after = tex.peek()
    if after is not None and after.type == "UNDER":
        under(tex, tex.take())
    place(tex, content, token, start, end)


def place(tex: Tex, content: list[Token], mark: Token, start: int, end: int) -> None:
    """x^{T}, x^{-1}, W^{(1)}, x^{\\odot 2}: what a superscript means."""
    kinds = [t.type for t in content]
    if not content:
        raise tex.fail("the superscript is empty", mark)
    if set(kinds) == {"PRIME"}:
        for prime in content:
            prime.data = "raised"
        tex.out += content
    elif kinds == ["MINUS", "PRIME"]:
        tex.out.append(Token("INVT", "^-T", mark.start, end))
    elif kinds[0] in ("LPAR", "LSQB") and layer(tex, content, mark, start, end):
        return
    elif kinds[0] == "ELTIMES":
        tex.out += [Token("ELPOW", ".^", mark.start, mark.end), *wrapped(tex, content[1:], start, end)]
    elif kinds in (["_TIMES"], ["ELTIMES"], ["STAR"]):
        star(tex, kinds[0], mark, end)
    elif kinds == ["STAR", "PRIME"] or (kinds == ["STAR", "WORD"] and content[1].text == "T"):
        star(tex, kinds[0], mark, end)
        tex.out.append(Token("PRIME", "^T", content[1].start, end, data="raised"))
    elif kinds == ["WORD"] and is_label(tex, content[0]):
        label(tex.out[-1], content[0].text, end)
    elif kinds[-1] == "PRIME" and content[-1].text[0] == "\\" and content[-1].data != "raised":
        place(tex, content[:-1], mark, start, end)
        tex.out.append(content[-1])
    else:
        tex.out += [Token(mark.type, mark.text, mark.start, mark.end), *wrapped(tex, content, start, end)]


def is_label(tex: Tex, word: Token) -> bool:
    """\\theta^{\\text{old}}: upright letters above a name are no exponent."""
    base = tex.out[-1] if tex.out else None
    if base is None or base.text == "e":
        return False
    upright = word.held and len(word.text) > 1 and word.text not in GREEK_LETTERS and word.data is None and not word.sub
    return upright and base.type == "WORD" and base.layer is None and base.data in (None, "label")


def label(base: Token, text: str, end: int) -> None:
    """The label stands below the name: theta_old."""
    base.sub, base.end, base.data = f"{base.sub}_{text}" if base.sub else text, end, "label"


def star(tex: Tex, kind: str, mark: Token, end: int) -> None:
    """x^\\star is a name of its own; so is x^* where x does not stand without a star, which may be a conjugate transpose."""
    base = tex.out[-1] if tex.out else None
    single = base is not None and base.type == "WORD" and (base.held or len(base.text) == 1) and base.layer is None
    if base is None or not single or base.data in ("function", "operator"):
        raise tex.fail("a star on a name is not read", mark, "use another name")
    if kind != "STAR" and (base.text[0].isupper() or stands_alone(tex, base.text)):
        hint = f"another point is written {base.text}^\\star, the transpose {base.text}^\\top"
        raise tex.fail(f"`{base.text}^*` may be another point, or a conjugate transpose", mark, hint)
    base.text, base.held, base.end, base.data = base.text + "star", True, end, "accent"


def stands_alone(tex: Tex, name: str) -> bool:
    """Whether the letter stands somewhere without an exponent."""
    letters = [
        (t, after) for t, after in pairwise([*tex.tokens, Token("END", "", 0, 0)]) if t.text in (name, "\\" + name) or is_run(t)
    ]
    return any(after.type not in ("POW", "UNDER") and name in t.text for t, after in letters)


def wrapped(tex: Tex, content: list[Token], start: int, end: int) -> list[Token]:
    """The exponent as one thing: a run of letters, which may be a product, is bracketed like any group."""
    if len(content) == 1 and not is_run(content[0]):
        return content
    return [Token("LPAR", "{", start, start + 1), *content, Token("RPAR", "}", end - 1, end)]


def layer(tex: Tex, content: list[Token], mark: Token, start: int, end: int) -> bool:
    """(1) as a superscript of a name is its layer."""
    close = next((k for k, t in enumerate(content) if t.type in ("RPAR", "RSQB")), 0)
    inner = "".join(t.text for t in content[1:close])
    base = tex.out[-1] if tex.out else None
    if base is None or base.type != "WORD" or base.layer is not None or not LAYER.fullmatch(inner):
        return False
    base.layer, base.end = inner, end
    if content[close + 1 :]:
        place(tex, content[close + 1 :], mark, start, end)
    return True
