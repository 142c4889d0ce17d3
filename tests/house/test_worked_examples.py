"""The worked examples are what the program writes today, they say what the notes say, and the TeX compiles cleanly."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import symjac
from symjac.derivation.record import schema
from symjac.derivation.trail import every
from worked_examples import build

ROWS = [folder.name for folder in build.examples()]
FORMULAS = [row for row in ROWS if build.given(build.HERE / row).get("kind", "derive") == "derive"]


@lru_cache
def derived(row: str) -> Any:
    return build.derivation(build.HERE / row)


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("name", build.FORMATS)
def test_the_kept_text_is_what_is_written_today(row: str, name: str) -> None:
    kept = (build.HERE / row / name).read_text("utf-8")
    assert build.rendered(derived(row), build.FORMATS[name]) == kept, "run `make examples` and read the change"


@pytest.mark.parametrize("row", FORMULAS)
def test_the_result_is_that_of_the_notes(row: str) -> None:
    asked, d = build.given(build.HERE / row), derived(row)
    assert list(d.shape) == asked["shape"]
    assert str(d.result) == asked.get("result", str(d.result))
    assert d.check is not None


@pytest.mark.parametrize("row", ROWS)
def test_the_tex_compiles_without_a_warning(row: str, tmp_path: Path) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("no pdflatex on the PATH")
    source = build.HERE / row / "derivation.tex"
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"-output-directory={tmp_path}", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout[-2000:]
    assert not re.findall(r"^(?:Overfull|LaTeX Warning|.*undefined).*", done.stdout, re.MULTILINE)


def test_the_instance_of_the_notes_entry_by_entry() -> None:
    """Row N11: the 4 x 6 matrix as it stands on the board."""
    np = pytest.importorskip("numpy")
    a11, a12, a21, a22, a31, a32 = 2, 3, 5, 7, 11, 13
    wanted = [
        [2 * a11, 0, 2 * a21, 0, 2 * a31, 0],
        [a12, a11, a22, a21, a32, a31],
        [a12, a11, a22, a21, a32, a31],
        [0, 2 * a12, 0, 2 * a22, 0, 2 * a32],
    ]
    d = derived("N11")
    np.testing.assert_array_equal(d.evaluate(A=[[a11, a12], [a21, a22], [a31, a32]]), wanted)
    text = re.sub(r"[^\w\n]+", " ", d.render("text").replace("₁", "1").replace("₂", "2").replace("₃", "3"))
    for row in ("2 A11 0 2 A21 0 2 A31 0", "A12 A11 A22 A21 A32 A31", "0 2 A12 0 2 A22 0 2 A32"):
        assert row.replace("2 A", "2A") in text.replace("2 A", "2A"), "the matrix is written out"


def test_the_rows_of_the_main_job_are_all_here() -> None:
    assert set(ROWS) >= {"N4", "N5", "N6", "N7", "N8", "N9", "N10", "N11"}


# rules that the examples do without
OTHERS: list[tuple[str, str | None, str | None, dict[str, Any]]] = [
    ("f(x) = c", None, "x: n", {"style": "differential"}),
    ("z = W x + b; f = sigmoid(z)", "x", "W: M x N", {"style": "components"}),
    ("x'A x", "x", "A: n x n", {"style": "components"}),
    ("x1^2*x2", "x1, x2", None, {"order": 2}),
    ("A X B", "X", None, {"style": "differential"}),
    ("kron(A, X)", "X", None, {"style": "differential"}),
    ("norm(tanh(W*x + b) - y)^2", "W", None, {"style": "differential"}),
    ("norm(y - A*x)^2 + x'*x", "x", None, {"style": "chain"}),
    ("norm(tanh(A*x + b) - y)^2", "x", None, {"style": "chain", "order": 2}),
    ("z = W x + b; p = softmax(z); L = -y'*log(p)", "b", None, {"style": "chain"}),
    ("sum(y .* log(sigmoid(A*x)) + (1 - y) .* log(1 - sigmoid(A*x)))", "x", "A: M x N", {"style": "chain"}),
    ("tr(S C)", "S", "S: n x n symmetric", {}),
    ("log det X", "X", None, {}),
    ("sum(i=1..N, (y_i - w'*x_i)^2)", "w", None, {}),
    ("log(sum(i=1..N, exp(a_i'*x)))", "x", None, {"instance": "N=3"}),
    ("a = tanh(W*x); norm(a - y)^2", "W", None, {"style": "backprop"}),
    ("X^-1", "X", None, {"style": "components"}),
    ("kron(A, X)", "X", None, {"style": "components"}),
    ("norm(A - U*V')^2", "U", None, {"style": "chain"}),
]


def test_the_published_rules_are_those_that_derivations_use() -> None:
    listed = [rule["const"] for rule in schema()["$defs"]["Rule"]["oneOf"]]
    others = [symjac.derive(f, wrt, where, check=False, **options) for f, wrt, where, options in OTHERS]
    used = {step.rule.name for d in (*map(derived, FORMULAS), *others) for step in every(d.steps)}
    assert used == set(listed) and len(used) == len(listed)


@pytest.mark.parametrize("row", ROWS)
def test_the_names_of_rules_have_one_spelling(row: str) -> None:
    steps = getattr(derived(row), "steps", ())
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", step.rule.name) for step in every(steps))


def test_no_derivation_can_use_a_rule_that_is_not_published() -> None:
    """Also those that no example reaches: the names as they are written in the sources."""
    listed = {rule["const"] for rule in schema()["$defs"]["Rule"]["oneOf"]}
    sources = (build.HERE.parent / "symjac" / "derivation").rglob("*.py")
    named = {name for path in sources for name in re.findall(r'\bRule\(\s*"([^"]*)"', path.read_text("utf-8"))}
    assert len(named) > 40 and named <= listed


def test_every_result_reads_back() -> None:
    for row in FORMULAS:
        d = derived(row)
        where = "; ".join(f"{s.data[0]}: {s.shape[0]} x {s.shape[1]}" for s in d.problem.symbols.values())
        where = "; ".join([where, *(f.text for f in d.problem.maps.values())])
        assert symjac.parse(str(d.result), where) is d.result, row
