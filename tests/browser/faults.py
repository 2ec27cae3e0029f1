"""A server of the built site on which one file goes wrong, in every way a host can."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import NamedTuple, Self

from scripts.server import SiteServer


class Sent(NamedTuple):
    """Hold what the server sends; a length beyond the body's leaves the reader waiting."""

    status: int
    kind: str
    body: bytes
    length: int
    ends: bool = True


type Fault = Callable[[bytes, str], Sent]

FAULTS: dict[str, Fault] = {
    "404": lambda _, __: _page(404),
    "429": lambda _, __: _page(429),
    "HTML with 200": lambda _, __: _page(200),
    "wrong MIME": lambda body, _: Sent(200, "text/html", body, len(body)),
    "truncated": lambda body, kind: Sent(200, kind, body[: len(body) // 2], len(body) // 2),
    "cut off": lambda body, kind: Sent(200, kind, body[: len(body) // 2], len(body)),
    "empty": lambda _, kind: Sent(200, kind, b"", 0),
    "wrong build": lambda body, kind: Sent(200, kind, body + b" 1", len(body) + 2),
    "aborted": lambda _, __: Sent(0, "", b"", 0),
}
STALLS: dict[str, Fault] = {
    "stalled": lambda body, kind: Sent(200, kind, body[: len(body) // 2], len(body), ends=False),
    "never answers": lambda _, __: Sent(0, "", b"", 0, ends=False),
}


def _page(status: int) -> Sent:
    body = b"<!doctype html><title>Not what was asked for</title>"
    return Sent(status, "text/html; charset=utf-8", body, len(body))


class FaultyServer:
    """Serve a site while the ``with`` block runs, with one file at fault until it is mended."""

    def __init__(self, site: SiteServer, name: str, fault: Fault) -> None:
        """Bind a free port."""
        self.site = site
        self.name = name
        self.fault: Fault | None = fault
        self.closing = Event()
        self._server = _Listener(("127.0.0.1", 0), _Handler)
        self._server.faulty = self
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def address(self) -> str:
        """Return the address of the site's home here."""
        return f"http://127.0.0.1:{self._server.server_port}{self.site.scope}"

    def mend(self) -> None:
        """Serve every file as it is from now on."""
        self.fault = None

    def __enter__(self) -> Self:
        """Start answering."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the requests that hang, and stop."""
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    faulty: FaultyServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: browsers hang up on what is at fault."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send what the site would, or what is wrong."""
        assert isinstance(self.server, _Listener)
        faulty = self.server.faulty
        reply = faulty.site.reply(self.path, {})
        kind = reply.headers.get("content-type", "text/plain")
        sent = Sent(reply.status, kind, reply.body, len(reply.body))
        if faulty.fault and self.path.endswith(f"/{faulty.name}"):
            sent = faulty.fault(reply.body, kind)
        if sent.status:
            self.send_response(sent.status)
            self.send_header("content-type", sent.kind)
            self.send_header("content-length", str(sent.length))
            self.send_header("cache-control", "max-age=600")
            self.end_headers()
            self.wfile.write(sent.body)
        if not sent.ends:
            faulty.closing.wait()
        self.close_connection = not sent.status or sent.length != len(sent.body)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""
