"""Google's consent page and code exchange on loopback, before the mailboxes of `gmail_server`.

Written from https://developers.google.com/identity/protocols/oauth2/native-app. Whoever opens the page is sent back at
once: what the person does there is set beforehand.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.platforms.gmail_server import ACCOUNT, CLIENT_ID, CLIENT_SECRET, GmailServer
from tests.platforms.loopback import Answer, Request


@dataclass(frozen=True)
class Code:
    redirect_uri: str
    challenge: str
    scopes: tuple[str, ...]
    offline: bool


class ConsentServer(GmailServer):
    """denies: the person presses Cancel. unticked: scopes whose boxes they clear. forged_state: another state comes
    back. keeps_refresh_token: none is given, as to an app that had consent before and did not ask for `prompt=consent`.
    """

    def __init__(self, **base: Any) -> None:
        super().__init__(**base)
        self.denies = False
        self.unticked: set[str] = set()
        self.forged_state: str | None = None
        self.keeps_refresh_token = False
        self._codes: dict[str, Code] = {}

    def client_file(self) -> dict[str, Any]:
        """What the console gives for a client of the type Desktop app."""
        return {
            "installed": {
                "client_id": CLIENT_ID,
                "project_id": "northlight",
                "auth_uri": f"{self.url}/o/oauth2/v2/auth",
                "token_uri": f"{self.url}/token",
                "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
                "client_secret": CLIENT_SECRET,
                "redirect_uris": ["http://localhost"],
            }
        }

    def answer(self, request: Request) -> Answer:
        if request.path == "/o/oauth2/v2/auth":
            return self._consent_page(request)
        if request.path == "/token" and request.value("grant_type") == "authorization_code":
            return self._exchange(request)
        return super().answer(request)

    def _consent_page(self, request: Request) -> Answer:
        redirect = urlsplit(request.value("redirect_uri", ""))
        fits = (
            request.value("client_id") == CLIENT_ID
            and request.value("response_type") == "code"
            and request.value("code_challenge_method") == "S256"
            and (redirect.scheme, redirect.hostname) == ("http", "127.0.0.1")
        )
        if not fits:
            return Answer(b"Error 400: invalid_request", 400)
        state = {"state": self.forged_state or request.value("state", "")}
        if self.denies:
            return self._back(redirect.geturl(), {"error": "access_denied", **state})
        scopes = tuple(one for one in request.value("scope", "").split() if one not in self.unticked)
        code = f"4/{secrets.token_urlsafe(24)}"
        offline = request.value("access_type") == "offline" and not self.keeps_refresh_token
        self._codes[code] = Code(redirect.geturl(), request.value("code_challenge", ""), scopes, offline)
        return self._back(redirect.geturl(), {**state, "code": code, "scope": " ".join(scopes)})

    @staticmethod
    def _back(redirect: str, query: dict[str, str]) -> Answer:
        return Answer(b"", 302, {"Location": f"{redirect}?{urlencode(query)}"})

    def _exchange(self, request: Request) -> Answer:
        code = self._codes.pop(request.value("code", ""), None)
        digest = hashlib.sha256(request.value("code_verifier", "").encode()).digest()
        if (request.value("client_id"), request.value("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return Answer({"error": "invalid_client", "error_description": "Unauthorized"}, 401)
        if code is None or base64.urlsafe_b64encode(digest).decode().rstrip("=") != code.challenge:
            return Answer({"error": "invalid_grant", "error_description": "Bad Request"}, 400)
        if request.value("redirect_uri") != code.redirect_uri:
            return Answer({"error": "redirect_uri_mismatch", "error_description": "Bad Request"}, 400)
        given = {"access_token": self.access_token(ACCOUNT, code.scopes), "expires_in": self.token_lifetime}
        if code.offline:
            given["refresh_token"] = self.consent(f"1//{secrets.token_urlsafe(24)}", ACCOUNT, code.scopes)
        return Answer(given | {"scope": " ".join(code.scopes), "token_type": "Bearer"})
