"""In a notebook: what a cell shows is Markdown and formulas in dollars, the magics work, and the quick start runs."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest

import symjac
from symjac.notebook import CHECK, DERIVE, given
from tests.helpers.places import ROOT

NOTEBOOK = ROOT / "docs" / "quickstart.ipynb"


def test_no_output_needs_to_be_trusted() -> None:
    """HTML loses its formulas in a notebook that is not; text/latex is one formula where it is taken first."""
    d = symjac.derive("x'A x", "x")
    for shown in (d, symjac.check("x'A x", "x", "2 x'A"), symjac.network("2 -> 1, tanh"), symjac.activation("tanh")):
        bundle = shown._repr_mimebundle_()
        assert set(bundle) == {"text/plain", "text/markdown"}
        assert "<math" not in bundle["text/markdown"] and "$" in bundle["text/markdown"]


def test_titles_stand_below_those_of_the_notebook() -> None:
    shown = symjac.regression("[1, 2; 2, 3; 3, 5]")._repr_mimebundle_()["text/markdown"]
    assert shown.startswith("### ") and "\n#### " in shown and not re.search(r"^##? ", shown, re.MULTILINE)
    assert symjac.regression("[1, 2; 2, 3; 3, 5]").render("markdown").startswith("# ")


def test_a_picture_is_an_image_that_needs_nothing_around_it() -> None:
    """Its own paper and pens, letters in Unicode; its words for those who listen."""
    shown = symjac.network("2 -> 2 -> 1, tanh")._repr_mimebundle_()["text/markdown"]
    tag = re.search(r'<img alt="(.*?)" width="\d+" src="data:image/svg\+xml;base64,([\w+/=]+)">', shown)
    assert tag and "layer 1 with 2 neurons" in tag[1] and "```" not in shown
    svg = ElementTree.fromstring(base64.b64decode(tag[2]).decode())
    texts = [node.text for node in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("a₁⁽¹⁾") == 1 and len(texts) == 17
    assert svg.find("{http://www.w3.org/2000/svg}rect").get("fill") == "#fff"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (lambda: symjac.derive("A X B", "X").views["kronecker"], "<kronecker: commutation(P, M)*kron(A, B')>"),
        (lambda: symjac.derive("x'A x", "x").check, "<Report: 8 lines checked "),
        (lambda: symjac.derive("x'x", "x").steps[0], "<Step 1 "),
        (lambda: symjac.check("x'A x", "x", "2 x'A"), "<Verdict: wrong: Symmetry was used"),
    ],
)
def test_what_stands_in_a_list_is_told_in_one_line(shown: Any, told: str) -> None:
    assert repr(shown()).startswith(told) and "\n" not in repr(shown()) and "Sym(" not in repr(shown())


def test_a_formula_is_in_dollars() -> None:
    assert symjac.parse("x'A x")._repr_latex_() == r"$x^{\mathsf{T}} A x$"
    assert symjac.derive("A'A", "A").views["kronecker"]._repr_latex_().startswith("$")


@pytest.mark.parametrize(
    ("line", "options", "formula"),
    [
        ("--wrt x x'A x", {"wrt": "x"}, "x'A x"),
        ('--where "A: n x n" --order 2 x\'A x', {"where": "A: n x n", "order": 2}, "x'A x"),
        ("--style=chain -x'x --y", {"style": "chain"}, "-x'x --y"),
        (r"\frac{1}{2} x", {}, r"\frac{1}{2} x"),
    ],
)
def test_options_stand_in_front(line: str, options: dict[str, Any], formula: str) -> None:
    assert given(line, DERIVE) == (options, formula)


def test_an_option_that_there_is_not_is_refused() -> None:
    with pytest.raises(symjac.ParseError, match="--stile"):
        given("--stile chain x'x", CHECK)


def test_the_magics_show_and_tell_a_mistake_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell.instance()
    shell.run_line_magic("load_ext", "symjac")
    assert str(shell.run_line_magic("derive", r"--wrt w \frac{1}{2} \lVert y - X w \rVert^2").result) == "-(y - X*w)'*X"
    assert shell.run_line_magic("check", "--wrt x --claim \"2 x'A\" x'A x").status == "wrong"
    assert "Link 2." in shell.run_cell_magic("check", "--wrt x x'A x", "x'(A+A')\n= 2 x'A\n")._repr_mimebundle_()["text/plain"]
    assert shell.run_line_magic("derive", "f(x) = Ax + b") is None
    assert "was read as one name" in capsys.readouterr().err


def test_a_mistake_in_a_cell_is_told_without_the_way_through_symjac() -> None:
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell.instance()
    shown: list[str] = []
    shell._showtraceback = lambda kind, value, lines: shown.extend(lines)
    shell.run_cell('import symjac\n\nsymjac.derive("x\'A x +", wrt="x")')
    assert shown[0].startswith("line 3: symjac.derive(") and shown[1].startswith("ParseError: the formula ends after `+`")
    assert len(shown) == 2
    shown.clear()
    shell.run_cell("from symjac.errors import CheckError\nraise CheckError('a line is wrong')")
    assert "Traceback" in shown[0] and shown[-1].endswith("CheckError: a line is wrong")


def test_the_quick_start_runs() -> None:
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    notebook = nbformat.reads(NOTEBOOK.read_text("utf-8"), as_version=4)
    nbclient.NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(ROOT)}}).execute()
    outputs = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    assert not [out for out in outputs if out.output_type == "error"]
    assert [out.name for out in outputs if out.output_type == "stream"] == ["stderr"]
    shown = [set(out.data) for out in outputs if out.output_type == "execute_result"]
    assert len(shown) == 10 and not any({"text/html"} & each for each in shown)


def test_the_quick_start_has_no_outputs_in_it() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert all(not cell.get("outputs") for cell in cells)
