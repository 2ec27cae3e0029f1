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
ONE_BY_ONE = 40  # teams up to this size are tried one by one, as a base fee matters most there
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
        """Return the monthly seats that put so many agents to work in every open hour."""
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
    there: so one question for each n replaces a scan of every volume.
    """
    team = hourly * desk.open_hours

    def volume(agents: int) -> int:
        found = shared.contacts(team * agents)
        if found is None or found > MOST_CONTACTS:
            return MOST_CONTACTS + 1
        return max(1, ceil(found * (1 - TOLERANCE)))

    def even(agents: int) -> bool:
        return desk.copes(agents, volume(agents))

    first = _first(even, volume, 1)
    if first is None:
        return None
    for agents in range(first, first + ONE_BY_ONE):
        low, high = volume(agents), volume(agents + 1) - 1
        if high > low and not desk.copes(agents, high):
            last = _last(partial(desk.copes, agents), low, high)
            again = _first(even, volume, agents + 1)
            return Crossings(volume(first), last, volume(again) if again else None)
    return Crossings(volume(first), None, None)


def _sizes(start: int, volume: Callable[[int], int]) -> Iterator[int]:
    """Yield team sizes one by one, then by a quarter more, up to a million contacts or agents."""
    size = start
    while size <= MOST_CONTACTS and volume(size) <= MOST_CONTACTS:
        yield size
        size += size // 4 if size >= ONE_BY_ONE else 1


def _first(even: Callable[[int], bool], volume: Callable[[int], int], start: int) -> int | None:
    """Return the smallest team from ``start`` on that breaks even, within a million contacts."""
    low = start - 1
    for size in _sizes(start, volume):
        if even(size):
            high = size
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if even(middle) else (middle, high)
            return high
        low = size
    return None


def _last(copes: Callable[[int], bool], low: int, high: int) -> int:
    """Return the largest volume with which a team copes, which it does at low but not at high."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if copes(middle) else (low, middle)
    return low
