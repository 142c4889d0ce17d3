"""An answer in any form, text, SymPy, numbers, entries, a differential, to something that has a value at every place."""

from __future__ import annotations

from typing import Any

from symjac.errors import ParseError, SymjacError
from symjac.expr.expr import Expr, postorder
from symjac.judge.asked import Asked
from symjac.judge.forms import differential, entries, lettered, numbers
from symjac.judge.forms.answer import Answer, Formula
from symjac.language import parse
from symjac.lazy import regex

# ∇f =, df/dx =, \frac{\partial f}{\partial x} =, J = …: what may stand in front of an answer
_HEAD = regex(
    r"\s*(?:\$+|\\\[|\\\()?\s*(?:∇|\\nabla|D_|\\frac\s*\{\s*(?:d|∂|\\partial)|\\[dt]frac\s*\{\s*(?:d|∂|\\partial)|[d∂]\^?2?\s*\w*\s*/\s*[d∂]"
    r"|(?:grad|Jacobian|Hessian|[JH]_?f?)\b|[A-Za-z]'+\s*\()[^=;\n]*=(?!=)"
)


def read(claim: Any, asked: Asked) -> Answer:
    """A SymjacError says why it is no answer: it cannot be read, names something unknown, or its shapes do not fit."""
    if isinstance(claim, str):
        return read_text(claim, asked)
    if isinstance(claim, Expr):
        return formula(str(claim), known(claim, asked), asked)
    if type(claim).__module__.split(".")[0] == "sympy":
        return read_sympy(claim, asked)
    if numbers.is_array(claim):
        return numbers.read(claim, asked)
    raise ParseError(f"an answer is text, a SymPy expression or an array, not {type(claim).__name__}")


def read_sympy(claim: Any, asked: Asked) -> Answer:
    from symjac.interop.sympy import to_expr

    own = asked.context.symbols
    try:
        return formula(str(claim), known(to_expr(claim, own), asked), asked)
    except SymjacError:
        raise
    except (TypeError, ValueError, AttributeError, NotImplementedError) as failure:
        raise ParseError("this SymPy expression cannot be read", found=str(claim)[:80]) from failure


def known(expr: Expr, asked: Asked) -> Expr:
    """The expression, if all its symbols are those of the question."""
    own = asked.context.symbols
    for e in postorder(expr):
        if e.op.name == "symbol" and own.get(str(e.data[0])) is not e:
            raise ParseError(f"`{e.data[0]}` is not in the question, or is of another shape there", expected=", ".join(own))
    return expr


def read_text(text: str, asked: Asked) -> Answer:
    in_indices = lettered.fits(asked)
    if entries.is_entries(text) and not in_indices:
        return entries.read(text, asked)
    bare = without_head(text)
    if differential.mentions(bare, asked):
        found = differential.read(bare, asked)
        if found is not None:
            return found
    read = lettered.read(text, bare, asked) if in_indices else parse(bare, context=asked.context, like=asked.like)
    return formula(text, read, asked)


def without_head(text: str) -> str:
    """Without the ∇f = in front of it."""
    found = _HEAD.match(text)
    return text[found.end() :] if found else text


def formula(text: str, read: Expr, asked: Asked) -> Answer:
    settled = asked.settled(read)
    return Formula(text, settled.shape, settled, read if read.free and not settled.free else None)
