"""Each folder's input.toml → its derivation in LaTeX, Markdown, text. `make examples` writes them, tests compare."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FORMATS = {"derivation.tex": "latex", "derivation.md": "markdown", "derivation.txt": "text"}


def examples() -> list[Path]:
    """The folders that hold an input, N4 before N10."""
    return sorted((path.parent for path in HERE.glob("*/input.toml")), key=lambda p: (len(p.name), p.name))


def given(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "input.toml").read_text("utf-8"))


def derivation(folder: Path) -> Any:
    """The derivation that the input asks for."""
    from symjac import derive

    asked = given(folder)
    return derive(asked["formula"], asked.get("wrt"), asked.get("where"), **asked.get("options", {}))


def written(folder: Path) -> dict[str, str]:
    """File name → what belongs into it."""
    found = derivation(folder)
    return {name: found.render(format).rstrip("\n") + "\n" for name, format in FORMATS.items()}


def main() -> None:
    for folder in examples():
        for name, text in written(folder).items():
            (folder / name).write_text(text, "utf-8")
        print(f"{folder.name:<4} {given(folder)['title']}")


if __name__ == "__main__":
    main()
