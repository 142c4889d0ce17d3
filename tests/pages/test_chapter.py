"""Chapters: numbers, contents, references, prose with formulas, every kind of example, and every mistake a file can hold."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import symjac
from symjac.cli import main
from symjac.derivation.explain.sentences import closes_framed
from symjac.errors import CheckError, LimitError, ParseError, SymjacError
from symjac.pages.chapter import Typeset, chapter
from symjac.pages.prose import prose
from symjac.writing.block import Aligned, Contents, Equation, Heading, Link, Note, Paragraph
from symjac.writing.box import Box
from symjac.writing.draw import texts
from symjac.writing.formats import pdf
from symjac.writing.formats.latex import page as latex
from symjac.writing.formats.text import math as textbox
from symjac.writing.formats.typst import page as typst
from symjac.writing.layout.links import every
from tests.helpers.places import EXAMPLES
from tests.helpers.planted import slope
from tests.helpers.work import work

NOTES = EXAMPLES / "chapter.toml"
HEAD = 'title = "T"\n[[section]]\ntitle = "S"\n'
ONE = HEAD + '[[section.example]]\ntitle = "E"\nformula = "f(x) = A x"\n'
EXAMPLE = HEAD + '[[section.example]]\ntitle = "E"\n'
Make = Callable[..., Typeset]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A chapter from its text, and from files beside it."""

    def run(text: str, **files: str) -> Typeset:
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.with_suffix(".toml").write_text(content, "utf-8")
        (tmp_path / "chapter.toml").write_text(text, "utf-8")
        return chapter(tmp_path / "chapter.toml")

    return run


@pytest.fixture(scope="module")
def notes() -> Typeset:
    return chapter(NOTES)


def headings(found: Typeset) -> list[tuple[int, str, str]]:
    return [(b.level, b.number, b.anchor) for b in found.document().blocks if isinstance(b, Heading)]


def flat(part: str | Box | Link) -> str:
    return part if isinstance(part, str) else part.words if isinstance(part, Link) else textbox.flat(part)


# ---- what a chapter holds -----------------------------------------------------------------------------------------


