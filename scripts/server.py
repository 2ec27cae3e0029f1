"""Serve a built site on loopback as GitHub Pages would: scope, types, gzip, caching, 404 page."""

import gzip
import hashlib
import threading
from collections.abc import Callable, Mapping
from email.utils import formatdate, parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, cast
from urllib.parse import unquote, urlsplit

MAX_AGE = 600
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "application/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".mjs": "application/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
# The types that GitHub Pages compresses on the fly; a zip goes out as it is.
COMPRESSED = frozenset({".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".xml"})


class Reply(NamedTuple):
    """What is sent back: a status, headers and a body."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = b""


class File(NamedTuple):
    """One file of the site in memory, with its compressed form where it has one."""

    kind: str
    modified: float
    tag: str
    plain: bytes
    packed: bytes | None


class SiteServer:
    """Serve a folder under a scope on a loopback port while the ``with`` block runs.

    The port is bound at once (0 = any free one), so the address is known before the site is built.
    """

    def __init__(self, folder: Path, scope: str = "/", port: int = 0) -> None:
        """Bind the port; raise OSError where it is taken."""
        self.folder = folder
        self.scope = scope
        self._files: dict[Path, File] = {}
        self._thread: threading.Thread | None = None
        self._server = _Listener(("127.0.0.1", port), _Handler)
        self._server.site = self

    @property
    def port(self) -> int:
        """Return the port bound."""
        return self._server.server_port

    @property
    def address(self) -> str:
        """Return the address of the site's home."""
        return f"http://127.0.0.1:{self.port}{self.scope}"

    def __enter__(self) -> Self:
        """Start answering."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop answering and free the port."""
        self.close()

    def start(self) -> None:
        """Start answering, in a thread that does not outlive the program."""
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop answering and free the port."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def reply(self, target: str, headers: Mapping[str, str]) -> Reply:
        """Answer a GET of ``target``, the path and query as the browser sent them."""
        path = unquote(urlsplit(target).path)
        inside = path.startswith(self.scope)
        found = self._locate(path.removeprefix(self.scope)) if inside else None
        if path + "/" == self.scope or (found is not None and found.is_dir()):
            return Reply(HTTPStatus.MOVED_PERMANENTLY, {"location": urlsplit(target).path + "/"})
        if found is None:
            return self._missing(headers)
        return self._send(HTTPStatus.OK, self._load(found), headers)

    def _locate(self, name: str) -> Path | None:
        """Return the file meant, a folder where the closing slash is missing, or None."""
        parts = name.split("/")
        if ".." in parts or "\0" in name:
            return None
        path = self.folder / name / "index.html" if parts[-1] == "" else self.folder / name
        return path if path.exists() else None

    def _missing(self, headers: Mapping[str, str]) -> Reply:
        page = self.folder / "404.html"
        if page.exists():
            return self._send(HTTPStatus.NOT_FOUND, self._load(page), headers)
        return Reply(HTTPStatus.NOT_FOUND, {"content-type": TYPES[".txt"]}, b"Not found\n")

    def _load(self, path: Path) -> File:
        """Read a file once, and again only when it has changed."""
        modified = path.stat().st_mtime
        known = self._files.get(path)
        if known is None or known.modified != modified:
            known = self._files[path] = _read(path, modified, self.transform)
        return known

    def transform(self, _kind: str, content: bytes) -> bytes:
        """Return what is sent for a file's content: here, the content."""
        return content

    @staticmethod
    def _send(status: HTTPStatus, file: File, headers: Mapping[str, str]) -> Reply:
        packed = file.packed if "gzip" in headers.get("accept-encoding", "") else None
        tag = f'W/"{file.tag}"' if packed is not None else f'"{file.tag}"'
        sent = {
            "content-type": TYPES.get(file.kind, "application/octet-stream"),
            "cache-control": f"max-age={MAX_AGE}",
            "etag": tag,
            "last-modified": formatdate(file.modified, usegmt=True),
            "access-control-allow-origin": "*",
            "vary": "Accept-Encoding",
        }
        if status == HTTPStatus.OK and _unchanged(file, headers):
            return Reply(HTTPStatus.NOT_MODIFIED, sent)
        if packed is not None:
            sent["content-encoding"] = "gzip"
        return Reply(status, sent, file.plain if packed is None else packed)


class LiveServer(SiteServer):
    """Serve a site under work: every page loads a script that reloads it after the next build."""

    def __init__(self, folder: Path, scope: str = "/", port: int = 0) -> None:
        """Bind the port; ``folder`` may still be empty."""
        super().__init__(folder, scope, port)
        self._changed = threading.Condition()
        self._build = 0
        self._closed = False

    def show(self, folder: Path) -> None:
        """Serve another folder from now on and reload the open pages."""
        with self._changed:
            self.folder = folder
            self._files.clear()
            self._build += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Let the waiting pages go, stop answering and free the port."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        super().close()

    def transform(self, _kind: str, content: bytes) -> bytes:
        """Add the script to a page: a file, because the pages' policy forbids inline scripts."""
        if _kind != ".html":
            return content
        source = f"{self.scope}reload.js?{self._build}"
        script = f'<script type="module" src="{source}"></script></body>'
        return content.replace(b"</body>", script.encode())

    def reply(self, target: str, headers: Mapping[str, str]) -> Reply:
        """Answer the script and its long question, and all else as a site does."""
        parts = urlsplit(target)
        live = {"cache-control": "no-store"}
        if parts.path == f"{self.scope}reload.js":
            return Reply(HTTPStatus.OK, {**live, "content-type": TYPES[".js"]}, self._script)
        if parts.path == f"{self.scope}reload":
            said = self._wait(parts.query)
            return Reply(HTTPStatus.OK, {**live, "content-type": "text/event-stream"}, said)
        answer = super().reply(target, headers)
        return answer._replace(headers={**answer.headers, **live})

    @cached_property
    def _script(self) -> bytes:
        return (Path(__file__).parent / "reload.js").read_bytes()

    def _wait(self, seen: str) -> bytes:
        """Return an event as soon as another build than the one seen is shown."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or seen != str(self._build))
            return b"" if self._closed else b"data: new\n\n"


class _Listener(ThreadingHTTPServer):
    """Answer each connection in a thread that does not outlive the program."""

    daemon_threads = True
    block_on_close = False
    # Many module workers and pages open at once must not be refused.
    request_queue_size = 128
    site: SiteServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away in the middle of an answer."""


class _Handler(BaseHTTPRequestHandler):
    """Speak HTTP/1.1 with connections kept open."""

    protocol_version = "HTTP/1.1"
    # Headers and body are two packets, and the second must not wait for the first to be confirmed.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Send the answer with its body."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Send the answer without its body."""
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = cast("_Listener", self.server).site.reply(self.path, headers)
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        if body:
            self.wfile.write(reply.body)


def _read(path: Path, modified: float, transform: Callable[[str, bytes], bytes]) -> File:
    kind = path.suffix
    plain = transform(kind, path.read_bytes())
    packed = gzip.compress(plain, 6, mtime=0) if kind in COMPRESSED else None
    return File(kind, modified, hashlib.sha256(plain).hexdigest()[:16], plain, packed)


def _unchanged(file: File, headers: Mapping[str, str]) -> bool:
    """Tell whether the browser's copy is still good; the tag decides before the date."""
    if "if-none-match" in headers:
        return file.tag in headers["if-none-match"]
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return int(file.modified) <= parsedate_to_datetime(since).timestamp()
    except ValueError:
        return False
