r"""QTI 1.2 for Canvas: a zip with the manifest, the quiz and its settings; formulas in \( \), which Canvas typesets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from symjac.pages.exam.draw import digest
from symjac.pages.exam.export.common import Task, archive, points, tasks, tex_html, tex_text, xml
from symjac.pages.exam.export.moodle import tolerance
from symjac.pages.exam.made import Choice
from symjac.pages.exam.variant import Variant

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"


def files(variants: Sequence[Variant]) -> Iterator[tuple[str, bytes]]:
    sheet = variants[0].sheet
    ident = "a" + digest(sheet.id, sheet.source).hex()[:16]
    inside = [
        ("imsmanifest.xml", manifest(ident)),
        (f"{ident}/{ident}.xml", assessment(variants, ident)),
        (f"{ident}/assessment_meta.xml", settings(variants, ident)),
    ]
    yield "canvas.zip", archive(inside)


def manifest(ident: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest identifier="{ident}m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1">\n'
        "<metadata><schema>IMS Content</schema><schemaversion>1.1.3</schemaversion></metadata>\n<organizations/>\n<resources>\n"
        f'<resource identifier="{ident}" type="imsqti_xmlv1p2"><file href="{ident}/{ident}.xml"/>'
        f'<dependency identifierref="{ident}d"/></resource>\n'
        f'<resource identifier="{ident}d" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" '
        f'href="{ident}/assessment_meta.xml"><file href="{ident}/assessment_meta.xml"/></resource>\n'
        "</resources>\n</manifest>\n"
    )


def settings(variants: Sequence[Variant], ident: str) -> str:
    total = sum(several[0].points for several in by_part(variants))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<quiz identifier="{ident}" xmlns="http://canvas.instructure.com/xsd/cccv1p0">\n<title>{xml(variants[0].sheet.title)}</title>\n'
        f"<quiz_type>assignment</quiz_type>\n<points_possible>{total:g}</points_possible>\n</quiz>\n"
    )


def assessment(variants: Sequence[Variant], ident: str) -> str:
    sections = "\n".join(section(f"g{k}", several) for k, several in enumerate(by_part(variants), 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<questestinterop xmlns="{NAMESPACE}">\n'
        f'<assessment ident="{ident}" title="{xml(variants[0].sheet.title)}">\n<section ident="root_section">\n{sections}\n'
        "</section>\n</assessment>\n</questestinterop>\n"
    )


def by_part(variants: Sequence[Variant]) -> list[list[Task]]:
    """The variants of each part, of which Canvas draws one. A part that uses the answer of another has one variant: Canvas
    draws each part by itself."""
    found: dict[tuple[str, str], list[Task]] = {}
    for task in tasks(variants):
        found.setdefault((task.question.item.id, task.part.id), []).append(task)
    bound = {key[0] for key, several in found.items() if any("." in name for name in several[0].part.names)}
    return [several[:1] if item in bound else several for (item, _), several in found.items()]


def section(name: str, several: Sequence[Task]) -> str:
    """One question, or a group of which one is drawn."""
    if len(several) == 1:
        return item(several[0])
    worth = f"<selection_extension><points_per_item>{points(several[0])}</points_per_item></selection_extension>"
    chosen = f"<selection_ordering><selection><selection_number>1</selection_number>{worth}</selection></selection_ordering>"
    items = "\n".join(map(item, several))
    return f'<section ident="{name}" title="{xml(several[0].title)}">\n{chosen}\n{items}\n</section>'


def item(task: Task) -> str:
    if task.made.choices:
        return whole(task, "multiple_choice_question", choices(task), right_choice(task))
    if len(task.made.numbers) == 1:
        return whole(task, "numerical_question", field("Decimal"), right_number(task))
    return whole(
        task,
        "essay_question",
        field("String"),
        '<respcondition continue="No"><conditionvar><other/></conditionvar></respcondition>',
    )


def whole(task: Task, kind: str, response: str, condition: str) -> str:
    meta = "".join(
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>"
        for label, entry in (("question_type", kind), ("points_possible", points(task)))
    )
    told = [("general_fb", tex_html(task.solved())), *((f"{letter}_fb", escape(c.says)) for letter, c in wrong(task))]
    feedback = "\n".join(
        f'<itemfeedback ident="{name}"><flow_mat>{material(html)}</flow_mat></itemfeedback>' for name, html in told
    )
    return (
        f'<item ident="{task.ident}" title="{xml(task.title)}">\n<itemmetadata><qtimetadata>{meta}</qtimetadata></itemmetadata>\n'
        f"<presentation>{material(tex_html(task.asked()))}{response}</presentation>\n"
        '<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
        f"{condition}</resprocessing>\n"
        f"{feedback}\n</item>"
    )


def material(html: str) -> str:
    return f'<material><mattext texttype="text/html">{xml(html)}</mattext></material>'


def field(kind: str) -> str:
    label = '<response_label ident="answer1"/>'
    inside = f'<render_fib fibtype="{kind}">{label}</render_fib>'
    return f'<response_str ident="response1" rcardinality="Single">{inside}</response_str>'


def choices(task: Task) -> str:
    labels = "".join(
        f'<response_label ident="{letter}">{material(tex_text(c.text))}</response_label>'
        for letter, c in zip("ABCDEFGHIJ", task.made.choices, strict=False)
    )
    return f'<response_lid ident="response1" rcardinality="Single"><render_choice>{labels}</render_choice></response_lid>'


def full(condition: str) -> str:
    return (
        f'<respcondition continue="No"><conditionvar>{condition}</conditionvar>'
        '<setvar action="Set" varname="SCORE">100</setvar></respcondition>'
    )


def right_choice(task: Task) -> str:
    """What goes wrong is said of each wrong choice; the points are those of the right one."""
    letter = next(letter for letter, c in zip("ABCDEFGHIJ", task.made.choices, strict=False) if c.right)
    said = "".join(
        f'<respcondition continue="Yes"><conditionvar><varequal respident="response1">{each}</varequal></conditionvar>'
        f'<displayfeedback feedbacktype="Response" linkrefid="{each}_fb"/></respcondition>'
        for each, _ in wrong(task)
    )
    return said + full(f'<varequal respident="response1">{letter}</varequal>')


def wrong(task: Task) -> list[tuple[str, Choice]]:
    """The wrong choices with their letters."""
    return [(letter, c) for letter, c in zip("ABCDEFGHIJ", task.made.choices, strict=False) if not c.right]


def right_number(task: Task) -> str:
    (value,) = task.made.numbers.values()
    slack = float(tolerance(value))
    low, high = (f"{value + d:.10g}" for d in (-slack, slack))
    return full(
        f'<or><varequal respident="response1">{value:.10g}</varequal><and><vargte respident="response1">{low}</vargte>'
        f'<varlte respident="response1">{high}</varlte></and></or>'
    )
