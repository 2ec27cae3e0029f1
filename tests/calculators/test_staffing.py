"""How many agents keep a promise: the answer, its neighbors, its words, and any input."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.calculators import in_house_or_outsourced, inbound_pricing
from calc.calculators.staffing import (
    MAIN,
    Result,
    calculate,
    rows_of_a_day,
    show,
)
from calc.erlang import MOST_TRAFFIC
from calc.figures import value
from calc.form import Field, defaults, fields, read
from calc.text import words
from calc.units import Choice, Rows
from calc.view import Shown
from tests.calculators.cells import assert_cells
from tests.conftest import LinesRun

EN, MS = words("en"), words("ms")
FORM = fields(calculate)
DEFAULTS = defaults(FORM)


def _argument(field: Field) -> st.SearchStrategy[Any]:
    """Draw an argument within a field's limits; one that may stay empty sometimes does."""
    if isinstance(field.kind, Choice):
        return st.sampled_from(field.kind.options)
    assert field.unit
    low, high = round(field.unit.low * 100), round(field.unit.high * 100)
    number = st.integers(low, high).map(lambda n: field.argument(n / 100))
    if isinstance(field.kind, Rows):
        return st.just(()) | st.lists(st.none() | number, max_size=6).map(tuple)
    return number if field.default is not None else st.none() | number


VALUES = st.fixed_dictionaries({name: _argument(field) for name, field in FORM.items()})


def _show(**given_: Any) -> Shown:
    values = DEFAULTS | given_
    return show(values, calculate(**values), EN)


def _said(**given_: Any) -> str:
    return " ".join(_show(**given_).findings)


@settings(deadline=None)  # the first call reads the data
@given(VALUES)
def test_any_input_has_an_answer_in_words(values: dict[str, Any]) -> None:
    """Shares stay shares, people are never fewer than agents, cells recompute, words are words."""
    result = calculate(**values)
    assert_cells(values, show(values, result, EN))
    assert (result.agents is None) == (result.traffic > MOST_TRAFFIC)
    for row in result.rows:
        assert all(0 <= share <= 1 for share in (row.service_level, row.occupancy, row.p_wait))
        assert row.rostered is None or row.rostered >= row.agents
    for said in (EN, MS):
        shown = show(values, result, said)
        texts = " ".join([shown.headline, shown.aside, shown.sentence, *shown.findings])
        assert not re.search(r"\b(nan|inf|infinity|none)\b", texts.lower())


@settings(deadline=None)
@given(VALUES)
def test_the_agents_keep_the_target_and_one_fewer_does_not(values: dict[str, Any]) -> None:
    """The answer is the least number that keeps both the service level and the occupancy."""
    result = calculate(**values)
    for row in result.rows:
        if values["channel"] == "mails":
            return
        met = row.service_level >= values["service_level"] - 1e-9
        kept = result.traffic / row.agents <= values["max_occupancy"] + 1e-9
        if row.agents == result.agents:
            assert met
        if row.agents == (result.agents or 0) - 1:
            assert not (met and kept)


def test_a_table_stands_around_the_answer() -> None:
    """Five rows, two agents either way; a single agent has none below it."""
    assert [row.agents for row in calculate().rows] == [12, 13, 14, 15, 16]
    assert [row.agents for row in calculate(contacts_per_interval=1).rows] == [1, 2, 3]
    table = _show().table
    assert (len(table.rows), table.current) == (5, 2)


def test_one_agent_more_or_fewer_is_said_with_its_numbers() -> None:
    """The published example: 13 agents give 79.6 %, 15 give 94.1 %."""
    said = _said()
    assert "With one agent fewer, 79.6% are answered in time, the average wait is 17.1" in said
    assert "With one agent more, 94.1% are answered in time" in said
    tight = _said(service_level=0.01, max_occupancy=1)
    assert "the queue keeps growing" in tight
    assert "With one agent fewer" not in _said(contacts_per_interval=1)


def test_what_decides_is_said() -> None:
    """Occupancy limits a large team, the service level a small one."""
    assert "The service level decides" in _said()
    assert "the limit on occupancy, 85%, decides" in _said(contacts_per_interval=2_000)


