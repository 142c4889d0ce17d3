"""Values by name, an array only made when it is asked for: whoever wants the page alone does not wait for NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Later:
    """A value that is made when it is asked for."""

    make: Callable[[], Any]


class Computed(Mapping[str, Any]):
    """A dictionary, in which what is for later is made at the first look."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = dict(given)

    def __getitem__(self, name: str) -> Any:
        found = self.given[name]
        if isinstance(found, Later):
            found = self.given[name] = found.make()
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)

    def __repr__(self) -> str:
        return repr(dict(self))
