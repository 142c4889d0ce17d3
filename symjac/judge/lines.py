"""A chain of equalities, ∇f = … = …, on one line or many, judged link by link: each side against the one before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from symjac.derivation.derive import Where
from symjac.errors import SymjacError
from symjac.errors.arguments import by_annotation
from symjac.judge import claims
from symjac.judge.asked import Asked, ask
from symjac.judge.check import judge, verdict_of
from symjac.judge.forms.answer import Answer
from symjac.judge.verdict import Verdict
from symjac.lazy import regex

_FRAME = regex(
    r"\\(?:begin|end)\{(?:align|aligned|equation|split|gather|gathered|eqnarray|multline)\*?\}|\\\[|\\\]|\$\$?|\\nonumber|\\notag"
)
_BREAK = regex(r"\\\\(?:\[[^\]]*\])?|\n|;")
_EQUALS = regex(r"(?<![=<>!:])=(?!=)")
_NAME = regex(r"\s*(\\?[^\W\d_]\w*|[^\W\d_](?:_\{?\w+\}?)?)\s*")
_HEAD = regex(
    r"\s*(?:∇.*|\\nabla.*|\\[dt]?frac\s*\{\s*(?:d|∂|\\partial|\\mathrm).*|[d∂]\^?2?\s*\w*\s*/\s*[d∂].*|(?:grad|Jacobian|Hessian|[JHG])(?:_.*|\(.*\))?|\w'\s*(?:\(.*\))?)\s*",
    re.S,
)
_ALIGN = regex(r"&|\\quad|\\qquad|(?:^|\s)(?:⇒|∴|\\Rightarrow|\\implies|\\therefore)")


@by_annotation
def check_lines(
    f: Any,
    wrt: Any,
    text: str,
    where: Where = None,
    *,
    order: int = 1,
    layout: str = "numerator",
    order_of: str = "notes",
    at: str | None = None,
) -> list[Verdict]:
    """One verdict for each link: the first expression against the derivative, every other against the one before it.

    text: `a = b = c`, on one line or many, an align pasted; `h = tanh(W x)` on a line of its own defines a name.
    """
    asked = ask(f, wrt, where, order, layout, order_of, at)
    defined, sides = chain(text, asked)
    verdicts: list[Verdict] = []
    before: Answer | None = None
    for k, side in enumerate(sides):
        verdict = link(asked, before, defined + side, last=k == len(sides) - 1)
        verdicts.append(verdict)
        before = verdict.answer or before
    return verdicts


def link(asked: Asked, before: Answer | None, text: str, last: bool) -> Verdict:
    """before = text; on the way to the end nothing need be finished."""
    if before is None or before.expr is None:
        verdict = judge(asked, text)
    else:
        verdict = follows(asked, before, text)
    if verdict.status == "unsimplified" and not last:
        return replace(verdict, status="correct", message="right")
    return verdict


def follows(asked: Asked, before: Answer, text: str) -> Verdict:
    """The verdict on text as equal to what stands before it, right or wrong."""
    assert before.expr is not None
    here = replace(asked, result=before.expr, linked=True)
    try:
        verdict = verdict_of(here, claims.read(text, here))
    except SymjacError as failure:
        return Verdict("invalid", message=str(failure), asked=asked, claim=text, before=before)
    return replace(verdict, asked=asked, before=before)


def chain(text: str, asked: Asked) -> tuple[str, list[str]]:
    """The definitions, as text in front of every side, and the sides."""
    defined, sides = [], []
    for line in statements(text):
        parts = [part.strip().rstrip(",.") for part in _EQUALS.split(line)]
        if is_definition(parts, asked, text):
            defined.append(f"{parts[0]} = {parts[1]}; ")
            continue
        if len(parts) > 1 and (not parts[0] or is_head(parts[0], asked) or is_name(parts[0], asked)):
            parts = parts[1:]
        sides += [part for part in parts if part]
    return "".join(defined), sides


def statements(text: str) -> Iterator[str]:
    """The lines, without what frames and aligns them; matrices and cases stay in one piece."""
    pieces = re.split(
        r"(\\begin\{(?:[bpv]?matrix|cases|array)\}.*?\\end\{(?:[bpv]?matrix|cases|array)\}|\[[^\[\]=]*\])",
        _FRAME.sub(" ", text),
        flags=re.S,
    )
    kept = [piece if k % 2 else _BREAK.sub("\0", _ALIGN.sub(" ", piece)) for k, piece in enumerate(pieces)]
    yield from (line for line in "".join(kept).split("\0") if line.strip())


def is_head(part: str, asked: Asked) -> bool:
    """∇f, df/dx, f'(x), J, which say what is asked for; the x'(A + A') of a variable x is a transpose, and a side."""
    return bool(_HEAD.fullmatch(part)) and not (part.strip()[1:2] == "'" and part.strip()[0] in asked.context.symbols)


def is_name(part: str, asked: Asked) -> bool:
    """A name of its own, in front of the first equals sign."""
    return bool(_NAME.fullmatch(part)) and part.strip().lstrip("\\") not in asked.context.symbols


def is_definition(parts: list[str], asked: Asked, text: str) -> bool:
    """h = … where h is new and is used again."""
    name = parts[0].strip()
    if len(parts) != 2 or not is_name(name, asked) or name == asked.problem.called:
        return False
    return len(re.findall(rf"(?<![\w\\]){re.escape(name)}(?!\w)", text)) > 1
