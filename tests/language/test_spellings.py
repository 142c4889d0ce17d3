"""Every spelling of a formula is one expression; what the corpus holds is read."""

from __future__ import annotations

from typing import Any

import pytest

from symjac.errors import SymjacError
from symjac.language import parse, read, read_point
from tests.helpers.places import cases
from tests.helpers.spelling import spell


@pytest.mark.parametrize("group", cases("spellings.jsonl"))
def test_a_group_is_one_expression(group: dict[str, Any]) -> None:
    plain = parse(group["plain"], group["where"])
    assert parse(str(plain), group["where"]) is plain
    for spelling in group["spellings"]:
        assert parse(spelling, group["where"]) is plain, spelling


@pytest.mark.parametrize("group", cases("spellings.jsonl"))
def test_what_is_printed_in_a_style_reads_back(group: dict[str, Any]) -> None:
    problem = read(
        group["plain"], None if "(x) =" in group["plain"] or "u, v" in group["plain"] else _variable(group), group["where"]
    )
    for style in ("plain", "latex", "unicode"):
        text = spell(problem.target, style)
        assert parse(text, context=problem) is problem.target, text


def _variable(group: dict[str, Any]) -> str:
    names = [d.split(":")[0].strip() for d in group["where"].split(";")]
    return next(n for n in names if n in group["plain"])


def declared(entry: dict[str, Any]) -> str:
    words = {k: [v] if isinstance(v, str) else v for k, v in entry.get("assume", {}).items()}
    return "; ".join(" ".join([f"{k}: {' x '.join(v) or 'scalar'}", *words.get(k, [])]) for k, v in entry["vars"].items())


@pytest.mark.parametrize("entry", cases("identities.jsonl"))
def test_an_identity_is_read_and_printed(entry: dict[str, Any]) -> None:
    problem = read(entry["expr"], entry["wrt"], declared(entry))
    assert parse(str(problem.target), context=problem) is problem.target
    if entry["expected"]:
        expected = parse(entry["expected"], context=problem)
        assert parse(entry["expected"], declared(entry)) is expected
        for style in ("plain", "latex", "unicode"):
            assert parse(spell(expected, style), context=problem) is expected, style


@pytest.mark.parametrize("entry", cases("claims.jsonl"))
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
    "x'*A*x": ("A: n x n; x: n", r"\begin{align*} & x^{\mathsf{T}} A x \end{align*}", r"x^\mathrm{T}Ax",
    r"\bm{x}^{\prime}\bm{A}\bm{x}", "x^TAx",
               r"\underbrace{x^\top A}_{1 \times n} x", r"\boxed{x^\top A x}.", "x^T*A*x", r"\vec{x}^T A \vec{x}", "x’A x",
                   "xᵀ·A·x"),
    "norm(x)^2": ("x: n", r"\|x\|^2_2", r"\lVert x\rVert_{2}^{2}", "‖x‖₂²", r"\norm{x}^2", r"\norm{x}_2^2", "||x||^2",
    "np.linalg.norm(x)**2",
                  r"\begin{Vmatrix} x \end{Vmatrix}^2", "norm(x, 2)^2"),
    "dot(x, y)": ("x: n; y: n", r"x \cdot y", "x·y", r"\inner{x}{y}", r"\left< x, y \right>".replace("<",
    "\\langle").replace(">", "\\rangle")),
    "inv(A)*b": ("A: n x n; b: n", r"{\bf A}^{-1} {\bf b}", "A^{-1} b", "inv(A) @ b", r"\mathbf A^{-1}\mathbf b"),
    "sqrt(x'*x)": ("x: n", r"\sqrt{x^{T}x}", "√(x'x)", "(x'x)^(1/2)".replace("(x'x)^(1/2)", "sqrt(x.T @ x)")),
    "exp(-t^2/2)": ("t: scalar", r"e^{-t^2/2}", r"\exp\left(\frac{-t^{2}}{2}\right)", "e^(-t²/2)", "np.exp(-t**2/2)",
    r"\mathrm{e}^{-t^2/2}"),
    "sum(x.*y)": ("x: n; y: n", "np.sum(x .* y)", "sum(x ∘ y)", "np.sum(np.multiply(x, y))", r"\operatorname{sum}(x \odot y)"),
    "eye(n) - x*x'": ("x: n", "I - x x'", r"\mathbf{I} - xx^\top", "eye - x@x.T", "I_n − x xᵀ",
    "np.eye(n) - np.outer(x, x)".replace("np.outer(x, x)", "x @ x.T")),
    "[1; 2]'*x": ("x: 2", "np.array([1, 2]).T @ x", r"\begin{pmatrix}1\\2\end{pmatrix}^\top x", "[1;2].T @ x", "[[1],[2]]' x"),
    "logdet(A*B)": ("A: n x n; B: n x n", r"\log|AB|", r"\ln\left|AB\right|", r"\log\det(AB)", "log|A B|",
    r"\log \begin{vmatrix} AB \end{vmatrix}"),
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


