"""The examples on the pages do what they show: Python as doctests, commands in a shell."""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.site import ROOT, languages

DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(pycon|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FINDS = doctest.ELLIPSIS
COLUMNS = "76"


def blocks(page: Path, kind: str) -> list[str]:
    """Return a page's blocks of a kind."""
    return [block for name, block in BLOCK.findall(page.read_text("utf-8")) if name == kind]


def pages(kind: str) -> list[str]:
    """Return the pages that have such blocks."""
    found = sorted(path for language in languages(ROOT) for path in (DOCS / language).rglob("*.md"))
    return [page.relative_to(DOCS).as_posix() for page in found if blocks(page, kind)]


def commands(page: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a page with what it writes."""
    for block in blocks(DOCS / page, "console"):
        for part in block.split("$ ")[1:]:
            command, _, written = part.partition("\n")
            yield command, written


@pytest.mark.parametrize("page", pages("pycon"))
def test_python_answers_as_the_page_shows(page: str) -> None:
    """The blocks of a page run one after the other, in one session."""
    session = "\n".join(blocks(DOCS / page, "pycon"))
    test = doctest.DocTestParser().get_doctest(session, {}, page, page, 0)
    assert test.examples
    said: list[str] = []
    doctest.DocTestRunner(optionflags=FINDS, verbose=False).run(test, out=said.append)
    assert not said, "".join(said)


@pytest.mark.parametrize("page", pages("console"))
def test_commands_write_what_the_page_shows(page: str, tmp_path: Path) -> None:
    """They run in one folder; a file is what the first `cat` of it shows."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": COLUMNS}
    checker = doctest.OutputChecker()
    for command, written in commands(page):
        name = command.removeprefix("cat ")
        if name != command and not (tmp_path / name).exists():
            (tmp_path / name).write_text(written, "utf-8")
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert checker.check_output(written, done.stdout, FINDS), f"{command}\n{done.stdout}"


def test_both_languages_show_the_same_examples() -> None:
    """Python is the same; commands differ by the language that they ask for."""
    shown = {
        language: {
            page.removeprefix(f"{language}/"): (
                blocks(DOCS / page, "pycon"),
                [command.replace(f" --lang {language}", "") for command, _ in commands(page)],
            )
            for page in {*pages("pycon"), *pages("console")}
            if page.startswith(f"{language}/")
        }
        for language in languages(ROOT)
    }
    first, *others = shown.values()
    assert first
    assert all(other == first for other in others)
