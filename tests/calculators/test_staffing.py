"""How many agents keep a promise: the answer, its neighbors, its words, and any input."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.calculators import in_house_or_outsourced
from calc.calculators.staffing import MAIN, MOST_TRAFFIC, Result, calculate, show
from calc.form import Field, defaults, fields, read
from calc.text import words
from calc.units import Choice
from calc.view import Shown
from tests.calculators.cells import assert_cells

EN, MS = words("en"), words("ms")
FORM = fields(calculate)
DEFAULTS = defaults(FORM)


def _argument(field: Field) -> st.SearchStrategy[Any]:
    """Draw an argument within a field's limits; one that may stay empty sometimes does."""
    if isinstance(field.kind, Choice):
        return st.sampled_from(field.kind.options)
    low, high = round(field.kind.low * 100), round(field.kind.high * 100)
    number = st.integers(low, high).map(lambda n: field.argument(n / 100))
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
    carry, _ = _show(**given).carry
    assert carry.calculator == "in_house_or_outsourced"
    here, there = calculate(**given), in_house_or_outsourced.calculate(**carry.values)
    hours = (here.agents or 0) * given.get("hours_a_week", 40) * 52 / 12
    assert there.hours == pytest.approx(hours, rel=1e-3)
    assert there.agents == pytest.approx(here.paid_fte, rel=1e-3)
    assert set(MAIN) <= set(FORM)


def test_the_agreement_starts_from_this_promise() -> None:
    """The same service level, at the same work and occupancy."""
    _, promise = _show().carry
    assert promise.calculator == "service_level"
    assert promise.values == {
        "service_level": 0.8,
        "at_once": 1,
        "first_handle_time": 180,
        "second_handle_time": 180,
        "occupancy": 0.7143,
    }
    assert _show(channel="chats").carry[1].values["at_once"] == 2


def test_breaks_of_the_paid_time_go_along_as_a_share_of_the_shift() -> None:
    """The comparison counts them within the shift: 18 % of all paid time are 20.45 % of 88 %."""
    carry, _ = _show(shrinkage_base="paid").carry
    assert (carry.values["shrinkage"], carry.values["shift_shrinkage"]) == (0.3, 0.2045)


def test_chats_are_answered_several_at_once() -> None:
    """The finding says what the trade table makes of them; calls ignore the field."""
    assert "2 chats at once do the work of 1.7" in _said(channel="chats")
    assert calculate(chats_at_once=5) == calculate()
    result: Result = calculate(channel="chats", chats_at_once=1)
    assert result.agents == calculate().agents
