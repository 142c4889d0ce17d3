"""x'A x ↔ SymPy: expressions to MatrixSymbol and friends and back, entries to scalars and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from symjac.errors import UnsupportedError
from symjac.expr.dims import SCALAR, Dim, Shape, dim
from symjac.expr.expr import Expr, fold
from symjac.expr.families import ScalarOp
from symjac.expr.make import (
    add,
    div,
    eye,
    function,
    hadamard,
    hpower,
    inner,
    literal,
    mul,
    neg,
    number,
    ones,
    pi,
    power,
    size,
    symbol,
    transpose,
    value_of,
    zeros,
)
from symjac.expr.registry import find, operations

if TYPE_CHECKING:
    import sympy

Symbols = Mapping[str, Expr]


def scalar_functions() -> tuple[str, ...]:
    """Every function taken entry by entry, by name."""
    return tuple(op.name for op in operations() if isinstance(op, ScalarOp))


# SymPy → symjac


def to_expr(e: Any, symbols: Symbols | None = None) -> Expr:
    """A SymPy expression as ours. `symbols` are the variables by name; others are taken as they are in SymPy."""
    import sympy

    return _expr(sympy.sympify(e, strict=True), symbols or {})


def _expr(e: Any, symbols: Symbols) -> Expr:
    for kind in type(e).__mro__:
        rule = READ.get(kind.__name__)
        if rule is not None:
            return rule(e, symbols)
    raise UnsupportedError(f"SymPy's {type(e).__name__} has no counterpart here", found=str(e))


def read_symbol(e: Any, symbols: Symbols) -> Expr:
    return symbols.get(e.name) or symbol(e.name, SCALAR)


def read_rational(e: Any, symbols: Symbols) -> Expr:
    return number(Fraction(int(e.p), int(e.q)))


def read_add(e: Any, symbols: Symbols) -> Expr:
    return add(*(_expr(a, symbols) for a in e.args))


def read_mul(e: Any, symbols: Symbols) -> Expr:
    """Numbers in front, negative powers below, a minus before the whole."""
    import sympy

    below = [a for a in e.args if isinstance(a, sympy.Pow) and a.exp.is_Rational and a.exp < 0 and not a.is_Matrix]
    above = [a for a in e.args if a not in below]
    minus = bool(above) and above[0] == -1
    parts = [_expr(a, symbols) for a in (above[1:] if minus else above)]
    parts = [p for p in parts if p is not number(1)]
    top = mul(*parts) if parts else number(1)
    if below:
        upright = [a.base if a.exp == -1 else sympy.Pow(a.base, -a.exp, evaluate=False) for a in below]
        top = div(top, mul(*(_expr(a, symbols) for a in upright)))
    return neg(top) if minus else top


def read_pow(e: Any, symbols: Symbols) -> Expr:
    import sympy

    base, exponent = _expr(e.args[0], symbols), e.args[1]
    if exponent == sympy.S.Half and base.is_scalar:
        return function("sqrt", base)
    if exponent.is_Rational and exponent < 0 and base.is_scalar:
        return div(number(1), base if exponent == -1 else _expr(sympy.Pow(e.args[0], -exponent, evaluate=False), symbols))
    return power(base, _expr(exponent, symbols))


def read_function(e: Any, symbols: Symbols) -> Expr:
    op = find(type(e).__name__)
    if not isinstance(op, ScalarOp) or len(e.args) != 1:
        raise UnsupportedError(f"the function {type(e).__name__} has no counterpart here", found=str(e))
    return function(op.name, _expr(e.args[0], symbols))


def read_matrix_symbol(e: Any, symbols: Symbols) -> Expr:
    return symbols.get(e.name) or symbol(e.name, read_shape(e))


def read_shape(e: Any) -> Shape:
    return read_dim(e.shape[0]), read_dim(e.shape[1])


def read_dim(n: Any) -> Dim:
    if n.is_Integer:
        return dim(int(n))
    if n.is_Symbol:
        return dim(n.name)
    parts = [read_dim(a) for a in n.args] if n.is_Add or n.is_Mul else []
    if not parts:
        raise UnsupportedError("a size is an integer, a name, or sums and products of them", found=str(n))
    total = parts[0]
    for part in parts[1:]:
        total = total + part if n.is_Add else total * part
    return total


def read_literal(e: Any, symbols: Symbols) -> Expr:
    rows, columns = e.shape
    return literal(tuple(tuple(_expr(e[r, c], symbols) for c in range(columns)) for r in range(rows)))


def called(name: str) -> Callable[[Any, Symbols], Expr]:
    """The function of that name of the SymPy arguments."""
    return lambda e, symbols: function(name, *(_expr(a, symbols) for a in e.args))


def read_diag(e: Any, symbols: Symbols) -> Expr:
    return function("diag", _expr(e.args[0], symbols))


def read_applied(e: Any, symbols: Symbols) -> Expr:
    """Z.applyfunc(f), entry by entry."""
    import sympy

    t = sympy.Dummy("t")
    body = e.function(t)
    for name in scalar_functions():
        if formula_of(name, t) == body:
            return function(name, _expr(e.expr, symbols))
    raise UnsupportedError("only functions of one variable are applied entry by entry", found=str(e))


def formula_of(name: str, t: Any) -> Any:
    """What the function of that name is in SymPy."""
    from symjac.expr.registry import get

    return get(name).formula(_Named(), t)  # type: ignore[attr-defined]


def read_trace(e: Any, symbols: Symbols) -> Expr:
    """tr A; the trace of a number is the number."""
    inside = _expr(e.args[0], symbols)
    return inside if inside.is_scalar else function("tr", inside)


READ: dict[str, Callable[[Any, Symbols], Expr]] = {
    "Symbol": read_symbol,
    "Rational": read_rational,
    "Float": lambda e, symbols: number(Fraction(str(e))),
    "Exp1": lambda e, symbols: function("exp", number(1)),
    "Pi": lambda e, symbols: pi(),
    "Add": read_add,
    "Mul": read_mul,
    "Pow": read_pow,
    "Function": read_function,
    "MatrixSymbol": read_matrix_symbol,
    "MatAdd": read_add,
    "MatMul": read_mul,
    "MatPow": read_pow,
    "Transpose": lambda e, symbols: transpose(_expr(e.arg, symbols)),
    "Inverse": lambda e, symbols: function("inv", _expr(e.arg, symbols)),
    "Trace": read_trace,
    "Determinant": called("det"),
    "HadamardProduct": lambda e, symbols: hadamard(*(_expr(a, symbols) for a in e.args)),
    "HadamardPower": lambda e, symbols: hpower(*(_expr(a, symbols) for a in e.args)),
    "KroneckerProduct": called("kron"),
    "Identity": lambda e, symbols: eye(read_dim(e.shape[0])),
    "ZeroMatrix": lambda e, symbols: zeros(*read_shape(e)),
    "OneMatrix": lambda e, symbols: ones(*read_shape(e)),
    "DiagMatrix": read_diag,
    "ElementwiseApplyFunction": read_applied,
    "MatrixBase": read_literal,
}


# symjac → SymPy


def to_sympy(expr: Expr) -> sympy.Expr:
    """MatrixSymbol expressions; a 1 x 1 product is the trace of it, which SymPy knows to be a number."""
    return fold(expr, _sympy)


def _sympy(e: Expr, args: tuple[Any, ...]) -> Any:
    rule = WRITE.get(e.op.name)
    if rule is not None:
        return rule(e, args)
    if e.op.name in scalar_functions():
        return write_function(e, args)
    raise UnsupportedError(f"SymPy has no matrix expression for {e.op.name}", found=str(e))


@cache
def _sp() -> Any:
    import sympy

    return sympy


def write_dim(n: Dim) -> Any:
    sp = _sp()
    terms = [sp.Mul(c, *(sp.Symbol(name, integer=True, positive=True) for name in names)) for names, c in n.terms]
    return sp.Add(*terms)


def write_shape(e: Expr) -> tuple[Any, Any]:
    return write_dim(e.shape[0]), write_dim(e.shape[1])


def write_symbol(e: Expr, args: tuple[Any, ...]) -> Any:
    sp, name = _sp(), str(e.data[0])
    return sp.Symbol(name) if e.is_scalar else sp.MatrixSymbol(name, *write_shape(e))


def write_add(e: Expr, args: tuple[Any, ...]) -> Any:
    sp = _sp()
    return sp.Add(*args) if e.is_scalar else sp.MatAdd(*args)


def write_mul(e: Expr, args: tuple[Any, ...]) -> Any:
    """Scalars in front; a part that becomes 1 x 1 is the trace of itself."""
    sp = _sp()
    scalars: list[Any] = []
    chain: list[Any] = []
    shape = SCALAR
    for arg, a in zip(e.args, args, strict=True):
        if arg.is_scalar:
            scalars.append(a)
            continue
        shape = arg.shape if shape == SCALAR else (shape[0], arg.shape[1])
        chain.append(a)
        if shape == SCALAR:
            scalars.append(sp.Trace(sp.MatMul(*chain)))
            chain = []
    return sp.MatMul(*scalars, *chain) if chain else sp.Mul(*scalars)


def write_function(e: Expr, args: tuple[Any, ...]) -> Any:
    """SymPy's own function, or the formula of the operation."""
    sp = _sp()
    formula = e.op.formula  # type: ignore[attr-defined]
    if e.is_scalar:
        return formula(_Named(), args[0])
    t = sp.Dummy("t")
    return args[0].applyfunc(sp.Lambda(t, formula(_Named(), t)))


