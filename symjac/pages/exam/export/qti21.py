"""QTI 2.1: a zip with the manifest, a test, and an item for each part; formulas in MathML; the marking scheme for the scorer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from symjac.lazy import regex
from symjac.pages.exam.draw import digest
from symjac.pages.exam.export.common import Task, archive, pools, tasks, xml
from symjac.pages.exam.keeps import kept
from symjac.pages.exam.markup import Markup
from symjac.pages.exam.variant import Variant
from symjac.writing.block import Aligned, Block, Equation
from symjac.writing.box import Box
from symjac.writing.formats.html import mathml

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"


def files(variants: Sequence[Variant]) -> Iterator[tuple[str, bytes]]:
    found = list(tasks(variants))
    sheet = variants[0].sheet
    ident = "t" + digest(sheet.id, sheet.source).hex()[:16]
    inside = [("imsmanifest.xml", manifest(ident, found)), (f"{ident}.xml", test(ident, sheet.title, pools(variants)))]
    yield "qti21.zip", archive([*inside, *((f"{task.ident}.xml", item(task)) for task in found)])


def manifest(ident: str, found: Sequence[Task]) -> str:
    depends = "".join(f'<dependency identifierref="{task.ident}"/>' for task in found)
    resources = "\n".join(
        f'<resource identifier="{name}" type="imsqti_item_xmlv2p1" href="{name}.xml"><file href="{name}.xml"/></resource>'
        for name in (task.ident for task in found)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="{ident}m">\n'
        "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n"
        "<organizations/>\n<resources>\n"
        f'<resource identifier="{ident}" type="imsqti_test_xmlv2p1" href="{ident}.xml">'
        f'<file href="{ident}.xml"/>{depends}</resource>\n'
        f"{resources}\n</resources>\n</manifest>\n"
    )


def test(ident: str, title: str, found: Sequence[Sequence[tuple[Task, ...]]]) -> str:
    """A section for each question; of several variants of it one is chosen."""
    sections = "\n".join(section(variants, f"s{k}") for k, variants in enumerate(found, 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<assessmentTest xmlns="{NAMESPACE}" identifier="{ident}" title="{xml(title)}">\n'
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>\n'
        '<testPart identifier="part1" navigationMode="nonlinear" submissionMode="simultaneous">\n'
        f"{sections}\n</testPart>\n</assessmentTest>\n"
    )


def section(variants: Sequence[tuple[Task, ...]], name: str) -> str:
    inner = [f"{name}v{k}" for k in range(1, len(variants) + 1)]
    item = variants[0][0].question.item
    if len(variants) == 1:
        return wrapped(name, item.title or item.id, refs(variants[0], name))
    parts = "\n".join(wrapped(n, item.title or item.id, refs(v, n)) for n, v in zip(inner, variants, strict=True))
    return wrapped(name, item.title or item.id, f'<selection select="1"/>\n{parts}')


def wrapped(name: str, title: str, inside: str) -> str:
    return f'<assessmentSection identifier="{name}" title="{xml(title)}" visible="true">\n{inside}\n</assessmentSection>'


def refs(tasks: Sequence[Task], name: str) -> str:
    return "\n".join(f'<assessmentItemRef identifier="{name}-{task.ident}" href="{task.ident}.xml"/>' for task in tasks)


def item(task: Task) -> str:
    declared, interaction, processing = response(task)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="{NAMESPACE}" identifier="{task.ident}" '
        f'title="{xml(task.title)}" adaptive="false" timeDependent="false">\n{declared}\n'
        f'<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="{task.points:g}"/>\n'
        f'<itemBody>\n<rubricBlock view="scorer">{body(task.marked())}</rubricBlock>\n'
        f"{body(task.asked())}\n{interaction}\n</itemBody>\n"
        f"{processing}</assessmentItem>\n"
    )


def response(task: Task) -> tuple[str, str, str]:
    """Its declaration, how it is asked for, how it is scored."""
    if task.made.choices:
        return choice(task)
    if len(task.made.numbers) == 1:
        return entry(task)
    declared = '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"/>'
    return declared, '<extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="15"/>', ""


def choice(task: Task) -> tuple[str, str, str]:
    pairs = list(zip("ABCDEFGHIJ", task.made.choices, strict=False))
    right = next(letter for letter, c in pairs if c.right)
    worth = [(letter, task.points if c.right else float(kept(task.part, c.code, task.made.marks))) for letter, c in pairs]
    mapped = "".join(f'<mapEntry mapKey="{letter}" mappedValue="{value:g}"/>' for letter, value in worth)
    declared = (
        '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">'
        f"<correctResponse><value>{right}</value></correctResponse>"
        f'<mapping defaultValue="0">{mapped}</mapping></responseDeclaration>'
    )
    shown = "".join(f'<simpleChoice identifier="{letter}">{words(c.text)}</simpleChoice>' for letter, c in pairs)
    asked = f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">{shown}</choiceInteraction>'
    return declared, asked, f'<responseProcessing template="{TEMPLATES}/map_response"/>\n'


def entry(task: Task) -> tuple[str, str, str]:
    (value,) = task.made.numbers.values()
    declared = (
        '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="float">'
        f"<correctResponse><value>{value:.10g}</value></correctResponse></responseDeclaration>"
    )
    asked = '<p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="12"/></p>'
    scored = (
        '<responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute" tolerance="0.005 0.005">'
        '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal><setOutcomeValue identifier="SCORE">'
        f'<baseValue baseType="float">{task.points:g}</baseValue></setOutcomeValue></responseIf></responseCondition>'
        "</responseProcessing>\n"
    )
    return declared, asked, scored


_OPEN = regex(r"<math(?![^>]*xmlns)")


def as_xml(formula: str) -> str:
    """MathML in its namespace, without what only HTML has."""
    return _OPEN.sub('<math xmlns="http://www.w3.org/1998/Math/MathML"', re.sub(r'\s(?:class|style)="[^"]*"', "", formula))


def _in_line(box: Box) -> str:
    return as_xml(mathml.box(box, display=False))


def _displayed(block: Equation | Aligned) -> str:
    """A table of lines, for QTI knows none."""
    if isinstance(block, Equation):
        return f"<p>{as_xml(mathml.box(block.box, display=True))} {words(block.remark)}</p>"
    rows = "".join(
        f"<tr><td>{words((line.left,))}</td><td>{right}</td><td>{words(line.reason)}</td></tr>"
        for line, right in ((line, f"{xml(line.sign)} {words((line.right,))}") for line in block.lines)
    )
    return f"<table><tbody>{rows}</tbody></table>"


MATHML = Markup(xml, _in_line, _displayed)
words = MATHML.words


def body(blocks: Iterable[Block]) -> str:
    return MATHML.body(blocks) or "<p/>"
