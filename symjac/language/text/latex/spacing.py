"""\\quad, \\hspace{1em}, \\( and \\underbrace: what of a LaTeX text is for the eye alone."""

from __future__ import annotations

from symjac.language.text.latex.tex import Tex
from symjac.language.text.tree import Token, is_run

LEFT_DIVISION = "division from the left is written inv(A)*b"


def ignore(tex: Tex, token: Token, name: str) -> None:
    after = tex.peek()
    if after is not None and after.type == "LBRACE":
        depth = 0
        while tex.at < len(tex.tokens):
            kind = tex.take().type
            depth += (kind == "LBRACE") - (kind == "RBRACE")
            if depth == 0:
                break


def skip(tex: Tex, token: Token, name: str) -> None:
    if name.strip() == "" and not tex.commands:
        raise tex.fail("a backslash is no operator", token, LEFT_DIVISION)


def wrapper(tex: Tex, token: Token, name: str) -> None:
    """\\( and \\[ open a display, and nothing else."""
    if name in "([" and tex.out and tex.out[-1].type != "NEWLINE":
        raise tex.fail("a backslash is no operator", token, LEFT_DIVISION)


def quad(tex: Tex, token: Token, name: str) -> None:
    tex.emit("QUAD", token)
    if name == "hspace":
        ignore(tex, token, name)


def transparent(tex: Tex, token: Token, name: str) -> None:
    content = tex.argument(token)
    single = len(content) == 1 and not is_run(content[0])
    tex.out += content if single else tex.bracketed(content, token, tex.tokens[tex.at - 1])


def underbrace(tex: Tex, token: Token, name: str) -> None:
    transparent(tex, token, name)
    after = tex.peek()
    if after is not None and after.type in ("UNDER", "POW"):
        ignore_script(tex)


def ignore_script(tex: Tex) -> None:
    tex.take()
    after = tex.peek()
    if after is not None and after.type == "LBRACE":
        ignore(tex, after, "")
    elif after is not None:
        tex.at += 1
