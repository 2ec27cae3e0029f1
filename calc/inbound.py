"""Inbound contacts priced by the minute, by the hour and by the seat, and where they cross.

Derived for this guide: a shared agent is paid for billed minutes alone, a dedicated team for every
hour in which it must be there to keep its promise (Erlang C), so that its cost is a staircase.
"""

from collections.abc import Callable, Iterator
from functools import partial
from math import ceil, exp
from typing import NamedTuple

from calc.erlang import Target, keeps, required_agents
from calc.headcount import whole

HOUR = 3_600  # seconds
MINUTE = 60  # seconds; also minutes of an hour
PART = 16  # the next team tried is larger by this part of its size, but by one agent at least
MOST_CONTACTS = 1_000_000  # a month: no break-even is looked for beyond
TOLERANCE = 1e-9


def billed_seconds(talk: float, increment: float) -> float:
    """Return the mean billed time of exponential talk rounded up: d / (1 - e^(-d / t)), seconds.

    The ceiling of an exponential time is geometric. No talk bills nothing.

    >>> round(billed_seconds(180, 60), 2)
    211.66
    """
    return increment / (1 - exp(-increment / talk)) if talk else 0.0


def break_even_talk(hourly: float, per_minute: float) -> float | None:
    """Return the share of a dedicated hour in talk at which both cost the same: D / (60 m).

    ``None`` where a minute is free; above 1 where a dedicated hour can never be worth it.
    """
    return hourly / (MINUTE * per_minute) if per_minute else None


class Shared(NamedTuple):
    """Hold a shared service: a fee and a minimum a month, a price a minute, and minutes a contact.

    Money in US dollars.
    """

    base_fee: float
    minimum: float
    per_minute: float
    minutes: float

    def cost(self, contacts: float) -> float:
        """Return the cost of a month: the fee and the minutes, but at least the minimum."""
        return max(self.base_fee + self.per_minute * self.minutes * contacts, self.minimum)

    def contacts(self, cost: float) -> float | None:
        """Return the least contacts that cost so much, ``None`` where no number does."""
        if cost <= self.cost(0):
            return 0.0
        unit = self.per_minute * self.minutes
        return (cost - self.base_fee) / unit if unit else None


class Desk(NamedTuple):
    """Hold how contacts arrive evenly over ``open_hours`` a month, and the promise to them.

    ``handle_time`` in seconds.
    """

    handle_time: float
    open_hours: float
    target: Target

    def traffic(self, contacts: float) -> float:
        """Return the load of a month's contacts in erlangs."""
        return contacts * self.handle_time / HOUR / self.open_hours

    def agents(self, contacts: float) -> int:
        """Return the agents who must be there in every open hour; none without contacts."""
        return required_agents(
            traffic=self.traffic(contacts), handle_time=self.handle_time, target=self.target
        )

    def copes(self, agents: int, contacts: float) -> bool:
        """Say whether so many agents keep the promise."""
        return keeps(
            traffic=self.traffic(contacts),
            agents=agents,
            handle_time=self.handle_time,
            target=self.target,
        )

    def seats(self, agents: int, seat_hours: float, shrinkage: float) -> int:
        """Return the monthly seats that put so many agents to work in every open hour.

        Shrinkage takes its share of the ``seat_hours``, which are paid ones: n T / (H (1 - s)),
        rounded up.
        """
        return whole(agents * self.open_hours / (seat_hours * (1 - shrinkage)))


class Crossings(NamedTuple):
    """Hold where a dedicated team begins to cost no more than shared agents, in contacts a month.

    It stays so up to ``last`` (``None``: as far as was looked), after which one more agent makes
    shared cheaper until ``again``, ``None`` where dedicated is not seen to return.
    """

    first: int
    last: int | None
    again: int | None


def crossings(shared: Shared, hourly: float, desk: Desk) -> Crossings | None:
    """Return where a dedicated team by the hour breaks even, ``None`` where it never does.

    A team of n breaks even at the volume whose minutes cost as much as its hours, if it copes
    there: so one question for each n replaces a scan of every volume. It falls short where it does
    not cope with the last volume before one more agent breaks even; a fee can put that off by
    hundreds of teams. Teams that fall short are neighbors, so that few sizes need a look.
    """
    team = hourly * desk.open_hours
    most = min(int(shared.cost(MOST_CONTACTS) / team), MOST_CONTACTS)

    def volume(agents: int) -> int:
        found = shared.contacts(team * agents)
        return MOST_CONTACTS + 1 if found is None else max(1, ceil(found * (1 - TOLERANCE)))

    def even(agents: int) -> bool:
        return desk.copes(agents, volume(agents))

    def falls_short(agents: int) -> bool:
        low, high = volume(agents), volume(agents + 1) - 1
        return high > low and not desk.copes(agents, high)

    first = _first(even, 1, most)
    if first is None:
        return None
    short = _first(falls_short, first, most)
    if short is None:
        return Crossings(volume(first), None, None)
    last = _last(partial(desk.copes, short), volume(short), volume(short + 1) - 1)
    if last >= MOST_CONTACTS:
        return Crossings(volume(first), None, None)
    again = _first(even, short + 1, most)
    return Crossings(volume(first), last, volume(again) if again else None)


def _sizes(start: int, most: int) -> Iterator[int]:
    """Yield team sizes from ``start`` up to ``most``: small ones one by one, and the last."""
    size = start
    while size < most:
        yield size
        size += max(1, size // PART)
    if start <= most:
        yield most


def _first(holds: Callable[[int], bool], start: int, most: int) -> int | None:
    """Return the smallest team of which something holds, from ``start`` up to ``most``."""
    low = start - 1
    for size in _sizes(start, most):
        if holds(size):
            high = size
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if holds(middle) else (middle, high)
            return high
        low = size
    return None


def _last(copes: Callable[[int], bool], low: int, high: int) -> int:
    """Return the largest volume with which a team copes, which it does at low but not at high."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if copes(middle) else (low, middle)
    return low
