"""Nothing that does not fit the page is printed as if it did: on paper, by measure, and in a terminal of 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import symjac
from symjac.derivation.explain import displays
from symjac.errors import UnsupportedError
from symjac.writing.block import Aligned, Block, Document, Equation
from symjac.writing.box import SUM, Box, Frac, Infix, Matrix, Num, Row, Sym
from symjac.writing.formats.text.page import document
from symjac.writing.layout.fit import width
from symjac.writing.layout.lines import placed
from symjac.writing.layout.links import every
from symjac.writing.layout.page import PAGE, fits_page
from tests.helpers.planted import attribute

WIDE = [
    ("tanh(W*h + U*x + b)", "W", ""),
    ("-sum(y .* log(sigmoid(X*t)) + (1 - y) .* log(1 - sigmoid(X*t)))", "t", "X: M x N"),
    ("softmax(W*x)", "x", ""),
    ("x/norm(x)", "x", ""),
    ("tanh(W2*tanh(W1*x + b1) + b2)", "W1", ""),
    ("norm(tanh(W2*tanh(W1*x + b1) + b2) - y)^2", "W1", ""),
    ("-y'*log(softmax(W*x))", "W", ""),
    ("a'*X'*X*b", "X", ""),
    ("A^4", "A", "A: n x n"),
    ("(a'*C*b)/sqrt((a'*A*a)*(b'*B*b))", "a", "A: m x m posdef; B: n x n posdef"),
    ("x'*A*x/(x'*x)", "x", "A: n x n symmetric"),
]  # fmt: skip
CODE = re.compile(r"; ⋮|⋮;|∑ₖ")  # a matrix or a sum on one line of text
LONE = ("∴", "⇒", ".", ",")


def too_wide(doc: Document) -> Iterator[Box]:
    """The lines on paper that are wider than the page."""
    for block in every(doc.blocks):
        if isinstance(block, Equation | Aligned):
            for line in placed(block, PAGE):
                if width(line.left) + width(line.right) > PAGE + 2:
                    yield line.right


def misprinted(doc: Document) -> list[str]:
    shown = document(doc, width=80).splitlines()
    return [line for line in shown if len(line) > 80 or CODE.search(line) or line.strip() in LONE]


@pytest.mark.parametrize("style", ["components", "chain", "differential"])
@pytest.mark.parametrize(("f", "x", "where"), WIDE)
def test_a_wide_derivation_stays_on_the_page(f: str, x: str, where: str, style: str) -> None:
    for detail in ("full", "exam", "brief"):
        try:
            doc = symjac.derive(f, x, where or None, style=style, detail=detail, check=False).document()
        except UnsupportedError:
            return
        assert not list(too_wide(doc))
        assert not misprinted(doc)


def test_a_matrix_that_does_not_fit_is_seen_where_it_is_kept() -> None:
    """What the test above would say if wide matrices were not left out."""
    with attribute(displays, "too_wide", lambda step, left: False):
        doc = symjac.derive("tanh(W*h + U*x + b)", "W", style="components", check=False).document()
    assert list(too_wide(doc))


def test_entries_too_long_for_a_matrix_get_names() -> None:
    d = symjac.derive("crossentropy(q ./ exp(q), softmax(tanh(q)))", "q", "q: n", instance="n=3", check=False)
    assert not list(too_wide(d.document()))
    assert "[J₁  J₂  J₃]" in d.render("text")


def test_what_fits_is_measured_for_both_pages() -> None:
    cells = tuple(Row((Sym("a"), Sym("b"))) for _ in range(40))
    assert not fits_page(Matrix((cells,)))
    assert fits_page(Matrix((cells[:8],)))


def test_a_stop_stands_behind_the_last_line() -> None:
    text = symjac.derive("tanh(W2*tanh(W1*x + b1) + b2)", "W1", style="differential").render("text", width=60)
    shown = [line for line in text.splitlines() if line.startswith("    ")]
    assert not any(re.search(r"\(\w*\.$", line) for line in shown)


def blocks(*found: Block) -> Document:
    return Document((), found)


def test_a_fraction_too_wide_becomes_a_product() -> None:
    terms = tuple(Row((Sym("a"), Num(str(k)))) for k in range(10, 60))
    wide = Frac(Infix(terms, ("+",) * 49, SUM), Sym("d"))
    assert not list(too_wide(blocks(Equation(wide))))
