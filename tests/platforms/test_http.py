"""The live sources' HTTP client: it asks again when that helps, stops when it must, and tells no secret."""

from __future__ import annotations

import time

import pytest
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from tests.platforms.loopback import Answer, Dropped, LoopbackServer, Request
from yarnnn_pipelines.sources.shared.http import Api, ApiError, Budget, BudgetSpent

TOKEN = "xoxb-secret-token-1234"


class Echo(LoopbackServer):
    def answer(self, request: Request) -> Answer:
        return Answer({"ok": True, "path": request.path, "token": request.token, "q": request.value("q")})


@pytest.fixture
def server():
    with Echo().running() as server:
        yield server


def api(server: LoopbackServer, **options) -> Api:
    return Api(server.url, auth=BearerTokenAuth(TOKEN), backoff_seconds=0.01, **options)


@pytest.mark.parametrize(
    "fault",
    [
        Answer({"error": "ratelimited"}, 429, {"Retry-After": "1"}),
        Answer({"ok": False, "error": "ratelimited"}),
        Answer({"ok": False, "error": "internal_error"}),
        Answer({"error": {"code": 403, "errors": [{"reason": "userRateLimitExceeded"}]}}, 403),
        Answer({"object": "error", "code": "service_overload"}, 529),
        Answer(b"<html>bad gateway</html>", 502),
        Answer(b'{"ok": true, "cut'),
        Dropped(0),
        Dropped(0.5),
    ],
    ids=str,
)
def test_what_passes_is_asked_again(server, fault):
    server.fail(fault)
    assert api(server).get("/x", q="1", none=None) == {"ok": True, "path": "/x", "token": TOKEN, "q": "1"}
    assert server.count() == 2


def test_retry_after_is_waited_for(server):
    server.fail(Answer({}, 429, {"Retry-After": "2"}))
    before = time.monotonic()
    api(server).get("/x")
    assert time.monotonic() - before >= 2


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Answer({"ok": False, "error": "not_in_channel"}), 200, "not_in_channel"),
        (Answer({"error": {"code": 403, "errors": [{"reason": "forbidden"}]}}, 403), 403, "forbidden"),
        (Answer({"object": "error", "code": "object_not_found", "message": "no"}, 404), 404, "object_not_found"),
        (Answer({"error": {"code": 410, "errors": [{"reason": "fullSyncRequired"}]}}, 410), 410, "fullSyncRequired"),
        (Answer({"error": "invalid_grant"}, 400), 400, "invalid_grant"),
    ],
    ids=str,
)
def test_what_stays_is_told_at_once(server, fault, status, code):
    server.fail(fault)
    with pytest.raises(ApiError) as caught:
        api(server).get("/x")
    assert (caught.value.status, caught.value.code) == (status, code)
    assert server.count() == 1


def test_a_server_that_never_answers_well_is_given_up(server):
    server.fail(Answer(b"", 503), times=99)
    with pytest.raises(ApiError) as caught:
        api(server).get("/x")
    assert caught.value.status == 503
    assert server.count() < 10


def test_no_server_at_all_is_an_error_of_the_same_kind():
    with pytest.raises(ApiError, match="unreachable"):
        Api("http://127.0.0.1:9", backoff_seconds=0.001).get("/x")


def test_the_token_goes_nowhere_but_to_the_host_of_the_settings(server):
    with Echo().running() as elsewhere:
        server.fail(Answer({}, 302, {"Location": f"{elsewhere.url}/stolen"}))
        with pytest.raises(ApiError):
            api(server).get("/x")
        assert elsewhere.count() == 0


def test_the_token_is_in_no_error(server):
    for fault in (Answer({"ok": False, "error": "invalid_auth"}), Answer(b"nonsense", 400)):
        server.fail(fault)
        with pytest.raises(ApiError) as caught:
            api(server).get("/x")
        assert TOKEN not in repr(caught.value) + str(caught.value)
        assert caught.value.__cause__ is None


def test_a_budget_ends_a_run_before_the_request_that_it_does_not_allow(server):
    client = api(server, budget=Budget(requests=2))
    client.get("/x")
    client.get("/x")
    with pytest.raises(BudgetSpent):
        client.get("/x")
    assert server.count() == 2


def test_a_budget_of_seconds_ends_a_run():
    now = iter([0.0, 1.0, 61.0])
    budget = Budget(seconds=60, clock=lambda: next(now))
    budget.take()
    with pytest.raises(BudgetSpent):
        budget.take()
