"""Numbers in tables lie point below point, last digit below last digit, in every format."""

from __future__ import annotations

import pytest

from symjac.writing.block import Document, Table, Text
from symjac.writing.box import PRODUCT, Dots, Fence, Infix, Num, Prefix, Script
from symjac.writing.formats import markdown
from symjac.writing.formats.html import page as html
from symjac.writing.formats.latex import page as latex
from symjac.writing.formats.text import page as text
from symjac.writing.formats.typst import page as typst
from symjac.writing.layout.columns import leads, whole

TINY = Infix((Num("8.2"), Script(Num("10"), sup=Prefix("−", Num("9")))), ("·",), PRODUCT)


def column(*cells: Text) -> Table:
    return Table((("x",),), tuple((cell,) for cell in cells))


@pytest.mark.parametrize(
    ("cells", "rooms"),
    [
        (((Num("5"),), (Num("12"),)), ["0", ""]),
        (((Num("5.25"),), (Prefix("−", Num("12")),)), ["−0", ""]),
        (((Prefix("−", Num("5")),), (Num("0.9"),)), ["", "−"]),
        ((("9",), ("10",)), ["0", ""]),
        (((TINY,), (Num("12.5"),)), ["0", ""]),
        (((Num("5"),), (Dots("v"),), (), (Num("12"),)), ["0", "", "", ""]),
        (((Num("5"),), ("word",), (Num("12"),)), ["", "", ""]),
        (((Num("5"),), (Fence("(", Num("12"), ")"),)), ["", ""]),
        (((Num("5"), " m"), (Num("12"),)), ["", ""]),
    ],
)
def test_room_for_what_a_number_lacks(cells: tuple[Text, ...], rooms: list[str]) -> None:
    assert [row[0] for row in leads(column(*cells))] == rooms


def test_every_format_leaves_the_room() -> None:
    doc = Document((), (column((Num("5"),), (Prefix("−", Num("12")),)),))
    assert "\n      5\n    −12\n" in text.document(doc)
    assert r"\phantom{$-0$}$5$" in latex.document(doc) and '[#hide[$−0$]$"5"$],' in typst.document(doc)
    assert '<td><span class="sj-room" aria-hidden="true"><math><mtext>−0</mtext></math></span>' in html.document(doc)
    assert "| ---: |" in markdown.document(doc)


def test_whole_numbers_and_others() -> None:
    assert whole(column((Num("5"),), (Num("12"),))) == (True,)
    assert whole(column((Num("5"),), (Num("0.5"),))) == (False,)
    assert whole(column((Num("5"),), ("word",))) == (False,)
