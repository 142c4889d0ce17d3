"""The shapes of a program, and with them its expressions: definitions put in, what was inferred, and how."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from symjac.errors import LimitError
from symjac.expr import make as kernel
from symjac.expr.binding import one_of_each
from symjac.expr.dims import SCALAR, Shape, dim, shape_text
from symjac.expr.expr import Expr, fold
from symjac.expr.looks import written
from symjac.expr.names import look_of, typed
from symjac.language.built.builder import Builder
from symjac.language.program import Program
from symjac.language.shapes.convention import Convention
from symjac.language.shapes.infer import Shapes
from symjac.language.text.tree import Node, Statement, postorder
from symjac.writing.box import Box

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
    member: Expr | None = None  # of a family, of which it is the shape

    @property
    def box(self) -> Box:
        return look_of(self.name) if self.member is None else written(self.member)


class Meaning:
    """The shapes of a program, and with them its expressions."""

    def __init__(self, program: Program, names: tuple[str, ...], like: Shape | None = None) -> None:
        self.program, self.source = program, program.source
        self.defined, self.used = program.defined(), program.used()
        self.shapes = self._infer(names, like)
        self.builder = Builder(self.source, self.shapes, program.lowering.spreads, program.latex and program.context is None)
        self.symbols = self._symbols(names)
        self.expanded = self._expand()
        self.target = self.expanded[program.last.name]

    def _infer(self, names: tuple[str, ...], like: Shape | None) -> Shapes:
        shapes = self.program.fresh_shapes()
        for inner, body in self.program.lowering.spreads:
            shapes.declare(inner, dim(1), dim(1))
            self._pose(shapes, body)
            shapes.make_scalar(body)
        for statement in self.program.live():
            if statement.name in self.program.families.names and statement.body.kind != "stack":
                shapes.declare_member(str(statement.name), shapes.sizes.pair(dim(1), dim(1)))  # y_i of y = W x is a number
            self._pose(shapes, statement.body)
            if statement.name is not None:
                shapes.equate(statement.name, statement.body)
            for link in statement.links:
                self._pose(shapes, link)
                shapes.alike(link, statement.body)
        for name in (*names, *self.program.free()):
            shapes.leaf(name)
        if like is not None:
            shapes.suggest(self.program.last.body, like)
        Convention(shapes).settle(names, len(names) > 1 and not any(n[0].isupper() for n in names))
        self.program.needed.clear()  # names of sizes are no names any more
        shapes.invent(set(shapes.leaves) | self.program.dims | set(self.defined))
        for f in shapes.learn().values():
            self.program.maps = {**self.program.maps, f.name: f}
            told = f"{f.name} is taken as a function that is only named, {f.text}; a product is written {f.name}*(…)."
            self.program.notes.append(told)
        return shapes

    def _pose(self, shapes: Shapes, root: Node) -> None:
        """The rules of a tree, in which the name of a size is a number."""
        for node in postorder(root):
            if node.kind == "name" and node.data in self.program.dims and node.data not in self.program.known.names:
                node.kind, node.data = "size", dim(str(node.data))
                self.program.needed.clear()
        shapes.add(root)

    def _symbols(self, names: tuple[str, ...]) -> dict[str, Expr]:
        """The symbols: what is declared, differentiated by, or occurs in what the last statement uses."""
        program, made = self.program, {}
        wanted = dict.fromkeys((*program.free(), *names, *program.declared))
        given = program.context.values if program.context else {}
        exponents = self._exponents()
        for name in wanted:
            item = program.declared.get(name) or program.families.declared.get(name)
            words = item.words if item is not None else frozenset()
            if name in exponents:
                words |= {"integer"}
            made[name] = given.get(name) or kernel.symbol(name, self.shapes.shape_of(self.shapes.leaf(name).pair), words)
        return made

    def _exponents(self) -> set[str]:
        """The names in exponents of matrices: whole numbers."""
        roots = [s.body for s in self.program.live()] + [body for _, body in self.program.lowering.spreads]
        powers = [node for root in roots for node in postorder(root) if node.kind == "pow"]
        over = [node.args[1] for node in powers if self.shapes.shape(node.args[0]) != SCALAR]
        return {str(node.data) for root in over for node in postorder(root) if node.kind == "name"}

    def _expand(self) -> dict[str | None, Expr]:
        """Every live statement with the definitions put in; each is built after what it needs."""
        env = dict(self.program.context.values if self.program.context else {}) | self.symbols
        made: dict[str | None, Expr] = {}
        pending = self.program.live()
        counted: dict[Expr, int] = {}
        while pending:
            rest = []
            for statement in pending:
                if not all(n in env for n in self.program.needs(statement)):
                    rest.append(statement)
                    continue
                made[statement.name] = built = self.builder.build(statement.body, env)
                self._check_total(built, statement, counted)
                if statement.name is not None:
                    env[statement.name] = built
            if len(rest) == len(pending):
                raise self.program.fail("this definition stands in a circle", rest[0].span)
            pending = rest
        return made

    def _check_total(self, expr: Expr, statement: Statement, counted: dict[Expr, int]) -> None:
        """How large it is written out counts where there is not a name for every few parts."""
        if fold(expr, lambda e, below: 1 + sum(below), counted) > TOTAL:
            message = f"written out, the formula has more than {TOTAL} parts"
            raise LimitError(message, source=self.source, span=statement.span)

    @cached_property
    def named(self) -> dict[str, Expr]:
        """Every name that is used as a symbol of its shape."""
        found = dict(self.symbols)
        for name in self.used:
            found[name] = kernel.symbol(name, self.shapes.shape_of(self.shapes.leaf(name).pair))
        return found

    @property
    def arrays(self) -> dict[str, Expr]:
        """What every name stands for, those of definitions included."""
        return {str(name): e for name, e in self.expanded.items() if name is not None} | self.symbols

    @property
    def conventions(self) -> set[str]:
        """The names whose shape nothing but the convention says."""
        return {name for name in self.symbols if self.shapes.leaf(name).convention}

    def definitions(self) -> tuple[Definition, ...]:
        """The definitions that the last statement uses, in order, and itself if it is one."""
        return tuple(
            Definition(s.name, s.params, self.builder.build(s.body, self.named), self.expanded[s.name])
            for s in self.program.statements
            if s.name is not None and s.name in self.used
        )

    def body(self) -> Expr:
        """The last statement in the names of the others."""
        return self.builder.build(self.program.last.body, self.named)

    def inferred(self) -> tuple[Inferred, ...]:
        leaves = {name: self.shapes.leaf(name) for name in self.symbols}
        members = one_of_each(self.target)
        return tuple(
            Inferred(
                name, expr.shape, "convention" if leaves[name].convention else "unification", f"{typed(name)}: {_sizes(expr)}"
            )
            if expr not in members or members[expr].is_scalar
            else Inferred(name, members[expr].shape, "unification", f"{members[expr]}: {_sizes(members[expr])}", members[expr])
            for name, expr in self.symbols.items()
            if not leaves[name].declared and name not in self.program.families.declared
        )


def _sizes(expr: Expr) -> str:
    """The shape as it is declared: scalar, N, M x N."""
    if expr.is_scalar:
        return "scalar"
    text = shape_text(expr.shape)
    return text.removesuffix(" x 1") if expr.is_vector else text
