"""Which requests the UI's webserver answers: those of its own pages, and of programs on a machine that reaches it.

Dagster's webserver has no login, and by itself answers any page that a browser shows: a page of another site can send
it a form, or a mutation as an image's address. Where a request comes from is read by core/origins.py.
That the Host is one of ours, so that no other name leads here (DNS rebinding), is Starlette's TrustedHostMiddleware's
matter; starting the webserver is webserver.py's.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yarnnn_pipelines.core.origins import READS, origin_refusal, site_refusal

_GRAPHQL = "/graphql"
# A link of another site may open a page of the UI; these addresses are a program's, or show what lies in a file.
_NO_PAGES = (_GRAPHQL, "/logs/", "/notebook", "/dagit", "/download_debug/", "/report_asset_")
# A form of another site can send neither of them: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
_POSTED_TYPES = ("application/json", "application/graphql")


class SameOriginMiddleware:
    """ASGI middleware that answers 403 to what `refusal` refuses, and lets no other site show the UI in a frame."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if reason := refusal(scope):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close"})  # before it is accepted, which the server answers by 403
            else:
                await PlainTextResponse(f"Refused: {reason}.\n", status_code=403)(scope, receive, send)
            return

        async def send_unframed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Frame-Options"] = "SAMEORIGIN"
            await send(message)

        await self._app(scope, receive, send_unframed)


def refusal(scope: Scope) -> str:
    """Why a request or a WebSocket's handshake is not answered; empty if it is.

    Without `Origin` and `Sec-Fetch-Site` it is a program's, or a browser's GET; a GET changes nothing here.
    """
    headers = Headers(scope=scope)
    if reason := origin_refusal(headers) or site_refusal(scope, headers, _NO_PAGES):
        return reason
    if scope["type"] == "websocket":
        return ""
    if scope["method"] == "POST":
        posted = headers.get("content-type", "").split(";")[0].strip().lower()
        return "" if posted in _POSTED_TYPES else f"what is posted must be {' or '.join(_POSTED_TYPES)}"
    if scope["method"] not in READS:
        return "the method is none that the UI uses"
    if scope["path"] == _GRAPHQL and "text/html" not in headers.get("accept", ""):  # with it, GraphiQL's page is sent
        return "GraphQL is asked by POST"
    return ""
