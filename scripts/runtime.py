"""Make the files that run Python in the browser: Pyodide, a trimmed library, calc, our scripts.

Pyodide's files lie in ``pyodide-<hash>/`` and ours in ``<build>/``, so that a change of ours keeps
the addresses of Pyodide's. ``manifest.json`` lists every file with its size and SHA-256.

``python -m scripts.runtime`` renews ``scripts/pyodide.json``, the sizes and hashes of Pyodide's own
files, after its pin in ``package.json`` was changed.
"""

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from scripts import licenses
from scripts.errors import BuildError

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
LIBRARY = "python_stdlib.zip"
PACKAGE = "calc.zip"
# Python's memory after an answer, and what it may still import. The two above are for a browser
# that cannot go on from there.
MEMORY = "memory.bin"
REST = "rest.zip"
# What that answer is of; every other is as quick but for the import of its calculator.
WARM, LANGUAGE = "regional_rates", "en"
# Start-up finds these by name before sys.modules can list them.
ENCODINGS = ("ascii", "latin_1", "utf_8")
# 1 January 1980, the first day a zip can name: what is built never depends on the day.
EPOCH = "315532800"
# Level 2 drops docstrings, and no ranges those places within a line that a traceback underlines:
# a fifth of the archives. The epoch makes pyodide-build write no times.
COMPILING = {
    "PYTHONHASHSEED": "0",
    "PYTHONNODEBUGRANGES": "1",
    "PYTHONOPTIMIZE": "2",
    "SOURCE_DATE_EPOCH": EPOCH,
}
CACHED_FILES = 60
SECONDS_TO_ANSWER = 20
# What of calc no reader of a page need load: figures that no calculator needs, what is for programs
# in Python, the command line.
PAGES_ONLY = {"data/guide.toml"}
PYTHON_ONLY = {
    "__main__.py",
    "batch.py",
    "command.py",
    "further.py",
    "locale/command",
    "records.py",
    "terminal.py",
}

type Files = dict[str, bytes]


def write(folder: Path, root: Path = ROOT) -> str:
    """Write the runtime files of the project at ``root`` into ``folder``; return the build id."""
    engine_source = read_engine(root)
    package = calc_package(root)
    whole = with_standins(root, engine_source[LIBRARY])
    library = trimmed_library(root, whole, used_modules(root, package, whole))
    engine = {**engine_source, LIBRARY: library, licenses.FILE: _license_text(root)}
    engine_folder = f"pyodide-{digest(engine)}"
    memory, rest = started_python(root, package, library)
    ours = {**theme_files(root), PACKAGE: package, MEMORY: memory, REST: rest}
    ours["worker.js"] = _with_runtime(root, ours, engine_folder, engine)
    ours = {name: _small(root, name, data) for name, data in ours.items()}
    build = digest(ours)
    files = {f"{engine_folder}/{name}": data for name, data in engine.items()}
    files |= {f"{build}/{name}": data for name, data in ours.items()}
    for name, data in files.items():
        _save(folder / name, data)
    _write_manifest(folder, {"build": build, "files": _entries(files), "previous": {}})
    return build


def digest(files: Mapping[str, bytes]) -> str:
    """Return twelve hex digits that name these files: any other name or byte gives others."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name} {len(files[name])}\n".encode())
        whole.update(files[name])
    return whole.hexdigest()[:12]


# ------------------------------------------------------------------ Pyodide as npm installed it


def read_engine(root: Path) -> Files:
    """Return Pyodide's files, after a check against the pin and the committed sizes and hashes."""
    folder = root / "node_modules" / "pyodide"
    if not (folder / "package.json").exists():
        raise BuildError(f"Pyodide is missing: run npm ci --ignore-scripts in {root}.")
    pinned = _json(root / "package.json")["dependencies"]["pyodide"]
    found = _json(folder / "package.json")["version"]
    expected = _json(root / "scripts" / "pyodide.json")
    if not pinned == found == expected["version"]:
        raise BuildError(
            f"package.json pins Pyodide {pinned}, node_modules holds {found}, scripts/pyodide.json "
            f"describes {expected['version']}: run npm ci, then python -m scripts.runtime."
        )
    files = {name: (folder / name).read_bytes() for name in ENGINE}
    wrong = [name for name, entry in _entries(files).items() if entry != expected["files"][name]]
    if wrong:
        raise BuildError(
            f"Not what Pyodide {found} published: {', '.join(wrong)}. "
            "Remove node_modules and run npm ci."
        )
    return files