class TestContent:
    def test_sections_and_examples_are_numbered_and_listed(self, make: Make) -> None:
        second = '[[section]]\ntitle = "Z"\ntext = "see [E]"\n[[section.example]]\ntitle = "F"\nformula = "f(x) = B x"\n'
        found = make(ONE + second)
        assert headings(found) == [(1, "1", ""), (2, "1.1", "E"), (1, "2", ""), (2, "2.1", "F")]
        assert sum(isinstance(b, Contents) for b in found.document().blocks) == 1
        shown = found.render("text")
        assert "1   S\n    1.1   E\n2   Z\n    2.1   F" in shown and "see Example 1.1" in shown

    def test_headings_of_an_example_move_down(self, notes: Typeset) -> None:
        assert {level for level, number, _ in headings(notes) if not number} == {2, 3}  # 2: the exercises of a section

    def test_a_reference_is_a_link_to_its_example(self, make: Make) -> None:
        found = make(ONE + 'anchor = "lin-1"\nafter = "This was [lin-1]."')
        links = [p for b in found.document().blocks if isinstance(b, Paragraph) for p in b.text if isinstance(p, Link)]
        assert links == [Link("Example\u00a01.1", "lin-1")]
        assert 'href="#lin-1"' in found.render("html") and 'id="lin-1"' in found.render("html")

    @pytest.mark.parametrize(("file", "anchor"), [("own__input", "own"), ("linear", "linear"), ("own__linear", "linear")])
    def test_an_example_is_called_by_its_file(self, make: Make, file: str, anchor: str) -> None:
        text = HEAD + f'[[section.example]]\nfile = "{file.replace("__", "/")}.toml"'
        found = make(text, **{file: 'title = "E"\nformula = "f(x) = A x"\n'})
        assert list(found.examples) == [anchor]

    def test_options_merge_and_fields_beside_the_file_win(self, make: Make) -> None:
        own = 'title = "E"\nformula = "f(x) = A x"\n[options]\ndetail = "brief"\nstyle = "components"\n'
        text = HEAD + '[[section.example]]\nfile = "own.toml"\ntitle = "Other"\noptions.detail = "exam"\n'
        found = make(text, own=own)
        (derivation,) = found.examples.values()
        assert derivation.detail == "exam" and derivation.style == "components"
        assert "1.1  Other" in found.render("text")

    def test_files_may_lie_elsewhere(self, make: Make, tmp_path: Path) -> None:
        own = 'title = "E"\nformula = "f(x) = A x"\n'
        make(HEAD + '[[section.example]]\nfile = "sub/../own.toml"\n', own=own, sub__other=own)
        make(HEAD + f'[[section.example]]\nfile = "{(tmp_path / "own.toml").as_posix()}"\n')

    @pytest.mark.parametrize(
        ("asked", "shown"),
        [
            ('formula = "f(x) = A x"', "Problem. Let A"),
            ('kind = "derive"\nformula = "x\'A x"\nwrt = "x"\nwhere = {A = "n x n"}', "Aᵀ"),
            ('kind = "network"\nlayers = "2 -> 1, tanh"', "A feed-forward network"),
            ('kind = "activation"\nfunction = "tanh"', "Its limits are"),
            ('kind = "regression"\ndata = "[1, 2; 2, 3; 3, 5]"', "the normal equations"),
            ('kind = "regression"\ndata = "m x n"', "The linear model"),
        ],
    )
    def test_every_kind_of_example(self, make: Make, asked: str, shown: str) -> None:
        assert shown in make(EXAMPLE + asked).render("text")

    def test_data_lie_beside_the_file_that_names_them(self, make: Make, tmp_path: Path) -> None:
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub" / "d.csv").write_text("a,b\n1,2\n2,3\n4,4\n")
        found = make(
            HEAD + '[[section.example]]\nfile = "sub/fit.toml"', sub__fit='title = "E"\nkind = "regression"\ndata = "d.csv"'
        )
        assert found.examples["fit"].values["squares"] > 0

    def test_only_some_steps_are_shown_and_all_are_checked(self, make: Make) -> None:
        asked = EXAMPLE + 'formula = "K(A) = A\'A"\nwhere = "A: M x N"\noptions.instance = "M = 3, N = 2"\n'
        whole, part = make(asked), make(asked + 'only = "instance"')
        assert part.lines == whole.lines
        shown = part.render("text")
        assert "For M = 3 and N = 2" in shown and "Problem" not in shown and len(shown) < len(whole.render("text")) / 2

    def test_small_print_is_said_once_and_conditions_always(self, make: Make) -> None:
        found = make(EXAMPLE + 'formula = "logdet(X)"\n[[section.example]]\ntitle = "F"\nformula = "f(x) = A x"\n')
        kinds = [block.kind for block in found.document().blocks if isinstance(block, Note)]
        assert kinds == ["condition", "notation", "check"]

    def test_a_convention_of_its_own_is_kept(self, make: Make) -> None:
        found = make(ONE + 'options.layout = "denominator"')
        assert [b.kind for b in found.document().blocks if isinstance(b, Note)] == ["notation", "convention", "check"]

    def test_lines_are_counted(self, notes: Typeset) -> None:
        assert notes.lines == sum(found.check.lines for found in notes.examples.values())
        last = notes.document().blocks[-1]
        assert isinstance(last, Note) and f"{notes.lines} lines of calculation" in flat(last.text[0])

    def test_a_chapter_of_prose_alone(self, make: Make) -> None:
        found = make(HEAD + 'text = "One.\\n \\nTwo."')
        blocks = found.document().blocks
        assert [b.text for b in blocks if isinstance(b, Paragraph)] == [("One.",), ("Two.",)]
        assert not any(isinstance(b, Note) for b in blocks)

    def test_titles_with_formulas(self, make: Make) -> None:
        found = make(ONE.replace('"E"', '"The map $A x$"').replace('"S"', '"About $A$"').replace('"T"', '"Maps $A x + b$"'))
        assert found.render("latex").count(r"\texorpdfstring") >= 2
        assert "Maps Ax + b\n" in found.render("text") and "1.1  The map Ax\n" in found.render("text")

    def test_progress_is_told_before_each_example(self) -> None:
        said: list[tuple[int, int, str]] = []
        chapter(NOTES, progress=lambda done, of, title: said.append((done, of, title)))
        assert [done for done, _, _ in said] == list(range(said[0][1])) and said[0][2].startswith("Partial derivatives")


