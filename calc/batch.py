"""Answer a CSV file row by row: the input's columns, and beside them the fields of the result.

Tables within a result, such as the intervals of a day, are left out: a row has no place for rows.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple, TextIO, get_type_hints

from calc.calculators import load
from calc.form import Field, Reading, defaults, fields, messages, out_of_order, read
from calc.records import columns
from calc.text import Words
from calc.typed import Unread

KEPT = 4096  # texts of a column whose arguments are remembered: most columns say few things

type Complain = Callable[[str], None]


class Refused(Exception):
    """Carry the sentence that says why nothing can be answered."""


class Place(NamedTuple):
    """Say where a field's texts stand in a row, and how one is read."""

    field: str
    column: int
    read: Callable[[str], Any]


class Sheet(NamedTuple):
    """Hold what the first line says: the columns, and where the fields are among them."""

    form: Mapping[str, Field]
    head: list[str]
    places: list[Place]
    kept: list[int]


def answer_rows(  # noqa: PLR0913, PLR0917 - three streams, and what is asked of them
    name: str,
    given: Mapping[str, str],
    file: Iterable[str],
    out: TextIO,
    complain: Complain,
    words: Words,
) -> bool:
    """Write every good row with its result, complain of the others, and say if all were good.

    ``given`` are texts for the fields that are no column. Raises Refused where the first line
    is of no use.
    """
    calculate = load(name).calculate
    found = columns(get_type_hints(calculate)["return"])
    rows = _rows(file, words)
    sheet = _sheet(name, next(rows, (1, []))[1], [column.name for column in found], words)
    _note_others(name, sheet, complain, words)
    usual = defaults(sheet.form) | read(sheet.form, given).values
    written = csv.writer(out, lineterminator="\n")
    written.writerow([*(sheet.head[place] for place in sheet.kept), *(each.name for each in found)])
    good = True
    for line, cells in rows:
        values = _values(sheet, usual, cells)
        if values is None:
            good = False
            for said in _faults(sheet, given, cells, words):
                complain(f"{words('batch.line', line=line)}{said}")
            continue
        result = calculate(**values)
        kept = (cells[place] for place in sheet.kept)
        written.writerow([*kept, *(column.value(result) for column in found)])
    return good


def _rows(file: Iterable[str], words: Words) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty with the number of its first line."""
    rows = csv.reader(file)
    line = 1
    try:
        for cells in rows:
            if cells:
                yield line, cells
            line = rows.line_num + 1
    except csv.Error as error:
        raise Refused(words("batch.no_csv", line=line)) from error


def _sheet(name: str, head: list[str], results: list[str], words: Words) -> Sheet:
    """Read the first line; a column of an earlier result is left out, as it is written anew."""
    if not any(head):
        raise Refused(words("batch.no_head"))
    form = fields(load(name).calculate)
    keys = [column.strip().replace("-", "_") for column in head]
    twice = next((key for key in keys if key in form and keys.count(key) > 1), None)
    if twice:
        raise Refused(words("batch.twice", column=twice))
    places = [
        Place(key, column, lru_cache(KEPT)(partial(_argument, form[key])))
        for column, key in enumerate(keys)
        if key in form
    ]
    kept = [column for column, key in enumerate(keys) if key in form or key not in results]
    return Sheet(form, head, places, kept)


def _note_others(name: str, sheet: Sheet, complain: Complain, words: Words) -> None:
    """Tell which columns are only copied: one of them may be a field whose name is misspelled."""
    fields_at = {place.column for place in sheet.places}
    others = [sheet.head[column] for column in sheet.kept if column not in fields_at]
    if others:
        complain(words("batch.copied", columns=", ".join(others), name=name))


def _argument(field: Field, text: str) -> Any:  # noqa: ANN401 - an argument
    return field.read(field.lines(text))


def _values(sheet: Sheet, usual: Mapping[str, Any], cells: list[str]) -> dict[str, Any] | None:
    """Return a row's arguments, or None where one does not read: _faults says why."""
    if len(cells) != len(sheet.head):
        return None
    values = dict(usual)
    try:
        for field, column, read_text in sheet.places:
            values[field] = read_text(cells[column])
    except Unread:
        return None
    return None if out_of_order(sheet.form, values) else values


def _faults(
    sheet: Sheet, given: Mapping[str, str], cells: list[str], words: Words
) -> Iterator[str]:
    """Yield what is wrong with a row, in the form's own words."""
    if len(cells) != len(sheet.head):
        yield words("batch.cells", found=len(cells), expected=len(sheet.head))
        return
    typed = {place.field: cells[place.column] for place in sheet.places}
    texts = dict(given) | {key: sheet.form[key].lines(text) for key, text in typed.items()}
    for field, said in field_messages(sheet.form, read(sheet.form, texts), words).items():
        yield words("batch.column", column=field, message=said)


def field_messages(form: Mapping[str, Field], reading: Reading, words: Words) -> dict[str, str]:
    """Return the form's own messages, and after each what a choice offers."""
    said = messages(form, reading, words)
    for name, text in said.items():
        if options := getattr(form[name].kind, "options", ()):
            said[name] = words("command.choices", message=text, options=", ".join(options))
    return said
