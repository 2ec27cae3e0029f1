"""The browser's answers: equal to the built ones and to those of CPython."""

import json
import tomllib
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from calc.answer import answer, default_answer
from calc.calculators import load
from calc.form import fields
from scripts.bench import text_of
from scripts.site import ROOT
from tests.browser.conftest import NewReader
from tests.browser.reader import COLD_START, PAIRS, Reader

ASK = """async (section) => {
  const calculator = section.calculator;
  const answer = await new Promise((resolve) => {
    const receive = calculator.receive;
    calculator.receive = (data) => { resolve(data.answer); receive.call(calculator, data); };
    section.querySelector("form").requestSubmit();
  });
  return answer;
}"""

TEXTS = "panel => [...panel.children].filter((part) => !part.dataset.later).map((part) => part.textContent)"


def cases(name: str) -> list[dict[str, Any]]:
    """Return the worked examples of a calculator."""
    path = ROOT / "tests" / "cases" / f"{name}.toml"
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return found


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_built_answer_equals_the_worker_s(visitor: Reader, name: str, language: str) -> None:
    """For the defaults the page as built and the page with the worker's answer are the same."""
    visitor.come(name, language)
    panel = visitor.section.locator("[data-part=panel]")
    panel.evaluate("panel => { window.built = panel.cloneNode(true); }")
    sent = visitor.section.evaluate(ASK)
    expect(visitor.heading).to_be_focused(timeout=COLD_START)
    visitor.wait_for_all()
    wanted = default_answer(name, language)
    for later, whole in zip(sent["panel"], wanted["panel"], strict=True):
        if "data-later" in later[1]:
            later[:] = whole
    assert json.dumps(sent) == json.dumps(wanted)
    assert panel.evaluate("panel => panel.isEqualNode(window.built)")
    assert panel.locator("[data-changed]").count() == 0


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_elements_from_an_answer_are_those_that_the_build_wrote(
    visitor: Reader, name: str, language: str
) -> None:
    """Made anew from what the worker sends, the panel is the built one, node for node."""
    visitor.come(name, language)
    panel = visitor.section.locator("[data-part=panel]")
    panel.evaluate(
        """panel => {
          window.built = panel.cloneNode(true);
          for (const child of panel.children) child.replaceChildren("other");
        }"""
    )
    visitor.make_ready()
    assert panel.evaluate(
        """panel => {
          const copy = panel.cloneNode(true);
          for (const child of copy.children) child.removeAttribute("data-changed");
          return copy.isEqualNode(window.built);
        }"""
    )


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_worked_examples_typed_into_the_page(visitor: Reader, name: str, language: str) -> None:
    """A case gives the sentence and the rest of the panel that CPython gives.

    Every case in English, and every third one in Malay, whose form is typed into alike.
    """
    form = fields(load(name).calculate)
    visitor.visit(name, language)
    for case in cases(name)[:: 1 if language == "en" else 3]:
        texts = {key: form[key].text(value) for key, value in case["inputs"].items()}
        texts |= case.get("typed", {})
        for key, text in texts.items():
            visitor.set(key, text)
        wanted = answer({"calculator": name, "lang": language, "fields": visitor.values()})
        expect(visitor.sentence, case["name"]).to_have_text(wanted["sentence"])
        if language == "en" and "sentence" in case:
            expect(visitor.sentence, case["name"]).to_have_text(case["sentence"])
        visitor.wait_for_all()
        parts = [text_of(part) for part in wanted["panel"] if "data-later" not in part[1]]
        assert visitor.part("panel").evaluate(TEXTS) == parts, case["name"]
        if visitor.do("reset").last.is_visible():
            visitor.section.locator("form [data-do=reset]").click()


def test_one_number_typed_in_many_ways(visitor: Reader) -> None:
    """Group marks, spaces and the field's own signs give the same answer."""
    visitor.visit("regional_rates")
    visitor.set("agents", "1600")
    expect(visitor.sentence).to_contain_text("1,600 agents")
    sentence = visitor.sentence.text_content()
    for text in ("1,600", "1 600", " 1600 ", "１６００", "1600 agents"):
        visitor.set("agents", text)
        expect(visitor.control("agents")).to_have_value("1,600")
        expect(visitor.sentence).to_have_text(str(sentence))


def test_bad_input_never_reaches_the_page(visitor: Reader) -> None:
    """What no number can be made of leaves the answer alone and is never shown as a value."""
    visitor.visit("regional_rates")
    sentence = visitor.sentence.text_content()
    typed = ["", "-5", "NaN", "Infinity", "1e400", "0,75", "💵11", "<img src=x onerror=alert(1)>"]
    for text in [*typed, "1" * 10_000, "__proto__", "'; DROP TABLE", "javascript:11"]:
        visitor.set("agents", text)
        expect(visitor.error("agents"), text[:20]).to_be_visible()
        expect(visitor.control("agents")).to_have_value(text)
        expect(visitor.sentence).to_have_text(str(sentence))
        shown = visitor.section.locator(".calculator-panel").inner_text()
        assert not {"NaN", "inf", "Infinity", "undefined", "None", "null"} & set(shown.split())


def test_a_slow_start_does_not_lose_what_was_typed(new_reader: NewReader) -> None:
    """A number typed as soon as the field is there is kept and answered when Python is ready."""
    reader = new_reader()
    held: list[Route] = []
    reader.page.route("**/*.wasm", lambda route: held.append(route))
    reader.open("regional_rates")
    reader.control("agents").fill("26")
    expect(reader.stale).to_be_visible()
    expect(reader.message("loading")).to_be_visible()
    expect(reader.message("loading")).not_to_contain_text("{")
    expect(reader.error("agents")).to_be_hidden()
    held[0].continue_()
    expect(reader.sentence).to_contain_text("26 agents", timeout=COLD_START)
    expect(reader.stale).to_be_hidden()
    expect(reader.message("loading")).to_be_hidden()
    expect(reader.status).to_have_text("")
