"""The working of every calculator as a spreadsheet's cells gives the numbers of the answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.calculators import load, names
from calc.form import defaults, fields
from calc.text import words
from tests.calculators.cells import anything, assert_cells

EVERY = pytest.mark.parametrize("name", names())


@EVERY
@pytest.mark.usefixtures("unmeasured")
@settings(deadline=None)  # the working is long, and a busy machine is no fault of it
@given(st.data())
def test_every_cell_is_what_its_formula_makes_of_the_inputs(name: str, data: st.DataObject) -> None:
    """Whatever is typed, the cells give the numbers of the answer; one looked up has no formula."""
    calculator = load(name)
    values = data.draw(anything(fields(calculator.calculate)))
    result = calculator.calculate(**values)
    assert_cells(values, calculator.show(values, result, words("en")))


@EVERY
def test_the_cells_have_the_same_names_in_every_language(name: str) -> None:
    """A formula of one language's workbook works in the other's."""
    calculator = load(name)
    values = defaults(fields(calculator.calculate))
    result = calculator.calculate(**values)
    cells = [
        [step.cells for step in calculator.show(values, result, words(language)).working]
        for language in ("ms", "en")
    ]
    assert cells[0] == cells[1]
