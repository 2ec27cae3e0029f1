"""The published pages have one policy, shared assets, their pairs named, and no dead link."""

import base64
import hashlib
import re
from pathlib import Path
from xml.etree.ElementTree import parse

import pytest

from scripts import postprocess
from scripts.errors import BuildError
from scripts.postprocess import Site

ADDRESS = "https://owner.github.io/repo/"
PAGE = """<!doctype html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="__CSP__">
<link rel="canonical" href="{address}"><link rel="stylesheet" href="{up}assets/main.css">
<script>one</script></head><body>
<input class="md-toggle" type="checkbox" id="__drawer" autocomplete="off">
<script>two</script><script>three</script>
<script id="__config" type="application/json">{{"search": "{up}assets/search.js"}}</script>
<div id="build" data-build="__BUILD__"></div>
<h1 id="top">Title</h1>{body}
<script src="{up}assets/main.js"></script></body></html>
"""
FIRST = r'<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="([^"]+)">'
ASSETS = ("main.css", "main.js", "search.js", "main.js.map", "javascripts/lunr/lunr.ms.js")


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def small(tmp_path: Path) -> Site:
    """Return a small site as MkDocs would leave it: two pages a language."""
    languages = {"ms": "", "en": "en/"}
    site = Site(tmp_path / "site", ADDRESS, "0123456789ab", languages, tmp_path / "docs")
    write(site.docs / "theme" / "site.js", "")
    for language, prefix in languages.items():
        for key in ("", "costs/"):
            text = "---\ntitle: x\nupdated: 2026-11-25\n---\n# Title\n"
            write(site.docs / language / ("costs.md" if key else "index.md"), text)
            page = PAGE.format(address=ADDRESS + prefix + key, up="../" if key else "", body="")
            write(site.folder / prefix / key / "index.html", page)
        missing = PAGE.format(address=ADDRESS, up="/repo/" + prefix, body="")
        write(site.folder / prefix / "404.html", missing)
        for name in ASSETS:
            write(site.folder / prefix / "assets" / name, name)
        write(site.folder / prefix / "sitemap.xml.gz", "")
        write(site.folder / prefix / "site.js", "")
    return site


def home(site: Site, body: str) -> Path:
    """Give the English home this body and return its path."""
    path = site.folder / "en" / "index.html"
    path.write_text(PAGE.format(address=f"{ADDRESS}en/", up="", body=body))
    return path


# ------------------------------------------------------------------ the small site


def test_what_no_page_asks_for_is_gone(small: Site) -> None:
    """Source maps, stemmers, copies of assets, packed sitemaps and the second 404 page go."""
    postprocess.postprocess(small)
    left = sorted(
        path.relative_to(small.folder).as_posix()
        for path in small.folder.rglob("*")
        if path.is_file()
    )
    assert left == [
        "404.html",
        "assets/main.css",
        "assets/main.js",
        "assets/search.js",
        "costs/index.html",
        "en/costs/index.html",
        "en/index.html",
        "en/sitemap.xml",
        "index.html",
        "sitemap.xml",
    ]
    assert not (small.folder / "en" / "assets").exists()


def test_english_pages_use_the_root_assets(small: Site) -> None:
    """Every way in which the theme names an asset leads to the root's copy."""
    postprocess.postprocess(small)
    text = (small.folder / "en" / "costs" / "index.html").read_text()
    assert 'href="../../assets/main.css"' in text
    assert 'src="../../assets/main.js"' in text
    assert '"search": "../../assets/search.js"' in text
    assert 'href="../assets/main.css"' in (small.folder / "costs" / "index.html").read_text()


def test_another_asset_of_a_language_stays(small: Site) -> None:
    """A file that only one language has, or has otherwise, keeps its place and its links."""
    write(small.folder / "en" / "assets" / "own" / "card.png", "en")
    write(small.folder / "en" / "assets" / "main.css", "other")
    path = home(small, '<img src="assets/own/card.png" alt="">')
    postprocess.postprocess(small)
    text = path.read_text()
    assert 'src="assets/own/card.png"' in text
    assert 'href="assets/main.css"' in text
    assert 'src="../assets/main.js"' in text


