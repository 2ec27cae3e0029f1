"""The worked examples of tests/cases give their results on CPython; the browser runs them too."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from calc.answer import address, answer
from calc.calculators import load, names
from calc.form import defaults, fields
from calc.link import decode
from calc.text import words
from calc.units import Range

CASES = Path(__file__).parents[1] / "cases"
EVERY = [
    pytest.param(name, case, id=f"{name}: {case['name']}")
    for name in names()
    for case in tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
]


@pytest.mark.parametrize(("name", "case"), EVERY)
def test_a_worked_example_gives_its_result(name: str, case: dict[str, Any]) -> None:
    """Each named part of the result is as expected, and the sentence says it."""
    result = load(name).calculate(**case["inputs"])
    for part, expected in case["expect"].items():
        found = getattr(result, part)
        if isinstance(expected, dict):
            expected = Range(*(expected.get(end) for end in Range._fields))  # noqa: PLW2901 - read as one
        assert found == (expected if isinstance(expected, str) else pytest.approx(expected)), part
    for part in case.get("none", ()):
        assert getattr(result, part) is None
    form = fields(load(name).calculate)
    texts = {key: form[key].text(value) for key, value in case["inputs"].items()}
    answered = answer({"calculator": name, "lang": "en", "fields": texts})
    assert answered["sentence"] == case["sentence"]


@pytest.mark.parametrize(("name", "case"), EVERY)
def test_a_worked_example_says_why(name: str, case: dict[str, Any]) -> None:
    """No expected number stands without its source."""
    del name
    assert case["why"]


@pytest.mark.parametrize(("name", "case"), EVERY)
def test_every_answer_has_the_parts_of_the_first(name: str, case: dict[str, Any]) -> None:
    """The page puts each part in the place of the one before it, so that none may be missing."""
    form = fields(load(name).calculate)
    texts = {key: form[key].text(value) for key, value in case["inputs"].items()}
    asked: list[dict[str, str]] = [{}, texts | case.get("typed", {})]
    first, other = (
        answer({"calculator": name, "lang": "en", "fields": typed})["panel"] for typed in asked
    )
    assert len(other) == len(first)
    assert [at for at, part in enumerate(first) if "data-later" in part[1]] == [
        at for at, part in enumerate(other) if "data-later" in part[1]
    ]


@pytest.mark.parametrize(("name", "case"), EVERY)
def test_a_link_to_the_next_calculator_opens_with_the_carried_values(
    name: str, case: dict[str, Any]
) -> None:
    """Nothing of the link is left unused, and each value arrives as it was sent."""
    calculator = load(name)
    form = fields(calculator.calculate)
    given = defaults(form) | case["inputs"]
    shown = calculator.show(given, calculator.calculate(**given), words("en"))
    for link in shown.carry:
        there = load(link.calculator)
        opened = address(name, link)
        if opened:
            found = decode(opened.partition("#")[2], there.VERSION, fields(there.calculate))
            assert (found.unused, found.others) == ([], 0)
            arrived = {key: found.values[key] for key in link.values}
            assert arrived == pytest.approx(link.values, abs=1e-6)
