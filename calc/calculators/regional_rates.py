"""What an hour, a month and a year of outsourced agents cost in each region."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

from calc.chart import Bar, Mark, RangeChart, range_bars
from calc.rates import REGIONS, Region, Row, Service, location_rows, rates_of_today, row_for
from calc.text import Words, cents, dollars, hundreds
from calc.units import Agents, From, HourlyRate, HoursAMonth, Range
from calc.view import Carry, Child, Element, Shown, Step, Table, el

VERSION = 1
KIND = "converts"
HOME = "costs/location"
MAIN = ("region", "service", "agents", "compare_with", "quote")
PRESETS: dict[str, dict[str, Any]] = {}

MONTHS = 12


class RegionRow(NamedTuple):
    """Hold one region's line of the comparison, in US dollars."""

    region: str
    row: Row
    rate: Range
    monthly_cost: Range
    yearly_cost: Range
    saving: Range


class Result(NamedTuple):
    """Hold the chosen region's cost, and every region's beside it, in US dollars.

    ``saving`` is a month's, ``compare_with`` less ``region``, and may be negative; an end that
    rests on an open rate is ``None``. ``quote_position`` is none, below, within or above.
    """

    rate: Range
    monthly_cost: Range
    yearly_cost: Range
    saving: Range
    quote_position: str
    rows: tuple[RegionRow, ...]


def calculate(
    *,
    region: Region = "india",
    service: Service = "any",
    agents: Annotated[Agents, From("E1.low")] = 10,
    hours_per_agent: Annotated[HoursAMonth, From("D1.low")] = 160,
    compare_with: Region = "us_canada",
    quote: HourlyRate | None = None,
) -> Result:
    """Multiply published hourly rates by the hours of a team.

    ``hours_per_agent`` are billed hours a month, ``quote`` a price an hour that the reader was
    given. A service without a row for a region takes the region's location row.

    >>> calculate().monthly_cost
    Range(low=8000, typical=11200.0, high=14400)
    """
    hours = agents * hours_per_agent
    month = {name: row_for(name, service).figure.range.times(hours) for name in REGIONS}
    rows = [
        RegionRow(
            name,
            row_for(name, service),
            row_for(name, service).figure.range,
            month[name],
            month[name].times(MONTHS),
            saving(month[compare_with], month[name]),
        )
        for name in REGIONS
    ]
    rows.sort(key=_order)
    chosen = next(row for row in rows if row.region == region)
    return Result(*chosen[2:], quote_position(quote, chosen.rate), tuple(rows))


def saving(compared: Range, cost: Range) -> Range:
    """Return what ``cost`` saves against ``compared``: least, typical, most; open ends stay open.

    >>> saving(Range.of(20, 30), Range.of(40, None))
    Range(low=None, typical=None, high=-10)
    """
    return Range(
        _less(compared.low, cost.high),
        _less(compared.typical, cost.typical),
        _less(compared.high, cost.low),
    )


def quote_position(quote: float | None, rate: Range) -> str:
    """Say where a quote lies against a published rate; both ends count as within."""
    if quote is None:
        return "none"
    if rate.low is not None and quote < rate.low:
        return "below"
    return "above" if rate.high is not None and quote > rate.high else "within"


def show(given: Mapping[str, Any], result: Result, words: Words) -> Shown:
    """Put the cost into words: a sentence, all regions as table and chart, the working."""
    name = _region(given["region"], words)
    cost = words.between(result.monthly_cost, lambda value: words.millions(value, dollars))
    typical = result.monthly_cost.typical
    headline = cost if typical is None else words.millions(typical, dollars)
    told = {"region": name, "agents": f"{given['agents']:,}", "range": cost, "cost": headline}
    kind = "open" if typical is None else "range"
    said = words("regional_rates.agents" if given["agents"] > 1 else "regional_rates.agent", **told)
    return Shown(
        headline=words("regional_rates.headline", **told),
        aside=words(f"regional_rates.aside_{kind}", **told),
        sentence=words(f"regional_rates.sentence_{kind}", **told, team=said),
        findings=_findings(given, result, words),
        table=_table(given, result, words),
        beside=[_today(words)],
        caption=_caption(result, words),
        charts=range_bars(_chart(given, result, words)),
        working=_working(given, result, words),
        figures=[row.row.figure.id for row in result.rows] + [row.id for row in rates_of_today()],
        carry=_carry(result, words),
    )


