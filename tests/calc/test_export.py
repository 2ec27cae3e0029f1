"""What a reader takes away: a CSV file with plain numbers, a workbook that works itself out."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from calc.answer import answer_json
from calc.calculators import load, names
from calc.export import DANGEROUS, Report, download, to_csv, workbook
from calc.form import Field, defaults, fields, out_of_order
from calc.text import words
from calc.units import Choice, Unit
from calc.view import Cell, Shown, Step, Table, el
from tests.calc.workbooks import read_workbook
from tests.calculators.cells import LOOKS_LIKE_A_PLACE, assert_near, recalculated

LANGUAGES = ("ms", "en")
DAY = "2026-11-23"
LINK = "https://example.org/en/costs/location/#regional-rates?v=1&agents=12"
EVERY = pytest.mark.parametrize(
    ("name", "language"), [(name, language) for name in names() for language in LANGUAGES]
)


def _download(name: str, kind: str, language: str = "en", **texts: str) -> dict[str, str]:
    question = {"calculator": name, "lang": language, "fields": texts, "kind": kind}
    file = download({**question, "link": LINK, "day": DAY})
    assert file
    return file


def _xlsx(name: str, language: str = "en", **texts: str) -> bytes:
    return b64decode(_download(name, "xlsx", language, **texts)["base64"])


def _rows(name: str, language: str = "en", **texts: str) -> list[list[str]]:
    """Read a CSV file back as a spreadsheet does."""
    content = b64decode(_download(name, "csv", language, **texts)["base64"])
    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    assert text.count("\n") == text.count("\r\n")
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return [row for row in rows if row]


def _by_name(rows: list[list[str]]) -> dict[str, str]:
    """Return the values of the inputs and of the working by the names of their cells."""
    return {row[4]: row[1] for row in rows if len(row) == 5 and re.fullmatch("[a-z_]+", row[4])}


def _without_results(content: bytes) -> bytes:
    """Return a workbook whose formulas keep no result that a reader could repeat."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", old.read(name)))
    return whole.getvalue()


SEARCHED = {"break_even_contacts"}  # what a search finds, a sheet keeps


CHOSEN = {"increment"}  # what is chosen from numbers that a formula counts with


def _more(field: Field, value: Any) -> Any:
    """Return a tenth more, or 1, or 0.1 of a share; where that is too much the limit, or less."""
    if isinstance(field.kind, Choice):
        return field.kind.options[1]
    assert isinstance(field.kind, Unit)
    typed = field.number(value) if value else 0
    more = min(typed * 1.1 if value else 10 if field.kind.share else 1, field.kind.high)
    more = more if more > typed else typed * 0.9
    return field.argument(round(more) if field.kind.whole else round(more, 6))


# ------------------------------------------------------------------ any file


@EVERY
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_named_in_the_pages_language_with_the_day(
    name: str, language: str, kind: str
) -> None:
    """The name is one that every system takes, and the type is the kind's."""
    file = _download(name, kind, language)
    assert re.fullmatch(rf"[a-z]+(-[a-z]+)*-{DAY}\.{kind}", file["name"])
    assert file["name"].startswith(words(language)(f"{name}.file"))
    assert ("csv" if kind == "csv" else "spreadsheetml") in file["type"]


@EVERY
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_question_gives_the_same_bytes(name: str, language: str, kind: str) -> None:
    """Two files of one day do not differ."""
    assert _download(name, kind, language) == _download(name, kind, language)


def test_no_two_calculators_have_one_name_of_a_file() -> None:
    """A folder of downloads tells them apart, also by language."""
    files = [words(language)(f"{name}.file") for name in names() for language in LANGUAGES]
    assert len(set(files)) == len(files)


def test_a_question_may_be_json() -> None:
    """The worker hands texts over."""
    question = {"calculator": "regional_rates", "lang": "ms", "fields": {}, "kind": "csv"}
    asked = {**question, "link": LINK, "day": DAY}
    assert json.loads(answer_json(json.dumps(asked))) == download(asked)


def test_there_is_no_file_while_a_field_does_not_read() -> None:
    """The form says what to do; the page keeps the answer before."""
    question = {"calculator": "regional_rates", "lang": "en", "kind": "csv", "link": "", "day": ""}
    assert download({**question, "fields": {"agents": "many"}}) is None


# ------------------------------------------------------------------ CSV


