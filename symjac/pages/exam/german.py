"""A solution in German: the sentences of derivations and pages, which are few, looked up in german.toml, german_optimum.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from symjac.errors import UnsupportedError
from symjac.lazy import regex
from symjac.writing.block import (
    Aligned,
    Block,
    Details,
    Equation,
    Figure,
    Heading,
    Inline,
    Items,
    Mark,
    Note,
    Paragraph,
    Table,
    Text,
)
from symjac.writing.box import Words
from symjac.writing.parts import mapped

SLOT, NUMBER, WORD = "\ue000", "\ue001", "\ue002"  # a formula, a number, a word, on the way
NUMBERS = dict(
    zip("one two three four five six seven eight nine ten".split(),
        "einen zwei drei vier fünf sechs sieben acht neun zehn".split(), strict=True)
)  # fmt: skip
_LIST = regex(f"{SLOT}(?:(?:, and |, | and ){SLOT})+")
_NUMBER = regex(rf"(?<![\w.])(\d+(?:\.\d+)?|{'|'.join(NUMBERS)})(?![\w.]\d|\w)")
_END = regex(f"(?<=[.]) (?=[A-Z{SLOT}])|(?<=:) (?=[A-Z])")
_PLACE = regex(r"\{(\d*)\}|#|%")
_GRAPH = regex(r"Graph of (\w+)")


def german(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks in German. A sentence that only leads to a formula is left out where it has no German; a condition is not."""
    found = (one(block) for block in blocks)
    return tuple(block for block in found if not (isinstance(block, Paragraph) and not block.text and not block.lead))


def one(block: Block) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, text=said(block.text) or ())
        case Note(kind="condition", text=text):
            return Paragraph(needed(text), "Bedingung.")
        case Note(text=text):
            return Paragraph(said(text) or ())
        case Equation(box=box, remark=remark):
            return replace(block, box=formula(box), remark=said(remark) or ())
        case Aligned(lines=lines):
            new = (replace(n, left=formula(n.left), right=formula(n.right), reason=said(n.reason) or ()) for n in lines)
            return replace(block, lines=tuple(new))
        case Table():
            return in_cells(block)
        case Figure(drawing=drawing, caption=caption, alt=alt):
            return Figure(formula(drawing), said(caption) or (), picture(alt))
        case Items(items=items):
            return replace(block, items=tuple(said(item) or item for item in items))
        case Details(summary=summary, blocks=inner):
            return replace(block, summary=said(summary) or (), blocks=german(inner))
    return block


def in_cells(table: Table) -> Table:
    header = tuple(said(cell) or cell for cell in table.header)
    rows = tuple(tuple(said(cell) or cell for cell in row) for row in table.rows)
    return replace(table, header=header, rows=rows, caption=said(table.caption) or ())


def formula(box: Any) -> Any:
    """Words in a formula, 'if', 'otherwise'."""
    return replace(box, text=words().get(box.text, box.text)) if isinstance(box, Words) else mapped(box, formula)


def picture(alt: str) -> str:
    named = _GRAPH.match(alt)
    if named:
        return f"Graph von {named[1]} und, gestrichelt, der Ableitung."
    if alt.startswith("Computation graph"):
        return "Berechnungsgraph mit den Werten vorwärts und den Ableitungen rückwärts."
    return "Schaubild eines vorwärts gerichteten Netzes mit allen Verbindungen von Schicht zu Schicht."


def needed(text: Text) -> Text:
    found = said(text)
    if found is None:
        raise UnsupportedError("there is no German for a condition of this solution", found="".join(map(plain, text))[:80])
    return found


def sentence(words: str) -> str:
    """A sentence without formulas; the English one where there is no German."""
    found = said((words,))
    return words if found is None else "".join(map(plain, found))


def plain(part: Inline) -> str:
    return part if isinstance(part, str) else "…"


def said(text: Text) -> Text | None:
    """None where there is no German."""
    end = len(text)
    while end and (isinstance(text[end - 1], Mark) or text[end - 1] == " "):
        end -= 1
    marks = text[end:]
    pattern, slots = coded(text[:end])
    if not re.search(r"[A-Za-z]", pattern):
        return text
    out: list[Inline] = []
    for piece in _END.split(pattern):
        found = told(piece, slots)
        if found is None:
            return None if not marks else marks[1:] if marks[0] == " " else marks
        out += [" ", *found] if out else found
    return (*merged(out), *marks)


