"""Exam sheets: mistakes are named, numbers drawn the same everywhere, marks sum, files are whole and the same each time."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

import symjac
from symjac.cli import main
from symjac.errors import SymjacError
from symjac.pages.exam import latex, marks, params, schema
from symjac.pages.exam.build import build
from symjac.pages.exam.document import SHEETS, document
from symjac.pages.exam.draw import Draw
from symjac.pages.exam.face import Sheet, load, read
from symjac.pages.exam.roster import Student, anonymous, roster
from symjac.pages.exam.slots import filled
from symjac.pages.exam.variant import variant
from symjac.writing.block import Document
from symjac.writing.draw import drawn
from worked_examples import build as examples

STARTER = Path(symjac.exam.__file__).with_name("starter.toml")
NOTES = examples.HERE / "exam" / "sheet.toml"
SMALL = """
symjac = 1
[sheet]
id = "small"
title = "A small sheet"
[[item]]
id = "quadratic"
[item.params]
c = ["2", "3", "5"]
[[item.part]]
f = "{c}*x'A x"
wrt = "x"
marks = 3
space = "2cm"
[[item.part]]
ask = "What is $x'A x$ for {{ c }} = 0?"
solution = "Zero."
"""
pytest.importorskip("typst")
ROLLED = [7, 6, 6, 8, 0, 1, 6, 9]


@pytest.fixture(scope="module")
def notes() -> Sheet:
    return load(NOTES)


# reading


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("marks = 3", "mraks = 3", r"line 13: a part has no `mraks`; did you mean `marks`\?"),
        ("marks = 3", "marks = 0.3", "line 13: `marks` cannot be 0.3"),
        ("marks = 3", "marks = -1", "line 13: `marks`"),
        ('space = "2cm"', 'space = "2 miles"', "line 14: `space`"),
        ('id = "small"', 'id = "../../etc"', "line 4: `id`"),
        ('c = ["2", "3", "5"]', "c = {form = 1, to = 2}", "`c`"),
        ('c = ["2", "3", "5"]', "c = {from = 5, to = 2}", "no number to draw"),
        ('wrt = "x"', "", "item 'quadratic', part 'a': which variable"),
        ('f = "{c}*x\'A x"', 'f = "{c}*x\'A x +"', "part 'a'"),
        ("symjac = 1", "symjac = 2", "`symjac` is 1"),
        ("marks = 3", "keeps = {F3 = 0.5}", "line 13: there is no mistake with the code 'F3'"),
        ('solution = "Zero."', 'solution = "Zero."\naccept = ["0"]', "a part of kind 'text' has no `accept`"),
        ("{{ c }}", "{{ d }}", "nothing to put in for {{ d }}"),
        ("$x'A x$", "$x +$", "part 'b'"),
    ],
)
def test_a_mistake_in_a_sheet_is_named_with_its_place(old: str, new: str, said: str) -> None:
    assert old in SMALL
    with pytest.raises(SymjacError, match=re.escape(said) if said.startswith("nothing") else said):
        variant(read(SMALL.replace(old, new, 1)))


def changed(path: list[Any], value: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        *way, last = path
        inner: Any = data
        for key in way:
            inner = inner[key]
        inner[last] = value

    return change


MISFITS = [
    changed(["symjac"], 2), changed(["sheet", "unknown"], 1), changed(["sheet", "language"], "fr"), changed(["sheet", "id"], ""),
    changed(["item"], []), changed(["item", 0, "part", 0, "marks"], "4"), changed(["item", 0, "part", 0, "marks"], {}),
    changed(["item", 0, "part", 0, "order"], 3), changed(["item", 0, "params", "c"], []), changed(["item", 0, "difficulty"], 9),
    changed(["item", 0, "params", "X"], {"matrix": "0 x 2"}), changed(["item", 0, "params", "k"], {"from": 1}),
    changed(["item", 0, "minutes"], True), changed(["sheet", "notation"], {"bold": 1}),
]  # fmt: skip


@pytest.mark.parametrize("change", [lambda data: None, *MISFITS], ids=lambda f: "")
def test_the_reader_and_the_published_schema_agree(change: Callable[[dict[str, Any]], None]) -> None:
    data = copy.deepcopy(tomllib.loads(STARTER.read_text("utf-8")))
    change(data)
    valid = jsonschema.Draft202012Validator(schema.schema()).is_valid(data)
    assert valid == (not list(schema.faults(data, schema.schema(), ())))
    assert valid == (change not in MISFITS)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.schema())


# what is drawn


def test_numbers_are_drawn_the_same_on_every_machine() -> None:
    draw = Draw("sheet", "7", "0421", "item")
    assert [draw.below(10) for _ in range(8)] == ROLLED


def test_every_number_is_as_likely_as_any_other() -> None:
    draw = Draw("fair")
    counts = [0] * 7
    for _ in range(7000):
        counts[draw.below(7)] += 1
    assert min(counts) > 900 and max(counts) < 1100


def test_an_item_that_is_added_changes_no_other() -> None:
    more = SMALL + '\n[[item]]\nid = "new"\n[item.params]\nk = {from = 1, to = 9}\n[[item.part]]\nf = "{k}*t^2"\n'
    before, after = variant(read(SMALL), "0421"), variant(read(more), "0421")
    assert before.questions[0].values == after.questions[0].values
    assert {variant(read(SMALL), str(n)).questions[0].values["c"] for n in range(20)} == {"2", "3", "5"}


@pytest.mark.parametrize("condition", ["full_rank", "symmetric", "posdef", "nonzero", "distinct"])
def test_matrices_keep_their_conditions(condition: str) -> None:
    rule = {"matrix": "2 x 2", "from": -5, "to": 5, "conditions": [condition]}
    for n in range(20):
        rows = json.loads("[[" + params.drawn("A", rule, Draw(str(n))).strip("[]").replace(";", "],[") + "]]")
        assert params.CONDITIONS[condition](rows)
    (a, b), (c, d) = rows
    assert {"full_rank": a * d != b * c, "symmetric": b == c, "posdef": a > 0 and a * d > b * c and b == c,
            "nonzero": all((a, b, c, d)), "distinct": len({a, b, c, d}) == 4}[condition]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value", "made"),
    [
        ("{c}*x", "1/2", "(1/2)*x"), ("{c}*x", "1", "x"), ("a - {c}*x", "1", "a - x"), ("2/{c}*x", "1", "2/1*x"),
        ("x^{c}", "-2", "x^(-2)"),
        ("{c}", "-2", "-2"), ("[{c}, 1]", "-2", "[-2, 1]"), (r"\frac{1}{n}", "3", r"\frac{1}{n}"), ("{c} x", "3", "3 x"),
    ],
)  # fmt: skip
def test_slots_keep_the_meaning(text: str, value: str, made: str) -> None:
    assert filled(text, {"c": value}) == made


# marks


@pytest.mark.parametrize("total", [Fraction(n, 2) for n in range(1, 15)])
def test_marks_sum_to_the_whole(total: Fraction) -> None:
    for lines in range(1, 8):
        shares = marks.share(total, list(range(lines)))
        assert sum(shares) == total
        assert all(s.denominator == 1 for s in shares) or total.denominator == 2


@pytest.mark.parametrize("path", [STARTER, NOTES], ids=["starter", "notes"])
def test_the_marks_at_the_lines_are_those_of_the_parts(path: Path) -> None:
    v = variant(load(path))
    for q in v.questions:
        for part, made in q.pairs:
            assert sum(m for _, m in made.scheme) == made.marks == part.total, part.id
            text = drawn(Document((), made.solution), "text") if made.solution else ""
            if not made.choices:
                assert sum(float(m) for m in re.findall(r"\[([\d.]+)\](?=[\s.]|$)", marks_only(text))) == float(made.marks)


def marks_only(text: str) -> str:
    """Numbers in brackets at the ends of lines; those of matrices are drawn with other brackets."""
    return "\n".join(match for line in text.splitlines() for match in re.findall(r"(?:^|\s)(\[[\d.]+\])\.?\s*$", line))


def test_the_notes_are_all_there(notes: Sheet) -> None:
    assert {f"N{n}" for n in range(1, 17)} <= {tag for item in notes.items for tag in item.tags}
    assert len(list(notes.parts())) >= 20


def test_a_claim_is_proven_before_it_is_printed() -> None:
    wrong = SMALL.replace("marks = 3", 'claim = "x\'A"\nmarks = 3')
    with pytest.raises(SymjacError, match="not equal to the answer"):
        variant(read(wrong))
    with pytest.raises(SymjacError, match="not equal to the answer"):
        variant(read(SMALL.replace("marks = 3", 'accept = ["2*x\'A"]\nmarks = 3')))


# files


@pytest.mark.parametrize("name", examples.exam_sheet())
def test_the_kept_files_are_what_is_written_today(name: str) -> None:
    kept = (examples.HERE / "exam" / name).read_text("utf-8")
    assert examples.exam_sheet()[name] == kept, "run `make examples` and read the change"


def has_class(name: str) -> bool:
    if shutil.which("pdflatex") is None or shutil.which("kpsewhich") is None:
        return False
    return bool(subprocess.run(["kpsewhich", name], capture_output=True, text=True).stdout.strip())


@pytest.mark.parametrize("which", SHEETS)
@pytest.mark.parametrize("look", ["exam", "article"])
def test_the_tex_compiles_without_a_warning(look: str, which: str, tmp_path: Path, notes: Sheet) -> None:
    if not has_class(f"{look}.cls"):
        pytest.skip(f"{look}.cls is not installed")
    given = NOTES.read_text("utf-8").replace('class = "exam"', f'class = "{look}"')
    (tmp_path / "sheet.tex").write_text(latex.source(variant(read(given)), Student(), which), "ascii")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "sheet.tex"]
    for _ in range(2):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout[-2000:]
    assert not re.findall(r"^(?:Overfull|LaTeX Warning|.*undefined).*", done.stdout, re.MULTILINE)


SHELL = "\\documentclass{article}\n\\usepackage{NEEDED}\n\\begin{document}\nINPUTS\n\\end{document}\n"


def compiled(folder: Path, name: str) -> str:
    """The log of pdflatex."""
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", name]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout[-2000:]
    return done.stdout


@pytest.mark.parametrize("which", ["key", "marker"])
def test_fragments_compile_in_a_document_of_ones_own(which: str, tmp_path: Path) -> None:
    if not has_class("article.cls"):
        pytest.skip("article.cls is not installed")
    found = latex.fragments(variant(read(NOTES.read_text("utf-8").replace('class = "exam"', 'class = "fragment"'))), which)
    assert len(found) == 18  # nine questions, nine solutions
    for name, text in found.items():
        (tmp_path / name).write_text(text, "ascii")
    needed = {p for text in found.values() for p in re.findall(r"usepackage\{([\w,]+)\}", text)[0].split(",")}
    shell = SHELL.replace("NEEDED", ",".join(sorted(needed))).replace("INPUTS", "\n".join(rf"\input{{{n}}}" for n in found))
    (tmp_path / "mine.tex").write_text(shell)
    assert "undefined" not in compiled(tmp_path, "mine.tex")


@pytest.mark.parametrize("look", ["article", "exam"])
def test_a_template_compiles_by_itself_and_filled(look: str, tmp_path: Path) -> None:
    """The author's macro for marks wins over the one that is provided."""
    if not has_class(f"{look}.cls"):
        pytest.skip(f"{look}.cls is not installed")
    mine = (
        f"\\documentclass{{{look}}}\n\\newcommand{{\\sjmark}}[1]{{\\fbox{{#1}}}}\n%% \\symjac{{preamble}}\n"
        "\\begin{document}\n%% \\symjac{header}\n%% \\symjac{questions}\nGood luck.\n\\end{document}\n"
    )
    (tmp_path / "my.tex").write_text(mine)
    compiled(tmp_path, "my.tex")
    text = SMALL.replace('title = "A small sheet"', 'title = "A small sheet"\ntemplate = "my.tex"')
    (tmp_path / "sheet.tex").write_text(latex.source(variant(read(text, tmp_path)), Student(), "key"), "ascii")
    assert "undefined" not in compiled(tmp_path, "sheet.tex")
    assert r"\newcommand{\sjmark}" in (tmp_path / "sheet.tex").read_text()


