"""Bytes and times of the page, in both engines and both browsers.

python benchmarks/web.py [--rounds 5] [--site build/site] [--node build/node] [-o docs/performance.md]

The folder is what `symjac site` wrote, node_modules holds puppeteer-core; .ci/run makes both. Every time is the least over the
rounds, for others use the machine, too. With -o the section "The page" of the file is replaced, and nothing else.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.sections import put  # noqa: E402
from symjac.web.folder import kind  # noqa: E402
from symjac.web.server import Server  # noqa: E402

HEADING = "## The page"
INTRODUCTION = """
Written by `python benchmarks/web.py -o docs/performance.md`: what a visitor of the folder of `symjac site` loads once, in
thousands of bytes; then milliseconds to the first derivation on screen, and from the last key to echo and derivation (of which
{pause} are waited for). Every time is the least of {rounds} rounds, of the ten formulas the median, in brackets the longest; two
cores that others use, too (load {load:.0f}).
"""
PARTS = {
    "Pyodide: wasm and scripts": ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json"),
    "Python's library, as far as it is used": ("python_stdlib.zip",),
    "symjac, SymPy, mpmath, lark: bytecode": ("app.zip",),
}
PROGRAMS = {"chrome": ("chromium", "chromium-browser", "google-chrome"), "firefox": ("firefox-esr", "firefox")}


class Folder(http.server.SimpleHTTPRequestHandler):
    def guess_type(self, path: Any) -> str:
        return kind(str(path))

    def log_message(self, *args: Any) -> None: ...


@contextmanager
def served(server: Any) -> Iterator[str]:
    """Its address, while it answers."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def sizes(site: Path) -> Iterator[str]:
    """The table of bytes."""
    files = {path.name: path.read_bytes() for path in site.iterdir()}
    named = {name for names in PARTS.values() for name in names}
    parts = {**PARTS, "the page": tuple(sorted(files.keys() - named)), "together": tuple(files)}
    yield from ("| | raw | gzip |", "| --- | ---: | ---: |")
    for what, names in parts.items():
        data = [files[name] for name in names]
        raw, small = sum(map(len, data)), sum(len(gzip.compress(each, 6)) for each in data)
        yield f"| {what} | {raw / 1000:,.0f} | {small / 1000:,.0f} |"


def times(site: Path, node: Path, rounds: int) -> Iterator[str]:
    """The table of times, a row for each browser and engine."""
    yield "| browser | engine | first visit | next visit | echo | derivation, first time | again |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    folder = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Folder, directory=str(site)))
    with served(Server(0)) as local, served(folder) as static:
        for browser, names in PROGRAMS.items():
            program = next(filter(None, map(shutil.which, names)), None)
            for engine, url in (("local", local), ("static", static)) if program else ():
                command = ["node", str(Path(__file__).with_suffix(".mjs")), browser, str(program), url, engine, str(rounds)]
                environment = {**os.environ, "SYMJAC_NODE": str(node.resolve())}
                done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
                if done.returncode:
                    raise SystemExit(done.stderr[-2000:])
                yield row(json.loads(done.stdout), engine)


def row(found: dict[str, Any], engine: str) -> str:
    name, _, version = found["version"].partition("/")
    least = {key: [min(each) for each in zip(*found[key], strict=True)] for key in ("echo", "derivation", "again")}
    shown = [f"{statistics.median(times):.0f} ({max(times):.0f})" for times in least.values()]
    return " | ".join((
        f"| {'Firefox' if 'irefox' in name else 'Chromium'} {version.partition('.')[0]}",
        "`serve`" if engine == "local" else "`site`", str(min(found["first"])), str(min(found["next"])), *shown,
    )) + " |"  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--site", type=Path, default=Path("build/site"))
    parser.add_argument("--node", type=Path, default=Path("build/node"))
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    tables = ["\n".join(sizes(asked.site))]
    print(tables[0] + "\n", flush=True)
    lines: list[str] = []
    for line in times(asked.site, asked.node, asked.rounds):
        lines.append(line)
        print(line, flush=True)
    pause = (asked.site / "page.mjs").read_text("utf-8").partition("PAUSE = ")[2].partition(";")[0]
    told = INTRODUCTION.format(pause=pause, rounds=asked.rounds, load=os.getloadavg()[2])
    if asked.output:
        put(asked.output, HEADING, "\n".join((HEADING, told, tables[0], "", *lines)))


if __name__ == "__main__":
    main()
