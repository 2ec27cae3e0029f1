"""Elements as plain text, for a terminal: lists, tables in columns, addresses at the end."""

from collections.abc import Iterable
from textwrap import wrap

from calc.view import Child, Element

WIDTH = 100  # characters, where the terminal does not say that it has less
GAP = "  "
NARROWEST = 8  # characters of a column

# What has no place in plain text: charts, whose table stands beside them, and a page's own parts
_CLASSES_LEFT_OUT = {"calculator-next", "calculator-private"}
_TAGS_LEFT_OUT = {"figure", "svg", "button", "form"}


def to_text(children: Iterable[Child], width: int = WIDTH) -> str:
    """Write elements as blocks of text, with the addresses that they link to at the end.

    >>> print(to_text([["p", {}, ["See ", ["a", {"href": "https://example.org"}, ["this"]]]]]))
    See this [1]
    <BLANKLINE>
    [1] https://example.org
    """
    sheet = Sheet(width)
    blocks = [sheet.block(child) for child in children]
    ends = [f"[{number}] {address}" for address, number in sheet.addresses.items()]
    return _apart([*blocks, "\n".join(ends)])


class Sheet:
    """Write on lines of one width, and number the addresses that were linked to."""

    def __init__(self, width: int) -> None:
        """Begin without an address."""
        self.width = width
        self.addresses: dict[str, int] = {}

    def block(self, child: Child) -> str:
        """Write an element that stands for itself, or nothing for one that is left out."""
        tag, attributes, children = child if isinstance(child, list) else ("p", {}, [child])
        if tag in _TAGS_LEFT_OUT or attributes.get("class") in _CLASSES_LEFT_OUT:
            return ""
        if attributes.get("data-part") == "headline":
            return "\n".join(filter(str.strip, map(self.inline, children)))
        if tag == "table":
            return self.table(children)
        if tag in {"ul", "ol"}:
            return self.items(tag, children)
        if tag in {"details", "div", "section"}:
            return _apart(map(self.block, children))
        text = self.inline([tag, attributes, children])
        lines = text.split("\n")
        return "\n".join(part for line in lines for part in _wrapped(line, self.width))

    def inline(self, child: Child) -> str:
        """Write an element inside a text, with the number of its address if it has one."""
        if isinstance(child, str):
            return child
        _, attributes, children = child
        text = "".join(map(self.inline, children))
        address = attributes.get("href", "")
        if "://" not in address:
            return text
        return f"{text} [{self.addresses.setdefault(address, len(self.addresses) + 1)}]"

    def items(self, tag: str, children: list[Child]) -> str:
        """Write a list, its items numbered or behind a hyphen."""
        lines: list[str] = []
        for number, item in enumerate(children, start=1):
            mark = f"{number}. " if tag == "ol" else "- "
            first, *rest = _wrapped(self.inline(item), self.width - len(mark))
            lines += [mark + first, *(" " * len(mark) + line for line in rest)]
        return "\n".join(lines)

    def table(self, children: list[Element]) -> str:
        """Write a caption, the head, a rule and the rows, numbers to the right."""
        caption, head, body = children
        found = [*head[2], *body[2]]
        right = [cell[1].get("class") == "number" for cell in found[0][2]]
        rows = [[self.inline(cell) for cell in row[2]] for row in found]
        widths = _widths(rows, self.width)
        first, *rest = [_row(row, widths, right) for row in rows]
        rule = GAP.join("-" * width for width in widths)
        gap = "\n\n" if any("\n" in row for row in rest) else "\n"
        return _apart([self.block(caption), f"{first}\n{rule}\n{gap.join(rest)}"])


def _apart(blocks: Iterable[str]) -> str:
    """Join what there is, with an empty line between."""
    return "\n\n".join(filter(None, blocks))


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, width, break_on_hyphens=False) or [""]


def _widths(rows: list[list[str]], width: int) -> list[int]:
    """Give each column the width of its longest cell, less where the table would be too wide."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = max(width - len(GAP) * (len(widths) - 1), NARROWEST * len(widths))
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(row: list[str], widths: list[int], right: list[bool]) -> str:
    """Write one row, with as many lines as its longest cell needs."""
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    lines = []
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        aligned = [
            part.rjust(width) if number_column else part.ljust(width)
            for part, width, number_column in zip(parts, widths, right, strict=True)
        ]
        lines.append(GAP.join(aligned).rstrip())
    return "\n".join(lines)
