"""Charts as SVG made of view elements: classes only, no colour, no script, nothing focusable."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count, pairwise, product
from math import ceil, floor, log10
from typing import NamedTuple

from calc.units import lowest
from calc.view import Child, Element, Table, el

WIDE, NARROW = 680, 340  # each chart is made at both widths, and the page shows one
TEXT = 13  # units, so that text is never under 12 px as rendered
ROW, BAR = 28, 14
TOP, BOTTOM = 24, 30
OPEN = 46  # length of the arrow that an open end fades into
GAP = 8
MOST_SWINGS = 6  # inputs of a tornado
LEAST_BAR = 10  # units that its longest bar keeps
CENT = 0.01  # the least that an axis reaches, so that one of zeros can be drawn


class Bar(NamedTuple):
    """Hold one bar of a range chart: its ends, the typical value between, and its texts."""

    label: str
    low: float
    typical: float | None
    high: float | None
    text: str


class Mark(NamedTuple):
    """Hold one value that stands out across all bars, such as the reader's quote."""

    value: float
    label: str


class RangeChart(NamedTuple):
    """Hold what a range chart shows; texts are already in the reader's language.

    ``scale`` writes a tick of the axis, ``unit`` the last one, which carries the unit.
    """

    id: str
    title: str
    description: str
    bars: list[Bar]
    mark: Mark | None
    scale: Callable[[float], str]
    unit: Callable[[float], str]


class Line(NamedTuple):
    """Hold one series of a line chart: its name, and its points from left to right."""

    label: str
    points: list[tuple[float, float]]


class Dot(NamedTuple):
    """Hold one point that stands out on the lines, such as a break-even, and its text."""

    x: float
    y: float
    label: str


class Scale(NamedTuple):
    """Write the ticks of an axis: ``unit`` the last one, which carries the unit."""

    tick: Callable[[float], str]
    unit: Callable[[float], str]


class LineChart(NamedTuple):
    """Hold what a line chart shows; at most three lines, texts in the reader's language."""

    id: str
    title: str
    description: str
    lines: list[Line]
    dots: list[Dot]
    across: Scale
    up: Scale


class Swing(NamedTuple):
    """Hold one input of a tornado: what it moves the result by at its low and its high end.

    ``low`` and ``high`` are differences from the result as typed, ``None`` where that end has no
    answer; the texts name the two ends of the input.
    """

    label: str
    low: float | None
    high: float | None
    low_text: str
    high_text: str


class Tornado(NamedTuple):
    """Hold what a tornado shows; texts are already in the reader's language.

    ``scale`` writes a difference from the middle line, 0 and below included.
    """

    id: str
    title: str
    description: str
    swings: list[Swing]
    scale: Callable[[float], str]


def range_bars(chart: RangeChart) -> list[Element]:
    """Draw a bar from low to high in each row, at the wide and at the narrow width.

    The axis starts at 0. An open end is an arrow of fixed length, equal ends are a tick. Room for
    every text is kept before anything is drawn.
    """
    return [_draw(chart, WIDE, "wide"), _draw(chart, NARROW, "narrow")]


def lines(chart: LineChart) -> list[Element]:
    """Draw up to three lines from 0 on, each named at its end, at both widths.

    A line is drawn from point to point, so steps are points above one another. A dot's text keeps
    off the lines where it can, and is left out where no place near it is free.
    """
    return [_plot(chart, WIDE, "wide"), _plot(chart, NARROW, "narrow")]


def line_table(
    chart: LineChart, costs: Mapping[float, Sequence[float]], heads: tuple[str, str], own: float
) -> Table:
    """Return what a line chart shows as a table: a row for each place, a column for each line.

    ``costs`` holds every line's height at a place; the last column names the lowest line, of equal
    ones the first. ``heads`` name the first and the last column, ``own`` is the reader's place.
    """
    labels = [line.label for line in chart.lines]
    places = sorted(costs)
    rows: list[tuple[Child, ...]] = [
        (
            chart.across.tick(place),
            *map(chart.up.tick, costs[place]),
            labels[lowest(costs[place])],
        )
        for place in places
    ]
    return Table(
        caption=chart.title,
        head=(heads[0], *labels, heads[1]),
        rows=rows,
        numbers=tuple(range(len(labels) + 1)),
        current=places.index(own) if own in places else None,
    )


