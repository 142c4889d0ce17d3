"""JSON: what is written reads back equal, fits the published schema, and nothing else is accepted."""

from __future__ import annotations

import json as text
from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symjac.core.block import Block, Details, Document, Equation, PageBreak, Paragraph
from symjac.core.box import Box, Cases, Infix, Num, Root, Row, Sym
from symjac.core.errors import LimitError, ParseError
from symjac.render import json
from tests.samples import samples

SAMPLES = samples()
SCHEMA = json.schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

blocks = st.from_type(Block)
documents = st.builds(Document)


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_read_back_equal_and_fit_the_schema(name: str) -> None:
    written = json.document(SAMPLES[name])
    assert json.load(written) == SAMPLES[name]
    VALIDATOR.validate(text.loads(written))
