"""Random points: distinct sizes, small rational entries, assumptions kept (orthogonal: (I − S)(I + S)⁻¹, Cayley)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from random import Random
from types import MappingProxyType

from symjac.expr.dims import Dim
from symjac.expr.expr import Expr
from symjac.verify.exact import Mat, det, inverse
from symjac.verify.functions import Numbers
from symjac.verify.scalars import Outside, Scalar, tidy

MEMBERS = "members "  # "members symmetric": of each member of a family
SIZES = (2, 3, 4, 5, 6, 7)
# (signed, largest numerator, denominator): tried in turn, for a logarithm or a root may want positive or small entries.
WHOLE = ((True, 5, 1), (True, 5, 1), (False, 5, 1), (True, 7, 16), (False, 7, 16), (True, 9, 64))
SPREAD = ((True, 11, 8), (False, 11, 8), (True, 11, 8), (True, 7, 16), (False, 7, 16), (True, 9, 64))
ATTEMPTS = 36
REDRAWS = 50


class Sizes(dict[str, int]):
    """A size for every dimension name; a name not seen before gets the next one."""

    def __init__(self, given: Mapping[str, int], order: list[int]) -> None:
        super().__init__(given)
        self.order = order

    def __missing__(self, name: str) -> int:
        self[name] = self.order[0]
        self.order.append(self.order.pop(0))  # more names than sizes: go round
        return self[name]


def draw_sizes(
    dims: Iterable[Dim], given: Mapping[str, int], turn: int, scarce: int = 0, least: Mapping[str, int] = MappingProxyType({})
) -> Sizes:
    """Distinct sizes, unlike the concrete ones too; names used most get the smallest. Turn 1 gives others.

    least: how large a size must be, x_5 being an entry;

    scarce: 1 where these are too large, or too many: then 2 and 3 serve all names; 2: only 2.
    """
    if scarce:
        return Sizes(given, [2, 3] if scarce == 1 else [2])
    dims = list(dims)
    counts = Counter(name for d in dims for name in sorted(d.names) if name not in given)
    names = [name for name, _ in counts.most_common()]
    taken = {d.number for d in dims if d.number is not None} | set(given.values())
    free = [n for n in SIZES if n not in taken] or list(SIZES)
    first = free[: max(len(names), 2)]
    shift = (turn + (len(names) == 1)) % len(first)  # a single name: 3 before 2, for 2 has identities of its own
    sizes = Sizes(given, first[shift:] + first[:shift] + free[len(first) :])
    for name in names:
        sizes[name]  # noqa: B018  (draws it)
    for name, k in least.items():
        if sizes[name] < k:
            sizes[name] = k + turn if k + turn not in sizes.values() else max(k, *sizes.values()) + 1
    return sizes


class Draw:
    """Entries for one attempt: reproducible by seed, turn, attempt and the name of the variable."""

    def __init__(self, numbers: Numbers, seed: str, attempt: int, halves: bool) -> None:
        profiles = WHOLE if numbers.exact else SPREAD
        self.signed, self.top, self.bottom = profiles[attempt % len(profiles)]
        self.numbers, self.seed, self.halves = numbers, f"{seed}/{attempt}", halves

    def matrix(self, name: str, m: int, n: int, assumptions: Iterable[str] = ()) -> Mat:
        """A matrix with these assumptions, in the arithmetic of the point."""
        random = Random(f"{self.seed}/{name}")
        wanted = frozenset(assumptions)
        for _ in range(REDRAWS):
            found = self.shaped(random, m, n, wanted)
            if _admissible(found, wanted) if "members invertible" in wanted else m != n or m == 1 or _admissible(found, wanted):
                return found.map(self.numbers.number)
        raise Outside(f"no {' '.join(sorted(wanted))} matrix was found for {name}")

    def entry(self, random: Random, positive: bool) -> Scalar:
        top = random.randint(1, self.top)
        if self.signed and not positive and random.random() < 0.5:
            top = -top
        halved = self.bottom == 1 and self.halves and random.random() < 0.15
        return tidy(Fraction(top, 2 if halved else self.bottom)) if halved or self.bottom > 1 else top

    def shaped(self, random: Random, m: int, n: int, wanted: frozenset[str]) -> Mat:
        each = frozenset(word.removeprefix(MEMBERS) for word in wanted if word.startswith(MEMBERS))
        if each:  # of a family of square matrices, one below the other
            return Mat([row for _ in range(m // n) for row in self.shaped(random, n, n, each).rows])
        if "integer" in wanted:
            return Mat.build(m, n, lambda i, j: random.randint(2, 4))
        positive = "positive" in wanted or ("posdef" in wanted and (m == 1 or "diagonal" in wanted))
        if m != n or m == 1:
            return Mat.build(m, n, lambda i, j: self.entry(random, positive))
        if "diagonal" in wanted:
            return Mat.build(n, n, lambda i, j: self.entry(random, positive) if i == j else 0)
        if "orthogonal" in wanted:
            return cayley(Mat.build(n, n, lambda i, j: self.entry(random, False)))
        if "posdef" in wanted:
            lower = Mat.build(n, n, lambda i, j: self.entry(random, positive or i == j) if i >= j else 0)
            return lower @ lower.T
        full = Mat.build(n, n, lambda i, j: self.entry(random, positive))
        return mirrored(full) if "symmetric" in wanted else full


def mirrored(a: Mat) -> Mat:
    return Mat.build(*a.shape, lambda i, j: a.rows[max(i, j)][min(i, j)])


def cayley(a: Mat) -> Mat:
    """A rational orthogonal matrix (I − S)(I + S)⁻¹ from the skew part S; I + S is never singular."""
    one = Mat.build(*a.shape, lambda i, j: int(i == j))
    skew = Mat.build(*a.shape, lambda i, j: a.rows[i][j] if i > j else -a.rows[j][i] if i < j else 0)
    return (one - skew) @ inverse(one + skew)


def _admissible(a: Mat, wanted: frozenset[str]) -> bool:
    """Invertible means a positive determinant here: log det X is real where X is declared invertible."""
    if "members invertible" in wanted:
        n = a.shape[1]
        return all(det(Mat(a.rows[k : k + n])) > 0 for k in range(0, a.shape[0], n))
    return "invertible" not in wanted or det(a) > 0


def dims_of(symbols: Iterable[Expr]) -> list[Dim]:
    return [n for s in symbols for n in s.shape]