def _less(more: float | None, less: float | None) -> float | None:
    return None if more is None or less is None else more - less


def _order(row: RegionRow) -> tuple[float, str]:
    """Sort by the typical rate, or by the low where the rate is open."""
    rate = row.rate.typical if row.rate.typical is not None else row.rate.low
    return rate or 0, row.region


def _region(region: str, words: Words) -> str:
    return (location_rows()[region].name or {})[words.language]


def _chosen(given: Mapping[str, Any], result: Result) -> RegionRow:
    return next(row for row in result.rows if row.region == given["region"])


def _findings(given: Mapping[str, Any], result: Result, words: Words) -> list[str]:
    """Say which row answered, what is open about it, where a quote lies, and what is saved."""
    row = _chosen(given, result).row
    told = {
        "region": _region(given["region"], words),
        "compared": _region(given["compare_with"], words),
        "service": words(f"services.{given['service']}"),
        "rate": words.between(row.figure.range),
        "floor": words.money(row.figure.range.low or 0),
        "location": words.between(location_rows()[given["region"]].range),
        "quote": words.money(given["quote"] or 0),
        "period": words.period(row.figure.period),
        "group": words(f"groups.{row.figure.group}") if row.figure.group else "",
    }
    keys = ["row_stands_in" if row.stands_in else "row_group" if row.figure.group else "row"]
    if not row.stands_in and given["service"] != "any":
        keys.append("location_beside")
    if row.figure.high is None:
        keys.append("open")
    if given["quote"] is not None:
        keys.append(f"quote_{result.quote_position}")
    findings = [words(f"regional_rates.{key}", **told) for key in keys]
    if words.has(f"notes.{row.figure.id}"):
        findings.append(words(f"notes.{row.figure.id}"))
    if given["region"] != given["compare_with"]:
        less = difference(result.saving, words)
        findings.append(words("regional_rates.saving", **told, difference=less))
    return findings


def difference(saved: Range, words: Words) -> str:
    """Write a saving in words, never with a minus sign, as far as its ends are known."""
    low, _, high = saved

    def write(value: float) -> str:
        return words.millions(abs(value), dollars)

    if low is None or high is None:
        known, end = (high, "most") if low is None else (low, "least")
        if known is None:
            return words("difference.unknown")
        side = "saves" if known >= 0 else "costs"
        opposite = {"most": "least", "least": "most"}
        return words(
            f"difference.{side}_{end if known >= 0 else opposite[end]}", amount=write(known)
        )
    if low < 0 < high:
        return words("difference.either", more=write(low), less=write(high))
    side = "saves" if high > 0 else "costs"
    ends = sorted((abs(low), abs(high)))
    if not ends[0]:
        return words(f"difference.{side}_most", amount=write(ends[1]))
    return words(f"difference.{side}", amount=words.between(Range(ends[0], None, ends[1]), write))


def _table(given: Mapping[str, Any], result: Result, words: Words) -> Table:
    compared = _region(given["compare_with"], words)
    keys = ("region", "rate", "month", "year", "saving")
    return Table(
        caption=words(
            "regional_rates.table.caption",
            service=words(f"services.{given['service']}"),
            agents=f"{given['agents']:,}",
            hours=f"{given['hours_per_agent']:g}",
        ),
        head=tuple(words(f"regional_rates.table.{key}", compared=compared) for key in keys),
        rows=[_cells(row, given, words) for row in result.rows],
        numbers=(1, 2, 3, 4),
        current=result.rows.index(_chosen(given, result)),
    )


