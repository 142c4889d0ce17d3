"""Pictures: the geometry formats share, each format's drawing to the letter, characters that can be read, pages that compile."""

from __future__ import annotations

import shutil
from math import dist, sin
from textwrap import dedent

import pytest

from symjac.errors import LimitError, UnsupportedError
from symjac.writing.block import Block, Contents, Details, Document, Equation, Figure, Heading, Link, Paragraph, plain_text
from symjac.writing.box import Box, Num, Row, Sym, Words
from symjac.writing.drawing import Circle, Drawing, Label, Stroke
from symjac.writing.formats import pdf
from symjac.writing.formats.html import page as html
from symjac.writing.formats.latex import page as latex
from symjac.writing.formats.latex import tikz
from symjac.writing.formats.text import page as text
from symjac.writing.formats.text import raster
from symjac.writing.formats.text.canvas import width
from symjac.writing.formats.typst import drawing as typst_drawing
from symjac.writing.formats.typst import page as typst
from symjac.writing.layout import geometry, links
from symjac.writing.layout.fit import text_width
from tests.helpers.pictures import NETWORK_WORDS, chapter, network, plot
from tests.helpers.places import PACKAGE

x, ONE = Sym("x"), Num("1")
SHAPES = Drawing(
    4,
    2,
    (
        Stroke(((0, 0), (1, 0.5), (1, 2)), "dashed"),
        Stroke(((0, 2), (2, 2)), "curve", arrow=True),
        Stroke(((0, 0), (1, 1), (2, 0)), "second", smooth=True),
        Circle((3, 1), 0.5),
        Circle((3, 1), 0.05, "faint", solid=True),
        Label((3, 1), x),
        Label((2, 0), ONE, "below", small=True),
    ),
)


def page(*blocks: Block) -> Document:
    return Document((), blocks)


# Geometry


def test_a_smooth_curve_goes_through_its_points_and_stays_near_the_function() -> None:
    points = tuple((t, sin(t)) for t in (0, 0.5, 0.8, 1.4, 2.0, 2.3, 3.0, 3.5))
    assert [piece[2] for piece in geometry.curve(points)] == list(points[1:])
    assert all(abs(v - sin(u)) < 0.01 for u, v in geometry.polyline(Stroke(points, smooth=True)))


def test_a_smooth_curve_through_points_on_a_line_is_that_line() -> None:
    drawn = geometry.polyline(Stroke(((0, 0), (1, 2), (4, 8)), smooth=True))
    assert all(abs(v - 2 * u) < 1e-12 for u, v in drawn) and list(drawn) == sorted(drawn)


def test_an_arrow_head_has_its_tip_at_the_end_and_covers_the_end_of_its_shaft() -> None:
    stroke = Stroke(((0, 0), (3, 4)), arrow=True)
    tip, left, right = geometry.head(stroke) or pytest.fail("no head")
    assert tip == (3, 4) and dist(left, right) == pytest.approx(2 * geometry.HEAD_HALF_WIDTH)
    assert dist(geometry.shaft(stroke)[-1], tip) == pytest.approx(geometry.PULL * geometry.HEAD_LENGTH)


@pytest.mark.parametrize("points", [((1.0, 1.0),), ((1.0, 1.0), (1.0, 1.0)), ((0.0, 0.0), (0.0, 0.0), (1.0, 0.0))])
def test_points_that_coincide_are_drawn_by_every_format(points: tuple[tuple[float, float], ...]) -> None:
    for smooth in (False, True):
        doc = page(Figure(Drawing(2, 2, (Stroke(points, arrow=True, smooth=smooth),)), (), "a point"))
        assert all(made.document(doc) for made in (latex, html, typst, text))


def test_coordinates_are_short_and_zero_has_no_sign() -> None:
    assert [geometry.number(v) for v in (0, -0.0001, 2.0, 1 / 3, 100)] == ["0", "0", "2", "0.333", "100"]


# LaTeX


