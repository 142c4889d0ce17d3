"""Emitted functions are the derivative: over the corpus, in NumPy and JAX; nothing typed gets into the code."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import Any

import numpy as np
import pytest

import symjac
from symjac.derivation.choices import TARGETS
from symjac.interop.code.targets import MAKERS
from symjac.interop.code.weights import chosen
from tests.helpers.corpus import ENTRIES, Entry, by_jax, constrained, oracle, values, where

KINDS = (("numerator", "notes"), ("denominator", "columns"), ("numerator", "rows"))
FORBIDDEN = re.compile(r"\.(kron|eye|diag|identity|outer)\(")
every_entry = pytest.mark.parametrize("entry", ENTRIES, ids=[e["id"] for e in ENTRIES])


def derived(entry: Entry, layout: str = "numerator", order_of: str = "notes") -> symjac.Derivation:
    return symjac.derive(
        entry["expr"], entry["wrt"], where(entry), order=entry["order"], layout=layout, order_of=order_of, check=False
    )  # fmt: skip


def near(found: Any, wanted: Any) -> None:
    found, wanted = np.asarray(found), np.asarray(wanted)
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-9 * (np.max(np.abs(wanted), initial=0) or 1))


@every_entry
def test_numpy_code_is_the_value_and_the_derivative(entry: Entry) -> None:
    at, k = values(entry), ENTRIES.index(entry) % len(KINDS)
    d = derived(entry, *KINDS[k])
    source = d.code("numpy", value=True)
    assert not FORBIDDEN.search(source), source
    given = {name: np.array(a) for name, a in at.items()}
    value, found = d.function("numpy", value=True)(**given)
    near(value, oracle(entry, at))
    near(found, d.tensor(at))
    for name, a in given.items():
        assert (a == at[name]).all() and not np.shares_memory(a, found), "the arguments are the caller's"
    v = np.linspace(-1, 1, at[entry["wrt"]].size).reshape(at[entry["wrt"]].shape)
    near(d.function("numpy", times="v_")(**at, v_=v), np.tensordot(d.tensor(at), v, v.ndim))


@every_entry
def test_jax_code_is_what_jax_derives(entry: Entry) -> None:
    if ENTRIES.index(entry) % 12:
        pytest.skip("every twelfth: JAX compiles each of them")
    jax = pytest.importorskip("jax")
    at, d = values(entry), derived(entry)
    with jax.enable_x64(True):
        wanted = by_jax(entry, at)
        if structure := entry.get("wrt_structure"):
            wanted = constrained(wanted, structure)
        value, found = jax.jit(d.function("jax", value=True))(**at)
        near(value, oracle(entry, at))
        near(found, wanted)


@every_entry
def test_torch_code_is_the_derivative(entry: Entry) -> None:
    torch = pytest.importorskip("torch")
    at, d = values(entry), derived(entry, *KINDS[ENTRIES.index(entry) % len(KINDS)])
    given = {name: torch.as_tensor(a) for name, a in at.items()}
    value, found = d.function("torch", value=True)(**given)
    near(value, oracle(entry, at))
    near(found, d.tensor(at))
    v = np.linspace(-1, 1, at[entry["wrt"]].size).reshape(at[entry["wrt"]].shape)
    near(d.function("torch", times="v_")(**given, v_=torch.as_tensor(v)), np.tensordot(d.tensor(at), v, v.ndim))


@pytest.mark.parametrize("entry", ENTRIES[::3], ids=[e["id"] for e in ENTRIES[::3]])
def test_a_product_by_entries_stands_in_brackets_before_the_matrix_product(entry: Entry) -> None:
    """Python reads a * b @ c as (a * b) @ c; code that means something else has brackets, and so has code that means this."""
    d = derived(entry)
    for target in TARGETS:
        for times in (None, "v_"):
            for node in ast.walk(ast.parse(d.code(target, value=True, times=times))):
                if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult) and isinstance(node.left, ast.BinOp):
                    entrywise = isinstance(node.left.op, ast.Mult | ast.Div)
                    assert not entrywise or node.left.col_offset > node.col_offset, ast.unparse(node)


@pytest.mark.parametrize(
    ("f", "wrt", "where"),
    [
        ("x'*P", "x", "P: n x m"),
        ("P*x + k*x - x.*x", "x", "P: n x n; k: scalar"),
        ("k*x - x.*x + (P*x + k*z)", "x", "P: n x n posdef; k: scalar positive; z: n"),
        ("tr(diag(diag(P))*diag(x))", "x", "P: n x n; x: n"),
        ("norm(T - U*V')^2/2 + x'*U'*T*x", "U", "T: n x n; V: n x n"),
    ],
)
@pytest.mark.parametrize("layout", ["numerator", "denominator"])
def test_arguments_belong_to_the_caller(f: str, wrt: str, where: str, layout: str) -> None:
    """None of them is written to, and no result lies in the memory of one."""
    d = symjac.derive(f, wrt, where, layout=layout, check=False)
    sizes = {"n": 3, "m": 4}
    axes = {name: [sizes.get(str(n), 1) for n in e.shape if str(n) != "1"] for name, e in d.problem.symbols.items()}
    at = {name: np.random.default_rng(k).normal(size=shape) for k, (name, shape) in enumerate(axes.items())}
    given = {name: np.array(a) for name, a in at.items()}
    found = d.function("numpy")(**given)
    near(found, d.function("numpy")(**{name: np.array(a) for name, a in at.items()}))
    for name, a in given.items():
        assert (a == at[name]).all() and not np.shares_memory(a, found)


def test_an_adjugate_needs_no_inverse() -> None:
    """Of a matrix of rank n - 1 it is the product of two vectors; of one that has an inverse, det(X) inv(X)."""
    adjugate = symjac.derive("tr(B*adj(X))", "B", "X: n x n; B: n x n", check=False).function("numpy")
    random = np.random.default_rng(0)
    x, b = random.normal(size=(4, 4)), np.eye(4)
    near(adjugate(X=x, B=b).T, np.linalg.det(x) * np.linalg.inv(x))
    x[3] = x[0] + x[1]
    found = adjugate(X=x, B=b).T
    near(x @ found, np.zeros((4, 4)))
    assert np.linalg.matrix_rank(found) == 1


def body(source: str) -> str:
    """The lines behind the checks."""
    lines = source.split('"""')[2].splitlines()
    return "\n".join(line for line in lines if not re.search(r"asarray|as_tensor|raise|^    if |shape", line)).strip()


