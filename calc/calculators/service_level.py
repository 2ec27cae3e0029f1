"""What a handle-time target really costs: resolved contacts of two vendors, credits, the sample."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import floor, inf
from typing import Annotated, Any, NamedTuple

from calc.agreement import NORMAL, Promise, sample_size, service_credit
from calc.chart import Bar, RangeChart, range_bars
from calc.comparison import cost_per_contact
from calc.figures import value
from calc.headcount import CHATS_WORTH, chats_served, whole
from calc.phrases import midpoint, with_range
from calc.resolution import (
    break_even_resolution,
    contacts_per_issue,
    cost_per_resolution,
    never_resolved,
)
from calc.text import Words, capital, cents, dollars, plain
from calc.units import (
    TOLERANCE,
    Abandonment,
    AmountAMonth,
    AtLeast,
    Chats,
    Choice,
    ContactsAMonth,
    Factor,
    From,
    HourlyRate,
    Margin,
    Occupancy,
    ProblemsAMonth,
    Range,
    Resolution,
    Seconds,
    ServiceLevel,
    Share,
)
from calc.view import Carry, Cell, Child, Element, Measure, Outcome, Shown, Step, Table

VERSION = 1
KIND = "estimates"
HOME = "contract/sla"
OTHER = {"first": "second", "second": "first"}
SIDES = tuple(OTHER)
MAIN = tuple(
    f"{side}_{name}"
    for side in SIDES
    for name in ("rate_low", "rate_high", "handle_time", "resolution")
)
RATES = {"nearshore": "R02", "us": "R03"}  # of the second vendor
PRESETS: dict[str, dict[str, Any]] = {
    name: {
        "second_rate_low": value(f"{row}.low"),
        "second_rate_high": value(f"{row}.high"),
        "second_handle_time": value("N29.low"),
    }
    for name, row in RATES.items()
} | {
    "short_calls": {
        "second_rate_low": value("R01.low"),
        "second_rate_high": value("R01.high"),
        "second_handle_time": value("E52.low"),
    }
}
OUTCOME = Outcome("cost_per_resolution", cents)

NAME = "service_level"
CONFIDENCES = {f"{share * 100:g}": share for share in NORMAL}
METRICS = ("level", "resolution", "abandonment")
PROMISED = {
    "level": "service_level",
    "resolution": "resolution_promised",
    "abandonment": "abandonment_promised",
}
HALF_A_CENT = 0.005  # an amount below it is none
LONG = 10_000  # dollars; beside a bar, a range of longer amounts has no room
HALF = 0.5  # the share that is hardest to estimate, so a sample is always large enough

# The working as a spreadsheet's cells, step by step: the names are those of the inputs and of
# earlier cells; {side} stands for either vendor, {other} for the one beside it, {end} for low,
# typical and high.
CELLS: dict[str, dict[str, str]] = {
    "at_once": {
        "work_at_once": "1"
        + "".join(
            f" + {more - before:.6g} * MAX(0, MIN(1, chats_at_once - {held}))"
            for held, (before, more) in enumerate(pairwise(CHATS_WORTH), start=1)
        )
    },
    "contact": {
        "{side}_rate_typical": "({side}_rate_low + {side}_rate_high) / 2",
        "{side}_contact_{end}": "{side}_rate_{end} * {side}_handle_time / 3600 / occupancy"
        " / work_at_once",
    },
    "repeats": {"{side}_repeats": "1 / (1 - calling_back * (1 - {side}_resolution))"},
    "solved": {"{side}_solved_{end}": "{side}_contact_{end} / {side}_resolution"},
    "even_resolution": {
        "{side}_even_resolution": "{side}_contact_typical * {other}_resolution"
        " / {other}_contact_typical"
    },
    "even": {
        "{side}_even_time": "{side}_handle_time * {other}_solved_typical / {side}_solved_typical",
        "{side}_even_rate": "{side}_rate_typical * {other}_solved_typical / {side}_solved_typical",
    },
    "month": {
        "{side}_contacts": "problems * {side}_repeats",
        "{side}_bill_{end}": "{side}_contacts * {side}_contact_{end}",
    },
}
MISSED = (
    "level_weight * MAX(0, (service_level - level_reached) / service_level)"
    " + resolution_weight"
    " * MAX(0, (resolution_promised - resolution_reached) / resolution_promised)"
    " + abandonment_weight"
    " * MAX(0, (abandonment_reached - abandonment_promised) / abandonment_promised)"
)
CREDIT = "fee * MIN(credit_cap, credit_slope * missed) * (1 - earned_back)"
CAME_BACK = (
    "1 / (1 - calling_back * (1 - resolution_reached))"
    " - 1 / (1 - calling_back * (1 - resolution_promised))"
)
# As calc.headcount.whole rounds, forgiving what the last bits add.
ROUNDED_UP = "ROUNDUP(MAX(0, {0} - 0.000000001 * MAX(1, {0} * 0.001)), 0)"
# Cells that are no money.
UNITS: dict[str, Measure] = {
    "{side}_even_resolution": "share",
    "missed": "share",
    **dict.fromkeys(
        (
            *("work_at_once", "{side}_repeats", "{side}_even_time", "{side}_contacts"),
            *("normal", "endless_sample", "to_check", "counted", "sample_exact", "sample"),
        ),
        "count",
    ),
}


class Side(NamedTuple):
    """Hold what one vendor's contacts cost in US dollars, and where it would equal the other.

    ``cost_per_resolution`` is ``None`` where nothing is resolved; ``contacts`` and ``bill`` are
    those of a month, ``None`` with ``contacts_per_problem`` and ``given_up`` where the contacts
    about a problem never end. At the ``even_`` resolution, handle time (seconds) or hourly rate,
    a resolved contact costs as much as the other vendor's; ``None`` where it has no such cost. An
    ``even_resolution`` above 1 cannot be reached.
    """

    cost_per_contact: Range
    contacts_per_problem: float | None
    given_up: float | None
    cost_per_resolution: Range | None
    contacts: float | None
    bill: Range | None
    even_resolution: float | None
    even_handle_time: float | None
    even_rate: float | None


class Result(NamedTuple):
    """Hold the cheaper vendor's cost of a resolved contact, both vendors, the credit, the sample.

    ``cheaper`` and ``cheaper_per_contact`` are first, second or same; ``cheaper`` is none where
    neither resolves anything. ``missed`` is the weighted miss of the promises. The ``credit`` is
    that of a month on the ``fee``, both ``None`` where the bill has no end. ``miss_cost`` is what
    contacts that come back cost in a month because the resolution stayed under the promised one.
    ``sample`` are the contacts to check out of ``sample_of``, which is ``None`` without an end.
    """

    cheaper: str
    cost_per_resolution: Range | None
    cheaper_per_contact: str
    fee: float | None
    missed: float
    credit: float | None
    miss_cost: float | None
    sample: int
    sample_of: int | None
    first: Side
    second: Side


def calculate(
    *,
    first_rate_low: Annotated[HourlyRate, From("R01.low")] = 11,
    first_rate_high: Annotated[HourlyRate, AtLeast("first_rate_low"), From("R01.high")] = 13,
    first_handle_time: Annotated[Seconds, From("N29.low")] = 180,
    first_resolution: Annotated[Share, From("N18.low")] = 0.7,
    second_rate_low: Annotated[HourlyRate, From("R02.low")] = 12,
    second_rate_high: Annotated[HourlyRate, AtLeast("second_rate_low"), From("R02.high")] = 14,
    second_handle_time: Annotated[Seconds, From("N29.low")] = 180,
    second_resolution: Annotated[Share, From("N20.low")] = 0.8,
    calling_back: Annotated[Share, From("D33.low")] = 1,
    problems: Annotated[ProblemsAMonth, From("E51.low")] = 10_000,
    occupancy: Annotated[Occupancy, From("N13.low")] = 0.75,
    chats_at_once: Annotated[Chats, From("D34.low")] = 1,
    monthly_fee: AmountAMonth = 0,
    service_level: Annotated[ServiceLevel, From("N01.low")] = 0.8,
    level_reached: Annotated[Share, From("W35.low")] = 0.796,
    level_weight: Annotated[Share, From("E53.low")] = 0.5,
    resolution_promised: Annotated[Resolution, From("W47.low")] = 0.8,
    resolution_reached: Annotated[Share, From("N18.low")] = 0.7,
    resolution_weight: Annotated[Share, From("E53.low")] = 0.5,
    abandonment_promised: Annotated[Abandonment, From("N06.high")] = 0.05,
    abandonment_reached: Annotated[Share, From("N06.high")] = 0.05,
    abandonment_weight: Share = 0,
    credit_slope: Annotated[Factor, From("E54.low")] = 2,
    credit_cap: Annotated[Share, From("E55.low")] = 0.1,
    earned_back: Share = 0,
    confidence: Annotated[str, Choice("confidences", tuple(CONFIDENCES))] = "95",
    margin: Annotated[Margin, From("W44.low")] = 0.05,
    population: ContactsAMonth = 0,
) -> Result:
    """Set two vendors side by side per resolved contact, and work out a month's credit and sample.

    Rates are dollars an hour, times seconds; ``calling_back`` is the share of those left with a
    problem who contact again. A ``monthly_fee`` or ``population`` of 0 is that of the cheaper
    vendor's month.

    >>> calculate().cheaper, calculate(second_rate_low=13, second_rate_high=15).cheaper
    ('second', 'first')
    """
    given = locals()  # every argument by its name, as show() is handed them
    first, second = _sides(given)
    cheaper = _cheaper(first.cost_per_resolution, second.cost_per_resolution)
    chosen = second if cheaper == "second" else first
    fee = monthly_fee or (midpoint(chosen.bill) if chosen.bill else None)
    promises = _promises(given)
    checked = population or (inf if chosen.contacts is None else chosen.contacts)
    counted = inf if checked == inf else whole(checked)
    return Result(
        cheaper=cheaper,
        cost_per_resolution=chosen.cost_per_resolution,
        cheaper_per_contact=_cheaper(first.cost_per_contact, second.cost_per_contact),
        fee=fee,
        missed=sum(promise.weight * promise.miss for promise in promises.values()),
        credit=None
        if fee is None
        else service_credit(
            monthly_fee=fee,
            slope=credit_slope,
            cap=credit_cap,
            promises=[*promises.values()],
            earned_back=earned_back,
        ),
        miss_cost=_miss_cost(given, midpoint(chosen.cost_per_contact)),
        sample=sample_size(confidence=CONFIDENCES[confidence], margin=margin, population=counted),
        sample_of=None if counted == inf else int(counted),
        first=first,
        second=second,
    )


def show(given: Mapping[str, Any], result: Result, words: Words) -> Shown:
    """Put the comparison into words: who is cheaper once solved, what turns it, credit, sample."""
    told = _told(given, result, words)
    state = _state(result)
    return Shown(
        headline=words(f"{NAME}.headline_{'none' if state == 'none' else 'cost'}", **told),
        aside=words(f"{NAME}.aside_{state}", **told),
        sentence=words(f"{NAME}.sentence_{state}", **told),
        findings=[words(f"{NAME}.{key}", **told) for key in _findings(given, result)],
        table=_table(given, result, words),
        beside=_credits(given, words),
        caption=words(f"{NAME}.chart.{'caption' if _overlap(result) else 'apart'}", **told),
        charts=range_bars(_chart(result, words, told)),
        working=_working(given, result, words, told),
        figures=[RATES["us"]],  # the others are defaults
        carry=_carry(given, result, words),
    )


def _served(given: Mapping[str, Any]) -> float:
    """Return how many contacts' work an agent does at once."""
    return chats_served(given["chats_at_once"], CHATS_WORTH)