def test_tikz() -> None:
    assert tikz.picture(SHAPES) == dedent(
        r"""
        \begin{tikzpicture}[line join=round, every node/.style={fill=white, inner sep=0.05cm, outer sep=0.05cm},
          curve pen/.style={draw={{rgb,255:red,0;green,105;blue,170}}, line width=1pt},
          dashed pen/.style={draw={black!75}, line width=.5pt, dash pattern=on 3pt off 2pt},
          faint pen/.style={draw={black!35}, line width=.4pt},
          line pen/.style={draw={black}, line width=.5pt},
          second pen/.style={draw={{rgb,255:red,205;green,90;blue,0}}, line width=1pt, dash pattern=on 6pt off 1.8pt}]
        \path[use as bounding box] (0,0) rectangle (4,2);
        \path[dashed pen] (0,0) -- (1,0.5) -- (1,2);
        \path[curve pen] (0,2) -- (1.84,2);
        \path[fill={rgb,255:red,0;green,105;blue,170}] (2,2) -- (1.8,1.925) -- (1.8,2.075) -- cycle;
        \path[second pen] (0,0)
          .. controls (0.333,0.5) and (0.667,1) .. (1,1)
          .. controls (1.333,1) and (1.667,0.5) .. (2,0);
        \path[line pen, fill=white] (3,1) circle[radius=0.5];
        \path[faint pen, fill=black!35] (3,1) circle[radius=0.05];
        \node[anchor=center] at (3,1) {$x$};
        \node[anchor=north, font=\footnotesize] at (2,0) {$1$};
        \end{tikzpicture}"""
    ).lstrip("\n")


def test_only_a_wide_drawing_is_made_to_fit_the_line() -> None:
    assert "resizebox" not in tikz.picture(Drawing(12, 1, ()))
    assert tikz.picture(Drawing(40, 1, ())).startswith(r"\resizebox{\ifdim\width>\linewidth")


def test_packages_come_only_with_what_needs_them() -> None:
    plain = latex.document(page(Heading(1, ("T",)), Paragraph(("tikzpicture, tableofcontents",))))
    assert r"\usepackage{tikz}" not in plain and "hyperref" not in plain
    assert latex.fragment(page(Figure(network(), (), ""))).startswith("% needs \\usepackage{amsmath,amssymb,tikz}\n")
    assert r"\usepackage{tikz}" + "\n" + r"\usepackage[hidelinks]{hyperref}" in latex.document(chapter())
    assert latex.fragment(chapter()).startswith("% needs \\usepackage{amsmath,amssymb,tikz,hyperref}\n")


def test_words_for_the_picture_stay_with_it_in_the_source() -> None:
    source = latex.document(page(Figure(network(), ("Cap ", x), "100% of\n\\x — “all”")))
    assert '\n% 100% of \\x -- "all"\n\\begin{center}\n' in source and source.isascii()
    assert r"{\centering\small Cap $x$}" in source


