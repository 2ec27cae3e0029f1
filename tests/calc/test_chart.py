"""Charts keep every text inside, say what they show, and draw the odd cases."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.chart import (
    NARROW,
    WIDE,
    Bar,
    Mark,
    RangeChart,
    Swing,
    Tornado,
    range_bars,
    text_width,
    ticks,
    tornado,
)
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


def test_nothing_at_all_can_be_drawn() -> None:
    """Costs of 0 have an axis of a cent and bars of a tick."""
    html = to_html(_chart([Bar("In-house", 0, 0, 0, "$0")])[0])
    assert re.findall(r'width="([\d.]+)"[^>]*class="chart-bar"', html) == ["3"]


SWINGS = [
    Swing("Hourly rate", -4_800, 6_400, "$8", "$15"),
    Swing("Shrinkage", 900, -900, "25%", "35%"),
    Swing("Number of agents", None, 2_000, "no answer", "12"),
    Swing("Region", -9_000, 0, "Asia (other) and the Philippines", "Australia"),
    Swing("Occupancy", 0, 0, "75%", "85%"),
]


def _tornado(swings: list[Swing]) -> list[Element]:
    return tornado(Tornado("t", "Title", "Description", swings, scale="${:+,.0f}".format))


@pytest.mark.parametrize("swings", [SWINGS, SWINGS[:1], SWINGS[3:4]], ids=["all", "one", "long"])
def test_no_text_leaves_a_tornado_or_meets_another(swings: list[Swing]) -> None:
    """At both widths every text has its own room inside the picture."""
    for svg, width in zip(_tornado(swings), (WIDE, NARROW), strict=True):
        boxes = []
        for text, x, y, anchor in _texts(svg):
            room = text_width(text) / 1.1  # what was kept is a tenth more than it takes
            left = {"start": x, "middle": x - room / 2, "end": x - room}[anchor]
            assert left >= -0.5, text
            assert left + room <= width + 0.5, text
            assert 0 < y < float(svg[1]["viewBox"].split()[3])
            boxes.append((left, left + room, y - 10, y + 3))
        for number, (left, right, top, foot) in enumerate(boxes):
            for other in boxes[:number]:
                apart = right <= other[0] or other[1] <= left or foot <= other[2] or other[3] <= top
                assert apart


def test_a_tornado_holds_the_six_widest_and_none_that_moves_nothing() -> None:
    """Sorted by their spans; with no span left nothing is drawn."""
    many = [Swing(f"input {size}", -size, size, "low", "high") for size in range(9)]
    drawn = re.findall(r"input \d", to_html(_tornado(many)[0]))
    assert drawn == [f"input {size}" for size in (8, 7, 6, 5, 4, 3)]
    assert "Occupancy" not in to_html(_tornado(SWINGS)[0])
    assert _tornado(SWINGS[4:]) == []


def test_a_tornado_tells_both_ends_apart_and_draws_no_bar_without_an_answer() -> None:
    """The high input's bar is open; an end without an answer has its text alone."""
    html = to_html(_tornado(SWINGS[2:3])[0])
    assert html.count('class="chart-open"') == 1
    assert 'class="chart-bar"' not in html
    assert ">no answer</text>" in html
    both = to_html(_tornado(SWINGS[:1])[0])
    assert both.index(">$8</text>") < both.index(">$15</text>")
    fewer = to_html(_tornado(SWINGS[1:2])[0])
    assert fewer.index(">35%</text>") < fewer.index(">25%</text>")


@given(st.lists(st.tuples(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7)), max_size=8))
def test_every_bar_of_a_tornado_has_a_width(ends: list[tuple[float, float]]) -> None:
    """Whatever the spans, no rectangle is turned inside out."""
    swings = [Swing("input", low, high, "USD 10,000.00", "USD 20,000.00") for low, high in ends]
    html = "".join(map(to_html, _tornado(swings)))
    assert all(float(width) >= 1 for width in re.findall(r' width="(-?[\d.]+)"', html))