def renew(root: Path = ROOT) -> None:
    """Write down the installed Pyodide's version, sizes and hashes in ``scripts/pyodide.json``."""
    folder = root / "node_modules" / "pyodide"
    files = {name: (folder / name).read_bytes() for name in ENGINE}
    content = {"version": _json(folder / "package.json")["version"], "files": _entries(files)}
    (root / "scripts" / "pyodide.json").write_text(json.dumps(content, indent=2) + "\n")


def _lock(root: Path) -> str:
    """Return the smallest lock file that the pinned Pyodide starts from: no package but itself."""
    info = _json(root / "node_modules" / "pyodide" / "pyodide-lock.json")["info"]
    return json.dumps({"info": info, "packages": {}})


def _license_text(root: Path) -> bytes:
    """Return the licenses of these files only: a new theme must not change their address."""
    return licenses.licenses(root, [licenses.ENGINE]).encode()


# ------------------------------------------------------------------ calc and the library, compiled


def calc_package(root: Path) -> bytes:
    """Return ``calc`` as a zip for the browser: Python compiled, TOML baked to JSON."""
    source = root / "calc"
    files: Files = {}
    for path in sorted(source.rglob("*")):
        place = path.relative_to(source)
        name = f"calc/{place.as_posix()}"
        if {place.as_posix(), place.parent.as_posix()} & (PAGES_ONLY | PYTHON_ONLY):
            continue
        if path.suffix == ".py":
            files[name] = path.read_bytes()
        elif path.suffix == ".toml":
            files[name.removesuffix(".toml") + ".json"] = _baked(path)
    return _compiled(root, files)


