"""symjac check: exit statuses, formats, files of claims."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from symjac.cli import main

QUESTION = ["check", "x'A x", "--wrt", "x", "--where", "A: n x n", "--claim"]


@pytest.mark.parametrize(
    ("claim", "status"), [("x'(A + A')", 0), ("x'A + x'A' + 0*x'", 0), ("2 x'A", 1), ("(A + A')x", 1), ("x'A +", 1)]
)
def test_the_exit_status_tells(claim: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*QUESTION, claim]) == status
    assert capsys.readouterr().out


def test_a_bad_question_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "x'A +", "--wrt", "x", "--claim", "x"]) == 2
    assert main(["check", "x'x", "--wrt", "x"]) == 2
    assert main(["check", "x'x", "--wrt", "x", "--claim", "2x'", "--file", __file__]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("suffix", ["txt", "tex", "html", "md", "json"])
def test_a_verdict_goes_into_a_file(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"verdict.{suffix}"
    assert main([*QUESTION, "2 x'A", "-o", str(path)]) == 1
    assert path.stat().st_size > 100


def test_lines_and_reveal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*QUESTION, "x'A + x'A' = 2 x'A", "--lines"]) == 1
    assert "Link 2." in capsys.readouterr().out
    assert main([*QUESTION, "2 x'A", "--reveal"]) == 1
    assert "A + Aᵀ" in capsys.readouterr().out


ROWS = [
    {"id": "a", "f": "x'x", "wrt": "x", "where": "x: n", "claim": "2x'"},
    {"id": "b", "f": "x'x", "wrt": "x", "where": "x: n", "claim": "x'"},
    {"id": "c", "f": "x'", "wrt": "y", "where": "x: n", "claim": "2x'"},
]


@pytest.mark.parametrize("out", ["verdicts.csv", "verdicts.jsonl"])
@pytest.mark.parametrize("source", ["claims.csv", "claims.jsonl"])
def test_a_file_of_claims(source: str, out: str, tmp_path: Path) -> None:
    given, path = tmp_path / source, tmp_path / out
    if source.endswith("csv"):
        with given.open("w", newline="") as file:
            table = csv.DictWriter(file, list(ROWS[0]))
            table.writeheader()
            table.writerows(ROWS)
    else:
        given.write_text("\n".join(map(json.dumps, ROWS)) + "\nnonsense\n")
    assert main(["check", "--file", str(given), "-o", str(path)]) == 1
    if out.endswith("csv"):
        found = [row["status"] for row in csv.DictReader(path.open(newline=""))]
    else:
        found = [json.loads(line)["verdict"]["status"] for line in path.read_text().splitlines()]
    assert found[:3] == ["correct", "wrong", "invalid"]


def test_a_file_that_is_none(tmp_path: Path) -> None:
    for name, text in (("a.csv", "x,y\n1,2\n"), ("b.txt", "x"), ("c.jsonl", "")):
        (tmp_path / name).write_text(text)
        assert main(["check", "--file", str(tmp_path / name)]) == 2
    assert main(["check", "--file", str(tmp_path / "none.csv")]) == 2
