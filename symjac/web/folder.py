"""The files of the page, ready to be served: a derivation is on it before anything has run, so that there is something to see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

from symjac import __version__
from symjac.writing.formats.html.page import fragment_style

FIRST = "norm(y - Phi*theta)^2"
KINDS = {
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "mjs": "text/javascript; charset=utf-8",
    "json": "application/json", "svg": "image/svg+xml", "wasm": "application/wasm", "zip": "application/zip",
    "woff2": "font/woff2",
}  # fmt: skip
POLICY = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
)


def policy(wasm: bool) -> str:
    """What the page may do: run its own script, ask its own server, and nothing else."""
    return POLICY.replace("{wasm}", " 'wasm-unsafe-eval'" if wasm else "")


def folder(engine: str) -> dict[str, bytes]:
    """The files by name. engine: 'local', asked over HTTP, or 'static', which runs in the browser."""
    return {
        "index.html": index(engine).encode(),
        "document.css": fragment_style().encode(),
        "about.json": json.dumps(facts(), ensure_ascii=False).encode(),
        "page.css": source("page.css"),
        "page.mjs": source("page.mjs"),
        "texts.json": source("texts.json"),
        "icon.svg": source("icon.svg"),
        "engine.mjs": source(f"{engine}.mjs"),
    }


def source(name: str, room: str = "page") -> bytes:
    return files("symjac.web").joinpath(room, name).read_bytes()


def kind(name: str) -> str:
    """The media type of a file."""
    return KINDS.get(name.rpartition(".")[2], "application/octet-stream")


def index(engine: str) -> str:
    """The page with its first derivation in it."""
    from symjac.web import deriving, typing

    found = deriving.derive({"do": "derive", "f": FIRST})
    echo = "".join(f"<span>{line['mathml']}</span>" for line in typing.read({"text": FIRST})["lines"])
    result = found["result"]
    shown = (
        f'<div class="boxed">{result["mathml"]}</div><details><summary><span class="sure">✓ {found["lines"]} lines checked</span>'
        f", shape {escape(result['shape'])}</summary><p>{escape(found['check'])}</p></details>"
    )
    security = f'<meta http-equiv="Content-Security-Policy" content="{policy(True)}">' if engine == "static" else ""
    slots = {
        "engine": engine, "security": security, "formula": escape(FIRST), "echo": echo, "result": shown, "steps": found["html"],
        "version": __version__,
    }  # fmt: skip
    return filled(source("index.html").decode(), slots)


def filled(text: str, slots: Mapping[str, str]) -> str:
    for name, value in slots.items():
        text = text.replace(f"{{{name}}}", value, 1)
    return text


def facts() -> dict[str, Any]:
    """What `about` tells, every example typeset, so that no engine is needed to show them."""
    from symjac.web import about

    found = about.about({})
    topics = [{**each, "items": [{**item, "look": look(item)} for item in each["items"]]} for each in found["examples"]]
    return {**found, "examples": topics}


def look(item: Mapping[str, Any]) -> str:
    """The example as it will be echoed; what is no formula as it is typed."""
    from symjac.pages.live import read_live

    if item.get("subject", "formula") != "formula":
        return f"<code>{escape(item['f'])}</code>"
    return ";&ensp;".join(line.mathml for line in read_live(item["f"], item.get("where")).lines)
