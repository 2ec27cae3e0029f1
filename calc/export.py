"""An answer as a file: CSV with plain numbers, or a workbook whose formulas work it out again.

Imported on a click only. A question is ``{calculator, lang, fields: {name: text}, kind: "csv" or
"xlsx", link, day}``: the address of the page with these numbers, and the reader's day (ISO 8601).
"""

from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from calc.answer import option, sources_table, version
from calc.calculators import load
from calc.form import Field, fields, read
from calc.text import Words, words
from calc.units import Range, Rows, Unit
from calc.view import Cell, Child, Measure, Shown, Step, Table
from calc.workbook import Entry, Font, Sheet, to_xlsx

TYPES = {
    "csv": "text/csv;charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a spreadsheet may take for the start of a formula (CWE-1236, OWASP ASVS 1.2.10).
DANGEROUS = tuple("=+-@\t\r\n\0")
_QUOTED = frozenset('",\r\n')  # what a cell of a CSV file holds in quotes only (RFC 4180, 2)
NOTES = 2  # lines above the agents tried, which stand in the calculation too
_UNITS = {"money": "fee", "share": "share"}  # by the unit of the form that a measure is named as

type Row = Iterable[str | float | None]


class Report(NamedTuple):
    """Hold what a file says: the arguments, what is shown for them, the day and the link."""

    calculator: str
    given: Mapping[str, Any]
    shown: Shown
    said: Words
    day: str
    link: str


class Line(NamedTuple):
    """Hold an input or a number of the working, with its unit and formula in words.

    A share is 0 to 1. ``cell`` is its name and formula in a workbook.
    """

    label: str
    value: str | float | None
    measure: Measure | None = None
    unit: str = ""
    formula: str = ""
    cell: Cell | None = None


def download(question: Mapping[str, Any]) -> dict[str, str] | None:
    """Return a file as ``{name, type, base64}``, or ``None`` while a field does not read."""
    name, kind, day = (question[key] for key in ("calculator", "kind", "day"))
    calculator, said = load(name), words(question["lang"])
    reading = read(fields(calculator.calculate), question["fields"])
    if reading.messages:
        return None
    given = reading.values
    shown = calculator.show(given, calculator.calculate(**given), said)
    report = Report(name, given, shown, said, day, question["link"])
    content = to_csv(report).encode() if kind == "csv" else workbook(report)
    return {
        "name": f"{said(f'{name}.file')}-{day}.{kind}",
        "type": TYPES[kind],
        "base64": b2a_base64(content, newline=False).decode(),
    }


def to_csv(report: Report) -> str:
    """Write everything as one table (RFC 4180): shares as percent, no text a formula."""
    _, _, shown, said, day, _ = report
    parts: list[Iterable[Row]] = [
        [[said(f"{report.calculator}.title")], [said("file.day"), day]],
        [_head("inputs", said), *map(_csv_line, _inputs(report))],
        [_head("working", said), *map(_csv_line, _working(shown.working, said))],
        [[shown.sentence], *([text] for text in shown.findings), [said("file.currency")]],
        *(
            [[each.caption], *(map(_csv_value, row) for row in _table(each, said))]
            for each in _tables(shown)
        ),
        [[_sources(report).caption], *_texts(_sources(report))],
        _ending(report),
    ]
    rows: list[Row] = [row for part in parts for row in ([], *part)][1:]
    return "\ufeff" + "".join(f"{','.join(map(_csv_cell, row))}\r\n" for row in rows)


def workbook(report: Report) -> bytes:
    """Return a workbook: the calculation with live formulas, the table, the sources.

    Where the calculation tries agents, their sheet comes last.
    """
    said, shown = report.said, report.shown
    table = [
        *_lines(shown.sentence, *shown.findings, said("file.currency")),
        *_lines(said("file.kept", day=said.date(report.day))),
    ]
    for each in _tables(shown):
        table += [*_lines("", each.caption), *_headed(_table(each, said))]
    sources = [
        *_lines(_sources(report).caption),
        *_headed([[Entry(text) for text in row] for row in _texts(_sources(report))]),
        [],
        *([Entry(text, "line") for text in row] for row in _ending(report)),
    ]
    tried = _tried(report)
    notes = [row for sheet in tried for row in sheet.rows[:NOTES]]
    sheets = [
        Sheet(said("file.calculation"), (50, 18, 24, 60, 28), _calculation(report, notes)),
        Sheet(said("file.table"), (40, *[26] * 8), table),
        Sheet(said("file.sources"), (46, 30, 60, 20, 24), sources),
        *tried,
    ]
    return to_xlsx(sheets, said.currency)


# ------------------------------------------------------------------ what a file says


def _head(part: str, said: Words) -> list[str]:
    """Name the columns of the inputs or of the working."""
    return [said(f"file.{key}") for key in (part, "value", "unit", "formula", "name")]


def _inputs(report: Report) -> list[Line]:
    """Return every field with its argument, a choice in words but for so many of a unit."""
    form = fields(load(report.calculator).calculate)
    return [_input(field, report.given[name], report.said) for name, field in form.items()]


def _input(field: Field, value: Any, said: Words) -> Line:  # noqa: ANN401 - a number or an id
    label, kind = said(f"fields.{field.name}.label"), field.kind
    cell = Cell(field.name, "", 0)
    if isinstance(kind, Rows):
        return Line(label, ", ".join(field.text(value).split("\n")), cell=cell)
    if not isinstance(kind, Unit):
        chosen = option(kind, value, said)
        number, _, unit = chosen.partition(" ")
        if number.isdecimal():
            return Line(label, float(number), unit=unit, cell=cell)
        return Line(label, chosen, cell=cell)
    measure: Measure | None = "share" if kind.share else "money" if "dollar" in kind.owns else None
    return Line(label, value, measure, said(f"units.{kind.name}.name"), cell=cell)


def _working(steps: Iterable[Step], said: Words) -> Iterator[Line]:
    """Yield each step: its one number beside its name, or several beneath it."""
    for step in steps:
        numbers = [_number(cell, said) for cell in step.cells]
        if len(numbers) == 1:
            yield numbers[0]._replace(label=step.name, formula=step.formula)
        else:
            yield Line(step.name, None, formula=step.formula)
            yield from numbers


def _number(cell: Cell, said: Words) -> Line:
    """Return one number of the working; one end of a range says which it is."""
    end = cell.name.rpartition("_")[2]
    label = said(f"file.{end}") if end in Range._fields else ""
    unit = said(f"units.{_UNITS[cell.unit]}.name") if cell.unit in _UNITS else ""
    return Line(label, cell.value, cell.unit, unit, cell=cell)


def _tables(shown: Shown) -> list[Table]:
    """Return every table of the answer, in the order of the page."""
    parts = (shown.table, *shown.beside, shown.folded)
    return [part for part in parts if isinstance(part, Table)]


def _table(table: Table, said: Words) -> list[list[Entry]]:
    """Return the table's head and rows; what stands beneath a number gets a column beside it."""
    rows = [[_parted(child) for child in row] for row in table.rows]
    noted = [column for column in table.numbers if any(row[column][1] for row in rows)]
    head = [
        (text, said("file.note", head=text) if column in noted else "")
        for column, text in enumerate(table.head)
    ]

    def spread(row: list[tuple[str, str]]) -> Iterator[str]:
        for column, (text, note) in enumerate(row):
            yield from (text, note) if column in noted else (f"{text} {note}".strip(),)

    return [
        [*map(Entry, spread(head))],
        *([_entry(text, said) for text in spread(row)] for row in rows),
    ]


def _parted(child: Child) -> tuple[str, str]:
    """Part a cell's text from the small text beneath it."""
    children = child[2] if isinstance(child, list) and child[0] == "span" else [child]
    small = [part for part in children if isinstance(part, list) and part[0] == "small"]
    others = (_text(part) for part in children if part not in small)
    return "".join(others).strip(), "".join(map(_text, small))


def _entry(text: str, said: Words) -> Entry:
    """Return a text of the table as the number that it writes, if it is one."""
    bare = text.removeprefix(said.currency)
    number = _number_in(bare.removesuffix("%"))
    if number is None:
        return Entry(text)
    if bare.endswith("%"):
        return Entry(number / 100, "share")
    return Entry(number, "money" if bare != text else "line")


def _number_in(text: str) -> float | None:
    """Return the number that a text writes as tables do, with a comma for each thousand.

    >>> [_number_in(text) for text in ("1,234.5", "12,34", "5.", "5–9", "")]
    [1234.5, None, None, None, None]
    """
    whole, point, part = text.partition(".")
    digits = whole.replace(",", "")
    written = digits.isdecimal() and (part.isdecimal() if point else True) and text.isascii()
    if not written or f"{int(digits):,}" != whole:
        return None
    return float(digits + point + part)


def _sources(report: Report) -> Table:
    figures = tuple(sorted(set(report.shown.figures)))
    return sources_table(report.calculator, figures, report.said)


def _texts(table: Table) -> list[list[str]]:
    """Return a table's head and rows as texts, with the addresses that they link to."""
    return [[*table.head], *([*map(_text, row)] for row in table.rows)]


def _text(child: Child) -> str:
    if isinstance(child, str):
        return child
    _, attributes, children = child
    text = "".join(map(_text, children))
    return f"{text} ({attributes['href']})" if "href" in attributes else text


def _ending(report: Report) -> list[list[str]]:
    """Say what the numbers are good for, what gave them, and where to find them again."""
    said = report.said
    return [
        [said("answer.estimate")],
        [f"{said('answer.not_included')} {said(f'{report.calculator}.not_included')}"],
        [version(said)],
        [said("file.link"), report.link],
    ]


# ------------------------------------------------------------------ as CSV


def _csv_line(line: Line) -> Row:
    value = line.value
    if line.measure == "share" and isinstance(value, float | int):
        value *= 100
    return line.label, value, line.unit, line.formula, line.cell.name if line.cell else ""


def _csv_value(entry: Entry) -> str | float | None:
    """Return a cell of the table, a share with its sign as no unit stands beside it."""
    if entry.format == "share" and isinstance(entry.value, float):
        return f"{entry.value * 100:.12g}%"
    return entry.value


def _csv_cell(value: str | float | None) -> str:
    """Write one value, a number to 12 digits.

    >>> _csv_cell(-0.1 - 0.2), _csv_cell("-1+1"), _csv_cell('a "b", c')
    ('-0.3', "'-1+1", '"a ""b"", c"')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:.12g}"
    text = f"'{value}" if value.startswith(DANGEROUS) else value
    return '"' + text.replace('"', '""') + '"' if set(text) & _QUOTED else text


# ------------------------------------------------------------------ as a workbook


def _tried(report: Report) -> list[Sheet]:
    """Return the sheet of the agents that the working tries, if it does."""
    cells = [cell for step in report.shown.working for cell in step.cells]
    found = [cell.value for cell in cells if "erlang_enough" in cell.formula]
    if not found:
        return []
    from calc.erlang_sheet import erlang_sheet  # noqa: PLC0415 - most workbooks try nothing

    known = {**report.given, **{cell.name: cell.value for cell in cells}}
    return [erlang_sheet(known, int(found[0]), report.said)]


def _calculation(report: Report, notes: Sequence[Sequence[Entry]]) -> list[Sequence[Entry]]:
    """Return the sheet that works itself out: inputs and working, each number with its name."""
    said = report.said
    return [
        [Entry(said(f"{report.calculator}.title"), "line", "bold")],
        *_lines(said("file.live")),
        *notes,
        *_lines(said("file.currency"), ""),
        [Entry(text, font="bold") for text in _head("inputs", said)],
        *(_row(line, "input") for line in _inputs(report)),
        [],
        [Entry(text, font="bold") for text in _head("working", said)],
        *(_row(line, "looked_up") for line in _working(report.shown.working, said)),
    ]


def _row(line: Line, font: Font) -> list[Entry]:
    """Return a line's cells; a number without a formula is in the font given."""
    cell = line.cell or Cell("", "", 0)
    if cell.formula or isinstance(line.value, str):
        font = "plain"
    value = Entry(line.value, line.measure or "line", font, cell.formula, cell.name)
    return [Entry(line.label), value, *map(Entry, (line.unit, line.formula, cell.name))]


def _lines(*texts: str) -> list[list[Entry]]:
    return [[Entry(text, "line")] for text in texts]


def _headed(rows: list[list[Entry]]) -> list[list[Entry]]:
    """Print the first row in bold."""
    head, *others = rows
    return [[entry._replace(font="bold") for entry in head], *others]
