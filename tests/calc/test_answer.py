"""One path from a question to an answer, for every calculator and language."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.answer import answer, answer_json, default_answer, figure_text, panel
from calc.calculators import load, names
from calc.figures import figure
from calc.form import Field, fields
from calc.text import words
from calc.units import Unit
from calc.view import to_html

LANGUAGES = ["ms", "en"]
UNUSED = "Opened from a link. These could not be used, so their starting values stand in:"
EVERY = pytest.mark.parametrize(
    ("name", "language"), [(name, language) for name in names() for language in LANGUAGES]
)


def _ask(name: str = "regional_rates", language: str = "en", **question: Any) -> dict[str, Any]:
    return answer({"calculator": name, "lang": language, **question})


def _html(answered: dict[str, Any]) -> str:
    return "".join(map(to_html, answered["panel"]))


@EVERY
def test_the_defaults_have_an_answer_without_message_link_or_banner(
    name: str, language: str
) -> None:
    """An untouched form is answered and has nothing to say about its fields."""
    answered = default_answer(name, language)
    assert answered["fragment"] == ""
    assert answered["banner"] is None
    assert answered["sentence"] in _html(answered)
    for said in answered["fields"].values():
        assert (said["message"], said["note"], said["usual"]) == (None, None, None)


@EVERY
def test_the_trust_block_stands_under_every_answer(name: str, language: str) -> None:
    """Estimate, sources, what is left out, privacy and version are said in each language."""
    html, said = _html(default_answer(name, language)), words(language)
    for key in ("answer.estimate", "answer.not_included", "answer.private", "sources.caption"):
        assert said(key) in html
    assert said(f"{name}.not_included") in html


@EVERY
def test_json_carries_the_same_answer(name: str, language: str) -> None:
    """What the browser gets is what a page was built from."""
    question = {"calculator": name, "lang": language, "fields": {}}
    assert json.loads(answer_json(json.dumps(question))) == answer(question)


@given(
    name=st.sampled_from(names()),
    language=st.sampled_from(LANGUAGES),
    texts=st.lists(st.text(max_size=12) | st.sampled_from(["0", "1", "100", "0.5", "10,000"])),
)
def test_no_text_in_any_field_breaks_an_answer(name: str, language: str, texts: list[str]) -> None:
    """Whatever stands in the fields, there is an answer or a message, and never NaN or infinity."""
    form = fields(load(name).calculate)
    typed = dict(zip(form, texts, strict=False))
    answered = _ask(name, language, fields=typed)
    messages = [said["message"] for said in answered["fields"].values() if said["message"]]
    assert (answered["panel"] is None) == bool(messages)
    if answered["panel"]:
        shown = json.dumps(answered["panel"]).lower()
        assert not any(
            word in shown for word in (" nan", "infinity", " inf ", "none,", "$-", "$nan")
        )


@EVERY
def test_every_limit_of_every_field_has_an_answer(name: str, language: str) -> None:
    """The smallest and the largest number of each field give an answer, not an exception."""
    form = fields(load(name).calculate)
    for key, field in form.items():
        unit = field.unit
        options = (f"{unit.low}", f"{unit.high}") if unit else getattr(field.kind, "options", ())
        for text in options:
            given_ = {key: text, **_in_order(key, form)}
            assert _ask(name, language, fields=given_)["panel"], (key, text)


def _in_order(key: str, form: Mapping[str, Field]) -> dict[str, str]:
    """Return what the fields that a field must keep in order with may hold beside any value."""
    above = {name: field.kind for name, field in form.items() if field.at_least == key}
    ends = {name: f"{kind.high}" for name, kind in above.items() if isinstance(kind, Unit)}
    low = form[key].at_least
    below = form[low].kind if low else None
    return ends | ({str(low): f"{below.low}"} if isinstance(below, Unit) else {})


def test_a_field_that_does_not_read_has_its_message_and_no_answer() -> None:
    """The last good answer is the page's to keep; the text stays as it was typed."""
    answered = _ask(fields={"agents": "abc", "hours_per_agent": "1,00"})
    assert answered["panel"] is None
    assert answered["sentence"] is None
    assert answered["fields"]["agents"]["text"] == "abc"
    assert answered["fields"]["agents"]["message"].startswith("Number of agents must be a number")
    assert answered["fields"]["hours_per_agent"]["message"].startswith("Use a period")


