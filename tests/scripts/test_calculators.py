"""Markers in a page become calculators, answers, tables and figures, or stop the build."""

import re
from typing import get_type_hints

import markdown
import pytest

from calc.calculators import load, names
from calc.figures import figures
from calc.form import fields
from calc.text import words
from scripts.forms import _others
from scripts.tables import TABLES

ADDRESS = "https://example.org/repository/en/"


def _html(text: str, language: str = "en", repository: str = "") -> str:
    config = {"language": language, "address": ADDRESS, "repository": repository}
    return markdown.markdown(
        text,
        extensions=["tables", "toc", "pymdownx.superfences", "scripts.calculators"],
        extension_configs={"scripts.calculators": config},
    )


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("{{ F12 }}", "en", ">$22 to $35 an hour</a>"),
        ("{{ F12 }}", "ms", ">USD\u00a022 hingga USD\u00a035 sejam</a>"),
        ("{{ F12.low }}", "en", ">$22</a>"),
        ("{{ F12.high }}", "en", ">$35</a>"),
        ("{{ F12.range }}", "en", ">$22 to $35</a>"),
        (
            "{{ F14 }}",
            "en",
            '"F14" href="/repository/en/reference/article-figures/#f14">$12 to $25 an hour</a>',
        ),
        ("{{ F12.period }}", "en", "<span>about 2015–2017</span>"),
        ("{{ R01.period }}", "ms", "<span>8 Oktober 2026</span>"),
        ("{{ F11.low }}", "en", ">10%</a>"),
        ("{{ D1.low }}", "en", ">160</a>"),
        ("{{ R24a }}", "en", ">$12 to $18 an hour</a>"),
        ("{{ R20a }}", "en", ">$0.038 a minute</a>"),
        ("{{ R16a }}", "ms", ">USD\u00a01.5 juta hingga USD\u00a04 juta setahun</a>"),
        ("{{ W50 }}", "en", ">$6,305,000</a>"),
        ("{{ H10b }}", "ms", ">USD\u00a014,113</a>"),
        ("{{ H8.low }}", "en", ">7.65%</a>"),
        ("{{ B03 }}", "en", ">1 second</a>"),
        ("{{ L04 }}", "ms", ">dari 50 pekerja</a>"),
        ("{{ F29 }}", "en", '<span class="figure" data-figure="F29"></span>'),
        ("{{ C50 }}", "en", '<span id="c50"></span>'),
        (
            "{{ date 2026-10-08 }}",
            "en",
            '<time datetime="2026-10-08">October 8, 2026</time>',
        ),
        ("{{ date 2026-06 }}", "ms", '<time datetime="2026-06">Jun 2026</time>'),
        ("{{ source infocomm }}", "ms", 'lang="en">How do call centers charge clients</a>'),
        ("{{ source this_guide }}", "en", '<span lang="en">'),
        ("## {{ F12.range }}", "en", "</a></h2>"),
        ("| a |\n|---|\n| {{ F12 }} |", "en", "an hour</a></th>"),
        ("`{{ F12 }}`", "en", "<code>{{ F12 }}</code>"),
        ("```\n{{ table rates-today }}\n```", "en", "{{ table rates-today }}"),
    ],
)
def test_an_inline_marker_is_replaced_where_text_is_text(
    text: str, language: str, expected: str
) -> None:
    """Figures, periods, dates, anchors and sources work in any text, and not in code."""
    assert expected in _html(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "{{ F99 }}",
        "{{ F13.high }}",
        "{{ F29.low }}",
        "{{ source nobody }}",
        "{{ calculator nothing }}",
        "{{ answer nothing }}",
        "{{ table nothing }}",
    ],
)
def test_an_unknown_name_stops_the_build(text: str) -> None:
    """A marker that names nothing never reaches a page."""
    with pytest.raises((KeyError, ValueError, ModuleNotFoundError)):
        _html(text)


def test_a_figure_in_a_table_from_the_data_links_to_its_row() -> None:
    """Every value leads to the page of sources, a rate that is not published too."""
    for table in ("rates-by-region", "rates-by-service", "rates-today"):
        html = _html(f"{{{{ table {table} }}}}")
        rows = html.count('role="row"') - 1
        pattern = (
            r'<a href="/repository/en/reference/[\w-]+/#(\w+)" class="figure" data-figure="(\w+)">'
        )
        found = re.findall(pattern, html)
        assert len(found) == rows
        assert all(anchor == id_.lower() for anchor, id_ in found)


