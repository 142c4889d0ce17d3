"""Documents that have much in common: every piece is a file of its own, so that the engine lays out once what is in several.

The engine knows a piece again by its text and the settings around it. So the settings are the same for all documents, and what
tells one from another, its title and the foot of its pages, comes behind them as content.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

from symjac.writing.block import Document, Text
from symjac.writing.formats.typst import page

LARGE = {  # none of these can come from prose, which escapes the sign # and quotation marks
    'paper: "a4", margin: 2.4cm': 'paper: "a3", margin: 3.39cm',
    '"New Computer Modern", size: 11pt': '"New Computer Modern", size: 15.56pt',
    "#show heading.where(level: 1): set text(size: 14pt)": "#show heading.where(level: 1): set text(size: 19.8pt)",
    "#text(size: 17pt,": "#text(size: 24pt,",
    "#text(size: 9pt)": "#text(size: 12.7pt)",
    "#text(size: 10pt)": "#text(size: 14.1pt)",
    "#align(center, text(size: 10pt)": "#align(center, text(size: 14.1pt)",
}


def head() -> str:
    """What all files of a booklet begin with."""
    from symjac.writing.formats.typst.drawing import HEAD as DRAWING  # most programs make no booklets

    return f'#let foot = state("foot")\n{page.MACROS}{DRAWING}'


USES = '#import "macros.typ": *\n'


class Booklet(NamedTuple):
    """A document in pieces: its title, the foot of its pages, and for each piece the name of its place and its markup."""

    language: str
    title: Text
    footer: Text
    pieces: tuple[tuple[str, str], ...]


def files(booklet: Booklet, *, large: bool = False) -> dict[str, bytes]:
    """For the engine: main.typ, which includes the others. large: in large print, on A3."""
    settings = f"{USES}{page.language(booklet.language)}{page.SETTING}{foot(total=True)}"
    places = "\n\n".join(f'#include "{name}.typ"' for name, _ in booklet.pieces)
    main = f"{settings}{start(booklet)}{places}\n\n{last(booklet)}"
    found = {"main.typ": main, "macros.typ": head(), **{f"{name}.typ": USES + text for name, text in booklet.pieces}}
    return {name: (enlarged(text) if large else text).encode() for name, text in found.items()}


def volume(booklets: Sequence[Booklet], *, large: bool = False) -> dict[str, bytes]:
    """All in one document, one behind the other, each with its own foot and numbers of pages; every piece stands in it once."""
    names: dict[str, str] = {}
    bodies = []
    for booklet in booklets:
        places = "\n\n".join(f"#{names.setdefault(text, f'p{len(names)}')}" for _, text in booklet.pieces)
        bodies.append(f"{start(booklet)}{places}\n\n#pagebreak(weak: true)\n#counter(page).update(1)\n")
    pieces = "".join(f"#let {name} = [\n{text}\n]\n" for text, name in names.items())
    settings = f"{page.language(booklets[0].language)}{page.SETTING}{foot(total=False)}"
    main = f"{head()}{pieces}{settings}{''.join(bodies)}{last(booklets[0])}"
    return {"main.typ": (enlarged(main) if large else main).encode()}


def foot(*, total: bool) -> str:
    number = 'counter(page).display("1 / 1", both: true)' if total else 'counter(page).display("1")'
    return f"#set page(footer: context [#text(size: 9pt)[#foot.get() #h(1fr) #{number}]])\n"


def start(booklet: Booklet) -> str:
    return f"#foot.update[{page.text(booklet.footer)}]\n{page.title(booklet.title)}"


def last(booklet: Booklet) -> str:
    """The title of the file, which the engine takes from anywhere."""
    return page.setting(Document(booklet.title, ())).partition("\n")[0] + "\n"


def enlarged(text: str) -> str:
    return reduce(lambda source, pair: source.replace(*pair), LARGE.items(), text)