def test_callers_who_hang_up_are_counted() -> None:
    """A patience takes the wait of the answered apart from that of all callers."""
    assert "nobody hangs up" in _said()
    patient = _said(patience=300)
    assert "2.5% of callers hang up" in patient
    assert "6.9 seconds for those who are answered" in patient
    assert "nobody hangs up" not in patient


def test_the_definitions_count_those_who_leave_differently() -> None:
    """Those who leave are missed, left out, or taken to have stayed."""
    levels = [
        next(row for row in calculate(patience=60, definition=name).rows if row.agents == 12)
        for name in ("offered", "answered", "virtual")
    ]
    offered, answered, virtual = (row.service_level for row in levels)
    assert offered < virtual < answered


def test_a_small_count_is_called_rough() -> None:
    """Below ten contacts chance decides; one contact is singular."""
    assert "the estimate is rough" in _said(contacts_per_interval=9)
    assert "the estimate is rough" not in _said(contacts_per_interval=10)
    assert "For 1 contact in" in _show(contacts_per_interval=1).sentence


def test_full_time_equivalents_are_never_rounded_down() -> None:
    """18.015 contracts are written 18.1; twice the opening hours take twice the contracts."""
    assert "18.1 full-time" in _show(patience=300).aside
    fte, twice = calculate().paid_fte, calculate(hours_a_week=80).paid_fte
    assert twice == pytest.approx(2 * (fte or 0))


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"contacts_per_interval": 0}, "Enter the contacts"),
        ({"contacts_per_interval": 1e6, "handle_time": 86_400}, "Check the unit"),
        ({"leave": 0.5, "in_shift": 0.5, "shrinkage_base": "paid"}, "all of the paid time"),
    ],
)
def test_what_has_no_roster_is_explained_and_leads_nowhere(
    given_: dict[str, Any], said: str
) -> None:
    """A finding says why, and nothing is carried to the comparison."""
    shown = _show(**given_)
    assert said in " ".join(shown.findings)
    assert not shown.carry
    assert bool(shown.charts) == bool(shown.table.rows)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("service_level", text) for text in ("0", "100")),
        *(("patience", "0"), ("leave", "100"), ("contacts_per_interval", "1000001")),
        *(("handle_time", "0"), ("hours_a_week", "169"), ("chats_at_once", "6")),
    ],
)
def test_what_no_queue_can_do_is_refused_with_a_message(name: str, text: str) -> None:
    """No finite number of agents promises 100 %, and nobody promises 0 %."""
    assert name in read(FORM, {name: text}).messages


def test_the_chart_climbs_in_steps_to_the_target() -> None:
    """The answer has a dot, at any size, and the target a line."""
    for contacts in (1, 100, 1e6):
        chart = json.dumps(_show(contacts_per_interval=contacts).charts[0])
        assert chart.count("chart-dot") == 1
        assert "Target 80%" in chart


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"contacts_per_interval": 1},
        {"hours_a_week": 168, "contract_hours": 37.5, "shrinkage_base": "paid"},
        {"patience": 60, "max_occupancy": 1},
        {"channel": "chats", "chats_at_once": 3, "handle_time": 600},
    ],
)
def test_the_comparison_counts_the_same_agents(given: dict[str, Any]) -> None:
    """Their hours in a month and their full-time contracts come out as here."""
    carry, *_ = _show(**given).carry
    assert carry.calculator == "in_house_or_outsourced"
    here, there = calculate(**given), in_house_or_outsourced.calculate(**carry.values)
    hours = (here.agents or 0) * given.get("hours_a_week", 40) * 52 / 12
    assert there.hours == pytest.approx(hours, rel=1e-3)
    assert there.agents == pytest.approx(here.paid_fte, rel=1e-3)
    assert set(MAIN) <= set(FORM)


def test_the_agreement_starts_from_this_promise() -> None:
    """The same service level, at the same work and occupancy."""
    _, promise, _ = _show().carry
    assert promise.calculator == "service_level"
    assert promise.values == {
        "service_level": 0.8,
        "chats_at_once": 1,
        "first_handle_time": 180,
        "second_handle_time": 180,
        "occupancy": 0.7143,
    }
    assert _show(channel="chats").carry[1].values["chats_at_once"] == 2


