"""QTI packages held against grammars of the specification (tests/pages/qti), and what their platforms demand beyond a grammar.

The schemas themselves are in no package of PyPI, npm or Debian; the grammars name what symjac writes, and refuse all else.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import symjac
from symjac.pages.exam.export import canvas, qti21, variants_of
from symjac.pages.exam.face import load, read
from symjac.pages.exam.variant import Variant

etree = pytest.importorskip("lxml.etree")
HERE = Path(__file__).parent / "qti"
NOTES = Path(__file__).parents[2] / "worked_examples" / "exam" / "sheet.toml"
STARTER = Path(symjac.exam.__file__).with_name("starter.toml")
QTI, CANVAS = "{http://www.imsglobal.org/xsd/imsqti_v2p1}", "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


@cache
def grammar(name: str) -> Any:
    return etree.RelaxNG(etree.parse(str(HERE / f"{name}.rng")))


@pytest.fixture(scope="module", params=[STARTER, NOTES], ids=["starter", "notes"])
def variants(request: pytest.FixtureRequest) -> list[Variant]:
    return variants_of(load(request.param), 3 if request.param == STARTER else 1)


def inside(module: Any, variants: list[Variant]) -> dict[str, Any]:
    ((_, data),) = module.files(variants)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


@pytest.mark.parametrize(("module", "rules"), [(qti21, "qti21"), (canvas, "qti12")], ids=["qti21", "canvas"])
def test_every_file_follows_its_grammar(variants: list[Variant], module: Any, rules: str) -> None:
    for name, root in inside(module, variants).items():
        if name.endswith("assessment_meta.xml"):
            continue
        schema = grammar("manifest" if name == "imsmanifest.xml" else rules)
        assert schema.validate(root), f"{name}: {schema.error_log.last_error}"


def without(attribute: str, tag: str) -> Callable[[Any], None]:
    def change(root: Any) -> None:
        del next(root.iter(tag)).attrib[attribute]

    return change


def stray(tag: str, name: str) -> Callable[[Any], None]:
    return lambda root: etree.SubElement(next(root.iter(tag)), name)


def moved_last(tag: str) -> Callable[[Any], None]:
    def change(root: Any) -> None:
        node = next(root.iter(tag))
        node.getparent().append(node)

    return change


FAULTS = [
    (qti21, "qti21", f"{QTI}choiceInteraction", without("maxChoices", f"{QTI}choiceInteraction")),
    (qti21, "qti21", f"{QTI}choiceInteraction", stray(f"{QTI}simpleChoice", f"{QTI}script")),
    (qti21, "qti21", f"{QTI}itemBody", stray(f"{QTI}p", f"{QTI}p")),
    (qti21, "qti21", f"{QTI}itemBody", stray(f"{QTI}itemBody", f"{QTI}strong")),
    (qti21, "qti21", f"{QTI}responseDeclaration", moved_last(f"{QTI}responseDeclaration")),
    (qti21, "qti21", f"{QTI}assessmentItem", without("timeDependent", f"{QTI}assessmentItem")),
    (qti21, "qti21", f"{QTI}assessmentTest", without("visible", f"{QTI}assessmentSection")),
    (canvas, "qti12", f"{CANVAS}item", without("ident", f"{CANVAS}item")),
    (canvas, "qti12", f"{CANVAS}item", moved_last(f"{CANVAS}presentation")),
    (canvas, "qti12", f"{CANVAS}item", stray(f"{CANVAS}conditionvar", f"{CANVAS}maybe")),
]


@pytest.mark.parametrize(("module", "rules", "tag", "plant"), FAULTS, ids=range(len(FAULTS)))
def test_a_planted_fault_is_refused(module: Any, rules: str, tag: str, plant: Callable[[Any], None]) -> None:
    roots = inside(module, variants_of(read(CHOICE), 1)).values()
    root = next(root for root in roots if next(root.iter(tag), None) is not None)
    assert grammar(rules).validate(root)
    plant(root)
    assert not grammar(rules).validate(root)


CHOICE = """
symjac = 1
[sheet]
id = "choice"
title = "A choice"
[[item]]
id = "one"
[item.params]
c = ["2", "3", "5"]
[[item.part]]
kind = "choose"
f = "{c}*x'A x"
wrt = "x"
marks = 2
[[item.part]]
ask = "Why?"
solution = "Because."
"""


def test_of_several_variants_one_is_chosen() -> None:
    """In QTI 2.1 the parts of a variant stay together; in Canvas one of a group is drawn, and the points are those of one."""
    found = inside(qti21, variants_of(read(CHOICE), 12))
    root = next(root for root in found.values() if root.tag == f"{QTI}assessmentTest")
    (choice,) = [s for s in root.iter(f"{QTI}assessmentSection") if s.find(f"{QTI}selection") is not None]
    sections = choice.findall(f"{QTI}assessmentSection")
    assert len(sections) == 3 and all(len(section) == 2 for section in sections)
    refs = [ref.get("identifier") for ref in root.iter(f"{QTI}assessmentItemRef")]
    assert len(set(refs)) == len(refs) and {ref.get("href") for ref in root.iter(f"{QTI}assessmentItemRef")} <= set(found)
    quiz = inside(canvas, variants_of(read(CHOICE), 12))
    (group,) = [
        s for root in quiz.values() for s in root.iter(f"{CANVAS}section") if s.find(f"{CANVAS}selection_ordering") is not None
    ]
    assert len(group.findall(f"{CANVAS}item")) == 3
    (meta,) = [root for name, root in quiz.items() if name.endswith("assessment_meta.xml")]
    assert float(meta.findtext("{*}points_possible")) == 3


def test_a_wrong_choice_in_canvas_says_what_went_wrong() -> None:
    quiz = inside(canvas, variants_of(read(CHOICE), 1))
    item = next(item for root in quiz.values() for item in root.iter(f"{CANVAS}item"))
    shown = {f.get("linkrefid") for f in item.iter(f"{CANVAS}displayfeedback")}
    told = {f.get("ident"): "".join(f.itertext()) for f in item.iter(f"{CANVAS}itemfeedback")}
    assert len(shown) == 3 and shown <= set(told) and all(len(told[name]) > 20 for name in shown)


def test_identifiers_lead_somewhere() -> None:
    """Each declared response is asked for and scored; each resource is there, once."""
    found = inside(qti21, variants_of(load(STARTER), 2))
    manifest = found.pop("imsmanifest.xml")
    resources = [r.get("identifier") for r in manifest.iter("{*}resource")]
    assert len(set(resources)) == len(resources)
    assert {d.get("identifierref") for d in manifest.iter("{*}dependency")} <= set(resources)
    for root in found.values():
        declared = {d.get("identifier") for d in root.iter(f"{QTI}responseDeclaration", f"{QTI}outcomeDeclaration")}
        asked = {n.get("responseIdentifier") for n in root.iter() if n.get("responseIdentifier")}
        used = {n.get("identifier") for n in root.iter(f"{QTI}variable", f"{QTI}correct", f"{QTI}setOutcomeValue")}
        assert asked | used <= declared
        for choice in root.iter(f"{QTI}choiceInteraction"):
            letters = {c.get("identifier") for c in choice.iter(f"{QTI}simpleChoice")}
            assert {e.get("mapKey") for e in root.iter(f"{QTI}mapEntry")} == letters
