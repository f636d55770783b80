"""The four vendors' servers filled with as much as is asked for, and the settings by which they are read.

What the items say is of no importance here; the story of an agency is `agency`'s.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from tests.platforms.calendar_server import CalendarServer
from tests.platforms.gmail_server import ACCOUNT, GmailServer
from tests.platforms.loopback import LoopbackServer
from tests.platforms.notion_server import NotionServer, block
from tests.platforms.slack_server import SlackServer


@dataclass
class Servers:
    slack: SlackServer
    gmail: GmailServer
    notion: NotionServer
    calendar: CalendarServer
    calendars: list[str]

    def all(self) -> dict[str, LoopbackServer]:
        return {"slack": self.slack, "gmail": self.gmail, "notion": self.notion, "calendar": self.calendar}

    def sources(self) -> dict[str, Any]:
        """`sources:` of a yarnnn.yaml."""
        return {
            "slack": {"token_env": "SLACK_TOKEN", "base_url": self.slack.url},
            "gmail": {
                "credentials_env": "GMAIL_CREDENTIALS",
                "account": ACCOUNT,
                "base_url": self.gmail.url,
                "token_url": f"{self.gmail.url}/token",
            },
            "notion": {"token_env": "NOTION_TOKEN", "base_url": self.notion.url},
            "calendar": {
                "credentials_env": "CALENDAR_CREDENTIALS",
                "base_url": self.calendar.url,
                "token_url": self.calendar.token_uri,
                "calendars": self.calendars,
            },
        }

    def environment(self) -> dict[str, str]:
        client = {"client_id": self.calendar.client_id, "client_secret": self.calendar.client_secret}
        consent = {"type": "authorized_user", **client, "refresh_token": self.calendar.refresh_token_for(ACCOUNT)}
        self.gmail.consent("refresh", ACCOUNT)
        mail = {"type": "authorized_user", **self.gmail.user_credentials(), "refresh_token": "refresh"}
        return {
            "SLACK_TOKEN": self.slack.token,
            "NOTION_TOKEN": next(iter(self.notion.tokens)),
            "GMAIL_CREDENTIALS": json.dumps(mail),
            "CALENDAR_CREDENTIALS": json.dumps(consent),
        }


def filled(channels: int, messages: int, calendars: int, events: int, mails: int, pages: int, now: datetime) -> Servers:
    """Servers of which every channel has that many messages, every calendar that many events; over eight weeks."""
    begin = now - timedelta(weeks=8)
    slack, gmail, notion = SlackServer(now=begin), GmailServer(now=begin), NotionServer(now=begin)
    calendar = CalendarServer(now=begin)
    mia = slack.add_user("mia")
    names = [slack.add_channel(f"client-{n}", members=[mia, slack.bot]) for n in range(channels)]
    for number in range(messages):
        slack.pass_time(weeks=7.5 / messages)
        for name in names:
            slack.post(name, mia, f"The page {number} is live.")
    for number in range(mails):
        gmail.pass_time(weeks=7.5 / mails)
        gmail.deliver(mail(number))
    notion.add_user("Mia", ACCOUNT)
    root = notion.add_page(None, "Acme Corp")
    for number in range(pages - 1):
        notion.pass_time(weeks=7.5 / pages)
        notion.add_page(root, f"Page {number}", blocks=[block("paragraph", f"Line {number}")])
    calendar.add_calendar(ACCOUNT, "Mia", primary_of=ACCOUNT)
    ids = [calendar.add_calendar(f"c{n}@group.example", f"Calendar {n}", users=[ACCOUNT]) for n in range(calendars)]
    for number in range(events):
        calendar.pass_time(weeks=7.5 / events)
        for one in ids:
            calendar.add_event(one, f"Call {number}", calendar.now.replace(microsecond=0))
    for server in (slack, gmail, notion, calendar):
        server.now = now
    return Servers(slack, gmail, notion, calendar, ids)


def mail(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Dana Reyes <dana@acme.example>", ACCOUNT
    message["Subject"], message["Message-ID"] = f"Report {number}", f"<{number}@acme.example>"
    message.set_content(f"The report {number} is done.")
    return message
