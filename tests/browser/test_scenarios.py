"""Scenarios are kept in the browser, compared, opened again, and deleted with a way back."""

import json
import re

import pytest
from playwright.sync_api import expect

from calc.calculators import load, names
from scripts.site import ROOT, languages
from tests.browser.conftest import NewReader
from tests.browser.reader import COLD_START, ONCE, WIDE, Reader, axe, page_address

NAME = "<b>Manila & Cebu</b>"


@pytest.mark.parametrize(("name", "language"), ONCE)
def test_scenarios_stand_side_by_side(visitor: Reader, name: str, language: str) -> None:
    """Up to three are kept by name, beside the numbers as they stand, after on the next visit too."""
    visitor.visit(name, language)
    field = visitor.lone_field
    for text, given in (("23", NAME), ("24", ""), ("25", "")):
        visitor.set(field, text)
        visitor.part("name").fill(given)
        visitor.do("keep").click()
    table = visitor.part("comparison").locator("table")
    expect(table.locator("thead th")).to_have_count(5)
    expect(table.locator("thead th").nth(1)).to_have_text(NAME)
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(visitor.do("keep")).to_be_hidden()
    expect(visitor.part("full")).to_be_visible()
    visitor.page.emulate_media(media="print")
    expect(table).to_be_visible()
    expect(visitor.section.locator("form")).to_be_hidden()
    visitor.page.emulate_media(media="screen")
    visitor.come(name, language)
    expect(visitor.part("kept").locator("li")).to_have_count(3)


@pytest.mark.parametrize("name", names())
def test_a_scenario_opens_and_comes_back_when_deleted(visitor: Reader, name: str) -> None:
    """Its numbers fill the form; Undo brings it back where it was."""
    visitor.visit(name)
    field = visitor.lone_field
    usual = visitor.values()[field]
    visitor.do("keep").click()
    expect(visitor.section.locator("[role=status]")).to_have_text("The scenario is kept.")
    visitor.set(field, "23")
    visitor.do("keep").click()
    visitor.do("restore").first.click()
    expect(visitor.control(field)).to_have_value(usual)
    expect(visitor.heading).to_be_focused()
    visitor.do("restore").last.click()
    expect(visitor.control(field)).to_have_value("23")
    expect(visitor.banner).to_be_hidden()
    visitor.do("forget").first.click()
    expect(visitor.part("gone")).to_be_focused()
    expect(visitor.part("kept").locator("li")).to_have_count(1)
    visitor.do("unforget").click()
    expect(visitor.part("kept").locator("li").first).to_contain_text("Scenario 1")
    expect(visitor.part("kept").locator("li")).to_have_count(2)


@pytest.mark.parametrize(
    "left", ["{", "5", json.dumps([{"name": 1}, 7, None, {"name": "x", "fragment": "?x=1"}])]
)
def test_what_another_left_in_the_storage_is_left_alone(new_reader: NewReader, left: str) -> None:
    """A damaged entry neither stops the page nor is shown."""
    reader = new_reader()
    reader.page.add_init_script(
        f"localStorage['/project-path/scenarios/regional-rates'] = {left!r}"
    )
    reader.open_ready("regional_rates")
    expect(reader.part("kept").locator("li")).to_have_count(int("fragment" in left))
    expect(reader.sentence).to_contain_text("India")


def test_without_storage_the_comparison_holds_for_the_visit(new_reader: NewReader) -> None:
    """Storage denied: a message names the link instead, and the comparison works all the same."""
    reader = new_reader()
    reader.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied'); }})"
    )
    reader.open_ready("regional_rates")
    reader.do("keep").click()
    expect(reader.part("denied")).to_be_visible()
    expect(reader.part("comparison").locator("table")).to_be_visible()


@pytest.mark.parametrize(("name", "language"), ONCE)
def test_the_last_numbers_are_offered_on_the_next_visit(
    visitor: Reader, name: str, language: str
) -> None:
    """The page opens with its usual numbers and offers those that were left; a link wins over them."""
    visitor.visit(name, language)
    field = visitor.lone_field
    usual = visitor.values()
    offer = visitor.part("last")
    expect(offer).to_be_hidden()
    visitor.set(field, "23")
    left = re.compile(rf"#{visitor.kebab}\?v=\d+&{field}=23$")
    expect(visitor.page).to_have_url(left)
    visitor.come(name, language)
    expect(offer).to_be_visible()
    assert visitor.values() == usual
    visitor.come(name, language, f"#{visitor.kebab}?v={load(name).VERSION}&{field}=24")
    expect(visitor.control(field)).to_have_value("24")
    expect(offer).to_be_hidden()
    visitor.come(name, language)
    visitor.do("resume").click()
    expect(visitor.control(field)).to_have_value("23")
    expect(visitor.heading).to_be_focused()
    expect(visitor.banner).to_be_hidden()
    expect(offer).to_be_hidden()
    expect(visitor.page).to_have_url(left)


