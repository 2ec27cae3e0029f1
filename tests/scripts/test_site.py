"""One command builds the whole site or serves it; what fails says why and leaves the old site."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from scripts import site
from scripts.errors import BuildError
from scripts.server import SiteServer
from scripts.site import ROOT, Serving

ADDRESS = "https://owner.github.io/repo/"


def read(address: str) -> str:
    """Return what a loopback address answers."""
    with urlopen(address, timeout=20) as response:  # noqa: S310 - loopback
        text: str = response.read().decode()
    return text


# ------------------------------------------------------------------ settings


@pytest.mark.parametrize(
    ("address", "repository", "expected"),
    [
        (
            ADDRESS,
            "owner/repo",
            {
                "SITE_URL": ADDRESS,
                "SITE_URL_EN": f"{ADDRESS}en/",
                "SITE_ORIGIN": "https://owner.github.io",
                "SITE_SCOPE": "/repo/",
                "REPOSITORY": "https://github.com/owner/repo",
                "EDIT_MS": "https://github.com/owner/repo/edit/main/docs/ms/{path}",
                "EDIT_EN": "https://github.com/owner/repo/edit/main/docs/en/{path}",
            },
        ),
        (
            "http://127.0.0.1:8000",
            "",
            {
                "SITE_URL": "http://127.0.0.1:8000/",
                "SITE_URL_EN": "http://127.0.0.1:8000/en/",
                "SITE_ORIGIN": "http://127.0.0.1:8000",
                "SITE_SCOPE": "/",
                "REPOSITORY": "",
                "EDIT_MS": "",
                "EDIT_EN": "",
            },
        ),
    ],
)
def test_settings(address: str, repository: str, expected: dict[str, str]) -> None:
    """All that the MkDocs files read follows from one address; origin and scope make it up."""
    found = site.settings(address, repository, ["ms", "en"])
    assert found == expected
    assert found["SITE_ORIGIN"] + found["SITE_SCOPE"] == found["SITE_URL"]


def test_repository_may_be_an_address() -> None:
    """A repository on another host is given by its whole address."""
    found = site.settings(ADDRESS, "https://example.org/a/b/", ["ms"])
    assert found["EDIT_MS"] == "https://example.org/a/b/edit/main/docs/ms/{path}"


@pytest.mark.parametrize("address", ["owner.github.io", "ftp://x/", "https:///x", "https://x/?a=1"])
def test_address_must_be_one(address: str) -> None:
    """A text that is no address is refused in a plain sentence."""
    with pytest.raises(BuildError, match="must be an address such as"):
        site.settings(address, "", [])


def test_languages_follow_the_files(tmp_path: Path) -> None:
    """A language is a small MkDocs file; Malay is the one at the root."""
    for name in ("mkdocs.yml", "mkdocs.en.yml", "mkdocs.id.yml"):
        (tmp_path / name).touch()
    assert site.languages(tmp_path) == {"ms": "", "en": "en/", "id": "id/"}


def test_both_languages_have_the_same_pages_in_order() -> None:
    """Both navigations name the same files in the same order."""
    navigations = [
        re.findall(r"[\w/.-]+\.md", (ROOT / name).read_text().partition("\nnav:")[2])
        for name in ("mkdocs.yml", "mkdocs.en.yml")
    ]
    assert navigations[0] == navigations[1]
    assert navigations[0][0] == "index.md"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (["docs/ms/index.md"], {"ms"}),
        (["docs/shared/en/estimate.md"], {"en"}),
        (["docs/ms/index.md", "docs/en/index.md"], {"ms", "en"}),
        (["docs/theme/site.css", "docs/theme/worker.js"], set()),
        (["docs/theme/main.html"], {"ms", "en"}),
        (["docs/theme/partials/languages/ms.html"], {"ms", "en"}),
        (["calc/data/rates.toml"], {"ms", "en"}),
        (["mkdocs.yml"], {"ms", "en"}),
    ],
)
def test_only_the_changed_language_is_built(changed: list[str], expected: set[str]) -> None:
    """A page concerns its language only, a script of the theme none, all else every language."""
    assert site.affected(ROOT, [ROOT / name for name in changed]) == expected


# ------------------------------------------------------------------ build


def test_same_bytes_elsewhere(
    project: Path, site_folder: Path, site_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a cache, in another folder, time zone and hash seed, every byte is the same."""
    (project / ".cache" / "runtime").unlink()
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("TZ", "Asia/Kuala_Lumpur")
    site.build(project / "site", site_address, root=project)
    assert _contents(project / "site") == _contents(site_folder)


