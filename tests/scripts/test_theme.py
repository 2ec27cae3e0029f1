"""The theme's overrides: what they add, and nothing of Material's lost or grown old."""

import hashlib
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest

from scripts.site import ROOT

THEME = ROOT / "docs" / "theme"
MATERIAL = Path(str(distribution("mkdocs-material").locate_file("material"))) / "templates"
GENERATED = "{#-\n  This file was automatically generated - do not edit\n-#}\n"
MENDED = {  # key: Material's Malay, ours
    "action.edit": ("Edit halaman ini", "Sunting halaman ini"),
    "action.skip": ("Langkau tajuk talian", "Terus ke kandungan"),
    "action.view": ("Paparkan sumber laman ini", "Lihat sumber halaman ini"),
    "blog.categories.in": ("masuk", "dalam"),
    "blog.index": ("Kembali ke index", "Kembali ke indeks"),
    "consent.manage": ("Pengurusan tetapan", "Urus tetapan"),
    "readtime.one": ("1 min tempoh bacaan", "1 minit bacaan"),
    "readtime.other": ("# min tempoh bacaan", "# minit bacaan"),
    "search.reset": ("Padam", "Kosongkan"),
    "search.result.initializer": ("Siap carian", "Menyediakan carian"),
    "search.result.none": ("Tiada dokumen yang sepadan", "Tiada halaman yang sepadan"),
    "search.result.one": ("1 dokumen yang sepadan", "1 halaman yang sepadan"),
    "search.result.other": ("# dokumen yang sepadan", "# halaman yang sepadan"),
    "search.result.term.missing": ("Hilang", "Tiada"),
    "source": ("tajuk talian asal", "Repositori"),
    "source.file.date.created": ("tarikh fil asal dicipta", "Dicipta"),
    "source.file.date.updated": ("Tarikh fil dikemas kini", "Kemas kini terakhir"),
    "toc": ("Jadual kandungan", "Isi kandungan"),
}
OUR_WORDS = ("locale", "page.", "not_found.", "date", "month.")
GUARDED = {
    '__md_get=(e,_=localStorage,t=__md_scope)=>JSON.parse(_.getItem(t.pathname+"."+e))': (
        "__md_get=(e,_,t=__md_scope)=>{try{var a=JSON.parse((_||localStorage).getItem("
        't.pathname+"."+e));return"__palette"!==e||a&&Number.isInteger(a.index)&&a.color&&'
        "Object.keys(a.color).every((e=>/^\\w+$/.test(e)))?a:null}catch(e){return null}}"
    ),
    "__md_set=(e,_,t=localStorage,a=__md_scope)=>{try{t.setItem(": (
        "__md_set=(e,_,t,a=__md_scope)=>{try{(t||localStorage).setItem("
    ),
}


def ours(name: str) -> str:
    """Return our file without its first line, the comment that says what it changes."""
    return (THEME / name).read_text().partition("-#}\n")[2]


def theirs(name: str, changes: dict[str, str] | None = None) -> str:
    """Return the installed file without its first comment, with our changes made."""
    text = (MATERIAL / name).read_text()
    assert text.startswith(GENERATED)
    text = text.removeprefix(GENERATED)
    for old, new in (changes or {}).items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_search_differs_by_its_name_only() -> None:
    """The search dialog is Material's, with a name."""
    changes = {'role="dialog">': 'role="dialog" aria-label="{{ lang.t(\'search\') }}">'}
    assert ours("partials/search.html") == theirs("partials/search.html", changes)


def test_base_script_differs_by_its_guards_only() -> None:
    """The scope script is Material's, with storage that may be denied or corrupt."""
    name = "partials/javascripts/base.html"
    assert ours(name) == theirs(name, GUARDED)


@pytest.mark.parametrize(("language", "changes"), [("ms", MENDED), ("en", {})])
def test_words_differ_by_ours_only(language: str, changes: dict[str, tuple[str, str]]) -> None:
    """A language's words are Material's, mended, after ours."""
    mended = {f'"{key}": "{old}"': f'"{key}": "{new}"' for key, (old, new) in changes.items()}
    name = f"partials/languages/{language}.html"
    own = re.compile(r"  \"(?:locale|page\.|not_found\.|date|month\.)[^\n]*\n")
    assert own.sub("", ours(name)) == theirs(name, mended)


def test_both_languages_have_the_same_words_of_ours() -> None:
    """Each word of our templates is there in both languages, in the same order."""
    found = []
    for language in ("ms", "en"):
        keys = re.findall(
            r'^  "([a-z_.0-9]+)":', ours(f"partials/languages/{language}.html"), re.MULTILINE
        )
        found.append([key for key in keys if key.startswith(OUR_WORDS)])
    assert found[0] == found[1]
    assert len(found[0]) == 19


