"""Draw each language's social card, the picture that other sites show beside a link to the guide.

CHROMIUM=PROGRAM python -m scripts.cards

The pictures are committed: a build needs no browser, and no font decides what it publishes. Each
holds the digest of the drawing that it was made from, so that a test finds a card that is out of
date.
"""

import hashlib
import os
import re
import struct
import zlib
from pathlib import Path
from textwrap import wrap

from playwright.sync_api import Browser, sync_playwright

from calc.view import Element, el, to_html
from scripts.site import ROOT, languages

WIDTH, HEIGHT = 1200, 630  # what every network shows whole
MARGIN = 90
HEADER = 33  # bytes of a PNG's signature and first chunk
INK, PAPER, LIGHT = "#ffffff", "#303fa1", "#c5cae9"
FONT = "Roboto, Arial, Liberation Sans, sans-serif"
BARS = ((0, 480), (300, 760), (700, 1020))  # ranges, as the charts of the guide draw them


def texts(language: str) -> tuple[str, str]:
    """Return the name and the description of a language's site."""
    config = "mkdocs.yml" if not languages(ROOT)[language] else f"mkdocs.{language}.yml"
    found = dict(
        re.findall(r"^(site_\w+): (.+)$", (ROOT / config).read_text("utf-8"), re.MULTILINE)
    )
    return found["site_name"], found["site_description"]


def drawing(language: str) -> str:
    """Return the card as SVG."""
    name, description = texts(language)
    title = [_line(text, 170 + 84 * row, 68, INK) for row, text in enumerate(wrap(name, 26))]
    below = 170 + 84 * len(title)
    rest = [
        _line(text, below + 44 * row, 32, LIGHT) for row, text in enumerate(wrap(description, 56))
    ]
    bars = [_bar(row, *ends) for row, ends in enumerate(BARS)]
    paper = el("rect", width="100%", height="100%", fill=PAPER)
    size = {"width": f"{WIDTH}", "height": f"{HEIGHT}", "viewBox": f"0 0 {WIDTH} {HEIGHT}"}
    return to_html(
        el("svg", paper, *title, *rest, *bars, xmlns="http://www.w3.org/2000/svg", **size)
    )


def _line(text: str, top: int, size: int, fill: str) -> Element:
    weight = "700" if fill == INK else "400"
    place = {"x": f"{MARGIN}", "y": f"{top}", "font-size": f"{size}", "font-weight": weight}
    return el("text", text, font_family=FONT, fill=fill, **place)


def _bar(row: int, low: int, high: int) -> Element:
    place = {"x": f"{MARGIN + low}", "y": f"{450 + 40 * row}", "width": f"{high - low}"}
    return el("rect", height="22", rx="11", fill=LIGHT, **place)


def card(language: str) -> Path:
    """Return where a language's card lies; it is published beside the language's home page."""
    return ROOT / "docs" / language / "card.png"


def mark(language: str) -> bytes:
    """Return the chunk that names the drawing, as a PNG has it: length, kind, text, checksum."""
    body = b"tEXtSource\0" + hashlib.sha256(drawing(language).encode()).hexdigest().encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def draw(language: str, browser: Browser) -> bytes:
    """Return a language's card as the browser paints it."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_content(f'<body style="margin: 0">{drawing(language)}')
    picture = page.screenshot()
    page.close()
    return picture[:HEADER] + mark(language) + picture[HEADER:]


def main(browser: Browser) -> None:
    """Draw every card anew."""
    for language in languages(ROOT):
        card(language).write_bytes(draw(language, browser))


if __name__ == "__main__":
    with sync_playwright() as playwright:
        main(playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM")))
