"""Pastes in many hands: formulas with other fonts, spaces, line breaks, displays, brackets and macros; is the reading the same?

python benchmarks/pastes.py 20000 [FIRST_SEED]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from symjac.errors import SymjacError  # noqa: E402
from symjac.language import parse  # noqa: E402
from tests.helpers.pastes import paste, sources  # noqa: E402

SHOWN = 10


def reading(text: str, where: str | None) -> str | None:
    try:
        return str(parse(text, where))
    except SymjacError:
        return None


def main(count: int, first: int) -> int:
    known = [(text, where, r) for text, where in sources() if (r := reading(text, where)) is not None]
    refused, misread = [], []
    for seed in range(first, first + count):
        text, where, expected = known[seed % len(known)]
        found = reading(typed := paste(text, seed), where)
        if found != expected:
            (refused if found is None else misread).append((typed, expected, found))
    for typed, expected, found in (*misread, *refused)[:SHOWN]:
        print(repr(typed), "\n  ", expected, "\n  ", found)
    print(f"{count} pastes of {len(known)} formulas: {len(misread)} misread, {len(refused)} refused")
    return 1 if misread else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 1000, int(sys.argv[2]) if sys.argv[2:] else 0))
