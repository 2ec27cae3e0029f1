"""A workbook in Excel's format (Office Open XML, ECMA-376): sheets of cells with live formulas.

Texts are inline strings, which no spreadsheet takes for a formula. The same sheets give the same
bytes, because the archive holds no time.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Literal, NamedTuple

from calc.archive import to_zip
from calc.view import Child, Element, Measure, to_html

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
type Format = Measure | Literal["line", "text"]
type Font = Literal["plain", "bold", "input", "looked_up"]

# Number formats that every spreadsheet has by number, and the first of our own: money.
_GENERAL, _COUNT, _PERCENT, _MONEY = 0, 4, 10, 164
_LINE = 15  # points
_TEXT = {"horizontal": "left", "indent": "1", "wrapText": "1"}
_FORMATS: dict[Format, int] = {
    "line": _GENERAL,
    "text": _GENERAL,
    "money": _MONEY,
    "share": _PERCENT,
    "count": _COUNT,
}
_FONTS: dict[Font, tuple[str, str]] = {  # the element that marks it, if any, and its color
    "plain": ("", "FF000000"),
    "bold": ("b", "FF000000"),
    "input": ("", "FF0000FF"),
    "looked_up": ("i", "FF000000"),
}


class Entry(NamedTuple):
    """Hold one cell: a text, a number, or a formula with the number it gives.

    A line runs over the cells beside it, a text stays within its column; a number of neither
    measure is written as it is. What is an input is blue, what was looked up italic. A cell with a
    ``name`` is known by it in every formula, with the ``down`` cells beneath it.
    """

    value: str | float | None
    format: Format = "text"
    font: Font = "plain"
    formula: str = ""
    name: str = ""
    down: int = 0


class Sheet(NamedTuple):
    """Hold a sheet: its name of at most 31 characters, columns' widths in characters, rows."""

    name: str
    widths: tuple[int, ...]
    rows: Sequence[Sequence[Entry]]


def to_xlsx(sheets: Sequence[Sheet], currency: str) -> bytes:
    """Return the file of a workbook that works itself out again when it is opened."""
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = _parts(sheets, currency)
    return to_zip({name: (start + to_html(content)).encode() for name, content in parts})


def _parts(sheets: Sequence[Sheet], currency: str) -> Iterator[tuple[str, Element]]:
    """Yield each part of the archive by its name."""
    files = [f"worksheets/sheet{number}.xml" for number, _ in enumerate(sheets, start=1)]
    kinds = {"workbook.xml": "sheet.main", "styles.xml": "styles"}
    kinds |= dict.fromkeys(files, "worksheet")
    yield (
        "[Content_Types].xml",
        _el(
            "Types",
            _el(
                "Default",
                Extension="rels",
                ContentType="application/vnd.openxmlformats-package.relationships+xml",
            ),
            *(
                _el("Override", PartName=f"/xl/{file}", ContentType=f"{_TYPE}{kind}+xml")
                for file, kind in kinds.items()
            ),
            xmlns=f"{_PACKAGE}/content-types",
        ),
    )
    yield "_rels/.rels", _relations({"xl/workbook.xml": "officeDocument"})
    yield "xl/workbook.xml", _workbook(sheets)
    links = dict.fromkeys(files, "worksheet") | {"styles.xml": "styles"}
    yield "xl/_rels/workbook.xml.rels", _relations(links)
    yield "xl/styles.xml", _styles(currency)
    for file, sheet in zip(files, sheets, strict=True):
        yield f"xl/{file}", _sheet(sheet)


def _el(tag: str, *children: Child, **attributes: str) -> Element:
    return [tag, attributes, list(children)]


def _relations(targets: dict[str, str]) -> Element:
    links = [
        _el("Relationship", Id=f"rId{number}", Type=f"{_OFFICE}/{kind}", Target=file)
        for number, (file, kind) in enumerate(targets.items(), start=1)
    ]
    return _el("Relationships", *links, xmlns=f"{_PACKAGE}/relationships")


def _workbook(sheets: Sequence[Sheet]) -> Element:
    listed = [
        _el("sheet", name=sheet.name, sheetId=f"{number}", **{"r:id": f"rId{number}"})
        for number, sheet in enumerate(sheets, start=1)
    ]
    names = [
        _el("definedName", f"{_quoted(sheet.name)}!{_places(row, column, entry)}", name=entry.name)
        for sheet in sheets
        for row, entries in enumerate(sheet.rows)
        for column, entry in enumerate(entries)
        if entry.name
    ]
    return _el(
        "workbook",
        _el("sheets", *listed),
        *([_el("definedNames", *names)] if names else []),
        _el("calcPr", fullCalcOnLoad="1"),
        xmlns=_MAIN,
        **{"xmlns:r": _OFFICE},
    )


