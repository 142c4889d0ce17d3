"""Term: something written, together with what it means. The box is for the reader, the meaning for the checker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from symjac.expr.dims import Dim
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.writing.box import Box

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class Place:
    """An index in no expression of SymPy: j of [∂f/∂x_1 ⋯ ∂f/∂x_N]."""

    name: str
    is_Symbol: ClassVar[bool] = True
    is_Integer: ClassVar[bool] = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Free:
    """A free index: a symbol that runs from 1 to a size."""

    symbol: sympy.Symbol | Place
    size: Dim


@dataclass(frozen=True)
class Value:
    """The value of an expression: a matrix (a scalar is 1 x 1). The direction dX of a differential is a symbol named 'dX'."""

    expr: Expr


@dataclass(frozen=True)
class Entry:
    """Entry (i, j) of an expression; i and j are SymPy index expressions in the free indices."""

    expr: Expr
    i: sympy.Expr
    j: sympy.Expr


@dataclass(frozen=True)
class IndexForm:
    """A SymPy expression in Indexed variables, Sum, KroneckerDelta, Piecewise and the free indices (the entry route writes
    A[i, j] for an entry of a matrix, x[i] of a column, a plain Symbol for a scalar). A Derivative node is a partial
    derivative of one Indexed variable by another: the product of the Kronecker deltas of their indices."""

    expr: sympy.Expr


@dataclass(frozen=True)
class Partial:
    """∂(entry (i, j) of f)/∂(entry (k, l) of x), the derivative itself, however it is found."""

    f: Expr
    x: Expr
    i: Place | int | sympy.Expr
    j: Place | int | sympy.Expr
    k: Place | int | sympy.Expr
    l: Place | int | sympy.Expr


@dataclass(frozen=True)
class Derivative:
    """The whole derivative of f by the variables in the given conventions: what `d.result` claims to be.

    layout: 'numerator' | 'denominator'; order_of: 'notes' | 'rows' | 'columns'; order: 1 or 2. Several variables
    are scalars, one column each. structure: 'symmetric' or 'diagonal' where a scalar f is differentiated by the free
    entries of such a matrix. See docs/conventions.md for what goes where.
    """

    f: Expr
    variables: tuple[Expr, ...]
    layout: str = "numerator"
    order_of: str = "notes"
    order: int = 1
    long: bool = False  # a scalar by a matrix as one row in the variable's order, not in the variable's shape
    structure: str = ""


@dataclass(frozen=True)
class Directional:
    """df in the direction d(variable): the number or matrix df, for the direction held by the symbol 'd' + name."""

    f: Expr
    x: Expr


@dataclass(frozen=True)
class Dotted:
    """A matrix written with dots: its size, and its entry (row, column) as an index form in two free indices."""

    entry: Entry | IndexForm | Partial
    row: Free
    column: Free
    inner: tuple[Free, ...] = ()  # column = (block, inner) for barred matrices: column.symbol is the block, inner[0] runs faster


@dataclass(frozen=True)
class Explicit:
    """A matrix of SymPy scalars for numeric sizes (an instance): Symbols 'A_11' or 'x_1' are entries of A and x."""

    rows: tuple[tuple[sympy.Expr, ...], ...]
    sizes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Rounded:
    """Numbers as printed, behind ≈: each is off by half a unit of its last digit at most. Rows of decimals: "0.76", "-12"."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Said:
    """No equality to check: a map, a declaration, a name that is being introduced."""


Meaning = Value | Entry | IndexForm | Partial | Derivative | Directional | Dotted | Explicit | Rounded | Said


@dataclass(frozen=True)
class Term:
    """What is written, and what it means."""

    box: Box
    meaning: Meaning


def value_term(expr: Expr) -> Term:
    """An expression, written and meant."""
    return Term(written(expr), Value(expr))