# Formulas of textbooks and notebooks: plain spelling, declarations, other spellings.
GROUPS = [
    (
        "norm(X*w - y)^2 + lambda*norm(w)^2",
        "X: m x n; w: n; y: m; lambda: scalar",
        [
            r"\|Xw - y\|_2^2 + \lambda \|w\|_2^2",
            "‖Xw − y‖² + λ‖w‖²",
            r"\left\lVert \mathbf{X}\mathbf{w}-\mathbf{y}\right\rVert_2^2+\lambda\left\lVert\mathbf{w}\right\rVert_2^2",
            "np.linalg.norm(X @ w - y)**2 + lambda * np.linalg.norm(w)**2",
            "||X w - y||^2 + lambda ||w||^2",
        ],
    ),
    (
        "1/(2*m)*norm(X*w - y)^2",
        "X: m x n; w: n; y: m",
        [r"\frac{1}{2m}\|Xw-y\|^2", "1/(2m) ||X w - y||^2", r"\frac1{2m} \lVert Xw-y\rVert^{2}"],
    ),
    (
        "softmax(W*x + b)",
        "W: m x n; x: n; b: m",
        [r"\operatorname{softmax}(Wx+b)", r"\mathrm{softmax}\left(\mathbf{W}\mathbf{x}+\mathbf{b}\right)", "softmax(W @ x + b)"],
    ),
    (
        "-log(sigmoid(w'*x))",
        "w: n; x: n",
        [
            r"-\log\sigma(w^\top x)",
            r"-\ln \sigma\left(\mathbf{w}^\top\mathbf{x}\right)",
            "-np.log(sigmoid(w.T @ x))",
            "−log σ(wᵀx)",
            "-log(σ(w'x))",
        ],
    ),
    ("log(det(X))", "X: n x n", ["log(det(X))", r"\log(\det(X))", r"\log(\det X)"]),
    (
        "logdet(A + x*x')",
        "A: n x n; x: n",
        [r"\log\det(A + xx^\top)", r"\log\left|A+xx^\top\right|", r"\log \lvert A + x x^{\top} \rvert", "log|A + x x'|"],
    ),
    (
        "exp(-1/2*(x - mu)'*inv(S)*(x - mu))",
        "S: n x n; x: n; mu: n",
        [
            r"\exp\left(-\frac12 (x-\mu)^\top S^{-1}(x-\mu)\right)",
            r"e^{-\frac{1}{2}(x-\mu)^{T}S^{-1}(x-\mu)}",
            "exp(−½(x − μ)ᵀS⁻¹(x − μ))",
        ],
    ),
    (
        "tr(X'*A*X)",
        "X: n x p; A: n x n",
        [
            r"\operatorname{Tr}(X^TAX)",
            "np.trace(X.T @ A @ X)",
            "tr(XᵀAX)",
            r"\tr\left(X^{\top}AX\right)",
            r"\operatorname{tr} (X^{\top} A X)",
        ],
    ),
    (
        "W[2]*tanh(W[1]*x + b[1]) + b[2]",
        "W[1]: h x n; W[2]: m x h; x: n; b[1]: h; b[2]: m",
        [
            r"W^{(2)}\tanh(W^{(1)}x+b^{(1)})+b^{(2)}",
            r"\mathbf{W}^{(2)}\tanh\!\left(\mathbf{W}^{(1)}\mathbf{x}+\mathbf{b}^{(1)}\right)+\mathbf{b}^{(2)}",
            "W⁽²⁾ tanh(W⁽¹⁾x + b⁽¹⁾) + b⁽²⁾",
        ],
    ),
    (
        "sum((y - yhat).^2)",
        "y: n; yhat: n",
        [
            r"\operatorname{sum}\left((y-\hat{y})^{\odot 2}\right)",
            "np.sum((y - yhat) .^ 2)",
            "sum((y − ŷ).^2)",
            r"\mathrm{sum}((y-\hat y)^{\circ 2})",
            "sum((y - yhat) .** 2)",
        ],
    ),
    (
        "ones(n)*ones(n)'",
        "",
        ["np.ones(n) @ np.ones(n).T", r"\mathbf{1}_n \mathbf{1}_n^\top", r"\mathbf{1}_{n}\mathbf{1}_{n}^{\top}"],
    ),
    ("x.*y./z", "x: n; y: n; z: n", [r"x \odot y \oslash z", "x ⊙ y ⊘ z", "x .* y ./ z"]),
    (
        "f(x) = norm(A*x)^2",
        "A: m x n; x: n",
        ["f(x) = ‖Ax‖²", r"f(\mathbf x) = \|\mathbf{A}\mathbf x\|_2^2", r"\[ f(x) = \lVert Ax \rVert^2. \]", "f(x) = ||A x||**2"],
    ),
    (
        "z = W*x + b; a = sigmoid(z); L = 1/2*norm(y - a)^2",
        "W: m x n; x: n; b: m; y: m",
        [
            "z = W x + b\na = σ(z)\nL = ½‖y − a‖²",
            r"\begin{align*} z &= Wx+b,\\ a &= \sigma(z),\\ L &= \tfrac12\|y-a\|^2. \end{align*}",
            r"z = Wx+b,\quad a=\sigma(z),\quad L=\frac12\|y-a\|_2^2",
        ],
    ),
    (
        "[t^2; sin(t); exp(t)]",
        "t: scalar",
        [
            r"\begin{bmatrix} t^2 \\ \sin t \\ e^t \end{bmatrix}",
            r"\begin{pmatrix}t^{2}\\ \sin(t)\\ \exp(t)\end{pmatrix}",
            "[t² ; sin(t); exp(t)]",
            "np.array([[t**2], [np.sin(t)], [np.exp(t)]])",
        ],
    ),
    (
        "[x*y, x + y]",
        "x: scalar; y: scalar",
        ["[x*y, x+y]", "[x*y x+y]", "[x·y, x + y]", r"\begin{bmatrix} xy & x+y \end{bmatrix}"],
    ),
    (
        "vec(A*X*B)",
        "A: m x n; X: n x p; B: p x q",
        [r"\operatorname{vec}(AXB)", r"\mathrm{vec}(AXB)", r"\vec(AXB)", "vec(A @ X @ B)"],
    ),
    (
        "kron(B', A)*vec(X)",
        "A: m x n; X: n x p; B: p x q",
        [r"(B^\top \otimes A)\operatorname{vec}(X)", "(Bᵀ ⊗ A) vec(X)", "np.kron(B.T, A) @ vec(X)"],
    ),
    (
        "inv(A*B)",
        "A: n x n; B: n x n",
        ["(AB)⁻¹", r"(AB)^{-1}", "np.linalg.inv(A @ B)", "(A*B)^-1", "(A @ B)**-1", r"\left(\mathbf{AB}\right)^{-1}"],
    ),
    ("A'*inv(A*A')", "A: m x n", [r"A^\top (AA^\top)^{-1}", "Aᵀ(AAᵀ)⁻¹", "A.T @ np.linalg.inv(A @ A.T)", "A'(A A')^-1"]),
    (
        "diag(a)*x",
        "a: n; x: n",
        [
            r"\operatorname{diag}(a)x",
            r"\mathrm{diag}(\mathbf{a})\,\mathbf{x}",
            "np.diag(a) @ x",
            r"\diag(a) x",
            r"\operatorname{diag}\left(a\right) x",
            r"\text{diag}(a) x",
        ],
    ),
    (
        "mean((X*w - y).^2)",
        "X: m x n; w: n; y: m",
        ["np.mean((X @ w - y) .^ 2)", r"\operatorname{mean}\left((Xw-y)^{\odot 2}\right)"],
    ),
    ("c*x'*x/2", "x: n; c: scalar", [r"\frac{c x^\top x}{2}", "c x'x/2", "c*x.T@x/2", r"c x^\top x / 2"]),
    (
        "alpha*beta*x",
        "alpha: scalar; beta: scalar; x: n",
        ["αβx", r"\alpha\beta x", "alpha beta x", r"\alpha \cdot \beta \cdot x", "α·β·x"],
    ),
    (
        "(A + B)*x",
        "A: n x n; B: n x n; x: n",
        ["(A + B)x", r"\left[A+B\right]x", r"\{A+B\}x", r"\bigl(A+B\bigr)\,x", r"\Big\{A+B\Big\}x"],
    ),
    ("abs(a*b)", "a: scalar; b: scalar", ["|a b|", r"\left|ab\right|", "|ab|", r"\lvert a b\rvert", "np.abs(a*b)"]),
    (
        "norm(x - y)",
        "x: n; y: n",
        ["‖x-y‖", "||x-y||", r"\left\Vert x-y\right\Vert", r"\big\|x-y\big\|", r"\bigl\|x-y\bigr\|_2", r"\norm{x - y}"],
    ),
    ("x'*Sigma_1*x", "Sigma_1: n x n; x: n", [r"x^\top\Sigma_1x", "xᵀΣ₁x", "x'Σ_1 x", "x.T @ Sigma_1 @ x", "x'*Sigma1*x"]),
    ("relu(x)", "x: n", ["ReLU(x)", r"\mathrm{ReLU}(x)", r"\operatorname{ReLU}(\mathbf x)"]),
    ("x^3 - 2*x^2 + 1", "x: scalar", ["x³ − 2x² + 1", "x**3 - 2*x**2 + 1", r"x^3-2x^2+1", r"$x^3 - 2x^2 + 1$"]),
    (
        "norm1(x) + dot(x, y)",
        "x: n; y: n",
        [r"\|x\|_1 + \langle x,y\rangle", "‖x‖₁ + ⟨x,y⟩", "norm(x,1) + dot(x,y)", r"\|x\|_{1} + \langle x, y \rangle"],
    ),
    ("-x", "x: n", ["−x", "-x", "- x", r"-\mathbf{x}"]),
    ("-(A*x)'", "A: n x n; x: n", ["-(Ax)'", "−(A x)ᵀ", r"-(Ax)^{\top}"]),
    ("exp(x)", "x: n", ["e^x", r"e^{x}", r"\mathrm{e}^{\mathbf{x}}", "np.exp(x)", "e^{x}"]),
    ("eye(3)*x", "x: 3", ["np.eye(3) @ x", r"I_3 x", r"\mathbf{I}_3\mathbf{x}", "I x", "eye(3) x", "I₃ x", r"I_{3}x"]),
    ("A^2*x", "A: n x n; x: n", ["A²x", "A^2 x", "A**2 @ x", r"A^{2}x", "A^{2} x"]),
    ("sqrt(2)*x", "x: n", [r"\sqrt2 x", r"\sqrt{2}\,x", "√2 x", "np.sqrt(2)*x", "√2·x"]),
    ("t^2/2", "t: scalar", [r"\frac{t^2}{2}", "t²/2", "t**2/2", r"\tfrac{t^{2}}2"]),
    ("3/4*x", "x: n", ["¾x", "0.75x", r"\frac34x", r".75 x", "3/4 x"]),
]


@pytest.mark.parametrize(("plain", "where", "spellings"), GROUPS, ids=[g[0] for g in GROUPS])
def test_formulas_in_many_spellings(plain: str, where: str, spellings: list[str]) -> None:
    expected = parse(plain, where)
    for spelling in spellings:
        assert parse(spelling, where) is expected, spelling
