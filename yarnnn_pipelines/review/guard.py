"""What stands before the review page: which requests are answered at all, and what every answer tells the browser.

That the Host is one of ours is Starlette's TrustedHostMiddleware's matter, who somebody is access.py's.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yarnnn_pipelines.core.origins import READS, origin_refusal, site_refusal

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send our own forms as of the origin `null`
    "Cache-Control": "no-store",
}
# As a browser sends a form; no other type is read.
_FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 1_000_000  # of a form: a whole text with room to spare


class Guard:
    """ASGI middleware that answers 403 to what `refusal` refuses."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (reason := refusal(scope)):
            await PlainTextResponse(f"Refused: {reason}.\n", status_code=403)(scope, receive, send)
        elif scope["type"] in ("http", "lifespan"):
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close"})


class AnswerHeaders:
    """ASGI middleware that sets `HEADERS` on every answer, those of other middlewares too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, with_headers)


def refusal(scope: Scope) -> str:
    """Why a request is not answered; empty if it is. A GET changes nothing here."""
    headers = Headers(scope=scope)
    if reason := origin_refusal(headers) or site_refusal(scope, headers, ("/static/",)):
        return reason
    if scope["method"] in READS:
        return ""
    if scope["method"] != "POST":
        return "the method is none that the page uses"
    if headers.get("content-type", "").split(";")[0].strip().lower() != _FORM:
        return f"what is posted must be {_FORM}"
    length = headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return f"a form has a length, of at most {MOST_BYTES} bytes"
    return ""