@pytest.mark.parametrize(
    ("given", "contacts"),
    [
        ({}, 34_667),  # 100 each half hour of 40 x 52 / 12 hours
        ({"contacts_per_interval": 30, "interval_minutes": 15, "hours_a_week": 168}, 87_360),
        ({"contacts_per_interval": 1000, "peak_share": 0.1}, 21_000),  # a day's, on 21 days
        ({"day": (50, 100)}, 3_150),
    ],
)
def test_the_price_models_start_from_these_calls(given: dict[str, Any], contacts: int) -> None:
    """Calls that come evenly need as many agents there; those of a day are a month's days."""
    models = _show(**given).carry[2]
    assert models.calculator == "inbound_pricing"
    assert models.values["contacts"] == contacts
    there = inbound_pricing.calculate(**models.values)
    if not {"peak_share", "day"} & given.keys():
        assert there.agents == calculate(**given).agents
    assert len(_show(channel="chats").carry) == 2


def test_breaks_of_the_paid_time_go_along_as_a_share_of_the_shift() -> None:
    """The comparison counts them within the shift: 18 % of all paid time are 20.45 % of 88 %."""
    carry, *_ = _show(shrinkage_base="paid").carry
    assert (carry.values["shrinkage"], carry.values["shift_shrinkage"]) == (0.3, 0.2045)


def test_chats_are_answered_several_at_once() -> None:
    """The finding says what the trade table makes of them; calls ignore the field."""
    assert "2 chats at once get as much done as 1.7" in _said(channel="chats")
    assert calculate(chats_at_once=5) == calculate()
    result: Result = calculate(channel="chats", chats_at_once=1)
    assert result.agents == calculate().agents


def test_a_day_counts_as_the_share_of_its_busiest_interval() -> None:
    """A thousand a day with a tenth in the busiest half hour are a hundred in it."""
    assert calculate(contacts_per_interval=1000, peak_share=0.1) == calculate()
    assert _show(contacts_per_interval=1000, peak_share=0.1).sentence == _show().sentence
    assert calculate(peak_share=0).state == "no_contacts"
    carry, *_ = _show(contacts_per_interval=1000, peak_share=0.1).carry
    assert carry.values["contacts_per_day"] == 1000


def test_a_pasted_day_stands_in_for_the_count() -> None:
    """Its busiest interval decides; the day's level is weighted, and its hours are added up."""
    result = calculate(day=(50, 100, None, 20), contacts_per_interval=7)
    assert (result.agents, result.rostered, result.contacts) == (14, 20, 100)
    assert result.day
    assert (result.day.busiest, result.day.contacts, result.day.given) == (2, 170, 4)
    assert result.day.hours_at_work == 13  # (8 + 14 + 4) / 2
    assert result.day.paid_hours == pytest.approx(13 / 0.7216)
    assert result.day.days_a_week == 7  # 40 / 1.5 is more than a week has
    assert calculate(day=(None,)) == calculate()
    carry, *_ = _show(day=(50, 100)).carry
    assert carry.values["contacts_per_day"] == 150
    hours_a_day = (8 + 14) / 2
    there = in_house_or_outsourced.calculate(**carry.values)
    assert there.hours == pytest.approx(hours_a_day * value("D31.low"), rel=1e-3)


def test_a_day_says_what_was_read() -> None:
    """Rows read, rows beyond a day, rows without a number: at most five are named."""
    assert "Rows read: 47, which are 23.5 hours" in _said(day=(10,) * 47)
    assert "Rows read: the first 48." in _said(day=(10,) * 49)
    assert "left out: 2." in _said(day=(10, None))
    assert "left out: 2, 3, 4, 5, 6, …." in _said(day=(10, *(None,) * 9))
    assert "0.75 hours" in _said(day=(10,) * 3, interval_minutes=15)
    assert "40 hours a week make 5 such days, 7 at most" in _said(day=(10,) * 16)
    assert "make 7 such days, 7 at most" in _said(day=(10,) * 3)  # no week has 40 / 1.5 days
    assert "change the opening hours" not in _said(day=(10,) * 16)
    around = _said(day=(10,) * 48)
    assert "contacts in 24 hours of the day" in around
    assert "change the opening hours to 168 a week" in around
    assert rows_of_a_day(60) == 24