def _contact(given: Mapping[str, Any], name: str) -> Range:
    """Return what a contact costs at the low, typical and high rate."""
    rates = Range.of(given[f"{name}_rate_low"], given[f"{name}_rate_high"])
    time = given[f"{name}_handle_time"] / _served(given)
    occupancy = given["occupancy"]
    return Range(
        *(cost_per_contact(rate or 0.0, handle_time=time, occupancy=occupancy) for rate in rates)
    )


def _solved(given: Mapping[str, Any], name: str) -> Range | None:
    """Return what a resolved contact costs, ``None`` where nothing is resolved."""
    resolution = given[f"{name}_resolution"]
    ends = [cost_per_resolution(end or 0.0, resolution) for end in _contact(given, name)]
    return Range(*ends) if resolution else None


def _sides(given: Mapping[str, Any]) -> tuple[Side, Side]:
    first, second = SIDES
    return _side(given, first, second), _side(given, second, first)


def _side(given: Mapping[str, Any], name: str, other: str) -> Side:
    """Work out one vendor, and where a resolved contact of it costs what the other's does."""
    cost, solved, elsewhere = _contact(given, name), _solved(given, name), _solved(given, other)
    resolution, recall = given[f"{name}_resolution"], given["calling_back"]
    repeats = contacts_per_issue(resolution, recall=recall)
    contacts = None if repeats is None else repeats * given["problems"]
    even_resolution = even_ratio = None
    if elsewhere:
        even_resolution = break_even_resolution(
            midpoint(cost),
            other_cost=midpoint(_contact(given, other)),
            other_resolution=given[f"{other}_resolution"],
        )
        even_ratio = midpoint(elsewhere) / midpoint(solved) if solved else None
    rate = (given[f"{name}_rate_low"] + given[f"{name}_rate_high"]) / 2
    return Side(
        cost_per_contact=cost,
        contacts_per_problem=repeats,
        given_up=never_resolved(resolution, recall=recall),
        cost_per_resolution=solved,
        contacts=contacts,
        bill=None if contacts is None else cost.times(contacts),
        even_resolution=even_resolution,
        even_handle_time=even_ratio and given[f"{name}_handle_time"] * even_ratio,
        even_rate=even_ratio and rate * even_ratio,
    )


