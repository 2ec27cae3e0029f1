"""Two ways of serving the same contacts, compared: landed cost, saving, payback and break-even.

Both sides are linear in the number of contacts, so that one formula gives the break-even exactly.
Derived for this guide; the lines of landed cost are those that trade pages on outsourcing name.
"""

from math import ceil
from typing import NamedTuple

from calc.own_team import MONTHS, WEEKS, Costs, Team

SECONDS = 3_600  # of an hour
TOLERANCE = 1e-9  # relative: unit costs that differ by less run parallel


class Vendor(NamedTuple):
    """Hold the terms of an outsourced service and what it asks of the client, in US dollars.

    ``bill_rate`` is for a productive hour; it rises by the share ``price_rise`` each year.
    ``managing`` and ``kept`` are own staff a month, ``moving`` and ``leaving`` are paid once within
    a ``term`` in months; for ``parallel_weeks`` the own team goes on working. ``own_resolution``
    and ``vendor_resolution``, above 0, are the shares of contacts that solve the problem: whoever
    is left with one comes back until it is solved.
    """

    bill_rate: float
    price_rise: float
    managing: float
    kept: float
    moving: float
    parallel_weeks: float
    leaving: float
    own_resolution: float
    vendor_resolution: float
    term: int

    def hours(self, hours: float) -> float:
        """Return the hours that the vendor bills for what takes the own team ``hours``."""
        return hours * self.own_resolution / self.vendor_resolution

    @property
    def mean_rate(self) -> float:
        """Return the bill rate as the mean of the term's months."""
        return self.bill_rate * price_months(self.price_rise, self.term) / self.term

    def once(self, own_month: float) -> float:
        """Return what the move costs once: its fees, and the own team while both work."""
        return self.moving + own_month * self.parallel_share * self.term

    def unit(self, hours: float, own_cost: float) -> float:
        """Return what more work costs that takes the own team ``hours`` and costs it so much."""
        return self.mean_rate * self.hours(hours) + own_cost * self.parallel_share

    @property
    def parallel_share(self) -> float:
        """Return the own team's share of a month while both work, spread over the term."""
        return MONTHS / WEEKS * self.parallel_weeks / self.term

    def month(self, hours: float, own_month: float) -> "Landed":
        """Return a month's landed cost of the work that takes the own team ``hours``."""
        billed = self.hours(hours)
        return Landed(
            bill=self.mean_rate * min(hours, billed),
            rework=self.mean_rate * max(0.0, billed - hours),
            managing=self.managing,
            kept=self.kept,
            moving=self.once(own_month) / self.term,
            leaving=self.leaving / self.term,
        )


class Landed(NamedTuple):
    """Hold the lines of what outsourcing costs in a month, in US dollars."""

    bill: float
    rework: float
    managing: float
    kept: float
    moving: float
    leaving: float

    @property
    def total(self) -> float:
        """Return the sum of the lines."""
        return sum(self)

    @property
    def running(self) -> float:
        """Return the sum without what the move costs once."""
        return self.total - self.moving


class Line(NamedTuple):
    """Hold a cost that grows with each contact: dollars a month and dollars a contact."""

    fixed: float
    unit: float

    def at(self, contacts: float) -> float:
        """Return the cost of a month with so many contacts."""
        return self.fixed + self.unit * contacts


class Case(NamedTuple):
    """Hold both sides of the comparison at one wage and one rate."""

    team: Team
    vendor: Vendor

    def own(self, hours: float) -> Costs:
        """Return the own month of so many productive hours."""
        return self.team.month(hours)

    def outsourced(self, hours: float) -> Landed:
        """Return the outsourced month of the same work."""
        return self.vendor.month(hours, self.own(hours).total)

    def lines(self, hours: float) -> tuple[Line, Line]:
        """Return the own and the outsourced cost as lines; a contact takes ``hours``."""
        unit = self.team.hour * hours
        own = Line(self.own(0).total, unit)
        return own, Line(self.outsourced(0).total, self.vendor.unit(hours, unit))

    def break_even_rate(self, hours: float) -> float | None:
        """Return the bill rate at which both sides cost the same: what is left for it.

        ``None`` where even a free hour would cost more, or where no hour is worked.
        """
        landed = self.outsourced(hours)
        left = self.own(hours).total - (landed.total - landed.bill - landed.rework)
        billed = self.vendor.hours(hours) * self.vendor.mean_rate / self.vendor.bill_rate
        return left / billed if billed and left > 0 else None


def hours_for(contacts: float, *, handle_time: float, occupancy: float) -> float:
    """Return the productive hours that contacts take: idle time between them is paid too.

    ``handle_time`` in seconds; ``occupancy`` above 0 is the share of productive time in contact.
    """
    return contacts * handle_time / SECONDS / occupancy


def cost_per_contact(hourly_cost: float, *, handle_time: float, occupancy: float) -> float:
    """Return the cost of a contact from that of a productive hour.

    >>> cost_per_contact(36, handle_time=300, occupancy=0.75)
    4.0
    """
    return hourly_cost * hours_for(1, handle_time=handle_time, occupancy=occupancy)


def price_months(rise: float, months: int) -> float:
    """Return how many months at the first price a term costs that rises once a year.

    >>> price_months(0.05, 24)
    24.6
    """
    years = range(ceil(months / MONTHS))
    return sum((1 + rise) ** year * min(MONTHS, months - MONTHS * year) for year in years)


def escalated_total(first_year_cost: float, rise: float, years: int) -> float:
    """Return what so many years cost at a yearly price rise; the first is at the signed price."""
    return first_year_cost / MONTHS * price_months(rise, years * MONTHS)


def payback_months(once: float, monthly_saving: float) -> float | None:
    """Return the months until a saving has paid what it cost once, ``None`` without a saving.

    >>> payback_months(45_000, 6_000)
    7.5
    """
    return once / monthly_saving if monthly_saving > 0 else None


def break_even_volume(in_house: Line, outsourced: Line) -> float | None:
    """Return the volume at which both sides cost the same: the fixed over the unit difference.

    ``None`` where one side is cheaper at every volume, or both run parallel.

    >>> break_even_volume(Line(20_000, 3), Line(2_000, 4.5))
    12000.0
    """
    slope = outsourced.unit - in_house.unit
    if abs(slope) <= TOLERANCE * max(in_house.unit, outsourced.unit):
        return None
    volume = (in_house.fixed - outsourced.fixed) / slope
    return volume if volume >= 0 else None
