"""146, 174 for 146, 184: right formula, a slip in the numbers."""

from symjac.judge.mistakes.mutant import Kind

KIND = Kind(
    code="EVAL",
    what="right formula, a slip in the numbers",
    sentence="The formula seems to be right, but there is a slip in the numbers.",
    example=("norm([1, 2; 3, 4; 5, 6]*x - [1; 0; 1])^2", "x", "x: 2", "[146, 174]"),
    cost=1.0,
)
