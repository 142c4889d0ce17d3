"""What is in a sheet: its items and parts with kinds, marks and difficulty, as a table in text."""

from __future__ import annotations

from symjac.pages.exam.marks import number
from symjac.pages.exam.sheet import Sheet
from symjac.pages.exam.variant import variant


def summary(sheet: Sheet) -> str:
    """Made in its first variant, every line checked."""
    counts = f"{number(sheet.total)} marks, {len(sheet.items)} items, {len(list(sheet.parts()))} parts"
    lines = [f"{sheet.title} ({sheet.id}): {counts}"]
    for q in variant(sheet).questions:
        lines.append(f"{q.item.id}: {number(q.total)} marks, difficulty {q.level}")
        for part, made in q.pairs:
            earned = ", ".join(f"{what} {number(marks)}" for what, marks in made.scheme)
            lines.append(f"  {part.id} {part.kind:<10} {number(made.marks):>4}  {made.answer[:70] or earned}")
    return "\n".join(lines)
