"""∂/∂x_j Σ_k A_ik x_k = Σ_k A_ik ∂x_k/∂x_j = Σ_k A_ik δ_kj = A_ij: calculus with indices, on SymPy trees.

Plain recursion over few kinds of nodes; nothing is expanded, reordered or simplified that a lecturer would leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from symjac.calculus.entries.nodes import (
    FUNCTIONS,
    bound,
    delta,
    factors_of,
    name_of_function,
    plus,
    put,
    raised,
    remade,
    scalar_function,
    terms_of,
    times,
    total,
    uses,
)
from symjac.errors import UnsupportedError
from symjac.expr.expr import postorder
from symjac.expr.lazy import S, sympy
from symjac.expr.registry import get

# differentiate


def name_of(entry: Any) -> str:
    """The variable an entry belongs to."""
    return str((entry.base.label if isinstance(entry, sympy.Indexed) else entry).name)


def holds(node: Any, name: str) -> bool:
    """Whether an entry stands for something that contains the variable: x itself, or z = Wx + b."""
    whole = getattr(node.base, "_symjac_expr", None) if isinstance(node, sympy.Indexed) else None
    if whole is None:
        return name_of(node) == name
    return any(e.op.name == "symbol" and e.data[0] == name for e in postorder(whole))


def differentiate(e: Any, entry: Any) -> Any:
    """∂e/∂entry; ∂x_k/∂x_j is left standing as a Derivative."""
    if isinstance(e, sympy.Indexed | sympy.Symbol):
        return partial(e, entry) if holds(e, name_of(entry)) else S.Zero
    if e.is_number or isinstance(e, sympy.KroneckerDelta):
        return S.Zero
    for kind, rule in rules().items():
        if isinstance(e, kind):
            return rule(e, entry)
    return chain(e, entry)


def partial(e: Any, entry: Any) -> Any:
    return S.One if e == entry else sympy.Expr.__new__(sympy.Derivative, e, sympy.Tuple(entry, S.One))


def product_rule(e: Any, entry: Any) -> Any:
    f = e.args
    return plus(times((*f[:n], d, *f[n + 1 :])) for n, a in enumerate(f) if (d := differentiate(a, entry)) is not S.Zero)


def power_rule(e: Any, entry: Any) -> Any:
    base, k = e.args
    db, dk = differentiate(base, entry), differentiate(k, entry)
    terms = [] if db is S.Zero else [times((k, raised(base, plus((k, S.NegativeOne))), db))]
    if dk is not S.Zero:
        terms.append(times((e, scalar_function("log", base), dk)))
    return plus(terms)


def chain(e: Any, entry: Any) -> Any:
    """f(z)' = f'(z) z', with the derivative that the operation states."""
    name = name_of_function(e)
    if name is None:
        raise UnsupportedError(f"there is no entry rule for {type(e).__name__}")
    dz = differentiate(e.args[0], entry)
    slope: Any = get(name)
    if dz is S.Zero:
        return S.Zero
    outer = slope.derivative(e.args[0], e, FUNCTIONS)
    return times((dz, outer) if all(map(is_letter, factors_of(dz))) else (outer, dz))


def is_letter(e: Any) -> bool:
    """y, y² or 2, which a lecturer writes before exp(xy)."""
    base = e.args[0] if isinstance(e, sympy.Pow) else e
    return (isinstance(base, sympy.Symbol) and not isinstance(base, sympy.Indexed)) or bool(e.is_number)


@cache
def rules() -> dict[Any, Callable[[Any, Any], Any]]:
    return {
        sympy.Add: lambda e, entry: plus(differentiate(a, entry) for a in e.args),
        sympy.Mul: product_rule,
        sympy.Pow: power_rule,
        sympy.Sum: lambda e, entry: total(differentiate(e.args[0], entry), *e.args[1:]),
    }


# Kronecker deltas


