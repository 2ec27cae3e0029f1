"""Read a workbook back as a spreadsheet does: sheets, cells by their place, names."""

import io
import re
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Read(NamedTuple):
    """Hold a cell: what it shows or was worked out to, its formula, its number format."""

    value: str | float | None
    formula: str
    format: str


class Workbook(NamedTuple):
    """Hold the sheets in their order, and the place of every name on the first.

    ``columns`` are the names of several cells, on any sheet: its name and the cells' places.
    """

    sheets: dict[str, dict[str, Read]]
    names: dict[str, str]
    columns: dict[str, tuple[str, list[str]]]

    def named(self) -> dict[str, Read]:
        """Return the named cells in the order of the sheet."""
        first = next(iter(self.sheets.values()))
        return {name: first[place] for name, place in self.names.items()}


def read_workbook(content: bytes) -> Workbook:
    """Read every part; anything that is not well-formed XML raises."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 - our own
    formats = _formats(parts["xl/styles.xml"])
    book = parts["xl/workbook.xml"]
    titles = [str(sheet.get("name")) for sheet in book.iter(f"{MAIN}sheet")]
    sheets = {
        title: {
            str(cell.get("r")): _read(cell, formats)
            for cell in parts[f"xl/worksheets/sheet{number}.xml"].iter(f"{MAIN}c")
        }
        for number, title in enumerate(titles, start=1)
    }
    names, columns = {}, {}
    for name in book.iter(f"{MAIN}definedName"):
        place = re.fullmatch(r"'(.+)'!\$([A-Z])\$([0-9]+)(?::\$\2\$([0-9]+))?", str(name.text))
        assert place, name.text
        title, key = place[1].replace("''", "'"), str(name.get("name"))
        if place[4]:
            rows = range(int(place[3]), int(place[4]) + 1)
            columns[key] = title, [f"{place[2]}{row}" for row in rows]
        else:
            assert title == titles[0]
            names[key] = place[2] + place[3]
    return Workbook(sheets, names, columns)


def _read(cell: ET.Element, formats: list[str]) -> Read:
    found = formats[int(cell.get("s", "0"))]
    if cell.get("t") == "inlineStr":
        return Read("".join(cell.itertext()), "", found)
    value = cell.findtext(f"{MAIN}v")
    return Read(None if value is None else float(value), cell.findtext(f"{MAIN}f", ""), found)


def _formats(styles: ET.Element) -> list[str]:
    own = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{MAIN}numFmt")}
    built_in = {"0": "General", "4": "#,##0.00", "10": "0.00%"}
    cells = styles.find(f"{MAIN}cellXfs")
    assert cells is not None
    return [str((own | built_in)[each.get("numFmtId")]) for each in cells]
