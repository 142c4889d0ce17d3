"""Which of these is ∇ₓf? The right answer among what typical mistakes lead to."""

from __future__ import annotations

from dataclasses import replace

from symjac.derivation.explain.article import unknown
from symjac.errors import UnsupportedError
from symjac.expr.looks import written
from symjac.pages.exam.asking import asked
from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Choice, Made
from symjac.pages.exam.mistakes import wrong_answers
from symjac.pages.exam.parts.derive import derivation, judged, made
from symjac.pages.exam.words import say
from symjac.writing.block import Block, Paragraph

USUAL = 3  # wrong answers


def make(c: Context) -> Made:
    d = derivation(c)
    found = made(c, d, (*stem(asked(c, d)), Paragraph((say(c.language, "choose"), unknown(d), "?"))), by_line=False)
    count = c.get("wrong", USUAL)
    wrong = wrong_answers(judged(c), count)
    if len(wrong) < count:
        message = f"only {len(wrong)} wrong answers were found that typical mistakes lead to"
        raise UnsupportedError(message, found=str(d.result), hint=f"wrong = {len(wrong)}" if wrong else "another question")
    right = Choice((written(d.result),), str(d.result))
    others = [Choice((written(w.expr),), str(w.expr), w.code, w.sentence) for w in wrong]
    errors = tuple((w.code, w.sentence, (written(w.expr),)) for w in wrong)
    return replace(found, choices=(right, *others), errors=errors)


def stem(blocks: tuple[Block, ...]) -> list[Block]:
    """The question without its last sentence 'Find …'."""
    out: list[Block] = []
    for b in blocks:
        if isinstance(b, Paragraph):
            at = next(
                (k for k, p in enumerate(b.text) if isinstance(p, str) and p.endswith(("Find\u00a0", "Bestimmen Sie "))), None
            )
            cut = (
                b.text
                if at is None
                else (*b.text[:at], str(b.text[at]).removesuffix("Find\u00a0").removesuffix("Bestimmen Sie "))
            )
            out += [Paragraph(cut)] if any(part != "" for part in cut) else []
        else:
            out.append(b)
    return out
