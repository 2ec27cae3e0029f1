"""What a service level agreement is worth: credits for missed targets, and the calls to check.

Shares are from 0 to 1, a fee is US dollars a month. No quantity is negative.
"""

from collections.abc import Sequence
from math import inf
from typing import Literal, NamedTuple

from calc.headcount import whole

NORMAL = {0.90: 1.645, 0.95: 1.96, 0.99: 2.576}  # the standard deviations that a confidence spans


class Promise(NamedTuple):
    """Hold one promise of an agreement and what became of it; ``target`` is above 0.

    ``target`` and ``actual`` share a unit, any; weights are shares that need not add up to 1.
    """

    weight: float
    target: float
    actual: float
    better: Literal["higher", "lower"] = "higher"

    @property
    def miss(self) -> float:
        """Return how far the promise is missed, as a share of the target; 0 where it is kept.

        By definition, (target - actual) / target, or the other way round where lower is better;
        above 1 where the actual value is more than twice the target.

        >>> Promise(1, 0.5, 0.25).miss, Promise(1, 20, 25, "lower").miss
        (0.5, 0.25)
        """
        short = self.target - self.actual if self.better == "higher" else self.actual - self.target
        return max(0.0, short / self.target)


def service_credit(
    *,
    monthly_fee: float,
    slope: float,
    cap: float,
    promises: Sequence[Promise],
    earned_back: float = 0.0,
) -> float:
    """Return the credit of a month: slope x fee x the weighted misses, at most ``cap`` x fee.

    ``slope`` is the part of the fee at risk for a miss of the whole target. ``earned_back`` is the
    share of the credit that the vendor wins back by what it does later. Never negative; 0 without
    promises. Derived: clauses differ, and this one is linear up to its cap.

    >>> service_credit(monthly_fee=50_000, slope=1, cap=0.1, promises=[Promise(1, 0.5, 0.25)])
    5000.0
    """
    missed = sum(promise.weight * promise.miss for promise in promises)
    return monthly_fee * min(cap, slope * missed) * (1 - earned_back)


def sample_size(
    *, confidence: float, margin: float, share: float = 0.5, population: float = inf
) -> int:
    """Return the contacts to check so that a share is known within ``margin``, rounded up.

    z^2 p(1 - p) / e^2, then n / (1 + (n - 1) / N) for a finite population (W. G. Cochran, "Sampling
    Techniques", 1977, section 4.4); 0 out of none. ``confidence`` is one of 0.90, 0.95 and 0.99:
    ``KeyError`` for another. ``margin`` is above 0, ``share`` between 0 and 1, both excluded.

    >>> sample_size(confidence=0.95, margin=0.05, population=1_000)
    278
    """
    if not population:
        return 0
    endless = NORMAL[confidence] ** 2 * share * (1 - share) / margin**2
    return whole(endless / (1 + (endless - 1) / population))
