"""The models beyond the pages: every public worked number, and what always holds of them."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.erlang import erlang_a, erlang_b
from calc.further import (
    Metric,
    Tier,
    billed_time,
    bonus,
    escalation_saving,
    exchange_adjustment,
    extra_contacts,
    full_queue,
    month_of_calls,
    scorecard,
)
from tests.vectors import rows

TIERS = [Tier(0, 30, 0), Tier(30, 35, 5), Tier(35, None, 10)]


def near(row: dict[str, Any], name: str) -> Any:
    """Return an output of a row with its tolerance; nothing stays nothing."""
    expected, tolerance = row["outputs"][name], row["tolerance"]["abs"]
    return None if expected is None else pytest.approx(expected, abs=tolerance, rel=0)


@pytest.mark.parametrize("row", rows("erlang_a_finite"))
def test_a_queue_with_so_many_places(row: dict[str, Any]) -> None:
    """Those turned away and those who hang up, the queue, the wait and the occupancy."""
    asked = row["inputs"]
    found = full_queue(
        traffic=asked["arrival_per_s"] * asked["aht_s"],
        agents=asked["agents"],
        handle_time=asked["aht_s"],
        patience=asked["patience_s"],
        capacity=asked["capacity"],
    )
    assert found.p_blocked == near(row, "p_blocked")
    assert found.abandonment == near(row, "p_abandon_of_admitted")
    assert found.queue_length == near(row, "queue_length")
    assert found.wait_all == near(row, "wait_all_s")
    assert found.occupancy == near(row, "occupancy")


@given(st.floats(0.1, 30), st.integers(1, 30))
def test_no_place_to_wait_is_erlang_b_and_many_are_erlang_a(traffic: float, agents: int) -> None:
    """The two ends of the capacity."""
    asked: dict[str, Any]
    asked = {"traffic": traffic, "agents": agents, "handle_time": 180, "patience": 200}
    none = full_queue(**asked, capacity=agents)
    assert none.p_blocked == pytest.approx(erlang_b(traffic=traffic, agents=agents), rel=1e-9)
    assert none.queue_length == 0
    many, whole = full_queue(**asked, capacity=agents + 400), erlang_a(**asked)
    assert many.abandonment == pytest.approx(whole.abandonment, rel=1e-9, abs=1e-12)
    assert many.wait_all == pytest.approx(whole.wait_all, rel=1e-9, abs=1e-9)
    assert many.occupancy == pytest.approx(whole.occupancy, rel=1e-9)


@pytest.mark.parametrize("row", rows("billing_increment_total"))
def test_calls_are_billed_in_increments(row: dict[str, Any]) -> None:
    """An exact multiple is not rounded up, and no seconds bill nothing."""
    asked = row["inputs"]
    billed = billed_time(asked["durations_s"], increment=asked["increment_s"])
    assert billed == near(row, "billed_s")


@pytest.mark.parametrize("row", rows("per_call_plan"))
def test_a_plan_that_includes_calls(row: dict[str, Any]) -> None:
    """Only the calls beyond those included are charged."""
    asked = row["inputs"]
    month = partial(
        month_of_calls,
        included=asked["included_calls"],
        base_fee=asked["base_fee"],
        per_call=asked["rate_per_call"],
    )
    assert month(calls=asked["calls"]) == near(row, "monthly")
    assert month(calls=0) == asked["base_fee"]


@pytest.mark.parametrize("row", rows("fx_share_adjustment"))
def test_a_shared_exchange_rate(row: dict[str, Any]) -> None:
    """The client makes up its share of what the vendor's currency gained."""
    assert exchange_adjustment(**row["inputs"]) == near(row, "adjustment")


@pytest.mark.parametrize("row", rows("tiered_bonus"))
def test_a_bonus_in_tiers(row: dict[str, Any]) -> None:
    """Graduated and with cliffs, at the goal, at a tier's end and beyond."""
    asked = row["inputs"]
    tiers = [Tier(tier["from"], tier["to"], tier["rate"]) for tier in asked["tiers"]]
    assert bonus(asked["units"], tiers, cliff=asked["mode"] == "cliff") == near(row, "bonus")


@given(st.floats(0, 100), st.floats(0, 1))
def test_a_graduated_bonus_never_jumps(sales: float, more: float) -> None:
    """A sale more never pays more than the highest rate, nor less than nothing."""
    assert 0 <= bonus(sales + more, TIERS) - bonus(sales, TIERS) <= 10 * more + 1e-9
    assert bonus(0, TIERS, cliff=True) == 0


@pytest.mark.parametrize("row", rows("fcr_gap_cost"))
def test_a_gap_in_resolution_brings_contacts(row: dict[str, Any]) -> None:
    """So many for each one that is not resolved, and each has its cost."""
    asked = row["inputs"]
    extra = extra_contacts(
        contacts=asked["calls_per_year"],
        gap=asked["fcr_gap"],
        each=asked["extra_calls_per_unresolved"],
    )
    assert extra == near(row, "extra_calls")
    assert extra * asked["cost_per_call"] == near(row, "extra_cost")


@pytest.mark.parametrize("row", rows("escalation_saving"))
def test_fewer_escalations_save(row: dict[str, Any]) -> None:
    """What no longer goes to the second level costs the difference less."""
    asked = row["inputs"]
    cost, cost_escalated = asked["cost_level1"], asked["cost_escalated"]
    saved = escalation_saving(
        contacts=asked["calls_per_month"],
        before=asked["fcr_from"],
        after=asked["fcr_to"],
        cost=cost,
        cost_escalated=cost_escalated,
    )
    assert saved == near(row, "saving_per_month")
    assert saved / (cost_escalated - cost) == near(row, "escalations_avoided")


@pytest.mark.parametrize("row", rows("scorecard"))
def test_a_scorecard(row: dict[str, Any]) -> None:
    """Places on their scales, weighted; what was not answered lowers the coverage only."""
    score, coverage = scorecard([Metric(**metric) for metric in row["inputs"]["metrics"]])
    assert score == near(row, "score")
    assert coverage == near(row, "coverage")
