"""read() and parse(): a text, with its variable and declarations, to a Problem or an expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

import symjac.language.variables as variables
from symjac.errors import ParseError, UnsupportedError
from symjac.errors.arguments import by_annotation
from symjac.expr.binding import at_index, free_letters, one_of_each
from symjac.expr.dims import ONE, Dim, Shape
from symjac.expr.expr import Expr
from symjac.expr.make import index, member, stack, symbol, transpose
from symjac.language.asides import prepared
from symjac.language.checks import check_entries, check_hidden, check_parameters, check_raised_letters
from symjac.language.context import Context, size_names
from symjac.language.declare import Declaration, declarations
from symjac.language.links import check_links
from symjac.language.looks import check_fonts, check_runs, tell_of_means
from symjac.language.maps import Map, maps
from symjac.language.meaning import Definition, Inferred, Meaning
from symjac.language.program import Program
from symjac.language.recurrences import check_reached
from symjac.language.reread import Understood, counted_out, with_entries
from symjac.language.text.scan import POSED


@dataclass(frozen=True)
class Problem:
    """What was typed, understood: the function, its definitions, its symbols and the variables to differentiate by."""

    source: str
    target: Expr
    name: str | None
    params: tuple[str, ...]
    definitions: tuple[Definition, ...]
    symbols: Mapping[str, Expr]
    variables: tuple[str, ...]
    inferred: tuple[Inferred, ...]
    maps: Mapping[str, Map] = field(default_factory=dict)
    order: int | None = None  # that an operator in front of the formula asks for
    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # k of a variable mu_k, by the name of its family
    notes: tuple[str, ...] = ()  # how something was read that could be read otherwise, a sentence each
    body: Expr | None = None  # the function in the names of its definitions
    same: Mapping[str, str] = field(default_factory=dict)  # i by j, where ∂f_i/∂z_i was asked for: what is derived is ∂f_i/∂z_j

    @property
    def is_map(self) -> bool:
        """f(x) or f(x_1, x_2) of a map that is only named, and nothing else."""
        if self.target.op.name != "image":
            return False
        (x,) = self.target.args
        return all(e.op.name == "symbol" for e in (x.args if x.op.name == "literal" else (x,)))

    @cached_property
    def families(self) -> Mapping[Expr, Expr]:
        """Of each variable that is a family x_1, …, x_N one of its members."""
        return one_of_each(self.target)

    @property
    def called(self) -> str:
        """What the function is called: as typed, by the map that it is, else f or F."""
        own = str(self.target.data[0]) if self.is_map else None
        taken = {*self.symbols, *self.maps}
        return self.name or own or next(c for c in ("f", "F", "f_0") if c not in taken or c == "f_0")


def read(text: str, wrt: str | None = None, where: str | Mapping[str, str] | None = None) -> Problem:
    """The problem that a formula poses; every mistake is a SymjacError."""
    given = prepared(text, where)
    declared = declarations(given.where)
    named = frozenset(name.strip() for name in (wrt or "").split(","))
    begin = partial(Program, given.text, declared=declared, variables=named, maps=maps(given.where, declared), most=POSED)
    program = begin()
    if counted := counted_out(program, wrt, declared):
        numbers = {name: Declaration(name, ONE, ONE, declared[x].words if x in declared else frozenset())
                   for x, names in counted.items() for name in names}  # fmt: skip
        declared = {name: item for name, item in declared.items() if name not in counted} | numbers
        begin = partial(begin, declared=declared, counted=counted)
        program, wrt = begin(), wrt and ", ".join(name for x in wrt.split(",") for name in counted.get(x.strip(), (x,)))
    understood = _understood(program, wrt)
    meaning, names = with_entries(understood, lambda arrays: _understood(begin(arrays=arrays), wrt), declared)
    if not meaning.target.is_scalar:  # else it is differentiated in the names of its definitions, where it is long
        meaning.check_total()
    program = meaning.program
    check_parameters(program, names)
    check_reached(program, names)
    tell_of_means(program, names)
    check_fonts(program, meaning.symbols)
    last = program.last
    notes = (*given.notes, *program.notes, *check_links(meaning), *meaning.builder.told)
    notes += tuple(meaning.builder.notes) if program.latex else ()
    posed = Problem(
        text, meaning.target, last.name, last.params, meaning.definitions(), meaning.symbols, names, meaning.inferred(),
        program.maps, program.asked.order if program.asked and not program.asked.optimum else None, program.letters, notes,
        meaning.body(), program.same,
    )  # fmt: skip
    return differentiable(posed)


def _understood(program: Program, wrt: str | None) -> Understood:
    """What the statements mean, and the variables."""
    check_entries(program)
    names = _variables(program, wrt)
    check_runs(program, names)
    check_raised_letters(program, names)
    return Meaning(program, names), names


def differentiable(problem: Problem) -> Problem:
    """The problem, if its variables are continuous."""
    for name in problem.variables:
        if "integer" in problem.symbols[name].data[1]:
            raise UnsupportedError(f"`{name}` is an integer, and nothing is differentiated by an integer", found=name)
    return problem


def _variables(program: Program, wrt: str | None) -> tuple[str, ...]:
    """The variables; where they are at fault, a fault of the formula itself comes first."""
    try:
        return variables.resolve(program, wrt)
    except ParseError:
        check_links(Meaning(program, ()))
        raise


@by_annotation
def parse(
    text: str, where: str | Mapping[str, str] | None = None, *, context: Problem | None = None, like: Shape | None = None,
    indices: Mapping[str, Dim] | None = None,
) -> Expr:  # fmt: skip
    """The expression that a text spells.

    context: names keep the shapes they have there, other names are errors;
    like: the shape it should have, which settles what the text leaves open (the size of I), if it can;
    indices: that stand free beside the context, where they are others than those of its derivative, and how far each runs.
    """
    given = prepared(text, where)
    declared = declarations(given.where)
    begin = partial(Program, given.text, declared, _context(context, indices), maps=maps(given.where, declared))
    meaning, names = _read_alone(begin(), like)
    if context is None:
        meaning, _ = with_entries((meaning, names), lambda arrays: _read_alone(begin(arrays=arrays), like), declared)
    if context is None:
        meaning.check_total()
    check_links(meaning)
    return meaning.target


def _read_alone(program: Program, like: Shape | None) -> Understood:
    """What the statements mean where no variable is asked for; those of a head are known."""
    check_entries(program)
    check_runs(program, program.last.params)
    check_raised_letters(program, ())
    for name in program.last.params:
        check_hidden(program, name)
    hint = variables.follow(program, program.last.params) if program.last.headed else ()
    return Meaning(program, hint, like), hint


def _context(problem: Problem | None, running: Mapping[str, Dim] | None = None) -> Context | None:
    if problem is None:
        return None
    values = {d.name: d.expanded for d in problem.definitions} | dict(problem.symbols)
    values = {name: e for name, e in samples(problem).items() if name not in problem.maps} | values
    families = {str(family.data[0]): x for family, x in problem.families.items()}
    families |= {d.name: member_of(d.name, d.expanded) for d in problem.definitions if d.expanded.op.name == "stack"}
    sizes = size_names([problem.target, *values.values()])
    return Context(
        values, frozenset(problem.symbols), sizes, problem.maps, families, free_indices(problem) if running is None else running
    )


def member_of(name: str, family: Expr) -> Expr:
    """p_i of p_i = …"""
    i, (body,) = family.data[0], family.args
    return member(symbol(name, family.shape), (i,), (i.data[1],), body.shape)


def samples(problem: Problem) -> dict[str, Expr]:
    """X, the matrix with the rows x_i', by its name."""
    found = {}
    for family, x in problem.families.items():
        if x.is_vector and len(x.data) == 1:
            name, i = str(family.data[0]), index("i", x.data[0])
            found[name[0].upper() + name[1:]] = stack(i, transpose(at_index(x, {x.args[1]: i})))
    return found


def free_indices(problem: Problem) -> dict[str, Dim]:
    """The letters of the derivative, and how far they run: k of one by mu_k, and of the family p_i that is differentiated."""
    free = problem.target.args[0].free if problem.target.op.name == "stack" else problem.target.free
    found = {str(i.data[0]): i.data[1] for i in free}
    through = [str(d.expanded.data[0].data[0]) for d in problem.definitions if d.expanded.op.name == "stack"]
    for family, x in problem.families.items():
        name = str(family.data[0])
        if name in problem.variables:
            letters = problem.letters.get(name) or free_letters(x, [*found, *through, *problem.symbols])
            found |= dict(zip(letters, x.data, strict=True))
    return found
