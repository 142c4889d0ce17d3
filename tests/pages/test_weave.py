"""symjac weave: commands are filled in place, the author's letters stay, what is unchanged is kept, a mistake has its place."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from symjac.cli import cli
from symjac.pages.weave.woven import style, weave, woven

SOURCE = r"""\documentclass{article}
\usepackage{bm}
\usepackage{symjac}
\newcommand{\vx}{\mathbf{x}}
\newcommand{\T}{^{\top}}
\begin{document}
One: % \derive{a comment}
\derive[wrt=x, style=components]{\vx\T A \vx}

In a line $\gradient{\vx\T A \vx}$ and $\hessian{\vx^\top A \vx}$, and \verb|\gradient{x}| is none.

\derive[style=chain, where={X: N x D; w: D}]{\lVert \bm{y} - X \bm{w} \rVert^2}
\checked{\nabla_x x^\top x = 2 x^\top}, \checked[where={A: n x n; B: n x n}]{(A B)^\top = B^\top A^\top}.
\end{document}
"""


def test_every_command_is_filled_and_nothing_else_is_changed() -> None:
    found = woven(SOURCE, "tex")
    assert (found.derived, found.kept, found.faults) == (6, 0, ())
    rest = iter(found.text)
    assert all(sign in rest for sign in SOURCE)  # what was there is there, in its order
    assert (
        found.text.count(r"\symjacfilled") == 6 and r"% \derive{a comment}" in found.text and r"\verb|\gradient{x}|" in found.text
    )


def test_the_author_s_letters_and_transpose_are_kept() -> None:
    text = woven(SOURCE, "tex").text
    assert r"{\vx^{\top} (A + A^{\top})}$ and" in text
    assert (
        r"\bm{y} - X\bm{w}" in text.replace("X \\", "X\\")
        and r"\mathsf" not in text
        and r"\mathbf{x}" not in text.split("document")[2]
    )


LECTURE = r"""\documentclass{article}
\usepackage{amsmath,amssymb,bm,mathtools}
\usepackage{symjac}
\newcommand{\T}{^{\mathsf T}}
\newcommand{\vx}{\bm{x}}
\newcommand{\vw}{\boldsymbol{w}}
\DeclarePairedDelimiter{\nrm}{\lVert}{\rVert}
\begin{document}
\begin{itemize}
\item $\gradient[wrt=w]{\sum_{i=1}^N \log(1 + \exp(-y_i \vw\T \vx_i))}$
\item $\gradient[wrt=x]{\nrm{\vx}^2 + \nrm*{\vx}^4}$
\item \derive[wrt=x, detail=brief]{\vx\T A \vx}
\end{itemize}
\end{document}
"""


def test_a_lecture_keeps_its_letters_in_families_and_its_delimiters() -> None:
    """x_i is an entry where x is a column, and a column where it is a family."""
    text = woven(LECTURE, "tex").text
    assert r"\vw^{\mathsf T} \vx_i) \vx_i^{\mathsf T}}$" in text and "x_k \\, A_{kl}" in text
    assert text.count("{") == text.count("}")  # of ^{\\mathsf T} the sign is \\mathsf T, without its brace


def test_macros_may_come_from_a_file_beside_the_document(tmp_path: Path) -> None:
    (tmp_path / "letters.sty").write_text(r"\newcommand{\vz}{\mathbf{z}}", "utf-8")
    (tmp_path / "more.tex").write_text(r"\newcommand{\tran}{^{\intercal}}", "utf-8")
    source = "\\usepackage{amsmath, letters}\n\\input{more}\n\\begin{document}\n$\\gradient{\\vz\\tran\\vz}$\n\\end{document}\n"
    document = tmp_path / "notes.tex"
    document.write_text(source, "utf-8")
    assert weave(document, write=False).text != source and document.read_text("utf-8") == source
    weave(document)
    assert r"{2\vz^{\intercal}}$" in document.read_text("utf-8")


def test_what_has_not_changed_is_not_derived_again() -> None:
    once = woven(SOURCE, "tex").text
    again = woven(once, "tex")
    assert (again.text, again.derived, again.kept) == (once, 0, 6)
    changed = woven(once.replace(r"\gradient{\vx\T A \vx}", r"\gradient{\vx\T B \vx}"), "tex")
    assert (
        (changed.derived, changed.kept) == (1, 5)
        and "(B + B^{\\top})" in changed.text
        and changed.text.count("symjacfilled") == 6
    )
    other = woven(once.replace(r"\mathbf{x}}", r"\bm{x}}"), "tex")
    assert other.derived == 3  # those that use \vx


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no pdflatex")
def test_the_source_is_latex_before_and_after(tmp_path: Path) -> None:
    (tmp_path / "symjac.sty").write_bytes(style())
    sources = {"before": SOURCE, "after": woven(SOURCE, "tex").text, "lecture": woven(LECTURE, "tex").text}
    for name, text in sources.items():
        (tmp_path / f"{name}.tex").write_text(text, "utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=240)
        assert done.returncode == 0, done.stdout[-1500:]


FAULTS = r"""\begin{document}
$\gradient{x^\top A x +}$ and
\checked{\nabla_x x^\top A x = 2 x^\top A}
  \derive{f(x) = Ax}
