"""Read a number as a person types it: one grammar for both languages, nothing guessed."""

from functools import cache
from typing import NamedTuple

from calc.units import AFFIXES, CURRENCIES, Rows, Unit

LONGEST = 64  # characters; no number that fits a field is longer
MORE_ROWS = "too_many_rows"

_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_ASCII = "0123456789,.%$-+"
_FULL_WIDTH = "".join(chr(ord(letter) + 0xFEE0) for letter in _ASCII)
_SPACES = "\t\u00a0\u2007\u2009\u202f\u3000"
_DASHES = "\u2010\u2011\u2013\u2212"
_LOOK_ALIKES = str.maketrans(
    _FULL_WIDTH + _SPACES + _DASHES,
    _ASCII + " " * len(_SPACES) + "-" * len(_DASHES),
    _INVISIBLE,
)

_OWNERS = {affix: group for group, affixes in AFFIXES.items() for affix in affixes}
_CURRENCIES = [affix for affix, group in _OWNERS.items() if group in CURRENCIES]
_UNITS = _OWNERS.keys() - set(_CURRENCIES)
_SIGNS = ("-", "+")
_DIGITS_AND_DOT = "0123456789."
_SEPARATORS = str.maketrans("", "", ",_ ")
_JOINS = ("-", "to", "sehingga", "hingga")
_THOUSAND = 3  # digits
_MOST_DIGITS, _MOST_DECIMALS = 15, 6


class Unread(Exception):
    """Carry the key of the message that says why a text does not read."""

    def __init__(self, key: str) -> None:
        """Keep the key of a message in the locale files."""
        super().__init__(key)
        self.key = key


class Fault(NamedTuple):
    """Name a row of a column, counted from 1, and the key of what is wrong there."""

    row: int
    key: str


def parse(text: str, unit: Unit) -> float:
    """Return the number typed, in the unit's own measure (a share in percent).

    The steps and their order are those of the written grammar: white space, look-alikes, shape,
    affix, limits, whole. Raises Unread with the key of the first step that fails; an
    empty text raises ``empty``.

    >>> from calc.units import Agents
    >>> parse(" 1,600 agents ", Agents.__metadata__[0])
    1600.0
    """
    text = text.strip()
    if is_plain(text):  # what most rows of a column are
        return _within(float(text), unit)
    if len(text) > LONGEST:
        raise Unread("between" if unit.both_ends else "too_high")
    text = text.translate(_LOOK_ALIKES).strip().lower()
    if not text:
        raise Unread("empty")
    head, number, tail = _parts(text)
    sign, before = _before(head)
    after, suffix = _after(tail)
    if before and after:
        raise Unread("not_a_number")
    if not number:
        raise Unread("empty")
    if not _is_number(number):
        raise Unread(_fault(number, unit))
    if any(affix and _OWNERS[affix] not in unit.owns for affix in (before, after, suffix)):
        raise Unread("wrong_unit")
    value = float(number.translate(_SEPARATORS))
    return _within(-value if sign == "-" else value, unit)


def parse_rows(text: str, kind: Rows) -> tuple[list[float | None], list[Fault]]:
    r"""Return the numbers of a column, ``None`` for a row without one, and what does not read.

    Each line is one row and is read as any number; empty rows at the end are none. A single line
    may hold the rows between tabs, as a spreadsheet copies a line of cells.

    >>> from calc.units import ContactsOfADay
    >>> parse_rows("12\n\n1,600\nx", ContactsOfADay.__metadata__[0])
    ([12.0, None, 1600.0, None], [Fault(row=4, key='not_a_number')])
    """
    lines = text.rstrip().replace("\r\n", "\n").replace("\r", "\n").split("\n", kind.most)
    if len(lines) == 1:
        lines = lines[0].split("\t", kind.most)
    read = cache(lambda line: _row(line, kind.unit))  # many rows of a column say the same
    found = [read(line) for line in lines[: kind.most]] if text.strip() else []
    faults = [Fault(at, row) for at, row in enumerate(found, start=1) if isinstance(row, str)]
    if len(lines) > kind.most:
        faults.insert(0, Fault(kind.most, MORE_ROWS))
    return [None if isinstance(row, str) else row for row in found], faults


