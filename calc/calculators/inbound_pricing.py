"""What inbound contacts cost by the minute, by the hour or by the seat at the reader's volume."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from calc.chart import Dot, Line, LineChart, Scale, line_table, lines, ticks
from calc.erlang import Target
from calc.figures import figure, value
from calc.inbound import (
    HOUR,
    MINUTE,
    MOST_CONTACTS,
    Desk,
    Shared,
    billed_seconds,
    break_even_talk,
    crossings,
)
from calc.phrases import midpoint, with_range
from calc.text import Words, capital, cents, dollars, plain
from calc.units import (
    Amount,
    AmountAMonth,
    AtLeast,
    Choice,
    ContactsAMonth,
    ContactSeconds,
    Ends,
    From,
    HourlyRate,
    HoursAMonth,
    MinuteRate,
    Months,
    Occupancy,
    OpenHours,
    Range,
    ServiceLevel,
    ShortSeconds,
    Shrinkage,
    lowest,
)
from calc.view import Carry, Cell, Child, Outcome, Shown, Step, Table, el, fewest

VERSION = 2
KIND = "estimates"
HOME = "costs/inbound"
MAIN = (
    "contacts",
    "handle_time",
    "per_minute_low",
    "per_minute_high",
    "bill_rate_low",
    "bill_rate_high",
    "seat_price_low",
    "seat_price_high",
)
OUTCOME = Outcome("monthly_cost", dollars)

MODELS = ("shared", "dedicated", "seat")
PUBLISHED = {"low_cost": ("F02", "F04"), "us_canada": ("F03", "F05")}
GRID, LARGE_GRID = 24, 4  # parts of a cost curve, and of one whose steps are too small to see
LARGE = 100  # agents

Increment = Annotated[str, Choice("increments", ("60", "30", "6", "1"))]
WrapUpBilled = Annotated[str, Choice("wrap_up_billed", ("no", "yes"))]


def _presets() -> dict[str, dict[str, Any]]:
    """Return each tier's published prices; a seat is its hourly price for a month's paid hours."""
    presets, hours = {}, value("N33.low")
    for name, (minute, hour) in PUBLISHED.items():
        per_minute, hourly = figure(minute).range, figure(hour).range
        seat = [round((end or 0) * hours) for end in (hourly.low, hourly.high)]
        presets[name] = {
            "per_minute_low": per_minute.low,
            "per_minute_high": per_minute.high,
            "bill_rate_low": hourly.low,
            "bill_rate_high": hourly.high,
            "seat_price_low": seat[0],
            "seat_price_high": seat[1],
            "hours": hours,
        }
    return presets


PRESETS = _presets()


class Model(NamedTuple):
    """Hold what one way of paying costs, in US dollars; no contacts, no cost of one."""

    monthly_cost: Range
    cost_per_contact: Range | None


class Result(NamedTuple):
    """Hold the cheapest way to pay at typical prices, and all three beside it.

    Money in US dollars. ``agents`` must be there in every open hour, ``billed_hours`` are theirs,
    ``seats`` put them there. ``billed_minutes`` are for a contact. ``break_even`` is the volume a
    month from which dedicated hours cost no more than shared minutes, up to ``break_even_last`` and
    once more from ``break_even_again``. ``talk_share`` is the billed part of the dedicated hours,
    ``break_even_talk`` that at which both cost the same.
    """

    cheapest: str
    monthly_cost: Range
    cost_per_contact: Range | None
    agents: int
    billed_hours: float
    seats: int
    billed_minutes: float
    break_even: int | None
    break_even_last: int | None
    break_even_again: int | None
    talk_share: float | None
    break_even_talk: float | None
    cheapest_at_ends: Ends
    shared: Model
    dedicated: Model
    seat: Model


class Offer(NamedTuple):
    """Hold the three prices at one end of their ranges."""

    shared: Shared
    bill_rate: float
    seat_price: float


def calculate(
    *,
    contacts: Annotated[ContactsAMonth, From("E41.low")] = 8000,
    handle_time: Annotated[ContactSeconds, AtLeast("wrap_up"), From("N29.low")] = 180,
    per_minute_low: Annotated[MinuteRate, From("F02.low")] = 0.35,
    per_minute_high: Annotated[MinuteRate, AtLeast("per_minute_low"), From("F02.high")] = 0.45,
    bill_rate_low: Annotated[HourlyRate, From("F04.low")] = 8,
    bill_rate_high: Annotated[HourlyRate, AtLeast("bill_rate_low"), From("F04.high")] = 15,
    seat_price_low: Annotated[AmountAMonth, From("W19.low")] = 1387,
    seat_price_high: Annotated[AmountAMonth, AtLeast("seat_price_low"), From("W19.high")] = 2600,
    hours: Annotated[HoursAMonth, From("N33.low")] = 173.33,
    wrap_up: ShortSeconds = 0,
    wrap_up_billed: WrapUpBilled = "no",
    increment: Increment = "60",
    base_fee: AmountAMonth = 0,
    minimum_bill: AmountAMonth = 0,
    set_up_fee: Amount = 0,
    term: Annotated[Months, From("R18b.low")] = 12,
    open_hours: Annotated[OpenHours, From("E42.low")] = 176,
    service_level: Annotated[ServiceLevel, From("N01.low")] = 0.8,
    answer_within: Annotated[ShortSeconds, From("N02.low")] = 20,
    max_occupancy: Annotated[Occupancy, From("N14.low")] = 0.85,
    shrinkage: Annotated[Shrinkage, From("N16.low")] = 0.3,
) -> Result:
    """Set a month of shared minutes, dedicated hours and monthly seats side by side.

    ``handle_time`` holds the ``wrap_up`` after a call, both in seconds. Contacts arrive evenly
    over ``open_hours`` a month. A seat's ``hours`` are paid ones: shrinkage takes its share of
    them. The set-up fee counts in each model, spread over ``term`` months.

    >>> calculate().cheapest, calculate().agents
    ('dedicated', 5)
    """
    target = Target(service_level, answer_within, max_occupancy=max_occupancy)
    desk = Desk(handle_time, open_hours, target)
    talk = handle_time if wrap_up_billed == "yes" else handle_time - wrap_up
    minutes = billed_seconds(talk, int(increment)) / MINUTE
    offers = [
        Offer(Shared(base_fee, minimum_bill, per_minute, minutes), bill_rate, seat_price)
        for per_minute, bill_rate, seat_price in zip(
            _ends(per_minute_low, per_minute_high),
            _ends(bill_rate_low, bill_rate_high),
            _ends(seat_price_low, seat_price_high),
            strict=True,
        )
    ]
    agents = desk.agents(contacts)
    seats = desk.seats(agents, hours, shrinkage)
    once, billed = set_up_fee / term, agents * open_hours
    costs = [_costs(offer, contacts, billed, seats, once) for offer in offers]
    models = {name: _model([each[name] for each in costs], contacts) for name in MODELS}
    low, cheapest, high = (_cheapest(each) for each in costs)
    typical = offers[1]
    found = crossings(typical.shared, typical.bill_rate, desk)
    first, last, again = found or (None, None, None)
    month, each = models[cheapest]
    return Result(
        cheapest,
        month,
        each,
        agents,
        billed,
        seats,
        minutes,
        first,
        last,
        again,
        contacts * minutes / MINUTE / billed if billed else None,
        break_even_talk(typical.bill_rate, typical.shared.per_minute),
        Ends(low, high),
        *(models[name] for name in MODELS),
    )


def show(given: Mapping[str, Any], result: Result, words: Words) -> Shown:
    """Put the comparison into words: the cheapest, where they cross, the bill, the working."""
    told = _told(given, result, words)
    shape = "none" if result.cost_per_contact is None else _shape(result.monthly_cost)
    chart = _chart(given, result, words)
    return Shown(
        headline=words("inbound_pricing.headline", **told),
        aside=words(f"inbound_pricing.aside_{shape}", **told),
        sentence=words(f"inbound_pricing.sentence_{shape}", **told),
        findings=_findings(given, result, words),
        table=_table(given, result, words),
        beside=[],
        caption=words(f"inbound_pricing.{_crossing(result)}", **told),
        charts=lines(chart),
        working=_working(given, result, words),
        figures=[id_ for pair in PUBLISHED.values() for id_ in pair],
        carry=_carry(given, result, words),
        folded=_other_volumes(chart, given, result, words),
    )


def _ends(low: float, high: float) -> tuple[float, float, float]:
    return low, (low + high) / 2, high


def _costs(
    offer: Offer, contacts: float, hours: float, seats: int, once: float
) -> dict[str, float]:
    """Return a month of each model, with its share of the set-up fee."""
    return {
        "shared": offer.shared.cost(contacts) + once,
        "dedicated": offer.bill_rate * hours + once,
        "seat": offer.seat_price * seats + once,
    }


def _model(costs: list[float], contacts: float) -> Model:
    month = Range(*costs)
    return Model(month, month.times(1 / contacts) if contacts else None)


def _cheapest(costs: Mapping[str, float]) -> str:
    """Return the model that costs least; of equals the first."""
    return MODELS[lowest([costs[name] for name in MODELS])]


def _models(result: Result) -> dict[str, Model]:
    return {name: getattr(result, name) for name in MODELS}


def _rival(result: Result) -> tuple[float, str]:
    """Return the least that a month may cost with another model than the cheapest, and which."""
    models = _models(result)
    others = [name for name in MODELS if name != result.cheapest]
    return min((models[name].monthly_cost.low or 0, name) for name in others)


def _shape(cost: Range) -> str:
    return "one" if cost.low == cost.high else "range"


def _name(model: str, words: Words) -> str:
    return words(f"inbound_pricing.models.{model}")


def _month(cost: float, words: Words) -> str:
    return words.millions(cost, dollars)


def _told(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write what the answer's sentences fill in."""
    second, third = (name for name in MODELS if name != result.cheapest)
    models = _models(result)
    low, high = result.cheapest_at_ends
    return {
        "model": _name(result.cheapest, words),
        "Model": capital(_name(result.cheapest, words)),
        "cost": _month(midpoint(result.monthly_cost), words),
        "range": words.between(result.monthly_cost, lambda cost: _month(cost, words)),
        "each": words.money(midpoint(result.cost_per_contact)),
        "Second": capital(_name(second, words)),
        "second": _month(midpoint(models[second].monthly_cost), words),
        "third": _name(third, words),
        "third_cost": _month(midpoint(models[third].monthly_cost), words),
        "first": plain(result.break_even or 0),
        "last": plain(result.break_even_last or 0),
        "again": plain(result.break_even_again or 0),
        "most": plain(MOST_CONTACTS),
        "low": _name(low, words),
        "high": _name(high, words),
        "rival": _name(_rival(result)[1], words),
        "talk": words.percent(result.talk_share or 0),
        "even": words.percent(result.break_even_talk or 0),
        "cap": words.percent(given["max_occupancy"]),
        "agents": f"{result.agents:,}",
        "hours": plain(result.billed_hours),
        "seats": f"{result.seats:,}",
        "billed": plain(round(result.billed_minutes, 2)),
        "handled": plain(round(given["handle_time"] / MINUTE, 2)),
        "minimum": words.money(given["minimum_bill"]),
    }


