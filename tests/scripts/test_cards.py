"""The picture beside a shared link: drawn from the site's own words, and named by every page."""

import re
import struct
from pathlib import Path

import pytest

from scripts import cards
from scripts.site import ROOT, languages

LANGUAGES = languages(ROOT)
SIZE = struct.pack(">II", cards.WIDTH, cards.HEIGHT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_small_and_up_to_date(language: str) -> None:
    """A change of the name, the description or the drawing asks for a new card."""
    picture = cards.card(language).read_bytes()
    assert picture[16:24] == SIZE
    assert len(picture) < 60_000
    assert cards.mark(language) in picture, "run python -m scripts.cards"
    words = re.findall(r"<text[^>]*>([^<]+)</text>", cards.drawing(language))
    assert " ".join(words) == " ".join(cards.texts(language))


@pytest.mark.parametrize(("language", "prefix"), LANGUAGES.items())
def test_every_page_names_its_language_s_card(
    site_folder: Path, site_address: str, language: str, prefix: str
) -> None:
    """The address is whole, the file is there, and the words on it are its alternative text."""
    name, description = cards.texts(language)
    address = f"{site_address}{prefix}card.png"
    for page in (f"{prefix}index.html", f"{prefix}costs/location/index.html"):
        text = (site_folder / page).read_text("utf-8")
        assert f'<meta property="og:image" content="{address}">' in text
        assert f'<meta property="og:image:alt" content="{name}: {description}">' in text
        assert '<meta name="twitter:card" content="summary_large_image">' in text
        assert f'<meta property="og:image:width" content="{cards.WIDTH}">' in text
        assert f'<meta property="og:image:height" content="{cards.HEIGHT}">' in text
    assert (site_folder / prefix / "card.png").read_bytes() == cards.card(language).read_bytes()
