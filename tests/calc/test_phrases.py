"""Phrases of several calculators: premiums in words, amounts with their ranges."""

import pytest

from calc.phrases import against, with_range
from calc.text import cents, words
from calc.units import Range
from calc.view import to_html

EN = words("en")


@pytest.mark.parametrize(
    ("premium", "said"),
    [
        (0.15, "15% over"),
        (-0.286, "28.6% under"),
        (0, "equal to"),
        (0.1, "10% over"),
        (0.0996, "a little less than 10% over"),
        (0.2004, "a little more than 20% over"),
    ],
)
def test_a_premium_is_over_under_or_equal_and_never_hides_a_limit(
    premium: float, said: str
) -> None:
    """Rounding alone never puts a premium on a limit that it misses."""
    assert against(premium, (0.1, 0.2), EN) == said


@pytest.mark.parametrize(
    ("cost", "html"),
    [
        (Range.of(5, 9), "<span>$7 <small>$5–9</small></span>"),
        (Range.of(5, 5), "$5"),
        (Range.of(40, None), "$40+"),
    ],
)
def test_an_amount_stands_before_its_range(cost: Range, html: str) -> None:
    """One number stands alone, and an open range has no middle."""
    assert to_html(with_range(cost, EN, cents)) == html
