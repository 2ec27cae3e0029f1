"""Every figure has a source, dates and an honest range; every source is used."""

import datetime as dt
import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from calc.figures import Figure, figure, figures, sources, value
from calc.rates import REGIONS, location_rows, rates_of_today, row_for
from calc.text import plain, words

ROOT = Path(__file__).parents[2]
ALL = list(figures().values())
PAGES = "".join(path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md"))
RATES = {f"F{number:02}" for number in (*range(2, 11), *range(12, 21))} | {"R01", "R02", "R03"}
NO_NUMBER = {"F06": "gap", "F24": "garbled", "F29": "open_ended", "F30": "open_ended"}
UNITS_WITHOUT_WORDS = {"share", "usd", "count"}


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_a_figure_names_a_known_source_and_its_dates(row: Figure) -> None:
    """Source, period and as-of date are there; what is not history has its next review."""
    assert row.source in sources()
    assert re.fullmatch(r"\d{4}(-\d{4})?|undated", row.period)
    assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?|undated", row.as_of)
    assert (row.as_of == "undated") == (row.period == "undated")
    assert (row.review_by is None) == (row.source == "seed_article")
    if row.review_by:
        dt.date.fromisoformat(row.review_by)
        assert row.as_of == "undated" or row.as_of < row.review_by


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_a_figures_range_is_in_order_or_left_open(row: Figure) -> None:
    """Low does not exceed high, and a row without a number is a declared gap."""
    if row.low is None:
        assert NO_NUMBER[row.id] == row.status
        with pytest.raises(ValueError, match=row.id):
            _ = row.range
        return
    assert row.id not in NO_NUMBER
    assert row.high is None or row.low <= row.high
    if row.status != "proposed":  # a bill's threshold is open, and proposed before all else
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
    assert rated >= RATES
    assert len(figures()) == len(ALL)
    assert [row.id for row in rates_of_today()] == ["R01", "R02", "R03"]


def test_every_figure_of_the_article_is_there_and_nothing_unsourced() -> None:
    """F01 to F30 are all kept as the article's; the unsourced constants of R22 are not taken in."""
    article = {row.id for row in ALL if row.source == "seed_article"}
    assert article == {f"F{number:02}" for number in range(1, 31)}
    assert "R22" not in figures()


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_a_figure_can_be_read_in_every_language(row: Figure) -> None:
    """What it is and its unit have words, its status is explained, and one is no plural."""
    header = "".join((ROOT / "calc/data" / name).read_text("utf-8") for name in FILES)
    explained = "".join(line for line in header.splitlines() if line.startswith("#"))
    assert re.search(rf"\b{row.status}\b", explained)
    assert row.what or row.regions or row.group
    if row.low is not None and row.unit not in UNITS_WITHOUT_WORDS:
        assert words("en").has(f"per.{row.unit}")
    if row.low == row.high == 1 and row.unit not in UNITS_WITHOUT_WORDS:
        assert row.unit != "people"
        assert not row.unit.endswith("s")


def test_what_is_no_bill_rate_and_no_law_says_so() -> None:
    """A wage, a figure at second hand and a proposal carry the warning that a reader needs."""
    for row in ALL:
        why = row.why or ""
        wage = "wage" in (row.what or "") and row.unit == "per_hour"
        if wage and row.source in {"bls_oews", "siteselection"}:
            assert "not a bill rate" in why, row.id
        if row.source.startswith("bls_ecec"):
            assert why.startswith("quoted from public repositories, not from the release"), row.id
        assert (row.status == "proposed") == (row.id.startswith("L")), row.id
        if row.status == "proposed":
            assert why.startswith("proposed"), row.id


def _erlang_c(load: float, agents: int, wait: float, handle: float) -> tuple[float, float]:
    """Return the service level and the mean wait, by the plain sum of the textbook."""
    top = load**agents / math.factorial(agents) * agents / (agents - load)
    queued = top / (top + sum(load**k / math.factorial(k) for k in range(agents)))
    rate = (agents - load) / handle
    return 1 - queued * math.exp(-rate * wait), queued / rate


def _rounding_adds(step: float) -> float:
    return step / (1 - math.exp(-step / 180)) / 180 - 1


def _sample(population: float) -> int:
    endless = 1.96**2 * 0.25 / 0.05**2
    return math.ceil(endless / (1 + (endless - 1) / population))


def _low(id_: str) -> float:
    return value(f"{id_}.low")


def _ends(id_: str, work: Callable[[float], float]) -> tuple[float, float]:
    return work(value(f"{id_}.low")), work(value(f"{id_}.high"))


FILES = ("rates.toml", "figures.toml")
HOUR = _low("H1") / _low("H6") / (1 - _low("N17"))
SUPERVISION = _low("H4a") / _low("H6") / _low("H14") / (1 - _low("N17"))
LEAVING = _low("H9a") * _low("H10b") / 1560
SEAT = _low("H16c") * 12 / 1560
WORKED: dict[str, float | tuple[float, float]] = {
    "R13": (549 / 500, 199 / 150),
    "R16": (1_500_000 / 50, 4_000_000 / 100),
    "W01": HOUR + SUPERVISION + LEAVING + SEAT,
    "W02": _low("H1") / _low("H6"),
    "W03": HOUR,
    "W04": SUPERVISION,
    "W05": LEAVING,
    "W06": SEAT,
    "W07": _low("N32") * _low("H11"),
    "W08": (_low("H1") * 2, _low("H1") * 2.5),
    "W09": _rounding_adds(60),
    "W10": _rounding_adds(30),
    "W11": _rounding_adds(6),
    "W12": _rounding_adds(1),
    "W13": _ends("F02", lambda minute: 60 * minute),
    "W14": _ends("F03", lambda minute: 60 * minute),
    "W15": (8 / 27, 15 / 21),
    "W16": (22 / 54, 28 / 45),
    "W17": 60 * 45,
    "W18": 60 * 90,
    "W19": _ends("F04", lambda hour: hour * _low("N33")),
    "W20": 28 * 1.15 / 2,
    "W21": 28 * 1.15 / (2 * 0.9),
    "W22": 28 * 1.15,
    "W23": 14 + (28 - 14) * 1.15,
    "W24": _ends("F07", lambda hour: hour * 1.1),
    "W25": _ends("F07", lambda hour: hour * 1.2),
    "W26": _ends("F09", lambda hour: hour * 1.1),
    "W27": _ends("F09", lambda hour: hour * 1.2),
    "W29": sum(math.exp(-72) * 72**k / math.factorial(k) for k in range(63)),
    "W30": next(n for n in range(12, 99) if _erlang_c(10, n, 20, 180)[0] >= _low("N01")),
    "W31": math.ceil(14 / (1 - _low("N16"))),
    "W34": _erlang_c(10, 14, 20, 180)[0],
    "W35": _erlang_c(10, 13, 20, 180)[0],
    "W36": _erlang_c(10, 14, 20, 180)[1],
    "W37": 10 / 14,
    "W38": 1 - (1 - 0.12) * (1 - 0.18),
    "W38c": 0.12 + 0.18,
    "W39": math.ceil(400 * 6 / 60 / (8 * 0.7 * 0.85)),
    "W40": _sample(1000),
    "W42": _sample(math.inf),
    "W45": 5 / 0.8,
    "W48": 1 - 0.2**2,
    "W49": 1 - 0.2**3,
    "W50": 2_000_000 * (1 + 1.05 + 1.05**2),
    "W51": 2_000_000 * (1 + 1.02 + 1.02**2),
    "W55": 6_305_000 - 6_120_800,
    "W58": 600 / _low("N36b"),
    "W35a": (0.8 - value("W35.low")) / 0.8,
    "W47a": 1 - value("N18.low") / value("W47.low"),
    "W59": (1.377 / 1.3 - 1) * 1_000_000 * 0.6,
    "W59c": 1 - 1.3 / 1.377,
    "W60": value("F13.low") - value("F09.high"),
    "W61": (value("F14.low"), value("F08.high")),
    "W62": (value("F18.low"), value("F07.high")),
    "W63": (value("F07.low"), value("F19.high")),
    "W64": (value("F12.low"), value("F05.high")),
    "W65": (value("F08.low"), value("F08.high")),
    "W77": _low("E63") / _low("E61"),
    "W78": _low("E63") / _low("E62"),
    "W79": 1 - _low("E62") / _low("E61"),
    "W80": _low("E62") - _low("E64"),
    "W81": (_low("W80") - _low("E64")) / _low("W80"),
    "W82": (3 * 3 + 3 * 2 + 2 * 3) / (4 * (3 + 3 + 2)),
    "W83": (3 * 2 + 3 * 4 + 2 * 2 + 1 * 3) / (4 * (3 + 3 + 2 + 1)),
    "W66": 1 / (1 - _low("N16")),
    "W66a": 1 + _low("N16"),
    # Computed elsewhere to more digits, by two independent programs: Erlang A and scans.
    "W57": 7040,
    "W57a": 7939,
    "W57b": 8800,
    "W67": 13.037 / (1 - _low("N16")),
    "W70": 0.9168,
    "W71": 0.9298,
    "W72": 0.9187,
    "W73": 0.9234,
    "W74": 0.0140,
    "W75": 4.195,
    "W76": 3.878,
}


@pytest.mark.parametrize("id_", sorted(WORKED))
def test_a_worked_number_follows_from_the_figures_it_names(id_: str) -> None:
    """It equals its formula at the decimals that it is kept with."""
    row, expected = figure(id_), WORKED[id_]
    low, high = expected if isinstance(expected, tuple) else (expected, expected)
    decimals = max(len(plain(end or 0).partition(".")[2]) for end in (row.low, row.high))
    assert (round(low + 1e-9, decimals), round(high + 1e-9, decimals)) == (row.low, row.high)


def test_every_worked_number_is_computed_again() -> None:
    """None is typed in without its formula, in the data and here."""
    assert set(WORKED) == {row.id for row in ALL if row.status in {"worked", "derived"}}
    assert all(figure(id_).why for id_ in WORKED)


def test_every_source_is_used_and_has_every_field_filled() -> None:
    """A source that supports nothing, or says nothing, is not kept, and no page is kept twice."""
    used = {name for row in ALL for name in (row.source, row.also) if name}
    named = set(re.findall(r"\{\{ source (\w+) \}\}", PAGES))
    assert used | named == set(sources())
    for source in sources().values():
        assert all(source)
        assert source.url in {"not stated", source.address}
        assert words("en").has(f"grades.{source.grade}")
    pages = [(source.url, source.title) for source in sources().values() if source.address]
    assert len(set(pages)) == len(pages)


def test_a_price_of_an_undated_page_is_that_of_the_day_it_was_read() -> None:
    """A provider's own page without a date gives its price the day on which it was read."""
    for row in ALL:
        found = row.sources[0]
        dated = re.fullmatch(r"\d{4}-\d\d-\d\d", row.as_of) and found.published == "not stated"
        if found.grade == "B" and dated:
            assert row.as_of == found.accessed, row.id


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
            "F04": {
                *("eastern_europe", "africa_middle_east", "latin_america"),
                *("asia_philippines", "india", "pakistan"),
            },
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
