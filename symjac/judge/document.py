"""A verdict as a document: the question, the answer as it was read, the verdict, the derivation up to the wrong step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from symjac.derivation.derivation import Derivation
from symjac.derivation.explain.article import problem_blocks, unknown
from symjac.derivation.explain.displays import blocks_of
from symjac.derivation.explain.sentences import punctuated
from symjac.derivation.trail import Step, every
from symjac.errors import SymjacError
from symjac.expr.looks import written
from symjac.expr.make import matrix
from symjac.expr.names import look_of
from symjac.judge.asked import Asked
from symjac.judge.equality import SHOWN, Counterexample
from symjac.judge.places import Place
from symjac.judge.verdict import Verdict
from symjac.judge.words import running
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


class Chain:
    """The verdicts on a chain of equalities as one document."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        self.verdicts = verdicts

    def document(self, *, reveal: bool = False) -> Document:
        return chain_document(self.verdicts, reveal)

    def render(self, format: str = "text", *, reveal: bool = False, fragment: bool = False, **options: Any) -> str:
        if format == "json":
            return json.dumps([record(v, reveal) for v in self.verdicts], ensure_ascii=False, indent=2) + "\n"
        return drawn(self.document(reveal=reveal), format, fragment=fragment, **options)


def rendered(verdict: Verdict, format: str, *, reveal: bool, fragment: bool, **options: Any) -> str:
    if format == "json":
        return json.dumps(record(verdict, reveal), ensure_ascii=False, indent=2) + "\n"
    return drawn(document(verdict, reveal), format, fragment=fragment, **options)


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
    blocks = [*question(asked), *given(verdict), *said(verdict), *shown(verdict, asked, asked.derivation, reveal), *sure(verdict)]
    return Document(("An answer for ", unknown(asked.derivation)), tuple(blocks))


def chain_document(verdicts: Sequence[Verdict], reveal: bool) -> Document:
    """The links of a chain of equalities, one after the other, below the question."""
    asked = next((v.asked for v in verdicts if v.asked is not None), None)
    if asked is None:
        return Document(("Verdict",), (Paragraph(("There is no answer in it.",)),))
    blocks = question(asked)
    for k, verdict in enumerate(verdicts, 1):
        blocks += [Paragraph((), lead=f"Link {k}."), *link(verdict), *said(verdict)]
    steps = derivation(asked.derivation.steps, "The derivation.") if reveal else []
    return Document(("A chain of equalities for ", unknown(asked.derivation)), (*blocks, *steps))


def link(verdict: Verdict) -> list[Block]:
    """∇f = …, or … = …"""
    if verdict.answer is None:
        return given(verdict)[:1]
    assert verdict.asked is not None
    left = unknown(verdict.asked.derivation) if verdict.before is None else verdict.before.box
    return [Equation(equation(left, verdict.answer.box), end=".")]


def question(asked: Asked) -> list[Block]:
    return [*problem_blocks(asked.derivation), *point_block(asked)]


def sure(verdict: Verdict) -> list[Block]:
    return [Note("check", (f"The answer and the derivative are {verdict.sure}.",))] if verdict.sure else []


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
    words = " ".join(m.text for m in told) or "The answer is not equal to the derivative, and no common mistake explains it."
    blocks: list[Block] = [Paragraph(running(words), lead=lead)]
    if verdict.said:
        blocks.append(Paragraph(running(" ".join(map(sentence, verdict.said[:3])))))
    if verdict.counterexample is not None:
        blocks += difference(verdict.counterexample, "the derivative" if verdict.before is None else "what stands before")
    if others:
        blocks += [Paragraph(("It could also be explained so:",)), Items(tuple(running(m.text) for m in others))]
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


def difference(c: Counterexample, right: str) -> list[Block]:
    """'For m = 2 and A = …, entry (1, 2) of the derivative is 5, that of the answer 7.'"""
    sizes: list[Text] = [(equation(look_of(n), Num(str(k))),) for n, k in c.sizes.items() if n.isidentifier()]
    end = outcome(c, right).replace("-", "−").replace(" x ", " × ")
    if c.entry is None or not c.values or sum(len(row) for rows in c.values.values() for row in rows) > SHOWN:
        return [Paragraph(("For ", *listed(sizes), " ", end) if sizes else (sentence(end),))]
    values: list[Box] = [equation(look_of(name), written(matrix(rows))) for name, rows in c.values.items()]
    opening: Text = ("For ", *listed(sizes), " and") if sizes else ("For",)
    return [Paragraph(opening), Equation(airy(values)), Paragraph((end,))]


def outcome(c: Counterexample, right: str) -> str:
    """The two values, where they differ."""
    if c.entry is None:
        return f"{right} is {c.right}, the answer {c.claimed}."
    if c.entry == (0, 0):
        return f"the value is {c.right}, not {c.claimed}."
    return f"entry ({c.entry[0]}, {c.entry[1]}) of {right} is {c.right}, that of the answer {c.claimed}."


def shown(verdict: Verdict, asked: Asked, d: Derivation, reveal: bool) -> list[Block]:
    """The derivation: all of it, or what comes before the wrong step and does not give the answer away."""
    if reveal:
        return derivation(d.steps, "The derivation.")
    if verdict.status not in ("wrong", "layout"):
        return []
    step = next((m.step for m in verdict.mistakes if m.step), None)
    steps = tuple(before(list(d.steps), step, asked))
    return [*place_of(verdict, d.steps), *derivation(steps, "The derivation up to there.")]


PLACES = {
    "component": "where the components are written out",
    "differentiate": "where it is differentiated",
    "cases": "where the cases are told apart",
    "assemble": "where the entries are put together",
    "chain": "where the factors of the chain rule are found and multiplied",
    "substitute": "where the inner function is put back",
    "simplify": "where terms are put together",
    "instance": "where sizes are put in",
    "value": "where numbers are put in",
    "conclude": "where the result is put together",
}


def place_of(verdict: Verdict, steps: Sequence[Step]) -> list[Block]:
    """'It went wrong in step 4 of the derivation, where it is differentiated.'"""
    told = next((m.step for m in verdict.mistakes if not m.alternative), None)
    step = next((s for s in every(steps) if s.id == told), None)
    if step is None:
        return []
    where = f", {PLACES[step.kind]}" if step.kind in PLACES else ""
    return [Paragraph((f"It went wrong in step {step.id} of the derivation{where}.",))]


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
