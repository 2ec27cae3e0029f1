"""The search finds a page by what people type: by a word's family, by synonyms, by short titles."""

import gzip
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from calc.calculators import names
from scripts.families import KIN, NAME, Reviewed, families, malay, reviewed, root_of, words_of
from scripts.runtime import _node
from scripts.site import ROOT, languages

HERE = Path(__file__).parent
SEARCHES = tomllib.loads((HERE / "searches.toml").read_text("utf-8"))
PAGES = [(name, language) for name in names() for language in SEARCHES]
PAIRS = [(language, query) for language, found in SEARCHES.items() for query in found]
FIRST = 5
BUDGET = 80_000  # bytes of a language's index, as the server packs it

type Found = dict[str, list[str]]


def index_of(site: Path, language: str) -> Path:
    """Return where a language's index lies in the built site."""
    return site / languages(ROOT)[language] / "search" / "search_index.json"


def pages_with(site: Path, language: str, pattern: str) -> set[str]:
    """Return the pages whose text, as the index has it, holds a pattern."""
    docs = json.loads(index_of(site, language).read_text("utf-8"))["docs"]
    return {
        each["location"].partition("#")[0]
        for each in docs
        if any(re.match(pattern, word) for word in words_of(each["title"], each["text"]))
    }


@pytest.fixture(scope="module")
def searched(site_folder: Path) -> dict[str, Found]:
    """Ask the theme's own worker everything at once: the pages, best first."""
    (worker,) = site_folder.glob("assets/javascripts/workers/search.*.js")
    found = {}
    for language, queries in SEARCHES.items():
        done = subprocess.run(
            [_node(), HERE / "search.mjs", worker, index_of(site_folder, language)],
            input=json.dumps(list(queries)),
            capture_output=True,
            text=True,
            check=True,
        )
        found[language] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("language", "query"), PAIRS)
def test_a_search_finds_its_page(searched: dict[str, Found], language: str, query: str) -> None:
    """The page that answers is among the first five."""
    page = re.sub(r"(^|/)index$", r"\1", SEARCHES[language][query]).rstrip("/")
    found = [address.rstrip("/") for address in searched[language][query]]
    assert page in found[:FIRST]


def test_enough_is_searched_for() -> None:
    """At least forty searches a language."""
    assert all(len(found) >= 40 for found in SEARCHES.values())


@pytest.mark.parametrize("query", ["sumber", "menyumber", "disumber", "penyumberan"])
def test_a_family_is_found_by_each_of_its_words(
    site_folder: Path, searched: dict[str, Found], query: str
) -> None:
    """Every page with a word of the family is found by any other word of it."""
    wanted = pages_with(site_folder, "ms", r"(menyumber|disumber|penyumber|sumber)")
    assert pages_with(site_folder, "ms", query) < wanted
    assert wanted <= set(searched["ms"][query])


@pytest.mark.parametrize("language", SEARCHES)
def test_index_is_light(site_folder: Path, language: str) -> None:
    """A language's index is within its budget, and only a page's first passage has a family."""
    path = index_of(site_folder, language)
    assert len(gzip.compress(path.read_bytes(), 6)) <= BUDGET
    docs: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["docs"]
    for each in docs:
        first = "#" not in each["location"]
        assert (KIN in each) == (NAME in each) == first


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_index_leaves_calculators_out(site_folder: Path, name: str, language: str) -> None:
    """Of a calculator only its heading is searched: no label, no first answer."""
    docs = json.loads(index_of(site_folder, language).read_text("utf-8"))["docs"]
    inside = f"#{name.replace('_', '-')}-"
    texts = [each["text"] for each in docs if inside in each["location"]]
    assert texts
    assert not any(texts)


@pytest.mark.parametrize("language", SEARCHES)
def test_index_joins_no_words(site_folder: Path, language: str) -> None:
    """Cells and terms stay apart: no word that begins small has a capital inside."""
    docs = json.loads(index_of(site_folder, language).read_text("utf-8"))["docs"]
    text = "\n".join(each["text"] for each in docs)
    assert not re.findall(r"\b[a-z]{3,}[A-Z][a-z]{2,}", text)


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("penyumberan", "sumber"),
        ("penyumberluaran", "sumberluar"),
        ("pembekal", "bekal"),
        ("perkhidmatannya", "khidmat"),
        ("menunggu", "tunggu"),
        ("mengira", "kira"),
        ("memperbaiki", "baiki"),
        ("dinilai", "nilai"),
        ("keluarnya", "keluar"),
        ("peratusan", "peratus"),
        ("pelayan", "pelayan"),
        ("melayan", "layan"),
        ("berita", "berita"),
        ("kos", "kos"),
    ],
)
def test_malay_roots(word: str, root: str) -> None:
    """Prefixes with the sound they swallow, suffixes and particles come off; the list wins."""
    known = frozenset(["kira", "nilai", "baiki", "luar", "layan", "ratus", "beri", word])
    assert root_of(word, known, reviewed("ms")) == root


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("outsourced", "outsource"),
        ("calculations", "calculate"),
        ("companies", "company"),
        ("qualifying", "qualify"),
        ("planning", "plan"),
        ("agencies", "agency"),
        ("centers", "center"),
        ("cents", "cents"),
        ("party", "party"),
    ],
)
def test_english_roots(word: str, root: str) -> None:
    """Suffixes come off where the page or the list has the root."""
    known = frozenset(["plan", "agency", "qualify", "part", word])
    assert root_of(word, known, reviewed("en")) == root


SAID = Reviewed(
    malay, frozenset({"kira", "hitung"}), frozenset({"sekiranya"}), {"kira": ["hitung"]}
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"mengira", "dikira"}, {"mengira": ("dikira", "hitung", "kira", "mengira")}),
        ({"mengiranya", "mengira"}, {"mengiranya": ("hitung", "kira", "mengira")}),
        ({"ubah", "mengubah"}, {"ubah": ("ubah",), "mengubah": ("ubah",)}),
        ({"data", "datanya"}, {"data": None}),
        ({"sekiranya"}, {"sekiranya": None}),
    ],
)
def test_what_is_added(words: set[str], expected: dict[str, tuple[str, ...] | None]) -> None:
    """A root, and a whole family that the list holds; nothing that completing finds anyway."""
    found = families(words, SAID)
    for word, added in expected.items():
        assert found.get(word) == added


@pytest.mark.parametrize("language", SEARCHES)
def test_the_list_is_consistent(language: str) -> None:
    """No word is joined twice, or both joined and left alone; the list stands in its order."""
    table = tomllib.loads((ROOT / "docs/shared/families.toml").read_text("utf-8"))[language]
    roots, skip = table["roots"].split(), table["skip"].split()
    others = [word for text in table["together"].values() for word in text.split()]
    assert len(others) == len(set(others))
    assert not {*roots, *table["together"], *others} & set(skip)
    assert not set(others) & set(table["together"])
    assert skip == sorted(set(skip))
    assert roots == sorted(set(roots))
