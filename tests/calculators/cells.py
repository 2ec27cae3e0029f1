"""Work a calculator's spreadsheet cells out again, in the order in which they are shown."""

import ast
import math
import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

import pytest
from hypothesis import strategies as st

from calc.erlang_sheet import erlang_sheet
from calc.form import Field, out_of_order
from calc.text import words
from calc.units import Choice, Rows, Unit
from calc.view import Shown
from calc.workbook import to_xlsx
from tests.calc.workbooks import Workbook, read_workbook

LOOKS_LIKE_A_PLACE = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*c?[0-9]*|c[0-9]*", re.IGNORECASE)
LONGEST_COLUMN = 6  # rows that are drawn


def _of_all(function: Callable[[Iterable[float]], float]) -> Callable[..., float]:
    """Return what a spreadsheet does with numbers and columns of them: it passes over texts."""

    def of_numbers(*given: Any) -> float:
        every = [value for each in given for value in (each if isinstance(each, list) else [each])]
        return function([value for value in every if not isinstance(value, str)])

    return of_numbers


def _away_from_nothing(number: float, digits: int) -> float:
    return math.copysign(math.ceil(abs(number) * 10**digits) / 10**digits, number)


def _index(column: list[Any], row: float) -> Any:
    if not 1 <= row <= len(column):
        raise IndexError(row)
    return column[int(row) - 1]


FUNCTIONS = {
    "SUM": _of_all(sum),
    "MIN": _of_all(lambda numbers: min(numbers, default=0)),
    "MAX": _of_all(lambda numbers: max(numbers, default=0)),
    "INDEX": _index,
    "ROUND": round,
    "ROUNDUP": _away_from_nothing,
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


class _OneWay(ast.NodeTransformer):
    """Work out of IF only what its test asks for, as a spreadsheet does."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        named = isinstance(node.func, ast.Name) and node.func.id == "IF"
        return ast.IfExp(*node.args) if named else node


@lru_cache(maxsize=10_000)
def _compiled(formula: str) -> CodeType:
    assert re.fullmatch(r'[\w\s.,()+*/^<>="-]+', formula)
    tree = _OneWay().visit(ast.parse(formula.replace("^", "**"), mode="eval"))
    return compile(ast.fix_missing_locations(tree), formula, "eval")


def evaluate(formula: str, known: Mapping[str, Any]) -> float:
    """Work out a formula of a cell with the values of the names in it; an empty cell counts 0."""
    code = _compiled(formula)
    values = {name: known[name] for name in code.co_names if name not in FUNCTIONS}
    values = {name: 0 if value is None else value for name, value in values.items()}
    value: float = eval(code, {"__builtins__": {}} | FUNCTIONS, values)  # noqa: S307 - our own
    return value


def columns(book: Workbook, known: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Work out every sheet that has named columns, from the top, and return these."""
    found: dict[str, list[Any]] = {}
    worked: dict[str, dict[str, Any]] = {}
    for name, (title, places) in book.columns.items():
        if title not in worked:
            values = worked[title] = {}
            for place, cell in book.sheets[title].items():
                names = ChainMap(values, dict(known))
                values[place] = evaluate(cell.formula, names) if cell.formula else cell.value
        found[name] = [worked[title][place] for place in places]
    return found


def recalculated(book: Workbook, changed: Mapping[str, float]) -> dict[str, Any]:
    """Work every named cell out again, from the top, with other inputs or looked up numbers.

    What a spreadsheet marks as an error raises an ArithmeticError or an IndexError.
    """
    known: dict[str, Any] = {}
    for name, cell in book.named().items():
        if "erlang_" in cell.formula and not book.columns.keys() <= known.keys():
            known |= columns(book, known)
        looked_up = changed.get(name, cell.value)
        known[name] = evaluate(cell.formula, known) if cell.formula else looked_up
    return known


def assert_near(formula: str, found: float, expected: float, known: Mapping[str, Any]) -> None:
    """Check a number up to what a subtraction of large numbers leaves of their last digits."""
    numbers = [abs(value) for value in known.values() if isinstance(value, int | float)]
    scale = max(numbers) if "-" in formula else 0
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-9 * scale + 1e-12), formula


def assert_cells(given: Mapping[str, Any], shown: Shown) -> None:
    """Check that each cell is what its formula says of the inputs and of the cells before it.

    A name is new, and none that a spreadsheet takes for the place of a cell.
    """
    known: dict[str, Any] = {
        name: float(value) if isinstance(value, str) and value.isdecimal() else value
        for name, value in given.items()
    }
    for step in shown.working:
        assert step.cells, step.name
        for cell in step.cells:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", cell.name)
            assert cell.name not in known
            assert math.isfinite(cell.value)
            if "erlang_enough" in cell.formula:
                sheet = erlang_sheet(known, int(cell.value), words("en"))
                known |= columns(read_workbook(to_xlsx([sheet], "$")), known)
            if cell.formula:
                assert_near(cell.formula, cell.value, evaluate(cell.formula, known), known)
            known[cell.name] = cell.value
    assert not any(map(LOOKS_LIKE_A_PLACE.fullmatch, known))