def _cheaper(first: Range | None, second: Range | None) -> str:
    """Name the side whose typical cost is less; one that has none is not cheaper."""
    if first is None or second is None:
        return "second" if second else "first" if first else "none"
    one, other = midpoint(first), midpoint(second)
    if abs(one - other) <= TOLERANCE * max(one, other):
        return "same"
    return "first" if one < other else "second"


def _promises(given: Mapping[str, Any]) -> dict[str, Promise]:
    return {
        metric: Promise(
            given[f"{metric}_weight"],
            given[PROMISED[metric]],
            given[f"{metric}_reached"],
            "lower" if metric == "abandonment" else "higher",
        )
        for metric in METRICS
    }


def _miss_cost(given: Mapping[str, Any], cost: float) -> float | None:
    """Return what comes back in a month for want of the promised resolution, at a contact's cost.

    ``None`` where the contacts never end.
    """
    promised, reached = (
        contacts_per_issue(given[name], recall=given["calling_back"])
        for name in ("resolution_promised", "resolution_reached")
    )
    if promised is None or reached is None:
        return None
    return max(0.0, reached - promised) * cost * float(given["problems"])


def _chosen(result: Result) -> Side:
    """Return the cheaper vendor; of equals, and of two without an answer, the first."""
    return result.second if result.cheaper == "second" else result.first


