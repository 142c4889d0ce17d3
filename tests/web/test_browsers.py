"""The page in real browsers: typing, chips, switches, mistakes, links, tabs, 390 px, dark, print, without a server.

SYMJAC_NODE names a folder with node_modules (puppeteer-core, axe-core), SYMJAC_SITE what `symjac site` wrote; .ci/run makes both.
SYMJAC_DOCUMENTS=all compares all 120 documents of the two engines, not a sample of 20.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from symjac.web.folder import kind
from symjac.web.reply import reply
from symjac.web.server import Server
from symjac.web.workers import Workers
from tests.helpers.documents import Request, documents, sample
from tests.helpers.places import ROOT

NODE = Path(os.environ.get("SYMJAC_NODE", ROOT / "build" / "node"))
SITE = Path(os.environ.get("SYMJAC_SITE", ROOT / "build" / "site"))
DRIVE = Path(__file__).with_name("drive.mjs")
BROWSERS = {"chromium": ("chromium", "chromium-browser", "google-chrome"), "firefox": ("firefox-esr", "firefox")}
Seen = dict[str, Any]


def needs(browser: str) -> str:
    """The program of a browser; a skip that says what is missing."""
    program = next((path for name in BROWSERS[browser] if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"no {browser} here")
    if not shutil.which("node") or not (NODE / "node_modules" / "puppeteer-core").exists():
        pytest.skip("puppeteer-core is not here: .ci/run fetches it by npm")
    return program


def drive(browser: str, url: str, folder: Path, engine: str) -> Seen:
    environment = {**os.environ, "SYMJAC_NODE": str(NODE), "SYMJAC_BROWSER": needs(browser), "LANG": "C.UTF-8"}
    command = ["node", str(DRIVE), browser, url, str(folder), engine]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=150)
    assert done.stdout.strip(), done.stderr[-2000:]
    seen: Seen = json.loads(done.stdout.splitlines()[-1])
    assert "stopped" not in seen, (seen["stopped"], seen["errors"])
    return seen


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    found = Server(0, Workers(2, seconds=20))
    threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture(scope="module", params=list(BROWSERS))
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    needs(request.param)
    folder = Path(os.environ.get("SYMJAC_PICTURES") or tmp_path_factory.mktemp("pictures"))
    return drive(request.param, request.getfixturevalue("server").url, folder, "local")


def test_nothing_is_complained_of_and_nothing_leaves_the_machine(seen: Seen) -> None:
    assert not seen["errors"] and not seen["foreign"]


def test_what_is_typed_is_echoed_and_derived(seen: Seen) -> None:
    checks = seen["checks"]
    assert "Φ" in checks["first"] and "∇xf=xT(A+AT)" in checks["derived"] and "∇wf=−2(y−Xw)TX" in checks["typed"]
    assert checks["unfinished"] == "fault soft" and checks["faded"]
    assert seen["times"]["echo"] < 2000 and seen["times"]["derivation"] < 4000


def test_chips_choose_the_variable_and_declare_shapes(seen: Seen) -> None:
    checks = seen["checks"]
    assert "∇Af=xxT" in checks["by A"] and checks["inferred"] == "chip"
    assert "2xTA" in checks["symmetric"] and "where=A: n x n symmetric" in checks["address"]


def test_of_several_variables_all_are_chosen_and_told(seen: Seen) -> None:
    checks = seen["checks"]
    assert checks["both"] == "∇Af=2(Ax+b)xT∇bf=2(Ax+b)T" and checks["one of both"] == ["∇Af=2(Ax+b)xT", ["A"]]


def test_every_switch_changes_the_derivation_and_the_address(seen: Seen) -> None:
    changes = seen["checks"]["switches"]
    assert all(address for _, address in changes.values())
    assert [name for name, (steps, _) in changes.items() if steps] == ["order", "style", "detail", "layout"]


def test_a_mistake_is_marked_and_mended_and_nothing_is_injected(seen: Seen) -> None:
    checks = seen["checks"]
    assert checks["marked"] == "Ax" and checks["mended"] == ["f(x) = A x + b", "∇xf=A", True] and checks["injected"] == 0


def test_a_link_opens_the_same(seen: Seen) -> None:
    own, other = seen["checks"]["shared"]
    assert own == other and "X−T" in own


def test_the_keyboard_is_enough(seen: Seen) -> None:
    assert (seen["checks"]["arrow"], seen["checks"]["slash"]) == ("tab-check", "f")


def test_an_answer_is_judged_when_it_has_been_read(seen: Seen) -> None:
    checks = seen["checks"]
    assert checks["no verdict yet"] == "" and checks["verdict"] == ["✗ Not right.", True]
    assert checks["line"].endswith("link 3.")


def test_a_verdict_goes_with_its_question(seen: Seen) -> None:
    checks = seen["checks"]
    assert checks["another question"] == ["", ""] and checks["network"] == "Answers are checked for formulas: type one above."


def test_a_formula_after_a_network_is_a_formula(seen: Seen) -> None:
    assert seen["checks"]["after a network"] == ["∇xf=xT(A+AT)", "formula"]


def test_a_sheet_hides_its_solution(seen: Seen) -> None:
    assert seen["checks"]["sheet"] == [True, False] and seen["checks"]["key"]


def test_a_sheet_follows_the_language_and_says_when_it_is_outdated(seen: Seen) -> None:
    assert seen["checks"]["outdated"]


def test_what_runs_away_is_stopped(seen: Seen) -> None:
    assert seen["checks"]["stopped"] == "Stopped" and "aT" in seen["checks"]["after"]


def test_nobody_is_left_out(seen: Seen) -> None:
    """axe-core finds nothing, in no tab, light and dark."""
    assert {name: found for name, found in seen["checks"].items() if name.startswith("axe") and found} == {}


def test_a_telephone_needs_no_sideways_scrolling(seen: Seen) -> None:
    assert {tab: (wide, short) for tab, (wide, short) in seen["checks"]["390"].items() if wide > 0 or short} == {}


def test_it_is_dark_where_the_system_is_and_prints(seen: Seen) -> None:
    assert seen["checks"]["paper dark"] == "rgb(22, 24, 26)" and seen["checks"]["pdf"]
    assert seen["checks"].get("paper light", "rgb(255, 255, 255)") == "rgb(255, 255, 255)"


# Without a server


class Static(http.server.SimpleHTTPRequestHandler):
    """The folder, until somebody asks for `gone`: from then on nobody answers."""

    gone = False

    def do_GET(self) -> None:
        if self.path == "/gone":
            type(self).gone = True
        if self.gone:
            self.send_error(503)
        else:
            super().do_GET()

    def guess_type(self, path: Any) -> str:
        return kind(str(path))

    def log_message(self, *args: Any) -> None: ...


def requests() -> list[Request]:
    return documents() if os.environ.get("SYMJAC_DOCUMENTS") == "all" else sample()


def test_there_are_120_documents_and_every_kind_is_in_the_sample() -> None:
    assert len(documents()) == 120 and len(sample()) == 20
    assert {each["do"] for each in sample()} == {each["do"] for each in documents()}
    assert any(each.get("language") == "de" for each in sample())


@pytest.mark.parametrize("browser", list(BROWSERS))
def test_without_a_server_everything_is_as_with_one(browser: str, tmp_path: Path) -> None:
    """The same documents, also from the memory that the browser has kept, with nobody there to answer."""
    needs(browser)
    if not (SITE / "app.zip").exists():
        pytest.skip("the folder is not built: make site")
    handler = type("Folder", (Static,), {})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked = requests()
    (tmp_path / "requests.json").write_text(json.dumps(asked), "utf-8")
    try:
        seen = drive(browser, f"http://127.0.0.1:{server.server_address[1]}/", tmp_path, "static")
    finally:
        server.shutdown()
    here = [json.loads(reply(json.dumps(request))) for request in asked]
    for visit in ("documents", "documents from memory"):
        assert [request for request, a, b in zip(asked, seen["checks"][visit], here, strict=True) if a != b] == []
    assert "aT" in seen["checks"]["offline"] and "Stopped" in seen["checks"]["stopped"] and "aT" in seen["checks"]["after"]
    assert not seen["foreign"] and not seen["errors"]
    print(seen["times"])  # with -s: the first visit and the next, in milliseconds
