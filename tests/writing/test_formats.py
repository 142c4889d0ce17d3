"""A format is there because its file is: no list names the formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import symjac
from symjac.cli import main
from symjac.errors import UnsupportedError
from symjac.writing import draw, formats
from symjac.writing.block import Document

ORG = '''"""Org mode: a title, and what is said in between."""

SUFFIXES = (".org",)


def document(doc, *, title="title"):
    return f"#+{title}: {''.join(part for part in doc.title if isinstance(part, str))}\\n"
'''


@pytest.fixture
def with_org(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more file in the folder of formats."""
    (tmp_path / "org.py").write_text(ORG)
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    for known in (draw.names, draw.find):
        known.cache_clear()
    yield
    for known in (draw.names, draw.find):
        known.cache_clear()


def test_every_format_says_what_it_can_do() -> None:
    assert set(draw.names()) >= {"html", "json", "latex", "markdown", "pdf", "text", "typst"}
    counted = Counter(suffix for name in draw.names() for suffix in draw.find(name).suffixes)
    assert counted[".tex"] == 1 and set(counted.values()) == {1}
    assert set(draw.names()) - set(draw.texts()) == {"pdf"}


@pytest.mark.usefixtures("with_org")
def test_a_new_file_is_a_new_format_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    d = symjac.derive("A x", "x")
    assert d.render("org").startswith("#+title: ") and d.render("org", title="subtitle").startswith("#+subtitle: ")
    assert main(["derive", "f(x) = A x", "-o", str(tmp_path / "a.org")]) == 0
    assert (tmp_path / "a.org").read_text("utf-8").startswith("#+title: ")
    assert main(["derive", "f(x) = A x", "-o", str(tmp_path / "a.none")]) == 2 and ".org" in capsys.readouterr().err
    with pytest.raises(UnsupportedError, match="org"):
        d.render("none")


@pytest.mark.parametrize("name", ["pdf", "none", "", "text.page", "schema"])
def test_what_is_no_text_format_is_refused(name: str) -> None:
    with pytest.raises(UnsupportedError, match="html, json, latex, markdown, text, typst"):
        draw.drawn(Document(("T",), ()), name)


def test_an_option_that_the_format_does_not_take_is_refused() -> None:
    with pytest.raises(UnsupportedError, match="width, ascii"):
        draw.drawn(Document(("T",), ()), "text", columns=3)
