"""Every public function, each of its parameters, with values that fit nowhere: an answer or a SymjacError."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import symjac
from symjac.errors import SymjacError
from tests.helpers import odd

D = symjac.derive("x'S x", "x", "S: n x n symmetric")
OPTIMUM = symjac.minimize("norm(x - b)^2", "x", "b: n; x: n")
FITTING: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "derive": (symjac.derive, {"f": "x'x", "wrt": "x"}),
    "parse": (symjac.parse, {"text": "x"}),
    "read_live": (symjac.read_live, {"text": "x"}),
    "regression": (symjac.regression, {"data": "[1, 2; 3, 4; 5, 7]"}),
    "network": (symjac.network, {"description": "1 -> 1, tanh"}),
    "activation": (symjac.activation, {"text": "tanh"}),
    "chapter": (symjac.chapter, {"path": "nowhere"}),
    "check": (symjac.check, {"f": "x'x", "wrt": "x", "claim": "2 x'"}),
    "check_lines": (symjac.check_lines, {"f": "x'x", "wrt": "x", "text": "2 x' = x' + x'"}),
    "check_function": (symjac.check_function, {"f": "x'x", "wrt": "x", "function": lambda x: 2 * x}),
    "check_many": (lambda rows: list(islice(symjac.check_many(rows), 3)), {"rows": [{"f": "x'x", "wrt": "x", "claim": "2 x'"}]}),
    "equal": (symjac.equal, {"a": "x'x", "b": "norm(x)^2"}),
    "minimize": (symjac.minimize, {"f": "x'x", "wrt": "x"}),
    "maximize": (symjac.maximize, {"f": "-x'x", "wrt": "x"}),
    "convexity": (symjac.convexity, {"f": "x'x", "wrt": "x"}),
    "Optimum.render": (OPTIMUM.render, {"format": "text"}),
    "Optimum.evaluate": (OPTIMUM.evaluate, {"b": [1, 2]}),
    "Derivation.render": (D.render, {"format": "text"}),
    "Derivation.evaluate": (D.evaluate, {"S": [[1, 2], [2, 1]], "x": [1, 1]}),
    "Derivation.tensor": (D.tensor, {"S": [[1, 2], [2, 1]], "x": [1, 1]}),
    "Worked.render": (symjac.activation("tanh").render, {"format": "text"}),
}
MORE = {"network": ["W1", "x"], "Derivation.render": ["width", "ascii", "no"], "Worked.render": ["width", "ascii"],
        "Derivation.evaluate": ["S", "x", "no"], "Derivation.tensor": ["S", "x"]}  # fmt: skip


def parameters() -> Iterator[tuple[str, str]]:
    for name, (function, _) in FITTING.items():
        plain = [
            p.name for p in inspect.signature(function).parameters.values() if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)
        ]
        yield from ((name, parameter) for parameter in (*plain, *MORE.get(name, ())))


def test_every_public_function_is_asked() -> None:
    public = {name for name in symjac.__all__ if inspect.isfunction(getattr(symjac, name))}
    assert public - {"load_ipython_extension"} <= FITTING.keys()  # which IPython calls, with itself


@pytest.mark.parametrize(("name", "parameter"), list(parameters()))
def test_what_fits_nowhere_is_refused_by_name(name: str, parameter: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    function, fitting = FITTING[name]
    for value in odd.values():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                function(**{**fitting, parameter: value})
            except SymjacError as failure:
                assert str(failure)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: symjac.derive("x'x", "x", check="no"), "check"),
        (lambda: symjac.derive("x'x", "x", order=True), "order"),
        (lambda: symjac.derive("x'x", "x", order=2.0), "order"),
        (lambda: symjac.derive("x'x", "x", instance={"n": 2}), "instance"),
        (lambda: symjac.derive(None, "x"), "f"),
        (lambda: symjac.derive("x'x", ["x", 3]), "wrt"),
        (lambda: symjac.parse("x", {"x": 3}), "where"),
        (lambda: symjac.regression([[1, 2], [2, 3], [3, 5]], target=3), "target"),
        (lambda: symjac.activation(None), "text"),
        (lambda: symjac.chapter(3), "path"),
        (lambda: D.render(3), "format"),
        (lambda: D.render("text", width=-5), "width=-5"),
        (lambda: D.render("text", width=True), "width"),
        (lambda: D.render("json", width=80), "'width'"),
        (lambda: D.evaluate(x="ab", S=[[1, 2], [2, 1]]), "x"),
        (lambda: D.evaluate({"x": [1, 1]}, S=[[1, 2], [2, 1]], sizes={"n": 2.5}), "sizes"),
    ],
)  # fmt: skip
def test_the_message_names_what_does_not_fit(ask: Callable[[], Any], said: str) -> None:
    with pytest.raises(SymjacError) as failure:
        ask()
    assert said in failure.value.message + str(failure.value.found)


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    assert symjac.derive("x'x", "x", order=np.int64(2)).order == 2
