"""A day of intervals: the agents that each needs, and the pace at which written work is done.

Times are in seconds, shares from 0 to 1. No quantity is negative, none that divides is 0; a
function checks only what its docstring says it raises.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from calc.erlang import MOST_TRAFFIC, Target, across_intervals, required_agents, service_levels


class Interval(NamedTuple):
    """Hold the agents that an interval needs, and what they give; ``None`` without a number.

    Without contacts there is no service level, a share from 0 to 1 by the definition of the target;
    for too many there are no agents either.
    """

    contacts: float | None
    agents: int | None
    service_level: float | None


@lru_cache(maxsize=64)  # typing elsewhere in the form asks for the same again
def intervals(
    volumes: tuple[float | None, ...],
    *,
    length: float,
    handle_time: float,
    target: Target,
    patience: float | None,
) -> tuple[Interval, ...]:
    """Find the least agents that keep a target in each interval of ``length``.

    Volumes are contacts in an interval, ``None`` for one that could not be read. They are worked
    out by size, equal ones once, each from the agents of the one before; none of more than 100,000
    erlangs. Raises ``ValueError`` as ``required_agents`` does, and takes its formulas.

    >>> found = intervals((100, None, 50, 100), length=1800, handle_time=180,
    ...     target=Target(0.8, 20, 0.85), patience=None)
    >>> [each.agents for each in found]
    [14, None, 8, 14]
    """
    known: dict[float | None, Interval] = {
        None: Interval(None, None, None),
        0.0: Interval(0.0, 0, None),
    }
    like = None
    for volume in sorted({volume for volume in volumes if volume}):
        traffic = volume * handle_time / length
        if traffic > MOST_TRAFFIC:
            known[volume] = Interval(volume, None, None)
            continue
        agents = required_agents(
            traffic=traffic, handle_time=handle_time, target=target, patience=patience, like=like
        )
        levels = service_levels(
            traffic=traffic,
            agents=agents,
            handle_time=handle_time,
            answer_within=target.answer_within,
            patience=patience,
        )
        known[volume] = Interval(volume, agents, float(getattr(levels, target.definition)))
        like = traffic, agents
    return tuple(known[volume] for volume in volumes)


def level_of_day(found: Iterable[Interval]) -> float | None:
    """Return the service level of a day, weighted by contacts; ``None`` without any contact.

    Intervals without a number of agents do not count. Derived, as in ``across_intervals``.

    >>> level_of_day([Interval(100, 14, 0.9), Interval(20, 5, 0.6), Interval(None, None, None)])
    0.85
    """
    levels = [(each.contacts or 0.0, each.service_level or 0.0) for each in found if each.agents]
    return across_intervals([calls for calls, _ in levels], [level for _, level in levels])


def least_pace(work: Sequence[float], *, length: float, due: float) -> float:
    """Return the least steady pace at which all work is done within ``due`` of its interval.

    ``work`` comes at the end of each interval of ``length``; the pace is seconds of it in a second.
    What comes from interval i to j has the time between them, and ``due``; the pace is the largest
    ratio of the two, 0 without work (derived). Each pass finds the stretches that are worst at the
    pace so far (J. Kadane's scan, in J. Bentley, "Algorithm design techniques", Communications of
    the ACM 27 (1984)), and raises it to the largest ratio among them, until none exceeds it
    (W. Dinkelbach, "On nonlinear fractional programming", Management Science 13 (1967)).

    >>> least_pace([40.0], length=1, due=8), least_pace([4.0, 6.0, 0.0], length=1, due=1)
    (5.0, 6.0)
    """
    pace, higher = -1.0, 0.0
    while higher > pace:
        pace = higher
        left = time = 0.0
        for each in work:
            goes_on = left > pace * (time - due + length) if time else False
            left, time = (left + each, time + length) if goes_on else (each, due)
            higher = max(higher, left / time)
    return pace


def longest_wait(work: Sequence[float], *, length: float, pace: float) -> float:
    """Return how long the last of the work of any interval waits until it is done.

    Derived: the largest backlog over ``pace``, which is above 0, with work that comes at the end of
    each interval of ``length``, as in ``least_pace``.

    >>> longest_wait([4.0, 6.0, 0.0], length=1, pace=4.0)
    1.5
    """
    backlog = most = 0.0
    for each in work:
        backlog = max(0.0, backlog - pace * length) + each
        most = max(most, backlog)
    return most / pace
