"""Time and judge the maths, for the table of scripts.bench.

Beside calc.erlang stands pyworkforce, which answers the same in Python, from the folder that PEERS
names; an exact sum of fractions judges both.
"""

import importlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import floor, sqrt
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any, NamedTuple

from calc.answer import answer
from calc.erlang import erlang_b, erlang_c
from calc.rates import REGIONS
from scripts.errors import BuildError
from scripts.site import ROOT

CASES, SEED = 1_000, 1_917
ROUNDS = 5
SCENARIOS = 10_000  # rows of a batch
LARGEST: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "staffing",
        {
            "contacts_per_interval": "1000000",
            "handle_time": "180",
            "max_occupancy": "100",
            "patience": "300",
        },
    ),
    ("inbound_pricing", {"contacts": "1000000", "handle_time": "3600", "max_occupancy": "100"}),
)
# A day of half hours, each other than the rest, of callers who hang up.
COLUMN = {
    "day": "\n".join(map(str, range(1, 48_000, 1_000))),
    "handle_time": "180",
    "max_occupancy": "100",
    "patience": "300",
}

type Case = tuple[float, int]  # erlangs and agents


class Maths(NamedTuple):
    """Hold what was measured: times in milliseconds, errors relative."""

    ours: float
    theirs: float
    error: float
    their_error: float
    largest: float
    column: float
    scenario: float


def measure(peer: ModuleType) -> Maths:
    """Ask both libraries the same cases in turn, then for the largest answers and a batch."""
    asked = cases()
    theirs = questions(peer, asked)
    spent = [(timed(lambda: found(asked)), timed(theirs)) for _ in range(ROUNDS)]
    ours, others = (median(times) for times in zip(*spent, strict=True))
    judge = exact(asked)
    return Maths(
        ours,
        others,
        worst(found(asked), judge),
        worst(theirs(), judge),
        max(slowest(name, fields) for name, fields in LARGEST),
        slowest("staffing", COLUMN),
        batch() / SCENARIOS,
    )


def pyworkforce(environment: Mapping[str, str]) -> ModuleType:
    """Return the library to compare with."""
    sys.path.append(environment.get("PEERS", ""))
    try:
        return importlib.import_module("pyworkforce")
    except ImportError as error:
        raise BuildError(
            "PEERS names no folder with pyworkforce: run python3 scripts/dev.py bench, "
            "which installs it."
        ) from error
    finally:
        sys.path.pop()


# ------------------------------------------------------------------ Erlang B and C


def cases() -> list[Case]:
    """Return loads from 1 to 1,000 erlangs, in quarters, with the agents that cope or some more."""
    dice = Random(SEED)  # noqa: S311 - the same cases each time
    loads = [floor(4 * 10 ** dice.uniform(0, 3)) / 4 for _ in range(CASES)]
    return [(load, floor(load + dice.uniform(0, 4) * sqrt(load)) + 1) for load in loads]


def found(asked: Iterable[Case]) -> list[float]:
    """Return B of every case, then C."""
    return [
        each(traffic=load, agents=agents) for each in (erlang_b, erlang_c) for load, agents in asked
    ]


def questions(peer: Any, asked: Sequence[Case]) -> Callable[[], list[float]]:  # noqa: ANN401 - a module
    """Return what makes pyworkforce give the same; its objects are made before the clock runs."""
    given = [{"transactions": 4 * load, "aht": 1, "interval": 4} for load, _ in asked]
    blocking = [peer.ErlangB(**each).blocking_probability for each in given]
    waiting = [peer.ErlangC(**each, asa=1).waiting_probability for each in given]
    return lambda: [
        ask(agents)
        for each in (blocking, waiting)
        for ask, (_, agents) in zip(each, asked, strict=True)
    ]


def exact(asked: Iterable[Case]) -> list[Fraction]:
    """Return B of every case, then C, without rounding."""
    inverses = [
        (Fraction(load), agents, inverse_b(Fraction(load), agents)) for load, agents in asked
    ]
    return [
        *(1 / inverse for _, _, inverse in inverses),
        *(agents / ((agents - load) * inverse + load) for load, agents, inverse in inverses),
    ]


def inverse_b(load: Fraction, agents: int) -> Fraction:
    """Return 1 / B: 1 + n/A + n(n - 1)/A^2 + ..., added up over one denominator.

    >>> inverse_b(Fraction(1, 2), 1)
    Fraction(3, 1)
    """
    above, below = load.as_integer_ratio()
    term = total = 1
    for left in range(agents, 0, -1):
        term *= left * below
        total = total * above + term
    return Fraction(total, above**agents)


def worst(found: Iterable[float], judge: Iterable[Fraction]) -> float:
    """Return the largest relative error.

    >>> worst([0.5, 0.75], [Fraction(1, 2), Fraction(1, 2)])
    0.5
    """
    return max(
        float(abs(Fraction(each) / right - 1)) for each, right in zip(found, judge, strict=True)
    )


# ------------------------------------------------------------------ answers


def slowest(calculator: str, fields: Mapping[str, str]) -> float:
    """Return how long a whole answer takes, each time to another question: nothing is known yet."""
    longest = int(fields["handle_time"])
    asked = [
        {"calculator": calculator, "lang": "en", "fields": {**fields, "handle_time": f"{seconds}"}}
        for seconds in range(longest - ROUNDS + 1, longest + 1)
    ]
    return median(timed(partial(answer, each)) for each in asked)


def batch() -> float:
    """Return how long one process takes to answer a file, its start and end included."""
    with TemporaryDirectory() as name:
        file = Path(name, "scenarios.csv")
        rows = (f"{REGIONS[row % len(REGIONS)]},{row % 500 + 1}\n" for row in range(SCENARIOS))
        file.write_text("region,agents\n" + "".join(rows), encoding="utf-8")
        command = [sys.executable, "-m", "calc", "regional_rates", "--batch", str(file)]
        return timed(
            lambda: subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        )


def timed(call: Callable[[], object]) -> float:
    """Return the milliseconds of a call."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000
