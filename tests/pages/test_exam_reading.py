"""What an examiner, a student or a marker would stumble over: letters that nobody explains, questions torn apart, lost marks."""

from __future__ import annotations

import re

import pytest

import symjac
from symjac.pages.exam import document, latex, remarks
from symjac.pages.exam.roster import Student
from symjac.pages.exam.variant import variant
from symjac.writing.block import Details, Document, Paragraph, Table
from symjac.writing.box import Infix, Script, Sym
from symjac.writing.formats.latex import page as tex
from symjac.writing.formats.typst import page as typst
from tests.helpers.sheets import made, sheet, words

POINT = 'f = "f(x)"\nwhere = "f: R^n -> R^m"\nat = "x = a"\nmarks = 2\nspace = "4cm"'
TABLE = 'data = "[1, 2, 3; 2, 0, 4; 1, 1, 1]"\nmarks = 3\nspace = "4cm"'
NETWORK = 'layers = "{}"\nshow = "{}"\nmarks = 1'


def samepages(source: str) -> list[str]:
    return re.findall(r"\\begin\{samepage\}(.*?)\\end\{samepage\}", source, re.DOTALL)


@pytest.mark.parametrize("which", ["problem", "key", "marker"])
def test_a_question_in_an_article_is_not_torn_apart(which: str) -> None:
    source = latex.source(variant(sheet(f"{POINT}---{TABLE}", look="article")), Student(), which)
    value, table = samepages(source)
    assert "Find" in value and "Give its value" in value and r"\toprule" in table and "Fit a linear function" in table
    assert re.search(r"\\nopagebreak\\medskip\n\n\\nopagebreak\nFit", table)  # nor below the table
    if which == "problem":
        assert r"\vspace*{4cm}" in value and re.search(r"\\end\{samepage\}\n\n\\pagebreak\[0\]\n\\begin\{samepage\}", source)


def test_a_question_in_a_fragment_is_not_torn_apart() -> None:
    found = latex.fragments(variant(sheet(POINT, look="fragment")), "key")
    assert set(found) == {"q01.tex", "s01.tex"}
    for source in found.values():
        (asked,) = samepages(source)
        assert "Find" in asked and "Give its value" in asked


@pytest.mark.parametrize(
    ("part", "language", "said"),
    [
        ('function = "softplus"\nmarks = 4', "en", "Here σ(s) = 1/(1 + e⁻ˢ)."),
        ('function = "softplus"\nmarks = 4', "de", "Dabei ist σ(s) = 1/(1 + e⁻ˢ)."),
        (NETWORK.format("1 -> 1, softplus", "layers"), "en", "Here softplus(t) = log(1 + eᵗ)."),
    ],
)
def test_a_function_that_a_solution_uses_is_explained_once(part: str, language: str, said: str) -> None:
    assert words(made(part, language).solution).count(said) == 1


def test_a_commutation_matrix_is_explained_once_in_every_detail() -> None:
    part = 'f = "K(A) = A\'A"\nwrt = "A"\nwhere = "A: M x N"\nmarks = 2\ndetail = "{}"'
    assert "Here P_(N,N) is the commutation matrix" in words(made(part.format("brief")).solution)
    for detail in ("brief", "exam", "full"):
        assert words(made(part.format(detail)).solution).count("commutation matrix") == 1


def test_a_function_that_the_solution_defines_is_not_explained_again() -> None:
    assert "Here" not in words(made('function = "tanh"\nmarks = 4').solution)


def test_accepted_forms_call_commutation_matrices_as_the_solution_does() -> None:
    form = "kron(A', eye(N)) + commutation(N, N)*kron(A', eye(N))"
    found = made(f'f = "K(A) = A\'A"\nwrt = "A"\nwhere = "A: M x N"\nmarks = 2\naccept = ["{form}"]')
    (shown,) = found.accepted
    assert "P_(N,N)" in words((Paragraph(shown),)) and "K" not in words((Paragraph(shown),))


def test_marks_for_limits_stand_at_the_formula() -> None:
    said = words(made('function = "softplus"\nmarks = 4').solution)
    assert "Its limits are lim" in said and re.search(r"softplus\(t\) = 0\. \[1\]", said)


def test_gradients_in_numbers_state_the_forward_pass_that_they_use_once() -> None:
    given = "2 -> 1, identity; W1 = [1, 2]; b1 = 1; x = [1; 1]; y = 2"
    alone = words(made(NETWORK.format(given, "gradients")).solution)
    assert alone.count("The forward pass gives") == 1 and "a⁽¹⁾ = z⁽¹⁾ = 4." in alone
    assert "The forward pass gives" not in words(made(NETWORK.format(given, "forward, gradients")).solution)
    deep = str(symjac.network("1 -> 1 -> 1, tanh; W1 = 2; b1 = 1; W2 = 1; b2 = 0; x = 1; y = 0", show="backward"))
    assert "tanh(z⁽¹⁾) ≈ 0.9951" in deep and "tanh(z⁽²⁾) ≈ 0.7595" in deep