def test_fragments_and_templates(tmp_path: Path) -> None:
    v = variant(read(SMALL.replace('title = "A small sheet"', 'title = "A small sheet"\nclass = "fragment"')))
    assert set(latex.fragments(v, "key")) == {"q01.tex", "s01.tex"}
    (tmp_path / "my.tex").write_text(
        "\\documentclass{article}\n%% \\symjac{preamble}\n\\begin{document}\n%% \\symjac{questions}\n\\end{document}\n"
    )
    text = SMALL.replace('title = "A small sheet"', 'title = "A small sheet"\ntemplate = "my.tex"')
    source = latex.source(variant(read(text, tmp_path)), Student(), "key")
    assert "symjac{" not in source and r"\providecommand{\sjmark}" in source and r"\sjmark{1}" in source
    (tmp_path / "my.tex").write_text("%% \\symjac{answers}\n")
    with pytest.raises(SymjacError, match="no slot 'answers'"):
        latex.source(variant(read(text, tmp_path)), Student(), "key")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_two_builds_have_the_same_bytes_and_a_broken_one_goes_on(tmp_path: Path) -> None:
    people = [{"id": str(n), "name": f"Student {n}"} for n in range(5)]
    first = build(read(SMALL), tmp_path / "a", students=people, jobs=2)
    assert len(first.built) == 5 and not first.failed
    build(read(SMALL), tmp_path / "b", students=people[:2])
    shutil.rmtree(tmp_path / "b" / "1")
    again = build(read(SMALL), tmp_path / "b", students=people)
    assert (again.kept, len(again.built)) == (("0",), 4)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_changed_sheet_is_built_anew(tmp_path: Path) -> None:
    build(read(SMALL), tmp_path, students=["1"], formats=("tex",))
    found = build(read(SMALL.replace("marks = 3", "marks = 2")), tmp_path, students=["1"], formats=("tex",))
    assert found.built == ("1",) and r"\part[2]" in (tmp_path / "1" / "problem.tex").read_text()


