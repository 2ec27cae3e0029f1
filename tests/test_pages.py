"""The pages of both languages match, keep to their metadata, and type no figure."""

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown import Markdown

from calc.calculators import load, names
from scripts.calculators import CalculatorExtension
from scripts.tables import TABLES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
KEYS = sorted(path.relative_to(DOCS / "ms").as_posix() for path in (DOCS / "ms").rglob("*.md"))
PAGES = [f"{language}/{key}" for language in ("ms", "en") for key in KEYS]
PASSAGES = sorted(path.relative_to(DOCS).as_posix() for path in (DOCS / "shared").rglob("*.md"))
LINK = re.compile(r"\[[^\]]+\]\([^)]+\)")
MARKER = re.compile(r"\{\{ [^}]+ \}\}")
FENCE = re.compile(r"^```\w+$.*?^```$", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"(?:\$|USD |RM )?\d+(?:[.,–]\d+)*%?")
IN_WORDS = tomllib.loads((ROOT / "tests/numbers_in_words.toml").read_text("utf-8"))
BANNED = tomllib.loads((ROOT / "tests/calc/banned.toml").read_text("utf-8"))["ms"]


def _parts(path: str) -> tuple[dict[str, Any], str]:
    """Return a page's front matter and its text."""
    _, head, body = (DOCS / path).read_text("utf-8", "strict").split("---\n", 2)
    return yaml.safe_load(head), body


def _with_passages(path: str, body: str) -> str:
    """Put the passages that a page includes in their places."""
    folder = DOCS / "shared" / path[:2]
    return re.sub(r"\{!(.+)!\}", lambda name: (folder / name[1]).read_text("utf-8"), body)


def _shown(path: str) -> list[str]:
    """Return what a page's figures show, as its language writes them."""
    found = re.findall(r"\{\{ [A-Z]\d[^}]*\}\}", _with_passages(path, _parts(path)[1]))
    extension = CalculatorExtension(language=path[:2])
    html = Markdown(extensions=[extension]).convert("\n\n".join(found))
    return [re.sub("<[^>]+>", "", line).replace("\xa0", " ") for line in html.splitlines()]


def _is_shown(number: str, after: str, shown: list[str]) -> bool:
    """Say whether a figure is just this number, or holds it with its currency, % or unit."""
    if number.isdecimal():
        return number in shown or any(after and f"{number} {after}" in text for text in shown)
    return any(number in NUMBER.findall(text) for text in shown)


def _stays(language: str) -> list[str]:
    """Return the phrases of a language that look like a figure in words and are none."""
    return [each for row in IN_WORDS["stays"] for each in row.get(language, "").split("|") if each]


def _prose(body: str) -> str:
    """Drop what is not read as prose: markers, includes, formulas, list numbers, ids, links."""
    body = re.sub(r"^```(?:text|pycon|console)$.*?^```$", "", body, flags=re.MULTILINE | re.DOTALL)
    body = MARKER.sub("", body)
    body = re.sub(r"^\{!.*!\}$|^\d+\. ", "", body, flags=re.MULTILINE)
    return re.sub(r"\{[:#][^}]*\}|\]\([^)]*\)", "", body)


def test_both_languages_have_the_same_pages_and_passages() -> None:
    """No page or passage is missing in a language."""
    for folder in ("", "shared/"):
        found = {
            language: sorted(
                path.relative_to(DOCS / folder / language).as_posix()
                for path in (DOCS / folder / language).rglob("*.md")
            )
            for language in ("ms", "en")
        }
        assert found["ms"] == found["en"]


@pytest.mark.parametrize("key", KEYS)
def test_a_page_has_the_same_shape_in_both_languages(key: str) -> None:
    """Headings, ids, markers and includes stand in the same order; the facts are the same."""
    (head_ms, ms), (head_en, en) = _parts(f"ms/{key}"), _parts(f"en/{key}")
    for pattern in (r"^(#+) .*(\{#[\w-]+\})$", MARKER.pattern, r"^\{!.*!\}$", r"\]\(([^)]*)\)"):
        found = [re.findall(pattern, body, re.MULTILINE) for body in (ms, en)]
        assert found[0] == found[1], pattern
    for name in ("updated", "review_by", "facts"):
        assert head_ms[name] == head_en[name]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_who_it_is_and_when_it_is_reviewed(path: str) -> None:
    """Title and description keep to their lengths; a page with prices is reviewed in six months."""
    head, body = _parts(path)
    assert len(head["title"]) <= 60
    assert 100 <= len(head["description"]) <= 165
    days = head["review_by"] - head["updated"]
    assert dt.timedelta() < days <= dt.timedelta(days=184)
    marked = set(re.findall(r"\{\{ ([FC]\d+)", body))
    assert marked <= set(head["facts"])
    assert re.match(r"\n?# [^\n]+\?", body), "a page opens with its reader's question"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_in_one_sentence_and_ends_with_the_next_step(path: str) -> None:
    """The question is followed by its answer, a way back aside; the last heading leads on."""
    _, body = _parts(path)
    parts = [part for part in body.strip().split("\n\n")[1:] if not LINK.fullmatch(part)]
    answer = _prose(parts[0]).strip()
    assert re.fullmatch(r"[^\n]+\.", answer)
    assert not re.search(r"[.?!] [A-Z]", answer)
    headings = re.findall(r"^## .*\{#([\w-]+)\}$", body, re.MULTILINE)
    assert headings[-1] == ("where-to-start" if path[3:] == "index.md" else "next-steps")