def test_policy_holds_the_hashes_of_the_scripts(small: Site) -> None:
    """The policy names each of the three scripts by its hash, in the same order on every page."""
    postprocess.postprocess(small)
    scripts = (b"one", b"two", b"three")
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts)
    expected = " ".join(f"'sha256-{digest}'" for digest in sorted(digests))
    for page in postprocess.html_pages(small):
        text = postprocess.page_text(small, page)
        assert f"'wasm-unsafe-eval' {expected}; style-src 'self'" in text
        assert "__CSP__" not in text
        assert 'data-build="0123456789ab"' in text
        assert 'id="__drawer">' in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<script>two</script>", "", None),
        ("<script>two</script>", "<script>four</script>", "4 different inline scripts"),
        ("__CSP__", "none", r"en/index\.html: no place for the Content-Security-Policy"),
        ("</h1>", "{{ F12 }}</h1>", r"en/index\.html: leftover marker \{\{ F12 \}\}"),
        ("</h1>", "{!notice.md!}</h1>", r"leftover marker \{!"),
        ("<h1", '<h1 title="{{ F12 }}"', r"leftover marker \{\{ F12 \}\}"),
        ("</h1>", "</h1><code>{{ F12 }} {!x!}</code>", None),
        ("</h1>", "</h1><style>p{}</style>", "inline <style>, which the policy blocks"),
        ("<h1", '<h1 style="color:red"', r'<h1 style="color:red">, which the policy blocks'),
        ("<h1", '<h1 onclick="run()"', r'<h1 onclick="run\(\)">, which the policy blocks'),
        ("</h1>", '</h1><a href=" JavaScript:run()">x</a>', "which the policy blocks"),
        ("</h1>", '</h1><a href="costs/#top">x</a><a href="#top">x</a>', None),
        ("</h1>", '</h1><a href="../costs/?h=x#top">x</a><a href="..">x</a>', None),
        ("</h1>", '</h1><a href="costs/#top?v=1&amp;a=2">x</a>', None),
        ("</h1>", '</h1><a href="costs/#regional?v=1">x</a>', r"dead link costs/#regional\?v=1"),
        ("</h1>", '</h1><a href="#nowhere">x</a>', "dead link #nowhere"),
        ("</h1>", '</h1><a href="gone/">x</a>', "dead link gone/"),
        ("</h1>", '</h1><a href="costs">x</a>', "dead link costs"),
        ("</h1>", '</h1><a href="/other/">x</a>', "dead link /other/"),
        ("</h1>", f'</h1><a href="{ADDRESS}gone/">x</a>', f"dead link {ADDRESS}gone/"),
        (
            "</h1>",
            '</h1><a href="https://example.org/gone">x</a><a href="mailto:a@b.c">x</a>',
            None,
        ),
        ("</h1>", '</h1><a href="//example.org/">x</a>', None),
        ("</h1>", '</h1><img src="gone.png" alt="">', r"missing file gone\.png"),
        ("</h1>", '</h1><img src="data:image/png;base64,AA" alt="">', None),
        ("</h1>", '</h1><svg><use href="#top"/><path d=""/></svg>', None),
        (
            "</h1>",
            '</h1><script src="https://example.org/x.js"></script>',
            "missing file https://e",
        ),
        ('"stylesheet"', '"preload"', None),
    ],
)
def test_faults_stop_the_build(small: Site, old: str, new: str, said: str | None) -> None:
    """What must not be published stops the build with the page and the reason; the rest passes."""
    path = home(small, "")
    path.write_text(path.read_text().replace(old, new))
    if said is None:
        postprocess.postprocess(small)
    else:
        with pytest.raises(BuildError, match=said):
            postprocess.postprocess(small)


def test_page_without_its_pair_stops_the_build(small: Site) -> None:
    """A page of one language only is named, with the folder where the other belongs."""
    text = home(small, "").read_text().replace('"assets', '"../assets')
    write(small.folder / "en" / "start" / "index.html", text)
    with pytest.raises(BuildError, match="docs/ms: no page start/"):
        postprocess.postprocess(small)