def _by_name(result: Result) -> dict[str, Side]:
    return dict(zip(SIDES, (result.first, result.second), strict=True))


def _order(result: Result) -> tuple[str, str]:
    """Return the names of the cheaper and the dearer vendor; of equals the first comes first."""
    return ("second", "first") if result.cheaper == "second" else ("first", "second")


def _compared(result: Result) -> bool:
    """Say whether both resolve something and one of them is cheaper."""
    both = result.first.cost_per_resolution and result.second.cost_per_resolution
    return bool(both) and result.cheaper in SIDES


def _overlap(result: Result) -> bool:
    """Say whether the ends of the rates can turn the order round."""
    cheaper, dearer = (_by_name(result)[name].cost_per_resolution for name in _order(result))
    if not cheaper or not dearer or not _compared(result):
        return False
    return (cheaper.high or 0) >= (dearer.low or 0)


def _state(result: Result) -> str:
    """Name the kind of answer that the headline and the sentence give."""
    cost = result.cost_per_resolution
    if cost is None:
        return "none"
    if not _compared(result):
        return "same" if result.cheaper == "same" else "only"
    return "one" if cost.low == cost.high else "range"


def _told(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write every number that the sentence, the findings and the working speak of."""
    sides, (cheaper, dearer) = _by_name(result), _order(result)
    told = {
        f"{name}_{key}": text
        for name, side in sides.items()
        for key, text in _side_told(given, name, side, words).items()
    }
    for role, name in (("cheaper", cheaper), ("dearer", dearer)):
        vendor = words(f"{NAME}.sides.{name}")
        told |= {role: vendor, capital(role): capital(vendor)}
        told |= {
            key.replace(name, role, 1): text
            for key, text in told.items()
            if key.startswith(f"{name}_")
        }
    more = [midpoint(sides[name].cost_per_contact) for name in (cheaper, dearer)]
    solved = [given[f"{name}_resolution"] for name in (cheaper, dearer)]
    weights = sum(given[f"{metric}_weight"] for metric in METRICS)
    return told | {
        "more_cost": words.percent(abs(more[0] / more[1] - 1)),
        "more_solved": words.percent(abs(solved[0] / solved[1] - 1)) if solved[1] else "",
        "problems": plain(given["problems"]),
        "back": words.percent(given["calling_back"]),
        "occupancy": words.percent(given["occupancy"]),
        "at_once": plain(given["chats_at_once"]),
        "worth": plain(_served(given)),
        **{
            key: words.percent(given[name])
            for metric in METRICS
            for key, name in (
                (f"{metric}_target", PROMISED[metric]),
                (f"{metric}_actual", f"{metric}_reached"),
                (f"{metric}_weight", f"{metric}_weight"),
            )
        },
        "weights": words.percent(weights),
        "missed": words.chance(result.missed),
        "slope": plain(given["credit_slope"]),
        "cap": words.percent(given["credit_cap"]),
        "uncapped": words.chance(given["credit_slope"] * result.missed),
        "back_earned": words.percent(given["earned_back"]),
        "fee": _money(result.fee, words),
        "credit": _money(result.credit, words),
        "miss_cost": _money(result.miss_cost, words),
        "confidence": f"{given['confidence']}%",
        "margin": words.percent(given["margin"]),
        "normal": plain(NORMAL[CONFIDENCES[given["confidence"]]]),
        "population": plain(result.sample_of or 0),
        "sample": plain(result.sample),
    }


def _side_told(given: Mapping[str, Any], name: str, side: Side, words: Words) -> dict[str, str]:
    """Write one vendor's numbers; what it has none of is said so."""
    none = words("format.none")
    rate = (given[f"{name}_rate_low"] + given[f"{name}_rate_high"]) / 2
    solved, resolution = side.cost_per_resolution, given[f"{name}_resolution"]
    return {
        "rate": words.money(rate),
        "time": plain(given[f"{name}_handle_time"]),
        "contact": _amount(midpoint(side.cost_per_contact), words),
        "resolution": words.chance(resolution),
        "solved": _amount(midpoint(solved), words) if solved else none,
        "range": words.between(solved, lambda cost: _amount(cost, words)) if solved else none,
        "repeats": none if side.contacts_per_problem is None else _three(side.contacts_per_problem),
        "given_up": none if side.given_up is None else words.chance(side.given_up),
        "contacts": none if side.contacts is None else plain(round(side.contacts)),
        "bill": _money(midpoint(side.bill), words) if side.bill else none,
        "even_resolution": _even_resolution(side, words),
        "even_time": none
        if side.even_handle_time is None
        else plain(floor(side.even_handle_time + TOLERANCE)),
        "even_rate": none
        if side.even_rate is None
        else words.money(floor(side.even_rate * 100 + TOLERANCE) / 100),
    }


def _even_resolution(side: Side, words: Words) -> str:
    """Write the resolution that suffices, never rounded down, as far as there can be one."""
    if side.even_resolution is None:
        return words("format.none")
    if side.even_resolution > 1 + TOLERANCE:
        return words(f"{NAME}.table.unreachable")
    return words.percent(min(1.0, whole(side.even_resolution * 1_000) / 1_000))


def _three(count: float) -> str:
    """Write a count to what an estimate justifies: three figures."""
    return plain(float(f"{count:.3g}"))


def _amount(cost: float, words: Words) -> str:
    return words.millions(cost, cents)


def _money(amount: float | None, words: Words) -> str:
    return words("format.none") if amount is None else words.millions(amount, dollars)


def _findings(given: Mapping[str, Any], result: Result) -> list[str]:
    """Name what is said: who is cheaper once solved, what would turn it, the month, the rest."""
    keys = [f"verdict_{_verdict(result)}"]
    if _compared(result):
        dearer = _by_name(result)[_order(result)[1]]
        reachable = (dearer.even_resolution or 0) <= 1 + TOLERANCE
        keys += ["needed" if reachable else "needed_never", "longest"]
    if _overlap(result):
        keys.append("overlap")
    keys.append(_month_finding(given, result))
    if result.first.given_up or result.second.given_up:
        keys.append("given_up")
    return [*keys, *_credit_findings(given, result), *_sample_finding(result)]


def _verdict(result: Result) -> str:
    """Say whether the price of a contact misleads about that of a resolved one."""
    if not _compared(result):
        return _state(result)
    if result.cheaper_per_contact == "same":
        return "resolution"
    return "both" if result.cheaper_per_contact == result.cheaper else "reversed"


def _month_finding(given: Mapping[str, Any], result: Result) -> str:
    if result.first.bill is None or result.second.bill is None:
        return "endless"
    return "month" if given["problems"] else "no_problems"


def _credit_findings(given: Mapping[str, Any], result: Result) -> list[str]:
    """Say what the misses bring, and whether it covers what they cost."""
    if not result.fee or result.credit is None:
        return []
    weights = sum(given[f"{metric}_weight"] for metric in METRICS)
    if not (given["credit_slope"] and given["credit_cap"] and weights):
        keys = ["credit_none"]
    elif not result.missed:
        keys = ["credit_kept"]
    else:
        over = given["credit_slope"] * result.missed > given["credit_cap"] + TOLERANCE
        keys = ["credit_capped" if over else "credit"]
        if given["earned_back"]:
            keys.append("earned_back")
    if weights and abs(weights - 1) > TOLERANCE:
        keys.append("weights")
    if (result.miss_cost or 0) >= HALF_A_CENT:
        keys.append(f"miss_{_cover(result.credit, result.miss_cost or 0)}")
    return keys


def _cover(credit: float, cost: float) -> str:
    """Say how far a credit makes up for what a miss costs."""
    return "alone" if not credit else "covered" if credit >= cost else "short"


def _sample_finding(result: Result) -> list[str]:
    if result.sample_of is None:
        return ["sample_endless"]
    if not result.sample_of:
        return []
    return ["sample_all" if result.sample == result.sample_of else "sample"]


def _table(given: Mapping[str, Any], result: Result, words: Words) -> Table:
    """Set both vendors side by side, from a contact to the month and to where they would equal."""
    none = words("format.none")
    told = _told(given, result, words)
    sides = _by_name(result)

    def plainly(key: str) -> list[Child]:
        return [told[f"{name}_{key}"] for name in SIDES]

    def money(part: str) -> list[Child]:
        write = dollars if part == "bill" else cents
        ranges = (getattr(side, part) for side in sides.values())
        return [with_range(found, words, write) if found else none for found in ranges]

    lines: dict[str, list[Child]] = {
        "contact": money("cost_per_contact"),
        "resolution": plainly("resolution"),
        "repeats": plainly("repeats"),
        **({"given_up": plainly("given_up")} if given["calling_back"] < 1 else {}),
        "solved": money("cost_per_resolution"),
        "contacts": plainly("contacts"),
        "bill": money("bill"),
        "even_resolution": plainly("even_resolution"),
        "even_time": plainly("even_time"),
        "even_rate": plainly("even_rate"),
    }
    return Table(
        caption=words(f"{NAME}.table.caption", **told),
        head=(
            words(f"{NAME}.table.line"),
            *(capital(words(f"{NAME}.sides.{name}")) for name in SIDES),
        ),
        rows=[(words(f"{NAME}.lines.{key}"), *cells) for key, cells in lines.items()],
        numbers=(1, 2),
        current=[*lines].index("solved"),
    )


def _credits(given: Mapping[str, Any], words: Words) -> list[Element | Table]:
    """Set the promises that weigh something beside what became of them."""
    rows: list[tuple[Child, ...]] = [
        (
            words(f"{NAME}.metrics.{metric}"),
            words.percent(promise.weight),
            words.percent(promise.target),
            words.percent(promise.actual),
            words.chance(promise.miss),
            words.chance(given["credit_slope"] * promise.weight * promise.miss),
        )
        for metric, promise in _promises(given).items()
        if promise.weight
    ]
    if not rows:
        return []
    keys = ("metric", "weight", "target", "actual", "miss", "share")
    return [
        Table(
            caption=words(f"{NAME}.credits.caption"),
            head=tuple(words(f"{NAME}.credits.{key}") for key in keys),
            rows=rows,
            numbers=(1, 2, 3, 4, 5),
        )
    ]


def _chart(result: Result, words: Words, told: Mapping[str, str]) -> RangeChart:
    """Draw each vendor's cost of a contact above that of a resolved one."""
    bars = [
        _bar(words(f"{NAME}.chart.{key}_{name}"), cost, words)
        for key, part in (("contact", "cost_per_contact"), ("solved", "cost_per_resolution"))
        for name, side in _by_name(result).items()
        if (cost := getattr(side, part))
    ]
    return RangeChart(
        id="service-level-chart",
        title=words(f"{NAME}.chart.title"),
        description=words(f"{NAME}.chart.description", **told),
        bars=bars,
        mark=None,
        scale=cents,
        unit=words.money,
    )


def _bar(label: str, cost: Range, words: Words) -> Bar:
    low, typical, high = (end or 0.0 for end in cost)
    text = words.dash(cost) if high < LONG else words.millions(typical)
    return Bar(label, low, typical, high, text)


def _working(
    given: Mapping[str, Any], result: Result, words: Words, told: Mapping[str, str]
) -> list[Step]:
    """Write every step in the order of the code, in words, with the numbers, and as cells."""
    values = _values(given, result)
    steps = []
    for key, formulas in _formulas(result).items():
        name, cells = f"{NAME}.working.{key}", tuple(_step_cells(formulas, values))
        if cells:
            numbers = words(f"{name}_numbers", **told)
            steps.append(Step(words(name), words(f"{name}_formula"), numbers, cells))
    return steps


def _formulas(result: Result) -> dict[str, dict[str, str]]:
    """Return the formulas; a sheet finds the cheaper vendor again itself."""
    endless = _chosen(result).contacts is None
    bill, contacts = (
        given_name
        if endless
        else f"IF({given_name} > 0, {given_name}, {_of_cheaper(result, part)})"
        for given_name, part in (("monthly_fee", "bill_typical"), ("population", "contacts"))
    )
    back = f"{_of_cheaper(result, 'contact_typical')} * problems * MAX(0, {CAME_BACK})"
    return {
        **CELLS,
        "credit": {"missed": MISSED, "fee": bill, "credit": CREDIT},
        "miss_cost": {"miss_cost": back},
        "sample": _sample_formulas(result, contacts),
    }


def _of_cheaper(result: Result, part: str) -> str:
    """Return the formula of a cell of the cheaper vendor, whichever that turns out to be."""
    first, second = (f"{side}_{part}" for side in SIDES)
    if result.first.cost_per_resolution and result.second.cost_per_resolution:
        equal = f"{1 + TOLERANCE:.9f}"
        return f"IF(first_solved_typical <= second_solved_typical * {equal}, {first}, {second})"
    return second if result.cheaper == "second" else first


def _step_cells(formulas: Mapping[str, str], values: Mapping[str, float | None]) -> Iterator[Cell]:
    """Make a step's cells, one for each vendor and end where the name says so; none without."""
    for name, formula in formulas.items():
        for side, other in OTHER.items() if "{side}" in name else (("", ""),):
            for end in Range._fields if "{end}" in name else ("",):
                parts = {"side": side, "other": other, "end": end}
                found = values[name.format(**parts)]
                if found is not None:
                    unit = UNITS.get(name, "money")
                    yield Cell(name.format(**parts), formula.format(**parts), found, unit)


def _values(given: Mapping[str, Any], result: Result) -> dict[str, float | None]:
    """Return the value of every cell, as calculate() computed it; ``None`` without an answer."""
    values: dict[str, float | None] = {
        "work_at_once": _served(given),
        "missed": None if result.fee is None else result.missed,
        "fee": result.fee,
        "credit": result.credit,
        "miss_cost": result.miss_cost,
        **_sample_values(given, result),
    }
    for name, side in _by_name(result).items():
        values |= {f"{name}_{key}": found for key, found in _side_values(given, name, side).items()}
    return values


def _sample_values(given: Mapping[str, Any], result: Result) -> dict[str, float]:
    normal, counted = NORMAL[CONFIDENCES[given["confidence"]]], result.sample_of
    endless = normal**2 * HALF * HALF / given["margin"] ** 2
    values = {"normal": normal, "endless_sample": endless, "sample": result.sample}
    if counted:
        values["to_check"] = given["population"] or _chosen(result).contacts
        values["counted"] = counted
        values["sample_exact"] = endless / (1 + (endless - 1) / counted)
    return values


def _sample_formulas(result: Result, contacts: str) -> dict[str, str]:
    """Return the formulas of the sample: out of so many contacts, of an endless number, or none."""
    if result.sample_of == 0:
        return {}
    start = {"normal": "", "endless_sample": "normal ^ 2 * 0.25 / margin ^ 2"}
    if result.sample_of is None:
        return {**start, "sample": ROUNDED_UP.format("endless_sample")}
    return {
        **start,
        "to_check": contacts,
        "counted": ROUNDED_UP.format("to_check"),
        "sample_exact": "endless_sample / (1 + (endless_sample - 1) / counted)",
        "sample": ROUNDED_UP.format("sample_exact"),
    }


def _side_values(given: Mapping[str, Any], name: str, side: Side) -> dict[str, float | None]:
    ranges = {"contact": side.cost_per_contact, "solved": side.cost_per_resolution}
    ranges["bill"] = side.bill
    return {
        "rate_typical": (given[f"{name}_rate_low"] + given[f"{name}_rate_high"]) / 2,
        "repeats": side.contacts_per_problem,
        "even_resolution": side.even_resolution,
        "even_time": side.even_handle_time,
        "even_rate": side.even_rate,
        "contacts": side.contacts,
        **{
            f"{key}_{end}": found and getattr(found, end)
            for key, found in ranges.items()
            for end in Range._fields
        },
    }


def _carry(given: Mapping[str, Any], result: Result, words: Words) -> list[Carry]:
    """Take the cheaper vendor along to the comparison with an own department."""
    name = _order(result)[0]
    if result.cheaper == "none":
        return []
    values = {
        "bill_rate_low": given[f"{name}_rate_low"],
        "bill_rate_high": given[f"{name}_rate_high"],
        "vendor_resolution": given[f"{name}_resolution"],
        "handle_time": round(given[f"{name}_handle_time"] / _served(given), 2),
        "occupancy": given["occupancy"],
    }
    vendor = words(f"{NAME}.sides.{name}")
    return [Carry("in_house_or_outsourced", values, words(f"{NAME}.carry", vendor=vendor))]
