"""'Für t = 3 ist der Wert 82, nicht −82.': what grading says of an answer, in German; what is no remark of its own stays."""

from __future__ import annotations

import re
from functools import cache

from symjac.judge.mistakes.registry import kinds
from symjac.judge.words import plain
from symjac.lazy import regex
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
CLAUSES = {
    "right, but not finished": "richtig, aber nicht fertig",
    "numbers are not added up": "Zahlen sind nicht addiert",
    "equal terms are not collected": "gleichartige Terme sind nicht zusammengefasst",
    "a zero is added": "eine Null wird addiert",
    "a product with the identity is left standing": "ein Produkt mit der Einheitsmatrix steht noch da",
    "a product with zero is left standing": "ein Produkt mit null steht noch da",
    "a factor 1 is left standing": "ein Faktor 1 steht noch da",
    "numbers are not multiplied": "Zahlen sind nicht multipliziert",
    "a quotient of equal terms is left standing": "ein Quotient gleicher Terme steht noch da",
    "a fraction is not reduced": "ein Bruch ist nicht gekürzt",
    "a power 0 or 1 is left standing": "ein Exponent 0 oder 1 steht noch da",
    "a product with its own inverse is left standing": "ein Produkt mit der eigenen Inversen steht noch da",
    "a double inverse is left standing": "eine doppelte Inverse steht noch da",
    "a double transpose is left standing": "eine doppelte Transposition steht noch da",
    "a double sign is left standing": "ein doppeltes Vorzeichen steht noch da",
    "this is the transpose of what is asked for": "das ist die Transponierte dessen, was gesucht ist",
}
SHAPES = {
    regex("in numerator layout it is a row"): "im Zählerlayout ist es eine Zeile",
    regex("in numerator layout it is a column"): "im Zählerlayout ist es eine Spalte",
    regex("in numerator layout it is (.+)"): r"im Zählerlayout ist die Größe \1",
    regex("in denominator layout it is a row"): "im Nennerlayout ist es eine Zeile",
    regex("in denominator layout it is a column"): "im Nennerlayout ist es eine Spalte",
    regex("in denominator layout it is (.+)"): r"im Nennerlayout ist die Größe \1",
    regex("the derivative of a scalar by a matrix has the shape of the matrix, (.+)"): (
        r"die Ableitung einer Zahl nach einer Matrix hat die Form der Matrix, \1"
    ),
    regex("row (.+) belongs to the component .+ of the function, column (.+) to (.+)"): (
        r"Zeile \1 gehört zur Komponente \1 der Funktion, Spalte \2 zu \3"
    ),
    regex("the answer has no value at (.+)"): r"die Antwort hat keinen Wert bei \1",
}
FACTS = {  # what is said of a wrong answer beside its mistakes
    regex(r"The derivative is (\S+ x \S+), the answer (\S+ x [^\s.]+)"): r"Die Ableitung hat die Größe \1, die Antwort \2",
    regex(r"The answer is not equal to the derivative"): "Die Antwort ist nicht gleich der Ableitung",
    regex(r"It is right for symmetric ([^.]+)"): r"Sie wäre richtig für symmetrisches \1",
    regex(r"It is right for orthogonal ([^.]+)"): r"Sie wäre richtig für orthogonales \1",
    regex(r"It is right for (\S+ = 1)"): r"Sie wäre richtig für \1",
    regex(r"It is right up to the factor ([^\s,]+)(?=[.])"): r"Sie ist richtig bis auf den Faktor \1",
    regex(r"All entries are right but (\(\d+, \d+\)(?:, \(\d+, \d+\))*)"): r"Alle Einträge sind richtig außer \1",
    regex(r"Most entries are right"): "Die meisten Einträge sind richtig",
}
PLACE = regex(
    r"(?:\b[Ff]or (?P<at>[^.]+?) )?(?:[Tt]he value|[Ee]ntry \((?P<entry>\d+, \d+)\)) "
    r"is (?P<right>\S+), not (?P<claimed>\S+?)(?=[.]?(?: |$))"
)


def in_german(message: str, status: str = "") -> str:
    """What the reader of formulas says of an answer that it cannot read stays as it is."""
    if message in PHRASES:
        return PHRASES[message]
    if status == "invalid":
        return f"keine lesbare Antwort: {message}"
    if status in ("unsimplified", "layout"):
        return clause_by_clause(message)
    for english, other in sentences().items():
        message = message.replace(english, other)
    for pattern, german_ in FACTS.items():
        message = pattern.sub(german_, message)
    return PLACE.sub(placed, message)


def clause_by_clause(message: str) -> str:
    """'right, but not finished: equal terms are not collected; a zero is added'"""
    start, colon, rest = message.partition(": ")
    clauses = [CLAUSES.get(clause) or of_shape(clause) for clause in rest.split("; ")]
    return f"{CLAUSES.get(start, start)}{colon}{'; '.join(clauses)}"


def of_shape(clause: str) -> str:
    for pattern, german_ in SHAPES.items():
        if found := pattern.fullmatch(clause):
            return found.expand(german_)
    return clause


def placed(found: re.Match[str]) -> str:
    what = f"Eintrag ({found['entry']})" if found["entry"] else "Wert"
    start = f"Für {found['at']} ist der {what}" if found["at"] else f"Der {what} ist"
    return f"{start} {found['right']}, nicht {found['claimed']}"


@cache
def sentences() -> dict[str, str]:
    """The sentences of mistakes, those said of a second one too, in English and in German."""
    both = {kind.sentence for kind in kinds()} | {alone(kind.sentence) for kind in kinds()}
    found = {english: translated(english) for english in both}
    found |= {plain(english): plain(other) for english, other in found.items()}  # as a verdict has them
    return {english: found[english] for english in sorted(found, key=len, reverse=True)}


def translated(sentence: str) -> str:
    """With its formulas as they are typed."""
    parts = re.split(r"(\$[^$]*\$)", alone(sentence))
    text = german.said(tuple(Words(part) if part.startswith("$") else part for part in parts if part))
    return sentence if text is None else "".join(part.text if isinstance(part, Words) else german.plain(part) for part in text)
