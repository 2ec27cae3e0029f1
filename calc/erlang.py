"""Erlang B, C and A: how long callers wait, and how many agents keep a promise about it.

Times are in seconds, shares from 0 to 1; ``traffic`` is the offered load in erlangs, calls a second
times handle time; ``agents`` may be fractional (Jagerman 1974). ``patience`` is the mean time
until a caller hangs up: without it nobody does (Erlang C), with it the queue is Erlang A, which
needs agents and patience above 0. Nothing here is a factorial, and only the terms that count are
added up, so that 100,000 erlangs neither overflow nor take long.
"""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from math import ceil, cos, exp, expm1, floor, gamma, inf, isqrt, log, log1p, pi, sqrt
from typing import Literal, NamedTuple

TOLERANCE = 1e-9  # exactly the target counts as met, whatever the last bit says
NEGLIGIBLE = 1e-18  # a term beside which the sum of the others does not change

type Definition = Literal["offered", "answered", "virtual", "excluding_short", "positive"]


class Queue(NamedTuple):
    """Hold what callers meet: shares, seconds, and the mean number waiting.

    ``wait_all`` is the mean wait of every caller, those who hang up included; ``wait_answered`` of
    those who are answered, as telephone reports have it.
    """

    p_wait: float
    abandonment: float
    wait_all: float
    wait_answered: float
    queue_length: float
    occupancy: float


class Overloaded(NamedTuple):
    """Stand for a queue that keeps growing; ``least_agents`` is the least number that copes."""

    least_agents: int


class ServiceLevels(NamedTuple):
    """Hold the share answered in time, by each definition in use.

    ``offered`` counts a caller who hangs up as missed and ``positive`` one who does so in time as
    met; ``answered`` leaves out all who hang up, ``excluding_short`` those who do so in time.
    ``virtual`` is what a caller would meet who never hangs up.
    """

    offered: float
    answered: float
    virtual: float
    excluding_short: float
    positive: float


class Target(NamedTuple):
    """Hold a promise: the share answered within so many seconds, and limits beside it.

    ``max_wait`` bounds the mean wait of all callers; ``max_abandonment`` needs a patience.
    """

    service_level: float
    answer_within: float
    max_occupancy: float = 1.0
    max_wait: float | None = None
    max_abandonment: float | None = None
    definition: Definition = "offered"


def erlang_b(*, traffic: float, agents: float) -> float:
    """Return the probability that a call finds every line busy and is lost.

    A. K. Erlang 1917; D. L. Jagerman, "Some properties of the Erlang loss function", Bell System
    Technical Journal 53 (1974), also for agents between whole numbers. 1 without agents.

    >>> round(erlang_b(traffic=10, agents=17), 6)
    0.012949
    """
    return 1 / _inverse_b(traffic, agents)


def erlang_c(*, traffic: float, agents: float) -> float:
    """Return the probability of waiting where nobody hangs up; 1 where agents are overloaded.

    n B / (n - A(1 - B)): A. K. Erlang 1917; G. Koole, "Call Center Mathematics" (2007), chapter 4.

    >>> round(erlang_c(traffic=10, agents=14), 7)
    0.1741319
    """
    if not traffic:
        return 0.0
    if agents <= traffic:
        return 1.0
    return agents / ((agents - traffic) * _inverse_b(traffic, agents) + traffic)


def erlang_a(*, traffic: float, agents: float, handle_time: float, patience: float) -> Queue:
    """Return what callers meet who hang up after an exponential time; stable at every load.

    Mandelbaum and Zeltyn, "The Palm/Erlang-A Queue" (2005), through the density of the offered
    wait (Baccelli and Hebuterne 1981).

    >>> round(erlang_a(traffic=10, agents=14, handle_time=180, patience=300).abandonment, 6)
    0.013984
    """
    at_once, waits = _offered_waits(traffic, agents, patience / handle_time)
    answered_late = sum(mass * exp(-wait) for wait, mass in waits)
    abandonment = sum(-mass * expm1(-wait) for wait, mass in waits)
    waited = sum(mass * wait * exp(-wait) for wait, mass in waits)
    answered = at_once + answered_late
    return Queue(
        p_wait=min(1.0, sum(mass for _, mass in waits)),
        abandonment=min(1.0, abandonment),
        wait_all=abandonment * patience,
        wait_answered=waited * patience / answered,
        queue_length=abandonment * patience * traffic / handle_time,
        occupancy=min(1.0, traffic * answered / agents),
    )


