"""Build the whole site, or serve it and build it again on each change.

python -m scripts.site build [DESTINATION]    the address is SITE_URL, the repository REPOSITORY
python -m scripts.site serve [--port PORT]
"""

import argparse
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from scripts import families, licenses, postprocess, runtime, sources
from scripts.errors import BuildError
from scripts.server import LiveServer

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "http://127.0.0.1:8000/"
ROOT_LANGUAGE = "ms"
SECONDS_BETWEEN_LOOKS = 0.1

# What a half-saved or wrong file raises; anything else is a fault of these scripts.
FAILURES = (BuildError, OSError, ValueError)

type Look = dict[Path, tuple[int, int]]


def build(
    destination: Path,
    address: str,
    repository: str = "",
    *,
    root: Path = ROOT,
    keep_previous: bool = False,
) -> None:
    """Build the site for an address into ``destination``, which changes only when all is well.

    ``repository`` is ``owner/name`` or its address; without one the pages have no edit link. With
    ``keep_previous`` the runtime of the site now at the address is carried along.
    """
    destination = destination.resolve()
    aside = destination.parent / ".cache" / destination.name
    _mend(destination, aside.with_suffix(".old"))
    workshop = Workshop(aside.with_suffix(".new"), address, repository, root)
    try:
        workshop.render(languages(root))
        site = workshop.assemble("site")
        if keep_previous:
            runtime.carry_previous(site / "runtime", workshop.address)
        _swap(site, destination, aside.with_suffix(".old"))
    finally:
        shutil.rmtree(workshop.folder, ignore_errors=True)


def languages(root: Path) -> dict[str, str]:
    """Return each language's folder in the site: "" for the one at the root."""
    others = sorted(path.name.split(".")[1] for path in root.glob("mkdocs.*.yml"))
    return {ROOT_LANGUAGE: "", **{name: f"{name}/" for name in others}}


def settings(address: str, repository: str, names: Iterable[str]) -> dict[str, str]:
    """Return what the MkDocs files read from the environment, all from one address.

    >>> settings("https://owner.github.io/repo/", "owner/repo", ["ms", "en"])["SITE_URL_EN"]
    'https://owner.github.io/repo/en/'
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise BuildError(
            f"SITE_URL is {address!r}: it must be an address such as https://owner.github.io/repository/."
        )
    scope = f"{parts.path.rstrip('/')}/"
    home = _repository_address(repository)
    origin = f"{parts.scheme}://{parts.netloc}"
    given = {
        "SITE_URL": origin + scope,
        "SITE_ORIGIN": origin,
        "SITE_SCOPE": scope,
        "REPOSITORY": home,
    }
    for name in names:
        if name != ROOT_LANGUAGE:
            given[f"SITE_URL_{name.upper()}"] = f"{origin}{scope}{name}/"
        given[f"EDIT_{name.upper()}"] = home and f"{home}/edit/main/docs/{name}/{{path}}"
    return given


def _repository_address(repository: str) -> str:
    """Return the repository's home: ``owner/name`` is one on GitHub, "" is none."""
    if not repository or "://" in repository:
        return repository.rstrip("/")
    return f"https://github.com/{repository}"


