"""'Für t = 3 ist der Wert 82, nicht −82.': what grading says of an answer, in German; what is no remark of its own stays."""

from __future__ import annotations

import re
from functools import cache

from symjac.judge.mistakes.registry import kinds
from symjac.pages.exam import german
from symjac.pages.exam.mistakes import alone
from symjac.writing.box import Words

PHRASES = {
    "to be marked by a person": "von Hand zu bewerten",
    "another point may be as good: to be marked by a person": "ein anderer Punkt kann ebenso gut sein: von Hand zu bewerten",
    "right when rounded": "gerundet richtig",
    "right from the earlier answer": "aus der früheren Antwort richtig gefolgert",
    "each answer needs its name": "jede Antwort braucht ihren Namen",
    "each number needs its name": "jede Zahl braucht ihren Namen",
}
PLACE = re.compile(
    r"(?:\b[Ff]or (?P<at>[^.]+?) )?(?:[Tt]he value|[Ee]ntry \((?P<entry>\d+, \d+)\)) "
    r"is (?P<right>\S+), not (?P<claimed>\S+?)(?=[.]?(?: |$))"
)


def in_german(message: str) -> str:
    if message in PHRASES:
        return PHRASES[message]
    for english, other in sentences().items():
        message = message.replace(english, other)
    return PLACE.sub(placed, message)


def placed(found: re.Match[str]) -> str:
    what = f"Eintrag ({found['entry']})" if found["entry"] else "Wert"
    start = f"Für {found['at']} ist der {what}" if found["at"] else f"Der {what} ist"
    return f"{start} {found['right']}, nicht {found['claimed']}"


@cache
def sentences() -> dict[str, str]:
    """The sentences of mistakes, those said of a second one too, in English and in German."""
    both = {kind.sentence for kind in kinds()} | {alone(kind.sentence) for kind in kinds()}
    return {english: translated(english) for english in sorted(both, key=len, reverse=True)}


def translated(sentence: str) -> str:
    """With its formulas as they are typed."""
    parts = re.split(r"(\$[^$]*\$)", alone(sentence))
    text = german.said(tuple(Words(part) if part.startswith("$") else part for part in parts if part))
    return sentence if text is None else "".join(part.text if isinstance(part, Words) else german.plain(part) for part in text)
