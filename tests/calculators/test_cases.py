"""The worked examples of tests/cases give their results on CPython; the browser runs them too."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from calc.answer import answer
from calc.calculators import load, names
from calc.form import fields
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
