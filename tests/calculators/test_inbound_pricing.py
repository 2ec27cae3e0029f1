"""Three ways to pay for inbound contacts: what each costs, and what turns the order."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.calculators import in_house_or_outsourced
from calc.calculators.inbound_pricing import MODELS, PRESETS, Offer, Result, calculate, show
from calc.calculators.inbound_pricing import _costs as monthly_costs
from calc.calculators.inbound_pricing import _model as model_of
from calc.form import Field, defaults, fields, out_of_order
from calc.inbound import Shared
from calc.text import words
from calc.units import Choice, Unit
from calc.view import Shown, to_html
from tests.calculators.cells import assert_cells
from tests.conftest import LinesRun
from tests.vectors import rows

EN, MS = words("en"), words("ms")
FORM = fields(calculate)
DEFAULTS = defaults(FORM)


def _argument(field: Field) -> st.SearchStrategy[Any]:
    """Draw an argument within a field's limits, typed with at most one decimal."""
    if isinstance(field.kind, Choice):
        return st.sampled_from(field.kind.options)
    assert isinstance(field.kind, Unit)
    low, high = field.kind.low, field.kind.high
    if field.kind.whole:
        return st.integers(int(low), int(high))
    return st.integers(round(low * 10), round(high * 10)).map(lambda n: field.argument(n / 10))


VALUES = st.fixed_dictionaries({name: _argument(field) for name, field in FORM.items()}).map(
    lambda values: {
        name: max(value, values[FORM[name].at_least or name]) if FORM[name].at_least else value
        for name, value in values.items()
    }
)


def _show(**given_: Any) -> Shown:
    values = DEFAULTS | given_
    return show(values, calculate(**values), EN)


def _costs(result: Result) -> dict[str, float]:
    return {name: getattr(result, name).monthly_cost.typical for name in MODELS}


@settings(deadline=None)
@given(VALUES)
def test_any_input_has_an_answer_in_words(values: dict[str, Any]) -> None:
    """The cheapest costs least, ranges are in order, all is finite, and cells recompute."""
    assert not out_of_order(FORM, values)
    result = calculate(**values)
    costs = _costs(result)
    assert costs[result.cheapest] <= min(costs.values()) * (1 + 1e-9)
    for name in MODELS:
        low, typical, high = getattr(result, name).monthly_cost
        assert 0 <= low <= typical * (1 + 1e-9) <= high * (1 + 2e-9)
    for said in (EN, MS):
        shown = show(values, result, said)
        texts = [shown.headline, shown.aside, shown.sentence, *shown.findings, shown.caption]
        assert not re.search(r"\b(nan|inf|infinity|none)\b", " ".join(texts).lower())
    assert_cells(values, show(values, result, EN))


@given(
    VALUES, st.sampled_from(["contacts", "per_minute_high", "bill_rate_high", "seat_price_high"])
)
def test_more_contacts_or_a_higher_price_never_cost_less(values: dict[str, Any], name: str) -> None:
    """Every way of paying costs at least as much as before."""
    kind = FORM[name].kind
    assert isinstance(kind, Unit)
    before = _costs(calculate(**values))
    after = _costs(calculate(**values | {name: min(values[name] * 2, kind.high)}))
    assert all(after[model] >= before[model] * (1 - 1e-9) for model in MODELS)


def test_at_the_break_even_dedicated_costs_no_more() -> None:
    """Put back as contacts, the first crossing turns the order, and so does its end."""
    result = calculate()
    for contacts, dearer in (
        (result.break_even, False),
        ((result.break_even or 0) - 1, True),
        (result.break_even_last, False),
        ((result.break_even_last or 0) + 1, True),
        (result.break_even_again, False),
    ):
        costs = _costs(calculate(contacts=contacts or 0))
        assert (costs["dedicated"] > costs["shared"]) == dearer


@pytest.mark.parametrize("row", rows("dedicated_cost"))
def test_a_dedicated_month_is_that_of_the_public_rows(row: dict[str, Any]) -> None:
    """Hours at their rate and a part of the set-up fee; without contacts no cost of one."""
    inputs = row["inputs"]
    once = inputs["setup"] / inputs["term_months"]
    offer = Offer(Shared(0, 0, 0, 0), inputs["hourly"], 0)
    month = monthly_costs(offer, inputs["contacts"], inputs["billed_hours"], 0, once)["dedicated"]
    found = model_of([month] * 3, inputs["contacts"])
    each = found.cost_per_contact and found.cost_per_contact.typical
    assert found.monthly_cost.typical == pytest.approx(row["outputs"]["monthly"])
    assert each == pytest.approx(row["outputs"]["cost_per_contact"])


@pytest.mark.parametrize("row", rows("monthly_equivalent"))
def test_an_hourly_rate_and_its_equal_by_the_month_cost_the_same(row: dict[str, Any]) -> None:
    """A seat that works all its paid hours costs what they cost by the hour."""
    prices = row["inputs"] | row["outputs"]
    hours = prices["hours_per_month"]
    result = calculate(
        bill_rate_low=prices["hourly"],
        bill_rate_high=prices["hourly"],
        seat_price_low=prices["monthly"],
        seat_price_high=prices["monthly"],
        hours=hours,
        open_hours=hours,
        shrinkage=0,
    )
    assert result.seats == result.agents
    assert result.seat.monthly_cost.typical == pytest.approx(result.dedicated.monthly_cost.typical)


