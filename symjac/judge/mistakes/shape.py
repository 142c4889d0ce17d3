"""xᵀ for I ⊗ xᵀ: the shape is not that of the derivative."""

from symjac.judge.mistakes.mutant import Kind

KIND = Kind(
    code="SHAPE",
    what="the shape is not that of the derivative",
    sentence="The shape is not that of the derivative: count its rows and columns first.",
    example=("A*x", "A", "A: M x N; x: N", "x'"),
    cost=1.0,
)
