"""2Ax for xᵀ(A + Aᵀ): the whole answer transposed, besides another mistake."""

from symjac.judge.mistakes.mutant import Kind

KIND = Kind(
    code="T_LAYOUT",
    what="the whole answer transposed, besides another mistake",
    sentence="Besides, the whole answer is transposed: the other layout is asked for.",
    example=("x'*A*x", "x", "A: n x n; x: n", "2*A*x"),
    cost=1.0,
)
