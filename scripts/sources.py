"""What the reference shows of the data: every source, every figure, and files to download.

Every source has a row on reference/sources. A figure links to its own row on one of three pages,
since one page of all rows would be too heavy, and that row links to its sources.

Names and notes in a reader's words stand in docs/shared/figures.toml; the data itself is English.
"""

import csv
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from calc.answer import NAMELESS, OWN, figure_text, row_name, when
from calc.figures import Figure, Source, figures, sources
from calc.text import Words, words
from calc.view import Child, Element, Table, el, table
from scripts.glossary import DOCS, address

DATA = DOCS.parent / "calc" / "data"
KEY = "reference/sources"
FILES = ("rates.toml", "figures.toml", "guide.toml", "sources.toml")
CSV = "figures.csv"
NOTED = frozenset({"worked", "derived", "convention", "proposed"})  # their why is for readers
IDS = re.compile(r"\b[A-Z]\d+[a-z]?\b")
CONFLICTS = frozenset(f"X{number}" for number in range(1, 15))
DOWNLOADS = "reference"  # the folder of the files, in each language

ARTICLE_PAGE = "reference/article-figures"
NEWER_PAGE = "reference/newer-figures"
OWN_PAGE = "reference/own-figures"
PAGES = {
    "article-rates": ARTICLE_PAGE,
    "article-others": ARTICLE_PAGE,
    "newer": NEWER_PAGE,
    "team": NEWER_PAGE,
    "law": NEWER_PAGE,
    "norms": OWN_PAGE,
    "own": OWN_PAGE,
}
GROUPS: dict[str, Callable[[Figure], bool]] = {
    "article-rates": lambda row: row.id[0] == "F" and bool(row.service),
    "article-others": lambda row: row.id[0] == "F" and not row.service,
    "newer": lambda row: row.id[0] in "RKBM" and row.source != OWN,
    "team": lambda row: row.id[0] == "H",
    "norms": lambda row: row.id[0] == "N" and row.source != OWN,
    "law": lambda row: row.id[0] == "L",
    "own": lambda row: row.id[0] in "DEW" or row.source == OWN,
}


def figure_address(root: str, id_: str) -> str:
    """Return the address of a figure's row, or of a conflict inside the article.

    >>> figure_address("/en/", "F12"), figure_address("/en/", "X9")
    ('/en/reference/article-figures/#f12', '/en/reference/article-figures/#x9')
    """
    page = ARTICLE_PAGE if id_ in CONFLICTS else PAGES[group_of(figures()[id_])]
    return f"{address(root, page)}#{id_.lower()}"


def group_of(row: Figure) -> str:
    """Return the name of the one table that holds a figure.

    >>> group_of(figures()["F12"]), group_of(figures()["W30"])
    ('article-rates', 'own')
    """
    (name,) = (name for name, holds in GROUPS.items() if holds(row))
    return name


def name_of(row: Figure, said: Words) -> str:
    """Say what a figure is."""
    if row.regions or row.group:
        return row_name(row, said)
    return _words(said.language, "names").get(row.id) or _english(said, row.what) or ""


def note_of(row: Figure, said: Words) -> str | None:
    """Say how a figure was read or worked out, where a reader needs to know."""
    note = _words(said.language, "notes").get(row.id)
    return note or (_english(said, row.why) if row.status in NOTED else None)


def supports(found: Source, said: Words) -> str:
    """Say what a source supports."""
    return _words(said.language, "sources").get(found.id) or _english(said, found.supports) or ""


def _english(said: Words, text: str | None) -> str | None:
    """Return a text of the data where the language is the data's own."""
    return text if said.language == "en" else None


def _words(language: str, kind: str) -> dict[str, str]:
    found: dict[str, str] = _all_words().get(language, {}).get(kind, {})
    return found


@cache
def _all_words() -> dict[str, Any]:
    return tomllib.loads((DOCS / "shared" / "figures.toml").read_text("utf-8"))


# ------------------------------------------------------------------ tables


def figures_table(name: str) -> Callable[[Words, str], Element]:
    """Return the maker of the table of one group of figures."""

    def make(said: Words, root: str) -> Element:
        keys = ("figure", "value", "as_of", "review", "source")
        rows = [row for row in figures().values() if group_of(row) == name]
        made = table(
            Table(
                said(f"figures.{name.replace('-', '_')}"),
                tuple(said(f"sources.{key}") for key in keys),
                [_figure_cells(row, said, root) for row in rows],
            )
        )
        body = made[2][2]
        for row, line in zip(rows, body[2], strict=True):
            line[1]["id"] = row.id.lower()
        made[1]["data-search-exclude"] = ""  # a quarter of the index, for rows that pages link to
        return made

    return make


