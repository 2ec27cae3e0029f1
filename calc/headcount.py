"""From agents on the phones to people on the payroll: shrinkage, contracts, chat and e-mail.

Shares are from 0 to 1; a rate of shrinkage is below 1. No quantity is negative, none that divides
is 0; a function checks only what its docstring says it raises. Whole people are exact ceilings: 21
agents at 30 % shrinkage are 30, where plain floats give 31.
"""

from collections.abc import Sequence
from math import ceil, prod

from calc.figures import value

TOLERANCE = 1e-9  # right for every count to 2,000 and every whole percent, and far beyond in part
CHATS_WORTH = (1.0, *(value(f"N36{letter}.low") for letter in "abcd"))  # by chats held at once


def whole(number: float) -> int:
    """Round up to whole people, forgiving what the last bits of a float add.

    That is 1e-9, and 1e-12 of a number beyond a thousand (derived).

    >>> whole(21 / 0.7), whole(30.001)
    (30, 31)
    """
    return ceil(number - TOLERANCE * max(1.0, number * 1e-3))


def headcount(*, agents: float, shrinkage: float) -> int:
    """Return the people to roster so that ``agents`` are at work: n / (1 - s), rounded up.

    By definition of shrinkage, the share of the paid time that is not worked. 0 agents need nobody.
    Raises ``ValueError`` where shrinkage leaves nobody, from 1.

    >>> headcount(agents=14, shrinkage=0.3)
    20
    """
    if shrinkage >= 1:
        raise ValueError("shrinkage takes all of the paid time")
    return whole(agents / (1 - shrinkage))


def one_after_another(causes: Sequence[float]) -> float:
    """Return the shrinkage of causes that follow one another: 1 - (1 - a)(1 - b)...

    Derived: each takes its share of what those before it leave. 0 without causes.

    >>> round(one_after_another([0.12, 0.18]), 4)
    0.2784
    """
    return 1 - prod(1 - cause for cause in causes)


def on_the_same_base(causes: Sequence[float]) -> float:
    """Return the shrinkage of causes that are all shares of the paid time: their sum.

    By definition; 0 without causes. Raises ``ValueError`` where nothing would be left.

    >>> on_the_same_base([0.25, 0.125])
    0.375
    """
    total = sum(causes)
    if total >= 1 - TOLERANCE:
        raise ValueError("the causes take all of the paid time")
    return total


def paid_fte(*, rostered_hours: float, contract_hours: float) -> float:
    """Return full-time contracts: rostered hours over the hours of one contract, both a week.

    By definition, and not rounded: rounding down would leave hours without a person.

    >>> paid_fte(rostered_hours=900, contract_hours=40)
    22.5
    """
    return rostered_hours / contract_hours


def chats_served(concurrency: float, factors: Sequence[float]) -> float:
    """Return how many chats' worth of work an agent does who holds ``concurrency`` at once.

    ``factors``, at least one, are for 1, 2, 3, ... chats; linear between (derived), the first one
    below and the last one beyond. After Call Centre Helper, "Erlang C for chat".

    >>> round(chats_served(2.5, (1, 1.7, 2.5, 2.9, 3.5)), 6)
    2.1
    """
    held = min(max(concurrency, 1), len(factors))
    below = min(int(held), len(factors) - 1)
    return factors[below - 1] + (held - below) * (factors[below] - factors[below - 1])


def workload_agents(
    *, contacts: float, handle_time: float, productive_hours: float, occupancy: float
) -> float:
    """Return the agents, not rounded, who work off contacts that can wait (e-mail, back office).

    ``handle_time`` in seconds, ``productive_hours`` those of one agent until the deadline, of which
    ``occupancy`` is the share at work. By definition: hours of work over hours for it.

    >>> workload_agents(contacts=400, handle_time=360, productive_hours=8, occupancy=0.5)
    10.0
    """
    return contacts * handle_time / 3600 / (productive_hours * occupancy)
