"""What is exported is what the platforms read: well formed, with the fields and values that their importers demand."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import symjac
from symjac.pages.exam.export import amc, canvas, export, moodle, platforms, qti21, stack, variants_of
from symjac.pages.exam.face import load, read
from symjac.pages.exam.variant import Variant

STARTER = Path(symjac.exam.__file__).with_name("starter.toml")


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    return variants_of(load(STARTER), 2)


def only(module: Any, variants: list[Variant]) -> bytes:
    ((_, data),) = module.files(variants)
    return bytes(data)


def test_every_platform_is_there() -> None:
    assert set(platforms()) == {"moodle", "stack", "qti21", "canvas", "amc", "prairielearn"}


@pytest.mark.parametrize("platform", ["moodle", "stack", "qti21", "canvas", "amc", "prairielearn"])
def test_the_same_bytes_every_time(platform: str, tmp_path: Path) -> None:
    first = export(load(STARTER), platform, tmp_path / "a")
    export(load(STARTER), platform, tmp_path / "b")
    for path in first:
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def text(node: ET.Element, path: str) -> str:
    found = node.find(path)
    assert found is not None, path
    return found.text or ""


def test_moodle_has_what_its_importer_demands(variants: list[Variant]) -> None:
    quiz = ET.fromstring(only(moodle, variants))
    questions = [q for q in quiz if q.get("type") != "category"]
    assert quiz.tag == "quiz" and {q.get("type") for q in questions} == {"essay", "multichoice", "cloze"}
    assert len({text(q, "idnumber") for q in questions}) == len(questions)
    for q in questions:
        assert text(q, "name/text") and text(q, "questiontext/text")
        html = text(q, "questiontext/text")
        assert html.count(r"\(") == html.count(r"\)") and html.count(r"\[") == html.count(r"\]")
        assert not re.search(r"\\\([^)]*<(?!/)[a-z]", html)
        for answer in q.findall("answer"):
            assert float(answer.get("fraction", "")) in moodle.FRACTIONS
    choice = next(q for q in questions if q.get("type") == "multichoice")
    assert (
        sorted(a.get("fraction") for a in choice.findall("answer"))[-1]
        and sum(a.get("fraction") == "100" for a in choice.findall("answer")) == 1
    )
    assert all("[" in text(q, "graderinfo/text") for q in questions if q.get("type") == "essay")


def test_stack_tells_every_mistake_from_the_right_answer(variants: list[Variant]) -> None:
    quiz = ET.fromstring(only(stack, variants))
    assert len(quiz) >= 2
    for q in quiz:
        assert "[[input:ans1]]" in text(q, "questiontext/text") and "[[validation:ans1]]" in text(q, "questiontext/text")
        defined = dict(re.findall(r"^(\w+): (\[.*\])\[v\];$", text(q, "questionvariables/text"), re.MULTILINE))
        nodes = q.findall("prt/node")
        assert len(nodes) >= 3 and len(q.findall("deployedseed")) >= 2
        answers = [text(node, "tans") for node in nodes]
        assert answers[0] == "ta" and len({defined[a] for a in answers}) == len(answers)
        following = [text(node, "falsenextnode") for node in nodes]
        assert following == [*map(str, range(1, len(nodes))), "-1"]
        notes = {text(node, "trueanswernote") for node in nodes}
        assert {text(t, "expected/expectedanswernote") for t in q.findall("qtest")} == notes
        assert {text(t, "testinput/value") for t in q.findall("qtest")} == set(answers)


def test_stack_values_are_right() -> None:
    """xᵀ(A + Aᵀ) at the places that are drawn, computed by NumPy."""
    np = pytest.importorskip("numpy")
    quiz = ET.fromstring(only(stack, variants_of(load(STARTER), 1)))
    q = next(q for q in quiz if "x^{\\mathsf{T}} A x" in text(q, "questiontext/text"))
    given = {name: json.loads(re.sub(r"matrix\(([^()]*)\)", r"[\1]", value)) for name, value in
             re.findall(r"^(\w+): (\[.*\])\[v\];$", text(q, "questionvariables/text"), re.MULTILINE)}  # fmt: skip
    order = re.findall(r"\\\((\w+) = \{@(\w+)@\}", text(q, "questiontext/text"))
    named = {name: given[variable] for name, variable in order}
    for A, x, right in zip(named["A"], named["x"], given["ta"], strict=True):
        np.testing.assert_array_equal(np.array(x).T @ (np.array(A) + np.array(A).T), np.array(right))


def inside(data: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}


QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
ITEM_ORDER = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing"]
NCNAME = re.compile(r"[A-Za-z_][\w.-]*")


def test_qti21_follows_the_specification(variants: list[Variant]) -> None:
    found = inside(only(qti21, variants))
    manifest = found.pop("imsmanifest.xml")
    space = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
    hrefs = {f.get("href") for f in manifest.iter(f"{space}file")}
    assert hrefs == set(found) and all(NCNAME.fullmatch(str(r.get("identifier"))) for r in manifest.iter(f"{space}resource"))
    items = [root for root in found.values() if root.tag == f"{QTI}assessmentItem"]
    assert len(items) == len(found) - 1
    for root in items:
        assert {"identifier", "title", "adaptive", "timeDependent"} <= set(root.keys())
        order = [child.tag.removeprefix(QTI) for child in root]
        assert order == [tag for tag in ITEM_ORDER if tag in order] and "itemBody" in order
        body = next(root.iter(f"{QTI}itemBody"))
        assert [e for e in body.iter() if e.tag == "{http://www.w3.org/1998/Math/MathML}math"]
        assert body[0].tag == f"{QTI}rubricBlock" and body[0].get("view") == "scorer"
        for entry in root.iter(f"{QTI}mapEntry"):
            assert float(str(entry.get("mappedValue"))) >= 0
        foreign = {e.tag for e in root.iter() if not e.tag.startswith((QTI, "{http://www.w3.org/1998/Math/MathML}"))}
        assert not foreign


def test_canvas_has_types_points_and_settings(variants: list[Variant]) -> None:
    found = inside(only(canvas, variants))
    space = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
    (quiz,) = [root for root in found.values() if root.tag == f"{space}questestinterop"]
    kinds = set()
    for item in quiz.iter(f"{space}item"):
        meta = {str(f[0].text): str(f[1].text) for f in item.iter(f"{space}qtimetadatafield")}
        kinds.add(meta["question_type"])
        assert float(meta["points_possible"]) > 0
        html = str(next(item.iter(f"{space}mattext")).text)
        assert r"\(" in html and "<p>" in html
        if meta["question_type"] == "multiple_choice_question":
            labels = {label.get("ident") for label in item.iter(f"{space}response_label")}
            assert {e.text for e in item.iter(f"{space}varequal")} <= labels and len(labels) == 4
    assert kinds == {"essay_question", "multiple_choice_question"}
    assert any(name.endswith("assessment_meta.xml") for name in found)


@pytest.mark.parametrize("language", ["en", "de"])
def test_amc_compiles(language: str, tmp_path: Path) -> None:
    sheet = read(STARTER.read_text("utf-8").replace('language = "en"', f'language = "{language}"'), STARTER.parent)
    source = only(amc, variants_of(sheet, 1)).decode()
    assert (",lang=DE]" in source) == (language == "de")
    assert r"\AMCOpen{lines=5}" in source and r"\correctchoice[4]{4}\scoring{4}" in source
    style = os.environ.get("SYMJAC_AMC", "")
    if style:
        shutil.copy(style, tmp_path)
    elif not kpsewhich("automultiplechoice.sty") or shutil.which("pdflatex") is None:
        pytest.skip("automultiplechoice.sty is not installed, nor named by SYMJAC_AMC")
    (tmp_path / "amc.tex").write_text(source)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "amc.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout[-2000:]
    assert not re.findall(r"^(?:Overfull|LaTeX Warning: [^L]|.*undefined).*", done.stdout, re.MULTILINE)
    assert (tmp_path / "amc.pdf").exists()


def kpsewhich(name: str) -> str:
    if shutil.which("kpsewhich") is None:
        return ""
    return subprocess.run(["kpsewhich", name], capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("prairielearn")
    export(load(STARTER), "prairielearn", path, 2)
    return path


def server(folder: Path, name: str) -> Any:
    spec = importlib.util.spec_from_file_location("server", folder / name / "server.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def asked(module: Any, seed: str, answer: str | None = None) -> dict[str, Any]:
    tables = ("params", "correct_answers", "submitted_answers", "format_errors", "partial_scores")
    data: dict[str, Any] = {"variant_seed": seed, "score": 0, **{name: {} for name in tables}}
    module.generate(data)
    if answer is not None:
        data["submitted_answers"]["answer"] = answer
        module.grade(data)
    return data


def test_prairielearn_judges_answers(folder: Path) -> None:
    module = server(folder, "least-squares-a")
    right = asked(module, "1")["correct_answers"]["answer"]
    assert asked(module, "1", right)["score"] == 1.0
    assert asked(module, "1", f"2*({right})")["partial_scores"]["answer"]["score"] == 0.75
    assert asked(module, "1", "((")["format_errors"]["answer"]
    assert asked(module, "1", "y'Phi Phi'Phi")["score"] == 0
    seeds = {json.dumps(asked(module, seed)["params"]["question"]) for seed in "0123456789"}
    assert len(seeds) == len(module.VARIANTS)


def test_prairielearn_folders_are_whole(folder: Path) -> None:
    names = [path.parent for path in folder.glob("*/info.json")]
    assert len(names) == 6
    uuids = set()
    for path in names:
        info = json.loads((path / "info.json").read_text("utf-8"))
        assert info["type"] == "v3" and info["title"] and info["topic"]
        uuids.add(info["uuid"])
        page = (path / "question.html").read_text("utf-8")
        assert page.count("<pl-") == page.count("</pl-")
    assert len(uuids) == 6
