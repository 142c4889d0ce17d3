"""The fonts of a paste come back in the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

import symjac


def latex(text: str, wrt: str, bold: str = "auto") -> str:
    return replace(symjac.derive(text, wrt), bold=bold).render("latex", fragment=True)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\mathbf{x}^\top \mathbf{A} \mathbf{x}", r"\mathbf{x}^{\top} (\mathbf{A} + \mathbf{A}^{\top})"),
        (r"\bm{x}^\intercal A \bm{x}", r"\mathbf{x}^{\intercal} (A + A^{\intercal})"),
        (r"{\bf x}^T A {\bf x} + \lambda", r"\mathbf{x}^T (A + A^T)"),
        (r"\boldsymbol{\theta}^{\mathsf T} A \boldsymbol{\theta}", r"\boldsymbol{\theta}^{\mathsf{T}} (A + A^{\mathsf{T}})"),
        ("x'A x", r"x^{\mathsf{T}} (A + A^{\mathsf{T}})"),
    ],
)
def test_letters_and_transposes_are_written_as_they_were_typed(text: str, written: str) -> None:
    made = latex(text, "theta" if "theta" in text else "x")
    assert written.replace("{", "").replace("}", "") in made.replace("{", "").replace("}", "")


def test_a_letter_with_a_subscript_is_bold_where_it_is_typed_so() -> None:
    made = latex(r"\|\mathbf{A} \mathbf{x} - \mathbf{b}_1\|^2", "x")
    assert r"\mathbf{b}_1" in made
    assert r"\mathbf{x}_i" not in latex(r"\mathbf{x}^T A \mathbf{x}", "x")  # an entry is a number


def test_bold_can_be_switched() -> None:
    assert r"\mathbf{A}" in latex("x'A x", "x", "on")
    assert r"\mathbf" not in latex(r"\mathbf{x}^\top A \mathbf{x}", "x", "off")