def _contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_failed_build_keeps_the_old_site(project: Path, tmp_path: Path) -> None:
    """A broken link stops the build with its line, and the site before stays as it was."""
    destination = tmp_path / "site"
    destination.mkdir()
    (destination / "index.html").write_text("before")
    page = project / "docs" / "en" / "index.md"
    page.write_text(page.read_text() + "\n[gone](gone.md)\n")
    with pytest.raises(BuildError, match=r"(?s)refused the pages in docs/en:.*gone\.md"):
        site.build(destination, ADDRESS, root=project)
    assert (destination / "index.html").read_text() == "before"


def test_new_site_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """The old site goes only when the new one is there; a stop between the two is mended."""
    destination, old, new = tmp_path / "site", tmp_path / "old", tmp_path / "new"
    old.mkdir()
    (old / "index.html").write_text("before")
    site._mend(destination, old)
    assert (destination / "index.html").read_text() == "before"
    new.mkdir()
    (new / "index.html").write_text("after")
    site._swap(new, destination, old)
    assert (destination / "index.html").read_text() == "after"
    assert not old.exists()


def test_previous_runtime_is_carried(
    project: Path,
    tmp_path: Path,
    site_folder: Path,
    site_address: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A build for a live address carries the live site's runtime along."""
    style = project / "docs" / "theme" / "site.css"
    style.write_text(style.read_text() + "\np { color: red; }\n")
    site.build(tmp_path / "site", site_address, root=project, keep_previous=True)
    live = {path.name for path in (site_folder / "runtime").iterdir()}
    both = {path.name for path in (tmp_path / "site" / "runtime").iterdir()}
    assert live < both
    assert len(both) == len(live) + 1
    assert "files of the build before." in capsys.readouterr().out


# ------------------------------------------------------------------ serve


@pytest.fixture
def serving(project: Path) -> Iterator[Serving]:
    """Serve a copy of the project under a project path."""
    running = site.serve(0, ADDRESS, root=project)
    yield running
    running.close()


def test_edits_are_served(
    serving: Serving, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An edit of a page is built and served, a failing one keeps the site before and says why."""
    address = serving.server.address
    assert address.endswith("/repo/")
    before = serving.server.folder
    serving.step()
    assert serving.server.folder == before
    page = project / "docs" / "ms" / "index.md"
    good = page.read_text()
    page.write_text(good + "\nAyat baharu.\n")
    serving.step()
    assert "Ayat baharu." in read(address)
    assert 'reload.js?2"' in read(address)
    assert "Changed: docs/ms/index.md. Built again in" in capsys.readouterr().out
    assert not before.exists()
    page.write_text(good + "\n[gone](gone.md)\n")
    serving.step()
    assert "Ayat baharu." in read(address)
    assert "The site before is kept" in capsys.readouterr().out
    # The language that failed is due until it can be built, whatever else changes.
    assert serving._due == {"ms"}
    style = project / "docs" / "theme" / "site.css"
    style.write_text(style.read_text() + "\n.new { color: red; }\n")
    page.write_text(good)
    serving.step()
    found = re.search(r'href="/repo/(runtime/[0-9a-f]{12}/site\.css)"', read(address))
    assert found
    assert ".new{color: red;}" in read(address + found[1])


def test_watching_ends_when_told(serving: Serving, project: Path) -> None:
    """Watching sees an edit by itself; told to stop it frees the port and removes what it built."""
    watching = threading.Thread(target=serving.watch)
    watching.start()
    seen = serving.server._build
    with serving.server._changed:
        (project / "docs" / "theme" / "site.css").write_text(".watched {}\n")
        assert serving.server._changed.wait_for(lambda: serving.server._build != seen, timeout=30)
    serving.stop.set()
    watching.join(30)
    assert not serving.workshop.folder.exists()
    SiteServer(project, port=serving.server.port).close()


def test_first_build_may_fail(project: Path) -> None:
    """A site that cannot be built is not served, and its port is free again."""
    (project / "docs" / "theme" / "worker.js").write_text("export {};\n")
    with pytest.raises(BuildError, match=r"worker\.js"):
        site.serve(0, ADDRESS, root=project)
    assert not list((project / ".cache" / "serve").iterdir())


def test_files_that_vanish_are_no_trouble(project: Path) -> None:
    """A file that an editor moves away between two looks is left out; caches are not looked at."""
    (project / "docs" / "ms" / "lost.md").symlink_to(project / "nowhere")
    (project / "calc" / "__pycache__").mkdir(exist_ok=True)
    (project / "calc" / "__pycache__" / "x.pyc").touch()
    names = {path.name for path in site.look(project)}
    assert {"index.md", "rates.toml", "site.py", "mkdocs.en.yml"} <= names
    assert not names & {"lost.md", "x.pyc", "__pycache__", "costs"}


# ------------------------------------------------------------------ command line


class Interrupted(dict[str, str]):
    """An environment in which the reader presses Ctrl-C at once."""

    def get(self, *_: object) -> str:
        """Interrupt whoever asks."""
        raise KeyboardInterrupt


@pytest.mark.parametrize(("command", "status"), [("build", 130), ("serve", 0)])
def test_interrupt_is_no_traceback(command: str, status: int) -> None:
    """Ctrl-C ends a command without a traceback."""
    assert site.main([command], Interrupted()) == status


def test_port_in_use_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that is taken, or is none, ends in a plain sentence."""
    server = SiteServer(tmp_path)
    assert site.main(["serve", "--port", str(server.port)], {}) == 1
    assert f"Port {server.port} cannot be used" in capsys.readouterr().err
    server.close()
    assert site.main(["serve", "--port", "70000"], {}) == 1
    assert "Port 70000 cannot be used" in capsys.readouterr().err


def test_build_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command builds for the address and repository in the environment and says where."""
    destination = tmp_path / "out" / "site"
    given = {"SITE_URL": ADDRESS, "REPOSITORY": "owner/repo"}
    assert site.main(["build", str(destination)], given) == 0
    assert f"Built {destination} for {ADDRESS}" in capsys.readouterr().out
    text = (destination / "en" / "costs" / "location" / "index.html").read_text()
    assert 'href="https://github.com/owner/repo/edit/main/docs/en/costs/location.md"' in text
    assert 'href="/repo/runtime/' in text
    # Nothing is left but the site.
    assert {path.name for path in destination.parent.iterdir()} == {".cache", "site"}
    assert not list((destination.parent / ".cache").iterdir())


def test_wrong_address_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An address that is none ends in a plain sentence."""
    assert site.main(["build", str(tmp_path / "site")], {"SITE_URL": "nowhere"}) == 1
    assert "SITE_URL is 'nowhere'" in capsys.readouterr().err


def test_serve_as_a_program_ends_cleanly() -> None:
    """The program says its address in one line and ends by Ctrl-C with nothing left to say."""
    environment = {**os.environ, "SITE_URL": ""}
    command = [sys.executable, "-m", "scripts.site", "serve", "--port", "0"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout
        line = next(line for line in program.stdout if line.startswith("Serving "))
        assert "Halaman" in read(f"{line.split()[1]}404.html")
        program.send_signal(signal.SIGINT)
        said = program.communicate(timeout=30)
    assert (program.returncode, said) == (0, ("", ""))
