"""What an hour, a month and a year of outsourced agents cost in each region."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from calc.chart import Bar, Mark, RangeChart, range_bars
from calc.figures import value
from calc.phrases import with_range
from calc.rates import REGIONS, Region, Row, Service, location_rows, rates_of_today, row_for
from calc.text import Words, WriteNumber, cents, difference, dollars, hundreds, plain
from calc.units import Agents, From, HourlyRate, HoursAMonth, Range, saving
from calc.view import Carry, Cell, Child, Element, Outcome, Shown, Step, Table, el

VERSION = 1
KIND = "converts"
HOME = "costs/location"
MAIN = ("region", "service", "agents", "compare_with", "quote")
PRESETS: dict[str, dict[str, Any]] = {}
OUTCOME = Outcome("monthly_cost", dollars)

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
    told = {
        "region": name,
        "agents": f"{given['agents']:,}",
        "range": cost,
        "cost": headline,
        "period": words.period(_chosen(given, result).row.figure.period),
    }
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


def _order(row: RegionRow) -> tuple[float, str]:
    """Sort by the typical rate, or by the low where the rate is open."""
    rate = row.rate.typical if row.rate.typical is not None else row.rate.low
    return rate or 0, row.region


def _region(region: str, words: Words) -> str:
    return (location_rows()[region].name or {})[words.language]


def _row(region: str, result: Result) -> RegionRow:
    return next(row for row in result.rows if row.region == region)


def _chosen(given: Mapping[str, Any], result: Result) -> RegionRow:
    return _row(given["region"], result)


def _findings(given: Mapping[str, Any], result: Result, words: Words) -> list[str]:
    """Say which row answered, what is open about it, where a quote lies, and what is saved."""
    row = _chosen(given, result).row
    told = {
        "region": _region(given["region"], words),
        "rate": words.between(row.figure.range),
        "floor": words.money(row.figure.range.low or 0),
        "location": words.between(location_rows()[given["region"]].range),
        **_quoted(given, words),
        "period": words.period(row.figure.period),
        "group": words(f"groups.{row.figure.group}") if row.figure.group else "",
    }
    keys = ["row_stands_in" if row.stands_in else "row_group" if row.figure.group else "row"]
    if not row.stands_in and given["service"] != "any":
        keys.append("location_beside")
    if row.figure.high is None:
        keys.append("open")
    if given["quote"] is not None:
        keys += [f"quote_{result.quote_position}", "quote_cost"]
    findings = [words(f"regional_rates.{key}", **told) for key in keys]
    if words.has(f"notes.{row.figure.id}"):
        findings.append(words(f"notes.{row.figure.id}"))
    return findings + _compared(given, result, words)


def _quoted(given: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Write the reader's quote, and what the team costs at it; 0 stands where there is none."""
    quote = given["quote"] or 0
    month = quote * given["hours_per_agent"] * given["agents"]
    return {
        "quote": words.money(quote),
        "quoted_month": words.millions(month, dollars),
        "quoted_year": words.millions(month * MONTHS, hundreds),
    }


def _compared(given: Mapping[str, Any], result: Result, words: Words) -> list[str]:
    """Say what is saved against the other region, and where the two rates are not alike."""
    if given["region"] == given["compare_with"]:
        return []
    row, other = (_row(given[name], result).row for name in ("region", "compare_with"))
    told = {
        "compared": _region(given["compare_with"], words),
        "difference": difference(result.saving, words),
    }
    if row.figure.id == other.figure.id:
        return [words("regional_rates.one_row", **told)]
    findings = [words("regional_rates.saving", **told)]
    if row.stands_in != other.stands_in:
        findings.append(words("regional_rates.unlike", **told))
    return findings


def _table(given: Mapping[str, Any], result: Result, words: Words) -> Table:
    compared = _region(given["compare_with"], words)
    keys = ("region", "rate", "month", "year", "saving")
    return Table(
        caption=words(
            "regional_rates.table.caption",
            service=words(f"services.{given['service']}"),
            agents=f"{given['agents']:,}",
            hours=plain(given["hours_per_agent"]),
            period=words.period(_chosen(given, result).row.figure.period),
        ),
        head=tuple(words(f"regional_rates.table.{key}", compared=compared) for key in keys),
        rows=[_cells(row, given, result, words) for row in result.rows],
        numbers=(1, 2, 3, 4),
        current=result.rows.index(_chosen(given, result)),
    )


