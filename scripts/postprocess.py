"""Finish the built HTML (policy, build id, assets, sitemaps) or refuse what must not be published.

Works on the built files only, so that it serves another generator as well.
"""

import base64
import filecmp
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.sax.saxutils import escape, quoteattr

from scripts import styles
from scripts.errors import BuildError

# Material's scope, palette and tab scripts: one more would be a surprise, and so would one less.
INLINE_SCRIPTS = 3
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {hashes}; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"
)
# A reader of neither language is likelier to read English.
DEFAULT_LANGUAGE = "en"
MARKER = re.compile(r"\{\{.*?\}\}|\{!")
INDENTS = re.compile(r"<(pre|code|textarea|script)\b.*?</\1>|[ \t]*\n[ \t\n]*", re.DOTALL)
EXECUTABLE = frozenset({"", "module", "text/javascript", "application/javascript"})


@dataclass(frozen=True)
class Site:
    """A built site; ``languages`` gives each one's folder in it, "" for the root's."""

    folder: Path
    address: str
    build: str
    languages: Mapping[str, str]
    docs: Path


def postprocess(site: Site) -> None:
    """Finish the site in place; raise BuildError with every reason not to publish it."""
    prune(site)
    pages = {page: without_indents(mended(page_text(site, page))) for page in html_pages(site)}
    for folder in filter(None, site.languages.values()):
        pages |= shared_assets(site, folder, pages)
    lighten(site, pages.values())
    pages = {page: text.replace("__BUILD__", site.build) for page, text in pages.items()}
    parsed = {page: parse(text) for page, text in pages.items()}
    policy = policy_of(parsed)
    for page, text in pages.items():
        (site.folder / page).write_text(
            with_policy(page, text, policy), encoding="utf-8", newline="\n"
        )
    write_sitemaps(site)
    refuse(site, parsed)


def html_pages(site: Site) -> list[str]:
    """Return the paths of all pages, such as ``en/costs/index.html``."""
    return sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.html"))


def page_text(site: Site, page: str) -> str:
    """Return a page's HTML."""
    return (site.folder / page).read_text(encoding="utf-8")


# ------------------------------------------------------------------ what is not published


def prune(site: Site) -> None:
    """Remove what no page asks for: source maps, stemmers, packed sitemaps, unserved 404 pages."""
    theme = [
        path.name for path in (site.docs / "theme").iterdir() if path.suffix in {".js", ".css"}
    ]
    for prefix in site.languages.values():
        root = site.folder / prefix
        for path in (root / "assets").rglob("*.map"):
            path.unlink()
        shutil.rmtree(root / "assets" / "javascripts" / "lunr", ignore_errors=True)
        # MkDocs copies the theme's own files into every language; they live under runtime/.
        for name in ("sitemap.xml.gz", *theme, *(["404.html"] if prefix else [])):
            (root / name).unlink(missing_ok=True)


def mended(text: str) -> str:
    """Return a page without the attributes of the theme that are not valid or not allowed.

    >>> mended('<input class="md-toggle" type="checkbox" id="__search" autocomplete="off">')
    '<input class="md-toggle" type="checkbox" id="__search">'
    >>> mended('<label class="md-nav__link" tabindex="">')
    '<label class="md-nav__link">'
    >>> mended('<td style="text-align: right;">5</td>')
    '<td class="align-right">5</td>'
    """
    text = re.sub(r'(<input class="md-toggle"[^>]*?) autocomplete="off"', r"\1", text)
    text = re.sub(r'(<label [^>]*?) tabindex=""', r"\1", text)
    return re.sub(r'(<t[hd]) style="text-align: (\w+);"', r'\1 class="align-\2"', text)


def without_indents(text: str) -> str:
    r"""Return a page without the indents and empty lines of its templates, which no reader sees.

    >>> without_indents("<p>\n\n  One.\n</p>\n<pre>\n\n  Two.</pre>")
    '<p>\nOne.\n</p>\n<pre>\n\n  Two.</pre>'
    """
    return INDENTS.sub(lambda found: found[0] if found[1] else "\n", text)


def shared_assets(site: Site, folder: str, pages: Mapping[str, str]) -> dict[str, str]:
    """Return a language's pages with the root's theme files in place of its own, which it drops.

    So a reader who switches language loads none of them again.
    """
    same = set(_same_files(site.folder, f"{folder}assets"))

    def swapped(page: str) -> str:
        def swap(match: re.Match[str]) -> str:
            start, climbs, name = match.groups()
            known = f"assets/{name}" in same
            return f"{start}{climbs}../assets/{name}" if known else match[0]

        return re.sub(
            r'((?:href|src|"search")(?:=|: )")((?:\./|\.\./)*)assets/([^"?#]+)', swap, pages[page]
        )

    changed = {page: swapped(page) for page in pages if page.startswith(folder)}
    for name in same:
        (site.folder / folder / name).unlink()
    _drop_empty(site.folder / folder / "assets")
    return changed