def _cells(row: RegionRow, given: Mapping[str, Any], words: Words) -> tuple[Child, ...]:
    name = _region(row.region, words)
    label: Child = name
    if row.region == given["region"]:
        label = el("strong", name)
    if row.row.stands_in:
        label = el("span", label, " ", el("small", words("regional_rates.table.stands_in")))
    saved = words("difference.same")
    if row.region != given["compare_with"]:
        saved = difference(row.saving, words)
    return (
        label,
        words.dash(row.rate, cents),
        _with_typical(row.monthly_cost, words, dollars),
        _with_typical(row.yearly_cost, words, hundreds),
        saved,
    )


def _with_typical(cost: Range, words: Words, write: Callable[[float], str]) -> Child:
    """Write the midpoint first and its range beneath; an open range has no midpoint."""
    if cost.typical is None:
        return words.dash(cost, write)
    range_ = el("small", words.dash(cost, write))
    return el("span", words.money(cost.typical, write), " ", range_)


def _today(words: Words) -> Element:
    """Say what a provider asks today: dated lines beside the table, never in its arithmetic."""
    rows = rates_of_today()
    zones = [
        words(
            "regional_rates.zone",
            zone=words(f"groups.{row.group}"),
            rate=words.between(row.range),
        )
        for row in rows
    ]
    provider = rows[0].sources[0]
    return el(
        "p",
        words("regional_rates.today", day=words.date(rows[0].as_of), zones="; ".join(zones)),
        " ",
        el("a", provider.title, href=provider.address, lang=provider.language),
        class_="calculator-today",
    )


def _caption(result: Result, words: Words) -> str:
    first = result.rows[0]
    return words(
        "regional_rates.chart.caption",
        region=_region(first.region, words),
        rate=words.between(first.rate),
    )


def _chart(given: Mapping[str, Any], result: Result, words: Words) -> RangeChart:
    first, last = result.rows[0], result.rows[-1]
    quote = given["quote"]
    label = words("regional_rates.chart.quote", quote=words.money(quote or 0))
    return RangeChart(
        id="regional-rates-chart",
        title=words("regional_rates.chart.title"),
        description=words(
            "regional_rates.chart.description",
            first=_region(first.region, words),
            first_rate=words.between(first.rate),
            last=_region(last.region, words),
            last_rate=words.between(last.rate),
        ),
        bars=[_bar(row, words) for row in result.rows],
        mark=Mark(quote, label) if quote is not None else None,
        scale=cents,
        unit=lambda value: words("regional_rates.chart.unit", amount=words.money(value)),
    )


def _bar(row: RegionRow, words: Words) -> Bar:
    low, typical, high = row.rate
    return Bar(_region(row.region, words), low or 0, typical, high, words.dash(row.rate))


def _working(given: Mapping[str, Any], result: Result, words: Words) -> list[Step]:
    """Write out month, year and saving, at the typical rate or at an open one's floor."""

    def at(range_: Range) -> float:
        return range_.typical if range_.typical is not None else range_.low or 0

    compared = next(row for row in result.rows if row.region == given["compare_with"])
    month, other = at(result.monthly_cost), at(compared.monthly_cost)
    told = {
        "rate": words.money(at(result.rate)),
        "hours": f"{given['hours_per_agent']:g}",
        "agents": f"{given['agents']:,}",
        "month": words.money(month, dollars),
        "year": words.money(month * MONTHS, hundreds),
        "months": MONTHS,
        "compared": _region(given["compare_with"], words),
        "other": words.money(other, dollars),
        "saving": _signed(other - month, words),
    }
    keys = ["month", "year"]
    if given["region"] != given["compare_with"]:
        keys.append("saving")
    names = [f"regional_rates.working.{key}" for key in keys]
    return [
        Step(
            words(name, **told), words(f"{name}_formula", **told), words(f"{name}_numbers", **told)
        )
        for name in names
    ]


def _signed(saved: float, words: Words) -> str:
    """Write one saving in words."""
    if not saved:
        return words("difference.same")
    side = "saves" if saved > 0 else "costs"
    return words(f"difference.{side}", amount=words.money(abs(saved), dollars))


def _carry(result: Result, words: Words) -> list[Carry]:
    low, typical, _ = result.rate
    rate = typical if typical is not None else low
    text = words("regional_rates.carry", rate=words.money(rate or 0))
    return [Carry("commission_premium", {"normal_rate": rate}, text)]
