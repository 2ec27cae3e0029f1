"""Phrases that several calculators say: a premium in words, an amount with its range."""

from collections.abc import Iterable

from calc.text import Words, WriteNumber
from calc.units import TOLERANCE, Range
from calc.view import Child, el


def against(premium: float, limits: Iterable[float], words: Words) -> str:
    """Say how far a yield is over or under a rate, and on which side of a limit rounding hides."""
    for limit in limits:
        if abs(premium - limit) > TOLERANCE and words.percent(premium) == words.percent(limit):
            key = "just_over" if premium > limit else "just_under"
            return words(f"premium.{key}", premium=words.percent(limit))
    side = "over" if premium > TOLERANCE else "under" if premium < -TOLERANCE else "equal"
    return words(f"premium.{side}", premium=words.percent(abs(premium)))


def midpoint(range_: Range | None) -> float:
    """Return the midpoint of a range; 0 where there is none, which is not said."""
    return (range_.typical if range_ else None) or 0.0


def with_range(range_: Range, words: Words, write: WriteNumber) -> Child:
    """Write the midpoint first and its range beneath; an open or single value stands alone."""
    text = words.dash(range_, write)
    if range_.typical is None:
        return text
    typical = words.money(range_.typical, write)
    return typical if typical == text else el("span", typical, " ", el("small", text))
