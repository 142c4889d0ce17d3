"""The language: every spelling of a formula to a typed expression."""

from symjac.language.expression import pose
from symjac.language.meaning import Definition, Inferred
from symjac.language.problem import Problem, parse, read
from symjac.language.values import read_point, read_sizes

__all__ = ["Definition", "Inferred", "Problem", "parse", "pose", "read", "read_point", "read_sizes"]
