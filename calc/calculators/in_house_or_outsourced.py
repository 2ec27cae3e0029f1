"""What an own department costs beside an outsourced one, over the term of a contract."""

from collections.abc import Mapping
from math import ceil, floor
from typing import Annotated, Any, NamedTuple

from calc.chart import Bar, RangeChart, range_bars
from calc.comparison import (
    Case,
    Landed,
    Line,
    Vendor,
    break_even_volume,
    hours_for,
    payback_months,
    price_months,
)
from calc.figures import value
from calc.form import fields
from calc.own_team import MONTHS, Costs, Team
from calc.own_team import paid_hours as hours_to_pay
from calc.phrases import midpoint, with_range
from calc.rates import rates_of_today
from calc.resolution import cost_per_resolution
from calc.text import Words, WriteNumber, capital, cents, difference, dollars, plain
from calc.units import (
    Agents,
    Amount,
    AmountAMonth,
    AtLeast,
    ContactsADay,
    DaysAMonth,
    Fee,
    From,
    HourlyRate,
    HoursAYear,
    Months,
    Occupancy,
    People,
    Range,
    Resolution,
    Seconds,
    Share,
    Shrinkage,
    Unit,
    WageShare,
    Weeks,
    saving,
)
from calc.view import Carry, Cell, Child, Outcome, Shown, Step, Table, el

VERSION = 1
KIND = "estimates"
HOME = "should-you/in-house-or-outsourced"
MAIN = ("contacts_per_day", "wage_low", "wage_high", "bill_rate_low", "bill_rate_high")
PRESETS: dict[str, dict[str, Any]] = {
    str(row.group): {"bill_rate_low": row.low, "bill_rate_high": row.high}
    for row in rates_of_today()
}
OUTCOME = Outcome("saving", dollars, more_is_better=True)

NAME = "in_house_or_outsourced"
TYPICAL = 1  # where the typical value stands in a Range
HALF_A_CENT = 0.005  # a difference below it is none
MOST = 31_000_000  # contacts a month, the most that the form takes
FEWEST = value("R18a.low")  # agents: some vendors ask for more at least
MOST_AGENTS = 10_000  # that the comparison of regions takes
BILLED_HOURS = value("D1.low")  # of a vendor's agent in a month
HALF_A_DOLLAR = 0.5  # dollars are written whole
TINY = 1e-9  # what a whole number may exceed itself by in floats
FEW = 10
LONG = 10_000_000  # dollars; beside a bar, a range of longer amounts has no room
# Costs that no dated source gives: they start at 0, and the answer names those that still are.
UNKNOWN = ("equipment", "rent", "transition_cost", "travel", "exit_reserve")

YEARS = range(10)  # of the longest term that the form takes

