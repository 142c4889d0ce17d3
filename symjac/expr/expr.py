"""Immutable, hash-consed, typed expressions, and Op: every fact of one operation, in one place.

Nothing here names an operation or simplifies. Facts of an Op that are required have no defaults: none is forgotten silently.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, MutableMapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from symjac.errors import LimitError
from symjac.expr.dims import SCALAR, Shape
from symjac.expr.plain import Plain
from symjac.expr.signature import Signature
from symjac.lazy import regex
from symjac.writing.box import Box

if TYPE_CHECKING:
    import sympy

T = TypeVar("T")


class Expr:
    """One node: an operation, its arguments, the data of a leaf, and the shape (rows, columns).

    Two equal expressions are the same object, so == is `is` and hashing is free. `data` holds what
    is not an expression: the name and assumptions of a symbol, the value of a number. `length` counts
    the names, numbers and operators that are written: the measure of a short formula (a*b*c has five);
    `depth` how deep the operations are nested. `free` holds the indices that it depends on and no sum
    in it binds: i of x_i, none of Σ_i x_i.
    """

    __slots__ = ("op", "args", "data", "shape", "length", "depth", "free", "below", "__weakref__")
    op: Op
    args: tuple[Expr, ...]
    data: tuple[Any, ...]
    shape: Shape
    length: int
    depth: int
    free: frozenset[Expr]
    below: tuple[Expr, ...] | None  # the distinct nodes under a short one, arguments first, once somebody has asked

    @property
    def is_scalar(self) -> bool:
        return self.shape == SCALAR

    @property
    def is_vector(self) -> bool:
        """A column, not a scalar."""
        return self.shape[1] == SCALAR[1] and self.shape[0] != SCALAR[0]

    @property
    def is_row(self) -> bool:
        return self.shape[0] == SCALAR[0] and self.shape[1] != SCALAR[1]

    @property
    def is_matrix(self) -> bool:
        """Neither scalar, column nor row."""
        return SCALAR[0] not in self.shape

    def __str__(self) -> str:
        """The plain spelling, which parses back; iterative in its depth."""
        writable(self)
        return readable(fold(self, lambda e, parts: e.op.plain(e, parts)).text)

    def _repr_latex_(self) -> str:
        """What a notebook shows."""
        from symjac.expr.looks import written
        from symjac.writing.formats.latex.page import box

        return f"${box(written(self))}$"

    def __repr__(self) -> str:
        return f"<{self} : {self.shape[0]} x {self.shape[1]}>"

    def __reduce__(self) -> tuple[object, ...]:
        return (node, (self.op, self.args, self.data, self.shape))


Array = Any  # a two-dimensional array: NumPy's, or the exact one of symjac.verify
Differentials = tuple[Expr | None, ...]  # d of each argument; None where the argument is constant


@dataclass(frozen=True, slots=True)
class Condition:
    """Where a formula holds: '`of` is invertible', '`of` is positive', ...

    `through`: the condition only matters while this node is left in the result (‖r‖² is smooth where ‖r‖ is not).
    """

    kind: str
    of: Expr
    through: Expr | None = None


@dataclass(frozen=True, slots=True)
class Linear:
    """The two ways a linear operation carries a derivative.

    pullback: (expr, k, G) -> the adjoint: <G, expr(d)> = <pullback, d> for d in argument k
    push:     (expr, k, term) -> the term after the operation (see symjac.calculus.jacobian), vec d -> vec expr(d)
    """

    pullback: Callable[[Expr, int, Expr], Expr]
    push: Callable[[Expr, int, Any], Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Op:
    """One operation.

    name, spellings: what is typed (spellings are further names of the same function)
    signature:     the shape rule (None: the shape is the node's own, as of symbols and literals)
    value:         (xp, expr, *arrays) -> array, for any array namespace xp: NumPy, exact, dual numbers
    entry:         (route, expr, i, j) -> SymPy expression of entry (i, j); None: no entry formula
    differential:  (expr, d) -> d expr, written in the linear kernel; None: constant, or refused by name
    linear:        for an operation linear in each argument, how it carries linear maps; None: not linear
    look:          (expr, boxes of the arguments) -> Box
    plain:         (expr, plain texts of the arguments) -> Plain, which parses back
    domain:        expr -> the conditions under which value and differential hold
    sentence:      one sentence for a reason and for `symjac functions`
    source:        book and equation of the differential
    example:       a typical call, tested and listed by `symjac functions`; '' where it is no function
    listed:        "function", "operator" or "" (internal)
    flat:          f(f(a, b), c) is the node f(a, b, c)
    expand:        of an abbreviation, (*args) -> the formula it stands for; there is then no node of its own
    binds:         it runs over the index data[0], as Σ_i does; `value` then gets the argument for each i, one after the other
    slope:         (route, expr, i, j, d) -> derivative of entry (i, j) where entries have no formula: d(e) is that of an entry e
    program:       (xp, expr, *arrays) -> array, where code is written otherwise than its value is computed (xp: interop/code)
    """

    name: str
    spellings: tuple[str, ...]
    signature: Signature | None
    value: Callable[..., Array]
    entry: Callable[[Any, Expr, sympy.Expr, sympy.Expr], sympy.Expr] | None
    differential: Callable[[Expr, Differentials], Expr] | None
    linear: Linear | None
    look: Callable[[Expr, tuple[Box, ...]], Box]
    plain: Callable[[Expr, tuple[Plain, ...]], Plain]
    domain: Callable[[Expr], tuple[Condition, ...]]
    sentence: str
    source: str
    example: str
    listed: str
    flat: bool = False
    expand: Callable[..., Expr] | None = None
    binds: bool = False
    slope: Callable[[Any, Expr, sympy.Expr, sympy.Expr, Callable[[Any], Any]], sympy.Expr] | None = None
    program: Callable[..., Array] | None = None

    def __repr__(self) -> str:
        return f"Op({self.name!r})"


_interned: WeakValueDictionary[tuple[Any, ...], Expr] = WeakValueDictionary()
_entering = Lock()  # between looking a node up and entering it no other thread may enter the same


NONE: frozenset[Expr] = frozenset()


def node(op: Op, args: tuple[Expr, ...], data: tuple[Any, ...], shape: Shape) -> Expr:
    """The one node with this content (the shape belongs to the identity: else I_m and I_n are one)."""
    key = (op, args, data, shape)
    found = _interned.get(key)
    if found is None:
        new = Expr()
        new.op, new.args, new.data, new.shape, new.below = op, args, data, shape, None
        length, depth, free = max(1, len(args) - 1 if op.flat else 1), 0, NONE
        for arg in args:
            length += arg.length
            if arg.depth > depth:
                depth = arg.depth
            if arg.free:
                free = free | arg.free if free else arg.free
        new.length, new.depth = length, depth + 1
        new.free = free - {data[0]} if op.binds else frozenset((new,)) if op.name == "index" else free
        with _entering:
            found = _interned.setdefault(key, new)
    return found


SHORT = 40  # written symbols: longer ones are walked anew, for they would hold on to all that is under them


def postorder(root: Expr, skip: Container[Expr] = ()) -> Iterator[Expr]:
    """Every distinct node once, arguments before their parents; iterative, so depth is no limit.

    What is in `skip` is passed over, with all below it.
    """
    if not skip and root.length <= SHORT:
        yield from beneath(root)
        yield root
        return
    yield from walked(root, skip)


def walked(root: Expr, skip: Container[Expr]) -> Iterator[Expr]:
    seen: set[Expr] = set()
    stack = [root]
    while stack:
        expr = stack[-1]
        if expr not in seen and expr not in skip:
            missing = [arg for arg in expr.args if arg not in seen and arg not in skip]
            if missing:
                stack += reversed(missing)
                continue
            seen.add(expr)
            yield expr
        stack.pop()


def beneath(root: Expr) -> tuple[Expr, ...]:
    """The distinct nodes under a short one, remembered: a derivation looks through the same formulas again and again."""
    found = root.below
    if found is None:
        nodes: dict[Expr, None] = {}
        for arg in root.args:
            nodes |= dict.fromkeys(beneath(arg))
            nodes[arg] = None
        found = root.below = tuple(nodes)
    return found


def fold(root: Expr, visit: Callable[[Expr, tuple[T, ...]], T], memo: MutableMapping[Expr, T] | None = None) -> T:
    """visit(node, results of its arguments) for every distinct node; the result at the root."""
    done: MutableMapping[Expr, T] = {} if memo is None else memo
    if memo is None and root.length <= SHORT:
        for expr in beneath(root):
            done[expr] = visit(expr, tuple([done[arg] for arg in expr.args]))
        return visit(root, tuple([done[arg] for arg in root.args]))
    stack = [root]  # as in postorder, without a second table of what has been seen: this is where the time goes
    while stack:
        expr = stack[-1]
        if expr not in done:
            missing = [arg for arg in expr.args if arg not in done]
            if missing:
                stack += reversed(missing)
                continue
            done[expr] = visit(expr, tuple([done[arg] for arg in expr.args]))
        stack.pop()
    return done[root]


def containing(root: Expr, *leaves: Expr) -> list[Expr]:
    """The nodes that contain one of the leaves, itself included, arguments before their parents."""
    found = set(leaves)
    order = []
    for expr in postorder(root):
        if expr in found or not found.isdisjoint(expr.args):
            found.add(expr)
            order.append(expr)
    return order


def contains(root: Expr, leaf: Expr) -> bool:
    if root.length <= SHORT:
        return root is leaf or leaf in beneath(root)
    return any(expr is leaf for expr in walked(root, ()))


MAX_DEPTH = 60  # operations inside one another that a reader, and a page, can take
MAX_WRITTEN = 10_000  # names, numbers and operators; a shared graph can be much larger written out than it is
READABLE = 200_000  # characters, and
PARTS = 30_000  # parts of a text that is read: what is written has fewer, so that it can be read back
_PART = regex(r"[^\W\d_]+|\d+|_|[^\w\s(),]")


def unwritable(root: Expr) -> str:
    """What is the matter with a formula that cannot be written out; '' where nothing is."""
    if root.depth > MAX_DEPTH:
        return f"is nested more than {MAX_DEPTH} deep"
    return f"has more than {MAX_WRITTEN} symbols when written out" if root.length > MAX_WRITTEN else ""


def writable(root: Expr) -> None:
    """LimitError for an expression too large to be written out."""
    if length(root) > MAX_WRITTEN:
        raise LimitError(f"the formula has more than {MAX_WRITTEN} symbols when written out", hint="name intermediate results")


def readable(text: str) -> str:
    """The text, if it can be read back: a size such as (m + n)*(p + q) is one symbol of many parts."""
    if len(text) > READABLE or (len(text) > PARTS and len(_PART.findall(text)) > PARTS):
        raise LimitError("the formula is too long when written out", hint="name intermediate results, and use shorter names")
    return text


def depth(root: Expr) -> int:
    """How deep the operations are nested."""
    return root.depth


def length(root: Expr) -> int:
    """How many names, numbers and operators are written."""
    return root.length
