"""Environments of LaTeX: matrices become literals; displays, with their & and \\\\, carry no meaning."""

from __future__ import annotations

import re

import symjac.language.text.latex.commands as known
from symjac.errors import LimitError
from symjac.language.text.alike import close_to
from symjac.language.text.brackets import NESTING
from symjac.language.text.latex.tex import Tex
from symjac.language.text.tree import Token
from symjac.lazy import regex

_GAP = regex(r"\s*\[\s*-?[0-9.]+\s*(?:ex|em|pt|cm|mm|in)\s*\]")


def amp(tex: Tex, token: Token) -> None:
    if tex.in_matrix():
        tex.emit("COMMA", token)
        return
    after = tex.peek()
    begins = not tex.out or tex.out[-1].type in ("NEWLINE", "EQ")
    relation = begins or (after is not None and after.type in ("EQ", "PLUS", "MINUS"))
    if not tex.environments and not relation:
        raise tex.fail("`&` has no meaning here", token, "it separates entries inside \\begin{bmatrix} … \\end{bmatrix}")


def environment(tex: Tex, token: Token) -> None:
    found = re.fullmatch(r"\\(begin|end)\s*\{\s*([A-Za-z]+\*?)\s*\}", token.text)
    assert found is not None
    name = found[2].rstrip("*")
    token.data = found[2]
    if found[1] == "end":
        end(tex, token)
    elif name in known.MATRICES:
        if len(tex.environments) > NESTING // 2:
            raise tex.fail("environments are nested too deep", token, kind=LimitError)
        begin_matrix(tex, token, name)
    elif name in known.DISPLAYS:
        tex.environments.append(token)
    else:
        near = close_to(name, known.MATRICES | known.DISPLAYS)
        raise tex.fail(f"the environment {name[:40]} is not known", token, f"did you mean {near}?" if near else None)


def begin_matrix(tex: Tex, token: Token, name: str) -> None:
    tex.environments.append(token)
    after = tex.peek()
    if name == "array" and after is not None and after.type == "LBRACE":
        while tex.take().type != "RBRACE":
            pass
    if name in ("vmatrix", "Vmatrix"):
        tex.emit("BAROPEN" if name == "vmatrix" else "NORMOPEN", token)
    tex.emit("LSQB", token)


def end(tex: Tex, token: Token) -> None:
    hint = f"\\begin{{{tex.environments[-1].data}}} is open" if tex.environments else None
    if not tex.environments or tex.environments[-1].data != token.data:
        raise tex.fail(f"\\end{{{token.data}}} closes no \\begin{{{token.data}}}", token, hint)
    opened = tex.environments.pop()
    name = str(opened.data).rstrip("*")
    if name in known.MATRICES:
        while tex.out and tex.out[-1].type == "SEMI":
            tex.out.pop()
        tex.emit("RSQB", token)
        if name in ("vmatrix", "Vmatrix"):
            tex.emit("BARCLOSE" if name == "vmatrix" else "NORMCLOSE", token)


def row(tex: Tex, token: Token) -> None:
    """\\\\ ends a row or a statement; [2ex] after it is spacing."""
    gap = _GAP.match(tex.source, token.end)
    while gap and (after := tex.peek()) is not None and after.start < gap.end():
        tex.at += 1
    if tex.in_matrix():
        tex.emit("SEMI", token)
    else:
        tex.emit("NEWLINE", token)
