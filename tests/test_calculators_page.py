"""The page of all calculators lists each one that exists, in both languages."""

from pathlib import Path

import pytest

from calc.calculators import load, names

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("language", ["ms", "en"])
@pytest.mark.parametrize("name", names())
def test_every_calculator_is_listed_with_a_link(name: str, language: str) -> None:
    """A row of the first table leads to the calculator on its page."""
    page = (DOCS / language / "calculators.md").read_text("utf-8")
    rows = [line for line in page.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    assert any(f"]({load(name).HOME}.md#work-it-out)" in row for row in rows)
