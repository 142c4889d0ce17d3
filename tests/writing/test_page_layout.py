"""What belongs together on a page stays together, and what is too wide for it is broken."""

from __future__ import annotations

import re
from itertools import pairwise

from symjac import derive, network
from symjac.writing.block import Aligned, Details, Document, Equation, Line, Note, Paragraph, Table
from symjac.writing.box import ATOM, PRODUCT, RELATION, SUM, Boxed, Call, Frac, Infix, Prefix, Row, Script, Space, Sym
from symjac.writing.drawing import Drawing, Label, Stroke
from symjac.writing.formats.html import mathml
from symjac.writing.formats.html import page as html
from symjac.writing.formats.latex import page as latex
from symjac.writing.formats.text import page as text
from symjac.writing.formats.text import raster
from symjac.writing.formats.typst import page as typst
from symjac.writing.layout.height import of_lines
from symjac.writing.layout.lines import concludes, placed
from symjac.writing.layout.page import PAGE
from symjac.writing.layout.rise import AROUND, FIFTH, height
from symjac.writing.plot import Curve, Frame, plot

F, X = Sym("F"), Sym("X")
THEREFORE = Equation(Row((Sym("⇒"), Space("quad"), Infix((F, X), ("=",), 0))))
PLAIN = Equation(Infix((F, X), ("=",), 0))
TALL = Frac(X, Frac(X, F))
WIDE = Infix((X,) * 60, ("+",) * 59, SUM)


def test_a_conclusion_stays_with_what_it_concludes() -> None:
    assert concludes(THEREFORE) and concludes(Aligned((Line(F, "=", X),), lead="∴"))
    assert not concludes(PLAIN) and not concludes(Paragraph(("⇒",)))
    doc = Document((), (PLAIN, THEREFORE, PLAIN))
    assert latex.document(doc).count(r"\\*[.6ex]") == 1 and latex.document(doc).count(r"\\[.6ex]") == 1
    assert typst.document(doc).count("#stay[") == 1


def test_no_page_ends_inside_a_formula() -> None:
    """The star keeps the lines of one formula together; between two steps a page may end."""
    steps = Aligned((Line(F, "=", X), Line(F, "=", WIDE, ("reason",)), Line(F, "=", X)))
    rows = latex.fragment(Document((), (steps,))).split("\\begin{align*}\n")[1].split("\n\\end{align*}")[0].splitlines()
    assert len(rows) > 3
    for above, below in pairwise(rows):
        goes_on = below.startswith("& ") or below.startswith(" & ")
        assert above.endswith(r"\\*") if goes_on else above.endswith(r"\\"), (above, below)
    assert sum(row.endswith("*") for row in rows) == len(rows) - 3


def test_a_table_stays_whole_and_with_its_sentence() -> None:
    doc = Document((), (Paragraph(("Here:",)), Table((("x",),), ((("1",),),))))
    assert "#lead[Here:]" in typst.document(doc) and "block(breakable: false, table(" in typst.document(doc)
    assert "Here:\n\n\\nopagebreak\\medskip" in latex.document(doc)
    long = Document((), (Table((("x",),), ((("1",),),) * 30),))
    assert "breakable: false, table" not in typst.document(long)


def test_a_wide_formula_is_broken_on_a_web_page() -> None:
    broken = html.fragment(Document((), (Equation(Infix((F, WIDE), ("=",), 0), end="."),)))
    assert broken.count('class="sj-right"') > 1 and broken.count('class="sj-left"') == 1 and broken.count("<mtext>.</mtext>") == 1
    assert 'class="sj-right"' not in html.fragment(Document((), (PLAIN,)))


def test_a_wide_line_of_steps_keeps_its_reason() -> None:
    block = Aligned((Line(F, "=", X), Line(Sym("G"), "=", WIDE, ("reason",))), lead="∴", end=".")
    shown = html.fragment(Document((), (block,)))
    assert "sj-stacked" in shown and shown.count("reason</div>") == 1
    assert shown.index("reason</div>") > shown.rindex('class="sj-right"')


def test_a_prime_is_no_small_script_of_a_script() -> None:
    assert "msup" not in mathml.box(Script(F, sup=Sym("′"))) and "′" in mathml.box(Script(F, sup=Sym("′")))
    assert "<msub>" in mathml.box(Script(F, Sym("i"), Sym("′")))
    assert 'mathvariant="normal"' not in mathml.box(Sym("sigma", "roman"))


def test_bundles_of_faint_lines_are_no_thicket_in_text() -> None:
    lines = tuple(Stroke(((0, k), (5, 3 - k)), "faint") for k in range(4))
    assert raster.picture(Drawing(6, 4, lines), 60) == []
    shown = network("n -> m").render("text")
    assert not re.search("[\u2801-\u28ff]", shown) and "joined to all of the next layer" in shown


def test_numbers_at_an_axis_make_room_for_curves() -> None:
    xs = [k / 50 - 4 for k in range(401)]
    frame = Frame((-4, 4), (-1.2, 1.2))
    rising = Curve(xs, [max(-1.0, min(1.0, x)) for x in xs], "curve", F)
    falling = Curve(xs, [-y for y in rising.ys], "curve", F)
    half = {round(frame.place(0, y)[1], 1) for y in (-0.5, 0.5)}
    for curve in (rising, falling):
        labels = [shape for shape in plot([curve], frame).shapes if isinstance(shape, Label)]
        assert sorted(label.side for label in labels if round(label.at[1], 1) in half and label.small) == ["left", "right"]


