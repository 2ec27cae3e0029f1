"""Pages as they are met: without scripts, on a phone, by keyboard, on paper, by screen readers."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, ViewportSize, expect

from scripts.runtime import _node
from scripts.server import SiteServer
from scripts.site import ROOT
from tests.browser.conftest import NewReader
from tests.browser.reader import (
    AXE_COLORS,
    COLD_START,
    NARROW,
    PAIRS,
    WIDE,
    Reader,
    axe,
    built_pages,
    no_sideways,
    page_address,
    show_scheme,
)

ENGLISH = [name for name, language in PAIRS if language == "en"]
# What has a background of its own, or a chart's paper, that is darker than mid-gray.
DARK_PAPER = """section => [document.documentElement, document.body, ...section.querySelectorAll("*")]
  .filter((element) => element.checkVisibility())
  .map((element) => [element.className, getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number)])
  .filter(([, [red, green, blue, alpha = 1]]) => alpha > 0.5 && red + green + blue < 3 * 128)
  .map(String)"""
MIDDLE: ViewportSize = {"width": 960, "height": 700}
FAULTS_OF_TEXT = """svg => {
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const texts = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBBox(),
    parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a]);
  const faults = [];
  texts.forEach(([name, box, size], index) => {
    if (size < 12) faults.push(`${name} is ${size} px`);
    if (box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height)
      faults.push(`${name} leaves the drawing`);
    for (const [other, its] of texts.slice(index + 1))
      if (box.x < its.x + its.width && its.x < box.x + box.width &&
          box.y < its.y + its.height && its.y < box.y + box.height)
        faults.push(`${name} touches ${other}`);
  });
  return faults;
}"""


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_without_scripts(new_reader: NewReader, name: str, language: str) -> None:
    """Answer, table, charts, sources and language link are there, and no control that is dead."""
    reader = new_reader(java_script_enabled=False)
    reader.open(name, language)
    expect(reader.sentence).to_be_visible()
    expect(reader.section.locator("table").first).to_be_visible()
    for chart in reader.section.locator("figure.chart").all():
        expect(chart.locator("svg:visible")).to_have_count(1)
    expect(reader.section.locator("details[data-key=sources]")).to_be_visible()
    expect(reader.section.locator(".calculator-noscript")).to_be_visible()
    expect(reader.page.locator("a[data-root]")).to_be_visible()
    expect(reader.section.locator(":is(button, input, select):visible")).to_have_count(0)
    expect(reader.section.locator(".calculator-runtime *:visible")).to_have_count(0)


@pytest.mark.parametrize("name", ENGLISH)
@pytest.mark.parametrize(("size", "language"), [(NARROW, "ms"), (WIDE, "en")], ids=["ms", "en"])
def test_axe_finds_nothing(visitor: Reader, name: str, language: str, size: ViewportSize) -> None:
    """No violation unfolded, nor with mistakes listed after a failure; test_every_page has the rest.

    The longer words of Malay are looked at where there is less room for them.
    """
    page = visitor.page
    page.set_viewport_size(size)
    visitor.visit(name, language)
    show_scheme(page, "light")
    visitor.unfold()
    assert axe(page) == []
    visitor.control(visitor.lone_field).fill("abc")
    visitor.calculate.click()
    expect(visitor.section.locator("[data-part=summary]")).to_be_focused()
    visitor.wait_for_all()
    page.evaluate("() => { document.documentElement.dataset.runtime = 'failed'; }")
    expect(visitor.message("failed")).to_be_visible()
    assert axe(page) == []
    show_scheme(page, "dark")
    assert axe(page, AXE_COLORS) == []
    page.evaluate("() => { document.documentElement.dataset.runtime = ''; }")
    show_scheme(page, "light")
    page.emulate_media(reduced_motion="no-preference")
    page.set_viewport_size(WIDE)


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_narrow_screen(visitor: Reader, name: str, language: str) -> None:
    """At 320 pixels nothing goes sideways, and the sticky headline never covers the field in use."""
    page = visitor.page
    page.set_viewport_size(NARROW)
    visitor.visit(name, language)
    visitor.unfold()
    assert no_sideways(page)
    page.evaluate("() => scrollTo(0, 0)")
    places = visitor.section.evaluate(
        """section => [...section.querySelectorAll("form [type=text]")].map((field) => {
          field.focus();
          const [box, line] = [field, section.querySelector("[data-part=headline]")]
            .map((element) => element.getBoundingClientRect());
          return [field.name, box.top, box.bottom, line.top, line.bottom];
        })"""
    )
    assert [field for field, *_ in places] == visitor.text_fields()
    for field, top, bottom, line_top, line_bottom in places:
        assert line_bottom <= NARROW["height"] + 1
        assert bottom <= line_top or top >= line_bottom, field
    page.set_viewport_size(WIDE)


@pytest.mark.parametrize("name", ENGLISH)
def test_targets_are_large_enough(visitor: Reader, name: str) -> None:
    """Everything to press or type in is 44 pixels high on a phone."""
    visitor.page.set_viewport_size({"width": 375, "height": 700})
    visitor.visit(name)
    visitor.set(visitor.lone_field, "21")
    heights = visitor.section.evaluate(
        """section => [...section.querySelectorAll(
            "button, [type=text], select, summary, .calculator-choices label"
          )].filter((element) => element.checkVisibility())
            .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect().height])
            .filter(([, height]) => height < 43.9)"""
    )
    visitor.page.set_viewport_size(WIDE)
    assert heights == []


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_text_in_charts(visitor: Reader, name: str, language: str) -> None:
    """One drawing shows; its texts lie inside it, apart from each other, and are large enough."""
    visitor.visit(name, language)
    for size in (NARROW, MIDDLE, WIDE):
        visitor.page.set_viewport_size(size)
        for chart in visitor.section.locator("figure.chart").all():
            expect(chart.locator("svg:visible")).to_have_count(1)
            assert chart.locator("svg:visible").evaluate(FAULTS_OF_TEXT) == [], size
        assert no_sideways(visitor.page)


@pytest.mark.parametrize("name", ENGLISH)
def test_keyboard_alone(visitor: Reader, name: str) -> None:
    """Every control is reached with Tab, each with a visible focus, and Enter answers."""
    visitor.visit(name)
    page = visitor.page
    visitor.section.locator("form :is(input, select, button)").first.focus()
    wanted = set(visitor.values()) - {""}
    reached: set[str] = set()
    for _ in range(60):
        focused = page.evaluate(
            """() => {
              const {name, type} = document.activeElement;
              const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
              return [name ?? "", type ?? "", outlineStyle, parseFloat(outlineWidth)];
            }"""
        )
        if focused[0]:
            reached.add(focused[0])
            assert focused[2] != "none", focused
            assert focused[3] >= 2, focused
        if focused[1] == "submit":
            break
        page.keyboard.press("Tab")
    assert reached == wanted
    page.keyboard.press("Enter")
    expect(visitor.heading).to_be_focused()


def test_single_keys_of_the_theme_do_nothing(visitor: Reader) -> None:
    """A letter pressed outside a text field neither leaves the page nor opens the search."""
    visitor.visit("regional_rates")
    address = visitor.page.url
    visitor.section.locator("[type=radio]").first.focus()
    for key in "np.,sf/":
        visitor.page.keyboard.press(key)
    expect(visitor.page.locator("#__search")).not_to_be_checked()
    assert visitor.page.url == address
    visitor.page.locator("label[for=__search]:visible, .md-search__input:visible").first.click()
    visitor.page.locator(".md-search__input").press_sequentially("snp")
    expect(visitor.page.locator(".md-search__input")).to_have_value("snp")
    visitor.page.keyboard.press("Escape")


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_print(visitor: Reader, name: str, language: str, tmp_path: Path) -> None:
    """On paper: two pages, one more for every ten fields after the first ten, all parts open, the link and the day, and no button."""
    visitor.visit(name, language)
    visitor.set(visitor.lone_field, "21")
    expect(visitor.page).to_have_url(re.compile(r"v=\d+&.*=21"))
    visitor.page.emulate_media(media="print")
    visitor.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    line = visitor.section.locator("[data-part=link]")
    expect(line).to_be_visible()
    expect(line).to_contain_text(visitor.open_state())
    expect(line).not_to_contain_text("{")
    expect(visitor.section.locator("button:visible")).to_have_count(0)
    expect(visitor.section.locator("details[data-key=working] li").first).to_be_visible()
    path = tmp_path / "page.pdf"
    visitor.page.pdf(path=path, format="A4", prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))
    visitor.page.emulate_media(media="screen")
    assert pages <= 2 + (len(visitor.values()) - 1) // 10, pages


@pytest.mark.parametrize("name", ENGLISH)
def test_the_dark_scheme_prints_dark_on_light(visitor: Reader, name: str) -> None:
    """Paper is light, whatever the screen is: texts have the contrast of the light scheme."""
    page = visitor.page
    visitor.visit(name)
    show_scheme(page, "dark")
    assert visitor.section.evaluate(DARK_PAPER)
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert axe(page, AXE_COLORS) == []
    dark = visitor.section.evaluate(DARK_PAPER)
    page.emulate_media(media="screen")
    show_scheme(page, "light")
    page.emulate_media(reduced_motion="no-preference")
    assert dark == []


@pytest.mark.parametrize("name", ENGLISH)
def test_forced_colors_keep_the_chart(visitor: Reader, name: str) -> None:
    """With the reader's own colors bars are still told from the paper."""
    visitor.page.emulate_media(forced_colors="active")
    visitor.visit(name)
    fills = visitor.section.evaluate(
        """section => [...section.querySelectorAll("svg .chart-bar")].map((bar) => getComputedStyle(bar).fill)"""
    )
    paper = visitor.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    visitor.page.emulate_media(forced_colors="none")
    assert all(fill != paper for fill in fills)


