"""Work a calculator's spreadsheet cells out again, in the order in which they are shown."""

import math
import re
from collections.abc import Mapping
from typing import Any

import pytest

from calc.view import Shown

LOOKS_LIKE_A_PLACE = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*c[0-9]*", re.IGNORECASE)
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


def assert_cells(given: Mapping[str, Any], shown: Shown) -> dict[str, float]:
    """Check that each cell is what its formula says of the inputs and of the cells before it."""
    known: dict[str, Any] = dict(given)
    for cell in (cell for step in shown.working for cell in step.cells):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", cell.name)
        assert not LOOKS_LIKE_A_PLACE.fullmatch(cell.name)
        assert cell.name not in known
        if cell.formula:
            assert re.fullmatch(r"[\w\s.,()+*/^<>=-]+", cell.formula)
            formula = cell.formula.replace("^", "**")
            value = eval(formula, {"__builtins__": {}} | FUNCTIONS, known)  # noqa: S307 - our own
            assert cell.value == pytest.approx(value, rel=1e-9, abs=1e-9), cell.name
        known[cell.name] = cell.value
    return {name: known[name] for name in known if name not in given}
