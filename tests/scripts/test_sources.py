"""The page of sources shows every figure and every source once, and the files hold the same."""

import csv
import re
import tomllib
from html import unescape
from pathlib import Path

import pytest

from calc.answer import figure_text
from calc.figures import Figure, figures, sources
from calc.text import words
from calc.view import to_html
from scripts.glossary import DOCS
from scripts.sources import (
    CSV,
    DATA,
    FILES,
    GROUPS,
    KEY,
    NOTED,
    PAGES,
    group_of,
    name_of,
    note_of,
    supports,
    write_downloads,
)
from scripts.tables import TABLES

LANGUAGES = ("ms", "en")
ROOT = Path(__file__).parents[2]
BANNED = tomllib.loads((ROOT / "tests/calc/banned.toml").read_text("utf-8"))["ms"]
WORDS = tomllib.loads((DOCS / "shared/figures.toml").read_text("utf-8"))
ALL = list(figures().values())


def _rows(name: str, language: str) -> dict[str, str]:
    """Return the rows of a table by their ids."""
    html = to_html(TABLES[name](words(language), "/repository/"))
    return dict(re.findall(r'<tr [^>]*\bid="([\w-]+)">(.*?)</tr>', html))


def _figures(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in GROUPS:
        rows = _rows(f"figures-{name}", language)
        assert rows
        assert not found.keys() & rows.keys()
        found |= rows
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_one_row_with_all_that_is_known(language: str) -> None:
    """Anchor, value, date, review, grade in words and a link to the source's own row."""
    said = words(language)
    rows = _figures(language)
    assert set(rows) == {row.id.lower() for row in ALL}
    for row in ALL:
        html = rows[row.id.lower()]
        text = unescape(re.sub("<[^>]+>", "", html))
        assert text.startswith(f"{row.id} ")
        if row.low is not None:
            assert figure_text(row, said) in text
        if row.review_by:
            assert said.date(row.review_by) in text
        else:
            assert said("sources.history") in text
        for found in row.sources:
            assert f'href="/repository/reference/sources/#source-{found.id}"' in html
            assert said(f"grades.{found.grade}") in text
        if row.corrected:
            assert str(row.as_printed) in text
            assert str(note_of(row, said)) in text


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_a_figure_is_named_and_noted_in_every_language(row: Figure) -> None:
    """No language lacks a name, and a note is there in all or in none."""
    said = [words(language) for language in LANGUAGES]
    assert all(name_of(row, language) for language in said)
    noted = {note_of(row, language) is None for language in said}
    assert len(noted) == 1
    needs_note = row.corrected or (row.status in NOTED and row.why)
    assert not needs_note or noted == {False}


def test_the_name_of_an_open_figure_leaves_its_limit_to_the_value() -> None:
    """The value begins with "from": the name does not say "at least" once more."""
    limit = re.compile(r"\b(more than|at least|lebih daripada|sekurang-kurangnya)$")
    for row in ALL:
        if row.high is None:
            assert not any(limit.search(name_of(row, words(each))) for each in LANGUAGES), row.id


def test_no_words_are_kept_for_what_is_not_there() -> None:
    """Names, notes and sources in the file are those of the data."""
    for kinds in WORDS.values():
        assert set(kinds.get("names", {})) <= set(figures())
        assert set(kinds.get("notes", {})) <= set(figures())
        assert set(kinds.get("sources", {})) <= set(sources())
    assert set(WORDS["ms"]["sources"]) == set(sources())
    assert all(supports(found, words("en")) == found.supports for found in sources().values())


def test_a_note_gives_the_numbers_of_its_figure_in_both_languages() -> None:
    """A formula has the same numbers whatever the language: none was lost in translation."""
    for row in ALL:
        notes = [note_of(row, words(language)) for language in LANGUAGES]
        if row.status in NOTED and None not in notes:
            numbers = [sorted(re.findall(r"\d+(?:[.,]\d+)*", str(note))) for note in notes]
            assert numbers[0] == numbers[1], row.id


def test_malay_names_and_notes_are_malaysian() -> None:
    """No banned word stands among the Malay words of the tables."""
    banned = re.compile(rf"\b({'|'.join(map(re.escape, BANNED))})\b", re.IGNORECASE)
    for kind in WORDS["ms"].values():
        for id_, text in kind.items():
            assert not banned.search(text), id_


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_has_one_row(language: str) -> None:
    """Title linked where there is an address, and what the source does not say is said."""
    rows = _rows("sources", language)
    said = words(language)
    assert set(rows) == {f"source-{id_}" for id_ in sources()}
    for found in sources().values():
        html = rows[f"source-{found.id}"]
        text = unescape(re.sub("<[^>]+>", "", html))
        assert found.title in text
        assert (f'href="{found.url}"' in unescape(html)) == bool(found.address)
        assert said(f"grades.{found.grade}") in text
        assert text.count(said("sources.not_stated")) == [
            found.publisher,
            found.published,
            found.accessed,
            found.license,
        ].count("not stated")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_id_in_a_text_leads_to_its_row(language: str) -> None:
    """The rows of figures, conflicts and sources are linked on the page that holds them."""
    targets = {
        match
        for name in TABLES
        for match in re.findall(
            r'href="/(reference/[\w-]+)/#([\w-]+)"', to_html(TABLES[name](words(language), "/"))
        )
    }
    assert {
        ("reference/own-figures", "n02"),
        ("reference/article-figures", "x1"),
        ("reference/sources", "source-bls_oews"),
    } <= targets
    assert targets <= {
        (page, anchor) for page in {*PAGES.values(), KEY} for anchor in _anchors(page, language)
    }
    html = "".join(to_html(TABLES[f"figures-{name}"](words(language), "/")) for name in GROUPS)
    assert "R15, " in html  # a family of rows, not a row: no link


def _anchors(page: str, language: str) -> set[str]:
    """Return the ids of a page's rows and conflicts."""
    text = (DOCS / language / f"{page}.md").read_text("utf-8")
    rows = [_rows(name, language) for name in _tables(text)]
    return {id_ for found in rows for id_ in found} | set(re.findall(r"\{: #([\w-]+) \}", text))


def _tables(text: str) -> list[str]:
    return re.findall(r"^\{\{ table ([\w-]+) \}\}$", text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_leave_nothing_out_and_hold_nothing_twice(language: str) -> None:
    """Each figure belongs to one table, and each table stands on its page once."""
    assert {group_of(row) for row in ALL} == set(GROUPS) == set(PAGES)
    for page in set(PAGES.values()):
        found = _tables((DOCS / language / f"{page}.md").read_text("utf-8"))
        assert sorted(found) == sorted(f"figures-{name}" for name in GROUPS if PAGES[name] == page)
    found = _tables((DOCS / language / f"{KEY}.md").read_text("utf-8"))
    assert found == ["sources", "downloads"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_hold_every_figure(language: str, tmp_path: Path) -> None:
    """CSV has a line a figure in the language; the data is copied as it is; the page lists both."""
    write_downloads(tmp_path, language)
    folder = tmp_path / "reference"
    with (folder / CSV).open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["id"] for line in lines] == list(figures())
    first = lines[0]
    assert first["name"] == name_of(figures()["F12"], words(language))
    assert (first["low"], first["high"], first["unit"]) == ("22", "35", "per_hour")
    for name in FILES:
        assert (folder / name).read_bytes() == (DATA / name).read_bytes()
    listed = to_html(TABLES["downloads"](words(language), "/repository/"))
    assert re.findall(r'href="/repository/reference/([\w.]+)"', listed) == [CSV, *FILES]
