"""How many agents keep a promise about waiting, and how many people that takes on the payroll."""

from collections.abc import Callable, Mapping
from math import sqrt
from typing import Annotated, Any, NamedTuple

from calc.chart import Dot, Line, LineChart, Scale, lines
from calc.comparison import SECONDS
from calc.erlang import (
    Definition,
    Overloaded,
    Target,
    queue,
    required_agents,
    service_levels,
)
from calc.figures import value
from calc.headcount import (
    chats_served,
    headcount,
    on_the_same_base,
    one_after_another,
    paid_fte,
    whole,
)
from calc.own_team import MONTHS, WEEKS
from calc.text import Words, plain
from calc.units import (
    Chats,
    Choice,
    ContactsAnInterval,
    From,
    HoursAWeek,
    Minutes,
    Occupancy,
    Seconds,
    ServiceLevel,
    Shrinkage,
    Wait,
)
from calc.view import Carry, Cell, Outcome, Shown, Step, Table, el

VERSION = 1
KIND = "estimates"
HOME = "steps/1-scope"
MAIN = (
    *("contacts_per_interval", "interval_minutes", "handle_time"),
    *("service_level", "answer_within", "patience"),
)
PRESETS: dict[str, dict[str, Any]] = {}
OUTCOME = Outcome("paid_fte", plain, money=False)

NAME = "staffing"
MOST_TRAFFIC = 100_000  # erlangs
FEW = value("N35.low")  # contacts in an interval
DAYS = value("D31.low")  # of service in a month, as the comparison counts them
CHATS_WORTH = (1.0, *(value(f"N36{letter}.low") for letter in "abcd"))  # by chats held at once
SPANS = (20, 40, 80, 200, 400, 800, 2_000, 4_000)  # agents across the chart: ticks stay whole
TOP = 1 - 1e-6  # a service level that is drawn as 100 %
DRAWN = 20  # steps of the chart
AROUND = (-2, -1, 0, 1, 2)  # agents of the table, from those needed


DEFINITIONS = ("offered", "answered", "virtual")


class Row(NamedTuple):
    """Hold what a number of agents does; the waits are ``None`` where the queue keeps growing.

    Waits in seconds: of every caller, and of those who are answered. ``rostered`` is ``None`` where
    shrinkage leaves nobody.
    """

    agents: int
    rostered: int | None
    service_level: float
    wait_all: float | None
    wait_answered: float | None
    p_wait: float
    occupancy: float
    abandonment: float


class Result(NamedTuple):
    """Hold the agents needed, in the queue, on the roster and on the payroll.

    ``state`` is answer, no_contacts, too_large (above 100,000 erlangs, so no agents) or no_time
    (shrinkage leaves nobody, so no roster). ``traffic`` is erlangs, ``work_time`` the seconds of an
    agent that a contact takes. ``limited_by`` names the part of the target that decides:
    service_level or occupancy. ``rows`` are the answer and two agents either way, from one up.
    """

    state: str
    traffic: float
    work_time: float
    shrinkage: float
    agents: int | None
    rostered: int | None
    paid_fte: float | None
    limited_by: str
    rows: tuple[Row, ...]


def calculate(
    *,
    contacts_per_interval: Annotated[ContactsAnInterval, From("W32.low")] = 100,
    interval_minutes: Annotated[Minutes, From("W33.low")] = 30,
    handle_time: Annotated[Seconds, From("N29.low")] = 180,
    service_level: Annotated[ServiceLevel, From("N01.low")] = 0.8,
    answer_within: Annotated[Wait, From("N02.low")] = 20,
    max_occupancy: Annotated[Occupancy, From("N14.low")] = 0.85,
    patience: Seconds | None = None,
    definition: Annotated[Definition, Choice("definitions", DEFINITIONS)] = "offered",
    channel: Annotated[str, Choice("channels", ("calls", "chats"))] = "calls",
    chats_at_once: Annotated[Chats, From("N37.low")] = 2,
    leave: Annotated[Shrinkage, From("W38a.low")] = 0.12,
    in_shift: Annotated[Shrinkage, From("W38b.low")] = 0.18,
    shrinkage_base: Annotated[str, Choice("shrinkage_bases", ("shift", "paid"))] = "shift",
    hours_a_week: Annotated[HoursAWeek, From("D32.low")] = 40,
    contract_hours: Annotated[HoursAWeek, From("D32.low")] = 40,
) -> Result:
    """Find the least agents that keep the target in one interval, by Erlang C or A.

    Times are seconds but for ``interval_minutes``; hours are a week. A ``patience`` makes the queue
    Erlang A. ``in_shift`` is a share of the shift or, like ``leave``, of the paid time.

    >>> calculate().agents, calculate().rostered
    (14, 20)
    """
    chats = chats_served(chats_at_once, CHATS_WORTH) if channel == "chats" else 1.0
    work_time = handle_time / chats
    traffic = contacts_per_interval * work_time / (interval_minutes * 60)
    shrinkage = _shrinkage(leave, in_shift, shrinkage_base)
    if traffic > MOST_TRAFFIC:
        return Result("too_large", traffic, work_time, shrinkage, None, None, None, "", ())
    if not traffic:
        return Result("no_contacts", 0.0, work_time, shrinkage, 0, 0, 0.0, "", ())
    target = Target(service_level, answer_within, max_occupancy, definition=definition)
    agents = required_agents(
        traffic=traffic, handle_time=work_time, target=target, patience=patience
    )
    at = _rows(traffic, work_time, target, patience, shrinkage)
    rows = tuple(at(agents + more) for more in AROUND if agents + more >= 1)
    fewer = next((row for row in rows if row.agents == agents - 1), None)
    meets = fewer is not None and fewer.service_level >= service_level
    fte = None
    if shrinkage < 1:
        fte = paid_fte(
            rostered_hours=agents * hours_a_week / (1 - shrinkage), contract_hours=contract_hours
        )
    return Result(
        state="answer" if fte else "no_time",
        traffic=traffic,
        work_time=work_time,
        shrinkage=shrinkage,
        agents=agents,
        rostered=_rostered(agents, shrinkage),
        paid_fte=fte,
        limited_by="occupancy" if meets else "service_level",
        rows=rows,
    )


