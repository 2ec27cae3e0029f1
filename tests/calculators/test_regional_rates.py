"""Regional cost: a team's hours times the published rate, every region beside the chosen one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.calculators.regional_rates import (
    Result,
    calculate,
    quote_position,
    show,
)
from calc.form import defaults, fields
from calc.rates import REGIONS, SERVICES
from calc.text import difference, words
from calc.units import Range, saving
from calc.view import Shown

EN = words("en")


def _show(**given_: Any) -> Shown:
    values = {**defaults(fields(calculate)), **given_}
    return show(values, calculate(**values), EN)


def test_the_defaults_are_india_beside_the_us() -> None:
    """Ten agents of 160 hours at $5 to $9 an hour."""
    result = calculate()
    assert result.rate == Range(5, 7, 9)
    assert result.monthly_cost == Range(8_000, 11_200, 14_400)
    assert result.yearly_cost == Range(96_000, 134_400, 172_800)
    assert result.saving == Range(35_200 - 14_400, 45_600 - 11_200, 56_000 - 8_000)
    assert result.quote_position == "none"


@given(st.sampled_from(REGIONS), st.sampled_from(SERVICES), st.integers(1, 500))
def test_every_result_keeps_its_order_and_scales_with_the_team(
    region: str, service: str, agents: int
) -> None:
    """Low is at most typical, typical at most high, and twice the agents cost twice as much."""
    one: Result = calculate(region=region, service=service, agents=agents)
    two: Result = calculate(region=region, service=service, agents=2 * agents)
    for range_, double in (
        (one.monthly_cost, two.monthly_cost),
        (one.yearly_cost, two.yearly_cost),
    ):
        known = [end for end in range_ if end is not None]
        assert known == sorted(known)
        assert double == range_.times(2)
    assert (one.rate.typical is None) == (one.rate.high is None)
    assert {row.region for row in one.rows} == set(REGIONS)


def test_rows_are_sorted_by_the_typical_rate_or_by_the_low_of_an_open_one() -> None:
    """Western Europe, open from $40, stands between $28.50 and $45."""
    order = [row.region for row in calculate().rows]
    three = ["us_canada", "western_europe", "australia"]
    assert sorted(three, key=order.index) == three


@pytest.mark.parametrize(
    ("compared", "cost", "expected"),
    [
        (Range.of(30, 40), Range.of(5, 10), Range(20, 27.5, 35)),
        (Range.of(5, 10), Range.of(30, 40), Range(-35, -27.5, -20)),
        (Range.of(20, 30), Range.of(40, None), Range(None, None, -10)),
        (Range.of(40, None), Range.of(20, 30), Range(10, None, None)),
        (Range.of(40, None), Range.of(50, None), Range(None, None, None)),
    ],
)
def test_a_saving_is_known_only_as_far_as_both_rates_are(
    compared: Range, cost: Range, expected: Range
) -> None:
    """An open end leaves the saving that rests on it open, and a saving may be negative."""
    assert saving(compared, cost) == expected


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        (Range(20, None, 35), "saves $20 to $35"),
        (Range(-35, None, -20), "costs $20 to $35 more"),
        (Range(-35, None, 20), "could cost up to $35 more or save up to $20"),
        (Range(0, None, 35), "could save up to $35"),
        (Range(-35, None, 0), "could cost up to $35 more"),
        (Range(None, None, 20), "could save up to $20, or cost more without a known limit"),
        (Range(None, None, -20), "costs at least $20 more"),
        (Range(20, None, None), "saves at least $20"),
        (Range(-20, None, None), "could cost up to $20 more, or save without a known limit"),
        (Range(None, None, None), "cannot be compared: neither rate has an upper end"),
    ],
)
def test_a_difference_is_said_in_words_without_a_minus(saved: Range, said: str) -> None:
    """Saves or costs more, with a bound where only one end is known."""
    assert difference(saved, EN) == said


@pytest.mark.parametrize(
    ("quote", "rate", "position"),
    [
        (None, Range.of(5, 9), "none"),
        (4.99, Range.of(5, 9), "below"),
        (5, Range.of(5, 9), "within"),
        (9, Range.of(5, 9), "within"),
        (9.01, Range.of(5, 9), "above"),
        (1_000, Range.of(40, None), "within"),
        (39, Range.of(40, None), "below"),
    ],
)
def test_a_quote_on_either_end_counts_as_within(
    quote: float | None, rate: Range, position: str
) -> None:
    """Above needs a published upper end."""
    assert quote_position(quote, rate) == position


def test_the_answer_says_which_row_it_took() -> None:
    """The location row, a row for a group, or the location row in a missing row's stead."""
    assert "Rate used for India" in _show().findings[0]
    group = _show(service="dedicated_inbound").findings
    assert "whole group: Low-cost offshore centers" in group[0]
    assert "The India location range is $5 to $9 an hour." in group[1]
    assert group[2].startswith("The source says only “international”.")
    missing = _show(service="outbound", region="australia").findings[0]
    assert missing.startswith("No rate is published for this service in Australia.")