\end{document}"""


def test_every_mistake_has_its_line_and_column() -> None:
    found = woven(FAULTS, "tex")
    assert [(f.line, f.column, f.claim) for f in found.faults] == [(2, 23, False), (3, 32, True), (4, 18, False)]
    assert "Symmetry was used" in str(found.faults[1])


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (r"\derive[stile=chain]{x}", (1, 8)),
        ("\n\\derive x", (2, 9)),
        (r"\derive{x", (1, 8)),
        (r"\derive[wrt=x", (1, 8)),
        ("\\newcommand{\\a}{\\mathbf{x}}\n\\gradient{\\a^\\top \\a +}", (2, 11)),
        ("\\gradient[order=7]{x^2}", (1, 20)),
    ],
)
def test_a_command_that_is_none_is_refused_at_its_place(source: str, place: tuple[int, int]) -> None:
    (fault,) = woven(source, "tex").faults
    assert (fault.line, fault.column) == place and not fault.claim


def test_a_command_that_is_none_does_not_hide_the_others() -> None:
    found = woven("\\derive[stile=chain]{x}\n$\\gradient{x +}$\n\\hessian x\n", "tex")
    assert [(f.line, f.column) for f in found.faults] == [(1, 8), (2, 14), (3, 10)]


MARKDOWN = """# Notes

```symjac
#| wrt: x
#| detail: brief
x^\\top A x
```

```python
x  # no formula
```

```symjac
#| kind: gradient
log det X
```

```symjac
#| kind: checked
\\nabla_x x^\\top x = 2 x^\\top
```
"""


def test_blocks_in_markdown_are_filled_behind_them() -> None:
    found = woven(MARKDOWN, "markdown")
    assert (found.derived, found.faults) == (3, ())
    assert (
        found.text.startswith(MARKDOWN[:60])
        and r"$X^{-\mathsf{T}}$" in found.text
        and "no formula\n```\n\n```symjac" in found.text
    )
    assert woven(found.text, "markdown") == type(found)(found.text, 0, 3, ())


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tex", tmp_path / "bad.tex"
    good.write_text(SOURCE, "utf-8")
    bad.write_text(FAULTS, "utf-8")
    assert CliRunner().invoke(cli, ["weave", str(good)]).output == "6 derived, 0 as they were\n"
    assert (tmp_path / "symjac.sty").read_bytes() == style()
    done = CliRunner().invoke(cli, ["weave", str(bad)], standalone_mode=False)
    assert done.return_value == 2 and f"{bad}:2:23:" in done.stderr and bad.read_text("utf-8") == FAULTS
    bad.write_text(r"\checked{\nabla_x x^\top x = x^\top}", "utf-8")
    assert CliRunner().invoke(cli, ["weave", str(bad)], standalone_mode=False).return_value == 1
    (tmp_path / "n.txt").write_text("x", "utf-8")
    assert CliRunner().invoke(cli, ["weave", str(tmp_path / "n.txt")]).exit_code


@pytest.mark.parametrize("text", [r"\derive{\input{/etc/passwd}}", r"\gradient{\write18{id}}", r"\derive{" + "(" * 5000 + "}"])
def test_nothing_that_is_no_formula_comes_through(text: str) -> None:
    assert woven(text, "tex").faults


LIST = """1. first

   ```symjac
   #| wrt: 'x'
   #| kind: gradient
   x'x
   ```

   behind
"""


def test_a_block_in_a_list_is_filled_within_it() -> None:
    found = woven(LIST, "markdown")
    assert (
        "   ```\n\n   <!-- symjac " in found.text and "-->\n   $2x^{\\mathsf{T}}$\n   <!-- /symjac -->\n\n   behind" in found.text
    )
    assert woven(found.text, "markdown").derived == 0
    changed = woven(found.text.replace("x'x", "3 x'x"), "markdown")
    assert changed.derived == 1 and changed.text.count("<!-- symjac") == 1 and "   $6x^" in changed.text


def test_an_option_without_its_sign_is_no_formula() -> None:
    (fault,) = woven("```symjac\nwrt: x\nx'x\n```\n", "markdown").faults
    assert (fault.line, fault.error.message, fault.error.expected) == (2, "an option begins with #|", "#| wrt: x")
