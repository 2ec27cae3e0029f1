"""A day of intervals: what each needs, what the day gives, and work that has until a deadline."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.day import intervals, least_pace, level_of_day, longest_wait
from calc.erlang import Target, required_agents

TARGET = Target(0.8, 20, 0.85)
VOLUMES = st.lists(st.none() | st.integers(0, 400), max_size=12)
WORK = st.lists(st.integers(0, 50).map(float), min_size=1, max_size=8)


@pytest.mark.parametrize("patience", [None, 300])
@given(volumes=VOLUMES)
def test_each_interval_needs_what_it_would_alone(
    patience: float | None, volumes: list[int | None]
) -> None:
    """Where a search starts changes nothing; order and neighbors neither."""
    found = intervals(
        tuple(volumes), length=1800, handle_time=180, target=TARGET, patience=patience
    )
    assert [each.contacts for each in found] == volumes
    for each in found:
        if each.contacts is None:
            assert (each.agents, each.service_level) == (None, None)
            continue
        alone = required_agents(
            traffic=each.contacts / 10, handle_time=180, target=TARGET, patience=patience
        )
        assert each.agents == alone
        assert each.service_level is None if not alone else (each.service_level or 0) >= 0.8 - 1e-9


@given(start=st.integers(1, 2_000), more=st.floats(0, 6))
def test_where_a_search_starts_changes_nothing(start: int, more: float) -> None:
    """From any other traffic, near or far, the same agents are found."""
    for patience in (None, 300):
        for target in (TARGET, Target(0.8, 20)):
            needed = partial(required_agents, handle_time=180, target=target, patience=patience)
            like = (start, needed(traffic=start))
            traffic = start * (1 + more)
            assert needed(traffic=traffic, like=like) == needed(traffic=traffic)


def test_an_interval_beyond_the_largest_traffic_has_no_agents() -> None:
    """100,000 erlangs are the most; a row with more is left out of the day's service level."""
    found = intervals(
        (1_000_001, 1_000_000, 1), length=1800, handle_time=180, target=TARGET, patience=None
    )
    assert [each.agents for each in found] == [None, 117_648, 1]
    assert found[0].service_level is None
    assert level_of_day(found[:1]) is None
    assert level_of_day((found[0], found[2])) == found[2].service_level


def test_the_level_of_a_day_is_weighted_by_contacts() -> None:
    """88.8 % of 100 and 86.1 % of 20 are 88.4 %; intervals without contacts do not count."""
    found = intervals(
        (100, 0, 20, None), length=1800, handle_time=180, target=TARGET, patience=None
    )
    levels = [each.service_level or 0 for each in found]
    assert level_of_day(found) == pytest.approx((100 * levels[0] + 20 * levels[2]) / 120)
    assert level_of_day(found[1:2]) is None


@given(work=WORK, due=st.integers(1, 6))
def test_the_least_pace_is_the_worst_stretch_by_brute_force(work: list[float], due: int) -> None:
    """The largest ratio of the work of a stretch to the time it has; just enough is enough."""
    stretches = [
        sum(work[i : j + 1]) / (j - i + due) for i in range(len(work)) for j in range(i, len(work))
    ]
    pace = least_pace(work, length=1, due=due)
    assert pace == pytest.approx(max(stretches))
    if pace:
        assert longest_wait(work, length=1, pace=pace) == pytest.approx(due)
        assert longest_wait(work, length=1, pace=pace / 2) > due