def show(given: Mapping[str, Any], result: Result, words: Words) -> Shown:
    """Put the answer into words: agents, people, waits, and what one agent more or less does."""
    told = _told(given, result, words)
    drawn = bool(result.rows)
    return Shown(
        headline=words(f"{NAME}.headline_{result.state}", **told),
        aside=words(f"{NAME}.aside_{result.state}", **told),
        sentence=words(f"{NAME}.sentence_{result.state}", **told),
        findings=[words(f"{NAME}.{key}", **told) for key in _findings(given, result)],
        table=_table(result, words),
        beside=[],
        caption=words(f"{NAME}.chart.{'caption' if drawn else 'nothing'}", **told),
        charts=lines(_chart(given, result, words, told)) if drawn else [],
        working=_working(given, result, words, told),
        figures=[],
        carry=_carry(given, result, words, told),
    )


def _shrinkage(leave: float, in_shift: float, base: str) -> float:
    """Return all shrinkage; 1 where the causes take all of the paid time."""
    if base == "shift":
        return one_after_another((leave, in_shift))
    return 1.0 if leave + in_shift >= 1 else on_the_same_base((leave, in_shift))


def _rostered(agents: int, shrinkage: float) -> int | None:
    return headcount(agents=agents, shrinkage=shrinkage) if shrinkage < 1 else None


def _rows(
    traffic: float, work_time: float, target: Target, patience: float | None, shrinkage: float
) -> Callable[[int], Row]:
    """Return what says, of a number of agents, what it does with this traffic."""

    def row(agents: int) -> Row:
        met = queue(traffic=traffic, agents=agents, handle_time=work_time, patience=patience)
        level = _level(traffic, work_time, target, patience)(agents)
        rostered = _rostered(agents, shrinkage)
        if isinstance(met, Overloaded):
            return Row(agents, rostered, level, None, None, 1.0, 1.0, 0.0)
        waits = met.wait_all, met.wait_answered
        return Row(agents, rostered, level, *waits, met.p_wait, met.occupancy, met.abandonment)

    return row


def _level(
    traffic: float, work_time: float, target: Target, patience: float | None
) -> Callable[[int], float]:
    """Return what gives the service level, as the target defines it, of a number of agents."""

    def level(agents: int) -> float:
        levels = service_levels(
            traffic=traffic,
            agents=agents,
            handle_time=work_time,
            answer_within=target.answer_within,
            patience=patience,
        )
        return float(getattr(levels, target.definition))

    return level


def _needed(result: Result) -> Row:
    return next(row for row in result.rows if row.agents == result.agents)


