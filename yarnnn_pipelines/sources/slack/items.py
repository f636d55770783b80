"""Slack's messages, people and channels as items: author, words, version, place in a thread.

Also the rule for exports that log edits and deletions (`message_changed`, `message_deleted`) after the message itself.
Finding the messages in an export is `slack`'s work, mrkdwn is `text.slack`'s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yarnnn_pipelines.sources.shared.envelope import TOMBSTONE, Observed, as_json, content_version, readable
from yarnnn_pipelines.sources.slack.text import Names, attachments_text, blocks_text, clean_mrkdwn, dicts, shown_text

_EARLIEST, _LATEST = 631_152_000_000_000, 4_102_444_800_000_000  # microseconds: the years from 1990 until 2100
_TS = re.compile(r"[0-9]{1,11}\.[0-9]{1,6}")


@dataclass(frozen=True)
class Workspace:
    """What every message of an export shares: the team's id, its address (None if unknown), names for ids."""

    team: str
    url: str | None
    names: Names


class ChannelMessages:
    """The messages of one channel, whose records are given from the last to the first.

    A log of edits or deletions follows the message it speaks of, so read backwards the first word about a `ts` is the
    last one that was said, and nothing but the ids has to be kept in memory.
    """

    def __init__(self, workspace: Workspace, channel: str) -> None:
        self._workspace = workspace
        self._channel = channel
        self._container = f"slack:{workspace.team}:{channel}"
        self._seen: set[str] = set()
        self._items: list[Observed] = []
        self.refused: set[str] = set()  # `ts` of messages that can't be kept
        self.authors: set[str] = set()  # people; no export lists bots by the id that their messages name

    def add(self, records: list[Any]) -> Counter[str]:
        """Take the records of a day file (in the file's order); returns how many were left out, by reason."""
        left_out: Counter[str] = Counter()
        for record in reversed(records):
            subtype = record.get("subtype") if isinstance(record, dict) else None
            if subtype == "message_changed" and isinstance(record.get("message"), dict):
                record = {"type": "message", **record["message"]}
            elif subtype == "message_deleted":
                before = record.get("previous_message")
                ts = record.get("deleted_ts") or (before.get("ts") if isinstance(before, dict) else None)
                record = {**(before if isinstance(before, dict) else {}), "ts": ts, "subtype": "tombstone"}
            ts = ts_in(record)
            if ts is None:
                left_out["message_without_ts"] += 1
            elif ts not in self._seen:
                self._seen.add(ts)
                try:
                    self._items.append(self._observed(record, ts))
                except ValueError:  # nested so deeply that no database takes it
                    left_out["odd_message"] += 1
                    self.refused.add(ts)
        return left_out

    def take(self) -> list[Observed]:
        """The items since the last call."""
        items, self._items = self._items, []
        return items

    def _observed(self, message: Mapping[str, Any], ts: str) -> Observed:
        subtype = message.get("subtype")
        author = _author(message, subtype)
        if author and author != message.get("bot_id"):
            self.authors.add(author)
        root = as_ts(message.get("thread_ts"))
        edited = message.get("edited")
        edited_ts = edited.get("ts") if isinstance(edited, dict) else None
        edited_at = as_ts(edited_ts)
        deleted = subtype == "tombstone"
        return Observed(
            item_id=f"{self._container}:{ts}",
            version=TOMBSTONE if deleted else _version(message, subtype, edited_ts),
            container_id=self._container,
            thread_id=f"{self._container}:{root}" if root else None,
            author_id=f"slack:{self._workspace.team}:{author}" if author else None,
            occurred_at=instant_of(ts),
            edited_at=instant_of(edited_at) if edited_at else None,
            is_deleted=deleted,
            text="" if deleted else _text(message, subtype, self._workspace.names),
            permalink=self._permalink(ts),
            payload=as_json(message),
        )

    def _permalink(self, ts: str) -> str:
        if self._workspace.url:
            return f"{self._workspace.url.rstrip('/')}/archives/{self._channel}/p{ts.replace('.', '')}"
        team = self._workspace.team
        return f"https://slack.com/app_redirect?team={team}&channel={self._channel}&message_ts={ts}"


def user_item(team: str, user: Mapping[str, Any]) -> Observed:
    """A person or bot of the workspace."""
    profile = _profile(user)
    seen = [profile.get(name) for name in ("real_name", "display_name", "email", "title")]
    return Observed(
        item_id=f"slack:{team}:{user['id']}",
        version=content_version("user", user.get("name"), user.get("deleted"), user.get("is_bot"), seen),
        container_id=f"slack:{team}",
        thread_id=None,
        author_id=f"slack:{team}:{user['id']}",
        occurred_at=seconds_of(user.get("updated")),
        edited_at=None,
        is_deleted=False,
        text=name_of(user),
        permalink=None,
        payload=as_json(user),
    )