def test_numbered_headings_are_listed_and_labelled() -> None:
    heading = Heading(2, ("On ", x, " & θ", Link("y", "a b")), "1.2", "a b")
    body = latex.fragment(page(heading))
    assert r"\subsection*{1.2\quad On $x$ \& $\theta$\hyperref[a.20.b]{y}}" in body
    listed = r"\protect\numberline{1.2}On \texorpdfstring{$x$}{x}\texorpdfstring{ \& $\theta$}{ \& theta}y"
    assert rf"\addcontentsline{{toc}}{{subsection}}{{{listed}}}" + "\n" + r"\label{a.20.b}" in body


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex on the PATH")
@pytest.mark.parametrize("latexmk", [True, False])
def test_pdflatex_runs_until_contents_and_links_settle(latexmk: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    logs: list[str] = []
    run, which = pdf._run, shutil.which
    monkeypatch.setattr(pdf, "_run", lambda command, folder: logs.append(run(command, folder)) or logs[-1])
    monkeypatch.setattr(shutil, "which", lambda name: which(name) if latexmk or name != "latexmk" else None)
    wide = Figure(Drawing(40, 5, plot().shapes), ("Too wide for the page.",), "")
    made = pdf.document(Document(("T",), (*chapter().blocks, wide)), engine="latex")
    assert made.startswith(b"%PDF-")
    assert not any(word in logs[-1].split("Run number")[-1] for word in ("undefined", "Rerun to", "Overfull", "No file"))
    assert pdf.document(Document(("T",), (*chapter().blocks, wide)), engine="latex") == made


# Typst


def test_typst() -> None:
    assert typst_drawing.picture(SHAPES) == dedent(
        """
        drawing(4cm, 2cm, {
          through("dashed", "0 2 1 1.5 1 0")
          through("curve", "0 0 1.84 0")
          place(polygon(fill: rgb(0, 105, 170), (2cm, 0cm), (1.8cm, 0.075cm), (1.8cm, -0.075cm)))
          through("second", "0 2 0.333 1.5 0.667 1 1 1 1.333 1 1.667 1.5 2 2", smooth: true)
          place(dx: 2.5cm, dy: 0.5cm, circle(radius: 0.5cm, fill: white, stroke: pens.line))
          place(dx: 2.95cm, dy: 0.95cm, circle(radius: 0.05cm, fill: luma(65%), stroke: pens.faint))
          label-at(3cm, 1cm, -0.5, -0.5, $x$)
          label-at(2cm, 2.1cm, -0.5, 0, size: 0.82em, $"1"$)
        })"""
    ).lstrip("\n")


def test_the_head_of_a_typst_document_grows_only_where_needed() -> None:
    assert "drawing" not in typst.document(page(Paragraph(("x",)))) and "outline" not in typst.document(page())
    assert "#let drawing" in typst.document(page(Details((), (Figure(network(), (), ""),))))
    assert "#set heading(outlined: false" in typst.document(page(Contents()))


def test_typst_headings_and_links() -> None:
    source = typst.document(page(Heading(1, ("T",), "1.", "a b"), Paragraph(("see ", Link("T_1", "a b")))))
    assert '#heading(level: 1, numbering: (..) => [1\\.#h(0.5em)], outlined: true)[T] #label("a.20.b")' in source
    assert 'see #link(label("a.20.b"))[T\\_1]' in source


def test_typst_contents_give_pages() -> None:
    compiler = pytest.importorskip("typst", reason="no typst wheel")
    source = typst.document(chapter()) + "#context [#metadata(query(heading.where(outlined: true)).len()) <count>]\n"
    assert compiler.query(source.encode(), "<count>", field="value", one=True) == "4"
    assert pdf.document(chapter()) == pdf.document(chapter())


# Text


def drawn(drawing: Drawing, columns: int = 60, ascii: bool = False) -> str:
    return "\n".join(raster.picture(drawing, columns, ascii=ascii))


AXES = Drawing(
    4,
    2,
    (
        Stroke(((0, 1), (4, 1)), arrow=True),
        Stroke(((1, 0), (1, 2)), arrow=True),
        Stroke(((0, 0.2), (4, 0.2)), "dashed"),
        Stroke(((2, 0.9), (2, 1.1))),
        Label((2, 0.9), ONE, "below"),
        Label((4, 1), x, "right"),
        Circle((3, 1), 0.05, solid=True),
    ),
)


def test_axes_are_joined_and_ticks_cross_them() -> None:
    assert drawn(AXES) == dedent(
        """\
             ↑
             │
        ╶────┼─────┼────●─────→ x
             │    1
        ╌╌╌╌╌│╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
             ╵"""
    )
    assert drawn(AXES, ascii=True) == dedent(
        """\
             ^
             |
        -----+-----+----*-----> x
             |    1
        - - -|- - - - - - - - -
             |"""
    )


def test_a_circle_hides_what_is_in_it_and_keeps_its_label() -> None:
    ring = Drawing(4, 2, (Stroke(((0, 0.2), (4, 2))), Circle((2, 1.1), 0.6), Label((2, 1.1), x)))
    assert drawn(ring) == dedent(
        """\
                 ⢀⣀⣀⡀    ⢀⡠⠤⠒⠉⠁
               ⢀⠞⠁  ⠈⠳⡤⠔⠊⠉
               ⢸  x   ⡇
            ⣀⠤⠔⠊⢦⣀  ⣀⡴⠁
        ⡠⠤⠒⠉⠁     ⠉⠉"""
    )
    assert drawn(ring, ascii=True) == dedent(
        """\
                 ....    ..--''
               ./'  '\\.-''
               |  x   |
            .--'\\.  ./'
        .--''     ''"""
    )


def test_a_label_too_wide_for_its_circle_stands_for_it_and_arrows_end_before_it() -> None:
    shapes = (Stroke(((0, 0.5), (2.6, 0.5)), arrow=True), Circle((3, 0.5), 0.4), Label((3, 0.5), Words("neuron")))
    assert drawn(Drawing(4, 1, shapes)) == "╶───────────→ neuron"


def test_network() -> None:
    assert dedent(drawn(network())) == dedent(
        """\
           a₀⁽⁰⁾       w₀₀⁽¹⁾
               ⠐⠪⢍⡉⠑⠒⠒⠢⠤⠤⣀⣀⣀
                  ⠈⠒⠤⢄⡀     ⠉⠉⠑⠒⠒⠢→ a₀⁽¹⁾ ────→
                      ⠉⠒⠤⣀⢀⣀⣀⡠⠤⠤⠔⠒⠒⡪↗
                ⣀⣀⠤⠤⠤⠒⠒⠊⠉⠉⠉⠒⢤⡀ ⣀⠔⠒⠉
           a₁⁽⁰⁾ ⠢⠤⠤⢄⣀⣀    ⣀⠤⠚⠉⠒⢄⡀
                       ⣉⡩⠟⠛⠒⠒⠤⠤⠤⣀⣈→⠢↘
                   ⢀⡠⠔⠋        ⢀⣀⣀→ a₁⁽¹⁾ ────→
               ⢀⡠⠔⠊⠁⣀⣀⣠⠤⠤⠔⠒⠒⠊⠉⠉⠁
           a₂⁽⁰⁾ ⠉⠉⠉   w₁₂⁽¹⁾"""
    )


@pytest.mark.parametrize(("ascii", "heads"), [(False, "→↗↑↖←↙↓↘"), (True, ">/^\\</v\\")])
def test_arrow_heads_point_where_the_arrow_goes(ascii: bool, heads: str) -> None:
    ways = ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))
    for (across, up), sign in zip(ways, heads, strict=True):
        arrow = Stroke(((2, 2), (2 + across, 2 + up)), arrow=True)
        assert sign in drawn(Drawing(4, 4, (arrow,)), ascii=ascii)


