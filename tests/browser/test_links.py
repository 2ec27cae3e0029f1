"""Links that carry numbers, and the link to the other language."""

import re

import pytest
from playwright.sync_api import expect

from calc.answer import default_answer
from calc.calculators import load
from calc.view import to_html
from tests.browser.reader import COLD_START, PAIRS, Reader, page_address

ENGLISH = [name for name, language in PAIRS if language == "en"]
CARRYING = [
    (name, number)
    for name in ENGLISH
    for text in ["".join(map(to_html, default_answer(name, "en")["panel"]))]
    for number in range(
        text.partition('class="calculator-next"')[2].partition("</p>")[0].count("<a ")
    )
]
HOSTILE = [
    "__proto__=1",
    "constructor=1&toString=2",
    "x=<img src=x onerror=alert(1)>",
    "x=javascript:alert(1)",
    "agents=%00",
    "agents=%E0%A4%A",
    "agents=%ud800",
    "agents=12&agents=13",
    "agents=NaN",
    "x=" + "1" * 100_000,
]


def test_the_address_follows_the_form(visitor: Reader) -> None:
    """Numbers that differ stand in the address soon after, sorted; with usual ones it is bare again."""
    visitor.visit("regional_rates")
    visitor.page.evaluate(
        """() => {
          window.writes = 0;
          const write = history.replaceState;
          history.replaceState = function (state, title, address) {
            if (address) writes += 1;
            return write.call(history, state, title, address);
          };
          window.entries = history.length;
        }"""
    )
    visitor.set("region", "pakistan")
    control = visitor.control("agents")
    control.focus()
    control.press("ControlOrMeta+a")
    control.press_sequentially("12" * 5, delay=80)
    control.fill("12")
    control.blur()
    expect(visitor.page).to_have_url(
        re.compile(r"#regional-rates\?v=\d+&agents=12&region=pakistan$")
    )
    assert visitor.page.evaluate("() => writes") <= 4
    assert visitor.page.evaluate("() => history.length === entries")
    visitor.section.locator("form [data-do=reset]").click()
    expect(visitor.page).to_have_url(re.compile(r"/$"))


@pytest.mark.parametrize("name", ENGLISH)
def test_a_link_opens_with_its_numbers(visitor: Reader, name: str) -> None:
    """A reload shows the same form and answer, with a banner, silently and without moving the focus."""
    visitor.visit(name)
    visitor.set(visitor.lone_field, "21")
    expect(visitor.page).to_have_url(re.compile(r"\?v="))
    values, answer = visitor.values(), str(visitor.headline.text_content())
    visitor.page.reload()
    expect(visitor.headline).to_have_text(answer, timeout=COLD_START)
    assert visitor.values() == values
    expect(visitor.banner).to_be_visible()
    expect(visitor.status).to_have_text("")
    assert visitor.page.evaluate("() => document.activeElement === document.body")
    visitor.banner.locator("[data-do=reset]").click()
    expect(visitor.banner).to_be_hidden()
    expect(visitor.page).to_have_url(re.compile(r"/$"))


def test_the_example_is_marked_while_a_link_s_numbers_load(reader: Reader) -> None:
    """Until Python is there the built answer is called an example."""
    reader.open("regional_rates", fragment="#regional-rates?v=1&agents=12")
    example = reader.section.locator(".calculator-badge[data-say=example]")
    expect(example).to_be_visible()
    expect(reader.sentence).to_contain_text("12 agents", timeout=COLD_START)
    expect(example).to_be_hidden()


def test_an_edit_made_before_a_link_s_numbers_came_stays(reader: Reader) -> None:
    """What the reader types while a link loads wins over the link; the rest comes from the link."""
    reader.open("regional_rates", fragment="#regional-rates?v=1&agents=12&region=pakistan")
    reader.control("agents").fill("77")
    expect(reader.sentence).to_contain_text("Pakistan, 77 agents", timeout=COLD_START)
    assert reader.values()["agents"] == "77"
    assert reader.values()["region"] == "pakistan"


def test_old_unknown_and_bad_parts_of_a_link(visitor: Reader) -> None:
    """Parts that cannot be used are named or counted in the banner, and never shown."""
    visitor.visit("regional_rates")
    sentence = str(visitor.sentence.text_content())
    fragments = [f"v=1&{part}" for part in HOSTILE] + ["v=0&agents=10", "v=99", "v=x", "agents=0"]
    for fragment in fragments:
        visitor.banner.evaluate("banner => { banner.firstChild.textContent = ''; }")
        visitor.page.evaluate(
            "fragment => { location.hash = fragment; }", f"regional-rates?{fragment}"
        )
        expect(visitor.banner, fragment[:40]).to_be_visible()
        text = visitor.banner.inner_text()
        assert not re.search(r"proto|constructor|onerror|javascript|%|\d\d", text), text
        if "agents=12" not in fragment:
            expect(visitor.sentence).to_have_text(sentence)
    visitor.banner.locator("[data-do=dismiss]").click()
    expect(visitor.banner).to_be_hidden()


def test_another_calculator_s_fragment_is_an_anchor(reader: Reader) -> None:
    """A fragment that is not this calculator's changes nothing."""
    reader.open_ready("regional_rates", fragment="#no-such?v=1&agents=12")
    expect(reader.banner).to_be_hidden()
    assert reader.values()["agents"] == "10"
    assert reader.open_state() == "no-such?v=1&agents=12"


