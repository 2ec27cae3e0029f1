"""What a productive hour of an own team costs, with leave, idle time and every helper counted once.

Symbols: P hours paid in a year, w wage an hour, b benefits without paid leave as a share of the
wage, l leave as a share of paid hours, s the share of a shift without customers. Derived for this
guide from the definitions of the US Bureau of Labor Statistics (Employer Costs for Employee
Compensation): compensation is stated for an hour worked and holds paid leave already, so that
dividing it by all shrinkage would count leave twice.
"""

from typing import NamedTuple

WEEKS = 52
MONTHS = 12


class Team(NamedTuple):
    """Hold the assumptions of an own team, wages and costs in US dollars, shares from 0 to 1.

    ``wage_share`` is the share of wages in compensation, ``paid_hours`` are those of a year.
    ``shrinkage`` is paid time without customers, leave included; ``shift_shrinkage`` the part of it
    within a shift. One supervisor looks after ``agents_per_supervisor`` agents, and
    ``specialists_per_hundred`` agents after quality and planning, at the same pay. ``turnover`` is
    the share of agents who leave in a year; each costs ``replacement_cost`` and ``weeks_lost`` of
    pay until the next one works fully. ``software_seat`` and ``equipment`` are dollars a month for
    each agent, ``rent`` for all.
    """

    wage: float
    wage_share: float
    paid_hours: float
    shrinkage: float
    shift_shrinkage: float
    supervisor_wage: float
    agents_per_supervisor: float
    specialists_per_hundred: float
    turnover: float
    replacement_cost: float
    weeks_lost: float
    software_seat: float
    equipment: float
    rent: float

    @property
    def leave(self) -> float:
        """Return l, so that (1 - l)(1 - s) is the productive share of paid hours."""
        return 1 - (1 - self.shrinkage) / (1 - self.shift_shrinkage)

    @property
    def productive_year(self) -> float:
        """Return the productive hours of an agent's year."""
        return productive_hours(self.paid_hours, leave=self.leave, shift=self.shift_shrinkage)

    def yearly_pay(self, wage: float) -> float:
        """Return a year's pay and benefits of one person of the team at a wage."""
        benefits = benefits_without_leave(self.wage_share, leave=self.leave)
        return yearly_pay(wage, self.paid_hours, benefits=benefits)

    @property
    def year(self) -> "Costs":
        """Return what an agent costs in a year, line by line, without the team's rent."""
        pay, helper = self.yearly_pay(self.wage), self.yearly_pay(self.supervisor_wage)
        return Costs(
            pay=pay,
            supervision=helper / self.agents_per_supervisor,
            quality=helper * self.specialists_per_hundred / 100,
            turnover=turnover_cost(1, self.turnover, self.replacement_cost),
            learning=self.turnover * self.weeks_lost / WEEKS * pay,
            software=self.software_seat * MONTHS,
            equipment=self.equipment * MONTHS,
            rent=0.0,
        )

    @property
    def hour(self) -> float:
        """Return the cost of a productive hour, without the team's rent."""
        return self.year.total / self.productive_year

    def agents(self, hours: float) -> float:
        """Return the full-time agents that give so many productive hours a month, unrounded."""
        return hours * MONTHS / self.productive_year

    def month(self, hours: float) -> "Costs":
        """Return what a month of so many productive hours costs, line by line, with the rent."""
        agents = self.agents(hours)
        return Costs(*(line * agents / MONTHS for line in self.year))._replace(rent=self.rent)


class Costs(NamedTuple):
    """Hold the lines of an own team's cost in US dollars."""

    pay: float
    supervision: float
    quality: float
    turnover: float
    learning: float
    software: float
    equipment: float
    rent: float

    @property
    def total(self) -> float:
        """Return the sum of the lines."""
        return sum(self)


def productive_hours(paid_hours: float, *, leave: float, shift: float) -> float:
    """Return P(1 - l)(1 - s): the hours in which agents serve customers or wait for them."""
    return paid_hours * (1 - leave) * (1 - shift)


def paid_hours(productive_hours: float, productive_share: float) -> float:
    """Return the hours that an employer pays to get productive ones.

    >>> round(paid_hours(2_080, 0.75))
    2773
    """
    return productive_hours / productive_share


def hour_worked(wage: float, wage_share: float) -> float:
    """Return the compensation for an hour worked: it holds benefits and paid leave.

    >>> round(hour_worked(21.53, 0.70), 2)
    30.76
    """
    return wage / wage_share


def benefits_without_leave(wage_share: float, *, leave: float) -> float:
    """Return b, so that w P (1 + b) is the compensation of a year's hours worked.

    (1 - l) / share - 1; below 0 where the leave alone exceeds all benefits, which no real pair of
    shares says.
    """
    return hour_worked(1 - leave, wage_share) - 1


def yearly_pay(wage: float, paid_hours: float, *, benefits: float) -> float:
    """Return w P (1 + b): a year's wages, leave and benefits of one person."""
    return wage * paid_hours * (1 + benefits)


def turnover_cost(agents: float, turnover: float, replacement_cost: float) -> float:
    """Return what replacing the agents who leave costs in a year.

    >>> turnover_cost(100, 0.4, 15_000)
    600000.0
    """
    return agents * turnover * replacement_cost
