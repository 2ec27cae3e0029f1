"""The browser's Python is complete, compiled, trimmed, named for its content, reproducible."""

import hashlib
import importlib.util
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import calc
from calc.answer import answer_json
from scripts import runtime
from scripts.errors import BuildError
from scripts.server import SiteServer
from scripts.site import ROOT

type Entries = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def folder(site_folder: Path) -> Path:
    """Return the runtime's folder in the built site."""
    return site_folder / "runtime"


@pytest.fixture(scope="session")
def manifest(folder: Path) -> dict[str, Any]:
    """Return the built site's manifest."""
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return content


def entry(data: bytes) -> dict[str, Any]:
    """Return what a manifest says of a file."""
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def test_manifest_lists_every_file(folder: Path, manifest: dict[str, Any]) -> None:
    """Every file but the manifest stands in it with its size and hash; none is of another build."""
    found = {
        path.relative_to(folder).as_posix(): entry(path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert manifest["files"] == found
    assert manifest["previous"] == {}
    assert len({name.partition("/")[0] for name in found}) == 2


def test_folders_are_named_for_their_files(folder: Path, manifest: dict[str, Any]) -> None:
    """The folders' names are hashes of what they hold."""
    engine = next(folder.glob("pyodide-*"))
    files = {path.name: path.read_bytes() for path in engine.iterdir()}
    assert engine.name == f"pyodide-{runtime.digest(files)}"
    ours = {path.name: path.read_bytes() for path in (folder / manifest["build"]).iterdir()}
    # No file of ours holds the build id, so the hash is over the very bytes that are published.
    assert manifest["build"] == runtime.digest(ours)
    assert runtime.digest(ours) != runtime.digest({**ours, "site.css": b"another"})


def test_pyodide_is_as_published(folder: Path) -> None:
    """All but the library is byte for byte what npm installed."""
    engine = next(folder.glob("pyodide-*"))
    for name in runtime.ENGINE[:-1]:
        source = ROOT / "node_modules" / "pyodide" / name
        assert (engine / name).read_bytes() == source.read_bytes()
    licenses = (engine / "licenses.txt").read_text()
    assert "Pyodide 0.29.5" in licenses
    assert "CPython 3.13.2" in licenses
    assert "Mozilla Public License Version 2.0" in licenses
    assert "Material" not in licenses, "a new theme would change the address of Pyodide's files"


def test_worker_knows_its_files(folder: Path, manifest: dict[str, Any]) -> None:
    """The worker holds the lock, and the size of each file that it counts while loading."""
    worker = (folder / manifest["build"] / "worker.js").read_text()
    assert "__RUNTIME__" not in worker
    told = re.findall(r'path:"([^"]+)",size:([\d.e]+)', worker)
    for name, size in told:
        path = folder / manifest["build"] / name
        assert path.stat().st_size == float(size)
    assert len(told) == 7
    assert "packages:{}" in worker


@pytest.mark.parametrize("name", ["calc.zip", "python_stdlib.zip", "rest.zip"])
def test_archives_hold_compiled_modules(folder: Path, name: str) -> None:
    """Modules are compiled for this Python, in order, without times; data is JSON."""
    path = next(folder.glob(f"*/{name}"))
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {Path(member).suffix for member in names} <= {".pyc", ".json"}
        for member in names:
            if member.endswith(".pyc"):
                assert archive.read(member)[:4] == importlib.util.MAGIC_NUMBER, member


def test_package_holds_every_data_file(folder: Path) -> None:
    """Each TOML file that a calculator needs is there as JSON, modules without docstrings."""
    with zipfile.ZipFile(next(folder.glob("*/calc.zip"))) as archive:
        names = set(archive.namelist())
        assert str(calc.__doc__).encode() not in archive.read("calc/__init__.pyc")
    for path in (ROOT / "calc").rglob("*.toml"):
        name = path.relative_to(ROOT).with_suffix(".json").as_posix()
        place = path.relative_to(ROOT / "calc")
        left_out = place.as_posix() in runtime.PAGES_ONLY or "command" in place.parts
        assert (name in names) != left_out
    assert "calc/answer.pyc" in names


def test_package_leaves_out_what_is_for_python_only(folder: Path) -> None:
    """The modules and words exist, and the reader of a page need not load them."""
    with zipfile.ZipFile(next(folder.glob("*/calc.zip"))) as archive:
        shipped = "\n".join(archive.namelist())
    for name in runtime.PYTHON_ONLY:
        assert (ROOT / "calc" / name).exists()
        assert f"calc/{name.removesuffix('.py')}" not in shipped


def test_trimmed_python_answers_as_cpython(folder: Path) -> None:
    """The trimmed library answers every calculator in every language, and can say what broke."""
    package = next(folder.glob("*/calc.zip")).read_bytes()
    library = next(folder.glob("pyodide-*/python_stdlib.zip")).read_bytes()
    found = runtime.record_run(ROOT, package, library)
    asked = runtime.questions(ROOT)
    assert asked
    assert found["answers"] == [answer_json(json.dumps(question)) for question in asked]
    assert "KeyError: 'calculator'" in found["raised"]


def test_memory_is_the_same_whenever_it_is_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No time and no chance of the build is in it; what it does not hold is sent beside it."""
    monkeypatch.setattr(runtime, "_cached", lambda _root, _task, _key, make: make())
    package = next(folder.glob("*/calc.zip")).read_bytes()
    library = next(folder.glob("pyodide-*/python_stdlib.zip")).read_bytes()
    memory, rest = runtime.started_python(ROOT, package, library)
    assert memory == next(folder.glob("*/memory.bin")).read_bytes()
    assert rest == next(folder.glob("*/rest.zip")).read_bytes()
    left = set(runtime._members(rest))
    assert left < set(runtime._members(package)) | set(runtime._members(library))
    assert "calc/answer.pyc" not in left
    assert f"calc/calculators/{runtime.WARM}.pyc" not in left
    assert {"calc/calculators/staffing.pyc", "calc/locale/en.json", "calc/locale/ms.json"} < left


def test_stand_ins_are_short_and_take_the_place_of_what_only_start_up_needs(folder: Path) -> None:
    """Each is in the library that is sent, and nothing that the real one imported came with it."""
    with zipfile.ZipFile(next(folder.glob("pyodide-*/python_stdlib.zip"))) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
    for path in (ROOT / "scripts" / "standins").rglob("*.py"):
        name = path.relative_to(ROOT / "scripts" / "standins").with_suffix(".pyc").as_posix()
        assert sizes[name] < 4_000, name
    heavy = {"ast", "contextvars", "dis", "enum", "pathlib/_local", "re/__init__", "tokenize"}
    assert not {f"{name}.pyc" for name in heavy} & sizes.keys()


def test_a_stand_in_for_nothing_is_refused(project: Path) -> None:
    """A module that Pyodide no longer has must not stay behind unnoticed."""
    (project / "scripts" / "standins" / "gone.py").write_text("")
    with pytest.raises(BuildError, match=r"Pyodide has no gone\.py"):
        runtime.with_standins(project, runtime.read_engine(ROOT)[runtime.LIBRARY])


def test_cache_forgets_the_oldest(tmp_path: Path) -> None:
    """The cache keeps a limited number of files."""
    for number in range(runtime.CACHED_FILES + 3):
        (tmp_path / str(number)).write_bytes(b"")
    runtime._forget(tmp_path)
    assert len(list(tmp_path.iterdir())) == runtime.CACHED_FILES


# ------------------------------------------------------------------ what stops it


def _own_pyodide(project: Path) -> Path:
    """Give the copy its own Pyodide, with the small files real and the rest linked."""
    (project / "node_modules").unlink()
    folder = project / "node_modules" / "pyodide"
    folder.mkdir(parents=True)
    for source in (ROOT / "node_modules" / "pyodide").iterdir():
        if source.name in {"package.json", "pyodide.mjs"}:
            shutil.copy(source, folder)
        else:
            (folder / source.name).symlink_to(source)
    return folder


def _another_version(project: Path) -> None:
    path = _own_pyodide(project) / "package.json"
    path.write_text(path.read_text().replace('"version": "', '"version": "9'))


def _another_file(project: Path) -> None:
    (_own_pyodide(project) / "pyodide.mjs").write_text("export {};\n")


def _no_pyodide(project: Path) -> None:
    (project / "node_modules").unlink()


def _bad_toml(project: Path) -> None:
    (project / "calc" / "data" / "rates.toml").write_text("[[rate\n")


def _bad_python(project: Path) -> None:
    (project / "calc" / "rates.py").write_text("def broken(:\n")


def _raising_python(project: Path) -> None:
    (project / "calc" / "answer.py").write_text("1 / 0\n")


def _no_place_in_worker(project: Path) -> None:
    (project / "docs" / "theme" / "worker.js").write_text("export {};\n")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_another_version, r"pins Pyodide 0\.29\.5, node_modules holds 90\.29\.5"),
        (_another_file, r"Not what Pyodide 0\.29\.5 published: pyodide\.mjs"),
        (_no_pyodide, "Pyodide is missing: run npm ci"),
        (_bad_toml, r"rates\.toml: "),
        (_bad_python, "SyntaxError"),
        (_raising_python, "ZeroDivisionError"),
        (_no_place_in_worker, r"worker\.js must hold"),
    ],
)
def test_build_says_what_is_wrong(project: Path, spoil: Callable[[Path], None], said: str) -> None:
    """A wrong, missing or broken part stops the build with the reason."""
    spoil(project)
    with pytest.raises(BuildError, match=said):
        runtime.write(project / "out", project)


def test_missing_node_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Node the build says how to get it."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BuildError, match="Node is missing"):
        runtime._node()


def test_committed_hashes_can_be_renewed(project: Path) -> None:
    """Renewing writes down the installed Pyodide: here, what is committed."""
    path = project / "scripts" / "pyodide.json"
    path.unlink()
    runtime.renew(project)
    assert path.read_bytes() == (ROOT / "scripts" / "pyodide.json").read_bytes()


# ------------------------------------------------------------------ scripts and styles


def test_scripts_and_styles_are_published_without_comments(
    folder: Path, manifest: dict[str, Any]
) -> None:
    """What only people read stays in the sources, and a script is smaller than it was written."""
    for name, written in runtime.theme_files(ROOT).items():
        published = (folder / manifest["build"] / name).read_bytes()
        assert b"/*" in written
        assert b"/*" not in published, name
        assert len(published) < len(written) * 0.95


# ------------------------------------------------------------------ the build before


def _runtime(folder: Path, build: str, files: dict[str, bytes], previous: Entries) -> Path:
    """Write a small runtime folder by hand."""
    folder.mkdir(parents=True)
    entries = {}
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        entries[name] = entry(data)
    content = {"build": build, "files": entries, "previous": previous}
    (folder / "manifest.json").write_text(json.dumps(content))
    return folder


def _carried(folder: Path, address: str) -> Entries:
    runtime.carry_previous(folder, address)
    content: dict[str, Entries] = json.loads((folder / "manifest.json").read_text())
    return content["previous"]


def test_one_build_back_is_kept(tmp_path: Path) -> None:
    """The files of the build before are kept, those two builds back are not."""
    shared = {"pyodide-1/a.wasm": b"same"}
    two = {"zero/old.js": entry(b"0")}
    live = _runtime(tmp_path / "live" / "runtime", "one", {"one/site.js": b"1", **shared}, two)
    new = _runtime(tmp_path / "new", "two", {"two/site.js": b"2", **shared}, {})
    with SiteServer(live.parent) as server:
        assert _carried(new, server.address) == {"one/site.js": entry(b"1")}
    assert (new / "one" / "site.js").read_bytes() == b"1"
    assert not (new / "zero").exists()


def test_same_build_again_keeps_what_it_kept(tmp_path: Path) -> None:
    """Publishing the same build again keeps the one before it."""
    files = {"two/site.js": b"2"}
    live = _runtime(tmp_path / "live" / "runtime", "two", files, {"one/site.js": entry(b"1")})
    (live / "one").mkdir()
    (live / "one" / "site.js").write_bytes(b"1")
    new = _runtime(tmp_path / "new", "two", files, {})
    with SiteServer(live.parent) as server:
        assert _carried(new, server.address) == {"one/site.js": entry(b"1")}


def test_wrong_missing_and_hostile_files_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is not what its manifest says is left out with a plain line, as is a path out."""
    files = {"one/good.js": b"1", "one/bad.js": b"1", "one/long.js": b"1", "one/gone.js": b"1"}
    live = _runtime(tmp_path / "live" / "runtime", "one", files, {})
    (live / "one" / "bad.js").write_bytes(b"2")
    (live / "one" / "long.js").write_bytes(b"11")
    (live / "one" / "gone.js").unlink()
    content = json.loads((live / "manifest.json").read_text())
    content["files"] |= {"../../x": entry(b"1"), "one/..": entry(b"1"), "/etc/x": entry(b"1")}
    (live / "manifest.json").write_text(json.dumps(content))
    new = _runtime(tmp_path / "new", "two", {"two/site.js": b"2"}, {})
    with SiteServer(live.parent) as server:
        assert _carried(new, server.address) == {"one/good.js": entry(b"1")}
    said = capsys.readouterr().out
    assert said.count("not what its manifest says") == 2
    assert "Not kept, no answer" in said
    assert "Kept 1 files of the build before." in said


@pytest.mark.parametrize("text", ["<html>", "[]", '{"files": {}}', '{"files": [], "previous": {}}'])
def test_other_manifest_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """What is no manifest of ours is said, and the build goes on."""
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime" / "manifest.json").write_text(text)
    new = _runtime(tmp_path / "new", "two", {}, {})
    with SiteServer(tmp_path) as server:
        assert _carried(new, server.address) == {}
    assert "Not a manifest" in capsys.readouterr().out


def test_unreachable_site_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first build of all, or one without a network, goes on without a build before."""
    new = _runtime(tmp_path / "new", "two", {}, {})
    server = SiteServer(tmp_path)
    server.close()
    assert _carried(new, server.address) == {}
    assert "Not kept, no answer" in capsys.readouterr().out
