"""The one HTTP client of the live sources: retries, rate limits, a budget, and errors that hide the token.

What an answer means is the platform's file's business; here is only whether to ask again, and when to stop asking.
Sources of the rules: Slack https://docs.slack.dev/apis/web-api/rate-limits, Notion
https://developers.notion.com/reference/request-limits, Google
https://developers.google.com/workspace/calendar/api/guides/errors.
"""

from __future__ import annotations

import json
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

from dlt.sources.helpers.requests import Client
from dlt.sources.helpers.rest_client.client import RESTClient
from requests import Response
from requests.auth import AuthBase
from requests.exceptions import RequestException

from yarnnn_pipelines.sources.shared.envelope import parse_json

ATTEMPTS = 6
LONGEST_WAIT_SECONDS = 120.0  # of a Retry-After; a platform that asks for more ends the slice

# Google says with 403 what others say with 429.
_GOOGLE_LIMITS = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"})
# Slack says it with 200 and ok: false.
_SLACK_RETRIES = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})


class ApiError(Exception):
    """An answer that is not what was asked for.

    status: HTTP's, 0 where no answer came; code: the platform's own name for it (`not_in_channel`,
    `object_not_found`, `notFound`), '' if it gave none; body: the decoded answer.
    """

    def __init__(self, status: int, code: str, message: str, body: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code or status}: {message}" if message else code or str(status))
        self.status = status
        self.code = code
        self.body = body or {}


class BudgetSpent(Exception):
    """The run may ask no more: what it has is to be committed, and the next run goes on from there."""


@dataclass
class Budget:
    """What a source may spend in one run; None is no limit.

    requests: how many may still be made. seconds: how long it may still take, by `clock`.
    """

    requests: int | None = None
    seconds: float | None = None
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._started = self.clock()
        self._lock = threading.Lock()
        self.spent = 0

    def take(self) -> None:
        """Count a request, or raise `BudgetSpent`."""
        with self._lock:
            if self.requests is not None and self.spent >= self.requests:
                raise BudgetSpent
            if self.seconds is not None and self.clock() - self._started >= self.seconds:
                raise BudgetSpent
            self.spent += 1


class Pace:
    """No more than `per_minute` requests whose path holds one of `paths`; None is no limit.

    Only what a platform limits tighter than anybody would ask is kept to beforehand; everything else is left to its
    answers (`Retry-After`).
    """

    def __init__(
        self,
        per_minute: float | None = None,
        paths: Collection[str] = ("",),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval = 60 / per_minute if per_minute else 0.0
        self._paths = paths
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = -math.inf

    def wait(self, path: str) -> None:
        """Sleep until a request to this path may be made."""
        if not self._interval or not any(part in path for part in self._paths):
            return
        with self._lock:
            now = self._clock()
            begin = max(now, self._next)
            self._next = begin + self._interval
        if begin > now:
            self._sleep(begin - now)


class Api:
    """One platform's API at `base_url`. Its token is in no error and no log: errors are built from the answer alone."""

    def __init__(
        self,
        base_url: str,
        *,
        auth: AuthBase | None = None,
        headers: Mapping[str, str] | None = None,
        budget: Budget | None = None,
        backoff_seconds: float = 1.0,
        concurrency: int = 1,
        pace: Pace | None = None,
    ) -> None:
        self.budget = budget or Budget()
        self.concurrency = concurrency
        self._pace = pace or Pace()
        session = Client(
            raise_for_status=False,
            request_max_attempts=ATTEMPTS,
            request_backoff_factor=backoff_seconds,
            request_max_retry_delay=LONGEST_WAIT_SECONDS,
            retry_condition=_says_try_again,
        ).session
        # A redirect could carry the token to a host that the settings do not name.
        session.max_redirects = 0
        self.session = session
        self._client = RESTClient(base_url, headers=dict(headers or {}), auth=auth, session=session)

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        """The decoded answer; parameters that are None are left out. `ApiError` where it isn't the one asked for."""
        return self._ask("GET", path, params={name: value for name, value in params.items() if value is not None})

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._ask("POST", path, json=dict(body))

    def ahead(self, calls: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[dict[str, Any] | ApiError]:
        """The answers to several `get`s (path, parameters) in their order, up to `concurrency` of them under way.

        An answer that isn't the one asked for comes as its `ApiError`, so that it costs no other; `BudgetSpent` is
        raised in its place in the order.
        """
        if self.concurrency <= 1:
            for path, params in calls:
                yield self._answer(path, params)
            return
        waiting: deque[Future[dict[str, Any] | ApiError]] = deque()
        with ThreadPoolExecutor(self.concurrency) as pool:
            try:
                for path, params in calls:
                    waiting.append(pool.submit(self._answer, path, params))
                    if len(waiting) >= self.concurrency:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for answer in waiting:
                    answer.cancel()

    def _answer(self, path: str, params: Mapping[str, Any]) -> dict[str, Any] | ApiError:
        try:
            return self.get(path, **params)
        except ApiError as error:
            return error

    def _ask(self, method: Literal["GET", "POST"], path: str, **kwargs: Any) -> dict[str, Any]:
        self.budget.take()
        self._pace.wait(path)
        try:
            response = self._client.request(path, method=method, allow_redirects=False, **kwargs)
        except RequestException as error:
            raise ApiError(0, "unreachable", f"no whole answer from {path} ({type(error).__name__})") from None
        body = _decoded(response)
        if body is None:
            raise ApiError(response.status_code, "", f"{path} answered with something that is not JSON")
        if response.status_code >= 300 or body.get("ok") is False:
            body = _without_token(body, response)
            raise ApiError(response.status_code, _code(body), _message(body), body)
        return body


def _decoded(response: Response) -> dict[str, Any] | None:
    try:
        body = parse_json(response.content)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _without_token(body: dict[str, Any], response: Response) -> dict[str, Any]:
    """An error's body goes into messages and logs, and a server may repeat in it what it was sent."""
    token = str(response.request.headers.get("Authorization") or "").rpartition(" ")[2]
    if not token:
        return body
    hidden: dict[str, Any] = json.loads(json.dumps(body).replace(json.dumps(token)[1:-1], "[token]"))
    return hidden


def _says_try_again(response: Response | None, error: BaseException | None) -> bool:
    """Whether an answer that isn't 429 or 5xx asks for another try, or one that is 200 isn't whole."""
    if response is None or response.status_code not in (200, 403):
        return False
    body = _decoded(response)
    if body is None:
        return response.status_code == 200
    if response.status_code == 403:
        return _code(body) in _GOOGLE_LIMITS
    return body.get("ok") is False and body.get("error") in _SLACK_RETRIES


def _code(body: Mapping[str, Any]) -> str:
    """`{"error": "not_in_channel"}`, `{"code": "object_not_found"}`, `{"error": {"errors": [{"reason": ...}]}}`."""
    error = body.get("error")
    if isinstance(error, dict):
        reasons = error.get("errors")
        if isinstance(reasons, list) and reasons and isinstance(reasons[0], dict):
            return str(reasons[0].get("reason") or "")
        return str(error.get("status") or "")
    return str(error or body.get("code") or "")


def _message(body: Mapping[str, Any]) -> str:
    error = body.get("error")
    if isinstance(error, dict):
        return str(error.get("message") or "")
    return str(body.get("message") or body.get("error_description") or "")
