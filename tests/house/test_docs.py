"""What the README and the documentation show is what happens: every >>> and every $ symjac in them is run."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from symjac.cli import main
from tests.helpers.places import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """Every `$ symjac …` of a console block, with the output printed under it ('' where none is)."""
    blocks = [block for page in PAGES for block in CONSOLE.findall(page.read_text("utf-8"))]
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    found = [(line, shown) for line, _, shown in (part.partition("\n") for part in parts)]
    return [(line, shown.strip("\n")) for line, shown in found if line.startswith("symjac ")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_in_the_docs(page: Path) -> None:
    failed, _ = doctest.testfile(str(page), module_relative=False, encoding="utf-8", optionflags=doctest.NORMALIZE_WHITESPACE)
    assert not failed


@pytest.mark.parametrize(("line", "shown"), commands(), ids=lambda text: text[:60])
def test_commands_in_the_docs(
    line: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if ".pdf" in line or "exam build" in line:
        pytest.importorskip("typst")
    monkeypatch.chdir(tmp_path)
    if "sheet.toml" in line and "exam new" not in line:
        assert main(["exam", "new", "sheet.toml"]) == 0  # the sheet that the text speaks of
    assert main(shlex.split(line, comments=True)[1:]) == 0, capsys.readouterr().err
    out = capsys.readouterr().out.strip("\n")
    assert not shown or out == shown
