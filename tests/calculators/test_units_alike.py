"""Money in another unit changes no count, no share and no word, and every amount alike."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calc.calculators import load
from calc.form import Field, fields
from calc.records import Json, as_data
from calc.units import Unit
from tests.calculators.cells import anything

COIN = 64  # dollars: a power of two, by which floats divide without a remainder
HALF_A_CENT = 0.005  # a difference of less is said to be none, in whatever money
# What is no amount of money, in a result or in any part of it.
UNPRICED = {
    "inbound_pricing": {
        *("agents", "billed_hours", "seats", "billed_minutes", "talk_share", "break_even_talk"),
        *("break_even", "break_even_last", "break_even_again"),
    },
    "outbound_pricing": {
        *("kept_sales", "weak_month", "strong_month", "break_even", "turns"),
        *("premium", "chance_below_normal_rate", "sales_per_hour", "share_of_sale", "cancelled"),
    },
    "in_house_or_outsourced": {"contacts", "hours", "agents", "payback", "break_even_contacts"},
}


def _leaves(data: Json, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each value of a result with the names on the way to it."""
    if isinstance(data, dict | list):
        for name, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(part, (*path, str(name)))
    else:
        yield path, data


def _is_money(field: Field) -> bool:
    return isinstance(field.kind, Unit) and "dollar" in field.kind.owns


@pytest.mark.parametrize("name", UNPRICED)
@given(st.data())
def test_in_another_coin_every_amount_is_another_and_nothing_else(
    name: str, data: st.DataObject
) -> None:
    """Prices in a coin worth many dollars give the same answer, in that coin."""
    calculate = load(name).calculate
    form = fields(calculate)
    dollars = data.draw(anything(form))
    coins = {key: each / COIN if _is_money(form[key]) else each for key, each in dollars.items()}
    before, after = (dict(_leaves(as_data(calculate(**values)))) for values in (dollars, coins))
    savings = (value for path, value in before.items() if path[0] == "saving")
    assume(not any(0 < abs(saved) <= COIN * HALF_A_CENT for saved in savings))
    assume(after.get(("cheaper",)) != "same")
    assert before.keys() == after.keys()
    for path, value in before.items():
        if isinstance(value, int | float) and UNPRICED[name].isdisjoint(path):
            assert after[path] * COIN == pytest.approx(value), path
        else:
            assert after[path] == (pytest.approx(value) if value is not None else None), path