@pytest.mark.parametrize("name", ["title", "description"])
def test_titles_and_descriptions_are_unique_in_each_language(name: str) -> None:
    """No two pages look alike in a search result."""
    for language in ("ms", "en"):
        said = [_parts(f"{language}/{key}")[0][name] for key in KEYS]
        assert len(said) == len(set(said))


@pytest.mark.parametrize("path", [*PAGES, *PASSAGES])
def test_no_figure_is_typed_into_prose(path: str) -> None:
    """Every number comes from the data through a marker."""
    body = (DOCS / path).read_text("utf-8") if path in PASSAGES else _parts(path)[1]
    assert re.findall(r".*\d.*", _prose(body)) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_number_in_a_title_a_heading_or_a_description_is_a_figure_of_the_page(path: str) -> None:
    """No marker works there, so what is typed equals what a marker shows in the text.

    The number of a step, before its title, is that of its file: no figure.
    """
    head, body = _parts(path)
    step = re.search(r"/(\d+)-[\w-]+\.md$", path)
    title = head["title"].removeprefix(f"{step[1]}. ") if step else head["title"]
    headings = re.findall(r"^#+ (.+?)(?: \{#[\w-]+\})?$", FENCE.sub("", body), re.MULTILINE)
    typed = re.findall(
        rf"({NUMBER.pattern})\s*(\w*)", "\n".join([title, head["description"], *headings])
    )
    shown = _shown(path)
    assert [number for number, after in typed if not _is_shown(number, after, shown)] == []


@pytest.mark.parametrize("path", [*PAGES, *PASSAGES])
def test_no_figure_hides_in_words(path: str) -> None:
    """A fraction, a multiple or a count from ten up comes from the data too, and not as a word."""
    language = "en" if "en/" in path else "ms"
    text = FENCE.sub("", MARKER.sub("", (DOCS / path).read_text("utf-8")))
    text = re.sub("|".join(_stays(language)), "", re.sub(r"\s+", " ", text))
    hidden = re.compile(rf"\b(?:{'|'.join(IN_WORDS[language]['found'])})\b", re.IGNORECASE)
    assert hidden.findall(text) == []


@pytest.mark.parametrize("language", ["ms", "en"])
def test_no_word_is_let_through_that_no_page_holds(language: str) -> None:
    """An exception of the list that is used nowhere is taken off it."""
    paths = [path for path in [*PAGES, *PASSAGES] if f"{language}/" in path]
    text = " ".join((DOCS / path).read_text("utf-8") for path in paths)
    assert [phrase for phrase in _stays(language) if not re.search(phrase, text)] == []


@pytest.mark.parametrize("path", [page for page in [*PAGES, *PASSAGES] if "en/" not in page])
def test_malay_pages_hold_no_banned_word(path: str) -> None:
    """Wrong terms, Indonesian and remnants of translation are absent."""
    banned = re.compile(rf"\b({'|'.join(map(re.escape, BANNED))})\b", re.IGNORECASE)
    text = re.sub(r"\*[^*]+\*\{[^}]*lang=\"?en[^}]*\}", "", (DOCS / path).read_text("utf-8"))
    assert banned.findall(text) == []


@pytest.mark.parametrize("path", [*PAGES, *PASSAGES])
def test_an_include_stands_alone_and_text_is_plain_utf_8(path: str) -> None:
    """No byte-order mark, no indented or inline include, no braces that would be taken for one."""
    text = (DOCS / path).read_bytes().decode("utf-8", "strict")
    assert not text.startswith("\ufeff")
    lines = [line for line in text.splitlines() if "{!" in line]
    assert all(re.fullmatch(r"\{![\w-]+\.md!\}", line) for line in lines)


@pytest.mark.parametrize("path", PASSAGES)
def test_a_passage_is_included_more_than_once(path: str) -> None:
    """What no page includes is deleted, and what one page includes stands on that page."""
    _, language, name = path.split("/")
    users = [key for key in KEYS if f"\n{{!{name}!}}\n" in _parts(f"{language}/{key}")[1]]
    assert len(users) > 1, users


def test_every_table_from_the_data_is_shown_by_a_page() -> None:
    """None is made that nobody sees."""
    for language in ("ms", "en"):
        text = "".join(_parts(f"{language}/{key}")[1] for key in KEYS)
        assert set(re.findall(r"^\{\{ table ([\w-]+) \}\}$", text, re.MULTILINE)) == set(TABLES)


def test_every_calculator_is_at_home_on_one_page_of_each_language() -> None:
    """A calculator's marker stands once a language, on its home."""
    for language in ("ms", "en"):
        found = {
            name: key.removesuffix(".md")
            for key in KEYS
            for name in re.findall(r"\{\{ calculator (\w+) \}\}", _parts(f"{language}/{key}")[1])
        }
        assert found == {name: load(name).HOME for name in names()}
