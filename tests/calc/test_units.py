"""Ranges, and what one saves against another."""

from hypothesis import given
from hypothesis import strategies as st

from calc.units import Range, saving


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_saving_keeps_its_order(a: float, b: float, c: float, d: float) -> None:
    """The least saving sets the low end against the other's high end."""
    own, other = Range.of(min(a, b), max(a, b)), Range.of(min(c, d), max(c, d))
    low, typical, high = saving(own, other)
    assert low is not None
    assert typical is not None
    assert high is not None
    assert low <= typical + 1e-9
    assert typical <= high + 1e-9
