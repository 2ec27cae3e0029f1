"""Work a calculator's spreadsheet cells out again, in the order in which they are shown."""

import math
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import strategies as st

from calc.form import Field, out_of_order
from calc.units import Choice, Rows, Unit
from calc.view import Shown

LOOKS_LIKE_A_PLACE = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*c?[0-9]*|c[0-9]*", re.IGNORECASE)
LONGEST_COLUMN = 6  # rows that are drawn
FUNCTIONS = {
    "SUM": lambda *numbers: sum(numbers),
    "MIN": min,
    "MAX": max,
    "IF": lambda test, yes, no: yes if test else no,
    "ROUND": round,
    "ROUNDUP": lambda number, digits: math.ceil(number * 10**digits) / 10**digits,
    "EXP": math.exp,
    "LN": math.log,
}


def anything(form: Mapping[str, Field]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw arguments within the limits of a form, with at most six decimals as typed."""

    def ordered(values: dict[str, Any]) -> dict[str, Any]:
        for name in out_of_order(form, values):
            low = str(form[name].at_least)
            values |= {name: values[low], low: values[name]}
        return values

    drawn = {name: _argument(field) for name, field in form.items()}
    return st.fixed_dictionaries(drawn).map(ordered)


def _argument(field: Field) -> st.SearchStrategy[Any]:
    kind = field.kind
    if isinstance(kind, Choice):
        return st.sampled_from(kind.options)
    if isinstance(kind, Rows):
        row = st.none() | _number(field, kind.unit)
        return st.just(()) | st.lists(row, max_size=LONGEST_COLUMN).map(tuple)
    typed = _number(field, kind)
    return typed if field.default is not None else st.none() | typed


def _number(field: Field, unit: Unit) -> st.SearchStrategy[float]:
    if unit.whole:
        return st.integers(int(unit.low), int(unit.high))
    return st.floats(unit.low, unit.high).map(lambda number: field.argument(round(number, 6)))


def evaluate(formula: str, known: Mapping[str, Any]) -> float:
    """Work out a formula of a cell with the values of the names in it."""
    assert re.fullmatch(r"[\w\s.,()+*/^<>=-]+", formula)
    written = formula.replace("^", "**")
    value: float = eval(written, {"__builtins__": {}} | FUNCTIONS, dict(known))  # noqa: S307 - our own
    return value


def assert_near(formula: str, found: float, expected: float, known: Mapping[str, Any]) -> None:
    """Check a number up to what a subtraction of large numbers leaves of their last digits."""
    numbers = [abs(value) for value in known.values() if isinstance(value, int | float)]
    scale = max(numbers) if "-" in formula else 0
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-9 * scale + 1e-12), formula


def assert_cells(given: Mapping[str, Any], shown: Shown) -> None:
    """Check that each cell is what its formula says of the inputs and of the cells before it.

    A name is new, and none that a spreadsheet takes for the place of a cell.
    """
    known: dict[str, Any] = dict(given)
    for step in shown.working:
        assert step.cells, step.name
        for cell in step.cells:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", cell.name)
            assert cell.name not in known
            assert math.isfinite(cell.value)
            if cell.formula:
                assert_near(cell.formula, cell.value, evaluate(cell.formula, known), known)
            known[cell.name] = cell.value
    assert not any(map(LOOKS_LIKE_A_PLACE.fullmatch, known))