@pytest.mark.parametrize(
    "text", ["# Title\n", "---\ntitle: x\n---\n", "---\nupdated: today\n---\n"]
)
def test_page_without_its_day_stops_the_build(small: Site, text: str) -> None:
    """Every page says when it was last changed, as an ISO day."""
    write(small.docs / "en" / "costs.md", text)
    with pytest.raises(BuildError, match=r"costs\.md: the front matter needs a line"):
        postprocess.postprocess(small)


def test_section_page_has_its_own_day(small: Site) -> None:
    """A folder's first page is looked up before a page of the folder's name."""
    write(small.docs / "en" / "costs" / "index.md", "---\nupdated: 2026-01-02\n---\n")
    assert postprocess.updated(small.docs / "en", "costs/") == "2026-01-02"
    assert postprocess.updated(small.docs / "en", "") == "2026-11-25"


# ------------------------------------------------------------------ the real site


@pytest.fixture(scope="session")
def pages(site_folder: Path) -> dict[str, str]:
    """Return the HTML of every page of the built site."""
    return {
        path.relative_to(site_folder).as_posix(): path.read_text()
        for path in site_folder.rglob("*.html")
    }


def test_one_policy_for_the_whole_site(pages: dict[str, str]) -> None:
    """Every page has the same policy right after its character set, and no token is left."""
    policies = set()
    for page, text in pages.items():
        found = re.search(FIRST, text)
        assert found, page
        policies.add(found[1])
        assert not re.search(r"__[A-Z]+__", text), page
    assert len(policies) == 1
    assert policies.pop().count("sha256-") == 3


def test_no_page_names_another_host(pages: dict[str, str]) -> None:
    """No page loads from another host, and none offers alternates to the theme's script."""
    for page, text in pages.items():
        assert not re.search(r'(?:src|srcset)="(?:https?:)?//', text), page
        assert 'rel="alternate"' not in text, page


def test_theme_files_are_there_once(site_folder: Path) -> None:
    """The theme's files stand at the root only, without source maps and stemmers."""
    assert not (site_folder / "en" / "assets").exists()
    assert not list(site_folder.rglob("*.map"))
    assert not list(site_folder.rglob("lunr*"))
    assert not (site_folder / "site.js").exists()
    assert not (site_folder / "en" / "404.html").exists()


def test_sitemaps_pair_the_languages(site_folder: Path, site_address: str) -> None:
    """Each sitemap holds its language's pages only, each with both languages and its own day."""
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    for path, prefix in (("sitemap.xml", ""), ("en/sitemap.xml", "en/")):
        tree = parse(site_folder / path)  # noqa: S314 - our own file
        entries = tree.getroot().findall("s:url", names)
        assert len(entries) >= 4
        for entry in entries:
            location = entry.findtext("s:loc", "", names)
            key = location.removeprefix(site_address + prefix)
            links = {
                link.get("hreflang"): link.get("href") for link in entry.findall("x:link", names)
            }
            english = f"{site_address}en/{key}"
            assert location == site_address + prefix + key
            assert links == {"ms": site_address + key, "en": english, "x-default": english}
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry.findtext("s:lastmod", "", names))


def test_styles_hold_what_pages_and_scripts_ask_for(small: Site) -> None:
    """A rule for a class of no page and no script is gone, and a property that none asks for."""
    write(
        small.folder / "assets" / "a.css",
        ".md-toggle{--a:0;--b:0}.by-script{--c:0;top:var(--d)}.idle{top:0}",
    )
    write(small.folder / "en" / "assets" / "b.css", ".idle,.md-toggle{--d:0}")
    write(small.folder / "assets" / "a.js", 'add("by-script")')
    write(small.folder / "runtime" / "x" / "pyodide.js", 'add("idle")')
    write(small.folder / "runtime" / "x" / "site.css", "p{top:var(--b)}")
    postprocess.postprocess(small)
    left = ".md-toggle{--b:0}.by-script{top:var(--d)}"
    assert (small.folder / "assets" / "a.css").read_text() == left
    assert (small.folder / "en" / "assets" / "b.css").read_text() == ".md-toggle{--d:0}"