def deltas(e: Any) -> Any:
    """∂X_kl/∂X_ij becomes δ_ki δ_lj; the derivative of a named expression stays."""
    return changed(e, sympy.Derivative, lambda node: kronecker(node.args[0], node.args[1][0]) or node)


def kronecker(a: Any, b: Any) -> Any:
    if not isinstance(a, sympy.Indexed) or name_of(a) != name_of(b):
        return None
    return times(delta(i, j) for i, j in zip(a.indices, b.indices, strict=True))


def changed(e: Any, kind: Any, change: Callable[[Any], Any]) -> Any:
    """Every node of a kind changed."""
    found = {node: change(node) for node in nodes_of(e, kind)}
    return put(e, found) if found else e


def nodes_of(e: Any, kind: Any) -> list[Any]:
    if isinstance(e, kind):
        return [e]
    return [] if isinstance(e, sympy.Indexed) else [node for a in e.args for node in nodes_of(a, kind)]


def insert(e: Any, pattern: sympy.Indexed, value: Any) -> Any:
    """∂z_k/∂x_j replaced by `value`, which is it for the indices of `pattern`."""
    free = [i for i in pattern.indices if i.is_Symbol]
    # The indices of the pattern by themselves: of a sum of zeros SymPy says that it depends on nothing.
    taken = {s.name for s in (*free, *e.free_symbols, *value.free_symbols, *e.atoms(sympy.Symbol))}
    fresh = tidy(value, [name for name in "klmpqrstuvwabcdgh" if name not in taken])

    def change(node: Any) -> Any:
        inner = node.args[0]
        if not isinstance(inner, sympy.Indexed) or inner.base != pattern.base:
            return node
        return put(fresh, dict(zip(free, inner.indices, strict=False)))

    return changed(e, sympy.Derivative, change)


def contract(e: Any) -> Any:
    """Σ_k A_ik δ_kj = A_ij, everywhere; what does not depend on a summation index is taken out of its sum."""
    if not e.args or isinstance(e, sympy.Indexed | sympy.Tuple):
        return e
    if isinstance(e, sympy.Sum):
        return summed(contract(e.args[0]), list(e.args[1:]))
    if isinstance(e, sympy.Mul):
        return ordered(opened([contract(a) for a in e.args]))
    return remade(e, [contract(a) for a in e.args])


def opened(factors: Sequence[Any], among: Sequence[Any] | None = None) -> Any:
    """(a δ + b) c = a δ c + b c: a product is multiplied out only over a sum that contains a delta."""
    for n, f in enumerate(factors):
        if isinstance(f, sympy.Add) and has_delta(f, among):
            return plus(opened([*factors[:n], term, *factors[n + 1 :]], among) for term in f.args)
    return times(factors)


def has_delta(e: Any, among: Sequence[Any] | None = None) -> bool:
    return any(
        among is None or uses(d, among) for term in terms_of(e) for d in factors_of(term) if isinstance(d, sympy.KroneckerDelta)
    )


def ordered(e: Any) -> Any:
    """Deltas in front: δ_pj A_iq."""
    return plus(times(sorted(factors_of(t), key=lambda f: not isinstance(f, sympy.KroneckerDelta))) for t in terms_of(e))


def summed(body: Any, limits: list[Any]) -> Any:
    indices = [limit[0] for limit in limits]
    body = opened(factors_of(body), indices)
    if isinstance(body, sympy.Add):
        if has_delta(body, indices):
            return plus(summed(t, limits) for t in body.args)
        return total(body, *limits)
    for d in factors_of(body):
        if isinstance(d, sympy.KroneckerDelta) and uses(d, indices):
            k, other = d.args if d.args[0] in indices else d.args[::-1]
            rest = times(f for f in factors_of(body) if f is not d)
            return summed(contract(put(rest, {k: other})), [limit for limit in limits if limit[0] != k])
    outside = [f for f in factors_of(body) if not uses(f, indices)]
    inside = [f for f in factors_of(body) if uses(f, indices)]
    return ordered(times([*outside, total(times(inside), *limits)]))


