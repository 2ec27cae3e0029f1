"""The program shown beside an answer runs, and gives the answer."""

import re
import tomllib
from typing import Any

import pytest

from calc import program
from calc.calculators import load, names
from calc.form import fields, read
from scripts.site import ROOT

CASES = [
    pytest.param(name, case, id=f"{name}: {case['name']}")
    for name in names()
    for case in tomllib.loads((ROOT / f"tests/cases/{name}.toml").read_text("utf-8"))["case"]
]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_program_of_every_worked_example_gives_its_result(
    name: str, case: dict[str, Any]
) -> None:
    """Typed into the form, written as a program and run, a case has the result of its inputs."""
    calculate = load(name).calculate
    form = fields(calculate)
    texts = {key: form[key].text(value) for key, value in case["inputs"].items()}
    written = program.same_in_python(name, read(form, texts).values)
    printed: list[Any] = []
    exec(written, {"print": printed.append})  # noqa: S102 - running it is what it is for
    assert printed == [calculate(**case["inputs"])]
    assert len(written.splitlines()) <= 3
    for key, field in form.items():
        assert bool(re.search(rf"\b{key}=", written)) == (
            case["inputs"].get(key, field.default) != field.default
        )
