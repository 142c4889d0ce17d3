"""Links and contents: what an anchor is called in a format, which headings are numbered, and which lie under which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from symjac.errors import UnsupportedError
from symjac.writing.block import Aligned, Block, Contents, Details, Document, Equation, Heading, Link, Mark, Text, texts
from symjac.writing.box import Box

CONTENTS = "Contents"  # the title of the list


def anchor_name(anchor: str) -> str:
    """An anchor in letters that are safe as a TeX label, a Typst label, an id and an address."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda found: f".{ord(found[0]):x}.", anchor)


def anchor_of(heading: Heading) -> str:
    """The name of a heading's place; a numbered one has a place even where nobody named it."""
    return anchor_name(heading.anchor or (f"section {heading.number}" if heading.number else ""))


def every(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks and those in their details, in the order of the document."""
    waiting = [iter(blocks)]
    while waiting:
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
            continue
        yield block
        if isinstance(block, Details):
            waiting.append(iter(block.blocks))


def numbered(blocks: Iterable[Block]) -> tuple[Heading, ...]:
    """The headings that a list of contents names; nothing where there is no such list."""
    found = [block for block in every(blocks) if isinstance(block, Heading | Contents)]
    wanted = any(isinstance(block, Contents) for block in found)
    return tuple(block for block in found if isinstance(block, Heading) and block.number and wanted)


def nested(headings: Sequence[Heading]) -> list[tuple[Heading, list[Heading]]]:
    """Headings with those below them: a heading belongs to the last one of a higher rank."""
    groups: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if groups and heading.level > groups[-1][0].level:
            groups[-1][1].append(heading)
        else:
            groups.append((heading, []))
    return groups


def guard_links(doc: Document) -> None:
    """Every link leads to exactly one heading: a format with pages cannot draw another, and no reader could follow it."""
    blocks = list(every(doc.blocks))
    anchors = [block.anchor for block in blocks if isinstance(block, Heading) and block.anchor]
    for part in (part for block in blocks for text in texts(block) for part in text if isinstance(part, Link)):
        if anchors.count(part.anchor) != 1:
            raise UnsupportedError("a link needs one heading with its anchor", found=f"{part.anchor!r} ({part.words})")


def unlinked(text: Text) -> tuple[str | Box | Mark, ...]:
    """The text with the words of its links, for places that are links themselves."""
    return tuple(part.words if isinstance(part, Link) else part for part in text)


def display_unlinked(block: Equation | Aligned) -> Equation | Aligned:
    """A display without links, for formats whose formulas cannot hold any."""
    if isinstance(block, Equation):
        return replace(block, remark=unlinked(block.remark))
    return replace(block, lines=tuple(replace(line, reason=unlinked(line.reason)) for line in block.lines))
