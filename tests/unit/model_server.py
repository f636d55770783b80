"""An endpoint that speaks OpenAI's protocol and answers what a test tells it to. No test belongs here."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from yarnnn_pipelines.config.settings import WriterSettings


@contextmanager
def endpoint(*answers: Any) -> Iterator[tuple[WriterSettings, list[dict[str, Any]]]]:
    """A server that gives these answers one after the other, the last for good: a text, or a status with headers."""
    left = list(answers)
    with answering(lambda _: left.pop(0) if len(left) > 1 else left[0]) as served:
        yield served


@contextmanager
def answering(reply: Callable[[dict[str, Any]], Any]) -> Iterator[tuple[WriterSettings, list[dict[str, Any]]]]:
    """A server that answers each request with what `reply` makes of it."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(request)
            answer = reply(request)
            if callable(answer):
                answer(self)
                return
            status, headers, message = (200, {}, answer) if isinstance(answer, dict) else answer
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", **message}}
            body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice | message]}
            body["usage"] = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
            content = json.dumps(body if status == 200 else {"error": {"message": "no"}}).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": len(content), **headers}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """A test says what it has to say by failing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield WriterSettings(kind="openai", model="m", base_url=f"http://127.0.0.1:{server.server_port}/v1"), asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(*claims: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"content": json.dumps({"claims": claims}), **more}
