"""A column of numbers: typed, pasted, read row by row, linked, and worked by keyboard."""

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from calc.text import words
from scripts.site import ROOT, languages
from tests.browser.reader import (
    COLD_START,
    KEEP_THE_WORKER,
    WIDE,
    Reader,
    Scheme,
    axe,
    no_sideways,
    show_scheme,
)

NAME, FIELD = "staffing", "day"
DAY = [0] * 16 + [20, 40, 80, 120, 100, 90, 80, 90, 100, 80, 60, 40, 20, 10, 5, 3] + [0] * 16
COLUMN = "\n".join(map(str, DAY))
PHONE: ViewportSize = {"width": 360, "height": 740}
LANGUAGES = sorted(languages(ROOT))


@pytest.fixture
def rows(visitor: Reader) -> Reader:
    """Come to a fresh form with a column."""
    visitor.page.set_viewport_size(WIDE)
    visitor.visit(NAME)
    return visitor


def put(rows: Reader, text: str) -> None:
    """Put a long text into the box at once: the driver's keyboard takes seconds for each hundred rows."""
    rows.control(FIELD).evaluate(
        """(box, text) => {
          box.focus();
          box.value = text;
          for (const type of ["input", "change"]) box.dispatchEvent(new Event(type, { bubbles: true }));
          box.blur();
        }""",
        text,
    )


def test_typing_rows_shows_no_message_until_the_box_is_left(rows: Reader) -> None:
    """Good rows are answered at once; the others are named on leaving, and nothing typed is lost."""
    box, error = rows.control(FIELD), rows.error(FIELD)
    box.press_sequentially("50\nx\n\n1,00\n100")
    expect(rows.sentence).to_contain_text("150 contacts in 2.5 hours")
    expect(error).to_be_hidden()
    box.blur()
    expect(error).to_be_visible()
    expect(error).to_contain_text("Row 2: Number of contacts must be a number")
    expect(error).to_contain_text("Row 4: Use a period for decimals")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("50\nx\n\n1,00\n100")
    expect(rows.stale).to_be_hidden()
    expect(rows.sentence).to_contain_text("150 contacts")
    box.fill("50\n70\n\n1\n100")
    expect(error).to_be_hidden()
    expect(box).not_to_have_attribute("aria-invalid", "true")
    expect(rows.sentence).to_contain_text("221 contacts")


def test_a_row_that_does_not_read_is_in_the_list_of_mistakes(rows: Reader) -> None:
    """Calculate leads to the list, and its link to the box."""
    rows.control(FIELD).fill("50\nx")
    rows.calculate.click()
    expect(rows.part("summary")).to_be_focused()
    link = rows.part("summary").locator("li a")
    expect(link).to_have_text(re.compile("^Row 2: "))
    link.click()
    expect(rows.control(FIELD)).to_be_focused()
    rows.control(FIELD).fill("50\n60")
    rows.calculate.click()
    expect(rows.heading).to_be_focused()


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        (COLUMN, "938 contacts in 24 hours"),
        ("\r\n".join(map(str, DAY)) + "\r\n", "938 contacts in 24 hours"),
        ("\t".join(map(str, DAY)), "938 contacts in 24 hours"),
        ("\n".join(map(str, DAY[:47])), "938 contacts in 23.5 hours"),
        ("\n".join(map(str, [*DAY, 9])), "938 contacts in 24 hours"),
        ("1,600\n1 600 calls\n\u00a01_600", "4,800 contacts in 1.5 hours"),
        ("1.5\n0,5\n3", "4.5 contacts in 1.5 hours"),
        ("7\n" * 10_000, "336 contacts in 24 hours"),
    ],
    ids=["column", "windows", "line", "47", "49", "thousands", "decimals", "thousands_of_rows"],
)
def test_a_paste_from_a_spreadsheet(rows: Reader, pasted: str, sentence: str) -> None:
    """Line ends of every system, cells of a line, too few and too many rows have an answer."""
    box = rows.control(FIELD)
    lines = len(re.split(r"[\r\n\t]+", pasted.strip()))
    box.focus()
    if lines > 1_440:
        put(rows, pasted)
    else:
        rows.page.keyboard.insert_text(pasted)
    box.blur()
    expect(rows.sentence).to_contain_text(sentence)
    if lines > 48:
        read = "Rows read: the first 48."
        expect(rows.section.locator(".calculator-findings")).to_contain_text(read)
    if lines > 1_440:
        expect(rows.error(FIELD)).to_contain_text("the rows after this one are not read")
        assert len(box.input_value().split()) == lines


