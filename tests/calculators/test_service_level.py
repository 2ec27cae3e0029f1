"""Two vendors per resolved contact, a month's credit and the sample: what is said, what holds."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.answer import answer
from calc.calculators.service_level import MAIN, PRESETS, SIDES, Side, calculate, show
from calc.form import defaults, fields, read
from calc.text import words
from calc.view import Shown, Table
from tests.calculators.cells import anything, assert_cells

EN, MS = words("en"), words("ms")
FORM = fields(calculate)
DEFAULTS = defaults(FORM)
VALUES = anything(FORM)


def _show(**given_: Any) -> Shown:
    values = DEFAULTS | given_
    return show(values, calculate(**values), EN)


def _said(**given_: Any) -> str:
    return " ".join(_show(**given_).findings)


def _with(side: str, **given_: Any) -> dict[str, Any]:
    return {f"{side}_{name}": value for name, value in given_.items()}


def _solved(side: Side) -> float | None:
    return side.cost_per_resolution and side.cost_per_resolution.typical


@settings(deadline=None)  # the first call reads the data
@given(VALUES)
def test_any_input_has_an_answer_in_words(values: dict[str, Any]) -> None:
    """The cheaper costs least, ranges are in order, a credit stays under its cap, all is finite."""
    result = calculate(**values)
    assert_cells(values, show(values, result, EN))
    known = [cost for cost in map(_solved, (result.first, result.second)) if cost is not None]
    if result.cost_per_resolution is None:
        assert result.cheaper == "none"
        assert not known
    else:
        assert result.cost_per_resolution.typical == pytest.approx(min(known))
    for side in (result.first, result.second):
        for cost in (side.cost_per_contact, side.cost_per_resolution, side.bill):
            if cost is not None:
                assert 0 <= (cost.low or 0) <= (cost.typical or 0) <= (cost.high or 0)
        if side.given_up is not None:
            assert -1e-12 <= side.given_up <= 1
    assert (result.credit is None) == (result.fee is None)
    if result.credit is not None and result.fee is not None:
        assert 0 <= result.credit <= values["credit_cap"] * result.fee * (1 + 1e-9)
    assert result.sample_of is None or 0 <= result.sample <= result.sample_of
    for said in (EN, MS):
        shown = show(values, result, said)
        texts = [shown.headline, shown.aside, shown.sentence, *shown.findings, shown.caption]
        assert not re.search(r"\b(nan|inf|infinity|none)\b", " ".join(texts).lower())


@settings(deadline=None)
@given(VALUES)
def test_the_order_of_the_vendors_is_no_matter(values: dict[str, Any]) -> None:
    """With the two exchanged, the other name is the cheaper one, at the same cost."""
    turned = dict(values)
    for key, value in values.items():
        side, _, name = key.partition("_")
        if side in SIDES:
            turned[f"{SIDES[1 - SIDES.index(side)]}_{name}"] = value
    result, other = calculate(**values), calculate(**turned)
    assert {result.cheaper, other.cheaper} in ({*SIDES}, {"same"}, {"none"})
    if result.cheaper != "same":
        assert result.cost_per_resolution == other.cost_per_resolution
        assert (result.sample, result.credit) == (other.sample, other.credit)


@settings(deadline=None)
@given(VALUES, st.sampled_from(SIDES))
def test_at_each_break_even_both_vendors_cost_the_same(values: dict[str, Any], name: str) -> None:
    """Put back, the resolution, the handle time or the rate makes the two alike."""
    side = getattr(calculate(**values), name)
    other = next(each for each in SIDES if each != name)
    if side.even_handle_time is None:
        return
    for key, even in (
        (("resolution",), side.even_resolution),
        (("handle_time",), side.even_handle_time),
        (("rate_low", "rate_high"), side.even_rate),
    ):
        result = calculate(**values | {f"{name}_{part}": even for part in key})
        there, elsewhere = _solved(getattr(result, name)), _solved(getattr(result, other))
        assert there == pytest.approx(elsewhere)


@settings(deadline=None)
@given(VALUES, st.sampled_from(["level", "resolution"]))
def test_a_better_result_never_brings_a_larger_credit(values: dict[str, Any], name: str) -> None:
    """Nor a larger cost of the miss."""
    result = calculate(**values)
    better = calculate(**values | {f"{name}_reached": 1.0})
    assert better.missed <= result.missed
    assert (better.credit or 0) <= (result.credit or 0)
    assert (better.miss_cost or 0) <= (result.miss_cost or (better.miss_cost or 0))


@settings(deadline=None)
@given(VALUES, st.floats(0, 1))
def test_silent_customers_make_the_bill_smaller_but_no_resolution_cheaper(
    values: dict[str, Any], back: float
) -> None:
    """Whoever does not contact again is no cost, and no resolution either."""
    every, some = (
        calculate(**values | {"calling_back": 1.0}),
        calculate(**values | {"calling_back": back}),
    )
    for before, after in ((every.first, some.first), (every.second, some.second)):
        assert after.cost_per_resolution == before.cost_per_resolution
        if before.contacts is not None and after.contacts is not None:
            assert after.contacts <= before.contacts * (1 + 1e-12)


def test_a_cheaper_contact_that_resolves_less_is_found_out() -> None:
    """The defaults: 8.3 % less a contact, 14.3 % fewer resolved, and what would make them equal."""
    said = _said()
    assert "The first vendor looks cheaper, $0.80 a contact against $0.87" in said
    assert "costs 8.3% more but is resolved 14.3% more often" in said
    assert "resolve at least 73.9% at the first contact instead of 70%" in said
    assert "bill at most $11.37 an hour instead of $12" in said
    assert "up to 189 seconds a contact, against 180 now" in said


def test_a_written_break_even_is_enough() -> None:
    """What is written is rounded to the vendor's advantage: it keeps the promise it makes."""
    for changed in ({"first_resolution": 0.739}, _with("first", rate_low=11.37, rate_high=11.37)):
        assert calculate(**changed).cheaper == "first"
    assert calculate(second_handle_time=189).cheaper == "second"
    assert calculate(second_handle_time=190).cheaper == "first"


