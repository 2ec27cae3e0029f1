"""Shrinkage, contracts, chat and e-mail: published cases, and ceilings that are exact."""

from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.headcount import (
    chats_served,
    headcount,
    on_the_same_base,
    one_after_another,
    paid_fte,
    whole,
    workload_agents,
)
from tests.vectors import rows

FACTORS = (1, 1.7, 2.5, 2.9, 3.5)


@pytest.mark.parametrize("row", rows("shrinkage_headcount"))
def test_the_headcount_of_the_published_cases(row: dict[str, Any]) -> None:
    """21 agents at 30 % are 30 people, not the 31 of three libraries."""
    if row["outputs"].get("refused"):
        with pytest.raises(ValueError, match="all of the paid time"):
            headcount(**row["inputs"])
        return
    assert headcount(**row["inputs"]) == row["outputs"]["headcount"]


@pytest.mark.parametrize("percent", range(1, 100))
def test_the_headcount_is_the_exact_ceiling(percent: int) -> None:
    """Integers, which know no rounding, agree for every whole percent."""
    for agents in range(1, 2_001):
        exact = -(-agents * 100 // (100 - percent))
        assert headcount(agents=agents, shrinkage=percent / 100) == exact


@given(st.floats(0, 1e6))
def test_whole_people_are_never_fewer(number: float) -> None:
    """Rounding up forgives only what a float's last bits add."""
    assert whole(number) in {ceil(number), ceil(number) - 1}
    assert whole(number) >= number - 1e-9 * max(1, number * 1e-3)


@pytest.mark.parametrize("row", rows("shrinkage_combined"))
def test_causes_combine_by_their_base(row: dict[str, Any]) -> None:
    """12 % then 18 % is 27.84 %, and shares of the same time cannot exceed all of it."""
    base, causes = row["inputs"]["base"], row["inputs"]["causes"]
    combine = one_after_another if base == "sequential" else on_the_same_base
    if "refused" in row["outputs"]:
        with pytest.raises(ValueError, match="all of the paid time"):
            combine(causes)
    else:
        assert combine(causes) == pytest.approx(row["outputs"]["shrinkage"])


@given(st.lists(st.floats(0, 0.15), min_size=1, max_size=6))
def test_causes_in_a_row_lie_between_the_largest_and_the_sum(causes: list[float]) -> None:
    """Each cause takes from what the others leave."""
    assert max(causes) - 1e-12 <= one_after_another(causes) <= on_the_same_base(causes) + 1e-12


@pytest.mark.parametrize("row", rows("paid_fte"))
def test_contracts_cover_the_rostered_hours(row: dict[str, Any]) -> None:
    """The fraction is kept: rounding down would leave hours without a person."""
    assert paid_fte(**row["inputs"]) == row["outputs"]["fte"]


@pytest.mark.parametrize("row", rows("chat_concurrency_factor"))
def test_chats_at_once_as_published(row: dict[str, Any]) -> None:
    """The rows of the table, linear between, the last one beyond."""
    found = chats_served(row["inputs"]["concurrency"], FACTORS)
    assert found == pytest.approx(row["outputs"]["factor"])


@pytest.mark.parametrize("row", rows("chat_effective_aht"))
def test_the_handle_time_of_a_chat_among_others(row: dict[str, Any]) -> None:
    """Three chats at once take each 240 s of the agent instead of 600."""
    inputs = row["inputs"]
    found = inputs["aht_s"] / chats_served(inputs["concurrency"], FACTORS)
    assert found == pytest.approx(row["outputs"]["effective_aht_s"])


@pytest.mark.parametrize("row", rows("workload_agents"))
def test_mail_is_a_workload(row: dict[str, Any]) -> None:
    """Hours of work over productive hours, rounded once."""
    inputs = row["inputs"]
    found = workload_agents(
        contacts=inputs["contacts_per_day"],
        handle_time=inputs["aht_s"],
        productive_hours=inputs["hours_per_shift"] * (1 - inputs["shrinkage"]),
        occupancy=inputs["occupancy"],
    )
    assert found == pytest.approx(row["outputs"]["agents_exact"])
    assert whole(found) == row["outputs"]["agents"]
