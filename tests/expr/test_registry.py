"""Every operation has all its facts, and adding one is adding a file: proved with a copy of softplus under another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

import symjac
from symjac.calculus.differential import differential
from symjac.calculus.simplify import rebuild
from symjac.cli import main
from symjac.derivation.styles.registry import styles
from symjac.errors import CheckError, LimitError, UnsupportedError
from symjac.expr import registry
from symjac.expr.expr import Condition, Expr, Op, postorder
from symjac.expr.families import ScalarOp
from symjac.expr.looks import written
from symjac.expr.make import hpower, inner, mul, symbol, transpose, zeros
from symjac.expr.registry import operations
from symjac.language import parse
from symjac.pages import functions as listing
from symjac.verify import Claim, equal, verify
from symjac.verify.term import Directional, Term, Value
from symjac.writing.box import Box, Sym
from symjac.writing.draw import texts
from tests.helpers.calls import declared, examples
from tests.helpers.places import PACKAGE

INDEXED = ("index", "delta")  # of no value by themselves
OPS = [op for op in operations() if op.expand is None]
ABBREVIATIONS = [op for op in operations() if op.expand is not None]


def each(ops: Iterable[Op]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("op", list(ops), ids=lambda op: op.name)


each_op = each(OPS)


def legal(op: Op) -> list[Expr]:
    """One node for each case of the shape rule, exponents being numbers."""
    return [e for e in examples(op) if e.op is op]


# ---- facts --------------------------------------------------------------------------------------------------------


@each_op
def test_every_file_holds_one_operation_and_says_it_in_its_first_line(op: Op) -> None:
    text = (PACKAGE / "expr" / "ops" / f"{op.name}.py").read_text()
    assert text.startswith('"""') and len(text.splitlines()[0]) > 15
    assert f'"{op.name}"' in text
    assert len([other for other in OPS if f'name="{other.name}"' in text]) <= 1


@each_op
def test_a_listed_operation_says_what_it_does_and_where_that_is_from(op: Op) -> None:
    assert op.listed in ("function", "operator", "")
    assert op.sentence
    if op.listed:
        assert op.example
        assert op.source or op.differential is None or op.name == "literal"
    for name in (op.name, *op.spellings):
        assert registry.find(name) is op


@each(ABBREVIATIONS)
def test_an_abbreviation_is_written_out_and_derived(op: Op) -> None:
    e = parse(op.example)
    assert e.op is not op and op.sentence and op.source and not op.linear
    x = next(part for part in postorder(e) if part.op.name == "symbol")
    assert symjac.derive(op.example, str(x)).check is not None


@each_op
def test_it_can_be_written_and_typed(op: Op) -> None:
    for e in legal(op):
        assert isinstance(written(e), Box)
        assert str(e)
        assert isinstance(op.domain(e), tuple) and all(isinstance(c, Condition) for c in op.domain(e))


@each([op for op in OPS if op.name not in ("differential_of", "power_change", "member", *INDEXED)])
def test_what_is_printed_is_read_back(op: Op) -> None:
    for e in legal(op):
        assert parse(str(e), declared(e)) is e or op.name == "size" or str(e) == "X^-1"


@each_op
def test_the_example_is_a_typical_call(op: Op) -> None:
    if op.listed:
        shown = parse(op.example)
        assert shown.op is op or op.name in ("commutation", "ones", "zeros", "eye")


@each([op for op in OPS if op.differential is not None])
def test_the_differential_is_that_of_dual_numbers(op: Op) -> None:
    """Each argument moves in turn. tests/test_ops_values.py compares the values between the arithmetics."""
    for e in legal(op):
        for x in {a for a in e.args if a.op.name == "symbol"}:
            try:
                df = differential(e, x)
                assert df is not None and df.shape == e.shape
                verify([Claim(Term(Sym("d"), Directional(e, x)), Term(Sym("r"), Value(df)), (), str(e))], [x])
            except (UnsupportedError, LimitError):
                continue  # X^(1/2) is refused by name
            except CheckError as failure:
                assert "no admissible point" in str(failure), failure


@each([op for op in OPS if op.linear is not None])
def test_a_linear_operation_has_an_adjoint(op: Op) -> None:
    """<G, op(.., dX, ..)> = <op*(G), dX>, at random points."""
    assert op.linear is not None
    for e in legal(op):
        for k, x in enumerate(e.args):
            if x.op.name != "symbol" or (op.name in ("div", "hdiv") and k == 1):
                continue
            G = symbol("G", e.shape)
            try:
                back = op.linear.pullback(e, k, G)
            except UnsupportedError:
                continue
            assert back.shape == x.shape
            assert equal(inner(G, moved(e, k)), inner(back, x)), (op.name, k)


