"""What demo/ promises: that its export files are what its stories give, and that any reader of the formats takes them.

How the line reads them belongs to the tests of the sources; what it makes of them, to tests/line.
"""

from __future__ import annotations

import json
import mailbox
import re
import subprocess
import sys
import zipfile
from collections import defaultdict
from datetime import UTC, date, datetime
from email.utils import getaddresses, parsedate_to_datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from yarnnn_pipelines.project import load_settings
from yarnnn_pipelines.sources.slack.settings import SlackChannels

DEMO = Path(__file__).parents[2] / "demo"
EXPORTS = DEMO / "exports"
WEEKS = [f"2026-W{week}" for week in range(41, 47)]
CLIENTS = ["acme", "harborline", "estuary", "mendwell"]
LISBON = ZoneInfo("Europe/Lisbon")


def week(at: datetime) -> str:
    return f"{at.astimezone(LISBON):%G-W%V}"


@cache
def slack(export: str) -> dict[tuple[str, str], dict]:
    """(channel folder, ts) -> message, of one Slack export."""
    with zipfile.ZipFile(EXPORTS / f"slack-{export}.zip") as archive:
        days = {name: json.loads(archive.read(name)) for name in archive.namelist() if "/" in name}
    return {(name.split("/")[0], message["ts"]): message for name, day in days.items() for message in day}


@cache
def mails() -> list[mailbox.mboxMessage]:
    return list(mailbox.mbox(EXPORTS / "mail.mbox", create=False))


@cache
def meetings(export: str) -> dict[str, object]:
    """summary -> VEVENT, of the meetings that are no moved slot of a series."""
    calendar = Calendar.from_ical((EXPORTS / f"calendar-{export}.ics").read_bytes())
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT") if "RECURRENCE-ID" not in event}


def notion(export: str) -> dict[str, str]:
    with zipfile.ZipFile(EXPORTS / f"notion-{export}.zip") as archive:
        return {re.sub(r"^Export-[0-9a-f-]+/", "", name): archive.read(name).decode() for name in archive.namelist()}


def said(export: str, channel: str, words: str) -> list[dict]:
    return [m for (folder, _), m in slack(export).items() if folder == channel and words in m["text"]]


def test_making_the_demo_again_gives_the_committed_files_byte_for_byte(tmp_path):
    subprocess.run([sys.executable, DEMO / "make_demo.py", "--to", tmp_path], check=True, timeout=600)
    committed = {path.name: path.read_bytes() for path in EXPORTS.iterdir() if path.name != ".gitattributes"}
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(made) == sorted(committed)
    different = [name for name in made if made[name] != committed[name]]
    assert not different, f"run `python demo/make_demo.py` and commit {different}"


def test_the_settings_name_the_committed_exports_oldest_first():
    settings = load_settings(DEMO / "yarnnn.yaml")
    named = [path for source in settings.sources.configured().values() for path in source.export]
    assert {path.name for path in named} == {path.name for path in EXPORTS.iterdir()} - {".gitattributes"}
    for source in settings.sources.configured().values():
        assert [path.name for path in source.export] == sorted(path.name for path in source.export)
    assert [client.id for client in settings.clients] == CLIENTS


def test_every_week_of_every_client_has_items_but_the_one_week_in_which_a_museum_is_silent():
    settings = load_settings(DEMO / "yarnnn.yaml")
    seen = defaultdict(int)
    for client in settings.clients:
        for (folder, ts), _ in slack("2026-11-16").items():
            if folder in [place.written for place in client.of(SlackChannels).listed()]:
                seen[client.id, week(datetime.fromtimestamp(float(ts), UTC))] += 1
        for mail in mails():
            people = getaddresses(mail.get_all("From") + mail.get_all("To", []) + mail.get_all("Cc", []))
            if any(address.endswith("@" + client.domains[0]) for _, address in people):
                seen[client.id, week(parsedate_to_datetime(mail["Date"]))] += 1
    silent = [(client, w) for client in CLIENTS for w in WEEKS if not seen[client, w]]
    assert silent == [("estuary", "2026-W44")]
    assert {w for _, w in seen} == set(WEEKS)


