"""A text as statements: lexemes, names, functions, trees; nothing is known of shapes yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from symjac.errors import ParseError, SymjacError
from symjac.expr.dims import ONE, SCALAR, Shape, dim
from symjac.expr.expr import PARTS
from symjac.language.checks import (
    check_circles,
    check_divisors,
    check_listed,
    check_names,
    check_second_points,
    check_sums,
    check_unused,
)
from symjac.language.context import Context
from symjac.language.declare import Declaration
from symjac.language.families import read_families
from symjac.language.lower.base import Function
from symjac.language.lower.lowering import Lowering
from symjac.language.maps import Map
from symjac.language.shapes.infer import Shapes
from symjac.language.text.bare import take_products
from symjac.language.text.brackets import as_column
from symjac.language.text.heads import is_label, read_head
from symjac.language.text.line import Line
from symjac.language.text.names import full_name, is_short_product, letters
from symjac.language.text.operators import Asked, ask, check_operators
from symjac.language.text.order import formula_last, ordered, unchained
from symjac.language.text.parser import parse_tokens
from symjac.language.text.programs import rows
from symjac.language.text.spelled import lexemes
from symjac.language.text.statements import split
from symjac.language.text.sums.bound import Bound
from symjac.language.text.tree import Node, Statement, Token, free_names, is_run, postorder
from symjac.language.text.words.called import is_called_in_square_brackets, is_power_of_a_function
from symjac.language.text.words.known import Known
from symjac.language.text.words.meant import UnknownFunction
from symjac.language.text.words.resolver import Resolver


@dataclass
class Program:
    """The statements of one text, with what its names refer to."""

    source: str
    declared: Mapping[str, Declaration]
    context: Context | None = None
    variables: frozenset[str] = frozenset()  # that are differentiated by, as far as they are named beside the text
    maps: Mapping[str, Map] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    functions: dict[str, Function] = field(default_factory=dict)
    latex: bool = False
    asked: Asked | None = None
    notes: list[str] = field(default_factory=list)
    letters: dict[str, tuple[str, ...]] = field(default_factory=dict)  # k of a variable mu_k
    same: dict[str, str] = field(default_factory=dict)  # i by j, where ∂f_i/∂z_i is asked and ∂f_i/∂z_j is derived
    most: int = PARTS
    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # x_1, x_2 for the argument x
    arrays: Mapping[str, int] = field(default_factory=dict)  # of which entries are meant, with the number of their indices
    needed: dict[Statement, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.context is not None:
            self.maps = {**self.context.maps, **self.maps}
        tokens, self.latex = lexemes(self.source, self.most)
        if "@" in self.source and self.context is None:
            tokens, told = rows(tokens, self.source, self._may_be_a_column)
            self.notes += dict.fromkeys(told)
        chosen = (t for t in tokens if t.data in ("course", "label"))
        self.notes += dict.fromkeys(f"{self.source[slice(*t.span)]} is read as {full_name(t)}." for t in chosen)
        lines = formula_last(split(tokens, self.source, self.latex))
        if not lines:
            raise ParseError("there is no formula", expected="a formula, such as norm(y - Phi*theta)^2")
        given = {*self.declared, *self.maps, *(self.context.shapes if self.context else ())}
        self.asked = ask(lines[-1], given | {full_name(line.head[0]) for line in lines[:-1] if line.head}, self.source)
        if self.asked is not None and self.asked.claimed:
            self.notes.append(f"What stands behind the = is not judged: {self.asked.claimed}.")
        if self.asked is not None and self.asked.optimum:
            self.notes.append("The derivative is that of the function which is minimised or maximised.")
        lines = ordered([single for line in lines for single in unchained(line, given)])
        for line in lines:
            read_head(line, self.source)
            line.params = tuple(name for p in line.params for name in self.counted.get(p, (p,)))
            line.body = as_column(line.body)
            self._label(line, given)
        self.families, self.declared = read_families(
            lines, self.declared, self.asked, self.source, self.latex, self.context, self.arrays, self.variables
        )
        self.notes += self.families.notes
        for line in lines:
            check_operators(line, given | {n for n in (line.name, *line.params) if n}, self.source)
        check_names(self, lines)
        check_sums(self, lines)
        self.known = self._known(lines)
        arrays = {n for n, d in self.declared.items() if (d.rows, d.columns) not in (SCALAR, (None, None))}
        self.lowering = Lowering(self.source, self.functions, frozenset(arrays), self.maps)
        self.lowering.dims |= self.known.dims
        self.lowering.names, self.lowering.named = self.known.names, self.known.named
        self._read_all(lines, given)
        check_circles(self)
        check_unused(self, lines[-1])
        self.statements = outermost_last(self)
        check_listed(self, lines)

    def _read_all(self, lines: list[Line], given: set[str]) -> None:
        """Every statement; the x of f(x) = … is no name in g(t) = f(x(t))."""
        alone = {name for line in lines for name in standing_alone(line, self.latex, self.source)}
        everywhere = self.known.names
        arguments = {p for line in lines if line.headed for p in line.params}
        elsewhere = arguments - alone - given - {line.name for line in lines}
        for line in lines:
            self.known.names = everywhere - (elsewhere - {*line.params})
            self._read(line, alone, line is lines[-1])
        self.known.names = everywhere

    def _may_be_a_column(self, name: str) -> bool:
        given = self.declared.get(name)
        return given is None or given.columns is None or (given.columns == ONE and given.rows != ONE)

    def _label(self, line: Line, given: set[str]) -> None:
        """p(x | mu) = …: what stands before the = is only what the formula is called."""
        if line.equals is not None and not line.head and is_label(line.links[0]) and full_name(line.links[0][0]) not in given:
            called = line.links.pop(0)
            self.notes.append(f"{self.source[called[0].start : called[-1].end]} is only what the formula is called.")

    def fail(self, message: str, span: tuple[int, int] | None = None, hint: str | None = None) -> ParseError:
        return ParseError(message, source=self.source if span else None, span=span, hint=hint)

    @property
    def last(self) -> Statement:
        return self.statements[-1]

    @property
    def dims(self) -> set[str]:
        """The names that are sizes."""
        return self.lowering.dims | self.known.dims

    def _known(self, lines: list[Line]) -> Known:
        names = (
            set(self.declared)
            | set(self.maps)
            | {line.name for line in lines if line.name}
            | {p for line in lines for p in line.params}
            | self.families.names
            | (self.variables & {"pi"})
        )
        dims = {n for d in self.declared.values() for size in (d.rows, d.columns) if size is not None for n in size.names}
        dims |= {n for b in self.families.bounds if b.upper is not None for n in b.upper.names}
        dims |= {
            n for d in self.families.declared.values() for size in (d.rows, d.columns) if size is not None for n in size.names
        }
        dims |= {n for f in self.maps.values() for size in (f.inputs, f.outputs) for n in size.names}
        if self.context is not None:
            names |= set(self.context.shapes)
            dims |= self.context.dims
        headed = {line.name for line in lines if line.headed and line.name} | set(self.maps)
        return Known(names, headed, dims - names, self.context is not None)

    def _read(self, line: Line, alone: set[str], last: bool) -> None:
        body = self._last_side(line, alone)
        if line.index is not None:
            body = Node("stack", [body], body.span, Bound("stack", line.index))
        links = [link for side in line.links if (link := self._link(side, alone)) is not None]
        start = (line.head or line.body)[0].start
        self.statements.append(Statement(line.name, line.params, line.headed, body, (start, line.body[-1].end), links))
        if line.name is None and not last:
            hint = "write e = … to use it further on"
            raise self.fail("this expression is not used: only the last statement may be without a name", body.span, hint)
        if line.name is not None and line.headed:
            function = Function(line.name, line.params, body)
            function.scalar = self._takes_a_number(function)
            self.functions[line.name] = function

    def _last_side(self, line: Line, alone: set[str]) -> Node:
        """The side that is differentiated: of f(x) = a = b, if b cannot be read, a."""
        try:
            return self._tree(line.body, alone)
        except UnknownFunction:
            if not line.links or line.links[-1] is line.head:
                raise
            shown = self.source[line.body[0].start : line.body[-1].end]
            line.body = line.links.pop()
            body = self._last_side(line, alone)
            self.notes.append(f"{shown} is not read, so the side before it is differentiated.")
            return body

    def _tree(self, tokens: list[Token], alone: set[str]) -> Node:
        resolver = Resolver(self.known, self.source, self.latex, alone)
        resolved, told = take_products(resolver.run(tokens), self.source)
        body = parse_tokens(resolved, self.source)
        self.notes += [*resolver.notes, *told]
        check_divisors(self, body)
        check_second_points(self, body)
        return self.lowering.run(body)

    def _link(self, tokens: list[Token], alone: set[str]) -> Node | None:
        """A side of a chain that is compared with the last one, unless it holds a function that is only named."""
        named = {*self.known.named}
        try:
            tree: Node | None = self._tree(tokens, alone)
        except UnknownFunction as error:
            if error.near:
                raise
            tree = None
        if tree is None or self.known.named != named:
            self.known.named.intersection_update(named)
            shown = self.source[tokens[0].start : tokens[-1].end]
            self.notes.append(f"{shown} is not read, so the last side is not compared with it.")
            return None
        return tree

    def _takes_a_number(self, function: Function) -> bool:
        """Whether the argument is used as a number: a column does not fit, a number does."""
        if len(function.params) != 1 or function.params[0] in {s.name for s in self.statements}:
            return False
        param = function.params[0]
        n = dim("#n")
        if self._fits(function, param, (n, ONE)) or (param[0].isupper() and self._fits(function, param, (n, n))):
            return False
        return self._fits(function, param, SCALAR)

    def _fits(self, function: Function, param: str, shape: Shape) -> bool:
        shapes = self.fresh_shapes(param)
        shapes.declare(param, *shape)
        at = function.body
        try:
            shapes.add(self.lowering.inline(function, {param: Node("name", [], at.span, param)}, at))
        except SymjacError:
            return False
        return True

    def fresh_shapes(self, skip: str = "") -> Shapes:
        """Shapes that know what is declared, and what the context holds."""
        shapes = Shapes(self.source, self.maps)
        shapes.spreads = self.context is None  # a claim is not completed
        for item in self.declared.values():
            if item.name != skip:
                shapes.declare(item.name, item.rows, item.columns, square=item.square)
        for name in self.arrays:
            shapes.declare_member(name, shapes.sizes.pair(ONE, ONE))
        for name, item in self.families.declared.items():
            shapes.declare_member(name, shapes.sizes.pair(item.rows, item.columns))
        for name, x in (self.context.families if self.context else {}).items():
            shapes.declare_family(name, x.data, x.shape)
        for letter, n in (self.context.indices if self.context else {}).items():
            shapes.loose[letter] = shapes.sizes.new(n)
        for name, shape in (self.context.shapes if self.context else {}).items():
            shapes.declare(name, *shape)
        return shapes

    # What refers to what

    def defined(self) -> dict[str, Statement]:
        return {s.name: s for s in self.statements if s.name is not None}

    def needs(self, statement: Statement) -> list[str]:
        """The names in a statement, those in functions taken entry by entry included."""
        if statement not in self.needed:
            names = free_names(statement.body)
            for node in postorder(statement.body):
                if node.kind == "spread":
                    names += free_names(self.lowering.spreads[node.data[1]][1])  # type: ignore[index]
            self.needed[statement] = [n for n in names if "#" not in n]
        return self.needed[statement]

    def used(self) -> set[str]:
        """The definitions that the last statement uses, itself included."""
        return self._used_by([self.last])

    def _used_by(self, statements: list[Statement]) -> set[str]:
        defined = self.defined()
        used: set[str] = set()
        stack = list(statements)
        while stack:
            statement = stack.pop()
            for name in (statement.name, *self.needs(statement)):
                if name is not None and name in defined and name not in used:
                    used.add(name)
                    stack.append(defined[name])
        return used

    def live(self) -> list[Statement]:
        """The statements that have a shape of their own; a function that is only called has one at each call."""
        used = self._used_by([self.last, *(s for s in self.statements if not s.headed)])
        return [s for s in self.statements if not s.headed or s.name in used]

    def free(self) -> list[str]:
        """The variables, in the order of their appearance."""
        defined = self.defined()
        names = [n for s in self.live() for n in (*s.params, *self.needs(s))]
        return [n for n in dict.fromkeys(names) if n not in defined and n not in self.dims]


def outermost_last(program: Program) -> list[Statement]:
    """`w = f(x); x = h(u)` is read as `x = h(u); w = f(x)`: where earlier ones use the last, each goes behind what it needs."""
    statements = program.statements
    if not any(program.last.name in program.needs(s) for s in statements[:-1]):
        return statements
    placed: dict[str | None, Statement] = {}
    waiting = list(statements)
    while waiting:
        open_ = {s.name for s in waiting}
        ready = [s for s in waiting if not open_.intersection(program.needs(s))]
        placed.update((s.name, s) for s in ready)
        waiting = [s for s in waiting if s not in ready]
    return list(placed.values())


def standing_alone(line: Line, latex: bool, source: str) -> Iterator[str]:
    """The names without a bracket behind them; in LaTeX those in a run of letters, too."""
    own = set(line.params) if line.headed else set()
    for side in (*line.links, line.body):
        for k, token in enumerate(side):
            if token.type == "WORD" and full_name(token) not in own:
                parted = (latex and is_run(token)) or is_short_product(token, source)
                names = [full_name(t) for t in letters(token)] if parted else [full_name(token)]
                after = side[k + 1] if k + 1 < len(side) else None
                called = after is not None and (after.type == "LPAR" or is_called_in_square_brackets(side, token, after))
                called = called or is_power_of_a_function(side, k)
                yield from names[:-1] if called else names
