"""Whether what is written fits the page: the corpus and the formulas below, in all styles and details, by both engines.

python benchmarks/pages.py [--some N] [--keep FOLDER]

Counted are, of both engines, pages with ink beyond the margin's edge, pages that end more than a fifth empty though the
derivation goes on, and last pages with small print alone; the overfull boxes in LaTeX's log; in a terminal, lines of more than
80 columns. Needs pdftoppm, pdftotext and pdflatex.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

import symjac  # noqa: E402
from symjac.errors import SymjacError  # noqa: E402
from symjac.writing.block import Document  # noqa: E402
from symjac.writing.draw import without  # noqa: E402
from symjac.writing.formats.latex import page as latex  # noqa: E402
from symjac.writing.formats.pdf import by_typst  # noqa: E402
from symjac.writing.formats.text import page as terminal  # noqa: E402
from symjac.writing.formats.typst import page as typst  # noqa: E402
from tests.helpers import corpus  # noqa: E402

STYLES, DETAILS = ("components", "chain", "differential"), ("full", "exam", "brief")
RESOLUTION, MARGIN, EDGE = 50, 2.4, 0.12  # dots an inch; cm; cm of slack for slanted letters
FOOT = 2.0  # cm at the lower end of a page in which its number stands
FIFTH = 0.2
SIZE, COLUMNS = (21.0, 29.7), 80
HANDOUT = frozenset({"advice", "inferred", "check"})
SMALL = re.compile(r"\s*(Notation|Condition|Convention):")

LECTURE = [
    ("A*x", "x", ""), ("A*x + b", "x", ""), ("-A*x", "x", ""), ("A*x", "A", ""), ("A'*A", "A", ""), ("A*X*B", "X", ""),
    ("X^-1", "X", ""), ("kron(A, X)", "X", ""), ("tr(A*X*B*X')", "X", ""), ("a'*X'*X*b", "X", ""), ("log(det(X))", "X", ""),
    ("norm(y - Phi*theta)^2", "theta", ""), ("norm(y - Phi*theta)^2 + lambda*norm(theta)^2", "theta", ""),
    ("1/(2*N)*norm(X*w + b*ones(N) - y)^2", "b", "X: N x D"), ("norm(A - U*V')^2", "U", ""), ("norm(A - U*V')^2", "V", ""),
    ("x'*A*x", "x", ""), ("x'*A*x/(x'*x)", "x", "A: n x n symmetric"), ("exp(-1/2*x'*x)", "x", ""), ("x/norm(x)", "x", ""),
    ("1/2*(x - mu)'*S^-1*(x - mu)", "mu", "S: n x n symmetric"), ("1/2*(x - mu)'*S^-1*(x - mu)", "S", "S: n x n symmetric"),
    ("-n/2*log(det(S)) - 1/2*tr(S^-1*C)", "S", "n: scalar; S: p x p symmetric; C: p x p symmetric"), ("softmax(W*x)", "x", ""),
    ("softmax(W*x)", "W", ""), ("logsumexp(W*x + b)", "x", ""), ("-y'*log(softmax(W*x))", "W", ""),
    ("tanh(W*h + U*x + b)", "W", ""),
    ("-sum(y .* log(sigmoid(X*t)) + (1 - y) .* log(1 - sigmoid(X*t)))", "t", "X: M x N"),
    ("sum(log(1 + exp(-y .* (X*w))))", "w", ""),
    ("tanh(W2*tanh(W1*x + b1) + b2)", "W1", ""), ("norm(tanh(W2*tanh(W1*x + b1) + b2) - y)^2", "W1", ""),
    ("norm(W2*tanh(W1*x + b1) + b2 - y)^2", "x", ""), ("(X'*X)^-1*X'*y", "y", ""), ("x'*A*x", "x", "A: n x n symmetric"),
    ("h = relu(W*x + b); f = norm(h - y)^2", "x", ""), ("cos(t)^2*sin(t)", "t", "t: scalar"),
]  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A derivation as a document, and what it is of."""

    name: str
    paper: Document
    text: str


def asked() -> Iterator[tuple[str, str, object, int]]:
    for f, x, where in LECTURE:
        yield f, x, where or None, 1
    for entry in corpus.ENTRIES:
        yield entry["expr"], entry["wrt"], corpus.where(entry), entry["order"]


def derived(some: int) -> Iterator[Made]:
    for f, x, where, order in [*asked()][:some]:
        for style in STYLES:
            for detail in DETAILS:
                try:
                    d = symjac.derive(f, x, where, order=order, style=style, detail=detail, check=False)
                except SymjacError:
                    continue
                doc = d.document()
                name = f"{f} --wrt {x} --style {style} --detail {detail}"
                yield Made(name, without(doc, HANDOUT), terminal.document(doc, width=COLUMNS))


