"""reply: a request as JSON → an answer as JSON; what goes out fits reply.schema.json, and nothing is evaluated."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

from symjac.errors import CheckError, LimitError, ParseError, SymjacError
from symjac.pages.exam.schema import faults
from symjac.pages.live import Fault

LONGEST = 20_000  # bytes of a request
Request = Mapping[str, Any]
Answer = dict[str, Any]


def reply(request: str) -> str:
    """The answer to one request. docs/web.md tells what can be asked; nothing is raised, a mistake is a `fault`."""
    try:
        asked = read(request)
        return written({"ok": True, "do": asked["do"], **actions()[asked["do"]](asked)})
    except SymjacError as error:
        return written({"ok": False, "fault": asdict(plain(error))})
    except (RecursionError, MemoryError):
        return written({"ok": False, "fault": asdict(plain(LimitError("the formula is too large")))})
    except Exception as error:  # a fault of symjac's own: told without what it knows of the machine
        return written({"ok": False, "fault": asdict(plain(CheckError(f"this is a fault in symjac: {type(error).__name__}")))})


def written(answer: Answer) -> str:
    return json.dumps(answer, ensure_ascii=False, allow_nan=False)


def read(request: str) -> Request:
    """The request, if it is one; ParseError or LimitError if not."""
    if not isinstance(request, str):
        raise ParseError("a request is a text")
    if len(request) > LONGEST or len(request.encode("utf-8", "replace")) > LONGEST:
        raise LimitError(f"a request has at most {LONGEST} bytes")
    try:
        asked = json.loads(request)
    except (ValueError, RecursionError) as error:
        raise ParseError("the request is not JSON") from error
    if not isinstance(asked, dict) or not isinstance(asked.get("do"), str) or asked["do"] not in actions():
        raise ParseError("the request does not say what to do", expected=", ".join(actions()))
    for _, message, expected in faults(asked, schema()["$defs"][asked["do"]], ("request",)):
        raise ParseError(message, expected=expected)
    return asked


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of requests and answers, as it is published."""
    found: dict[str, Any] = json.loads(files("symjac.web").joinpath("reply.schema.json").read_text("utf-8"))
    return found


@cache
def actions() -> Mapping[str, Callable[[Request], Answer]]:
    """What can be asked for, by name."""
    from symjac.web import about, checking, deriving, sheets, typing

    return {
        "read": typing.read, "answer": typing.answer, "derive": deriving.derive, "export": deriving.export,
        "check": checking.check, "exam": sheets.exam, "about": about.about,
    }  # fmt: skip


def plain(error: SymjacError) -> Fault:
    """A mistake without a place in a formula."""
    found = getattr(error, "told", None)
    if isinstance(found, Fault):
        return found
    return Fault(
        type(error).__name__, error.message, "request", None, error.found, error.expected, error.hint, False, ()
    )  # fmt: skip