# The working as a spreadsheet's cells, step by step: the names are those of the inputs and of
# earlier cells, and {end} stands for low, typical and high.
CELLS: dict[str, dict[str, str]] = {
    "contacts": {"contacts_a_month": "contacts_per_day * days_per_month"},
    "hours": {"hours_a_month": "contacts_a_month * handle_time / 3600 / occupancy"},
    "year": {
        "productive_year": "paid_hours * (1 - shrinkage)",
        "worked_year": "productive_year / (1 - shift_shrinkage)",
    },
    "agents": {"full_time_agents": "hours_a_month * 12 / productive_year"},
    "pay": {
        "wage_typical": "(wage_low + wage_high) / 2",
        "pay_{end}": "wage_{end} / wage_share * worked_year",
    },
    "helpers": {
        "helper_pay": "supervisor_wage / wage_share * worked_year",
        "helpers": "helper_pay * (1 / agents_per_supervisor + specialists_per_hundred / 100)",
    },
    "leaving": {"leaving_{end}": "turnover * (replacement_cost + weeks_lost / 52 * pay_{end})"},
    "tools": {"tools": "(software_seat + equipment) * 12"},
    "agent": {"agent_year_{end}": "pay_{end} + helpers + leaving_{end} + tools"},
    "hour": {"own_hour_{end}": "agent_year_{end} / productive_year"},
    "own": {"own_month_{end}": "own_hour_{end} * hours_a_month + rent"},
    "billed": {"billed_hours": "hours_a_month * own_resolution / vendor_resolution"},
    "bill": {
        "price_months": " + ".join(
            f"MIN(12, MAX(0, term - {12 * year})) * (1 + price_rise) ^ {year}" for year in YEARS
        ),
        "bill_rate_typical": "(bill_rate_low + bill_rate_high) / 2",
        "bill_{end}": "bill_rate_{end} * billed_hours * price_months / term",
    },
    "staff": {
        "own_staff_{end}": "(managers * helper_pay + kept_agents * agent_year_{end}) / 12",
    },
    "once": {
        "once_{end}": "transition_cost + travel + own_month_{end} * 12 / 52 * parallel_weeks",
    },
    "outsourced": {
        "outsourced_month_{end}": "bill_{end} + own_staff_{end}"
        " + (once_{end} + exit_reserve) / term",
    },
    "saving": {"saving_typical": "own_month_typical - outsourced_month_typical"},
    "least": {"saving_low": "own_month_low - outsourced_month_high"},
    "most": {"saving_high": "own_month_high - outsourced_month_low"},
    "payback": {
        "running_saving": "own_month_typical - outsourced_month_typical + once_typical / term",
        "payback": "once_typical / running_saving",
    },
    "volume": {
        "unit_in_house": "own_hour_typical * handle_time / 3600 / occupancy",
        "parallel_share": "12 / 52 * parallel_weeks / term",
        "unit_outsourced": "bill_rate_typical * price_months / term * own_resolution"
        " / vendor_resolution * handle_time / 3600 / occupancy + unit_in_house * parallel_share",
        "fixed_outsourced": "own_staff_typical + (transition_cost + travel + exit_reserve) / term"
        " + rent * parallel_share",
        "break_even_contacts": "(rent - fixed_outsourced) / (unit_outsourced - unit_in_house)",
    },
    "rate": {
        "break_even_rate": "(own_month_typical - outsourced_month_typical + bill_typical)"
        " / (billed_hours * price_months / term)",
    },
    "problem": {
        "problems": "contacts_a_month * own_resolution",
        "own_problem_{end}": "own_month_{end} / problems",
        "outsourced_problem_{end}": "outsourced_month_{end} / problems",
    },
}

# Cells that are written with cents, those that are no money, and the shares among them.
RATES = (
    *("wage_typical", "bill_rate_typical", "own_hour_typical", "unit_in_house", "unit_outsourced"),
    *("break_even_rate", "own_problem_typical", "outsourced_problem_typical"),
)
COUNTS = (
    *("contacts_a_month", "hours_a_month", "productive_year", "worked_year"),
    *(
        "full_time_agents",
        "billed_hours",
        "price_months",
        "payback",
        "problems",
        "break_even_contacts",
    ),
)
SHARES = ("parallel_share",)


class Result(NamedTuple):
    """Hold both sides' cost of the same contacts, in US dollars, and what follows from it.

    ``hours`` are productive hours a month, ``agents`` the own full-time agents that give them,
    unrounded. ``saving`` is the own month less the outsourced one and may be negative; ``verdict``
    is saves, overlaps, costs or same. ``payback`` counts months, ``None`` if the move never pays
    for itself. Outsourcing is cheaper ``above`` or ``below`` the ``break_even_contacts`` a month,
    or ``always``, ``never`` or ``same`` without any. ``break_even_rate`` is the highest hourly rate
    at which outsourcing pays, ``None`` where none is low enough. What is divided by contacts is
    ``None`` without any. ``own`` and ``outsourced`` are the typical month line by line.
    """

    contacts: float
    hours: float
    agents: float
    own_hour: Range
    own_month: Range
    outsourced_month: Range
    saving: Range
    verdict: str
    own_total: Range
    outsourced_total: Range
    moving_cost: Range
    payback: float | None
    break_even_contacts: float | None
    cheaper: str
    break_even_rate: float | None
    own_per_problem: Range | None
    outsourced_per_problem: Range | None
    own: Costs
    outsourced: Landed


