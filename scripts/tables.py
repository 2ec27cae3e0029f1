"""The tables that pages show from the data, by the name in their marker."""

from collections.abc import Callable
from typing import get_type_hints
from xml.etree import ElementTree as ET

from calc.answer import figure_text, place_name
from calc.calculators import load, names
from calc.command import offered
from calc.figures import Figure, figures
from calc.form import fields
from calc.rates import location_rows, rates_of_today
from calc.text import Words
from calc.view import Child, Element, Table, el, table
from scripts.forms import kept_scenarios
from scripts.glossary import glossary_list
from scripts.licenses import license_file
from scripts.sources import GROUPS, downloads, figure_address, figures_table, sources_table


def rates_by_region(said: Words, root: str) -> Element:
    """List every region's location row."""
    rows: list[tuple[Child, ...]] = [
        (
            (row.name or {})[said.language],
            _linked(row, said, root),
            said.period(row.period),
        )
        for row in location_rows().values()
    ]
    return _table(said, "by_region", ("region", "rate", "period"), rows)


def rates_by_service(said: Words, root: str) -> Element:
    """List every row of money by time, sorted by service, with what was corrected as printed."""
    history = [row for row in figures().values() if row.service and row.regions]
    order = list(dict.fromkeys(row.service for row in history))
    history.sort(key=lambda row: order.index(row.service))
    rows: list[tuple[Child, ...]] = [
        (
            said(f"services.{row.service}"),
            place_name(row, said),
            _price(row, said, root),
            said.period(row.period),
        )
        for row in history
    ]
    return _table(said, "by_service", ("service", "place", "price", "period"), rows)


def rates_today(said: Words, root: str) -> Element:
    """List what one provider asks today in three zones."""
    rows: list[tuple[Child, ...]] = []
    for row in rates_of_today():
        found = row.sources[0]
        link = el("a", found.title, href=found.address, lang=found.language)
        source = el("span", link, ", ", said(f"grades.{found.grade}"))
        place = said(f"groups.{row.group}")
        rows.append((place, _linked(row, said, root), said.date(row.as_of), source))
    return _table(said, "today", ("place", "price", "date", "source"), rows)


def parameters(said: Words, root: str) -> Element:
    """List what each calculator takes and gives, by the names that programs use.

    The search finds these fields on their calculators' pages.
    """
    del root
    return el("div", *(_parameters(name, said) for name in names()), data_search_exclude="")


def _parameters(name: str, said: Words) -> Element:
    calculate = load(name).calculate
    rows: list[tuple[Child, ...]] = [
        (
            el("code", key),
            said(f"fields.{key}.label"),
            offered(field, said),
            field.text(field.default) or said("tables.empty"),
        )
        for key, field in fields(calculate).items()
    ]
    result: list[Child] = [said("tables.result")]
    for part in get_type_hints(calculate)["return"]._fields:
        result += [" ", el("code", part)]
    return el(
        "details",
        el("summary", el("code", name), f": {said(f'{name}.title')}"),
        _table(said, "parameters", ("parameter", "meaning", "values", "start"), rows),
        el("p", *result),
    )


def _table(said: Words, name: str, head: tuple[str, ...], rows: list[tuple[Child, ...]]) -> Element:
    heads = tuple(said(f"tables.{key}") for key in head)
    return table(Table(said(f"tables.{name}"), heads, rows))


def _price(row: Figure, said: Words, root: str) -> Child:
    if not row.corrected:
        return _linked(row, said, root)
    printed = el("small", said("sources.as_printed", text=str(row.as_printed)))
    return el("span", _linked(row, said, root), " ", printed)


def _linked(row: Figure, said: Words, root: str) -> Element:
    """Link a figure, or the word that none is published, to its row on the page of sources."""
    text = said("tables.not_published") if row.low is None else figure_text(row, said)
    return el("a", text, href=figure_address(root, row.id), class_="figure", data_figure=row.id)


TABLES: dict[str, Callable[[Words, str], Element]] = {
    "rates-by-region": rates_by_region,
    "rates-by-service": rates_by_service,
    "rates-today": rates_today,
    "parameters": parameters,
    "glossary": glossary_list,
    **{f"figures-{name}": figures_table(name) for name in GROUPS},
    "sources": sources_table,
    "downloads": downloads,
    "licenses": license_file,
    "scenarios": kept_scenarios,
}


def stack(table: ET.Element) -> None:
    """Make a table of the text stack on a phone, as calc.view.table does for those of the data."""
    table.set("class", "calculator-table text-table")
    table.set("role", "table")
    head, *rows = table.iter("tr")
    names = ["".join(cell.itertext()) for cell in head]
    for part in table:
        part.set("role", "rowgroup")
    for row in (head, *rows):
        row.set("role", "row")
    for cell in head:
        cell.attrib |= {"scope": "col", "role": "columnheader"}
    for first, *others in rows:
        first.tag = "th"
        first.attrib |= {"scope": "row", "role": "rowheader"}
        for name, cell in zip(names[1:], others, strict=True):
            cell.attrib |= {"role": "cell", "data-label": f"{name}: "}