# ---- prose --------------------------------------------------------------------------------------------------------


class TestProse:
    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("$f: R^n -> R^m$", "f: ℝⁿ → ℝᵐ"),
            ("$f: R -> R^{m x n}$", "f: ℝ → ℝ^(m×n)"),
            ("$x in R^3$", "x ∈ ℝ³"),
            ("$A ∈ ℝ^{m×n}$", "A ∈ ℝ^(m×n)"),
            ("$A x in R^m$", "Ax ∈ ℝᵐ"),
            ("$grad_x f$", "∇ₓf"),
            ("$∇_theta L$", "∇_θL"),
            (r"$\nabla_\theta L$", "∇_θL"),
            (r"$\nabla_{x} f$", "∇ₓf"),
            (r"$\nabla^2_x f$", "∇ₓ²f"),
            ("$m x n$", "m × n"),
            ("$3 x 2$", "3 × 2"),
            ("$e = y - Phi theta$", "e = y − Φθ"),
            ("$a = b = c$", "a = b = c"),
            ("$norm(x)^2$", "‖x‖²"),
            ("$theta$", "θ"),
            ("$f(x)$", "f(x)"),
            ("$f(x, y)$", "f(x, y)"),
            ("$tanh(x)$", "tanh(x)"),
            ("$7$", "7"),
            ("$2x$", "2x"),
            (r"5 \$ \[sic\]", "5 $ [sic]"),
            ("no formula", "no formula"),
            ("a\n  b", "a b"),
            ("$lambda >= 0$", "λ ≥ 0"),
            (r"$0 < a \le 2$", "0 < a ≤ 2"),
            ("$i = 1, ..., n$", "i = 1, …, n"),
            ("$w -> 0$", "w → 0"),
            (r"$f \colon \mathbb{R}^n \to \R^{m \times n}$", "f: ℝⁿ → ℝ^(m×n)"),
            (r"$x \in \mathbb R^n$", "x ∈ ℝⁿ"),
            (r"$L(\theta) = norm(e)^2$", "L(θ) = ‖e‖²"),
            ("$A = [1, 2; 3, 4]$", "A = [1, 2; 3, 4]"),
        ],
    )
    def test_forms(self, typed: str, shown: str) -> None:
        assert "".join(map(flat, prose(typed, {}))) == shown

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("$x +$", "ends after"),
            ("$$", "no formula"),
            ("costs $5", "dollar sign is left over"),
            ("$f: R^n -> Q$", "`Q` is no space"),
            ("$a =$", "no formula"),
            ("[N4]", "[N4], which is no example"),
        ],
    )
    def test_refused(self, typed: str, said: str) -> None:
        with pytest.raises(ParseError, match=re.escape(said)):
            prose(typed, {})

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            (ONE + 'before = "see [none]"', "`before` of example 'E'"),
            (ONE + 'after = "$x +$"', "`after` of example 'E'"),
            (HEAD + 'text = "[none]"', "the text of section 'S'"),
            ('text = "[none]"\n' + ONE, "the text of the chapter"),
            (ONE.replace('"T"', '"$x +$"'), "the title of the chapter"),
            (ONE.replace('"S"', '"$x +$"'), "the title of section"),
            (ONE.replace('"E"', '"$x +$"'), "the title of example"),
        ],
    )
    def test_the_place_is_said(self, make: Make, text: str, place: str) -> None:
        with pytest.raises(ParseError, match=re.escape(place)):
            make(text)


# ---- what is refused ----------------------------------------------------------------------------------------------

