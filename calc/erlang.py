"""Erlang B, C and A: how long callers wait, and how many agents keep a promise about it.

Times are in seconds, shares from 0 to 1; ``traffic`` is the offered load in erlangs, calls a second
times handle time; ``agents`` may be fractional (Jagerman 1974). ``patience`` is the mean time
until a caller hangs up: without it nobody does (Erlang C), with it the queue is Erlang A, which
needs agents and patience above 0. No quantity is negative, and ``handle_time`` is above 0; a
function checks only what its docstring says it raises. Small numbers of agents take a recurrence,
the others an integral around its peak, so that 100,000 erlangs neither overflow nor take longer
than a thousand.
"""

from bisect import bisect
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise
from math import ceil, cos, exp, expm1, floor, inf, isqrt, log, pi, sqrt, sumprod
from typing import Literal, NamedTuple

MOST_TRAFFIC = 100_000  # erlangs, up to which everything here is tested
TOLERANCE = 1e-9  # exactly the target counts as met, whatever the last bit says
FORGOTTEN = 41.5  # what weighs e^-41.5 of the rest does not change a float
LARGEST = 709.0  # the exponent of e whose power is a float
STEPS = 350  # of a recurrence, up to which it is quicker than an integral
NEIGHBOR = 4.0  # times as much traffic, up to which the agents of less say where to look
WIDE = 3.0  # a first panel, beside the scale on which its integrand changes

type Definition = Literal["offered", "answered", "virtual", "excluding_short", "positive"]


class Queue(NamedTuple):
    """Hold what callers meet: shares from 0 to 1, seconds, and the mean number waiting.

    ``wait_all`` is the mean wait of every caller, those who hang up included; ``wait_answered`` of
    those who are answered, as telephone reports have it. ``p_wait`` is the share that does not
    reach an agent at once, ``abandonment`` the share that hangs up.
    """

    p_wait: float
    abandonment: float
    wait_all: float
    wait_answered: float
    queue_length: float
    occupancy: float


class Overloaded(NamedTuple):
    """Stand for a queue that keeps growing; ``least_agents`` is the least number above the load."""

    least_agents: int


class ServiceLevels(NamedTuple):
    """Hold the share answered in time, from 0 to 1, by each definition in use.

    ``offered`` counts a caller who hangs up as missed and ``positive`` one who does so in time as
    met; ``answered`` leaves out all who hang up, ``excluding_short`` those who do so in time.
    ``virtual`` is what a caller would meet who never hangs up. No other is below ``offered``.
    """

    offered: float
    answered: float
    virtual: float
    excluding_short: float
    positive: float


class Target(NamedTuple):
    """Hold a promise: the share answered within so many seconds, and limits beside it.

    ``service_level`` lies between 0 and 1, both excluded; ``answer_within`` and ``max_wait`` are in
    seconds. ``max_occupancy`` is above 0, and 1 bounds nothing. ``max_wait`` bounds the mean wait
    of all callers; ``max_abandonment``, a share, means nothing without a patience.
    """

    service_level: float
    answer_within: float
    max_occupancy: float = 1.0
    max_wait: float | None = None
    max_abandonment: float | None = None
    definition: Definition = "offered"


def erlang_b(*, traffic: float, agents: float) -> float:
    """Return the probability that a call finds every line busy and is lost.

    1 without agents, 0 without traffic where there are some, and 0 where no float is as small.
    A. K. Erlang 1917; D. L. Jagerman, "Some properties of the Erlang loss function", Bell System
    Technical Journal 53 (1974), theorem 3, also for agents between whole numbers.

    >>> round(erlang_b(traffic=10, agents=17), 6)
    0.012949
    """
    return 1 / _inverse_b(traffic, agents)


def erlang_c(*, traffic: float, agents: float) -> float:
    """Return the probability of waiting where nobody hangs up; 1 where agents are overloaded.

    They are with no more agents than traffic; without traffic nobody waits. A. K. Erlang 1917;
    G. Koole, "Call Center Mathematics" (2007), chapter 4. As n B / (n - A(1 - B)) it needs no
    factorials (derived).

    >>> round(erlang_c(traffic=10, agents=14), 7)
    0.1741319
    """
    if not traffic:
        return 0.0
    if agents <= traffic:
        return 1.0
    free = (agents - traffic) / agents
    return 1 / (free * _inverse_b(traffic, agents) + traffic / agents)


