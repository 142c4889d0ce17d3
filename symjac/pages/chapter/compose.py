"""Sections and examples, numbered 1, 1.1, 1.2, …, with contents and references: many documents as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from symjac.derivation.derivation import Derivation
from symjac.derivation.explain.article import excerpt
from symjac.derivation.explain.free_letter import commutations, with_one_letter
from symjac.derivation.explain.symbols import once
from symjac.errors import ParseError, SymjacError
from symjac.errors.arguments import by_annotation
from symjac.pages.chapter.examples import run
from symjac.pages.chapter.exercises import answers, exercises, identities
from symjac.pages.chapter.letters import one_meaning
from symjac.pages.chapter.read import Chapter, Example, Section, read_chapter
from symjac.pages.chapter.words import located, said, typed
from symjac.writing.block import Block, Contents, Details, Document, Figure, Heading, Link, Note, Paragraph, Text
from symjac.writing.box import Box
from symjac.writing.draw import Drawable

DEPTH = 2  # sections and examples; what is below them has no number
Progress = Callable[[int, int, str], None]  # examples done, examples in all, the title of the next


@dataclass(frozen=True, eq=False)
class Typeset(Drawable):
    """A chapter as a document; lines: how many lines were checked in all; examples: what each example found."""

    whole: Document
    lines: int
    examples: Mapping[str, Any]

    def document(self) -> Document:
        return self.whole


@by_annotation
def chapter(path: str | Path, *, progress: Progress | None = None) -> Typeset:
    """The chapter that a TOML file describes, every example derived and checked.

    path: the file; the files that it names are counted from its folder. progress: called before each example with the number
    of those done, the number of all, and the title. The result renders like a derivation; `examples` has what each example
    found, by its anchor, and `lines` how many lines were checked.

    Errors: ParseError for what is no chapter; every SymjacError of an example, with the name of the example before its message.
    """
    given = read_chapter(Path(path))
    found = results(given, progress)
    lines = sum(d.check.lines for d in found.values() if d.check is not None)
    whole = Document(typed(given.title, {}, "the title of the chapter"), tuple(blocks(given, found, lines)))
    return Typeset(with_one_letter(whole, swaps(found)), lines, found)


def swaps(found: Mapping[str, Any]) -> frozenset[Box]:
    """The commutation matrices of all derivations."""
    each = [commutations(d.result, d.steps) for d in found.values() if isinstance(d, Derivation)]
    return frozenset().union(*each)


def results(given: Chapter, progress: Progress | None) -> dict[str, Any]:
    """What every example asks for, by its anchor."""
    examples, found = list(given.examples()), {}
    for k, example in enumerate(examples):
        if progress is not None:
            progress(k, len(examples), example.title)
        try:
            found[example.anchor] = run(example.asked, example.folder)
        except SymjacError as fault:
            located(fault, f"example {example.anchor!r}")
            raise
    return found


def blocks(given: Chapter, found: Mapping[str, Any], lines: int) -> list[Block]:
    links = references(given)
    out: list[Block] = [*said(given.text, links, "the text of the chapter"), Contents()]
    for k, section in enumerate(given.sections, 1):
        out += in_section(section, str(k), found, links)
        out += exercises(section, str(k), found, links)
        out += identities(given, found) if section.identities else []
    out += answers(given, found)
    counted = f"The {lines} lines of calculation in this chapter have been checked, one by one, with numbers."
    return [*numbered(proved_once(once(one_meaning(out)))), *([Note("check", (counted,))] if lines else [])]


def proved_once(blocks: Iterable[Block]) -> Iterator[Block]:
    """A rule is proved where it is quoted first, and not again."""
    seen: set[Text] = set()
    for block in blocks:
        if not isinstance(block, Details) or block.summary not in seen:
            yield block
        if isinstance(block, Details):
            seen.add(block.summary)


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Figure 1. …, to which the text beside it points."""
    several, number = [*blocks], count(1)
    for k, block in enumerate(several):
        if not isinstance(block, Figure):
            continue
        n = next(number)
        several[k] = replace(block, caption=(f"Figure {n}. ", *block.caption))
        for m in (k + 1, k - 1):
            beside = several[m] if 0 <= m < len(several) else block
            if isinstance(beside, Paragraph) and closes(beside.text):
                several[m] = replace(beside, text=(*beside.text, f" See Figure\u00a0{n}."))
                break
    yield from several


def closes(text: Text) -> bool:
    """Whether a text ends with its sentence."""
    return bool(text) and isinstance(text[-1], str) and text[-1].endswith(".")


def references(given: Chapter) -> dict[str, Link]:
    """[N4] in the text is 'Example 1.4'."""
    return {
        example.anchor: Link(f"Example\u00a0{k}.{n}", example.anchor)
        for k, section in enumerate(given.sections, 1)
        for n, example in enumerate(section.examples, 1)
    }


def in_section(section: Section, number: str, found: Mapping[str, Any], links: Mapping[str, Link]) -> list[Block]:
    where = f"section {section.title!r}"
    title = typed(section.title, links, f"the title of {where}")
    out: list[Block] = [Heading(1, title, number), *said(section.text, links, f"the text of {where}")]
    for n, example in enumerate(section.examples, 1):
        out += in_example(example, f"{number}.{n}", found[example.anchor], links)
    return out


def in_example(example: Example, number: str, result: Any, links: Mapping[str, Link]) -> list[Block]:
    where = f"example {example.anchor!r}"
    return [
        Heading(2, typed(example.title, links, f"the title of {where}"), number, example.anchor),
        *said(example.before, links, f"`before` of {where}"),
        *below(result, example),
        *said(example.after, links, f"`after` of {where}"),
    ]


def below(result: Any, example: Example) -> list[Block]:
    """The example's own document, its headings moved down, the small print that the chapter says once left out."""
    only = example.asked.get("only")
    if only is not None:
        return steps_of(result, only, example)
    return [lowered(block) for block in result.document().blocks if not isinstance(block, Note) or is_own(block, result)]


def steps_of(result: Derivation, only: Any, example: Example) -> list[Block]:
    """The steps of some kinds alone, of a derivation whose others have been seen before: only = "instance"."""
    known = dict.fromkeys(step.kind for step in result.steps)
    wanted = [kind.strip() for kind in only.split(",")] if isinstance(only, str) else []
    if not wanted or not set(wanted) <= set(known):
        raise ParseError(f"example {example.anchor!r} has no such steps", found=f"only = {only!r}", expected=", ".join(known))
    return list(excerpt(result, wanted).blocks)


def lowered(block: Block) -> Block:
    return replace(block, level=block.level + DEPTH) if isinstance(block, Heading) else block


def is_own(note: Note, result: Any) -> bool:
    """Conditions and signs always; conventions only where they are not those of the chapter."""
    if note.kind in ("condition", "notation"):
        return True
    usual = not isinstance(result, Derivation) or (result.layout, result.order_of) == ("numerator", "notes")
    return note.kind == "convention" and not usual
