"""Numbers in sizes: 784 is read as a letter, so a derivation costs what its formula costs, and a wrong line is still caught."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import symjac
from symjac.errors import CheckError, LimitError
from symjac.expr.dims import dim
from symjac.verify import equal
from symjac.verify.sizes import PLAIN, Reading, composites, letters, readings
from tests.helpers.places import ROOT
from tests.helpers.planted import adjoint, op
from tests.helpers.work import work

LARGE = [
    ("eye(1000000)*x", "x", None),
    ("sum(sigmoid(W*x))", "W", "W: 128 x 784"),
    ("A*x", "A", "A: 100 x 100"),
    ("B", "B", "B: 16 x 16"),
    ("x'x", "x", "x: 1000000"),
    ("softmax(x)", "x", "x: 300"),
    ("logdet(S)", "S", "S: 30 x 30"),
    ("inv(S)", "S", "S: 12 x 12"),
    ("commutation(1000,1000)*x", "x", None),
    ("x'x", "x", "x: 999999*n"),
    ("x'x", "x", "x: n*m*p*q*r*s"),
    ("kron(A,B)", "A", "A: 20 x 30; B: 40 x 50"),
    ("[W*x; 1]'*A*[W*x; 1]", "x", "W: 128 x 784; A: 129 x 129"),
    ("mean(x.*x)", "x", "x: 784"),
    ("crossentropy(y, softmax(W*x + b))", "W", "W: 10 x 784; b: 10"),
]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.parametrize("style", ["auto", "differential", "components"])
def test_large_sizes_cost_what_letters_cost(style: str) -> None:
    """All of them in one process, whose memory and work are measured."""
    program = f"""
import symjac
from tests.helpers.work import work

with work() as done:
    for f, wrt, where in {LARGE!r}:
        try:
            symjac.derive(f, wrt, where, style={style!r})
        except symjac.UnsupportedError:
            pass
(peak,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(done.calls, int(peak) // 1024)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    calls, megabytes = map(int, done.stdout.split())
    assert calls < 6_000_000 and megabytes < 400


@pytest.mark.parametrize(("f", "wrt", "where"), LARGE, ids=[f for f, _, _ in LARGE])
def test_the_report_says_what_stood_for_a_number(f: str, wrt: str, where: str | None) -> None:
    report = str(symjac.derive(f, wrt, where).check)
    assert "in place of" in report or "n*m*p" in str(where)


def test_small_sizes_and_letters_are_as_before() -> None:
    assert "in place of" not in str(symjac.derive("A*x", "x", "A: 3 x 5").check)
    assert "in place of" not in str(symjac.derive("A*x", "x", "A: M x N").check)


def test_equal_numbers_are_equal_and_others_are_not() -> None:
    for sizes in symjac.derive("W*x + b", "x", "W: 128 x 784; b: 128").check.sizes:  # type: ignore[union-attr]
        assert sizes["128"] != sizes["784"]


def test_a_number_that_is_a_size_and_a_value_is_one_letter() -> None:
    """1/392 is 2/784 for x in R^784; the derivative of a mean says so in numbers."""
    d = symjac.derive("mean(x.*x)", "x", "x: 784")
    assert str(d.result) == "1/392*x'"
    assert Reading(letters([784]), values=True).value(Fraction(1, 392)) == (2, (), (dim("784"),))


def test_literals_fix_their_sizes() -> None:
    row = ", ".join(map(str, range(1, 11)))
    d = symjac.derive(f"[{row}]*W*x", "x", "W: 10 x 784")
    assert "784" in str(d.check) and "of 10" not in str(d.check)


def test_what_is_read_is_a_case_of_what_is_checked() -> None:
    """Whatever the reading, with the numbers put in for the letters every size is what it was."""
    numbers = [10, 16, 20, 100, 129, 784, 785, 1600]
    for table in (letters(numbers), composites(numbers)):
        reading = Reading(table, values=True)
        sizes = {str(n): n for n in numbers}
        for n in range(1, 2000):
            assert reading.size(dim(n)).value(sizes) == n
            c, above, below = reading.value(Fraction(n, 35))
            for name in above:
                c *= name.value(sizes)
            for name in below:
                c /= name.value(sizes)
            assert c == Fraction(n, 35)


def test_the_numbers_themselves_are_the_last_reading() -> None:
    assert list(readings([dim(3), dim("n")], ())) == [PLAIN]
    assert list(readings([dim(784)], [784])) == [PLAIN]
    assert len(list(readings([dim(784)], ()))) == 3
    assert composites([10, 20, 100])[100] == dim("10") * dim("10")


@pytest.mark.parametrize("claim", ["2*x", "1/784*x", "x - x", "784*x"])
def test_a_wrong_equality_is_wrong_at_large_sizes_too(claim: str) -> None:
    where = "x: 784"
    assert equal(symjac.parse("x + x - x", where), symjac.parse("x", where))
    assert not equal(symjac.parse(claim, where), symjac.parse("x", where))


def test_a_wrong_rule_is_caught_at_large_sizes() -> None:
    def untransposed(expr: symjac.Expr, k: int, G: symjac.Expr) -> symjac.Expr:
        from symjac.expr.make import mul, number

        return mul(number(784), right(expr, k, G))

    from symjac.expr.registry import get

    right = get("mul").linear.pullback  # type: ignore[union-attr]
    with adjoint("mul", untransposed), pytest.raises(CheckError):
        symjac.derive("norm(W*x)^2", "x", "W: 128 x 784", style="differential")
    with op("eye", value=lambda xp, expr: xp.ones(3, 3)), pytest.raises(CheckError):
        symjac.derive("A*x", "A", "A: 100 x 100")


def test_sizes_that_are_powers() -> None:
    assert str(symjac.derive("norm1(x)", "x", "x: n*n").result) == "sign(x)'"
    assert str(symjac.derive("A*x", "x", "A: n*n x p", style="components").result) == "A"


def test_what_is_too_large_even_so_is_refused_by_name() -> None:
    with pytest.raises(LimitError, match="too many entries"):
        symjac.derive("kron(kron(kron(A,A),A),A)", "A", "A: n x n")


@pytest.mark.parametrize("loss", ["h100'*h100", "norm(h100)^2"])
def test_a_hundred_layers_with_numbers_for_all_sizes(loss: str) -> None:
    """They end soon, be it with a derivative or with the limit that stands in the way."""
    layers = [f"h{k} = tanh(W{k}*{f'h{k - 1}' if k > 1 else 'x'})" for k in range(1, 101)]
    where = "; ".join(["W1: 128 x 784", *(f"W{k}: 128 x 128" for k in range(2, 101))])
    with work() as done:
        try:
            assert symjac.derive("; ".join([*layers, loss]), "x", where).check is not None
        except LimitError as refused:
            assert "deep" in str(refused)
    assert done.calls < 2_000_000
