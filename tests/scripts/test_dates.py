"""A review that is overdue is named; history never is."""

import datetime as dt
from pathlib import Path

import pytest

from scripts import dates

TOMORROW_OF_TIME = dt.date(9999, 12, 31)


def test_nothing_is_overdue_on_the_last_day_of_a_review() -> None:
    """The day itself is still in time."""
    assert list(dates.overdue(dt.date(2026, 11, 25), dates.DOCS)) == []


def test_figures_and_pages_past_their_review_are_named_and_history_is_not() -> None:
    """Each line says what to look at again."""
    late = list(dates.overdue(TOMORROW_OF_TIME, dates.DOCS))
    assert any(line.startswith("R01 was to be reviewed by") for line in late)
    assert any(line.startswith("en/index.md was to be reviewed by") for line in late)
    assert not any(line.startswith("F12") for line in late)


@pytest.mark.parametrize(("lines", "code"), [([], 0), (["R01 is late"], 1)])
def test_the_gate_fails_exactly_when_something_is_overdue(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lines: list[str], code: int
) -> None:
    """Every overdue line is printed."""

    def found(today: dt.date, docs: Path) -> list[str]:
        assert today >= dt.date(2026, 11, 25)
        assert docs == dates.DOCS
        return lines

    monkeypatch.setattr(dates, "overdue", found)
    assert dates.main() == code
    assert capsys.readouterr().out.splitlines() == lines