def erlang_a(*, traffic: float, agents: float, handle_time: float, patience: float) -> Queue:
    """Return what callers meet who hang up after an exponential time; stable at every load.

    ``handle_time`` and ``patience`` in seconds. Raises ``ValueError`` without agents or without any
    patience. A. Mandelbaum and S. Zeltyn, "The Palm/Erlang-A Queue, with Applications to Call
    Centers" (2005), sections 3 and 4, through the density of the offered wait (F. Baccelli and
    G. Hebuterne, "On queues with impatient customers", 1981).

    >>> round(erlang_a(traffic=10, agents=14, handle_time=180, patience=300).abandonment, 6)
    0.013984
    """
    waits = _offered_waits(traffic, agents, patience / handle_time)
    return _queue_a(traffic, agents, handle_time, patience, waits)


def queue(
    *, traffic: float, agents: float, handle_time: float, patience: float | None = None
) -> Queue | Overloaded:
    """Return what callers meet, by Erlang A with a patience and by Erlang C without.

    Erlang C (Koole 2007, chapter 4): the mean wait of all callers is C h / (n - A), so that
    C A / (n - A) wait. ``Overloaded`` with no more agents than traffic and no patience; all 0
    without traffic. Raises ``ValueError`` as ``erlang_a`` does.

    >>> queue(traffic=10, agents=8, handle_time=180)
    Overloaded(least_agents=11)
    """
    if patience is not None:
        return erlang_a(traffic=traffic, agents=agents, handle_time=handle_time, patience=patience)
    if not traffic:
        return Queue(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if agents <= traffic:
        return Overloaded(floor(traffic) + 1)
    p_wait = erlang_c(traffic=traffic, agents=agents)
    length = p_wait * traffic / (agents - traffic)
    wait = p_wait * handle_time / (agents - traffic)
    return Queue(p_wait, 0.0, wait, wait, length, traffic / agents)


def service_levels(
    *,
    traffic: float,
    agents: float,
    handle_time: float,
    answer_within: float,
    patience: float | None = None,
) -> ServiceLevels:
    """Return the share answered in time, by Erlang A with a patience and by Erlang C without.

    Erlang C (Koole 2007, chapter 4): 1 - C exp(-(n - A) T / h), 0 where overloaded, 1 without
    traffic, and the same by every definition. Erlang A: the density of ``erlang_a``, added up to T
    as each definition asks (derived). ``answer_within``, T, is in seconds, 0 for those answered at
    once. Raises ``ValueError`` as ``erlang_a`` does.

    >>> round(service_levels(traffic=10, agents=14, handle_time=180, answer_within=20).offered, 4)
    0.8884
    """
    if patience is not None:
        return _met(traffic, agents, handle_time, answer_within, patience)[1]
    if agents <= traffic:
        level = 0.0 if traffic else 1.0
    else:
        late = exp(-(agents - traffic) * answer_within / handle_time) if traffic else 0.0
        level = 1 - erlang_c(traffic=traffic, agents=agents) * late
    return ServiceLevels(level, level, level, level, level)


def wait_percentile(
    *,
    share: float,
    traffic: float,
    agents: float,
    handle_time: float,
    patience: float | None = None,
) -> float | None:
    """Return the wait in seconds that a share of callers does not exceed, 0 <= share < 1.

    Erlang C: h / (n - A) ln(C / (1 - share)), never below 0, ``None`` where overloaded; derived
    from the tail of the wait in Koole 2007, chapter 4. With a patience: of a caller who never hangs
    up, by bisection (derived). Raises ``ValueError`` for any other share, and as ``erlang_a`` does.

    >>> round(wait_percentile(share=0.9, traffic=10, agents=14, handle_time=180), 1)
    25.0
    """
    if not 0 <= share < 1:
        raise ValueError("a share of callers lies between 0 and 1, and some always wait longer")
    if patience is not None:
        return _percentile_a(share, traffic, agents, handle_time, patience)
    if agents <= traffic:
        return None if traffic else 0.0
    p_wait = erlang_c(traffic=traffic, agents=agents)
    if p_wait <= 1 - share:
        return 0.0
    return handle_time / (agents - traffic) * log(p_wait / (1 - share))


def required_agents(
    *,
    traffic: float,
    handle_time: float,
    target: Target,
    patience: float | None = None,
    like: tuple[float, int] | None = None,
) -> int:
    """Return the least whole number of agents that keeps every part of the target.

    0 without traffic. Raises ``ValueError`` for a service level of 0 % (nobody would be needed) or
    100 % (no finite number is enough), and for a patience of 0. Derived: a search for the least
    number that meets the target by the formulas above. It is shorter from ``like``, other traffic
    above 0 and the agents that it takes, and finds the same.

    >>> required_agents(traffic=10, handle_time=180, target=Target(0.8, 20, max_occupancy=0.85))
    14
    """
    if not 0 < target.service_level < 1:
        raise ValueError("a service level lies between 0 and 1, both excluded")
    if not traffic:
        return 0
    meets = _meets(traffic, handle_time, target, patience)
    start, step = ceil(_fewest(traffic, target, patience)), max(1, isqrt(floor(traffic)) // 2)
    if like and traffic <= NEIGHBOR * like[0]:
        start, step = _near(traffic, target, patience, *like), 1
    return _least(meets, start, step)


def required_lines(*, traffic: float, max_blocking: float) -> int:
    """Return the least number of telephone lines (trunks) that lose at most a share of the calls.

    0 without traffic. Raises ``ValueError`` for a share of 0 (no finite number is enough), below 0
    and of 1 or more. Derived: a search for the least number whose Erlang B is no higher. It starts
    from the erlangs that are carried, A(1 - B), as a line carries at most one.

    >>> required_lines(traffic=10, max_blocking=0.02)
    17
    """
    if not 0 < max_blocking < 1:
        raise ValueError("a share of lost calls lies between 0 and 1, both excluded")
    if not traffic:
        return 0
    most = max_blocking * (1 + TOLERANCE)
    carried = max(1, ceil(traffic * (1 - most)))
    return _least(lambda lines: erlang_b(traffic=traffic, agents=lines) <= most, carried, 1)


def _least(meets: Callable[[float], bool], start: int, step: int) -> int:
    """Return the least number from 1 that meets, where every larger one does.

    Steps that double lead from the start to both sides of it, and halves between them.
    """
    low, high = start - 1, start
    while not meets(high):
        low, high, step = high, high + step, 2 * step
    while low and meets(low):
        low, high, step = max(0, low - step), low, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if meets(middle) else (middle, high)
    return high


def _fewest(traffic: float, target: Target, patience: float | None) -> float:
    """Return the least that copes, not rounded up, or what impatient callers keep busy.

    A flow of callers who each wait w keeps A e^(-w / patience) busy (W. Whitt,
    "Efficiency-driven heavy-traffic approximations", Management Science 50 (2004)).
    """
    if patience and target.max_occupancy == 1:
        return traffic * max(exp(-target.answer_within / patience), target.service_level)
    return max(floor(traffic) + 1, traffic / target.max_occupancy - TOLERANCE)


def _near(traffic: float, target: Target, patience: float | None, other: float, agents: int) -> int:
    """Return what traffic takes if, beyond the fewest, it grows like the square root of it.

    Square-root staffing: S. Halfin and W. Whitt, "Heavy-traffic limits for queues with many
    exponential servers", Operations Research 29 (1981).
    """
    beyond = agents - _fewest(other, target, patience)
    return max(1, ceil(_fewest(traffic, target, patience) + beyond * sqrt(traffic / other)))


def keeps(
    *,
    traffic: float,
    agents: float,
    handle_time: float,
    target: Target,
    patience: float | None = None,
) -> bool:
    """Say whether so many agents keep every part of the target; without contacts they do.

    Exactly a limit keeps it, to 1e-9. Raises ``ValueError`` as ``erlang_a`` does.

    >>> keeps(traffic=10, agents=13, handle_time=180, target=Target(0.8, 20))
    False
    """
    return not traffic or _meets(traffic, handle_time, target, patience)(agents)


def fractional_agents(
    *, traffic: float, handle_time: float, target: Target, patience: float | None = None
) -> float:
    """Return the agents, not rounded up, that keep the target exactly.

    For adding up intervals or queues before rounding once; to 1e-9 of an agent, or 1e-12 of more
    than a thousand. 0 without traffic; raises ``ValueError`` as ``required_agents`` does. Derived:
    a bisection, with Jagerman 1974, theorem 3, between whole numbers.

    >>> round(fractional_agents(traffic=10, handle_time=180, target=Target(0.8, 20)), 3)
    13.037
    """
    high = float(
        required_agents(traffic=traffic, handle_time=handle_time, target=target, patience=patience)
    )
    low = max(0.0, high - 1)
    meets = _meets(traffic, handle_time, target, patience)
    while high - low > TOLERANCE * max(1.0, high * 1e-3):
        middle = (low + high) / 2
        low, high = (low, middle) if meets(middle) else (middle, high)
    return high


def across_intervals(offered: list[float], service_level: list[float]) -> float | None:
    """Return the service level of several intervals, weighted by contacts; ``None`` without any.

    Derived: those answered in time over all who called. Raises ``ValueError`` where the lists are
    not equally long.

    >>> round(across_intervals([100, 20], [0.9, 0.6]), 2)
    0.85
    """
    contacts = sum(offered)
    answered = sum(calls * level for calls, level in zip(offered, service_level, strict=True))
    return answered / contacts if contacts else None


@lru_cache(maxsize=256)  # one number of agents is asked about several times
def _inverse_b(traffic: float, agents: float) -> float:
    """Return 1 / B by the recurrence 1 + n/A times that of n - 1, infinite where no float holds it.

    It starts with agents so few that only e^-41 of what they add would count: d below the load A,
    where d^2 = 2 * 41 A, and g^2 more for agents g short of it. Many steps take an integral.
    """
    if not traffic:
        return inf if agents else 1.0
    short = max(0.0, traffic - agents)
    first = max(0, floor(traffic - sqrt(2 * FORGOTTEN * traffic + short * short)))
    whole = floor(agents)
    if whole - first > STEPS:
        return _jagerman(traffic, agents)
    part = agents - whole
    inverse = _jagerman(traffic, part) if part and not first else 1.0
    for number in range(first + 1, whole + 1):
        inverse = 1 + (number + part) / traffic * inverse
    return inverse


def _jagerman(traffic: float, agents: float) -> float:
    """Return 1 / B by Jagerman's theorem 3: A times that of e^-Au (1 + u)^n, with u = e^-x - 1."""
    height, _, mass = _integral(traffic, agents + 1, above=False)
    return traffic * exp(height) * sum(mass) if height < LARGEST else inf


class Waits(NamedTuple):
    """Hold the share served at once, and the others as points: each wait with its share of callers.

    Waits rise, in patiences. Of the ``share`` around a wait, ``served`` are still there by then and
    ``lost`` have left.
    """

    at_once: float
    wait: list[float]
    share: list[float]
    served: list[float]
    lost: list[float]


def _offered_waits(traffic: float, agents: float, patience: float, within: float = inf) -> Waits:
    """Return how callers wait; ``patience`` in handle times, ``within`` in patiences.

    The density of the offered wait x is proportional to exp(y(1 - e^-x) - a x) with y = A patience
    and a = n patience. Raises ``ValueError`` without agents or without any patience.
    """
    if agents <= 0 or patience <= 0:
        raise ValueError("Erlang A needs agents, and callers who wait at least a moment")
    a = agents * patience
    height, wait, mass = _integral(traffic * patience, a, above=True, cut=within)
    total = sum(mass)
    free = (_inverse_b(traffic, agents) - 1) * exp(-height) / (a * total)
    p_wait = 1 / (1 + free)
    share = [each / total * p_wait for each in mass]
    return Waits(
        free * p_wait if p_wait else 1.0,
        wait,
        share,
        [each * exp(-x) for x, each in zip(wait, share, strict=True)],
        [-each * expm1(-x) for x, each in zip(wait, share, strict=True)],
    )


def _integral(
    y: float, a: float, *, above: bool, cut: float = inf
) -> tuple[float, list[float], list[float]]:
    """Integrate exp(y(1 - e^-x) - a x) over x > 0, or x < 0: the log of its peak, points, masses.

    Masses are beside the peak, so that no size overflows. From there the panels of the quadrature
    (Gauss and Legendre) go as far as the integrand counts, each three times as wide as the last but
    for those where it falls like exp(-e^-x); none straddles the ``cut``.
    """
    inside = y > a if above else y < a
    peak, curve = (log(y / a), a) if inside else (0.0, y)
    slope = a - curve

    def exponent(away: float) -> float:
        return -slope * away - curve * (away + expm1(-away))

    width = WIDE / max(1.0, sqrt(curve), abs(slope))
    edges = [0.0]
    for sign, end in ((-1, inf), (1, -peak)) if not above else ((-1, peak), (1, inf)):
        edge, step = 0.0, width
        while edge < end and exponent(sign * edge) > -FORGOTTEN:
            edge = min(end, edge + step)
            edges.append(sign * edge)
            step = 3 * step if sign > 0 else min(3 * step, WIDE)
    if min(edges) < cut - peak < max(edges):
        edges.append(cut - peak)
    points = [
        ((start + stop) / 2 + (stop - start) / 2 * place, (stop - start) / 2 * weight)
        for start, stop in pairwise(sorted(edges))
        for place, weight in _gauss_legendre(20)
    ]
    return (
        _height(y, a) if inside else 0.0,
        [peak + away for away, _ in points],
        [weight * exp(exponent(away)) for away, weight in points],
    )


def _height(y: float, a: float) -> float:
    """Return y - a - a ln(y / a), by a series where the difference would lose digits.

    With s = (y - a) / (y + a) it is 2a(s^2 / (1 - s) - s^3 / 3 - s^5 / 5 - ...).
    """
    s = (y - a) / (y + a)
    if abs(s) > 1 / 4:
        return y - a - a * log(y / a)
    return 2 * a * (s * s / (1 - s) - sum(s**k / k for k in range(3, 30, 2)))


@cache
def _gauss_legendre(points: int) -> list[tuple[float, float]]:
    """Return the zeros of a Legendre polynomial, rising, and their weights, by Newton's method.

    M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 25.4.29.
    """
    rule = []
    for number in range(points):
        x = -cos(pi * (number + 0.75) / (points + 0.5))
        for _ in range(6):
            value, slope = _legendre(points, x)
            x -= value / slope
        rule.append((x, 2 / ((1 - x * x) * _legendre(points, x)[1] ** 2)))
    return rule


def _legendre(degree: int, x: float) -> tuple[float, float]:
    """Return a Legendre polynomial and its slope (Abramowitz and Stegun 1964, 8.5.3 and 8.5.4)."""
    before, value = 1.0, x
    for k in range(2, degree + 1):
        before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
    return value, degree * (x * value - before) / (x * x - 1)


def _queue_a(
    traffic: float, agents: float, handle_time: float, patience: float, waits: Waits
) -> Queue:
    """Add up over every wait; times in seconds."""
    abandonment = sum(waits.lost)
    answered = waits.at_once + sum(waits.served)
    return Queue(
        p_wait=min(1.0, sum(waits.share)),
        abandonment=min(1.0, abandonment),
        wait_all=abandonment * patience,
        wait_answered=sumprod(waits.wait, waits.served) * patience / answered,
        queue_length=abandonment * patience * traffic / handle_time,
        occupancy=min(1.0, traffic * answered / agents),
    )


def _levels_a(waits: Waits, within: float) -> ServiceLevels:
    """Split the callers by whether they wait, stay and are reached ``within`` (in patiences)."""
    early = bisect(waits.wait, within)
    offered = min(1.0, waits.at_once + sum(waits.served[:early]))
    left = sum(waits.lost[:early]) - sum(waits.share[early:]) * expm1(-within)
    return ServiceLevels(
        offered=offered,
        answered=min(1.0, offered / (waits.at_once + sum(waits.served))),
        virtual=min(1.0, waits.at_once + sum(waits.share[:early])),
        excluding_short=min(1.0, offered / (1 - left)),
        positive=min(1.0, offered + left),
    )


def _percentile_a(
    share: float, traffic: float, agents: float, handle_time: float, patience: float
) -> float:
    waits = _offered_waits(traffic, agents, patience / handle_time)
    if waits.at_once >= share:
        return 0.0
    low, high = 0.0, waits.wait[-1]
    for _ in range(50):
        middle = (low + high) / 2
        waits = _offered_waits(traffic, agents, patience / handle_time, middle)
        low, high = (middle, high) if _levels_a(waits, middle).virtual < share else (low, middle)
    return high * patience


def _meets(
    traffic: float, handle_time: float, target: Target, patience: float | None
) -> Callable[[float], bool]:
    """Return the question whether a number of agents keeps every part of the target."""

    def meets(agents: float) -> bool:
        met, levels = _met(traffic, agents, handle_time, target.answer_within, patience)
        if isinstance(met, Overloaded):
            return False
        limits = (
            (met.occupancy, target.max_occupancy),
            (met.wait_all, target.max_wait),
            (met.abandonment, target.max_abandonment),
        )
        in_time: float = getattr(levels, target.definition)
        return in_time >= target.service_level - TOLERANCE and all(
            limit is None or value <= limit + TOLERANCE for value, limit in limits
        )

    return meets


@lru_cache(maxsize=256)  # the last look of a search is asked about again
def _met(
    traffic: float, agents: float, handle_time: float, answer_within: float, patience: float | None
) -> tuple[Queue | Overloaded, ServiceLevels]:
    """Return what callers meet and the share answered in time, of one look at the queue."""
    if patience is None:
        return (
            queue(traffic=traffic, agents=agents, handle_time=handle_time),
            service_levels(
                traffic=traffic, agents=agents, handle_time=handle_time, answer_within=answer_within
            ),
        )
    within = answer_within / patience if patience else 0.0
    waits = _offered_waits(traffic, agents, patience / handle_time, within)
    return _queue_a(traffic, agents, handle_time, patience, waits), _levels_a(waits, within)