def _quoted(name: str) -> str:
    """Write a sheet's name as a formula does."""
    return "'" + name.replace("'", "''") + "'"


def _places(row: int, column: int, entry: Entry) -> str:
    """Name the cells that have an entry's name."""
    first = _place(row, column, "$")
    return f"{first}:{_place(row + entry.down, column, '$')}" if entry.down else first


def _place(row: int, column: int, fixed: str = "") -> str:
    """Name a cell counted from 0, of the first 26 columns.

    >>> _place(0, 1), _place(0, 1, "$")
    ('B1', '$B$1')
    """
    return f"{fixed}{chr(ord('A') + column)}{fixed}{row + 1}"


def _styles(currency: str) -> Element:
    """Give every font with every number format, in the order in which _style counts them."""
    fonts = [
        _el(
            "font",
            *([_el(mark)] if mark else []),
            _el("sz", val="10"),
            _el("color", rgb=color),
            _el("name", val="Arial"),
        )
        for mark, color in _FONTS.values()
    ]
    no_fills = [_el("fill", _el("patternFill", patternType=kind)) for kind in ("none", "gray125")]
    formats = [
        _el(
            "xf",
            _el("alignment", vertical="top", **(_TEXT if format_ == "text" else {})),
            numFmtId=f"{number}",
            fontId=f"{font}",
            fillId="0",
            borderId="0",
            xfId="0",
            applyNumberFormat="1",
            applyFont="1",
            applyAlignment="1",
        )
        for font, _ in enumerate(_FONTS)
        for format_, number in _FORMATS.items()
    ]
    money = _el("numFmt", numFmtId=f"{_MONEY}", formatCode=f'"{currency}"#,##0.00')
    plain = _el("xf", numFmtId="0", fontId="0", fillId="0", borderId="0")
    return _el(
        "styleSheet",
        _el("numFmts", money, count="1"),
        _counted("fonts", fonts),
        _counted("fills", no_fills),
        _counted("borders", [_el("border")]),
        _counted("cellStyleXfs", [plain]),
        _counted("cellXfs", formats),
        _counted("cellStyles", [_el("cellStyle", name="Normal", xfId="0", builtinId="0")]),
        xmlns=_MAIN,
    )


def _counted(tag: str, children: Sequence[Child]) -> Element:
    return _el(tag, *children, count=f"{len(children)}")


def _sheet(sheet: Sheet) -> Element:
    columns = [
        _el("col", min=f"{number}", max=f"{number}", width=f"{width}", customWidth="1")
        for number, width in enumerate(sheet.widths, start=1)
    ]
    rows = [
        _el(
            "row",
            *(_cell(entry, _place(row, column)) for column, entry in enumerate(entries)),
            r=f"{row + 1}",
            ht=f"{_LINE * _lines(entries, sheet.widths)}",
            customHeight="1",
        )
        for row, entries in enumerate(sheet.rows)
    ]
    return _el(
        "worksheet",
        _el("sheetPr", _el("pageSetUpPr", fitToPage="1")),
        _el("sheetFormatPr", defaultRowHeight=f"{_LINE}"),
        _el("cols", *columns),
        _el("sheetData", *rows),
        _el("pageSetup", orientation="landscape", fitToHeight="0"),  # a page wide, any number long
        xmlns=_MAIN,
    )


def _lines(entries: Sequence[Entry], widths: Sequence[int]) -> int:
    """Count the lines of a row's longest text, as not every spreadsheet does by itself."""
    texts = [
        (entry.value, width)
        for entry, width in zip(entries, widths, strict=False)
        if isinstance(entry.value, str) and entry.format == "text"
    ]
    return max((ceil(len(text) / width) for text, width in texts if text), default=1)


def _may_stand_in_xml(letter: str) -> bool:
    """Say whether XML 1.0 has a place for a letter (section 2.2): none for most control codes."""
    if " " <= letter <= "\ud7ff" or letter in "\t\n\r":
        return True
    return "\ue000" <= letter <= "\ufffd" or letter >= "\U00010000"


def _cell(entry: Entry, place: str) -> Element:
    style = list(_FONTS).index(entry.font) * len(_FORMATS) + list(_FORMATS).index(entry.format)
    cell = _el("c", r=place, s=f"{style}")
    if isinstance(entry.value, str):
        cell[1]["t"] = "inlineStr"
        cell[2] = [_el("is", _el("t", "".join(filter(_may_stand_in_xml, entry.value))))]
    else:
        formula = [_el("f", entry.formula)] if entry.formula else []
        number = [] if entry.value is None else [_el("v", f"{entry.value + 0.0:.15g}")]
        cell[2] = formula + number
    return cell
