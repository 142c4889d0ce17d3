"""What stands for something with a free index carries the index: z_i = y_i − w'x_i; and members are what is constant."""

from __future__ import annotations

import pytest

from symjac import derive

SQUARES = r"\sum_{i=1}^N (y_i - w^\top x_i)^2"


@pytest.mark.parametrize("style", ["sums", "differential"])
def test_a_name_within_a_sum_has_the_index(style: str) -> None:
    page = str(derive(SQUARES, wrt="w", style=style))
    assert "zᵢ" in page and "2zᵢ" in page and " z " not in page


def test_a_name_has_the_indices_of_its_term_only() -> None:
    page = str(derive(r"\sum_n \sum_k r_{nk} \|x_n - \mu_k\|^2", wrt="mu_k"))
    assert "e_(nk)" in page or "eₙₖ" in page


def test_the_members_are_constant() -> None:
    page = str(derive(SQUARES, wrt="w", style="differential"))
    assert "yᵢ and xᵢ are constant" in page and "y and x are" not in page


def test_both_styles_end_in_matrices() -> None:
    for style in ("sums", "differential"):
        assert "−2(y − Xw)ᵀX" in str(derive(SQUARES, wrt="w", style=style))


def test_the_softmax_of_cross_entropy_is_in_its_own_names() -> None:
    page = str(derive(r"-\sum_i y_i \log p_i; p_i = e^{t_i}/\sum_j e^{t_j}", wrt="t"))
    assert "pᵢ = exp(tᵢ)/" in page and "δᵢⱼ − pⱼ" in page and "∂f/∂tⱼ for" in page


def test_the_logarithm_of_a_sum_is_told_step_by_step() -> None:
    d = derive(r"\log \sum_{i=1}^N \exp(x_i)", wrt="x_k")
    page = str(d)
    assert "only one term contains xₖ" in page and "+ −" not in page and len(d.steps) > 3


def test_a_wide_left_side_leaves_the_reasons_beside_the_lines() -> None:
    f = r"\sum_{n=1}^N (\log\det S_n + (x_n - \mu_n)^\top S_n^{-1} (x_n - \mu_n))/2"
    assert 'class="sj-steps sj-under"' in derive(f, wrt="S_n").render("html", fragment=True)
