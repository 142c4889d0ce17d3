"""120 requests that the page may make, of every kind; what answers them in a browser is compared with what answers them here."""

from __future__ import annotations

from typing import Any

from symjac.web.about import examples

Request = dict[str, Any]

FORMULAS = (
    ("x'A x", "x"), ("norm(y - Phi*theta)^2", "theta"), ("||y - X w||^2 + lambda ||w||^2", "w"), ("log det X", "X"),
    ("tr(A X B X')", "X"), ("softmax(W x + b)", "x"), ("sum(log(1 + exp(-y .* (X w))))", "w"), ("a'X^-1 b", "X"),
    (r"\frac{1}{N} \sum_{i=1}^N (y_i - w^\top x_i)^2", "w"), ("logsumexp(A x)", "x"), ("(x'A x)/(x'x)", "x"),
    ("‖tanh(W₁x + b₁)‖²", "x"), ("f(x1, x2) = [x1^2*x2; sin(x1)]", "x1, x2"),
)  # fmt: skip
WAYS: tuple[Request, ...] = (
    {"style": "components"}, {"style": "differential"}, {"layout": "denominator", "detail": "exam"}, {"order": 2},
)  # fmt: skip
TASKS = [
    {"f": "{2, 3, 5} x'A x", "wrt": "x"}, {"f": "norm(y - Phi theta)^2", "wrt": "theta", "where": "Phi: N x D", "marks": 6},
    {"f": "softmax(x)", "wrt": "x"},
]  # fmt: skip
CLAIMS = (
    ("x'A x", "x", "2 x'A"), ("x'A x", "x", "x'(A + A')"), ("norm(y - X w)^2", "w", "-2 X'(y - X w)"),
    ("log det X", "X", "X^-1"), ("x'A x", "x", "x'(A + A')\n= x'A + x'A'\n= 2 x'A"), ("softmax(x)", "x", "diag(p) -"),
)  # fmt: skip

FORMATS = ("latex", "markdown", "text", "json", "html")


def documents() -> list[Request]:
    """All of them, always in this order."""
    formulas = [{"f": f, "wrt": wrt} for f, wrt in FORMULAS]
    return [
        *({"do": "derive", **item} for topic in examples() for item in topic["items"]),
        *({"do": "derive", **formula, **way} for formula in formulas for way in WAYS),
        *({"do": "read", "text": f} for f, _ in FORMULAS),
        *({"do": "check", "f": f, "wrt": wrt, "claim": claim} for f, wrt, claim in CLAIMS),
        *({"do": "export", **formula, "format": kind} for formula, kind in zip(formulas, FORMATS, strict=False)),
        *({"do": "export", **formula, "format": "numpy"} for formula in formulas[:7]),
        *({"do": "answer", "f": f, "wrt": wrt, "claim": claim} for f, wrt, claim in CLAIMS[:4]),
        *({"do": "exam", "tasks": TASKS, "solution": key, "language": "en"} for key in (False, True)),
        *({"do": "exam", "tasks": TASKS, "solution": key, "language": "de"} for key in (False, True)),
        *({"do": "derive", "f": f} for f in ("f(x) = Ax + b", "norm(y - X*(w", "A x = ", "x'A x +", "<img src=x>")),
    ]  # fmt: skip


def sample() -> list[Request]:
    """Twenty of them, of every kind, among them a sheet in German, whose words are in a file."""
    return documents()[5::6]
