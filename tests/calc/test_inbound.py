"""Shared minutes against dedicated hours: billing, staffing, and every place where they cross."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.erlang import Target
from calc.inbound import (
    MOST_CONTACTS,
    Crossings,
    Desk,
    Shared,
    billed_seconds,
    break_even_talk,
    crossings,
)
from tests.vectors import rows

DESK = Desk(180, 176, Target(0.8, 20, max_occupancy=0.85))
LOOSE = DESK._replace(target=Target(0.8, 20))
SHARED = Shared(0, 0, 0.4, 3)


def _cheaper(shared: Shared, hourly: float, desk: Desk, contacts: int) -> bool:
    team = hourly * desk.open_hours * desk.agents(contacts)
    return team <= shared.cost(contacts) * (1 + 1e-9)


@pytest.mark.parametrize("row", rows("billing_increment_expected"))
def test_billed_time_is_that_of_the_public_rows(row: dict[str, Any]) -> None:
    """The ceiling of an exponential time is geometric."""
    billed = billed_seconds(row["inputs"]["mean_talk_s"], row["inputs"]["increment_s"])
    assert billed == pytest.approx(row["outputs"]["expected_billed_s"], rel=1e-12)
    assert billed_seconds(0, 60) == 0


@pytest.mark.parametrize("row", rows("per_minute_plan", "shared_cost"))
def test_a_shared_month_is_that_of_the_public_rows(row: dict[str, Any]) -> None:
    """Fee, minutes and minimum; the set-up fee is spread over the term."""
    given_ = row["inputs"]
    minutes = given_.get("billed_minutes") or given_["calls"] * given_["minutes_per_call"]
    month = Shared(given_["base_fee"], given_.get("minimum", 0), given_["rate_per_minute"], minutes)
    once = given_.get("setup", 0) / given_.get("term_months", 1)
    assert month.cost(1) + once == pytest.approx(
        row["outputs"]["monthly"], abs=row["tolerance"]["abs"]
    )


@pytest.mark.parametrize("row", rows("shared_vs_dedicated_breakeven"))
def test_the_break_even_share_is_that_of_the_public_rows(row: dict[str, Any]) -> None:
    """The cheapest hour with the dearest minute, and the reverse."""
    (low, high), (least, most) = row["inputs"]["per_minute"], row["inputs"]["hourly"]
    shares = [break_even_talk(least, high), break_even_talk(most, low)]
    assert shares == pytest.approx(row["outputs"]["breakeven_talk_share"])
    assert break_even_talk(12, 0) is None


@pytest.mark.parametrize("row", rows("shared_vs_dedicated_volumes"))
def test_the_crossings_are_those_of_the_public_rows(row: dict[str, Any]) -> None:
    """The fifth agent makes shared cheaper again for a while."""
    (first, last), (again, _) = row["outputs"]["dedicated_cheaper"]
    assert crossings(SHARED, row["inputs"]["hourly"], DESK) == Crossings(first, last, again)


@given(
    busy=st.one_of(st.integers(5, 120), st.integers(84, 100)).map(lambda percent: percent / 100),
    per_minute=st.integers(5, 100).map(lambda cents: cents / 100),
    base_fee=st.one_of(st.just(0), st.integers(0, 30_000)),
    minimum=st.one_of(st.just(0), st.integers(0, 30_000)),
    handle_time=st.integers(30, 900),
    max_occupancy=st.sampled_from([0.85, 0.9, 1]),
)
def test_what_is_said_of_the_crossings_holds_at_every_volume(  # noqa: PLR0913, PLR0917 - as drawn
    busy: float,
    per_minute: float,
    base_fee: int,
    minimum: int,
    handle_time: int,
    max_occupancy: float,
) -> None:
    """Shared costs less up to the first, dedicated no more up to its end, then shared again."""
    shared = Shared(base_fee, minimum, per_minute, handle_time / 60)
    hourly = 60 * per_minute * busy
    desk = Desk(handle_time, 176, Target(0.8, 20, max_occupancy=max_occupancy))
    beyond = MOST_CONTACTS + 1
    found = crossings(shared, hourly, desk) or Crossings(beyond, None, None)
    turns = [found.first, (found.last or MOST_CONTACTS) + 1, found.again or beyond]
    near = {contacts + side for contacts in turns for side in (-1, 0)}
    for contacts in {*range(1, 4_000, 97), *range(1, MOST_CONTACTS, 4_999), *near}:
        if 0 < contacts < min(turns[-1] + 1, beyond):
            turned = sum(contacts >= turn for turn in turns)
            assert _cheaper(shared, hourly, desk, contacts) == (turned % 2 == 1), contacts


@pytest.mark.parametrize(
    ("desk", "shared", "hourly", "found"),
    [
        (DESK._replace(handle_time=300), Shared(8_000, 0, 0.22, 5), 12, (1, 77_193, 77_208)),
        (LOOSE, Shared(14_000, 0, 0.35, 3), 20, (1, 97_284, 97_296)),
    ],
)
def test_a_base_fee_puts_the_shortfall_off_and_does_not_prevent_it(
    desk: Desk, shared: Shared, hourly: int, found: tuple[int, int, int]
) -> None:
    """A fee pays for many teams; later ones are too small, here for a few contacts at first."""
    assert crossings(shared, hourly, desk) == found
    _, last, again = found
    volumes = (last, last + 1, again - 1, again)
    sides = [_cheaper(shared, hourly, desk, contacts) for contacts in volumes]
    assert sides == [True, False, False, True]


def test_a_team_that_would_fall_short_beyond_the_volumes_looked_at_does_not_count() -> None:
    """The order that holds up to a million contacts is said to hold as far as was looked."""
    found = crossings(SHARED._replace(base_fee=216_000), 24, DESK)
    assert found == Crossings(1, None, None)


def test_where_nothing_crosses_there_is_no_volume() -> None:
    """An hour dearer than its talk never pays, nor does any hour against free minutes."""
    assert crossings(SHARED, 24, DESK) is None
    assert crossings(SHARED._replace(per_minute=0), 12, DESK) is None


def test_a_fee_above_a_team_makes_dedicated_cheaper_from_the_first_contact() -> None:
    """A minimum may cost more than an agent, and dear hours lose again for good."""
    assert crossings(SHARED._replace(minimum=3000), 12, DESK) is not None
    found = crossings(SHARED._replace(base_fee=9000), 24, DESK)
    assert found is not None
    assert found.first == 1


def test_seats_cover_the_hours_that_shrinkage_takes() -> None:
    """Four agents for 176 hours are 704; a seat of 160 works 112 of them."""
    assert DESK.seats(4, 160, 0.3) == 7
    assert DESK.seats(0, 160, 0.3) == 0
    assert DESK.agents(0) == 0


def test_a_large_team_is_found_without_trying_each() -> None:
    """Where an hour almost equals its talk, only a large pool is busy enough."""
    found = crossings(SHARED, 22, LOOSE)
    assert found is not None
    assert LOOSE.agents(found.first) > 40
    assert _cheaper(SHARED, 22, LOOSE, found.first)
    assert not _cheaper(SHARED, 22, LOOSE, found.first - 1)
