"""Commission: the yield against the normal rate, what it needs, and plain words for odd cases."""

from typing import Any

import pytest

from calc.calculators import outbound_pricing
from calc.calculators.commission_premium import PRESETS, calculate, show
from calc.form import defaults, fields
from calc.rates import REGIONS
from calc.text import words
from calc.view import Shown

EN = words("en")


def _show(**given_: Any) -> Shown:
    values = {**defaults(fields(calculate)), **given_}
    return show(values, calculate(**values), EN)


def test_the_defaults_lie_within_the_premium() -> None:
    """Two sales of $16 an hour yield $32: 14.3 % over $28."""
    result = calculate()
    assert result.hourly_yield == 32
    assert result.premium == pytest.approx(1 / 7)
    assert result.verdict == "within"
    assert result.fee_at_minimum == pytest.approx(15.4)
    assert result.fee_at_full == pytest.approx(16.8)
    assert result.cost_per_kept_sale == 16
    assert result.client_cost_against_hourly == 640
    assert result.chance_below_normal_rate == pytest.approx(0.0114, abs=1e-3)


@pytest.mark.parametrize(
    ("fee", "verdict"),
    [(15.39, "short"), (15.4, "within"), (16.8, "within"), (16.81, "above")],
)
def test_a_premium_of_exactly_a_limit_counts_as_met(fee: float, verdict: str) -> None:
    """Both limits are included."""
    assert calculate(fee_per_sale=fee).verdict == verdict


def test_floats_do_not_turn_a_met_target_into_a_miss() -> None:
    """6 x 1.1 is 6.6000000000000005 in floats, and 1.2 x 5.5 is 6.6: still met."""
    assert calculate(normal_rate=6, sales_per_hour=1.2, fee_per_sale=5.5).verdict == "within"


def test_without_a_kept_sale_nothing_is_infinite() -> None:
    """No sales, or all of them canceled: no finite fee, no cost of a sale, and plain words."""
    for nothing in ({"sales_per_hour": 0}, {"cancelled": 1}):
        result = calculate(**nothing)
        assert (result.fee_at_minimum, result.fee_at_full) == (None, None)
        assert result.cost_per_kept_sale is None
        assert result.chance_below_normal_rate == 1
        findings = _show(**nothing).findings
        assert findings[0] == "No commission can raise the yield when no sale is kept."
        assert findings[1].startswith("Without a kept sale")


def test_a_few_sales_are_never_written_as_none() -> None:
    """Where one hour keeps a hundredth of a sale, the working says so."""
    numbers = [step.numbers for step in _show(sales_per_hour=0.01, hours=1).working]
    assert any("with 0.01 kept sales expected" in said for said in numbers)
    assert _show(sales_per_hour=0.00002).working[0].numbers.endswith("= 0.00002")


def test_a_base_above_the_target_needs_no_fee() -> None:
    """The least fee is 0, never negative, and the reader is told why."""
    result = calculate(base_pay=40)
    assert (result.fee_at_minimum, result.fee_at_full) == (0, 0)
    assert _show(base_pay=40).findings[0].startswith("The hourly base of $40 alone")


def test_a_share_of_the_order_can_be_enough_without_a_fee() -> None:
    """The share alone reaches the full premium, or only the minimum."""
    shown = _show(share_of_sale=0.5, sale_value=100)
    assert shown.findings[0].startswith("The share of the order")
    partly = _show(share_of_sale=0.155, sale_value=100)
    assert partly.findings[0].startswith("The 10% premium needs no fee")


def test_the_chance_is_strict_at_the_normal_rate() -> None:
    """Exactly the normal rate is not below it."""
    sure = calculate(base_pay=28, fee_per_sale=0)
    assert sure.chance_below_normal_rate == 0
    assert sure.client_cost_against_hourly == 0
    assert "the same as at the normal rate" in " ".join(_show(base_pay=28, fee_per_sale=0).findings)


