"""Texts that somebody might type, spoilt: for every text that a public function takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import symjac

CHAPTER = """title = "T"
[[section]]
title = "S"
text = "Let $x^2$ be, see [a]."
[[section.example]]
title = "E"
anchor = "a"
formula = "A x"
wrt = "x"
"""
SIGNS = list("()[]{}'\"^_*/+-=<>|,;:.!?\\$#@&%~` \t\n\0\r0123456789abeixyzABNΣθ∇ℝ²₁ᵀ‖−×·⊙\u200b\u202e\ud800\ufeff") + [
    "\\frac", "\\begin{bmatrix}", "^{", "_{", "->", ":=", "sum(", "1e999", "x'", "inv(", "**", "lambda", "__import__", "'''",
]  # fmt: skip
FORMULAS = (
    "norm(y - Phi*theta)^2", r"\lVert y - \Phi\theta \rVert^2", "‖y − Φθ‖²", "f(x) = A x + b", "e = y - A*x; L = norm(e)^2",
    r"\frac{1}{N} \sum_{i=1}^{N} (y_i - w^T x_i)^2", "tr(A X B)", "[x1^2*x2; sin(x1)]", "log(det(X))", "softmax(W*x)",
)  # fmt: skip
WHERE = ("Phi: N x D; theta: D", "A: n x n symmetric", "x: n, t: scalar", "k: integer; Q: n x n orthogonal")
BASES: Mapping[str, tuple[str, ...]] = {
    "f": FORMULAS, "parse": FORMULAS, "wrt": ("x", "x1, x2", "theta"), "where": WHERE,
    "instance": ("n=3", "N=2, D=3"), "at": ("x = [1; 2]", "x = a"),
    "activation": ("tanh", "s(t) = t/(1 + exp(-t))", "s(t) = abs(t)"),
    "network": ("3 -> 2 -> 1, tanh", "2 -> 1; W1 = [1, 2]; b1 = 0; x = [0.5; 1]", "n -> ... -> m"),
    "regression": ("[1, 2, 3.1; 2, 1, 4; 3, 3, 7]", "a,b,y\n1,2,3\n2,3,5\n3,5,9\n", "a;b\n1,5;2\n2,5;4\n"),
    "chapter": (CHAPTER,),
}  # fmt: skip


def spoilt(text: str, random: Random) -> str:
    """The text after one to four accidents."""
    for _ in range(random.randint(1, 4)):
        a, b = sorted(random.randrange(len(text) + 1) for _ in range(2))
        match random.randrange(5):
            case 0:
                text = text[:a] + random.choice(SIGNS) + text[a:]
            case 1:
                text = text[:a] + text[min(b, a + 3) :]
            case 2:
                text = text[:b] + text[a:]
            case 3:
                text = text[:a] + text[a:b][::-1] + text[b:]
            case _:
                text = text[:a] + random.choice(SIGNS) + text[a + 1 :]
    return text


def ask(what: str, text: str, folder: Path) -> Any:
    """The public function that takes this text, everything else as it should be."""
    usual = {"f": "x'A x", "wrt": "x", "where": "A: n x n; x: n"}
    own: Mapping[str, Callable[[], Any]] = {
        "f": lambda: symjac.derive(text, None, None),
        "parse": lambda: symjac.parse(text),
        "activation": lambda: symjac.activation(text),
        "network": lambda: symjac.network(text),
        "regression": lambda: symjac.regression(text),
        "chapter": lambda: symjac.chapter(written(folder / "chapter.toml", text)),
    }
    return own[what]() if what in own else symjac.derive(**{**usual, what: text})


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path
