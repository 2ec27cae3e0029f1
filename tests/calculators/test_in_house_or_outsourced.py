"""In-house or outsourced: both sides' full cost, what follows from it, and its words."""

import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.calculators.in_house_or_outsourced import (
    MAIN,
    MOST,
    MOST_AGENTS,
    PRESETS,
    Result,
    calculate,
    show,
)
from calc.figures import figure
from calc.form import defaults, fields, out_of_order
from calc.text import words
from calc.units import Range, Unit
from calc.view import Shown, to_html

FORM = fields(calculate)
EN = words("en")


def _number(name: str) -> st.SearchStrategy[float]:
    unit = FORM[name].kind
    assert isinstance(unit, Unit)
    if unit.whole:
        return st.integers(int(unit.low), int(unit.high))
    return st.floats(unit.low, unit.high).map(lambda number: FORM[name].argument(round(number, 6)))


def _ordered(values: dict[str, Any]) -> dict[str, Any]:
    for name in out_of_order(FORM, values):
        low = str(FORM[name].at_least)
        values |= {name: values[low], low: values[name]}
    return values


anything = st.fixed_dictionaries({name: _number(name) for name in FORM}).map(_ordered)


def _show(**given_: Any) -> Shown:
    values = {**defaults(FORM), **given_}
    return show(values, calculate(**values), EN)


def _said(**given_: Any) -> str:
    return " ".join(_show(**given_).findings)


def _ranges(result: Result) -> list[Range]:
    return [part for part in result if isinstance(part, Range)]


def test_the_default_hour_rests_on_published_figures_and_is_about_43_dollars() -> None:
    """The midpoint of the middle half of wages; at the median it is the hour of the guide."""
    hour = calculate().own_hour
    assert hour.typical is not None
    assert int(hour.typical) == 43
    median = calculate(wage_low=21.53, wage_high=21.53).own_hour
    assert round(median.typical or 0, 2) == figure("W01").low


def test_the_presets_are_todays_prices_of_one_provider() -> None:
    """Offshore, nearshore and US, each from its published row."""
    assert {key: tuple(rates.values()) for key, rates in PRESETS.items()} == {
        "offshore": (11, 13),
        "nearshore": (12, 14),
        "us": (28, 30),
    }
    assert set(MAIN) <= set(FORM)


@given(anything)
def test_every_result_is_finite_and_in_order(values: dict[str, Any]) -> None:
    """Low is at most typical, typical at most high, and no cost is below 0."""
    result = calculate(**values)
    for range_ in _ranges(result):
        ends = [end for end in range_ if end is not None]
        assert len(ends) == 3
        assert all(map(math.isfinite, ends))
        assert ends == pytest.approx(sorted(ends))
    for range_ in (result.own_month, result.outsourced_month, result.moving_cost, result.own_hour):
        assert (range_.low or 0) >= 0
    for part in (result.payback, result.break_even_contacts, result.break_even_rate):
        assert part is None or (math.isfinite(part) and part >= 0)


@given(anything)
def test_totals_are_the_sums_of_their_parts(values: dict[str, Any]) -> None:
    """The lines make the month, the months the term, and the midpoints differ by the saving."""
    result = calculate(**values)
    own, outsourced = (result.own_month.typical or 0), (result.outsourced_month.typical or 0)
    assert sum(result.own) == pytest.approx(own)
    assert sum(result.outsourced) == pytest.approx(outsourced)
    assert result.own_total.typical == pytest.approx(own * values["term"])
    assert result.saving.typical == pytest.approx(own - outsourced, abs=1e-9 * (own + outsourced))
    if values["contacts_per_day"]:
        solved = result.contacts * values["own_resolution"]
        assert result.own_per_problem is not None
        assert (result.own_per_problem.typical or 0) * solved == pytest.approx(own)