# like terms


def tidy(e: Any, names: Sequence[str], depth: int = 0) -> Any:
    """Summation indices renamed by depth, in order: Σ_l A_jl x_l becomes Σ_k A_jk x_k."""
    if not e.args or isinstance(e, sympy.Indexed):
        return e
    if not isinstance(e, sympy.Sum):
        return remade(e, [tidy(a, names, depth) for a in e.args])
    old = bound(e)[::-1]
    new = [sympy.Symbol(name, integer=True, positive=True) for name in names[depth : depth + len(old)]]
    # By way of names of their own: an inner sum may already be called what this one will be.
    own = {k: sympy.Dummy() for k in old}
    back = {own[k]: name for k, name in zip(old, new, strict=True)}
    body = put(tidy(put(e.args[0], own), names, depth + len(old)), back)
    return total(body, *((back[own[k]], a, b) for k, a, b in e.args[1:]))


Bag = Counter[Any]


def bag(e: Any) -> Bag:
    """The factors without the number, as often as they occur."""
    found: Bag = Counter()
    for f in factors_of(e):
        base, k = f.args if isinstance(f, sympy.Pow) and f.args[1].is_Integer and f.args[1] > 0 else (f, S.One)
        if not f.is_Rational:
            found[like(base)] += int(k)
    return found


def like(e: Any) -> Any:
    """A form in which sums that differ only in the order of factors are equal."""
    return (type(e), frozenset(bag(e.args[0]).items()), e.args[1:]) if isinstance(e, sympy.Sum) else e


def coefficient(e: Any) -> Any:
    return e.args[0] if isinstance(e, sympy.Mul) and e.args[0].is_Rational else e if e.is_Rational else S.One


def collect(e: Any) -> Any:
    """Like terms added up: A_jk x_k + x_k A_jk = 2 A_jk x_k; and Σ_k a x_k + Σ_k b x_k = Σ_k (a + b) x_k."""
    groups: list[tuple[Bag, list[Any]]] = []
    for term in terms_of(e):
        key = bag(term)
        same = next((terms for known, terms in groups if known == key), None)
        if same is None:
            groups.append((key, [term]))
        else:
            same.append(term)
    return joined(plus(gathered(terms) for _, terms in groups))


def same(a: Any, b: Any) -> bool:
    """Whether two forms differ only in the order of factors and terms."""
    return Counter(map(signature, terms_of(a))) == Counter(map(signature, terms_of(b)))


def signature(term: Any) -> Any:
    return coefficient(term), frozenset(bag(term).items())


def gathered(terms: Sequence[Any]) -> Any:
    c = plus(coefficient(t) for t in terms)
    rest = times(f for f in factors_of(terms[0]) if not f.is_Rational)
    return terms[0] if len(terms) == 1 else times((c, rest))


def joined(e: Any) -> Any:
    """Two sums over the same index with a common factor are one sum."""
    terms = list(terms_of(e))
    for n, a in enumerate(terms):
        for m in range(n + 1, len(terms)):
            one = merged(a, terms[m])
            if one is not None:
                return joined(plus([*terms[:n], one, *terms[n + 1 : m], *terms[m + 1 :]]))
    return e


def merged(a: Any, b: Any) -> Any:
    """Σ_k A_jk x_k + Σ_k A_kj x_k = Σ_k (A_jk + A_kj) x_k"""
    (fa, sa), (fb, sb) = split_sum(a), split_sum(b)
    if sa is None or sb is None or fa != fb or sa.args[1:] != sb.args[1:]:
        return None
    left, right = list(factors_of(sa.args[0])), list(factors_of(sb.args[0]))
    common = [f for f in left if f in right]
    for f in common:
        left.remove(f)
        right.remove(f)
    if not common or max(len(left), len(right)) > 1:
        return None
    return times((*fa, total(times((plus((times(left), times(right))), *common)), *sa.args[1:])))