# ---- what the code looks like -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "wrt", "where", "options", "wanted"),
    [
        ("norm(y - Phi*theta)^2", "theta", "Phi: N x D", {}, "return -2 * ((y - Phi @ theta) @ Phi)"),
        ("a'*A*B*x", "x", "A: n x n; B: n x n", {}, "return a @ A @ B"),  # vectors first
        ("x'*A*B*b", "x", "A: n x n; B: n x n", {}, "return A @ (B @ b)"),
        ("diag(d)*A*x", "x", "A: m x n", {}, "return d[:, None] * A"),
        ("log(1 + t^2)", "t", "t: scalar", {"value": True}, "t1 = t**2\n    return np.log1p(t1), 2 * (t / (1 + t1))"),
        ("sum(log(1 + exp(x)))", "x", "x: n", {"value": True}, "logaddexp(0.0, x)"),
        ("log(sigmoid(t))", "t", "t: scalar", {"value": True}, "-np.logaddexp(0.0, -t)"),
        ("log(sum(exp(x)))", "x", "x: n", {}, "t1 = np.exp(x - x.max())\n    return t1 / t1.sum()"),
        ("y'*inv(A)*x", "x", "A: n x n", {}, "return np.linalg.solve(A.T, y)"),
        ("y'*inv(A)*x", "A", "A: n x n", {}, "return np.linalg.solve(A.T, y)[:, None] * -np.linalg.solve(A, x)"),
        ("x'*A*x", "x", "A: n x n", {"order": 2, "times": "v"}, "return A @ v + v @ A"),
    ],
)
def test_the_code_is_what_one_would_write(f: str, wrt: str, where: str, options: dict[str, Any], wanted: str) -> None:
    order = options.pop("order", 1)
    source = symjac.derive(f, wrt, where, order=order, check=False).code(**options)
    assert wanted in body(source), source