@given(anything, st.sampled_from(sorted(set(FORM) - {"term"})))
def test_dearer_wages_and_rates_move_their_own_side_only_up(
    values: dict[str, Any], name: str
) -> None:
    """More contacts cost both sides more; a higher rate costs the vendor's side more."""
    unit = FORM[name].kind
    assert isinstance(unit, Unit)
    more = _ordered({**values, name: FORM[name].argument(unit.high)})
    less, dear = calculate(**values), calculate(**more)
    slack = 1 + 1e-9
    if name in {"contacts_per_day", "days_per_month", "handle_time"}:
        assert (dear.own_month.low or 0) * slack >= (less.own_month.low or 0)
        assert (dear.outsourced_month.low or 0) * slack >= (less.outsourced_month.low or 0)
    if name in {"bill_rate_high", "price_rise", "managers", "transition_cost", "exit_reserve"}:
        assert dear.own_month == less.own_month
        assert (dear.outsourced_month.high or 0) * slack >= (less.outsourced_month.high or 0)
    if name in {"wage_high", "turnover", "rent", "software_seat"}:
        assert (dear.own_month.high or 0) * slack >= (less.own_month.high or 0)


@given(anything)
def test_payback_lies_within_the_term_exactly_where_the_term_saves(values: dict[str, Any]) -> None:
    """A move that pays for itself in time leaves a saving, and none does otherwise."""
    result = calculate(**values)
    saved, scale = result.saving.typical or 0, result.own_month.typical or 0
    if abs(saved) > 1e-6 * (scale + (result.outsourced_month.typical or 0)):
        pays = result.payback is not None and result.payback <= values["term"]
        assert pays == (saved > 0)


@given(anything, st.sampled_from(["en", "ms"]))
def test_any_answer_is_free_of_holes_and_of_what_is_no_number(
    values: dict[str, Any], language: str
) -> None:
    """Nothing infinite, unknown or negative reaches the page, and each line has its place."""
    shown = show(values, calculate(**values), words(language))
    texts = [shown.headline, shown.aside, shown.sentence, shown.caption, *shown.findings]
    texts += [to_html(part) for row in shown.table.rows for part in row]
    texts += [step.numbers for step in shown.working] + [to_html(chart) for chart in shown.charts]
    for text in texts:
        assert not re.search(r"\b(nan|inf|None)\b|\{|[$\u00a0]-|>-", text), text
    widths = re.findall(r' width="(-?[\d.]+)"', "".join(map(to_html, shown.charts)))
    assert all(float(width) >= 0 for width in widths)


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({}, "Outsourcing pays over this term at both ends of the ranges"),
        ({"bill_rate_low": 28, "bill_rate_high": 30}, "The two ranges overlap: $46,913"),
        ({"bill_rate_low": 40, "bill_rate_high": 45}, "At the midpoint, outsourcing does not pay."),
        ({"bill_rate_low": 60, "bill_rate_high": 70}, "Outsourcing does not pay here"),
        ({"contacts_per_day": 0, "managers": 0}, "Neither way saves money here"),
        ({"contacts_per_day": 0}, "Without contacts there is no work to hand over"),
    ],
)
def test_the_first_finding_says_plainly_whether_it_pays(given_: dict[str, Any], said: str) -> None:
    """Both ends, the midpoint alone, or neither."""
    assert said in _said(**given_)


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({}, "has paid it back in month 2 of 12"),
        ({"parallel_weeks": 26, "term": 6}, "needs 11 months to pay it back"),
        ({"bill_rate_high": 90}, "There is no running saving"),
        ({"parallel_weeks": 0}, "In these figures the move costs nothing"),
        ({"contacts_per_day": 5}, "No rate is low enough here"),
        ({}, "as long as the rate stays below $34.13 an hour"),
    ],
)
def test_payback_and_the_highest_rate_are_said(given_: dict[str, Any], said: str) -> None:
    """In time, too late, never or at once; the rate is rounded so that it still pays."""
    assert said in _said(**given_)


@pytest.mark.parametrize(
    ("given_", "said", "cheaper"),
    [
        ({}, "about 3,900 contacts a month. Below it, your own department", "above"),
        (
            {"rent": 30_000, "bill_rate_low": 50, "bill_rate_high": 60},
            "Below it, outsourcing costs less",
            "below",
        ),
        ({"managers": 0}, "outsourcing costs less however many", "always"),
        ({"bill_rate_low": 60, "bill_rate_high": 60}, "department costs less however", "never"),
    ],
)
def test_the_break_even_volume_is_a_sentence(
    given_: dict[str, Any], said: str, cheaper: str
) -> None:
    """One crossing, its direction, or none with the side that is cheaper everywhere."""
    result = calculate(**{**defaults(FORM), **given_})
    assert said in _said(**given_)
    assert result.cheaper == cheaper
    assert (result.break_even_contacts is None) == (cheaper in {"always", "never"})


