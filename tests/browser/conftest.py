"""What every browser test shares: the browser of this machine and a reader whom nothing escapes."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scripts.server import SiteServer
from tests.browser.reader import Reader

expect.set_options(timeout=15_000)  # the machine may be busy with something else

type NewReader = Callable[..., Reader]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium that CHROMIUM names; a sandbox cannot be had by root."""
    program = os.environ.get("CHROMIUM")
    named = {"executable_path": program} if program else {}
    return {
        **browser_type_launch_args,
        **named,
        "args": [] if os.geteuid() else ["--no-sandbox"],
    }


@pytest.fixture(scope="session")
def base_url() -> str | None:
    """Stand in for the plugin's fixture, which warns; every address here is whole."""
    return None


@pytest.fixture(autouse=True)
def _unmeasured(unmeasured: None) -> None:
    """Leave the driving of a browser out of the coverage: it runs nothing that no other test does."""


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open a page that waits longer than usual: the machine may be busy."""
    context.set_default_timeout(20_000)
    return context.new_page()


@pytest.fixture
def reader(page: Page, site: SiteServer) -> Iterator[Reader]:
    """Give a reader, and fail on errors, refused content or requests to others."""
    reader = Reader(page, site.address)
    yield reader
    assert reader.problems == []


@pytest.fixture(scope="session")
def visitors() -> dict[str | None, Reader]:
    """Hold one long visit for each language, so that Python need not start for every test."""
    return {}


@pytest.fixture
def visitor(
    request: pytest.FixtureRequest,
    browser: Browser,
    site: SiteServer,
    visitors: dict[str | None, Reader],
) -> Iterator[Reader]:
    """Give a reader who goes on with a visit, to the same rules."""
    language = getattr(request.node, "callspec", None) and request.node.callspec.params.get(
        "language"
    )
    if language not in visitors:
        context = browser.new_context()
        context.set_default_timeout(20_000)
        visitors[language] = Reader(context.new_page(), site.address)
    reader = visitors[language]
    reader.problems.clear()
    yield reader
    assert reader.problems == []


@pytest.fixture
def new_reader(browser: Browser, site: SiteServer) -> Iterator[NewReader]:
    """Make readers with a browser context of their own, to the same rules."""
    made: list[Reader] = []

    def make(address: str = site.address, **options: Any) -> Reader:
        context = browser.new_context(**options)
        context.set_default_timeout(20_000)
        made.append(Reader(context.new_page(), address))
        return made[-1]

    yield make
    for reader in made:
        reader.page.context.close()
    assert [problem for reader in made for problem in reader.problems] == []
