"""What a reader does with an answer: share it, copy it, save it, print it, read it in ringgit."""

import re
from base64 import b64decode
from pathlib import Path

import pytest
from playwright.sync_api import Download, expect

from calc.answer import answer
from calc.calculators import load, names
from calc.export import download
from tests.browser.conftest import NewReader
from tests.browser.reader import ONCE, PAIRS, Reader

CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.mark.parametrize(("name", "language"), ONCE)
def test_share_dialog_holds_the_numbers(visitor: Reader, name: str, language: str) -> None:
    """The link is selected, copied at a press, and opens the same numbers; Escape leads back."""
    visitor.page.context.grant_permissions(CLIPBOARD)
    visitor.visit(name, language)
    visitor.set(visitor.lone_field, "23")
    expect(visitor.page).to_have_url(re.compile(r"v=\d+&.*=23"))
    visitor.do("share").click()
    box = visitor.section.locator("dialog input")
    expect(box).to_be_focused()
    assert box.input_value().endswith(visitor.open_state())
    assert "23" in box.input_value()
    visitor.do("copyLink").click()
    expect(visitor.do("copyLink")).to_have_text(
        str(visitor.do("copyLink").get_attribute("data-done"))
    )
    assert visitor.page.evaluate("navigator.clipboard.readText()") == box.input_value()
    visitor.page.keyboard.press("Escape")
    expect(visitor.section.locator("dialog")).to_be_hidden()
    expect(visitor.do("share")).to_be_focused()
    visitor.page.context.clear_permissions()


def test_table_is_copied_as_cells(visitor: Reader) -> None:
    """What is pasted into a spreadsheet has the table's rows and columns, and keeps its marks."""
    visitor.page.context.grant_permissions(CLIPBOARD)
    visitor.visit("regional_rates")
    visitor.do("table").click()
    expect(visitor.do("table")).to_have_text("Copied")
    rows = visitor.page.evaluate("navigator.clipboard.readText()").split("\n")
    table = visitor.section.locator("table").first
    assert len(rows) == table.locator("tr").count()
    assert {row.count("\t") for row in rows} == {table.locator("thead th").count() - 1}
    html = visitor.page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then(it => it.text())"
    )
    assert "<table" in html
    visitor.page.context.clear_permissions()


def test_copying_refused_selects_what_was_meant(new_reader: NewReader) -> None:
    """Where the browser forbids it, the text is selected and the message says what to press."""
    reader = new_reader()
    reader.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    reader.open("regional_rates")
    reader.do("table").click()
    refused = reader.section.locator(".calculator-tools > [data-part=refused]")
    expect(refused).to_be_visible()
    expect(reader.section.locator("[role=status]")).to_have_text(str(refused.text_content()))
    assert "India" in reader.page.evaluate("String(getSelection())")


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_files_are_those_that_cpython_makes(
    visitor: Reader, name: str, language: str, tmp_path: Path
) -> None:
    """The files saved by the browser are those of CPython, byte for byte."""
    visitor.visit(name, language)
    visitor.set(visitor.lone_field, "23")
    expect(visitor.page).to_have_url(re.compile(r"v=\d+&.*=23"))
    for kind in ("csv", "xlsx"):
        with visitor.page.expect_download() as found:
            visitor.section.locator(f"[data-kind={kind}]").click()
        saved: Download = found.value
        path = tmp_path / kind
        saved.save_as(path)
        day = re.search(r"\d{4}-\d\d-\d\d", saved.suggested_filename)
        assert day
        question = {"calculator": name, "lang": language, "fields": visitor.values(), "kind": kind}
        wanted = download({**question, "link": visitor.page.url, "day": day[0]})
        assert wanted
        assert saved.suggested_filename == wanted["name"]
        assert path.read_bytes() == b64decode(wanted["base64"])


def test_no_file_while_a_field_does_not_read(visitor: Reader) -> None:
    """Asked for one, the page says which field to mend."""
    visitor.visit("regional_rates")
    visitor.control("agents").fill("many")
    visitor.section.locator("[data-kind=csv]").click()
    expect(visitor.part("summary")).to_be_focused()
    expect(visitor.error("agents")).to_be_visible()


@pytest.mark.parametrize("name", [name for name in names() if load(name).OUTCOME.money])
def test_answer_in_ringgit(visitor: Reader, name: str) -> None:
    """At the reader's rate every amount of the answer is in ringgit; a bad rate says what to type."""
    visitor.visit(name)
    rate = visitor.part("rate")
    rate.fill("4.20")
    rate.press("Tab")
    question = {"calculator": name, "lang": "en", "fields": visitor.values()}
    expect(visitor.sentence).to_have_text(answer({**question, "rate": "4.20"})["sentence"])
    expect(visitor.headline).to_contain_text("RM")
    expect(visitor.headline).not_to_contain_text("$")
    visitor.wait_for_all()
    expect(visitor.section.locator(".calculator-matters")).to_contain_text("RM")
    rate.fill("many")
    rate.press("Tab")
    expect(visitor.part("rate-message")).to_contain_text("such as 4.20")
    expect(visitor.sentence).to_have_text(answer(question)["sentence"])
    rate.fill("")
    rate.press("Tab")
    expect(visitor.part("rate-message")).to_be_empty()


def test_print_button_prints(new_reader: NewReader) -> None:
    """It opens the browser's own dialog."""
    reader = new_reader()
    reader.page.add_init_script("window.print = () => { window.printed = true; }")
    reader.open("regional_rates")
    reader.do("print").click()
    assert reader.page.evaluate("window.printed")
