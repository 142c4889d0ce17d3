"""A verdict as a document: the question, the answer as it was read, the verdict, the derivation up to the wrong step."""

from __future__ import annotations

import json

from symjac.derivation.derive import Derivation
from symjac.derivation.explain.article import problem_blocks, unknown
from symjac.derivation.explain.displays import blocks_of
from symjac.derivation.explain.sentences import punctuated
from symjac.derivation.trail import Step
from symjac.errors import SymjacError
from symjac.expr.looks import written
from symjac.expr.make import matrix
from symjac.expr.names import look_of
from symjac.judge.asked import Asked
from symjac.judge.equality import SHOWN, Counterexample
from symjac.judge.places import Place
from symjac.judge.verdict import Verdict
from symjac.verify.term import Derivative, Value
from symjac.writing.block import Block, Document, Equation, Items, Note, Paragraph, Text
from symjac.writing.box import Box, Num, equation
from symjac.writing.draw import drawn
from symjac.writing.formats.json import encode
from symjac.writing.signs import airy, listed

SCHEMA = "symjac/verdict/1"
HEADS = {
    "correct": "Right.",
    "unsimplified": "Right, but not finished.",
    "layout": "Transposed.",
    "wrong": "Not right.",
    "invalid": "Not an answer.",
}


def rendered(verdict: Verdict, format: str, *, reveal: bool, fragment: bool, **options: object) -> str:
    if format == "json":
        return json.dumps(record(verdict, reveal), ensure_ascii=False, indent=2) + "\n"
    return drawn(document(verdict, reveal), format, fragment=fragment, **options)  # type: ignore[arg-type]


def record(verdict: Verdict, reveal: bool) -> dict[str, object]:
    asked = verdict.asked
    question = None if asked is None else {
        "function": str(asked.f), "variables": [str(x) for x in asked.variables], "layout": asked.layout,
        "order_of": asked.question.order_of, "order": asked.question.order,
    }  # fmt: skip
    revealed = {"result": str(asked.result)} if reveal and asked is not None else {}
    whole = {"schema": SCHEMA, "question": question, "claim": None if verdict.claim is None else str(verdict.claim)}
    return {**whole, **verdict.record(), **revealed, "document": encode(document(verdict, reveal))}


def document(verdict: Verdict, reveal: bool) -> Document:
    asked = verdict.asked
    if asked is None:
        return Document(("Verdict",), tuple(said(verdict)))
    d = asked.derivation
    blocks = [*problem_blocks(d), *point_block(asked), *given(verdict), *said(verdict), *shown(verdict, asked, d, reveal)]
    if verdict.sure:
        blocks.append(Note("check", (f"The answer and the derivative are {verdict.sure}.",)))
    return Document(("An answer for ", unknown(d)), tuple(blocks))


def point_block(asked: Asked) -> list[Block]:
    if not asked.point:
        return []
    values = listed([(equation(look_of(name), written(value)),) for name, value in asked.point.items()])
    return [Paragraph(("The derivative is asked for at ", *values, "."))]


def given(verdict: Verdict) -> list[Block]:
    """The answer as it was read; as it was typed, where it could not be read."""
    if verdict.answer is None:
        return [Paragraph((f"{verdict.claim}" if str(verdict.claim).strip() else "(empty)",), lead="Answer.")]
    return [Paragraph(("The answer is read as",), lead="Answer."), Equation(verdict.answer.box, end=".")]


def said(verdict: Verdict) -> list[Block]:
    lead = HEADS[verdict.status]
    if verdict.status == "invalid":
        return refusal(verdict, lead)
    if verdict.status != "wrong":
        message = verdict.message.removeprefix("right, but not finished: ").removeprefix("right; ").removeprefix("right")
        return [Paragraph((sentence(message),) if message else (), lead=lead)]
    told = [m for m in verdict.mistakes if not m.alternative]
    others = [m for m in verdict.mistakes if m.alternative]
    words = " ".join(m.sentence for m in told) or "The answer is not equal to the derivative, and no common mistake explains it."
    blocks: list[Block] = [Paragraph((words,), lead=lead)]
    if verdict.facts:
        blocks.append(Paragraph((" ".join(map(sentence, verdict.facts[:3])),)))
    if verdict.counterexample is not None:
        blocks += difference(verdict.counterexample)
    if others:
        blocks += [Paragraph(("It could also be explained so:",)), Items(tuple((m.sentence,) for m in others))]
    return blocks


