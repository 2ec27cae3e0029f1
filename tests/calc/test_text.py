"""Numbers, money, shares and dates are written as each language writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.text import cents, dollars, hundreds, plain, words
from calc.units import Range

EN, MS = words("en"), words("ms")
NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (EN.money(1234.5), "$1,234.50"),
        (MS.money(1234.5), f"USD{NBSP}1,234.50"),
        (EN.between(Range.of(8, 14)), "$8 to $14"),
        (MS.between(Range.of(8, 14)), f"USD{NBSP}8 hingga USD{NBSP}14"),
        (EN.dash(Range.of(8, 14)), "$8–14"),
        (MS.dash(Range.of(8, 14)), f"USD{NBSP}8–14"),
        (EN.dash(Range.of(40, None)), "$40+"),
        (MS.dash(Range.of(40, None)), f"USD{NBSP}40+"),
        (EN.between(Range.of(40, None)), "from $40"),
        (MS.between(Range.of(40, None)), f"dari USD{NBSP}40"),
        (EN.between(Range.of(7, 7)), "$7"),
        (MS.dash(Range.of(7, 7)), f"USD{NBSP}7"),
        (EN.millions(1_200_000), "$1.2 million"),
        (MS.millions(1_200_000), f"USD{NBSP}1.2 juta"),
        (EN.millions(3_720_000_000), "$3,720 million"),
        (EN.millions(999_999), "$999,999"),
        (EN.percent(0.123), "12.3%"),
        (MS.percent(0.5), "50%"),
        (EN.percent(0.1), "10%"),
        (EN.chance(0), "0%"),
        (EN.chance(0.0001), "less than 0.1%"),
        (EN.chance(0.0006), "0.1%"),
        (EN.chance(0.9999), "more than 99.9%"),
        (EN.chance(1), "100%"),
        (EN.date("2026-11-23"), "November 23, 2026"),
        (MS.date("2026-11-23"), "23 November 2026"),
        (EN.date("2026-06"), "June 2026"),
        (MS.date("2026-06"), "Jun 2026"),
        (EN.date("2017"), "2017"),
        (MS.date("undated"), "tidak bertarikh"),
        (EN.period("2015-2017"), "about 2015–2017"),
        (MS.period("2026"), "2026"),
    ],
)
def test_a_written_value_is_the_languages_own(written: str, expected: str) -> None:
    """Money, ranges, shares and dates match the table, no-break spaces included."""
    assert written == expected


def test_the_last_bit_makes_no_chance_of_a_sure_thing() -> None:
    """C libraries differ in it: a chance is sure where it is so to twelve digits."""
    assert EN.chance(1 - 1e-15) == EN.chance(1)
    assert EN.chance(1 - 1e-11) == EN.chance(0.9999)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (cents(0.1 + 0.2), "0.30"),
        (cents(-0.0), "0"),
        (dollars(11_199.6), "11,200"),
        (hundreds(134_449), "134,400"),
        (plain(11.505, 2), "11.505"),
        (plain(0.5, 2), "0.50"),
        (plain(160), "160"),
    ],
)
def test_each_kind_of_amount_keeps_its_own_rounding(written: str, expected: str) -> None:
    """Rates have cents, months whole dollars, years hundreds, fields what was typed."""
    assert written == expected


@given(st.floats(0, 1e9))
def test_no_amount_shows_more_figures_than_its_rule(value: float) -> None:
    """A rate has two decimals or none, a month none, a year ends in two zeros."""
    assert len(cents(value).partition(".")[2]) in {0, 2}
    assert "." not in dollars(value)
    assert hundreds(value) == "0" or hundreds(value).replace(",", "").endswith("00")
    assert len(EN.percent(min(value, 1.0)).rstrip("%").partition(".")[2]) <= 1


def test_a_range_open_below_is_a_bug_and_says_so() -> None:
    """No published range is open below, so writing one raises."""
    with pytest.raises(ValueError, match="open below"):
        EN.between(Range(None, None, 5))


def test_a_language_without_a_file_is_a_bug() -> None:
    """Only languages with a locale file have words."""
    with pytest.raises(OSError, match="zz"):
        words("zz")


@pytest.mark.parametrize("key", ["answer.nothing", "answer", "answer.working.deeper"])
def test_a_key_without_words_is_an_error(key: str) -> None:
    """A table of keys is no text, and a text holds no keys."""
    assert not words("en").has(key)
    with pytest.raises(KeyError):
        words("en")(key)
