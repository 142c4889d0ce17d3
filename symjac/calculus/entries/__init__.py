"""f_i = Σ_k A_ik x_k, ∂f_i/∂x_j = Σ_k A_ik δ_kj = A_ij: the entry route, independent of the differential one."""

from symjac.calculus.entries.route import Explicit, Names, Route, index, names_in
from symjac.calculus.entries.slopes import at, cases, collect, contract, deltas, differentiate, insert, symmetric, tidy

__all__ = [
    "Explicit", "Names", "Route", "at", "cases", "collect", "contract", "deltas", "differentiate", "index", "insert", "names_in",
    "symmetric", "tidy",
]  # fmt: skip
