"""The commission's maths: yield, break-even and the chance of a poor month."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.commission import (
    Terms,
    break_even_fee,
    break_even_sales,
    chance_below_normal_rate,
    cheapest_by_sales,
    crossing,
    poisson_at_most,
    poisson_tenths,
    required_yield,
    required_yield_at_risk,
    verdict,
)
from calc.units import TOLERANCE
from tests.vectors import rows

TERMS = Terms(28, 2, 16, 0, 0, 0, 0)
money = st.floats(0, 500).map(lambda value: round(value, 2))
share = st.floats(0, 1).map(lambda value: round(value, 4))
sales = st.integers(0, 50_000_000).map(lambda millionths: millionths / 1e6)  # as fields round them
terms = st.builds(Terms, st.floats(0.5, 500), sales, money, share, money, share, money)


def _terms(inputs: dict[str, float]) -> Terms:
    """Return what a public row agrees; what it does not name is 0."""
    return Terms(
        inputs["normal_rate"],
        inputs.get("sales_per_hour", 0),
        inputs.get("fee", 0),
        inputs.get("share", 0),
        inputs.get("order_value", 0),
        inputs.get("clawback", 0),
        inputs.get("base", 0),
    )


@pytest.mark.parametrize("row", rows("commission_required_yield"))
def test_the_yield_required_at_each_end_of_a_rate(row: dict[str, Any]) -> None:
    """The low and the high premium on the low and the high rate, as published."""
    inputs = row["inputs"]
    found = [
        [
            required_yield(TERMS._replace(normal_rate=inputs[rate]), inputs[premium])
            for rate in ("rate_low", "rate_high")
        ]
        for premium in ("premium_low", "premium_high")
    ]
    expected = [row["outputs"]["at_10pct"], row["outputs"]["at_20pct"]]
    for low_and_high, as_printed in zip(found, expected, strict=True):
        assert low_and_high == pytest.approx(as_printed, abs=row["tolerance"]["abs"], rel=0)


@pytest.mark.parametrize("row", rows("commission_yield"))
def test_the_yield_of_the_public_rows(row: dict[str, Any]) -> None:
    """Exactly the required yield counts as met, and no kept sale has no cost."""
    agreed, premium = _terms(row["inputs"]), row["inputs"]["premium"]
    found = {
        "yield_per_hour": agreed.hourly_yield,
        "required_yield": required_yield(agreed, premium),
        "meets": verdict(agreed.premium, premium, premium) != "short",
        "implied_premium": agreed.premium,
        "cost_per_kept_sale": agreed.cost_per_kept_sale,
    }
    for name, expected in row["outputs"].items():
        near = expected and pytest.approx(expected, abs=row["tolerance"]["abs"], rel=0)
        assert found[name] == near, name


@pytest.mark.parametrize("row", rows("commission_break_even"))
def test_the_break_even_of_the_public_rows(row: dict[str, Any]) -> None:
    """Fee and sales that reach the premium: a number, 0 where none is needed, or none at all."""
    agreed, premium = _terms(row["inputs"]), row["inputs"]["premium"]
    found = {
        "fee": break_even_fee(agreed, premium),
        "sales_per_hour": break_even_sales(agreed, premium),
    }
    for name, value in found.items():
        expected = row["outputs"][name]
        assert value == (expected and pytest.approx(expected, abs=row["tolerance"]["abs"], rel=0))


@pytest.mark.parametrize("row", rows("commission_break_even"))
def test_the_share_of_the_public_rows_brings_the_required_yield(row: dict[str, Any]) -> None:
    """Fed back, the share gives the target; at 0 the rest is enough; none where none counts."""
    agreed, premium = _terms(row["inputs"]), row["inputs"]["premium"]
    share = row["outputs"]["share"]
    reached = agreed._replace(share_of_sale=share or 0).hourly_yield
    target = required_yield(agreed, premium)
    if share is None:
        assert agreed.kept_sales * agreed.sale_value == 0
    elif share:
        assert reached == pytest.approx(target, abs=1e-6)
    else:
        assert reached >= target


@pytest.mark.parametrize("row", rows("commission_premium_at_risk"))
def test_the_premium_at_risk_of_the_public_rows(row: dict[str, Any]) -> None:
    """Half of the rate guaranteed: $30.10 instead of $32.20; all of it asks for no premium."""
    agreed, premium = _terms(row["inputs"]), row["inputs"]["premium"]
    found = {
        "required_whole": required_yield(agreed, premium),
        "required_at_risk": required_yield_at_risk(agreed, premium),
    }
    assert found == pytest.approx(row["outputs"], abs=row["tolerance"]["abs"], rel=0)


@pytest.mark.parametrize("row", rows("commission_vendor_risk"))
def test_the_chance_of_a_poor_month_of_the_public_rows(row: dict[str, Any]) -> None:
    """A Poisson sum to 30 digits agrees, and exactly the normal rate is not below it."""
    found = chance_below_normal_rate(_terms(row["inputs"]), row["inputs"]["hours"])
    expected = row["outputs"]["p_below_normal_rate"]
    assert found == pytest.approx(expected, rel=row["tolerance"]["rel"])


@given(terms, share)
def test_the_break_even_fee_brings_exactly_the_required_yield(some: Terms, premium: float) -> None:
    """Fed back, the fee gives the target; where it is 0, the rest is enough already."""
    fee = break_even_fee(some, premium)
    if fee is None:
        assert some.kept_sales == 0
        return
    reached = some._replace(fee_per_sale=fee).hourly_yield
    target = required_yield(some, premium)
    assert reached == pytest.approx(target, rel=1e-6) if fee else reached > target - 1e-5


@given(terms, st.floats(0, 100))
def test_more_for_the_vendor_never_lowers_the_yield(some: Terms, more: float) -> None:
    """A higher fee, base or number of sales helps; more canceled sales do not."""
    for better in (
        some._replace(fee_per_sale=some.fee_per_sale + more),
        some._replace(base_pay=some.base_pay + more),
        some._replace(sales_per_hour=some.sales_per_hour + more),
    ):
        assert better.hourly_yield >= some.hourly_yield - TOLERANCE
    assert some._replace(cancelled=1).hourly_yield <= some.hourly_yield + TOLERANCE


@given(terms, share)
def test_the_premium_at_risk_never_asks_more_than_the_premium_on_the_whole(
    some: Terms, premium: float
) -> None:
    """The part at risk is at most the whole rate."""
    at_risk = required_yield_at_risk(some, premium)
    assert at_risk <= max(required_yield(some, premium), some.base_pay) + TOLERANCE


@pytest.mark.parametrize(
    ("given_terms", "chance"),
    [
        (TERMS._replace(base_pay=28), 0),
        (TERMS._replace(fee_per_sale=0), 1),
        (TERMS._replace(sales_per_hour=0), 1),
    ],
)
def test_the_chance_is_certain_without_a_risk_or_a_commission(
    given_terms: Terms, chance: float
) -> None:
    """Base pay of the normal rate never falls short; without it, no commission always does."""
    assert chance_below_normal_rate(given_terms, 40) == chance


@given(st.integers(0, 300), st.floats(0.01, 300))
def test_the_poisson_sum_equals_a_direct_sum(count: int, mean: float) -> None:
    """Adding up every term, the slow way, gives the same chance."""
    direct = math.fsum(
        math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1)
    )
    assert poisson_at_most(count, mean) == pytest.approx(direct, rel=1e-9, abs=1e-12)


def test_the_poisson_sum_stands_large_means_and_far_tails() -> None:
    """Neither a month of the largest numbers nor an impossible one overflows."""
    assert poisson_at_most(-1, 5) == 0
    assert poisson_at_most(744_000, 744_000.0) == pytest.approx(0.5003, abs=1e-4)
    assert poisson_at_most(10, 5_000.0) == 0
    assert poisson_at_most(5_000, 10.0) == 1


def test_a_verdict_counts_both_limits_as_within() -> None:
    """Below the minimum is short, beyond the full premium above."""
    found = [verdict(premium, 0.1, 0.2) for premium in (-1, 0.0999, 0.1, 0.2, 0.2001)]
    assert found == ["short", "short", "within", "within", "above"]


@given(terms, terms)
def test_two_agreements_cost_the_same_where_they_cross(one: Terms, other: Terms) -> None:
    """At the crossing both pay the same an hour; without one they never meet."""
    sales = crossing(one, other)
    if sales is None:
        side = one.base_pay - other.base_pay
        assert side * (one.earned_per_sale - other.earned_per_sale) >= 0
    else:
        costs = [each.base_pay + sales * each.earned_per_sale for each in (one, other)]
        assert costs[0] == pytest.approx(costs[1], rel=1e-6, abs=1e-6)


@given(st.dictionaries(st.sampled_from("abc"), terms, min_size=1), st.floats(0, 100))
def test_the_cheapest_agreement_costs_least_at_every_number_of_sales(
    agreements: dict[str, Terms], sales: float
) -> None:
    """Whatever the sales, no other agreement costs less than the one named for them."""
    found = cheapest_by_sales(agreements)
    assert found[0][0] == 0
    assert [start for start, _ in found] == sorted(start for start, _ in found)
    named = [name for start, name in found if start <= sales][-1]
    costs = {key: each.base_pay + sales * each.earned_per_sale for key, each in agreements.items()}
    assert costs[named] <= min(costs.values()) + 1e-6 * (1 + costs[named])


@given(st.floats(0.001, 3_000))
def test_the_tenths_of_a_month_hold_eight_months_of_ten(mean: float) -> None:
    """The counts are the smallest that reach a tenth and nine tenths."""
    for share, count in zip((0.1, 0.9), poisson_tenths(mean), strict=True):
        assert poisson_at_most(count, mean) >= share
        assert poisson_at_most(count - 1, mean) < share


def test_without_expected_sales_every_month_brings_none() -> None:
    """A mean of 0 has no spread."""
    assert poisson_tenths(0) == (0, 0)


@pytest.mark.parametrize("deviations", [-8, -3, -1, 0, 1, 3, 8])
def test_a_large_mean_goes_on_where_the_sum_stops(deviations: float) -> None:
    """The normal curve with its correction is within a millionth of the sum at the switch."""
    below, above = 1e5, 1e5 * (1 + 1e-12)
    count = math.floor(below + deviations * math.sqrt(below))
    assert poisson_at_most(count, above) == pytest.approx(poisson_at_most(count, below), abs=1e-6)


def test_the_largest_mean_is_quick_and_stays_a_chance() -> None:
    """Seven hundred million expected sales give shares between 0 and 1."""
    assert poisson_at_most(0, 7e8) == 0
    assert poisson_at_most(10**9, 7e8) == 1
    low, high = poisson_tenths(7e8)
    assert low < 7e8 < high
