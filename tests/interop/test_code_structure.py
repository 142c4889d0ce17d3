"""Code of a Hessian by its structure: the parts make it up, Hx = b is solved without it, and the source shows what that costs."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import symjac

SIZES = ({"m": 7, "n": 5, "k": 3, "p": 9, "q": 8}, {"m": 3, "n": 7, "k": 5, "p": 8, "q": 10})
LAYOUTS = (("numerator", "notes"), ("denominator", "columns"), ("numerator", "rows"))
DENSE = re.compile(r"\b(diag|eye|identity|kron|outer|inv|block_diag)\(")
RIDGE = ("norm(A*x - b)^2 + lambda*norm(x)^2", "x", "A: m x n; lambda: scalar positive", 2)
LOGISTIC = ("sum(softplus(X*w)) - y'*X*w + lambda/2*norm(w)^2", "w", "X: m x n; lambda: scalar positive", 2)
SHIFTED = ("logsumexp(x) + lambda/2*norm(x)^2", "x", "x: n; lambda: scalar positive", 2)
SYLVESTER = ("norm(A*X*B - C)^2", "X", "A: p x m; X: m x n; B: n x q", 2)
WEIGHTED = ("norm(W.*(T - U*V'))^2 + lambda*norm(U)^2", "U", "T: m x n; V: n x k; W: m x n; lambda: scalar positive", 2)
CASES = [
    SHIFTED, LOGISTIC, RIDGE, SYLVESTER,
    ("norm(T - U*V')^2", "V", "T: p x n; U: p x k", 2),
    ("sum(exp(x)) + (a'*x)^2", "x", "x: n", 2),
    ("sum(x.^4) + (x'*x)^2", "x", "x: n", 2),
    ("(a'*x)*(c'*x) + norm(x)^2", "x", "x: n", 2),
    ("norm(P*x)^2 + (a'*x)^2 + (c'*x)^4 + norm(x)^2", "x", "P: 2 x n", 2),
    ("norm(X)^2", "X", "X: m x n", 2),
    ("sum(exp(X))", "X", "X: m x n", 2),
    ("tr(X'*X*S) + norm(X)^2", "X", "X: m x n; S: n x n posdef", 2),
    ("sum(exp(X*B))", "X", "X: m x n; B: n x q", 2),
    ("sum(softplus(A*X))", "X", "A: p x m; X: m x n", 2),
    WEIGHTED,
    ("logdet(X)", "X", "X: n x n", 2),
    ("x'*S*x/2", "x", "S: n x n posdef", 2),
    ("log(1 + norm(Q*X - C)^2)", "X", "Q: p x m; X: m x n", 2),
    ("norm(Q*X - C)^4 + tr(G'*X)^4", "X", "Q: p x m; X: m x n", 2),
    ("exp(tr(G'*X)^2)*norm(X)^2", "X", "X: m x n", 2),
    ("exp(X)", "X", "X: m x n", 1),
    ("A*X*B", "X", "A: m x m; X: m x n; B: n x n", 1),
    ("tanh(W*x)", "x", "W: n x n", 1),
    ("t^4*sum(x)", "t", "x: n", 2),
]  # fmt: skip
NAMES = [f for f, *_ in CASES]
Case = tuple[str, str, str, int]


def arrays(d: symjac.Derivation, sizes: dict[str, int]) -> dict[str, Any]:
    """Random values with the declared properties, by the names of the arguments."""
    source, found = np.random.default_rng(1), {}
    for s in d.problem.symbols.values():
        a = source.normal(size=[n.value(sizes) for n in s.shape if n.number != 1])
        a = a @ a.T + np.eye(len(a)) if "posdef" in s.data[1] else np.abs(a) + 0.5 if "positive" in s.data[1] else a
        found[{"lambda": "lambda_"}.get(str(s), str(s))] = a
    return found


def tensor(d: symjac.Derivation, at: dict[str, Any]) -> np.ndarray:
    return d.tensor({name.rstrip("_"): a for name, a in at.items()})


def densely(H: np.ndarray, b: np.ndarray) -> np.ndarray:
    """H⁻¹b with the whole matrix."""
    shape = H.shape[b.ndim :]
    return np.linalg.solve(H.reshape(b.size, b.size), b.reshape(-1)).reshape(shape)


def statements(source: str) -> str:
    """The lines behind the checks."""
    lines = source.split('"""')[2].splitlines()
    return "\n".join(line for line in lines if not re.search(r"asarray|as_tensor|raise|^    if .*(ndim|shape)|= .*shape$", line))


