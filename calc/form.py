"""The fields that a calculator's signature asks for, and what was typed into them."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args

from calc.text import Words, capital, plain
from calc.typed import MORE_ROWS, Fault, Unread, parse, parse_rows
from calc.units import AtLeast, Choice, From, Rows, Unit

NAMED = 3  # rows of a column whose messages are written out


class Field(NamedTuple):
    """Describe one parameter as a field: a number with a unit, a column of them, or a choice."""

    name: str
    kind: Unit | Choice | Rows
    default: Any
    at_least: str | None
    source: str | None

    @property
    def unit(self) -> Unit | None:
        """Return what the field's numbers are measured in."""
        kind = self.kind
        return kind.unit if isinstance(kind, Rows) else kind if isinstance(kind, Unit) else None

    def read(self, text: str) -> Any:  # noqa: ANN401 - an argument
        """Return the argument that a text stands for; raise Unread where it does not read."""
        if isinstance(self.kind, Choice):
            if text not in self.kind.options:
                raise Unread("empty")
            return text
        if isinstance(self.kind, Rows):
            values, faults = self.column(text, self.kind)
            if faults:
                raise Unread(faults[0].key)
            return values
        try:
            return self.argument(parse(text, self.kind))
        except Unread as unread:
            if unread.key == "empty" and self.default is None:
                return None
            raise

    def column(self, text: str, rows: Rows) -> tuple[tuple[float | None, ...], list[Fault]]:
        """Return the argument that a column stands for, and what is wrong with its other rows."""
        found, faults = parse_rows(text, rows)
        return tuple(None if row is None else self.argument(row) for row in found), faults

    def lines(self, text: str) -> str:
        """Return what was written on one line, a column with commas between its rows, as typed."""
        joined = isinstance(self.kind, Rows) and "\n" not in text
        return text.replace(",", "\n") if joined else text

    def argument(self, number: float) -> float:
        """Turn a number as typed into the argument: a share from percent, a count whole."""
        if self.unit and self.unit.share:
            return round(number / 100, 8)  # 79.6 / 100 is 0.7959999999999999 in floats
        return int(number) if self.unit and self.unit.whole else number

    def number(self, value: float) -> float:
        """Turn an argument into the number to type: a share into percent."""
        return round(value * 100, 6) if self.unit and self.unit.share else value

    def text(self, value: Any) -> str:  # noqa: ANN401 - an argument
        """Write an argument as the field shows it: ``1,600``, ``11.50``, a choice's id."""
        if value is None:
            return ""
        if isinstance(self.kind, Choice):
            return str(value)
        if isinstance(self.kind, Rows):
            return "\n".join(map(self._text, value))
        return self._text(value)

    def _text(self, number: float | None) -> str:
        decimals = self.unit.decimals if self.unit else 0
        return "" if number is None else plain(self.number(number), decimals)


class Reading(NamedTuple):
    """Hold what was typed: an argument for each field that reads, a message key for the rest.

    ``faults`` are the rows of columns that do not read; the others of the column are its argument.
    """

    values: dict[str, Any]
    messages: dict[str, str]
    faults: dict[str, list[Fault]]


@cache
def fields(calculate: Callable[..., Any]) -> dict[str, Field]:
    """Read the fields off a calculator's signature, in its order."""
    # What inspect and get_type_hints read it from; importing them would hold up the first answer.
    usual = calculate.__kwdefaults__ or {}
    return {name: _field(name, calculate.__annotations__[name], usual[name]) for name in usual}


def read(form: Mapping[str, Field], texts: Mapping[str, str], edited: str | None = None) -> Reading:
    """Read every field; one that was not sent keeps its default.

    ``edited`` names the field edited last: where two fields disagree, the message is its own.
    """
    values: dict[str, Any] = {}
    messages: dict[str, str] = {}
    faults: dict[str, list[Fault]] = {}
    for name, field in form.items():
        try:
            if name not in texts:
                values[name] = field.default
            elif isinstance(field.kind, Rows):
                values[name], faults[name] = field.column(texts[name], field.kind)
            else:
                values[name] = field.read(texts[name])
        except Unread as unread:
            messages[name] = unread.key
    for name in out_of_order(form, values):
        low = form[name].at_least
        messages[low if low and edited == low else name] = "order"
    return Reading(values, messages, {name: found for name, found in faults.items() if found})


