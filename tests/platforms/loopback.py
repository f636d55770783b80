"""A vendor's HTTP API on loopback: what the four servers share.

Requests, answers, faults put between any two requests, latency, and a clock that only the test moves. What a platform
answers, and what it keeps, stands in that platform's own file.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Request:
    """One request: `query` and `form` hold each parameter's values in order, `body` is the decoded JSON or None."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]  # names in lower case
    form: Mapping[str, list[str]] = field(default_factory=dict)
    body: Any = None

    def value(self, name: str, default: str | None = None) -> str | None:
        """The parameter's first value, wherever the client put it: query, form or JSON body."""
        for values in (self.query, self.form):
            if name in values:
                return values[name][0]
        if isinstance(self.body, dict) and self.body.get(name) is not None:
            return str(self.body[name])
        return default

    @property
    def token(self) -> str | None:
        """The bearer token."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token if scheme.lower() == "bearer" and token else None


@dataclass(frozen=True)
class Answer:
    """A JSON answer, or bytes as they are."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Dropped:
    """The connection ends after this share of the answer's body; 0 sends not even a status line.

    The request has had its effect on the server all the same.
    """

    share: float = 0.5


Fault = Answer | Dropped


class LoopbackServer:
    """A threaded server on 127.0.0.1. A platform's server derives from it and implements `answer`.

    Everything that reads or changes the state holds `lock`; `answer` is called with it held.
    """

    def __init__(self, now: datetime = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)) -> None:
        self.lock = threading.RLock()
        self.now = now
        self.latency = 0.0  # seconds before each answer
        self.requests: list[Request] = []
        self._faults: deque[tuple[Callable[[Request], bool], Fault]] = deque()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError

    def pass_time(self, **units: float) -> None:
        """Move the server's clock forward, by what `timedelta` takes."""
        with self.lock:
            self.now += timedelta(**units)

    def fail(self, fault: Fault, *, where: str = "", times: int = 1) -> None:
        """Let the next `times` requests whose path holds `where` meet the fault. Faults are met in their order."""
        with self.lock:
            self._faults.extend([(lambda request: where in request.path, fault)] * times)

    def forget_faults(self) -> None:
        with self.lock:
            self._faults.clear()

    def count(self, where: str = "") -> int:
        """How many requests so far had a path that holds `where`."""
        with self.lock:
            return sum(where in request.path for request in self.requests)

    def close(self) -> None:
        """Give the port back, of a server that was never `running`."""
        self._http.server_close()

    @contextmanager
    def running(self) -> Iterator[LoopbackServer]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()

    def handle(self, request: Request) -> tuple[Answer, Dropped | None]:
        """The answer to a request and how the connection ends early, if it does."""
        if self.latency:
            time.sleep(self.latency)
        with self.lock:
            self.requests.append(request)
            fault = self._next_fault(request)
            if isinstance(fault, Answer):
                return fault, None
            return self.answer(request), fault

    def _next_fault(self, request: Request) -> Fault | None:
        for position, (meets, fault) in enumerate(self._faults):
            if meets(request):
                del self._faults[position]
                return fault
        return None


def _handler(server: LoopbackServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body are two writes: on a kept connection the body waited 40 ms

        def _serve(self) -> None:
            answer, dropped = server.handle(self._read())
            content = answer.encoded()
            if dropped and not dropped.share:
                self.close_connection = True
                return
            self.send_response(answer.status)
            headers = {"Content-Type": "application/json; charset=utf-8", **answer.headers}
            for name, value in (headers | {"Content-Length": str(len(content))}).items():
                self.send_header(name, value)
            self.end_headers()
            if dropped:
                content = content[: int(len(content) * dropped.share)]
                self.close_connection = True
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _serve

        def _read(self) -> Request:
            split = urlsplit(self.path)
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind = self.headers.get("Content-Type", "")
            form, body = {}, None
            if content and "json" in kind:
                body = json.loads(content)
            elif content and "x-www-form-urlencoded" in kind:
                form = parse_qs(content.decode(), keep_blank_values=True)
            return Request(
                method=self.command,
                path=split.path,
                query=parse_qs(split.query, keep_blank_values=True),
                headers={name.lower(): value for name, value in self.headers.items()},
                form=form,
                body=body,
            )

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
