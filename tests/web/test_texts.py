"""What the page says stands in one table, complete in every language, and nothing in it is fetched from elsewhere."""

from __future__ import annotations

import json
import re

from symjac.web.folder import filled, folder, source
from symjac.web.reply import actions, schema

TEXTS = json.loads(source("texts.json"))
SCRIPT, PAGE = source("page.mjs").decode(), source("index.html").decode()


def test_every_language_says_everything() -> None:
    assert TEXTS["en"].keys() == TEXTS["de"].keys()
    assert all(text.strip() for table in TEXTS.values() for text in table.values())


def test_every_text_that_is_asked_for_is_there() -> None:
    asked = set(re.findall(r'data-t(?:-label)?="(\w+)"', PAGE)) | set(re.findall(r'\bsay\("(\w+)"\)', SCRIPT))
    assert asked <= TEXTS["en"].keys()
    choices = dict(re.findall(r"(\w+): \[((?:\"\w+\"(?:, )?)+)\]", SCRIPT.partition("const CHOICES")[2].partition("};")[0]))
    letters = dict(re.findall(r'(\w+): "(\w)"', SCRIPT.partition("const LETTER")[2].partition("};")[0]))
    assert choices.keys() == letters.keys()
    for name, values in choices.items():
        for value in re.findall(r"\w+", values):
            assert f"{letters[name]}_{value}" in TEXTS["en"]
            assert value in map(str, schema()["$defs"]["derive"]["properties"][name]["enum"])


def test_the_page_in_english_is_the_english_of_the_table() -> None:
    for key, text in re.findall(r'data-t="(\w+)">([^<]+)<', PAGE):
        assert TEXTS["en"][key] == text


def test_nothing_is_fetched_from_elsewhere() -> None:
    for engine in ("local", "static"):
        for name, data in folder(engine).items():
            found = re.findall(r"https?://[^\s\"'`)]+", data.decode("utf-8", "replace"))
            assert set(found) <= {"http://www.w3.org/2000/svg"}, (name, found)


def test_the_schema_names_every_action() -> None:
    assert [each["$ref"].rsplit("/", 1)[1] for each in schema()["anyOf"]] == list(actions())


def test_slots_are_filled_once() -> None:
    """What somebody types into a formula cannot reach another slot."""
    assert filled("{a} {b}", {"a": "{b}", "b": "x"}) in ("x {b}", "{b} x")
    assert "{" + "result}" not in folder("local")["index.html"].decode()
