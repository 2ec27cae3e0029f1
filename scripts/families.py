"""Let the search find a word by its family: *sumber* finds *penyumberan*, *menyumber*, *disumber*.

The theme's search knows no Malay, and looks for beginnings only, so a family is joined when the
site is built: each passage that holds one of its words gets all of them in a field of its own,
which is searched and never shown. docs/shared/families.toml has the last word.
"""

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from scripts.glossary import DOCS

KIN = "kin"
KIN_BOOST = 0.1  # a word of the family counts less than the word itself
NAME = "name"
NAME_BOOST = 500  # half of a heading, which the theme calls a title
LEAST = 3  # letters of a root
SHORTEST = 4  # letters of a root that was not reviewed
WORD = re.compile(r"[^\W\d_]+")
TAG = re.compile(r"<[^>]*>")

type Family = tuple[str, ...]

# Malay: the ends of a word; its beginnings, each with the sound that it swallows before a vowel.
PARTICLES = ("nya", "lah", "kah")
ENDS = (*PARTICLES, "kan", "an", "i")
PLAIN = "ber be bel di ter te per pe pel ke se me memper diper pember keber keter menge penge"
SWALLOWED = {"m": "p", "n": "t", "ny": "s", "ng": "k"}
BEGINNINGS = dict.fromkeys(PLAIN.split(), "") | {
    start + nasal: sound for start in ("me", "pe") for nasal, sound in SWALLOWED.items()
}
# English: the ends of a word, each with what may have stood in its place.
SUFFIXES = {
    end: before
    for ends, before in {
        ("s", "es", "ed", "er", "ers", "ing", "ings", "ly", "able"): ("", "e"),
        ("ment", "ments", "or", "ors", "al", "ance", "ances"): ("", "e"),
        ("ion", "ions", "ation", "ations"): ("", "e", "ate"),
        ("ies", "ied", "ier", "iers", "ication"): ("y", "ify"),
    }.items()
    for end in ends
}


def malay(word: str) -> Iterator[str]:
    """Yield what a Malay word may come from, one part taken off.

    >>> sorted(malay("menyumber"))
    ['nyumber', 'sumber', 'umber', 'yumber']
    """
    for end in ENDS:
        if word.endswith(end):
            yield word.removesuffix(end)
    for beginning, lost in BEGINNINGS.items():
        if word.startswith(beginning):
            rest = word.removeprefix(beginning)
            yield rest
            if lost and rest[:1] in {*"aeiou"}:
                yield lost + rest


def english(word: str) -> Iterator[str]:
    """Yield what an English word may come from, one part taken off.

    >>> sorted(english("staffing")), sorted(english("planned"))
    (['staf', 'staff', 'staffe'], ['plan', 'plann', 'planne'])
    """
    for end, before in SUFFIXES.items():
        if word.endswith(end):
            rest = word.removesuffix(end)
            yield from (rest + letters for letters in before)
            if rest[-1:] == rest[-2:-1]:
                yield rest[:-1]


class Reviewed(NamedTuple):
    """Hold what docs/shared/families.toml says of a language."""

    parts: Callable[[str], Iterator[str]]
    roots: frozenset[str]
    skip: frozenset[str]
    together: dict[str, list[str]]


def reviewed(language: str) -> Reviewed:
    """Return what was reviewed for a language."""
    table = tomllib.loads((DOCS / "shared" / "families.toml").read_text("utf-8"))[language]
    together = {root: text.casefold().split() for root, text in table["together"].items()}
    roots = {*table["roots"].split(), *together, *chain(*together.values())}
    parts = {"ms": malay, "en": english}[language]
    return Reviewed(parts, frozenset(roots), frozenset(table["skip"].split()), together)


