"""The words and number formats of a language, the same at build time and in the browser."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from calc.files import load
from calc.units import Range

MILLION = 1_000_000
LEAST = 1e-6  # the smallest number that is written
HALF_A_TENTH = 0.0005  # of a percent's decimal: a smaller share is written 0%

WriteNumber = Callable[[float], str]


def cents(value: float) -> str:
    """Write a rate or a fee: two decimals, none where whole.

    >>> cents(11.5), cents(11), cents(1234.5)
    ('11.50', '11', '1,234.50')
    """
    text = f"{_twelve_digits(value):,.2f}"
    return text.removesuffix(".00")


def dollars(value: float) -> str:
    """Write a month's total: whole dollars."""
    return f"{_twelve_digits(value):,.0f}"


def hundreds(value: float) -> str:
    """Write a year's total: rounded to 100 dollars."""
    return f"{round(_twelve_digits(value) / 100) * 100:,.0f}"


def plain(value: float, decimals: int = 0) -> str:
    """Write a number with the fewest decimals that keep it, at least ``decimals`` if it has any.

    >>> plain(1600), plain(11.5, 2), plain(11.505, 2)
    ('1,600', '11.50', '11.505')
    """
    whole, _, fraction = f"{_twelve_digits(value):,.6f}".rstrip("0").partition(".")
    return f"{whole}.{fraction.ljust(decimals, '0')}" if fraction else whole


def estimate(count: float, digits: str) -> str:
    """Write a count of 0 or more in rounded ``digits``, but what is not 0 never as 0.

    >>> estimate(0.26, ".1f"), estimate(0.012, ".1f"), estimate(1e-9, ".1f"), estimate(0, ".1f")
    ('0.3', '0.01', '0.000001', '0')
    """
    shown = float(f"{count:{digits}}") or float(f"{count:.1g}")
    return plain(max(shown, LEAST) if count else 0)


class Words:
    """Hold one language's words and write numbers, money, shares and dates in it.

    ``rate`` is how many ringgit a US dollar buys: with one, amounts of US dollars are written in
    ringgit.
    """

    def __init__(self, language: str, rate: float | None = None, folder: str = "") -> None:
        """Read the words of a language; raise OSError for one without a locale file.

        A ``folder`` of the locale files adds its own words, which the browser does without.
        """
        self.language = language
        self._words = load(f"locale/{language}")
        if folder:
            self._words = self._words | load(f"locale/{folder}/{language}")
        self.rate = rate or 1.0
        self.currency = self("format.ringgit" if rate else "format.currency")

    def __call__(self, key: str, **values: object) -> str:
        """Return the words under a dotted key, filled with values; raise KeyError without them."""
        text = self._find(key)
        if text is None:
            raise KeyError(key)
        return text.format_map(values) if values else text

    def has(self, key: str) -> bool:
        """Say whether the language has words under a dotted key."""
        return self._find(key) is not None

    def _find(self, key: str) -> str | None:
        entry: Any = self._words
        for part in key.split("."):
            entry = entry.get(part) if isinstance(entry, dict) else None
        return entry if isinstance(entry, str) else None

    def keys(self) -> set[str]:
        """Return every dotted key that has words."""
        return set(_dotted(self._words))

    def money(self, value: float, write: WriteNumber = cents) -> str:
        """Write an amount of US dollars: ``$1,234.50`` or ``USD 1,234.50``."""
        return self.currency + write(value * self.rate)

    def millions(self, value: float, write: WriteNumber = dollars) -> str:
        """Write an amount for a sentence: from a million up in words, to three figures."""
        if value * self.rate < MILLION:
            return self.money(value, write)
        amount = f"{float(f'{value * self.rate / MILLION:.3g}'):,}".removesuffix(".0")
        return self("format.millions", amount=self.currency + amount)

    def between(self, range_: Range, write: Callable[[float], str] | None = None) -> str:
        """Write a range for a sentence: ``$8 to $14``, ``from $40`` where it is open."""
        write = write or self.money
        low = write(_end(range_.low))
        if range_.high is None:
            return self("format.open", low=low)
        high = write(range_.high)
        return low if low == high else self("format.range", low=low, high=high)

    def dash(self, range_: Range, write: WriteNumber = cents) -> str:
        """Write a range of money for a table: ``$8–14``, ``$40+`` where it is open."""
        low = write(_end(range_.low) * self.rate)
        if range_.high is None:
            return f"{self.currency}{low}+"
        high = write(range_.high * self.rate)
        return self.currency + (low if low == high else f"{low}–{high}")

    def percent(self, share: float) -> str:
        """Write a share from 0 to 1 as a percentage with at most one decimal."""
        return f"{_one_decimal(share * 100)}%"

    def chance(self, chance: float) -> str:
        """Write a chance as a percentage; only what is sure to 12 digits is 0% or 100%."""
        chance = _twelve_digits(chance)
        if 0 < chance < HALF_A_TENTH:
            return self("format.less_than", amount=self.percent(2 * HALF_A_TENTH))
        if 1 - HALF_A_TENTH < chance < 1:
            return self("format.more_than", amount=self.percent(1 - 2 * HALF_A_TENTH))
        return self.percent(chance)

    def date(self, day: str) -> str:
        """Write an ISO day or month in words, a year or a word for no date as it is to be read."""
        year, _, rest = day.partition("-")
        if not rest:
            return self(f"format.{day}") if self.has(f"format.{day}") else day
        month, _, number = rest.partition("-")
        name = self("format.months").split()[int(month) - 1]
        if not number:
            return f"{name} {year}"
        return self("format.date", day=int(number), month=name, year=year)

    def period(self, period: str) -> str:
        """Write the years that a figure speaks of: ``about 2015–2017``, ``2026``, ``undated``."""
        first, _, last = period.partition("-")
        return self("format.about", years=f"{first}–{last}") if last else self.date(period)


