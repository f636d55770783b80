"""Google's access tokens for `http.Api`: fetched, renewed before they expire, and once after a 401.

google-auth does the grants; here is what binds it to requests' `AuthBase`, its retries, and its locks. What a refusal
means is `google_errors`; where credentials come from is `credentials`.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from typing import Any

import google.auth.transport
import requests
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from requests.auth import AuthBase

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.google import scopes
from yarnnn_pipelines.sources.shared.google.errors import Holder, scopes_missing, token_refused

ATTEMPTS = 4
TIMEOUT_SECONDS = 30.0
_PASSING = frozenset({408, 429, 500, 502, 503, 504})


class GoogleAuth(AuthBase):
    """Signs requests with an access token; safe for any number of threads. `UserError` where Google gives none."""

    def __init__(self, credentials: Credentials, holder: Holder, backoff_seconds: float = 1.0) -> None:
        self.holder = holder
        self._credentials = credentials
        self._endpoint = _TokenEndpoint(backoff_seconds)
        self._lock = threading.Lock()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._header()
        request.register_hook("response", self._once_more_after_401)
        return request

    def granted(self) -> tuple[str, ...]:
        """The scopes that the token has, as the token endpoint told them; those asked for where it told none."""
        self._header()
        return self._endpoint.granted or self.holder.scopes

    def _header(self, refused: str | None = None) -> str:
        """`Bearer ...` of a token that is valid and, if one was refused, another."""
        with self._lock:
            if not self._credentials.valid or refused == f"Bearer {self._credentials.token}":
                self._refresh()
            return f"Bearer {self._credentials.token}"

    def _refresh(self) -> None:
        """`UserError` outside of any `except`, so that no library's error, which may quote the answer, hangs on it."""
        told = None
        try:
            self._credentials.refresh(self._endpoint)  # type: ignore[no-untyped-call]  # google-auth has no types here
        except TransportError as error:
            told = UserError(
                f"Google's token endpoint can't be reached: {error}",
                where=self.holder.where,
                mend="check the network and the clock, and `token_url` if one is set; then run it again",
            )
        except RefreshError as error:
            told = token_refused(_answer_of(error), self.holder)
        except (GoogleAuthError, ValueError, TypeError) as error:
            told = token_refused({"error": type(error).__name__}, self.holder)
        lacking = scopes.missing(self.holder.scopes, self._endpoint.granted or self.holder.scopes)
        if told is None and lacking:
            self._credentials.token = None
            told = scopes_missing(lacking, self.holder)
        if told is not None:
            raise told

    def _once_more_after_401(self, response: requests.Response, **sending: Any) -> requests.Response:
        """As requests' own digest authentication does it: the same request on the same connection."""
        if response.status_code != 401:
            return response
        refused = response.request.headers.get("Authorization")
        header = self._header(refused if isinstance(refused, str) else None)
        _ = response.content  # read to its end, so that the connection can be used again
        response.close()
        again = response.request.copy()
        again.headers["Authorization"] = header
        answer = response.connection.send(again, **sending)
        answer.history.append(response)
        answer.request = again
        return answer


def _answer_of(error: RefreshError) -> Mapping[str, Any]:
    """The token endpoint's decoded answer, which google-auth hands on as its error's second argument."""
    answers = [one for one in error.args if isinstance(one, Mapping)]
    if answers:
        return answers[0]
    return {"error": "invalid_grant", "error_description": "rapt"} if "eauthentication" in str(error) else {}


class _TokenEndpoint(google.auth.transport.Request):
    """google-auth's way to the token endpoint. What passes is asked again here, a bounded number of times, so that
    google-auth sees final answers only; it logs nothing, while google-auth's own transport logs requests.

    granted: the scopes that the last answer named.
    """

    def __init__(self, backoff_seconds: float) -> None:
        self.granted: tuple[str, ...] = ()
        self._backoff_seconds = backoff_seconds

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **_: Any,
    ) -> google.auth.transport.Response:
        problem = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(self._backoff_seconds * 2 ** (attempt - 1))
            try:
                response = requests.request(
                    method,
                    url,
                    data=body,
                    headers=dict(headers or {}),
                    timeout=timeout or TIMEOUT_SECONDS,
                    allow_redirects=False,
                )
            except requests.RequestException as error:
                problem = f"no whole answer ({type(error).__name__})"
                continue
            if response.status_code in _PASSING:
                problem = f"HTTP {response.status_code}"
                continue
            answered = _decoded(response.content)
            if response.status_code == 200 and answered is None:
                problem = "no JSON"
                continue
            self.granted = tuple(str((answered or {}).get("scope") or "").split())
            return _Answer(response)
        raise TransportError(f"{problem}, {ATTEMPTS} times")  # type: ignore[no-untyped-call]  # as above


def _decoded(content: bytes) -> Mapping[str, Any] | None:
    try:
        value = json.loads(content)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


class _Answer(google.auth.transport.Response):
    def __init__(self, response: requests.Response) -> None:
        self._response = response

    @property
    def status(self) -> int:
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self._response.headers

    @property
    def data(self) -> bytes:
        return self._response.content
