"""The form: when messages come and go, presets, reset, and what screen readers hear."""

import json
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.reader import ASK, KEEP_THE_WORKER, PAIRS, Reader

ENGLISH = [name for name, language in PAIRS if language == "en"]
UNREADABLE = "abc"


@pytest.mark.parametrize("name", ENGLISH)
def test_typing_alone_never_shows_a_message(visitor: Reader, name: str) -> None:
    """A message comes with leaving a field, and goes on the key that makes its text read."""
    visitor.visit(name)
    usual, names = visitor.values(), visitor.text_fields()
    shown = visitor.section.locator(".calculator-error:visible")
    for left, field in enumerate(names):
        visitor.control(field).fill(UNREADABLE)
        visitor.wait_for_all()
        expect(visitor.error(field)).to_be_hidden()
        expect(shown).to_have_count(left)
    visitor.control(names[-1]).blur()
    expect(shown).to_have_count(len(names))
    expect(visitor.stale).to_be_visible()
    for mended, field in enumerate(names, start=1):
        control, error = visitor.control(field), visitor.error(field)
        expect(error).to_be_visible()
        expect(control).to_have_attribute("aria-invalid", "true")
        described = str(control.get_attribute("aria-describedby")).split()
        assert described[-1] == error.get_attribute("id")
        expect(control).to_have_value(UNREADABLE)
        control.fill(usual[field] or "20")
        expect(error).to_be_hidden()
        expect(control).not_to_have_attribute("aria-invalid", "true")
        expect(shown).to_have_count(len(names) - mended)
    expect(visitor.stale).to_be_hidden()


def test_typing_after_a_mend_shows_no_message(visitor: Reader) -> None:
    """A field that was marked and mended is like any other again."""
    visitor.visit("regional_rates")
    control, error = visitor.control("agents"), visitor.error("agents")
    control.fill(UNREADABLE)
    control.blur()
    expect(error).to_be_visible()
    control.fill("21")
    expect(error).to_be_hidden()
    control.fill(UNREADABLE)
    expect(visitor.stale).to_be_visible()
    expect(error).to_be_hidden()


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_calculate_lists_what_is_wrong_and_then_goes_to_the_answer(
    visitor: Reader, name: str, language: str
) -> None:
    """Pressing the button with mistakes leads to a list of links, and without any to the answer."""
    visitor.visit(name, language)
    title = visitor.page.title()
    wrong = visitor.text_fields()[:2]
    usual = visitor.values()
    for field in wrong:
        visitor.control(field).fill(UNREADABLE)
    visitor.calculate.click()
    summary = visitor.section.locator("[data-part=summary]")
    expect(summary).to_be_focused()
    links = summary.locator("li a")
    expect(links).to_have_count(len(wrong))
    prefix = str(visitor.error(wrong[0]).locator(".visually-hidden").text_content()).strip()
    assert visitor.page.title() == f"{prefix} {title}"
    for index, field in enumerate(wrong):
        message = visitor.error(field).locator("[data-part=message]").text_content()
        expect(links.nth(index)).to_have_text(str(message))
        links.nth(index).click()
        expect(visitor.control(field)).to_be_focused()
        visitor.control(field).fill(usual[field] or "20")
    visitor.calculate.click()
    expect(visitor.heading).to_be_focused()
    expect(summary).to_be_hidden()
    assert visitor.page.title() == title


def test_enter_computes_and_stays(visitor: Reader) -> None:
    """Enter answers and goes nowhere."""
    visitor.visit("regional_rates")
    visitor.control("agents").fill("12")
    visitor.control("agents").press("Enter")
    expect(visitor.sentence).to_contain_text("12 agents")
    expect(visitor.heading).to_be_focused()


def test_text_is_shown_as_typed_while_it_is_edited(visitor: Reader) -> None:
    """Leaving a field shows the number in its usual form; coming back shows what was typed."""
    visitor.visit("regional_rates")
    visitor.set("agents", "1600")
    control = visitor.control("agents")
    expect(control).to_have_value("1,600")
    control.focus()
    expect(control).to_have_value("1600")
    control.press("ControlOrMeta+a")
    control.press_sequentially("17")
    expect(control).to_have_value("17")
    control.blur()
    control.focus()
    control.blur()
    expect(control).to_have_value("17")


@pytest.mark.parametrize("name", ENGLISH)
def test_each_field_goes_back_by_its_own_button(visitor: Reader, name: str) -> None:
    """A changed field says what is usual, and its button brings that back and keeps the focus there."""
    visitor.visit(name)
    usual = visitor.values()
    lines = {
        field: line
        for field in visitor.text_fields()
        for line in [visitor.section.locator(f"[data-field={field}] [data-part=usual]")]
        if line.count()
    }
    assert lines
    for field, line in lines.items():
        expect(line).to_be_hidden()
        visitor.set(field, "22" if usual[field] == "21" else "21")
    for field, line in lines.items():
        expect(line).to_contain_text(usual[field])
        line.get_by_role("button").click()
        expect(visitor.control(field)).to_be_focused()
        expect(visitor.control(field)).to_have_value(usual[field])
        expect(line).to_be_hidden()
    assert visitor.values() == usual


