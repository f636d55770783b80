"""`yarnnn connect google`: a consent in a browser becomes a file that opens the mailbox, or it is told why not."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.platforms.gmail_server import ACCOUNT, READONLY
from tests.platforms.google_consent import ConsentServer
from tests.platforms.loopback import Answer, Dropped
from yarnnn_pipelines.cli.sources import write_secret
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.calendar.settings import CALENDAR_API
from yarnnn_pipelines.sources.gmail.settings import GmailSource
from yarnnn_pipelines.sources.shared.credentials import google_auth
from yarnnn_pipelines.sources.shared.google.consent import OAuthClient, ask_consent, read_client
from yarnnn_pipelines.sources.shared.google.scopes import GMAIL_READONLY
from yarnnn_pipelines.sources.shared.http import Api

SETTINGS = """
agency: {name: Northlight Studio, time_zone: Europe/Lisbon, domains: [northlight.example], start: 2026-W40}
sources:
  gmail: {credentials_env: GOOGLE_CREDENTIALS, account: mia@northlight.example}
clients:
  - {id: acme, name: Acme Corp, domains: [acme.example]}
"""


@pytest.fixture
def server():
    with ConsentServer().running() as server:
        yield server


@pytest.fixture
def client(server: ConsentServer, tmp_path: Path) -> OAuthClient:
    return read_client(client_file(server, tmp_path))


def client_file(server: ConsentServer, folder: Path) -> Path:
    path = folder / "client_secret.json"
    path.write_text(json.dumps(server.client_file()))
    return path


class Browser:
    """Opens an address as a browser would, icon and all, and follows where it is sent."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.asked: dict[str, list[str]] = {}
        self._threads: list[threading.Thread] = []

    def __call__(self, address: str) -> None:
        self.asked = parse_qs(urlsplit(address).query)
        self._threads.append(threading.Thread(target=self._open, args=(address,)))
        self._threads[-1].start()

    def _open(self, address: str) -> None:
        home = self.asked["redirect_uri"][0]
        requests.get(f"{home}favicon.ico", timeout=60)
        self.pages.append(requests.get(address, timeout=60).text)

    def closed(self) -> None:
        for thread in self._threads:
            thread.join()


@pytest.fixture
def browser():
    browser = Browser()
    yield browser
    browser.closed()


def consent(client: OAuthClient, browser, scopes=(GMAIL_READONLY,), **options):
    return ask_consent(client, scopes, browser, wait_seconds=options.pop("wait_seconds", 10), **options)


def test_a_consent_gives_a_file_that_opens_the_mailbox(server, client, browser, monkeypatch):
    given = consent(client, browser, account=ACCOUNT)
    browser.closed()
    assert given["type"] == "authorized_user"
    assert "go back to the terminal" in browser.pages[0]
    monkeypatch.setenv("GOOGLE_CREDENTIALS", json.dumps(given))
    auth = google_auth(GmailSource(credentials_env="GOOGLE_CREDENTIALS"))
    assert Api(f"{server.url}/gmail/v1", auth=auth).get("users/me/profile")["emailAddress"] == ACCOUNT


def test_what_is_asked_is_offline_reading_and_bound_to_this_request(client, browser):
    consent(client, browser, account=ACCOUNT)
    asked = {name: values[0] for name, values in browser.asked.items()}
    assert asked["scope"] == READONLY
    assert (asked["access_type"], asked["prompt"], asked["login_hint"]) == ("offline", "consent", ACCOUNT)
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
    assert len(asked["state"]) >= 32
    assert urlsplit(asked["redirect_uri"]).hostname == "127.0.0.1"


def test_a_denial_is_told(server, client, browser):
    server.denies = True
    with pytest.raises(UserError, match="denied"):
        consent(client, browser)


def test_an_answer_with_another_state_is_not_used(server, client, browser):
    server.forged_state = "forged"
    with pytest.raises(UserError, match="state is wrong"):
        consent(client, browser)
    assert server.count("/token") == 0


def test_a_box_left_unticked_is_named(server, client, browser):
    server.unticked = {CALENDAR_API.scopes[0]}
    with pytest.raises(UserError, match=r"calendar\.events\.readonly") as caught:
        consent(client, browser, scopes=(GMAIL_READONLY, *CALENDAR_API.scopes))
    assert "every box" in caught.value.mend


def test_a_consent_without_a_refresh_token_is_not_enough(server, client, browser):
    server.keeps_refresh_token = True
    with pytest.raises(UserError, match="no refresh token") as caught:
        consent(client, browser)
    assert "myaccount.google.com" in caught.value.mend


