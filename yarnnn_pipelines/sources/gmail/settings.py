"""Gmail's keys of yarnnn.yaml. How its exports and its API are read is said beside this file."""

from __future__ import annotations

from typing import ClassVar

from yarnnn_pipelines.config.values import Texts
from yarnnn_pipelines.sources.shared.google.scopes import GMAIL_READONLY
from yarnnn_pipelines.sources.shared.google.service import GoogleService, GoogleSource

GMAIL_API = GoogleService(
    platform="gmail",
    name="Gmail API",
    page="https://console.cloud.google.com/apis/library/gmail.googleapis.com",
    scopes=(GMAIL_READONLY,),
    expired="make new credentials for this account, with the scope gmail.readonly",
    not_allowed=f"give the credentials the scope {GMAIL_READONLY}, for this account",
    needs_account=True,
)


class GmailSource(GoogleSource):
    service: ClassVar[GoogleService] = GMAIL_API
    api_host: ClassVar[str] = "https://gmail.googleapis.com"
    api_path: ClassVar[str] = "/gmail/v1"

    labels: Texts = ["INBOX", "SENT"]