def tornado(chart: Tornado) -> list[Element]:
    """Draw what each input moves the result by, widest first, at both widths; none without any.

    At most six inputs are drawn, and none that moves nothing. The middle line is the result as
    typed; an end without an answer has its text and no bar.
    """
    swings = sorted((swing for swing in chart.swings if _reach(swing)), key=_reach, reverse=True)
    if not swings:
        return []
    drawn = chart._replace(swings=swings[:MOST_SWINGS])
    return [_draw_tornado(drawn, WIDE, "wide"), _draw_tornado(drawn, NARROW, "narrow")]


def ticks(highest: float) -> list[float]:
    """Return 3 to 5 round values from 0 that reach the highest value; below a cent, a cent.

    >>> ticks(55)
    [0.0, 20.0, 40.0, 60.0]
    """
    highest = max(highest, CENT)
    power = floor(log10(highest)) - 1
    steps = (factor * 10.0**tens for tens in count(power) for factor in (1, 2, 2.5, 5))
    step = next(step for step in steps if highest <= 4 * step)
    return [round(step * number, 9) for number in range(max(2, ceil(highest / step)) + 1)]


@cache
def text_width(text: str) -> float:
    """Return the room that a text needs: digits and capitals are wider, 10 % are added.

    A percent sign takes almost its height in the widest of the usual fonts (DejaVu Sans).

    >>> round(text_width("India"), 1)
    43.6
    """
    wide = sum(letter.isdigit() or letter.isupper() for letter in text)
    ems = len(text) * 0.6 + wide * 0.05 + text.count("%") * 0.35
    return ems * TEXT * 1.1


class _Frame(NamedTuple):
    """Hold the geometry that every part of one drawing shares."""

    width: int
    left: float
    right: float
    highest: float
    rows: int

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * value / self.highest

    def y(self, row: int) -> float:
        return TOP + ROW * (row + 0.5)

    @property
    def foot(self) -> float:
        return TOP + ROW * self.rows + 4


def _draw(chart: RangeChart, width: int, size: str) -> Element:
    values = [end for bar in chart.bars for end in (bar.low, bar.high) if end is not None]
    axis = ticks(max([*values, chart.mark.value] if chart.mark else values))
    frame = _frame(chart, width, axis[-1])
    parts = [
        *_axis(axis, chart, frame),
        *(part for row, bar in enumerate(chart.bars) for part in _bar(bar, row, frame)),
        *(_mark(chart.mark, frame) if chart.mark else ()),
    ]
    return _picture(chart, parts, (width, frame.foot + BOTTOM), size)


def _picture(
    chart: RangeChart | LineChart | Tornado,
    parts: list[Element],
    box: tuple[float, float],
    size: str,
) -> Element:
    """Wrap the parts of a drawing as one image, named by its title and description."""
    name, (width, height) = f"{chart.id}-{size}", box
    return el(
        "svg",
        el("title", chart.title, id=f"{name}-title"),
        el("desc", chart.description, id=f"{name}-desc"),
        *parts,
        class_=f"chart-{size}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
    )


def _frame(chart: RangeChart, width: int, highest: float) -> _Frame:
    left = max(max(text_width(line) for line in _lines(bar.label, width)) for bar in chart.bars)
    room = max(text_width(bar.text) for bar in chart.bars) + GAP
    right = max(room, text_width(chart.unit(highest)) / 2)
    opens = any(bar.high is None for bar in chart.bars)
    return _Frame(
        width, left + GAP, width - right - (OPEN if opens else 0), highest, len(chart.bars)
    )


def _lines(label: str, width: int) -> list[str]:
    """Break a label over two lines where it would take more than 40 % of the width."""
    if text_width(label) <= width * 0.4 or " " not in label:
        return [label]
    spaces = [place for place, letter in enumerate(label) if letter == " "]
    middle = min(spaces, key=lambda place: abs(place - len(label) / 2))
    return [label[:middle], label[middle + 1 :]]


def _bar(bar: Bar, row: int, frame: _Frame) -> list[Element]:
    y, start = frame.y(row), frame.x(bar.low)
    end = start + OPEN if bar.high is None else max(frame.x(bar.high), start + 3)
    parts = [_label(bar.label, y, frame)]
    if bar.high is None:
        parts += _open_end(start, end, y)
    else:
        parts.append(_rect("chart-bar", start, y - BAR / 2, end - start, BAR))
    if bar.typical is not None and bar.high != bar.low:
        parts.append(_rect("chart-typical", frame.x(bar.typical) - 1.5, y - 9, 3, 18))
    parts.append(_text(bar.text, end + GAP, y + TEXT * 0.35, "chart-value", "start"))
    return parts


