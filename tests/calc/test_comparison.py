"""Two sides of one comparison: public worked numbers, landed cost, payback and break-even."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calc.comparison import (
    Case,
    Line,
    Vendor,
    break_even_volume,
    escalated_total,
    hours_for,
    payback_months,
    price_months,
)
from calc.own_team import Team
from tests.vectors import rows

TEAM = Team(21.305, 0.7, 2_080, 0.25, 0.15, 33.41, 15, 0, 0.312, 14_113, 0, 115, 0, 0)
VENDOR = Vendor(12, 0, 7_300, 0, 0, 4, 0, 0.7, 0.7, 12)
amounts = st.floats(0, 1e6)
vendors = st.builds(
    Vendor,
    bill_rate=st.floats(0.5, 500),
    price_rise=st.floats(0, 1),
    managing=amounts,
    kept=amounts,
    moving=amounts,
    parallel_weeks=st.floats(0, 52),
    leaving=amounts,
    own_resolution=st.floats(0.01, 1),
    vendor_resolution=st.floats(0.01, 1),
    term=st.integers(1, 120),
)
MODELS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "break_even_volume": lambda inputs: break_even_volume(
        Line(inputs["fixed_in_house"], inputs["unit_in_house"]),
        Line(inputs["fixed_outsourced"], inputs["unit_outsourced"]),
    ),
    "payback_months": lambda inputs: payback_months(
        inputs["transition_cost"], inputs["monthly_saving"]
    ),
    "escalated_total": lambda inputs: escalated_total(
        inputs["first_year_cost"], inputs["escalator"], inputs["years"]
    ),
}


@pytest.mark.parametrize("row", rows(*MODELS))
def test_a_public_worked_number_comes_out(row: dict[str, Any]) -> None:
    """Each output is within the tolerance of its row, and what has no value has none."""
    (expected,) = row["outputs"].values()
    found = MODELS[row["model"]](row["inputs"])
    assert found == (
        None if expected is None else pytest.approx(expected, abs=row["tolerance"]["abs"], rel=0)
    )


@given(vendors, st.floats(0, 1e5), st.floats(0, 1e6))
def test_a_landed_month_is_the_sum_of_its_lines(
    vendor: Vendor, hours: float, own_month: float
) -> None:
    """Nothing is below 0, bill and rework make the billed hours, the rest is paid beside them."""
    month = vendor.month(hours, own_month)
    assert min(month) >= 0
    assert month.total == pytest.approx(sum(month))
    billed = vendor.mean_rate * vendor.hours(hours)
    assert month.bill + month.rework == pytest.approx(billed)
    assert month.running + month.moving == pytest.approx(month.total)
    assert month.moving * vendor.term == pytest.approx(vendor.once(own_month))


@given(vendors, st.floats(1, 1e5))
def test_fewer_solved_problems_never_make_the_vendor_cheaper(vendor: Vendor, hours: float) -> None:
    """Rework is billed only where the vendor solves fewer at the first contact."""
    month = vendor.month(hours, 0)
    worse = vendor._replace(vendor_resolution=vendor.vendor_resolution / 2).month(hours, 0)
    assert worse.total >= month.total * (1 - 1e-12)
    assert bool(month.rework) == (vendor.hours(hours) > hours)


@given(vendors, st.floats(1e-4, 10), st.floats(0, 1e5))
def test_at_the_break_even_volume_both_sides_cost_the_same(
    vendor: Vendor, hours: float, rent: float
) -> None:
    """Put back as the volume it makes the two months equal, and they part on either side."""
    case = Case(TEAM._replace(rent=rent), vendor)
    own, outsourced = case.lines(hours)
    volume = break_even_volume(own, outsourced)
    assume(volume is not None and 1 <= volume < 1e9)
    assert volume is not None

    def gap(contacts: float) -> float:
        return case.own(contacts * hours).total - case.outsourced(contacts * hours).total

    total = case.own(volume * hours).total + rent + 1
    assert gap(volume) == pytest.approx(0, abs=1e-6 * total)
    if abs(own.unit - outsourced.unit) > 1e-3 * own.unit:
        assert (gap(volume * 1.1) > 0) == (outsourced.unit < own.unit)
        assert (gap(volume * 0.9) > 0) == (outsourced.unit > own.unit)


@given(vendors, st.floats(1, 1e5))
def test_at_the_break_even_rate_both_sides_cost_the_same(vendor: Vendor, hours: float) -> None:
    """Put back as the rate it leaves no saving; without one even a free hour costs more."""
    case = Case(TEAM, vendor)
    rate = case.break_even_rate(hours)
    free = Case(TEAM, vendor._replace(bill_rate=0)).outsourced(hours).total
    own = case.own(hours).total
    if rate is None:
        assert free >= own * (1 - 1e-12)
    else:
        fair = Case(TEAM, vendor._replace(bill_rate=rate))
        assert fair.outsourced(hours).total == pytest.approx(own)


def test_no_hours_have_no_break_even_rate() -> None:
    """Where nothing is billed, no rate decides."""
    assert Case(TEAM._replace(rent=1e6), VENDOR).break_even_rate(0) is None


@given(st.floats(0, 1), st.integers(1, 120))
def test_a_price_that_rises_costs_at_least_its_months(rise: float, months: int) -> None:
    """Each month costs the first price or more, and the first year exactly that."""
    total = price_months(rise, months)
    assert total >= months
    assert total == pytest.approx(sum((1 + rise) ** (month // 12) for month in range(months)))
    assert price_months(rise, min(months, 12)) == min(months, 12)


def test_idle_time_is_paid() -> None:
    """Contacts at half occupancy take twice the hours of contacts without a pause."""
    assert hours_for(20, handle_time=180, occupancy=1) == 1
    assert hours_for(20, handle_time=180, occupancy=0.5) == 2