@EVERY
def test_csv_parses_back_to_the_numbers(name: str, language: str) -> None:
    """Every input as typed, shares as percent, every number of the working to 12 digits."""
    calculator = load(name)
    form = fields(calculator.calculate)
    values = defaults(form)
    found = _by_name(_rows(name, language))
    for key, field in form.items():
        if isinstance(field.kind, Unit):
            typed = "" if values[key] is None else float(found[key])
            assert found[key] == "" or typed == pytest.approx(field.number(values[key]))
    shown = calculator.show(values, calculator.calculate(**values), words(language))
    for cell in (cell for step in shown.working for cell in step.cells):
        scale = 100 if cell.unit == "share" else 1
        assert float(found[cell.name]) == pytest.approx(cell.value * scale, rel=1e-11)


def test_csv_holds_the_parts_in_their_order() -> None:
    """Title and day, inputs, working, answer, table, sources, link."""
    rows = _rows("regional_rates", agents="12", quote="11.50")
    assert rows[:2] == [["What would your team cost in each region?"], ["Date", DAY]]
    assert ["Number of agents", "12", "agents", "", "agents"] in rows
    assert ["midpoint", "13440", "US dollars", "", "month_typical"] in rows
    india = next(row for row in rows if row[0] == "India")
    assert india[1:5] == ["$5–9", "13440", "$9,600–17,280", "161300"]
    starts = [row[0] for row in rows]
    heads = ("Inputs", "How it is worked out", "Region", "Figure", "Link to these numbers")
    assert sorted(heads, key=starts.index) == list(heads)
    assert rows[-1] == ["Link to these numbers", LINK]


def test_a_table_of_csv_has_plain_numbers_and_their_notes_beside_them() -> None:
    """A share keeps its sign there, since no unit stands beside it."""
    rows = _rows("in_house_or_outsourced", "ms")
    head = next(row for row in rows if row[0] == "Kos sebulan" and len(row) == 5)
    assert head == ["Kos sebulan", "Dalaman", "Dalaman (catatan)", *head[3:]]
    assert ["54504", "USD\u00a046,913–62,096"] in [row[1:3] for row in rows if len(row) == 5]
    assert ["45116", "82.8%"] in [row[1:3] for row in rows if len(row) == 5]


def test_a_real_negative_number_stays_a_number() -> None:
    """A loss has a minus sign and no guard."""
    found = _by_name(_rows("regional_rates", region="australia", compare_with="india"))
    assert float(found["saving_low"]) == -80_000


def _report(text: str) -> Report:
    """Make a report in which a text stands wherever a text can."""
    table = Table(text, (text, text), [(text, el("span", "$5", " ", el("small", text)))], (1,))
    step = Step(text, text, text, (Cell("left", "agents * -1", -1),))
    shown = Shown(text, text, text, [text], table, [], text, [], [step], [], [])
    given = defaults(fields(load("regional_rates").calculate))
    return Report("regional_rates", given, shown, words("en"), DAY, text)


@pytest.mark.parametrize("first", DANGEROUS)
def test_no_text_of_a_csv_file_is_a_formula(first: str) -> None:
    """The eight first characters that a spreadsheet may act on are guarded, and only in texts."""
    text = f'{first}cmd|"calc",1'
    rows = list(csv.reader(io.StringIO(to_csv(_report(text)), newline=""), strict=True))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(DANGEROUS)] == ["-1"]
    assert ["'" + text, "-1", "US dollars", "'" + text, "left"] in rows
    assert cells.count("'" + text) >= 8


# ------------------------------------------------------------------ the workbook


@EVERY
def test_a_workbook_works_out_the_answer(name: str, language: str) -> None:
    """Each formula gives the number kept beside it, and no name is the place of a cell."""
    book = read_workbook(_xlsx(name, language))
    cells = book.named()
    known = recalculated(book, {})
    for key, cell in cells.items():
        assert not LOOKS_LIKE_A_PLACE.fullmatch(key)
        if cell.formula:
            assert isinstance(cell.value, float)
            assert_near(cell.formula, known[key], cell.value, known)
    assert any(cell.formula for cell in cells.values())
    for title in book.sheets:
        assert re.fullmatch(r"[^\[\]:*?/\\']{1,31}", title)


def _changed(name: str, key: str) -> dict[str, Any]:
    form = fields(load(name).calculate)
    values = defaults(form)
    return values | {key: _more(form[key], values[key])}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (name, key)
        for name in names()
        for form in [fields(load(name).calculate)]
        for key, field in form.items()
        if isinstance(field.kind, Unit) or key in CHOSEN
        if not out_of_order(form, _changed(name, key))
        if key != "patience"  # makes a queue that no sheet works out
    ],
)
def test_an_input_changed_in_the_workbook_gives_the_calculators_answer(name: str, key: str) -> None:
    """The formulas hold for other inputs too, not for those alone that they were written for."""
    calculator, changed = load(name), _changed(name, key)
    assert changed != defaults(fields(calculator.calculate))
    shown = calculator.show(changed, calculator.calculate(**changed), words("en"))
    worked = [cell for step in shown.working for cell in step.cells]
    searched = {cell.name: cell.value for cell in worked if cell.name in SEARCHED}
    book = read_workbook(_xlsx(name))
    cells, known = book.named(), recalculated(book, {key: float(changed[key]), **searched})
    for cell in worked:
        if cell.formula and cell.name in cells:
            assert_near(cell.formula, known[cell.name], cell.value, known)