def test_what_cannot_be_made_up_is_said() -> None:
    """Where no resolution is high enough, only a lower rate helps."""
    shown = _show(**PRESETS["us"])
    assert "even if it resolved everything" in " ".join(shown.findings)
    assert "out of reach" in [row[2] for row in shown.table.rows]
    assert "costs less either way" in " ".join(shown.findings)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (_with("second", rate_low=11, rate_high=13), "resolution alone decides"),
        (_with("second", rate_low=11, rate_high=13, resolution=0.7), "let the service decide"),
        ({"second_resolution": 0}, "however low its rate"),
        ({"first_resolution": 0, "second_resolution": 0}, "paid for all the same"),
        ({"first_resolution": 0}, "the contacts never end"),
        ({"problems": 0}, "Without new problems there is nothing to bill"),
        ({"calling_back": 0.5}, "17.6% of problems with the first vendor and 11.1%"),
    ],
)
def test_each_kind_of_comparison_has_its_own_words(changed: dict[str, Any], said: str) -> None:
    """Equal prices, equal results, nothing resolved, nobody calling."""
    assert said in _said(**changed)
    assert said not in _said()


def test_nobody_calls_back() -> None:
    """Each problem is one contact, and what is not resolved at once is given up."""
    result = calculate(calling_back=0)
    assert result.first.contacts_per_problem == 1
    assert result.second.given_up == pytest.approx(0.2)
    assert result.miss_cost == 0
    assert "contacts that come back" not in _said(calling_back=0)


def test_ranges_that_overlap_are_left_to_the_quotes() -> None:
    """One firm quote on either side has no range; far apart, nothing overlaps."""
    assert "The ranges overlap" in _said()
    assert "The ranges overlap" not in _said(**PRESETS["us"])
    firm = _with("first", rate_high=11) | _with("second", rate_high=12)
    shown = _show(**firm)
    assert "range" not in shown.sentence
    assert shown.caption != _show().caption


def test_problems_given_up_are_listed_where_there_are_any() -> None:
    """Where everyone contacts again, the table has no line for them."""
    lines = [row[0] for row in _show(calling_back=0.5).table.rows]
    assert "Problems given up" in lines
    assert lines.index("Cost per resolved contact") == _show(calling_back=0.5).table.current
    assert "Problems given up" not in [row[0] for row in _show().table.rows]


@pytest.mark.parametrize(
    ("changed", "credit", "said"),
    [
        ({}, 1083.33333333, "the cap stops the credit at 10%"),
        ({"credit_cap": 1}, 10833.3333333 * 0.13, "a credit of 13% of the monthly fee"),
        ({"credit_cap": 0}, 0, "no miss brings a credit"),
        ({"credit_slope": 0}, 0, "no miss brings a credit"),
        ({"level_weight": 0, "resolution_weight": 0}, 0, "no miss brings a credit"),
        ({"level_reached": 0.8, "resolution_reached": 0.8}, 0, "there is no credit"),
        ({"earned_back": 0.4}, 650, "earns back 40% of it later"),
        ({"earned_back": 1}, 0, "earns back 100% of it later"),
    ],
)
def test_a_credit_and_its_limits(changed: dict[str, Any], credit: float, said: str) -> None:
    """Capped, free, none agreed, nothing missed, earned back."""
    assert calculate(**changed).credit == pytest.approx(credit)
    assert said in _said(**changed)


def test_weights_that_do_not_add_up_are_used_as_typed_and_said() -> None:
    """Twice the weights are twice the miss."""
    doubled: dict[str, Any] = {"level_weight": 1, "resolution_weight": 1}
    assert calculate(**doubled).missed == pytest.approx(2 * calculate().missed)
    assert "The weights add up to 200%" in _said(**doubled)
    assert "The weights" not in _said()
    thirds = {"level_weight": 0.1, "resolution_weight": 0.2, "abandonment_weight": 0.7}
    assert "The weights" not in _said(**thirds)


