"""Every spelling of a formula is one expression; what the corpus holds is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from symjac.core.errors import SymjacError
from symjac.language import parse, read, read_point
from symjac.language.spell import spell

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"


def entries(name: str) -> list[Any]:
    path = CORPUS / name
    if not path.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"{path} is absent"))]
    return [pytest.param(e, id=e["id"]) for e in map(json.loads, path.read_text().splitlines())]


@pytest.mark.parametrize("group", entries("spellings.jsonl"))
def test_a_group_is_one_expression(group: dict[str, Any]) -> None:
    plain = parse(group["plain"], group["where"])
    assert parse(str(plain), group["where"]) is plain
    for spelling in group["spellings"]:
        assert parse(spelling, group["where"]) is plain, spelling


@pytest.mark.parametrize("group", entries("spellings.jsonl"))
def test_what_is_printed_in_a_style_reads_back(group: dict[str, Any]) -> None:
    problem = read(group["plain"], None if "(x) =" in group["plain"] or "u, v" in group["plain"] else _variable(group), group["where"])
    for style in ("plain", "latex", "unicode"):
        text = spell(problem.target, style)
        assert parse(text, context=problem) is problem.target, text


def _variable(group: dict[str, Any]) -> str:
    names = [d.split(":")[0].strip() for d in group["where"].split(";")]
    return next(n for n in names if n in group["plain"])


def declared(entry: dict[str, Any]) -> str:
    words = {k: [v] if isinstance(v, str) else v for k, v in entry.get("assume", {}).items()}
    return "; ".join(" ".join([f"{k}: {' x '.join(v) or 'scalar'}", *words.get(k, [])]) for k, v in entry["vars"].items())


@pytest.mark.parametrize("entry", entries("identities.jsonl"))
def test_an_identity_is_read_and_printed(entry: dict[str, Any]) -> None:
    problem = read(entry["expr"], entry["wrt"], declared(entry))
    assert parse(str(problem.target), context=problem) is problem.target
    if entry["expected"]:
        expected = parse(entry["expected"], context=problem)
        assert parse(entry["expected"], declared(entry)) is expected
        for style in ("plain", "latex", "unicode"):
            assert parse(spell(expected, style), context=problem) is expected, style


@pytest.mark.parametrize("entry", entries("claims.jsonl"))
def test_a_claim_is_read_or_invalid(entry: dict[str, Any]) -> None:
    problem = read(entry["f"], entry["wrt"], entry["where"])
    if entry.get("at"):
        assert read_point(entry["at"], problem)
    if entry["status"] == "invalid":
        with pytest.raises(SymjacError):
            parse(entry["claim"], context=problem)
        return
    claim = parse(entry["claim"], context=problem)
    if entry["claim_plain"]:
        assert parse(entry["claim_plain"], context=problem) is claim


# Further spellings, beyond the corpus.
MORE = {
    "x'*A*x": ("A: n x n; x: n", r"\begin{align*} & x^{\mathsf{T}} A x \end{align*}", r"x^\mathrm{T}Ax", r"\bm{x}^{\prime}\bm{A}\bm{x}", "x^TAx",
               r"\underbrace{x^\top A}_{1 \times n} x", r"\boxed{x^\top A x}.", "x^T*A*x", r"\vec{x}^T A \vec{x}", "x’A x", "xᵀ·A·x"),
    "norm(x)^2": ("x: n", r"\|x\|^2_2", r"\lVert x\rVert_{2}^{2}", "‖x‖₂²", r"\norm{x}^2", r"\norm{x}_2^2", "||x||^2", "np.linalg.norm(x)**2",
                  r"\begin{Vmatrix} x \end{Vmatrix}^2", "norm(x, 2)^2"),
    "dot(x, y)": ("x: n; y: n", r"x \cdot y", "x·y", r"\inner{x}{y}", r"\left< x, y \right>".replace("<", "\\langle").replace(">", "\\rangle")),
    "inv(A)*b": ("A: n x n; b: n", r"{\bf A}^{-1} {\bf b}", "A^{-1} b", "inv(A) @ b", r"\mathbf A^{-1}\mathbf b"),
    "sqrt(x'*x)": ("x: n", r"\sqrt{x^{T}x}", "√(x'x)", "(x'x)^(1/2)".replace("(x'x)^(1/2)", "sqrt(x.T @ x)")),
    "exp(-t^2/2)": ("t: scalar", r"e^{-t^2/2}", r"\exp\left(\frac{-t^{2}}{2}\right)", "e^(-t²/2)", "np.exp(-t**2/2)", r"\mathrm{e}^{-t^2/2}"),
    "sum(x.*y)": ("x: n; y: n", "np.sum(x .* y)", "sum(x ∘ y)", "np.sum(np.multiply(x, y))", r"\operatorname{sum}(x \odot y)"),
    "eye(n) - x*x'": ("x: n", "I - x x'", r"\mathbf{I} - xx^\top", "eye - x@x.T", "I_n − x xᵀ", "np.eye(n) - np.outer(x, x)".replace("np.outer(x, x)", "x @ x.T")),
    "[1; 2]'*x": ("x: 2", "np.array([1, 2]).T @ x", r"\begin{pmatrix}1\\2\end{pmatrix}^\top x", "[1;2].T @ x", "[[1],[2]]' x"),
    "logdet(A*B)": ("A: n x n; B: n x n", r"\log|AB|", r"\ln\left|AB\right|", r"\log\det(AB)", "log|A B|", r"\log \begin{vmatrix} AB \end{vmatrix}"),
    "W[l]*a[l-1]": ("W[l]: m x n; a[l-1]: n", r"W^{(l)} a^{(l-1)}", "W[l] a[l-1]", r"\mathbf{W}^{[l]}\mathbf{a}^{[l-1]}"),
    "tanh(z)^2": ("z: scalar", r"\tanh^2 z", r"\tanh^{2}(z)", "tanh²(z)", "(tanh(z))^2", r"{\tanh(z)}^2"),
    "softmax(W*x)": ("W: m x n; x: n", r"\operatorname{softmax}(Wx)", r"\mathrm{softmax}\left(W x\right)", r"\text{softmax}(Wx)"),
}  # fmt: skip


@pytest.mark.parametrize("plain", MORE)
def test_more_spellings(plain: str) -> None:
    where, *spellings = MORE[plain]
    expected = parse(plain, where)
    for spelling in spellings:
        assert parse(spelling, where) is expected, spelling