def test_the_second_return_of_dedicated_agents_need_not_be_the_last() -> None:
    """At 13 an hour the order turns again past it, as the finding warns."""
    at: dict[str, Any] = {"bill_rate_low": 13, "bill_rate_high": 13, "increment": "1"}
    result = calculate(**at)
    assert result.break_even_again
    later = range(result.break_even_again, 2 * result.break_even_again, 50)
    costs = [_costs(calculate(**at, contacts=contacts)) for contacts in later]
    assert any(each["dedicated"] > each["shared"] for each in costs)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "shared agents are cheaper again until 5,738. Further agents can turn it again."),
        ({"bill_rate_high": 60}, "do not pay"),
        ({"bill_rate_high": 60}, "busy for at most 85%"),
        ({"minimum_bill": 100_000}, "from a monthly volume of 1."),
        ({"minimum_bill": 100_000}, "shared agents cost $100,000 before set-up"),
        ({"per_minute_low": 0, "per_minute_high": 0}, "Minutes are free"),
        ({"base_fee": 6_000, "bill_rate_high": 60}, "Beyond that, shared agents are cheaper again"),
        ({"contacts": 1}, "One or two agents look like too many"),
        ({"contacts": 0}, "there is no cost of a contact"),
        ({}, "The ranges overlap: at the low prices dedicated agents by the hour cost least"),
        ({"contacts": 20_000}, "can cost more than a low one for dedicated agents by the month"),
    ],
)
def test_what_is_out_of_the_ordinary_is_said(values: dict[str, Any], said: str) -> None:
    """Each finding stands where it is true."""
    assert any(said in text for text in _show(**values).findings)


def test_one_firm_quote_has_no_range() -> None:
    """With one price in both fields of each, the answer is one number."""
    values = {"bill_rate_high": 8, "per_minute_high": 0.35, "seat_price_high": 1387}
    shown = _show(**values)
    assert shown.aside == "dedicated agents by the hour, the cheapest way here"
    assert not any("overlap" in text for text in shown.findings)


def test_ranges_apart_are_not_said_to_overlap() -> None:
    """Where the dearest quote for the cheapest way is below every other, no quote turns it."""
    assert not any("overlap" in text for text in _show(contacts=500).findings)


def test_one_or_two_agents_are_said_to_look_many_only_where_shared_ones_cost_least() -> None:
    """A million contacts of a second keep two agents busy, who are the cheapest way then."""
    values: dict[str, Any] = {"contacts": 1_000_000, "handle_time": 1}
    result = calculate(**values)
    assert (result.agents, result.cheapest) == (2, "dedicated")
    assert not any("look like too many" in text for text in _show(**values).findings)
    assert any("look like too many" in text for text in _show(contacts=100).findings)


def test_wrap_up_counts_where_it_is_billed() -> None:
    """Without it the clock stops when the caller hangs up; a call without talk bills nothing."""
    billed = calculate(wrap_up=60, wrap_up_billed="yes").billed_minutes
    assert billed == calculate().billed_minutes > calculate(wrap_up=60).billed_minutes
    assert calculate(wrap_up=180).billed_minutes == 0


def test_a_dot_marks_the_break_even_that_is_near() -> None:
    """A crossing far beyond the volume is said and not drawn."""
    assert json.dumps(_show().charts[0]).count("chart-dot") == 1
    assert json.dumps(_show(contacts=100).charts[0]).count("chart-dot") == 0


def test_presets_are_the_published_prices() -> None:
    """The default is one of them; a seat is the hourly price for a month's paid hours."""
    assert PRESETS["low_cost"].items() <= DEFAULTS.items()
    assert DEFAULTS["hours"] == round(2_080 / 12, 2)
    assert PRESETS["us_canada"]["seat_price_low"] == round(22 * 2_080 / 12)


def test_the_next_step_carries_the_dedicated_rate() -> None:
    """The comparison with an own team bills the same hours at the same rate; without calls none."""
    (carry,) = _show().carry
    assert carry.calculator == "in_house_or_outsourced"
    assert (carry.values["bill_rate_high"], carry.values["handle_time"]) == (15, 180)
    there = in_house_or_outsourced.calculate(**carry.values)
    assert there.hours == pytest.approx(calculate().billed_hours, rel=1e-3)
    assert not _show(contacts=0).carry
    low = _show(shrinkage=0.1).carry[0].values
    assert (low["shrinkage"], low["shift_shrinkage"]) == (0.1, 0.1)


def test_the_largest_input_is_quick(lines_run: LinesRun) -> None:
    """A million contacts of an hour each take at most fifty thousand lines of Python."""
    values = DEFAULTS | {"contacts": 1_000_000, "handle_time": 3_600, "open_hours": 80}
    assert lines_run(lambda: show(values, calculate(**values), EN)) < 50_000


def test_the_description_speaks_of_a_dot_only_where_one_is_drawn() -> None:
    """With a hundred contacts the break-even lies far beyond the drawing."""
    for given_, drawn in (({}, True), ({"contacts": 100}, False)):
        texts = [to_html(chart) for chart in _show(**given_).charts]
        assert ["The dot is" in text for text in texts] == [drawn] * 2
        assert ["<circle" in text for text in texts] == [drawn] * 2


def test_a_table_stands_beside_the_chart() -> None:
    """Below the break-even shared agents cost least, from it on dedicated ones."""
    table = _show().folded
    assert table
    assert [row[0] for row in table.rows] == [
        "2,152",
        "4,304",
        "5,000",
        "8,000",
        "10,000",
        "15,000",
    ]
    assert table.head[0] == "Contacts a month"
    assert table.current == 3
    assert [row[-1] == table.head[1] for row in table.rows] == [True, *[False] * 5]
    assert [row[-1] == table.head[2] for row in table.rows] == [False, *[True] * 5]
    assert _show(contacts=0).folded
