"""No token, refresh token, key or client secret is ever seen but by its vendor, whatever goes wrong and however much is
logged.

A way of using secrets is an entry of `WAYS`; each meets each of `MISHAPS`. A new way (landing another source) is one
more entry.
"""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from typer.testing import CliRunner

from tests.platforms.gmail_server import CLIENT_SECRET
from tests.platforms.live_agency import LiveAgency, live_agency
from tests.platforms.loopback import Answer, Dropped, LoopbackServer, Request
from yarnnn_pipelines.cli.app import app
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.calendar.settings import CalendarSource
from yarnnn_pipelines.sources.gmail.settings import GmailSource
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.sources.notion.settings import NotionSource
from yarnnn_pipelines.sources.registry import platform_ids
from yarnnn_pipelines.sources.shared import examining, opening
from yarnnn_pipelines.sources.shared.credentials import google_auth, token_from
from yarnnn_pipelines.sources.shared.google.consent import OAuthClient, ask_consent
from yarnnn_pipelines.sources.shared.google.scopes import GMAIL_READONLY
from yarnnn_pipelines.sources.shared.http import Api, ApiError
from yarnnn_pipelines.stores.home import Home

pytestmark = pytest.mark.long

# --- the ways


def landing(platform: str) -> Callable[[LiveAgency, Home], None]:
    def land_one(agency: LiveAgency, home: Home) -> None:
        report = land(platform, agency.load(), home)
        print(json.dumps(report.as_dict()))
        if report.trouble:
            raise UserError.from_json(report.trouble)

    land_one.__name__ = f"land_{platform}"
    return land_one


def read_gmail(agency: LiveAgency, _: Home) -> None:
    source = agency.load().sources.of(GmailSource)
    auth = google_auth(source, backoff_seconds=0)
    Api(source.api_address, auth=auth, backoff_seconds=0).get("users/me/profile")


def read_gmail_by_a_service_account(agency: LiveAgency, home: Home) -> None:
    agency.holds("GMAIL_CREDENTIALS", agency.gmail.service_account())
    read_gmail(agency, home)


def read_calendar(agency: LiveAgency, _: Home) -> None:
    source = agency.load().sources.of(CalendarSource)
    auth = google_auth(source, backoff_seconds=0)
    Api(source.api_address, auth=auth, backoff_seconds=0).get("users/me/calendarList")


def read_notion(agency: LiveAgency, _: Home) -> None:
    source = agency.load().sources.of(NotionSource)
    auth = BearerTokenAuth(token_from(source.token_env, "sources: notion"))
    Api(source.api_address, auth=auth, headers={"Notion-Version": source.version}, backoff_seconds=0).post("search", {})


def exchange_a_code(agency: LiveAgency, _: Home) -> None:
    installed = agency.gmail.client_file()["installed"]
    names = ("client_id", "client_secret", "auth_uri", "token_uri")
    threads: list[threading.Thread] = []

    def browse(address: str) -> None:
        with contextlib.suppress(requests.RequestException):
            requests.get(address, timeout=60)

    def show(address: str) -> None:
        threads.append(threading.Thread(target=browse, args=(address,)))
        threads[0].start()

    try:
        ask_consent(OAuthClient(*(installed[name] for name in names)), [GMAIL_READONLY], show, wait_seconds=0.3)
    finally:
        threads[0].join()


def examine_all(agency: LiveAgency, home: Home) -> None:
    for how in ([], ["--json"]):
        result = CliRunner(env={"YARNNN_HOME": str(home.root)}).invoke(
            app, ["--config", str(agency.load().path), "doctor", *how]
        )
        print(result.output)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception


WAYS: dict[str, Callable[[LiveAgency, Home], None]] = {
    one.__name__: one
    for one in (
        *(landing(platform) for platform in platform_ids()),
        *(read_gmail, read_gmail_by_a_service_account, read_calendar, read_notion),
        *(exchange_a_code, examine_all),
    )
}

# --- what goes wrong


def all_servers(agency: LiveAgency) -> list[LoopbackServer]:
    return [agency.slack, agency.gmail, agency.notion, agency.calendar]


def everywhere(path: str) -> bool:
    return True


def token_endpoint(path: str) -> bool:
    return path == "/token"


def api(path: str) -> bool:
    return path != "/token" and "oauth2" not in path


def echoing(status: int, meets: Callable[[str], bool]) -> Callable[[LiveAgency], None]:
    """Every answer of this status repeats all that was sent, in every field in which a vendor has words."""

    def sent(request: Request) -> Answer:
        said = [request.headers.get("authorization", ""), *(one for values in request.form.values() for one in values)]
        words = " ".join(said)
        google = {"code": status, "message": words, "status": words, "errors": [{"reason": words, "message": words}]}
        error = google if "gmail" in request.path or "calendar" in request.path else words
        more = dict.fromkeys(("message", "code", "error_description", "needed", "provided", "scope"), words)
        return Answer({"ok": False, "error": error, **more}, status)

    def set_up(agency: LiveAgency) -> None:
        for server in all_servers(agency):
            usual = server.answer
            server.answer = lambda one, usual=usual: sent(one) if meets(one.path) else usual(one)

    return set_up