MANY = HEAD + "".join(f'[[section.example]]\ntitle = "{k}"\nformula = "f(x) = A x"\n' for k in range(101))
WRONG = [
    ("title = 3 4", "line 1"),
    ("", "no sections"),
    ('title = "T"', "no sections"),
    ('title = "T"\nsection = 3', "[[section]]"),
    ('title = "T"\n[section]\ntitle = "S"', "[[section]]"),
    ('title = "T"\nsection = [1]', "[[section]]"),
    ('title = " "\n[[section]]\ntitle = "S"\ntext = "t"', "a chapter needs a title"),
    ('title = "T"\n[[section]]\ntext = "t"', "a section needs a title"),
    (HEAD, "'S' is empty"),
    (HEAD + "text = 3", "`text` of 'S' is text"),
    (HEAD + 'text = " "', "'S' is empty"),
    (HEAD + "example = 3", "[[section.example]]"),
    (HEAD + '[section.example]\ntitle = "E"', "[[section.example]]"),
    (HEAD + "example = [1]", "[[section.example]]"),
    ("foo = 1\n" + ONE, "a chapter has no `foo`"),
    (HEAD + "foo = 1", "a section has no `foo`"),
    (ONE + "foo = 1", "example 'E': an example of kind 'derive' has no `foo`"),
    (EXAMPLE, "needs `formula`"),
    (EXAMPLE + "formula = 3", "`formula` is text"),
    (ONE + "wrt = 3", "`wrt` is text"),
    (ONE + "where = {A = 3}", "`where` is text"),
    (ONE + "options = 3", "`options` of 'E' is a table"),
    (ONE + "options.detail = 3", "`detail` has the wrong type"),
    (ONE + "options.order = true", "`order` has the wrong type"),
    (ONE + 'options.detail = "foo"', "example 'E': there is no detail 'foo'"),
    (ONE + "options.foo = 1", "no option `foo`"),
    (ONE + 'options.wrt = "x"', "no option `wrt`"),
    (EXAMPLE + "kind = 3", "no kind of example called 3"),
    (EXAMPLE + 'kind = "foo"', "no kind of example called 'foo'"),
    (EXAMPLE + 'kind = "network"', "needs `layers`"),
    (EXAMPLE + 'kind = "network"\nlayers = "2 -> 1"\noptions.tries = [3]', "`tries` has the wrong type"),
    (EXAMPLE + 'kind = "network"\nlayers = "2 -> 1"\noptions.show = [3]', "`show` has the wrong type"),
    (EXAMPLE + 'kind = "network"\nlayers = "2 -> 1"\noptions.W1 = 1979-05-27', "not a number"),
    (EXAMPLE + 'kind = "regression"\ndata = "none.csv"', "cannot read the file"),
    (EXAMPLE + f'kind = "regression"\ndata = "{"[1, 2; 3, 4" * 100}"', "example 'E'"),
    (EXAMPLE + 'kind = "activation"\nfunction = 3', "`function` is text"),
    (EXAMPLE + 'formula = "f(x) = A x +"', "example 'E': "),
    (ONE + 'only = "instance"', "has no such steps"),
    (ONE + "only = 3", "has no such steps"),
    (ONE + 'anchor = "a b"', "cannot be an anchor"),
    (ONE + "anchor = 3", "`anchor` of 'E' is text"),
    (ONE + '[[section.example]]\ntitle = "E"\nformula = "f(x) = B x"', "two examples have the anchor 'E'"),
    (EXAMPLE + 'file = "none.toml"', "cannot read"),
    (EXAMPLE + "file = 3", "`file` of 'E' is text"),
    (EXAMPLE + 'file = "."', "cannot read"),
    (EXAMPLE + 'file = "a\\u0000b"', "cannot read"),
    (EXAMPLE + f'file = "{"a" * 5000}"', "cannot read"),
    (EXAMPLE + 'file = "chapter.toml"', "has no `section`"),
    (MANY, "at most 100 examples"),
    (HEAD + f'text = "{" ".join(f"$x^{k}$" for k in range(20_000))}"', "at most 2000 different formulas"),
]