def test_variables_of_one_space_share_it() -> None:
    d = derive("x1 = u1*u2; w(x1) = x1^2", "u1, u2", "u1: scalar; u2: scalar", at="u1 = 1; u2 = 2")
    shown = text.document(d.document())
    assert "For u₁, u₂ ∈ ℝ let" in shown and "At u₁ = 1 and u₂ = 2," in shown


def test_small_print_is_not_alone_on_a_page() -> None:
    """The last display stays with it, and its notes with one another; a high formula, in which no page can end, does not."""
    notes = (Note("condition", ("Holds.",)), Note("convention", ("Rows.",)))
    tower = TALL
    for _ in range(10):
        tower = Frac(X, tower)
    low, high = Document((), (PLAIN, *notes)), Document((), (Aligned((Line(F, "=", tower),)), *notes))
    assert typst.document(low).count("#stay[") == typst.document(low).count("#lead[") == 1
    assert typst.document(high).count("#stay[") == 0
    assert r"\postdisplaypenalty=10000" in latex.document(low) and r"\nopagebreak" in latex.document(low)
    assert r"\postdisplaypenalty" not in latex.document(high)
    inside = Document((), (Details(("Why?",), (PLAIN,)), *notes))
    assert typst.document(inside).count("#stay[") == 1
    assert r"\postdisplaypenalty" in latex.document(inside)


def test_a_high_display_may_be_broken_and_leaves_no_hole() -> None:
    high = Aligned((Line(F, "=", TALL),) * 5)
    assert of_lines(placed(high, PAGE)) > FIFTH > of_lines(placed(PLAIN, PAGE))
    assert "breakable: true" in typst.document(Document((), (high,)))
    assert typst.document(Document((), (high, THEREFORE))).count("#stay[") == 0


def test_a_chain_is_broken_once_more_where_its_reason_then_stands_beside_it() -> None:
    half = Infix((X,) * 10, ("+",) * 9, SUM)
    chain = Infix((half, half), ("=",), RELATION)
    lines = placed(Aligned((Line(F, "=", X, ("a short reason",)), Line(F, "=", chain, ("another",)))), PAGE)
    assert [bool(line.beside) for line in lines] == [True, False, True] and not any(line.words for line in lines)


def test_a_reason_below_is_nearer_to_its_own_line() -> None:
    long = Infix((X,) * 18, ("+",) * 17, SUM)
    steps = Document((), (Aligned((Line(F, "=", long, ("a reason of several words",)), Line(F, "=", X))),))
    assert r"\\*[-.2ex]" in latex.document(steps) and r"\\[.8ex]" in latex.document(steps)
    assert "#under[a reason of several words]" in typst.document(steps)


def test_gradients_stand_apart_as_factors() -> None:
    product = Infix((Row((Script(Sym("∇"), sub=X), F)), Row((Script(Sym("∇"), sub=F), X))), ("",), PRODUCT)
    assert r"F \, \nabla" in latex.box(product)
    assert "F thin attach(∇" in typst.box(product)
    assert "0.1667em" in mathml.box(product)


def test_a_differential_stands_apart_from_a_word() -> None:
    softmax = Prefix("d", Call(Sym("softmax", "roman"), (X,)), ATOM)
    logdet = Prefix("d", Call(Infix((Sym("log", "roman"), Sym("det", "roman")), ("",), PRODUCT), (X,)), ATOM)
    assert r"\mathrm{d} \, \mathrm{softmax}" in latex.box(softmax)
    assert mathml.box(logdet).count("0.1667em") == 2  # d log det


def lines_of(doc: Document) -> list[str]:
    """The rows of the only aligned display."""
    return latex.fragment(doc).split("\\begin{align*}\n")[1].split("\n\\end{align*}")[0].splitlines()


def test_a_page_may_end_in_a_formula_that_is_higher_than_a_fifth_of_it() -> None:
    """But neither behind its first line nor before its last."""
    high = Infix((X,) * 600, ("+",) * 599, SUM)
    rows = lines_of(Document((), (Aligned((Line(F, "=", high), Line(F, "=", X))),)))
    kept = [row.endswith("*") for row in rows[:-2]]
    assert kept[0] and kept[-1] and not any(kept[1:-1]) and len(kept) > 8


def test_a_frame_is_never_higher_than_what_a_page_may_lack() -> None:
    low, high = (Aligned((Line(F, "=", Boxed(Infix((X,) * n, ("+",) * (n - 1), SUM))),)) for n in (60, 600))
    assert "boxed" in latex.fragment(Document((), (low,))) and "boxed" in typst.blocks((low,))
    assert "boxed" not in latex.fragment(Document((), (high,))) and "boxed" not in typst.blocks((high,))
    frames = [line.right for block in (low, high) for line in placed(block, PAGE) if isinstance(line.right, Boxed)]
    assert len(frames) == 1 and height(frames[0]) <= FIFTH - AROUND


def test_small_print_stays_with_the_end_of_a_long_display() -> None:
    long = Aligned(tuple(Line(F, "=", X) for _ in range(30)))
    doc = Document((), (long, Note("convention", ("So.",))))
    assert "postdisplaypenalty=10000" in latex.fragment(doc)
    assert "#stay[" not in typst.blocks(doc.blocks)  # Typst would move all of it


def test_fractions_in_a_frame_of_several_lines_are_as_large_as_elsewhere() -> None:
    terms = tuple(Frac(Infix((X,) * 8, ("+",) * 7, SUM), F) for _ in range(4))
    framed = Aligned((Line(F, "=", Boxed(Infix(terms, ("+",) * 3, SUM))),))
    source = latex.fragment(Document((), (framed,)))
    assert "boxed" in source and r"\dfrac" in source and source.count(r"\frac") == 0