def split_sum(e: Any) -> tuple[tuple[Any, ...], Any]:
    """The factors in front of a sum, and the sum."""
    *front, last = factors_of(e)
    return (tuple(front), last) if isinstance(last, sympy.Sum) else ((), None)


def symmetric(e: Any, names: Iterable[str]) -> Any:
    """S_kj = S_jk for symmetric S: the indices of its entries in one order."""
    wanted = set(names)

    def change(node: Any) -> Any:
        if name_of(node) not in wanted or len(node.indices) != 2:
            return node
        return node.func(node.base, *sorted(node.indices, key=str))

    return changed(e, sympy.Indexed, change)


# cases


Case = tuple[Any, tuple[tuple[Any, Any, bool], ...]]  # value; conditions (a, b, equal?); none: otherwise


def cases(e: Any, order: Sequence[Any]) -> list[Case]:
    """The values that remaining deltas of free indices give, exclusive and exhaustive; [] where that is not simple.

    order: which index stands for others that are equal to it (p before j).
    """
    sets = [frozenset(f for f in factors_of(t) if isinstance(f, sympy.KroneckerDelta)) for t in terms_of(e)]
    distinct = list(dict.fromkeys(s for s in sets if s))
    if not distinct or len(distinct) > 2 or (len(distinct) == 2 and max(map(len, distinct)) > 1):
        return []
    inner = [d for d in nodes_of(e, sympy.KroneckerDelta) if not any(d in s for s in distinct)]
    others = [f for t in terms_of(e) for f in factors_of(t) if not isinstance(f, sympy.KroneckerDelta)]
    inside = {d for f in others for d in nodes_of(f, sympy.KroneckerDelta)}
    halfway = not all(sets) and any(len(s) > 1 and not inside.isdisjoint(s) for s in distinct)
    if inner or halfway:  # a + δ_pq δ_pj b with e^(δ_pq u_p) in a: p = q without j = p is another case
        return []
    found = [case(e, yes, [d for d in distinct if d not in yes], order) for yes in subsets(distinct)]
    rest = put(e, {d: S.Zero for s in distinct for d in s})
    return [*found, (rest, ())]


def subsets(sets: Sequence[frozenset[Any]]) -> list[Sequence[frozenset[Any]]]:
    """All of them, then each alone."""
    return [sets] if len(sets) == 1 else [sets, *([s] for s in sets)]


def case(e: Any, yes: Sequence[frozenset[Any]], no: Sequence[frozenset[Any]], order: Sequence[Any]) -> Case:
    """The value where the deltas in `yes` are one and those in `no` zero, with the conditions written in few indices."""
    table: dict[Any, Any] = {}
    same: list[tuple[Any, Any, bool]] = []
    for d in sorted((d for s in yes for d in s), key=lambda d: [order.index(i) if i in order else -1 for i in d.args]):
        a, b = sorted((put(i, table) for i in d.args), key=lambda i: rank(i, order))
        if a != b:
            same.append((a, b, True))
            table = {**{k: put(v, {b: a}) for k, v in table.items()}, b: a}
    other = [(*sorted((put(i, table) for i in next(iter(s)).args), key=lambda i: rank(i, order)), False) for s in no]
    truth = {d: S.One for s in yes for d in s} | {d: S.Zero for s in no for d in s}
    return collect(put(put(e, truth), table)), tuple(other + same)


def rank(i: Any, order: Sequence[Any]) -> int:
    return -1 if i.is_Integer else order.index(i) if i in order else len(order)


def at(e: Any, table: Mapping[Any, Any]) -> Any:
    """The entry at a place of a written matrix, where 1, 2 and M are different places: δ_1M = 0."""
    places = set(table.values())
    return collect(changed(put(e, table), sympy.KroneckerDelta, lambda d: S.Zero if places.issuperset(d.args) else d))
