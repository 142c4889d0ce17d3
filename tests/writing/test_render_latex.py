"""LaTeX: small formulas to the letter, escapes, every class, line breaking, and acceptance by KaTeX and pdflatex."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args

import pytest

from symjac.errors import LimitError
from symjac.writing import block, box
from symjac.writing.block import Aligned, Details, Document, Equation, Line, Paragraph
from symjac.writing.box import (
    Accent,
    Arrow,
    Box,
    Call,
    Cases,
    Dots,
    Empty,
    Fence,
    Frac,
    Infix,
    Matrix,
    Num,
    Prefix,
    Root,
    Script,
    Sym,
    Words,
    transposed,
)
from symjac.writing.formats.latex import page as latex
from symjac.writing.layout.fit import DEPTH, width
from symjac.writing.layout.lines import broken, placed
from symjac.writing.layout.links import display_unlinked
from tests.helpers.samples import (
    SPECIAL,
    TANH,
    TR,
    A,
    X,
    at,
    bra,
    components,
    grid,
    juxt,
    layer,
    nabla,
    norm2,
    partial,
    reals,
    rel,
    samples,
    total,
    v,
    x,
    y,
)

ALL = samples()
KATEX = Path(os.environ.get("SYMJAC_KATEX", "katex.min.js"))  # npm pack katex, dist/katex.min.js

GOLDEN: list[tuple[Box, str]] = [
    (juxt(A, x), "Ax"),
    (juxt("2", "theta"), r"2\theta"),
    (juxt("Phi", "theta"), r"\Phi \theta"),
    (juxt("2", "3"), r"2\cdot 3"),
    (rel(Call(v("f"), (x,)), "=", Infix((y, juxt("A", "x")), ("−",), 10)), "f(x) = y - Ax"),
    (transposed(v("A")), r"A^{\mathsf{T}}"),
    (transposed(layer("W", "1")), r"W^{(1) \mathsf{T}}"),
    (Script(transposed(A), sup=Num("2")), r"{A^{\mathsf{T}}}^2"),
    (reals("M", "N"), r"\mathbb{R}^{M \times N}"),
    (at("A", "i", "j"), "A_{ij}"),
    (juxt(at("A", "i", "k"), at("x", "k")), r"A_{ik} \, x_k"),
    (nabla(x, v("f")), r"\nabla_x f"),
    (partial(at("f", "i"), at("x", "j")), r"\frac{\partial f_i}{\partial x_j}"),
    (juxt(A, Prefix("d", X)), r"A\, \mathrm{d} X"),
    (juxt("2", Call(TR, (X,), bare=True)), r"2\, \mathrm{tr} \, X"),
    (juxt("2", Call(TANH, (x,), bare=True)), r"2\tanh x"),
    (Call(TR, (juxt(bra(juxt(A, X)), X),)), r"\mathrm{tr}\bigl((AX) X\bigr)"),
    (norm2(y), r"\lVert y\rVert^2"),
    (bra(Frac(x, y)), r"\left( \frac{x}{y} \right)"),
    (juxt(Frac(Num("1"), Num("2")), x), r"\tfrac{1}{2} x"),
    (total("k", "N", at("x", "k")), r"\sum_{k = 1}^N x_k"),
    (Accent("hat", at("mu", "1")), r"\hat{\mu}_1"),
    (Accent("bar", juxt(A, x)), r"\overline{Ax}"),
    (Root(Num("2")), r"\sqrt{2}"),
    (Arrow(v("e")), r"\xrightarrow{\ e\ }"),
    (grid("A11 ..", ": \\"), r"\begin{bmatrix}A_{11} & \cdots \\ \vdots & \ddots\end{bmatrix}"),
    (
        grid("1 0 2", "_ x 3", bars=(2,), label=rel("2", "×", "3")),
        r"\left[\begin{array}{cc|c}1 & 0 & 2 \\  & x & 3\end{array}\right]_{2 \times 3}",
    ),
    (Matrix(((Frac(x, y),), (Empty(),)), tall=True), r"\begin{bmatrix}\dfrac{x}{y} \\[1.2ex] \end{bmatrix}"),
    (Cases(((x, Words("otherwise")),)), r"\begin{cases}x & \text{otherwise}\end{cases}"),
    (Fence("", Frac(x, y), "|"), r"\left. \frac{x}{y} \right\rvert"),
    (Sym("Alpha"), r"\mathrm{A}"),
    (Sym("ε"), r"\varepsilon"),
    (Sym("epsilon"), r"\epsilon"),
    (Sym("θ", "bold"), r"\boldsymbol{\theta}"),
    (Sym("w1_x"), r"\mathit{w1\_x}"),
    (Sym("softmax", "roman"), r"\mathrm{softmax}"),
    (Infix((v("a"), v("b"), v("c")), (",", ","), 0), "a, b, c"),
    (Dots("l"), r"\ldots"),
]


@pytest.mark.parametrize(("given", "source"), GOLDEN, ids=[source for _, source in GOLDEN])
def test_formula(given: Box, source: str) -> None:
    assert latex.box(given) == source


def test_more_than_ten_columns_need_no_counter() -> None:
    assert r"\begin{array}{cccccccccccc}" in latex.box(Matrix((tuple(v("x") for _ in range(12)),)))


@pytest.mark.parametrize("name", ["#", "$x$", "\\end{document}", "^", "a_b", "日本", "é", "a b", "{", "~", '"', SPECIAL])
def test_names_cannot_speak_tex(name: str) -> None:
    source = latex.box(Sym(name)) + latex.text((name,)) + latex.box(Words(name))
    assert source.isascii()
    assert not re.search(r"(?<!\\)[#%&]", source)
    assert "\\end{" not in source


def test_source_is_plain_ascii() -> None:
    assert all(latex.document(doc).isascii() for doc in ALL.values())


def test_fragment_names_its_packages_first() -> None:
    assert latex.fragment(components()).startswith("% needs \\usepackage{amsmath,amssymb}\n")
    assert "booktabs" in latex.fragment(ALL["corners"]).splitlines()[0]


def classes(value: object) -> set[type]:
    """Every dataclass that occurs in a value."""
    inside = [getattr(value, f.name) for f in fields(value)] if is_dataclass(value) else []
    inside += list(value) if isinstance(value, tuple) else []
    own = {type(value)} if is_dataclass(value) else set[type]()
    return own.union(*map(classes, inside)) if inside else own


def test_samples_hold_every_class() -> None:
    assert set[type]().union(*map(classes, ALL.values())) >= {*get_args(box.Box), *get_args(block.Block)}


WRAPPERS: list[Callable[[Box], Box]] = [
    bra,
    lambda b: Prefix("−", b),
    lambda b: Script(b, sup=b if isinstance(b, Sym) else x),
    lambda b: Call(TANH, (Infix((b, x), ("+",), 10),)),
    lambda b: Matrix(((b,),)),
]


@pytest.mark.parametrize("wrap", WRAPPERS)
def test_depth_ends_in_a_limit_error(wrap: Callable[[Box], Box]) -> None:
    deep: Box = x
    for _ in range(500):
        deep = wrap(deep)
    with pytest.raises(LimitError):
        latex.box(deep)
    with pytest.raises(LimitError):
        latex.document(Document((), (Equation(deep),)))


def test_depth_of_details() -> None:
    inner = Paragraph(("x",))
    doc = Document((), (inner,))
    for _ in range(500):
        doc = Document((), (Details(("s",), doc.blocks),))
    with pytest.raises(LimitError):
        latex.document(doc)


def test_below_the_limit_it_renders() -> None:
    deep: Box = x
    for _ in range(DEPTH // 2 - 1):
        deep = Call(TANH, (Prefix("−", deep),))
    assert latex.document(Document((deep,), (Equation(deep),)))


def test_lines_fit() -> None:
    term = juxt(transposed(A), Prefix("d", A), transposed(A))
    for long in (Infix((term,) * 9, ("+",) * 8, 10), Call(TR, (Infix((term,) * 9, ("−",) * 8, 10),))):
        lines = broken(long, 30)
        assert len(lines) > 1 and all(width(line) <= 30 for line in lines)


def test_long_reason_goes_below_its_line() -> None:
    lines = placed(Aligned((Line(x, "=", y, ("why " * 60,)),)), 40)
    assert not lines[0].beside and len(lines) > 3 and all(line.words for line in lines[1:])


def test_short_reason_stands_beside() -> None:
    assert latex.display(Aligned((Line(x, "=", y, ("(why)",)),), "∴", ".")) == (
        "\\begin{aligned}\n\\therefore \\quad x & = y. && \\text{(why)}\n\\end{aligned}"
    )


def formulas(value: object) -> list[str]:
    """Every formula of a document in source, displays as one."""
    if isinstance(value, get_args(box.Box)):
        return [latex.box(value)]
    if isinstance(value, Equation | Aligned):
        return [latex.display(display_unlinked(value))]
    if isinstance(value, tuple):
        return [source for item in value for source in formulas(item)]
    return [s for f in fields(value) for s in formulas(getattr(value, f.name))] if is_dataclass(value) else []


def test_katex_takes_every_formula() -> None:
    quickjs = pytest.importorskip("quickjs", reason="no quickjs wheel")
    if not KATEX.exists():
        pytest.skip("SYMJAC_KATEX does not name a katex.min.js (npm pack katex)")
    context = quickjs.Context()
    context.eval(KATEX.read_text())
    check = context.eval("(s) => katex.renderToString(s, {displayMode: true, throwOnError: true, strict: 'error'}).length")
    for name, doc in ALL.items():
        for source in formulas(doc):
            assert check(source) > 0, name


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex on the PATH")
@pytest.mark.parametrize("name", ALL)
def test_pdflatex_is_silent(name: str, tmp_path: Path) -> None:
    (tmp_path / "page.tex").write_text(latex.document(ALL[name]), encoding="ascii")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page.tex"]
    for _ in range(3 if "hyperref" in latex.document(ALL[name]) else 1):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120)
    log = (tmp_path / "page.log").read_text(errors="replace")
    assert done.returncode == 0, log[-2000:]
    assert not re.findall(r"^(?:Overfull|Underfull|.*Warning:).*$", log, re.M)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex on the PATH")
def test_widths_are_close_to_tex(tmp_path: Path) -> None:
    """The measure that decides on line breaks, against TeX's own widths of the samples' displays."""
    boxes = [b.box for doc in ALL.values() for b in doc.blocks if isinstance(b, Equation) and 8 < width(b.box) < 45]
    lines = [rf"\setbox0\hbox{{$\displaystyle {latex.box(b)}$}}\typeout{{W=\the\wd0}}" for b in boxes]
    source = f"{latex.PREAMBLE}\\begin{{document}}\n" + "\n".join(lines) + "\nx\\end{document}"
    (tmp_path / "w.tex").write_text(source, encoding="ascii")
    done = subprocess.run(["pdflatex", "-interaction=nonstopmode", "w.tex"], cwd=tmp_path, capture_output=True, timeout=120)
    true = [float(w) / 10.95 for w in re.findall(r"W=([\d.]+)pt", done.stdout.decode(errors="replace"))]
    assert len(true) == len(boxes) > 10
    ratios = [width(b) / w for b, w in zip(boxes, true, strict=True)]
    assert min(ratios) > 0.96 and max(ratios) < 1.25, [f"{r:.2f}" for r in ratios]
