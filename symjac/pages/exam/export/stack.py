"""Moodle's STACK: derivatives with sizes and entries in numbers, a node of the tree and a test for each typical mistake.

STACK holds no matrix of open size, so every question is asked at a place with small whole numbers; `rand` picks the place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symjac.derivation.point import at_values
from symjac.errors import SymjacError
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import matrix
from symjac.pages.exam import german
from symjac.pages.exam.draw import Draw
from symjac.pages.exam.export.common import Task, cdata, points, tasks, tex_html, xml
from symjac.pages.exam.keeps import kept
from symjac.pages.exam.mistakes import Wrong, question, wrong_answers
from symjac.pages.exam.variant import Variant
from symjac.pages.exam.words import say
from symjac.verify.values import numbers

PLACES = 3  # at which a question is asked
NODES = 4  # typical mistakes that are told apart
SIZES = (2, 3, 4, 5)
TRIES = 30


@dataclass(frozen=True)
class Place:
    """Values of the names, the right answer there, and what each mistake leads to."""

    values: dict[str, Expr]
    right: str
    wrong: tuple[str, ...]


def files(variants: Sequence[Variant]) -> Iterator[tuple[str, bytes]]:
    found = "\n".join(filter(None, map(one, tasks(variants))))
    yield "stack.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{found}\n</quiz>\n'.encode()


def one(task: Task) -> str:
    """'' for a part that is no derivative, or whose values are not rational."""
    j = task.made.judged
    if j is None or j.at is not None or task.made.kind == "show":
        return ""
    try:
        wrong = wrong_answers(j, NODES)
        places = list(found_places(task, wrong))
    except SymjacError:
        return ""
    return written_question(task, wrong, places) if places else ""


def found_places(task: Task, wrong: list[Wrong]) -> Iterator[Place]:
    """Places at which the right answer and all the wrong ones differ."""
    assert task.made.judged is not None
    asked = question(task.made.judged)
    if asked.problem.maps or asked.question.member is not None or asked.result.free:
        return  # a function that is only named has no values, ∂f/∂x_k has one for each k
    if any(not x.is_scalar for x in asked.problem.families.values()):
        return  # samples x_i are no matrix that a student is shown
    draw, count = Draw("stack", task.variant.sheet.id, task.name), 0
    seen: set[str | None] = set()
    for _ in range(TRIES):
        values = drawn(asked.problem.symbols, draw)
        right, *others = (at(e, values, asked.problem.symbols) for e in (asked.result, *(w.expr for w in wrong)))
        texts = [right, *others]
        if None in texts:
            continue
        if len(set(texts)) == len(texts) and right not in seen:
            seen.add(right)
            yield Place(values, str(right), tuple(map(str, others)))
            count += 1
        if count == PLACES:
            return


def drawn(symbols: Any, draw: Draw) -> dict[str, Expr]:
    """Small whole numbers for every name, all sizes distinct."""
    dims = dict.fromkeys(str(n) for e in symbols.values() for n in e.shape if n.number is None)
    sizes = dict(zip(dims, SIZES, strict=False))

    def size(n: Dim) -> int:
        return n.value(sizes)

    return {name: filled(e, size(e.shape[0]), size(e.shape[1]), draw) for name, e in symbols.items()}


def filled(e: Expr, m: int, n: int, draw: Draw) -> Expr:
    rows = [[Fraction(draw.below(9) - 4) for _ in range(n)] for _ in range(m)]
    if {"symmetric", "posdef"} & set(e.data[1]):
        rows = [
            [rows[min(i, k)][max(i, k)] + (20 if i == k and "posdef" in e.data[1] else 0) for k in range(n)] for i in range(m)
        ]
    return matrix(rows)


def at(e: Expr, values: dict[str, Expr], symbols: Any) -> str | None:
    """For Maxima; None where it is not rational."""
    used = {x.data[0] for x in postorder(e) if x.op.name == "symbol"}
    try:
        rows = numbers(at_values(e, {k: v for k, v in values.items() if k in used} or {}, symbols))
    except (SymjacError, ArithmeticError, ValueError):
        return None
    if not all(isinstance(x, int | Fraction) for row in rows for x in row):
        return None
    return maxima(rows)


def maxima(rows: Sequence[Sequence[Any]]) -> str:
    """matrix([1,2],[3,4]); a number alone."""
    if len(rows) == len(rows[0]) == 1:
        return str(rows[0][0])
    return f"matrix({','.join('[' + ','.join(map(str, row)) + ']' for row in rows)})"


def written_question(task: Task, wrong: list[Wrong], places: list[Place]) -> str:
    signs = [rf"\({name_tex(name)} = {{@{variable(k)}@}}\)" for k, name in enumerate(places[0].values)]
    names, given = list(places[0].values), ", ".join(signs)
    field = "<p>[[input:ans1]]</p>\n<div>[[validation:ans1]]</div>"
    text = f"{tex_html(task.asked())}\n<p>{say(task.variant.sheet.language, 'value for')} {given}.</p>\n{field}"
    return (
        f'<question type="stack">\n<name><text>{xml(f"{task.title}: {task.name}")}</text></name>\n'
        f'<questiontext format="html"><text>{cdata(text)}</text></questiontext>\n'
        f'<generalfeedback format="html"><text>{cdata(tex_html(task.solved()))}</text></generalfeedback>\n'
        f"<defaultgrade>{points(task)}</defaultgrade>\n<penalty>0.1</penalty>\n<hidden>0</hidden>\n<idnumber>s{task.ident}</idnumber>\n"
        f"<questionvariables><text>{cdata(variables(names, wrong, places))}</text></questionvariables>\n"
        '<specificfeedback format="html"><text>[[feedback:prt1]]</text></specificfeedback>\n'
        f"<questionnote><text>{cdata('{@v@}')}</text></questionnote>\n"
        f"<input><name>ans1</name><type>{'matrix' if 'matrix' in places[0].right else 'algebraic'}</type><tans>ta</tans>"
        "<boxsize>5</boxsize><mustverify>1</mustverify></input>\n"
        f"{tree(task, wrong)}\n"
        + "".join(f"<deployedseed>{seed}</deployedseed>\n" for seed in range(1, 2 * len(places) + 1))
        + tests(task, wrong)
        + "</question>"
    )


def name_tex(name: str) -> str:
    from symjac.expr.names import look_of
    from symjac.writing.formats.latex import page

    return page.box(look_of(name))


def variable(k: int) -> str:
    return f"given{k + 1}"


def variables(names: Sequence[str], wrong: list[Wrong], places: list[Place]) -> str:
    """v picks the place; given1, …, the right answer ta and the wrong ones wa1, … follow."""
    lines = [f"v: 1 + rand({len(places)});"]
    for k, name in enumerate(names):
        values = ",".join(maxima(numbers(p.values[name])) for p in places)
        lines.append(f"{variable(k)}: [{values}][v];")
    lines.append(f"ta: [{','.join(p.right for p in places)}][v];")
    lines += [f"wa{k + 1}: [{','.join(p.wrong[k] for p in places)}][v];" for k in range(len(wrong))]
    return "\n".join(lines)


def tree(task: Task, wrong: list[Wrong]) -> str:
    """First the right answer, then one mistake after the other."""
    nodes = [node(0, "ta", "1", "", 1 if wrong else -1)]
    for k, w in enumerate(wrong, 1):
        share = kept(task.part, w.code, task.made.marks) / task.made.marks
        nodes.append(
            node(k, f"wa{k}", f"{float(share):.4g}", f"{w.code}: {told(task, w.sentence)}", k + 1 if k < len(wrong) else -1)
        )
    return "<prt><name>prt1</name><value>1</value><autosimplify>1</autosimplify>\n" + "\n".join(nodes) + "\n</prt>"


def told(task: Task, sentence: str) -> str:
    return german.sentence(sentence) if task.variant.sheet.language == "de" else sentence


def node(k: int, answer: str, score: str, feedback: str, following: int) -> str:
    note = "right" if k == 0 else feedback.partition(":")[0]
    return (
        f"<node><name>{k}</name><answertest>AlgEquiv</answertest><sans>ans1</sans><tans>{answer}</tans><quiet>1</quiet>"
        f"<truescoremode>=</truescoremode><truescore>{score}</truescore><truenextnode>-1</truenextnode>"
        f"<trueanswernote>prt1-{k + 1}-{note}</trueanswernote>"
        f'<truefeedback format="html"><text>{cdata(xml(feedback.partition(": ")[2]))}</text></truefeedback>'
        f"<falsescoremode>=</falsescoremode><falsescore>0</falsescore><falsenextnode>{following}</falsenextnode>"
        f'<falseanswernote>prt1-{k + 1}-F</falseanswernote><falsefeedback format="html"><text></text></falsefeedback></node>'
    )


def tests(task: Task, wrong: list[Wrong]) -> str:
    """The right answer and every mistake, each with the node that must catch it."""
    out = [case(1, "ta", "1", "prt1-1-right")]
    for k, w in enumerate(wrong, 1):
        share = kept(task.part, w.code, task.made.marks) / task.made.marks
        out.append(case(k + 1, f"wa{k}", f"{float(share):.4g}", f"prt1-{k + 1}-{w.code}"))
    return "".join(out)


def case(number: int, answer: str, score: str, note: str) -> str:
    return (
        f"<qtest><testcase>{number}</testcase><testinput><name>ans1</name><value>{answer}</value></testinput>"
        f"<expected><name>prt1</name><expectedscore>{score}</expectedscore><expectedpenalty></expectedpenalty>"
        f"<expectedanswernote>{note}</expectedanswernote></expected></qtest>\n"
    )
