"""area, rooms, price: columns of exact numbers by name; from a CSV file, a literal, NumPy arrays, rows or columns."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from symjac.errors import DomainError, LimitError, ParseError, ShapeError
from symjac.errors.arguments import shown, spelled
from symjac.pages.regression.reading import Cell, cells_of_literal, cells_of_text, is_literal, number_in, place, rational_in

MOST_CELLS, MOST_COLUMNS = 20_000, 30
LONGEST = 40  # digits of a number, before or behind the point
LONGEST_TEXT = 2_000_000  # characters of a file
HANDED_OVER = (Path("/dev/fd"), Path("/proc/self/fd"))  # what a shell puts in the place of <(…)
Reader = Callable[[str], Fraction | None]


@dataclass(frozen=True)
class Table:
    """m rows of exact numbers. names: of the columns, or () where they have none."""

    rows: tuple[tuple[Fraction, ...], ...]
    names: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0])

    def find(self, wanted: str) -> int:
        """The column of this name; columns without names are numbered from 1."""
        known = self.names or tuple(str(k + 1) for k in range(self.width))
        if wanted.strip() in known:
            return known.index(wanted.strip())
        near = get_close_matches(wanted, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"the columns are {', '.join(known)}"
        raise ParseError(f"there is no column {wanted.strip()!r}", found=wanted.strip(), hint=hint)


@dataclass(frozen=True)
class Examples:
    """What is learned from: inputs (m × n), targets (m), and the names of the features and of the target, '' for none.

    weights: of the examples, none of them negative; None where they all count the same; weight: the name of that column
    """

    inputs: tuple[tuple[Fraction, ...], ...]
    targets: tuple[Fraction, ...]
    features: tuple[str, ...]
    target: str
    weights: tuple[Fraction, ...] | None = None
    weight: str = ""

    @property
    def counted(self) -> list[int]:
        """The examples whose weight is not zero."""
        return [k for k in range(len(self.targets)) if self.weights is None or self.weights[k]]


def examples(table: Table, target: str | None, features: Sequence[str] | None, weights: str | None = None) -> Examples:
    """The target is the last column, the features are the others, unless they are named; the weights are named always."""
    w = None if weights is None else table.find(weights)
    y = max(k for k in range(table.width) if k != w) if target is None else table.find(target)
    x = [k for k in range(table.width) if k not in (y, w)] if features is None else [table.find(name) for name in features]
    if w is not None and w in (y, *x):
        what = "the target" if w == y else "a feature"
        raise DomainError(f"the weights are {what}, too", found=weights or "", hint="name another column of --weights")
    if y in x:
        raise DomainError("the target is among the features", found=target or named(table, y), hint="name another --target")
    if len(set(x)) < len(x):
        raise DomainError("a feature is named twice", found=", ".join(features or ()))
    if not x:
        raise ShapeError("there is no feature: the table needs at least one column beside the target")
    inputs = tuple(tuple(row[k] for k in x) for row in table.rows)
    targets, names = tuple(row[y] for row in table.rows), tuple(named(table, k) for k in x)
    if w is None:
        return Examples(inputs, targets, names, named(table, y))
    return Examples(inputs, targets, names, named(table, y), weights_in(table, w), named(table, w))


def weights_in(table: Table, w: int) -> tuple[Fraction, ...]:
    """DomainError for a negative one, and where all of them are zero."""
    found = tuple(row[w] for row in table.rows)
    for k, weight in enumerate(found):
        if weight < 0:
            raise DomainError(f"row {k + 1}: the weight is negative", found=str(weight), expected="a weight of at least 0")
    if not any(found):
        raise DomainError("all weights are zero", hint="an example of weight 0 counts for nothing")
    return found


def named(table: Table, column: int) -> str:
    return table.names[column] if table.names else ""


def read(data: Any) -> Table:
    """A table from a path, the text of a CSV file, a literal [1, 2; 3, 4], a NumPy array, rows, or a mapping of columns."""
    if isinstance(data, Path):
        return from_text(file_text(data))
    if isinstance(data, str):
        if is_literal(data):
            return from_cells(cells_of_literal(limited(data)), (), rational_in)
        return from_text(data) if "\n" in data else from_text(file_text(Path(data)))
    if hasattr(data, "to_dict") and hasattr(data, "columns"):  # a data frame
        data = data.to_dict("list")
    if isinstance(data, Mapping):
        return from_columns(data)
    return from_rows(data)


def limited(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise LimitError(f"the data are longer than {LONGEST_TEXT} characters")
    return text


def file_text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file() and not path.is_dir() and path.parent not in HANDED_OVER:
            raise ParseError(f"{str(path)[:80]!r} is no plain file", hint='a pipe is read from standard input: "-"')
        with path.open("rb") as file:
            raw = file.read(4 * LONGEST_TEXT + 1)
    except (OSError, ValueError) as failure:
        why = getattr(failure, "strerror", None) or str(failure)
        hint = 'a table is a CSV file, "-" for standard input, or typed: "[1, 2, 3; 2, 1, 4]"; sizes alone: "m x n"'
        raise ParseError(f"cannot read the file {str(path)[:80]!r}: {why}", hint=hint) from failure
    return decoded(raw)


def piped(stream: BinaryIO) -> str:
    """The text of standard input; a line break behind it says that it is no path."""
    return decoded(stream.read(4 * LONGEST_TEXT + 1)) + "\n"


def decoded(raw: bytes) -> str:
    """UTF-8 or, where a byte order mark says so, UTF-16."""
    try:
        return limited(raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"))
    except UnicodeDecodeError as failure:
        raise ParseError(f"the data are not UTF-8: byte {failure.start} does not fit", hint="save the file as UTF-8") from failure


def from_text(text: str) -> Table:
    """Rows of a CSV file, the first of them names if no cell of it is a number."""
    cells, comma = cells_of_text(limited(text))
    if cells and all(number_in(cell.text, comma) is None for cell in cells[0]):
        names, cells = header(cells[0]), cells[1:]
    else:
        names = ()
    if cells and names and len(names) != len(cells[0]):
        raise ragged(cells[0], len(names))
    return from_cells(cells, names, partial(number_in, comma=comma))


def header(cells: Sequence[Cell]) -> tuple[str, ...]:
    names: list[str] = []
    for cell in cells:
        name = " ".join(cell.text.split())
        if not name:
            raise ParseError(f"{place(cell)}: a column has no name")
        if name in names:
            raise ParseError(f"{place(cell)}: the name {name!r} is given twice", found=name)
        names.append(name)
    return tuple(names)


def from_cells(cells: Sequence[Sequence[Cell]], names: tuple[str, ...], reader: Reader) -> Table:
    within_limits(len(cells), len(cells[0]) if cells else len(names))
    for line in cells:
        if len(line) != len(cells[0]):
            raise ragged(line, len(cells[0]))
    return Table(tuple(tuple(number(c, names, reader) for c in line) for line in cells), names)


def ragged(line: Sequence[Cell], wanted: int) -> ShapeError:
    found = f"{len(line)} cell{'s' * (len(line) != 1)}"
    return ShapeError(f"line {line[0].line} does not have as many cells as the first line", found=found, expected=str(wanted))


def number(cell: Cell, names: Sequence[str], reader: Reader) -> Fraction:
    where = place(cell, names)
    if not cell.text.strip() or cell.text.strip().lower() in ("na", "nan", "n/a", "null", "none", "?"):
        raise DomainError(f"{where}: a value is missing", found=repr(cell.text[:40]), hint="leave the row out")
    found = reader(cell.text)
    if found is None:
        both = "," in cell.text and "." in cell.text
        hint = "thousands are written without a sign between them: 1234.5, or 1234,5" if both else None
        raise ParseError(f"{where}: this is not a number", found=repr(cell.text[:40]), hint=hint)
    return sized(found, where)


def sized(x: Fraction, where: str) -> Fraction:
    if max(abs(x.numerator), x.denominator) >= 10**LONGEST:
        raise LimitError(f"{where}: the number has more than {LONGEST} digits", hint="choose another unit")
    return x


def within_limits(rows: int, columns: int) -> None:
    if rows == 0:
        raise ShapeError("the table has no row of numbers", expected="a row for each example")
    if columns < 2:
        raise ShapeError("the table has one column", expected="columns for the features, and one for the target")
    if columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        limit = f"at most {MOST_COLUMNS} columns and {MOST_CELLS} cells"
        raise LimitError("the table is too large", found=f"{rows} x {columns}", expected=limit)


def from_columns(columns: Mapping[Any, Any]) -> Table:
    names = header([Cell(str(name), 0, k + 1) for k, name in enumerate(columns)])
    lists = [listed(column) for column in columns.values()]
    for name, column in zip(names, lists, strict=True):
        if len(column) != len(lists[0]):
            found, expected = str(len(column)), str(len(lists[0]))
            raise ShapeError(f"the column {name!r} is not as long as the first", found=found, expected=expected)
    return from_rows(list(zip(*lists, strict=True)), names)


def from_rows(data: Any, names: tuple[str, ...] = ()) -> Table:
    rows = [listed(row) for row in listed(data)]
    within_limits(len(rows), len(rows[0]) if rows else 0)
    for r, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ShapeError(f"row {r + 1} is not as long as the first", found=str(len(row)), expected=str(len(rows[0])))
    return Table(tuple(tuple(exact(x, r + 1, c + 1) for c, x in enumerate(row)) for r, row in enumerate(rows)), names)


def listed(data: Any) -> list[Any]:
    """As a list, of one item more than a table has cells at most."""
    try:
        return list(islice(listable(data), MOST_CELLS + 1))
    except TypeError as fault:
        raise ShapeError("the data are not a table", found=shown(data), expected="rows of numbers, or columns by name") from fault


def listable(data: Any) -> Iterator[Any]:
    """TypeError for a text, a number, and an array without axes."""
    if isinstance(data, str | bytes):
        raise TypeError
    return iter(data)


def exact(x: Any, row: int, column: int) -> Fraction:
    """A float is the decimal that Python prints for it: 0.1 is a tenth."""
    where = f"row {row}, column {column}"
    if isinstance(x, numbers.Rational):
        return sized(Fraction(int(x.numerator), int(x.denominator)), where)
    text = spelled(x)
    if text in ("True", "False"):
        return Fraction(text == "True")
    if text.strip().lower() in ("nan", "none", "<na>", "nat"):
        raise DomainError(f"{where}: a value is missing", found=text, hint="leave the row out")
    found = rational_in(text)
    if found is None:
        raise ParseError(f"{where}: this is not a number", found=shown(x))
    return sized(found, where)
