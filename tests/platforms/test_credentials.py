"""Credentials of live sources: they come from the environment, are renewed in time, and what is wrong is told."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.platforms.calendar_server import CalendarServer
from tests.platforms.gmail_server import ACCOUNT, METADATA, READONLY, GmailServer
from tests.platforms.loopback import Answer, Dropped
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.calendar.settings import CalendarSource
from yarnnn_pipelines.sources.gmail.settings import GmailSource
from yarnnn_pipelines.sources.shared.credentials import google_auth, token_from
from yarnnn_pipelines.sources.shared.http import Api, ApiError

ENV = "GOOGLE_CREDENTIALS"


@pytest.fixture
def server():
    with GmailServer().running() as server:
        yield server


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch):
    """Put a value into the variable."""
    return lambda value: monkeypatch.setenv(ENV, value if isinstance(value, str) else json.dumps(value))


def consent_of(server: GmailServer) -> dict[str, str]:
    return {"type": "authorized_user", **server.user_credentials()}


def gmail(**keys) -> GmailSource:
    return GmailSource(credentials_env=ENV, **keys)


def signed(source: GmailSource | CalendarSource | None = None):
    return google_auth(source or gmail(), backoff_seconds=0.001)


def profile(server: GmailServer, auth) -> str:
    return Api(f"{server.url}/gmail/v1", auth=auth, backoff_seconds=0.001).get("users/me/profile")["emailAddress"]


# --- tokens


def test_a_token_is_what_its_variable_holds(monkeypatch):
    monkeypatch.setenv("SLACK_TOKEN", "xoxb-1-2-abc")
    assert token_from("SLACK_TOKEN", "sources: slack") == "xoxb-1-2-abc"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "is not set"),
        ("", "is blank"),
        (" \n", "is blank"),
        ("xoxb-hushed\n", "begins or ends with"),
        (" xoxb-hushed", "begins or ends with"),
        ('"xoxb-hushed"', "begins or ends with"),
        ("'xoxb-hushed'", "begins or ends with"),
        ("xoxb hushed", "is no token"),
        ("xoxb\u200bhushed", "is no token"),
    ],
)
def test_a_token_that_cannot_be_one_is_told_with_its_variable_and_not_repeated(monkeypatch, value, told):
    monkeypatch.delenv("SLACK_TOKEN", raising=False)
    if value is not None:
        monkeypatch.setenv("SLACK_TOKEN", value)
    with pytest.raises(UserError, match=told) as caught:
        token_from("SLACK_TOKEN", "sources: slack")
    assert "SLACK_TOKEN" in caught.value.what
    assert caught.value.where == "sources: slack"
    assert caught.value.mend
    assert "hushed" not in str(caught.value)


# --- what Google's credentials may be


@pytest.mark.parametrize("way", ["json", "file"])
@pytest.mark.parametrize("kind", ["authorized_user", "service_account"])
def test_a_consent_and_a_service_account_open_the_mailbox_from_json_or_file(server, held, tmp_path: Path, kind, way):
    info = consent_of(server) if kind == "authorized_user" else server.service_account()
    if way == "file":
        (tmp_path / "credentials.json").write_text(json.dumps(info))
        held(str(tmp_path / "credentials.json"))
    else:
        held(info)
    assert profile(server, signed(gmail(account=ACCOUNT))) == ACCOUNT


def test_the_settings_token_url_is_asked_and_not_the_files(server, held):
    held(consent_of(server) | {"token_uri": "https://127.0.0.1:9/token"})
    assert profile(server, signed(gmail(token_url=f"{server.url}/token"))) == ACCOUNT


def test_a_service_account_reads_the_calendars_of_its_account(held):
    with CalendarServer().running() as server, GmailServer().running() as signer:
        server.add_calendar("mia@northlight.example", "Mia", primary_of="mia@northlight.example")
        info = signer.service_account() | {"token_uri": server.token_uri}
        public = signer._key.public_key().public_bytes(*_pem())
        server.add_service_account(info["client_email"], public.decode(), ["mia@northlight.example"])
        held(info)
        source = CalendarSource(credentials_env=ENV, account="mia@northlight.example")
        found = Api(f"{server.url}/calendar/v3", auth=signed(source)).get("users/me/calendarList")
    assert [one["id"] for one in found["items"]] == ["mia@northlight.example"]


def _pem():
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return Encoding.PEM, PublicFormat.SubjectPublicKeyInfo


@pytest.mark.parametrize(
    ("value", "what", "mend"),
    [
        ({"installed": {"client_id": "x"}}, "OAuth client (Desktop app)", "yarnnn connect google"),
        ({"web": {"client_id": "x"}}, "web applications", "Desktop app"),
        ({"type": "external_account"}, "external_account", "yarnnn connect google"),
        ({"hello": "hushed-hello"}, "no Google credentials", "authorized_user or service_account"),
        ({"type": "authorized_user", "refresh_token": "hushed"}, "lacks client_id, client_secret", "whole"),
        (
            {"type": "service_account", "client_email": "a", "client_id": "1", "private_key": "hushed"},
            "private_key",
            "\\n",
        ),
        ('{"type": "authorized_user", "refresh_token": "hushed', "not a JSON object", "yarnnn connect"),
        ("1//hushed-refresh-token", "neither JSON nor the whole path", "from the root"),
        ("/no/such/hushed.json", "is not there", "ls -l"),
        ("/", "can't be read", "ls -l"),
    ],
)
def test_whatever_else_is_held_is_told_for_what_it_is_and_not_repeated(held, value, what, mend):
    held(value)
    with pytest.raises(UserError) as caught:
        signed(gmail(account=ACCOUNT))
    assert what in caught.value.what
    assert mend in caught.value.mend
    assert ENV in caught.value.where
    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert "hushed" not in " ".join(f"{one} {one!r}" for one in chain)


def test_secrets_are_not_sent_to_an_address_in_clear(server, held):
    for address in ("http://elsewhere.example/token", "http://127.0.0.1:80@elsewhere.example/token"):
        held(consent_of(server) | {"token_uri": address})
        with pytest.raises(UserError, match="token_uri"):
            signed()


def test_a_service_account_without_an_account_has_no_mailbox(server, held):
    held(server.service_account())
    with pytest.raises(UserError, match="no mailbox"):
        signed(gmail())


# --- renewing


def test_a_token_is_fetched_once_and_renewed_when_the_server_has_forgotten_it(server, held):
    held(consent_of(server))
    auth = signed()
    profile(server, auth)
    profile(server, auth)
    assert server.count("/token") == 1
    server.pass_time(hours=2)
    assert profile(server, auth) == ACCOUNT
    assert server.count("/token") == 2


def test_a_token_about_to_expire_is_renewed_before_it_is_sent(server, held):
    server.token_lifetime = 60  # google-auth renews earlier than that
    held(consent_of(server))
    auth = signed()
    profile(server, auth)
    profile(server, auth)
    assert server.count("/token") == 2


def test_after_a_second_401_it_is_given_up(server, held):
    held(consent_of(server))
    auth = signed()
    profile(server, auth)
    server.fail(Answer({"error": {"code": 401, "message": "no"}}, 401), where="/profile", times=5)
    with pytest.raises(ApiError) as caught:
        profile(server, auth)
    assert caught.value.status == 401
    assert server.count("/token") == 2
    assert server.count("/profile") == 3


def test_threads_share_one_token_and_one_renewal(server, held):
    held(consent_of(server))
    auth = signed()
    server.latency = 0.01
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: profile(server, auth), range(16))) == {ACCOUNT}
        assert server.count("/token") == 1
        server.pass_time(hours=2)
        assert set(pool.map(lambda _: profile(server, auth), range(16))) == {ACCOUNT}
    assert server.count("/token") == 2


@pytest.mark.parametrize(
    "fault", [Answer(b"busy", 503), Answer({}, 429), Dropped(0), Dropped(0.5), Answer(b"<html>")], ids=str
)
def test_a_token_endpoint_that_stumbles_is_asked_again(server, held, fault):
    held(consent_of(server))
    server.fail(fault, where="/token", times=2)
    assert profile(server, signed()) == ACCOUNT


@pytest.mark.parametrize("fault", [Answer({"error": "internal_failure"}, 500), Dropped(0)], ids=str)
def test_a_token_endpoint_that_stays_down_is_given_up(server, held, fault):
    held(consent_of(server))
    server.fail(fault, where="/token", times=99)
    with pytest.raises(UserError, match="token endpoint can't be reached"):
        profile(server, signed())
    assert server.count("/token") <= 4


# --- refusals


def test_a_consent_that_was_taken_back_is_to_be_given_again(server, held):
    held(consent_of(server))
    auth = signed()
    profile(server, auth)
    server.revoke(server.refresh_token)
    with pytest.raises(UserError, match="revoked or has expired") as caught:
        profile(server, auth)
    assert "yarnnn connect google" in caught.value.mend


def test_a_consent_without_the_scope_names_it(server, held):
    server.consent(server.refresh_token, scopes=(METADATA,))
    held(consent_of(server))
    for _ in range(2):  # not only at the first request
        with pytest.raises(UserError, match="gmail\\.readonly") as caught:
            profile(server, auth := signed())
        assert "every box" in caught.value.mend
    with pytest.raises(UserError, match="gmail\\.readonly"):
        profile(server, auth)


def test_a_wider_scope_is_enough(server, held):
    server.consent(server.refresh_token, scopes=(READONLY, "https://mail.google.com/"))
    held(consent_of(server))
    auth = signed()
    assert profile(server, auth) == ACCOUNT
    assert "https://mail.google.com/" in auth.granted()


def test_delegation_that_lacks_a_scope_names_it_the_client_and_the_page(server, held):
    server.delegate(METADATA)
    held(server.service_account())
    with pytest.raises(UserError, match="gmail\\.readonly") as caught:
        profile(server, signed(gmail(account=ACCOUNT)))
    assert "admin.google.com/ac/owl/domainwidedelegation" in caught.value.mend
    assert server.service_account()["client_id"] in caught.value.mend


SKEWED = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat"


@pytest.mark.parametrize(
    ("error", "description", "what", "mend"),
    [
        ("invalid_grant", SKEWED, "this machine's time", "clock"),
        ("invalid_grant", "Invalid JWT Signature.", "key is not valid", "new key"),
        ("invalid_grant", "Invalid email or User ID", "no user of the Workspace", "account"),
        ("invalid_grant", "Invalid grant: account not found", "does not know the service account", "new key"),
        ("hushed thing", "hushed", "no OAuth error", "service account"),
    ],
)
def test_a_service_accounts_refusal_is_told_for_what_it_is(server, held, error, description, what, mend):
    server.fail(Answer({"error": error, "error_description": description}, 400), where="/token")
    held(server.service_account())
    with pytest.raises(UserError) as caught:
        profile(server, signed(gmail(account=ACCOUNT)))
    assert what in caught.value.what
    assert mend in caught.value.mend
    assert "hushed" not in str(caught.value)


def test_an_oauth_client_that_is_gone_is_told(server, held):
    held(consent_of(server) | {"client_secret": "another"})
    with pytest.raises(UserError, match="does not know the OAuth client"):
        profile(server, signed())
