"""a·b·c, a + b, Σ_k, δ_ij as SymPy nodes that keep the order in which they were written.

SymPy's own + and * sort their operands (y − Φθ becomes −Φθ + y); these do only the arithmetic a reader expects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from symjac.errors import DomainError
from symjac.expr.families import ScalarOp
from symjac.expr.lazy import S, sympy
from symjac.expr.registry import get, operations

Limit = tuple[Any, Any, Any]  # index, first, last, of SymPy


def plus(terms: Iterable[sympy.Expr]) -> sympy.Expr:
    """a + b + c; nested sums are one sum, numbers are added up in place of the first."""
    flat = [t for term in terms for t in (term.args if isinstance(term, sympy.Add) else (term,)) if t is not S.Zero]
    numbers = [t for t in flat if t.is_Rational]
    if len(numbers) > 1:
        at, total = flat.index(numbers[0]), sympy.Add(*numbers)
        flat = [t for t in flat if not t.is_Rational]
        flat[at:at] = [] if total is S.Zero else [total]
    return S.Zero if not flat else flat[0] if len(flat) == 1 else sympy.Add(*flat, evaluate=False)


def times(factors: Iterable[sympy.Expr]) -> sympy.Expr:
    """2·a·b; nested products are one product, the number in front, equal factors are a power."""
    number: sympy.Expr = S.One
    rest: list[sympy.Expr] = []
    for factor in factors:
        for f in factor.args if isinstance(factor, sympy.Mul) else (factor,):
            if f.is_Rational:
                number = number * f
            else:
                place(f, rest)
    if number is S.Zero:
        return S.Zero
    rest = [f for f in rest if f is not S.One]
    shown = rest if number is S.One and rest else [number, *rest]
    return shown[0] if len(shown) == 1 else sympy.Mul(*shown, evaluate=False)


def place(f: sympy.Expr, rest: list[sympy.Expr]) -> None:
    """A factor behind the others, or, if it is there already, as a power in the place where it stands."""
    base = base_of(f)
    for n, known in enumerate(rest):
        if base_of(known) == base:
            rest[n] = raised(base, exponent_of(known) + exponent_of(f))
            return
    rest.append(f)


def base_of(e: sympy.Expr) -> sympy.Expr:
    return e.args[0] if isinstance(e, sympy.Pow) else e


def exponent_of(e: sympy.Expr) -> sympy.Expr:
    return e.args[1] if isinstance(e, sympy.Pow) else S.One


def raised(base: sympy.Expr, exponent: sympy.Expr) -> sympy.Expr:
    """base^exponent; powers of powers with an integer outside are one power."""
    if base is S.Zero and exponent.is_negative:
        raise DomainError("division by zero", found=f"0^({exponent})")
    if exponent is S.One or exponent is S.Zero or base.is_Rational:
        return base**exponent
    if isinstance(base, sympy.Pow) and exponent.is_Integer:
        return raised(base.args[0], base.args[1] * exponent)
    return sympy.Pow(base, exponent, evaluate=False)


def negative(e: sympy.Expr) -> sympy.Expr:
    """−e, term by term."""
    return plus(negative(t) for t in e.args) if isinstance(e, sympy.Add) else times((S.NegativeOne, e))


def total(body: sympy.Expr, *limits: Limit) -> sympy.Expr:
    """Σ; the first limit is the innermost sum. A sum of a sum is one sum."""
    if body is S.Zero or not limits:
        return body
    inner, old = (body.args[0], body.args[1:]) if isinstance(body, sympy.Sum) else (body, ())
    node: Any = sympy.Expr.__new__(sympy.Sum, inner, *old, *(sympy.Tuple(*limit) for limit in limits))
    node.is_commutative = True  # SymPy's constructor sets it, after checks that are not needed here
    return node


def delta(i: sympy.Expr, j: sympy.Expr) -> sympy.Expr:
    """δ_ij"""
    if i == j:
        return S.One
    # SymPy's constructor looks at assumptions, a hundred times as long
    return S.Zero if i.is_Integer and j.is_Integer else sympy.Basic.__new__(sympy.KroneckerDelta, i, j)


def terms_of(e: sympy.Expr) -> tuple[sympy.Expr, ...]:
    return e.args if isinstance(e, sympy.Add) else (e,)


def factors_of(e: sympy.Expr) -> tuple[sympy.Expr, ...]:
    return e.args if isinstance(e, sympy.Mul) else (e,)


def bound(e: sympy.Expr) -> list[sympy.Expr]:
    """The summation indices of a Σ."""
    return [limit[0] for limit in e.args[1:]]


def uses(e: Any, symbols: Sequence[sympy.Expr]) -> bool:
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
    for kind, make in makers().items():
        if isinstance(e, kind):
            return make(args)
    if isinstance(e, sympy.Function):
        return e.func(*args, evaluate=False)
    return sympy.Basic.__new__(type(e), *args)


def index_at(base: Any, places: Sequence[sympy.Expr]) -> sympy.Expr:
    """A_ij"""
    return sympy.Indexed(base, *places)


@cache
def makers() -> dict[Any, Callable[[Sequence[Any]], Any]]:
    return {
        sympy.Add: plus,
        sympy.Mul: times,
        sympy.Pow: lambda a: raised(*a),
        sympy.Indexed: lambda a: index_at(a[0], a[1:]),
        sympy.KroneckerDelta: lambda a: delta(*a[:2]),
        sympy.Sum: lambda a: total(*a),
    }


class Functions:
    """f.cos(z) for any function of one variable that is registered, on SymPy expressions."""

    @property
    def pi(self) -> sympy.Expr:
        return sympy.pi

    def __getattr__(self, name: str) -> Callable[[sympy.Expr], sympy.Expr]:
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


def scalar_function(name: str, z: sympy.Expr) -> sympy.Expr:
    if name == "sqrt":
        return raised(z, S.Half)
    return function_class(name)(z, evaluate=False)


@cache
def _names_of_own() -> dict[Any, str]:
    return {cls: name for name, cls in own().items()}


def name_of_function(e: sympy.Expr) -> str | None:
    """The operation that a function node is, if there is one."""
    return getattr(type(e), "_symjac_op", None) or _names_of_own().get(type(e))


def number(q: Any) -> sympy.Expr:
    return sympy.Rational(q.numerator, q.denominator) if not isinstance(q, int) else sympy.Integer(q)
