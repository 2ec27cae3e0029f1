"""What several tests need: the site, built once and served, and a copy of the project to change."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from scripts.server import SiteServer
from scripts.site import ROOT, build

type LinesRun = Callable[[Callable[[], object]], int]

SCOPE = "/project-path/"
# Tests do not time things, and a red run can be run again with the same examples.
settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")
PARTS = ("calc", "docs", "scripts", "mkdocs.yml", "mkdocs.en.yml", "package.json")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """Build the site once, for a project path on a free port, and serve it while tests run."""
    folder = tmp_path_factory.mktemp("built") / "site"
    server = SiteServer(folder, SCOPE)
    build(folder, server.address)
    with server:
        yield server


@pytest.fixture(scope="session")
def site_folder(site: SiteServer) -> Path:
    """Return the folder of the built site."""
    return site.folder


@pytest.fixture(scope="session")
def site_address(site: SiteServer) -> str:
    """Return the address of the built site's home, with its closing slash."""
    return site.address


@pytest.fixture
def unmeasured() -> Iterator[None]:
    """Leave a test of thousands of inputs out of the coverage, which would take half its time."""
    measuring = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(measuring)


@pytest.fixture
def lines_run() -> Iterator[LinesRun]:
    """Return what counts the lines of Python that a call runs: work, told without a clock."""
    tool, line = sys.monitoring.PROFILER_ID, sys.monitoring.events.LINE
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1

    def lines(act: Callable[[], object]) -> int:
        nonlocal count
        count = 0
        sys.monitoring.set_events(tool, line)
        try:
            act()
        finally:
            sys.monitoring.set_events(tool, 0)
        return count

    sys.monitoring.use_tool_id(tool, "lines_run")
    sys.monitoring.register_callback(tool, line, one_more)
    yield lines
    sys.monitoring.free_tool_id(tool)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of what the site is made of, in a path with a space, free to change.

    Programs that work on a copy are left out of the coverage: it is not about their files.
    """
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    return copy_project(tmp_path / "a copy")


def copy_project(folder: Path) -> Path:
    """Copy what the site is made of; installed packages and compiled files are shared."""
    folder.mkdir()
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    cache = ROOT / ".cache" / "runtime"
    cache.mkdir(parents=True, exist_ok=True)
    (folder / ".cache").mkdir()
    (folder / ".cache" / "runtime").symlink_to(cache)
    return folder