def test_nobody_comes(client):
    with pytest.raises(UserError, match="nobody consented"):
        consent(client, lambda address: None, wait_seconds=0.1)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Answer({"error": "invalid_client", "error_description": "hushed"}, 401), "answered 401 invalid_client"),
        (Answer({"error": "hushed thing"}, 400), "answered 400"),
        (Answer(b"<html>hushed", 502), "no whole answer"),
        (Dropped(0), "no whole answer"),
    ],
    ids=str,
)
def test_a_token_endpoint_that_refuses_is_told(server, client, browser, fault, told):
    server.fail(fault, where="/token", times=5)
    with pytest.raises(UserError, match=told) as caught:
        consent(client, browser)
    assert "hushed" not in f"{caught.value} {caught.value.__context__!r}"
    assert server.count("/token") == 1  # a code is good once


def test_a_port_that_is_taken_is_told(server, client):
    with pytest.raises(UserError, match="can't be listened on"):
        consent(client, lambda address: None, port=int(server.url.rpartition(":")[2]))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "not there"),
        ("{", "no JSON"),
        ({"web": {"client_id": "x"}}, "web applications"),
        ({"type": "authorized_user"}, "authorized_user JSON already"),
        ({"type": "service_account"}, "service_account JSON already"),
        ({"installed": {"client_id": "x"}}, "not the JSON of an OAuth client"),
    ],
)
def test_another_file_than_a_desktop_client_is_told_for_what_it_is(tmp_path, content, told):
    path = tmp_path / "client.json"
    if content is not None:
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(UserError, match=told):
        read_client(path)


def test_a_client_that_sends_secrets_in_clear_is_refused(server, tmp_path):
    info = server.client_file()
    info["installed"]["token_uri"] = "http://elsewhere.example/token"
    (tmp_path / "client.json").write_text(json.dumps(info))
    with pytest.raises(UserError, match="not https"):
        read_client(tmp_path / "client.json")


def test_a_secret_is_written_for_its_owner_only_and_over_nothing(tmp_path):
    path = tmp_path / "home" / "secret.json"
    old = os.umask(0)
    try:
        write_secret(path, "one", replace=False)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(UserError, match="can't be written"):
        write_secret(path, "two", replace=False)
    assert path.read_text() == "one"
    write_secret(path, "two", replace=True)
    assert path.read_text() == "two"
    assert [one.name for one in path.parent.iterdir()] == ["secret.json"]


# --- the command


def started(server: ConsentServer, folder: Path, *options: str, settings: str = SETTINGS) -> subprocess.Popen:
    (folder / "yarnnn.yaml").write_text(settings)
    hidden = ("YARNNN_HOME", "YARNNN_CONFIG", "DISPLAY", "WAYLAND_DISPLAY")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    client = client_file(server, folder)
    # A shell's background jobs ignore SIGINT and hand that on; whoever sits at a terminal does not.
    hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{hears}; from yarnnn_pipelines.cli.app import app; app()"
    arguments = [sys.executable, "-c", code, "connect", "google", "--client", str(client), *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(arguments, cwd=folder, env=environment, **pipes)


def address_of(process: subprocess.Popen) -> str:
    for line in process.stderr:
        if line.startswith("http"):
            return line.strip()
    raise AssertionError("no address was printed")


def test_the_command_writes_the_file_and_says_how_to_use_it(server, tmp_path):
    process = started(server, tmp_path)
    requests.get(address_of(process), timeout=60)
    out, err = process.communicate(timeout=300)
    written = tmp_path / ".yarnnn" / "google-credentials.json"
    info = json.loads(written.read_text())
    assert process.returncode == 0, err
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert f"export GOOGLE_CREDENTIALS={written}" in out
    assert info["refresh_token"] not in out + err

    again = started(server, tmp_path)
    out, err = again.communicate(timeout=300)
    assert (again.returncode, "there already" in err, "--force" in err) == (1, True, True)
    assert json.loads(written.read_text()) == info


def test_ctrl_c_ends_the_wait_with_a_sentence_and_no_file(server, tmp_path):
    process = started(server, tmp_path)
    address_of(process)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 130
    assert "Stopped" in err
    assert "Traceback" not in err
    assert not (tmp_path / ".yarnnn" / "google-credentials.json").exists()


def test_without_a_google_source_there_is_nothing_to_connect(server, tmp_path):
    settings = SETTINGS.replace("gmail: {credentials_env: GOOGLE_CREDENTIALS, account: mia@northlight.example}", "{}")
    process = started(server, tmp_path, settings=settings)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 1
    assert "no source is read from Google's APIs" in err
