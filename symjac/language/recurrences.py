"""h_t = f(h_(t−1), W): of a rule for every t one step is no formula; what the last statement does not reach is no variable."""

from __future__ import annotations

from symjac.errors import UnsupportedError
from symjac.expr.names import typed
from symjac.language.program import Program
from symjac.language.text.tree import Statement
from symjac.lazy import regex

_STEP = regex(r"(?P<base>[^_\[]+)(?:_(?P<below>[A-Za-z](?:[+-]\d+)?|\d+)|\[(?P<above>[A-Za-z](?:[+-]\d+)?|\d+)\])")
WRITE_OUT = "write the steps out, as in h_1 = …; h_2 = …; a feed-forward network of any depth is for `symjac network`"


def check_reached(program: Program, names: tuple[str, ...]) -> None:
    """h = tanh(W x); L = ‖a − y‖²: of a W that L does not contain nobody asks for the zero."""
    used = program.used()
    reached = [s for s in program.statements if s is program.last or s.name in used]
    unused = [s for s in program.statements if not (s is program.last or s.name in used)]
    inside = {n for s in reached for n in (*s.params, *program.needs(s))}
    for name in names:
        astray = next((s for s in unused if name in program.needs(s)), None) if name not in inside else None
        if astray is not None:
            raise _unreached(program, name, unused, astray)
    for statement in reached:
        _check_step(program, statement, names)


def _unreached(program: Program, name: str, unused: list[Statement], where: Statement) -> UnsupportedError:
    bases = {base: s.name for s in reversed(unused) if s.name and (base := _base(s.name))}
    gaps = [(bases[_base(n)], n) for n in program.needs(program.last) if _base(n) in bases]
    last = program.source[slice(*program.last.span)]
    message = f"`{typed(name)}` does not occur in the last statement, which does not use `{typed(str(where.name))}`"
    hint = "use it there, or leave it out"
    if gaps:
        hint = f"no step leads from {typed(str(gaps[0][0]))} to {typed(gaps[0][1])}: {WRITE_OUT}"
    return UnsupportedError(message, source=program.source, span=where.span, found=last, hint=hint)


def _check_step(program: Program, s: Statement, names: tuple[str, ...]) -> None:
    """Of shared weights W: h_(t−1) depends on W as h_t does. Weights W_t of one step, and h_(t−1) itself, are no matter."""
    own = _STEP.fullmatch(str(s.name))
    if own is None or s.headed or s.body.kind == "stack" or not _index(str(s.name))[:1].isalpha():
        return
    below, defined = _below(program, s), program.defined()
    others = [n for n in sorted(below) if n not in defined and _base(n) == _base(str(s.name))]
    shared = [v for v in names if v in below and v not in others and not _index(v)[:1].isalpha()]
    if others and shared:
        at, here = typed(others[0]), typed(str(s.name))
        message = f"`{here}` is defined by `{at}`, which depends on `{typed(shared[0])}`, too, and nothing says how"
        hint = f"{WRITE_OUT}; if {at} is a constant, give it another name"
        raise UnsupportedError(message, source=program.source, span=s.span, hint=hint)


def _below(program: Program, s: Statement) -> set[str]:
    """All names that a statement contains, those of the definitions that it uses included."""
    defined, found, stack = program.defined(), set[str](), [s]
    while stack:
        new = {*program.needs(stack.pop())} - found
        found |= new
        stack += [defined[n] for n in new if n in defined]
    return found


def _base(name: str) -> str:
    """h[ of h[l], h_ of h_t: what the members of a sequence have in common."""
    found = _STEP.fullmatch(name)
    return "" if found is None else found["base"] + ("_" if found["below"] else "[")


def _index(name: str) -> str:
    found = _STEP.fullmatch(name)
    return "" if found is None else found["below"] or found["above"]
