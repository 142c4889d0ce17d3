"""An activation function: its formula, derivative, limits and graph."""

from __future__ import annotations

from symjac.expr.looks import written
from symjac.pages.activation.named import activation_of
from symjac.pages.activation.page import activation
from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made
from symjac.pages.exam.parts.worked import solved
from symjac.pages.exam.words import say
from symjac.writing.block import Paragraph
from symjac.writing.box import equation


def make(c: Context) -> Made:
    text = c.get("function")
    s = activation_of(text)
    formula = equation(s.look(written(s.argument)), written(s.body)) if s.body is not None else s.sign
    ask = Paragraph((say(c.language, "activation"), formula, say(c.language, "activation task")))
    return solved(c, activation(text, detail=c.detail), (ask,), sentences={"Its limit": "limit"})