def test_labels_never_cover_each_other() -> None:
    many = Drawing(2, 1, tuple(Label((1, 0.5), Words(word)) for word in ("one", "two", "three")))
    assert all(word in drawn(many) for word in ("one", "two", "three"))


@pytest.mark.parametrize("columns", [22, 40, 84])
@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("drawing", [plot(), network(), SHAPES], ids=["plot", "network", "shapes"])
def test_pictures_keep_to_the_width_and_to_seven_bits(drawing: Drawing, ascii: bool, columns: int) -> None:
    lines = raster.picture(drawing, columns, ascii=ascii)
    assert lines and max(map(width, lines)) <= columns
    assert not ascii or "".join(lines).isascii()
    assert lines[0].strip() and lines[-1].strip()


def test_a_wide_picture_shrinks_and_keeps_its_right_end() -> None:
    assert drawn(Drawing(30, 1, (Stroke(((0, 0.5), (29.9, 0.5)), arrow=True),)), 40) == "╶" + 38 * "─" + "→"


def test_a_picture_of_nothing_leaves_its_caption() -> None:
    assert text.document(page(Figure(Drawing(3, 2, ()), ("Nothing.",), ""))).strip() == "Nothing."


def test_text_numbers_its_headings_and_lists_them() -> None:
    shown = text.document(chapter())
    assert (
        dedent(
            """
        Contents
        ────────
        1   A function of one number
            1.1   The slope h = 1 − tanh² & more
        2   A network: tanh(Wx)
            2.1   On the last page

        1  A function of one number
        ───────────────────────────

        The figure shows tanh z; where it comes from is said in Section 2.
        """
        )
        in shown
    )


# Links


def test_every_format_with_links_refuses_one_that_leads_nowhere() -> None:
    for made in (latex, html, typst):
        with pytest.raises(UnsupportedError, match="one heading with its anchor"):
            made.document(page(Equation(x, (Link("w", "nowhere"),))))


def test_the_words_of_a_link_count_as_words() -> None:
    words = ("see ", Link("Example 4", "a"), x)
    assert plain_text(words) == "see Example 4" and text_width(words) == text_width(("see Example 4", x))


def test_anchors_stay_different_and_safe() -> None:
    names = {links.anchor_name(anchor) for anchor in ("a b", "a.20.b", "a_b", "ä", "#a", "a")}
    assert len(names) == 6 and all(name.replace(".", "").replace("_", "").isalnum() for name in names)


def test_a_formula_too_deep_in_a_label_is_refused() -> None:
    deep: Box = x
    for _ in range(500):
        deep = Row((deep,))
    doc = page(Figure(Drawing(1, 1, (Label((0, 0), deep),)), (), NETWORK_WORDS))
    for made in (latex, html, typst, text):
        with pytest.raises(LimitError):
            made.document(doc)


DRAWING = ("latex.tikz", "html.svg", "html.image", "text.raster", "typst.drawing")


@pytest.mark.parametrize("name", DRAWING)
def test_drawing_is_learnt_only_for_pictures(name: str) -> None:
    """What draws pictures is imported inside functions: a document without pictures does not pay for it."""
    formats = PACKAGE / "writing" / "formats"
    assert (formats / f"{name.replace('.', '/')}.py").exists()
    line = f"\nfrom symjac.writing.formats.{name} import"
    own = {formats / f"{each.replace('.', '/')}.py" for each in DRAWING}  # which may build on each other
    assert not [path.name for path in formats.rglob("*.py") if path not in own and line in path.read_text("utf-8")]
    assert any(f"    {line.strip()}" in path.read_text("utf-8") for path in formats.rglob("*.py"))