def calculate(
    *,
    contacts_per_day: Annotated[ContactsADay, From("E31.low")] = 900,
    wage_low: Annotated[HourlyRate, From("H1a.low")] = 17.72,
    wage_high: Annotated[HourlyRate, AtLeast("wage_low"), From("H1a.high")] = 24.89,
    bill_rate_low: Annotated[HourlyRate, From("R01.low")] = 11,
    bill_rate_high: Annotated[HourlyRate, AtLeast("bill_rate_low"), From("R01.high")] = 13,
    term: Annotated[Months, From("R18b.low")] = 12,
    days_per_month: Annotated[DaysAMonth, From("D31.low")] = 21,
    handle_time: Annotated[Seconds, From("N29.low")] = 180,
    occupancy: Annotated[Occupancy, From("N13.low")] = 0.75,
    wage_share: Annotated[WageShare, From("H6.low")] = 0.70,
    paid_hours: Annotated[HoursAYear, From("N32.low")] = 2_080,
    shrinkage: Annotated[Shrinkage, AtLeast("shift_shrinkage"), From("N15.low")] = 0.25,
    shift_shrinkage: Annotated[Shrinkage, From("N17.low")] = 0.15,
    supervisor_wage: Annotated[HourlyRate, From("H4a.low")] = 33.41,
    agents_per_supervisor: Annotated[Agents, From("H14.low")] = 15,
    specialists_per_hundred: People = 0,
    turnover: Annotated[Share, From("H9a.low")] = 0.312,
    replacement_cost: Annotated[Fee, From("H10b.low")] = 14_113,
    weeks_lost: Weeks = 0,
    software_seat: Annotated[AmountAMonth, From("H16c.low")] = 115,
    equipment: AmountAMonth = 0,
    rent: AmountAMonth = 0,
    price_rise: Share = 0,
    managers: Annotated[People, From("E32.low")] = 1,
    kept_agents: People = 0,
    transition_cost: Amount = 0,
    travel: Amount = 0,
    parallel_weeks: Annotated[Weeks, From("E33.low")] = 4,
    exit_reserve: Amount = 0,
    own_resolution: Annotated[Resolution, From("N18.low")] = 0.70,
    vendor_resolution: Annotated[Resolution, From("N18.low")] = 0.70,
) -> Result:
    """Set the full cost of an own department beside the landed cost of an outsourced one.

    Wages and rates are dollars an hour, ``supervisor_wage`` also that of specialists and of the
    ``managers`` who look after the vendor; ``handle_time`` is seconds, ``term`` months.

    >>> calculate().saving.typical > 0
    True
    """
    given = locals()  # every argument by its name, as show() is handed them
    contacts, cases = contacts_per_day * days_per_month, _cases(given)
    hours = hours_for(contacts, handle_time=handle_time, occupancy=occupancy)
    own = [case.own(hours) for case in cases]
    outsourced = [case.outsourced(hours) for case in cases]
    own_month = Range(*(costs.total for costs in own))
    outsourced_month = Range(*(landed.total for landed in outsourced))
    saved = saving(own_month, outsourced_month)
    once = [landed.moving * term for landed in outsourced]
    one = hours_for(1, handle_time=handle_time, occupancy=occupancy)
    volume, cheaper = _break_even(*cases[TYPICAL].lines(one))
    return Result(
        contacts=contacts,
        hours=hours,
        agents=cases[TYPICAL].team.agents(hours),
        own_hour=Range(*(case.team.hour for case in cases)),
        own_month=own_month,
        outsourced_month=outsourced_month,
        saving=saved,
        verdict=_verdict(saved),
        own_total=own_month.times(term),
        outsourced_total=outsourced_month.times(term),
        moving_cost=Range(*once),
        payback=payback_months(once[TYPICAL], own[TYPICAL].total - outsourced[TYPICAL].running),
        break_even_contacts=volume,
        cheaper=cheaper,
        break_even_rate=cases[TYPICAL].break_even_rate(hours),
        own_per_problem=_per_problem(own_month, contacts, own_resolution),
        outsourced_per_problem=_per_problem(outsourced_month, contacts, own_resolution),
        own=own[TYPICAL],
        outsourced=outsourced[TYPICAL],
    )


