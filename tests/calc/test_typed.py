"""What a person types is read by one grammar, or answered by one message."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.form import Field
from calc.typed import Unread, parse
from calc.units import AFFIXES, Unit

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
def test_a_million_characters_are_answered_at_once(letter: str) -> None:
    """A huge paste costs less than 50 ms, whatever it is made of."""
    started = time.perf_counter()
    outcome = _outcome(letter * 1_000_000, FIELDS["S"])
    assert outcome in {"between", "empty"}
    assert time.perf_counter() - started < 0.05
