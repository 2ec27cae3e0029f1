"""Scenarios side by side: the inputs in which they differ, and which answer is the better one."""

from collections.abc import Mapping
from typing import Any

from calc.answer import field_text
from calc.calculators import Calculator, load
from calc.form import fields
from calc.link import decode
from calc.sensitivity import number
from calc.text import Words, capital
from calc.view import Child, Element, Table, el, table


def compare(
    name: str, kept: list[Mapping[str, str]], given: Mapping[str, Any], said: Words, shown_in: Words
) -> Element:
    """Set scenarios beside the arguments as they stand, one in each column.

    A scenario is ``{name, fragment}``; its fragment is read as any link is. Inputs are written as
    typed, answers in the currency of ``shown_in``.
    """
    module = load(name)
    form = fields(module.calculate)
    links = [decode(scenario["fragment"], module.VERSION, form).values for scenario in kept]
    columns = [*links, given]
    rows: list[tuple[Child, ...]] = [
        (
            capital(said(f"fields.{key}.name")),
            *(field_text(field, values[key], said) for values in columns),
        )
        for key, field in form.items()
        if len({values[key] for values in columns}) > 1
    ]
    rows.append((capital(said(f"{name}.outcome")), *_answers(module, columns, said, shown_in)))
    return table(
        Table(
            caption=said("scenarios.caption"),
            head=(
                said("scenarios.input"),
                *(scenario["name"] for scenario in kept),
                said("scenarios.now"),
            ),
            rows=rows,
            numbers=tuple(range(1, len(columns) + 1)),
            current=len(rows) - 1,
        )
    )


def _answers(
    module: Calculator, columns: list[Mapping[str, Any]], said: Words, shown_in: Words
) -> list[Child]:
    """Write the answer of each scenario, and beneath it how far it is from the best."""
    outcome = module.OUTCOME
    found = [number(getattr(module.calculate(**values), outcome.part)) for values in columns]
    known = [value for value in found if value is not None]
    if not known:
        return [said("format.none") for _ in found]
    best = max(known) if outcome.more_is_better else min(known)
    side = "less" if outcome.more_is_better else "more"
    cells: list[Child] = []
    for value in found:
        if value is None:
            cells.append(said("format.none"))
            continue
        text = outcome.text(value, shown_in)
        away = outcome.text(abs(value - best), shown_in)
        alike = away == outcome.text(0, shown_in)
        mark = said("scenarios.best") if alike else said(f"scenarios.{side}", amount=away)
        cells.append(el("span", text, " ", el("small", mark)))
    return cells
