"""Exercises at the end of a section, their answers at the end of the chapter, and the table of all that was derived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from symjac.derivation.derivation import Derivation
from symjac.derivation.explain.article import declared, formula, is_tall, problem_blocks, unknown
from symjac.derivation.explain.displays import condition_text
from symjac.expr.expr import length
from symjac.expr.looks import written
from symjac.pages.chapter.read import Chapter, Section
from symjac.pages.chapter.words import said
from symjac.writing.block import Block, Equation, Heading, Link, Paragraph, Table, Text
from symjac.writing.box import Box, equation
from symjac.writing.signs import listed, slashed

WIDEST = 12  # names, numbers and operators of a result that stands in the table


def exercises(section: Section, number: str, found: Mapping[str, Any], links: Mapping[str, Link]) -> list[Block]:
    """Exercise 2.1. Let A be constant … Find ∇ₓf."""
    if not section.exercises:
        return []
    out: list[Block] = [Heading(2, ("Exercises",))]
    for n, each in enumerate(section.exercises, 1):
        first, *others = problem_blocks(found[each.anchor])
        assert isinstance(first, Paragraph)
        hints = [replace(b, lead="Hint.") for b in said(each.after, links, each.title) if isinstance(b, Paragraph)]
        out += [replace(first, lead=f"Exercise {number}.{n}."), *others, *hints]
    return out


def answers(given: Chapter, found: Mapping[str, Any]) -> list[Block]:
    """∇ₓf = …, for every exercise."""
    out: list[Block] = []
    for k, section in enumerate(given.sections, 1):
        for n, each in enumerate(section.exercises, 1):
            out += answer(found[each.anchor], f"Exercise {k}.{n}.")
    return [Heading(1, ("Answers to the exercises",), str(len(given.sections) + 1)), *out] if out else []


def answer(d: Derivation, lead: str) -> list[Block]:
    """The last line of the derivation, and where it holds; in a line of text, if it fits there."""
    box = equation(unknown(d), slashed(result_box(d)))
    where: Text = (" where ", *listed([condition_text(c) for c in d.conditions])) if d.conditions else ()
    if is_tall(box):
        return [Paragraph((), lead), Equation(box, where[1:], ".")]
    return [Paragraph((box, *where, "."), lead)]


def result_box(d: Derivation) -> Box:
    """In the names of the problem; by numbers, in which the answer is asked for, without them."""
    in_names = d.question.single and not d.variables[0].is_scalar
    return written(d.question.put_back(d.result) if in_names else d.result)


def identities(given: Chapter, found: Mapping[str, Any]) -> list[Block]:
    """A line for every derivative in closed form, and where it is derived."""
    lines: list[tuple[Text, ...]] = []
    for d, where in derived(given, found):
        cells: tuple[Text, ...] = (
            (formula(d.problem, d.variables), *supposed(d)),
            (equation(unknown(d), slashed(written(d.result))),),
            where,
        )
        if cells[:2] not in [line[:2] for line in lines]:
            lines.append(cells)
    return [Table((("function",), ("derivative",), ("see",)), tuple(lines))] if lines else []


def supposed(d: Derivation) -> Text:
    """' (A is symmetric)', where the derivative is another without."""
    return (" (", *listed([declared(e) for e in d.used]), ")") if d.used else ()


def derived(given: Chapter, found: Mapping[str, Any]) -> Iterator[tuple[Derivation, Text]]:
    """The derivations of functions that are given by matrices, with the place where each stands."""
    for k, section in enumerate(given.sections, 1):
        for n, each in enumerate(section.examples, 1):
            d = found[each.anchor]
            if isinstance(d, Derivation) and "only" not in each.asked and in_matrices(d):
                yield d, (Link(f"Example\u00a0{k}.{n}", each.anchor),)
        for n, each in enumerate(section.exercises, 1):
            if in_matrices(found[each.anchor]):
                yield found[each.anchor], (f"Exercise\u00a0{k}.{n}",)


def in_matrices(d: Derivation) -> bool:
    """No map that is only named, no list of components, and short enough for a table."""
    if length(d.result) > WIDEST:
        return False
    return not {"image", "literal", "jacobian"} & {d.f.op.name, d.result.op.name, *(a.op.name for a in d.result.args)}