def by_both(made: list[Made], folder: Path) -> None:
    """One file for each engine, every derivation on a page of its own, with its number in white."""
    place = "#place(text(size: 3pt, fill: white)[zq{}qz])\n"
    parts = (f"{place.format(n)}{typst.title(m.paper.title)}{typst.blocks(m.paper.blocks)}" for n, m in enumerate(made))
    head = f'{typst.SETTING}{typst.MACROS}#set text(font: "New Computer Modern", size: 11pt)\n'
    (folder / "typst.pdf").write_bytes(by_typst(head + "\n\n#pagebreak()\n\n".join(parts), tags=False))
    bodies = (
        f"\\typeout{{zq{n}p\\arabic{{page}}qz}}\n{latex.text(m.paper.title)}\\par\n{latex.body(m.paper)}\n\\newpage\n"
        for n, m in enumerate(made)
    )
    whole = f"{latex.PREAMBLE}\\begin{{document}}\n{''.join(bodies)}\\end{{document}}\n"
    (folder / "latex.tex").write_text(whole, "ascii")
    command = ["pdflatex", "-interaction=nonstopmode", "latex.tex"]
    subprocess.run(command, cwd=folder, capture_output=True, check=False, env={"max_print_line": "2000", "PATH": "/usr/bin:/bin"})


def pictures(path: Path) -> Iterator[np.ndarray]:
    """Each page as a matrix of gray values."""
    with subprocess.Popen(["pdftoppm", "-gray", "-r", str(RESOLUTION), str(path)], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        while (head := [run.stdout.readline() for _ in range(3)])[0]:
            width, height = map(int, head[1].split())
            yield np.frombuffer(run.stdout.read(width * height), np.uint8).reshape(height, width)


def dots(cm: float) -> int:
    return round(cm * RESOLUTION / 2.54)


def beyond(page: np.ndarray) -> bool:
    """Ink to the left or to the right of the text."""
    ink, edge = page < 200, dots(MARGIN - EDGE)
    return bool(ink[:, :edge].any() or ink[:, -edge:].any())


def empty(page: np.ndarray) -> float:
    """The share of the text's height that is left blank at its end."""
    height = page.shape[0] - 2 * dots(MARGIN)
    rows = np.flatnonzero((page[: -dots(FOOT)] < 200).any(axis=1))
    return 1 - (rows[-1] - dots(MARGIN)) / height if rows.size else 1.0


def page_faults(made: list[Made], pdf: Path, owners: list[int]) -> Iterator[tuple[str, str]]:
    """What the pages of a file look like; owners: the derivation that each belongs to."""
    texts = text_of(pdf)
    print(f"{pdf.stem}: {len(texts)} pages")
    for k, (page, owner) in enumerate(zip(pictures(pdf), owners, strict=True)):
        last = k + 1 == len(owners) or owners[k + 1] != owner
        if beyond(page):
            yield f"{pdf.stem}: ink beyond the margin's edge", made[owner].name
        if not last and empty(page) > FIFTH:
            yield f"{pdf.stem}: more than a fifth of a page empty ({empty(page):.0%})", made[owner].name
        if last and SMALL.match(texts[k]):
            yield f"{pdf.stem}: small print alone on a page", made[owner].name


def text_of(pdf: Path) -> list[str]:
    """The words of each page."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def typst_faults(made: list[Made], folder: Path) -> Iterator[tuple[str, str]]:
    owners: list[int] = []
    for page in text_of(folder / "typst.pdf"):
        mark = re.search(r"zq(\d+)qz", page)
        owners.append(int(mark[1]) if mark else owners[-1])
    yield from page_faults(made, folder / "typst.pdf", owners)


def latex_faults(made: list[Made], folder: Path) -> Iterator[tuple[str, str]]:
    log = (folder / "latex.log").read_text("latin-1")
    marks = [*re.finditer(r"zq(\d+)p(\d+)qz", log), None]
    firsts = []
    for mark, after in pairwise(marks):
        assert mark is not None
        part = log[mark.end() : after.start() if after else None]
        firsts.append(int(mark[2]))
        for fault in re.findall(r"^(Overfull \\hbox \([\d.]+pt|! .*)", part, re.MULTILINE):
            yield f"latex: {fault}", made[int(mark[1])].name
    pages = len(text_of(folder / "latex.pdf"))
    counts = [b - a for a, b in pairwise([*firsts, pages + 1])]
    yield from page_faults(made, folder / "latex.pdf", [n for n, count in enumerate(counts) for _ in range(count)])


def terminal_faults(made: list[Made]) -> Iterator[tuple[str, str]]:
    for m in made:
        if any(len(line) > COLUMNS for line in m.text.splitlines()):
            yield f"wider than {COLUMNS} columns", m.name


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--some", type=int, help="the first N formulas only")
    parser.add_argument("--keep", type=Path, help="a folder for what was typeset")
    given = parser.parse_args()
    made = list(derived(given.some))
    print(f"{len(made)} derivations")
    with TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        by_both(made, folder)
        faults = [*typst_faults(made, folder), *latex_faults(made, folder), *terminal_faults(made)]
    for fault, name in faults:
        print(f"{fault}: {name}")
    print(f"{len(faults)} faults")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