def show(given: Mapping[str, Any], result: Result, words: Words) -> Shown:
    """Put the comparison into words: who costs less, by how much, from which volume and rate."""
    told = _told(given, result, words)
    return Shown(
        headline=words(f"{NAME}.headline_{_side(midpoint(result.saving))}", **told),
        aside=words(f"{NAME}.{_aside(result.saving)}", **told),
        sentence=words(f"{NAME}.sentence_{_side(midpoint(result.saving))}", **told),
        findings=[words(f"{NAME}.{key}", **told) for key in _findings(given, result)],
        table=_table(given, result, words),
        beside=[],
        caption=words(f"{NAME}.chart.{result.verdict}", **told),
        charts=range_bars(_chart(result, words, told)),
        working=_working(given, result, words, told),
        figures=[row.id for row in rates_of_today()],
        carry=_carry(given, result, words),
    )


def _aside(saved: Range) -> str:
    """Leave the range out where it is no wider than a dollar's half."""
    return "aside" if (saved.high or 0) - (saved.low or 0) > HALF_A_DOLLAR else "aside_same"


def _cases(given: Mapping[str, Any]) -> list[Case]:
    """Return both sides at the low end, midpoint and high end of wages and rates."""
    wages = Range.of(given["wage_low"], given["wage_high"])
    rates = Range.of(given["bill_rate_low"], given["bill_rate_high"])
    return [_case(given, wage or 0, rate or 0) for wage, rate in zip(wages, rates, strict=True)]


def _case(given: Mapping[str, Any], wage: float, rate: float) -> Case:
    team = Team(wage, *(given[name] for name in Team._fields[1:]))
    staff = {
        "managing": given["managers"] * team.yearly_pay(team.supervisor_wage) / MONTHS,
        "kept": given["kept_agents"] * team.year.total / MONTHS,
        "moving": given["transition_cost"] + given["travel"],
        "leaving": given["exit_reserve"],
    }
    terms = {name: given[name] for name in Vendor._fields if name in given}
    return Case(team, Vendor(bill_rate=rate, **staff, **terms))


def _verdict(saved: Range) -> str:
    """Say whether both ends save, both cost more, both are nothing, or they disagree."""
    sides = {_side(saved.low or 0), _side(saved.high or 0)}
    return sides.pop() if len(sides) == 1 else "overlaps"


def _side(saved: float) -> str:
    return "same" if abs(saved) < HALF_A_CENT else "saves" if saved > 0 else "costs"


def _break_even(own: Line, outsourced: Line) -> tuple[float | None, str]:
    """Return the monthly contacts of equal cost, and on which side of them the vendor's is less."""
    volume = break_even_volume(own, outsourced)
    if volume and volume <= MOST:
        return volume, "above" if outsourced.unit < own.unit else "below"
    side = _side(own.at(MOST) - outsourced.at(MOST))
    return None, {"saves": "always", "costs": "never"}.get(side, side)


def _per_problem(month: Range, contacts: float, resolution: float) -> Range | None:
    """Return the cost of each problem solved, the same problems on both sides."""
    if not contacts:
        return None
    return Range(*(cost_per_resolution((end or 0) / contacts, resolution) for end in month))


