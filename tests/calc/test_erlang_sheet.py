"""A workbook finds the agents again when a reader changes an input, or shows an error."""

from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.calculators import load
from calc.erlang import Target, erlang_c, required_agents
from calc.erlang_sheet import erlang_sheet
from calc.export import download
from calc.form import defaults, fields
from calc.text import words
from calc.view import MOST_TRIED
from calc.workbook import to_xlsx
from tests.calc.workbooks import Workbook, read_workbook
from tests.calculators.cells import assert_near, columns, evaluate, recalculated

SHEET = "Erlang C"
AGENTS = {"staffing": "agents_at_work", "inbound_pricing": "agents_there"}

ASKED = {"channel"}  # before the workbook is made: no number of it


def _book(name: str, language: str = "en", **texts: str) -> Workbook:
    question = {"calculator": name, "lang": language, "fields": texts, "kind": "xlsx"}
    file = download({**question, "link": "", "day": "2026-11-26"})
    assert file
    return read_workbook(b64decode(file["base64"]))


def _sheet(known: dict[str, Any], agents: int) -> Workbook:
    return read_workbook(to_xlsx([erlang_sheet(known, agents, words("en"))], "$"))


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("staffing", {"contacts_per_interval": 180}),
        ("staffing", {"contacts_per_interval": 7}),
        ("staffing", {"contacts_per_interval": 0.01}),
        ("staffing", {"handle_time": 320, "service_level": 0.9}),
        ("staffing", {"service_level": 0.999, "answer_within": 0}),
        ("staffing", {"service_level": 0.01, "max_occupancy": 1}),
        ("staffing", {"max_occupancy": 0.5, "interval_minutes": 25}),
        ("staffing", {"answer_within": 86_400}),
        ("staffing", {"channel": "chats", "contacts_per_interval": 200}),
        ("inbound_pricing", {"contacts": 20_000}),
        ("inbound_pricing", {"contacts": 1, "answer_within": 3_600}),
        ("inbound_pricing", {"service_level": 0.95, "max_occupancy": 0.6}),
        ("inbound_pricing", {"open_hours": 90, "handle_time": 240, "increment": "6"}),
    ],
)
def test_other_inputs_give_the_calculators_answer(name: str, changed: dict[str, Any]) -> None:
    """Every number that follows from the agents is the calculator's too."""
    calculator = load(name)
    values = defaults(fields(calculator.calculate)) | changed
    result = calculator.calculate(**values)
    book = _book(name, **{key: changed[key] for key in changed if key in ASKED})
    typed = {key: float(value) for key, value in changed.items() if key not in ASKED}
    shown = calculator.show(values, result, words("en"))
    worked = [cell for step in shown.working for cell in step.cells]
    looked_up = {cell.name: cell.value for cell in worked if not cell.formula}
    known = recalculated(book, looked_up | typed)
    assert known[AGENTS[name]] == result.agents
    for cell in worked:
        if cell.name in known:
            assert_near(cell.formula, known[cell.name], cell.value, known)


def test_without_contacts_nobody_is_needed_until_some_are_typed() -> None:
    """The least number is none, and not one that no row keeps."""
    book = _book("inbound_pricing", contacts="0")
    known = recalculated(book, {})
    assert (known["agents_there"], known["seats"], known["seat_month_low"]) == (0, 0, 0)
    assert recalculated(book, {"contacts": 8_000})["agents_there"] == 5


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("staffing", {"contacts_per_interval": 1_000}),
        ("staffing", {"patience": 120}),
        ("inbound_pricing", {"contacts": 100_000}),
    ],
)
def test_what_the_sheet_cannot_answer_is_an_error(name: str, changed: dict[str, float]) -> None:
    """Too few rows, or callers who hang up, never pass for an answer."""
    with pytest.raises(ZeroDivisionError):
        recalculated(_book(name), changed)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("staffing", {"contacts_per_interval": "20000"}),
        ("staffing", {"patience": "120"}),
        ("staffing", {"day": "50\n100"}),
        ("staffing", {"channel": "mails"}),
        ("staffing", {"contacts_per_interval": "0"}),
        ("inbound_pricing", {"contacts": "1000000", "handle_time": "3600"}),
        ("regional_rates", {}),
    ],
)
def test_a_sheet_is_made_only_where_it_can_answer(name: str, texts: dict[str, str]) -> None:
    """No thousands of rows, no Erlang A, no day; the agents are looked up or worked out without."""
    book = _book(name, **texts)
    assert len(book.sheets) == 3
    assert not book.columns


@pytest.mark.parametrize("language", ["ms", "en"])
@pytest.mark.parametrize("name", AGENTS)
def test_both_sheets_say_how_far_it_tries(name: str, language: str) -> None:
    """The reader learns what an error means where it shows."""
    book, said = _book(name, language), words(language)
    least = book.named()[AGENTS[name]].value
    assert isinstance(least, float)
    most = f"{2 * least + 20:g}"
    lines = said("file.tried", sheet=SHEET, most=most), said("file.untried", most=most)
    calculation = [cell.value for cell in book.sheets[said("file.calculation")].values()]
    assert calculation[2:4] == [*lines]
    assert [cell.value for cell in book.sheets[SHEET].values()][:2] == [*lines]
    assert f"A{5 + 2 * least + 20:g}" in book.sheets[SHEET]


@settings(deadline=None)
@given(
    st.just(0.0) | st.floats(1e-6, 60),
    st.tuples(st.floats(0.01, 0.999), st.floats(0, 3_600), st.floats(0.1, 1)).map(
        lambda promised: Target(*promised)
    ),
)
def test_each_row_is_what_its_formulas_say(traffic: float, target: Target) -> None:
    """The numbers kept beside the formulas are those of ``calc.erlang``, and the least is its."""
    known = {"load": traffic, "handle_time": 180.0, **target._asdict()}
    book = _sheet(known, 30)
    places: dict[str, Any] = {}
    for place, cell in book.sheets[SHEET].items():
        places[place] = cell.value
        if cell.formula:
            found = evaluate(cell.formula, known | places)
            assert found == (pytest.approx(cell.value, abs=1e-12) if cell.value is not None else "")
    worked = columns(book, known)
    enough = [agents for agents in worked["erlang_enough"] if agents != ""]
    needed = required_agents(traffic=traffic, handle_time=180, target=target)
    assert min(enough, default=None) == (needed if needed <= 80 else None)
    if enough and traffic:
        waiting = erlang_c(traffic=traffic, agents=needed)
        assert worked["erlang_waiting"][needed] == pytest.approx(waiting)


def test_the_longest_sheet_is_worked_out_without_an_overflow() -> None:
    """Twice the load of the most agents, and a thousand agents for hardly any load."""
    for traffic in (1e-9, 489.0, 2_000.0):
        known = {"load": traffic, "handle_time": 1.0, **Target(0.8, 86_400)._asdict()}
        found = columns(_sheet(known, MOST_TRIED), known)["erlang_enough"]
        assert len(found) == 1_001
        assert any(agents != "" for agents in found) == (traffic < 1_000)
