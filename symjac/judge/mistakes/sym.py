"""2Ax for (A + Aᵀ)x: symmetry used that is not declared."""

from symjac.judge.mistakes.mutant import Kind

KIND = Kind(
    code="SYM",
    what="symmetry used that is not declared: 2Ax for (A + A')x",
    sentence="Symmetry was used that is not given: $A$ and $A'$ are different, so terms with them do not become one.",
    example=("x'*A*x", "x", "A: n x n; x: n", "2*x'*A"),
    cost=1.0,
)