NARROW = "norm(X - W*W'*X)^2"
GAUSS = "N/2*logdet(S) + sum_{i=1}^N (x_i - mu)'*inv(S)*(x_i - mu)/2"


@pytest.mark.parametrize(
    ("f", "wrt", "where", "order", "wanted"),
    [
        ("x'*A'*A*x", "x", "A: m x n", 1, ["return 2 * (A @ x @ A)"]),  # no matrix is turned for a vector
        ("norm(A*x - b)", "x", "A: m x n", 2, ["t3 = t1 @ A", "return A.T @ A / t2 - t3[:, None] * (t3 / t2**3)"]),
        ("x/norm(x)", "x", "x: n", 1, ["(-x / t1**3)[:, None] * x"]),  # a number divides a column, not a matrix
        ("softmax(W*x)", "x", "W: m x n", 1, ["return t3[:, None] * (W - t3 @ W)"]),  # what summands share
        ("logsumexp(A*x)", "x", "A: m x n", 2, ["return ((A.T - (t3 @ A)[:, None]) * t3) @ A"]),
        ("logsumexp(W*x + b) - y'*W*x", "W", "W: m x n; b: m", 1, ["t1 = W @ x + b", "np.exp(t1 - t1.max())"]),  # once
        (NARROW, "W", "X: n x m; W: n x k", 1, ["W @ (W.T @ X)", "return -2 * (X @ (t1.T @ W) + t1 @ (X.T @ W))"]),
        (GAUSS, "S", "S: n x n posdef; mu: n", 1, ["t2 = (x - mu) @ t1", "t2.T @ t2"]),  # S⁻¹ is symmetric
        ("x'*A*x/norm(x)^2", "x", "A: n x n", 2, ["t4 = 2 * (t1 @ x) / t3", "- t4[:, None] * x - x[:, None] * t4"]),  # A + A'
        ("norm(M.*(T - U*V'))^2", "U", "T: m x n; V: n x k", 1, ["return 2 * ((M**2 * (U @ V.T - T)) @ V)"]),
        ("sum(log(sigmoid(X*w)))", "w", "X: m x n", 1, ["return (1.0 / (1.0 + np.exp(np.minimum(X @ w, 709.0)))) @ X"]),
        ("logdet(X)", "X", "X: n x n", 2, ["return (-t1)[:, :, None] * t1.T[:, None, None, :]"]),  # the sign goes into n² numbers
        ("A*x + b + c*t", "x", "A: m x n; t: scalar", 1, ["return np.array(A)"]),
    ],
)
def test_nothing_is_computed_twice_or_larger_than_it_need_be(f: str, wrt: str, where: str, order: int, wanted: list[str]) -> None:
    source = symjac.derive(f, wrt, where, order=order, check=False).code()
    assert all(part in body(source) for part in wanted), source


def test_what_is_shared_is_taken_out_also_with_examples() -> None:
    run = symjac.derive("softmax(W*x)", "x", "W: m x n", check=False)
    W, x = np.arange(6.0).reshape(3, 2) / 5, np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, 3.0], [2.0, 2.0]])
    found = run.function(batch="x")(W=W, x=x)
    near(found, np.stack([run.function()(W=W, x=row) for row in x]))


def test_small_arrays_are_added_before_they_are_spread_out() -> None:
    """An array that is only filled up is not copied, however long its line is."""
    f = "c = x - mean(x); c/sqrt(c'*c/n + epsilon)"
    source = symjac.derive(f, "x", "x: n; epsilon: scalar positive", check=False).code()
    assert source.count("[:, None]") == 2 and "np.array(t" not in source and "    t4 += (" in source, source