def _open_end(start: float, end: float, y: float) -> list[Element]:
    """Draw a tick at the floor and an arrow that goes on from it, since nothing ends it."""
    body, half = end - 10, BAR / 2
    points = [(start, y - half), (body, y - half), (end, y), (body, y + half), (start, y + half)]
    return [
        el(
            "polygon",
            points=" ".join(f"{_number(x)},{_number(down)}" for x, down in points),
            class_="chart-open",
        ),
        _rect("chart-bar", start, y - half, 3, BAR),
    ]


def _label(label: str, y: float, frame: _Frame) -> Element:
    return _rows(_lines(label, frame.width), frame.left - GAP, y, "chart-label", "end")


def _rows(rows: list[str], x: float, middle: float, class_: str, anchor: str) -> Element:
    """Write one row of text, or several above one another, around a height."""
    first = middle + TEXT * 0.35 - (len(rows) - 1) * TEXT * 0.55
    if len(rows) == 1:
        return _text(rows[0], x, first, class_, anchor)
    spans: list[Child] = [
        el("tspan", row, x=_number(x), y=_number(first + number * TEXT * 1.1))
        for number, row in enumerate(rows)
    ]
    return el("text", *spans, class_=class_, text_anchor=anchor)


def _axis(axis: list[float], chart: RangeChart, frame: _Frame) -> list[Element]:
    places = [frame.x(value) for value in axis]
    parts = [
        _line("chart-grid" if number else "chart-axis", x, TOP, frame.foot)
        for number, x in enumerate(places)
    ]
    return parts + _ticks(axis, places, Scale(chart.scale, chart.unit), frame.foot)


def _ticks(axis: list[float], places: list[float], scale: Scale, foot: float) -> list[Element]:
    """Write the ticks under a chart: all of them, or the first and last where they are crowded."""
    labels = [*map(scale.tick, axis[:-1]), scale.unit(axis[-1])]
    ends = text_width(labels[-1]) / 2 + text_width(labels[-2]) / 2
    crowded = places[-1] - places[-2] < ends + GAP
    shown = [0, len(axis) - 1] if crowded else range(len(axis))
    return [
        _text(labels[tick], places[tick], foot + TEXT + 5, "chart-scale", "middle")
        for tick in shown
    ]


def _mark(mark: Mark, frame: _Frame) -> list[Element]:
    x, half = frame.x(mark.value), text_width(mark.label) / 2
    middle = min(max(x, half), frame.width - half)
    return [
        _line("chart-mark", x, TOP - 6, frame.foot),
        _text(mark.label, middle, TEXT, "chart-marked", "middle"),
    ]


def _line(class_: str, x: float, top: float, foot: float) -> Element:
    return _rule(class_, (x, top), (x, foot))


def _rule(class_: str, start: tuple[float, float], end: tuple[float, float]) -> Element:
    (x1, y1), (x2, y2) = start, end
    return el("line", x1=_number(x1), x2=_number(x2), y1=_number(y1), y2=_number(y2), class_=class_)


def _rect(class_: str, x: float, y: float, width: float, height: float) -> Element:
    return el(
        "rect",
        x=_number(x),
        y=_number(y),
        width=_number(width),
        height=_number(height),
        class_=class_,
    )


def _text(text: str, x: float, y: float, class_: str, anchor: str) -> Element:
    return el("text", text, x=_number(x), y=_number(y), class_=class_, text_anchor=anchor)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


# Tornado


def _ends(swing: Swing) -> tuple[float, float]:
    return swing.low or 0.0, swing.high or 0.0


def _reach(swing: Swing) -> float:
    """Return how far a swing moves the result from one end to the other."""
    low, high = _ends(swing)
    return abs(high - low)


def _draw_tornado(chart: Tornado, width: int, size: str) -> Element:
    frame, axis = _tornado_frame(chart, width)
    rows = (part for row, swing in enumerate(chart.swings) for part in _swing(swing, row, frame))
    parts = [*_middle_axis(axis, chart, frame), *rows]
    return _picture(chart, parts, (width, frame.foot + BOTTOM), size)


def _tornado_frame(chart: Tornado, width: int) -> tuple[_Frame, list[float]]:
    """Put the middle line in the middle and keep the widest text's room on both sides."""
    reach = ticks(max(abs(end) for swing in chart.swings for end in _ends(swing)))[-1]
    axis = [-reach, 0.0, reach]
    texts = [text for swing in chart.swings for text in (swing.low_text, swing.high_text)]
    beside = max(text_width(line) for text in texts for line in _lines(text, width)) + GAP
    room = max(beside, max(text_width(chart.scale(value)) for value in axis) / 2)
    right = max(width - room, width / 2 + LEAST_BAR)
    return _Frame(width, width / 2, right, reach, 2 * len(chart.swings)), axis


