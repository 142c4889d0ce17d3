"""Definitions in front of what uses them, one to a statement: r'r; r = X w - y, and z = g(y) = a."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise

from symjac.language.text.heads import is_head
from symjac.language.text.line import Line
from symjac.language.text.names import full_name


def ordered(lines: list[Line]) -> list[Line]:
    """h(x) = g(x'x); g(z) = …: a function that is called before it is defined goes in front of what calls it."""
    makers = {full_name(line.head[0]): k for k, line in enumerate(lines) if len(line.head) > 1 and is_head(line.head)}
    needs = [{makers[n] for n in _called(line) if n in makers} - {k} for k, line in enumerate(lines)]
    if all(j < k for k, found in enumerate(needs) for j in found):
        return lines
    placed: list[int] = []
    while len(placed) < len(lines):
        ready = [k for k in range(len(lines)) if k not in placed and needs[k] <= {*placed}]
        if not ready:
            return lines
        placed.append(ready[0])
    return [lines[k] for k in placed]


def formula_last(lines: list[Line]) -> list[Line]:
    """r'r; r = X w - y: the one formula without a name goes behind the definitions that it uses."""
    bare = [line for line in lines if line.equals is None]
    if len(bare) != 1 or bare[0] is lines[-1]:
        return lines
    later = {full_name(line.head[0]) for line in lines[lines.index(bare[0]) + 1 :] if line.head}
    words = [token for token in bare[0].body if token.type == "WORD"]
    used = {full_name(t) for t in words} | {
        full_name(replace(t, text=t.text[1:])) for t in words if re.match("d[A-Za-z]", t.text)
    }
    return [*(line for line in lines if line is not bare[0]), *bare] if later & used else lines


def _called(line: Line) -> Iterator[str]:
    for side in (*line.links, line.body):
        yield from (full_name(a) for a, b in pairwise(side) if a.type == "WORD" and b.type == "LPAR")


def unchained(line: Line, known: Collection[str]) -> list[Line]:
    """z = g(y) = a = b as g(y) = a = b and z = g(y)."""
    heads = [line.head] if is_head(line.head) else []
    while heads and line.links and is_head(line.links[0]) and full_name(line.links[0][0]) not in known:
        heads.append(line.links.pop(0))
    lines: list[Line] = []
    inner = line.body
    named = {full_name(head[0]): head for head in heads if len(head) > 1}
    for head in reversed(heads):
        if named.get(full_name(head[0]), head) is not head:
            continue
        lines.append(Line(head, inner, line.equals, line.separator, [] if lines else line.links))
        inner = [replace(token) for token in head]
    return lines or [line]