def test_the_chart_of_a_day_marks_its_peak() -> None:
    """The mean stands across, and an interval without a number is no gap."""
    svg = json.dumps(_show(day=(None, 50, None, 100, 0)).charts[0])
    assert "Mean 7.3" in svg  # (8 + 14 + 0) / 3
    assert svg.count("chart-dot") == 1


def test_service_around_the_clock() -> None:
    """168 hours a week take 4.2 times the contracts of 40 hours."""
    fte, always = calculate().paid_fte, calculate(hours_a_week=168).paid_fte
    assert always == pytest.approx(4.2 * (fte or 0))


def test_written_work_has_until_its_deadline() -> None:
    """The guide's example: 400 of six minutes in eight hours are 40 hours, 8.4 agents paid."""
    mails = {"channel": "mails", "contacts_per_interval": 400, "handle_time": 360}
    result = calculate(**mails, shrinkage_base="paid")  # type: ignore[arg-type]
    assert (result.agents, result.rostered) == (6, 9)
    assert result.paid_fte == pytest.approx(40 / (8 * 0.7 * 0.85))
    assert result.rows[0].service_level == pytest.approx(0.68)
    assert "the last is done after 9.42 hours" in _said(**mails)
    assert "allow no more than the opening hours" in _said(**mails)
    assert calculate(channel="mails", contacts_per_interval=1).agents == 1


def test_written_work_of_a_day_keeps_up_with_it() -> None:
    """A long deadline is no excuse where another day follows; a short one meets the peak."""
    day = (100, 20, 20, 20)
    long = calculate(channel="mails", day=day, due_within=24)
    assert (long.limited_by, long.traffic) == ("work", 4)  # 8 hours of work in 2
    short = calculate(channel="mails", day=day, due_within=0.5)
    assert (short.limited_by, short.traffic) == ("deadline", 10)  # 5 hours of work in half an hour
    assert len(_show(channel="mails", day=day).charts) == 2


def test_to_let_callers_leave_may_take_more_agents() -> None:
    """Those who leave count as missed, so nobody leaving is not always on the safe side."""
    patiently = calculate(service_level=0.95, answer_within=120)
    hastily = calculate(service_level=0.95, answer_within=120, patience=5)
    assert (patiently.agents, hastily.agents) == (13, 15)
    assert "which mostly plans more agents than needed" in _said()


def test_the_longest_wait_is_never_rounded_down() -> None:
    """5 hours of work by 7 agents, busy 85 % of the time, are 0.8403 hours; a quarter stays one."""
    shown = _show(channel="mails", day=(50, 100, 20), due_within=1.25)
    assert shown.sentence.endswith("Then none waits longer than 0.85 hours.")
    assert "each due within 1.25 hours" in shown.sentence


def test_a_row_too_large_for_one_queue_leaves_the_others_their_answer() -> None:
    """It is named and left out; the opening hours have it, and a day of such rows has no answer."""
    day = (100.0, 10_000_000.0, 50.0, None)
    result = calculate(day=day)
    kept = calculate(day=(100.0, None, 50.0, None))
    assert result.agents == kept.agents
    assert result.day
    assert kept.day
    assert [each.agents for each in result.day.intervals] == [14, None, 8, None]
    assert result.day.contacts == 150
    assert result.day.service_level == kept.day.service_level
    said = _said(day=day)
    assert "Rows of more than 100,000 erlangs are left out, as too much for one queue: 2." in said
    assert "Rows without a number are left out: 4." in said
    assert calculate(day=(0.0, 10_000_000.0)).state == "too_large"
    assert calculate(day=(10_000_000.0,)).state == "too_large"


def test_the_largest_column_is_quick(lines_run: LinesRun) -> None:
    """48 different rows with a patience, each from the agents of the one before."""
    values = DEFAULTS | {"max_occupancy": 1.0, "patience": 300.0}
    values |= {"day": tuple(range(1, 48_000, 1_000))}
    assert lines_run(lambda: show(values, calculate(**values), EN)) < 850_000
