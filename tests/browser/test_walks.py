"""Three readers walk from the home page to their answer, by links and by the search."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.site import ROOT, languages
from tests.browser.conftest import NewReader
from tests.browser.reader import COLD_START, WIDE, Reader

LANGUAGES = languages(ROOT)
HREFS = "links => links.map((link) => link.href.split('#')[0])"
FIRST = 5


def home(reader: Reader, language: str) -> str:
    """Open a language's home page."""
    address = f"{reader.address}{LANGUAGES[language]}"
    reader.page.goto(address)
    return address


def follow(page: Page, address: str, within: str = ".md-content") -> None:
    """Click the first link of a text that leads to an address, and arrive at its heading."""
    links = page.locator(f"{within} a[href]")
    place = links.evaluate_all(HREFS).index(address)
    links.nth(place).click()
    page.wait_for_url(re.compile(re.escape(address) + r"(#.*)?$"))
    arrive(page, address)


def arrive(page: Page, address: str) -> None:
    """Wait until a page is there: its address comes first."""
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def found(page: Page, query: str) -> Locator:
    """Type into the search and return the pages that it found, best first."""
    box = page.locator("input[name=query]")
    box.fill(query)
    box.press("End")  # the theme listens to keys
    results = page.locator(".md-search-result__item > a.md-search-result__link")
    expect(results.first).to_be_visible(timeout=COLD_START)
    return results


@pytest.mark.parametrize("language", LANGUAGES)
def test_should_i(new_reader: NewReader, language: str) -> None:
    """On a phone: the pair of rates, the six questions, the comparison for 40 calls, the prices."""
    reader = new_reader(viewport={"width": 375, "height": 740})
    page, root = reader.page, home(reader, language)
    for figure in ("F12", "F19"):
        expect(page.locator(f".md-content [data-figure={figure}]").first).to_be_in_viewport()
    follow(page, f"{root}start/")
    expect(page.locator(".md-content ol > li")).not_to_have_count(0)
    follow(page, f"{root}should-you/in-house-or-outsourced/")
    before = str(reader.sentence.text_content())
    reader.set("contacts_per_day", "40")
    expect(reader.sentence).not_to_have_text(before, timeout=COLD_START)
    expect(reader.banner).to_be_hidden()
    expect(page).to_have_url(re.compile("contacts_per_day=40"))
    shared = page.url
    answer = str(reader.sentence.text_content())
    follow(page, f"{root}costs/inbound/")
    other = new_reader()
    other.page.goto(shared)
    expect(other.control("contacts_per_day")).to_have_value("40", timeout=COLD_START)
    expect(other.sentence).to_have_text(answer)


@pytest.mark.parametrize(
    ("language", "query", "quote"),
    [("en", "per minute", "Philippines"), ("ms", "seminit", "Filipina")],
)
def test_three_quotes(new_reader: NewReader, language: str, query: str, quote: str) -> None:
    """At a desk: the search, the price models, agents, location with a quote, scorecard, SLA."""
    reader = new_reader(viewport=WIDE)
    page, root = reader.page, home(reader, language)
    results = found(page, query)
    place = results.evaluate_all(HREFS)[:FIRST].index(
        f"{root}costs/inbound/?h={'+'.join(query.split())}"
    )
    results.nth(place).click()
    page.wait_for_url(f"{root}costs/inbound/?h=*")
    arrive(page, f"{root}costs/inbound/")
    follow(page, f"{root}steps/1-scope/")
    follow(page, f"{root}should-you/in-house-or-outsourced/")
    follow(page, f"{root}costs/location/")
    reader.section.locator("[name=region]").select_option("asia_philippines")
    expect(reader.sentence).to_contain_text(quote, timeout=COLD_START)
    follow(page, f"{root}vendors/", ".md-tabs")
    follow(page, f"{root}contract/sla/")
    reader.set("second_handle_time", "200")
    expect(reader.sentence).to_contain_text("1.20", timeout=COLD_START)
    expect(page).to_have_url(re.compile("second_handle_time=200"))
    other = next(name for name in LANGUAGES if name != language)
    page.locator("a[data-root]").click()
    page.wait_for_url(f"{reader.address}{LANGUAGES[other]}contract/sla/*")
    expect(page.locator("html")).to_have_attribute("lang", other)
    expect(reader.control("second_handle_time")).to_have_value("200")
    expect(reader.sentence).to_contain_text("1.20", timeout=COLD_START)


@pytest.mark.parametrize(
    ("language", "queries", "asks"),
    [("ms", ("komisen", "suruhanjaya"), "dolar AS"), ("en", ("commission",), "US dollars")],
)
def test_the_vendors_side(
    new_reader: NewReader, language: str, queries: tuple[str, ...], asks: str
) -> None:
    """At a desk: the search leads to commission, mistakes are explained, the other language agrees."""
    reader = new_reader(viewport=WIDE)
    page, root = reader.page, home(reader, language)
    for query in queries:
        address = f"{root}costs/commission/?h={query}"
        first = found(page, query).first
        expect(first).to_have_attribute("href", re.compile(re.escape(address) + "$"))
    found(page, queries[0]).first.click()
    page.wait_for_url(f"{root}costs/commission/?h=*")
    arrive(page, f"{root}costs/commission/")
    reader.make_ready()
    for field, text in (("sales_per_hour", "0.25"), ("fee_per_sale", "48.40")):
        reader.set(field, text)
    reader.set("normal_rate", "RM 10")
    expect(reader.error("normal_rate")).to_contain_text(asks)
    reader.set("normal_rate", "10")
    expect(reader.sentence).to_contain_text("12.10")
    expect(reader.sentence).to_contain_text("21%")
    reader.set("fee_per_sale", "48,40")
    expect(reader.error("fee_per_sale")).to_be_visible()
    expect(reader.sentence).to_contain_text("12.10")
    reader.control("fee_per_sale").fill("48.40")
    expect(reader.error("fee_per_sale")).to_be_hidden()
    page.locator("a[data-root]").click()
    other = next(name for name in LANGUAGES if name != language)
    page.wait_for_url(f"{reader.address}{LANGUAGES[other]}costs/commission/#*")
    expect(reader.control("sales_per_hour")).to_have_value("0.25", timeout=COLD_START)
    expect(reader.sentence).to_contain_text("12.10")
