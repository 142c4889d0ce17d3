"""PrairieLearn: a folder for each part: info.json, question.html, and server.py, which asks symjac.check for the verdict."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from symjac.pages.exam.export.common import Task, tasks, tex_html, tex_text
from symjac.pages.exam.keeps import USUAL, kept
from symjac.pages.exam.variant import Variant

HOME = uuid.UUID("5f0c1de8-6a3b-5a52-9f5e-0c5f9d2f7f11")  # under which the names of questions become UUIDs

CHOICES = """<pl-multiple-choice answers-name="answer">
{{#params.choices}}
<pl-answer correct="{{correct}}" feedback="{{feedback}}">{{{text}}}</pl-answer>
{{/params.choices}}
</pl-multiple-choice>"""

SERVER = '''"""Written by symjac exam export: the variants of this question, and how an answer is judged."""

import json

VARIANTS = json.loads({variants})


def generate(data):
    """The variant that belongs to the seed."""
    chosen = VARIANTS[int(data["variant_seed"], 36) % len(VARIANTS)]
    data["params"].update(chosen["params"])
    data["params"]["judged"] = chosen["judged"]
    data["correct_answers"]["answer"] = chosen["answer"]


def grade(data):
    """The verdict of symjac; an answer that cannot be read is a format error and costs nothing."""
    judged = data["params"]["judged"]
    if judged is None or "answer" not in data["submitted_answers"]:
        return
    import symjac

    claim = data["submitted_answers"]["answer"]
    verdict = symjac.check(
        judged["f"], judged["wrt"], claim, judged["where"], order=judged["order"], layout=judged["layout"],
        order_of=judged["order_of"], at=judged["at"],
    )
    if verdict.status == "invalid":
        data["format_errors"]["answer"] = verdict.message
        return
    codes = ["T_LAYOUT"] if verdict.status == "layout" else [m.code for m in verdict.mistakes if not m.alternative]
    lost = sum(1 - judged["keeps"].get(code, 0.0) for code in codes) if codes else 1
    score = 1.0 if verdict else max(0.0, 1 - lost)
    data["partial_scores"]["answer"] = {{"score": score, "weight": 1, "feedback": verdict.message}}
    data["score"] = score
'''


def files(variants: Sequence[Variant]) -> Iterator[tuple[str, bytes]]:
    groups: dict[str, list[Task]] = {}
    for task in tasks(variants):
        groups.setdefault(f"{task.question.item.id}-{task.part.id}", []).append(task)
    for name, several in groups.items():
        yield f"{name}/info.json", (json.dumps(info(name, several[0]), ensure_ascii=False, indent=2) + "\n").encode()
        yield f"{name}/question.html", page(several[0]).encode()
        yield f"{name}/server.py", server(several).encode()


def info(name: str, task: Task) -> dict[str, Any]:
    item, sheet = task.question.item, task.variant.sheet
    by_hand = (task.made.judged is None and not task.made.choices) or task.made.kind == "show"
    return {
        "uuid": str(uuid.uuid5(HOME, f"{sheet.id}/{name}")),
        "title": task.title,
        "topic": item.tags[0] if item.tags else sheet.title,
        "tags": list(item.tags),
        "type": "v3",
        **({"gradingMethod": "Manual"} if by_hand else {}),
    }


def page(task: Task) -> str:
    """The question, the field for the answer, the solution; variants stand in params, unescaped because they are HTML already."""
    solution = "<pl-answer-panel>\n{{{params.solution}}}\n</pl-answer-panel>\n"
    return f"<pl-question-panel>\n{{{{{{params.question}}}}}}\n</pl-question-panel>\n{field(task)}\n{solution}"


def field(task: Task) -> str:
    if task.made.choices:
        return CHOICES
    if task.made.judged is None or task.made.kind == "show":
        return '<pl-rich-text-editor file-name="answer.html"></pl-rich-text-editor>'
    return '<pl-string-input answers-name="answer" size="60" allow-blank="false"></pl-string-input>'


def server(several: Sequence[Task]) -> str:
    return SERVER.format(variants=repr(json.dumps([one(task) for task in several], ensure_ascii=True)))


def one(task: Task) -> dict[str, Any]:
    made = task.made
    params: dict[str, Any] = {"question": tex_html(task.asked()), "solution": tex_html(task.solved())}
    if made.choices:
        params["choices"] = [
            {"correct": "true" if c.right else "false", "feedback": c.says, "text": tex_text(c.text)} for c in made.choices
        ]
    judged = None
    if made.judged is not None and not made.choices and made.kind != "show":
        keeps = {
            code: float(kept(task.part, code, made.marks) / made.marks)
            for code in sorted({*USUAL, *task.part.given.get("keeps", {})})
        }
        judged = {**vars(made.judged), "keeps": keeps}
    return {"params": params, "judged": judged, "answer": made.answer}
