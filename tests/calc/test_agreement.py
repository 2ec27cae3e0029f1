"""What an agreement is worth: public worked numbers, and what always holds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.agreement import NORMAL, Promise, sample_size, service_credit
from tests.vectors import rows

SHARES = st.floats(0, 1)
PROMISES = st.lists(
    st.builds(Promise, SHARES, st.floats(0.01, 1), SHARES, st.sampled_from(["higher", "lower"])),
    max_size=4,
)


@pytest.mark.parametrize("row", rows("sample_size"))
def test_a_public_sample_comes_out(row: dict[str, Any]) -> None:
    """Each sample is within the tolerance of its row."""
    given_ = {name: value for name, value in row["inputs"].items() if name != "p"}
    found = sample_size(share=row["inputs"]["p"], **given_)
    assert abs(found - row["outputs"]["sample"]) <= row["tolerance"]["abs"]


@pytest.mark.parametrize("row", rows("sla_credit"))
def test_a_worked_credit_comes_out(row: dict[str, Any]) -> None:
    """Each credit is within the tolerance of its row."""
    given_ = row["inputs"]
    found = service_credit(
        monthly_fee=given_["monthly_fee"],
        slope=given_["slope"],
        cap=given_["cap_share"],
        promises=[Promise(**metric) for metric in given_["metrics"]],
    )
    assert found == pytest.approx(row["outputs"]["credit"], abs=row["tolerance"]["abs"])


@given(PROMISES, SHARES, SHARES, st.floats(0, 5))
def test_a_credit_stays_between_nothing_and_the_cap(
    promises: list[Promise], cap: float, earned_back: float, slope: float
) -> None:
    """However far the promises are missed; what is earned back comes off the credit."""
    terms = {"monthly_fee": 50_000.0, "slope": slope, "cap": cap}
    whole = service_credit(promises=promises, **terms)
    assert 0 <= whole <= cap * 50_000 + 1e-6
    part = service_credit(promises=promises, earned_back=earned_back, **terms)
    assert part == pytest.approx(whole * (1 - earned_back), abs=1e-5)


@given(st.sampled_from(sorted(NORMAL)), st.floats(0.005, 0.5), st.integers(0, 1_000_000))
def test_a_sample_never_exceeds_its_population(
    confidence: float, margin: float, population: int
) -> None:
    """Nor the sample of an endless one."""
    sample = sample_size(confidence=confidence, margin=margin, population=population)
    assert sample <= min(population, sample_size(confidence=confidence, margin=margin))
    assert (sample == 0) == (population == 0)