@pytest.mark.parametrize("name", ENGLISH)
def test_reset_and_undo(visitor: Reader, name: str) -> None:
    """Reset brings every usual value back at once, and Undo brings the reader's own back."""
    visitor.visit(name)
    usual = visitor.values()
    button = visitor.section.locator("form [data-do=reset]")
    expect(button).to_be_hidden()
    first = visitor.text_fields()[0]
    visitor.set(first, "21")
    expect(button).to_be_visible()
    mine = visitor.values()
    undone = visitor.section.locator("[data-part=undone]")
    button.click()
    expect(undone).to_be_focused()
    expect(button).to_be_hidden()
    assert visitor.values() == usual
    expect(visitor.page).not_to_have_url("**#**")
    said = str(undone.evaluate("element => element.firstChild.data")).strip()
    expect(visitor.status).to_have_text(said)
    visitor.do("undo").click()
    expect(undone).to_be_hidden()
    expect(button).to_be_visible()
    assert visitor.values() == mine
    visitor.control(first).fill("22")
    expect(undone).to_be_hidden()


@pytest.mark.parametrize("name", ENGLISH)
def test_presets_fill_their_fields_and_say_which_is_on(visitor: Reader, name: str) -> None:
    """One press fills what the chip stands for, and only chips that agree with the form are on."""
    visitor.visit(name)
    for chip in visitor.section.locator("[data-preset]").all():
        chip.click()
        expect(chip).to_have_attribute("aria-pressed", "true")
        preset = json.loads(str(chip.get_attribute("data-preset")))
        assert {key: visitor.values()[key] for key in preset} == preset
        expect(visitor.section.locator(".calculator-error:visible")).to_have_count(0)


def test_status_speaks_one_sentence_and_not_too_often(visitor: Reader) -> None:
    """A sentence comes a second after the last key at the earliest, and a second after the last one."""
    visitor.visit("regional_rates")
    visitor.status.evaluate(
        """status => {
          window.said = [];
          window.typed = [];
          new MutationObserver(() => said.push([performance.now(), status.textContent]))
            .observe(status, {childList: true, characterData: true, subtree: true});
          addEventListener("input", () => typed.push(performance.now()), true);
        }"""
    )
    control = visitor.control("agents")
    control.focus()
    control.press("End")
    for _ in range(10):
        control.press("1")
        control.press("Backspace")
    control.press("5")
    expect(visitor.status).to_contain_text("105 agents")
    said, typed = visitor.page.evaluate("() => [said, typed]")
    assert len(typed) == 21
    assert said[-1][1] == visitor.sentence.text_content()
    for time, _ in said:
        assert all(time - key > 990 for key in typed if key < time)
    control.blur()
    visitor.set("agents", "12")
    expect(visitor.status).to_contain_text("12 agents")
    times = [time for time, _ in visitor.page.evaluate("() => said")]
    assert all(later - earlier > 990 for earlier, later in pairwise(times))


def test_a_press_is_not_lost_to_what_its_own_blur_brings(reader: Reader) -> None:
    """While a pointer is down nothing moves: the message of the field just left comes after the click."""
    reader.page.add_init_script(KEEP_THE_WORKER)
    reader.open_ready("regional_rates")
    reader.control("agents").fill(UNREADABLE)
    reader.calculate.hover()
    reader.page.mouse.down()
    question = {"calculator": "regional_rates", "lang": "en", "fields": {}}
    reader.page.evaluate(ASK, [question])  # answered after what the field asked for
    expect(reader.error("agents")).to_be_hidden()
    reader.page.mouse.up()
    expect(reader.section.locator("[data-part=summary]")).to_be_focused()


def test_the_answer_before_is_told_until_the_next_edit(visitor: Reader) -> None:
    """A line says what the headline was, and goes with the next edit; nothing else moves."""
    visitor.visit("regional_rates")
    was = visitor.section.locator("[data-part=was]")
    before = str(visitor.headline.locator("strong").text_content())
    top = visitor.headline.evaluate("element => element.offsetTop")
    visitor.set("agents", "12")
    expect(was).to_contain_text(before)
    expect(was).to_be_visible()
    assert visitor.headline.evaluate("element => element.offsetTop") == top
    visitor.control("agents").fill("13")
    expect(visitor.headline).not_to_contain_text(before)
    visitor.control("agents").fill("x")
    expect(was).to_be_hidden()


def test_folded_parts_of_the_answer_stay_open(visitor: Reader) -> None:
    """What the reader has unfolded in the answer stays so when a new answer comes."""
    visitor.visit("regional_rates")
    working = visitor.section.locator("details[data-key=working]")
    working.locator("summary").click()
    visitor.set("agents", "12")
    expect(visitor.sentence).to_contain_text("12 agents")
    expect(working).to_have_attribute("open", "")
    expect(working).to_contain_text("12")


def test_reduced_motion(visitor: Reader) -> None:
    """With reduced motion nothing is animated after an edit."""
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.visit("regional_rates")
    visitor.set("agents", "12")
    expect(visitor.sentence).to_contain_text("12 agents")
    assert (
        visitor.page.evaluate(
            "() => document.getAnimations().map(({effect}) => effect.target.className)"
        )
        == []
    )
