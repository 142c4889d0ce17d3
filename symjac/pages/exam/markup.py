"""Blocks as the simple HTML that platforms keep; what a platform takes for a formula, in TeX or in MathML, it says itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from symjac.writing.block import (
    Aligned,
    Block,
    Details,
    Equation,
    Figure,
    Heading,
    Inline,
    Items,
    Link,
    Mark,
    Note,
    Paragraph,
    Table,
    Text,
)
from symjac.writing.box import Box


@dataclass(frozen=True)
class Markup:
    """escape: text; formula: a box in a line; display: an equation, or lines one below the other."""

    escape: Callable[[str], str]
    formula: Callable[[Box], str]
    display: Callable[[Equation | Aligned], str]

    def body(self, blocks: Iterable[Block]) -> str:
        return "\n".join(filter(None, map(self._block, blocks)))

    def words(self, text: Text) -> str:
        return "".join(map(self._part, text))

    def _part(self, part: Inline) -> str:
        match part:
            case str():
                return self.escape(part)
            case Link(words=words):
                return self.escape(words)
            case Mark(points=points):
                return f"<strong>[{self.escape(points)}]</strong>"
            case _:
                return self.formula(part)

    def _block(self, block: Block) -> str:
        words = self.words
        match block:
            case Paragraph(text=text, lead=lead):
                return f"<p>{f'<strong>{self.escape(lead)}</strong> ' if lead else ''}{words(text)}</p>"
            case Equation() | Aligned():
                return self.display(block)
            case Heading(text=text):
                return f"<h4>{words(text)}</h4>"
            case Items(items=items):
                return f"<ul>{''.join(f'<li>{words(item)}</li>' for item in items)}</ul>"
            case Table(header=header, rows=rows):
                head = "".join(f"<th>{words(cell)}</th>" for cell in header)
                body = "".join(f"<tr>{''.join(f'<td>{words(cell)}</td>' for cell in row)}</tr>" for row in rows)
                return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            case Figure(alt=alt):
                return f"<p><em>{self.escape(alt)}</em></p>"
            case Details(summary=summary, blocks=blocks):
                return f"<details><summary>{words(summary)}</summary>{self.body(blocks)}</details>"
            case Note(text=text):
                return f"<p><small>{words(text)}</small></p>"
            case _:
                return ""