def _baked(path: Path) -> bytes:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BuildError(f"{path}: {error}") from error
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def with_standins(root: Path, library: bytes) -> bytes:
    """Return the library with our short stand-ins for modules that only start-up imports.

    Pyodide imports asyncio, inspect, ast, regular expressions, its package loader and more before
    the first line of ours runs, a fifth of all the work of a start; calc needs none of them.
    ``scripts/standins`` mirrors the library. A stand-in that the library no longer has a module
    for is an error.
    """
    folder = root / "scripts" / "standins"
    ours = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.py"))}
    with zipfile.ZipFile(io.BytesIO(library)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    gone = ours.keys() - files.keys()
    if gone:
        raise BuildError(f"Pyodide has no {', '.join(sorted(gone))}: mend scripts/standins.")
    return _zip(files | {name: path.read_bytes() for name, path in ours.items()})


def used_modules(root: Path, package: bytes, library: bytes) -> list[str]:
    """Return the library files that start-up, an answer of every calculator and an error import."""

    def record() -> bytes:
        modules = record_run(root, package, library)["modules"]
        return json.dumps(sorted(_library_names(modules))).encode()

    key = [package, library, json.dumps(questions(root)).encode()]
    names: list[str] = json.loads(
        _cached(root, "Finding what the calculators need of Python", key, record)
    )
    return names


def questions(root: Path) -> list[dict[str, Any]]:
    """Return what every calculator is asked in every language: its defaults, and a shared link."""
    calculators = sorted(path.stem for path in (root / "calc" / "calculators").glob("[!_]*.py"))
    kinds: list[Callable[[str], dict[str, Any]]] = [
        lambda _: {"fields": {}, "edited": None},
        lambda _: {"fields": {}, "part": "matters"},
        lambda _: {"fields": {}, "part": "scenarios", "scenarios": [{"name": "", "fragment": ""}]},
        lambda _: {"fields": {}, "kind": "csv", "link": "", "day": ""},
        lambda _: {"fields": {}, "kind": "xlsx", "link": "", "day": ""},
        lambda name: {"fragment": f"{name.replace('_', '-')}?v=1&x=1"},
    ]
    languages = sorted(path.stem for path in (root / "calc" / "locale").glob("*.toml"))
    return [
        {"calculator": name, "lang": lang, **kind(name)}
        for name in calculators
        for lang in languages
        for kind in kinds
    ]


def record_run(root: Path, package: bytes, library: bytes) -> dict[str, Any]:
    """Ask Pyodide the questions under Node, with this library, and return what it printed."""
    with _archives(package, library) as (archive, whole):
        return _under_node(root, "record.mjs", whole, archive, json.dumps(questions(root)))


@contextmanager
def _archives(package: bytes, library: bytes) -> Iterator[tuple[Path, Path]]:
    """Put both into a folder of their own for a while."""
    with TemporaryDirectory() as name:
        archive, whole = Path(name) / PACKAGE, Path(name) / LIBRARY
        archive.write_bytes(package)
        whole.write_bytes(library)
        yield archive, whole


def _under_node(
    root: Path, script: str, library: Path, package: Path, asked: str, *more: Path
) -> dict[str, Any]:
    """Run one of the scripts that start Pyodide under Node, and return what it printed."""
    given: tuple[str | Path, ...] = (
        root / "node_modules" / "pyodide",
        library,
        package,
        _lock(root),
        asked,
        *more,
    )
    output = _run([_node(), root / "scripts" / script, *given], {})
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    return result


def started_python(root: Path, package: bytes, library: bytes) -> tuple[bytes, bytes]:
    """Return Python's memory after a first answer, and a zip of what it has not imported by then.

    The worker goes on from there, in half the time that a start takes (decision 6).
    ``scripts/snapshot.mjs`` says how the memory is written.
    """
    asked = json.dumps([{"calculator": WARM, "lang": LANGUAGE, "fields": {}, "edited": None}])

    def make() -> bytes:
        with _archives(package, library) as (archive, whole):
            file = archive.with_name(MEMORY)
            modules = _under_node(root, "snapshot.mjs", whole, archive, asked, file)["modules"]
            return _zip({MEMORY: file.read_bytes(), "modules": json.dumps(modules).encode()})

    made = _members(_cached(root, "Starting Python", [package, library, asked.encode()], make))
    imported = {origin.partition(".zip/")[2] for origin in json.loads(made["modules"])}
    files = _members(library) | _members(package)
    left = {name: data for name, data in files.items() if name not in imported}
    return made[MEMORY], _zip(left)


def trimmed_library(root: Path, library: bytes, kept: Iterable[str]) -> bytes:
    """Return the library as a zip of the kept modules only, compiled."""
    with zipfile.ZipFile(io.BytesIO(library)) as archive:
        files = {name: archive.read(name) for name in kept}
    return _compiled(root, files)


def _library_names(origins: Iterable[str]) -> set[str]:
    """Return the names inside the library's zip of the modules that came from it."""
    names = {
        origin.partition(".zip/")[2] for origin in origins if re.match(r"/lib/[^/]+\.zip/", origin)
    }
    return names | {f"encodings/{name}.py" for name in ENCODINGS}


def _compiled(root: Path, files: Files) -> bytes:
    """Return a zip of the files with every module compiled, always the same bytes."""
    source = _zip(files)
    return _cached(root, f"Compiling {len(files)} files", [source], lambda: _compile(source))


def _compile(source: bytes) -> bytes:
    with TemporaryDirectory() as name:
        archive = Path(name) / "files.zip"
        archive.write_bytes(source)
        command = [sys.executable, "-m", "pyodide_cli", "py-compile", "--silent", str(archive)]
        _run(command, COMPILING)
        with zipfile.ZipFile(archive) as compiled:
            return _zip({member: compiled.read(member) for member in compiled.namelist()})


def _zip(files: Files) -> bytes:
    """Return a zip of the files, sorted and without times.

    Its members are compressed, because GitHub Pages sends a zip as it is: stored members would
    cost 2.28 MB on the wire instead of 0.97 MB. Behind a server that compresses zips they would
    save 0.04 MB.
    """
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name)
            member.create_system = 3
            archive.writestr(member, files[name], zipfile.ZIP_DEFLATED, 9)
    return whole.getvalue()