def _row(line: str, unit: Unit) -> float | str | None:
    """Return the number of a row, ``None`` for an empty one, or the key of its message."""
    try:
        return parse(line, unit)
    except Unread as unread:
        return unread.key if line.strip() else None


def _parts(text: str) -> tuple[str, str, str]:
    """Cut a text before its first digit or dot and after its last one."""
    places = [place for place, letter in enumerate(text) if letter in _DIGITS_AND_DOT]
    if not places:
        return "", "", text
    first, last = places[0], places[-1] + 1
    return text[:first], text[first:last], text[last:]


def _before(head: str) -> tuple[str, str]:
    """Return the sign and the currency before a number; one space may stand between the parts."""
    head = head.removesuffix(" ")
    if head.startswith(_SIGNS):
        return head[0], _currency(head[1:].removeprefix(" "))
    if head.endswith(_SIGNS):
        return head[-1], _currency(head[:-1].removesuffix(" "))
    return "", _currency(head)


def _after(tail: str) -> tuple[str, str]:
    """Return the currency and the unit after a number; one space may stand between the parts."""
    tail = tail.removeprefix(" ")
    for currency in ("", *_CURRENCIES):
        unit = tail.removeprefix(currency).removeprefix(" ") if currency else tail
        if tail.startswith(currency) and (not unit or unit in _UNITS):
            return currency, unit
    raise Unread("not_a_number")


def _currency(text: str) -> str:
    if text and text not in _CURRENCIES:
        raise Unread("not_a_number")
    return text


def _fault(number: str, unit: Unit) -> str:
    """Name what is wrong with a text that has digits but is no number."""
    for join in _JOINS:
        low, joined, high = number.partition(join)
        if joined and _is_amount(low.removesuffix(" ")) and _is_amount(high.removeprefix(" ")):
            return "one_number"
    whole, _, part = number.rpartition(",")
    if is_digits(part) and (is_digits(whole) or _grouped(whole, ".")):
        return "not_whole" if unit.whole else "decimal_comma"
    return "not_a_number"


def is_digits(text: str) -> bool:
    """Say whether a text is the digits 0 to 9, at least one of them."""
    return text.isascii() and text.isdecimal()


def is_plain(text: str) -> bool:
    """Say whether a text is a number as this guide writes it itself: ``12``, ``0.125``."""
    whole, dot, part = text.partition(".")
    if not is_digits(whole) or len(whole) > _MOST_DIGITS:
        return False
    return not dot or (is_digits(part) and len(part) <= _MOST_DECIMALS)


def _is_number(text: str) -> bool:
    """Say whether a text is a number: ``12``, ``.5``, ``1.``, or ``1,600.50`` in thousands."""
    whole, dot, part = text.partition(".")
    if part and not is_digits(part):
        return False
    if is_digits(whole):
        return True
    if not whole or (dot and not part):
        return bool(part)
    return whole[0] != "0" and any(_grouped(whole, separator) for separator in ",_ ")


def _grouped(text: str, separator: str) -> bool:
    """Say whether a text is digits in thousands, with one separator between them."""
    first, *others = text.split(separator)
    return (
        bool(others)
        and is_digits(first)
        and len(first) <= _THOUSAND
        and all(is_digits(other) and len(other) == _THOUSAND for other in others)
    )


def _is_amount(text: str) -> bool:
    """Say whether a text is a number, with or without a currency."""
    head, number, tail = _parts(text)
    try:
        sign, _ = _before(head)
        _, unit = _after(tail)
    except Unread:
        return False
    return not sign and not unit and _is_number(number)


def _within(value: float, unit: Unit) -> float:
    if not unit.low <= value <= unit.high:
        raise Unread("between" if unit.both_ends else "too_low" if value < unit.low else "too_high")
    if unit.whole and value != int(value):
        raise Unread("not_whole")
    return round(value, 6) + 0.0  # adding 0 turns -0 into 0