def test_a_sale_that_costs_more_than_it_brings_is_pointed_out() -> None:
    """The client hears when a kept sale is dearer than its value."""
    assert any("more than the $10" in text for text in _show(sale_value=10).findings)
    assert not any("more than the" in text for text in _show(sale_value=100).findings)


def test_a_yield_below_the_rate_is_said_without_a_minus() -> None:
    """Under, in words."""
    shown = _show(fee_per_sale=10)
    assert "28.6% under the normal rate of $28: short of the 10% minimum" in shown.sentence
    assert any("$1,280 a month less" in text for text in shown.findings)


def test_the_at_risk_reading_is_one_more_line_where_base_is_paid() -> None:
    """With half of the rate guaranteed the premium on the part at risk is shown too."""
    names = [step.name for step in _show(base_pay=14, fee_per_sale=8).working]
    assert names[-1] == "Yield needed if the premium applies only to the part at risk"
    assert names[:-1] == [step.name for step in _show().working]


def test_the_workings_fees_are_those_of_the_answer() -> None:
    """The least fee is rounded up to the cent, so that it is enough."""
    shown = _show(cancelled=0.1)
    fee = next(step for step in shown.working if step.name == "Lowest fee for 10%")
    assert fee.numbers.endswith("= $17.12")
    assert calculate(cancelled=0.1, fee_per_sale=17.12).verdict == "within"
    assert calculate(cancelled=0.1, fee_per_sale=17.11).verdict == "short"


def test_presets_cover_the_three_ways_of_paying_and_every_region() -> None:
    """Hourly pays the normal rate, commission only the fee, both half of each."""
    assert list(PRESETS) == ["hourly", "commission", "both", *REGIONS]
    assert calculate(**PRESETS["hourly"]).premium == 0
    assert calculate(**PRESETS["commission"]) == calculate()
    assert calculate(**PRESETS["both"]).hourly_yield == 30
    assert PRESETS["western_europe"] == {"normal_rate": 40}
    assert PRESETS["india"] == {"normal_rate": 7}


def test_a_premium_that_only_rounding_puts_on_a_limit_is_said_to_miss_it() -> None:
    """9.96 % is a little less than 10 %, and 20.04 % a little more than 20 %."""
    short = _show(fee_per_sale=15.395).sentence
    assert "a little less than 10% over the normal rate of $28: short of" in short
    above = _show(fee_per_sale=16.806).sentence
    assert "a little more than 20% over the normal rate of $28: above" in above


def test_a_share_without_an_order_value_is_pointed_out() -> None:
    """A share of nothing adds nothing, and the reader is told."""
    missing = "until you enter an order value"
    assert any(missing in text for text in _show(share_of_sale=0.1).findings)
    assert not any(missing in text for text in _show(share_of_sale=0.1, sale_value=9).findings)


def test_with_a_base_the_at_risk_reading_stands_in_the_answer() -> None:
    """Paying by the hour alone is not condemned without the other reading."""
    findings = _show(base_pay=28, fee_per_sale=0).findings
    assert any("they need a yield of $28 an hour" in text for text in findings)


def test_a_table_column_that_needs_no_commission_has_no_cost_of_a_sale() -> None:
    """A base above the target leaves nothing to spread over the sales."""
    cost = _show(base_pay=40).table.rows[-1]
    assert cost[2:] == ("n/a", "n/a")
    assert cost[1] == "$36"


def test_a_campaign_starts_from_this_offer() -> None:
    """What it yields here it yields there: in full, or with a base."""
    (carry,) = _show().carry
    there = outbound_pricing.calculate(**carry.values)
    assert there.commission.premium == pytest.approx(calculate().premium)
    (carry,) = _show(base_pay=14, fee_per_sale=8).carry
    there = outbound_pricing.calculate(**carry.values)
    here = calculate(base_pay=14, fee_per_sale=8)
    assert there.both.premium == pytest.approx(here.premium)
