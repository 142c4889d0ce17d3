"""Markdown: every block as it stands in the file, and nothing that GitHub would eat or take for markup."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from symjac.errors import LimitError, UnsupportedError
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
    Note,
    PageBreak,
    Paragraph,
    Table,
    Text,
)
from symjac.writing.box import PRODUCT, BigOp, Box, Cases, Fence, Infix, Matrix, Num, Row, Script, Sym, Words, relation
from symjac.writing.drawing import Drawing, Label, Stroke
from symjac.writing.formats import markdown
from tests.helpers.pictures import chapter
from tests.helpers.samples import samples

A, x, i = Sym("A"), Sym("x"), Sym("i")
SAMPLES = samples()


def written(*blocks: Block, fences: bool = False) -> str:
    return markdown.document(Document((), blocks), fences=fences).rstrip("\n")


BLOCKS: list[tuple[Block, str]] = [
    (Heading(1, ("On ", x)), "## On $x$"),
    (Heading(3, ("Deeper",)), "#### Deeper"),
    (Paragraph(("Let ", x, " be."), "Problem."), "**Problem.** Let $x$ be."),
    (Equation(relation(x, "=", A), end="."), "$$\nx = A.\n$$"),
    (Items((("one",), (x,))), "- one\n- $x$"),
    (Note("check", ("exact.",)), "> *Check:* exact."),
    (PageBreak(), "---"),
    (Heading(1, ("On ", x), "2", "on x"), '## <a id="on.20.x"></a>2 On $x$'),
    (Heading(1, ("1. not a list",), "2"), "## 2 1. not a list"),
    (
        Figure(Drawing(4, 1, (Stroke(((0, 0.5), (2, 0.5)), arrow=True), Label((2, 0.5), x, "right"))), ("To ", x), "an arrow"),
        "```text\n╶──────────→ x\n```\n\nTo $x$\n\n<details>\n<summary>The picture in words</summary>\n\nan arrow\n\n</details>",
    ),
    (
        Table((("f",), ("at ", x)), ((("a|b",), (Fence("|", x, "|"),)),), ("Values",)),
        "Values\n\n| f | at $x$ |\n| --- | --- |\n| a\\|b | $\\lvert x\\rvert$ |",
    ),
    (
        Details(("Why ", Script(x, Num("1")), " < 2?"), (Paragraph(("So.",)),)),
        "<details>\n<summary>Why x₁ &lt; 2?</summary>\n\nSo.\n\n</details>",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("block", "expected"), BLOCKS)
def test_blocks(block: Block, expected: str) -> None:
    assert written(block) == expected


def test_title_is_not_said_twice() -> None:
    assert markdown.document(Document(("T",), (Heading(1, ("T",)),))) == "## T\n"
    assert markdown.document(Document(("T",), (PageBreak(),))) == "# T\n\n---\n"


def test_notes_are_one_quotation() -> None:
    assert written(Note("check", ("a",)), Note("inferred", ("b",))) == "> *Check:* a\n>\n> *Inferred:* b"


PROSE: list[tuple[Text, str]] = [
    (("a_b *c* `d` [e](f) <g> # | ~ &",), r"a\_b \*c\* \`d\` \[e\](f) \<g\> \# \| \~ \&"),
    (("costs $5",), r"costs <span>\$</span>5"),
    (("- no list",), r"\- no list"),
    (("1. no list",), r"1\. no list"),
    (("= no heading",), r"\= no heading"),
    (("two\n\nlines\x1b",), "two lines�"),
]


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_prose_is_only_prose(text: Text, expected: str) -> None:
    assert written(Paragraph(text)) == expected


column = Matrix(((x,), (A,)))
FORMULAS: list[tuple[Box, str]] = [
    (column, r"\begin{bmatrix}x \\\ A\end{bmatrix}"),
    (Fence("{", x, "}"), r"\lbrace x\rbrace"),
    (Infix((x, A), ("<",), 0), r"x \lt A"),
    (Script(A, Row((i, i))), "A _{ii}"),
    (Script(A, i), "A_i"),
    (relation(x, "=", Row((Words("if "), A))), r"x = \text{if } A"),
]


@pytest.mark.parametrize(("formula", "expected"), FORMULAS)
def test_formulas_come_through_dollars(formula: Box, expected: str) -> None:
    assert markdown.box(formula) == f"${expected}$"


def test_row_ends_are_line_ends_in_displays() -> None:
    assert written(Equation(column)) == "$$\n\\begin{bmatrix}x \\\\\nA\\end{bmatrix}\n$$"


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="no pandoc on the PATH")
@pytest.mark.parametrize("formula", [column, Matrix(((x, A), (A, x))), Cases(((x, Words("if")), (A, Words("else"))))])
def test_pandoc_reads_rows_within_a_line(formula: Box) -> None:
    command = ["pandoc", "--mathml", "-f", "markdown", "-t", "html"]
    done = subprocess.run(command, input=written(Paragraph((formula,))).encode(), capture_output=True, timeout=240)
    assert done.stdout.count(b"<mtr>") == 2 and not done.stderr


def test_reasons_hold_no_dollars() -> None:
    aligned = Aligned((Line(x, "=", A, ("(as ", x, " is one)")),))
    assert r"\text{(as }x\text{ is one)}" in written(aligned)


def test_fences_are_verbatim() -> None:
    product = Infix((Script(A, Row((i, i))), Script(x, i)), ("",), PRODUCT)
    assert written(Equation(product), fences=True) == "```math\nA_{ii} \\, x_i\n```"
    assert written(Paragraph((product,)), fences=True) == "$`A_{ii} \\, x_i`$"


def test_what_dollars_cannot_carry_is_fenced() -> None:
    assert written(Equation(Sym("a_b", "roman"))) == "```math\n\\mathrm{a\\_b}\n```"
    assert written(Paragraph((Sym("a_b", "roman"),))) == "$`\\mathrm{a\\_b}`$"


def displays(source: str) -> list[str]:
    return re.findall(r"^\$\$\n(.*?)\n\$\$$", source, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("name", SAMPLES)
def test_displays_survive_markdown(name: str) -> None:
    """No escape but a row end at a line end, no underscore that closes emphasis, no dollar, tag or link."""
    source = markdown.document(SAMPLES[name])
    assert r"\operatorname" not in source
    for shown in displays(source):
        inner = shown.replace("\\\\\n", "")
        assert not re.search(r"\\[^A-Za-z ]|[$<>*`]|\w_\{|\]\(|^$", inner), inner
        assert not re.search(r"^(?:[-+#>] |\d+[.)] )", shown, re.MULTILINE)


@pytest.mark.parametrize("name", SAMPLES)
def test_fences_close(name: str) -> None:
    source = markdown.document(SAMPLES[name], fences=True)
    lines = source.split("\n")
    assert lines.count("```math") + lines.count("```text") == lines.count("```")
    assert "$$" not in lines
    assert source.count("<details>") == source.count("</details>")


@pytest.mark.parametrize("depth", [500, 5000])
def test_deep_formulas_are_refused(depth: int) -> None:
    deep: Box = x
    for _ in range(depth):
        deep = BigOp("∑", None, None, Cases(((deep, x),)))
    for block in (Equation(deep), Paragraph((deep,)), Details((deep,), ())):
        with pytest.raises(LimitError):
            written(block)


def test_contents_are_a_nested_list_of_links() -> None:
    shown = markdown.document(chapter()).split("## Contents\n\n")[1].split("\n\n")[0]
    assert shown == (
        "- [1 A function of one number](#tanh)\n"
        "  - [1.1 The slope h = 1 − tanh² \\& more](#the.20.slope)\n"
        "- [2 A network: tanh(Wx)](#network)\n"
        "  - [2.1 On the last page](#section.20.2.2e.1)"
    )
    assert '### <a id="section.20.2.2e.1"></a>2.1 On the last page' in markdown.document(chapter())


def test_links_stand_in_prose_and_are_words_in_displays() -> None:
    link = Link("Part [1]", "p")
    source = written(Heading(1, ("T",), anchor="p"), Paragraph(("see ", link)), Equation(x, ("see ", link)))
    assert r"see [Part \[1\]](#p)" in source
    assert r"\text{see Part {[}1{]}}" in source and "hyperref" not in source


def test_a_link_needs_its_heading() -> None:
    with pytest.raises(UnsupportedError, match="one heading with its anchor"):
        written(Contents(), Paragraph((Link("nowhere", "x"),)))
    with pytest.raises(UnsupportedError):
        written(Heading(1, ("a",), anchor="x"), Details((), (Heading(1, ("b",), anchor="x"), Paragraph((Link("w", "x"),)))))
