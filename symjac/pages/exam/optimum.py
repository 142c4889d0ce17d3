"""'Find θ ∈ ℝᴰ for which f(θ) = ‖y − Φθ‖² is least.' The question of an optimum, in the language of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from symjac.derivation.explain.article import constant, formula, is_tall, together
from symjac.derivation.explain.displays import weight
from symjac.pages.exam.asking import auf_deutsch, und_text
from symjac.pages.exam.context import Context
from symjac.pages.exam.words import say
from symjac.pages.optimum.optimum import Optimum
from symjac.pages.optimum.statement import INLINE, sides
from symjac.writing.block import Block, Equation, Paragraph, Text
from symjac.writing.box import equation


def asked(c: Context, found: Optimum, stated: Sequence[Any]) -> tuple[Block, ...]:
    """'… Find θ ∈ ℝᴰ for which f(θ) = ‖y − Φθ‖² is least.' stated: as the page states it."""
    reasons = Paragraph((say(c.language, "reasons"),))
    if c.language == "de":
        return (*german(found), reasons)
    return (*(replace(b, lead="") if isinstance(b, Paragraph) else b for b in stated), reasons)


def german(found: Optimum) -> list[Block]:
    """'Sei y ∈ ℝᴺ fest. Bestimmen Sie w ∈ ℝᴰ unter der Nebenbedingung Aw = b so, dass f(w) = … minimal ist.'"""
    a, families = found.asked, found.asked.members
    given_ = [auf_deutsch(constant(e, families)) for e in a.symbols.values() if e not in a.variables]
    fixed: Text = (f"Sei{'en' * (len(given_) > 1)} ", *und_text(given_), " fest. ") if given_ else ()
    what = [auf_deutsch(text) for text in together(a.variables, families)]
    limits = [equation(*sides(each)) for each in a.constraints]
    subject: Text = (f" unter {'den' if len(limits) > 1 else 'der'} Nebenbedingung{'en' * (len(limits) > 1)} ",)
    subject = (*subject, *und_text([(box,) for box in limits])) if limits else ()
    asks: Text = (*fixed, "Bestimmen Sie ", *und_text(what), *subject, " so, dass")
    shown = formula(a.problem, a.variables)
    side = say("de", "greatest" if found.greatest else "least")
    if is_tall(shown) or weight(shown) > INLINE:
        return [Paragraph(asks), Equation(shown), Paragraph((f"{side.strip()}.",))]
    return [Paragraph((*asks, " ", shown, f"{side}."))]