def test_one_minus_sigma_keeps_its_digits() -> None:
    run = symjac.derive("log(sigmoid(t))", "t", "t: scalar", check=False).function()
    assert run(t=40.0) == pytest.approx(np.exp(-40.0), rel=1e-12)


def test_sizes_that_are_letters() -> None:
    """Equal letters decide, unless what they choose is far dearer where one of them is small."""
    assert chosen([[2.0, 3.0], [3.0, 1.0]]) == 0 and chosen([[2.0, 3000.0], [3.0, 1.0]]) == 1
    assert chosen([[2.0, 3000.0, 1.0, 1.0], [3.0, 1.0, 5000.0, 5000.0]]) == 0


def test_products_are_taken_by_the_sizes_that_are_given() -> None:
    """A (m x n) B (n x k) C (k x p): by the letters all orders are alike, by the numbers they are not."""
    f = "sum(exp(A*B*C + X))"
    first = symjac.derive(f, "X", "A: 2 x 9; B: 9 x 3; C: 3 x 8; X: 2 x 8", check=False).code()
    last = symjac.derive(f, "X", "A: 9 x 2; B: 2 x 8; C: 8 x 3; X: 9 x 3", check=False).code()
    assert "A @ B @ C" in first and "A @ (B @ C)" in last


def test_a_hessian_is_written_onto_its_diagonal() -> None:
    d = symjac.derive("norm(T - U*V')^2", "U", "T: m x n; V: n x k", order=2, check=False)
    assert 'np.einsum("ijik->ijk"' in d.code() and "jnp.where(" in d.code("jax")


def test_overflow_is_avoided() -> None:
    big = np.array([1e3, -1e3, 0.0])
    for f in ("log(sum(exp(x)))", "logsumexp(x)", "sum(softplus(x))", "sum(sigmoid(x))", "a'*softmax(x)"):
        run = symjac.derive(f, "x", "x: n", check=False).function(value=True)
        with np.errstate(all="raise", under="ignore"):
            value, slope = run(**{"x": big, "a": np.ones(3)} if "a'" in f else {"x": big})
        assert np.isfinite(value) and np.all(np.isfinite(slope))


# ---- names and arguments ----------------------------------------------------------------------------------------


def test_names_are_those_of_the_formula() -> None:
    d = symjac.derive("lambda*norm(W[1]*x_1 + W2)^2", "lambda", "x_1: n", check=False)
    run = d.function()
    assert set(run.__code__.co_varnames[: run.__code__.co_argcount]) == {"lambda_", "W1", "x_1", "W2"}
    for said in ("lambda_: a number; in the formula lambda", "W1: of shape", "in the formula W[1]", "norm("):
        assert said in (run.__doc__ or "")


