"""The loopback server answers as GitHub Pages would."""

import gzip
import http.client
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.server import LiveServer, SiteServer

type Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small site."""
    pages = {
        "index.html": "<body>home</body>",
        "404.html": "<body>missing</body>",
        "costs/index.html": "<body>costs</body>",
        "site.css": "p{}" * 400,
        "library.zip": "z" * 400,
        "data.unknown": "?",
    }
    for name, text in pages.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[SiteServer]:
    """Serve the small site under a project path."""
    with SiteServer(folder, "/guide/") as running:
        yield running


def get(server: SiteServer, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask the server and return status, headers and body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=sent)
    response = connection.getresponse()
    answer = response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    connection.close()
    return answer


def test_address_is_known_before_start(folder: Path) -> None:
    """The port is bound at once, so that a site can be built for its address."""
    server = SiteServer(folder, "/guide/")
    assert server.address == f"http://127.0.0.1:{server.port}/guide/"
    with pytest.raises(OSError, match="in use"):
        SiteServer(folder, port=server.port)
    server.close()


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/guide/", 200, b"<body>home</body>"),
        ("/guide/?h=cost", 200, b"<body>home</body>"),
        ("/guide/costs/", 200, b"<body>costs</body>"),
        ("/guide/nothing/", 404, b"<body>missing</body>"),
        ("/guide/c%6Fsts/index.html", 200, b"<body>costs</body>"),
        ("/elsewhere/", 404, b"<body>missing</body>"),
        ("/guide/../guide/site.css", 404, b"<body>missing</body>"),
        ("/guide/%2e%2e/guide/", 404, b"<body>missing</body>"),
        ("/guide/%00", 404, b"<body>missing</body>"),
    ],
)
def test_paths(server: SiteServer, path: str, status: int, body: bytes) -> None:
    """A folder answers with its index; what is not there, or outside, with the 404 page."""
    answer = get(server, path)
    assert (answer[0], answer[2]) == (status, body)


def test_missing_without_a_page(server: SiteServer, folder: Path) -> None:
    """A site without a 404 page still says in plain text that there is nothing."""
    (folder / "404.html").unlink()
    assert get(server, "/guide/nothing")[::2] == (404, b"Not found\n")


@pytest.mark.parametrize("path", ["/guide", "/guide/costs"])
def test_folder_without_slash_moves(server: SiteServer, path: str) -> None:
    """An address without its closing slash leads to the one with it."""
    status, headers, _ = get(server, path)
    assert (status, headers["location"]) == (301, f"{path}/")


@pytest.mark.parametrize(
    ("name", "kind", "packed"),
    [
        ("site.css", "text/css; charset=utf-8", True),
        ("library.zip", "application/zip", False),
        ("data.unknown", "application/octet-stream", False),
    ],
)
def test_types_and_compression(server: SiteServer, name: str, kind: str, *, packed: bool) -> None:
    """Text is compressed for a browser that can read it; a zip goes out as it is."""
    plain = get(server, f"/guide/{name}")
    sent = get(server, f"/guide/{name}", accept_encoding="br, gzip")
    assert plain[1]["content-type"] == sent[1]["content-type"] == kind
    assert "content-encoding" not in plain[1]
    assert (sent[1].get("content-encoding") == "gzip") is packed
    assert (gzip.decompress(sent[2]) if packed else sent[2]) == plain[2]
    assert sent[1]["cache-control"] == "max-age=600"


def test_unchanged_file_is_not_sent_again(server: SiteServer) -> None:
    """The tag decides, then the date; a date that cannot be read counts as none."""
    _, headers, _ = get(server, "/guide/site.css", accept_encoding="gzip")
    tag, date = headers["etag"], headers["last-modified"]
    assert tag.startswith('W/"')
    answer = get(server, "/guide/site.css", accept_encoding="gzip", if_none_match=tag)
    assert (answer[0], answer[2]) == (304, b"")
    assert get(server, "/guide/site.css", if_none_match='"other"', if_modified_since=date)[0] == 200
    assert get(server, "/guide/site.css", if_modified_since=date)[0] == 304
    assert get(server, "/guide/site.css", if_modified_since="yesterday")[0] == 200


def test_changed_file_is_read_again(server: SiteServer, folder: Path) -> None:
    """A file is read once and kept, until its time changes."""
    path = folder / "index.html"
    before = path.stat().st_mtime
    assert get(server, "/guide/")[2] == b"<body>home</body>"
    path.write_text("<body>new</body>")
    os.utime(path, (before + 5, before + 5))
    assert get(server, "/guide/")[2] == b"<body>new</body>"


def test_head_has_no_body(server: SiteServer) -> None:
    """HEAD tells the length without the body."""
    status, headers, body = get(server, "/guide/", "HEAD")
    assert (status, headers["content-length"], body) == (200, "17", b"")


def test_connection_is_kept_and_may_break(server: SiteServer) -> None:
    """One connection serves many questions; a browser that leaves is no error."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    for _ in range(3):
        connection.request("GET", "/guide/")
        assert connection.getresponse().read() == b"<body>home</body>"
    connection.close()
    server._server.handle_error(None, None)
    assert get(server, "/guide/")[0] == 200


def test_live_pages_load_the_script_that_reloads_them(folder: Path) -> None:
    """A page under work gets a script file, and nothing is cached; other files are as they are."""
    with LiveServer(folder, "/guide/") as server:
        status, headers, body = get(server, "/guide/")
        assert (status, headers["cache-control"]) == (200, "no-store")
        assert b'home<script type="module" src="/guide/reload.js?0"></script></body>' in body
        assert get(server, "/guide/site.css")[2] == b"p{}" * 400
        status, headers, body = get(server, "/guide/reload.js?0")
        assert headers["content-type"].startswith("application/javascript")
        assert b"EventSource" in body


def test_live_pages_are_told_of_the_next_build(folder: Path) -> None:
    """The long question is answered when another build is shown, and at the end without a word."""
    answers: list[bytes] = []
    with LiveServer(folder, "/guide/") as server:
        waiting = threading.Thread(target=lambda: answers.append(get(server, "/guide/reload?0")[2]))
        waiting.start()
        server.show(folder)
        waiting.join(20)
        assert get(server, "/guide/reload?0")[2] == b"data: new\n\n"
        last = threading.Thread(
            target=lambda: answers.append(server.reply("/guide/reload?1", {})[2])
        )
        last.start()
    last.join(20)
    assert answers == [b"data: new\n\n", b""]