def test_slack_names_every_author_channel_and_thread_that_its_messages_refer_to():
    for export in ("2026-11-06", "2026-11-16"):
        with zipfile.ZipFile(EXPORTS / f"slack-{export}.zip") as archive:
            assert archive.testzip() is None
            users = {user["id"] for user in json.loads(archive.read("users.json"))}
            folders = set()
            for index in ("channels", "groups", "dms", "mpims"):
                folders |= {channel.get("name", channel["id"]) for channel in json.loads(archive.read(f"{index}.json"))}
        messages = slack(export)
        assert {folder for folder, _ in messages} <= folders
        for (folder, _), message in messages.items():
            assert message.get("user") in users or message["subtype"] == "bot_message"
            assert set(re.findall(r"<@(\w+)>", message["text"])) <= users
            assert "thread_ts" not in message or (folder, message["thread_ts"]) in messages


def test_people_write_in_the_day_that_their_file_is_named_after():
    with zipfile.ZipFile(EXPORTS / "slack-2026-11-16.zip") as archive:
        for name in archive.namelist():
            if "/" in name:
                days = {
                    f"{datetime.fromtimestamp(float(m['ts']), UTC).astimezone(LISBON):%Y-%m-%d}"
                    for m in json.loads(archive.read(name))
                }
                assert days == {Path(name).stem}


def test_a_message_of_the_older_slack_export_is_gone_from_the_newer_one():
    gone = slack("2026-11-06").keys() - slack("2026-11-16").keys()
    assert [(channel, slack("2026-11-06")[channel, ts]["text"][:24]) for channel, ts in gone] == [
        ("client-mendwell", "Mendwell's margin is dow")
    ]


def test_a_number_said_in_the_older_slack_export_is_edited_in_the_newer_one():
    older, newer = slack("2026-11-06"), slack("2026-11-16")
    changed = [key for key in older.keys() & newer.keys() if older[key]["text"] != newer[key]["text"]]
    assert len(changed) == 1
    assert "to 23 s." in older[changed[0]]["text"]
    assert "to 26 s." in newer[changed[0]]["text"]
    assert "edited" in newer[changed[0]]
    assert "edited" not in older[changed[0]]


def test_mails_carry_gmails_ids_and_threads_and_a_date_that_agrees_with_their_envelope():
    ids = set()
    for mail in mails():
        number, _, envelope_date = mail.get_from().partition("@xxx ")
        ids.add(int(number))
        at = parsedate_to_datetime(mail["Date"])
        assert f"{at.astimezone(UTC):%a %b %d %H:%M:%S +0000 %Y}" == envelope_date
        assert int(mail["X-GM-THRID"]) <= int(number)
        assert mail["X-Gmail-Labels"]
    assert len(ids) == len(mails())
    known = {mail["Message-ID"] for mail in mails()}
    assert all(mail["In-Reply-To"] in known for mail in mails() if mail["In-Reply-To"])


def test_every_part_of_every_mail_decodes_with_the_charset_that_it_names():
    kinds = set()
    for mail in mails():
        kinds.add(mail.get_content_type())
        for part in mail.walk():
            if part.get_content_type() in ("text/plain", "text/html"):
                assert part.get_payload(decode=True).decode(part.get_content_charset()).strip()
        assert not mail.defects
    assert kinds == {"text/plain", "text/html", "multipart/alternative", "multipart/mixed"}


def test_the_notion_pages_keep_their_ids_while_a_number_changes():
    older, newer = notion("2026-11-06"), notion("2026-11-16")
    assert older.keys() < newer.keys()
    rotterdam = next(name for name in older if "/Rotterdam " in name)
    assert "Drivers: 12" in older[rotterdam]
    assert "Drivers: 18" in newer[rotterdam]
    assert all(re.search(r" [0-9a-f]{32}(_all)?\.(md|csv)$", name) for name in newer)


