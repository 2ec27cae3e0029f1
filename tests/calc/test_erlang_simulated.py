"""Erlang C and A against a queue that is played out call by call, with simpy."""

from collections.abc import Iterator
from itertools import batched
from math import sqrt
from random import Random
from statistics import fmean, stdev
from typing import Any, NamedTuple

import pytest
from simpy import Environment, Resource
from simpy.events import ProcessGenerator, Timeout

from calc.erlang import Queue, queue, service_levels

HANDLE_TIME, WITHIN = 180.0, 20.0
BATCHES, CALLS = 20, 2_000
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


class Floor:
    """Play out a call center: agents are a resource, and each caller a process that asks for one.

    ``calls`` holds what became of the callers, as they are answered or hang up.
    """

    def __init__(self, *, traffic: float, agents: int, patience: float | None, seed: int) -> None:
        """Open with every agent free."""
        self.dice = Random(seed)  # noqa: S311 - a fixed seed makes a test, not a secret
        self.time = Environment()
        self.agents = Resource(self.time, agents)
        self.patience = patience
        self.between = HANDLE_TIME / traffic
        self.calls: list[Call] = []

    def play(self, callers: int) -> list[Call]:
        """Return what became of so many callers."""
        self.time.process(self.arrivals(callers))
        self.time.run()
        return self.calls

    def arrivals(self, callers: int) -> ProcessGenerator:
        """Let callers come at a steady rate, each whatever the others do."""
        for _ in range(callers):
            yield self.about(self.between)
            self.time.process(self.caller())

    def caller(self) -> ProcessGenerator:
        """Ask for an agent and talk, or hang up when patience ends before one is free."""
        came = self.time.now
        with self.agents.request() as turn:
            yield turn | self.about(self.patience) if self.patience else turn
            self.calls.append(Call(self.time.now - came, turn.triggered))
            if turn.triggered:
                yield self.about(HANDLE_TIME)

    def about(self, seconds: float) -> Timeout:
        """Return a time that is exponential, with this mean."""
        return self.time.timeout(self.dice.expovariate(1 / seconds))


def averages(calls: list[Call]) -> Iterator[dict[str, float]]:
    """Average what long runs of calls met, after a first one that only fills the queue."""
    for run in list(batched(calls, CALLS, strict=True))[1:]:
        answered = [call.wait for call in run if call.answered]
        in_time = sum(wait <= WITHIN for wait in answered)
        yield {
            "wait_all": fmean(call.wait for call in run),
            "wait_answered": fmean(answered),
            "p_wait": fmean(call.wait > 0 for call in run),
            "abandonment": fmean(not call.answered for call in run),
            "offered": in_time / CALLS,
            "answered": in_time / len(answered),
        }


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)))
def test_the_formulas_lie_within_the_interval_of_a_simulation(
    number: int, case: tuple[float, int, float | None]
) -> None:
    """Waits, share that waits, share that hangs up and service levels, each at 99.9 %."""
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
    floor = Floor(traffic=traffic, agents=agents, patience=patience, seed=1_917 + number)
    runs = list(averages(floor.play((BATCHES + 1) * CALLS)))
    for name in runs[0]:
        values = [run[name] for run in runs]
        reach = T_999 * stdev(values) / sqrt(BATCHES)
        assert abs(exact[name] - fmean(values)) <= reach + 1e-12, name
