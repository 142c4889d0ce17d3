"""Each folder's input.toml → its derivation or page in LaTeX, HTML, Markdown, text; and the output shown in the README.

`make examples` writes them anew, the tests compare them; `make notes` typesets them as one chapter (chapter.toml).
"""

from __future__ import annotations

import io
import re
import shlex
import zipfile
from collections.abc import Iterable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from symjac.pages.chapter.examples import run
from symjac.pages.toml import load
from symjac.writing.formats.html.page import style

HERE = Path(__file__).parent
FORMATS = {"derivation.tex": "latex", "derivation.html": "html", "derivation.md": "markdown", "derivation.txt": "text"}


def examples() -> list[Path]:
    """The folders that hold an input, N4 before N10."""
    return sorted(
        (path.parent for path in HERE.glob("*/input.toml")), key=lambda p: [int(n) if n.isdigit() else n for n in parts(p)]
    )


def parts(folder: Path) -> list[str]:
    """N12-tanh: N, 12, -tanh"""
    return re.findall(r"\d+|\D+", folder.name)


def given(folder: Path) -> dict[str, Any]:
    return load(folder / "input.toml")


def derivation(folder: Path) -> Any:
    """What the input asks for: a derivation, or a page of its kind."""
    return run(given(folder), folder)


def written(folder: Path) -> dict[str, str]:
    """File name → what belongs into it."""
    found = derivation(folder)
    return {name: rendered(found, format) for name, format in FORMATS.items()}


def rendered(found: Any, format: str) -> str:
    options = {"stylesheet": f"../{STYLE}"} if format == "html" else {}
    text: str = found.render(format, **options)
    return text.rstrip("\n") + "\n"


def exam_sheet() -> dict[str, str]:
    """The sheet on the lecture notes in LaTeX, and the starter as it is exported: file name in exam/ → what belongs into it."""
    from symjac import exam
    from symjac.pages.exam import latex
    from symjac.pages.exam.document import SHEETS
    from symjac.pages.exam.export import amc, canvas, moodle, prairielearn, qti21, stack, variants_of
    from symjac.pages.exam.roster import Student
    from symjac.pages.exam.variant import variant

    found = variant(exam.load(HERE / "exam" / "sheet.toml"))
    starter = variants_of(exam.load(Path(exam.__file__).with_name("starter.toml")), 1)
    exports = [pair for platform in (moodle, stack, amc) for pair in platform.files(starter)]
    sheets = {f"{which}.tex": latex.source(found, Student(), which) for which in SHEETS}
    packed = {f"starter-{p.__name__.rpartition('.')[2]}.txt": listing(p.files(starter)) for p in (qti21, canvas, prairielearn)}
    return sheets | {f"starter-{name}": data.decode() for name, data in exports} | packed


def listing(files: Iterable[tuple[str, bytes]]) -> str:
    """Several files, those in archives too, one after the other with their names."""
    out = []
    for name, data in files:
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                out += [(inner, archive.read(inner).decode()) for inner in archive.namelist()]
        else:
            out.append((name, data.decode()))
    return "".join(f"===== {name}\n{text.rstrip()}\n" for name, text in out)


STYLE = "symjac.css"  # of all pages
README = HERE.parent / "README.md"
SHOWN = re.compile(r"^(```console\n\$ symjac (.*)\n)(?:(?!\$ |```).*\n)*(```)$", re.MULTILINE)  # one command, its output


def readme(text: str) -> str:
    """The README with the output of its commands as it is today."""
    return SHOWN.sub(lambda found: found[1] + output(found[2]) + found[3], text)


def output(command: str) -> str:
    from symjac.cli import main as command_line

    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)) as out:
        assert command_line(shlex.split(command)) == 0
    return out.buffer.getvalue().decode()  # type: ignore[attr-defined]


def main() -> None:
    for folder in examples():
        for name, text in written(folder).items():
            (folder / name).write_text(text, "utf-8")
        print(f"{folder.name:<4} {given(folder)['title']}")
    for name, text in exam_sheet().items():
        (HERE / "exam" / name).write_text(text, "utf-8")
    (HERE / STYLE).write_text(style(), "utf-8")
    README.write_text(readme(README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