class _Named:
    """The namespace of scalar functions that formulas are written in."""

    def __getattr__(self, name: str) -> Any:
        sp = _sp()
        own = {"maximum": sp.Max, "minimum": sp.Min}
        return own.get(name) or getattr(sp, getattr(find(name), "elsewhere", "") or name, None) or self.of_operation(name)

    def of_operation(self, name: str) -> Any:
        from symjac.expr.registry import get

        return lambda z: get(name).formula(self, z)  # type: ignore[attr-defined]


def write_sum(e: Expr, args: tuple[Any, ...]) -> Any:
    """1'A1, as a trace"""
    sp = _sp()
    m, n = write_shape(e.args[0])
    if e.args[0].is_scalar:
        return args[0]
    return sp.Trace(sp.MatMul(sp.OneMatrix(1, m), args[0], sp.OneMatrix(n, 1)))


def write_power(e: Expr, args: tuple[Any, ...]) -> Any:
    return args[0] ** args[1]


def write_literal(e: Expr, args: tuple[Any, ...]) -> Any:
    sp = _sp()
    rows, columns = e.data
    lines = [list(args[r * columns : (r + 1) * columns]) for r in range(rows)]
    return sp.ImmutableMatrix(lines) if all(a.is_scalar for a in e.args) else sp.BlockMatrix(lines)


