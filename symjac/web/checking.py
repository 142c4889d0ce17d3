"""An answer, or a chain of them on several lines, judged: the verdict, the mistake by name, and the line it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symjac.judge.check import check as run
from symjac.judge.document import Chain
from symjac.judge.lines import check_lines
from symjac.judge.verdict import Verdict
from symjac.pages.live.reading import guessed

OPTIONS = ("order", "layout", "order_of")


def check(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict on the whole, one on each link where there are several, and both as they are written on the page."""
    where = asked.get("where")
    wrt = asked.get("wrt") or guessed(asked["f"], where)
    options = {name: asked[name] for name in OPTIONS if name in asked}
    verdicts = check_lines(asked["f"], wrt, asked["claim"], where, **options)
    if len(verdicts) < 2:
        verdicts = [run(asked["f"], wrt, asked["claim"].strip().removeprefix("="), where, **options)]
    wrong = next((k for k, each in enumerate(verdicts) if not each), None)
    whole = verdicts[-1 if wrong is None else wrong]
    shown = whole if len(verdicts) == 1 else Chain(verdicts)
    return {
        "status": whole.status,
        "line": None if wrong is None or len(verdicts) == 1 else wrong + 1,
        "verdicts": [told(each) for each in verdicts],
        "html": shown.render("html", reveal=asked.get("reveal", False), fragment=True, styled=False),
    }


def told(verdict: Verdict) -> dict[str, Any]:
    """Plain data, with nothing that is only found when it is asked for."""
    difference = verdict.counterexample
    return {
        "status": verdict.status,
        "message": verdict.message,
        "mistakes": [{"code": m.code, "sentence": m.sentence, "alternative": m.alternative} for m in verdict.mistakes],
        "facts": list(verdict.facts),
        "counterexample": str(difference) if difference else "",
    }
