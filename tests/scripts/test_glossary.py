"""The glossary says every term in both languages, and pages link to it sparingly."""

import re
import tomllib
from pathlib import Path

import markdown
import pytest

from scripts import glossary
from scripts.glossary import DOCS, MOST, Finder, Term, page_title, terms

LANGUAGES = ("ms", "en")
ADDRESS = {
    "ms": "https://example.org/repository/",
    "en": "https://example.org/repository/en/",
}
HOME = {"ms": "/repository/", "en": "/repository/en/"}
ROOT = Path(__file__).parents[2]
BANNED = tomllib.loads((ROOT / "tests/calc/banned.toml").read_text("utf-8"))["ms"]


def _html(text: str, language: str = "en") -> str:
    return markdown.markdown(
        text,
        extensions=[
            "admonition",
            "attr_list",
            "md_in_html",
            "tables",
            "toc",
            "pymdownx.superfences",
            "markdown_include.include",
            "scripts.calculators",
        ],
        extension_configs={
            "markdown_include.include": {
                "base_path": str(DOCS / "shared" / language),
                "throwException": True,
            },
            "scripts.calculators": {"language": language, "address": ADDRESS[language]},
        },
    )


def _linked(text: str, language: str = "en") -> list[tuple[str, str]]:
    """Return the id and the words of every link to the glossary."""
    html = _html(text, language)
    return re.findall(r'<a class="term"[^>]*href="[^"#]*#([\w-]+)"[^>]*>([^<]+)</a>', html)


# ------------------------------------------------------------------ the entries


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.id)
def test_a_term_is_said_in_every_language(term: Term) -> None:
    """Name, meaning and formula are there; the meaning is one sentence; the page exists."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", term.id)
    for language in LANGUAGES:
        assert term.name[language]
        meaning = term.meaning[language]
        assert re.fullmatch(r"[A-Z][^.!?]*\.", meaning), "one sentence"
        assert len(meaning.split()) <= 25
        assert page_title(language, term.page)
    assert term.formula is None or set(term.formula) == set(LANGUAGES)
    assert term.short is None or term.short.isupper()


def test_ids_and_words_belong_to_one_term() -> None:
    """No two entries share an id, and no words stand for two terms in a language."""
    assert len({term.id for term in terms()}) == len(terms())
    for language in LANGUAGES:
        forms = [form.casefold() for term in terms() for form in term.forms(language)]
        assert sorted(forms) == sorted(set(forms))
    shorts = [term.short for term in terms() if term.short]
    assert len(shorts) == len(set(shorts))


def test_malay_entries_are_malaysian() -> None:
    """No banned word stands in a Malay name, meaning or formula."""
    banned = re.compile(rf"\b({'|'.join(map(re.escape, BANNED))})\b", re.IGNORECASE)
    for term in terms():
        said = (*term.forms("ms"), term.meaning["ms"], (term.formula or {}).get("ms", ""))
        assert not banned.search(" ".join(said)), term.id


# ------------------------------------------------------------------ the list


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_holds_every_term_with_both_names(language: str) -> None:
    """Anchors are the ids; the other language's name is marked; each entry names a page."""
    html = _html("{{ table glossary }}\n\nAHT", language)
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    for term in terms():
        (entry,) = re.findall(rf'<div id="{term.id}">(.*?)</div>', html, re.DOTALL)
        assert term.name[language] in entry
        if term.name[other] != term.name[language]:
            assert f'<span lang="{other}">{term.name[other]}</span>' in entry
        assert f'<a href="{HOME[language]}' in entry
    names = re.findall(r"<strong>([^<]+)</strong>", html)
    assert len(names) == len(terms())
    assert names == sorted(names, key=str.casefold)
    assert 'class="term"' not in html, "the glossary does not link to itself"


