"""The recipes of the README hold: each is done in a copy of the project, which then builds."""

import subprocess
import sys
from pathlib import Path

from scripts.site import ROOT, build

REGION = """
[[rate]]
id = "R90"
regions = ["utopia"]
name = {ms = "Utopia Raya", en = "Greater Utopia"}
service = "any"
low = 3
high = 5
unit = "per_hour"
currency = "USD"
period = "2026"
as_of = "2026-10-08"
review_by = "2027-04-08"
source = "certainlycx"
corrected = false
status = "as_printed"
"""
CALCULATOR = '''"""How many agents two sites need together."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from calc.text import Words, dollars
from calc.units import Agents
from calc.view import Outcome, Shown, Step, Table

VERSION = 1
KIND = "converts"
HOME = "costs/index"
MAIN = ("agents", "agents_elsewhere")
PRESETS: dict[str, dict[str, Any]] = {"twins": {"agents": 7, "agents_elsewhere": 7}}
OUTCOME = Outcome("together", dollars, money=False)


class Result(NamedTuple):
    """Hold the sum."""

    together: int


def calculate(*, agents: Agents = 10, agents_elsewhere: Agents = 5) -> Result:
    """Add the agents of both sites."""
    return Result(agents + agents_elsewhere)


def show(given: Mapping[str, Any], result: Result, words: Words) -> Shown:
    """Say the sum."""
    total = words("two_sites.total", total=result.together)
    table = Table(total, (total,), [(total,)])
    return Shown(total, "", total, [], table, [], total, [], [Step(total, "", "")], [], [])
'''
WORDS = """
[fields.agents_elsewhere]
label = "{0}"
name = "{0}"

[two_sites]
file = "two-sites"
title = "{0}"
outcome = "{0}"
total = "{0}: {{total}}"
not_included = "{0}"

[two_sites.presets]
twins = "{0}"
"""
CASE = """
[[case]]
name = "two sites"
why = "10 + 5"
inputs = {}
expect = {together = 15}
sentence = "Agents elsewhere: 15"
"""


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def _changed(project: Path) -> set[str]:
    """Return the files of the copy that differ from the project's."""
    made = {path.relative_to(project) for path in project.rglob("*") if path.is_file()}
    return {
        path.as_posix()
        for path in made
        if not {".cache", "node_modules", "site", "__pycache__"} & set(path.parts)
        and (
            not (ROOT / path).exists()
            or (ROOT / path).read_bytes() != (project / path).read_bytes()
        )
    }


def test_a_region_is_one_data_row(project: Path) -> None:
    """With its row in the data a region is a choice, a line of the table, a bar and a preset."""
    _append(project / "calc/data/rates.toml", REGION)
    assert _changed(project) == {"calc/data/rates.toml"}
    build(project / "site", "http://127.0.0.1:8000/", root=project)
    for folder, name in (("", "Utopia Raya"), ("en/", "Greater Utopia")):
        location = (project / f"site/{folder}costs/location/index.html").read_text("utf-8")
        assert f'<option value="utopia">{name}</option>' in location
        assert f'role="rowheader">{name}</th>' in location
        assert f">{name}</text>" in location or f">{name.partition(' ')[0]}</tspan>" in location
        commission = (project / f"site/{folder}costs/commission/index.html").read_text("utf-8")
        preset = '"{&quot;normal_rate&quot;: &quot;4&quot;}"'
        assert f"data-preset={preset}>{name}</button>" in commission


def test_a_calculator_is_one_module_with_words_markers_and_cases(project: Path) -> None:
    """Nothing else changes, and the page holds the form and the first answer in each language."""
    (project / "calc/calculators/two_sites.py").write_text(CALCULATOR, "utf-8")
    for language, words in (("ms", "Ejen di tempat lain"), ("en", "Agents elsewhere")):
        _append(project / f"calc/locale/{language}.toml", WORDS.format(words))
        _append(project / f"docs/{language}/costs/index.md", "\n{{ calculator two_sites }}\n")
    cases = project / "tests/cases/two_sites.toml"
    cases.parent.mkdir(parents=True)
    cases.write_text(CASE, "utf-8")
    assert _changed(project) == {
        "calc/calculators/two_sites.py",
        "calc/locale/en.toml",
        "calc/locale/ms.toml",
        "docs/en/costs/index.md",
        "docs/ms/costs/index.md",
        "tests/cases/two_sites.toml",
    }
    build(project / "site", "http://127.0.0.1:8000/", root=project)
    english = (project / "site/en/costs/index.html").read_text("utf-8")
    assert 'data-calculator="two_sites"' in english
    assert "Agents elsewhere: 15" in english
    assert "Ejen di tempat lain: 15" in (project / "site/costs/index.html").read_text("utf-8")
    _pass_the_case(project)


def _pass_the_case(project: Path) -> None:
    """Run the copy's own cases with the project's test of cases."""
    test = project / "tests/calculators/test_cases.py"
    test.parent.mkdir()
    test.write_bytes((ROOT / "tests/calculators/test_cases.py").read_bytes())
    for case in (ROOT / "tests/cases").glob("*.toml"):
        (project / "tests/cases" / case.name).write_bytes(case.read_bytes())
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-k",
        "two_sites",
        "-p",
        "no:cacheprovider",
        str(test),
    ]
    done = subprocess.run(
        command, cwd=project, check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout
