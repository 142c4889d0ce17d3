"""symjac code: every example of its help runs, and writes a function that computes what it says."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from symjac.cli import main
from symjac.cli.commands.code import code

EXAMPLES = [line.strip() for line in (code.help or "").splitlines() if line.strip().startswith("symjac code ")]


def written(line: str, capsys: pytest.CaptureFixture[str]) -> Any:
    """The function of a command line."""
    assert main(shlex.split(line)[1:]) == 0, capsys.readouterr().err
    space: dict[str, Any] = {}
    exec(compile(capsys.readouterr().out, "emitted", "exec"), space)  # noqa: S102  (our own output, in a test)
    return space["gradient"]


def test_the_help_has_an_example_of_every_option() -> None:
    for option in ("-o", "--times", "--target", "--value", "--structure", "--solve", "--batch"):
        assert any(f" {option}" in line for line in EXAMPLES), option


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_runs(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(line)[1:]) == 0, capsys.readouterr().err
    source = (tmp_path / "grad.py").read_text("utf-8") if " -o " in line else capsys.readouterr().out
    compile(source, "emitted", "exec")
    assert "def gradient(" in source


def test_the_parts_and_the_solution_are_those_of_the_hessian(capsys: pytest.CaptureFixture[str]) -> None:
    x, a, b = np.array([1.0, 2.0, -1.0]), np.array([0.5, 1.0, 2.0]), np.array([3.0, 1.0, 2.0])
    line = 'symjac code "sum(exp(x)) + (a\'x)^2" --wrt x --where "x: n" --order 2'
    H = written(line, capsys)(x=x, a=a)
    parts = written(f"{line} --structure", capsys)(x=x, a=a)
    np.testing.assert_allclose(np.diag(parts["d"]) + parts["c"] * np.outer(parts["u"], parts["u"]), H)
    np.testing.assert_allclose(H @ written(f"{line} --solve r", capsys)(x=x, a=a, r=b), b)


def test_a_batch_is_row_by_row(capsys: pytest.CaptureFixture[str]) -> None:
    line = 'symjac code "log(1 + exp(w\'x)) - y w\'x" --wrt w --where "x: n"'
    w, x, y = np.array([1.0, -2.0]), np.array([[1.0, 0.0], [0.5, 2.0], [3.0, 1.0]]), np.array([1.0, 0.0, 1.0])
    one = written(line, capsys)
    found = written(f'{line} --batch "x, y"', capsys)(w=w, x=x, y=y)
    np.testing.assert_allclose(found, [one(w=w, x=a, y=b) for a, b in zip(x, y, strict=True)])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--order 2 --solve b", "the matrix has no inverse: it sends ones(N) to zero"),
        ("--solve b", "this is a gradient"),
        ("--structure", "this is a gradient"),
        ("--order 2 --structure --times v", "one of these at a time"),
        ("--order 2 --solve x", "`x` is a name in the formula already"),
        ("--batch z", "batch: `z` is not in the formula"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_message(options: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(f'code "logsumexp(x)" --wrt x {options}')) == 2
    told = capsys.readouterr()
    assert not told.out and told.err.count("symjac: ") == 1 and said in told.err
