"""Who is told that the line failed, what they are told, and what they never are."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pydantic import ValidationError

from yarnnn_pipelines.config.notices import AlertSettings
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.project import settings_of
from yarnnn_pipelines.publishing import alerts
from yarnnn_pipelines.publishing.alerts import send_alert
from yarnnn_pipelines.supervision.failed_line import FailedRun, message_of

SECRET = "T00/B00/not-to-be-told"


def agency(**more: Any) -> Settings:
    named = {"name": "Northlight", "time_zone": "Europe/Lisbon", "domains": ["us.example"], "start": "2026-W40"}
    clients = [{"id": "acme", "name": "Acme"}, {"id": "globex", "name": "Globex"}]
    return settings_of({"agency": named, "sources": {}, "clients": clients, **more})


class Webhook:
    """What a webhook of Slack is sent, and what it answers."""

    def __init__(self, status: int = 200) -> None:
        self.got: list[Any] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.got.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/services/{SECRET}"


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    hook = Webhook()
    monkeypatch.setenv("ALERT_WEBHOOK", hook.address)
    yield hook
    hook.server.shutdown()


class Mailbox:
    """A mail server on this machine that keeps what it gets."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], Message]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.got.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def mail(port: int, **more: Any) -> dict[str, Any]:
    by = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "line@us.example", "to": "ana@us.example"}
    return by | more


def test_the_owner_is_told_by_slack_and_by_mail(webhook, mailbox):
    box, port = mailbox
    settings = AlertSettings.model_validate({"slack_webhook_env": "ALERT_WEBHOOK", "mail": mail(port)})
    assert send_alert(settings, "It failed", "What, and the mend.") == (["Slack", "mail"], [])
    assert webhook.got == [(f"/services/{SECRET}", {"text": "What, and the mend."})]
    ((recipients, message),) = box.got
    assert recipients == ["ana@us.example"]
    assert (message["Subject"], message["Auto-Submitted"]) == ("It failed", "auto-generated")
    assert message.get_payload().strip() == "What, and the mend."


def test_what_fails_on_one_way_keeps_nothing_from_the_other_and_tells_no_secret(webhook, monkeypatch):
    settings = AlertSettings.model_validate({"slack_webhook_env": "ALERT_WEBHOOK", "mail": mail(1)})
    sent, (trouble,) = send_alert(settings, "It failed", "What.")
    assert sent == ["Slack"]
    assert "ConnectionRefusedError" in str(trouble)
    monkeypatch.setenv("ALERT_WEBHOOK", f"http://127.0.0.1:1/services/{SECRET}")
    sent, troubles = send_alert(settings, "It failed", "What.")
    assert (sent, len(troubles)) == ([], 2)
    assert SECRET not in "".join(map(str, troubles))
    monkeypatch.delenv("ALERT_WEBHOOK")
    _, troubles = send_alert(settings, "It failed", "What.")
    assert "ALERT_WEBHOOK is not set" in str(troubles[0])


def test_a_webhook_that_refuses_is_told(monkeypatch):
    hook = Webhook(status=404)
    monkeypatch.setenv("ALERT_WEBHOOK", hook.address)
    sent, (trouble,) = send_alert(AlertSettings(slack_webhook_env="ALERT_WEBHOOK"), "It failed", "What.")
    assert sent == []
    assert "404" in str(trouble)
    assert SECRET not in str(trouble)
    hook.server.shutdown()


def test_a_server_that_never_answers_holds_the_line_up_for_seconds_alone(monkeypatch):
    monkeypatch.setattr(alerts, "TIMEOUT_SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings = AlertSettings.model_validate({"mail": mail(silent.getsockname()[1])})
        began = time.monotonic()
        sent, (trouble,) = send_alert(settings, "It failed", "What.")
    assert (sent, time.monotonic() - began < 5) == ([], True)
    assert "could not be sent" in str(trouble)


def test_a_password_is_sent_to_a_server_that_encrypts_alone(mailbox, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    _, port = mailbox
    by = mail(port, security="starttls", user="line", password_env="MAIL_PASSWORD")
    sent, (trouble,) = send_alert(AlertSettings.model_validate({"mail": by}), "It failed", "What.")
    assert sent == []
    assert "hunter2" not in str(trouble)
    with pytest.raises(ValidationError, match="unencrypted"):
        AlertSettings.model_validate({"mail": by | {"security": "none", "host": "mail.example.com"}})
    with pytest.raises(ValidationError, match="belong together"):
        AlertSettings.model_validate({"mail": mail(25, user="line")})
    with pytest.raises(ValidationError, match="nobody"):
        AlertSettings.model_validate({})


def test_the_message_says_what_failed_whose_it_is_and_the_mend_and_quotes_nobody():
    said = ["acme 2026-W46: “Our secret is 4711” can't be read", "globex 2026-W46: no", "acme 2026-W46: again", "odd"]
    run = FailedRun("0a1b", "client_update", "2026-W46", ["write_client_update"], said)
    message = message_of(run, agency(review={"url": "https://review.us.example/"}))
    assert message.subject == "yarnnn: the line for 2026-W46 failed at client_update"
    assert "2 clients failed: acme, globex. The others are done." in message.text
    assert "yarnnn run --week 2026-W46" in message.text
    assert "https://review.us.example/?week=2026-W46" in message.text
    assert "run 0a1b" in message.text
    assert "4711" not in message.text


def test_of_many_clients_the_first_are_named():
    clients = [{"id": f"client{number}", "name": f"Client {number}"} for number in range(14)]
    said = [f"client{number} 2026-W46: no" for number in range(14)]
    message = message_of(FailedRun("0a1b", "client_update", "2026-W46", [], said), agency(clients=clients))
    assert "client9 and 4 more" in message.text
