"""A CSV file is answered row by row, and what cannot be read is reported where it stands."""

import csv
from pathlib import Path

import pytest

from calc.calculators import load, names
from calc.command import main
from calc.form import fields

type Captured = pytest.CaptureFixture[str]

RATES = "regional_rates"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a file may be written."""
    return tmp_path / "scenarios.csv"


def batch(
    capsys: Captured, file: Path, text: str | bytes, *arguments: str, name: str = RATES
) -> tuple[int, list[dict[str, str]], list[str]]:
    """Answer a file and return the status, the rows and the lines of complaint."""
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    status = main([name, "--batch", str(file), *arguments])
    printed = capsys.readouterr()
    return status, list(csv.DictReader(printed.out.splitlines())), printed.err.splitlines()


def test_a_row_is_its_own_columns_and_the_result(capsys: Captured, file: Path) -> None:
    """Texts stay as they were typed, ranges are three columns, open ends stay empty."""
    text = 'region,agents,hours-per-agent\nindia,"1,200",160\nwestern_europe, 5 ,173.33\n'
    status, (first, second), complaints = batch(capsys, file, text)
    assert (status, complaints) == (0, [])
    assert list(first)[:4] == ["region", "agents", "hours-per-agent", "rate_low"]
    assert (first["agents"], second["agents"]) == ("1,200", " 5 ")
    assert first["monthly_cost_typical"] == "1344000"
    assert (second["rate_low"], second["rate_high"]) == ("40", "")
    assert second["monthly_cost_low"] == "34666"
    assert second["quote_position"] == "none"
    assert "rows" not in first


def test_a_list_is_one_cell_and_what_is_so_at_two_ends_two(capsys: Captured, file: Path) -> None:
    """The order of the ways to pay goes along with their costs, as JSON says it."""
    _, (row,), _ = batch(capsys, file, "conversion\n20\n", name="outbound_pricing")
    assert row["turns"] == '[[0, "commission"], [1.6875, "hourly"]]'
    assert (row["cheapest_at_ends_low"], row["cheapest_at_ends_high"]) == ("hourly", "both")


@pytest.mark.parametrize("name", names())
def test_every_calculator_answers_its_own_defaults(capsys: Captured, file: Path, name: str) -> None:
    """A file with all fields at their starting values has one good row."""
    form = fields(load(name).calculate)
    with file.open("w", newline="") as opened:
        written = csv.writer(opened)
        written.writerow(form)
        written.writerow([field.text(field.default) for field in form.values()])
    status, rows, complaints = batch(capsys, file, file.read_bytes(), name=name)
    assert (status, len(rows), complaints) == (0, 1, [])


def test_a_bad_row_is_reported_and_the_others_answered(capsys: Captured, file: Path) -> None:
    """Line and column are named with the form's message, and the status is 1."""
    text = '\ufeffregion,agents\nindia,12\nmars,12.5\n\n"india",\nindia,13,14\npakistan,3\n'
    status, rows, complaints = batch(capsys, file, text)
    assert status == 1
    assert [row["agents"] for row in rows] == ["12", "3"]
    assert [line.partition(": us_canada")[0] for line in complaints] == [
        "Line 3, column region: Enter the region",
        "Line 3, column agents: Number of agents must be a whole number, like 10",
        "Line 5, column agents: Enter the number of agents",
        "Line 6, 3 cells, but the first line has 2.",
    ]


def test_the_line_named_is_the_first_of_its_row(capsys: Captured, file: Path) -> None:
    """A cell may hold several lines."""
    text = 'label,agents\r\n"a\r\nb",12\r\n"c\r\nd",x\r\n'
    _, _, complaints = batch(capsys, file, text)
    assert complaints[1].startswith("Line 4, column agents: ")


def test_two_fields_of_a_row_may_disagree(capsys: Captured, file: Path) -> None:
    """The order of the fields is checked in every row."""
    text = "minimum_premium,full_premium\n10,20\n40,20\n"
    status, rows, complaints = batch(capsys, file, text, name="commission_premium")
    assert (status, len(rows)) == (1, 1)
    assert complaints == [
        (
            "Line 3, column full_premium: "
            "Full premium must be the same as or more than the minimum premium"
        )
    ]


def test_an_option_counts_for_every_row(capsys: Captured, file: Path) -> None:
    """Where the file has no column of a field, the option beside --batch sets it."""
    _, (row,), _ = batch(capsys, file, "agents\n12\n", "--region", "pakistan")
    assert row["rate_low"] == "6"
    _, _, complaints = batch(capsys, file, "agents\nx\n", "--region=pakistan", "--lang=ms")
    assert complaints == ["Baris 2, lajur agents: Bilangan ejen mesti berupa nombor, contohnya 10"]


def test_other_columns_are_copied_and_named(capsys: Captured, file: Path) -> None:
    """A label goes along; a field whose name is misspelled does not go unnoticed."""
    status, (row,), complaints = batch(capsys, file, "label,agent\nx,12\n")
    assert (status, row["label"], row["agent"]) == (0, "x", "12")
    assert complaints == ["Not fields of regional_rates, only copied: label, agent"]


def test_an_answered_file_can_be_answered_again(capsys: Captured, file: Path) -> None:
    """Columns of an earlier result are written anew, not twice."""
    file.write_text("agents\n12\n")
    main([RATES, "--batch", str(file)])
    once = capsys.readouterr().out
    again = once.replace("\n12,", "\n13,")
    status, (row,), complaints = batch(capsys, file, again)
    assert (status, complaints) == (0, [])
    assert row["monthly_cost_low"] == "10400"
    assert list(row) == once.splitlines()[0].split(",")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The first line must name the columns."),
        ("agents,region,agents\n1,india,2\n", "The column agents appears twice."),
        ("agents\n" + "1" * 200_000, "Line 2 does not read as CSV."),
        (b"agents\n\xff\n", "scenarios.csv must be saved as CSV in UTF-8."),
    ],
)
def test_a_file_that_is_none_is_said_in_one_sentence(
    capsys: Captured, file: Path, text: str | bytes, said: str
) -> None:
    """The status is 2."""
    status, _, complaints = batch(capsys, file, text)
    assert status == 2
    assert len(complaints) == 1
    assert said in complaints[0]


def test_a_column_in_a_cell(capsys: Captured, file: Path) -> None:
    """It stands with commas in quotes, and one bad row of it makes the line a bad one."""
    text = 'day,leave\n"50,,100",10\n12,10\n"50,x",10\n'
    status, rows, complaints = batch(capsys, file, text, name="staffing")
    assert (status, len(rows)) == (1, 2)
    assert [row["day_contacts"] for row in rows] == ["150", "12"]
    assert complaints == [
        "Line 4, column day: Row 2: Number of contacts must be a number, like 100."
    ]
