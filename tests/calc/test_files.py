"""Data and words are read from JSON where it was baked, else from TOML, and are the same."""

import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from calc import files

ROOT = Path(__file__).parents[2]


def test_a_zip_with_baked_json_gives_the_same_answer(tmp_path: Path) -> None:
    """A package without TOML, inside a zip, answers as the checkout does."""
    archive = tmp_path / "calc.zip"
    with zipfile.ZipFile(archive, "w") as package:
        for path in sorted((ROOT / "calc").rglob("*.py")):
            package.write(path, path.relative_to(ROOT))
        for path in sorted((ROOT / "calc").rglob("*.toml")):
            baked = json.dumps(tomllib.loads(path.read_text("utf-8")))
            package.writestr(str(path.relative_to(ROOT).with_suffix(".json")), baked)
    code = (
        "import calc.answer as a, json; print(json.dumps(a.default_answer('regional_rates', 'ms')))"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(place)!r}); {code}"],
            check=True,
            capture_output=True,
            cwd=tmp_path,
        ).stdout
        for place in (ROOT, archive)
    ]
    assert answers[0] == answers[1]


def test_json_is_read_where_it_was_baked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A baked file wins over a TOML file of the same name."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/x.json").write_text('{"baked": true}')
    (tmp_path / "data/x.toml").write_text("baked = false")
    monkeypatch.setattr(files, "__file__", str(tmp_path / "files.py"))
    assert files.load("data/x") == {"baked": True}


def test_importing_calc_loads_nothing_that_is_dear_in_the_browser() -> None:
    """Modules that cost the reader milliseconds stay out of the package's imports."""
    dear = {"urllib.parse", "statistics", "html", "fractions", "gettext", "csv", "decimal"}
    dear |= {"dataclasses", "zipfile", "pkgutil", "importlib.resources", "calc.export"}
    code = (
        "import sys; before = set(sys.modules); import calc.answer;"
        "print(*(set(sys.modules) - before))"
    )
    loaded = subprocess.run(
        [sys.executable, "-S", "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()
    assert not dear & set(loaded)
    assert "calc.form" in loaded


def test_a_file_for_the_reader_needs_no_more_of_python_than_an_answer() -> None:
    """The browser's Python holds only what an answer imports, besides what is built in."""
    question = {"calculator": "regional_rates", "lang": "ms", "fields": {}, "kind": "xlsx"}
    question |= {"link": "", "day": "2026-11-25"}
    code = (
        "import sys; from calc.answer import answer;"
        f"question = {question}; answer(question); before = set(sys.modules);"
        "from calc.export import download; download(question);"
        "print(*(set(sys.modules) - before))"
    )
    loaded = subprocess.run(
        [sys.executable, "-S", "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()
    assert set(loaded) - {"binascii", "zlib"} == {"calc.archive", "calc.export", "calc.workbook"}
