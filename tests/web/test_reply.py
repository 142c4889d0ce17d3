"""reply: JSON in, JSON out that fits the published schema, whatever comes in; nothing is evaluated or injected."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import symjac
from symjac.derivation.styles.registry import styles
from symjac.web.about import examples
from symjac.web.reply import LONGEST, schema
from tests.helpers.work import work

jsonschema = pytest.importorskip("jsonschema")
ANSWER = jsonschema.Draft202012Validator({"$defs": schema()["$defs"], "$ref": "#/$defs/reply"})
REQUEST = jsonschema.Draft202012Validator({k: v for k, v in schema().items() if k != "title"})


def ask(**request: Any) -> Any:
    REQUEST.validate(request)
    return answer(json.dumps(request))


def test_the_schema_knows_every_style() -> None:
    for asked in ("derive", "export"):
        assert {*schema()["$defs"][asked]["properties"]["style"]["enum"]} == {"auto", *styles()}


def answer(text: Any) -> Any:
    found = json.loads(symjac.web.reply(text))
    ANSWER.validate(found)
    return found


@pytest.mark.parametrize("item", [item for topic in examples() for item in topic["items"]], ids=lambda item: item["f"])
def test_every_example_is_derived(item: dict[str, Any]) -> None:
    found = ask(do="derive", **item)
    assert found["ok"] and found["lines"] > 0 and "<style" not in found["html"]


@pytest.mark.parametrize("switch", [
    {"order": 2}, {"style": "components"}, {"style": "differential"}, {"detail": "brief"}, {"detail": "exam"},
    {"layout": "denominator"},
], ids=str)  # fmt: skip
def test_every_switch_changes_what_is_written(switch: dict[str, Any]) -> None:
    usual, other = ask(do="derive", f="norm(y - X w)^2", wrt="w"), ask(do="derive", f="norm(y - X w)^2", wrt="w", **switch)
    assert other["ok"] and other["html"] != usual["html"]


def test_the_result_is_that_of_derive() -> None:
    found = ask(do="derive", f="norm(y - Phi*theta)^2", where={"Phi": "N x D"})
    d = symjac.derive("norm(y - Phi*theta)^2", "theta", {"Phi": "N x D"})
    assert found["result"]["plain"] == str(d.result) and found["result"]["shape"] == "1 × D"
    assert found["html"] == d.render("html", fragment=True, styled=False)


def test_of_several_variables_each_derivative_is_told() -> None:
    found = ask(do="derive", f="norm(W x + b - y)^2", wrt="W, b")["result"]
    assert found["plain"] == "W: 2*(W*x + b - y)*x'; b: 2*(W*x + b - y)'" and found["shape"] == "M × N, 1 × M"
    assert r"\nabla_W f = " in found["latex"] and r"\nabla_b f = " in found["latex"] and found["mathml"].count("<math") == 2
    assert ask(do="derive", f="x1^2*x2", wrt="x1, x2")["result"]["mathml"].count("<math") == 1


@pytest.mark.parametrize("format", ["latex", "markdown", "text", "json", "html"])
def test_it_is_handed_on_in_every_format(format: str) -> None:
    text = ask(do="export", f="x'A x", wrt="x", format=format)["text"]
    assert text == symjac.derive("x'A x", "x").render(format)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("2 -> 3, softmax; loss = crossentropy", "cross-entropy of"), ("2 -> 1, q; q(t) = tanh(t)*t", "Half the squared error"),
        ("2 -> 1, tanh; W = [1, 2]; b = 0; x = [1; 1]", "Multiply the input by the weights"),
    ],
)  # fmt: skip
def test_a_network_without_numbers_has_its_gradients(text: str, shows: str) -> None:
    """A loss or a function in the line is no number."""
    assert shows in ask(do="derive", subject="network", f=text)["html"]


def test_a_graph_comes_with_its_picture() -> None:
    assert "<svg" in ask(do="derive", f="f(x) = exp(x^2)*sin(exp(x^2))", where="x: scalar", style="graph")["html"]


def test_the_mistake_is_named_and_its_line() -> None:
    found = ask(do="check", f="x'A x", wrt="x", claim="x'(A + A')\n= x'A + x'A'\n= 2 x'A")
    assert (found["status"], found["line"]) == ("wrong", 3)
    found = ask(do="check", f="x'A x", wrt="x", claim="2 x'A")
    assert found["verdicts"][0]["mistakes"][0]["code"] == "SYM" and found["verdicts"][0]["counterexample"]


def test_an_answer_is_echoed_side_by_side() -> None:
    assert ask(do="answer", f="norm(y - X w)^2", claim="2 w'")["lines"][0]["fault"] is None  # by w, as it is derived
    found = ask(do="answer", f="x'A x", wrt="x", claim="x'(A + A') = x'B = 2 x'")
    assert found["lines"][0]["mathml"].startswith("<math>") and found["lines"][1]["fault"]["message"]


def test_a_sheet_depends_on_its_seed_and_hides_the_solution() -> None:
    tasks = [{"f": "{2, 3, 5, 7, 11} x'A x", "wrt": "x", "marks": 3}]
    sheets = {seed: ask(do="exam", tasks=tasks, seed=seed)["html"] for seed in range(6)}
    assert len(set(sheets.values())) > 1
    assert ask(do="exam", tasks=tasks, seed=3)["html"] == sheets[3]
    key = ask(do="exam", tasks=tasks, seed=3, solution=True)["html"]
    assert "Solution." in key and "Solution." not in sheets[3]


@pytest.mark.parametrize("text", [
    "", "{", "[]", "null", "3", '"x"', "[" * 5000, '{"do": "derive"}', '{"do": 3}', '{"do": "derive", "f": 3}', "\ud800",
    '{"do": "derive", "f": "x", "order": true}', '{"do": "derive", "f": "x", "evil": 1}', '{"do": "__class__"}',
    '{"do": "exam", "tasks": []}', '{"do": "read", "text": "x", "where": {"x": 3}}', " " * (LONGEST + 1),
    '{"do": "exam", "tasks": [{"f": "x", "marks": 1e308}]}', '{"do": "exam", "tasks": [{"f": "x"}], "seed": 1e99}',
    3, None, b"{}",
], ids=lambda text: repr(text)[:40])  # fmt: skip
def test_what_is_no_request_is_refused(text: Any) -> None:
    assert not answer(text)["ok"]


HOSTILE = [
    "__import__('os').system('id')", "x.__class__", "eval(x)", "lambda: x", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "x^99999999", "(" * 5000, "e^(" * 40 + "x" + ")" * 40, "x\u202ey", "\x00", "\\input{/etc/passwd}", "\\write18{id}", "1e400*x",
    "javascript:alert(1)", "A" * 7999, "x'" * 300, "\\newcommand{\\a}{\\a\\a}\\a x", "{{x}}", "${x}", "sum(" * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:30].encode("unicode_escape").decode())
def test_hostile_formulas_do_nothing(text: str) -> None:
    with work() as done:
        answers = [
            ask(do="read", text=text), ask(do="derive", f=text), ask(do="read", text="A x", where=text),
            ask(do="check", f="x'x", claim=text), ask(do="exam", tasks=[{"f": text}]),
            ask(do="derive", subject="network", f=text), ask(do="derive", subject="regression", f=text),
        ]  # fmt: skip
    for found in answers:
        markup = "".join(str(found.get(key, "")) for key in ("html", "mathml"))
        assert not re.search(r"<(?:script|img|iframe|object|a)\b|<[^>]*\bon\w+=|=\W*javascript:", markup)
        assert "root:" not in json.dumps(found)
    assert done.calls < 6_000_000


def test_no_file_is_read() -> None:
    for name in ("/etc/passwd", "README.md", "pyproject.toml", "[/etc/passwd]"):
        assert not ask(do="derive", subject="regression", f=name)["ok"]


def test_a_bug_is_told_without_what_it_knows_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    from symjac.web import deriving

    def broken(asked: Any) -> Any:
        raise RuntimeError("/home/somebody/secret")

    monkeypatch.setattr(deriving, "answered", broken)
    found = answer('{"do": "derive", "f": "x"}')
    assert found["fault"]["message"] == "this is a fault in symjac: RuntimeError"


def test_an_answer_may_begin_with_the_sign_that_stands_before_it() -> None:
    assert ask(do="check", f="x'A x", wrt="x", claim=" = x'(A + A')")["status"] == "correct"
