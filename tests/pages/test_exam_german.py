"""A German sheet is German throughout: problem, key and marker's sheet are walked, and no English word is left in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from symjac.errors import SymjacError
from symjac.judge.mistakes.registry import kinds
from symjac.pages.exam import german
from symjac.pages.exam.document import SHEETS, document
from symjac.pages.exam.face import read
from symjac.pages.exam.made import Made
from symjac.pages.exam.mistakes import alone
from symjac.pages.exam.roster import Student
from symjac.pages.exam.slots import typeset
from symjac.pages.exam.variant import Variant, variant
from symjac.writing.block import Note, Paragraph
from symjac.writing.box import Sym, Words
from symjac.writing.parts import children

SHEET = """
symjac = 1
[sheet]
id = "deutsch"
title = "Ableitungen"
language = "de"
[[item]]
id = "ableiten"
title = "Ableiten"
[[item.part]]
f = "f(x1, x2) = [x1^2*x2; sin(x1)]"
at = "x1 = 1; x2 = 2"
[[item.part]]
f = "f(x)"
where = "f: R^n -> R^m"
[[item.part]]
f = "w = f(x); x = h(u)"
wrt = "u"
where = "f: R^3 -> R; h: R^2 -> R^3"
[[item.part]]
f = "e(theta) = y - Phi theta; L(e) = ||e||^2"
wrt = "theta"
where = "Phi: N x D"
accept = ["-2*(y' - theta'*Phi')*Phi"]
[[item.part]]
f = "A(B) = C B"
where = "C: m x p; B: p x q"
[[item.part]]
f = "K(A) = A'A"
where = "A: M x N"
instance = "M = 2, N = 2"
[[item.part]]
f = "log(det(X))"
wrt = "X"
[[item.part]]
f = "x'A x"
claim = "x'*(A + A')"
wrt = "x"
[[item.part]]
kind = "choose"
f = "x'A x"
wrt = "x"
[[item]]
id = "netze"
title = "Netze"
[[item.part]]
layers = "3 -> 2 -> 1, tanh, identity"
show = "all"
[[item.part]]
layers = "2 -> 1, tanh; W1 = [1, 1]; b1 = 1"
show = "table"
data = "[0; 0] -> -1; [1; 1] -> 1"
[[item.part]]
layers = "1 -> 1, tanh"
show = "comparison"
data = "0 -> 1; 1 -> 0"
tries = ["w = 10, b = 0", "w = -5, b = 5"]
[[item.part]]
layers = "2 -> 1, identity; W1 = [1, 2]; b1 = 1; x = [1; 1]; y = 2"
show = "gradients"
[[item.part]]
layers = "2 -> 2, softmax; W1 = [1, 2; 3, 1]; b1 = [0; 1]"
show = "table,gradients"
loss = "crossentropy"
data = "[0; 1] -> [1; 0]; [1; 1] -> [0.5; 0.5]"
[[item.part]]
layers = "2 -> 2 -> 1, tanh, sigmoid; loss = bce"
show = "gradients"
[[item.part]]
f = "f(x) = exp(x^2)*sin(exp(x^2))"
where = "x: scalar"
style = "graph"
at = "x = 1"
[[item.part]]
f = "z = W*x + b; L = norm(z - y)^2"
wrt = "W"
where = "x: n"
style = "graph"
[[item]]
id = "daten"
title = "Daten und Aktivierungen"
[[item.part]]
data = "[1, 2; 2, 3; 3, 5; 4, 4]"
intercept = true
[[item.part]]
data = "[1, 1, 2; 2, 0, 3; 3, 2, 5; 4, 1, 4]"
weights = "2"
intercept = true
ridge = "1/2"
[[item.part]]
data = "[1, 0, 0, 0, 0, 0, 0, 2; 2, 1, 3, 1, 1, 2, 9, 3; 1, 1, 7, 1, 0, 0, 3, 4]"
ridge = 2
[[item.part]]
function = "softplus"
[[item.part]]
function = "tanh"
[[item.part]]
ask = "Warum hat $L$ ein Minimum?"
solution = "Es ist eine Summe von Quadraten."
"""
ENGLISH = frozenset(
    "the is are of and with by to for has have where at its it from when this that then hence which each every both since "
    "let find show compute write differentiate collecting chain rule result layer weight network product marks "
    "question answer mistake linear-map otherwise if holds derivative".split()
)


@pytest.fixture(scope="module")
def sheet() -> Variant:
    return variant(read(SHEET))


def words(node: Any) -> Iterator[str]:
    """Everything that is read: words of sentences, labels of pictures, words in formulas; names of functions are none."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, tuple):
        for each in node:
            yield from words(each)
    elif isinstance(node, Words):
        yield node.text
    elif not isinstance(node, Sym) and hasattr(node, "__slots__"):
        texts = [
            getattr(node, name)
            for name in ("text", "lead", "caption", "alt", "summary", "remark", "reason")
            if hasattr(node, name)
        ]
        yield from (w for text in texts if isinstance(text, str | tuple) for w in words(text))
        yield from (w for cell in getattr(node, "header", ()) for w in words(cell))
        yield from (w for row in getattr(node, "rows", ()) if isinstance(row, tuple) for cell in row for w in words(cell))
        yield from (w for child in children(node) for w in words(child))


