"""Elements become plain text that keeps to its width."""

import pytest

from calc.answer import default_answer
from calc.calculators import names
from calc.terminal import WIDTH, to_text
from calc.text import words
from calc.view import Table, el, table

LINK = el("a", "a page", href="https://example.org/a")


def test_each_address_is_numbered_once_and_listed_at_the_end() -> None:
    """A link carries the number of its address; one inside the site is its text only."""
    inside = el("a", "next", href="../costs/")
    assert to_text([el("p", "See ", LINK, ", ", inside), el("p", LINK)]) == (
        "See a page [1], next\n\na page [1]\n\n[1] https://example.org/a"
    )


def test_lists_are_marked_and_hang() -> None:
    """A bullet or a number stands before each item, and its further lines are indented."""
    made = [el("ul", el("li", "one two three")), el("ol", el("li", "a"), el("li", "b"))]
    assert to_text(made, 10) == "- one two\n  three\n\n1. a\n2. b"


def test_a_table_is_aligned() -> None:
    """Texts stand to the left, numbers to the right, below their headings."""
    made = table(Table("Costs", ("Region", "Rate"), [("India", "$5"), ("US", "$22")], (1,)))
    assert to_text([made]).splitlines() == [
        "Costs",
        "",
        "Region  Rate",
        "------  ----",
        "India     $5",
        "US       $22",
    ]


def test_a_wide_table_breaks_its_longest_cells() -> None:
    """Where a cell takes two lines, an empty line stands between the rows."""
    rows = [("India", "a cell with words"), ("US", "short")]
    assert to_text([table(Table("Costs", ("Where", "What"), list(rows)))], 20).splitlines() == [
        "Costs",
        "",
        "Where  What",
        "-----  -------------",
        "India  a cell with",
        "       words",
        "",
        "US     short",
    ]


def test_a_table_keeps_columns_that_can_be_read() -> None:
    """A terminal too narrow for a table gets one that is wider than it."""
    made = table(Table("C", ("aaaaaaaaaaaa", "bbbbbbbbbbbb"), [("x", "y")]))
    assert "--------  --------" in to_text([made], 4)


def test_what_only_a_page_can_show_is_left_out() -> None:
    """Charts, buttons and forms are no text; what stands beside them stays."""
    made = el("div", el("figure", el("svg")), el("button", "Copy"), el("p", "kept"), "text")
    assert to_text([made]) == "kept\n\ntext"


@pytest.mark.parametrize("language", ["ms", "en"])
@pytest.mark.parametrize("name", names())
def test_every_answer_is_text_of_the_width_asked_for(name: str, language: str) -> None:
    """Sentence, working and trust block are there; the page's own promises are not."""
    answered, said = default_answer(name, language), words(language)
    text = to_text(answered["panel"])
    flat = " ".join(text.split())
    for sentence in (answered["sentence"], said("answer.rounding"), said("answer.estimate")):
        assert " ".join(sentence.split()) in flat
    assert said("answer.private") not in flat
    lines = [line for line in text.splitlines() if "://" not in line]
    assert max(map(len, lines)) <= WIDTH
    assert text.count("\n\n\n") == 0
