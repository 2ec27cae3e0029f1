"""Elements as data: what an answer shows, built alike into a page and in the browser."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from calc.text import Words

type Element = list[Any]  # [tag, {attribute: text}, [child, ...]]; a child is a text or an element
type Child = Element | str
type Measure = Literal["money", "share", "count"]  # US dollars, 0 to 1, any other number

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
MINUS = "\u2212"
MOST_TRIED = 490  # agents that a workbook finds: a sheet of up to 1,000 rows
_VOID = {"input", "meta", "link", "br"}


def el(tag: str, *children: Child, **attributes: str | None) -> Element:
    """Make an element; a trailing underscore in a name goes, others become hyphens.

    An attribute that is ``None`` is left out.

    >>> el("p", "text", class_="note", data_part=None)
    ['p', {'class': 'note'}, ['text']]
    """
    named = {
        key.removesuffix("_").replace("_", "-"): text
        for key, text in attributes.items()
        if text is not None
    }
    return [tag, named, list(children)]


def to_html(child: Child) -> str:
    """Write an element or a text as HTML, everything escaped.

    >>> to_html(el("a", "<b>", href='/?a="1"&b'))
    '<a href="/?a=&quot;1&quot;&amp;b">&lt;b&gt;</a>'
    """
    if isinstance(child, str):
        return child.translate(_ESCAPES)
    tag, attributes, children = child
    inside = "".join(
        f' {name}="{text.translate(_ESCAPES)}"' if text else f" {name}"
        for name, text in attributes.items()
    )
    if tag in _VOID:
        return f"<{tag}{inside}>"
    return f"<{tag}{inside}>{''.join(map(to_html, children))}</{tag}>"


class Table(NamedTuple):
    """Hold a table as texts; the first cell of each row is its heading.

    ``numbers`` are the columns, counted from 0, that hold numbers and stand to the right;
    ``current`` is the row that the reader chose.
    """

    caption: str
    head: tuple[str, ...]
    rows: list[tuple[Child, ...]]
    numbers: tuple[int, ...] = ()
    current: int | None = None


class Cell(NamedTuple):
    """Hold one number of the working as a spreadsheet's named cell.

    ``formula`` is written in the names of the inputs and of earlier cells, with ``+ - * / ^`` and
    the functions that every spreadsheet has; an empty one means a number that was looked up.
    The sheet of Erlang C has the columns ``erlang_enough`` and ``erlang_waiting``, made from a cell
    ``load`` in erlangs and the seconds of a ``work_time`` or else a ``handle_time``.
    """

    name: str
    formula: str
    value: float
    unit: Measure = "money"


def fewest(agents: int) -> str:
    """Return the formula of the fewest agents who keep a target where nobody hangs up.

    It divides by zero where none is enough. Empty, for a number looked up, above 490 agents.
    """
    return "MIN(erlang_enough) / (SUM(erlang_enough) > 0)" if agents <= MOST_TRIED else ""


class Step(NamedTuple):
    """Hold one line of the working: a name, the formula in words, then with the numbers.

    ``cells`` are the same line for a spreadsheet: one for each end of a range.
    """

    name: str
    formula: str
    numbers: str
    cells: tuple[Cell, ...] = ()


class Outcome(NamedTuple):
    """Name the part of a result that decides, and how it is written.

    ``part`` is a field of the calculator's ``Result``: a number, a Range or ``None``.
    """

    part: str
    write: Callable[[float], str]
    money: bool = True
    more_is_better: bool = False

    def text(self, value: float, words: Words) -> str:
        """Write a value in the reader's currency; below zero with a minus sign."""
        size = abs(value)
        text = words.money(size, self.write) if self.money else self.write(size)
        return MINUS + text if value < 0 else text


class Carry(NamedTuple):
    """Hold a link to another calculator that takes values along."""

    calculator: str
    values: dict[str, Any]
    text: str


class Shown(NamedTuple):
    """Hold what a calculator shows for a result, in the reader's words.

    ``beside`` stands after the table and is no part of it; ``figures`` are the ids of the rows that
    the answer rests on, listed with their sources. ``folded`` is a longer table.
    """

    headline: str
    aside: str
    sentence: str
    findings: list[str]
    table: Table
    beside: list[Element | Table]
    caption: str
    charts: list[Element]
    working: list[Step]
    figures: list[str]
    carry: list[Carry]
    folded: Table | None = None


def table(data: Table) -> Element:
    """Build a table that stacks on a phone: roles stay, each cell repeats its column's heading."""
    head = [
        el("th", text, scope="col", role="columnheader", class_=_align(data, column))
        for column, text in enumerate(data.head)
    ]
    return el(
        "table",
        el("caption", data.caption),
        el("thead", el("tr", *head, role="row"), role="rowgroup"),
        el("tbody", *(_row(data, row) for row in range(len(data.rows))), role="rowgroup"),
        class_="calculator-table",
        role="table",
    )


def _row(data: Table, number: int) -> Element:
    first, *rest = data.rows[number]
    cells = [
        el("td", text, role="cell", data_label=data.head[column], class_=_align(data, column))
        for column, text in enumerate(rest, start=1)
    ]
    current = "current" if number == data.current else None
    return el(
        "tr", el("th", first, scope="row", role="rowheader"), *cells, role="row", class_=current
    )


def _align(data: Table, column: int) -> str | None:
    return "number" if column in data.numbers else None