class TestRefused:
    @pytest.mark.parametrize(("text", "said"), WRONG, ids=[said for _, said in WRONG])
    def test_one_message_and_status_2(self, text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "chapter.toml"
        path.write_text(text, "utf-8")
        assert main(["chapter", str(path)]) == 2
        out, err = capsys.readouterr()
        assert not out and err.startswith("symjac: ") and said in err and "Traceback" not in err and len(err) < 2000

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            (b"title = '\xff'", "not UTF-8"),
            (b"x = " + b"[" * 100_000, "nested too deeply"),
            (b"#" * 2_000_000, "longer than"),
            (b"\x00", "not TOML"),
        ],
    )
    def test_bytes(self, raw: bytes, said: str, tmp_path: Path) -> None:
        (tmp_path / "c.toml").write_bytes(raw)
        with pytest.raises((ParseError, LimitError), match=said):
            chapter(tmp_path / "c.toml")

    @pytest.mark.parametrize("change", [lambda s: b"\xef\xbb\xbf" + s, lambda s: s.replace(b"\n", b"\r\n")], ids=["mark", "crlf"])
    def test_files_of_another_system(self, change: Callable[[bytes], bytes], tmp_path: Path) -> None:
        (tmp_path / "c.toml").write_bytes(change(ONE.encode()))
        assert chapter(tmp_path / "c.toml").lines

    def test_no_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["chapter", str(tmp_path / "none.toml")]) == 2 and "does not exist" in capsys.readouterr().err
        with pytest.raises(ParseError, match="cannot read"):
            symjac.chapter(tmp_path / "none.toml")

    def test_many_formulas_of_a_few_kinds_are_cheap(self, make: Make) -> None:
        with work() as done:
            shown = make(HEAD + f'text = "{"$x^2$ " * 20_000}"').render("text")
        assert shown.count("x²") == 20_000 and done.calls < 12_000_000

    @pytest.mark.parametrize("own", ['file = "own.toml"', 'file = "other.toml"'])
    def test_an_example_names_no_other_file(self, make: Make, own: str) -> None:
        with pytest.raises(ParseError, match="names no other file"):
            make(HEAD + '[[section.example]]\nfile = "own.toml"', own=f'title = "E"\nformula = "f(x) = A x"\n{own}')

    def test_options_of_a_file(self, make: Make) -> None:
        with pytest.raises(ParseError, match="`options` of 'E' is a table"):
            make(HEAD + '[[section.example]]\nfile = "own.toml"', own='title = "E"\nformula = "f(x) = A x"\noptions = 3')

    def test_a_wrong_rule_in_one_example_stops_the_chapter(self, make: Make) -> None:
        bad = '[[section.example]]\ntitle = "B"\nanchor = "bad"\nformula = "sum(tanh(x))"\nwrt = "x"\n'
        with slope("tanh", lambda x, tanh: tanh), pytest.raises(CheckError, match="example 'bad'"):
            make(ONE + bad)
        assert make(ONE + bad).lines


# ---- the notes, in every format -----------------------------------------------------------------------------------


class TestNotes:
    @pytest.mark.parametrize("format", texts())
    def test_the_same_bytes_from_run_to_run(self, format: str, notes: Typeset) -> None:
        assert chapter(NOTES).render(format) == notes.render(format)

    def test_the_same_bytes_from_another_process(self, tmp_path: Path) -> None:
        for seed in ("1", "2"):
            command = [sys.executable, "-m", "symjac", "chapter", str(NOTES), "-o", str(tmp_path / f"{seed}.pdf")]
            subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, timeout=240)
        assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()

    def test_the_chapter_as_a_pdf(self) -> None:
        assert pdf.document(chapter(NOTES).document()).startswith(b"%PDF")

    def test_title_and_language_of_the_pdf(self, notes: Typeset) -> None:
        source = typst.document(notes.document())
        assert '#set document(title: "Gradients of vector functions, matrices and networks")' in source and 'lang: "en"' in source
        assert r"pdftitle={Gradients of vector functions, matrices and networks}" in latex.document(notes.document())

    @pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex on the PATH")
    def test_pdflatex_has_nothing_to_complain_of(self, notes: Typeset, tmp_path: Path) -> None:
        (tmp_path / "c.tex").write_text(latex.document(notes.document()), "ascii")
        for _ in range(3):
            command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "c.tex"]
            subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=240)
        log = (tmp_path / "c.log").read_text("latin-1")
        assert not re.findall(r".*(?:Overfull|Underfull|Warning|undefined).*", log)
        outline = (tmp_path / "c.out").read_text("latin-1")
        assert outline.count(r"\BOOKMARK") == len([number for _, number, _ in headings(notes) if number])

    def test_every_display_but_a_framed_one_ends(self, notes: Typeset) -> None:
        for block in every(notes.document().blocks):
            if isinstance(block, Equation | Aligned):
                assert block.end or closes_framed(block) or "Cases" in repr(block)

    def test_ascii(self, notes: Typeset) -> None:
        assert notes.render("text", ascii=True).isascii()