@pytest.mark.parametrize(
    ("name", "start", "end", "known"),
    [
        ("base.html", "{% block site_meta %}", "{% endblock %}", "a3f62349ce122bb8"),
        ("partials/alternate.html", "", "", "4d79d1366e80e0e2"),
        ("404.html", "", "", "53240fa987ff46a8"),
    ],
)
def test_replaced_parts_are_as_we_read_them(name: str, start: str, end: str, known: str) -> None:
    """What we replace wholly is still what we read; if it is not, read it again."""
    text = theirs(name).replace("mkdocs-material-9.8.1", "")
    part = text.partition(start)[2].partition(end)[0] if start else text
    assert hashlib.sha256(part.encode()).hexdigest()[:16] == known


# ------------------------------------------------------------------ as built


def page(folder: Path, name: str) -> str:
    """Return a built page with its white space evened out."""
    return re.sub(r"\s+", " ", (folder / name).read_text())


def test_page_says_when_it_was_updated(site_folder: Path) -> None:
    """The foot names the day with the month in words, in the page's language."""
    malay = page(site_folder, "costs/location/index.html")
    english = page(site_folder, "en/costs/location/index.html")
    pattern = r'<p class="page-updated">{} <time datetime="(\d{{4}})-\d\d-\d\d">{}</time></p>'
    assert re.search(pattern.format("Dikemas kini", r"\d{1,2} [A-Z][a-z]+ \1"), malay)
    assert re.search(pattern.format("Updated", r"[A-Z][a-z]+ \d{1,2}, \1"), english)


def test_page_is_described(site_folder: Path, site_address: str) -> None:
    """Canonical address, description and the cards' fields are the page's own."""
    text = page(site_folder, "en/costs/location/index.html")
    address = f"{site_address}en/costs/location/"
    description = re.search(r'<meta name="description" content="([^"]+)">', text)
    assert description
    assert f'<link rel="canonical" href="{address}">' in text
    assert f'<meta property="og:url" content="{address}">' in text
    assert f'<meta property="og:description" content="{description[1]}">' in text
    assert '<meta property="og:locale" content="en_US">' in text
    assert '<meta property="og:type" content="article">' in text
    home = page(site_folder, "index.html")
    assert '<meta property="og:type" content="website">' in home
    assert '<meta property="og:locale" content="ms_MY">' in home


def test_build_marker_stands_in_the_container(site_folder: Path) -> None:
    """The marker is inside what instant navigation swaps, and names the page's build."""
    for name in ("index.html", "en/costs/location/index.html", "404.html"):
        text = page(site_folder, name)
        marker = re.search(
            r'data-md-component="container".*<div id="build" data-build="([0-9a-f]{12})"'
            r' data-root="/project-path/" hidden></div>.*</main>',
            text,
        )
        assert marker, name
        assert f'<link rel="stylesheet" href="/project-path/runtime/{marker[1]}/site.css">' in text
        assert f'src="/project-path/runtime/{marker[1]}/site.js"></script>' in text


def test_language_link_leads_to_the_pair(site_folder: Path) -> None:
    """The link names the other language in itself and leads to the same page in it."""
    english = (
        '<a class="md-header__button" lang="en" hreflang="en"'
        ' href="/project-path/en/{0}"{1}>English</a>'
    )
    malay = (
        '<a class="md-header__button" lang="ms" hreflang="ms" href="/project-path/costs/location/"'
        ' data-root="/project-path/">Bahasa Melayu</a>'
    )
    root = ' data-root="/project-path/en/"'
    assert english.format("costs/location/", root) in page(site_folder, "costs/location/index.html")
    assert english.format("", root) in page(site_folder, "index.html")
    assert english.format("", "") in page(site_folder, "404.html")
    assert malay in page(site_folder, "en/costs/location/index.html")


def test_missing_page_speaks_both_languages(site_folder: Path) -> None:
    """The one 404 page has both languages, each with links to its home and its calculators."""
    text = page(site_folder, "404.html")
    assert "<h1>Halaman tidak ditemui</h1>" in text
    assert '<a href="/project-path/">Pergi ke halaman utama</a>' in text
    assert '<section lang="en"> <h2>Page not found</h2>' in text
    assert '<a href="/project-path/en/" hreflang="en">Go to the home page</a>' in text
    calculators = "/project-path/{}calculators/"
    assert f'<a href="{calculators.format("")}">Lihat semua kalkulator</a>' in text
    english = f'<a href="{calculators.format("en/")}" hreflang="en">See all calculators</a>'
    assert english in text


FOREIGN = {
    "": ("Permanent link", "Dark mode", "Skip to content", "Customer service outsourcing guide"),
    "en/": ("Pautan kekal", "Mod gelap", "Terus ke kandungan", "Panduan penyumberan luar"),
}


@pytest.mark.parametrize("prefix", FOREIGN)
def test_theme_speaks_the_page_language(site_folder: Path, prefix: str) -> None:
    """No word of the theme is in the other language: what a configuration forgot to repeat."""
    for name in ("index.html", "costs/index.html", "costs/location/index.html"):
        text = page(site_folder, f"{prefix}{name}")
        assert not [words for words in FOREIGN[prefix] if words in text], name


def test_no_edit_link_without_a_repository(site_folder: Path) -> None:
    """Where no repository is known, no page offers an edit."""
    for path in site_folder.rglob("*.html"):
        assert 'rel="edit"' not in path.read_text()