def _told(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write every number that the sentence, the findings and the chart speak of."""
    typical = midpoint(result.saving)
    landed = result.outsourced_month.times(1 / result.hours) if result.hours else Range.of(0, 0)
    none = Range.of(0, 0)
    return {
        "saving": difference(Range(typical, None, typical), words),
        "Saving": capital(difference(Range(typical, None, typical), words)),
        "range": difference(result.saving, words),
        "own": _month(midpoint(result.own_month), words),
        "outsourced": _month(midpoint(result.outsourced_month), words),
        "own_range": words.between(result.own_month, lambda value: _month(value, words)),
        "outsourced_range": words.between(
            result.outsourced_month, lambda value: _month(value, words)
        ),
        "term": f"{given['term']:,}",
        "hours": plain(_whole(result.hours)),
        "paid": plain(_whole(hours_to_pay(result.hours, 1 - given["shrinkage"]))),
        "agents": plain(
            round(result.agents, 1) if result.agents > 1 else _two_figures(result.agents)
        ),
        "own_hour": words.between(result.own_hour),
        "rate": words.between(Range.of(given["bill_rate_low"], given["bill_rate_high"])),
        "landed": words.between(landed),
        "most": words.money(floor((result.break_even_rate or 0) * 100 + TINY) / 100),
        "once": _month(midpoint(result.moving_cost), words),
        "months": plain(ceil((result.payback or 0) - TINY)),
        "volume": plain(_two_figures(result.break_even_contacts or 0)),
        "contacts": plain(_whole(result.contacts)),
        "own_problem": words.between(result.own_per_problem or none),
        "outsourced_problem": words.between(result.outsourced_per_problem or none),
        "extra": plain(_whole(_extra_contacts(given, result))),
        "zeros": ", ".join(words(f"fields.{name}.name") for name in _zeros(given)),
        "room": _month(abs(typical) * given["term"], words),
    }


def _month(amount: float, words: Words) -> str:
    return words.millions(amount, dollars)


def _whole(number: float) -> float:
    """Round to a whole number, and below 10 to two figures, as estimates deserve."""
    return _two_figures(number) if number < FEW else round(number)


def _two_figures(number: float) -> float:
    """Round to what an estimate justifies: two figures."""
    return float(f"{number:.2g}")


def _extra_contacts(given: Mapping[str, Any], result: Result) -> float:
    """Return the contacts that come back because the vendor solves fewer at the first try."""
    again: float = given["own_resolution"] / given["vendor_resolution"] - 1
    return result.contacts * again


def _zeros(given: Mapping[str, Any]) -> list[str]:
    return [name for name in UNKNOWN if not given[name]]


def _findings(given: Mapping[str, Any], result: Result) -> list[str]:
    """Name what is said: who costs less, from when, from which volume and rate, what is missing."""
    keys = [_verdict_finding(result)]
    if not result.contacts:
        return [*keys, "no_contacts"]
    keys += ["hour", "landed", "rate_none" if result.break_even_rate is None else "rate"]
    keys += [_payback_finding(given, result)]
    if result.cheaper != "same":
        keys.append(f"volume_{result.cheaper}")
    keys.append("problem")
    if given["vendor_resolution"] < given["own_resolution"]:
        keys.append("rework")
    if _zeros(given):
        keys.append("zeros")
    if _zeros(given) and midpoint(result.saving) >= HALF_A_CENT:
        keys.append("room")
    if result.agents < FEWEST:
        keys.append("few")
    return keys


def _verdict_finding(result: Result) -> str:
    """Say plainly where outsourcing does not pay, also where only the midpoint says so."""
    if result.verdict == "overlaps" and midpoint(result.saving) < HALF_A_CENT:
        return "overlaps_costs"
    return result.verdict


def _payback_finding(given: Mapping[str, Any], result: Result) -> str:
    if result.payback is None:
        return "payback_never"
    if not result.moving_cost.high:
        return "payback_none"
    return "payback_late" if result.payback > given["term"] else "payback"


def _table(given: Mapping[str, Any], result: Result, words: Words) -> Table:
    """Set both sides beside each other: every line with its share, then the totals with ranges."""
    return Table(
        caption=words(f"{NAME}.table.caption", contacts=plain(_whole(result.contacts))),
        head=tuple(words(f"{NAME}.table.{key}") for key in ("line", "own", "outsourced")),
        rows=[*_lines(result, words), *_totals(given, result, words)],
        numbers=(1, 2),
    )


def _lines(result: Result, words: Words) -> list[tuple[Child, ...]]:
    """Write each side's lines with their shares of its total; a line of 0 is left out."""
    rows: list[tuple[Child, ...]] = []
    for side, total in (
        (result.own, result.own.total),
        (result.outsourced, result.outsourced.total),
    ):
        for name, amount in side._asdict().items():
            if amount:
                share = el("small", words.percent(amount / total))
                cell = el("span", words.money(amount, dollars), " ", share)
                cells = (cell, words("format.none"))
                ordered = cells if side is result.own else cells[::-1]
                rows.append((words(f"{NAME}.lines.{name}"), *ordered))
    return rows


def _totals(given: Mapping[str, Any], result: Result, words: Words) -> list[tuple[Child, ...]]:
    """Write the month, the term, and what an hour, a contact and a solved problem cost."""
    months = (result.own_month, result.outsourced_month)
    terms = (result.own_total, result.outsourced_total)
    totals: list[tuple[str, tuple[Range, ...], WriteNumber]]
    totals = [("month", months, dollars), ("term", terms, dollars)]
    if result.own_per_problem and result.outsourced_per_problem:
        for name, factor in (("hour", result.hours), ("contact", result.contacts)):
            totals.append((name, tuple(month.times(1 / factor) for month in months), cents))
        problems = (result.own_per_problem, result.outsourced_per_problem)
        totals.append(("problem", problems, cents))
    return [
        (
            words(f"{NAME}.totals.{name}", term=f"{given['term']:,}"),
            *(with_range(side, words, write) for side in sides),
        )
        for name, sides, write in totals
    ]


def _chart(result: Result, words: Words, told: Mapping[str, str]) -> RangeChart:
    return RangeChart(
        id="in-house-or-outsourced-chart",
        title=words(f"{NAME}.chart.title"),
        description=words(f"{NAME}.chart.description", **told),
        bars=[
            _bar(words(f"{NAME}.table.own"), result.own_month, words),
            _bar(words(f"{NAME}.table.outsourced"), result.outsourced_month, words),
        ],
        mark=None,
        scale=dollars,
        unit=lambda amount: words("per.per_month", amount=words.money(amount, dollars)),
    )


def _bar(label: str, month: Range, words: Words) -> Bar:
    low, typical, high = (end or 0.0 for end in month)
    text = words.dash(month, dollars) if high < LONG else words.millions(typical)
    return Bar(label, low, typical, high, text)


def _carry(given: Mapping[str, Any], result: Result, words: Words) -> list[Carry]:
    """Take the agents that the vendor needs along to the comparison of regions."""
    billed = _cases(given)[TYPICAL].vendor.hours(result.hours)
    agents = ceil(billed / BILLED_HOURS - TINY)
    if not 0 < agents <= MOST_AGENTS:
        return []
    text = words(f"{NAME}.carry", agents=f"{agents:,}")
    return [Carry("regional_rates", {"agents": agents}, text)]


def _working(
    given: Mapping[str, Any], result: Result, words: Words, told: Mapping[str, str]
) -> list[Step]:
    """Write every step in the order of the code, in words, with the numbers, and as cells."""
    values = _values(given, result)
    said = {**told, **_numbers(given, values, words)}
    said |= {end: _signed(values[f"saving_{end}"], words) for end in Range._fields}
    left_out = {
        "payback": result.payback is None,
        "volume": result.break_even_contacts is None,
        "rate": result.break_even_rate is None,
        "problem": result.own_per_problem is None,
    }
    steps = []
    for key in (key for key in CELLS if not left_out.get(key)):
        name = f"{NAME}.working.{key}"
        numbers = words(f"{name}_numbers", **said)
        cells = _step_cells(CELLS[key], values)
        steps.append(Step(words(name), words(f"{name}_formula"), numbers, cells))
    return steps


def _step_cells(formulas: Mapping[str, str], values: Mapping[str, float]) -> tuple[Cell, ...]:
    """Make a step's cells, one for each end where the name says so."""
    return tuple(
        Cell(
            name.replace("{end}", end),
            formula.replace("{end}", end),
            values[name.replace("{end}", end)],
            "count" if name in COUNTS else "share" if name in SHARES else "money",
        )
        for name, formula in formulas.items()
        for end in (Range._fields if "{end}" in name else ("",))
    )


def _values(given: Mapping[str, Any], result: Result) -> dict[str, float]:
    """Return the value of every cell, as calculate() computed it."""
    cases = _cases(given)
    team, vendor = cases[TYPICAL]
    year = team.year
    one = hours_for(1, handle_time=given["handle_time"], occupancy=given["occupancy"])
    own, outsourced = cases[TYPICAL].lines(one)
    values = {
        "contacts_a_month": result.contacts,
        "hours_a_month": result.hours,
        "productive_year": team.productive_year,
        "worked_year": team.productive_year / (1 - team.shift_shrinkage),
        "full_time_agents": result.agents,
        "helper_pay": team.yearly_pay(team.supervisor_wage),
        "helpers": year.supervision + year.quality,
        "tools": year.software + year.equipment,
        "billed_hours": vendor.hours(result.hours),
        "price_months": price_months(vendor.price_rise, vendor.term),
        "saving_low": result.saving.low or 0.0,
        "saving_typical": midpoint(result.saving),
        "saving_high": result.saving.high or 0.0,
        "running_saving": result.own.total - result.outsourced.running,
        "payback": result.payback or 0.0,
        "unit_in_house": own.unit,
        "parallel_share": vendor.parallel_share,
        "unit_outsourced": outsourced.unit,
        "fixed_outsourced": outsourced.fixed,
        "break_even_contacts": result.break_even_contacts or 0.0,
        "break_even_rate": result.break_even_rate or 0.0,
        "problems": result.contacts * given["own_resolution"],
    }
    for end, case in zip(Range._fields, cases, strict=True):
        values |= _end_values(case, result, end)
    return values


def _end_values(case: Case, result: Result, end: str) -> dict[str, float]:
    year, landed = case.team.year, case.outsourced(result.hours)
    months = {"own": case.own(result.hours).total, "outsourced": landed.total}
    problems = {
        "own": result.own_per_problem,
        "outsourced": result.outsourced_per_problem,
    }
    values = {
        "wage": case.team.wage,
        "bill_rate": case.vendor.bill_rate,
        "pay": year.pay,
        "leaving": year.turnover + year.learning,
        "agent_year": year.total,
        "own_hour": case.team.hour,
        "bill": landed.bill + landed.rework,
        "own_staff": landed.managing + landed.kept,
        "once": landed.moving * case.vendor.term,
        **{f"{side}_month": month for side, month in months.items()},
        **{f"{side}_problem": getattr(cost, end) for side, cost in problems.items() if cost},
    }
    return {f"{name}_{end}": value for name, value in values.items()}


def _numbers(given: Mapping[str, Any], values: Mapping[str, float], words: Words) -> dict[str, str]:
    """Write the inputs in their units, and the cells as rates, counts or whole dollars."""
    said = {name: words.money(amount, dollars) for name, amount in values.items()}
    said |= {name: words.money(values[name], cents) for name in RATES if name in values}
    said |= {name: plain(round(values[name], 2)) for name in COUNTS}
    units = {
        name: (field.kind, field.text(given[name]))
        for name, field in fields(calculate).items()
        if isinstance(field.kind, Unit)
    }
    for name, (unit, text) in units.items():
        dollars_ = "dollar" in unit.owns
        said[name] = words.money(given[name]) if dollars_ else text + "%" * unit.share
    return said


def _signed(saved: float, words: Words) -> str:
    """Write one saving in words."""
    side = _side(saved)
    return (
        words("difference.same") if side == "same" else difference(Range(saved, None, saved), words)
    )