@pytest.mark.parametrize("language", ["ms", "en"])
@pytest.mark.parametrize("table", TABLES)
def test_a_table_from_the_data_has_a_caption_and_no_gap(table: str, language: str) -> None:
    """Every row is filled, in each language."""
    html = _html(f"{{{{ table {table} }}}}", language)
    assert ("<caption>" in html) == (
        table not in {"glossary", "downloads", "licenses", "scenarios"}
    )
    assert not re.search(r"<td[^>]*></td>", html)
    assert "None" not in html


@pytest.mark.parametrize("name", names())
def test_every_parameter_and_result_of_a_calculator_is_listed(name: str) -> None:
    """Each has the name that programs use, in the part of its calculator."""
    html = _html("{{ table parameters }}")
    part = html.partition(f"<summary><code>{name}</code>")[2].partition("</details>")[0]
    calculate = load(name).calculate
    found = re.findall(r"<code>(\w+)</code>", part)
    assert found == [*fields(calculate), *get_type_hints(calculate)["return"]._fields]


def test_the_service_table_holds_every_rate_of_the_article() -> None:
    """A rate without a number is said to be unpublished; a corrected one shows as printed."""
    html = _html("{{ table rates-by-service }}")
    rates = [row for row in figures().values() if row.service and row.regions]
    assert html.count('role="row"') == len(rates) + 1
    assert "not published" in html
    assert "printed: US $ 0,35 hingga US $ 45 seminit" in html


@pytest.mark.parametrize("name", names())
def test_an_answer_is_a_sentence_with_a_link_to_its_calculator(name: str) -> None:
    """Other pages show the default answer and lead to where it can be changed."""
    html = _html(f"{{{{ answer {name} }}}}")
    assert 'class="calculator-default"' in html
    assert f'#{name.replace("_", "-")}">' in html
    assert f'href="/repository/en/{load(name).HOME}/#' in html


@pytest.mark.parametrize("name", names())
def test_a_calculators_fields_are_text_or_choices_and_named_as_parameters(name: str) -> None:
    """No number inputs, placeholders or cut-off lengths; every field has its label."""
    html = _html(f"{{{{ calculator {name} }}}}").partition("</form>")[0]
    for banned in ('type="number"', "placeholder", "maxlength", "<output", "style=", "assertive"):
        assert banned not in html
    inputs = html.count('<input type="text"') + html.count("<textarea")
    assert inputs == html.count('inputmode="')
    assert html.count("<label for=") == inputs + html.count("<select")
    assert 'name="' in html


def test_the_report_link_is_there_only_where_a_repository_is_known() -> None:
    """A fork without a repository has no dead link."""
    marker = "{{ calculator regional_rates }}"
    assert 'data-do="report"' not in _html(marker)
    with_link = _html(marker, repository="https://example.org/o/r")
    assert 'href="https://example.org/o/r/issues/new"' in with_link


def test_a_form_whose_inputs_are_all_main_has_no_other_assumptions() -> None:
    """An empty disclosure would promise what is not there."""
    assert _others([], words("en")) == []


def test_presets_of_one_field_stand_under_it_and_others_at_the_top() -> None:
    """Regions fill the normal rate; ways of paying fill several fields."""
    html = _html("{{ calculator commission_premium }}")
    top, _, rest = html.partition("<fieldset>")
    assert "Hourly + commission" in top
    assert "Western Europe" in rest
    assert html.count('aria-pressed="true"') == 1


def test_a_table_of_the_text_stacks_as_those_of_the_data() -> None:
    """Roles stay where a phone stacks the rows, and each cell says its column, markers too."""
    html = _html("| Place | {{ F12.period }} |\n|---|---|\n| [US](x.md) | {{ F12 }} |")
    assert '<table class="calculator-table text-table" role="table">' in html
    assert '<th role="columnheader" scope="col">Place</th>' in html
    assert '<th role="rowheader" scope="row"><a href="x.md">US</a></th>' in html
    assert '<td data-label="about 2015–2017: " role="cell">' in html
    assert html.count('role="rowgroup"') == html.count('role="row"') == 2
