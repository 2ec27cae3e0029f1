"""How many agents keep a promise about waiting, and how many people that takes on the payroll."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import inf, sqrt
from typing import Annotated, Any, NamedTuple

from calc.chart import Dot, Line, LineChart, Scale, lines
from calc.day import Interval, intervals, least_pace, level_of_day, longest_wait
from calc.erlang import (
    MOST_TRAFFIC,
    TOLERANCE,
    Definition,
    Overloaded,
    Target,
    queue,
    required_agents,
    service_levels,
)
from calc.figures import value
from calc.headcount import (
    CHATS_WORTH,
    chats_served,
    headcount,
    on_the_same_base,
    one_after_another,
    paid_fte,
    whole,
)
from calc.own_team import MONTHS, WEEKS
from calc.text import Words, capital, plain
from calc.units import (
    Chats,
    Choice,
    ContactsAnInterval,
    ContactsOfADay,
    Deadline,
    From,
    HoursAWeek,
    Minutes,
    Occupancy,
    Seconds,
    ServiceLevel,
    Share,
    Shrinkage,
    Wait,
)
from calc.view import Carry, Cell, Outcome, Shown, Step, Table, el, fewest

VERSION = 1
KIND = "estimates"
HOME = "steps/1-scope"
MAIN = (
    *("contacts_per_interval", "interval_minutes", "day", "handle_time"),
    *("service_level", "answer_within", "patience", "channel"),
)
PRESETS: dict[str, dict[str, Any]] = {
    "usual": {"service_level": value("N01.low"), "answer_within": value("N02.low")},
    "leading": {"service_level": value("N03.high"), "answer_within": value("N04.low")},
}


def tenths(number: float) -> str:
    """Write a number with one decimal, never rounded down.

    >>> tenths(19.4013), tenths(20)
    ('19.5', '20')
    """
    return plain(whole(number * 10) / 10)


OUTCOME = Outcome("paid_fte", tenths, money=False)

NAME = "staffing"
FEW = value("N35.low")  # contacts in an interval
DAYS = value("D31.low")  # of service in a month, as the comparison counts them
SPANS = (20, 40, 80, 200, 400, 800, 2_000, 4_000)  # agents across the chart: ticks stay whole
TOP = 1 - 1e-6  # a service level that is drawn as 100 %
DRAWN = 20  # steps of the chart
AROUND = (-2, -1, 0, 1, 2)  # agents of the table, from those needed
HOUR = 3_600  # seconds
DAY = 24 * 60  # minutes
WEEK = 7  # days
WORKDAYS = 5  # of a week; an operation with fewer mostly has other opening hours
LISTED = 5  # rows that a finding names
QUARTERS = 4  # of a chart's width, each with a tick


CHANNELS = ("calls", "chats", "mails")
DEFINITIONS = ("offered", "answered", "virtual")


class Row(NamedTuple):
    """Hold what a number of agents does; the waits are ``None`` where the queue keeps growing.

    Waits in seconds: of every caller, and of those who are answered. ``rostered`` is ``None`` where
    shrinkage leaves nobody. Of e-mails the wait is the longest until one is done, and the service
    level the share of the largest backlog that is done in time.
    """

    agents: int
    rostered: int | None
    service_level: float
    wait_all: float | None
    wait_answered: float | None
    p_wait: float
    occupancy: float
    abandonment: float


class Day(NamedTuple):
    """Hold a day of intervals; ``busiest`` is the number of the first with the most contacts.

    Of the rows ``given``, those of ``intervals`` were read; ``days_a_week`` such days fill the
    opening hours. ``paid_hours`` are ``None`` where shrinkage leaves nobody. Intervals of more than
    100,000 erlangs have no agents, and only the opening hours count them.
    """

    given: int
    contacts: float
    busiest: int
    service_level: float | None
    hours_at_work: float
    paid_hours: float | None
    days_a_week: float
    intervals: tuple[Interval, ...]


class Result(NamedTuple):
    """Hold the agents needed, in the queue, on the roster and on the payroll.

    ``state`` is answer, no_contacts, too_large (above 100,000 erlangs, so no agents) or no_time
    (shrinkage leaves nobody, so no roster). ``contacts`` are those of the busiest interval, of
    e-mails those that are due; ``traffic`` is erlangs, ``work_time`` the seconds of an agent that a
    contact takes. ``limited_by`` names what decides: service_level or occupancy, of e-mails
    deadline or work. ``rows`` are the answer and two agents either way, from one up.
    """

    state: str
    contacts: float
    traffic: float
    work_time: float
    shrinkage: float
    agents: int | None
    rostered: int | None
    paid_fte: float | None
    limited_by: str
    rows: tuple[Row, ...]
    day: Day | None


class _Calls(NamedTuple):
    """Hold contacts that somebody waits for: calls, or chats of which an agent holds several."""

    traffic: float
    work_time: float
    target: Target
    patience: float | None

    def needed(self) -> float:
        return required_agents(
            traffic=self.traffic,
            handle_time=self.work_time,
            target=self.target,
            patience=self.patience,
        )

    def level(self, agents: int) -> float:
        levels = service_levels(
            traffic=self.traffic,
            agents=agents,
            handle_time=self.work_time,
            answer_within=self.target.answer_within,
            patience=self.patience,
        )
        return float(getattr(levels, self.target.definition))

    def row(self, agents: int, rostered: int | None) -> Row:
        met = queue(
            traffic=self.traffic,
            agents=agents,
            handle_time=self.work_time,
            patience=self.patience,
        )
        level = self.level(agents)
        if isinstance(met, Overloaded):
            return Row(agents, rostered, level, None, None, 1.0, 1.0, 0.0)
        waits = met.wait_all, met.wait_answered
        return Row(agents, rostered, level, *waits, met.p_wait, met.occupancy, met.abandonment)

    def limit(self, agents: int) -> str:
        fewer = agents > 1 and self.level(agents - 1) >= self.target.service_level
        return "occupancy" if fewer else "service_level"

    def intervals(self, volumes: tuple[float | None, ...], length: float) -> tuple[Interval, ...]:
        return intervals(
            volumes,
            length=length,
            handle_time=self.work_time,
            target=self.target,
            patience=self.patience,
        )

    def hours_at_work(self, found: Sequence[Interval], length: float) -> float:
        return sum(each.agents or 0 for each in found) * length / HOUR


class _Mails(NamedTuple):
    """Hold contacts that can wait until a deadline: the work of each interval, in seconds.

    Agents must be ``in_time``, and ``keep_up`` with a day's work where another day follows.
    """

    work: tuple[float, ...]
    length: float
    due: float
    max_occupancy: float
    in_time: float
    keep_up: float

    @property
    def traffic(self) -> float:
        return max(self.in_time, self.keep_up)

    def needed(self) -> float:
        return self.traffic / self.max_occupancy

    def wait(self, agents: float) -> float:
        return longest_wait(self.work, length=self.length, pace=agents * self.max_occupancy)

    def row(self, agents: int, rostered: int | None) -> Row:
        wait = self.wait(agents)
        level = 1.0 if wait <= self.due * (1 + TOLERANCE) else self.due / wait
        busy = min(1.0, self.traffic / agents)
        return Row(agents, rostered, level, wait, wait, 1.0, busy, 0.0)

    def limit(self, _: int) -> str:
        return "work" if self.keep_up > self.in_time else "deadline"

    def intervals(self, volumes: tuple[float | None, ...], _: float) -> tuple[Interval, ...]:
        agents = _at_least_one(self.needed())
        return tuple(Interval(each, None if each is None else agents, None) for each in volumes)

    def hours_at_work(self, *_: object) -> float:
        return sum(self.work) / HOUR / self.max_occupancy


def calculate(
    *,
    contacts_per_interval: Annotated[ContactsAnInterval, From("W32.low")] = 100,
    peak_share: Annotated[Share, From("D35.low")] = 1,
    interval_minutes: Annotated[Minutes, From("W33.low")] = 30,
    day: ContactsOfADay = (),
    handle_time: Annotated[Seconds, From("N29.low")] = 180,
    service_level: Annotated[ServiceLevel, From("N01.low")] = 0.8,
    answer_within: Annotated[Wait, From("N02.low")] = 20,
    max_occupancy: Annotated[Occupancy, From("N14.low")] = 0.85,
    patience: Seconds | None = None,
    definition: Annotated[Definition, Choice("definitions", DEFINITIONS)] = "offered",
    channel: Annotated[str, Choice("channels", CHANNELS, varied=False)] = "calls",
    chats_at_once: Annotated[Chats, From("N37.low")] = 2,
    due_within: Annotated[Deadline, From("W39c.low")] = 8,
    leave: Annotated[Shrinkage, From("W38a.low")] = 0.12,
    in_shift: Annotated[Shrinkage, From("W38b.low")] = 0.18,
    shrinkage_base: Annotated[str, Choice("shrinkage_bases", ("shift", "paid"))] = "shift",
    hours_a_week: Annotated[HoursAWeek, From("D32.low")] = 40,
    contract_hours: Annotated[HoursAWeek, From("D32.low")] = 40,
) -> Result:
    """Find the least agents that keep the target in the busiest interval, by Erlang C or A.

    ``peak_share`` is 1 where the contacts are those of the interval, else its share of a day's. A
    ``day`` has the contacts of each interval and stands in for both. Times are seconds but for
    ``interval_minutes``; hours are a week, and in ``due_within`` hours of work. A ``patience``
    makes the queue Erlang A; e-mails are work with a deadline. ``in_shift`` is a share of the shift
    or, like ``leave``, of the paid time.

    >>> calculate().agents, calculate().rostered
    (14, 20)
    """
    read = tuple(day[: rows_of_a_day(interval_minutes)])
    known = [volume for volume in read if volume is not None]
    chats = chats_served(chats_at_once, CHATS_WORTH) if channel == "chats" else 1.0
    work_time, length = handle_time / chats, interval_minutes * 60
    most = inf if channel == "mails" else _most_contacts(known, work_time, length)
    volumes = [0.0 if volume is None or volume > most else volume for volume in read]
    if not known:
        volumes = [contacts_per_interval * peak_share]
    shrinkage = _shrinkage(leave, in_shift, shrinkage_base)
    demand: _Calls | _Mails
    if channel == "mails":
        contacts, due = sum(volumes), due_within * HOUR
        work = tuple(volume * work_time for volume in volumes)
        in_time = least_pace(work, length=length, due=due)
        keep_up = sum(work) / (len(work) * length) if known else 0.0
        demand = _Mails(work, length, due, max_occupancy, in_time, keep_up)
    else:
        contacts = max(volumes)
        target = Target(service_level, answer_within, max_occupancy, definition=definition)
        demand = _Calls(contacts * work_time / length, work_time, target, patience)
    traffic = demand.traffic
    start = Result("", contacts, traffic, work_time, shrinkage, None, None, None, "", (), None)
    if traffic > MOST_TRAFFIC:
        return start._replace(state="too_large")
    if not traffic:
        return start._replace(state="no_contacts", agents=0, rostered=0, paid_fte=0.0)
    needed = demand.needed()
    agents = _at_least_one(needed)
    hours, found = needed * hours_a_week, None
    if known:
        each = demand.intervals(read, length)
        at_work = demand.hours_at_work(each, length)
        found = Day(
            given=len(day),
            contacts=sum(volumes),
            busiest=volumes.index(max(volumes)) + 1,
            service_level=None if channel == "mails" else level_of_day(each),
            hours_at_work=at_work,
            paid_hours=at_work / (1 - shrinkage) if shrinkage < 1 else None,
            days_a_week=min(WEEK, hours_a_week / (sum(map(bool, read)) * length / HOUR)),
            intervals=each,
        )
        hours = at_work * found.days_a_week
    fte = None
    if shrinkage < 1:
        fte = paid_fte(rostered_hours=hours / (1 - shrinkage), contract_hours=contract_hours)
    return start._replace(
        state="no_time" if fte is None else "answer",
        agents=agents,
        rostered=_rostered(needed, shrinkage),
        paid_fte=fte,
        limited_by=demand.limit(agents),
        rows=tuple(
            demand.row(agents + more, _rostered(agents + more if more else needed, shrinkage))
            for more in AROUND
            if agents + more >= 1
        ),
        day=found,
    )


def rows_of_a_day(interval_minutes: float) -> int:
    """Return how many intervals a day has, the last one perhaps in part.

    >>> rows_of_a_day(30), rows_of_a_day(7)
    (48, 206)
    """
    return whole(DAY / interval_minutes)


def show(given: Mapping[str, Any], result: Result, words: Words) -> Shown:
    """Put the answer into words: agents, people, waits, and what one agent more or less does."""
    kind, drawn = _kind(given, result), bool(result.rows)
    told = _told(given, result, words) | _told_of_day(given, result, words)
    told |= {"demand": words(f"{NAME}.demand_{kind}", **told)}
    answered = f"answer_{kind}" if result.state == "answer" else result.state
    day = "day" if result.state == "answer" and result.day else result.state
    return Shown(
        headline=words(f"{NAME}.headline_{day if kind == 'day' else result.state}", **told),
        aside=words(f"{NAME}.aside_{day}", **told),
        sentence=words(f"{NAME}.sentence_{answered}", **told),
        findings=[words(f"{NAME}.{key}", **told) for key in _findings(given, result)],
        table=_table(given, result, words),
        beside=[],
        caption=words(f"{NAME}.chart.{f'caption_{kind}' if drawn else 'nothing'}", **told),
        charts=lines(_chart(given, result, words, told)) if drawn else [],
        working=_working(given, result, words, told),
        figures=[],
        carry=_carry(given, result, words, told),
        folded=_every_interval(given, result, words),
    )


def _at_least_one(needed: float) -> int:
    return max(1, whole(needed))


def _most_contacts(known: Sequence[float], work_time: float, length: float) -> float:
    """Return the most contacts of a row that counts; those of others are too many for one queue.

    Infinite where there is no such row, so that all of the day is found too large.
    """
    counted = [volume for volume in known if volume * work_time / length <= MOST_TRAFFIC]
    return max(counted) if any(counted) else inf


def _shrinkage(leave: float, in_shift: float, base: str) -> float:
    """Return all shrinkage; 1 where the causes take all of the paid time."""
    if base == "shift":
        return one_after_another((leave, in_shift))
    return 1.0 if leave + in_shift >= 1 else on_the_same_base((leave, in_shift))


def _rostered(agents: float, shrinkage: float) -> int | None:
    """Return the people to roster, never fewer than the whole agents at work."""
    if shrinkage >= 1:
        return None
    return max(_at_least_one(agents), headcount(agents=agents, shrinkage=shrinkage))


def _demand(given: Mapping[str, Any], result: Result) -> _Calls | _Mails:
    """Return what the answer was worked out from."""
    length = given["interval_minutes"] * 60
    if given["channel"] == "mails":
        volumes = [each.contacts or 0.0 for each in result.day.intervals] if result.day else None
        work = tuple(volume * result.work_time for volume in volumes or [result.contacts])
        due = given["due_within"] * HOUR
        return _Mails(work, length, due, given["max_occupancy"], result.traffic, 0.0)
    target = Target(given["service_level"], given["answer_within"], definition=given["definition"])
    return _Calls(result.traffic, result.work_time, target, given["patience"])


def _kind(given: Mapping[str, Any], result: Result) -> str:
    """Say what was asked: interval or day, of e-mails mails or mails_day."""
    mails = given["channel"] == "mails"
    if result.day:
        return "mails_day" if mails else "day"
    return "mails" if mails else "interval"


def _needed(result: Result) -> Row:
    return next(row for row in result.rows if row.agents == result.agents)


def _told(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write every number that the sentence, the findings and the chart speak of."""
    told = {
        "counted": plain(given["contacts_per_interval"]),
        "peak": words.percent(given["peak_share"]),
        "contacts": plain(round(result.contacts, 2)),
        "volume": _volume(result.contacts, words),
        "peak_volume": _volume(result.contacts, words),
        "minutes": _minutes(given["interval_minutes"], words),
        "handle_time": _seconds(given["handle_time"], words),
        "work_time": _seconds(result.work_time, words),
        "target": words.percent(given["service_level"]),
        "within": _seconds(given["answer_within"], words),
        "due": _hours(given["due_within"], words),
        "traffic": plain(round(result.traffic, 2)),
        "most": plain(MOST_TRAFFIC),
        "few": plain(FEW),
        "cap": words.percent(given["max_occupancy"]),
        "leave": words.percent(given["leave"]),
        "in_shift": words.percent(given["in_shift"]),
        "shrinkage": words.percent(result.shrinkage),
        "agents": plain(result.agents or 0),
        "exact": plain(round(result.traffic / given["max_occupancy"], 2)),
        "rostered": plain(result.rostered or 0),
        "fte": tenths(result.paid_fte or 0),
        "hours_a_week": _hours(given["hours_a_week"], words),
        "contract_hours": _hours(given["contract_hours"], words),
        "chats": plain(given["chats_at_once"]),
        "worth": plain(given["handle_time"] / result.work_time),
    }
    mails = given["channel"] == "mails"
    for name, row in _beside(result).items():
        told |= {
            f"{name}agents": plain(row.agents),
            f"{name}level": words.chance(row.service_level),
            f"{name}wait": _wait(row.wait_all, words, mails=mails),
            f"{name}answered_wait": _wait(row.wait_answered, words),
            f"{name}waiting": words.chance(row.p_wait),
            f"{name}occupancy": words.percent(row.occupancy),
            f"{name}lost": words.chance(row.abandonment),
            f"{name}Waiting": capital(words.chance(row.p_wait)),
            f"{name}Lost": capital(words.chance(row.abandonment)),
        }
    return told