def moved(e: Expr, k: int) -> Expr:
    """e with only argument k: a sum and a block matrix are linear in all arguments together."""
    if e.op.name not in ("add", "literal"):
        return e
    return rebuild(e, tuple(a if i == k else zeros(*a.shape) for i, a in enumerate(e.args)))


@each([op for op in OPS if isinstance(op, ScalarOp) and op.differential is not None])
def test_an_elementwise_function_is_known_to_every_route(op: ScalarOp) -> None:
    """Value, slope, entries, SymPy and NumPy agree on one formula."""
    d = symjac.derive(f"{op.name}(A*x)", "x", "A: m x n")
    assert d.check is not None and set(d.views) >= {"matrix", "entries"}


# ---- softplus is one file -----------------------------------------------------------------------------------------


@pytest.fixture
def softplustwo() -> Iterator[Op]:
    """A new operation, from the text of ops/softplus.py under another name."""
    text = (PACKAGE / "expr" / "ops" / "softplus.py").read_text().replace("softplus", "softplustwo")
    exec(compile(text, "ops/softplustwo.py", "exec"), {})  # noqa: S102  (our own file)
    found = registry.find("softplustwo")
    assert found is not None
    yield found
    del registry._registry["softplustwo"]


def alike(text: str) -> str:
    return text.replace("softplustwo", "softplus")


NETWORK = "sum({f}(W*x + b))", "x", "W: m x n"


def test_a_new_operation_is_derived_and_checked(softplustwo: Op) -> None:
    new, old = (symjac.derive(NETWORK[0].format(f=f), *NETWORK[1:]) for f in ("softplustwo", "softplus"))
    assert str(new.result) == str(old.result) == "sigmoid(W*x + b)'*W"
    assert new.check is not None
    assert str(symjac.derive("softplustwo(W*x)", "W", "W: m x n", order_of="columns").result) == "kron(x', diag(sigmoid(W*x)))"


@pytest.mark.parametrize("style", [name for name in styles() if name != "sums"])
def test_a_new_operation_is_written_in_every_style(softplustwo: Op, style: str) -> None:
    formula = "z = W*x + b; sum({f}(z))" if style == "backprop" else "{f}(W*x + b)"
    new, old = (symjac.derive(formula.format(f=f), "x", "W: m x n", style=style) for f in ("softplustwo", "softplus"))
    assert len(new.steps) == len(old.steps) > 1
    assert [alike(str(s.rule.short)) for s in new.steps] == [str(s.rule.short) for s in old.steps]


@pytest.mark.parametrize("format", texts())
def test_a_new_operation_is_written_in_every_format(softplustwo: Op, format: str) -> None:
    d = symjac.derive("softplustwo(W*x)", "x", "W: m x n")
    assert "two" in d.render(format)


def test_a_new_operation_is_listed(softplustwo: Op, capsys: pytest.CaptureFixture[str]) -> None:
    assert softplustwo in listing.listed()
    assert listing.facts(softplustwo)["differential"] == listing.facts(registry.get("softplus"))["differential"]
    for arguments in ([], ["softplustwo"], ["--format", "json"]):
        assert main(["functions", *arguments]) == 0
        assert "softplustwo" in capsys.readouterr().out


def test_a_new_operation_is_derived_from_the_shell(softplustwo: Op, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["derive", "f(x) = softplustwo(A x + b)", "--style", "differential"]) == 0
    assert "softplustwo" in capsys.readouterr().out


def test_a_new_operation_is_evaluated(softplustwo: Op) -> None:
    import numpy as np

    d = symjac.derive("sum(softplustwo(x))", "x", "x: n")
    np.testing.assert_allclose(d.tensor(x=[0.0, 1000.0]), [0.5, 1.0])


def test_a_new_operation_goes_to_sympy(softplustwo: Op) -> None:
    assert symjac.derive("softplustwo(t)^2", "t", "t: scalar").to_sympy() is not None


def test_it_is_gone_afterwards() -> None:
    assert registry.find("softplustwo") is None


def test_softplus_is_named_in_no_other_file() -> None:
    files = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.*") if path.suffix != ".pyc"}
    assert {name for name in files if "softplus" in (PACKAGE / name).read_text(errors="ignore").lower()} == {
        "expr/ops/softplus.py"
    }


# ---- two of one name ----------------------------------------------------------------------------------------------


def test_two_operations_of_one_name_are_an_error() -> None:
    with pytest.raises(ValueError, match="two operations are called 'tanh'"):
        registry.register(registry.get("tanh"))


def test_a_node_remembers_its_shape_and_assumptions() -> None:
    n, m = (parse("x", f"x: {size}") for size in "nm")
    assert n is not m and parse("x", "x: n") is n
    assert transpose(n) is transpose(n) and hpower(n, 2) is hpower(n, 2) and mul(n, transpose(n)) is not mul(transpose(n), n)
