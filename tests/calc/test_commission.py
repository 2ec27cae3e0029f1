"""The commission's maths: yield, break-even and the chance of a poor month."""

import math

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

TERMS = Terms(28, 2, 16, 0, 0, 0, 0)
money = st.floats(0, 500).map(lambda value: round(value, 2))
share = st.floats(0, 1).map(lambda value: round(value, 4))
sales = st.integers(0, 50_000_000).map(lambda millionths: millionths / 1e6)  # as fields round them
terms = st.builds(Terms, st.floats(0.5, 500), sales, money, share, money, share, money)


@pytest.mark.parametrize(
    ("given_terms", "premium", "fee", "sales"),
    [
        (TERMS._replace(fee_per_sale=0), 0.15, 16.1, None),
        (
            TERMS._replace(fee_per_sale=20, cancelled=0.1),
            0.15,
            17.88888888888889,
            1.788888888888889,
        ),
        (TERMS._replace(sales_per_hour=0, fee_per_sale=10), 0.15, None, 3.22),
        (TERMS._replace(cancelled=1, fee_per_sale=10), 0.15, None, None),
        (TERMS._replace(base_pay=33, fee_per_sale=5), 0.15, 0, 0),
        (
            TERMS._replace(fee_per_sale=4, share_of_sale=0.2, sale_value=100),
            0.15,
            0,
            1.3416666666667,
        ),
    ],
)
def test_the_break_even_of_the_worked_examples(
    given_terms: Terms, premium: float, fee: float | None, sales: float | None
) -> None:
    """Fee and sales that reach the premium: a number, 0 where none is needed, or none at all."""
    assert break_even_fee(given_terms, premium) == pytest.approx(fee)
    assert break_even_sales(given_terms, premium) == pytest.approx(sales)


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


def test_the_premium_at_risk_of_the_worked_example() -> None:
    """Half of the rate guaranteed: $30.10 instead of $32.20."""
    assert required_yield(TERMS, 0.15) == pytest.approx(32.2)
    assert required_yield_at_risk(TERMS._replace(base_pay=14), 0.15) == pytest.approx(30.1)
    assert required_yield_at_risk(TERMS._replace(base_pay=28), 0.15) == 28


@pytest.mark.parametrize(
    ("given_terms", "hours", "chance"),
    [
        (TERMS._replace(fee_per_sale=17.89, cancelled=0.1), 40, 0.1301825927654077),
        (TERMS._replace(fee_per_sale=14), 40, 0.4851312954164734),
        (TERMS._replace(base_pay=28), 40, 0),
        (TERMS._replace(fee_per_sale=0), 40, 1),
        (TERMS._replace(sales_per_hour=0), 40, 1),
    ],
)
def test_the_chance_of_a_month_below_the_normal_rate(
    given_terms: Terms, hours: float, chance: float
) -> None:
    """A Poisson sum to 30 digits agrees, and exactly the normal rate is not below it."""
    assert chance_below_normal_rate(given_terms, hours) == pytest.approx(chance, rel=1e-9)


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
