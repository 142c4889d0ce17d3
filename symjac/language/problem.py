"""read(): a formula with its variable and declarations to a Problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from symjac import kernel
from symjac.core.dims import ONE, SCALAR, Shape, dim, shape_text
from symjac.core.errors import LimitError, ParseError, ShapeError, SymjacError
from symjac.core.expr import Expr, fold, postorder
from symjac.language.build import Builder
from symjac.language.declare import Declaration, declarations
from symjac.language.lower import Function, Lowering, copy, free_names
from symjac.language.parser import parse_tokens
from symjac.language.shapes import Shapes
from symjac.language.spelled import lexemes, one_name
from symjac.language.statements import Line, split
from symjac.language.tree import Node, Statement, Token, names_in
from symjac.language.tree import postorder as nodes
from symjac.language.words import Known, Resolver, close_to

TOTAL = 50_000


@dataclass(frozen=True)
class Definition:
    """`name(params) = body`. body: other defined names are symbols of their shape; expanded: all definitions put in."""

    name: str
    params: tuple[str, ...]
    body: Expr
    expanded: Expr


@dataclass(frozen=True)
class Inferred:
    """A shape that was not declared. how: 'unification' or 'convention'; declare: the declaration that fixes or changes it."""

    name: str
    shape: Shape
    how: str
    declare: str


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


def read(text: str, wrt: str | None = None, where: str | Mapping[str, str] | None = None) -> Problem:
    """The problem that a formula poses; every mistake is a SymjacError."""
    return Reader(text, declarations(where)).problem(wrt)


def parse(
    text: str, where: str | Mapping[str, str] | None = None, *, context: Problem | None = None, like: Shape | None = None
) -> Expr:
    """The expression that a text spells.

    context: names keep the shapes they have there, other names are errors;
    like: the shape it should have, which settles what the text leaves open (the size of I), if it can.
    """
    return Reader(text, declarations(where), context, like).expression()


@dataclass
class Reader:
    """One text on its way from characters to expressions."""

    source: str
    declared: Mapping[str, Declaration]
    context: Problem | None = None
    like: Shape | None = None
    statements: list[Statement] = field(default_factory=list)
    functions: dict[str, Function] = field(default_factory=dict)

    def fail(self, message: str, span: tuple[int, int] | None = None, hint: str | None = None) -> ParseError:
        return ParseError(message, source=self.source if span else None, span=span, hint=hint)

    # Text to trees

    def parse(self) -> None:
        tokens, self.latex = lexemes(self.source)
        lines = split(tokens, self.source, self.latex)
        if not lines:
            raise ParseError("there is no formula", expected="a formula, such as norm(y - Phi*theta)^2")
        self._check_names(lines)
        self.known = self._known(lines)
        arrays = {n for n, d in self.declared.items() if (d.rows, d.columns) not in (SCALAR, (None, None))}
        self.lowering = Lowering(self.source, self.functions, frozenset(arrays))
        self.lowering.dims |= self.known.dims
        free = {t.text for line in lines for k, t in enumerate(line.body) if t.type == "WORD" and not _calls(line.body, k)}
        for k, line in enumerate(lines):
            self._statement(line, free, k == len(lines) - 1)

    def _statement(self, line: Line, free: set[str], last: bool) -> None:
        tokens = Resolver(self.known, self.source, self.latex, free).run(line.body)
        body = self.lowering.run(parse_tokens(tokens, self.source))
        start = (line.head or line.body)[0].start
        self.statements.append(Statement(line.name, line.params, line.headed, body, (start, line.body[-1].end)))
        if line.name is None and not last:
            raise self.fail("this expression is not used: only the last statement may be without a name", body.span, "write e = … to use it further on")
        if line.name is not None and line.headed:
            function = Function(line.name, line.params, body)
            function.scalar = self._is_scalar_function(function)
            self.functions[line.name] = function

    def _known(self, lines: list[Line]) -> Known:
        names = set(self.declared) | {line.name for line in lines if line.name} | {p for line in lines for p in line.params}
        dims = {n for d in self.declared.values() for size in (d.rows, d.columns) if size is not None for n in size.names}
        if self.context is not None:
            names |= set(self.context.symbols) | {d.name for d in self.context.definitions}
            dims |= size_names(self.context)
        headed = {line.name for line in lines if line.headed and line.name}
        return Known(names, headed, dims - names, self.context is not None)

    def _check_names(self, lines: list[Line]) -> None:
        """No name is defined twice, or declared and defined."""
        seen: set[str] = set()
        for line in lines:
            if line.name is None:
                continue
            span = line.head[0].span
            if line.name in seen:
                raise self.fail(f"`{line.name}` is defined twice", span, "use another name for the second")
            if line.name in self.declared:
                raise self.fail(f"`{line.name}` is declared as a variable and also defined", span, "drop the declaration or rename one")
            if self.context is not None and line.name in self.context.symbols:
                raise self.fail(f"`{line.name}` is a variable of the problem and cannot be defined", span)
            seen.add(line.name)

    def _is_scalar_function(self, function: Function) -> bool:
        """Whether the argument is used as a number: columns do not fit, a number does."""
        if len(function.params) != 1 or function.params[0] in {s.name for s in self.statements}:
            return False
        param = function.params[0]
        if self._fits(function, param, (dim("#m"), ONE)):
            return False
        if param[0].isupper() and self._fits(function, param, (dim("#m"), dim("#m"))):
            return False
        return self._fits(function, param, SCALAR)

    def _fits(self, function: Function, param: str, shape: Shape) -> bool:
        shapes = Shapes(self.source)
        self._declare(shapes, skip=param)
        shapes.declare(param, *shape)
        try:
            shapes.add(self.lowering.inline(function, {param: Node("name", [], function.body.span, param)}, function.body))
        except SymjacError:
            return False
        return True

    # Trees to shapes

    def _declare(self, shapes: Shapes, skip: str = "") -> None:
        for item in self.declared.values():
            if item.name != skip:
                shapes.declare(item.name, item.rows, item.columns, square=item.square)
        if self.context is not None:
            for expr_name, shape in self._context_shapes().items():
                shapes.declare(expr_name, *shape)

    def _context_shapes(self) -> dict[str, Shape]:
        assert self.context is not None
        shapes = {d.name: d.expanded.shape for d in self.context.definitions}
        return shapes | {name: symbol.shape for name, symbol in self.context.symbols.items()}

    def _infer(self, variables: tuple[str, ...]) -> Shapes:
        shapes = Shapes(self.source)
        self._declare(shapes)
        for inner, body in self.lowering.spreads:
            shapes.declare(inner, *SCALAR)
            self._sizes_as_numbers(body)
            shapes.add(body)
            shapes.make_scalar(body)
        used = self._used()
        for statement in self.statements:
            self._sizes_as_numbers(statement.body)
            if statement.headed and statement.name not in used:
                continue
            shapes.add(statement.body)
            if statement.name is not None:
                shapes.equate(statement.name, statement.body)
        for name in variables:
            shapes.leaf(name)
        if self.like is not None:
            shapes.suggest(self.statements[-1].body, self.like)
        shapes.settle(variables, len(variables) > 1)
        shapes.invent(self._taken(shapes))
        return shapes

    def _sizes_as_numbers(self, root: Node) -> None:
        """A name of a dimension, used as a number."""
        for node in nodes(root):
            if node.kind == "name" and node.data in self.lowering.dims and node.data not in self.known.names:
                node.kind, node.data = "size", dim(str(node.data))

    def _taken(self, shapes: Shapes) -> set[str]:
        return set(shapes.leaves) | self.lowering.dims | {s.name for s in self.statements if s.name}

    # Shapes to expressions

    def expression(self) -> Expr:
        self.parse()
        self._check_circles()
        self._check_runs(())
        shapes = self._infer(self._params_hint())
        return self._expand(shapes, self._symbols(shapes))[self.statements[-1].name]

    def problem(self, wrt: str | None) -> Problem:
        self.parse()
        self._check_circles()
        variables = self._variables_or_worse(wrt)
        self._check_runs(variables)
        shapes = self._infer(variables)
        symbols = self._symbols(shapes)
        expanded = self._expand(shapes, symbols)
        self._check_variables(variables, symbols)
        last = self.statements[-1]
        return Problem(
            self.source, expanded[last.name], last.name, last.params, self._definitions(shapes, symbols, expanded),
            symbols, variables, self._inferred(shapes, symbols),
        )  # fmt: skip

    def _used(self) -> set[str]:
        """The definitions that the last statement uses, itself included."""
        defined = self._defined()
        used: set[str] = set()
        stack = [self.statements[-1]]
        while stack:
            statement = stack.pop()
            for name in (statement.name, *self._needs(statement)):
                if name is not None and name in defined and name not in used:
                    used.add(name)
                    stack.append(defined[name])
        return used

    def _defined(self) -> dict[str, Statement]:
        return {s.name: s for s in self.statements if s.name is not None}

    def _check_circles(self) -> None:
        """No definition uses itself, directly or around; functions are not used without argument."""
        defined = self._defined()
        order: dict[str, int] = {}
        for start in defined:
            self._visit(start, defined, order)
        for statement in self.statements:
            for node in names_in(statement.body):
                self._check_use(node, statement, defined)

    def _visit(self, start: str, defined: dict[str, Statement], state: dict[str, int]) -> None:
        stack = [start]
        while stack:
            name = stack[-1]
            if state.get(name) == 2:
                stack.pop()
                continue
            if state.get(name) == 1:
                state[name] = 2
                stack.pop()
                continue
            state[name] = 1
            for used in free_names(defined[name].body):
                if used not in defined or state.get(used) == 2:
                    continue
                if state.get(used) == 1:
                    how = "by itself" if used == name else "in a circle"
                    raise self.fail(f"`{used}` is defined {how}", defined[used].span)
                stack.append(used)

    def _check_use(self, node: Node, statement: Statement, defined: dict[str, Statement]) -> None:
        name = str(node.data)
        used = defined.get(name)
        called = self.source[node.span[1] - 1 : node.span[1]] == ")"
        if used is not None and used.headed and name not in statement.params and not called:
            given = ", ".join(used.params)
            raise self.fail(f"`{name}` is a function of {given}: used without argument it is ambiguous", node.span, f"write {name}({given})")

    def _params_hint(self) -> tuple[str, ...]:
        last = self.statements[-1]
        return self._follow(last.params) if last.headed else ()

    def _follow(self, params: tuple[str, ...]) -> tuple[str, ...]:
        """The independent variables under the arguments of a head: theta for L(e), e(theta)."""
        defined = self._defined()
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

    def _free(self) -> list[str]:
        """The variables of the problem, in the order of their appearance."""
        defined = self._defined()
        names = [n for s in self.statements for n in (*s.params, *free_names(s.body))]
        return [n for n in dict.fromkeys(names) if n not in defined and n not in self.lowering.dims | self.known.dims and "#" not in n]

    def _candidates(self) -> list[str]:
        return [n for n in self._free() if n not in self.declared or "constant" not in self.declared[n].words]

    def _variables_or_worse(self, wrt: str | None) -> tuple[str, ...]:
        """The variables; where they are at fault, a fault of the formula itself comes first."""
        try:
            return self._variables(wrt)
        except ParseError:
            shapes = self._infer(())
            self._expand(shapes, self._symbols(shapes))
            raise

    def _variables(self, wrt: str | None) -> tuple[str, ...]:
        if wrt is not None:
            return self._named_variables(wrt)
        last = self.statements[-1]
        if last.headed:
            return self._headed(last)
        called = [s for n in free_names(last.body) if (s := self._defined().get(n)) is not None and s.headed]
        if called:
            return tuple(dict.fromkeys(v for s in called for v in self._headed(s)))
        return self._only(self._candidates())

    def _headed(self, statement: Statement) -> tuple[str, ...]:
        found = self._follow(statement.params)
        if not found:
            return self._only(self._candidates())
        for name in found:
            self._check_hidden(name)
        return found

    def _check_hidden(self, name: str) -> None:
        """x of f(x) = Ax + b, where Ax was read as one name."""
        if any(node.data == name for s in self.statements for node in names_in(s.body)):
            return
        for statement in self.statements:
            for node in names_in(statement.body):
                text = str(node.data)
                if text.isalpha() and 1 < len(text) <= 4 and name in text and text not in self.known.names:
                    raise self.fail(
                        f"`{name}` does not occur: `{text}` was read as one name", node.span,
                        f"write {' '.join(text)}, or declare {' and '.join(c for c in text)}",
                    )  # fmt: skip

    def _check_runs(self, variables: tuple[str, ...]) -> None:
        """Xw in a formula where w stands alone too is hardly a name of its own."""
        alone = {n for n in (*variables, *self._free()) if len(n) == 1}
        for statement in self.statements:
            for node in names_in(statement.body):
                text = str(node.data)
                if len(text) == 2 and text[0].isupper() and text[1] in alone and text.isalpha() and text not in self.known.names:
                    raise self.fail(
                        f"`{text}` would be one name, but `{text[1]}` stands alone too", node.span,
                        f"write {text[0]} {text[1]}, or declare {text[0]} and {text[1]}; or declare {text}",
                    )  # fmt: skip

    def _only(self, candidates: list[str]) -> tuple[str, ...]:
        if len(candidates) == 1:
            return (candidates[0],)
        if not candidates:
            raise self.fail("there is no variable to differentiate by")
        names = ", ".join(candidates)
        raise ParseError(f"which variable? The formula has {names}", hint=f"name one of them: wrt=\"{candidates[-1]}\"", expected=names)

    def _named_variables(self, wrt: str) -> tuple[str, ...]:
        if not wrt.strip():
            raise ParseError("the variable is empty", expected="the name of a variable: " + ", ".join(self._candidates()))
        if len(wrt) > 1000:
            raise LimitError("the list of variables is too long")
        names = tuple(one_name(part, "the variable") for part in wrt.split(","))
        free = set(self._free()) | set(self.declared)
        for name in names:
            if name not in free:
                raise self._no_variable(name, wrt)
        if len(set(names)) < len(names):
            raise ParseError("a variable is named twice", source=wrt, span=(0, len(wrt)))
        return names

    def _no_variable(self, name: str, wrt: str) -> ParseError:
        candidates = self._candidates()
        near = close_to(name, candidates)
        what = "does not occur in the formula"
        if name in self.lowering.dims | self.known.dims:
            what = "is the name of a size, not a variable"
        elif name in self._defined():
            what = "is defined, not a variable"
        hint = f"did you mean {near}?" if near else "the variables are " + ", ".join(candidates)
        return ParseError(f"`{name}` {what}", source=wrt, span=(0, len(wrt)), hint=hint)

    def _check_variables(self, variables: tuple[str, ...], symbols: Mapping[str, Expr]) -> None:
        if len(variables) > 1 and not all(symbols[v].is_scalar for v in variables):
            shapes = ", ".join(f"{v} is {shape_text(symbols[v].shape)}" for v in variables)
            raise ParseError(f"several variables must be scalars: {shapes}", hint=f"name one of them: wrt=\"{variables[0]}\"")

    def _symbols(self, shapes: Shapes) -> dict[str, Expr]:
        defined = self._defined()
        made: dict[str, Expr] = {}
        for name, leaf in shapes.leaves.items():
            if name in defined or "#" in name:
                continue
            known = self.context.symbols.get(name) if self.context else None
            words = self.declared[name].words if name in self.declared else frozenset()
            made[name] = known if known is not None else kernel.symbol(name, shapes.shape_of(leaf.pair), words)
        return made

    def _expand(self, shapes: Shapes, symbols: Mapping[str, Expr]) -> dict[str | None, Expr]:
        """What the last statement uses, with the definitions put in, in an order in which each comes after what it needs."""
        builder = Builder(self.source, shapes, self.lowering.spreads)
        env = dict(symbols)
        if self.context is not None:
            env |= {d.name: d.expanded for d in self.context.definitions if d.name not in env}
        made: dict[str | None, Expr] = {}
        used = self._used()
        pending = [s for s in self.statements if s.name is None or s.name in used or not s.headed]
        while pending:
            rest = []
            for statement in pending:
                if not all(n in env for n in self._needs(statement)):
                    rest.append(statement)
                    continue
                made[statement.name] = builder.build(statement.body, env)
                self._check_total(made[statement.name], statement)
                if statement.name is not None:
                    env[statement.name] = made[statement.name]
            pending = rest
        return made

    def _needs(self, statement: Statement) -> list[str]:
        names = free_names(statement.body)
        for node in nodes(statement.body):
            if node.kind == "spread":
                names += free_names(self.lowering.spreads[node.data[1]][1])  # type: ignore[index]
        return [n for n in names if "#" not in n]

    def _check_total(self, expr: Expr, statement: Statement) -> None:
        if fold(expr, lambda e, below: 1 + sum(below)) > TOTAL:
            raise LimitError(f"written out, the formula has more than {TOTAL} parts", source=self.source, span=statement.span)

    def _definitions(self, shapes: Shapes, symbols: Mapping[str, Expr], expanded: Mapping[str | None, Expr]) -> tuple[Definition, ...]:
        """The definitions that the last statement uses, and itself if it is one."""
        defined = self._defined()
        builder = Builder(self.source, shapes, self.lowering.spreads)
        env = dict(symbols) | {n: kernel.symbol(n, shapes.shape_of(shapes.leaves[n].pair)) for n in defined if n in shapes.leaves}
        used = self._used()
        return tuple(
            Definition(s.name, s.params, builder.build(s.body, env), expanded[s.name])
            for s in self.statements
            if s.name is not None and s.name in used
        )

    def _inferred(self, shapes: Shapes, symbols: Mapping[str, Expr]) -> tuple[Inferred, ...]:
        return tuple(
            Inferred(name, expr.shape, "convention" if shapes.leaves[name].convention else "unification", f"{name}: {_sizes(expr)}")
            for name, expr in symbols.items()
            if not shapes.leaves[name].declared
        )


def _sizes(expr: Expr) -> str:
    return "scalar" if expr.is_scalar else shape_text(expr.shape).removesuffix(" x 1") if expr.is_vector else shape_text(expr.shape)


def size_names(problem: Problem) -> set[str]:
    """The names of the sizes of a problem."""
    parts = [*problem.symbols.values(), *postorder(problem.target)]
    return {n for e in parts for size in e.shape for n in size.names}


def _calls(tokens: list[Token], k: int) -> bool:
    return k + 1 < len(tokens) and tokens[k + 1].type == "LPAR"


def read_sizes(text: str, problem: Problem) -> dict[str, int]:
    """`M=3, N=2`: sizes as numbers."""
    from symjac.language.declare import SIZE

    known = size_names(problem)
    found: dict[str, int] = {}
    for part in text.replace(";", ",").replace("\n", ",").split(","):
        if not part.strip():
            continue
        name, equals, value = part.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not (value.isascii() and value.isdigit()) or len(value) > 30 or int(value) == 0:
            raise ParseError(f"`{part.strip()[:40]}` is not a size", source=text, span=(0, len(text)), expected="M=3, N=2")
        if name not in known:
            near = close_to(name, known)
            hint = f"did you mean {near}?" if near else "the sizes are " + ", ".join(sorted(known))
            raise ParseError(f"`{name[:40]}` is not a size of this problem", source=text, span=(0, len(text)), hint=hint)
        if name in found:
            raise ParseError(f"`{name}` is given twice", source=text, span=(0, len(text)))
        if int(value) > SIZE:
            raise LimitError(f"the size {value} is too large; {SIZE} is the limit", source=text, span=(0, len(text)))
        found[name] = int(value)
    return found


def read_point(text: str, problem: Problem) -> dict[str, Expr]:
    """`x = [1; 2]; t = 0.5`: values by name; the shapes must fit those of the symbols, sizes taken together."""
    reader = Reader(text, {})
    tokens, latex = lexemes(text)
    found: dict[str, Expr] = {}
    sizes: dict[str, int] = {}
    for line in split(tokens, text, latex):
        if line.name is None or line.headed:
            raise reader.fail("a point is written x = [1; 2]; t = 0.5", line.body[0].span)
        symbol = problem.symbols.get(line.name)
        if symbol is None:
            near = close_to(line.name, problem.symbols)
            hint = f"did you mean {near}?" if near else "the variables are " + ", ".join(problem.symbols)
            raise reader.fail(f"`{line.name}` is not a variable of this problem", line.head[0].span, hint)
        if line.name in found:
            raise reader.fail(f"`{line.name}` is given twice", line.head[0].span)
        value = _value(line, text, latex)
        _check_value(line, text, symbol, value, sizes)
        found[line.name] = value
    return found


def _value(line: Line, text: str, latex: bool) -> Expr:
    tokens = Resolver(Known(set(), closed=True), text, latex, set()).run(line.body)
    body = Lowering(text, {}).run(parse_tokens(tokens, text))
    shapes = Shapes(text)
    shapes.add(body)
    shapes.settle((), False)
    shapes.invent(set())
    return Builder(text, shapes, []).build(body, {})


def _check_value(line: Line, text: str, symbol: Expr, value: Expr, sizes: dict[str, int]) -> None:
    for size, actual in zip(symbol.shape, value.shape, strict=True):
        number = actual.number
        if len(size.names) == 1 and size == dim(next(iter(size.names))) and number is not None:
            expected: int | None = sizes.setdefault(next(iter(size.names)), number)
        else:
            expected = size.number if not size.names else size.value(sizes) if size.names <= set(sizes) else number
        if number is None or number != expected:
            span = line.body[0].start, line.body[-1].end
            raise ShapeError(
                f"`{line.name}` is {shape_text(symbol.shape)}, but the value is {shape_text(value.shape)}", source=text, span=span
            )