HOSTILE = [
    "__import__",
    "exec",
    "np",
    "jnp",
    "ValueError",
    "t1",
    "gradient",
    "self",
    "None",
    "float",
    "W[1]",
    "lambda",
    "ArrayLike",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_do_not_get_into_the_way(name: str) -> None:
    try:
        d = symjac.derive(f"sum(exp({name}*x)) + norm(x)^2*{name}", "x", f"x: n; {name}: scalar", check=False)
    except symjac.SymjacError:
        return  # no name in the language
    tree = ast.parse(d.code())
    (function,) = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    first, second = (a.arg for a in function.args.args)
    found = d.function()(**{first: 2.0, second: np.ones(3)} if second == "x" else {first: np.ones(3), second: 2.0})
    near(found, 2 * np.exp(2) * np.ones(3) + 4 * np.ones(3))


def test_a_formula_cannot_leave_its_docstring() -> None:
    f = 'x\'*x + """; import os; """'
    with pytest.raises(symjac.SymjacError):
        symjac.derive(f, "x")
    for name in ("f(", "a b", "lambda", "np", "", "x; import os", "f\n"):
        with pytest.raises(symjac.ParseError, match="the name of a function"):
            symjac.derive("x'*x", "x").code(name=name)


def test_arguments_that_do_not_fit_are_named() -> None:
    run = symjac.derive("norm(y - Phi*theta)^2 + t", "theta", "Phi: N x D", check=False).function()
    good: dict[str, Any] = {"y": np.ones(3), "Phi": np.ones((3, 2)), "theta": np.ones(2), "t": 1.0}
    for name, bad in (("y", np.ones((3, 1))), ("y", np.ones(4)), ("Phi", np.ones(3)), ("theta", 1.0), ("t", np.ones(2))):
        with pytest.raises(ValueError, match=f"^{'Phi' if np.shape(bad) == (4,) else name} must be"):
            run(**{**good, name: bad})


def test_the_result_is_no_view_of_an_argument() -> None:
    a = np.ones(3)
    symjac.derive("a'*x", "x", check=False).function()(a=a, x=a)[0] = 5
    assert a[0] == 1


def test_what_cannot_be_asked_for_is_refused() -> None:
    d = symjac.derive("x'*A*x", "x")
    with pytest.raises(symjac.UnsupportedError, match="target"):
        d.code("fortran")
    with pytest.raises(symjac.ParseError, match="`A` is a name in the formula"):
        d.code(times="A")
    with pytest.raises(symjac.UnsupportedError, match="only named"):
        symjac.derive("f(x)", "x", "f: R^n -> R^m").code()


def test_the_targets_are_those_that_there_are() -> None:
    assert tuple(MAKERS) == TARGETS


# ---- the whole program ------------------------------------------------------------------------------------------


@cache
def sample() -> list[str]:
    return [derived(e).code(t, value=True) for t in TARGETS for e in ENTRIES[:: 6 if t == "numpy" else 12]]


def test_the_code_is_tidy() -> None:
    """It compiles; ruff, with everything but the length of lines, has nothing to say."""
    for source in sample():
        compile(source, "emitted", "exec")
        names = {
            node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        read = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        assert names <= read | {"_"}, source


def test_a_sum_goes_on_from_the_one_before() -> None:
    """h_2 = h_1 + W_2 tanh(h_1) in a network with residual connections, not x + … again; and δ_2 = δ_3 + … likewise."""
    lines = [f"h[{l}] = {f'h[{l - 1}]' if l > 1 else 'x'} + W[{l}]*tanh({f'h[{l - 1}]' if l > 1 else 'x'})" for l in range(1, 21)]
    source = symjac.derive("; ".join([*lines, "norm(h[20] - y)^2"]), "all", "x: n constant; y: n constant").code()
    assert "h3 = h2 + W3 @ t3\n" in source
    computed = [line for line in source.splitlines() if " = " in line and "np." not in line and "shape" not in line]
    assert max(len(line) for line in computed[-30:] if "return" not in line) < 60


@pytest.mark.parametrize(
    ("f", "root"),
    [
        ("sum(log(1 + exp(X*w)))", True),
        ("sum((X*w).^4)", True),
        ("sum(exp(X*w))", True),
        ("sum(log(cosh(X*w)))", False),  # 1 − tanh² is not negative either, but rounding may make it so
        ("sum((X*w).^3)", False),
    ],
)
def test_a_weighted_product_of_a_matrix_with_itself_is_symmetric(f: str, root: bool) -> None:
    """X'diag(w)X is Y'Y with Y = diag(√w)X where no w is negative: the library computes one half."""
    d = symjac.derive(f, "w", order=2)
    assert ("np.sqrt(" in d.code()) is root and "sqrt" not in d.code("jax")
    values = {"X": np.random.default_rng(4).normal(size=(7, 3)), "w": np.array([0.3, -0.2, 0.5])}
    H = d.function()(**values)
    assert np.allclose(H, d.tensor(values), rtol=1e-12, atol=1e-12)
    assert not root or np.array_equal(H, H.T)
    assert "sqrt" not in d.code(times="v")
