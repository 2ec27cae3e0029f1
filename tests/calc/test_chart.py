"""Charts keep every text inside, say what they show, and draw the odd cases."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.chart import NARROW, WIDE, Bar, Mark, RangeChart, range_bars, text_width, ticks
from calc.view import Element, to_html

BARS = [
    Bar("India", 5, 7, 9, "$5–9"),
    Bar("Western Europe", 40, None, None, "$40+"),
    Bar("Asia (lain-lain) dan Filipina", 8, 11, 14, "USD 8–14"),
]


def _chart(bars: list[Bar], mark: Mark | None = None) -> list[Element]:
    chart = RangeChart(
        "c", "Title", "Description", bars, mark, scale="{:g}".format, unit="${:g} an hour".format
    )
    return range_bars(chart)


def _texts(svg: Element) -> list[tuple[str, float, float, str]]:
    """Return every text with its place and anchor."""
    found: list[tuple[str, float, float, str]] = []

    def walk(element: Any, anchor: str = "") -> None:
        if isinstance(element, str):
            return
        tag, attributes, children = element
        anchor = attributes.get("text-anchor", anchor)
        if tag in {"text", "tspan"} and isinstance(children[0], str):
            found.append((children[0], float(attributes["x"]), float(attributes["y"]), anchor))
        for child in children:
            walk(child, anchor)

    walk(svg)
    return found


@pytest.mark.parametrize("bars", [BARS, BARS[:1], BARS[1:2]], ids=["three", "one", "open"])
@pytest.mark.parametrize(
    "mark", [None, Mark(60, "your quote: $60"), Mark(0.5, "your quote: $0.50")]
)
def test_no_text_leaves_the_picture(bars: list[Bar], mark: Mark | None) -> None:
    """Room for every label is kept before anything is drawn, at both widths."""
    for svg, width in zip(_chart(bars, mark), (WIDE, NARROW), strict=True):
        height = float(svg[1]["viewBox"].split()[3])
        for text, x, y, anchor in _texts(svg):
            room = text_width(text)
            left = {"start": x, "middle": x - room / 2, "end": x - room}[anchor]
            assert left >= -0.5, text
            assert left + room <= width + 0.5, text
            assert 0 < y < height


def test_a_chart_is_one_named_image() -> None:
    """Both drawings carry a title and a description, and nothing focusable or styled."""
    for svg in _chart(BARS):
        html = to_html(svg)
        names = re.findall(r'id="([^"]+)"', html)
        assert svg[1]["aria-labelledby"] == " ".join(names)
        assert svg[1]["role"] == "img"
        assert "style=" not in html
        assert "tabindex" not in html


def test_an_open_end_is_an_arrow_and_equal_ends_a_tick() -> None:
    """What has no upper end is not drawn as if it ended, and a single value is still seen."""
    html = to_html(_chart([BARS[1], Bar("Rate", 28, 28, 28, "$28")])[0])
    assert html.count('class="chart-open"') == 1
    widths = re.findall(r'<rect[^>]*width="([\d.]+)"[^>]*class="chart-bar"', html)
    assert widths == ["3", "3"]
    assert 'class="chart-typical"' not in html


def test_a_long_label_breaks_over_two_lines() -> None:
    """On the narrow drawing a label of more than 40 % of the width wraps."""
    narrow = to_html(_chart(BARS)[1])
    assert "<tspan" in narrow
    assert ">Asia (lain-lain)</tspan>" in narrow


def test_a_mark_crosses_every_row_and_is_named() -> None:
    """The reader's quote is a line with its own label."""
    html = to_html(_chart(BARS, Mark(11, "your quote: $11"))[0])
    assert html.count('class="chart-mark"') == 1
    assert "your quote: $11</text>" in html


@given(st.floats(0.01, 1e6))
def test_an_axis_has_three_to_five_round_ticks_that_reach_the_data(highest: float) -> None:
    """The axis starts at 0 and ends at or beyond the highest value."""
    marks = ticks(highest)
    assert 3 <= len(marks) <= 5
    assert marks[0] == 0
    assert marks[-1] >= highest * (1 - 1e-9)