@cache
def words(language: str, rate: float | None = None, folder: str = "") -> Words:
    """Return the words of a language, read once for each rate and folder."""
    return Words(language, rate, folder)


def capital(text: str) -> str:
    """Begin a text with a capital letter and leave the rest."""
    return text[:1].upper() + text[1:]


def difference(saved: Range, words: Words) -> str:
    """Write a saving in words, never with a minus sign, as far as its ends are known."""
    low, _, high = saved
    if low is None and high is None:
        return words("difference.unknown")
    if low is None or high is None:
        return _half_known(low, high, words)

    def write(value: float) -> str:
        return words.millions(abs(value), dollars)

    if low < 0 < high:
        return words("difference.either", more=write(low), less=write(high))
    side = "saves" if high > 0 else "costs"
    least, most = sorted((abs(low), abs(high)))
    if not least:
        return words(f"difference.{side}_most", amount=write(most))
    return words(f"difference.{side}", amount=words.between(Range(least, None, most), write))


def _half_known(low: float | None, high: float | None, words: Words) -> str:
    """Write a saving of which one end is open: at least so much, or a limit on one side only."""
    if low is None:
        known = high or 0.0
        side = "saves_open" if known > 0 else "costs_least"
    else:
        known = low
        side = "costs_open" if known < 0 else "saves_least"
    return words(f"difference.{side}", amount=words.millions(abs(known), dollars))


def _dotted(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, entry in table.items():
        if isinstance(entry, dict):
            yield from _dotted(entry, f"{prefix}{key}.")
        else:
            yield prefix + key


def _twelve_digits(value: float) -> float:
    """Drop the last bits, in which ``exp`` and float powers differ between the two runtimes."""
    return float(f"{value:.12g}") + 0.0  # adding 0 turns -0 into 0


def _one_decimal(value: float) -> str:
    return plain(float(f"{_twelve_digits(value):.1f}"))


def _end(low: float | None) -> float:
    if low is None:
        message = "a range open below has no words"
        raise ValueError(message)
    return low