def test_a_changed_field_says_what_is_usual_and_enters_the_link() -> None:
    """A value other than the default is written canonically and names the usual one."""
    answered = _ask(fields={"agents": "1600", "region": "pakistan", "quote": "11.5"})
    assert answered["fields"]["agents"]["text"] == "1,600"
    assert answered["fields"]["agents"]["usual"] == "starting value: 10"
    assert answered["fields"]["region"]["usual"] == "starting value: India"
    assert answered["fields"]["quote"]["text"] == "11.50"
    assert answered["fields"]["quote"]["usual"] is None
    assert answered["fragment"] == "regional-rates?v=1&agents=1600&quote=11.5&region=pakistan"


@pytest.mark.parametrize(
    ("fragment", "banner"),
    [
        ("regional-rates?v=1&agents=12", "Opened from a link."),
        (
            "regional-rates?v=1&agents=0&x=1&y=2",
            f"{UNUSED} Number of agents, 2 others.",
        ),
        (
            "regional-rates?v=7",
            f"{UNUSED} 1 other.",
        ),
    ],
)
def test_a_link_is_answered_with_a_banner(fragment: str, banner: str) -> None:
    """What a link could not set is named, or counted where it names no field."""
    answered = _ask(fragment=fragment)
    assert answered["banner"] == banner
    assert answered["panel"]


def test_a_link_from_before_the_defaults_changed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """An older link is read with today's defaults, and the reader is told."""
    monkeypatch.setattr(load("regional_rates"), "VERSION", 2)
    older = words("en")("link.older")
    assert _ask(fragment="regional-rates?v=1&agents=12")["banner"] == older
    assert _ask(fragment="regional-rates?v=1&agents=0")["banner"].endswith(
        f"Number of agents. {older}"
    )


def test_a_link_to_another_calculator_is_there_if_that_one_takes_the_values() -> None:
    """A rate beyond the other form's limits makes no link; a usual one makes a plain anchor."""
    html = _html(_ask(fields={"region": "pakistan"}))
    assert 'href="../../costs/commission/#commission-premium?v=1&amp;normal_rate=8"' in html
    carried = load("regional_rates").show(
        {**{key: field.default for key, field in fields(load("regional_rates").calculate).items()}},
        load("regional_rates").calculate(),
        words("en"),
    )
    for rate, linked in ((28, True), (5_000, False)):
        link = carried.carry[0]._replace(values={"normal_rate": rate})
        shown = carried._replace(carry=[link])
        html = "".join(map(to_html, panel("regional_rates", {}, shown, words("en"))))
        assert ('href="../../costs/commission/#commission-premium"' in html) == linked
        assert ("calculator-next" in html) == linked


def test_figures_are_written_in_their_own_unit() -> None:
    """Money by its period, shares as percent, counts as counts, a gap as a gap."""
    said = words("en")
    texts = {
        id_: figure_text(figure(id_), said) for id_ in ("F12", "F13", "F02", "F11", "K5", "F06")
    }
    assert texts == {
        "F12": "$22 to $35 an hour",
        "F13": "from $40 an hour",
        "F02": "$0.35 to $0.45 a minute",
        "F11": "10% to 20%",
        "K5": "14 days",
        "F06": "n/a",
    }
    assert figure_text(figure("F12"), said, unit=False) == "$22 to $35"


def test_a_column_is_answered_by_its_good_rows() -> None:
    """Rows that do not read are named, the text stays as typed, and the rest has an answer."""
    answered = _ask("staffing", fields={"day": "50\nx\n1,00\n100"})
    field = answered["fields"]["day"]
    assert field["text"] == "50\nx\n1,00\n100"
    assert field["message"].startswith(
        "Row 2: Number of contacts must be a number, like 100. Row 3:"
    )
    assert answered["sentence"].startswith("For 150 contacts in 2 hours")
    assert answered["fragment"] == "staffing?v=1&day=50,,,100"
    good = _ask("staffing", fields={"day": "1600\n\n20\n\n"})["fields"]["day"]
    assert (good["text"], good["message"], good["usual"]) == ("1,600\n\n20", None, None)


def test_a_column_too_long_for_links_says_so() -> None:
    """The reader is told where it is typed."""
    long = _ask("staffing", fields={"day": "123456\n" * 400})
    assert long["fragment"] == ""
    assert "too long for a link" in long["fields"]["day"]["note"]
    for text in ("12", "x"):
        assert _ask("staffing", fields={"day": text})["fields"]["day"]["note"] is None


def test_a_long_table_is_folded_and_its_place_kept() -> None:
    """A panel has the same parts with and without it, so that each finds its place."""
    without, folded = (_ask("staffing", fields={"day": day})["panel"] for day in ("", "12\n13"))
    assert len(without) == len(folded)
    (part,) = [html for html in map(to_html, folded) if 'data-key="folded"' in html]
    assert "Every interval (2)" in part
