"""What a person types is read by one grammar, or answered by one message."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.form import Field
from calc.typed import LONGEST, Unread, parse, parse_rows
from calc.units import AFFIXES, Rows, Unit
from tests.conftest import LinesRun

FIELDS = {
    "R": Unit("hourly_rate", 0.5, 500, example=11, owns=("dollar", "hour")),
    "N": Unit("agents", 1, 10_000, example=10, owns=("agents",), whole=True),
    "S": Unit("share", 0, 95, example=30, owns=("share",), share=True, both_ends=True),
    "T": Unit("seconds", 1, 7_200, example=180, owns=("second",)),
    "X": Unit("ringgit", 0.5, 20, example=4.2, owns=("ringgit",)),
}
KEYS = {
    *("empty", "not_a_number", "one_number", "decimal_comma", "wrong_unit", "not_whole"),
    *("too_low", "too_high", "between"),
}
ROWS = tomllib.loads(Path(__file__).with_name("typed.toml").read_text("utf-8"))["row"]


def _typed(row: dict[str, str]) -> str:
    if "escaped" in row:
        return row["escaped"].encode().decode("unicode_escape")
    return row["typed"]


def _outcome(text: str, unit: Unit) -> float | str:
    try:
        return parse(text, unit)
    except Unread as unread:
        return unread.key


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["number"]))
def test_every_row_of_the_table_gives_its_value_or_message(row: dict[str, str]) -> None:
    """A text of the table reads as its value, or gives its message."""
    expected = row.get("value", row.get("message"))
    assert _outcome(_typed(row), FIELDS[row["field"]]) == expected


@given(st.text(max_size=200), st.sampled_from(list(FIELDS.values())))
def test_any_text_gives_a_number_inside_the_limits_or_a_known_message(
    text: str, unit: Unit
) -> None:
    """No text raises anything else, and no number outside the limits comes back."""
    outcome = _outcome(text, unit)
    if isinstance(outcome, str):
        assert outcome in KEYS
    else:
        assert unit.low <= outcome <= unit.high


@given(
    st.text(alphabet="0123456789.,-+$%_ mjatohinguse€½\u202d\u0663", max_size=24),
    st.sampled_from(list(FIELDS.values())),
)
def test_a_text_of_the_grammars_own_letters_never_raises(text: str, unit: Unit) -> None:
    """A text close to a number gives a number or a known message too."""
    outcome = _outcome(text, unit)
    assert outcome in KEYS or isinstance(outcome, float)


@given(st.integers(50, 50_000), st.sampled_from(["", " ", "\u00a0", "\t", "\u200b"]))
def test_what_a_field_shows_reads_back_as_the_same_number(cents: int, space: str) -> None:
    """Writing a value and reading it gives the value, with any white space around it."""
    unit = FIELDS["R"]
    field = Field("rate", unit, 11, None, None)
    value = cents / 100
    assert parse(space + field.text(value) + space, unit) == value


@given(st.integers(1_000, 10_000), st.sampled_from([",", " ", "_", "\u202f"]))
def test_group_marks_never_change_a_number(number: int, mark: str) -> None:
    """A number grouped by one kind of mark is the number without it."""
    grouped = f"{number:,}".replace(",", mark)
    assert parse(grouped, FIELDS["N"]) == number


@given(st.sampled_from([*AFFIXES["dollar"]]), st.sampled_from(["", *AFFIXES["hour"]]))
def test_an_affix_of_the_unit_never_changes_a_number(currency: str, suffix: str) -> None:
    """A currency before and a unit after the number are read past, in either language."""
    assert parse(f"{currency} 11 {suffix}", FIELDS["R"]) == 11
    assert parse(f"11 {currency} {suffix}", FIELDS["R"]) == 11


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("$ 11 usd", "not_a_number"),
        ("- 11", "too_low"),
        ("$-11", "too_low"),
        ("+$ 11", 11),
        ("-8-14", "one_number"),
        ("8 to 14 to 20", "not_a_number"),
        ("8usd-14orang", "not_a_number"),
        ("8-−14", "not_a_number"),
        ("8x-14", "not_a_number"),
        ("8 an hour - 14", "not_a_number"),
        ("usd an hour", "empty"),
        ("RM 0,75", "decimal_comma"),
    ],
)
def test_affixes_and_ranges_at_the_edges_of_the_grammar(text: str, key: float | str) -> None:
    """One sign, one currency, and a range only of two plain amounts."""
    assert _outcome(text, FIELDS["R"]) == key


@pytest.mark.parametrize("letter", ["1", " ", "a", ",", "-"])
def test_a_million_characters_are_answered_at_once(letter: str, lines_run: LinesRun) -> None:
    """A huge paste takes no more steps than one that is a letter too long, whatever it is of."""
    outcomes = set()

    def read(length: int) -> None:
        outcomes.add(_outcome(letter * length, FIELDS["S"]))

    assert lines_run(lambda: read(1_000_000)) == lines_run(lambda: read(LONGEST + 1)) > 0
    assert len(outcomes) == 1
    assert outcomes <= {"between", "empty"}


COLUMN = Rows(FIELDS["N"], shown=4, most=5)


@pytest.mark.parametrize(
    ("text", "rows", "faults"),
    [
        ("", [], []),
        (" \n\t\n", [], []),
        ("12", [12], []),
        ("12\n13\n", [12, 13], []),
        ("12\r\n13\r\n", [12, 13], []),
        ("12\r13", [12, 13], []),
        ("\n12\n\n13", [None, 12, None, 13], []),
        ("12\t13\t\t14\t", [12, 13, None, 14], []),
        ("\t12\t\n 13", [12, 13], []),
        ("1,600\n1 600\n\uff11\uff12 ejen", [1600, 1600, 12], []),
        (
            "1\n0,75\nx\n12.5\n0",
            [1, *[None] * 4],
            ["not_whole", "not_a_number", "not_whole", "too_low"],
        ),
        ("09:00\t12\n09:30\t13", [None, None], ["not_a_number", "not_a_number"]),
        ("1\n2\n3\n4\n5\n6", [1, 2, 3, 4, 5], ["too_many_rows"]),
        ("1\t2\t3\t4\t5\t6", [1, 2, 3, 4, 5], ["too_many_rows"]),
        ("\u200b\n1", [None, 1], ["empty"]),
    ],
)
def test_a_column_is_read_row_by_row(text: str, rows: list[int], faults: list[str]) -> None:
    """Good rows are kept, an empty one has no number, and each other one says what is wrong."""
    found, wrong = parse_rows(text, COLUMN)
    assert found == rows
    assert [fault.key for fault in wrong] == faults
    assert all(found[fault.row - 1] is None or fault.key == "too_many_rows" for fault in wrong)


@given(st.text(max_size=200))
def test_no_column_raises(text: str) -> None:
    """Whatever is pasted, there are numbers inside the limits and keys of messages."""
    found, wrong = parse_rows(text, COLUMN)
    assert len(found) <= COLUMN.most
    assert all(row is None or COLUMN.unit.low <= row <= COLUMN.unit.high for row in found)
    assert {fault.row for fault in wrong} <= set(range(1, COLUMN.most + 1))


@given(st.integers(0, 10**15), st.integers(0, 6))
def test_a_bare_number_is_read_as_any_other(number: int, decimals: int) -> None:
    """The short way round gives what the grammar gives: a sign in front takes the long way."""
    text = f"{number / 10**decimals:.{decimals}f}"
    for unit in FIELDS.values():
        assert _outcome(text, unit) == _outcome(f"+{text}", unit)