def _crossing(result: Result) -> str:
    """Name the sentence on the break-even volume."""
    if result.break_even is None:
        return "never"
    if result.break_even_last is None:
        return "once"
    return "again" if result.break_even_again else "for_a_while"


def _findings(given: Mapping[str, Any], result: Result, words: Words) -> list[str]:
    """Say where the models cross, what talk decides, what is billed, and what small desks pay."""
    low, high = result.cheapest_at_ends
    keys = [_crossing(result)]
    if low != high:
        keys.append("overlap")
    elif (result.monthly_cost.high or 0) > _rival(result)[0]:
        keys.append("overlap_quotes")
    if result.break_even_talk is None:
        keys.append("free_minutes")
    elif result.talk_share is not None:
        keys.append("talk_over" if result.break_even_talk > given["max_occupancy"] else "talk")
    if result.cost_per_contact is None:
        keys.append("no_contacts")
    else:
        keys += ["billed", "staff"]
    if result.agents in {1, 2} and result.cheapest == "shared":
        keys.append("small")
    shared = given["base_fee"] + _per_minute(given) * result.billed_minutes * given["contacts"]
    if shared < given["minimum_bill"]:
        keys.append("minimum")
    told = _told(given, result, words)
    return [words(f"inbound_pricing.{key}", **told) for key in keys]


