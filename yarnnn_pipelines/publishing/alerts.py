"""Telling the agency itself that something failed: by an incoming webhook of Slack, and by mail.

What is said is `supervision.failed_line`'s. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
"""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage

import requests

from yarnnn_pipelines.config.notices import AlertSettings, MailSettings
from yarnnn_pipelines.core.errors import UserError

TIMEOUT_SECONDS = 10.0


def send_alert(alerts: AlertSettings, subject: str, text: str) -> tuple[list[str], list[UserError]]:
    """By which ways it was sent, and what kept it from the others; no error repeats an address or a secret."""
    sent: list[str] = []
    troubles: list[UserError] = []
    try:
        if alerts.slack_webhook_env:
            _to_slack(alerts.slack_webhook_env, text)
            sent.append("Slack")
    except UserError as error:
        troubles.append(error)
    try:
        if alerts.mail:
            _by_mail(alerts.mail, subject, text)
            sent.append("mail")
    except UserError as error:
        troubles.append(error)
    return sent, troubles


def _to_slack(variable: str, text: str) -> None:
    address = _secret(variable, "alerts.slack_webhook_env")
    try:
        answer = requests.post(address, json={"text": text}, timeout=TIMEOUT_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        raise _unsent("Slack", type(error).__name__, f"see whether {variable} holds the webhook's address") from None
    if answer.status_code != 200:
        raise _unsent("Slack", f"it answered {answer.status_code}", f"put a webhook that is in use into {variable}")


def _by_mail(mail: MailSettings, subject: str, text: str) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, mail.sender, ", ".join(mail.to)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's out-of-office answers it
    message.set_content(text)
    password = _secret(mail.password_env, "alerts.mail.password_env") if mail.password_env else ""
    try:
        with _server(mail) as server:
            if mail.user:
                server.login(mail.user, password)
            server.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        where = f"{mail.host}:{mail.port}"
        raise _unsent(where, type(error).__name__, "see `alerts.mail` of yarnnn.yaml and the server's log") from None


def _server(mail: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT_SECONDS)
    if mail.security == "starttls":
        try:
            server.starttls(context=context)
        except Exception:
            server.close()
            raise
    return server


def _secret(variable: str, key: str) -> str:
    if value := os.environ.get(variable, ""):
        return value
    raise UserError(f"{variable} is not set", where=key, mend=f"set {variable} where the line runs")


def _unsent(where: str, reason: str, mend: str) -> UserError:
    return UserError(f"the alert could not be sent ({reason})", where=where, mend=mend)
