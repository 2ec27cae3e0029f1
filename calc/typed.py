"""Read a number as a person types it: one grammar for both languages, nothing guessed."""

import re
from functools import cache
from typing import NamedTuple

from calc.units import AFFIXES, CURRENCIES, Rows, Unit

LONGEST = 64  # characters; no number that fits a field is longer

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

_NUMBER = (
    r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+"
    r"|[1-9][0-9]{0,2}([,_ ])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?"
)
_COMMA = r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+"
_BARE = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")  # what most rows of a column are
_JOINED = r" ?(?:-|\bto\b|\bhingga\b|\bsehingga\b) ?"


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
    if _BARE.fullmatch(text):
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
    if not re.fullmatch(_NUMBER, number):
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
        faults.insert(0, Fault(kind.most, "too_many_rows"))
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
    ends = re.split(_JOINED, number, maxsplit=1)
    if len(ends) > 1 and all(_is_amount(end) for end in ends):
        return "one_number"
    if re.fullmatch(_COMMA, number):
        return "not_whole" if unit.whole else "decimal_comma"
    return "not_a_number"


def _is_amount(text: str) -> bool:
    """Say whether a text is a number, with or without a currency."""
    head, number, tail = _parts(text)
    try:
        sign, _ = _before(head)
        _, unit = _after(tail)
    except Unread:
        return False
    return not sign and not unit and bool(re.fullmatch(_NUMBER, number))


def _within(value: float, unit: Unit) -> float:
    if not unit.low <= value <= unit.high:
        raise Unread("between" if unit.both_ends else "too_low" if value < unit.low else "too_high")
    if unit.whole and value != int(value):
        raise Unread("not_whole")
    return round(value, 6) + 0.0  # adding 0 turns -0 into 0