def _same_files(root: Path, copy: str) -> Iterator[str]:
    """Yield the names, from ``assets`` on, of files that the root holds with the same bytes."""
    for path in sorted((root / copy).rglob("*")):
        name = f"assets/{path.relative_to(root / copy).as_posix()}"
        if (
            path.is_file()
            and (root / name).is_file()
            and filecmp.cmp(path, root / name, shallow=False)
        ):
            yield name


def _drop_empty(folder: Path) -> None:
    folders = [path for path in folder.rglob("*") if path.is_dir()]
    for path in sorted([*folders, folder], reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def lighten(site: Site, pages: Iterable[str]) -> None:
    """Drop from the theme's style sheets what neither a page nor a script nor a style calls for."""
    scripts = [  # Pyodide's own touch no page
        path.read_text("utf-8")
        for path in site.folder.rglob("*.js")
        if not path.name.startswith("pyodide")
    ]
    words = styles.words_of(chain(pages, scripts))
    theme = {
        path: styles.without_idle_rules(path.read_text("utf-8"), words)
        for path in site.folder.glob("**/assets/**/*.css")
    }
    ours = [path.read_text("utf-8") for path in site.folder.glob("runtime/*/*.css")]
    names = words.union(*map(styles.properties_of, chain(theme.values(), ours)))
    for path, css in theme.items():
        light = styles.without_idle_properties(css, names)
        path.write_text(light, encoding="utf-8", newline="\n")


# ------------------------------------------------------------------ what a page holds


@dataclass
class Page:
    """What the checks look at in one page."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    scripts: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    """Collect a page's ids, links, loaded files, inline scripts and what the policy would block."""

    LITERAL = frozenset({"code", "pre", "script", "style"})
    # A <link> of these kinds names a page; any other loads a file.
    NAMES_A_PAGE = frozenset({"canonical", "next", "prev"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._literal: list[str] = []
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.page.ids.add(values["id"])
        self._collect_links(tag, values)
        self._find_faults(tag, values)
        if tag in self.LITERAL:
            self._literal.append(tag)
        if tag == "script" and "src" not in values and values.get("type", "") in EXECUTABLE:
            self._script = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Treat ``<path/>`` as opened and closed at once."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._literal and self._literal[-1] == tag:
            self._literal.pop()
        if tag == "script" and self._script is not None:
            self.page.scripts.add("".join(self._script))
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)
        if not self._literal:
            self.page.faults += [f"leftover marker {found}" for found in MARKER.findall(data)]

    def _collect_links(self, tag: str, values: Mapping[str, str]) -> None:
        names_a_page = tag == "a" or values.get("rel") in self.NAMES_A_PAGE
        if "href" in values:
            (self.page.links if names_a_page else self.page.loaded).append(values["href"])
        if "src" in values:
            self.page.loaded.append(values["src"])

    def _find_faults(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "style":
            self.page.faults.append("inline <style>, which the policy blocks")
        for name, value in values.items():
            if (
                name == "style"
                or name.startswith("on")
                or value.strip().lower().startswith("javascript:")
            ):
                self.page.faults.append(f'<{tag} {name}="{value}">, which the policy blocks')
            self.page.faults += [f"leftover marker {found}" for found in MARKER.findall(value)]


def parse(text: str) -> Page:
    """Return what the checks look at in a page's HTML."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.page


# ------------------------------------------------------------------ policy


def policy_of(pages: Mapping[str, Page]) -> str:
    """Return the one policy of all pages, with the hashes of the inline scripts found in them."""
    scripts: set[str] = set().union(*(page.scripts for page in pages.values()))
    if len(scripts) != INLINE_SCRIPTS:
        starts = "\n".join(f"  {script.strip()[:60]}" for script in sorted(scripts))
        raise BuildError(
            f"{len(scripts)} different inline scripts instead of {INLINE_SCRIPTS}:\n{starts}"
        )
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    hashes = sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return POLICY.format(hashes=" ".join(hashes))


def with_policy(page: str, text: str, policy: str) -> str:
    """Return the page with the policy in its place."""
    if text.count("__CSP__") != 1:
        raise BuildError(
            f"{page}: no place for the Content-Security-Policy (__CSP__ in docs/theme/main.html)"
        )
    return text.replace("__CSP__", policy)


# ------------------------------------------------------------------ sitemaps


def write_sitemaps(site: Site) -> None:
    """Write one sitemap a language, because the theme takes its own for the list of its pages."""
    keys = {language: set(page_keys(site, language)) for language in site.languages}
    everywhere = set().union(*keys.values())
    alone = sorted(
        f"docs/{language}: no page {key or 'index'}"
        for language, found in keys.items()
        for key in everywhere - found
    )
    if alone:
        raise BuildError("\n".join(["A page needs its pair in every language:", *alone]))
    for language, prefix in site.languages.items():
        entries = "".join(_sitemap_entry(site, language, key) for key in sorted(everywhere))
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
            f' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{entries}</urlset>\n'
        )
        (site.folder / prefix / "sitemap.xml").write_text(text, encoding="utf-8", newline="\n")


def page_keys(site: Site, language: str) -> Iterator[str]:
    """Yield a language's page addresses below its home: "" is the home, then ``costs/``, ..."""
    prefix = site.languages[language]
    others = [other for other in site.languages.values() if other and other != prefix]
    for page in html_pages(site):
        inside = page.startswith(prefix) and not any(page.startswith(other) for other in others)
        if inside and page.endswith("index.html"):
            yield page.removeprefix(prefix).removesuffix("index.html")


def _sitemap_entry(site: Site, language: str, key: str) -> str:
    addresses = {name: f"{site.address}{prefix}{key}" for name, prefix in site.languages.items()}
    pairs = {**addresses, "x-default": addresses[DEFAULT_LANGUAGE]}
    alternates = "".join(
        f'\n  <xhtml:link rel="alternate" hreflang="{name}" href={quoteattr(address)}/>'
        for name, address in pairs.items()
    )
    day = updated(site.docs / language, key)
    location = escape(addresses[language])
    return f"<url>\n  <loc>{location}</loc>\n  <lastmod>{day}</lastmod>{alternates}\n</url>\n"


def updated(docs: Path, key: str) -> str:
    """Return the ``updated`` day in the front matter of the page with this address."""
    paths = [docs / key / "index.md", docs / f"{key.removesuffix('/')}.md"]
    path = next(path for path in paths if path.is_file())
    front = re.match(r"---\n(.*?)\n---\n", path.read_text(encoding="utf-8"), re.DOTALL)
    found = re.search(
        r"^updated: *(\d{4}-\d{2}-\d{2})\s*$", front[1] if front else "", re.MULTILINE
    )
    if not found:
        raise BuildError(f"{path}: the front matter needs a line such as updated: 2026-11-25")
    return found[1]


# ------------------------------------------------------------------ what must not be published


def refuse(site: Site, pages: Mapping[str, Page]) -> None:
    """Raise BuildError with the list of dead links, missing files, markers and blocked code."""
    faults = [f"{page}: {fault}" for page, content in pages.items() for fault in content.faults]
    for page, content in pages.items():
        faults += [f"{page}: {fault}" for fault in _dead_links(site, pages, page, content)]
    if faults:
        raise BuildError("\n".join([f"Not published, {len(faults)} faults:", *sorted(set(faults))]))


def _dead_links(site: Site, pages: Mapping[str, Page], page: str, content: Page) -> Iterator[str]:
    here = site.address + page.removesuffix("index.html")
    for link in content.links:
        target = urljoin(here, link)
        if _is_ours(site, here, link, target) and not _exists(site, pages, target):
            yield f"dead link {link}"
    for link in content.loaded:
        target = urljoin(here, link)
        if not link.startswith(("#", "data:")) and not _exists(site, pages, target):
            yield f"missing file {link}"


def _is_ours(site: Site, here: str, link: str, target: str) -> bool:
    """Tell whether a link must lead to a file of the site: every one without a host of its own."""
    return target.startswith(site.address) or (
        not urlsplit(link).scheme and urlsplit(target).netloc == urlsplit(here).netloc
    )


def _exists(site: Site, pages: Mapping[str, Page], target: str) -> bool:
    """Tell whether an absolute address is a file of the site, and its fragment an id in it."""
    whole, fragment = urldefrag(target)
    path = unquote(whole.partition("?")[0])
    if not path.startswith(site.address):
        return False
    name = path.removeprefix(site.address)
    name = f"{name}index.html" if name == "" or name.endswith("/") else name
    if name not in pages:
        return (site.folder / name).is_file()
    # A shared link's fragment is the calculator's id, a question mark and the numbers.
    wanted = unquote(fragment.partition("?")[0])
    return not wanted or wanted in pages[name].ids
