"""Charts keep every text inside, say what they show, and draw the odd cases."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.chart import (
    FOOT,
    NARROW,
    TEXT,
    TOP,
    WIDE,
    Bar,
    Dot,
    Line,
    LineChart,
    Mark,
    RangeChart,
    Scale,
    Swing,
    Tornado,
    lines,
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


# Lines

HOURLY = Line("Bayaran sejam sahaja", [(0, 28), (4, 28)])
COMMISSION = Line("Komisen sahaja", [(0, 0), (4, 64)])
BOTH = Line("Bayaran sejam + komisen", [(0, 14), (4, 46)])
STEPS = Line("Ejen khusus", [(0, 10), (2, 10), (2, 20), (4, 20)])


def _lines(series: list[Line], dots: list[Dot] | None = None) -> list[Element]:
    across = Scale("{:g}".format, "{:g} jualan sejam".format)
    up = Scale("USD\u00a0{:g}".format, "USD\u00a0{:,.0f} sejam".format)
    return lines(LineChart("l", "Title", "Description", series, dots or [], across, up))


def _parts(svg: Element, tag: str, class_: str) -> list[dict[str, str]]:
    return [
        element[1]
        for element in svg[2]
        if element[0] == tag and class_ in element[1].get("class", "").split()
    ]


def _boxes(svg: Element) -> list[tuple[str, float, float, float, float]]:
    """Return the room of every row of text: left, top, right, foot."""
    return [
        (text, left, y - TEXT, left + text_width(text), y)
        for text, x, y, anchor in _texts(svg)
        for left in [x - text_width(text) * {"start": 0, "middle": 0.5, "end": 1}[anchor]]
    ]


def _check_texts(svg: Element, width: int) -> None:
    boxes = _boxes(svg)
    height = float(svg[1]["viewBox"].split()[3])
    for text, left, top, right, foot in boxes:
        assert left >= -0.5, text
        assert right <= width + 0.5, text
        assert top >= -0.5, text
        assert foot < height, text
    for number, (text, left, top, right, foot) in enumerate(boxes):
        for other, left_, top_, right_, foot_ in boxes[:number]:
            apart = right <= left_ + 0.5 or right_ <= left + 0.5
            assert apart or foot <= top_ + 1 or foot_ <= top + 1, (text, other)


def test_a_line_chart_is_drawn_as_it_always_was() -> None:
    """Lines, grid, dot and texts stand where their values are, at both widths."""
    wide, narrow = map(to_html, _lines([HOURLY, COMMISSION], [Dot(1.75, 28, "1.75")]))
    for html in (wide, narrow):
        assert html.count('class="chart-grid"') == 4
        assert html.count('class="chart-axis"') == 1
    for part in (
        '<line x1="63.1" x2="493.7" y1="224" y2="224" class="chart-axis">',
        '<text x="55.1" y="78.5" class="chart-scale" text-anchor="end">USD\u00a060</text>',
        '<text x="0" y="13" class="chart-scale" text-anchor="start">USD\u00a080 sejam</text>',
        '<text x="386" y="242" class="chart-scale" text-anchor="middle">3</text>',
        '<polyline points="63.1,154 493.7,154" class="chart-line chart-line-1">',
        '<polyline points="63.1,224 493.7,64" class="chart-line chart-line-2">',
        '<text x="507.7" y="68.5" class="chart-label" text-anchor="start">Komisen sahaja</text>',
        '<circle cx="251.5" cy="154" r="5" class="chart-dot">',
        '<text x="251.5" y="142" class="chart-marked" text-anchor="middle">1.75</text>',
    ):
        assert part in wide
    assert '<polyline points="63.1,224 205.2,64" class="chart-line chart-line-2">' in narrow
    assert '<tspan x="219.2" y="165.7">sejam sahaja</tspan>' in narrow
    assert ">3</text>" not in narrow


@pytest.mark.parametrize(
    "series",
    [
        [HOURLY, COMMISSION, BOTH],
        [STEPS, HOURLY],
        [HOURLY],
        [Line("Nothing", [(0, 0), (4, 0)])],
        [Line("One place", [(0, 0)]), Line("The same", [(0, 0)]), Line("A third", [(0, 0)])],
        [Line("High", [(0, 64), (4, 64)]), Line("As high", [(0, 64), (4, 64)]), BOTH],
    ],
    ids=["three", "steps", "one", "zero", "no span", "same end"],
)
@pytest.mark.parametrize(
    "dots",
    [
        [],
        [Dot(0, 0, "0 jualan sejam")],
        [Dot(4, 28, "4 jualan sejam"), Dot(3.9, 27, "3.9 jualan sejam"), Dot(4, 27, "4 jualan")],
    ],
    ids=["no dot", "corner", "close together"],
)
def test_texts_of_a_line_chart_stay_inside_and_apart(series: list[Line], dots: list[Dot]) -> None:
    """No text leaves the picture or touches another, at both widths."""
    for svg, width in zip(_lines(series, dots), (WIDE, NARROW), strict=True):
        assert len(_parts(svg, "polyline", "chart-line")) == len(series)
        assert len(_parts(svg, "circle", "chart-dot")) == len(dots)
        _check_texts(svg, width)


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=3),
    st.lists(st.tuples(st.floats(0, 4), st.floats(0, 1)), max_size=3),
)
def test_texts_stay_apart_wherever_lines_end(
    ends: list[float], spots: list[tuple[float, float]]
) -> None:
    """Names at the ends of lines and texts of dots never collide."""
    series = [Line(f"Model number {end:.0f}", [(0, 0), (4, end)]) for end in ends]
    dots = [Dot(x, y * max(ends), f"{x:.2f} sales") for x, y in spots]
    for svg, width in zip(_lines(series, dots), (WIDE, NARROW), strict=True):
        _check_texts(svg, width)


def test_a_line_whose_name_had_to_move_has_a_leader() -> None:
    """Lines that end together are named one under the other, and one that ends early from afar."""
    apart = _lines([HOURLY, COMMISSION])[0]
    assert _parts(apart, "line", "chart-leader") == []
    together = _lines([HOURLY, HOURLY])[0]
    assert len(_parts(together, "line", "chart-leader")) == 1
    early = _lines([HOURLY, Line("Early", [(0, 5), (2, 5)])])[0]
    assert len(_parts(early, "line", "chart-leader")) == 1


def test_names_at_the_foot_move_up_into_the_picture() -> None:
    """Three names on the axis stand above one another, none below it."""
    svg = _lines([Line(name, [(0, 0), (4, 0)]) for name in "abc"])[0]
    heights = [y for text, _, y, _ in _texts(svg) if text in {"a", "b", "c"}]
    assert len(set(heights)) == 3
    assert max(heights) <= FOOT + TEXT / 2


def test_a_dot_without_free_room_keeps_its_place_and_loses_its_text() -> None:
    """Many dots on one spot are drawn, and only so many texts as fit."""
    svg = _lines([HOURLY], [Dot(2, 28, f"sale {number}") for number in range(9)])[0]
    assert len(_parts(svg, "circle", "chart-dot")) == 9
    named = _parts(svg, "text", "chart-marked")
    assert 0 < len(named) < 9
    assert all(TOP < float(text["y"]) < FOOT for text in named)


def test_a_line_chart_is_one_named_image() -> None:
    """Both drawings carry a title and a description, and nothing styled."""
    for svg in _lines([HOURLY, STEPS]):
        html = to_html(svg)
        assert svg[1]["aria-labelledby"] == " ".join(re.findall(r'id="([^"]+)"', html))
        assert svg[1]["role"] == "img"
        assert "style=" not in html


def test_a_dot_s_text_keeps_off_the_lines() -> None:
    """A stair, a target close below its dot, and a slope: none runs through the text."""
    target = Line("Target", [(0, 80), (20, 80)])
    heights = [min(100, 4 * step * step) for step in range(21)]
    stair = [(float(at + side), float(heights[at])) for at in range(20) for side in (0, 1)]
    slope = Line("Slope", [(0, 100), (20, 0)])
    for series in ([Line("Stair", stair), target], [Line("Stair", stair), target, slope]):
        for svg in _lines(series, [Dot(5, 88.8, "14")]):
            (box,) = [box for box in _boxes(svg) if box[0] == "14"]
            for line in _parts(svg, "polyline", "chart-line"):
                points = [[*map(float, place.split(","))] for place in line["points"].split()]
                for (x1, y1), (x2, y2) in pairwise(points):
                    for part in range(101):
                        x, y = x1 + (x2 - x1) * part / 100, y1 + (y2 - y1) * part / 100
                        assert not (box[1] < x < box[3] and box[2] < y < box[4])
