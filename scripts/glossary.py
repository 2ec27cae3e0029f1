"""The glossary: its list on reference/glossary, and links there from a page's first uses.

Links are few on purpose: only terms marked ``link``, once a page, in running text, and not in what
markers wrote.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from calc.text import Words
from calc.view import Element, el

DOCS = Path(__file__).resolve().parents[1] / "docs"
KEY = "reference/glossary"
MOST = 14  # links a page: about a dozen, so that a page of many terms stays readable
# Headings, code, and links and what markers wrote, which the markers' own elements hold.
CLOSED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "a", "code", "pre", "span", "th", "time"})
FOREIGN = "em"  # where a term in the other language stands: alone, in italics


class Term(NamedTuple):
    """Hold one entry of docs/shared/glossary.toml; what a language says is under its name."""

    id: str
    name: dict[str, str]
    also: dict[str, list[str]]
    meaning: dict[str, str]
    page: str
    short: str | None
    formula: dict[str, str] | None
    link: bool

    def forms(self, language: str) -> Iterator[str]:
        """Yield the words that count as the term in a language, the abbreviation apart."""
        yield self.name[language]
        yield from self.also[language]


@cache
def terms() -> tuple[Term, ...]:
    """Return every entry, in the order of the file."""
    rows = tomllib.loads((DOCS / "shared" / "glossary.toml").read_text("utf-8"))["term"]
    return tuple(_term(row) for row in rows)


def _term(row: dict[str, Any]) -> Term:
    languages = tuple(row["meaning"])
    return Term(
        row["id"],
        {language: row[language] for language in languages},
        {language: row.get(f"also_{language}", []) for language in languages},
        row["meaning"],
        row["page"],
        row.get("short"),
        row.get("formula"),
        row.get("link", False),
    )


def page_title(language: str, key: str) -> str:
    """Return the title in a page's front matter; raise FileNotFoundError where there is no page.

    >>> page_title("en", "costs/location")
    'Cost by location'
    """
    head = (DOCS / language / f"{key}.md").read_text("utf-8").split("---\n", 2)[1]
    found = re.search(r'^title: "(.*)"$', head, re.MULTILINE)
    if not found:
        message = f'docs/{language}/{key}.md: the front matter needs a line such as title: "..."'
        raise ValueError(message)
    return found[1]


def address(root: str, key: str) -> str:
    """Return a page's address below the language's home.

    >>> address("/en/", "costs/index"), address("/en/", "index"), address("/", "start")
    ('/en/costs/', '/en/', '/start/')
    """
    folder = key.removesuffix("index").rstrip("/")
    return f"{root}{folder}/" if folder else root


# ------------------------------------------------------------------ the list


def glossary_list(said: Words, root: str) -> Element:
    """List every term by its name in the language, with the other languages' names beside it."""
    entries = sorted(terms(), key=lambda term: term.name[said.language].casefold())
    return el("dl", *(_entry(term, said, root) for term in entries), class_="glossary")


def _entry(term: Term, said: Words, root: str) -> Element:
    language = said.language
    short = f" ({term.short})" if term.short else ""
    others = [
        el("span", name, lang=other)
        for other, name in term.name.items()
        if other != language and name != term.name[language]
    ]
    beside = [part for other in others for part in (" · ", other)]
    also = ", ".join(term.also[language])
    formula = (term.formula or {}).get(language)
    return el(
        "div",
        el("dt", el("strong", term.name[language] + short), *beside),
        el("dd", term.meaning[language]),
        *([el("dd", said("glossary.also"), " ", also)] if also else []),
        *([el("dd", said("glossary.formula"), " ", el("code", formula))] if formula else []),
        el(
            "dd",
            said("glossary.page"),
            " ",
            el("a", page_title(language, term.page), href=address(root, term.page)),
        ),
        id=term.id,
    )


# ------------------------------------------------------------------ the links


