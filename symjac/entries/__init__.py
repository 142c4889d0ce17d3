"""f_i = Σ_k A_ik x_k, ∂f_i/∂x_j = Σ_k A_ik δ_kj = A_ij: the entry route, independent of the differential one."""

from symjac.entries.calculus import cases, collect, contract, deltas, differentiate
from symjac.entries.route import Names, Route

__all__ = ["Names", "Route", "cases", "collect", "contract", "deltas", "differentiate"]