def channel_item(team: str, channel: Mapping[str, Any], kind: str, name: str) -> Observed:
    """A channel; kind: public, private, im or mpim; name: as people call it."""
    seen = [channel.get(field) for field in ("is_archived", "topic", "purpose", "members")]
    creator = channel.get("creator")
    return Observed(
        item_id=f"slack:{team}:{channel['id']}",
        version=content_version("channel", kind, name, seen),
        container_id=f"slack:{team}",
        thread_id=None,
        author_id=f"slack:{team}:{creator}" if isinstance(creator, str) else None,
        occurred_at=seconds_of(channel.get("created")),
        edited_at=None,
        is_deleted=False,
        text=name,
        permalink=None,
        payload=as_json({**channel, "kind": kind}),
    )


def name_of(user: Mapping[str, Any]) -> str:
    """The full name if there is one: that is how the same person is called in mail and calendar."""
    profile = _profile(user)
    for name in (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name")):
        if isinstance(name, str) and name.strip():
            return name.strip()
    return str(user["id"])


def _profile(user: Mapping[str, Any]) -> Mapping[str, Any]:
    profile = user.get("profile")
    return profile if isinstance(profile, dict) else {}


def profile_user(user_id: str, message: Mapping[str, Any], team: str) -> dict[str, Any]:
    """A person whom no list of an export names, from the `user_profile` that their messages carry.

    Whoever's team is not `team`, the workspace's own, is a stranger: somebody of another organisation.
    """
    profile = message["user_profile"]
    theirs = profile.get("team") or message.get("user_team")
    return {
        "id": user_id,
        "name": profile.get("name"),
        "team_id": theirs,
        "is_stranger": theirs != team,
        "is_restricted": profile.get("is_restricted"),
        "is_ultra_restricted": profile.get("is_ultra_restricted"),
        "profile": {key: profile.get(key) for key in ("real_name", "display_name")},
    }


def seconds_of(value: Any) -> int | None:
    """Slack's seconds since 1970, as number or text, in microseconds."""
    try:
        seconds = int(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
    return seconds * 1_000_000 if 0 < seconds < 10**11 else None


def as_ts(value: Any) -> str | None:
    """Slack's `ts` as it is written, of one that a program made a number too; None for anything else, and for an absurd
    time: it would say that an export reaches as far."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = f"{value:.6f}"
    if not isinstance(value, str) or not _TS.fullmatch(value):
        return None
    return value if _EARLIEST <= instant_of(value) < _LATEST else None


def ts_in(record: Any) -> str | None:
    """The identity of a message; None where the record has none."""
    return as_ts(record.get("ts")) if isinstance(record, dict) else None


def instant_of(ts: str) -> int:
    """A `ts` in microseconds, by its digits: a float would lose the last ones."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0"))


def _author(message: Mapping[str, Any], subtype: Any) -> str | None:
    """Who wrote it. Old `file_comment` messages have no user; the comment has one, and the file another."""
    candidates: list[Any] = [message.get("user")]
    if subtype == "file_comment":
        candidates = [_inside(message, "comment", "user"), _inside(message, "file", "user"), *candidates]
    candidates += [message.get("bot_id"), _inside(message, "file", "user")]
    return next((name for name in candidates if isinstance(name, str) and name), None)


def _inside(message: Mapping[str, Any], *path: str) -> Any:
    value: Any = message
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(message: Mapping[str, Any], subtype: Any, names: Names) -> str:
    """The author's words; where there are none, what stands in their place. A file's title is nobody's sentence."""
    if subtype == "file_comment" and isinstance(comment := _inside(message, "comment", "comment"), str):
        # `text` says "<@U1> commented on U2's file <...>:" before it
        return clean_mrkdwn(readable(comment), names)
    if subtype == "file_share" and isinstance(comment := _inside(message, "file", "initial_comment", "comment"), str):
        return clean_mrkdwn(readable(comment), names)
    text = message.get("text")
    if isinstance(text, str) and text.strip():
        if subtype == "me_message" and isinstance(user := message.get("user"), str):
            # "/me decided to wait": its writer's name stands before it, as its subject
            return f"{names.users.get(user, user)} {clean_mrkdwn(readable(text), names)}"
        return shown_text(text, message.get("blocks"), names)
    return blocks_text(message.get("blocks"), names) or attachments_text(message.get("attachments"), names)


def _version(message: Mapping[str, Any], subtype: Any, edited_ts: Any) -> str:
    """Over words, author, files and Slack's edit stamp.

    Reactions, reply counts and link previews change without anyone changing the message, so they count only where they
    are the message: attachments and blocks of one that has no text.
    """
    text = message.get("text")
    seen = [subtype, text, message.get("user") or message.get("bot_id") or message.get("username"), edited_ts]
    if files := message.get("files"):
        seen += [[file.get("id"), file.get("title"), file.get("mode") == "tombstone"] for file in dicts(files)]
    if not text:
        words = ("pretext", "title", "text", "fields", "fallback")
        seen += [
            message.get("blocks"),
            [[attachment.get(word) for word in words] for attachment in dicts(message.get("attachments"))],
        ]
    return content_version(*seen)