def coded(text: Text) -> tuple[str, list[list[Inline]]]:
    """The sentence with slots in place of formulas, lists of formulas, and numbers; and what stands in the slots."""
    single = [[formula(part)] for part in text if not isinstance(part, str)]
    pattern = "".join(part if isinstance(part, str) else SLOT for part in text).replace("\u00a0", " ")
    slots: list[list[Inline]] = []
    at = 0

    def gather(found: re.Match[str]) -> str:
        nonlocal at
        joins = re.split(SLOT, found[0])[1:-1] + [""]
        slots.append([w for k, join in enumerate(joins, at) for w in (*single[k], join.replace("and", "und")) if w != ""])
        at += len(joins)
        return SLOT

    pattern = re.sub(f"{_LIST.pattern}|{SLOT}", gather, pattern)
    return re.sub(rf"\b([Aa])n (?={SLOT})", r"\1 ", pattern), slots


def told(piece: str, slots: list[list[Inline]]) -> list[Inline] | None:
    """One sentence; what stands in its slots is taken from the front."""
    mine = [slots.pop(0) for _ in range(piece.count(SLOT))]
    numbers = [NUMBERS.get(n, n) for n in _NUMBER.findall(piece)]
    key = _NUMBER.sub("#", piece).replace(SLOT, "{}")
    lettered = re.sub(r"\b([a-j])\)", "%)", key)
    letters = re.findall(r"\b([a-j])\)", key)
    german = sentences().get(key) or sentences().get(lettered) or with_clauses(key) or reasons(key)
    return None if german is None else filled(german, mine, numbers, letters)


def with_clauses(key: str) -> str | None:
    """'If <>, this can be solved:' with what is needed, one clause or several."""
    for pattern, german in sentences().items():
        head, sign, tail = pattern.partition("<>")
        if sign and key.startswith(head) and key.endswith(tail) and len(key) > len(head) + len(tail):
            found = clauses(key[len(head) : len(key) - len(tail)])
            if found is not None:
                return german.replace("<>", found)
    return None


def clauses(text: str) -> str | None:
    """'{} is not zero and {} is positive', clause by clause."""
    for clause, german in book()["clauses"].items():
        if not text.startswith(clause):
            continue
        rest = text[len(clause) :]
        if not rest:
            return german
        for join, und in ((", and ", " und "), (", ", ", "), (" and ", " und ")):
            if rest.startswith(join) and (more := clauses(rest[len(join) :])) is not None:
                return f"{german}{und}{more}"
    return None


def reasons(key: str) -> str | None:
    """(product rule; A is constant): the names of rules and what they need, each by itself."""
    if not (key.startswith("(") and key.endswith(")")):
        return None
    parts = [reason(part) for part in key[1:-1].split("; ")]
    return None if None in parts else f"({'; '.join(map(str, parts))})"


def reason(part: str) -> str | None:
    """Rules are listed with commas; short names, as tanh, are the same."""
    if part in words():
        return words()[part]
    names = part.split(", ")
    known = all(name in words() or re.fullmatch(r"[a-z]{2,9}", name) for name in names)
    return ", ".join(words().get(name, name) for name in names) if known else None


def filled(german: str, slots: list[list[Inline]], numbers: list[str], letters: list[str]) -> list[Inline]:
    out: list[Inline] = []
    end = used = 0
    for found in _PLACE.finditer(german):
        out.append(german[end : found.start()])
        end = found.end()
        if found[0] in "#%":
            out.append((numbers if found[0] == "#" else letters).pop(0))
        else:
            out += slots[int(found[1]) - 1 if found[1] else used]
            used += 1
    return [*out, german[end:]]


def merged(parts: list[Inline]) -> Text:
    """Strings that follow each other as one."""
    out: list[Inline] = []
    for part in parts:
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] += part
        else:
            out.append(part)
    return tuple(part for part in out if part != "")


BOOKS = ("german.toml", "german_optimum.toml")
_EITHER = regex(r"\(([^()|]+)\|([^()|]+)\)")


@cache
def book() -> dict[str, dict[str, str]]:
    """Table → English → German."""
    found: dict[str, dict[str, str]] = {}
    for name in BOOKS:
        for table, entries in tomllib.loads(files("symjac.pages.exam").joinpath(name).read_text("utf-8")).items():
            found.setdefault(table, {}).update(either(entries))
    return found


def either(entries: dict[str, str]) -> dict[str, str]:
    """'a (minimum|maximum)' is two entries."""
    return {_EITHER.sub(rf"\{k}", english): _EITHER.sub(rf"\{k}", german) for english, german in entries.items() for k in (1, 2)}


def sentences() -> dict[str, str]:
    return book()["sentences"]


def words() -> dict[str, str]:
    return book()["words"]
