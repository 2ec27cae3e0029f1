"""Models of the field that no page works with, for programs in Python.

Times are in seconds, shares from 0 to 1, money in any one currency. No quantity is negative, and
none that divides is 0.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import ceil, inf
from operator import mul
from typing import Literal, NamedTuple


class FullQueue(NamedTuple):
    """Hold what callers meet where only so many may wait.

    ``p_blocked`` is the share turned away, ``abandonment`` that of the others who hang up;
    ``wait_all`` is the mean wait of everyone who called, in seconds, 0 of those turned away.
    """

    p_blocked: float
    abandonment: float
    wait_all: float
    queue_length: float
    occupancy: float


class Tier(NamedTuple):
    """Hold a tier of a bonus: what a sale above ``above`` and up to ``up_to`` pays."""

    above: float
    up_to: float | None
    rate: float


class Metric(NamedTuple):
    """Hold a line of a scorecard: what was found, ``None`` without an answer, and its scale."""

    value: float | None
    low: float
    high: float
    better: Literal["higher", "lower"]
    weight: float


def full_queue(
    *, traffic: float, agents: int, handle_time: float, patience: float, capacity: int
) -> FullQueue:
    """Return what callers meet where at most ``capacity`` are served or wait: Erlang A, cut there.

    ``traffic`` in erlangs, above 0; at least one agent, and no less ``capacity`` than agents. The
    states of a birth-and-death process, in ratios to the one before (A. Mandelbaum and S. Zeltyn,
    "The Palm/Erlang-A Queue, with Applications to Call Centers", 2005), up to the capacity.

    >>> round(full_queue(traffic=15, agents=10, handle_time=600, patience=900, capacity=20)[0], 6)
    0.093936
    """
    rates = [
        traffic / (min(state, agents) + max(0, state - agents) * handle_time / patience)
        for state in range(1, capacity + 1)
    ]
    states = list(accumulate([1.0, *rates], mul))
    total = sum(states)
    p_blocked = states[-1] / total
    waiting = sum(max(0, state - agents) * each for state, each in enumerate(states)) / total
    busy = sum(min(state, agents) * each for state, each in enumerate(states)) / total
    wait = waiting * handle_time / traffic
    return FullQueue(p_blocked, wait / patience / (1 - p_blocked), wait, waiting, busy / agents)


def billed_time(times: Iterable[float], *, increment: float) -> float:
    """Return the seconds billed for calls, each rounded up to whole increments.

    By definition: a call of no seconds bills nothing, and an exact multiple is not rounded up.

    >>> billed_time([61, 30, 125, 120, 0], increment=60)
    480
    """
    return sum(ceil(time / increment) * increment for time in times)


def month_of_calls(*, calls: float, included: float, base_fee: float, per_call: float) -> float:
    """Return a month's bill of a plan that includes some calls and charges those beyond.

    By definition.

    >>> month_of_calls(calls=60, included=30, base_fee=300, per_call=11.5)
    645.0
    """
    return base_fee + per_call * max(0, calls - included)


def exchange_adjustment(*, baseline: float, actual: float, billings: float, share: float) -> float:
    """Return what the client pays on top where both sides share the risk of an exchange rate.

    Rates are the vendor's currency per unit of the client's; negative where the vendor gains. After
    clause 2.1.1 of the contract of MCI and RMH Teleservices.

    >>> round(exchange_adjustment(baseline=1.377, actual=1.3, billings=1_000_000, share=0.6))
    35538
    """
    return share * billings * (baseline / actual - 1)


def bonus(sales: float, tiers: Sequence[Tier], *, cliff: bool = False) -> float:
    """Return an agent's bonus in tiers, which follow one another from 0.

    Graduated, each sale pays the rate of its own tier; at a ``cliff`` all sales pay that of the
    last, with a jump at every threshold. The sale that equals a tier's end belongs to it (derived).

    >>> steps = [Tier(0, 30, 0), Tier(30, 35, 5), Tier(35, None, 10)]
    >>> bonus(38, steps), bonus(38, steps, cliff=True)
    (55, 380)
    """
    reached = [tier for tier in tiers if sales > tier.above]
    if cliff:
        return reached[-1].rate * sales if reached else 0
    ends = (inf if tier.up_to is None else tier.up_to for tier in reached)
    return sum(
        tier.rate * (min(sales, end) - tier.above) for tier, end in zip(reached, ends, strict=True)
    )


def extra_contacts(*, contacts: float, gap: float, each: float) -> float:
    """Return the contacts that a gap in first contact resolution brings: so many ``each``.

    BenchmarkPortal's rule of thumb: contacts times the gap times what an unresolved one brings.

    >>> extra_contacts(contacts=1_000_000, gap=0.125, each=1.5)
    187500.0
    """
    return contacts * gap * each


def escalation_saving(
    *, contacts: float, before: float, after: float, cost: float, cost_escalated: float
) -> float:
    """Return what a better first contact resolution saves where the rest goes to a second level.

    Costs are of a contact at either level (Giva, "First call resolution calculator"); negative
    where resolution falls.

    >>> escalation_saving(contacts=4_000, before=0.5, after=0.75, cost=32, cost_escalated=60)
    28000.0
    """
    return contacts * (after - before) * (cost_escalated - cost)


def scorecard(metrics: Sequence[Metric]) -> tuple[float | None, float]:
    """Return the score from 0 to 1, and the share of the weights that was answered.

    Each answer's place on its scale, weighted; beyond the scale it counts as its end. ``None``
    where nothing was answered, which lowers the share and never the score (derived).

    >>> scorecard([Metric(0.75, 0.5, 1, "higher", 3), Metric(None, 0, 1, "higher", 1)])
    (0.5, 0.75)
    """
    places = [
        (min(1.0, max(0.0, (value - low) / (high - low))), better, weight)
        for value, low, high, better, weight in metrics
        if value is not None
    ]
    answered = sum(weight for _, _, weight in places)
    points = sum(
        weight * (place if better == "higher" else 1 - place) for place, better, weight in places
    )
    return points / answered if answered else None, answered / sum(row.weight for row in metrics)
