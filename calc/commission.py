"""The yield that commission brings a call center for an hour, and the premium it needs.

Symbols: r normal hourly rate, b guaranteed pay an hour, x gross sales an hour, k share cancelled,
f fee per sale, g share of the order value v, p premium. The rule (source article, about 2015-2017;
made general for this guide): the yield must exceed r by 10 % to 20 % for the risk taken.
"""

from collections.abc import Mapping
from math import ceil, erfc, exp, floor, lgamma, log, pi, sqrt
from typing import NamedTuple

from calc.units import TOLERANCE

LARGE = 1e5  # a mean from which the normal curve is as good as the sum
TENTH = 1.2815515655446004  # the normal curve's ninth decile, in standard deviations


class Terms(NamedTuple):
    """Hold what a commission agreement says, and how well the campaign sells.

    Money in US dollars, hourly pay and sales a logged-in hour, shares from 0 to 1.
    """

    normal_rate: float
    sales_per_hour: float
    fee_per_sale: float
    share_of_sale: float
    sale_value: float
    cancelled: float
    base_pay: float

    @property
    def kept_sales(self) -> float:
        """Return x(1 - k): sales an hour that are not cancelled."""
        return self.sales_per_hour * (1 - self.cancelled)

    @property
    def earned_per_sale(self) -> float:
        """Return f + g v: dollars for each kept sale."""
        return self.fee_per_sale + self.share_of_sale * self.sale_value

    @property
    def hourly_yield(self) -> float:
        """Return Y = b + x(1 - k)(f + g v): dollars an hour."""
        return self.base_pay + self.kept_sales * self.earned_per_sale

    @property
    def premium(self) -> float:
        """Return Y / r - 1, below 0 where the yield falls short of the normal rate."""
        return self.hourly_yield / self.normal_rate - 1

    @property
    def cost_per_kept_sale(self) -> float | None:
        """Return Y / (x(1 - k)), or ``None`` without kept sales."""
        return self.hourly_yield / self.kept_sales if self.kept_sales else None


def required_yield(terms: Terms, premium: float) -> float:
    """Return r(1 + p): the premium asked on the whole rate."""
    return terms.normal_rate * (1 + premium)


def required_yield_at_risk(terms: Terms, premium: float) -> float:
    """Return b + (r - b)(1 + p): the premium asked only on the part of the rate at risk.

    With ``base_pay`` of the normal rate or more nothing is at risk, and the base is returned.
    """
    at_risk = max(0.0, terms.normal_rate - terms.base_pay)
    return terms.base_pay + at_risk * (1 + premium)


def break_even_fee(terms: Terms, premium: float) -> float | None:
    """Return the least fee per sale that reaches the premium.

    (r(1 + p) - b) / (x(1 - k)) - g v; 0 where base pay or the share alone is enough, ``None``
    where no finite fee is, because no sale is kept.
    """
    missing = required_yield(terms, premium) - terms.base_pay
    if missing <= TOLERANCE:
        return 0.0
    if not terms.kept_sales:
        return None
    fee = missing / terms.kept_sales - terms.share_of_sale * terms.sale_value
    return fee if fee > TOLERANCE else 0.0


def break_even_sales(terms: Terms, premium: float) -> float | None:
    """Return the least gross sales an hour that reach the premium.

    (r(1 + p) - b) / ((1 - k)(f + g v)); 0 where base pay is enough, ``None`` where a sale earns
    nothing.
    """
    missing = required_yield(terms, premium) - terms.base_pay
    if missing <= TOLERANCE:
        return 0.0
    kept_per_sale = (1 - terms.cancelled) * terms.earned_per_sale
    return missing / kept_per_sale if kept_per_sale else None


def verdict(premium: float, minimum: float, full: float) -> str:
    """Say whether a premium is short of the minimum, within, or above the full one.

    >>> verdict(0.1, 0.1, 0.2), verdict(0.21, 0.1, 0.2)
    ('within', 'above')
    """
    if premium < minimum - TOLERANCE:
        return "short"
    return "above" if premium > full + TOLERANCE else "within"


