"""A network with numbers: forward pass, table, comparison, gradients by backpropagation; or its equations and its picture."""

from __future__ import annotations

from typing import Any

from symjac.derivation.explain.displays import blocks_of
from symjac.derivation.explain.sentences import punctuated
from symjac.derivation.trail import Trail
from symjac.expr.looks import written
from symjac.lazy import regex
from symjac.pages.board import Board, Worked
from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made
from symjac.pages.exam.parts.evaluate import literal
from symjac.pages.exam.parts.worked import solved
from symjac.pages.exam.slots import formula, typeset
from symjac.pages.exam.words import say
from symjac.pages.network import diagram, forward
from symjac.pages.network.model import Network
from symjac.pages.network.page import written_out
from symjac.pages.network.read import network_from
from symjac.verify.term import Term, Value
from symjac.writing.block import Block, Inline, Paragraph, Text
from symjac.writing.box import Words
from symjac.writing.signs import listed

ONE_LAYER = ("forward", "layers", "jacobians")  # sections that name the layers
BETWEEN = regex(r";(?![^\[]*\])")  # between examples; within brackets it stands between rows


def make(c: Context) -> Made:
    layers, show = c.get("layers"), c.get("show", "forward")
    net = network_from(layers, {}, c.get("first", 1), c.get("loss"))
    options: dict[str, Any] = {key: value for key in ("data", "tries", "digits") if (value := c.get(key)) is not None}
    page = written_out(net, show, detail=c.detail, **options)
    sections = [name.strip() for name in str(show).split(",")]
    found = solution(page)
    answer, numbers = results(net, found.values, sections, options)
    return solved(c, found, tuple(question(c, net, sections, options)), answer, numbers=numbers)


def question(c: Context, net: Network, sections: list[str], options: dict[str, Any]) -> list[Block]:
    """The network, its numbers, what is to be done."""
    out: list[Block] = [Paragraph((say(c.language, "network"), diagram.sizes(net), *activations(c, net), "."))]
    out += numbers_given(c, net)
    if "data" in options:
        pairs = [(formula(piece.strip(), {}, {}),) for piece in BETWEEN.split(options["data"])]
        out.append(Paragraph((say(c.language, "inputs"), *conjoined(c, pairs), ".")))
    if "tries" in options:
        choices = [(formula(each, {}, {}),) for each in options["tries"]]
        semicolons = tuple(part for choice in choices for part in ("; ", *choice))[1:]
        out.append(Paragraph((say(c.language, "options"), *semicolons, ".")))
    tasks = " ".join(say(c.language, task(net, name)) for name in sections)
    return [*out, Paragraph(typeset(f"{tasks}{rounding(c, net, sections)}", {}, {}))]


def task(net: Network, section: str) -> str:
    """By which key words.py has what is to be done; of one layer it is not said that there are several."""
    if section == "gradients":
        return f"gradients task of {net.loss.name}"
    return f"{section} task of one" if net.depth == 1 and section in ONE_LAYER else f"{section} task"


def rounding(c: Context, net: Network, sections: list[str]) -> str:
    """To how many digits, where numbers are asked for that are rounded."""
    digits = c.get("digits")
    if digits is None or not net.values or not {"forward", "gradients", "table"} & set(sections):
        return ""
    return " " + (say(c.language, "rounded to one") if digits == 1 else say(c.language, "rounded").format(digits))


def activations(c: Context, net: Network) -> Text:
    """'with the activation tanh', 'with tanh and the identity as activations'"""
    names = dict.fromkeys(s.name for s in net.activations)
    if net.is_open:
        return (say(c.language, "open"), next(s.sign for s in net.activations if s.is_open))
    listed_ = conjoined(c, [(say(c.language, name) if name == "identity" else Words(name),) for name in names])
    if "identity" in names:
        return (say(c.language, "with these"), *listed_, say(c.language, f"as activation{'s' * (len(names) > 1)}"))
    return (say(c.language, "with several" if len(names) > 1 else "with"), *listed_)


def conjoined(c: Context, words: list[tuple[Any, ...]]) -> tuple[Inline, ...]:
    return tuple(say(c.language, "and") if part == " and " else part for part in listed(words))


def numbers_given(c: Context, net: Network) -> list[Block]:
    """W = …, b = …, x = …"""
    given = [p for p in (*net.parameters, net.a(0), net.y) if str(p) in net.values]
    if not given:
        return []
    board = Board()
    for p in given:
        value = net.values[str(p)]
        board.step("given", Term(written(p), Value(value)), forward.shown(value, 0), kind="define")
    return [Paragraph((f"{say(c.language, 'given')}",)), *punctuated(blocks_of(board.trail().steps, "full"))]


def solution(page: Worked) -> Worked:
    """Without the numbers that the question gives."""
    parts = [Trail(p.prefix, [s for s in p.steps if s.rule.name != "given"]) if isinstance(p, Trail) else p for p in page.parts]
    kept = tuple(p for p in parts if not isinstance(p, Trail) or p.steps)
    return Worked(page.title, kept, page.check, page.detail, page.values)


def results(net: Network, values: Any, sections: list[str], options: dict[str, Any]) -> tuple[str, dict[str, float]]:
    """The answer in plain spelling, and in numbers by name."""
    if "comparison" in sections and "squares" in values:
        best = min(range(len(values["squares"])), key=lambda k: values["squares"][k])
        return str(options["tries"][best]), {}
    wanted = [name for name in values if name.startswith("dE/d")] if "gradients" in sections else [f"a[{net.depth}]"]
    found = {name: values[name] for name in wanted if name in values}
    text = "; ".join(f"{name} = {literal(value.tolist())}" for name, value in found.items())
    numbers = {
        f"{name} {i + 1},{j + 1}": float(x)
        for name, value in found.items()
        for i, row in enumerate(value)
        for j, x in enumerate(row)
    }
    return (text if len(found) > 1 else literal(next(iter(found.values())).tolist())) if found else "", numbers