def test_a_page_without_a_title_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the entry wanted to link to is said."""
    monkeypatch.setattr(glossary, "DOCS", tmp_path)
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "start.md").write_text("---\nname: x\n---\n")
    with pytest.raises(ValueError, match=r"docs/en/start\.md"):
        page_title("en", "start")
    with pytest.raises(FileNotFoundError):
        page_title("en", "methods")


# ------------------------------------------------------------------ the links


def test_the_first_use_links_to_the_entry_with_its_meaning() -> None:
    """Later uses stay plain; the address is the language's own."""
    html = _html("Plan for shrinkage.\nShrinkage is not a loss.")
    (term,) = (term for term in terms() if term.id == "shrinkage")
    assert html.count("<a ") == 1
    assert 'href="/repository/en/reference/glossary/#shrinkage"' in html
    assert f'title="{term.meaning["en"]}"' in html
    assert ">shrinkage</a>.\nShrinkage is" in html


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("the service level agreement", "en", [("sla", "service level agreement")]),
        ("the *service* level", "en", []),
        (
            "a service\nlevel of **shrinkage**",
            "en",
            [("service-level", "service\nlevel"), ("shrinkage", "shrinkage")],
        ),
        ("AHT, then aht", "en", [("aht", "AHT")]),
        ("putus asa; ASA", "ms", [("asa", "ASA")]),
        ("average handle time (AHT)", "en", [("aht", "average handle time")]),
        ("shrinkages, non-shrinkage", "en", []),
        ("# Shrinkage?\n\n## AHT", "en", []),
        ("`AHT` and\n\n```\nAHT\n```", "en", []),
        ("[AHT](a.md) and FCR", "en", [("fcr", "FCR")]),
        ("| AHT |\n|---|\n| FCR |", "en", [("fcr", "FCR")]),
        ('!!! note "AHT"\n\n    FCR', "en", [("fcr", "FCR")]),
        ("{{ F01 }} and {{ source fonolo }}, FCR", "en", [("fcr", "FCR")]),
        ("- AHT\n- **FCR** and *ASA* now", "en", [("aht", "AHT"), ("fcr", "FCR"), ("asa", "ASA")]),
        ('luar pesisir (*offshore*{: lang="en" })', "ms", [("offshore", "luar pesisir")]),
        ('jauh (*offshore*{: lang="en" })', "ms", [("offshore", "offshore")]),
        ("*Offshore call centers*, offshore", "ms", []),
        ("*offshore **now***", "ms", []),
        ("{{ table rates-today }}", "en", []),
        ("{{ calculator regional_rates }}", "en", []),
    ],
)
def test_a_term_is_linked_in_running_text_only(
    text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    """Whole words, the longest first; not in headings, code, links, head cells or markers."""
    assert _linked(text, language) == expected


def test_words_of_another_language_say_so() -> None:
    """English in a Malay text is marked, an abbreviation of English too; in English nothing is."""
    html = _html("Wilayah *nearshore* dan AHT.", "ms")
    assert len(re.findall(r'<a class="term"[^>]*lang="en"', html)) == 2
    assert "lang=" not in _html("A nearshore AHT.")


def test_a_page_of_many_terms_stays_readable() -> None:
    """No page has more than about a dozen links to the glossary."""
    names = [term.name["en"] for term in terms() if term.link]
    assert len(names) > MOST
    assert len(_linked(". ".join(names))) == MOST


def test_every_use_of_a_term_is_found_by_its_own_words() -> None:
    """Each form leads to its own term in its own language."""
    for language in LANGUAGES:
        finder = Finder(language)
        for term in filter(lambda term: term.link, terms()):
            for form in term.forms(language):
                found = finder.find(form, 0)
                assert found
                assert found[2] == term


def test_every_term_that_pages_explain_is_linked_from_one() -> None:
    """A term marked for links that no page uses is marked for nothing."""
    found: set[str] = set()
    for language in LANGUAGES:
        for path in (DOCS / language).rglob("*.md"):
            body = path.read_text("utf-8").split("---\n", 2)[2]
            ids = [id_ for id_, _ in _linked(body, language)]
            assert len(ids) == len(set(ids)) <= MOST
            found |= set(ids)
    assert found == {term.id for term in terms() if term.link}
