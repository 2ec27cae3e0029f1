"""What pip installs has no dependency and answers anywhere: calc with its data and words."""

import os
import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from calc import __version__
from calc.answer import default_answer
from calc.calculators import names
from calc.terminal import WIDTH, to_text
from scripts.site import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as pip would, with the build system that pyproject.toml names."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_calc_and_needs_nothing(wheel: Path) -> None:
    """Every module, figure and word is in it, nothing else, and no other package is asked for."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        about = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = message_from_bytes(archive.read(about))
    files = (path for kind in ("py", "toml") for path in (ROOT / "calc").rglob(f"*.{kind}"))
    assert held == {path.relative_to(ROOT).as_posix() for path in files}
    assert metadata["Version"] == __version__
    assert metadata.get_all("Requires-Dist") is None


def test_the_installed_wheel_answers(wheel: Path, tmp_path: Path) -> None:
    """Installed by pip without a network, python -m calc answers every calculator."""
    venv = tmp_path / "venv"
    subprocess.run(
        [sys.executable, "-m", "virtualenv", "--quiet", "--no-download", venv], check=True
    )
    python = next(path for path in venv.glob("*/python*") if path.stem == "python")
    # The tests' own paths and coverage have no place in it.
    environment = {key: text for key, text in os.environ.items() if "PYTHON" not in key}
    environment["COLUMNS"] = str(WIDTH)

    def run(*arguments: str | Path) -> str:
        command = [python, "-X", "utf8", "-m", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True
        ).stdout.decode()

    run("pip", "install", "--quiet", "--no-index", wheel)
    for name in names():
        text = run("calc", name, "--lang", "ms")
        assert text.rstrip("\r\n") == to_text(default_answer(name, "ms")["panel"])
    assert all(name in run("calc") for name in names())
