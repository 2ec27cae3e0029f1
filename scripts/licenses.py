"""The licenses of what the site contains of others: who made each part, then each text once.

A part of ``scripts/licenses/engine.txt`` or ``theme.txt`` names its license in a line of its own,
by its SPDX identifier; the text of a license is the file of that name.
"""

import json
import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from calc.text import Words
from calc.view import Element, el

ROOT = Path(__file__).resolve().parents[1]
FILE = "licenses.txt"
FOLDER = "reference"  # where the pages link to the file, in each language
ENGINE = "engine"  # what runs in the reader's browser
PARTS = (ENGINE, "theme")
IDENTIFIER = re.compile(r"^  ([\w.-]+)$", re.MULTILINE)


def licenses(root: Path = ROOT, parts: Iterable[str] = PARTS) -> str:
    """Return the parts with their versions and licenses, then the text of every license named."""
    texts = root / "scripts" / "licenses"
    listed = "\n\n".join((texts / f"{part}.txt").read_text("utf-8") for part in parts)
    named = dict.fromkeys(IDENTIFIER.findall(listed))
    rule = "=" * 80
    whole = [listed.format(**versions(root))]
    whole += [f"{rule}\n{name}\n{rule}\n\n{(texts / f'{name}.txt').read_text()}" for name in named]
    return "\n\n".join(whole)


def versions(root: Path = ROOT) -> dict[str, str]:
    """Return the versions that the parts name."""
    package = json.loads((root / "package.json").read_text())
    lock = json.loads((root / "node_modules" / "pyodide" / "pyodide-lock.json").read_text())
    python: str = lock["info"]["python"]
    return {
        "pyodide": package["dependencies"]["pyodide"],
        "python": python,
        "minor": python.rpartition(".")[0],
        "material": version("mkdocs-material"),
    }


def license_file(said: Words, root: str) -> Element:
    """Link to the file, in a list like that of the data."""
    link = el("a", FILE, href=f"{root}{FOLDER}/{FILE}")
    return el("ul", el("li", link, f": {said('downloads.licenses')}"))


def write(folder: Path, root: Path = ROOT) -> None:
    """Write the licenses of the whole site into a language's folder of it."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    (place / FILE).write_text(licenses(root), encoding="utf-8", newline="\n")
