"""Every page of both languages: light, accessible in both schemes, no wider than the screen."""

import re
from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize

from scripts.bench import packed
from scripts.server import SiteServer
from scripts.site import ROOT, languages
from scripts.styles import GROUPS, RULE, SELECTOR
from tests.browser.reader import (
    AXE_COLORS,
    AXE_TAGS,
    NARROW,
    WIDE,
    Reader,
    Scheme,
    axe,
    no_sideways,
    show_scheme,
)

BUDGET = 85_000  # bytes of a page with all that it loads
# The search comes after the page, and what a calculator answers with when it is in view.
LATER = re.compile(r"search|/pyodide|/worker\.js|\.(bin|zip)$")
PAGES = sorted(
    f"{prefix}{path.relative_to(folder).as_posix().removesuffix('.md')}/".removesuffix("index/")
    for language, prefix in languages(ROOT).items()
    for folder in [ROOT / "docs" / language]
    for path in folder.rglob("*.md")
)
RULES: dict[Scheme, Sequence[str]] = {"light": AXE_TAGS, "dark": AXE_COLORS}
SCREENS: tuple[tuple[ViewportSize, tuple[Scheme, ...]], ...] = (
    (WIDE, ("light", "dark")),
    (NARROW, ("dark", "light")),  # a scheme stays on the next screen, which spares a switch
)
LOADED = """() => [
  location.href, ...performance.getEntriesByType("resource").map((entry) => entry.name),
]"""
MATCHED = """selectors => selectors.filter((selector) => {
  try { return document.querySelector(selector.replace(/::[\\w-]+/g, "")); } catch { return false; }
})"""


def weight(page: Page, address: str, folder: Path) -> int:
    """Return the bytes that a page takes to load, packed as the server packs them."""
    names = {name.partition("#")[0].removeprefix(address) for name in page.evaluate(LOADED)}
    files = [name for name in names if not LATER.search(name)]
    return sum(packed(folder / re.sub(r"(^|/)$", r"\1index.html", name)) for name in files)


def selectors(css: str) -> set[str]:
    """Return every selector of a style sheet."""
    found: set[str] = set()
    for head, body in RULE.findall(css):
        if head.startswith(GROUPS):
            found |= selectors(body)
        elif not head.startswith("@"):
            found |= set(SELECTOR.findall(head))
    return found


@pytest.fixture(scope="module")
def dropped(site_folder: Path) -> list[str]:
    """Return the selectors of the theme's style sheets that the build left out."""
    theme = Path(str(distribution("mkdocs-material").locate_file("material/templates")))
    found: set[str] = set()
    for path in site_folder.glob("assets/stylesheets/*.css"):
        whole = (theme / path.relative_to(site_folder)).read_text("utf-8")
        found |= selectors(whole) - selectors(path.read_text("utf-8"))
    assert len(found) > 500
    return sorted(found)


def look_over(page: Page, dropped: list[str]) -> None:
    """Look at an open page in both schemes on both screens, and at the styles that it needs."""
    assert page.evaluate(MATCHED, dropped) == []
    for size, schemes in SCREENS:
        page.set_viewport_size(size)
        assert no_sideways(page)
        for scheme in schemes:
            show_scheme(page, scheme)
            assert axe(page, RULES[scheme]) == []


@pytest.fixture(scope="module")
def window(browser: Browser, site: SiteServer) -> Iterator[Reader]:
    """Open one window for all pages, so that it has what they share from its cache."""
    context = browser.new_context()
    yield Reader(context.new_page(), site.address)
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_a_page(window: Reader, site_folder: Path, dropped: list[str], address: str) -> None:
    """Within its budget, without violation or sideways scrolling, and with all styles it needs."""
    page = window.page
    window.problems.clear()
    page.set_viewport_size(WIDE)
    page.goto(f"{window.address}{address}")
    look_over(page, dropped)
    page.wait_for_load_state("networkidle")
    assert weight(page, window.address, site_folder) <= BUDGET
    assert window.problems == []


@pytest.mark.parametrize("prefix", languages(ROOT).values())
def test_a_missing_page(reader: Reader, dropped: list[str], prefix: str) -> None:
    """The page for an address that does not exist is as good as the rest, in each language."""
    page = reader.page
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.set_viewport_size(WIDE)
    address = f"{reader.address}{prefix}costs/nowhere/"
    reader.injected = "status of 404"  # the page itself, and nothing that it loads
    page.goto(address)
    for language in languages(ROOT):
        assert page.locator(f":lang({language}) > :is(h1, h2)").count() == 1
    look_over(page, dropped)
    page.wait_for_load_state("networkidle")
    assert [answer.url for answer in answers if not answer.ok] == [address]