def _middle_axis(axis: list[float], chart: Tornado, frame: _Frame) -> list[Element]:
    """Draw the three lines and label those that have the room: all, both ends or the middle."""
    widest = max(text_width(chart.scale(value)) for value in axis) + GAP
    room = frame.right - frame.left
    shown = axis if room >= widest else axis[::2] if 2 * room >= widest else axis[1:2]
    foot = frame.foot + TEXT + 5
    return [
        *(
            _line("chart-grid" if value else "chart-axis", frame.x(value), TOP, frame.foot)
            for value in axis
        ),
        *(
            _text(chart.scale(value), frame.x(value), foot, "chart-scale", "middle")
            for value in shown
        ),
    ]


def _swing(swing: Swing, row: int, frame: _Frame) -> list[Element]:
    """Draw an input's name, and beneath it a bar for each end with that end's text outside.

    The ends differ by more than colour: that of the high input is drawn as an open bar.
    """
    y, (low, high) = frame.y(2 * row + 1), _ends(swing)
    parts = [_text(swing.label, GAP, frame.y(2 * row) + TEXT * 0.7, "chart-label", "start")]
    for end, class_ in ((low, "chart-bar"), (high, "chart-open")):
        if end:
            left, right = sorted((frame.x(0), frame.x(end)))
            parts.append(_rect(class_, left, y - BAR / 2, max(right - left, 1), BAR))
    texts = (swing.low_text, swing.high_text)
    before, after = texts if low <= high else texts[::-1]
    left, right = frame.x(min(low, high, 0)) - GAP, frame.x(max(low, high, 0)) + GAP
    parts.append(_rows(_lines(before, frame.width), left, y, "chart-value", "end"))
    parts.append(_rows(_lines(after, frame.width), right, y, "chart-value", "start"))
    return parts


# Lines

PLOT = 200  # height of the plot
FOOT = TOP + PLOT
LEAD = 14  # between the end of a line and its name
RADIUS = 5
NOTHING = 1e-6  # what no text shows
NEAR = (-12, 22, -28, 38, -44, 54)  # where a dot's text may stand, above or below it
ASIDE = (0, 1, -1)  # and there over the dot, to its right or to its left

type _Box = tuple[float, float, float, float]  # left, top, right and foot


class _Plot(NamedTuple):
    """Hold the geometry of one line chart, in the units of the drawing."""

    left: float
    right: float
    across: float
    up: float

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * value / self.across

    def y(self, value: float) -> float:
        return FOOT - PLOT * value / self.up


def _plot(chart: LineChart, width: int, size: str) -> Element:
    points = [point for line in chart.lines for point in line.points]
    across, up = (_ticks_to(max(values)) for values in zip(*points, strict=True))
    texts = [_lines(line.label, width) for line in chart.lines]
    names = max(text_width(text) for rows in texts for text in rows)
    plot = _Plot(
        max(text_width(chart.up.tick(value)) for value in up[:-1]) + GAP,
        width - max(names + LEAD, text_width(chart.across.unit(across[-1])) / 2),
        across[-1],
        up[-1],
    )
    parts = [
        *_levels(up, chart.up, plot),
        *_ticks(across, [plot.x(value) for value in across], chart.across, FOOT),
        *(_curve(line, number, plot) for number, line in enumerate(chart.lines, start=1)),
        *_names(chart.lines, texts, plot),
        *(_spot(dot, plot) for dot in chart.dots),
        *_spot_texts(chart, plot),
    ]
    return _picture(chart, parts, (width, FOOT + BOTTOM), size)


def _ticks_to(highest: float) -> list[float]:
    """Return the ticks that reach a value; lines that stay at 0 still have an axis."""
    return ticks(highest if highest > NOTHING else 1)


def _levels(up: list[float], scale: Scale, plot: _Plot) -> list[Element]:
    """Draw a line across at each tick; the last tick's text, with the unit, stands above it."""
    parts = [
        _rule("chart-grid" if value else "chart-axis", (plot.left, y), (plot.right, y))
        for value, y in ((value, plot.y(value)) for value in up)
    ]
    parts += [
        _text(scale.tick(value), plot.left - GAP, plot.y(value) + TEXT * 0.35, "chart-scale", "end")
        for value in up[:-1]
    ]
    return [*parts, _text(scale.unit(up[-1]), 0, TEXT, "chart-scale", "start")]


