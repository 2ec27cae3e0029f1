"""A result as data: for JSON with its records as objects, for CSV as flat columns."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

type Json = dict[str, Json] | list[Json] | str | float | bool | None


class Column(NamedTuple):
    """Name one column and the way to its value: ``saving_low`` and ``("saving", "low")``."""

    name: str
    path: tuple[str, ...]

    def value(self, record: Any) -> str | float | None:  # noqa: ANN401 - any record
        """Return the value in a record, ``None`` where a part on the way is missing.

        A list is the text that JSON has for it.
        """
        for part in self.path:
            if record is None:
                return None
            record = getattr(record, part)
        if isinstance(record, (tuple, dict)):
            return json.dumps(as_data(record))
        return rounded(record) if isinstance(record, float) else record


def as_data(value: Any) -> Json:  # noqa: ANN401 - a result or any part of one
    """Return what JSON can say of a result: records as objects, tuples as lists.

    >>> from calc.units import Range
    >>> as_data(Range.of(5, 9))
    {'low': 5, 'typical': 7, 'high': 9}
    """
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {str(key): as_data(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [as_data(each) for each in value]
    found: Json = rounded(value) if isinstance(value, float) else value
    return found


def columns(record: type) -> list[Column]:
    """Return a record's columns: a range is three, a list is one, of records it is none."""
    return list(_columns(record, ()))


def rounded(value: float) -> float:
    """Round to the 12 digits that are the same on every machine; what is whole has no decimals.

    >>> rounded(0.1 + 0.2), rounded(11200.0)
    (0.3, 11200)
    """
    short = float(f"{value:.12g}")
    return int(short) if short.is_integer() else short


def _columns(record: type, path: tuple[str, ...]) -> Iterator[Column]:
    for name, hint in get_type_hints(record).items():
        parts = (hint, *get_args(hint))
        inner = next((part for part in parts if hasattr(part, "_fields")), None)
        if inner is None:
            yield Column("_".join((*path, name)), (*path, name))
        elif get_origin(hint) not in {tuple, dict}:
            yield from _columns(inner, (*path, name))
