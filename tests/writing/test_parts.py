"""One walk over documents and formulas: every part is found, and what is not changed stays the same object."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from symjac.writing.box import Box, Boxed, Call, Fence, Frac, Matrix, Num, Row, Script, Sym, row
from symjac.writing.parts import children, has_fraction, has_matrix, mapped, within
from tests.helpers.samples import samples

SAMPLES = samples()
x, half = Sym("x"), Frac(Num("1"), Num("2"))


def everything(node: Any) -> list[Any]:
    return [node, *(found for inside in children(node) for found in everything(inside))]


def by_fields(value: Any) -> list[Any]:
    """The same, by looking into every field."""
    if isinstance(value, tuple):
        return [found for part in value for found in by_fields(part)]
    return [value, *(f for field in fields(value) for f in by_fields(getattr(value, field.name)))] if is_dataclass(value) else []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_part_is_found(name: str) -> None:
    assert list(map(id, everything(SAMPLES[name]))) == list(map(id, by_fields(SAMPLES[name])))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_not_changed_is_the_same(name: str) -> None:
    def same(node: Any) -> Any:
        return mapped(node, same)

    assert same(SAMPLES[name]) is SAMPLES[name]


def test_a_change_is_made_at_every_place() -> None:
    def renamed(node: Any) -> Any:
        return Sym("y") if node == x else mapped(node, renamed)

    whole = Matrix(((x, Num("1")), (Script(Num("2"), x), half)), label=x)
    assert renamed(whole) == Matrix(((Sym("y"), Num("1")), (Script(Num("2"), Sym("y")), half)), label=Sym("y"))
    assert renamed(whole).rows[1][1] is half


def test_how_deep_a_box_is() -> None:
    deep: Box = x
    for _ in range(4):
        deep = Row((deep, deep))
    assert within(5, [deep]) and not within(4, [deep])


built = Frac(x, Num("2"))
AIR: list[tuple[Box, bool]] = [
    (built, True), (half, False), (row(x, built), True), (Call(Sym("tr", "roman"), (built,)), True), (Script(x, built), False),
    (Matrix(((built,),)), False), (Script(Fence("(", built, ")"), x), True), (Boxed(built), False),
]  # fmt: skip


@pytest.mark.parametrize(("box", "needed"), AIR)
def test_which_fractions_need_air(box: Box, needed: bool) -> None:
    assert has_fraction(box) == needed


def test_matrices_of_one_row_are_not_tall() -> None:
    tall, flat = Matrix(((x,), (x,))), Matrix(((x, x),))
    assert has_matrix(Boxed(tall)) and not has_matrix(flat) and not has_matrix(Script(x, tall))
