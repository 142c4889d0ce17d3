"""Which variables to differentiate by: those that are named, those of the head, or the only one there is."""

from __future__ import annotations

from collections.abc import Collection

from symjac.errors import LimitError, ParseError
from symjac.expr.binding import unused
from symjac.language.checks import check_hidden
from symjac.language.families import split_name
from symjac.language.program import Program
from symjac.language.text.alike import close_to
from symjac.language.text.spelled import one_name
from symjac.language.text.sums.bound import Bound
from symjac.language.text.tree import Statement, free_names

LONG = 50_000  # characters of a list: of some thousand names
ALL = "all"  # every variable that is not declared constant


def resolve(program: Program, wrt: str | None) -> tuple[str, ...]:
    """The canonical names of the variables."""
    if program.asked is not None and not (program.asked.optimum and wrt is not None):
        asked = _named(program, program.asked.name)
        if wrt is not None and _named(program, wrt) != asked:
            message = f"the formula asks for the derivative by {asked[0]}, and wrt is {wrt}"
            raise ParseError(message, source=program.source, span=program.asked.span, hint="leave one of them out")
        return asked
    if wrt is not None and wrt.strip() == ALL and ALL not in {*program.free(), *program.declared}:
        return tuple(candidates(program))
    if wrt is not None:
        return _named(program, wrt)
    if program.last.headed:
        return _headed(program, program.last)
    defined = program.defined()
    called = [s for n in program.needs(program.last) if (s := defined.get(n)) is not None and s.headed]
    if called:
        return tuple(dict.fromkeys(v for s in called for v in _headed(program, s)))
    return _only(candidates(program))


def candidates(program: Program) -> list[str]:
    """Every variable that is not declared constant."""
    constant = {n for n, d in program.declared.items() if "constant" in d.words}
    return [n for n in program.free() if n not in constant]


def follow(program: Program, params: tuple[str, ...]) -> tuple[str, ...]:
    """The independent variables under the arguments of a head: theta for L(e), e(theta)."""
    defined = program.defined()
    found: dict[str, None] = {}
    stack, seen = list(reversed(params)), set()
    while stack:
        name = stack.pop()
        if name not in defined:
            found[name] = None
        elif name not in seen:
            seen.add(name)
            below = defined[name].params or tuple(n for n in free_names(defined[name].body) if n in defined)
            stack.extend(reversed(below))
    return tuple(found)


def _headed(program: Program, statement: Statement) -> tuple[str, ...]:
    found = follow(program, statement.params)
    for name in found:
        check_hidden(program, name)
    return found or _only(candidates(program))


def _only(names: list[str]) -> tuple[str, ...]:
    if len(names) == 1:
        return (names[0],)
    if not names:
        raise ParseError("there is no variable to differentiate by")
    listed = ", ".join(names)
    raise ParseError(f"which variable? The formula has {listed}", expected=listed, hint=f'name one of them: wrt="{names[-1]}"')


def _named(program: Program, wrt: str) -> tuple[str, ...]:
    if not wrt.strip():
        raise ParseError("the variable is empty", expected="the name of a variable: " + ", ".join(candidates(program)))
    if len(wrt) > LONG:
        raise LimitError(f"the list of variables is longer than {LONG} characters", hint="wrt='all' takes every variable")
    known = set(program.free()) | set(program.declared)
    names = tuple(of_family(program, one_name(part, "the variable"), known) for part in wrt.split(","))
    for name in names:
        if name not in known:
            check_hidden(program, name)
            raise _no_variable(program, name, wrt)
    if len(set(names)) < len(names):
        raise ParseError("a variable is named twice", source=wrt, span=(0, len(wrt)))
    return names


def of_family(program: Program, name: str, known: Collection[str]) -> str:
    """x for x_k, where x is a family; the index is remembered."""
    parts = split_name(name)
    if name in known or parts is None or not (parts[0] in program.families.names or parts[0] in known):
        return name
    base, indices = parts
    if base not in program.families.names:
        program.notes.append(f"The derivative by {name}, for every {indices[0]}, is the derivative by {base}.")
        return base
    program.letters[base] = apart(program, indices)
    return base


def apart(program: Program, indices: tuple[str, ...]) -> tuple[str, ...]:
    """The letters of ∂/∂z_i; others where f itself has an index of this name: ∂f_i/∂z_j, of which j = i is asked."""
    own = program.last.body.data
    if not (program.last.body.kind == "stack" and isinstance(own, Bound) and own.letter in indices):
        return indices
    other = unused({own.letter, *indices, *program.free()})
    program.same[other] = own.letter
    program.notes.append(f"The derivative is given for every {own.letter} and {other}; what is asked has {other} = {own.letter}.")
    return tuple(other if i == own.letter else i for i in indices)


def _no_variable(program: Program, name: str, wrt: str) -> ParseError:
    names = candidates(program)
    near = close_to(name, names)
    if name == "pi":
        raise ParseError(
            "`pi` is the number π", source=wrt, span=(0, len(wrt)), hint="declare it to make it a variable: pi: scalar"
        )
    what = "does not occur in the formula"
    if name in program.dims:
        what = "is the name of a size, not a variable"
    elif name in program.defined():
        what = "is defined, not a variable"
    hint = (
        f"did you mean {near}?" if near else "the variables are " + ", ".join(names) if names else "the formula has no variables"
    )
    return ParseError(f"`{name}` {what}", source=wrt, span=(0, len(wrt)), hint=hint)
