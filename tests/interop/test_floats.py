"""The arrays in plain Python give what NumPy gives, and everything but arrays works where there is no NumPy."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import symjac
from symjac.expr.expr import fold, postorder
from symjac.interop import floats
from symjac.interop.numpy import NumPy

SIZES = {"M": 3, "N": 2, "K": 4}
WHERE = "A: M x N; B: N x K; C: M x N; S: N x N; x: N; y: M; z: N; a: scalar; P: M x M"
FORMULAS = """
A*x + y; A.*C - C./A; kron(A, B); khatrirao(A, kron(x', y)); vec(A); commutation(M, N)*vec(A); inv(S'*S + eye(N));
det(S); tr(S); diag(x); diag(S); softmax(A*x); logsumexp(y); norm(A*x - y)^2; S^3; S^-2; x'*S*x/a; exp(-a)*tanh(A);
abs(A); sign(y); relu(y); sigmoid(A*x); sum(log(1 + exp(y))); log(S); sqrt(-abs(x)); 1/(a - a); pinv(A); logdet(P'*P);
[A, y]; a^a; x.^2; mean(y); norm1(x); outer(x, y); erf(a); sin(x) .* cos(z); adj(S)
"""


@pytest.mark.parametrize("text", [each.strip() for each in " ".join(FORMULAS.split()).split(";")])
def test_values_are_those_of_numpy(text: str) -> None:
    expr = symjac.parse(text, WHERE)
    random = np.random.default_rng(3)
    arrays = {
        str(e.data[0]): random.normal(size=[n.value(SIZES) for n in e.shape]) for e in postorder(expr) if e.op.name == "symbol"
    }
    own = NumPy({name: floats.array(a.tolist()) for name, a in arrays.items()}, SIZES, floats)
    theirs = NumPy(arrays, SIZES)
    with np.errstate(all="ignore"):
        found, right = (fold(expr, lambda e, args, xp=xp: e.op.value(xp, e, *args)) for xp in (own, theirs))
    assert found.shape == right.shape
    np.testing.assert_allclose(np.array(found.tolist()), right, rtol=1e-9, atol=1e-12)


def both(a: Any) -> tuple[Any, Any]:
    return floats.array(a.tolist()), a


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_linear_algebra_is_that_of_numpy(size: int) -> None:
    own, a = both(np.random.default_rng(size).normal(size=(size, size)))
    tall, t = both(np.random.default_rng(size).normal(size=(size + 3, size)))
    line, b = both(np.random.default_rng(9).normal(size=size + 3))
    np.testing.assert_allclose(np.array(floats.linalg.inv(own).tolist()), np.linalg.inv(a), rtol=1e-9)
    np.testing.assert_allclose(floats.linalg.det(own), np.linalg.det(a), rtol=1e-9)
    np.testing.assert_allclose(floats.linalg.slogdet(own), np.linalg.slogdet(a), rtol=1e-9)
    np.testing.assert_allclose(floats.linalg.lstsq(tall, line)[0].tolist(), np.linalg.lstsq(t, b, rcond=None)[0], rtol=1e-9)
    assert floats.linalg.matrix_rank(tall) == size
    doubled = floats.array(np.hstack([t, t @ np.ones((size, 1))]).tolist())
    assert floats.linalg.matrix_rank(doubled) == size
    with pytest.raises(floats.LinAlgError):
        floats.linalg.inv(floats.zeros((size, size)))


WITHOUT = """
import sys, json
class None_:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("numpy", "typst", "click"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, None_())
import symjac
from symjac.web.about import examples
for topic in examples():
    for item in topic["items"]:
        assert json.loads(symjac.web.reply(json.dumps({"do": "derive", **item})))["ok"], item
claims = ("2 x'A", "x'A + x'A'", "(A + A')x", "x'A", "2 x", "x'*A + 3*x'*A'")
print(*(symjac.check("x'A x", "x", claim).status for claim in claims))
assert "numpy" not in sys.modules
"""


def test_it_runs_where_there_is_no_numpy() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.split() == ["wrong", "correct", "layout", "wrong", "wrong", "wrong"], done.stderr[-2000:]


QUIET = """
import sys, symjac
symjac.derive("norm(y - Phi*theta)^2", "theta").render("html")
symjac.network("3 -> 2, tanh; W1 = [-2, 4, -1; 6, 0, -3]; b1 = [0.1; -2.5]; x = [0.3; 0.4; 0.1]").render("html")
symjac.regression("[1, 2, 3.1; 2, 1, 4; 3, 3, 7]").render("html")
symjac.activation("tanh").render("html")
print("numpy" in sys.modules)
"""


def test_numpy_is_not_imported_before_arrays_are_asked_for() -> None:
    done = subprocess.run([sys.executable, "-c", QUIET], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "False"
