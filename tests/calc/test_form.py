"""A calculator's signature is its form: fields, what was typed, and the messages about it."""

from typing import Annotated, Any, get_args

import pytest

from calc.calculators import load, names
from calc.figures import figure, value
from calc.form import Field, defaults, fields, message, messages, note, read
from calc.text import words
from calc.typed import Unread
from calc.units import AtLeast, Choice, Rows, Share, Unit

EVERY = [
    pytest.param(name, field, id=f"{name}-{field.name}")
    for name in names()
    for field in fields(load(name).calculate).values()
]
COMMISSION = fields(load("commission_premium").calculate)
RATES = fields(load("regional_rates").calculate)


@pytest.mark.parametrize(("name", "field"), EVERY)
def test_a_default_lies_inside_its_limits_and_reads_back(name: str, field: Field) -> None:
    """What a form shows at first is what the formula computes with."""
    assert field.read(field.text(field.default)) == field.default
    assert field.name in load(name).MAIN or field.default is not None


@pytest.mark.parametrize(("name", "field"), EVERY)
def test_a_default_equals_the_figure_it_is_from(name: str, field: Field) -> None:
    """A default that names its figure cannot drift from it, and every number but 0 names one."""
    del name
    if field.source:
        assert field.default == value(field.source)
        assert figure(field.source.partition(".")[0]).as_of
    elif isinstance(field.kind, Unit):
        assert not field.default


@pytest.mark.parametrize(("name", "field"), EVERY)
@pytest.mark.parametrize("language", ["ms", "en"])
def test_each_message_about_a_field_says_what_to_do(name: str, field: Field, language: str) -> None:
    """No message has a hole left in it, and each names the field."""
    form = fields(load(name).calculate)
    keys = ["empty"]
    if isinstance(field.kind, Unit):
        keys += ["not_a_number", "one_number", "decimal_comma", "wrong_unit", "not_whole"]
        keys += ["too_low", "too_high", "between"]
    said = words(language)
    for key in keys:
        text = message(form, field.name, key, said)
        assert "{" not in text
        assert said(f"fields.{field.name}.name") in text.lower()


def test_a_field_that_was_not_sent_keeps_its_default() -> None:
    """Only what was typed is read."""
    reading = read(RATES, {"agents": "12"})
    assert reading.values == {**defaults(RATES), "agents": 12}
    assert not reading.messages


def test_a_field_without_a_default_may_stay_empty() -> None:
    """An empty quote is no quote; any other empty field asks for its number."""
    assert read(RATES, {"quote": " "}).values["quote"] is None
    assert read(RATES, {"agents": " "}).messages == {"agents": "empty"}


def test_a_choice_that_does_not_exist_is_asked_for_again() -> None:
    """A tampered choice never reaches the formula."""
    with pytest.raises(Unread, match="empty"):
        RATES["region"].read("atlantis")


@pytest.mark.parametrize(
    ("edited", "named"), [(None, "full_premium"), ("minimum_premium", "minimum_premium")]
)
def test_two_fields_that_disagree_get_one_message_on_the_one_edited_last(
    edited: str | None, named: str
) -> None:
    """The message names both fields and stands on one."""
    reading = read(COMMISSION, {"minimum_premium": "30", "full_premium": "20"}, edited)
    assert reading.messages == {named: "order"}
    text = message(COMMISSION, named, "order", words("en"))
    assert text == "Full premium must be the same as or more than the minimum premium"


def test_equal_ends_do_not_disagree() -> None:
    """The same minimum and full premium are in order."""
    assert not read(COMMISSION, {"minimum_premium": "20", "full_premium": "20"}).messages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.3", "0.3% is less than 1%. For 30%, type 30"),
        ("1", None),
        ("0", None),
        ("", None),
    ],
)
def test_a_share_typed_as_a_fraction_gets_a_soft_note(text: str, expected: str | None) -> None:
    """A percentage below 1 is taken as typed, and questioned."""
    field = COMMISSION["cancelled"]
    typed = field.read(text) if text else None
    assert note(field, text, typed, words("en")) == expected


def test_only_shares_get_the_note() -> None:
    """Half a sale an hour is no fraction of a percent."""
    assert note(COMMISSION["sales_per_hour"], "0.5", 0.5, words("en")) is None


def test_examples_come_from_the_fields_own_default() -> None:
    """A message's example is a number that the field would take."""
    said = words("en")
    assert message(COMMISSION, "normal_rate", "not_a_number", said).endswith("like 28 or 28.50")
    assert message(COMMISSION, "cancelled", "not_a_number", said).endswith("like 10")
    assert message(RATES, "agents", "not_whole", said).endswith("like 10")
    assert message(COMMISSION, "cancelled", "between", said).endswith("between 0% and 100%")
    assert message(RATES, "quote", "too_high", said) == "Quote must be $500 or less"


def test_an_example_with_a_fraction_stands_alone() -> None:
    """A default of 11.50 is example enough."""
    unit = Unit("hourly_rate", 0.5, 500, example=11, owns=("dollar",))
    form = {"normal_rate": Field("normal_rate", unit, 11.5, None, None)}
    assert message(form, "normal_rate", "not_a_number", words("en")).endswith("like 11.50")


def test_fields_read_pairs_and_choices_off_any_signature() -> None:
    """Annotations alone make the form."""

    def calculate(
        *,
        low: Share = 0.1,
        high: Annotated[Share, AtLeast("low")] = 0.2,
        size: Annotated[str, Choice("sizes", ("s", "m"))] = "s",
    ) -> Any:
        return low, high, size

    form = fields(calculate)
    assert list(form) == ["low", "high", "size"]
    assert form["high"].at_least == "low"
    assert form["size"].kind == Choice("sizes", ("s", "m"))
    assert form["low"].text(0.125) == "12.5"


STAFFING = fields(load("staffing").calculate)


def test_a_column_keeps_its_good_rows_and_names_the_others() -> None:
    """The first three are written out, and how many there are in all."""
    reading = read(STAFFING, {"day": "12\nx\n13\n0,5\n-1\ny"})
    assert reading.values["day"] == (12, None, 13, None, None, None)
    assert not reading.messages
    assert messages(STAFFING, reading, words("en"))["day"] == (
        "Row 2: Number of contacts must be a number, like 100. "
        "Row 4: Use a period for decimals in the number of contacts, like 0.75. "
        "Row 5: Number of contacts must be 0 or more. Rows with a mistake: 4 in all."
    )
    assert "Baris 2: Bilangan hubungan" in messages(STAFFING, reading, words("ms"))["day"]


def test_a_column_of_shares_holds_shares() -> None:
    """Rows are arguments as any number of their unit is."""
    share = get_args(Share)[1]
    field = Field("shares", Rows(share, shown=2, most=9), (), None, None)
    assert field.read("10\n\n25%") == (0.1, None, 0.25)
    assert field.text((0.1, None, 0.25)) == "10\n\n25"
    with pytest.raises(Unread, match="between"):
        field.read("10\n101")


def test_a_column_may_be_written_on_one_line() -> None:
    """Commas stand between its rows there; other fields keep theirs."""
    assert STAFFING["day"].lines("12,,13") == "12\n\n13"
    assert STAFFING["day"].lines("1,600\n12") == "1,600\n12"
    assert STAFFING["handle_time"].lines("1,600") == "1,600"
