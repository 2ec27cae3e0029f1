"""Scenarios are kept in the browser, compared, opened again, and deleted with a way back."""

import json

import pytest
from playwright.sync_api import expect

from calc.calculators import names
from tests.browser.conftest import NewReader
from tests.browser.reader import PAIRS

NAME = "<b>Manila & Cebu</b>"


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_scenarios_stand_side_by_side(new_reader: NewReader, name: str, language: str) -> None:
    """Up to three are kept by name, beside the numbers as they stand, after a reload too."""
    reader = new_reader()
    reader.open_ready(name, language)
    field = reader.text_fields()[0]
    for text, given in (("23", NAME), ("24", ""), ("25", "")):
        reader.set(field, text)
        reader.part("name").fill(given)
        reader.do("keep").click()
    table = reader.part("comparison").locator("table")
    expect(table.locator("thead th")).to_have_count(5)
    expect(table.locator("thead th").nth(1)).to_have_text(NAME)
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(reader.do("keep")).to_be_hidden()
    expect(reader.part("full")).to_be_visible()
    reader.page.reload()
    expect(reader.part("kept").locator("li")).to_have_count(3)


@pytest.mark.parametrize("name", names())
def test_a_scenario_opens_and_comes_back_when_deleted(new_reader: NewReader, name: str) -> None:
    """Its numbers fill the form; Undo brings it back where it was."""
    reader = new_reader()
    reader.open_ready(name)
    field = reader.text_fields()[0]
    usual = reader.values()[field]
    reader.do("keep").click()
    expect(reader.section.locator("[role=status]")).to_have_text("The scenario is kept.")
    reader.set(field, "23")
    reader.do("keep").click()
    reader.do("restore").first.click()
    expect(reader.control(field)).to_have_value(usual)
    expect(reader.heading).to_be_focused()
    reader.do("restore").last.click()
    expect(reader.control(field)).to_have_value("23")
    expect(reader.section.locator(".calculator-banner")).to_be_hidden()
    reader.do("forget").first.click()
    expect(reader.part("gone")).to_be_focused()
    expect(reader.part("kept").locator("li")).to_have_count(1)
    reader.do("unforget").click()
    expect(reader.part("kept").locator("li").first).to_contain_text("Scenario 1")
    expect(reader.part("kept").locator("li")).to_have_count(2)


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