def dropping(share: float) -> Callable[[LiveAgency], None]:
    def set_up(agency: LiveAgency) -> None:
        for server in all_servers(agency):
            server.fail(Dropped(share), times=99)

    return set_up


def gone(agency: LiveAgency) -> None:
    """Nobody listens where the settings say."""
    for server in all_servers(agency):
        server.url = "http://127.0.0.1:9"
    agency.calendar.token_uri = "http://127.0.0.1:9/token"


def spoilt(agency: LiveAgency) -> None:
    """Secrets that are not written as they should be."""
    for name in ("SLACK_TOKEN", "NOTION_TOKEN"):
        agency.spoil(name, lambda value: f'"{value}"\n')
    for name in ("GMAIL_CREDENTIALS", "CALENDAR_CREDENTIALS"):
        agency.spoil(name, lambda value: value[:-1])


MISHAPS: dict[str, Callable[[LiveAgency], None]] = {
    "none": lambda agency: None,
    "echo_200": echoing(200, everywhere),
    "echo_400_tokens": echoing(400, token_endpoint),
    "echo_401": echoing(401, api),
    "echo_500": echoing(500, everywhere),
    "echo_500_api": echoing(500, api),
    "dropped": dropping(0.5),
    "gone": gone,
    "spoilt": spoilt,
}


# --- and what is seen


@pytest.fixture
def agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveAgency]:
    monkeypatch.setattr(examining, "BACKOFF_SECONDS", 0)
    monkeypatch.setattr(opening, "BACKOFF_SECONDS", 0)
    with live_agency(tmp_path / "agency", monkeypatch) as agency:
        yield agency


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """Everything that any logger says, also those that keep it from the root."""
    caplog.set_level(logging.DEBUG)
    names = [None, *logging.root.manager.loggerDict]
    loggers = [logging.getLogger(name) for name in names]
    before = [(one.level, one.disabled) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
        one.disabled = False
        if not one.propagate:
            one.addHandler(caplog.handler)
    # An exception that is logged is told with its traceback, and formatted as a log file would.
    yield lambda: "\n".join(logging.Formatter("%(name)s %(message)s").format(one) for one in caplog.records)
    for one, (level, disabled) in zip(loggers, before, strict=True):
        one.setLevel(level)
        one.disabled = disabled
        if one is not logging.root:
            one.removeHandler(caplog.handler)


def told_by(error: BaseException) -> str:
    """All that an error and those behind it say, suppressed or not."""
    seen: list[str] = ["".join(traceback.format_exception(error))]
    waiting: list[BaseException | None] = [error]
    met: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in met:
            continue
        met.add(id(one))
        seen += [str(one), repr(one), repr(one.args), repr(vars(one))]
        waiting += [one.__cause__, one.__context__]
    return "\n".join(seen)


# Where there is no token endpoint, or nothing else, these are others of the mishaps again.
_SAME = {
    **dict.fromkeys(("land_slack", "land_notion", "read_notion"), ("echo_400_tokens", "echo_500_api")),
    "exchange_a_code": ("echo_401", "echo_500_api"),
}
PAIRS = [(way, mishap) for way in WAYS for mishap in MISHAPS if mishap not in _SAME.get(way, ())]


@pytest.mark.parametrize(("way", "mishap"), PAIRS)
def test_secrets_are_seen_by_their_vendors_only(agency, tmp_path, logged, capfd, way, mishap):
    home = Home(tmp_path / "home")
    home.root.mkdir()
    MISHAPS[mishap](agency)
    told = ""
    try:
        WAYS[way](agency, home)
    except (UserError, ApiError) as error:
        told = told_by(error)
    out, err = capfd.readouterr()
    places = {"errors": told, "log": logged(), "stdout": out, "stderr": err}
    kept = {str(path): path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    made_key = "_key" in vars(agency.gmail)
    key = agency.gmail.service_account()["private_key"].splitlines()[1:3] if made_key else []
    secrets = [*agency.secrets, *key, json.dumps(CLIENT_SECRET)]
    if mishap in ("echo_200", "echo_500", "dropped", "gone"):  # what goes wrong with every way
        assert told or "Mend:" in out
    for secret in secrets:
        assert [name for name, text in places.items() if secret in text] == []
        assert [name for name, content in kept.items() if secret.encode() in content] == []


def test_the_test_would_see_a_secret(agency, logged, capfd):
    secret = agency.secrets[0]
    logging.getLogger("urllib3.connectionpool").debug("sent %s", secret)
    logging.getLogger("dlt").debug("sent %s", secret)
    assert logged().count(secret) == 2
    error = UserError("told")
    error.__context__ = ValueError(secret)
    error.__suppress_context__ = True
    assert secret in told_by(error)
