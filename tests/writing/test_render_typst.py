"""Typst and PDF: small formulas, escapes, every sample compiled, same bytes each time, clear errors."""

from __future__ import annotations

import shutil
import stat
import sys
from pathlib import Path

import pytest

from symjac.errors import LimitError, UnsupportedError
from symjac.expr.names import look_of
from symjac.writing.block import Details, Document, Equation, PageBreak, Paragraph
from symjac.writing.box import (
    Accent,
    Box,
    Boxed,
    Call,
    Cases,
    Fence,
    Frac,
    Matrix,
    Num,
    Prefix,
    Row,
    Script,
    Space,
    Sym,
    Words,
    transposed,
)
from symjac.writing.formats.pdf import document as pdf
from symjac.writing.formats.typst import page as typst
from symjac.writing.layout.fit import DEPTH
from tests.helpers.samples import (
    SPECIAL,
    TR,
    A,
    X,
    at,
    bra,
    chain,
    juxt,
    layer,
    norm2,
    rel,
    samples,
    special,
    total,
    v,
    x,
    y,
)

ALL = samples()

GOLDEN: list[tuple[Box, str]] = [
    (juxt(A, x), "A x"),
    (juxt("2", "theta"), '"2"θ'),
    (at("A", "i", "j"), "attach(A, b: i j)"),
    (transposed(layer("W", "1")), 'attach(W, t: \\("1"\\)upright(sans("T")))'),
    (Script(bra(X), sup=Prefix("−", Num("1"))), '\\( X attach(\\), t: −"1")'),
    (juxt("2", Call(TR, (X,), bare=True)), '"2"thin op("tr")X'),
    (norm2(y), 'class("opening", "‖")y attach(class("closing", "‖"), t: "2")'),
    (Fence("", Frac(x, y), "|"), "lr( frac(x, y) |)"),
    (total("k", "N", x), '∑_(k = "1")^(N)x'),
    (rel(v("f"), ":", x, "→", y), 'f class("relation", ":") x → y'),
    (Boxed(x), "boxed(x)"),
    (Row((Accent("hat", x), Space("quad"), Accent("bar", y))), "hat(x)quad macron(y)"),
    (look_of("a[l-1]"), 'attach(a, t: \\( l − "1"\\))'),
    (look_of("a[l+1]"), 'attach(a, t: \\( l + "1"\\))'),
    (Cases(((x, Words("if y")),)), 'cases(gap: #0.5em, x & quad "if y")'),
    (Matrix(((x, y),), bars=(1,), left="(", right=")"), 'mat(delim: #("(", ")"), augment: #(vline: (1,)), x, y)'),
    (Matrix(((x, y),), tall=True), "mat(row-gap: #0.7em, x, y)"),
]


@pytest.mark.parametrize(("given", "source"), GOLDEN, ids=[source for _, source in GOLDEN])
def test_formula(given: Box, source: str) -> None:
    assert typst.box(given) == source


def test_prose_is_escaped() -> None:
    assert typst.text(("#let *a* _b_ $c$ [d] 1. e",)) == r"\#let \*a\* \_b\_ \$c\$ \[d\] 1\. e"


def test_depth_ends_in_a_limit_error() -> None:
    deep: Box = x
    for _ in range(500):
        deep = bra(deep)
    with pytest.raises(LimitError):
        typst.box(deep)
    with pytest.raises(LimitError):
        typst.document(Document((), (Paragraph(("so ", deep)),)))


@pytest.mark.parametrize("name", ALL)
def test_typst_compiles(name: str) -> None:
    pytest.importorskip("typst", reason="no typst wheel")
    assert pdf(ALL[name]).startswith(b"%PDF-")


def test_deepest_formula_compiles() -> None:
    pytest.importorskip("typst", reason="no typst wheel")
    deep: Box = x
    for _ in range(DEPTH - 2):
        deep = bra(deep)
    assert pdf(Document((), (Equation(deep),))).startswith(b"%PDF-")


def test_page_break_inside_details_is_left_out() -> None:
    pytest.importorskip("typst", reason="no typst wheel")
    assert pdf(Document((), (Details(("s",), (PageBreak(), Paragraph(("x",)))),)))


def test_same_input_same_bytes() -> None:
    pytest.importorskip("typst", reason="no typst wheel")
    assert pdf(special()) == pdf(special())


def test_missing_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UnsupportedError, match=r'pip install "symjac\[pdf\]"'):
        pdf(chain())


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex on the PATH")
def test_latex_engine_is_reproducible() -> None:
    first = pdf(chain(), engine="latex")
    assert first.startswith(b"%PDF-") and first == pdf(chain(), engine="latex")


def test_no_tex_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnsupportedError, match="no pdflatex"):
        pdf(chain(), engine="latex")


def test_tex_error_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "pdflatex"
    fake.write_text("#!/bin/sh\necho '! Undefined control sequence.'\necho 'l.7 \\\\nonsense'\nexit 1\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnsupportedError, match=r"Undefined control sequence. l\.7 .nonsense"):
        pdf(chain(), engine="latex")


def test_names_cannot_speak_typst() -> None:
    assert typst.box(Sym(SPECIAL)).startswith('italic("')
    assert typst.box(Sym('"#x')) == 'italic("\\"#x")'


def test_no_page_ends_between_a_sentence_and_its_formula() -> None:
    source = typst.document(Document((), (Paragraph(("Alone.",)), Paragraph(("Then",)), Equation(x))))
    assert "\n#lead[Then]\n" in source and "\nAlone.\n" in source