def defaults(form: Mapping[str, Field]) -> dict[str, Any]:
    """Return the argument that each field starts with."""
    return {name: field.default for name, field in form.items()}


def out_of_order(form: Mapping[str, Field], values: Mapping[str, Any]) -> list[str]:
    """Return the fields whose value is below the field that they must at least reach."""
    pairs = [(name, field.at_least) for name, field in form.items() if field.at_least]
    both = [(name, low) for name, low in pairs if name in values and low in values]
    return [name for name, low in both if values[name] < values[low]]


def message(form: Mapping[str, Field], name: str, key: str, words: Words) -> str:
    """Return a message about a field that says what to do, in the words of its label."""
    if key == "order":
        low = form[name].at_least or name
        high = next(other for other, field in form.items() if field.at_least == low)
        ends = {end: words(f"fields.{which}.name") for end, which in (("high", high), ("low", low))}
        return words("messages.order", High=capital(ends["high"]), low=ends["low"])
    field, noun = form[name], words(f"fields.{name}.name")
    said: dict[str, str] = {"name": noun, "Name": capital(noun)}
    if unit := field.unit:
        said |= {
            "unit": words(f"units.{unit.name}.name"),
            "example": example(field, unit, words),
            "low": amount(unit, unit.low, words),
            "high": amount(unit, unit.high, words),
        }
    return words(f"messages.{key}", **said)


def messages(form: Mapping[str, Field], reading: Reading, words: Words) -> dict[str, str]:
    """Return every message about what was typed, by the field; of a column, those of its rows."""
    said = {name: message(form, name, key, words) for name, key in reading.messages.items()}
    return said | {
        name: _rows_message(form, name, faults, words) for name, faults in reading.faults.items()
    }


def _rows_message(form: Mapping[str, Field], name: str, faults: list[Fault], words: Words) -> str:
    """Write out what is wrong with the first rows, and how many there are where there are more."""
    told = [
        words("messages.row", row=plain(row), message=message(form, name, key, words))
        for row, key in faults[:NAMED]
    ]
    if len(faults) > NAMED:
        count = sum(key != MORE_ROWS for _, key in faults)
        told.append(words("messages.rows", count=plain(count)))
    return " ".join(told)


def note(field: Field, text: str, value: Any, words: Words) -> str | None:  # noqa: ANN401
    """Return the soft note on a share typed below 1%, which may be a fraction meant as percent."""
    if not (isinstance(field.kind, Unit) and field.kind.share and text and value):
        return None
    typed = field.number(value)
    if typed >= 1:
        return None
    meant = plain(round(typed * 100, 6))
    return words(
        "messages.small_share", value=f"{plain(typed)}%", times100=f"{meant}%", number=meant
    )


def example(field: Field, unit: Unit, words: Words) -> str:
    """Return what a field may hold, from its default: ``28 or 28.50``."""
    typed = isinstance(field.kind, Unit) and field.default
    number = field.number(field.default) if typed else unit.example
    text = plain(number, unit.decimals)
    if not unit.whole and unit.decimals and "." not in text:
        return words("messages.example", whole=text, parts=f"{text}.50")
    return text


def amount(unit: Unit, number: float, words: Words) -> str:
    """Write a limit as a message names it: with the currency of money, % of a share."""
    if unit.share:
        return f"{plain(number)}%"
    return (words.currency if "dollar" in unit.owns else "") + plain(number, unit.decimals)


def _field(name: str, hint: Any, default: Any) -> Field:  # noqa: ANN401 - a type hint, a default
    if not hasattr(hint, "__metadata__"):  # a field that may stay empty: HourlyRate | None
        hint = next(part for part in get_args(hint) if part is not type(None))
    extras = {type(extra): extra for extra in hint.__metadata__}
    at_least, source = extras.get(AtLeast), extras.get(From)
    return Field(
        name,
        extras.get(Unit) or extras.get(Rows) or extras[Choice],
        default,
        at_least.field if at_least else None,
        source.figure if source else None,
    )
