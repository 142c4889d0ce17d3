"""A wrong answer explained: the mistakes, where in the derivation they were made, what is true of it nevertheless."""

from __future__ import annotations

from functools import partial

from symjac.derivation.trail import Step, every
from symjac.errors import SymjacError
from symjac.expr.dims import shape_text
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.make import value_of
from symjac.judge.asked import Asked
from symjac.judge.equality import Counterexample, Outcome
from symjac.judge.facts import facts, wrong_entries
from symjac.judge.forms.answer import Answer
from symjac.judge.mistakes.mutant import Kind
from symjac.judge.mistakes.registry import kind
from symjac.judge.search import Explanation, Target, explanations
from symjac.judge.verdict import Mistake, Verdict
from symjac.judge.words import plain
from symjac.verify.term import Value


def diagnosed(asked: Asked, answer: Answer, outcome: Outcome, counter: Counterexample | None) -> Verdict:
    target = Target(asked, answer)
    found = explained(asked, answer, target)
    mistakes = tuple(mistakes_of(asked, found))
    true = () if obvious(found) else facts(target)
    message = said(asked, answer, mistakes, true, counter, outcome)
    return Verdict("wrong", mistakes, message, counter, said=true, asked=asked, answer=answer, claim=answer.text)


def explained(asked: Asked, answer: Answer, target: Target) -> list[Explanation]:
    """What the search finds, and what is plain to see without it."""
    if asked.point and is_slip(asked, target):
        return [Explanation((kind("EVAL"),), (None,), 1.0)]
    found = explanations(target)
    if asked.point:  # few numbers are met by many pairs of mistakes
        found = [e for e in found if len(e.kinds) == 1]
    if not found and not target.nearly_right and rearranged(target):
        found = [Explanation((kind("INDEX"),), (None,), 3.0)]
    if not found and asked.point and answer.expr is not None and answer.shape == asked.result.shape:
        return [Explanation((kind("EVAL"),), (None,), 3.0)]
    if answer.shape != asked.result.shape and not any("T_LAYOUT" in e.codes for e in found[:1]):
        found = [*found, Explanation((kind("SHAPE"),), (None,), 3.0)]
    return found


def obvious(found: list[Explanation]) -> bool:
    """A sign or a factor of the whole says it all."""
    return bool(found) and found[0].cost < 1 and len(found[0].kinds) == 1


def is_slip(asked: Asked, target: Target) -> bool:
    """In numbers: at least half of the entries right, or nothing else to be seen in it."""
    if target.claimed[0].shape != target.right[0].shape:
        return False
    size = target.right[0].size
    return 2 * len(wrong_entries(target)) <= size if size > 1 else False


def rearranged(target: Target) -> bool:
    """The right entries, somewhere else."""
    np = target.np
    pairs = list(zip(target.claimed, target.right, strict=True))
    if any(c.size != r.size or c.size == 1 or not np.isfinite(c).all() for c, r in pairs):
        return False
    return all(np.allclose(np.sort(c.ravel()), np.sort(r.ravel()), rtol=1e-9, atol=1e-12) for c, r in pairs)


def mistakes_of(asked: Asked, found: list[Explanation]) -> list[Mistake]:
    """Those of the simplest explanation, then the others; each code once."""
    told: dict[str, Mistake] = {}
    for k, explanation in enumerate(found):
        for which, node in zip(explanation.kinds, explanation.nodes, strict=True):
            if which.code not in told:
                told[which.code] = Mistake(which.code, sentence(which, node), k > 0, partial(step_of, asked, which, node))
    return list(told.values())


def sentence(which: Kind, node: Expr | None) -> str:
    if which.code == "SYM" and node is not None:
        return which.sentence.replace("$A", f"${node}")
    return which.sentence


def step_of(asked: Asked, which: Kind, node: Expr | None) -> str | None:
    """The first step of the derivation in whose outcome the mistaken part stands; the last for what concerns the whole."""
    if asked.linked:
        return None
    try:
        steps = every(asked.derivation.steps)
    except SymjacError:
        return None
    for step in steps:
        if step.kind not in ("define", "shape") and (has(step, node) if node is not None else brings(step, which)):
            return step.id
    return steps[-1].id if steps else None


def has(step: Step, node: Expr) -> bool:
    meaning = step.after.meaning
    return isinstance(meaning, Value) and contains(meaning.expr, node)


def brings(step: Step, which: Kind) -> bool:
    """Whether a minus, or a number, comes in there by differentiating: what the whole answer may have lost."""
    meaning = step.after.meaning
    if which.code not in ("SIGN", "F2") or step.kind not in ("differentiate", "chain") or not isinstance(meaning, Value):
        return False
    if which.code == "SIGN":
        return any(e.op.name == "neg" or (value_of(e) or 0) < 0 for e in postorder(meaning.expr))
    return any(value_of(e) not in (None, 0, 1, -1) for e in postorder(meaning.expr))


def said(
    asked: Asked,
    answer: Answer,
    mistakes: tuple[Mistake, ...],
    true: tuple[str, ...],
    counter: Counterexample | None,
    outcome: Outcome,
) -> str:
    """What is told first, in a few sentences."""
    parts = [m.text for m in mistakes if not m.alternative]
    if answer.shape != asked.result.shape:
        parts.append(f"The derivative is {shape_text(asked.result.shape)}, the answer {shape_text(answer.shape)}.")
    if not parts:
        parts.append("The answer is not equal to the derivative.")
    telling = [fact for fact in true if not (mistakes and fact.endswith(" = 1$"))]
    parts += [f"{fact[0].upper()}{fact[1:]}." for fact in telling[: 1 if mistakes else 2]]
    if counter is not None and counter.entry is not None:
        text = str(counter)
        parts.append(f"{text[0].upper()}{text[1:]}.")
    elif outcome.domain:
        parts.append(f"{outcome.domain[0].upper()}{outcome.domain[1:]}.")
    return " ".join(map(plain, parts))