def _volume(contacts: float, words: Words) -> str:
    count = plain(round(contacts, 2))
    return words(f"{NAME}.contact{'' if count == '1' else 's'}", count=count)


def _told_of_day(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write the numbers of a day, where there is one."""
    day = result.day
    if not day:
        return {}
    gaps = [at for at, each in enumerate(day.intervals, start=1) if each.contacts is None]
    large = [at for at, each in enumerate(day.intervals, start=1) if _too_large(each)]
    busy = sum(bool(each.contacts) for each in day.intervals)
    open_hours = busy * given["interval_minutes"] / 60
    return {
        "volume": _volume(day.contacts, words),
        "rows": plain(len(day.intervals)),
        "length": _hours(len(day.intervals) * given["interval_minutes"] / 60, words),
        "gaps": _listed(gaps),
        "large": _listed(large),
        "busiest": plain(day.busiest),
        "day_level": words.chance(day.service_level or 0.0),
        "hours_at_work": _hours(day.hours_at_work, words),
        "paid_hours": _hours(day.paid_hours or 0.0, words),
        "days": plain(round(day.days_a_week, 2)),
        "open_hours": _hours(open_hours, words),
        "all_week": plain(round(WEEK * open_hours, 2)),
    }


def _too_large(interval: Interval) -> bool:
    return interval.contacts is not None and interval.agents is None


def _listed(rows: list[int]) -> str:
    """Name the first of some rows."""
    named = ", ".join(map(plain, rows[:LISTED]))
    return named if len(rows) <= LISTED else f"{named}, …"


def _beside(result: Result) -> dict[str, Row]:
    """Return the row of the answer, and of one agent fewer and more, by the prefix of its texts."""
    names = {-1: "fewer_", 0: "", 1: "more_"}
    rows = {row.agents - (result.agents or 0): row for row in result.rows}
    return {name: rows[more] for more, name in names.items() if more in rows}


def _findings(given: Mapping[str, Any], result: Result) -> list[str]:
    """Say how it goes, what decides, what an agent changes, and where to be careful."""
    if not result.rows:
        return [f"why_{result.state}"]
    mails = given["channel"] == "mails"
    keys = _findings_of_day(result.day, mails=mails) if result.day else []
    keys.append("done" if mails else "waits_lost" if given["patience"] else "waits")
    keys.append(f"limit_{result.limited_by}")
    if not result.day:
        keys += _findings_beside(result, mails=mails)
    if result.state != "answer":
        keys.append("why_no_time")
    elif not result.day:
        keys.append("people_mails" if mails else "people")
    if given["channel"] == "chats":
        keys.append("chats")
    if mails:
        return keys if result.day else [*keys, "every_day"]
    if result.contacts < FEW:
        keys.append("few")
    if not given["patience"]:
        keys.append("nobody_leaves")
    return keys


def _findings_of_day(day: Day, *, mails: bool) -> list[str]:
    """Say how much of a column was read, and what the day takes."""
    keys = ["day_cut" if day.given > len(day.intervals) else "day_read"]
    if None in {each.contacts for each in day.intervals}:
        keys.append("day_gaps")
    if any(map(_too_large, day.intervals)):
        keys.append("day_large")
    if day.paid_hours is not None:
        keys.append("day_hours")
    if day.days_a_week < WORKDAYS:
        keys.append("day_week")
    return keys if mails else [*keys, "day_peak"]


def _findings_beside(result: Result, *, mails: bool) -> list[str]:
    """Say what one agent fewer and one more do."""
    if mails:
        return ["fewer_mails"] if "fewer_" in _beside(result) else []
    fewer = _beside(result).get("fewer_")
    keys = ["fewer_growing" if fewer.wait_all is None else "fewer"] if fewer else []
    return [*keys, "more"]


def _seconds(seconds: float, words: Words) -> str:
    text = plain(round(seconds, 1))
    return words("per.second" if text == "1" else "per.seconds", amount=text)


def _minutes(minutes: float, words: Words) -> str:
    text = plain(minutes)
    return words("per.minute" if text == "1" else "per.minutes", amount=text)


def _hours(hours: float, words: Words) -> str:
    text = plain(round(hours, 2))
    return words("per.hour" if text == "1" else "per.hours", amount=text)


def _wait(seconds: float | None, words: Words, *, mails: bool = False) -> str:
    """Write an average wait, or of e-mails the longest, which is never rounded down."""
    if seconds is None:
        return words(f"{NAME}.growing")
    if mails:
        return _hours(whole(seconds / HOUR * 100) / 100, words)
    return _seconds(seconds, words)


def _table(given: Mapping[str, Any], result: Result, words: Words) -> Table:
    """Set five sizes of the team side by side."""
    mails = given["channel"] == "mails"
    queue_keys = ("agents", "rostered", "level", "wait", "occupancy", "lost")
    keys = ("agents", "rostered", "in_time", "done", "busy") if mails else queue_keys
    rows = [
        (
            el("strong", plain(row.agents)) if row.agents == result.agents else plain(row.agents),
            _people(row.rostered, words),
            words.chance(row.service_level),
            _wait(row.wait_all, words, mails=mails),
            words.percent(row.occupancy),
            *(() if mails else (words.chance(row.abandonment),)),
        )
        for row in result.rows
    ]
    current = [row.agents for row in result.rows].index(result.agents or 0) if rows else None
    return Table(
        caption=words(f"{NAME}.table.caption_{_kind(given, result)}"),
        head=tuple(words(f"{NAME}.table.{key}") for key in keys),
        rows=list(rows),
        numbers=tuple(range(len(keys))),
        current=current,
    )


def _every_interval(given: Mapping[str, Any], result: Result, words: Words) -> Table | None:
    """List the intervals of a day with what each needs."""
    if not result.day:
        return None
    mails = given["channel"] == "mails"

    def rostered(agents: int) -> int | None:
        return result.rostered if mails else _rostered(agents, result.shrinkage)

    keys = ("row", "contacts", "agents", "rostered", *(() if mails else ("level",)))
    none = words("format.none")
    rows = [
        (
            plain(number),
            none if each.contacts is None else plain(each.contacts),
            none if each.agents is None else plain(each.agents),
            _people(each.agents and rostered(each.agents), words),
            *(() if mails else (_share(each.service_level, words),)),
        )
        for number, each in enumerate(result.day.intervals, start=1)
    ]
    return Table(
        caption=words(f"{NAME}.table.caption_every"),
        head=tuple(words(f"{NAME}.table.{key}") for key in keys),
        rows=list(rows),
        numbers=tuple(range(len(keys))),
        current=result.day.busiest - 1,
    )


def _people(count: int | None, words: Words) -> str:
    return words("format.none") if count is None else plain(count)


def _share(share: float | None, words: Words) -> str:
    return words("format.none") if share is None else words.chance(share)


def _chart(
    given: Mapping[str, Any], result: Result, words: Words, told: dict[str, str]
) -> LineChart:
    """Draw the day's agents, or what a number of agents does, with a dot at the answer."""
    kind, agents, demand = _kind(given, result), result.agents or 0, _demand(given, result)
    if kind == "day" and result.day:
        return _chart_of_day(given, result.day, words, told)
    span = next(span for span in SPANS if span >= min(6 * sqrt(result.traffic), SPANS[-1]))
    first = max(0, agents - span // 2)
    if isinstance(demand, _Mails):
        first = max(1, agents // 2)
        target, height = given["due_within"], (demand.wait(agents) / HOUR)
        points = [(float(more), demand.wait(first + more) / HOUR) for more in _steps(span)]
        up = Scale(plain, lambda hours: _hours(hours, words))
    else:
        target, height = given["service_level"], _needed(result).service_level
        levels = _heights(demand.level, [first + more for more in _steps(span)])
        points = _stairs(list(_steps(span)), levels)
        up = Scale(words.percent, words.percent)
    said = "mails" if isinstance(demand, _Mails) else "interval"
    return LineChart(
        id="staffing-chart",
        title=words(f"{NAME}.chart.title_{said}"),
        description=words(f"{NAME}.chart.description_{said}", **told),
        lines=[
            Line(words(f"{NAME}.chart.line_{said}"), points),
            Line(words(f"{NAME}.chart.target_{said}", **told), [(0, target), (span, target)]),
        ],
        dots=[Dot(agents - first, height, told["agents"])],
        across=Scale(
            lambda more: plain(first + more),
            lambda more: words(f"{NAME}.chart.agents", agents=plain(first + more)),
        ),
        up=up,
    )


def _chart_of_day(
    given: Mapping[str, Any], day: Day, words: Words, told: dict[str, str]
) -> LineChart:
    """Draw the agents that each interval needs as steps, their mean across, a dot at the peak."""
    known = [each.agents for each in day.intervals if each.agents is not None]
    needed: list[int] = []
    for each in day.intervals:  # a row without a number is drawn like the one before it
        needed.append(
            (needed or known)[-1 if needed else 0] if each.agents is None else each.agents
        )
    wide = QUARTERS / len(needed)  # of an interval, so that the ticks are quarters of the day
    points = [(0.0, float(needed[0]))]
    for at, (before, after) in enumerate(pairwise(needed), start=1):
        if before != after:
            points += [(at * wide, float(before)), (at * wide, float(after))]
    points.append((float(QUARTERS), float(needed[-1])))
    mean = sum(known) / len(known)
    hours = len(needed) * given["interval_minutes"] / 60

    def hour(quarter: float) -> float:
        return float(round(hours * quarter / QUARTERS, 2))

    return LineChart(
        id="staffing-chart",
        title=words(f"{NAME}.chart.title_day"),
        description=words(f"{NAME}.chart.description_day", **told),
        lines=[
            Line(words(f"{NAME}.chart.line_day"), points),
            Line(
                words(f"{NAME}.chart.mean", agents=plain(round(mean, 1))),
                [(0.0, mean), (float(QUARTERS), mean)],
            ),
        ],
        dots=[Dot((day.busiest - 0.5) * wide, needed[day.busiest - 1], told["agents"])],
        across=Scale(
            lambda quarter: plain(hour(quarter)), lambda quarter: _hours(hour(quarter), words)
        ),
        up=Scale(plain, lambda agents: words(f"{NAME}.chart.agents", agents=plain(agents))),
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
    """Write out the load, the agents, the waits, the shrinkage, the roster and the contracts."""
    return [
        Step(
            words(f"{NAME}.working.{key}"),
            words(f"{NAME}.working.{key}_formula"),
            words(f"{NAME}.working.{key}_numbers", **told),
            cells,
        )
        for key, cells in (*_load_cells(given, result), *_people_cells(given, result))
    ]


type _Cells = Iterator[tuple[str, tuple[Cell, ...]]]


def _load_cells(given: Mapping[str, Any], result: Result) -> _Cells:
    """Yield the contacts, the work and the agents; what a day or a search gave is looked up."""
    chats, mails = given["channel"] == "chats", given["channel"] == "mails"
    of_day = any(
        row is not None for row in given["day"][: rows_of_a_day(given["interval_minutes"])]
    )
    each = "work_time" if chats else "handle_time"
    count = "" if of_day else "contacts_per_interval * peak_share"
    yield f"contacts{'_day' * of_day}", (Cell("contacts", count, result.contacts, "count"),)
    if chats:
        worth = Cell("chats_worth", "", given["handle_time"] / result.work_time, "count")
        time = Cell("work_time", "handle_time / chats_worth", result.work_time, "count")
        yield "chats", (worth, time)
    span = "(due_within * 3600)" if mails else "(interval_minutes * 60)"
    load = "" if mails and of_day else f"contacts * {each} / {span}"
    said = f"load{'_mails' * mails}{'_day' * (mails and of_day)}"
    yield said, (Cell("load", load, result.traffic, "count"),)
    if not result.agents:
        return
    if mails:
        exact = result.traffic / given["max_occupancy"]
        rounded = f"MAX(1, ROUNDUP(agents_exact - {_spare('agents_exact')}, 0))"
        yield (
            "agents_mails",
            (
                Cell("agents_exact", "load / max_occupancy", exact, "count"),
                Cell("agents_at_work", rounded, result.agents, "count"),
            ),
        )
        return
    found = "" if of_day or given["patience"] is not None else fewest(result.agents)
    waiting = ""
    if found:  # an error where a patience is typed: no sheet works Erlang A out
        found += " / (patience <= 0)"
        waiting = "INDEX(erlang_waiting, agents_at_work + 1)"
    yield "agents", (Cell("agents_at_work", found, result.agents, "count"),)
    yield from _wait_cells(given, _needed(result), each, waiting)


def _wait_cells(given: Mapping[str, Any], row: Row, each: str, waiting: str) -> _Cells:
    """Yield what callers meet: by formulas where nobody hangs up, else looked up."""
    left = Cell("abandonment", "", row.abandonment, "share")
    busy = Cell("busy_share", "load * (1 - abandonment) / agents_at_work", row.occupancy, "share")
    level, wait = row.service_level, row.wait_all or 0.0
    if given["patience"] is not None:
        met = Cell("level_met", "", level, "share")
        yield "leavers", (left, met, Cell("average_wait", "", wait, "count"))
        yield "busy", (busy,)
        return
    late = f"EXP(0 - (agents_at_work - load) * answer_within / {each})"
    mean = f"chance_of_waiting * {each} / (agents_at_work - load)"
    yield "chance", (Cell("chance_of_waiting", waiting, row.p_wait, "share"),)
    yield "level", (Cell("level_met", f"1 - chance_of_waiting * {late}", level, "share"),)
    yield "wait", (Cell("average_wait", mean, wait, "count"),)
    yield "busy", (left, busy)


def _people_cells(given: Mapping[str, Any], result: Result) -> _Cells:
    """Yield shrinkage, roster and contracts, where shrinkage leaves anybody."""
    if not (result.agents and result.rostered and result.paid_fte):
        return
    same, mails = given["shrinkage_base"] == "paid", given["channel"] == "mails"
    total = "leave + in_shift" if same else "1 - (1 - leave) * (1 - in_shift)"
    needed = result.traffic / given["max_occupancy"] if mails else result.agents
    exact = "agents_exact" if mails else "agents_at_work"
    rounded = f"MAX(agents_at_work, ROUNDUP(roster_exact - {_spare('roster_exact')}, 0))"
    yield (
        "shrinkage_paid" if same else "shrinkage_shift",
        (Cell("all_shrinkage", total, result.shrinkage, "share"),),
    )
    roster = f"{exact} / (1 - all_shrinkage)"
    yield (
        "rostered_mails" if mails else "rostered",
        (
            Cell("roster_exact", roster, needed / (1 - result.shrinkage), "count"),
            Cell("agents_rostered", rounded, result.rostered, "count"),
        ),
    )
    if day := result.day:
        paid = "hours_at_work / (1 - all_shrinkage)"
        yield (
            "day",
            (
                Cell("hours_at_work", "", day.hours_at_work, "count"),
                Cell("paid_hours", paid, day.paid_hours or 0.0, "count"),
            ),
        )
        days = Cell("days_a_week", "", day.days_a_week, "count")
        contracts = "paid_hours * days_a_week / contract_hours"
        yield "fte_day", (days, Cell("full_time", contracts, result.paid_fte, "count"))
        return
    contracts = f"{exact} * hours_a_week / (1 - all_shrinkage) / contract_hours"
    yield (
        "fte_mails" if mails else "fte",
        (Cell("full_time", contracts, result.paid_fte, "count"),),
    )


def _spare(name: str) -> str:
    """Return what ``calc.headcount.whole`` forgives before it rounds up: what the last bits add."""
    return f"0.000000001 * MAX(1, {name} * 0.001)"


def _of_the_shift(given: Mapping[str, Any]) -> float:
    """Return the breaks as a share of the shift, which is what leave leaves of the paid time."""
    of_paid = given["shrinkage_base"] == "paid"
    return float(given["in_shift"] / (1 - given["leave"]) if of_paid else given["in_shift"])


def _carry(
    given: Mapping[str, Any], result: Result, words: Words, told: Mapping[str, str]
) -> list[Carry]:
    """Take along what gives the comparison these agents or this day, and what is promised."""
    if result.state != "answer":
        return []
    busy = occupancy = _needed(result).occupancy
    if result.day:
        contacts, key = result.day.contacts, "carry_day"
        occupancy = contacts * result.work_time / HOUR / result.day.hours_at_work
    elif given["peak_share"] < 1:
        contacts, key = given["contacts_per_interval"], "carry_day"
    else:
        hours = (result.agents or 0) * given["hours_a_week"] * WEEKS / MONTHS
        contacts, key = hours * round(busy, 4) * HOUR / result.work_time / DAYS, "carry"
    values = {
        "contacts_per_day": round(contacts, 2),
        "handle_time": result.work_time,
        "occupancy": round(occupancy, 4),
        "paid_hours": given["contract_hours"] * WEEKS,
        "shrinkage": round(result.shrinkage, 4),
        "shift_shrinkage": round(_of_the_shift(given), 4),
    }
    text = words(f"{NAME}.{key}", **told, a_day=plain(round(contacts, 2)))
    carried = [Carry("in_house_or_outsourced", values, text)]
    if given["channel"] != "mails":
        promise = {
            "service_level": given["service_level"],
            "chats_at_once": given["chats_at_once"] if given["channel"] == "chats" else 1,
            "first_handle_time": given["handle_time"],
            "second_handle_time": given["handle_time"],
            "occupancy": round(busy, 4),
        }
        carried.append(Carry("service_level", promise, words(f"{NAME}.carry_promise")))
    if given["channel"] == "calls":
        carried.append(_carry_calls(given, result, contacts, words))
    return carried


def _carry_calls(
    given: Mapping[str, Any], result: Result, contacts_per_day: float, words: Words
) -> Carry:
    """Take calls that come evenly, and what is promised to them, to the models of price."""
    open_hours = given["hours_a_week"] * WEEKS / MONTHS
    contacts = contacts_per_day * DAYS
    if not result.day and given["peak_share"] == 1:
        contacts = given["contacts_per_interval"] * 60 / given["interval_minutes"] * open_hours
    values = {
        "contacts": round(contacts),
        "handle_time": given["handle_time"],
        "open_hours": round(open_hours, 2),
        "service_level": given["service_level"],
        "answer_within": given["answer_within"],
        "max_occupancy": given["max_occupancy"],
        "shrinkage": round(result.shrinkage, 4),
    }
    text = words(f"{NAME}.carry_calls", contacts=f"{values['contacts']:,}")
    return Carry("inbound_pricing", values, text)