def crossing(one: Terms, other: Terms) -> float | None:
    """Return the kept sales an hour at which two agreements cost the client the same.

    (b1 - b2) / (e2 - e1), with e = f + g v; ``None`` where they never meet at 0 sales or more.
    """
    steeper = other.earned_per_sale - one.earned_per_sale
    if not steeper:
        return None
    sales = (one.base_pay - other.base_pay) / steeper
    return sales if sales >= 0 else None


def cheapest_by_sales(agreements: Mapping[str, Terms]) -> list[tuple[float, str]]:
    """Return which agreement costs the client least, from how many kept sales an hour on.

    >>> hourly, commission = Terms(28, 0, 0, 0, 0, 0, 28), Terms(28, 0, 16, 0, 0, 0, 0)
    >>> cheapest_by_sales({"hourly": hourly, "commission": commission})
    [(0.0, 'commission'), (1.75, 'hourly')]
    """
    base_then_slope = {
        key: (each.base_pay, each.earned_per_sale) for key, each in agreements.items()
    }
    found = [(0.0, min(agreements, key=base_then_slope.__getitem__))]
    while True:
        now = agreements[found[-1][1]]
        flatter = [
            (crossing(now, each) or 0.0, each.earned_per_sale, key)
            for key, each in agreements.items()
            if each.earned_per_sale < now.earned_per_sale
        ]
        if not flatter:
            return found
        sales, _, name = min(flatter)
        found.append((sales, name))


def chance_below_normal_rate(terms: Terms, hours: float) -> float:
    """Return the chance that the month brings strictly less than the normal rate.

    A model: kept sales in H hours follow Poisson(x(1 - k)H), which asks that sales come
    independently of one another at a steady rate.
    """
    missing = (terms.normal_rate - terms.base_pay) * hours
    if missing <= TOLERANCE:
        return 0.0
    expected = terms.kept_sales * hours
    if not terms.earned_per_sale or not expected:
        return 1.0
    needed = missing / terms.earned_per_sale
    return poisson_at_most(ceil(needed - TOLERANCE * needed) - 1, expected)


def poisson_at_most(count: int, mean: float) -> float:
    """Return P(N <= count) for N ~ Poisson(mean), mean above 0; 0 for a negative count.

    Sums outwards from ``count`` on the side that converges, so that neither a large mean nor a far
    tail overflows or takes long. A mean above 100,000 takes the normal curve with its first
    correction for skewness (Edgeworth series), which is within 1e-5 there.

    >>> round(poisson_at_most(62, 72), 4)
    0.1302
    """
    if count < 0:
        return 0.0
    if mean > LARGE:
        return _normal_at_most(count, mean)
    if count < mean:
        return _tail(count, mean, step=-1)
    return 1.0 - _tail(count + 1, mean, step=1)


def poisson_tenths(mean: float) -> tuple[int, int]:
    """Return the counts that one month in ten, and nine in ten, stay at or below.

    N ~ Poisson(mean): the smallest counts with P(N <= count) of at least the share.

    >>> poisson_tenths(72)
    (61, 83)
    """
    return _quantile(0.1, -TENTH, mean), _quantile(0.9, TENTH, mean)


def _quantile(share: float, deviations: float, mean: float) -> int:
    """Search upwards from just below where the normal curve, corrected for skewness, points."""
    if not mean:
        return 0
    count = max(0, floor(mean + deviations * sqrt(mean) + (deviations**2 - 1) / 6) - 1)
    while poisson_at_most(count, mean) < share:
        count += 1
    return count


def _normal_at_most(count: int, mean: float) -> float:
    far = (count + 0.5 - mean) / sqrt(mean)
    bell = exp(-far * far / 2) / sqrt(2 * pi)
    return min(1.0, max(0.0, erfc(-far / sqrt(2)) / 2 - bell * (far * far - 1) / (6 * sqrt(mean))))


def _tail(start: int, mean: float, *, step: int) -> float:
    """Sum the Poisson terms from ``start`` away from the mean until they no longer count."""
    term = exp(start * log(mean) - mean - lgamma(start + 1))
    total, k = 0.0, start
    while term > total * 1e-18 and k >= 0:
        total += term
        term *= k / mean if step < 0 else mean / (k + 1)
        k += step
    return total
