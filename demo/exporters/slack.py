"""The Slack export: channels.json, users.json and <channel>/YYYY-MM-DD.json, as Slack's own exporter lays them out.

A channel's story is a text file of its name:

    Tue 10 Nov                                    a day; lines starting with == or // are headings and asides
    10:22 dana: @mia can we move the review?      a message; @key, #channel, <label|url> become Slack's mark-up
      | and a second line of it
      > 10:30 mia: Should work.                   a reply in its thread
      > Tue 24 Nov 09:00 dana: Late, but yes.     a reply on another day
      + tada: mia, leo                            a reaction to the message above
      ^ plan.pdf                                  a file with it
      ~ edited Mon 9 Nov 09:30, was: ...          edited then; an export from before shows what it was
      ~ deleted Fri 6 Nov 18:12                   gone from every later export
    10:40 priya joined                            a channel join

Format: https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from .cast import STORIES, Cast, Channel, Person, StoryError, day, instant, moment, stable_hex, stable_id

MESSAGE = re.compile(
    r"(?P<reply> *> )?(?:(?P<day>[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}) )?(?P<clock>\d\d:\d\d) (?P<who>\w+)"
    r"(?:: (?P<text>.*)| (?P<joined>joined))$"
)
MARKUP = re.compile(
    r"&lt;(?P<label>[^|&]+)\|(?P<target>https?://\S+?)&gt;|(?P<url>https?://[^\s),]*[^\s),.!?:])|@(?P<who>\w+)|#(?P<channel>[\w-]+)"
)


@dataclass
class Message:
    at: datetime
    who: str
    text: str
    joined: bool = False
    ts: str = ""
    replies: list[Message] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    edited: datetime | None = None
    before: str = ""
    deleted: datetime | None = None

    def seen_at(self, when: datetime) -> bool:
        return self.at <= when and not (self.deleted and self.deleted <= when)


def read_channel(path: Path) -> list[Message]:
    """The story of one channel, roots in order, each with its replies."""
    roots: list[Message] = []
    latest: Message | None = None
    today: date | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            mark, rest = line.strip()[:2], line.strip()[2:]
            if not line.strip() or mark in ("==", "//"):
                continue
            if found := MESSAGE.match(line):
                on = day(found["day"]) if found["day"] else today
                latest = Message(instant(on, found["clock"]), found["who"], found["text"] or "", bool(found["joined"]))
                (roots[-1].replies if found["reply"] else roots).append(latest)
            elif not line.startswith(" "):
                today = day(line.strip())
            elif mark == "| ":
                latest.text += "\n" + rest
            elif mark == "+ ":
                emoji, _, who = rest.partition(": ")
                latest.reactions[emoji] = who.split(", ")
            elif mark == "^ ":
                latest.files.append(rest)
            elif mark == "~ ":
                _later(latest, rest)
            else:
                raise StoryError(f"what is {line.strip()!r}?")
        except (StoryError, AttributeError, IndexError) as error:
            raise StoryError(f"{path}, line {number}: {error}") from None
    _number(path.stem, roots)
    return roots


def _later(message: Message, what: str) -> None:
    """`edited <moment>, was: <text>` or `deleted <moment>`."""
    if what.startswith("deleted "):
        message.deleted = moment(what.removeprefix("deleted "))
    else:
        when, _, message.before = what.removeprefix("edited ").partition(", was: ")
        message.edited = moment(when)


def _number(channel: str, roots: list[Message]) -> None:
    """Give each message its ts: seconds and a serial number, unique and rising within the channel."""
    everything = [message for root in roots for message in (root, *root.replies)]
    last = 0
    for message in sorted(everything, key=lambda m: m.at):
        # minutes are enough for a story; seconds are drawn, but never overtake the order of the file
        second = int(stable_hex(channel, message.at, message.who, message.text, length=8), 16) % 35
        epoch = max(int(message.at.timestamp()) + second, last + 4)
        last, serial = epoch, int(stable_hex(channel, epoch, length=5), 16) % 900_000
        message.ts = f"{epoch}.{serial + 100_000:06d}"


def user_id(key: str) -> str:
    return stable_id("B" if key == "shipyard" else "U", "user", key)


def channel_id(channel: Channel) -> str:
    return stable_id({"public": "C", "private": "G", "im": "D"}[channel.kind], "channel", channel.name)


def _mrkdwn(text: str, cast: Cast) -> str:
    """A story's text in Slack's mark-up: mentions, channels and links in angle brackets, the rest escaped."""

    def mark(found: re.Match[str]) -> str:
        if found["label"]:
            return f"<{found['target']}|{found['label']}>"
        if found["url"]:
            return f"<{found['url']}>"
        if found["who"]:
            if found["who"] in ("here", "channel"):
                return f"<!{found['who']}>"
            return f"<@{user_id(found['who'])}>" if found["who"] in cast.people else found[0]
        channel = cast.channels.get(found["channel"])
        return f"<#{channel_id(channel)}|{channel.name}>" if channel else found[0]

    return MARKUP.sub(mark, html.escape(text, quote=False))


def _as_json(message: Message, channel: Channel, cast: Cast, when: datetime) -> dict[str, object]:
    """A message as the export of `when` shows it, without what its thread adds."""
    person, team = cast.people[message.who], cast.workspace["id"]
    if message.joined:
        text = f"<@{user_id(person.key)}> has joined the channel"
        return {
            "subtype": "channel_join",
            "user": user_id(person.key),
            "text": text,
            "type": "message",
            "ts": message.ts,
        }
    if person.bot:  # a bot writes into an attachment and leaves the text empty
        attachment = {"id": 1, "color": "2eb886", "fallback": message.text, "text": _mrkdwn(message.text, cast)}
        bot = {"subtype": "bot_message", "bot_id": user_id(person.key), "username": person.name}
        return {**bot, "text": "", "attachments": [attachment], "type": "message", "ts": message.ts}
    edited = message.edited is not None and message.edited <= when
    said = message.before if message.before and not edited else message.text
    out: dict[str, object] = {
        "client_msg_id": _uuid(channel.name, message.ts),
        "user": user_id(person.key),
        "type": "message",
        "ts": message.ts,
        "text": _mrkdwn(said, cast),
        "team": team,
        "user_team": team,
        "source_team": team,
        "user_profile": {
            "real_name": person.name,
            "display_name": _handle(person),
            "first_name": person.name.split()[0],
            "name": _handle(person),
            "team": team,
            "is_restricted": person.guest,
            "is_ultra_restricted": False,
        },
    }
    if message.files:
        out["files"] = [_file(name, message, person, cast) for name in message.files]
        out["upload"] = False
    if edited:
        out["edited"] = {"user": user_id(person.key), "ts": f"{int(message.edited.timestamp())}.000000"}
    if message.reactions:
        out["reactions"] = [
            {"name": name, "users": [user_id(key) for key in who], "count": len(who)}
            for name, who in message.reactions.items()
        ]
    return out


def _file(name: str, message: Message, person: Person, cast: Cast) -> dict[str, object]:
    file_id, kind = stable_id("F", "file", name, message.ts), name.rpartition(".")[2]
    return {
        "id": file_id,
        "created": int(float(message.ts)),
        "name": name,
        "title": name,
        "filetype": kind,
        "user": user_id(person.key),
        "size": 20_000 + int(stable_hex(name, length=5), 16),
        "mode": "hosted",
        "permalink": f"{cast.workspace['url']}/files/{user_id(person.key)}/{file_id}/{name}",
    }


def _thread_as_json(root: Message, channel: Channel, cast: Cast, when: datetime) -> Iterator[tuple[Message, dict]]:
    """The messages of a thread that the export of `when` can see, with the fields that tie them together."""
    replies = [reply for reply in root.replies if reply.seen_at(when)]
    if root.seen_at(when):
        out = _as_json(root, channel, cast, when)
        if replies:
            who = list(dict.fromkeys(user_id(reply.who) for reply in replies))
            out |= {
                "thread_ts": root.ts,
                "reply_count": len(replies),
                "reply_users_count": len(who),
                "latest_reply": max(reply.ts for reply in replies),
                "reply_users": who,
                "replies": [{"user": user_id(reply.who), "ts": reply.ts} for reply in replies],
                "is_locked": False,
                "subscribed": False,
            }
        yield root, out
    for reply in replies:
        out = _as_json(reply, channel, cast, when)
        yield reply, out | {"thread_ts": root.ts, "parent_user_id": user_id(root.who)}


def _user_as_json(person: Person, cast: Cast) -> dict[str, object]:
    profile = {
        "title": person.title,
        "real_name": person.name,
        "real_name_normalized": person.name,
        "display_name": _handle(person),
        "first_name": person.name.split()[0],
        "last_name": person.name.split()[-1],
        "email": person.email,
        "team": cast.workspace["id"],
    }
    return {
        "id": user_id(person.key),
        "team_id": cast.workspace["id"],
        "name": person.email.split("@")[0],
        "deleted": False,
        "real_name": person.name,
        "tz": person.zone,
        "profile": profile,
        "is_admin": person.key == "mia",
        "is_owner": person.key == "mia",
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_bot": False,
        "updated": int(moment("Mon 5 Oct 09:00").timestamp()),
    }


def _channel_as_json(channel: Channel, cast: Cast) -> dict[str, object]:
    created = int(moment("Thu 1 Oct 10:00").timestamp())
    out: dict[str, object] = {"id": channel_id(channel), "created": created}
    if channel.kind != "im":
        creator = user_id("mia")
        out |= {"name": channel.name, "creator": creator, "is_archived": False, "is_general": channel.name == "general"}
        out["topic"] = {"value": "", "creator": "", "last_set": 0}
        out["purpose"] = {"value": channel.purpose, "creator": creator, "last_set": created}
    return out | {"members": [user_id(key) for key in channel.members]}


def slack_export(cast: Cast, when: datetime) -> dict[str, str]:
    """The export taken at `when`: file name in the zip -> its text."""
    people = [person for person in cast.people.values() if not person.bot]
    kinds = {"channels": "public", "groups": "private", "dms": "im", "mpims": "mpim"}
    files: dict[str, object] = {
        f"{name}.json": [_channel_as_json(channel, cast) for channel in cast.channels.values() if channel.kind == kind]
        for name, kind in kinds.items()
    }
    files["users.json"] = [_user_as_json(person, cast) for person in people]
    files["integration_logs.json"] = []
    for path in sorted(STORIES.glob("*/*.slack")):
        channel = cast.channels[path.stem]
        seen = [pair for root in read_channel(path) for pair in _thread_as_json(root, channel, cast, when)]
        folder = channel_id(channel) if channel.kind == "im" else channel.name
        for message, out in sorted(seen, key=lambda pair: pair[0].ts):
            on = datetime.fromtimestamp(float(message.ts), UTC).astimezone(message.at.tzinfo).date()
            files.setdefault(f"{folder}/{on}.json", []).append(out)
    return {name: json.dumps(content, indent=4, ensure_ascii=True) + "\n" for name, content in files.items()}


def _handle(person: Person) -> str:
    return person.email.split("@")[0]


def _uuid(*parts: object) -> str:
    digits = stable_hex(*parts, length=32)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
