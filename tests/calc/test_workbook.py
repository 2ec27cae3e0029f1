"""A workbook is one that every spreadsheet opens, whatever texts and numbers are put into it."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.workbook import Entry, Sheet, to_xlsx
from tests.calc.workbooks import Read, read_workbook


def _cell(entry: Entry, currency: str = "$") -> Read:
    """Write one cell and read it back."""
    book = read_workbook(to_xlsx([Sheet("Sheet", (10,), [[entry]])], currency))
    return book.sheets["Sheet"]["A1"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", '<b> & "c"', "", " RM\u00a05 ", "₹😀"])
def test_a_text_stays_the_text_it_is(text: str) -> None:
    """No text becomes a formula, a number or markup."""
    assert _cell(Entry(text)) == Read(text, "", "General")


@given(st.text())
def test_any_text_can_be_opened(text: str) -> None:
    """What XML cannot hold is dropped, and nothing else is."""
    found = str(_cell(Entry(text.replace("\r", ""))).value)
    kept = "".join(each for each in text if each in "\t\n" or each >= " ")
    assert found == "".join(each for each in kept if each not in "\ufffe\uffff")


@given(st.floats(-1e300, 1e300, allow_subnormal=False) | st.integers(-(10**14), 10**14))
def test_a_number_is_kept_to_fifteen_digits(number: float) -> None:
    """As many as a spreadsheet holds; a number is never a text."""
    assert _cell(Entry(number)).value == pytest.approx(number, rel=1e-14)


def test_minus_nothing_is_nothing() -> None:
    """A spreadsheet would show -0 as such."""
    assert str(_cell(Entry(-0.0)).value) == "0.0"


def test_each_kind_of_number_has_its_format_in_every_font() -> None:
    """Money carries the reader's currency, a share is a percentage."""
    for font in ("plain", "bold", "input", "looked_up"):
        formats = [
            _cell(Entry(1, kind, font), "USD ").format
            for kind in ("money", "share", "count", "line")
        ]
        assert formats == ['"USD "#,##0.00', "0.00%", "#,##0.00", "General"]


def test_a_name_points_to_its_cell_on_a_sheet_with_any_name() -> None:
    """An apostrophe in a sheet's name is doubled where a formula names it."""
    rows = [[], [Entry("x"), Entry(2, name="two")], [Entry(4, formula="two * 2")]]
    book = to_xlsx([Sheet("a'b", (10, 10), rows)], "$")
    assert read_workbook(book).names == {"two": "B2"}
    assert read_workbook(book).sheets["a'b"]["A3"] == Read(4.0, "two * 2", "General")


def test_a_name_may_stand_for_a_column() -> None:
    """It is known by its first cell, and reaches down from there."""
    rows = [[Entry(1, name="ones", down=2)], [Entry(1)], [Entry(1)]]
    book = read_workbook(to_xlsx([Sheet("Sheet", (10,), rows)], "$"))
    assert book.columns == {"ones": ("Sheet", ["A1", "A2", "A3"])}
    assert not book.names


def test_a_formula_may_give_a_text() -> None:
    """No number is kept beside it then: a spreadsheet works it out when it opens the file."""
    assert _cell(Entry(None, formula='IF(1>0,"","")')) == Read(None, 'IF(1>0,"","")', "General")


def test_the_same_sheets_are_the_same_bytes() -> None:
    """The archive holds no time."""
    sheets = [Sheet("Sheet", (10,), [[Entry("a"), Entry(None)]])]
    assert to_xlsx(sheets, "$") == to_xlsx(sheets, "$")


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    """Fifteen points a line; a line that runs over its neighbors needs one."""
    rows = [[Entry("short")], [Entry("a" * 50)], [Entry("a" * 50, "line")], [Entry(1.5)], []]
    with zipfile.ZipFile(io.BytesIO(to_xlsx([Sheet("Sheet", (29,), rows)], "$"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r' ht="([0-9]+)"', sheet) == ["15", "30", "15", "15", "15"]