class Finder:
    """Find terms in the text of one language's pages."""

    def __init__(self, language: str) -> None:
        """Make one pattern of every form, the longest first, so that it wins."""
        self.language = language
        self._terms: dict[str, Term] = {}
        self._foreign: dict[str, tuple[Term, str]] = {}
        shorts: dict[str, Term] = {}
        for term in filter(lambda term: term.link, terms()):
            for other in term.name:
                for form in term.forms(other):
                    if other == language:
                        self._terms[form.casefold()] = term
                    else:
                        self._foreign.setdefault(form.casefold(), (term, other))
            if term.short:
                shorts[term.short] = term
        self._shorts = shorts
        # An abbreviation counts only in capitals: "asa" is a word of Malay.
        self._pattern = re.compile(
            rf"(?<![\w-])(?:(?i:{_any(self._terms)})|{_any(shorts)})(?![\w-])"
        )

    def find(self, text: str, start: int) -> tuple[int, int, Term] | None:
        """Return where the next term in a text lies, or ``None``."""
        found = self._pattern.search(text, start)
        if not found:
            return None
        words = re.sub(r"\s+", " ", found[0])
        term = self._shorts.get(words) or self._terms[words.casefold()]
        return found.start(), found.end(), term

    def foreign(self, text: str) -> tuple[Term, str] | None:
        """Return the term of another language that a text is, and that language, or ``None``."""
        return self._foreign.get(text.casefold())

    def language_of(self, term: Term, words: str) -> str | None:
        """Return the language of a term's words where it is not the page's: an abbreviation's."""
        return "en" if words == term.short and self.language != "en" else None


def _any(forms: dict[str, Term]) -> str:
    longest = sorted(forms, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, form.split())) for form in longest)


class Linker:
    """Link the first use of each term on one page."""

    def __init__(self, finder: Finder, root: str) -> None:
        """Take the language's finder and where its pages begin."""
        self.finder = finder
        self.page = address(root, KEY)
        self.linked: set[str] = set()

    def link(self, parent: ET.Element) -> None:
        """Link the terms in an element's texts and, in reading order, in what it holds."""
        if parent.tag in CLOSED or parent.get("class") == "admonition-title":
            return
        if parent.tag == FOREIGN and self._link_foreign(parent):
            return
        before: ET.Element | None = None
        for child in [None, *parent]:
            if child is not None:
                self.link(child)
                before = child
            self._link_text(parent, before)

    def _link_foreign(self, parent: ET.Element) -> bool:
        """Link a term in another language that is all of an element; say whether it is one."""
        found = self.finder.foreign(parent.text or "")
        if not found or len(parent):
            return False
        term, language = found
        if self._free(term):
            link = self._made(term, parent.text or "", language)
            parent.text = None
            parent.append(link)
        return True

    def _link_text(self, parent: ET.Element, before: ET.Element | None) -> None:
        """Link terms in the text that follows a child, or that begins the parent."""
        place = 0 if before is None else list(parent).index(before) + 1
        start = 0
        while True:
            text = (parent.text if before is None else before.tail) or ""
            found = self.finder.find(text, start)
            if not found:
                return
            begin, end, term = found
            start = end
            if not self._free(term):
                continue
            words = text[begin:end]
            link = self._made(term, words, self.finder.language_of(term, words))
            link.tail = text[end:]
            if before is None:
                parent.text = text[:begin]
            else:
                before.tail = text[:begin]
            parent.insert(place, link)
            before, place, start = link, place + 1, 0

    def _free(self, term: Term) -> bool:
        """Tell whether a term may still be linked, and note it."""
        if term.id in self.linked or len(self.linked) == MOST:
            return False
        self.linked.add(term.id)
        return True

    def _made(self, term: Term, words: str, language: str | None) -> ET.Element:
        meaning = term.meaning[self.finder.language]
        link = ET.Element("a", {"class": "term", "href": f"{self.page}#{term.id}"})
        link.set("title", meaning)
        if language:
            link.set("lang", language)
        link.text = words
        return link
