"""The social cards are drawn by the browser that the tests use."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scripts import cards
from scripts.site import ROOT, languages
from tests.scripts.test_cards import SIZE


@pytest.fixture(autouse=True)
def _unmeasured() -> None:
    """Measure this one, which runs what no other test does."""


def test_cards_are_drawn_anew(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every language's card is written where it belongs: a picture of that size, with its mark."""
    monkeypatch.setattr(cards, "card", lambda language: tmp_path / language)
    cards.main(browser)
    for language in languages(ROOT):
        picture = (tmp_path / language).read_bytes()
        assert picture[16:24] == SIZE
        assert cards.mark(language) in picture
        assert picture.endswith(b"IEND\xaeB`\x82")
