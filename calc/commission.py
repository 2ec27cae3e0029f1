"""The yield that commission brings a call center for an hour, and the premium it needs.

Symbols: r normal hourly rate, b guaranteed pay an hour, x gross sales an hour, k share cancelled,
f fee per sale, g share of the order value v, p premium. The rule (source article, about 2015-2017;
made general for this guide): the yield must exceed r by 10 % to 20 % for the risk taken.
"""

from math import ceil, exp, lgamma, log
from typing import NamedTuple

TOLERANCE = 1e-9  # exactly the target counts as met: 6 x (1 + 0.1) is 6.6000000000000005 in floats


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
    tail overflows or takes long.

    >>> round(poisson_at_most(62, 72), 4)
    0.1302
    """
    if count < 0:
        return 0.0
    if count < mean:
        return _tail(count, mean, step=-1)
    return 1.0 - _tail(count + 1, mean, step=1)


def _tail(start: int, mean: float, *, step: int) -> float:
    """Sum the Poisson terms from ``start`` away from the mean until they no longer count."""
    term = exp(start * log(mean) - mean - lgamma(start + 1))
    total, k = 0.0, start
    while term > total * 1e-18 and k >= 0:
        total += term
        term *= k / mean if step < 0 else mean / (k + 1)
        k += step
    return total
