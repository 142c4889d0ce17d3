"""symjac weave: commands are filled in place, the author's letters stay, what is unchanged is kept, a mistake has its place."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from symjac.cli import cli
from symjac.pages.weave.woven import style, woven

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
    for name, text in (("before", SOURCE), ("after", woven(SOURCE, "tex").text)):
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