def queue(
    *, traffic: float, agents: float, handle_time: float, patience: float | None = None
) -> Queue | Overloaded:
    """Return what callers meet, by Erlang A with a patience and by Erlang C without.

    Koole 2007, chapter 4: the mean wait of all callers is C h / (n - A).
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

    Erlang C (Koole 2007, chapter 4): 1 - C exp(-(n - A) T / h), 0 where overloaded and the same by
    every definition. Erlang A: the offered wait of Mandelbaum and Zeltyn 2005, up to T.
    """
    if patience is not None:
        return _service_levels_a(traffic, agents, patience / handle_time, answer_within / patience)
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

    Erlang C: h / (n - A) ln(C / (1 - share)), never below 0, ``None`` where overloaded. With a
    patience: of a caller who never hangs up, by bisection.
    """
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
    near: int | None = None,
) -> int:
    """Return the least whole number of agents that keeps every part of the target.

    0 without traffic. ``near`` is a guess that the search starts from; any gives the same answer.
    Raises ``ValueError`` for a service level of 0 % (nobody would be needed) or
    100 % (no finite number is enough).

    >>> required_agents(traffic=10, handle_time=180, target=Target(0.8, 20, max_occupancy=0.85))
    14
    """
    if not 0 < target.service_level < 1:
        raise ValueError("a service level lies between 0 and 1, both excluded")
    if not traffic:
        return 0
    meets = _meets(traffic, handle_time, target, patience)
    high = max(floor(traffic) + 1, ceil(traffic / target.max_occupancy - TOLERANCE))
    low = high - 1 if patience is None else 0
    step = max(1, isqrt(floor(traffic))) if near is None else 1
    high = high if near is None else max(low + 1, near)
    if meets(high):
        while high - step > low and meets(high - step):
            high, step = high - step, 2 * step
        low = max(low, high - step)
    else:
        low, high = high, high + step
        while not meets(high):
            low, step = high, 2 * step
            high += step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if meets(middle) else (middle, high)
    return high


def keeps(
    *,
    traffic: float,
    agents: float,
    handle_time: float,
    target: Target,
    patience: float | None = None,
) -> bool:
    """Say whether so many agents keep every part of the target; without contacts they do.

    >>> keeps(traffic=10, agents=13, handle_time=180, target=Target(0.8, 20))
    False
    """
    return not traffic or _meets(traffic, handle_time, target, patience)(agents)


def fractional_agents(
    *, traffic: float, handle_time: float, target: Target, patience: float | None = None
) -> float:
    """Return the agents, not rounded up, that keep the target exactly.

    For adding up intervals or queues before rounding once (Jagerman 1974); to 1e-9 of an agent.

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
    """Return the service level of several intervals, weighted by contacts; ``None`` without any."""
    contacts = sum(offered)
    answered = sum(calls * level for calls, level in zip(offered, service_level, strict=True))
    return answered / contacts if contacts else None


@lru_cache(maxsize=256)  # one number of agents is asked about several times
def _inverse_b(traffic: float, agents: float) -> float:
    """Return 1 / B: 1 + n/A + n(n - 1)/A^2 + ..., from the largest n down while terms count.

    Infinite where B is too small for a float. Below one agent the rest is Jagerman's integral.
    """
    if not traffic:
        return inf if agents else 1.0
    total, term, left = 0.0, 1.0, agents
    while left >= 1 and term > total * NEGLIGIBLE:
        total += term
        term *= left / traffic
        left -= 1
    return total if left >= 1 else total + term * _inverse_b_below_one(traffic, left)


def _inverse_b_below_one(traffic: float, agents: float) -> float:
    """Return 1 / B for 0 <= agents < 1: A^-x e^A times the upper incomplete gamma of x + 1.

    Its power series for little traffic, else Legendre's continued fraction (Abramowitz and Stegun
    1964, 6.5.29 and 6.5.31), deep enough for the last bit from one erlang up.
    """
    if not agents:
        return 1.0
    if traffic < 1:
        total = term = 1 / (agents + 1)
        k = agents + 1
        while term > total * NEGLIGIBLE:
            k += 1
            term *= traffic / k
            total += term
        return exp(traffic - agents * log(traffic)) * gamma(agents + 1) - traffic * total
    fraction = inf
    for k in range(120, 0, -1):
        fraction = traffic + 2 * k - 2 - agents - k * (k - 1 - agents) / fraction
    return traffic / fraction


