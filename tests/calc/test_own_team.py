"""An own team's cost: every public worked number, and leave, idle time and helpers counted once."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.comparison import cost_per_contact
from calc.figures import figure, value
from calc.own_team import (
    Costs,
    Team,
    benefits_without_leave,
    hour_worked,
    paid_hours,
    productive_hours,
    turnover_cost,
    yearly_pay,
)
from tests.vectors import rows

MEDIAN = Team(
    value("H1.low"),
    value("H6.low"),
    value("N32.low"),
    value("N15.low"),
    value("N17.low"),
    value("H4a.low"),
    value("H14.low"),
    0,
    value("H9a.low"),
    value("H10b.low"),
    0,
    value("H16c.low"),
    0,
    0,
)
share = st.floats(0, 0.9)
teams = st.builds(
    Team,
    wage=st.floats(0.5, 500),
    wage_share=st.floats(0.2, 1),
    paid_hours=st.floats(1, 8_784),
    shrinkage=share,
    shift_shrinkage=st.just(0),
    supervisor_wage=st.floats(0.5, 500),
    agents_per_supervisor=st.integers(1, 100),
    specialists_per_hundred=st.floats(0, 100),
    turnover=st.floats(0, 1),
    replacement_cost=st.floats(0, 100_000),
    weeks_lost=st.floats(0, 52),
    software_seat=st.floats(0, 1_000),
    equipment=st.floats(0, 1_000),
    rent=st.floats(0, 100_000),
)


def _in_house_hour(inputs: dict[str, float]) -> dict[str, float]:
    hours = productive_hours(
        inputs["paid_hours"], leave=inputs["leave_share"], shift=inputs["in_shift_shrinkage"]
    )
    pay = yearly_pay(
        inputs["wage_hourly"], inputs["paid_hours"], benefits=inputs["benefits_without_leave"]
    )
    leaving = turnover_cost(1, inputs["turnover"], inputs["replacement_cost"])
    year = Costs(pay, 0, 0, leaving, 0, inputs["other_yearly"], 0, 0).total
    return {
        "yearly_per_seat": year,
        "productive_hours": hours,
        "per_productive_hour": year / hours,
    }


def _from_wage_share(inputs: dict[str, float]) -> dict[str, float]:
    worked = hour_worked(inputs["wage_hourly"], inputs["wage_share"])
    return {
        "per_hour_worked": worked,
        "per_productive_hour": worked / (1 - inputs["in_shift_shrinkage"]),
    }


MODELS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "in_house_hour": _in_house_hour,
    "in_house_hour_from_wage_share": _from_wage_share,
    "compensation_load": lambda inputs: {
        "loaded": hour_worked(inputs["wage_hourly"], inputs["wage_share"])
    },
    "productive_hours": lambda inputs: {
        "paid_hours": paid_hours(inputs["productive_hours"], inputs["productive_share"])
    },
    "turnover_cost": lambda inputs: {
        "annual_cost": turnover_cost(
            inputs["seats"], inputs["turnover"], inputs["cost_per_replacement"]
        )
    },
    "cost_per_contact": lambda inputs: {
        "cost_per_contact": cost_per_contact(
            inputs["cost_per_productive_hour"],
            handle_time=inputs["aht_s"],
            occupancy=inputs["occupancy"],
        )
    },
}


@pytest.mark.parametrize("row", rows(*MODELS))
def test_a_public_worked_number_comes_out(row: dict[str, Any]) -> None:
    """Each output is within the tolerance of its row."""
    found = MODELS[row["model"]](row["inputs"])
    assert found == pytest.approx(row["outputs"], abs=row["tolerance"]["abs"], rel=0)


def test_the_median_wage_gives_the_worked_hour_of_the_guide() -> None:
    """Pay, supervision, turnover and software make W03 to W06, and together W01, in W07 hours."""
    year, hours = MEDIAN.year, MEDIAN.productive_year
    assert hours == pytest.approx(figure("W07").low)
    assert round(MEDIAN.hour, 2) == figure("W01").low
    lines = {"W03": year.pay, "W04": year.supervision, "W05": year.turnover, "W06": year.software}
    for id_, line in lines.items():
        assert round(line / hours, 2) == figure(id_).low


@given(st.floats(0.5, 500), st.floats(0.2, 1), st.floats(0, 0.9), st.floats(0, 0.9))
def test_leave_is_counted_once_whichever_way_pay_is_worked_out(
    wage: float, wage_share: float, leave: float, shift: float
) -> None:
    """Benefits without leave on all paid hours equal compensation for the hours worked."""
    benefits = benefits_without_leave(wage_share, leave=leave)
    yearly = yearly_pay(wage, 2_080, benefits=benefits)
    productive = productive_hours(2_080, leave=leave, shift=shift)
    assert yearly / productive == pytest.approx(hour_worked(wage, wage_share) / (1 - shift))


@given(teams, st.floats(0, 1e6))
def test_a_month_is_the_sum_of_its_lines_and_the_hour_times_its_hours(
    team: Team, hours: float
) -> None:
    """Nothing is below 0, and what the lines say is what the hour says."""
    month = team.month(hours)
    assert min(month) >= -1e-9
    assert month.total == pytest.approx(sum(month))
    assert month.total == pytest.approx(team.hour * hours + team.rent)
    assert team.agents(hours) * team.productive_year == pytest.approx(12 * hours)


@given(teams, st.floats(0.01, 100))
def test_more_pay_more_leave_and_more_turnover_never_make_the_hour_cheaper(
    team: Team, more: float
) -> None:
    """A dearer assumption is a dearer hour."""
    for name in ("wage", "supervisor_wage", "replacement_cost", "software_seat", "equipment"):
        assert team._replace(**{name: getattr(team, name) + more}).hour >= team.hour
    for name in ("turnover", "weeks_lost", "specialists_per_hundred"):
        assert team._replace(**{name: getattr(team, name) * (1 + more)}).hour >= team.hour
    crowded = team._replace(agents_per_supervisor=team.agents_per_supervisor + 1)
    assert crowded.hour <= team.hour
    busy = team._replace(shrinkage=team.shrinkage * 0.9)
    assert busy.hour <= team.hour * (1 + 1e-9)