def test_the_offer_stays_while_the_reader_types(new_reader: NewReader) -> None:
    """Nothing moves under an edit; it can be closed, and after a reset nothing is left to offer."""
    reader = new_reader()
    reader.open_ready("regional_rates", fragment="#regional-rates?v=1&agents=12")
    reader.set("agents", "13")
    expect(reader.page).to_have_url(re.compile("agents=13$"))
    reader.page.goto("about:blank")
    reader.open("regional_rates")
    expect(reader.part("last")).to_be_visible()
    reader.control("agents").fill("14")
    expect(reader.page).to_have_url(re.compile("agents=14$"), timeout=COLD_START)
    reader.do("resume").click()
    expect(reader.page).to_have_url(re.compile("agents=13$"))
    reader.page.goto("about:blank")
    reader.open("regional_rates")
    reader.part("last").locator("[data-do=dismiss]").click()
    expect(reader.part("last")).to_be_hidden()
    reader.make_ready()
    reader.set("agents", "14")
    expect(reader.page).to_have_url(re.compile("agents=14$"))
    reader.section.locator("form [data-do=reset]").click()
    expect(reader.page).to_have_url(re.compile("/$"))
    reader.page.goto("about:blank")
    reader.open("regional_rates")
    expect(reader.page.locator("html[data-runtime]")).to_be_attached()
    expect(reader.part("last")).to_be_hidden()


@pytest.mark.parametrize("language", languages(ROOT))
def test_every_scenario_is_listed_on_one_page(new_reader: NewReader, language: str) -> None:
    """Each is a link with its numbers, can be deleted and brought back; Python is not needed."""
    reader = new_reader()
    address = f"{reader.address}{languages(ROOT)[language]}calculators/"
    for name in ("commission_premium", "regional_rates"):
        reader.open_ready(name, language)
        reader.part("name").fill(NAME)
        reader.do("keep").click()
        reader.set(reader.lone_field, "23")
        reader.do("keep").click()
    reader.page.goto("about:blank")
    reader.requests.clear()
    reader.page.goto(address)
    shown = reader.page.locator(".kept:visible")
    expect(shown).to_have_count(2)
    group = reader.page.locator(".kept#regional-rates")
    expect(group.locator("li a")).to_have_text([NAME, re.compile("2$")])
    assert not [url for url in reader.runtime_requests if "pyodide" in url]
    reader.page.set_viewport_size(WIDE)
    assert axe(reader.page) == []
    group.locator("[data-do=forget]").first.click()
    expect(group.locator("[data-part=gone]")).to_be_focused()
    group.locator("[data-do=forget]").click()
    expect(group.locator("li")).to_have_count(0)
    group.locator("[data-do=unforget]").click()
    expect(group.locator("li")).to_have_count(1)
    expect(group.locator("button").first).to_be_focused()
    reader.page.reload()
    group.locator("li a").click()
    reader.page.wait_for_url(f"**/{page_address('regional_rates', language)}#*agents=23")
    reader.name = "regional_rates"
    expect(reader.control("agents")).to_have_value("23", timeout=COLD_START)


def test_the_page_of_all_calculators_says_what_it_will_list(reader: Reader) -> None:
    """Before anything is kept one sentence stands there instead."""
    reader.page.goto(f"{reader.address}en/calculators/")
    expect(reader.page.locator("html[data-runtime]")).to_be_attached()
    expect(reader.page.get_by_text("A scenario that you keep")).to_be_visible()
    expect(reader.page.locator(".kept:visible")).to_have_count(0)


def test_the_ringgit_rate_is_kept_for_every_calculator(new_reader: NewReader) -> None:
    """It stays in the browser and out of the address, and the next page answers with it."""
    reader = new_reader()
    reader.open_ready("regional_rates")
    reader.part("rate").fill("4.20")
    reader.part("rate").press("Tab")
    expect(reader.headline).to_contain_text("RM")
    assert "4.2" not in reader.page.url
    reader.open("commission_premium")
    expect(reader.headline).to_contain_text("RM", timeout=COLD_START)
    expect(reader.part("rate")).to_have_value("4.20")
