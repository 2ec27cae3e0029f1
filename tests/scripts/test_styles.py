"""The theme's style sheets are published without what no page can match, and with all else."""

from importlib.metadata import distribution
from pathlib import Path

import pytest

from scripts.styles import (
    WORD,
    can_match,
    without_idle_properties,
    without_idle_rules,
    words_of,
)

SHEETS = sorted(
    Path(str(distribution("mkdocs-material").locate_file("material/templates"))).glob(
        "assets/stylesheets/*.css"
    )
)
WORDS = words_of(['<p class="md-a md-b">', 'x.classList.add("md-c")'])


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".md-a{top:0}", ".md-a{top:0}"),
        (".md-x{top:0}", ""),
        (".md-x,.md-a .md-b{top:0}.md-x{left:0}p{top:1px}", ".md-a .md-b{top:0}p{top:1px}"),
        (".md-c:hover{top:0}", ".md-c:hover{top:0}"),
        ("p:not(.md-x,.md-y):is(.md-x){top:0}", "p:not(.md-x,.md-y):is(.md-x){top:0}"),
        ("[data-x=md-a]{top:0}[data-x=red],[dir]{top:0}", "[data-x=md-a]{top:0}[dir]{top:0}"),
        ('[data-x="red"]{top:0}[class^=red]{top:0}', "[class^=red]{top:0}"),
        ("@media print{.md-x{top:0}}@media (width>1px){.md-a{top:0}.md-x{top:0}}",
         "@media (width>1px){.md-a{top:0}}"),
        ("@keyframes md-x{0%{top:0}to{top:1px}}", "@keyframes md-x{0%{top:0}to{top:1px}}"),
        ('@charset "utf-8;{";.md-x{top:0}', '@charset "utf-8;{";'),
        (".md-a{--x:url('data:,{;}\\'')}.md-x{--x:\"}\"}", ".md-a{--x:url('data:,{;}\\'')}"),
    ],
)  # fmt: skip
def test_only_idle_rules_go(css: str, left: str) -> None:
    """A rule stays as long as one of its selectors can match; groups go when they are empty."""
    assert without_idle_rules(css, WORDS) == left


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_is_read_without_loss(sheet: Path) -> None:
    """Where every word stands in a page, a sheet stays as it is, to the byte."""
    css = sheet.read_text("utf-8")
    words = set(WORD.findall(css))
    assert without_idle_rules(css, words) == css
    assert without_idle_properties(css, words) == css


def test_a_name_with_an_escape_is_looked_up_in_its_parts() -> None:
    """A colon in a class, which CSS escapes, does not hide it."""
    assert can_match(".md-a\\:md-b", WORDS)
    assert not can_match(".md-a\\:md-x", WORDS)