def _members(archive: bytes) -> Files:
    """Return the files of a zip."""
    with zipfile.ZipFile(io.BytesIO(archive)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def _cached(root: Path, task: str, key: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` returns, kept in ``.cache`` for the same key, tools and script."""
    scripts = [root / "scripts" / name for name in ("record.mjs", "snapshot.mjs")]
    tools = [script.read_bytes() for script in (Path(__file__), *scripts)]
    tools += [sys.version.encode(), version("pyodide-build").encode()]
    whole = hashlib.sha256()
    for part in (*tools, *key):
        whole.update(hashlib.sha256(part).digest())
    path = root / ".cache" / "runtime" / whole.hexdigest()[:32]
    if path.exists():
        os.utime(path)
        return path.read_bytes()
    print(f"{task}...", flush=True)
    content = make()
    _save(path, content)
    _forget(path.parent)
    return content


def _forget(folder: Path) -> None:
    """Remove the files of the cache that were not used for longest."""
    # Another build may be at work in the same folder.
    with suppress(FileNotFoundError):
        files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[CACHED_FILES:]:
            path.unlink()


# ------------------------------------------------------------------ our scripts and styles


def theme_files(root: Path) -> Files:
    """Return the site's own scripts and styles as they are written."""
    theme = sorted((root / "docs" / "theme").iterdir())
    return {path.name: path.read_bytes() for path in theme if path.suffix in {".js", ".css"}}


def _small(root: Path, name: str, data: bytes) -> bytes:
    """Return a script or style without what only people read."""
    if name.endswith(".css"):
        without_comments = re.sub(rb"/\*.*?\*/", b"", data, flags=re.DOTALL)
        return re.sub(rb"\s*([{};,]|\s)\s*", rb"\1", without_comments)
    if not name.endswith(".js"):
        return data

    def shorten() -> bytes:
        terser = root / "node_modules" / "terser" / "bin" / "terser"
        with TemporaryDirectory() as folder:
            script = Path(folder) / name
            script.write_bytes(data)
            options = ("--module", "--compress", "--mangle", "--ecma", "2022")
            command: list[str | Path] = [_node(), terser, script, *options]
            return _run(command, {}).encode()

    return _cached(root, f"Shortening {name}", [name.encode(), data], shorten)


def _with_runtime(root: Path, ours: Files, folder: str, engine: Files) -> bytes:
    """Write into the worker where Pyodide's files are, and how long each file is."""
    worker = ours.get("worker.js", b"")
    if worker.count(b'"__RUNTIME__"') != 1:
        raise BuildError(
            'docs/theme/worker.js must hold "__RUNTIME__" once, where its list of files goes.'
        )
    files = {name: (f"../{folder}/{name}", data) for name, data in engine.items()}
    files |= {name: (name, data) for name, data in ours.items()}

    def told(names: Sequence[str]) -> dict[str, Any]:
        chosen = [files[name] for name in names]
        sizes = [{"path": path, "size": len(data)} for path, data in chosen]
        return {"files": sizes, "packed": sum(_packed(root, data) for _, data in chosen)}

    runtime = {
        "folder": f"../{folder}/",
        "lock": json.loads(_lock(root)),
        "size": struct.unpack("<I", gzip.decompress(ours[MEMORY])[:4])[0],
        "started": told([*ENGINE[:-1], MEMORY, REST]),
        "anew": told([LIBRARY, PACKAGE]),
    }
    return worker.replace(b'"__RUNTIME__"', json.dumps(runtime).encode())


def _packed(root: Path, data: bytes) -> int:
    """Return how long a file is on the wire, to 10 kB: what a reader is told while it loads."""

    def measure() -> bytes:
        return str(round(len(gzip.compress(data, 6, mtime=0)), -4)).encode()

    return int(_cached(root, "Measuring a download", [b"packed", data], measure))


# ------------------------------------------------------------------ the build before this one


def carry_previous(folder: Path, address: str) -> None:
    """Add the runtime files of the site now at ``address``, for pages that browsers still hold.

    A page may be cached for ten minutes and asks for the files of its own build. Only one build
    back is kept. A file that cannot be had, or is not what its manifest says, is left out with a
    plain line.
    """
    manifest = _json(folder / "manifest.json")
    live = _live_manifest(address)
    wanted = live["previous"] if live["build"] == manifest["build"] else live["files"]
    for name, entry in sorted(wanted.items()):
        if name in manifest["files"]:
            continue
        data = _fetch(f"{address}runtime/{name}", entry)
        if data is not None:
            _save(folder / name, data)
            manifest["previous"][name] = entry
    _write_manifest(folder, manifest)
    print(f"Kept {len(manifest['previous'])} files of the build before.", flush=True)


def _live_manifest(address: str) -> dict[str, Any]:
    nothing: dict[str, Any] = {"build": "", "files": {}, "previous": {}}
    data = _fetch(f"{address}runtime/manifest.json", None)
    try:
        content = nothing if data is None else json.loads(data)
        checked = {part: _checked(content[part]) for part in ("files", "previous")}
        return {"build": str(content["build"]), **checked}
    except (ValueError, KeyError, TypeError, AttributeError):
        print(f"Not a manifest: {address}runtime/manifest.json", flush=True)
        return nothing


def _checked(entries: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the entries whose names stay inside the runtime's folder."""
    return {
        name: {"size": int(entry["size"]), "sha256": str(entry["sha256"])}
        for name, entry in entries.items()
        if re.fullmatch(r"[0-9a-z][0-9a-z-]*/[0-9a-z_][0-9A-Za-z_.-]*", name)
    }


def _fetch(address: str, entry: Mapping[str, Any] | None) -> bytes | None:
    limit = 1_000_000 if entry is None else entry["size"] + 1
    try:
        with urlopen(address, timeout=SECONDS_TO_ANSWER) as response:  # noqa: S310 - our own site's address
            data: bytes = response.read(limit)
    except (URLError, OSError, ValueError) as error:
        print(f"Not kept, no answer: {address} ({error})", flush=True)
        return None
    if entry is not None and _entries({"": data})[""] != entry:
        print(f"Not kept, not what its manifest says: {address}", flush=True)
        return None
    return data


# ------------------------------------------------------------------ small tools


def _entries(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    return {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    }


def _write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    _save(
        folder / "manifest.json", (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()
    )


def _save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _node() -> str:
    """Return the Node on PATH, where dev.py puts one if need be."""
    found = shutil.which("node")
    if found is None:
        raise BuildError(
            "Node is missing: build with python3 scripts/dev.py build, which sets it up."
        )
    return found


def _run(command: Sequence[str | Path], environment: Mapping[str, str]) -> str:
    """Run a command and return what it printed; its last lines are the reason where it fails."""
    done = subprocess.run(
        command,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()[-15:]
        raise BuildError("\n".join([f"{Path(command[0]).name} failed:", *lines]))
    return done.stdout


if __name__ == "__main__":
    renew()