def test_the_index_has_the_answers(tmp_path: Path) -> None:
    build(read(SMALL), tmp_path, students=["7"], formats=("tex",))
    (entry,) = json.loads((tmp_path / "index.json").read_text("utf-8"))
    c = entry["items"][0]["values"]["c"]
    assert entry["items"][0]["answers"]["a"] == f"{c}*x'*(A + A')" and entry["student"] == "7"
    assert (
        entry["version"] in (tmp_path / "7" / "problem.tex").read_text()
        and entry["version"] in (tmp_path / "7" / "key.tex").read_text()
    )


HOSTILE = [
    "../../etc/passwd",
    "=HYPERLINK(1)",
    r"\input{/etc/passwd}",
    "<script>alert(1)</script>",
    '#read("/etc/passwd")',
    "con",
    "a/b",
    "'; x",
    "$x$",
    "%",
    "ümläut",
    "Ａ",
]


def test_names_cannot_inject_anything(tmp_path: Path) -> None:
    people = [{"id": text, "name": text} for text in HOSTILE]
    found = build(read(SMALL), tmp_path, students=people, formats=("tex", "html", "pdf"))
    assert len(found.built) == len(HOSTILE) and not found.failed
    assert all(path.resolve().is_relative_to(tmp_path.resolve()) for path in tmp_path.rglob("*"))
    assert len({who.folder for who in roster(people).students}) == len(HOSTILE)
    for path in tmp_path.rglob("*.tex"):
        assert r"\input" not in path.read_text()
    for path in tmp_path.rglob("*.html"):
        assert "<script" not in path.read_text("utf-8")
    rows = (tmp_path / "index.csv").read_text("utf-8").splitlines()[1:]
    assert not any(re.match(r'"?[=+\-@]', cell) for row in rows for cell in re.split(r",(?=[^ ])", row))


