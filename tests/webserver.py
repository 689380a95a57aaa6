"""A real web server on the loopback interface whose pages misbehave as they are told to."""

import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[["Handler"], None]


@dataclass(slots=True)
class Visit:
    """One request as the server saw it; times are of the monotonic clock."""

    path: str
    headers: Mapping[str, str]
    began: float
    ended: float = math.inf


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "WebServer"

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        visit = Visit(self.path, headers, time.monotonic())
        self.server.visits.append(visit)
        # A client that hangs up is what many of these pages provoke.
        with suppress(OSError):
            self.server.pages[self.path.partition("?")[0]](self)
        self.close_connection = True
        visit.ended = time.monotonic()

    def reply(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        """Answer with these headers; Content-Length is that of the body unless given."""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | dict(headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


class WebServer(ThreadingHTTPServer):
    """Serves `pages`, a function for each path, and notes each visit."""

    daemon_threads = True

    def __init__(self, address: str) -> None:
        super().__init__((address, 0), Handler)
        self.pages: dict[str, Page] = {}
        self.visits: list[Visit] = []

    def url(self, path: str) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about clients that hang up."""


@contextmanager
def web_server(address: str = "127.0.0.1") -> Iterator[WebServer]:
    server = WebServer(address)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def page(body: bytes, status: int = 200, **headers: str) -> Page:
    """A page that is always the same; header names are written with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.reply(status, body, named)


def in_turn(*pages: Page) -> Page:
    """The pages one after the other, a visit each; then the last for ever."""
    left = list(pages)

    def serve(handler: Handler) -> None:
        current = left.pop(0) if len(left) > 1 else left[0]
        current(handler)

    return serve


def redirect(location: str) -> Page:
    return page(b"", 302, Location=location)


def raw(*pieces: bytes, pause: float = 0.0) -> Page:
    """Bytes put on the wire as they are, then the connection is closed."""

    def serve(handler: Handler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)

    return serve
