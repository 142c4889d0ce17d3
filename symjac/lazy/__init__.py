"""What is made when it is first used: modules and regular expressions. A short command uses few of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any


class Lazy:
    """What `load` gives, got when one of its names is first looked at; the names that were looked at are kept."""

    def __init__(self, load: Any) -> None:
        self._load = load

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._load(), name)
        setattr(self, name, found)
        return found


def _regex(pattern: str, flags: int = 0) -> Any:
    """A regular expression, compiled when it is first used: there are two hundred, of which a formula meets twenty."""
    return Lazy(lambda: re.compile(pattern, flags))


if TYPE_CHECKING:
    regex = re.compile
else:
    regex = _regex