def test_back_restores_the_page_with_its_worker(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], site: SiteServer
) -> None:
    """The page and its living worker come back from the back/forward cache."""
    options = {**browser_type_launch_args, "ignore_default_args": ["--disable-back-forward-cache"]}
    browser = browser_type.launch(**options)
    reader = Reader(browser.new_page(), site.address)
    reader.open_ready("regional_rates")
    reader.page.evaluate(
        """() => addEventListener("pageshow", ({ persisted }) => {
          document.documentElement.dataset.persisted = persisted;
        })"""
    )
    reader.page.evaluate("address => { location.href = address; }", f"{site.address}404.html")
    expect(reader.section).to_have_count(0)
    reader.page.evaluate("() => { history.back(); }")
    expect(reader.section).to_be_visible()
    expect(reader.page.locator("html")).to_have_attribute("data-persisted", "true")
    asked = len(reader.requests)
    reader.set("agents", "12")
    expect(reader.sentence).to_contain_text("12 agents", timeout=COLD_START)
    assert len(reader.requests) == asked
    assert reader.problems == []
    browser.close()


def test_every_built_calculator_is_tested(site_folder: Path) -> None:
    """The calculators and languages of these tests are those that the built site holds."""
    found = {
        (match, re.search(r'<html lang="(\w+)"', text)[1])  # type: ignore[index]
        for path in site_folder.rglob("*.html")
        for text in [path.read_text(encoding="utf-8")]
        for match in re.findall(r'data-calculator="(\w+)"', text)
    }
    assert found == set(PAIRS)
    assert {page_address(*pair) for pair in PAIRS} <= set(built_pages(site_folder))


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write html-validate's rules down, with a reason for each that is off."""
    off = {
        "long-title": "off",  # the site's name stands behind the page's
        "no-inline-style": "error",
        "no-implicit-button-type": "off",  # Material's search
        "no-trailing-whitespace": "off",  # Material's templates
        "void-style": "off",  # style only
        "doctype-style": "off",  # style only
        "attr-quotes": "off",  # Material's templates
        "attribute-boolean-style": "off",  # style only
        "attribute-empty-style": "off",  # style only
        "no-redundant-role": "off",  # roles stay where a stacked table would lose them
        "prefer-native-element": "off",  # same, and Material's search
        "wcag/h30": "off",  # axe looks at links
        "wcag/h32": "off",  # Material's search form has no button to send it
        "text-content": "off",  # axe looks at buttons
        "script-type": "off",  # style only
        "no-raw-characters": "off",  # HTML allows them
        "unique-landmark": "off",  # axe looks at landmarks
        "valid-id": "off",  # Material's ids begin with __
        "aria-label-misuse": "off",  # axe looks at labels
        "input-missing-label": "off",  # axe looks at labels
        "svg-focusable": "off",  # for a browser that is gone
    }
    path = tmp_path_factory.mktemp("html-validate") / "rules.json"
    path.write_text(json.dumps({"extends": ["html-validate:recommended"], "rules": off}))
    return path


def test_html_is_valid(site_folder: Path, rules: Path) -> None:
    """html-validate has nothing to say about any built page."""
    program = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    command = [_node(), str(program), "--config", str(rules), "--formatter", "text"]
    done = subprocess.run(
        [*command, *map(str, site_folder.rglob("*.html"))],
        capture_output=True,
        text=True,
        check=False,
    )
    faults = re.sub(r"(?m)^.*?/site/", "", done.stdout)
    assert done.returncode == 0, faults[:4000]
