"""Contacts that solve nothing cost more contacts: public worked numbers and what always holds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.resolution import (
    break_even_resolution,
    contacts_per_issue,
    cost_per_resolution,
    never_resolved,
    resolved_after,
)
from tests.vectors import rows


@pytest.mark.parametrize("row", rows("cost_per_resolution", "repeat_contacts"))
def test_a_public_worked_number_comes_out(row: dict[str, Any]) -> None:
    """Each output is within the tolerance of its row, and what has no value has none."""
    cost, fcr = row["inputs"]["cost_per_contact"], row["inputs"]["fcr"]
    recall = row["inputs"].get("recall_probability", 1.0)
    contacts = contacts_per_issue(fcr, recall=recall)
    found = {
        "cost_per_resolution": cost_per_resolution(cost, fcr),
        "cumulative_fcr_2": resolved_after(2, fcr),
        "cumulative_fcr_3": resolved_after(3, fcr),
        "contacts_per_issue": contacts,
        "share_never_resolved": never_resolved(fcr, recall=recall),
        "cost_per_issue": None if contacts is None else cost * contacts,
    }
    for name, expected in row["outputs"].items():
        near = None if expected is None else pytest.approx(expected, abs=1e-9, rel=0)
        assert found[name] == near, name


@given(st.floats(0.01, 1), st.floats(0, 1), st.floats(0.01, 100))
def test_every_issue_ends_solved_or_given_up(fcr: float, recall: float, cost: float) -> None:
    """Solved and given up make one, and a solved problem costs at least a contact."""
    contacts, given_up = contacts_per_issue(fcr, recall=recall), never_resolved(fcr, recall=recall)
    assert contacts is not None
    assert given_up is not None
    assert contacts * fcr + given_up == pytest.approx(1)
    solved = cost_per_resolution(cost, fcr)
    assert solved is not None
    assert solved >= cost
    assert solved == pytest.approx(cost * contacts / (1 - given_up))


def test_nothing_is_ever_solved_without_resolution() -> None:
    """Everyone comes back for ever: no number of contacts ends it, and nobody gives up."""
    assert contacts_per_issue(0) is None
    assert never_resolved(0) is None


@given(
    *(st.floats(0.01, 100), st.floats(0.01, 100)),
    *(st.floats(0.01, 1), st.floats(0.01, 1)),
)
def test_a_lower_price_loses_where_the_other_resolves_more_by_a_larger_factor(
    cost: float, other: float, fcr: float, other_fcr: float
) -> None:
    """At the break-even a solved problem costs the same; below it, more."""
    even = break_even_resolution(cost, other_cost=other, other_resolution=other_fcr)
    solved, elsewhere = cost_per_resolution(cost, even), cost_per_resolution(other, other_fcr)
    assert solved == pytest.approx(elsewhere)
    here = cost_per_resolution(cost, fcr)
    assert here is not None
    assert elsewhere is not None
    if other_fcr / fcr > other / cost * (1 + 1e-9):
        assert fcr < even
        assert here > elsewhere
