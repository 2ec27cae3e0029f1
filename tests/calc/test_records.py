"""Results become data: records are objects, ranges are three columns, tables are no columns."""

import json
from collections.abc import Iterator
from typing import NamedTuple, get_type_hints

import pytest

from calc.calculators import load, names
from calc.form import fields
from calc.records import Json, as_data, columns
from calc.units import Range


class Part(NamedTuple):
    """Hold a part of a result."""

    cost: Range
    name: str


class Whole(NamedTuple):
    """Hold every kind of field that a result may have."""

    number: int
    share: float | None
    part: Part
    maybe: Range | None
    many: tuple[Part, ...]
    pairs: tuple[tuple[float, str], ...]
    by_name: dict[str, float]


WHOLE = Whole(
    3, 0.1 + 0.2, Part(Range.of(5, None), "x"), None, (), ((0.0, "x"), (0.1 + 0.2, "y")), {"a": 2.0}
)


def test_a_record_is_an_object_with_a_key_for_each_field() -> None:
    """Nothing is left out, open ends are null, and the last bits of a number are dropped."""
    assert as_data(WHOLE) == {
        "number": 3,
        "share": 0.3,
        "part": {"cost": {"low": 5, "typical": None, "high": None}, "name": "x"},
        "maybe": None,
        "many": [],
        "pairs": [[0, "x"], [0.3, "y"]],
        "by_name": {"a": 2},
    }


def test_columns_are_named_for_the_way_to_their_value() -> None:
    """A range is flattened, a missing one leaves its cells empty, a list is text, a table left."""
    found = {column.name: column.value(WHOLE) for column in columns(Whole)}
    assert found == {
        "number": 3,
        "share": 0.3,
        "part_cost_low": 5,
        "part_cost_typical": None,
        "part_cost_high": None,
        "part_name": "x",
        "maybe_low": None,
        "maybe_typical": None,
        "maybe_high": None,
        "pairs": '[[0, "x"], [0.3, "y"]]',
        "by_name": '{"a": 2}',
    }


def _keys(data: Json, name: str = "") -> Iterator[str]:
    """Yield the names under which CSV must hold what JSON says, but for tables."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _keys(value, f"{name}_{key}" if name else key)
    elif not (isinstance(data, list) and any(isinstance(row, dict) for row in data)):
        yield name


@pytest.mark.parametrize("name", names())
def test_whatever_json_says_of_a_result_has_a_column(name: str) -> None:
    """Only tables, whose rows are objects, have none; a part that is missing has its own."""
    calculate = load(name).calculate
    found = {column.name for column in columns(get_type_hints(calculate)["return"])}
    result = calculate()
    missing = {key for key, value in result._asdict().items() if value is None}
    assert set(_keys(as_data(result))) - missing <= found


@pytest.mark.parametrize("name", names())
def test_a_calculators_result_has_columns_of_its_own(name: str) -> None:
    """No column of a result bears the name of a field, none stands twice, and all can be JSON."""
    calculate = load(name).calculate
    found = [column.name for column in columns(get_type_hints(calculate)["return"])]
    assert found
    assert len({*found, *fields(calculate)}) == len(found) + len(fields(calculate))
    assert json.dumps(as_data(calculate()), allow_nan=False)
