"""Show that ∇ₓ(xᵀAx) = xᵀ(A + Aᵀ): the claim stands in the question, and is proven before it is printed."""

from __future__ import annotations

from dataclasses import replace

from symjac.derivation.derivation import Derivation
from symjac.errors import SymjacError
from symjac.expr.looks import written
from symjac.pages.exam.asking import asked
from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made
from symjac.pages.exam.parts.derive import derivation, form_of, made, typed
from symjac.pages.exam.words import say
from symjac.writing.block import Block, Inline, Paragraph, Text
from symjac.writing.box import Box, equation


def make(c: Context) -> Made:
    d = derivation(c)
    try:
        claim = form_of(c, d, d.result, c.get("claim"))
    except SymjacError as fault:
        raise c.fault(fault, "claim") from fault
    shown = written(typed(c, d, "claim", claim))
    return replace(made(c, d, claimed(c, d, shown), boxes={"claim": shown}), accepted=())


def claimed(c: Context, d: Derivation, claim: Box) -> tuple[Block, ...]:
    """The question that would be asked, with the answer in it."""
    return tuple(
        replace(b, text=stated(b.text, say(c.language, "show"), claim)) if isinstance(b, Paragraph) else b for b in asked(c, d)
    )


def stated(text: Text, words: str, claim: Box) -> Text:
    """'… Find ∇ₓf.' → '… Show that ∇ₓf = claim.'"""
    out: list[Inline] = []
    for k, part in enumerate(text):
        before = text[k - 1] if k else ""
        if isinstance(part, str) and part.endswith(("Find\u00a0", "Bestimmen Sie ")):
            out.append(part.removesuffix("Find\u00a0").removesuffix("Bestimmen Sie ") + words)
        elif not isinstance(part, str) and isinstance(before, str) and before.endswith(("Find\u00a0", "Bestimmen Sie ")):
            out.append(equation(part, claim))  # type: ignore[arg-type]
        else:
            out.append(part)
    return tuple(out)
