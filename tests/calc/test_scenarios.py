"""Scenarios stand side by side: what differs, and which answer is the best."""

from typing import Any

import pytest

from calc.answer import part
from calc.calculators import names
from calc.view import to_html

RATES = "regional_rates"


def compared(name: str, *fragments: str, language: str = "en", **question: Any) -> str:
    """Return the comparison as HTML; the scenarios are named A, B, C."""
    kept = [
        {"name": letter, "fragment": text} for letter, text in zip("ABC", fragments, strict=False)
    ]
    asked = {"calculator": name, "lang": language, "fields": {}, "part": "scenarios", **question}
    found = part({**asked, "scenarios": kept})["part"]
    return to_html(found) if found else ""


def test_only_inputs_that_differ_are_listed() -> None:
    """The number of agents differs, the region does not; the lowest cost is the best."""
    html = compared(RATES, "regional-rates?v=1&agents=12", "regional-rates?v=1&agents=5")
    assert '<td role="cell" data-label="A" class="number">12</td>' in html
    assert '<td role="cell" data-label="Your numbers now" class="number">10</td>' in html
    assert "Region" not in html
    assert "<span>$5,600 <small>best</small></span>" in html
    assert "<span>$13,440 <small>$7,840 more</small></span>" in html


def test_where_more_is_better_the_highest_is_the_best() -> None:
    """A commission is judged by what an hour brings in."""
    html = compared("commission_premium", "commission-premium?v=1&sales_per_hour=3")
    assert "<span>$48 <small>best</small></span>" in html
    assert "<span>$32 <small>$16 less</small></span>" in html


def test_equal_answers_are_both_the_best() -> None:
    """Two sets of the same numbers tie, and no input differs."""
    html = compared(RATES, "")
    assert html.count("<small>best</small>") == 2
    assert html.count('role="row"') == 2


@pytest.mark.parametrize("conversion", ["0", "20"])
def test_a_scenario_without_an_answer_has_none(conversion: str) -> None:
    """Without a kept sale there is no cost per kept sale to compare."""
    html = compared(
        "outbound_pricing", "outbound-pricing?v=1&conversion=0", fields={"conversion": conversion}
    )
    assert html.count("n/a") == (2 if conversion == "0" else 1)


def test_an_empty_field_and_a_choice_have_words() -> None:
    """No quote is "n/a", a region its name, a quote its amount."""
    html = compared(RATES, "regional-rates?v=1&quote=7.5&region=pakistan")
    assert ">$7.50<" in html
    assert ">n/a<" in html
    assert ">Pakistan<" in html


@pytest.mark.parametrize("fragment", ["", "x", "regional-rates?v=9&agents=-1&x=2", "?" * 5000])
@pytest.mark.parametrize("name", names())
def test_what_does_not_read_is_the_default(name: str, fragment: str) -> None:
    """A damaged scenario never raises."""
    assert "<table" in compared(name, fragment, language="ms", rate="4.2")


def test_nothing_is_compared_while_a_field_does_not_read() -> None:
    """The comparison waits for the form."""
    assert not compared(RATES, "", fields={"agents": "many"})


def test_a_column_is_summed_up() -> None:
    """How many rows and how much in all; without one there is none."""
    html = compared("staffing", "staffing?v=1&day=12,,30")
    assert ">rows: 3, total: 42<" in html
    assert ">n/a<" in html