def test_an_open_rate_is_a_floor_and_has_no_midpoint() -> None:
    """The headline says from, and the answer that no upper end is published."""
    shown = _show(region="western_europe")
    assert shown.headline == "from $64,000 a month"
    assert "no published upper end" in shown.sentence
    assert any("lowest figure, $40" in finding for finding in shown.findings)
    assert shown.working[0].numbers == "$40 × 160 × 10 = $64,000"
    assert shown.working[-1].numbers == "$56,000 − $64,000: costs $8,000 more"


def test_a_region_compared_with_itself_saves_nothing() -> None:
    """No saving is claimed, and the table says the same."""
    shown = _show(region="us_canada")
    assert not any("against" in finding for finding in shown.findings)
    names = [step.name for step in shown.working]
    assert names == ["Midpoint of the rate", "Cost per month", "Cost per year"]


def test_one_agent_is_not_many() -> None:
    """The sentence counts one agent as one."""
    assert _show(agents=1).sentence.startswith("India, 1 agent: ")


def test_todays_prices_stand_beside_the_table_and_out_of_it() -> None:
    """One provider's dated prices are linked, and enter no result."""
    shown = _show()
    assert "as of October 8, 2026" in shown.beside[0][2][0]
    assert all(row.row.figure.regions for row in calculate().rows)


def test_the_working_ends_in_both_ends_of_the_saving() -> None:
    """Each end is one subtraction, and the same two numbers stand in the answer."""
    shown = _show()
    assert [step.numbers for step in shown.working[-2:]] == [
        "$35,200 − $14,400: saves $20,800",
        "$56,000 − $8,000: saves $48,000",
    ]
    dearer = _show(region="australia", compare_with="india")
    assert dearer.working[-1].numbers.endswith("costs $41,600 more")
    equal = _show(region="us_canada", compare_with="australia")
    assert equal.working[-2].numbers == "$56,000 − $56,000: the same"


def test_a_quote_is_worked_out_for_the_team() -> None:
    """The reader's own price gives a month and a year."""
    findings = _show(quote=11).findings
    expected = "At your quote, this team would cost $17,600 a month and $211,200 a year."
    assert expected in findings


def test_two_regions_on_one_published_row_are_not_said_to_differ() -> None:
    """Eastern Europe and Latin America share an outbound row."""
    shown = _show(region="eastern_europe", compare_with="latin_america", service="outbound")
    findings = shown.findings
    assert len(shown.working) == 3
    assert [row[4] for row in shown.table.rows].count("the same") == 2
    assert any(text.startswith("One published rate covers both") for text in findings)
    assert not any("At these rates" in text for text in findings)


def test_a_location_range_beside_a_services_own_rate_is_flagged() -> None:
    """India has no row for specialized outbound, and the US has one."""
    flagged = "The two rates are not alike"
    assert any(flagged in text for text in _show(service="outbound_specialized").findings)
    assert not any(flagged in text for text in _show(service="outbound").findings)


def test_what_compares_costs_starts_from_these_rates() -> None:
    """A closed range goes along, a seat at its hourly price; an open one stays behind."""
    offer, own_team, models = _show().carry
    assert (offer.calculator, offer.values) == ("commission_premium", {"normal_rate": 7})
    rates = {"bill_rate_low": 5, "bill_rate_high": 9}
    assert (own_team.calculator, own_team.values) == ("in_house_or_outsourced", rates)
    seats = {"seat_price_low": 867, "seat_price_high": 1560}
    assert (models.calculator, models.values) == ("inbound_pricing", rates | seats)
    (offer,) = _show(region="western_europe").carry
    assert offer.values == {"normal_rate": 40}