def test_the_credit_is_held_against_what_the_miss_costs() -> None:
    """Too little, enough, or nothing at all."""
    assert "The credit does not cover it" in _said()
    assert "The credit covers it" in _said(monthly_fee=50_000)
    nothing = _said(credit_cap=0)
    assert "$1,548 a month in contacts that come back" in nothing
    assert "cover" not in nothing


def test_promises_that_weigh_nothing_are_not_listed() -> None:
    """Two promises at first; without credits no table at all."""
    (promises,) = _show().beside
    assert isinstance(promises, Table)
    assert len(promises.rows) == 2
    (three,) = _show(abandonment_weight=0.1).beside
    assert isinstance(three, Table)
    assert len(three.rows) == 3
    assert not _show(level_weight=0, resolution_weight=0).beside


@pytest.mark.parametrize(
    ("changed", "sample", "said"),
    [
        ({"population": 1_000}, 278, "check 278 of 1,000"),
        ({"population": 1_000, "confidence": "99"}, 400, "check 400 of 1,000"),
        ({"population": 1_000, "confidence": "90"}, 214, "check 214 of 1,000"),
        ({"population": 1}, 1, "check every one of them (1)"),
        ({"problems": 1, "second_resolution": 1}, 1, "check every one of them (1)"),
        ({"margin": 0.001}, 12_340, "check 12,340 of 12,500"),
        ({"problems": 100, "margin": 0.001}, 125, "check every one of them (125)"),
        ({"first_resolution": 0, "second_resolution": 0}, 385, "however many there are"),
    ],
)
def test_the_sample_follows_the_population(changed: dict[str, Any], sample: int, said: str) -> None:
    """The published one, one contact, a tiny margin, an endless number."""
    assert calculate(**changed).sample == sample
    assert said in _said(**changed)


def test_without_contacts_nothing_is_checked() -> None:
    """No sample is said, and none is worked out."""
    shown = _show(problems=0)
    assert calculate(problems=0).sample == 0
    assert not any("picked at random" in text for text in shown.findings)
    assert shown.working[-1].cells[0].name == "miss_cost"


def test_chats_held_at_once_share_the_hour() -> None:
    """Two at once are worth 1.7, so a contact costs that much less."""
    calls, chats = calculate(), calculate(chats_at_once=2)
    ratio = (calls.first.cost_per_contact.typical or 0) / (
        chats.first.cost_per_contact.typical or 1
    )
    assert ratio == pytest.approx(1.7)
    assert "2 at once: 1.7" in [step.numbers for step in _show(chats_at_once=2).working]


def test_presets_differ_from_the_defaults_by_the_second_vendor() -> None:
    """One is the example that the form opens with; shorter calls at the same rate lose."""
    assert PRESETS["nearshore"].items() <= DEFAULTS.items()
    assert set(MAIN) <= set(FORM)
    assert [calculate(**preset).cheaper for preset in PRESETS.values()] == [
        "second",
        "first",
        "second",
    ]


def test_the_next_step_carries_the_cheaper_vendor() -> None:
    """Rate, resolution and handle time go along; nobody is carried who resolves nothing."""
    (carry,) = _show().carry
    assert carry.calculator == "in_house_or_outsourced"
    assert carry.values == {
        "bill_rate_low": 12,
        "bill_rate_high": 14,
        "vendor_resolution": 0.8,
        "handle_time": 180,
        "occupancy": 0.75,
    }
    assert _show(**PRESETS["us"]).carry[0].values["bill_rate_low"] == 11
    assert not _show(first_resolution=0, second_resolution=0).carry


def test_a_huge_cost_is_written_in_words_beside_its_bar() -> None:
    """A resolution of nearly nothing makes millions, which have no room as a range."""
    chart = json.dumps(_show(first_resolution=1e-8, second_resolution=1e-8).charts)
    assert "million" in chart
    assert "million" not in json.dumps(_show().charts)


def test_a_vendor_without_a_cost_has_no_bar() -> None:
    """Four bars, three where one resolves nothing."""
    bars = [
        json.dumps(_show(**changed).charts[0]).count('"chart-typical"')
        for changed in ({}, {"first_resolution": 0})
    ]
    assert bars == [4, 3]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("first_rate_high", "10", "must be the same as or more than"),
        ("first_resolution", "101", "between 0% and 100%"),
        ("resolution_promised", "0", "between 1% and 100%"),
        ("abandonment_promised", "0", "between 0.1% and 100%"),
        ("margin", "0", "between 0.1% and 50%"),
        ("credit_slope", "-1", "must be 0 or more"),
        ("problems", "2e6", "must be a number"),
        ("problems", "10,5", "Use a period for decimals"),
        ("second_handle_time", "0", "must be 1 or more"),
        ("confidence", "97", "Enter the confidence"),
    ],
)
def test_what_cannot_be_is_refused_with_a_message(name: str, text: str, said: str) -> None:
    """Nothing is guessed, the message says what to type, and the answer waits."""
    assert name in read(FORM, {name: text}).messages
    answered = answer({"calculator": "service_level", "lang": "en", "fields": {name: text}})
    assert said in answered["fields"][name]["message"]
    assert answered["panel"] is None