def _per_minute(given: Mapping[str, Any]) -> float:
    low, high = given["per_minute_low"], given["per_minute_high"]
    return float(low + high) / 2


def _table(given: Mapping[str, Any], result: Result, words: Words) -> Table:
    """Set the three models side by side: what a month and a contact cost, and what is billed."""
    minutes = result.billed_minutes * given["contacts"]
    counts = {
        "shared": plain(round(minutes)),
        "dedicated": plain(result.billed_hours),
        "seat": f"{result.seats:,}",
    }
    rows: list[tuple[Child, ...]] = []
    for name, model in _models(result).items():
        label: Child = capital(_name(name, words))
        if name == result.cheapest:
            cheapest = el("small", words("inbound_pricing.table.cheapest"))
            label = el("span", el("strong", label), " ", cheapest)
        each = model.cost_per_contact
        rows.append(
            (
                label,
                with_range(model.monthly_cost, words, dollars),
                with_range(each, words, cents) if each else words("format.none"),
                words(f"inbound_pricing.table.billed_{name}", count=counts[name]),
            )
        )
    return Table(
        caption=words("inbound_pricing.table.caption", contacts=plain(given["contacts"])),
        head=tuple(
            words(f"inbound_pricing.table.{key}") for key in ("model", "month", "each", "billed")
        ),
        rows=rows,
        numbers=(1, 2, 3),
        current=MODELS.index(result.cheapest),
    )