def _figure_cells(row: Figure, said: Words, root: str) -> tuple[Child, ...]:
    note = note_of(row, said)
    name = [*_linked(name_of(row, said), root)]
    text = said("sources.no_number") if row.low is None else figure_text(row, said)
    value: list[Child] = [text]
    if row.corrected:
        value += [" ", el("small", said("sources.as_printed", text=str(row.as_printed)))]
    if said.has(f"statuses.{row.status}"):
        value += [" ", el("small", said(f"statuses.{row.status}"))]
    if note:
        value += [" ", el("small", *_linked(note, root))]
    return (
        _cell([f"{row.id} {name[0]}", *name[1:]]),
        _cell(value),
        when(row, said),
        said.date(row.review_by) if row.review_by else said("sources.history"),
        _cell(_graded(row, said, root)),
    )


def _cell(parts: list[Child]) -> Child:
    """Hold a cell's parts together: on a phone a cell's parts would stand apart."""
    return parts[0] if len(parts) == 1 else el("span", *parts)


def _graded(row: Figure, said: Words, root: str) -> list[Child]:
    parts: list[Child] = []
    for found in row.sources:
        grade = said(f"grades.{found.grade}")
        named = found.id not in NAMELESS
        text = found.publisher if named else grade
        link = el("a", text, href=f"{address(root, KEY)}#{anchor(found)}")
        parts += [link, f", {grade}" if named else "", "; "]
    return parts[:-1]


def _linked(text: str, root: str) -> Iterator[Child]:
    """Yield a text with each id in it as a link to its row."""
    end = 0
    for found in IDS.finditer(text):
        id_ = found[0]
        if id_ in figures() or id_ in CONFLICTS:
            yield text[end : found.start()]
            yield el("a", id_, href=figure_address(root, id_))
            end = found.end()
    yield text[end:]


def anchor(found: Source) -> str:
    """Return the id of a source's row."""
    return f"source-{found.id}"


def sources_table(said: Words, _: str) -> Element:
    """List every source once, as ``sources.toml`` has it."""
    keys = ("title", "publisher", "published", "accessed", "license", "grade")
    made = table(
        Table(
            said("sources.all"),
            tuple(said(f"sources.{key}") for key in keys),
            [_source_cells(found, said) for found in sources().values()],
        )
    )
    for found, line in zip(sources().values(), made[2][2][2], strict=True):
        line[1]["id"] = anchor(found)
    made[1]["data-search-exclude"] = ""  # as for figures: pages link to the rows
    return made


def _source_cells(found: Source, said: Words) -> tuple[Child, ...]:
    title: Child = el("span", found.title, lang=found.language)
    if found.address:
        title = el("a", found.title, href=found.address, lang=found.language)
    return (
        title,
        said("sources.this_guide") if found.id == OWN else _stated(found.publisher, said),
        _stated(found.published, said),
        _stated(found.accessed, said),
        _stated(found.license, said),
        el("span", said(f"grades.{found.grade}"), el("small", supports(found, said))),
    )


def _stated(text: str, said: Words) -> str:
    if text == "not stated":
        return said("sources.not_stated")
    return said.date(text) if re.fullmatch(r"\d{4}(-\d\d){0,2}", text) else text


# ------------------------------------------------------------------ downloads


def downloads(said: Words, root: str) -> Element:
    """List the files that hold the data."""
    names = {"csv": CSV, **{name.partition(".")[0]: name for name in FILES}}
    links = [
        el("li", el("a", name, href=f"{root}{DOWNLOADS}/{name}"), f": {said(f'downloads.{key}')}")
        for key, name in names.items()
    ]
    return el("ul", *links)


def write_downloads(folder: Path, language: str) -> None:
    """Write the files that hold the data into a language's folder of the site."""
    place = folder / DOWNLOADS
    place.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(DATA / name, place / name)
    with (place / CSV).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(csv_rows(words(language)))


def csv_rows(said: Words) -> Iterator[list[object]]:
    """Yield the head and a line for every figure, as the page says it and as the data has it."""
    data = ("low", "high", "unit", "period", "as_of", "review_by", "status", "as_printed")
    yield ["id", "name", "text", *data, "grade", "source", "publisher", "url", "note"]
    for row in figures().values():
        found = row.sources[0]
        yield [
            row.id,
            name_of(row, said),
            figure_text(row, said),
            *(getattr(row, key) for key in data),
            said(f"grades.{found.grade}"),
            found.title,
            found.publisher,
            found.url,
            note_of(row, said),
        ]
