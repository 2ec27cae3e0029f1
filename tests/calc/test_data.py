"""Every figure has a source, dates and an honest range; every source is used."""

import datetime as dt
import re
from pathlib import Path

import pytest

from calc.calculators import load, names
from calc.figures import Figure, figure, figures, sources, value
from calc.form import fields
from calc.rates import REGIONS, location_rows, rates_of_today, row_for

ROOT = Path(__file__).parents[2]
ALL = list(figures().values())
PAGES = "".join(path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md"))
RATES = {f"F{number:02}" for number in (*range(2, 11), *range(12, 21))} | {"R01", "R02", "R03"}


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_a_figure_names_a_known_source_and_its_dates(row: Figure) -> None:
    """Source, period and as-of date are there; what is not history has its next review."""
    assert row.source in sources()
    assert re.fullmatch(r"\d{4}(-\d{4})?|undated", row.period)
    assert re.fullmatch(r"\d{4}(-\d\d-\d\d)?|undated", row.as_of)
    assert (row.review_by is None) == (row.source == "seed_article")
    if row.review_by:
        dt.date.fromisoformat(row.review_by)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_a_figures_range_is_in_order_or_left_open(row: Figure) -> None:
    """Low does not exceed high, and a row without a number is a declared gap."""
    if row.low is None:
        assert row.status == "gap"
        with pytest.raises(ValueError, match=row.id):
            _ = row.range
        return
    assert row.high is None or row.low <= row.high
    assert (row.high is None) == (row.status == "open_ended")
    assert row.range.typical is None or row.low <= row.range.typical <= (row.high or 0)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_a_corrected_figure_keeps_what_was_printed_and_why(row: Figure) -> None:
    """Where we read the source otherwise, its wording and our reason stand beside it."""
    if row.corrected or row.status in {"garbled", "unit_missing"}:
        assert row.corrected
        assert row.as_printed
        assert row.why


def test_the_rates_hold_every_rate_of_the_article_and_todays_three_lines() -> None:
    """No rate of money by time is missing, and none is kept twice."""
    rated = {row.id for row in ALL if row.service}
    assert rated == RATES
    assert len(figures()) == len(ALL)
    assert [row.id for row in rates_of_today()] == ["R01", "R02", "R03"]


def test_every_source_is_used_and_has_every_field_filled() -> None:
    """A source that supports nothing, or says nothing, is not kept."""
    used = {name for row in ALL for name in (row.source, row.also) if name}
    used |= set(re.findall(r"\{\{ source (\w+) \}\}", PAGES))
    assert used == set(sources())
    for source in sources().values():
        assert all(source)
        assert source.url in {"not stated", source.address}


def test_every_figure_is_shown_or_used_by_a_calculator() -> None:
    """Nothing lies in the data that no reader meets."""
    shown = set(re.findall(r"\{\{ ([A-Z]\d+[a-z]?)", PAGES))
    for name in names():
        form = fields(load(name).calculate).values()
        shown |= {field.source.partition(".")[0] for field in form if field.source}
    assert set(figures()) - RATES <= shown


def test_an_article_row_for_a_group_counts_for_each_of_its_regions() -> None:
    """Groups of regions are as the article's rows read."""
    groups = {
        "outbound": {
            "F07": {"india", "asia_philippines"},
            "F08": {"eastern_europe", "latin_america"},
            "F09": {"us_canada", "western_europe"},
        },
        "outbound_specialized": {"F10": {"us_canada", "western_europe"}},
        "dedicated_inbound": {
            "F05": {"us_canada"},
            "F04": set(REGIONS) - {"us_canada", "western_europe", "australia"},
        },
    }
    for service, rows in groups.items():
        for region in REGIONS:
            found = row_for(region, service)
            owner = next((id_ for id_, regions in rows.items() if region in regions), None)
            assert found.stands_in == (owner is None)
            assert found.figure.id == (owner or location_rows()[region].id)


def test_an_end_that_a_figure_does_not_have_cannot_be_asked_for() -> None:
    """An open end has no value, and an unknown figure none at all."""
    assert value("F11.low") == 0.10
    with pytest.raises(KeyError):
        value("F13.high")
    with pytest.raises(KeyError):
        figure("F99")