def _near(given: Mapping[str, Any], result: Result) -> int | None:
    """Return the break-even where it is near enough to be drawn."""
    contacts = given["contacts"] or 1_000
    return result.break_even if (result.break_even or 0) <= 4 * contacts else None


def _ticks(given: Mapping[str, Any], result: Result) -> list[float]:
    """Return the axis of contacts: beyond the reader's and beyond a break-even that is near."""
    contacts = given["contacts"] or 1_000
    return ticks(max(1.5 * contacts, 1.25 * (_near(given, result) or 0), 4))


def _costs_at(volume: float, given: Mapping[str, Any], result: Result) -> dict[str, float]:
    """Return a month of each model with so many contacts, at the midpoint of its price."""
    desk = _desk(given)
    agents = desk.agents(volume)
    seats = desk.seats(agents, given["hours"], given["shrinkage"])
    once = given["set_up_fee"] / given["term"]
    hours = agents * given["open_hours"]
    return _costs(_midpoint(given, result), volume, hours, seats, once)


def _other_volumes(
    chart: LineChart, given: Mapping[str, Any], result: Result, words: Words
) -> Table:
    """Set the models beside each other at the chart's volumes, the reader's, and the break-even.

    Half the break-even shows what is cheapest below it.
    """
    near = _near(given, result) or 0
    volumes = {*_ticks(given, result), given["contacts"], near, near // 2} - {0}
    costs = {volume: [*_costs_at(volume, given, result).values()] for volume in volumes}
    heads = words("inbound_pricing.other.contacts"), words("inbound_pricing.other.cheapest")
    return line_table(chart, costs, heads, given["contacts"])


def _chart(given: Mapping[str, Any], result: Result, words: Words) -> LineChart:
    """Draw a month of each model by its contacts, with a dot at the break-even if it is near."""
    near, end = _near(given, result), _ticks(given, result)[-1]
    parts = GRID if result.agents < LARGE else LARGE_GRID
    grid = sorted({*(end * step / parts for step in range(parts + 1)), float(near or 0)})
    costs = {volume: _costs_at(volume, given, result) for volume in grid}
    return LineChart(
        id="inbound-pricing-chart",
        title=words("inbound_pricing.chart.title"),
        description=words("inbound_pricing.chart.description", contacts=plain(given["contacts"]))
        + (f" {words('inbound_pricing.chart.dot')}" if near else ""),
        lines=[
            Line(
                capital(_name(name, words)),
                [(volume, each[name]) for volume, each in costs.items()],
            )
            for name in MODELS
        ],
        dots=[Dot(near, costs[near]["shared"], plain(near))] if near else [],
        across=Scale(
            plain, lambda count: words("inbound_pricing.chart.contacts", contacts=plain(count))
        ),
        up=Scale(
            lambda cost: words.money(cost, dollars),
            lambda cost: words("per.per_month", amount=words.money(cost, dollars)),
        ),
    )


def _desk(given: Mapping[str, Any]) -> Desk:
    keys = ("service_level", "answer_within", "max_occupancy")
    return Desk(given["handle_time"], given["open_hours"], Target(*(given[key] for key in keys)))


def _midpoint(given: Mapping[str, Any], result: Result) -> Offer:
    """Return the offer at the midpoint of each price."""
    fees = given["base_fee"], given["minimum_bill"]
    return Offer(
        Shared(*fees, _per_minute(given), result.billed_minutes),
        (given["bill_rate_low"] + given["bill_rate_high"]) / 2,
        (given["seat_price_low"] + given["seat_price_high"]) / 2,
    )


def _working(given: Mapping[str, Any], result: Result, words: Words) -> list[Step]:
    """Write every step from the billed minute to the break-even, in the order of the code."""
    told = _told(given, result, words) | _written(given, result, words)
    return [
        Step(
            words(f"inbound_pricing.working.{key}"),
            words(f"inbound_pricing.working.{key}_formula"),
            words(f"inbound_pricing.working.{key}_numbers", **told),
            cells,
        )
        for key, cells in _cells(given, result).items()
    ]


def _talk(given: Mapping[str, Any]) -> float:
    """Return the seconds of a contact that the clock runs, before they are rounded up."""
    unbilled = 0 if given["wrap_up_billed"] == "yes" else given["wrap_up"]
    return float(given["handle_time"] - unbilled)


def _written(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write the inputs and the steps between as the working shows them."""
    minute = Range.of(given["per_minute_low"], given["per_minute_high"])
    told = {
        "contacts": plain(given["contacts"]),
        "seconds": plain(given["handle_time"]),
        "clock": plain(_talk(given)),
        "increment": given["increment"],
        "minutes": plain(round(result.billed_minutes * given["contacts"], 2)),
        "base_fee": words.money(given["base_fee"]),
        "per_minute": words.between(minute),
        "minute": words.money(_per_minute(given)),
        "bill_rate": words.between(Range.of(given["bill_rate_low"], given["bill_rate_high"])),
        "rate": words.money((given["bill_rate_low"] + given["bill_rate_high"]) / 2),
        "seat_price": words.between(Range.of(given["seat_price_low"], given["seat_price_high"])),
        "open_hours": plain(given["open_hours"]),
        "seat_hours": plain(given["hours"]),
        "shrinkage": words.percent(given["shrinkage"]),
        "traffic": plain(round(_traffic(given), 2)),
        "service_level": words.percent(given["service_level"]),
        "answer_within": plain(given["answer_within"]),
        "set_up": words.money(given["set_up_fee"]),
        "term": plain(given["term"]),
        "once": words.money(given["set_up_fee"] / given["term"]),
    }
    for name, model in _models(result).items():
        told[f"month_{name}"] = words.between(
            model.monthly_cost, lambda cost: words.money(cost, dollars)
        )
        told[f"each_{name}"] = words.between(model.cost_per_contact or Range(0, 0, 0))
    return told | _at_break_even(given, result, words)


def _at_break_even(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write the first volume's team, and what a month costs there with and without it."""
    first = result.break_even or 0
    agents, offer = _desk(given).agents(first), _midpoint(given, result)
    own = agents * given["open_hours"] * offer.bill_rate
    return {
        "first": plain(first),
        "first_agents": f"{agents:,}",
        "first_dedicated": words.money(own, dollars),
        "first_shared": words.money(offer.shared.cost(first), dollars),
    }


def _traffic(given: Mapping[str, Any]) -> float:
    return float(given["contacts"] * given["handle_time"] / HOUR / given["open_hours"])


def _cells(given: Mapping[str, Any], result: Result) -> dict[str, tuple[Cell, ...]]:
    """Return the working as a spreadsheet's cells, step by step; what has no answer is left out."""
    clock, each = _talk(given), "increment / (1 - EXP(0 - increment / clock_seconds)) / 60"
    billed = "handle_time" if given["wrap_up_billed"] == "yes" else "handle_time - wrap_up"
    minutes = result.billed_minutes * given["contacts"]
    load = "contacts * handle_time / 3600 / open_hours"
    seats = "ROUNDUP(MAX(0, agents_there * open_hours / (hours * (1 - shrinkage)) - 1E-9), 0)"
    steps = {
        "billed": (
            Cell("clock_seconds", billed, clock, "count"),
            Cell(
                "billed_minutes",
                f"IF(clock_seconds > 0, {each}, 0)",
                result.billed_minutes,
                "count",
            ),
        ),
        "once": (Cell("set_up_month", "set_up_fee / term", given["set_up_fee"] / given["term"]),),
        "shared": (
            Cell("month_minutes", "billed_minutes * contacts", minutes, "count"),
            *_each(
                "shared_month",
                "MAX(base_fee + {} * month_minutes, minimum_bill) + set_up_month",
                "per_minute",
                result.shared.monthly_cost,
            ),
        ),
        "traffic": (
            Cell("load", load, _traffic(given), "count"),
            Cell("agents_there", fewest(result.agents), result.agents, "count"),
        ),
        "dedicated": (
            Cell("billed_hours", "agents_there * open_hours", result.billed_hours, "count"),
            *_each(
                "dedicated_month",
                "{} * billed_hours + set_up_month",
                "bill_rate",
                result.dedicated.monthly_cost,
            ),
        ),
        "seat": (
            Cell("seats", seats, result.seats, "count"),
            *_each(
                "seat_month", "{} * seats + set_up_month", "seat_price", result.seat.monthly_cost
            ),
        ),
    }
    if result.cost_per_contact:
        steps["each"] = tuple(
            Cell(f"{name}_contact_{end}", f"{name}_month_{end} / contacts", cost or 0.0)
            for name, model in _models(result).items()
            for end, cost in zip(Range._fields, model.cost_per_contact or (), strict=True)
        )
    if result.break_even_talk is not None:
        even = "(bill_rate_low + bill_rate_high) / (60 * (per_minute_low + per_minute_high))"
        steps["even"] = (Cell("break_even_talk", even, result.break_even_talk, "share"),)
    if result.break_even:
        steps["volume"] = (Cell("break_even_contacts", "", result.break_even, "count"),)
    return steps


def _each(name: str, formula: str, price: str, costs: Range) -> tuple[Cell, ...]:
    """Return a cell for each end of a price."""
    prices = (f"{price}_low", f"({price}_low + {price}_high) / 2", f"{price}_high")
    return tuple(
        Cell(f"{name}_{end}", formula.format(text), cost or 0.0)
        for end, text, cost in zip(Range._fields, prices, costs, strict=True)
    )


def _carry(given: Mapping[str, Any], result: Result, words: Words) -> list[Carry]:
    """Take the dedicated hours and their rate to the comparison with a team of one's own."""
    if not result.agents:
        return []
    names = ("handle_time", "bill_rate_low", "bill_rate_high", "term", "shrinkage")
    values = {name: given[name] for name in names} | {
        "contacts_per_day": round(given["contacts"] / value("D31.low"), 2),
        "occupancy": round(_traffic(given) / result.agents, 4),
        "shift_shrinkage": min(value("N17.low"), given["shrinkage"]),
    }
    return [Carry("in_house_or_outsourced", values, words("inbound_pricing.carry"))]