def test_anchors_of_the_page_keep_the_numbers(visitor: Reader) -> None:
    """With numbers in the address an entry of the contents scrolls and moves the focus, no more."""
    visitor.visit("regional_rates")
    visitor.set("agents", "12")
    expect(visitor.page).to_have_url(re.compile("v=1&agents=12"))
    state = visitor.open_state()
    link = visitor.page.locator(".md-sidebar--secondary a[href*='#']:visible").last
    target = str(link.get_attribute("href")).partition("#")[2]
    link.click()
    expect(visitor.page.locator(f"#{target}")).to_be_focused()
    expect(visitor.page.locator(f"#{target}")).to_be_in_viewport()
    assert visitor.open_state() == state


def test_back_and_forward_between_links(visitor: Reader) -> None:
    """Following a link with other numbers on the page, and going back, fills the form each time."""
    visitor.visit("regional_rates")
    for agents in ("12", "13"):
        visitor.page.evaluate(
            "hash => { location.hash = hash; }", f"regional-rates?v=1&agents={agents}"
        )
        expect(visitor.sentence).to_contain_text(f"{agents} agents")
    visitor.page.go_back()
    expect(visitor.sentence).to_contain_text("12 agents")
    visitor.page.go_forward()
    expect(visitor.sentence).to_contain_text("13 agents")


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_language_link_keeps_page_and_numbers(visitor: Reader, name: str, language: str) -> None:
    """The other language opens the same page with the same numbers, also right after an edit.

    In another tab, so that this one need not start Python again for the next test.
    """
    visitor.visit(name, language)
    field = visitor.lone_field
    visitor.control(field).fill("21")
    other = visitor.page.locator("a[data-root]")
    wanted = str(other.get_attribute("lang"))
    with visitor.page.context.expect_page() as opened:
        other.click(modifiers=["ControlOrMeta"])
    tab = opened.value
    tab.wait_for_url(re.compile(rf"/{page_address(name, wanted)}#.*{field}=21$"))
    assert tab.locator("html").get_attribute("lang") == wanted
    tab.close()


@pytest.mark.parametrize(("language", "wanted"), [("ms", "en"), ("en", "ms")])
def test_the_other_language_opens_with_the_numbers(
    visitor: Reader, language: str, wanted: str
) -> None:
    """The field holds the number that was typed there before, and nothing is said about it."""
    visitor.visit("regional_rates", language)
    visitor.control("agents").fill("21")
    visitor.page.locator("a[data-root]").click()
    visitor.page.wait_for_url(f"**/{page_address('regional_rates', wanted)}#*agents=21")
    expect(visitor.control("agents")).to_have_value("21", timeout=COLD_START)
    expect(visitor.status).to_have_text("")


def test_language_link_keeps_an_anchor_and_drops_a_query(reader: Reader) -> None:
    """Without numbers the heading stays; what a search added goes."""
    reader.page.goto(f"{reader.address}en/costs/location/?h=word#how-to-read")
    reader.page.locator("a[data-root]").click()
    reader.page.wait_for_url(f"{reader.address}costs/location/#how-to-read")


def test_language_link_is_right_after_instant_navigation(reader: Reader) -> None:
    """The link follows the reader to a page that was not loaded anew."""
    reader.page.goto(f"{reader.address}en/")
    reader.page.evaluate("() => { window.same = true; }")
    home = load("regional_rates").HOME
    reader.page.locator(f".md-content a[href$='{home}/']").first.click()
    reader.page.wait_for_url(f"**/en/{home}/")
    assert reader.page.evaluate("() => window.same")
    reader.page.locator("a[data-root]").click()
    reader.page.wait_for_url(f"{reader.address}{home}/")


@pytest.mark.parametrize(("name", "number"), CARRYING)
def test_the_next_calculator_opens_with_the_carried_numbers(
    visitor: Reader, name: str, number: int
) -> None:
    """Every number of a link stands in the other form, and none of it was of no use."""
    visitor.visit(name)
    field = visitor.lone_field
    visitor.set(field, str(2 * float(visitor.values()[field].replace(",", ""))))
    expect(visitor.page).to_have_url(re.compile(rf"[?&]{field}="))
    link = visitor.section.locator(".calculator-next a").nth(number)
    query = str(link.get_attribute("href")).partition("?")[2]
    link.click()
    visitor.page.wait_for_url(f"**?{query}")
    carried = dict(pair.split("=") for pair in query.split("&"))
    del carried["v"]
    assert carried
    for field, text in carried.items():
        expect(visitor.control(field)).not_to_have_value("", timeout=COLD_START)
        expect(visitor.banner).to_contain_text("Opened from a link.")
        assert float(visitor.values()[field].replace(",", "")) == float(text)
    expect(visitor.banner.locator("p")).to_have_text("Opened from a link.")


def test_the_address_of_the_next_page_stays_as_it_is(reader: Reader) -> None:
    """While the next page is on its way, the numbers of the one that is left are not written to it."""
    reader.open_ready("regional_rates")
    reader.control("agents").fill("12")
    kept = reader.page.evaluate(
        """() => {
          history.pushState(null, "", "../commission/#commission-premium?v=1&normal_rate=9");
          dispatchEvent(new Event("pagehide"));
          return location.hash;
        }"""
    )
    assert kept == "#commission-premium?v=1&normal_rate=9"