def test_every_row_of_a_notion_database_has_its_page():
    for name, text in notion("2026-11-16").items():
        if name.endswith("_all.csv"):
            titles = {line.split(",")[0] for line in text.splitlines()[1:] if line}
            folder = name.removesuffix("_all.csv") + "/"
            pages = [text for page, text in notion("2026-11-16").items() if page.startswith(folder)]
            assert titles == {page.splitlines()[0].removeprefix("# ") for page in pages}


def test_the_review_moves_from_tuesday_to_thursday_between_the_two_calendars():
    before, after = (meetings(export)["Mid-quarter review"] for export in ("2026-11-06", "2026-11-16"))
    assert before["UID"] == after["UID"]
    assert before.decoded("DTSTART") == datetime(2026, 11, 17, 14, tzinfo=LISBON)
    assert after.decoded("DTSTART") == datetime(2026, 11, 19, 14, tzinfo=LISBON)
    assert week(after.decoded("LAST-MODIFIED")) == "2026-W46"


def test_the_calendar_has_a_series_with_a_moved_slot_a_cancelled_meeting_and_one_of_a_whole_day():
    calendar = Calendar.from_ical((EXPORTS / "calendar-2026-11-16.ics").read_bytes())
    events = calendar.walk("VEVENT")
    assert all("UID" in event and "LAST-MODIFIED" in event for event in events)
    assert {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")} >= {"Europe/Lisbon", "Europe/Berlin"}
    moved = [event for event in events if "RECURRENCE-ID" in event]
    assert ("2026-10-26", "2026-10-27") in {
        (f"{event.decoded('RECURRENCE-ID'):%Y-%m-%d}", f"{event.decoded('DTSTART'):%Y-%m-%d}") for event in moved
    }
    assert [str(event["SUMMARY"]) for event in events if event["STATUS"] == "CANCELLED"] == [
        "Accessibility walkthrough"
    ]
    assert type(meetings("2026-11-16")["Tides of Light: opening"].decoded("DTSTART")) is date


@pytest.mark.parametrize(
    ("on", "channel", "words"),
    [
        ("2026-11-09", "client-acme", "Q2 campaign launched on schedule this morning"),
        ("2026-11-10", "client-acme", "move the mid-quarter review from Tuesday 17 to Thursday 19 November"),
        ("2026-11-11", "client-acme", "We found a conversion problem this morning"),
        ("2026-11-12", "client-acme", "tracking gap closed, the pixel fires on every page again"),
    ],
)
def test_acmes_launch_week_is_told_in_slack_on_the_days_it_happened(on, channel, words):
    (message,) = said("2026-11-16", channel, words)
    assert f"{datetime.fromtimestamp(float(message['ts']), UTC).astimezone(LISBON):%Y-%m-%d}" == on


def test_no_story_names_a_weekday_that_its_date_does_not_have():
    months = ["october", "november", "december"]
    dated = re.compile(r"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),? (\d{1,2}) (" + "|".join(months) + ")", re.I)
    wrong = []
    for path in (DEMO / "stories").glob("*/*"):
        for name, number, month in dated.findall(path.read_text(encoding="utf-8")):
            on = date(2026, months.index(month.lower()) + 10, int(number))
            if f"{on:%A}".lower() != name.lower():
                wrong.append((path.name, name, on))
    assert not wrong


def test_every_address_of_the_demo_belongs_to_nobody():
    headers = [value for mail in mails() for name in ("From", "To", "Cc") for value in mail.get_all(name, [])]
    addresses = {address for _, address in getaddresses(headers)}
    # Gmail allows no underscore in a name, so that one cannot be anybody's
    assert {address for address in addresses if not address.endswith(".example")} == {"joana_prates@gmail.com"}