def _curve(line: Line, number: int, plot: _Plot) -> Element:
    places = [f"{_number(plot.x(x))},{_number(plot.y(y))}" for x, y in line.points]
    return el("polyline", points=" ".join(places), class_=f"chart-line chart-line-{number}")


def _names(series: list[Line], texts: list[list[str]], plot: _Plot) -> list[Element]:
    """Name each line at its end; names that would touch move apart, with a thin leader."""
    order = sorted(range(len(series)), key=lambda each: -series[each].points[-1][1])
    ends = [series[each].points[-1] for each in order]
    heights = [len(texts[each]) * TEXT * 1.1 + 6 for each in order]
    middles = _apart([plot.y(y) for _, y in ends], heights)
    parts = []
    for (x, y), middle, each in zip(ends, middles, order, strict=True):
        end, beside = (plot.x(x), plot.y(y)), plot.right + LEAD
        if abs(middle - end[1]) > 1 or end[0] < plot.right - 1:
            parts.append(_rule("chart-leader", end, (beside - 2, middle)))
        parts.append(_rows(texts[each], beside, middle, "chart-label", "start"))
    return parts


def _apart(middles: list[float], heights: list[float]) -> list[float]:
    """Move texts down, then up, until none touches the next and none leaves the plot."""
    halves = [height / 2 for height in heights]
    placed: list[float] = []
    floor_ = float(TOP)
    for middle, half in zip(middles, halves, strict=True):
        placed.append(max(middle, floor_ + half))
        floor_ = placed[-1] + half
    ceiling = FOOT + TEXT / 2
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], ceiling - halves[place])
        ceiling = placed[place] - halves[place]
    return placed


def _spot(dot: Dot, plot: _Plot) -> Element:
    x, y = _number(plot.x(dot.x)), _number(plot.y(dot.y))
    return el("circle", cx=x, cy=y, r=str(RADIUS), class_="chart-dot")


def _spot_texts(chart: LineChart, plot: _Plot) -> list[Element]:
    """Write each dot's text at the nearest place that no other dot or text takes.

    A place that no line crosses comes before one that a line does.
    """
    taken = [_box(plot.x(dot.x), plot.y(dot.y) + RADIUS, 2 * RADIUS) for dot in chart.dots]
    drawn = [[(plot.x(x), plot.y(y)) for x, y in line.points] for line in chart.lines]
    strokes = [stroke for points in drawn for stroke in pairwise(points)]
    parts = []
    for dot in chart.dots:
        free = [box for box in _places(dot, plot) if not any(_touch(box, other) for other in taken)]
        if free:
            box = next((each for each in free if not _crossed(each, strokes)), free[0])
            taken.append(box)
            middle = (box[0] + box[2]) / 2
            parts.append(_text(dot.label, middle, box[3], "chart-marked", "middle"))
    return parts


def _places(dot: Dot, plot: _Plot) -> Iterator[_Box]:
    """Yield where a dot's text may stand inside the plot, the nearest place first."""
    width = text_width(dot.label)
    for offset, side in product(NEAR, ASIDE):
        x, foot = plot.x(dot.x) + side * (width / 2 + GAP), plot.y(dot.y) + offset
        x = min(max(x, plot.left + width / 2), plot.right - width / 2)
        if TOP + TEXT <= foot <= FOOT - 4:
            yield _box(x, foot, width)


def _box(x: float, foot: float, width: float) -> _Box:
    """Return left, top, right and foot of a text, or of a dot, around a place."""
    return x - width / 2, foot - TEXT, x + width / 2, foot


def _crossed(box: _Box, strokes: list[tuple[tuple[float, float], tuple[float, float]]]) -> bool:
    """Say whether a stroke comes within a text's box (Liang and Barsky's clipping)."""
    left, top, right, foot = box
    for (x1, y1), (x2, y2) in strokes:
        enters, leaves = 0.0, 1.0
        for start, way, least, most in ((x1, x2 - x1, left, right), (y1, y2 - y1, top, foot)):
            if way:
                first, last = sorted(((least - start) / way, (most - start) / way))
                enters, leaves = max(enters, first), min(leaves, last)
            elif not least <= start <= most:
                enters = 2.0
        if enters <= leaves:
            return True
    return False


def _touch(one: _Box, other: _Box) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] + 2 and other[1] < one[3] + 2
    )