def test_two_equal_sides_have_no_cheaper_one() -> None:
    """Where both cost the same at every volume, no volume is spoken of."""
    alike = {"wage_low": 12, "wage_high": 12, "bill_rate_low": 12.00005, "bill_rate_high": 12.00005}
    bare = {"wage_share": 1, "shrinkage": 0, "shift_shrinkage": 0, "turnover": 0}
    none = {"software_seat": 0, "managers": 0, "parallel_weeks": 0}
    few = {"supervisor_wage": 0.5, "agents_per_supervisor": 10_000}
    values = {**defaults(FORM), **alike, **bare, **none, **few}
    assert calculate(**values).cheaper == "same"
    assert "volume" not in _said(**values)


@given(anything)
def test_the_break_even_volume_put_back_makes_both_sides_equal(values: dict[str, Any]) -> None:
    """As far as the form can hold that volume."""
    volume = calculate(**values).break_even_contacts
    if volume is None:
        return
    assert volume <= MOST
    back = calculate(**{**values, "contacts_per_day": volume, "days_per_month": 1})
    total = (back.own_month.typical or 0) + (back.outsourced_month.typical or 0)
    assert back.saving.typical == pytest.approx(0, abs=1e-6 * total)


def test_what_has_no_source_starts_at_zero_and_is_named_until_it_is_typed() -> None:
    """Rent, equipment, moving, travel and leaving are asked for, and the room for them is told."""
    assert "equipment and lines, rent and maintenance, cost of moving the work" in _said()
    assert "the saving over the term covers up to $334,704 more for moving" in _said()
    typed = {"equipment": 1, "rent": 1, "transition_cost": 1, "travel": 1, "exit_reserve": 1}
    assert "Still at 0" not in _said(**typed)
    assert "covers up to" not in _said(**typed)
    assert "covers up to" not in _said(contacts_per_day=50)


def test_rework_and_a_small_team_are_pointed_out() -> None:
    """A vendor that solves less is billed again, and a small team needs someone all day."""
    assert "about 7,560 more contacts a month come back" in _said(vendor_resolution=0.5)
    assert "come back" not in _said(vendor_resolution=0.9)
    assert "This is a small team." in _said(contacts_per_day=50)
    assert "the work of 0.0054 full-time agents" in _said(contacts_per_day=0.5)
    assert "This is a small team." not in _said()


def test_a_single_wage_and_rate_give_one_number_without_a_range() -> None:
    """No width is claimed where none was typed."""
    shown = _show(wage_low=20, wage_high=20, bill_rate_low=12, bill_rate_high=12)
    assert shown.aside == "the same over the whole range"
    month = next(row for row in shown.table.rows if row[0] == "Total per month")
    assert all(isinstance(cell, str) for cell in month)


def test_the_table_holds_each_line_once_with_its_share() -> None:
    """Lines of 0 are left out, and a side's shares make a whole."""
    rows = {str(row[0]): row[1:] for row in _show().table.rows}
    assert "Rent and maintenance" not in rows
    assert "Rent and maintenance" in {str(row[0]) for row in _show(rent=1).table.rows}
    for side in (0, 1):
        html = "".join(to_html(cells[side]) for cells in rows.values())
        shares = re.findall(r"<small>([\d.]+)%</small>", html)
        assert sum(map(float, shares)) == pytest.approx(100, abs=0.3)


def test_the_vendors_agents_are_taken_along_where_there_are_some() -> None:
    """1,260 hours at 160 each are 8 agents; none, or more than the form takes, make no link."""
    assert [link.values for link in _show().carry] == [{"agents": 8}]
    assert not _show(contacts_per_day=0).carry
    assert not _show(contacts_per_day=1_000_000, handle_time=86_400).carry
    unit = FORM["agents_per_supervisor"].kind
    assert isinstance(unit, Unit)
    assert unit.high == MOST_AGENTS


def test_a_long_amount_stands_beside_its_bar_alone() -> None:
    """Ten million dollars and more are written in millions, so that the bar keeps its room."""
    assert "million</text>" in to_html(_show(contacts_per_day=500_000).charts[1])
    assert "–" in to_html(_show().charts[1])