def _cells(
    row: RegionRow, given: Mapping[str, Any], result: Result, words: Words
) -> tuple[Child, ...]:
    name = _region(row.region, words)
    label: Child = name
    if row.region == given["region"]:
        label = el("strong", name)
    if row.row.stands_in:
        label = el("span", label, " ", el("small", words("regional_rates.table.stands_in")))
    saved = words("difference.same")
    if row.row.figure.id != _row(given["compare_with"], result).row.figure.id:
        saved = difference(row.saving, words)
    return (
        label,
        words.dash(row.rate, cents),
        with_range(row.monthly_cost, words, dollars),
        with_range(row.yearly_cost, words, hundreds),
        saved,
    )


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
    """Write out the midpoint, the month and year at each end, and both ends of the saving."""
    shape = "open" if result.rate.high is None else "range"
    told = {
        "hours": plain(given["hours_per_agent"]),
        "agents": f"{given['agents']:,}",
        "months": MONTHS,
        **_ends("rate", result.rate, words, cents),
        **_ends("month", result.monthly_cost, words, dollars),
        **_ends("year", result.yearly_cost, words, hundreds),
    }
    keys = ["midpoint"] if shape == "range" else []
    keys += [f"month_{shape}", f"year_{shape}"]
    compared = _row(given["compare_with"], result)
    if _chosen(given, result).row.figure.id != compared.row.figure.id:
        told |= _ends("other", compared.monthly_cost, words, dollars)
        told["compared"] = _region(given["compare_with"], words)
        for end, saved in (("least", result.saving.low), ("most", result.saving.high)):
            if saved is not None:
                told[end] = _signed(saved, words)
                keys.append(end)
    cells = _step_cells(result, compared)
    return [
        Step(
            words(f"regional_rates.working.{key}", **told),
            words(f"regional_rates.working.{key}_formula"),
            words(f"regional_rates.working.{key}_numbers", **told),
            cells[key.partition("_")[0]],
        )
        for key in keys
    ]


def _step_cells(result: Result, compared: RegionRow) -> dict[str, tuple[Cell, ...]]:
    """Return the working as a spreadsheet's cells, by the first word of a step's key."""
    low, typical, high = result.rate
    rates: tuple[Cell, ...] = (Cell("rate_low", "", low or 0.0),)
    if high is not None:
        midpoint = Cell("rate_typical", "(rate_low + rate_high) / 2", typical or 0.0)
        rates += (Cell("rate_high", "", high), midpoint)
    month = _end_cells("month", "rate_{} * hours_per_agent * agents", result.monthly_cost)
    return {
        "midpoint": rates,
        "month": month if high is not None else rates + month,
        "year": _end_cells("year", f"month_{{}} * {MONTHS}", result.yearly_cost),
        "least": _compared_cells("low", "high", compared, result.saving.low),
        "most": _compared_cells("high", "low", compared, result.saving.high),
    }


def _end_cells(name: str, formula: str, range_: Range) -> tuple[Cell, ...]:
    """Return a cell for each end of a range that is there, named for it."""
    ends = zip(Range._fields, range_, strict=True)
    return tuple(
        Cell(f"{name}_{end}", formula.format(end), value)
        for end, value in ends
        if value is not None
    )


def _compared_cells(
    end: str, other: str, compared: RegionRow, saved: float | None
) -> tuple[Cell, ...]:
    """Return what one end of the compared region's month is, and what it leaves of the saving."""
    rate, month = getattr(compared.rate, end), getattr(compared.monthly_cost, end)
    if saved is None:
        return ()
    return (
        Cell(f"compared_rate_{end}", "", rate),
        Cell(f"compared_month_{end}", f"compared_rate_{end} * hours_per_agent * agents", month),
        Cell(f"saving_{end}", f"compared_month_{end} - month_{other}", saved),
    )


def _ends(name: str, range_: Range, words: Words, write: WriteNumber) -> dict[str, str]:
    """Write each end of a range that is there, under its name: ``month_low``."""
    ends = zip(Range._fields, range_, strict=True)
    return {f"{name}_{end}": words.money(each, write) for end, each in ends if each is not None}


def _signed(saved: float, words: Words) -> str:
    """Write one saving in words."""
    if not saved:
        return words("difference.same")
    side = "saves" if saved > 0 else "costs"
    return words(f"difference.{side}", amount=words.money(abs(saved), dollars))


def _carry(result: Result, words: Words) -> list[Carry]:
    """Take the typical rate to the commission, and a closed range to what compares costs."""
    low, typical, high = result.rate
    if typical is None:
        return [_carry_rate(low or 0, words)]
    rates = {"bill_rate_low": low, "bill_rate_high": high}
    seat = result.rate.times(value("N33.low"))
    seats = {"seat_price_low": round(seat.low or 0), "seat_price_high": round(seat.high or 0)}
    told = _ends("rate", result.rate, words, cents)
    carried = {"in_house_or_outsourced": rates, "inbound_pricing": rates | seats}
    return [
        _carry_rate(typical, words),
        *(
            Carry(name, values, words(f"regional_rates.carry_to.{name}", **told))
            for name, values in carried.items()
        ),
    ]


def _carry_rate(rate: float, words: Words) -> Carry:
    text = words("regional_rates.carry", rate=words.money(rate))
    return Carry("commission_premium", {"normal_rate": rate}, text)