def families(words: Iterable[str], said: Reviewed) -> dict[str, Family]:
    """Return, for each word that has a family, what else must be searched to find it.

    That is the root, and all of a family that the list holds together.
    """
    known = frozenset(words) - said.skip
    joined = {word: root for root, others in said.together.items() for word in others}
    members: dict[str, set[str]] = defaultdict(set)
    for word in {*known, *said.roots}:
        root = root_of(word, known, said)
        members[joined.get(root, root)].add(word)
    return {
        word: tuple(sorted(_telling(family))) if root in said.together else (root,)
        for root, family in members.items()
        if not _begin_alike(family)
        for word in family & known
    }


def _begin_alike(family: set[str]) -> bool:
    """Tell whether the search, which completes words, finds a family by its shortest word."""
    shortest = min(family, key=len)
    return all(word.startswith(shortest) for word in family)


def root_of(word: str, known: frozenset[str], said: Reviewed) -> str:
    """Return a word's root: the longest that was reviewed, or else the shortest of the pages."""
    found = {word}
    new = found
    while new:
        new = {part for each in new for part in said.parts(each) if len(part) >= LEAST} - found
        found |= new
    if best := found & said.roots:
        return max(best, key=lambda part: (len(part), part))
    return min(
        (part for part in found if part in known and len(part) >= SHORTEST),
        key=lambda part: (len(part), part),
        default=word,
    )


def _telling(family: set[str]) -> Iterator[str]:
    """Leave out a word that another begins with, and one that only has a particle more."""
    plain = {word for word in family if not any(_without(word, end) in family for end in PARTICLES)}
    return (word for word in plain if not any(_longer(other, word) for other in plain))


def _without(word: str, end: str) -> str | None:
    return word.removesuffix(end) if word.endswith(end) else None


def _longer(other: str, word: str) -> bool:
    return other != word and other.startswith(word)


def join(folder: Path, language: str) -> None:
    """Add families, and the pages' short titles, to the search index of a language's folder.

    A page's first passage holds them for all of it: in every passage they would be too heavy.
    """
    path = folder / "search" / "search_index.json"
    index = json.loads(path.read_text("utf-8"))
    pages: dict[str, set[str]] = defaultdict(set)
    for passage in index["docs"]:
        pages[_page(passage)] |= words_of(passage["title"], passage["text"])
    names = {page: _title(folder / page) for page in pages}
    found = families(set().union(*pages.values()), reviewed(language))
    often = Counter(kin for words in pages.values() for kin in _kin(words, found))
    for passage in index["docs"]:
        page = passage["location"]
        if page in pages:
            name = names[page]
            passage[NAME] = " ".join([name, *_flat(_kin(words_of(name), found))])
            # The same order on every page packs best.
            kin = sorted(_kin(pages[page], found), key=lambda family: (-often[family], family))
            passage[KIN] = " ".join(_lacking(pages[page], kin))
    index["config"]["fields"] |= {NAME: {"boost": NAME_BOOST}, KIN: {"boost": KIN_BOOST}}
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8", newline="\n")


def words_of(*texts: str) -> set[str]:
    """Return the words of texts that may hold tags."""
    return set(WORD.findall(TAG.sub(" ", " ".join(texts)).casefold()))


def _page(passage: dict[str, str]) -> str:
    return passage["location"].partition("#")[0]


def _title(page: Path) -> str:
    """Return a page's short title, which need not stand in its text."""
    html = (page / "index.html").read_text("utf-8")
    return unescape(html.partition("<title>")[2].partition("</title>")[0].rpartition(" - ")[0])


def _kin(words: set[str], found: dict[str, Family]) -> set[Family]:
    return {found[word] for word in words & found.keys()}


def _flat(kin: Iterable[Family]) -> list[str]:
    return sorted(word for family in kin for word in family)


def _lacking(words: set[str], kin: Iterable[Family]) -> Iterator[str]:
    """Leave out what a page's own words begin with, since the search completes words."""
    for family in kin:
        yield from (other for other in family if not any(word.startswith(other) for word in words))