class Workshop:
    """Hold what a build has made so far, so that the next one makes only what changed."""

    def __init__(self, folder: Path, address: str, repository: str, root: Path) -> None:
        """Start with an empty folder."""
        self.folder = folder
        self.root = root
        self.settings = settings(address, repository, languages(root))
        self.address = self.settings["SITE_URL"]
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def render(self, names: Iterable[str]) -> None:
        """Run MkDocs for these languages and make the runtime, side by side."""
        with ThreadPoolExecutor() as pool:
            made = [pool.submit(self._render, name) for name in names]
            made.append(pool.submit(self._make_runtime))
        for each in made:
            each.result()

    def assemble(self, name: str) -> Path:
        """Put the site together in a new folder of the workshop and return it."""
        site = self.folder / name
        for language, prefix in languages(self.root).items():
            shutil.copytree(self._pages(language), site / prefix, dirs_exist_ok=True)
            sources.write_downloads(site / prefix, language)
            licenses.write(site / prefix, self.root)
            families.join(site / prefix, language)
        shutil.copytree(self.folder / "runtime", site / "runtime")
        build_id = (self.folder / "build").read_text()
        found = languages(self.root)
        postprocess.postprocess(
            postprocess.Site(site, self.address, build_id, found, self.root / "docs")
        )
        return site

    def _pages(self, language: str) -> Path:
        return self.folder / "pages" / language

    def _render(self, language: str) -> None:
        config = "mkdocs.yml" if language == ROOT_LANGUAGE else f"mkdocs.{language}.yml"
        command = [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "-f",
            config,
            "-d",
            str(self._pages(language)),
        ]
        fixed = {
            "NO_MKDOCS_2_WARNING": "1",
            "SOURCE_DATE_EPOCH": runtime.EPOCH,
            "PYTHONHASHSEED": "0",
        }
        done = subprocess.run(
            command,
            cwd=self.root,
            env=os.environ | self.settings | fixed,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BuildError(
                "\n".join([f"MkDocs refused the pages in docs/{language}:", *_reasons(done.stderr)])
            )

    def _make_runtime(self) -> None:
        folder = self.folder / "runtime"
        shutil.rmtree(folder, ignore_errors=True)
        (self.folder / "build").write_text(runtime.write(folder, self.root))


def _reasons(log: str) -> list[str]:
    """Return the lines of MkDocs' log that say what is wrong."""
    lines = [line for line in log.splitlines() if line.strip() and not line.startswith("INFO")]
    return lines[-20:]


def _mend(destination: Path, old: Path) -> None:
    """Bring the old site back where a build was stopped between the two halves of its swap."""
    if old.exists() and not destination.exists():
        old.rename(destination)
    shutil.rmtree(old, ignore_errors=True)


def _swap(new: Path, destination: Path, old: Path) -> None:
    """Put the new site in the place of the old one."""
    if destination.exists():
        destination.rename(old)
    new.rename(destination)
    shutil.rmtree(old, ignore_errors=True)


# ------------------------------------------------------------------ serve


def serve(port: int, address: str, repository: str = "", root: Path = ROOT) -> "Serving":
    """Build the site and serve it on loopback, under the scope of ``address``."""
    scope = settings(address, repository, [])["SITE_SCOPE"]
    try:
        server = LiveServer(root, scope, port)
    except (OSError, OverflowError) as error:
        raise BuildError(
            f"Port {port} cannot be used ({error}): free it, or choose another with --port."
        ) from error
    folder = root / ".cache" / "serve" / str(server.port)
    serving = Serving(server, Workshop(folder, server.address, repository, root))
    try:
        serving.start()
    except BaseException:
        serving.close()
        raise
    return serving


class Serving:
    """A site that is served and built again whenever a file of it changes."""

    def __init__(self, server: LiveServer, workshop: Workshop) -> None:
        """Take a bound server and an empty workshop."""
        self.server = server
        self.workshop = workshop
        self.root = workshop.root
        self.stop = threading.Event()
        self.seconds = 0.0
        self._seen = look(self.root)
        self._due: set[str] = set()
        self._round = 0

    def start(self) -> None:
        """Build all languages and serve them."""
        print("Building the site...", flush=True)
        self._build(languages(self.root))
        self.server.start()
        print(f"Serving {self.server.address} (Ctrl-C ends it)", flush=True)

    def watch(self) -> None:
        """Build again after every change until ``stop`` is set."""
        try:
            while not self.stop.wait(SECONDS_BETWEEN_LOOKS):
                self.step()
        finally:
            self.close()

    def close(self) -> None:
        """Free the port and remove what was built."""
        self.server.close()
        shutil.rmtree(self.workshop.folder, ignore_errors=True)

    def step(self) -> None:
        """Look once, and build what changed since the last look."""
        now = look(self.root)
        changed = {
            path for path in now.keys() | self._seen.keys() if now.get(path) != self._seen.get(path)
        }
        self._seen = now
        if not changed:
            return
        names = ", ".join(sorted(path.relative_to(self.root).as_posix() for path in changed))
        try:
            self._build(affected(self.root, changed))
        except FAILURES as error:
            print(f"Changed: {names}. The site before is kept:\n{error}", flush=True)
        else:
            print(f"Changed: {names}. Built again in {self.seconds:.1f} s.", flush=True)

    def _build(self, names: Iterable[str]) -> None:
        began = time.perf_counter()
        # The pages of a language that failed are half made until it is built again.
        self._due |= set(names)
        self.workshop.render(self._due)
        self._due = set()
        self._round += 1
        before = self.server.folder
        self.server.show(self.workshop.assemble(f"site-{self._round}"))
        if before.parent == self.workshop.folder:
            shutil.rmtree(before, ignore_errors=True)
        self.seconds = time.perf_counter() - began


def look(root: Path) -> Look:
    """Return the time and size of every file that the site is made of."""
    configs = root.glob("mkdocs*.yml")
    inside = (path for name in ("docs", "calc", "scripts") for path in (root / name).rglob("*"))
    found: Look = {}
    for path in (*configs, *inside):
        if "__pycache__" in path.parts or path.name.startswith("."):
            continue
        # An editor may have moved the file away since it was listed.
        with suppress(OSError):
            state = path.stat()
            if stat.S_ISREG(state.st_mode):
                found[path] = (state.st_mtime_ns, state.st_size)
    return found


def affected(root: Path, changed: Iterable[Path]) -> set[str]:
    """Return the languages to build again: none for the theme's scripts and styles."""
    every = set(languages(root))
    names: set[str] = set()
    for path in changed:
        place = path.relative_to(root).parts
        own = {part for part in place[1:3] if part in every}
        if place[0] == "docs" and own:
            names |= own
        elif not (place[:2] == ("docs", "theme") and path.suffix in {".js", ".css"}):
            names |= every
    return names


# ------------------------------------------------------------------ command line


def main(arguments: list[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Run the command line and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.site", description=__doc__.partition("\n")[0]
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build").add_argument(
        "destination", nargs="?", type=Path, default=ROOT / "site"
    )
    commands.add_parser("serve").add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    try:
        address = environment.get("SITE_URL") or ADDRESS
        repository = environment.get("REPOSITORY", "")
        if options.command == "build":
            keep = environment.get("KEEP_PREVIOUS") == "1"
            build(options.destination, address, repository, keep_previous=keep)
            print(f"Built {options.destination} for {address}")
        else:
            serve(options.port, address, repository).watch()
    except FAILURES as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0 if options.command == "serve" else 130
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