def write_diag(e: Expr, args: tuple[Any, ...]) -> Any:
    from sympy.matrices.expressions.diagonal import DiagMatrix, DiagonalOf

    return DiagMatrix(args[0]) if e.args[0].is_vector else DiagonalOf(args[0])


def write_norm(e: Expr, args: tuple[Any, ...]) -> Any:
    sp = _sp()
    return sp.Abs(args[0]) if e.args[0].is_scalar else sp.sqrt(sp.Trace(args[0].T * args[0]))


def write_hdiv(e: Expr, args: tuple[Any, ...]) -> Any:
    sp = _sp()
    return args[0] / args[1] if e.is_scalar else sp.HadamardProduct(args[0], sp.HadamardPower(args[1], -1))


def refuse_map(e: Expr, args: tuple[Any, ...]) -> Any:
    raise UnsupportedError(f"`{e.data[0]}` is only named, and SymPy has no map of columns without a formula", found=str(e))


def whole(e: Expr, args: tuple[Any, ...], make: Callable[..., Expr]) -> Any:
    """The operation written in others."""
    return to_sympy(make(*e.args))


WRITE: dict[str, Callable[[Expr, tuple[Any, ...]], Any]] = {
    "symbol": write_symbol,
    "number": lambda e, args: _sp().Rational(value_of(e).numerator, value_of(e).denominator),  # type: ignore[union-attr]
    "size": lambda e, args: write_dim(e.data[0]),
    "pi": lambda e, args: _sp().pi,
    "add": write_add,
    "neg": lambda e, args: -args[0],
    "mul": write_mul,
    "div": lambda e, args: args[0] / args[1],
    "hadamard": lambda e, args: _sp().Mul(*args) if e.is_scalar else _sp().HadamardProduct(*args),
    "hdiv": write_hdiv,
    "power": write_power,
    "matrix_power": write_power,
    "hpower": lambda e, args: _sp().HadamardPower(*args),
    "transpose": lambda e, args: args[0] if e.is_scalar else _sp().Transpose(args[0]),
    "inv": lambda e, args: 1 / args[0] if e.is_scalar else _sp().Inverse(args[0]),
    "tr": lambda e, args: args[0] if e.args[0].is_scalar else _sp().Trace(args[0]),
    "det": lambda e, args: args[0] if e.args[0].is_scalar else _sp().Determinant(args[0]),
    "logdet": lambda e, args: _sp().log(args[0] if e.args[0].is_scalar else _sp().Determinant(args[0])),
    "diag": write_diag,
    "sum": write_sum,
    "norm": write_norm,
    "literal": write_literal,
    "eye": lambda e, args: _sp().Identity(write_dim(e.shape[0])),
    "ones": lambda e, args: _sp().OneMatrix(*write_shape(e)),
    "zeros": lambda e, args: _sp().ZeroMatrix(*write_shape(e)),
    "image": refuse_map,
    "jacobian": refuse_map,
    "kron": lambda e, args: _sp().KroneckerProduct(*args),
    "outer": lambda e, args: _sp().MatMul(args[0], args[1].T),
    "dot": lambda e, args: whole(e, args, inner),
    "mean": lambda e, args: whole(e, args, lambda a: div(function("sum", a), size(a.shape[0] * a.shape[1]))),
    "norm1": lambda e, args: whole(e, args, lambda a: function("sum", function("abs", a))),
    "softmax": lambda e, args: whole(e, args, lambda a: div(function("exp", a), function("sum", function("exp", a)))),
    "logsumexp": lambda e, args: whole(e, args, lambda a: function("log", function("sum", function("exp", a)))),
}
