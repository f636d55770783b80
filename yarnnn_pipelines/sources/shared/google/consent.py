"""A person's consent to Google's read-only scopes: the installed-app flow on loopback, with PKCE.

What comes out is an `authorized_user` JSON for `credentials`. google-auth-oauthlib was tried: it ends at the first
request that reaches its port, be it a browser's for an icon, and its requests-oauthlib writes codes, secrets and tokens
to the log at DEBUG level. Sources: https://developers.google.com/identity/protocols/oauth2/native-app, RFC 8252
(loopback), RFC 7636 (PKCE).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.credentials import is_safe_address
from yarnnn_pipelines.sources.shared.google import scopes as known_scopes

WAIT_SECONDS = 300.0
_AGAIN = "run the command again"
_PERMISSIONS = "https://myaccount.google.com/connections"


@dataclass(frozen=True)
class OAuthClient:
    """What Google's console gives for a client of the type Desktop app."""

    client_id: str
    client_secret: str
    auth_uri: str
    token_uri: str


def read_client(path: Path) -> OAuthClient:
    """The client in the console's JSON; `UserError` for every other file."""
    where = str(path)
    info = _json_in(path)
    if info is None:
        mend = "download the OAuth client's JSON from the Google Cloud console (docs/live-sources.md)"
        raise UserError("it is not there, or no JSON", where=where, mend=mend)
    if info.get("type") in ("authorized_user", "service_account"):
        mend = "set the environment variable that `credentials_env` names to this file"
        raise UserError(f"this is a {info['type']} JSON already: there is nothing to connect", where=where, mend=mend)
    if "web" in info:
        mend = "make a client of the type Desktop app, and download its JSON"
        raise UserError("this OAuth client is for web applications", where=where, mend=mend)
    fields = info.get("installed")
    names = ("client_id", "client_secret", "auth_uri", "token_uri")
    if not isinstance(fields, dict) or not all(isinstance(fields.get(name), str) and fields[name] for name in names):
        mend = "download the JSON of an OAuth client of the type Desktop app, whole"
        raise UserError("this is not the JSON of an OAuth client (Desktop app)", where=where, mend=mend)
    if not (is_safe_address(fields["auth_uri"]) and is_safe_address(fields["token_uri"])):
        raise UserError("its addresses are not https", where=where, mend="use the file as Google made it")
    return OAuthClient(*(fields[name] for name in names))


def ask_consent(
    client: OAuthClient,
    scopes: Sequence[str],
    show: Callable[[str], None],
    *,
    port: int = 0,
    account: str | None = None,
    wait_seconds: float = WAIT_SECONDS,
) -> dict[str, str]:
    """Let a person consent in a browser; the `authorized_user` JSON.

    show: is given the address to open. port: on 127.0.0.1, 0 for a free one. account: offered for the log-in.
    `UserError` for a denial, a foreign answer, a box left unticked, no answer in time.
    """
    verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(24)
    digest = hashlib.sha256(verifier.encode()).digest()
    with _listening(port) as (server, answered):
        redirect_uri = f"http://127.0.0.1:{server.server_address[1]}/"
        asked = {
            "client_id": client.client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": " ".join(scopes),
            "state": state,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
            "access_type": "offline",
            "prompt": "consent",
            **({"login_hint": account} if account else {}),
        }
        show(f"{client.auth_uri}?{urlencode(asked)}")
        if not answered.event.wait(wait_seconds):
            raise UserError(f"nobody consented within {wait_seconds:.0f} s", mend=_AGAIN)
    code = _code_in(answered.query, state)
    granted = _exchanged(client, code, verifier, redirect_uri)
    return _authorized_user(client, granted, scopes)


def _json_in(path: Path) -> dict[str, Any] | None:
    try:
        info = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return info if isinstance(info, dict) else None


class _Answered:
    """The query with which the browser came back."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.query: Mapping[str, list[str]] = {}


@contextmanager
def _listening(port: int) -> Iterator[tuple[ThreadingHTTPServer, _Answered]]:
    answered = _Answered()
    server = _server(port, answered)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server, answered
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _server(port: int, answered: _Answered) -> ThreadingHTTPServer:
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), _handler(answered))
    except (OSError, OverflowError):
        pass
    else:
        server.daemon_threads = True
        return server
    raise UserError(f"port {port} of this machine can't be listened on", mend="leave --port out, or name another")


def _handler(answered: _Answered) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            query = parse_qs(split.query)
            is_answer = split.path == "/" and ("code" in query or "error" in query)
            text = b"yarnnn has the answer: go back to the terminal. This page can be closed.\n"
            content = text if is_answer else b"Not found.\n"
            self.send_response(200 if is_answer else 404)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(content)
            if is_answer and not answered.event.is_set():
                answered.query = query
                answered.event.set()

        def log_message(self, *_: Any) -> None:
            """The address holds the code."""

    return Handler


def _code_in(query: Mapping[str, list[str]], state: str) -> str:
    if not hmac.compare_digest(query.get("state", [""])[0].encode(), state.encode()):
        raise UserError(
            "the answer that came belongs to another request (its state is wrong), and was not used",
            mend=f"close other windows of this consent and {_AGAIN}, with the address that it prints",
        )
    if "error" in query:
        code = query["error"][0]
        if code == "access_denied":
            raise UserError(
                "the consent was denied",
                mend=f"{_AGAIN} and press Continue; if Google itself blocks the app, add the account to its test users",
            )
        shown = code if code.isidentifier() and len(code) <= 40 else "an error"
        raise UserError(f"Google answered {shown} instead of a consent", mend=f"check the OAuth client, then {_AGAIN}")
    return query["code"][0]


def _exchanged(client: OAuthClient, code: str, verifier: str, redirect_uri: str) -> Mapping[str, Any]:
    """The token endpoint's answer. A code is good once, so that nothing is tried again."""
    problem = "gave no whole answer"
    try:
        response = requests.post(
            client.token_uri,
            data={
                "grant_type": "authorization_code",
                "code": code,
                "client_id": client.client_id,
                "client_secret": client.client_secret,
                "code_verifier": verifier,
                "redirect_uri": redirect_uri,
            },
            timeout=30,
            allow_redirects=False,
        )
        body = response.json()
        if response.status_code == 200 and isinstance(body, dict):
            return body
        problem = f"answered {response.status_code}"
        error = str(body.get("error") or "") if isinstance(body, dict) else ""
        problem += f" {error}" if error.isidentifier() and len(error) <= 40 else ""
    except (requests.RequestException, ValueError):
        pass
    raise UserError(f"Google's token endpoint {problem}", where=urlsplit(client.token_uri).netloc, mend=_AGAIN)


def _authorized_user(client: OAuthClient, granted: Mapping[str, Any], scopes: Sequence[str]) -> dict[str, str]:
    given = str(granted.get("scope") or " ".join(scopes)).split()
    if lacking := known_scopes.missing(scopes, given):
        raise UserError(
            f"the consent does not cover {known_scopes.short(lacking)}",
            mend=f"{_AGAIN} and leave every box ticked",
        )
    refresh_token = granted.get("refresh_token")
    if not isinstance(refresh_token, str) or not refresh_token:
        raise UserError(
            "Google gave no refresh token, without which the consent ends within the hour",
            mend=f"take the app's access away at {_PERMISSIONS}, then {_AGAIN}",
        )
    return {
        "type": "authorized_user",
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "refresh_token": refresh_token,
        "token_uri": client.token_uri,
    }
