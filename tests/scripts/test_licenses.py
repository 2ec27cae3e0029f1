"""Whatever the site contains of others is named with its license, whose text is there too."""

import json
import re
from pathlib import Path

import pytest

from scripts.licenses import ENGINE, FILE, FOLDER, IDENTIFIER, PARTS, licenses
from scripts.site import ROOT, languages
from tests.scripts.test_theme import MATERIAL

TEXTS = ROOT / "scripts" / "licenses"


def text(name: str) -> str:
    """Return a file of the folder."""
    return (TEXTS / f"{name}.txt").read_text("utf-8")


def test_every_license_that_a_part_names_has_its_text_once() -> None:
    """No identifier lacks a text, no text lacks a part, and none is repeated."""
    named = {name for part in PARTS for name in IDENTIFIER.findall(text(part))}
    assert {path.stem for path in TEXTS.iterdir()} == named | set(PARTS)
    whole = licenses()
    assert all(whole.count(f"\n{name}\n===") == 1 for name in named)
    assert all(text(name) in whole for name in named)
    assert not re.search(r"[{}]", whole)


def test_the_engine_comes_without_what_the_theme_needs() -> None:
    """The licenses beside Pyodide's files are those of Pyodide's files."""
    found = licenses(parts=[ENGINE])
    assert text("MPL-2.0") in found
    assert text("PSF-2.0") in found
    assert text("Apache-2.0") not in found


def test_every_program_inside_the_theme_is_named() -> None:
    """The theme's source maps tell what it was made of; stemmers are not published."""
    assets = MATERIAL / "assets"
    maps = [path for path in assets.rglob("*.map") if path.parent.name not in {"lunr", "min"}]
    sources = [source for path in maps for source in json.loads(path.read_text())["sources"]]
    found = {
        match[1]
        for source in sources
        if (match := re.match(r".*node_modules/((?:@[^/]+/)?[^/]+)", source))
    }
    assert "rxjs" in found
    assert found <= set(re.findall(r"^(\S+)$", text("theme"), re.MULTILINE))


def test_the_theme_s_own_license_is_as_installed() -> None:
    """The years and the words are those of the installed theme."""
    (folder,) = MATERIAL.parents[1].glob("mkdocs_material-*.dist-info")
    installed = (folder / "licenses" / "LICENSE").read_text("utf-8")
    assert text("MIT") in installed
    assert installed.splitlines()[0] in text("theme")


@pytest.mark.parametrize("prefix", languages(ROOT).values())
def test_the_page_links_to_the_file(site_folder: Path, prefix: str) -> None:
    """Each language's page leads to the file that holds them all."""
    page = (site_folder / prefix / "reference/about/index.html").read_text("utf-8")
    assert f'href="/project-path/{prefix}{FOLDER}/{FILE}"' in page
    assert (site_folder / prefix / FOLDER / FILE).read_text("utf-8") == licenses()