def _told(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write every number that the sentence, the findings and the chart speak of."""
    told = {
        "contacts": plain(given["contacts_per_interval"]),
        "volume": words(
            f"{NAME}.contact{'' if given['contacts_per_interval'] == 1 else 's'}",
            count=plain(given["contacts_per_interval"]),
        ),
        "minutes": words("per.minutes", amount=plain(given["interval_minutes"])),
        "handle_time": _seconds(given["handle_time"], words),
        "work_time": _seconds(result.work_time, words),
        "target": words.percent(given["service_level"]),
        "within": _seconds(given["answer_within"], words),
        "traffic": plain(round(result.traffic, 2)),
        "most": plain(MOST_TRAFFIC),
        "few": plain(FEW),
        "cap": words.percent(given["max_occupancy"]),
        "leave": words.percent(given["leave"]),
        "in_shift": words.percent(given["in_shift"]),
        "shrinkage": words.percent(result.shrinkage),
        "agents": plain(result.agents or 0),
        "rostered": plain(result.rostered or 0),
        "fte": plain(whole((result.paid_fte or 0) * 10) / 10),  # never rounded down
        "hours_a_week": words("per.hours", amount=plain(given["hours_a_week"])),
        "contract_hours": words("per.hours", amount=plain(given["contract_hours"])),
        "chats": plain(given["chats_at_once"]),
        "worth": plain(given["handle_time"] / result.work_time),
    }
    for name, row in _beside(result).items():
        told |= {
            f"{name}agents": plain(row.agents),
            f"{name}level": words.chance(row.service_level),
            f"{name}wait": _wait(row.wait_all, words),
            f"{name}answered_wait": _wait(row.wait_answered, words),
            f"{name}waiting": words.chance(row.p_wait),
            f"{name}occupancy": words.percent(row.occupancy),
            f"{name}lost": words.chance(row.abandonment),
        }
    return told


def _beside(result: Result) -> dict[str, Row]:
    """Return the row of the answer, and of one agent fewer and more, by the prefix of its texts."""
    names = {-1: "fewer_", 0: "", 1: "more_"}
    rows = {row.agents - (result.agents or 0): row for row in result.rows}
    return {name: rows[more] for more, name in names.items() if more in rows}


def _findings(given: Mapping[str, Any], result: Result) -> list[str]:
    """Say how it goes, what decides, what an agent changes, and where to be careful."""
    if not result.rows:
        return [f"why_{result.state}"]
    beside = _beside(result)
    keys = ["waits_lost" if given["patience"] else "waits", f"limit_{result.limited_by}"]
    if "fewer_" in beside:
        growing = beside["fewer_"].wait_all is None
        keys.append("fewer_growing" if growing else "fewer")
    keys.append("more")
    keys.append("people" if result.state == "answer" else "why_no_time")
    if given["channel"] == "chats":
        keys.append("chats")
    if given["contacts_per_interval"] < FEW:
        keys.append("few")
    if not given["patience"]:
        keys.append("nobody_leaves")
    return keys


def _seconds(seconds: float, words: Words) -> str:
    text = plain(round(seconds, 1))
    return words("per.second" if text == "1" else "per.seconds", amount=text)


def _wait(seconds: float | None, words: Words) -> str:
    return words(f"{NAME}.growing") if seconds is None else _seconds(seconds, words)


def _table(result: Result, words: Words) -> Table:
    keys = ("agents", "rostered", "level", "wait", "occupancy", "lost")
    rows = [
        (
            el("strong", plain(row.agents)) if row.agents == result.agents else plain(row.agents),
            words("format.none") if row.rostered is None else plain(row.rostered),
            words.chance(row.service_level),
            _wait(row.wait_all, words),
            words.percent(row.occupancy),
            words.chance(row.abandonment),
        )
        for row in result.rows
    ]
    current = [row.agents for row in result.rows].index(result.agents or 0) if rows else None
    return Table(
        caption=words(f"{NAME}.table.caption"),
        head=tuple(words(f"{NAME}.table.{key}") for key in keys),
        rows=list(rows),
        numbers=(0, 1, 2, 3, 4, 5),
        current=current,
    )


def _chart(
    given: Mapping[str, Any], result: Result, words: Words, told: dict[str, str]
) -> LineChart:
    """Draw the service level by agents as steps, the target across, a dot at the answer."""
    target = Target(
        given["service_level"],
        given["answer_within"],
        definition=given["definition"],
    )
    level = _level(result.traffic, result.work_time, target, given["patience"])
    agents = result.agents or 0
    span = next(span for span in SPANS if span >= min(6 * sqrt(result.traffic), SPANS[-1]))
    first = max(0, agents - span // 2)
    heights = _heights(level, [first + more for more in _steps(span)])
    return LineChart(
        id="staffing-chart",
        title=words(f"{NAME}.chart.title"),
        description=words(f"{NAME}.chart.description", **told),
        lines=[
            Line(words(f"{NAME}.chart.level"), _stairs(list(_steps(span)), heights)),
            Line(
                words(f"{NAME}.chart.target", **told),
                [(0, target.service_level), (span, target.service_level)],
            ),
        ],
        dots=[Dot(agents - first, _needed(result).service_level, told["agents"])],
        across=Scale(
            lambda more: plain(first + more),
            lambda more: words(f"{NAME}.chart.agents", agents=plain(first + more)),
        ),
        up=Scale(words.percent, words.percent),
    )


def _heights(level: Callable[[int], float], places: list[int]) -> list[float]:
    """Return the level at each number of agents; none is asked about past the top."""
    heights: list[float] = []
    for agents in places:
        top = bool(heights) and heights[-1] >= TOP
        heights.append(heights[-1] if top else level(agents) if agents else 0.0)
    return heights


def _steps(span: int) -> range:
    return range(0, span + 1, span // DRAWN)


def _stairs(places: list[int], heights: list[float]) -> list[tuple[float, float]]:
    """Return a stair: each height holds until the next place, where the line rises."""
    points = [(float(places[0]), heights[0])]
    for place, before, height in zip(places[1:], heights, heights[1:], strict=False):
        points += [(float(place), before), (float(place), height)]
    return points


def _working(
    given: Mapping[str, Any], result: Result, words: Words, told: dict[str, str]
) -> list[Step]:
    """Write out the load, the agents, the shrinkage, the roster and the contracts."""
    chats, same = given["channel"] == "chats", given["shrinkage_base"] == "paid"
    each = "work_time" if chats else "handle_time"
    load = Cell("load", f"contacts_per_interval * {each} / (interval_minutes * 60)", result.traffic)
    total = "leave + in_shift" if same else "1 - (1 - leave) * (1 - in_shift)"
    steps: list[tuple[str, tuple[Cell, ...]]] = []
    if chats:
        worth = Cell("chats_worth", "", given["handle_time"] / result.work_time)
        time = Cell("work_time", "handle_time / chats_worth", result.work_time)
        steps.append(("chats", (worth, time)))
    steps.append(("load", (load,)))
    if result.agents:
        steps.append(("agents", (Cell("agents_at_work", "", result.agents),)))
    if result.agents and result.rostered and result.paid_fte:
        steps += [
            (
                "shrinkage_paid" if same else "shrinkage_shift",
                (Cell("all_shrinkage", total, result.shrinkage),),
            ),
            ("rostered", _roster_cells(result.agents, result.rostered, result.shrinkage)),
            (
                "fte",
                (
                    Cell(
                        "full_time",
                        "agents_at_work * hours_a_week / (1 - all_shrinkage) / contract_hours",
                        result.paid_fte,
                    ),
                ),
            ),
        ]
    return [
        Step(
            words(f"{NAME}.working.{key}"),
            words(f"{NAME}.working.{key}_formula"),
            words(f"{NAME}.working.{key}_numbers", **told),
            cells,
        )
        for key, cells in steps
    ]


def _roster_cells(agents: int, rostered: int, shrinkage: float) -> tuple[Cell, ...]:
    """Round up as ``calc.headcount.whole`` does, forgiving what the last bits add."""
    spare = "0.000000001 * MAX(1, roster_exact * 0.001)"
    return (
        Cell("roster_exact", "agents_at_work / (1 - all_shrinkage)", agents / (1 - shrinkage)),
        Cell("agents_rostered", f"ROUNDUP(roster_exact - {spare}, 0)", rostered),
    )


def _of_the_shift(given: Mapping[str, Any]) -> float:
    """Return the breaks as a share of the shift, which is what leave leaves of the paid time."""
    of_paid = given["shrinkage_base"] == "paid"
    return float(given["in_shift"] / (1 - given["leave"]) if of_paid else given["in_shift"])


def _carry(
    given: Mapping[str, Any], result: Result, words: Words, told: Mapping[str, str]
) -> list[Carry]:
    """Take along the contacts that keep these agents as busy all week, and what they promise."""
    if result.state != "answer":
        return []
    occupancy = round(_needed(result).occupancy, 4)
    hours = (result.agents or 0) * given["hours_a_week"] * WEEKS / MONTHS
    values = {
        "contacts_per_day": round(hours * occupancy * SECONDS / result.work_time / DAYS, 2),
        "handle_time": result.work_time,
        "occupancy": occupancy,
        "paid_hours": given["contract_hours"] * WEEKS,
        "shrinkage": round(result.shrinkage, 4),
        "shift_shrinkage": round(_of_the_shift(given), 4),
    }
    promise = {
        "service_level": given["service_level"],
        "at_once": given["chats_at_once"] if given["channel"] == "chats" else 1,
        "first_handle_time": given["handle_time"],
        "second_handle_time": given["handle_time"],
        "occupancy": occupancy,
    }
    return [
        Carry("in_house_or_outsourced", values, words(f"{NAME}.carry", **told)),
        Carry("service_level", promise, words(f"{NAME}.carry_promise")),
    ]
