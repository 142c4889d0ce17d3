"""a·b·c, a + b, Σ_k, δ_ij as SymPy nodes that keep the order in which they were written.

SymPy's own + and * sort their operands (y − Φθ becomes −Φθ + y); these do only the arithmetic a reader expects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sympy
from sympy import Add, Basic, Expr, Indexed, Integer, KroneckerDelta, Mul, Pow, Rational, S, Sum, Tuple

from symjac.errors import DomainError
from symjac.expr.families import ScalarOp
from symjac.expr.registry import get, operations

Limit = tuple[Expr, Expr, Expr]  # index, first, last


def plus(terms: Iterable[Expr]) -> Expr:
    """a + b + c; nested sums are one sum, numbers are added up in place of the first."""
    flat = [t for term in terms for t in (term.args if isinstance(term, Add) else (term,)) if t is not S.Zero]
    numbers = [t for t in flat if t.is_Rational]
    if len(numbers) > 1:
        at, total = flat.index(numbers[0]), Add(*numbers)
        flat = [t for t in flat if not t.is_Rational]
        flat[at:at] = [] if total is S.Zero else [total]
    return S.Zero if not flat else flat[0] if len(flat) == 1 else Add(*flat, evaluate=False)


def times(factors: Iterable[Expr]) -> Expr:
    """2·a·b; nested products are one product, the number in front, equal factors are a power."""
    number: Expr = S.One
    rest: list[Expr] = []
    for factor in factors:
        for f in factor.args if isinstance(factor, Mul) else (factor,):
            if f.is_Rational:
                number = number * f
            else:
                place(f, rest)
    if number is S.Zero:
        return S.Zero
    rest = [f for f in rest if f is not S.One]
    shown = rest if number is S.One and rest else [number, *rest]
    return shown[0] if len(shown) == 1 else Mul(*shown, evaluate=False)


def place(f: Expr, rest: list[Expr]) -> None:
    """A factor behind the others, or, if it is there already, as a power in the place where it stands."""
    base = base_of(f)
    for n, known in enumerate(rest):
        if base_of(known) == base:
            rest[n] = raised(base, exponent_of(known) + exponent_of(f))
            return
    rest.append(f)


def base_of(e: Expr) -> Expr:
    return e.args[0] if isinstance(e, Pow) else e


def exponent_of(e: Expr) -> Expr:
    return e.args[1] if isinstance(e, Pow) else S.One


def raised(base: Expr, exponent: Expr) -> Expr:
    """base^exponent; powers of powers with an integer outside are one power."""
    if base is S.Zero and exponent.is_negative:
        raise DomainError("division by zero", found=f"0^({exponent})")
    if exponent is S.One or exponent is S.Zero or base.is_Rational:
        return base**exponent
    if isinstance(base, Pow) and exponent.is_Integer:
        return raised(base.args[0], base.args[1] * exponent)
    return Pow(base, exponent, evaluate=False)


def negative(e: Expr) -> Expr:
    """−e, term by term."""
    return plus(negative(t) for t in e.args) if isinstance(e, Add) else times((S.NegativeOne, e))


def total(body: Expr, *limits: Limit) -> Expr:
    """Σ; the first limit is the innermost sum. A sum of a sum is one sum."""
    if body is S.Zero or not limits:
        return body
    inner, old = (body.args[0], body.args[1:]) if isinstance(body, Sum) else (body, ())
    node: Any = Expr.__new__(Sum, inner, *old, *(Tuple(*limit) for limit in limits))
    node.is_commutative = True  # SymPy's constructor sets it, after checks that are not needed here
    return node


def delta(i: Expr, j: Expr) -> Expr:
    """δ_ij"""
    if i == j:
        return S.One
    # SymPy's constructor looks at assumptions, a hundred times as long
    return S.Zero if i.is_Integer and j.is_Integer else Basic.__new__(KroneckerDelta, i, j)


def terms_of(e: Expr) -> tuple[Expr, ...]:
    return e.args if isinstance(e, Add) else (e,)


def factors_of(e: Expr) -> tuple[Expr, ...]:
    return e.args if isinstance(e, Mul) else (e,)


def bound(e: Expr) -> list[Expr]:
    """The summation indices of a Σ."""
    return [limit[0] for limit in e.args[1:]]


def uses(e: Any, symbols: Sequence[Expr]) -> bool:
    """Whether one of the symbols occurs (bound or free: bound names are never free ones here)."""
    return e in symbols if not e.args else any(uses(a, symbols) for a in e.args)


def put(e: Any, table: Mapping[Any, Any]) -> Any:
    """e with symbols or whole nodes replaced; everything else stays as it is written."""
    if e in table:
        return table[e]
    if not e.args or isinstance(e, sympy.IndexedBase):
        return e
    args = [put(a, table) for a in e.args]
    return e if all(a is b for a, b in zip(args, e.args, strict=True)) else remade(e, args)


def remade(e: Any, args: Sequence[Any]) -> Any:
    """The same kind of node with other arguments."""
    for kind, make in MAKERS.items():
        if isinstance(e, kind):
            return make(args)
    if isinstance(e, sympy.Function):
        return e.func(*args, evaluate=False)
    return Basic.__new__(type(e), *args)


def index_at(base: Any, places: Sequence[Expr]) -> Expr:
    """A_ij"""
    return Indexed(base, *places)


MAKERS: dict[Any, Callable[[Sequence[Any]], Any]] = {
    Add: plus,
    Mul: times,
    Pow: lambda a: raised(*a),
    Indexed: lambda a: index_at(a[0], a[1:]),
    KroneckerDelta: lambda a: delta(*a[:2]),
    Sum: lambda a: total(*a),
}


class Functions:
    """f.cos(z) for any function of one variable that is registered, on SymPy expressions."""

    pi = sympy.pi

    def __getattr__(self, name: str) -> Callable[[Expr], Expr]:
        return lambda z: scalar_function(name, z)


FUNCTIONS = Functions()


@cache
def own() -> dict[str, Any]:
    """The functions that SymPy has itself, by our names; √ is a power there."""
    known = [op for op in operations() if isinstance(op, ScalarOp) and op.elsewhere and op.name != "sqrt"]
    return {op.name: getattr(sympy, op.elsewhere) for op in known}


_classes: dict[str, Any] = {}


def function_class(name: str) -> Any:
    """SymPy's function of that name, or one that brings the formula and the derivative of the operation along."""
    found = own().get(name) or _classes.get(name)
    return _classes.setdefault(name, new_class(name)) if found is None else found  # threads agree on one class


def new_class(name: str) -> Any:
    op: Any = get(name)
    facts = {
        "_symjac_op": op.name,
        "_symjac_formula": staticmethod(op.formula),
        "fdiff": lambda self, argindex=1: op.derivative(self.args[0], self, FUNCTIONS),
    }
    return type(op.name, (sympy.Function,), facts)


def scalar_function(name: str, z: Expr) -> Expr:
    if name == "sqrt":
        return raised(z, S.Half)
    return function_class(name)(z, evaluate=False)


@cache
def _names_of_own() -> dict[Any, str]:
    return {cls: name for name, cls in own().items()}


def name_of_function(e: Expr) -> str | None:
    """The operation that a function node is, if there is one."""
    return getattr(type(e), "_symjac_op", None) or _names_of_own().get(type(e))


def number(q: Any) -> Expr:
    return Rational(q.numerator, q.denominator) if not isinstance(q, int) else Integer(q)