@EVERY
def test_the_other_sheets_hold_table_and_sources(name: str, language: str) -> None:
    """Numbers of the table are numbers; the last line is the link."""
    said = words(language)
    calculation, table, sources, *_ = read_workbook(_xlsx(name, language)).sheets.values()
    assert calculation["A1"].value == said(f"{name}.title")
    assert any(isinstance(cell.value, float) for cell in table.values())
    assert [cell.value for cell in sources.values()][-1] == LINK
    assert any("data" in str(cell.value) for cell in sources.values())


@pytest.mark.parametrize("name", ["outbound_pricing", "service_level"])
def test_files_hold_the_second_table_too(name: str) -> None:
    """The table beside the first stands in the workbook and in the CSV file, under its caption."""
    calculator = load(name)
    given = defaults(fields(calculator.calculate))
    shown = calculator.show(given, calculator.calculate(**given), words("en"))
    (beside,) = (part for part in shown.beside if isinstance(part, Table))
    table = read_workbook(_xlsx(name, "en")).sheets["Table"].values()
    assert beside.caption in [cell.value for cell in table]
    assert beside.head[0] in [cell.value for cell in table]
    assert [beside.caption] in _rows(name, "en")


def test_numbers_carry_their_format() -> None:
    """Money in the reader's currency, a share as percentage, in inputs, working and table."""
    cells = read_workbook(_xlsx("commission_premium", "ms")).named()
    money = '"USD\u00a0"#,##0.00'
    assert [cells[key].format for key in ("normal_rate", "hourly_yield")] == [money, money]
    assert [cells[key].format for key in ("cancelled", "premium")] == ["0.00%", "0.00%"]
    assert cells["minimum_premium"].value == 0.1
    table = read_workbook(_xlsx("in_house_or_outsourced")).sheets["Table"].values()
    assert any(cell.format == "0.00%" and isinstance(cell.value, float) for cell in table)


def test_a_dangerous_text_is_a_text_of_the_workbook() -> None:
    """It needs no guard there: an inline string is never a formula."""
    text = "=1+1"
    for sheet in read_workbook(workbook(_report(text))).sheets.values():
        assert text in [cell.value for cell in sheet.values()]
        assert text[1:] not in [cell.formula for cell in sheet.values()]


@pytest.mark.skipif(not os.environ.get("LONG"), reason="dev.py check --long opens LibreOffice")
@EVERY
def test_libreoffice_works_out_the_answer(name: str, language: str, tmp_path: Path) -> None:
    """A real spreadsheet opens the file and gives the same numbers, none taken from the file."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: install it (on Debian: libreoffice-calc-nogui)."
    content = _xlsx(name, language)
    (tmp_path / "book.xlsx").write_bytes(_without_results(content))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    raw = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1"
    command = [office, profile, "--headless", "--convert-to", raw, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "book.xlsx")], check=True, capture_output=True)
    text = next(tmp_path.glob("*.csv")).read_text("utf-8")
    found = _by_name([*csv.reader(text.splitlines())])
    cells = read_workbook(content).named()
    for key, cell in cells.items():
        if isinstance(cell.value, float):
            number = float(found[key].removesuffix("%")) / (100 if found[key].endswith("%") else 1)
            assert number == pytest.approx(cell.value, rel=1e-9, abs=1e-9), key
    assert any(cell.formula for cell in cells.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folded_table_is_in_the_files(language: str) -> None:
    """The column stands among the inputs, and each of its rows in a table."""
    said = words(language)
    rows = _rows("staffing", language, day="50\n\n100")
    label, caption = said("fields.day.label"), said("staffing.table.caption_every")
    assert ["50, , 100", ""] in [row[1:3] for row in rows if row[0] == label]
    start = next(at for at, row in enumerate(rows) if row[0] == caption)
    assert [row[1] for row in rows[start + 2 : start + 5]] == ["50", said("format.none"), "100"]
    table = [*read_workbook(_xlsx("staffing", language, day="50\n\n100")).sheets.values()][1]
    assert caption in [cell.value for cell in table.values()]
