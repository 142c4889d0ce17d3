"""What is done with a sheet: it is built, made many times to see what fails, and answers to it are graded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from symjac.pages.exam import build, grade, sheet, stress
from symjac.pages.exam.sheet import Item, Part

__all__ = ["Item", "Part", "Sheet", "load", "read"]


class Sheet(sheet.Sheet):
    """A sheet of questions: what it holds, and what can be done with it."""

    def build(
        self, out: str | Path, students: Any = None, formats: Sequence[str] = ("tex", "pdf"), jobs: int = 1, **more: Any
    ) -> build.Built:
        """Problem, key and marker sheets in the folder `out`, for every student of a roster if one is given."""
        return build.build(self, Path(out), students=students, formats=formats, jobs=jobs, **more)

    def stress(self, n: int = 100, **more: Any) -> stress.Stress:
        """n variants made and judged: failures, duplicates, difficulty, times."""
        return stress.stress(self, n, **more)

    def grade(self, answers: Any) -> grade.Grades:
        """Answers judged: verdict, mistake, marks."""
        return grade.grade(self, answers)


def load(path: str | Path) -> Sheet:
    """The sheet in a TOML file; every mistake is a ParseError with its line."""
    return Sheet(**vars(sheet.load(path)))


def read(text: str, folder: str | Path = ".") -> Sheet:
    """The same for the text of such a file; folder: where the files lie that it names."""
    return Sheet(**vars(sheet.read(text, Path(folder))))
