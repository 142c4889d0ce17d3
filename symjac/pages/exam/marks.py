"""4 marks over the lines of a solution: a mark at the line that earns it, in whole or half marks that sum to the part's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from symjac.derivation.explain.displays import SHOWN_FROM, displayed
from symjac.derivation.trail import Step
from symjac.errors import ParseError
from symjac.writing.block import Mark

# What is worth most, where there are fewer marks than lines. 0: what only restates or collects earns where nothing else does.
WORTH: Mapping[str, int] = {
    "conclude": 90, "value": 80, "chain": 70, "differentiate": 60, "cases": 60, "table": 95, "graph": 50, "sentence": 50,
    "instance": 85, "shape": 50, "component": 40, "substitute": 30, "simplify": 30, "define": 0, "assemble": 0,
}  # fmt: skip
BY_RULE: Mapping[str, int] = {  # where a rule is worth something else than its kind
    "winner": 90, "product": 80, "sum": 70, "product_of_jacobians": 50, "numbers": 20, "products": 10, "add": 10, "entries": 10,
    "entry": 10, "equation": 75, "second_derivative": 65, "completed_square": 65, "newton": 70, "best_value": 0,
    "answer": 90, "matrix_form": 0, "loss": 25, "forward_value": 20, "delta": 75, "gradient_value": 85,
}  # fmt: skip
# rules that a scheme calls by their names
TOLD = frozenset(("equation", "second_derivative", "completed_square", "newton", "answer"))
NUMBERS: Mapping[str, str] = {  # and what is done to numbers, where the kind of step would say no more than "substitution"
    "gram": "normal", "system": "normal", "determinant": "determinant", "minimiser": "formula", "inverse": "inverse",
    "value": "value", "decimals": "value", "least_squares": "value", "neuron": "layers", "column": "layers", "matrix": "layers",
    "layer": "layers", "product": "multiplication", "numbers": "multiplication", "products": "multiplication",
    "affine": "weighted", "add": "weighted", "sum": "weighted", "activate": "output", "entries": "output", "winner": "choice",
    "chain_rule": "chain", "factors": "differentiate", "loss": "loss", "forward_value": "forward",
    "delta": "error", "gradient_value": "gradients",
}  # fmt: skip


def number(marks: Fraction) -> str:
    """2, 0.5"""
    return str(marks.numerator) if marks.denominator == 1 else f"{float(marks):g}"


def share(
    total: Fraction, worth: Sequence[int], later: Sequence[int] = (), repeats: frozenset[int] = frozenset()
) -> list[Fraction]:
    """The total in shares of one unit, whole marks where it is whole: first one each to what is worth most, then round again.

    later: what is worth most in the other rounds; there the last of equals comes first. repeats: what comes last in a round,
    because its like comes before.
    """
    unit = Fraction(1) if total.denominator == 1 else Fraction(1, 2)
    known = [k for k, w in enumerate(worth) if w or not any(worth)]
    first = sorted(known, key=lambda k: (k in repeats, -worth[k], k))
    other = sorted(known, key=lambda k: (k in repeats, -later[k], -k)) if later else first
    shares = [Fraction(0)] * len(worth)
    for n in range(int(total / unit)):
        shares[(other if n >= len(first) else first)[n % len(first)]] += unit
    return shares


def earning(steps: Iterable[Step], detail: str) -> list[Step]:
    """The steps whose lines are shown and claim something; the lines of a display by one rule earn together, at the last."""
    runs = displayed(tuple(steps), SHOWN_FROM[detail])
    shown = [s for run in runs for s in run.shown if s.before is not None and s.rule.name not in ("given", "data")]
    return [s for k, s in enumerate(shown) if k + 1 == len(shown) or shown[k + 1].rule.name != s.rule.name or own(s)]


EACH = ("factor", "error", "delta", "gradient_value")  # rules of which every line is a step of its own


def own(step: Step) -> bool:
    """Whether a line earns marks even beside another one by the same rule: each factor of a chain does."""
    return (step.kind in ("differentiate", "value") and bool(step.rule.short)) or step.rule.name in EACH


class Earner(NamedTuple):
    """What can earn marks: a step, or a picture or a table. rule: another name that it goes by."""

    id: str
    kind: str
    rule: str


def of_steps(steps: Iterable[Step], detail: str) -> list[Earner]:
    return [Earner(s.id, s.kind, s.rule.name) for s in earning(steps, detail)]


def at_lines(lines: Sequence[Earner], marks: Any, total: Fraction) -> tuple[dict[str, Fraction], list[tuple[str, Fraction]]]:
    """Marks by the id of what earns them; and the scheme: what earns how much, in order."""
    if not lines:
        raise ParseError("this solution has no lines that could earn marks", hint="a total, and detail = 'exam'")
    if isinstance(marks, dict):
        found = by_kind(lines, marks)
    else:
        found = dict(
            zip((e.id for e in lines), share(total, worths(lines), [later(e) for e in lines], repeated(lines)), strict=True)
        )
    return {k: m for k, m in found.items() if m}, [(told(e), found[e.id]) for e in lines if found.get(e.id)]


def told(e: Earner) -> str:
    """What the scheme calls it."""
    if e.kind in ("substitute", "value") and e.rule in NUMBERS:
        return NUMBERS[e.rule]
    return e.rule if e.rule in TOLD else e.kind


def worths(lines: Sequence[Earner]) -> list[int]:
    """What is derived is found in the last line of all."""
    last = max((k for k, e in enumerate(lines) if not e.id.startswith("block ")), default=-1)
    least = [90 if k == last else 0 for k in range(len(lines))]
    return [BY_RULE.get(e.rule, max(WORTH.get(e.kind, 50), floor)) for e, floor in zip(lines, least, strict=True)]


def later(e: Earner) -> int:
    """In further rounds a result is worth no more than the work that leads to it."""
    worth = BY_RULE.get(e.rule, WORTH.get(e.kind, 50))
    return 59 if e.kind in ("conclude", "table") else min(worth, 60)


def repeated(lines: Sequence[Earner]) -> frozenset[int]:
    """Lines by a rule that another line has gone by before."""
    rules = [e.rule for e in lines]
    return frozenset(k for k, rule in enumerate(rules) if rule in rules[:k] and rule not in EACH)


def by_kind(lines: Sequence[Earner], marks: Mapping[str, Any]) -> dict[str, Fraction]:
    """{chain = 2, transpose_sum = 1}: a kind of step or the name of a rule, shared out over its lines."""
    found: dict[str, Fraction] = {}
    for kind, worth in marks.items():
        those = [e for e in lines if kind in (e.kind, e.rule)]
        if not those:
            known = ", ".join(dict.fromkeys(name for e in lines for name in (e.kind, e.rule)))
            raise ParseError(f"this solution has no line of the kind {kind!r} that could earn marks", expected=known)
        for earner, part in zip(those, share(Fraction(worth), [1] * len(those)), strict=True):
            found[earner.id] = found.get(earner.id, Fraction(0)) + part
    return found


def marked(steps: Iterable[Step], marks: Mapping[str, Fraction]) -> tuple[Step, ...]:
    """The steps with their marks beside their lines; a line that earns marks is shown."""
    return tuple(with_mark(step, marks) for step in steps)


def with_mark(step: Step, marks: Mapping[str, Fraction]) -> Step:
    below = marked(step.substeps, marks)
    if step.id not in marks:
        return replace(step, substeps=below) if step.substeps else step
    rule = replace(step.rule, short=(*step.rule.short, Mark(number(marks[step.id]))))
    return replace(step, rule=rule, substeps=below)