# ---- systems ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=NAMES)
@pytest.mark.parametrize("sizes", SIZES, ids=("tall", "wide"))
def test_the_solution_is_that_of_the_whole_matrix(case: Case, sizes: dict[str, int]) -> None:
    *asked, order = case
    for layout, order_of in LAYOUTS:
        d = symjac.derive(*asked, order=order, layout=layout, order_of=order_of, check=False)
        at = arrays(d, sizes)
        H = tensor(d, at)
        b = np.random.default_rng(2).normal(size=H.shape[: H.ndim // 2])
        f, x = d.function(value=True, solve="r")(**at, r=b)
        np.testing.assert_allclose(x, densely(H, b), rtol=1e-8, atol=1e-10)
        np.testing.assert_allclose(f, d.function(value=True)(**at)[0])


@pytest.mark.parametrize("case", CASES[::3], ids=NAMES[::3])
def test_jax_solves_it_too(case: Case) -> None:
    jax = pytest.importorskip("jax")
    *asked, order = case
    d = symjac.derive(*asked, order=order, check=False)
    with jax.enable_x64(True):
        for sizes in SIZES:
            at = arrays(d, sizes)
            H = tensor(d, at)
            b = np.random.default_rng(2).normal(size=H.shape[: H.ndim // 2])
            found = jax.jit(d.function("jax", solve="r"))(**at, r=b)
            np.testing.assert_allclose(found, densely(H, b), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("case", CASES[::2], ids=NAMES[::2])
def test_torch_solves_it_too(case: Case) -> None:
    torch = pytest.importorskip("torch")
    *asked, order = case
    d = symjac.derive(*asked, order=order, check=False)
    at = arrays(d, SIZES[0])
    H = tensor(d, at)
    b = np.random.default_rng(2).normal(size=H.shape[: H.ndim // 2])
    found = d.function("torch", solve="r")(**{name: torch.as_tensor(a) for name, a in (at | {"r": b}).items()})
    np.testing.assert_allclose(found, densely(H, b), rtol=1e-8, atol=1e-10)


# ---- what it costs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["numpy", "jax", "torch"])
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_no_matrix_of_a_pattern_is_built(case: Case, target: str) -> None:
    *asked, order = case
    d = symjac.derive(*asked, order=order, check=False)
    for options in ({"solve": "r"}, {"structure": True}):
        assert not DENSE.search(statements(d.code(target, **options)).replace("linalg.inv(", "")), d.code(target, **options)


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        (SYLVESTER, "return np.linalg.solve(A.T @ A, np.linalg.solve(B @ B.T, r.T).T) / 2"),
        (("norm(T - U*V')^2", "U", "T: m x n; V: n x k", 2), "return np.linalg.solve(V.T @ V, r.T).T / 2"),
        (("logdet(X)", "X", "X: n x n", 2), "return -(X @ (X.T @ r).T)"),
        (("sum(exp(X))", "X", "X: m x n", 2), "return r / np.exp(X)"),
        (("exp(X)", "X", "X: m x n", 1), "return r / np.exp(X)"),
        (("x'*S*x/2", "x", "S: n x n posdef", 2), "return np.linalg.solve(S, r)"),
        (("x'*inv(S)*x/2", "x", "S: n x n posdef", 2), "return S @ r"),
    ],
)
def test_a_system_is_solved_as_one_would(case: Case, wanted: str) -> None:
    *asked, order = case
    assert statements(symjac.derive(*asked, order=order, check=False).code(solve="r")).strip().splitlines()[-1].strip() == wanted


def test_diagonal_plus_rank_one_needs_no_system() -> None:
    """Vectors alone: 200,000 variables, whose Hessian would be 320 gigabytes."""
    d = symjac.derive(*SHIFTED[:3], order=2, check=False)
    assert "linalg" not in d.code(solve="r") and "zeros(" not in d.code(solve="r")
    n = 200_000
    x, b = np.random.default_rng(0).normal(size=(2, n))
    found = d.function(solve="r")(x=x, lambda_=0.1, r=b)
    p = np.exp(x - x.max())
    p /= p.sum()
    np.testing.assert_allclose(0.1 * found + p * found - p * (p @ found), b, rtol=1e-9, atol=1e-12)


def test_kronecker_needs_its_factors_alone() -> None:
    """A Hessian of 60,000 rows, by two systems of 300 and 200."""
    d = symjac.derive(*SYLVESTER[:3], order=2, check=False)
    source = np.random.default_rng(0)
    A, B, b = source.normal(size=(320, 300)), source.normal(size=(200, 210)), source.normal(size=(300, 200))
    zero = np.zeros((300, 200))
    found = d.function(solve="r")(A=A, B=B, X=zero, C=np.zeros((320, 210)), r=b)
    np.testing.assert_allclose(2 * A.T @ A @ found @ B @ B.T, b, rtol=1e-4, atol=1e-6)


def test_blocks_are_systems_of_their_own() -> None:
    """Weighted least squares by a factor: 2,000 systems of 5, not one of 10,000."""
    d = symjac.derive(*WEIGHTED[:3], order=2, check=False)
    for target in ("numpy", "jax", "torch"):
        assert "(m, k, m, k)" not in d.code(target, solve="r") and "m * k" not in d.code(target, solve="r")
    source = np.random.default_rng(0)
    W, V, b = source.normal(size=(2000, 7)), source.normal(size=(7, 5)), source.normal(size=(2000, 5))
    zero = np.zeros((2000, 7))
    found = d.function(solve="r")(W=W, V=V, U=np.zeros((2000, 5)), T=zero, lambda_=0.5, r=b)
    np.testing.assert_allclose(found + 2 * (W**2 * (found @ V.T)) @ V, b, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("case", [RIDGE, LOGISTIC], ids=["ridge", "logistic"])
def test_few_examples_are_a_system_of_few(case: Case) -> None:
    """m < n is a system of m, else one of n; where the sizes are known, only the smaller of the two is written."""
    *asked, order = case
    both = statements(symjac.derive(*asked, order=order, check=False).code(solve="r"))
    assert both.count("linalg.solve") == 2 and "if m < n:" in both
    where = asked[2].replace("m x n", "{m} x {n}")
    few = statements(symjac.derive(*asked[:2], where.format(m=20, n=5000), order=order, check=False).code(solve="r"))
    many = statements(symjac.derive(*asked[:2], where.format(m=5000, n=20), order=order, check=False).code(solve="r"))
    assert "if " not in few + many and few.count("linalg.solve") == many.count("linalg.solve") == 1
    assert " / lambda_" in few and "**2" in few and "lambda_**2" not in many


def test_no_weight_is_divided_by() -> None:
    """Weights σ(1 − σ) that underflow to zero are no harm."""
    run = symjac.derive(*LOGISTIC[:3], order=2, check=False).function(solve="r")
    X, b = np.array([[1.0, 2.0, 3.0, 0.5], [-1.0, 1.0, 0.0, 0.5]]), np.arange(1.0, 5.0)
    with np.errstate(all="raise", under="ignore"):
        found = run(X=X, w=np.full(4, 1e3), y=np.ones(2), lambda_=0.5, r=b)
    np.testing.assert_allclose(found, 2 * b)


# ---- parts ------------------------------------------------------------------------------------------------------


def whole(kind: str, p: dict[str, Any], n: int) -> np.ndarray:
    """The matrix from its parts, by the formulas of the documentation."""
    if kind == "dense":
        return p["H"]
    U = np.reshape(p["u"] if "u" in p else p["U"], (n, -1)) if kind.endswith("low rank") else None
    V = np.reshape(p.get("v", p.get("V", U)), (n, -1)) if U is not None else None
    d = p["d"] * np.eye(n) if "d" in p and np.ndim(p["d"]) == 0 else np.diag(p["d"]) if "d" in p else 0
    if U is None:
        return d
    core = p["C"] if "C" in p else np.diag(p["w"]) if "w" in p else p.get("c", 1) * np.eye(U.shape[1])
    return d + U @ core @ V.T


@pytest.mark.parametrize("case", [c for c in CASES if c[1] in ("x", "w")], ids=[c[0] for c in CASES if c[1] in ("x", "w")])
def test_the_parts_make_up_the_matrix(case: Case) -> None:
    *asked, order = case
    d = symjac.derive(*asked, order=order, check=False)
    for sizes in SIZES:
        at = arrays(d, sizes)
        H = tensor(d, at)
        f, parts = d.function(structure=True, value=True)(**at)
        np.testing.assert_allclose(whole(d.structure.kind, parts, len(H)), H, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(f, d.function(value=True)(**at)[0])


def test_patterns_are_told_and_not_returned() -> None:
    source = symjac.derive("norm(T - U*V')^2", "U", "T: m x n; V: n x k", order=2, check=False).code(structure=True)
    assert "A: eye(m)" in source and source.splitlines()[-1].strip() == 'return {"c": 2.0, "B": V.T @ V}'
    d = symjac.derive("norm(A*X*B - C)^2", "X", "A: p x m; X: m x n; B: n x q", order=2, check=False)
    at = arrays(d, SIZES[0])
    p = d.function(structure=True)(**at)
    H = tensor(d, at)
    np.testing.assert_allclose(p["c"] * np.kron(p["A"], p["B"]), H.reshape(35, 35))


def test_parts_are_no_views_of_arguments() -> None:
    A = np.ones((2, 3))
    found = symjac.derive("norm(A*x)^2", "x", "A: 2 x 3", order=2, check=False).function(structure=True)(A=A, x=np.ones(3))
    found["U"][:] = 5
    assert A.max() == 1


# ---- positive definite matrices ---------------------------------------------------------------------------------

GAUSS = "(y - mu)'*inv(S)*(y - mu)/2 + logdet(S)/2"


def test_a_cholesky_factor_is_taken_where_it_pays() -> None:
    """In NumPy for the determinant alone: it has no triangular solver. In JAX and PyTorch one factor serves for all."""
    d = symjac.derive(GAUSS, "mu", "S: n x n posdef", check=False)
    numpy, jax, torch = (d.code(target, value=True) for target in ("numpy", "jax", "torch"))
    assert "slogdet" not in numpy + jax + torch
    assert numpy.count("cholesky(S)") == numpy.count("np.linalg.solve(") == 1
    assert jax.count("jnp.linalg.cholesky(S)") == jax.count("cho_solve") == 1 and "linalg.solve" not in jax
    assert torch.count("torch.linalg.cholesky(S)") == torch.count("cholesky_solve") == 1 and "linalg.solve" not in torch
    free = symjac.derive(GAUSS, "mu", "S: n x n invertible", check=False)
    assert not any("chol" in free.code(target, value=True) for target in ("numpy", "jax", "torch"))


@pytest.mark.parametrize("f", [GAUSS, "y'*inv(X'*X + lambda*eye(n))*y + logdet(X'*X + lambda*eye(n)) + mu'*mu"])
@pytest.mark.parametrize("wrt", ["y", "mu"])
def test_with_the_factor_the_values_are_the_same(f: str, wrt: str) -> None:
    jax = pytest.importorskip("jax")
    where = "S: n x n posdef" if "S" in f else "X: m x n; lambda: scalar positive; mu: n"
    d = symjac.derive(f, wrt, where, check=False)
    at = arrays(d, SIZES[0])
    plain = symjac.derive(f, wrt, where.replace("posdef", "invertible").replace(" positive", ""), check=False)
    value, slope = plain.function(value=True)(**at)
    with jax.enable_x64(True):
        for target in ("numpy", "jax"):
            found = d.function(target, value=True)(**at)
            np.testing.assert_allclose(found[0], value)
            np.testing.assert_allclose(found[1], slope)


# ---- what is asked for ------------------------------------------------------------------------------------------


def test_arguments_that_do_not_fit_are_named() -> None:
    run = symjac.derive(*SYLVESTER[:3], order=2, check=False).function(solve="r")
    good = {"A": np.ones((4, 2)), "X": np.ones((2, 3)), "B": np.ones((3, 5)), "C": np.ones((4, 5)), "r": np.ones((2, 3))}
    with pytest.raises(ValueError, match=r"^r must be of shape \(m, n\), that is \(2, 3\), and has the shape \(3, 2\)"):
        run(**{**good, "r": np.ones((3, 2))})


def test_what_makes_no_sense_is_refused() -> None:
    d = symjac.derive("logsumexp(x) + norm(x)^2", "x", "x: n", order=2)
    for name in ("x", "a b", "np", "lambda", ""):
        with pytest.raises(symjac.ParseError):
            d.code(solve=name)
    with pytest.raises(symjac.UnsupportedError, match="one of these at a time"):
        d.code(structure=True, solve="b")
    with pytest.raises(symjac.UnsupportedError, match="a gradient"):
        symjac.derive("logsumexp(x)", "x", "x: n").code(solve="b")
    with pytest.raises(symjac.UnsupportedError, match="only a square matrix"):
        symjac.derive("tanh(W*x)", "x", "W: m x n").code(solve="b")
    with pytest.raises(symjac.UnsupportedError, match="name one variable"):
        symjac.derive("norm(W*x + b)^2", "W, b", "x: n").code(solve="r")
    with pytest.raises(symjac.UnsupportedError, match="no parts"):
        symjac.derive("a'*x", "x", "x: n", order=2).code(structure=True)


def test_a_mixed_derivative_is_a_jacobian() -> None:
    """∂²f/∂y∂x is the Jacobian of ∇ₓf by y; what it is solved for has the shape of y."""
    d = symjac.derive("sum(exp(x)) + sin(x'*A*y)", "x, y", "A: n x n; y: n", order=2, check=False)
    at = arrays(d, SIZES[0])
    b = np.random.default_rng(0).normal(size=5)
    np.testing.assert_allclose(d.function(solve="r")(**at, r=b), np.linalg.solve(d.tensor(at), b))


def test_sums_over_an_index_have_a_structure_in_matrices() -> None:
    d = symjac.derive("\\sum_i log(1 + exp(-y_i*w'*x_i)) + w'*w", "w", "x_i: D", order=2, check=False)
    assert d.structure.kind == "diagonal plus low rank"
    source = np.random.default_rng(0)
    at = {"w": source.normal(size=3), "x": source.normal(size=(5, 3)), "y": source.normal(size=5)}
    b = source.normal(size=3)
    np.testing.assert_allclose(d.function(solve="r")(**at, r=b), np.linalg.solve(d.tensor(at), b))