class Page(HTMLParser):
    """What a reader's tools see of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, Any]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="module")
def page(notes: Typeset) -> Page:
    return Page(notes.render("html"))


class TestAccessible:
    def test_ids_are_unique_and_links_lead_somewhere(self, page: Page) -> None:
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        targets = [attributes["href"] for attributes in page.all("a")]
        assert len(ids) == len(set(ids)) and targets
        assert {target.removeprefix("#") for target in targets} <= set(ids)

    def test_headings_leave_out_no_level(self, page: Page) -> None:
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1 and max(levels) == 4
        assert all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False))

    def test_contents_are_a_navigation(self, page: Page) -> None:
        (nav,) = page.all("nav")
        assert nav["aria-label"] == "Contents"

    def test_pictures_are_said_in_words(self, page: Page) -> None:
        figures, images = page.all("figure"), [a for _, a in page.tags if a.get("role") == "img"]
        assert len(figures) == len(images) > 5 and all(a["aria-label"] for a in images)

    def test_tables_have_heads(self, page: Page) -> None:
        assert page.all("th") and all(a["scope"] == "col" for a in page.all("th"))

    def test_language_zoom_and_no_script(self, page: Page) -> None:
        assert page.all("html")[0]["lang"] == "en" and not page.all("script", "link", "iframe", "object")
        (view,) = [a["content"] for a in page.all("meta") if a.get("name") == "viewport"]
        assert "maximum-scale" not in view and "user-scalable" not in view


# ---- on a terminal ------------------------------------------------------------------------------------------------


def on_terminal(path: Path, *options: str) -> tuple[int, str]:
    """Exit status and what a terminal gets on standard error."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "symjac", "chapter", str(path), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=follower)
    os.close(follower)
    said = b""
    try:
        while chunk := os.read(leader, 4096):
            said += chunk
    except OSError:  # the other end is closed
        pass
    os.close(leader)
    return process.wait(timeout=240), said.decode()


class TestTerminal:
    def test_progress(self, tmp_path: Path) -> None:
        (tmp_path / "c.toml").write_text(ONE)
        status, said = on_terminal(tmp_path / "c.toml")
        assert status == 0 and "\r\x1b[K[1/1] E" in said and "\r\x1b[K1 example, " in said

    def test_quiet(self, tmp_path: Path) -> None:
        (tmp_path / "c.toml").write_text(ONE)
        assert on_terminal(tmp_path / "c.toml", "--quiet") == (0, "")

    def test_a_message_has_the_line_to_itself(self, tmp_path: Path) -> None:
        (tmp_path / "c.toml").write_text(ONE + 'options.detail = "foo"')
        status, said = on_terminal(tmp_path / "c.toml")
        assert status == 2 and "\r\x1b[Ksymjac: example 'E'" in said


def test_the_package_offers_chapters() -> None:
    assert symjac.chapter is chapter and issubclass(ParseError, SymjacError)


@pytest.mark.parametrize(
    "example", ['formula = "f(x) = A x"', 'kind = "network"\nlayers = "3 -> 2"', 'kind = "activation"\nfunction = "tanh"']
)
def test_a_chapter_prints_nothing_unchecked(example: str, tmp_path: Path) -> None:
    path = tmp_path / "chapter.toml"
    table = f'[[section.example]]\ntitle = "e"\n{example}\noptions = {{check = false}}\n'
    path.write_text(f'title = "t"\n[[section]]\ntitle = "s"\n{table}', "utf-8")
    with pytest.raises(ParseError, match="no option `check`"):
        symjac.chapter(path)


# ---- exercises, answers, the table ----------------------------------------------------------------------------------

EXERCISE = HEAD + 'text = "T"\n[[section.exercise]]\nformula = "f(x) = A x"\nwhere = "A: m x n"\nhint = "By entries."\n'


def test_exercises_are_set_and_answered(make: Make) -> None:
    text = make(EXERCISE + '[[section]]\ntitle = "All"\ntext = "See."\nidentities = true\n').render("text").replace("\u00a0", " ")
    assert "Exercise 1.1. Let A ∈ ℝ^(m×n) be constant" in text and "Hint. By entries." in text
    assert "3  Answers to the exercises" in text and "Exercise 1.1. ∇ₓf = A." in text
    assert any("f(x) = Ax" in line and line.endswith("Exercise 1.1") for line in text.splitlines())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (EXERCISE.replace("hint", "hnt"), "has no `hnt`"),
        (EXERCISE.replace("A x", "A +"), "exercise 1 of 'S'"),
        (EXERCISE + '[[section]]\ntitle = "All"\ntext = "See."\nidentities = 1\n', "is true or false"),
    ],
)
def test_what_is_no_exercise_is_refused(make: Make, text: str, message: str) -> None:
    with pytest.raises(SymjacError) as failure:
        make(text)
    assert message in failure.value.message


