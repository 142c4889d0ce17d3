"""MathML and HTML: every class draws well-formed markup, nothing typed becomes markup, nothing is fetched."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import suppress
from html.parser import HTMLParser
from typing import get_args, get_type_hints

import pytest

from symjac.errors import LimitError
from symjac.writing.block import (
    Aligned,
    Block,
    Contents,
    Details,
    Document,
    Equation,
    Figure,
    Heading,
    Items,
    Line,
    Link,
    Mark,
    Note,
    PageBreak,
    Paragraph,
    Room,
    Table,
)
from symjac.writing.box import (
    PRODUCT,
    TRANSPOSE,
    Accent,
    Arrow,
    BigOp,
    Box,
    Boxed,
    Call,
    Cases,
    Dots,
    Empty,
    Fence,
    Font,
    Frac,
    Infix,
    Matrix,
    Num,
    Prefix,
    Root,
    Row,
    Script,
    Space,
    Sym,
    Underbrace,
    Words,
    relation,
)
from symjac.writing.drawing import Circle, Drawing, Label, Stroke
from symjac.writing.formats.html import mathml
from symjac.writing.formats.html import page as html
from tests.helpers.pictures import PLOT_WORDS, chapter, plot
from tests.helpers.samples import samples

SAMPLES = samples()
X, ONE, TR = Sym("X"), Num("1"), Sym("tr", "roman")
EVIL = "<script>alert('&')</script>\x00"

# One of each class, and what its markup must hold.
EACH: list[tuple[Box, str]] = [
    (Sym("x"), "<mi>x</mi>"),
    (Sym("theta"), "<mi>θ</mi>"),
    (Sym("Phi"), '<mi mathvariant="normal">Φ</mi>'),
    (Sym("loss"), "<mi>loss</mi>"),
    (Sym("R", "blackboard"), ">ℝ</mi>"),
    (Sym("E", "blackboard"), ">𝔼</mi>"),
    (Sym("1", "blackboard"), ">1</mi>"),
    (Sym("w", "bold"), '<mi mathvariant="normal" class="sj-bold">w</mi>'),
    (TRANSPOSE, 'class="sj-sans">T</mi>'),
    (Sym("="), "<mo>=</mo>"),
    (Sym("∇"), '<mi mathvariant="normal">∇</mi>'),
    (Num("0.5"), "<mn>0.5</mn>"),
    (Words(" if "), "<mtext>\u00a0if\u00a0</mtext>"),
    (Space("quad"), '<mspace width="1em">'),
    (Row((X, ONE)), "<mrow><mi>X</mi><mn>1</mn></mrow>"),
    (relation(X, "=", ONE), '<mi>X</mi><mo form="infix">=</mo><mn>1</mn>'),
    (Prefix("−", X), '<mo form="prefix">−</mo>'),
    (Prefix("∂", X), "<mrow><mi>∂</mi><mi>X</mi></mrow>"),
    (Script(X, ONE), "<msub><mi>X</mi><mn>1</mn></msub>"),
    (Script(X, sup=ONE), "<msup><mi>X</mi><mn>1</mn></msup>"),
    (Script(X, ONE, ONE), "<msubsup>"),
    (Accent("hat", X), '<mover accent="true"><mi>X</mi>'),
    (Call(X, (ONE, X)), "\u2061"),
    (Fence("‖", X, "‖"), 'form="postfix" stretchy="false"'),
    (Frac(X, ONE), "<mfrac><mi>X</mi><mn>1</mn></mfrac>"),
    (Frac(ONE, Num("2")), '<mfrac displaystyle="false">'),
    (Root(X), "<msqrt><mi>X</mi></msqrt>"),
    (BigOp("∑", ONE, X, X), '<munderover><mo form="prefix">∑</mo>'),
    (BigOp("lim", ONE, None, X), '<munder><mo form="prefix" movablelimits="true"'),
    (Dots("d"), "⋱"),
    (Empty(), "<math><mrow></mrow></math>"),
    (Matrix(((X, ONE),), bars=(1,)), '<mtd><mi>X</mi></mtd><mtd class="sj-rule"><mn>1</mn></mtd>'),
    (Matrix(((X,),), tall=True, label=ONE), 'class="sj-array sj-tall" displaystyle="true"'),
    (Cases(((X, Words("if")),)), '<mtable class="sj-cases">'),
    (Underbrace(X, ONE), "⏟"),
    (Arrow(X), '<mo stretchy="true">→</mo>'),
    (Boxed(X), '<mrow class="sj-boxed"><mi>X</mi></mrow>'),
]


@pytest.mark.parametrize(("drawn", "holds"), EACH, ids=lambda case: type(case).__name__)
def test_each_class_has_its_element(drawn: Box, holds: str) -> None:
    markup = mathml.box(drawn, display=False)
    ET.fromstring(markup)
    assert holds in markup


def test_the_table_above_leaves_no_class_out() -> None:
    assert {type(drawn) for drawn, _ in EACH} == set(get_args(Box))


def test_display_is_said_on_the_math_element() -> None:
    assert mathml.box(X) == '<math display="block"><mi>X</mi></math>'


@pytest.mark.parametrize(
    ("factors", "gaps"),
    [
        ((X, Sym("Y")), 0),
        ((ONE, Call(TR, (X,))), 1),
        ((Call(TR, (X,), bare=True), X), 2),  # one of them inside: tr X
        ((X, Prefix("d", X)), 1),
        ((Matrix(((X,),)), Matrix(((X,),))), 1),
        ((X, Call(Sym("f"), (X,))), 0),
    ],
)
def test_a_product_has_thin_space_only_where_factors_would_touch(factors: tuple[Box, ...], gaps: int) -> None:
    assert mathml.box(Infix(factors, ("",), PRODUCT)).count("<mspace") == gaps


def test_brackets_grow_only_around_tall_things() -> None:
    assert 'stretchy="false"' in mathml.box(Fence("(", Script(X, sup=TRANSPOSE), ")"))
    assert 'stretchy="true"' in mathml.box(Fence("(", Root(Frac(X, Sym("y"))), ")"))
    assert 'stretchy="true"' in mathml.box(Call(Sym("f"), (Matrix(((X,),)),)))


def test_no_space_around_signs_in_scripts() -> None:
    assert '<mo form="infix" lspace="0" rspace="0">×</mo>' in mathml.box(Script(X, sup=relation(ONE, "×", X)))


def nested(wrap: Callable[[Box], Box], times: int) -> Box:
    box: Box = X
    for _ in range(times):
        box = wrap(box)
    return box


WRAPS: list[Callable[[Box], Box]] = [
    Root,
    lambda b: Row((b,)),
    lambda b: Infix((b, X), ("",), PRODUCT),
    lambda b: Script(Fence("(", b, ")"), ONE, ONE),
    lambda b: Frac(ONE, b),
    lambda b: Call(TR, (b,)),
    lambda b: Matrix(((b,),), label=ONE),
    lambda b: Cases(((b, ONE),)),
    lambda b: Underbrace(b, ONE),
]


@pytest.mark.parametrize("wrap", WRAPS)
def test_what_is_nested_too_deep_is_refused(wrap: Callable[[Box], Box]) -> None:
    with pytest.raises(LimitError):
        mathml.box(nested(wrap, 500))


@pytest.mark.parametrize("wrap", WRAPS)
def test_whatever_is_drawn_stays_within_the_depth_a_browser_keeps(wrap: Callable[[Box], Box]) -> None:
    def depth(element: ET.Element) -> int:
        return 1 + max(map(depth, element), default=0)

    drawn = 0
    for times in range(1, mathml.DEEPEST + 1, 7):
        with suppress(LimitError):
            drawn = depth(ET.fromstring(mathml.box(nested(wrap, times))))
    assert 50 < drawn < 450


def formulas(page: str) -> list[str]:
    return re.findall("<math.*?</math>", page, re.DOTALL)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_formula_of_the_samples_is_well_formed(name: str) -> None:
    found = formulas(html.document(SAMPLES[name]))
    assert found
    for formula in found:
        ET.fromstring(formula)


class Nesting(HTMLParser):
    """Fails where a tag is not closed in order."""

    VOID = ("meta",)

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_is_nested_complete_and_fetches_nothing(name: str) -> None:
    page = html.document(SAMPLES[name])
    parser = Nesting()
    parser.feed(page)
    assert not parser.open
    assert {"html", "title", "main", "h1", "style"} <= parser.seen
    assert not parser.seen & {"script", "link", "img", "iframe", "object"}
    tags = "".join(re.findall("<[^>]*>", page))
    assert not re.search(r"https?:|src=|href=(?!\"#)|\bon\w+=", tags)
    assert not re.search(r"url\(|@import", page)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_address_in_a_page_except_what_was_typed(name: str) -> None:
    page = html.document(SAMPLES[name]).replace("https://example.org", "")
    assert "http" not in page
    assert "<script" not in page


def body(*blocks: Block) -> str:
    return html.fragment(Document((), blocks)).split("</style>")[1]


BLOCKS: list[tuple[Block, str]] = [
    (Heading(1, ("Title",)), "<h2>Title</h2>"),
    (Heading(9, ("Title",)), "<h6>Title</h6>"),
    (Heading(2, ("Title",), "1.2", "the title"), '<h3 id="the.20.title"><span class="sj-number">1.2</span> Title</h3>'),
    (Contents(), '<nav class="sj-contents" aria-label="Contents">\n<h2>Contents</h2>\n</nav>'),
    (Figure(Drawing(2, 1, ()), ("cap",), '"alt"'), 'role="img" aria-label="&quot;alt&quot;"><svg viewBox="0 0 2 1"'),
    (Paragraph(("Find ", X, "."), "Problem."), "<p><strong>Problem.</strong> Find <span"),
    (Equation(X, end="."), "<mi>X</mi><mtext>.</mtext>"),
    (Equation(X, ("for all ", ONE), "."), 'for all <span class="sj-glue"><math><mn>1</mn></math>.</span></span>'),
    (Aligned((Line(X, "=", ONE, ("why",)),), "∴"), '<div class="sj-reason">why</div>'),
    (Table((("a",), ("b",)), ((("c",), (X,)),), ("cap",)), '<caption>cap</caption><thead><tr><th scope="col">a</th>'),
    (Items((("one",), (X,))), "<ul><li>one</li><li><math>"),
    (Note("check", ("exact",)), '<p class="sj-note sj-check">exact</p>'),
    (Details(("more",), (Items((("in",),)),)), "<details><summary>more</summary>\n<ul><li>in</li></ul>\n</details>"),
    (Room(2.5, "box"), '<div class="sj-answer sj-box" style="height: 2.5cm"></div>'),
    (Paragraph(("Show it. ", Mark("2"))), 'Show it. <strong class="sj-mark">[2]</strong>'),
    (PageBreak(), '<div class="sj-page"></div>'),
]


@pytest.mark.parametrize(("block", "holds"), BLOCKS, ids=lambda case: type(case).__name__)
def test_each_block_has_its_element(block: Block, holds: str) -> None:
    assert holds in body(block)


def test_the_table_of_blocks_leaves_no_class_out() -> None:
    assert {type(block) for block, _ in BLOCKS} == set(get_args(Block))


def test_an_empty_left_side_leaves_no_cell_and_the_end_stands_on_the_last_line() -> None:
    page = body(Aligned((Line(X, "=", ONE), Line(Empty(), "=", X)), end="."))
    assert page.count("sj-left") == 1
    assert page.count("<mtext>.</mtext>") == 1
    assert page.index("<mtext>.") > page.rindex("<mi>X</mi>")


def test_reasons_go_below_lines_that_are_too_wide() -> None:
    long = Infix((X,) * 60, ("+",) * 59, PRODUCT)
    assert "sj-stacked" in body(Aligned((Line(X, "=", long, ("because of this",)),)))
    assert "sj-stacked" not in body(Aligned((Line(X, "=", ONE, ("because of this",)),)))


def test_a_formula_keeps_the_marks_beside_it() -> None:
    page = body(Paragraph(("the ", X, "-th (", ONE, "), and ", X, " alone")))
    assert re.findall('<span class="sj-glue">(.*?)</span>', page) == [
        "<math><mi>X</mi></math>-th",
        "(<math><mn>1</mn></math>),",
    ]


@pytest.mark.parametrize("font", ["italic", "roman", "bold", "blackboard", "sans"])
def test_names_never_become_markup(font: Font) -> None:
    markup = mathml.box(Row((Sym(EVIL, font), Num(EVIL), Words(EVIL), Fence(EVIL, X, EVIL), Prefix(EVIL, X))))
    assert "<script" not in markup
    ET.fromstring(markup)


def test_prose_and_language_never_become_markup() -> None:
    text = (EVIL, Sym(EVIL))
    blocks: tuple[Block, ...] = (
        Heading(1, text),
        Paragraph(text, EVIL),
        Equation(X, text, EVIL),
        Aligned((Line(X, EVIL, X, text),), EVIL, EVIL),
        Table((text,), ((text,),), text),
        Items((text,)),
        Note("check", text),
        Details(text, ()),
    )
    page = html.document(Document(text, blocks, '"><script>'))
    assert "<script" not in page
    assert 'lang="&quot;&gt;&lt;script&gt;"' in page


def test_the_title_names_the_page_even_when_it_holds_only_a_formula() -> None:
    assert "<title>symjac</title>" in html.document(Document((X,), ()))
    assert "<title>A &amp; B</title>" in html.document(Document(("A & B",), ()))


def test_a_fragment_brings_its_style_once_and_no_page() -> None:
    part = html.fragment(SAMPLES["chain"])
    assert part.count("<style>") == 1
    assert "<html" not in part
    assert "<body" not in part


def test_substeps_nested_too_deep_are_refused() -> None:
    block: Block = PageBreak()
    for _ in range(500):
        block = Details(("more",), (block,))
    with pytest.raises(LimitError):
        html.document(Document(("deep",), (block,)))


def test_contents_are_nested_links_to_the_numbered_headings() -> None:
    page = html.document(chapter())
    nav = page[page.index("<nav") : page.index("</nav>")]
    assert re.findall(r'href="#([^"]*)"', nav) == ["tanh", "the.20.slope", "network", "section.20.2.2e.1"]
    assert all(f'id="{anchor}"' in page for anchor in re.findall(r'href="#([^"]*)"', page))
    assert "Not numbered" not in nav
    first = nav[nav.index('href="#tanh"') : nav.index('href="#network"')]
    assert first.count("<ul>") == first.count("</ul>") == 1


def test_links_are_words_in_an_anchor() -> None:
    page = body(Heading(1, ("T",), anchor="a b"), Paragraph(("see ", Link("T & all", "a b"), ".")))
    assert '<p>see <a href="#a.20.b">T &amp; all</a>.</p>' in page


SHAPES = Drawing(
    4,
    2,
    (
        Stroke(((0, 0), (1, 0.5), (1, 2)), "dashed"),
        Stroke(((0, 2), (2, 2)), "curve", arrow=True),
        Circle((3, 1), 0.5),
        Circle((3, 1), 0.05, "second", solid=True),
        Label((3, 1), X),
        Label((2, 0), ONE, "below", small=True),
    ),
)


def test_lines_turn_upside_down_and_carry_classes_not_colours() -> None:
    drawn = body(Figure(SHAPES, (), "shapes"))
    assert '<path d="M 0 2 L 1 1.5 L 1 0" class="sj-dashed"></path>' in drawn
    assert '<path d="M 0 0 L 1.84 0" class="sj-curve"></path>' in drawn
    assert '<path d="M 2 0 L 1.8 0.075 L 1.8 -0.075 Z" class="sj-curve sj-ink"></path>' in drawn
    assert '<path d="M 2.5 1 a 0.5 0.5 0 0 1 1 0 a 0.5 0.5 0 0 1 -1 0 Z" class="sj-paper"></path>' in drawn
    assert 'class="sj-second sj-ink"' in drawn
    assert not re.search(r"#[0-9a-f]{3,6}|rgb|black|white", drawn)
    assert "<figcaption>" not in drawn


def test_labels_lie_over_the_lines_in_shares_of_the_sheet() -> None:
    drawn = body(Figure(SHAPES, (), "shapes"))
    assert 'style="left:75%;top:50%;transform:translate(-50%,-50%)"><math><mi>X</mi></math></span>' in drawn
    assert '<span class="sj-label sj-small" style="left:50%;top:105%;transform:translate(-50%,0%)"><math><mn>1</mn>' in drawn
    assert drawn.index("</svg>") < drawn.index("sj-label")


def test_a_picture_is_one_image_for_those_who_listen() -> None:
    page = html.document(chapter())
    assert f'role="img" aria-label="{PLOT_WORDS}"' in page
    assert page.count('role="img"') == page.count("<svg") == page.count('aria-hidden="true"') == 3
    assert body(Figure(plot(), (), EVIL)).count("<script") == 0


def test_the_colours_of_pictures_change_in_the_dark_and_back_on_paper() -> None:
    for name in ("--paper", "--curve", "--second"):
        assert html.STYLE.count(f"{name}: #") == 2
        assert html.STYLE.count(f"{name}: light-dark(#") == 1


def test_a_fragment_follows_the_page_around_it_and_brings_its_own_ground() -> None:
    """The system may prefer dark where the page is light."""
    assert "prefers-color-scheme" not in html.STYLE + html.PAGE_STYLE
    assert "color: var(--ink); background: var(--paper)" in html.STYLE


def test_every_kind_of_small_print_has_its_label() -> None:
    kinds = get_args(get_type_hints(Note)["kind"])
    page = html.document(Document((), tuple(Note(kind, ("so.",)) for kind in kinds)))
    assert len(kinds) > 4 and all(f".sj-{kind}::before {{ content:" in page for kind in kinds)