def refusal(verdict: Verdict, lead: str) -> list[Block]:
    """What is wrong with the text, without the caret, which needs a fixed width."""
    first, *rest = verdict.message.splitlines() or ["It cannot be read."]
    details = [line.strip() for line in rest if line.startswith("  ") and not line.startswith("    ")]
    items = tuple((" ".join(line.split()),) for line in details)
    return [Paragraph((sentence(first),), lead=lead), *([Items(items)] if items else [])]


def sentence(text: str) -> str:
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")


def difference(c: Counterexample) -> list[Block]:
    """'For m = 2 and A = …, entry (1, 2) is 5, not 7.'"""
    sizes: list[Text] = [(equation(look_of(n), Num(str(k))),) for n, k in c.sizes.items() if n.isidentifier()]
    if c.entry is None:
        where: Text = ("For ", *listed(sizes), " the derivative" if sizes else "The derivative")
        return [
            Paragraph(
                (*(where if sizes else ("The derivative",)), f" is {c.right}, the answer {c.claimed}.".replace(" x ", " × "))
            )
        ]
    values: list[Box] = [equation(look_of(name), written(matrix(rows))) for name, rows in c.values.items()]
    entry = "the value is" if c.entry == (0, 0) else f"entry ({c.entry[0]}, {c.entry[1]}) of the derivative is"
    end = f"{entry} {c.right}, that of the answer {c.claimed}.".replace("-", "−")
    if c.entry == (0, 0):
        end = f"the value is {c.right}, not {c.claimed}.".replace("-", "−")
    if sum(len(row) for rows in c.values.values() for row in rows) > SHOWN or not values:
        head: Text = ("For ", *listed(sizes), " ") if sizes else ()
        return [Paragraph((*head, end if sizes else sentence(end)))]
    opening: Text = ("For ", *listed(sizes), " and" if sizes else "") if sizes else ("For",)
    return [Paragraph(opening), Equation(airy(values)), Paragraph((end,))]


def shown(verdict: Verdict, asked: Asked, d: Derivation, reveal: bool) -> list[Block]:
    """The derivation: all of it, or what comes before the wrong step and does not give the answer away."""
    if reveal:
        return derivation(d.steps, "The derivation.")
    if verdict.status not in ("wrong", "layout"):
        return []
    step = next((m.step for m in verdict.mistakes if m.step), None)
    steps = before(list(d.steps), step, asked)
    return derivation(tuple(steps), "The derivation up to there.") if steps else []


def derivation(steps: tuple[Step, ...], lead: str) -> list[Block]:
    found = punctuated(blocks_of(steps, "full"))
    return [Paragraph((), lead=lead), *found] if found else []


def before(steps: list[Step], wrong: str | None, asked: Asked) -> list[Step]:
    """The steps before the wrong one, and before the first that shows the answer."""
    kept: list[Step] = []
    for step in steps:
        if step.id == wrong or (wrong or "").startswith(f"{step.id}.") or gives_away(step, asked):
            break
        kept.append(step)
    return kept


def gives_away(step: Step, asked: Asked) -> bool:
    """Whether what is written there is the derivative asked for, or equal to it."""
    after = step.after.meaning
    if step.kind in ("conclude", "assemble", "value"):
        return True
    if step.before is not None and step.before.meaning == asked.meaning and not isinstance(after, Derivative):
        return True
    if not isinstance(after, Value) or after.expr.shape != asked.result.shape:
        return False
    try:
        place: Place = asked.quick[0]
        value = place.floats(after.expr, dict(place.base))
        return bool(place.xp.np.allclose(value, place.floats(asked.result), rtol=1e-9))
    except (SymjacError, KeyError, ArithmeticError, ValueError):
        return True
