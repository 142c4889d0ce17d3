"""What is typed reaches no page as a control character, or as a sign that turns what follows it."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET

import pytest

from symjac.writing.block import Block, Document, Heading, Items, Link, Note, Paragraph, Table
from symjac.writing.box import Box, Fence, Infix, Script, Sym, Underbrace, Words
from symjac.writing.draw import drawn, texts
from symjac.writing.formats import html
from symjac.writing.typed import harmless, visible
from tests.helpers.samples import samples

TURNING = ["\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))]
HARMFUL = [*TURNING, "\x00", "\x01", "\x0b", "\x1b", "\x7f", "\x85", "\ufdd0", "\uffff", "\U0001ffff", "\ud800"]
PAGES = [name for name in texts() if name != "json"]  # data keeps what it is given


def everywhere(words: str) -> Document:
    """The words in every place where typed words stand."""
    formula = Script(Sym(words, "roman"), Words(words))
    blocks: tuple[Block, ...] = (
        Heading(1, (words,), "1", "place"), Paragraph((words, formula, Link(words, "place")), words), Items(((words,),)),
        Table(((words,),), (((words,),),), (words,)), Note("check", (words,)),
    )  # fmt: skip
    return Document((words, formula), blocks)


@pytest.mark.parametrize("char", HARMFUL, ids=ascii)
@pytest.mark.parametrize("format", PAGES)
def test_no_page_holds_it(format: str, char: str) -> None:
    for shown in (drawn(everywhere(f"a{char}b"), format), drawn(everywhere(char), format)):
        assert char not in shown
        shown.encode()


@pytest.mark.parametrize("char", ["é", "\u00a0", "\u200d", "日", "∇", "\U0001f600"])
def test_what_does_no_harm_stays(char: str) -> None:
    assert harmless(char) == char and unicodedata.category(char) != "Cc"


def test_white_space_is_one_space() -> None:
    assert visible("a \t\n\u2028b\u00a0c") == "a b\u00a0c"


SIGNS = "+ − = · × ⊙ ⊘ ⊗ / : , ∈ → ↦ ≤ ∘".split()
x = Sym("x")


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_in_a_script_of_a_script_is_one_element(sign: str) -> None:
    """An attribute that stands twice makes XML of no use."""
    small: Box = x
    for wrap in (lambda b: Script(x, sup=b), lambda b: Script(x, b), lambda b: Underbrace(x, b), lambda b: Fence("(", b, ")")):
        small = wrap(Infix((small, x), (sign,), 0))
        ET.fromstring(html.fragment(Document((small,), (Paragraph((small,)),))).partition("</style>")[2])


@pytest.mark.parametrize("name", samples())
def test_every_element_of_the_samples_is_well_formed(name: str) -> None:
    ET.fromstring(html.fragment(samples()[name]).partition("</style>")[2])