def test_every_figure_of_a_chapter_has_a_number(notes: Typeset) -> None:
    from symjac.writing.block import Figure

    figures = [block for block in every(notes.document().blocks) if isinstance(block, Figure)]
    assert [str(f.caption[0]) for f in figures] == [f"Figure {k}. " for k in range(1, len(figures) + 1)]


def test_every_answer_is_the_result_of_its_derivation(notes: Typeset) -> None:
    answered = {name for name in notes.examples if name.startswith("exercise ")}
    assert len(answered) == 17 and all(notes.examples[name].check is not None for name in answered)


def test_the_answer_in_several_variables_is_all_of_it(make: Make) -> None:
    one = HEAD + 'text = "T"\n[[section.exercise]]\nformula = "f(x1, x2) = [x1^2*x2; x1 + exp(x2)]"\n'
    text = make(one).render("text")
    assert "⎡2x₁ x₂    x₁²  ⎤" in text and "exp(x₂)" in text.split("Answers")[-1]


def test_an_answer_by_a_number_is_in_that_number(make: Make) -> None:
    one = (
        HEAD + 'text = "T"\n[[section.exercise]]\nformula = "x1 = t^2; x2 = sin(t); w = x1*x2"\nwrt = "t"\nwhere = "t: scalar"\n'
    )
    answer = make(one).render("text").replace("\u00a0", " ").split("Answers")[-1]
    assert "dw/dt = 2t sin(t) + t² cos(t)" in answer


def test_a_figure_is_pointed_to(notes: Typeset) -> None:
    text = " ".join(notes.render("text").replace("\u00a0", " ").split())
    assert "tanh(−t) = −tanh(t). See Figure 2." in text


def test_commutation_matrices_have_one_letter_in_a_chapter(notes: Typeset) -> None:
    text = notes.render("text")
    assert {letter for letter in "KPTQVZ" if f"{letter}_(q,m)" in text or f"{letter}_(N,N)" in text} == {"Q"}


def test_a_rule_is_proved_once_in_a_chapter(make: Make) -> None:
    two = EXAMPLE + 'formula = "f(X) = log(det(X))"\n' + '[[section.example]]\ntitle = "F"\nformula = "f(X) = det(X)"\n'
    assert make(two).render("text").count("Proof of Jacobi") == 1


def test_what_a_display_defines_is_not_explained_again(make: Make) -> None:
    two = (
        EXAMPLE
        + 'kind = "activation"\nfunction = "sigmoid"\n'
        + '[[section.example]]\ntitle = "F"\nkind = "activation"\nfunction = "softplus"\n'
    )
    alone = EXAMPLE + 'kind = "activation"\nfunction = "softplus"\n'
    assert "Notation: σ" in make(alone).render("text")
    assert "Notation: σ" not in make(two).render("text")


OPEN = '[[section.example]]\ntitle = "Any"\nkind = "network"\nlayers = "2 -> 1"\n'
LOGISTIC = '[[section.example]]\ntitle = "One"\nkind = "activation"\nfunction = "sigmoid"\n'


def test_sigma_has_one_meaning_in_a_chapter(make: Make) -> None:
    both = make(HEAD + OPEN + LOGISTIC).render("text")
    assert "σ is the activation function" in both.replace("\u00a0", " ").replace("\n", " ")
    assert "logistic(t)(1 − logistic(t))" in both and "σ(t)" not in both
    assert "σ(t)(1 − σ(t))" in make(HEAD + LOGISTIC).render("text")


def test_a_result_that_needs_an_assumption_says_so_in_the_table(make: Make) -> None:
    exercise = '[[section.exercise]]\nformula = "f(x) = x\'A x"\nwhere = "A: n x n symmetric"\n'
    text = make(HEAD + 'text = "T"\n' + exercise + '[[section]]\ntitle = "All"\ntext = "See."\nidentities = true\n').render(
        "text"
    )
    assert "(A is symmetric)" in text.rpartition("function")[2]