@pytest.mark.parametrize(
    ("layers", "language", "said"),
    [
        ("2 -> 1, identity", "en", "with the identity as activation."),
        ("2 -> 1, identity", "de", "mit der Identität als Aktivierung."),
        ("n -> p -> m, tanh, identity", "en", "with tanh and the identity as activations."),
        ("n -> p -> m, tanh, identity", "de", "mit tanh und der Identität als Aktivierungen."),
        ("n -> m, tanh", "en", "with the activation tanh. Find its Jacobians with respect to"),
        ("n -> p -> m, tanh", "en", "with the activation tanh. Find the Jacobians of its layers"),
    ],
)
def test_networks_are_told_as_one_says_it(layers: str, language: str, said: str) -> None:
    assert said in words(made(NETWORK.format(layers, "jacobians"), language).ask)


def test_the_sign_of_an_open_activation_is_a_formula() -> None:
    (paragraph, *_) = made(NETWORK.format("3 -> 2", "layers")).ask
    assert isinstance(paragraph, Paragraph) and any(
        not isinstance(p, str) and words((Paragraph((p,)),)) == "σ" for p in paragraph.text
    )


def test_a_german_question_asks_for_the_size_that_its_solution_finds() -> None:
    part = 'f = "A(B) = C B"\nwrt = "B"\nwhere = "C: m x p; B: p x q"\nmarks = 3'
    assert "Welche Größe hat ∇_B A? Bestimmen Sie ∇_B A." in words(made(part, "de").ask).replace("∇_BA", "∇_B A")
    assert "Welche Größe" not in words(made('f = "x\'x"\nwrt = "x"\nmarks = 3', "de").ask)


def test_a_folded_solution_says_once_that_it_is_one() -> None:
    v = variant(sheet(POINT))
    (folded,) = [b for b in document.document(v, Student(), "key", fold=True).blocks if isinstance(b, Details)]
    assert folded.summary == ("Solution.",) and "Solution." not in words(folded.blocks)
    assert "Solution." in words(document.document(v, Student(), "key").blocks)


def test_rows_of_several_lines_stand_apart() -> None:
    def table(cell: str) -> str:
        return tex.body(Document((), (Table((("a",), ("b",)), (((cell,), ("1",)), ((cell,), ("2",)))),)))

    assert table("word " * 40).count(r"\addlinespace") == 1 and r"\addlinespace" not in table("word")


def test_no_line_ends_between_a_formula_and_its_hyphen() -> None:
    size = Infix((Sym("M"), Sym("N")), ("×",), 5)
    assert "\u2060" in typst.text(("eine ", size, "-Matrix")) and "\u2060" not in typst.text(("eine ", size, " Matrix"))


QUADRATIC = 'f = "x\'A x"\nwrt = "x"\nwhere = "A: n x n"\nmarks = 2'
CUBE = 'f = "t^3"\nwrt = "t"\nmarks = 2'
LINEAR = 'f = "A x"\nwrt = "x"\nwhere = "A: m x n"\nmarks = 2'
REMARKS = [
    (CUBE, "2*t^2 + t^2", "unsimplified", "richtig, aber nicht fertig: gleichartige Terme sind nicht zusammengefasst"),
    (LINEAR, "A'' + 0*A", "unsimplified", "richtig, aber nicht fertig: "),
    (LINEAR, "A*I", "unsimplified", "richtig, aber nicht fertig: ein Produkt mit der Einheitsmatrix steht noch da"),
    (QUADRATIC, "(A + A')x", "layout", "das ist die Transponierte dessen, was gesucht ist: im Zählerlayout ist es eine Zeile"),
    (QUADRATIC, "2*x'A", "wrong", "Es wurde eine Symmetrie benutzt, die nicht gegeben ist: A und Aᵀ sind verschieden"),
    (QUADRATIC, "A", "wrong", "Die Ableitung hat die Größe 1 x n, die Antwort n x n."),
    (QUADRATIC, "x'(A +", "invalid", "keine lesbare Antwort: "),
]


@pytest.mark.parametrize(("part", "answer", "status", "said"), REMARKS)
def test_remarks_on_german_sheets_are_german(part: str, answer: str, status: str, said: str) -> None:
    (row,) = sheet(part, "de").grade([("s", "i", "a", answer)]).rows
    assert row.status == status and said in row.message
    assert status == "invalid" or not re.search(r"\b(the|is|are|not|left|standing|answer)\b", row.message)


@pytest.mark.parametrize("name", ["CLAUSES", "PHRASES"])
def test_no_remark_is_left_as_it_was(name: str) -> None:
    assert all(german and german != english for english, german in getattr(remarks, name).items())


def test_an_index_below_an_exponent_does_not_touch_the_next_line() -> None:
    name, index, layer = Sym("a"), Sym("j"), Sym("l")
    assert "inset" in typst.text((Script(name, index, layer),)) and "inset" not in typst.text((Script(name, index),))
    assert "inset" in typst.text((Infix((Script(name, index, layer), Sym("b")), ("+",), 5),))
