"""'Let y ∈ ℝᴺ and Φ ∈ ℝ^{N×D} be constant … Find ∇_θ L.': the question that is written where none is typed."""

from __future__ import annotations

import re
from dataclasses import replace

from symjac.derivation.derivation import Derivation
from symjac.derivation.explain.article import (
    asks_size,
    constant,
    domain,
    map_box,
    named_maps,
    problem_blocks,
    stated,
    together,
    unknown,
    unnamed_map,
)  # fmt: skip
from symjac.expr.expr import postorder
from symjac.expr.looks import space_of, written
from symjac.expr.names import look_of
from symjac.pages.exam.context import Context
from symjac.pages.exam.slots import formula
from symjac.pages.exam.words import say
from symjac.writing.block import Block, Equation, Paragraph, Text
from symjac.writing.box import Box, equation
from symjac.writing.signs import listed, mapping


def asked(c: Context, d: Derivation) -> tuple[Block, ...]:
    """The question in the language of the sheet."""
    blocks = german(d) if c.language == "de" else english(d)
    if (sizes := c.get("instance")) is not None:
        given = conjoined(c, [(formula(size.strip(), {}, {}),) for size in sizes.split(",")])
        blocks.append(Paragraph((say(c.language, "write out"), *given, say(c.language, "written out"))))
    if not d.point:
        return tuple(blocks)
    at: Text = (
        ("Geben Sie den Wert an der Stelle ", *und(d), " an.") if c.language == "de" else ("Give its value at ", *place(d), ".")
    )
    return (*blocks, Paragraph(at))


def conjoined(c: Context, words: list[Text]) -> Text:
    return tuple(say(c.language, "and") if part == " and " else part for part in listed(words))


def english(d: Derivation) -> list[Block]:
    if unnamed_map(d.problem):
        smooth = map_box(d.problem.maps[d.problem.called])
        return [Paragraph(("Let ", smooth, " be differentiable. Find ", unknown(d), "."))]
    return [replace(b, lead="") if isinstance(b, Paragraph) else b for b in problem_blocks(d)]


def german(d: Derivation) -> list[Block]:
    """'Seien y ∈ ℝᴺ und Φ ∈ ℝ^{N×D} fest, und sei f: ℝᴰ → ℝ, f(θ) = … Bestimmen Sie ∇_θ f.'"""
    if unnamed_map(d.problem):
        smooth = map_box(d.problem.maps[d.problem.called])
        return [Paragraph(("Sei ", smooth, " differenzierbar. Bestimmen Sie ", unknown(d), "."))]
    used = [
        auf_deutsch(constant(e, d.problem.families)) for e in postorder(d.f) if e.op.name == "symbol" and e not in d.variables
    ]
    fixed: Text = (f"Sei{'en' * (len(used) > 1)} ", *und_text(used), " fest. ") if used else ()
    maps: list[Text] = [(map_box(d.problem.maps[name]),) for name in named_maps(d)]
    fixed += (f"Sei{'en' * (len(maps) > 1)} ", *und_text(maps), " differenzierbar. ") if maps else ()
    shown: list[Box] = [equation(head, body) for head, body in stated(d)]
    named = mapping(look_of(d.problem.called), domain(d.variables, d.problem.families), space_of(d.f.shape))
    if d.f.op.name == "literal" and len(shown) == 1:  # a column of components is displayed
        asks: Text = (*fixed, *wanted(d), " für die Abbildung ", named, " mit")
        return [Paragraph(asks), Equation(shown[0], end=".")]
    variables = [auf_deutsch(text) for text in together(d.variables, d.problem.families)]
    of: Text = ("Für ", *und_text(variables), " sei ") if len(shown) > 1 else ("Sei ",)
    whole: Text = () if len(shown) > 1 else (named, ", ")
    return [Paragraph((*fixed, *of, *whole, *und_text([(box,) for box in shown]), ". ", *wanted(d), "."))]


def wanted(d: Derivation) -> Text:
    """'Bestimmen Sie ∇ₓf', and before it 'Welche Größe hat ∇ₐf?' where the solution answers that."""
    find: Text = ("Bestimmen Sie ", unknown(d))
    return ("Welche Größe hat ", unknown(d), "? ", *find) if asks_size(d) else find


def place(d: Derivation) -> Text:
    """x_1 = 1 and x_2 = 2"""
    return listed([(equation(look_of(name), written(value)),) for name, value in d.point.items()])


def und(d: Derivation) -> Text:
    return tuple(" und " if part == " and " else part for part in place(d))


def und_text(words: list[Text]) -> Text:
    return tuple(" und " if part == " and " else part for part in listed(words))


ADJECTIVES = {
    "symmetric positive definite": "symmetrisch positiv definit", "with positive entries": "mit positiven Einträgen",
    "symmetric": "symmetrisch", "diagonal": "diagonal", "invertible": "invertierbar", "orthogonal": "orthogonal",
    "positive": "positiv", "an integer": "ganzzahlig", " for ": " für ", " and ": " und ",
}  # fmt: skip


def auf_deutsch(text: Text) -> Text:
    """A ∈ ℝ^{n×n} (symmetrisch); x_i ∈ ℝᴰ für i = 1, …, N"""
    return tuple(in_german(part) if isinstance(part, str) else part for part in text)


def in_german(words: str) -> str:
    for english_, german_ in ADJECTIVES.items():
        words = re.sub(rf"(?<!\w){re.escape(english_)}(?!\w)", german_, words)
    return words