def test_a_pasted_column_is_shown_in_its_usual_form_and_as_typed_while_edited(rows: Reader) -> None:
    """Leaving writes thousands with commas; coming back brings the reader's own text."""
    rows.set(FIELD, "1600\n\n20\n")
    expect(rows.control(FIELD)).to_have_value("1,600\n\n20")
    rows.control(FIELD).focus()
    expect(rows.control(FIELD)).to_have_value("1600\n\n20\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_holds_the_column(reader: Reader, language: str) -> None:
    """A reload and the other language bring all rows back; an edit made just before goes along."""
    reader.open_ready(NAME, language)
    reader.set(FIELD, "50\n\n70")
    expect(reader.page).to_have_url(re.compile(r"day=50,,70$"))
    reader.page.reload()
    expect(reader.control(FIELD)).to_have_value("50\n\n70", timeout=COLD_START)
    expect(reader.banner).to_be_visible()
    reader.control(FIELD).fill("50\n60\n80")
    reader.page.locator("a[data-root]").click()
    reader.page.wait_for_url(re.compile(r"day=50,60,80$"))
    expect(reader.control(FIELD)).to_have_value("50\n60\n80", timeout=COLD_START)
    (other,) = {*LANGUAGES} - {language}
    assert reader.page.locator("html").get_attribute("lang") == other
    expect(reader.sentence).to_contain_text("190")


def test_a_column_too_long_for_a_link_is_left_out_and_said(rows: Reader) -> None:
    """The address stays bare, and the field says why."""
    put(rows, "123456\n" * 400)
    note = rows.section.locator(f"[data-field={FIELD}] [data-part=note]")
    expect(note).to_have_text(words("en")("messages.not_in_links"))
    expect(rows.page).not_to_have_url(re.compile("day="))
    rows.section.locator("form [data-do=reset]").click()
    expect(rows.control(FIELD)).to_have_value("")
    expect(note).to_be_hidden()
    rows.do("undo").click()
    assert len(rows.control(FIELD).input_value().split()) == 400


def test_scenarios_keep_a_column(rows: Reader) -> None:
    """It comes back from what is kept, and the comparison sums it up."""
    rows.set(FIELD, "50\n70")
    expect(rows.page).to_have_url(re.compile("day=50,70"))
    rows.do("keep").click()
    rows.set(FIELD, "")
    expect(rows.part("comparison")).to_contain_text("rows: 2, total: 120")
    rows.do("restore").click()
    expect(rows.control(FIELD)).to_have_value("50\n70")
    rows.do("forget").first.click()


def test_the_table_of_the_intervals_stays_open(rows: Reader) -> None:
    """It is folded at first, and what the reader unfolds stays so with the next answer."""
    folded = rows.section.locator("details[data-key=folded]")
    expect(folded).to_have_count(0)
    rows.set(FIELD, "50\n70")
    expect(folded).to_have_count(1)
    folded.locator("summary").click()
    rows.set(FIELD, "50\n70\n90")
    expect(folded.locator("tbody tr")).to_have_count(3)
    expect(folded).to_have_attribute("open", "")
    rows.set(FIELD, "")
    expect(folded).to_have_count(0)


def test_what_matters_of_a_long_column_comes_a_moment_at_a_time(reader: Reader) -> None:
    """Each part is asked for when the one before is there, and the whole is shown in the end."""
    reader.page.add_init_script(KEEP_THE_WORKER)
    reader.open_ready(NAME)
    reader.set("interval_minutes", "1")
    reader.wait_for_all()
    reader.page.evaluate(
        """() => {
          window.parts = [];
          self.kept.addEventListener("message", ({ data }) => {
            if (data.answer?.spans) parts.push(data.answer.spans.length);
          });
        }"""
    )
    matters = reader.section.locator(".calculator-matters")
    before = matters.inner_text()
    put(reader, "\n".join(map(str, range(1, 1_001))))
    expect(reader.sentence).to_contain_text("500,500 contacts")
    reader.wait_for_all()
    assert matters.inner_text() != before
    parts = reader.page.evaluate("() => parts")
    assert len(parts) > 1
    assert parts == sorted(set(parts))


def test_by_keyboard(rows: Reader) -> None:
    """Enter makes a row and sends nothing; Tab leads on."""
    box = rows.control(FIELD)
    box.focus()
    rows.page.keyboard.type("50")
    rows.page.keyboard.press("Enter")
    rows.page.keyboard.type("70")
    expect(box).to_be_focused()
    expect(box).to_have_value("50\n70")
    rows.page.keyboard.press("Tab")
    expect(box).not_to_be_focused()
    expect(rows.sentence).to_contain_text("120 contacts in 1 hour")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["360", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_day_on_every_screen(rows: Reader, size: ViewportSize, scheme: Scheme) -> None:
    """Nothing goes sideways, axe finds nothing, and the box is large enough, with a mistake too."""
    rows.page.set_viewport_size(size)
    show_scheme(rows.page, scheme)
    rows.set(FIELD, f"{COLUMN}\nx")
    expect(rows.error(FIELD)).to_be_visible()
    rows.wait_for_all()
    rows.unfold()
    assert axe(rows.page) == []
    assert no_sideways(rows.page)
    box = rows.control(FIELD).bounding_box()
    assert box
    assert box["height"] >= 44
    show_scheme(rows.page, "light")
    rows.page.emulate_media(reduced_motion="no-preference")
    rows.page.set_viewport_size(WIDE)