@pytest.mark.parametrize("words", HOSTILE[1:5])
def test_titles_cannot_inject_anything(words: str, tmp_path: Path) -> None:
    text = SMALL.replace('"A small sheet"', json.dumps(words, ensure_ascii=False)).replace(
        'id = "quadratic"', f'id = "quadratic"\ntitle = {json.dumps(words)}\ntext = {json.dumps(words.replace("$", ""))}'
    )
    build(read(text), tmp_path, formats=("tex", "html", "pdf"))
    assert not any(r"\input" in path.read_text() for path in tmp_path.glob("*.tex"))
    assert not any("<script" in path.read_text("utf-8") for path in tmp_path.glob("*.html"))


def test_a_broken_row_is_told_and_the_others_are_built(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("id,name\n1,Ada\n,nobody\n1,again\n2,Bob\n" + "x" * 300 + ",long\n")
    found = roster(str(tmp_path / "r.csv"))
    assert [s.id for s in found.students] == ["1", "2"]
    assert [b.partition(":")[0] for b in found.broken] == ["line 3", "line 4", "line 6"]
    scripts = [s.script for s in anonymous(found, "s", "0").students]
    assert len(set(scripts)) == 2 and all(len(code) == 6 for code in scripts)


def test_anonymous_sheets_do_not_name_anyone(tmp_path: Path) -> None:
    build(read(SMALL), tmp_path, students=[{"id": "77", "name": "Ada Lovelace"}], formats=("tex",), anonymous_scripts=True)
    assert not any("Lovelace" in p.read_text() for p in tmp_path.rglob("*.tex"))


def test_german_and_large_print_and_notation(tmp_path: Path) -> None:
    text = SMALL.replace(
        'title = "A small sheet"',
        'title = "Blatt"\nlanguage = "de"\nlayout = "column"\nnotation = {bold = true, transpose = "top"}',
    )
    doc = document(variant(read(text)), Student(), "key")
    shown = drawn(doc, "latex")
    assert (
        "Bestimmen Sie" in shown and r"\mathbf{A}" in shown and r"^{\top}" in shown and "Lösungen".replace("ö", r"\"{o}") in shown
    )
    build(read(text), tmp_path, formats=("tex", "pdf", "html"), large=True)
    assert "a3paper" in (tmp_path / "problem.tex").read_text()


def test_bold_letters_are_those_of_the_part() -> None:
    """B is a matrix in one part and a set in another."""
    text = SMALL.replace('title = "A small sheet"', 'title = "S"\nnotation = {bold = true}')
    text += '\n[[item]]\nid = "two"\n[[item.part]]\nf = "A B"\nwrt = "B"\n'
    text += '[[item.part]]\nf = "w = f(x); x = h(u)"\nwrt = "u"\nwhere = "f: R^3 -> R; h: R^2 -> R^3"\n'
    matrices, composed = variant(read(text)).questions[1].parts
    bold = [drawn(Document((), made.solution), "latex") for made in (matrices, composed)]
    assert r"\mathbf{B}" in bold[0] and r"\mathbf{B}" not in bold[1] and r"\mathbf{u}" in bold[1]


# stress


def test_a_planted_degenerate_set_is_found_and_never_printed() -> None:
    planted = SMALL.replace('["2", "3", "5"]', '["2", "0", "5"]')
    found = read(planted).stress(40)
    assert not found and any("c = 0" in text and "the answer is zero" in text for text in found.failures)
    assert "0" not in {variant(read(planted), str(n)).questions[0].values["c"] for n in range(30)}


def test_twins_are_found() -> None:
    twins = SMALL.replace('["2", "3", "5"]', '["2", "2.0", "4/2"]').replace("[[item.part]]\nask", "[[item.part]]\nid = 'b'\nask")
    assert read(twins).stress(30).twins


def test_the_notes_stand_the_stress(notes: Sheet) -> None:
    found = notes.stress(25)
    assert found, found.failures
    assert str(found).endswith("s")


def test_difficulty_outside_of_its_band_is_refused() -> None:
    hard = SMALL.replace('id = "quadratic"', 'id = "quadratic"\ndifficulty = 5')
    with pytest.raises(SymjacError, match="difficulty"):
        variant(read(hard))


# the command line


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["exam", "new", "sheet.toml"]) == 0
    assert main(["exam", "new", "sheet.toml"]) == 2
    assert main(["exam", "check", "sheet.toml"]) == 0
    assert "15 marks" in capsys.readouterr().out
    assert main(["exam", "build", "sheet.toml", "--out", "build", "--format", "html,tex"]) == 0
    assert sorted(os.listdir("build")) == [
        "index.csv",
        "index.json",
        *sorted(f"{w}.{f}" for w in SHEETS for f in ("html", "tex")),
    ]
    assert main(["exam", "stress", "sheet.toml", "-n", "5"]) == 0
    assert main(["exam", "build", "sheet.toml", "--out", "build", "--format", "docx"]) == 2
    assert main(["exam", "export", "sheet.toml", "--to", "nowhere", "--out", "x"]) == 2


