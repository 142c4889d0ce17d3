"""The proofs by the rule that they prove; which of them a derivation calls for. A proof exists because its file registers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from symjac.derivation.beside import import_all
from symjac.derivation.question import Question
from symjac.derivation.rules import Letters, squared_norm
from symjac.derivation.trail import Step, Trail, checked, every
from symjac.expr.expr import Expr, containing, postorder
from symjac.expr.families import ScalarOp
from symjac.verify import Claim, verify
from symjac.verify.term import Derivative, Meaning, Value

Prove = Callable[[Expr | None, Letters, Trail], None]
BY_RULES = ("differential", "chain")  # styles that quote rules for whole matrices; by components they are derived on the spot


@dataclass(frozen=True)
class Proof:
    """Why a rule holds.

    rule: the operation of which it is the rule, or the name of the steps that use it; title: the rule in a few words;
    prove: writes the lines, for the operation as it occurs first; needs: proofs of rules that this one quotes.
    """

    rule: str
    title: str
    prove: Prove
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proved:
    """A proof with its steps."""

    title: str
    steps: tuple[Step, ...]


_proofs: dict[str, Proof] = {}


def register(proof: Proof) -> Proof:
    if proof.rule in _proofs:
        raise ValueError(f"two proofs of {proof.rule!r}")
    _proofs[proof.rule] = proof
    return proof


def proofs() -> dict[str, Proof]:
    import_all("symjac.derivation.proofs")
    return _proofs


def proved(q: Question, style: str, steps: Iterable[Step], *, check: bool) -> tuple[tuple[Proved, ...], int]:
    """The proofs of the rules that the steps quote, each once, and how many of their lines were checked."""
    letters, lines, out = Letters(q), 0, []
    letters.taken |= {str(e.data[0]) for s in steps for e in symbols_of(s)}
    for name, e in quoted(q, style, steps).items():
        trail = Trail(prefix=f"{name}.")
        proofs()[name].prove(e, letters, trail)
        claims = [Claim(s.before, s.after, s.free, f"step {s.id}") for s in trail.steps if s.before is not None]
        report = verify(claims, ()) if check else None
        lines += report.lines if report else 0
        out.append(Proved(proofs()[name].title, tuple(checked(s, str(report or "")) for s in trail.steps)))
    return tuple(out), lines


def symbols_of(step: Step) -> Iterator[Expr]:
    """The letters of a line: those of the problem, and those that the style has given."""
    for term in (step.before, step.after):
        if term is not None and isinstance(term.meaning, Value | Derivative):
            whole = term.meaning.expr if isinstance(term.meaning, Value) else term.meaning.f
            yield from (e for e in postorder(whole) if e.op.name == "symbol")


def quoted(q: Question, style: str, steps: Iterable[Step]) -> dict[str, Expr | None]:
    """The rules by name, with the operation as it occurs first; what a proof needs stands before it."""
    known = proofs()
    found: dict[str, Expr | None] = {}
    alone = any(s.before is not None and is_norm(s.before.meaning) for s in steps)
    for name, e in rules(q.f, q.variables, style, alone):
        if name in known:
            found.setdefault(name, e)
    used = {s.rule.name for s in every(steps)}
    found |= {name: None for name in known if name in used and style in BY_RULES}
    ordered: dict[str, Expr | None] = {}
    for name in found:
        ordered |= {n: found.get(n, found[name]) for n in (*known[name].needs, name) if n not in ordered}
    return ordered


def is_norm(meaning: Meaning) -> bool:
    """∇ₓs for s = ‖x‖"""
    return isinstance(meaning, Derivative) and meaning.f.op.name == "norm"


def rules(f: Expr, variables: Sequence[Expr], style: str, alone: bool) -> Iterator[tuple[str, Expr]]:
    """The operations on the way from the variables to f of which the style quotes the rule; that of ‖u‖² is one of its own.

    alone: whether a norm is differentiated by itself, as by chain that in ‖x‖² is."""
    moving = containing(f, *variables)
    through = style == "chain" and alone
    squared = [e for e in moving if squared_norm(e) is not None and not (through and squared_norm(e) in variables)]
    inside = {e.args[0] for e in squared}
    for e in moving:
        of_matrix = e in squared and style == "chain" and e.args[0].args[0].is_matrix  # by chain ‖e‖² is e_1² + ⋯ + e_N²
        if of_matrix or (e in squared and style == "differential"):
            yield "squared norm", e
        elif e in squared:
            continue
        elif e not in inside and (style in BY_RULES or (style == "components" and isinstance(e.op, ScalarOp))):
            yield e.op.name, e
