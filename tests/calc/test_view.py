"""Elements are data, and are written as HTML with everything escaped."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from calc.view import Table, el, table, to_html


class _Reader(HTMLParser):
    """Collect what an HTML parser sees."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00")))
def test_no_text_becomes_markup(text: str) -> None:
    """Any text, as content or in an attribute, comes back as that text and nothing else."""
    reader = _Reader()
    reader.feed(to_html(el("p", text, title=text or None)))
    reader.close()
    assert [tag for tag, _ in reader.tags] == ["p"]
    assert reader.text == text
    assert not text or dict(reader.tags[0][1])["title"] == text


def test_empty_attributes_and_void_elements_are_short() -> None:
    """A switch has no value, and a void element no end."""
    assert to_html(el("input", type="text", hidden="")) == '<input type="text" hidden>'


def test_a_table_keeps_its_roles_and_repeats_its_headings() -> None:
    """A stacked table is still a table to a screen reader, and each cell names its column."""
    html = to_html(table(Table("Cost", ("Region", "Rate"), [("India", "$5")], (1,), current=0)))
    assert '<table class="calculator-table" role="table"><caption>Cost</caption>' in html
    assert '<tr role="row" class="current"><th scope="row" role="rowheader">India</th>' in html
    assert '<td role="cell" data-label="Rate" class="number">$5</td>' in html
