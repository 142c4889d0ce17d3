"""What a person typed, made harmless: no control characters, nothing that turns the line, white space of one kind."""

from __future__ import annotations

from symjac.lazy import regex

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000))
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # marks, embeddings, overrides and isolates of direction
_HARMFUL = regex(f"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_TURNING}{_NONCHARACTERS}]")
_SPACES = regex(r"[^\S\u00a0\u2009\u202f]+")


def harmless(text: str) -> str:
    """The text with U+FFFD for each character that no page should hold."""
    return _HARMFUL.sub("\ufffd", text)


def visible(text: str) -> str:
    """The same, with white space of any kind as one space; fixed and thin spaces stay."""
    return harmless(_SPACES.sub(" ", text))