@pytest.mark.parametrize("which", SHEETS)
def test_a_german_sheet_has_no_english_word(sheet: Variant, which: str) -> None:
    found = [text for block in document(sheet, Student(), which).blocks for text in words(block)]
    assert len(found) > 50
    english = [text for text in found if ENGLISH & set(re.findall(r"[a-zäöüß-]+", text.lower()))]
    assert not english
    assert not any(isinstance(block, Note) for block in document(sheet, Student(), which).blocks)  # their labels are English


def test_no_sentence_of_a_solution_is_left_out(sheet: Variant) -> None:
    """As many as in English: a sentence that is reworded there needs its German anew."""
    english = variant(read(SHEET.replace('language = "de"', 'language = "en"')))
    for q, told in zip(english.questions, sheet.questions, strict=True):
        for part, (mine, theirs) in enumerate(zip(told.parts, q.parts, strict=True)):
            assert paragraphs(mine) == paragraphs(theirs), (q.item.id, part)


def paragraphs(made: Made) -> list[int]:
    """For each block whether it is a paragraph; beside a line, whether something is said."""
    return [len(getattr(b, "lines", ())) * 10 + sum(bool(n.reason) for n in getattr(b, "lines", ())) for b in made.solution]


@pytest.mark.parametrize("code", [str(kind.code) for kind in kinds()])
def test_every_mistake_is_named_in_german(code: str) -> None:
    sentence = next(alone(kind.sentence) for kind in kinds() if str(kind.code) == code)
    assert german.said(typeset(sentence, {}, {})) is not None


def test_what_stands_in_a_sentence_keeps_its_place() -> None:
    a, b, c = (Sym(name) for name in "abc")
    text = ("Let ", a, " be the commutation matrix, ", b, " for every ", c, " matrix ", a, ". In components,")
    assert german.said(text) == (a, " sei die Vertauschungsmatrix, ", b, " für jede ", c, "-Matrix ", a, ". In Komponenten ist")
    assert german.said((a, " depends on ", b, " through ", c, ":")) == (a, " hängt über ", c, " von ", b, " ab:")
    listed = ("At ", a, ", ", b, " and ", c, ",")
    assert german.said(listed) == ("An der Stelle ", a, ", ", b, " und ", c, " ist")
    assert german.said(("(product, inverse)",)) == ("(Produkt, Inverse)",)


def test_a_condition_is_never_left_out() -> None:
    assert german.german((Paragraph(("Nobody has ever said this.",)),)) == ()
    with pytest.raises(SymjacError, match="no German for a condition"):
        german.german((Note("condition", ("Holds on Tuesdays.",)),))