class Dying(Executor):
    """The worker that has the second task dies with it."""

    def __init__(self) -> None:
        self.count = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.count += 1
        future: Future[Any] = Future()
        if self.count == 2:
            future.set_exception(BrokenExecutor("gone"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_a_worker_that_dies_loses_nothing(tmp_path: Path) -> None:
    people = ["1", "2", "3"]
    found = build(read(SMALL), tmp_path / "a", students=people, formats=("tex",), executor=Dying())
    build(read(SMALL), tmp_path / "b", students=people, formats=("tex",))
    assert found.built == ("1", "2", "3") and contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_build_on_a_dask_cluster_one_of_whose_workers_is_killed(tmp_path: Path) -> None:
    """A real scheduler and two workers in processes of their own on this machine."""
    distributed = pytest.importorskip("distributed")
    people = [str(n) for n in range(6)]
    local = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with local as cluster, distributed.Client(cluster) as client:
        pids = client.run(os.getpid)

        def strike(done: int, of: int) -> None:
            if done == 1:
                os.kill(next(iter(pids.values())), signal.SIGKILL)

        executor = client.get_executor()
        found = build(read(SMALL), tmp_path / "a", students=people, formats=("tex",), executor=executor, progress=strike)
    build(read(SMALL), tmp_path / "b", students=people, formats=("tex",))
    assert found.built == tuple(people) and contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_build_that_was_killed_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "sheet.toml").write_text(SMALL)
    (tmp_path / "r.csv").write_text("id\n" + "".join(f"{n}\n" for n in range(24)))

    def command(out: str) -> list[str]:
        sheet, roster = str(tmp_path / "sheet.toml"), str(tmp_path / "r.csv")
        return [sys.executable, "-m", "symjac", "exam", "build", sheet, "--out", str(tmp_path / out), "--students", roster]

    running = subprocess.Popen(command("a"), stderr=subprocess.PIPE, start_new_session=True)
    while running.poll() is None and not (tmp_path / "a" / "1").exists():
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    done = len(list((tmp_path / "a").glob("[0-9]*")))
    again = subprocess.run(command("a"), capture_output=True, text=True)
    assert re.search(r"(\d+) built, (\d+) kept", again.stderr), again.stderr
    assert main(command("b")[3:]) == 0
    assert done < 24 and contents(tmp_path / "a") == contents(tmp_path / "b")


def test_the_rooms_and_names_of_the_format_are_in_its_description() -> None:
    """docs/exams.md has every key of the schema."""
    text = (examples.HERE.parent / "docs" / "exams.md").read_text("utf-8")
    defs = schema.schema()["$defs"]
    keys = {key for name in ("Sheet", "Item", "Part") for key in defs[name]["properties"]} - {"part", "params"}
    assert not [key for key in keys if not re.search(rf"`[^`]*\b{key}\b[^`]*`", text)]
