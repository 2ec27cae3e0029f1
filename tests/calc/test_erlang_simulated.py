"""Erlang C and A against a queue that is played out call by call."""

from collections.abc import Iterator
from heapq import heapify, heapreplace
from math import inf, sqrt
from random import Random
from statistics import mean, stdev
from typing import Any, NamedTuple

import pytest

from calc.erlang import Queue, queue, service_levels

HANDLE_TIME, WITHIN = 180.0, 20.0
BATCHES, CALLS = 20, 4_000
T_999 = 3.883  # two-sided 99.9 % of Student's t with 19 degrees of freedom
CASES = [
    *((traffic, agents, None) for traffic, agents in ((0.5, 1), (0.8, 2), (2, 3), (2, 4), (3, 5))),
    *(
        (traffic, agents, None)
        for traffic, agents in ((5, 7), (8, 10), (10, 13), (10, 14), (20, 24))
    ),
    *((traffic, agents, 300) for traffic, agents in ((0.8, 1), (2, 2), (5, 5), (10, 12), (10, 14))),
    *((traffic, agents, 60) for traffic, agents in ((1, 1), (4, 3), (10, 10), (10, 8), (20, 20))),
]


class Call(NamedTuple):
    """Hold what became of a call: its wait in seconds, and whether an agent answered it."""

    wait: float
    answered: bool


def play(traffic: float, agents: int, patience: float | None, seed: int) -> Iterator[Call]:
    """Play out calls in the order they come: each takes the first agent free, or hangs up."""
    dice, now = Random(seed), 0.0  # noqa: S311 - a fixed seed makes a test, not a secret
    free = [0.0] * agents
    heapify(free)
    while True:
        now += dice.expovariate(traffic / HANDLE_TIME)
        wait = max(0.0, free[0] - now)
        leaves = dice.expovariate(1 / patience) if patience else inf
        if wait <= leaves:
            heapreplace(free, now + wait + dice.expovariate(1 / HANDLE_TIME))
        yield Call(min(wait, leaves), wait <= leaves)


def batches(calls: Iterator[Call]) -> Iterator[dict[str, float]]:
    """Average what long runs of calls met, after a first one that only fills the queue."""
    for number in range(BATCHES + 1):
        run = [next(calls) for _ in range(CALLS)]
        if number:
            yield {
                "wait_all": mean(call.wait for call in run),
                "p_wait": mean(call.wait > 0 for call in run),
                "abandonment": mean(not call.answered for call in run),
                "offered": mean(call.answered and call.wait <= WITHIN for call in run),
            }


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)))
def test_the_formulas_lie_within_the_interval_of_a_simulation(
    number: int, case: tuple[float, int, float | None]
) -> None:
    """Wait, share that waits, share that hangs up and service level, each at 99.9 %."""
    traffic, agents, patience = case
    given: dict[str, Any] = {
        "traffic": traffic,
        "agents": agents,
        "handle_time": HANDLE_TIME,
        "patience": patience,
    }
    met = queue(**given)
    assert isinstance(met, Queue)
    exact = met._asdict() | service_levels(**given, answer_within=WITHIN)._asdict()
    runs = list(batches(play(traffic, agents, patience, seed=1_917 + number)))
    for name in runs[0]:
        values = [run[name] for run in runs]
        reach = T_999 * stdev(values) / sqrt(BATCHES)
        assert abs(exact[name] - mean(values)) <= reach + 1e-12, name
