"""The vocabulary of quantities: what a number means, its limits and how it is typed."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

# What may stand beside a typed number, in both languages at once, by the group that owns it.
AFFIXES = {
    "dollar": ("$", "us$", "usd"),
    "ringgit": ("rm", "myr"),
    "foreign": (
        *("€", "eur", "£", "gbp", "s$", "sgd", "a$", "aud", "c$", "cad", "₱", "php", "₹", "inr"),
    ),
    "share": ("%", "peratus", "percent", "per cent"),
    "hour": (
        *("/jam", "sejam", "per jam", "jam", "/h", "/hr", "/hour", "an hour", "per hour"),
        *("hour", "hours", "h"),
    ),
    "minute": (
        *("/minit", "seminit", "per minit", "minit", "/min", "/minute", "a minute", "per minute"),
        *("min", "minute", "minutes"),
    ),
    "second": ("saat", "s", "sec", "second", "seconds"),
    "month": (
        *("/bulan", "sebulan", "per bulan", "bulan", "/month", "a month", "per month"),
        *("month", "months"),
    ),
    "day": ("/hari", "sehari", "per hari", "hari", "/day", "a day", "per day", "day", "days"),
    "week": ("minggu", "week", "weeks"),
    "agents": ("ejen", "agent", "agents"),
    "calls": ("panggilan", "call", "calls"),
    "contacts": ("hubungan", "contact", "contacts"),
    "problems": ("masalah", "problem", "problems"),
    "sales": ("jualan", "sale", "sales"),
}
CURRENCIES = ("dollar", "ringgit", "foreign")

TOLERANCE = 1e-9  # exactly the target counts as met: 6 x (1 + 0.1) is 6.6000000000000005 in floats


class Range(NamedTuple):
    """Hold the low, typical and high value of a published range; an open end is ``None``."""

    low: float | None
    typical: float | None
    high: float | None

    @classmethod
    def of(cls, low: float, high: float | None) -> "Range":
        """Make a range whose typical is the midpoint, or which stays open above.

        >>> Range.of(5, 9)
        Range(low=5, typical=7.0, high=9)
        >>> Range.of(40, None)
        Range(low=40, typical=None, high=None)
        """
        return cls(low, None if high is None else (low + high) / 2, high)

    def times(self, factor: float) -> "Range":
        """Multiply every end that is there by a factor of 0 or more.

        >>> Range.of(5, 9).times(10)
        Range(low=50, typical=70.0, high=90)
        """
        return Range(*(None if end is None else end * factor for end in self))


class Ends(NamedTuple):
    """Hold what is so at the low and at the high end of the typed ranges."""

    low: str
    high: str


def lowest(costs: Sequence[float]) -> int:
    """Return which cost is the least; of those that differ by the last bits only the first.

    >>> lowest([0.1 + 0.2, 0.3])
    0
    """
    least = min(costs)
    return next(at for at, cost in enumerate(costs) if cost <= least + abs(least) * TOLERANCE)


def saving(compared: Range, cost: Range) -> Range:
    """Return what ``cost`` saves against ``compared``: least, typical, most; open ends stay open.

    >>> saving(Range.of(20, 30), Range.of(40, None))
    Range(low=None, typical=None, high=-10)
    """
    return Range(
        _less(compared.low, cost.high),
        _less(compared.typical, cost.typical),
        _less(compared.high, cost.low),
    )


def _less(more: float | None, less: float | None) -> float | None:
    return None if more is None or less is None else more - less


class Unit(NamedTuple):
    """Say what a typed number is measured in and what it may be.

    ``low`` and ``high`` bound the number as typed (a share in percent), ends included.
    ``decimals`` is the least number of decimals written where there is a fraction. ``both_ends``
    says that both limits are natural, so that a message names both. ``example`` stands in
    messages where the field's default teaches nothing.
    """

    name: str
    low: float
    high: float
    example: float
    owns: tuple[str, ...] = ()
    decimals: int = 2
    whole: bool = False
    share: bool = False
    both_ends: bool = False


class Choice(NamedTuple):
    """Offer a closed set of ids; ``name`` is the table that holds their words.

    One that is not ``varied`` says what is asked, and no answer hangs on a guess at it.
    """

    name: str
    options: tuple[str, ...]
    varied: bool = True


class Rows(NamedTuple):
    """Ask for a column of numbers of one unit, one on each line.

    The argument is a tuple with ``None`` for a row without a number. The box shows ``shown`` rows
    at once, and at most ``most`` are read.
    """

    unit: Unit
    shown: int
    most: int


class AtLeast(NamedTuple):
    """Ask that a field is the same as or more than another one of its form."""

    field: str


class From(NamedTuple):
    """Name the figure that a default comes from, such as ``F11.low``."""

    figure: str


def _share(low: float = 0, high: float = 100) -> Unit:
    return Unit(
        "share", low, high, example=10, owns=("share",), decimals=0, share=True, both_ends=True
    )


_HOURLY = ("dollar", "hour")

HourlyRate = Annotated[float, Unit("hourly_rate", 0.5, 500, example=11, owns=_HOURLY)]
HourlyPay = Annotated[float, Unit("hourly_pay", 0, 500, example=14, owns=_HOURLY)]
Fee = Annotated[float, Unit("fee", 0, 100_000, example=16, owns=("dollar",))]
SaleValue = Annotated[float, Unit("sale_value", 0, 10_000_000, example=200, owns=("dollar",))]
Amount = Annotated[float, Unit("amount", 0, 10_000_000, example=20_000, owns=("dollar",))]
AmountAMonth = Annotated[
    float, Unit("amount_a_month", 0, 1_000_000, example=500, owns=("dollar", "month"))
]
Share = Annotated[float, _share()]
Shrinkage = Annotated[float, _share(high=95)]
Occupancy = Annotated[float, _share(low=10)]
ServiceLevel = Annotated[float, _share(low=1, high=99.9)]
Resolution = Annotated[float, _share(low=1)]
Abandonment = Annotated[float, _share(low=0.1)]
Margin = Annotated[float, _share(low=0.1, high=50)]
WageShare = Annotated[float, _share(low=20)]
Agents = Annotated[int, Unit("agents", 1, 10_000, example=10, owns=("agents",), whole=True)]
HoursAMonth = Annotated[
    float, Unit("hours_a_month", 1, 744, example=160, owns=("hour",), decimals=0)
]
HoursAYear = Annotated[
    float, Unit("hours_a_year", 1, 8_784, example=2_080, owns=("hour",), decimals=0)
]
SalesAnHour = Annotated[
    float, Unit("sales_an_hour", 0, 1_000, example=2, owns=("sales",), decimals=0)
]
MinuteRate = Annotated[float, Unit("minute_rate", 0, 100, example=0.4, owns=("dollar", "minute"))]
ContactsAMonth = Annotated[
    float,
    Unit("contacts_a_month", 0, 1_000_000, example=8_000, owns=("calls", "contacts"), decimals=0),
]
OpenHours = Annotated[
    float, Unit("open_hours", 80, 744, example=176, owns=("hour", "month"), decimals=0)
]
ContactSeconds = Annotated[
    float, Unit("contact_seconds", 1, 3_600, example=180, owns=("second",), decimals=0)
]
ShortSeconds = Annotated[
    float, Unit("short_seconds", 0, 3_600, example=20, owns=("second",), decimals=0)
]
ProblemsAMonth = Annotated[
    float,
    Unit("problems_a_month", 0, 1_000_000, example=10_000, owns=("problems",), decimals=0),
]
ContactsADay = Annotated[
    float,
    Unit("contacts_a_day", 0, 1_000_000, example=900, owns=("calls", "contacts"), decimals=0),
]
DaysAMonth = Annotated[float, Unit("days_a_month", 1, 31, example=21, owns=("day",), decimals=0)]
Seconds = Annotated[float, Unit("seconds", 1, 86_400, example=180, owns=("second",), decimals=0)]
Weeks = Annotated[float, Unit("weeks", 0, 52, example=4, owns=("week",), decimals=0)]
Months = Annotated[int, Unit("months", 1, 120, example=12, owns=("month",), whole=True)]
People = Annotated[float, Unit("people", 0, 1_000, example=1, decimals=0)]
ContactsAnHour = Annotated[
    float, Unit("contacts_an_hour", 0, 200, example=10, owns=("calls",), decimals=0)
]
_AN_INTERVAL = Unit(
    "contacts_an_interval", 0, 1_000_000, example=100, owns=("calls", "contacts"), decimals=0
)
ContactsAnInterval = Annotated[float, _AN_INTERVAL]
ContactsOfADay = Annotated[tuple[float | None, ...], Rows(_AN_INTERVAL, shown=4, most=1_440)]
Deadline = Annotated[float, Unit("deadline", 0.25, 744, example=8, owns=("hour",), decimals=0)]
Minutes = Annotated[float, Unit("minutes", 1, 1_440, example=30, owns=("minute",), decimals=0)]
Wait = Annotated[float, Unit("seconds", 0, 86_400, example=20, owns=("second",), decimals=0)]
HoursAWeek = Annotated[float, Unit("hours_a_week", 1, 168, example=40, owns=("hour",), decimals=0)]
Factor = Annotated[float, Unit("factor", 0, 100, example=2, decimals=0)]
Chats = Annotated[float, Unit("chats", 1, 5, example=2, decimals=0)]

RINGGIT = Unit("ringgit", 0.5, 50, example=4.2, owns=("ringgit",))  # for one US dollar