def _offered_waits(
    traffic: float, agents: float, patience: float, within: float = inf
) -> tuple[float, list[tuple[float, float]]]:
    """Return the share served at once, and the wait of the others as points and their masses.

    ``patience`` in handle times, waits in patiences. The density of the offered wait x is
    proportional to exp(y(1 - e^-x) - a x) with y = A patience and a = n patience; it is measured
    from its peak, so that no size overflows, and no panel of the quadrature straddles ``within``.
    """
    y, a = traffic * patience, agents * patience
    peak = log1p((y - a) / a) if y > a else 0.0
    height = y - a - a * peak if y > a else 0.0
    curve = min(a, y)

    def density(wait: float) -> float:
        away = wait - peak
        return exp(-(a - curve) * away - curve * (away + expm1(-away)))

    width = min(1.0, 1 / sqrt(curve) if curve else inf, 1 / (a - curve) if a > curve else inf)
    points = [
        (wait, weight * density(wait))
        for start, end in _panels(density, peak, width, within)
        for wait, weight in _points(start, end)
    ]
    total = sum(weight for _, weight in points)
    free = (_inverse_b(traffic, agents) - 1) * exp(-height) / (a * total)
    p_wait = 1 / (1 + free)
    at_once = free * p_wait if p_wait else 1.0
    return at_once, [(wait, weight / total * p_wait) for wait, weight in points]


def _panels(
    density: Callable[[float], float], peak: float, width: float, within: float
) -> Iterator[tuple[float, float]]:
    """Cut the waits around the peak, twice as wide at each step, as far as the density counts."""
    edges = [peak]
    for direction in (1, -1):
        edge, step = peak, width * direction
        while edge > 0 or direction > 0:
            edge = max(0.0, edge + step)
            edges.append(edge)
            if density(edge) < NEGLIGIBLE:
                break
            step *= 2
    if min(edges) < within < max(edges):
        edges.append(within)
    edges.sort()
    return pairwise(edges)


def _points(start: float, end: float) -> Iterator[tuple[float, float]]:
    """Yield the points of a panel with their weights (Gauss and Legendre)."""
    half, middle = (end - start) / 2, (end + start) / 2
    for place, weight in _gauss_legendre(16):
        yield middle + half * place, half * weight


@cache
def _gauss_legendre(points: int) -> list[tuple[float, float]]:
    """Return the zeros of a Legendre polynomial and their weights, by Newton's method."""
    rule = []
    for number in range(points):
        x = cos(pi * (number + 0.75) / (points + 0.5))
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


@lru_cache(maxsize=64)  # a search asks last about the number that it finds
def _service_levels_a(
    traffic: float, agents: float, patience: float, within: float
) -> ServiceLevels:
    """Split the callers by whether they wait, stay and are reached ``within`` (in patiences)."""
    at_once, waits = _offered_waits(traffic, agents, patience, within)
    early = [(wait, mass) for wait, mass in waits if wait <= within]
    offered = min(1.0, at_once + sum(mass * exp(-wait) for wait, mass in early))
    answered = at_once + sum(mass * exp(-wait) for wait, mass in waits)
    left = sum(-mass * expm1(-min(wait, within)) for wait, mass in waits)
    return ServiceLevels(
        offered=offered,
        answered=min(1.0, offered / answered),
        virtual=min(1.0, at_once + sum(mass for _, mass in early)),
        excluding_short=min(1.0, offered / (1 - left)),
        positive=min(1.0, offered + left),
    )


def _percentile_a(
    share: float, traffic: float, agents: float, handle_time: float, patience: float
) -> float:
    at_once, waits = _offered_waits(traffic, agents, patience / handle_time)
    if at_once >= share:
        return 0.0
    low, high = 0.0, max(wait for wait, _ in waits)
    for _ in range(50):
        middle = (low + high) / 2
        levels = _service_levels_a(traffic, agents, patience / handle_time, middle)
        low, high = (middle, high) if levels.virtual < share else (low, middle)
    return high * patience


def _meets(
    traffic: float, handle_time: float, target: Target, patience: float | None
) -> Callable[[float], bool]:
    """Return the question whether a number of agents keeps every part of the target."""
    # Nobody is busier than if every caller stayed, so that most often the queue need not be asked.
    met_at_once = target.max_wait is None and target.max_abandonment is None

    def meets(agents: float) -> bool:
        levels = service_levels(
            traffic=traffic,
            agents=agents,
            handle_time=handle_time,
            answer_within=target.answer_within,
            patience=patience,
        )
        in_time: float = getattr(levels, target.definition)
        if in_time < target.service_level - TOLERANCE:
            return False
        if met_at_once and traffic < target.max_occupancy * agents:
            return True
        met = queue(traffic=traffic, agents=agents, handle_time=handle_time, patience=patience)
        if isinstance(met, Overloaded):
            return False
        limits = (
            (met.occupancy, target.max_occupancy),
            (met.wait_all, target.max_wait),
            (met.abandonment, target.max_abandonment),
        )
        return all(limit is None or value <= limit + TOLERANCE for value, limit in limits)

    return meets
