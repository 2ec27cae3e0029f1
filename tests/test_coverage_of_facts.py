"""Every figure and claim of the source article is carried, in both languages, where it belongs.

coverage_of_facts.toml says which page that is. A figure is carried by its marker or by a table from
the data that holds it, a claim by the marker at the end of its paragraph.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml

from calc.text import words
from calc.view import to_html
from scripts.tables import TABLES

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGES = ("ms", "en")
HOMES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("coverage_of_facts.toml").read_text("utf-8")
)
KEYS = sorted(
    path.relative_to(DOCS / "en").with_suffix("").as_posix() for path in (DOCS / "en").rglob("*.md")
)
FIGURES = {f"F{number:02}" for number in range(1, 31)}
CLAIMS = {f"C{number:02}" for number in range(1, 70)}
CONFLICTS = {f"x{number}" for number in range(1, 15)}


@cache
def _in_table(name: str) -> frozenset[str]:
    """Return the figures of the article that a table from the data shows."""
    html = to_html(TABLES[name](words("en"), "/"))
    shown = re.findall(r'data-figure="(F\d\d)"|<tr [^>]*id="(f\d\d)"', html)
    return frozenset((marked or row).upper() for marked, row in shown)


def _marked(language: str, key: str) -> set[str]:
    """Return the figures and claims that a page marks, in its passages and tables too."""
    text = (DOCS / language / f"{key}.md").read_text("utf-8").split("---\n", 2)[2]
    for name in re.findall(r"^\{!(.+)!\}$", text, re.MULTILINE):
        text += (DOCS / "shared" / language / name).read_text("utf-8")
    found = set(re.findall(r"\{\{ ([FC]\d\d)(?:\.\w+)? \}\}", text))
    tables = re.findall(r"^\{\{ table ([\w-]+) \}\}$", text, re.MULTILINE)
    return found.union(*map(_in_table, tables))


def test_every_figure_and_claim_has_one_home() -> None:
    """The list is complete and names pages that exist."""
    ids = [id_ for home in HOMES.values() for id_ in home]
    assert sorted(ids) == sorted(FIGURES | CLAIMS)
    assert set(HOMES) <= set(KEYS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", HOMES)
def test_a_page_carries_what_is_at_home_on_it(key: str, language: str) -> None:
    """Each of its figures and claims is marked there."""
    assert set(HOMES[key]) - _marked(language, key) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_a_page_lists_what_it_carries(key: str, language: str) -> None:
    """The facts of its front matter are those it marks, sorted, none else."""
    head = yaml.safe_load((DOCS / language / f"{key}.md").read_text("utf-8").split("---\n", 2)[1])
    listed = head["facts"]
    assert listed == sorted(listed, key=lambda id_: (id_[0] == "C", id_))
    assert set(listed) == _marked(language, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_conflict_of_the_article_is_shown(language: str) -> None:
    """X1 to X14 stand on the page of the article, each with an anchor."""
    text = (DOCS / language / "reference/article-figures.md").read_text("utf-8")
    assert set(re.findall(r"^ +\{: #(x\d+) \}$", text, re.MULTILINE)) == CONFLICTS
