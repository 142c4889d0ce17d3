"""A chain of equalities: the first wrong link, and whether the rest follows from it."""

from __future__ import annotations

import pytest

import symjac

QUESTION = ("norm(A*x - b)^2", "x")
WHERE = "A: m x n; x: n; b: m"


def statuses(text: str) -> list[str]:
    return [v.status for v in symjac.check_lines(*QUESTION, text, WHERE)]


@pytest.mark.parametrize(
    "text",
    [
        "∇f = 2 (A x - b)' A = 2 x' A' A - 2 b' A",
        "2 (A x - b)' A\n= 2 x' A' A - 2 b' A",
        r"\begin{align*} \nabla f &= 2 (A x - b)^\top A \\ &= 2 x^\top A^\top A - 2 b^\top A \end{align*}",
        "r = A x - b\n∇f = 2 r' A = 2 x' A' A - 2 b' A",
    ],
)
def test_a_right_chain(text: str) -> None:
    assert statuses(text) == ["correct", "correct"]


def test_the_wrong_link_is_found_and_what_follows_from_it_is_right() -> None:
    verdicts = symjac.check_lines(*QUESTION, "2 (A x - b)' A = 2 x'A'A + 2 b'A = 2 (x'A' + b')A", WHERE)
    assert [v.status for v in verdicts] == ["correct", "wrong", "correct"]
    assert verdicts[1].codes == ("SIGN",)


def test_a_first_link_that_is_wrong() -> None:
    verdicts = symjac.check_lines(*QUESTION, "∇f = (A x - b)' A = x'A'A - b'A", WHERE)
    assert [v.status for v in verdicts] == ["wrong", "correct"]
    assert verdicts[0].codes == ("F2",)


def test_a_link_that_cannot_be_read_does_not_hide_the_next() -> None:
    assert statuses("2 (A x - b)' A = 2 ( = 2 x'A'A - 2 b'A") == ["correct", "invalid", "correct"]


def test_only_the_end_need_be_finished() -> None:
    assert statuses("(A x - b)'A + (A x - b)'A = 2 (A x - b)'A") == ["correct", "correct"]
    assert statuses("2 (A x - b)'A = (A x - b)'A + (A x - b)'A") == ["correct", "unsimplified"]


def test_nothing_is_no_link() -> None:
    assert statuses("") == []
