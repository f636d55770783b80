"""Slack's Web API on loopback: a workspace that a test changes while a client reads it.

Written from https://docs.slack.dev/reference/methods. Only the reading methods that a connector needs are here, and
what Slack's own servers keep behind them. Faults, latency and the clock are `loopback`'s.

Where the documents leave it open, the answer is the one that is harder on a client: history and replies leave
`response_metadata` out on the last page ("an empty, null, or non-existent next_cursor"), lists send it empty;
`exclude_archived` filters after paging, so a page may be short or empty and still not be the last; `limit` is honoured
but bounded without a word; a cursor says where to go on, and `oldest`, `latest` and `types` must be sent again.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import count
from pathlib import Path
from typing import Any

from tests.platforms.loopback import Answer, LoopbackServer, Request

TEAM = "T0LOOPBACK"
TOKEN = "xoxb-loopback"

Message = dict[str, Any]

# {kind: (its word in `types`, what its scopes begin with, what its ids begin with, its list in an export)}
_KINDS = {
    "public": ("public_channel", "channels", "C", "channels.json"),
    "private": ("private_channel", "groups", "C", "groups.json"),
    "im": ("im", "im", "D", "dms.json"),
    "mpim": ("mpim", "mpim", "C", "mpims.json"),
}
SCOPES = (
    *(f"{prefix}:{what}" for _, prefix, _, _ in _KINDS.values() for what in ("read", "history")),
    *("users:read", "users:read.email", "team:read", "files:read"),
)
_READ_BY_PAGES = ("conversations.history", "conversations.replies")
_MINUTE = timedelta(minutes=1)


@dataclass
class Grant:
    """A token: whose it is and what it may do. `error` is what it is refused with, '' while it is good."""

    token: str
    user: str
    scopes: tuple[str, ...]
    error: str = ""


@dataclass
class Channel:
    id: str
    kind: str
    name: str
    creator: str
    created: int  # seconds
    members: list[str]
    archived: bool = False
    previous_names: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)  # by ts, oldest first; without the summary of a thread
    threads: dict[str, list[str]] = field(default_factory=dict)  # {ts of a root: ts of its replies, oldest first}
    last: int = 0  # the highest ts ever given, in microseconds


class _Refused(Exception):
    """An answer with `ok: false`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


class _Call:
    """A request's arguments as Slack reads them for these methods: from the query or a form, never from JSON."""

    def __init__(self, method: str, request: Request, grant: Grant) -> None:
        self.method = method
        self.grant = grant
        self._request = request

    def text(self, name: str) -> str:
        values = self._request.query.get(name) or self._request.form.get(name) or [""]
        return values[0]

    def required(self, name: str) -> str:
        if value := self.text(name):
            return value
        message = f"[ERROR] missing required field: {name}"
        raise _Refused("invalid_arguments", response_metadata={"messages": [message]})

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str) -> int:
        """A `limit`; 0 if it was not sent."""
        value = self.text(name) or "0"
        if not value.isdecimal():
            raise _Refused("invalid_limit")
        return int(value)

    def instant(self, name: str) -> int | None:
        """`oldest` or `latest` in microseconds."""
        if not (value := self.text(name)):
            return None
        try:
            return int(Decimal(value) * 1_000_000)
        except (InvalidOperation, ValueError, OverflowError):
            raise _Refused(f"invalid_ts_{name}") from None

    def need(self, *scopes: str) -> None:
        if missing := [scope for scope in scopes if scope not in self.grant.scopes]:
            raise _Refused("missing_scope", needed=",".join(missing), provided=",".join(self.grant.scopes))


class SlackServer(LoopbackServer):
    """A workspace with one app in it, whose bot user is `bot` and whose token `token` has every scope.

    `rates` says how many requests a minute a method may get from one token; `object_limit` bounds a page of history
    and replies. `archived_readable` off refuses them in archived channels with `is_archived`. With `oldest_first_page`
    history given `oldest` without `latest` pages from the oldest on, as the documents say of paging by time; a page is
    newest first all the same.
    """

    def __init__(self, **base: Any) -> None:
        super().__init__(**base)
        self.team: dict[str, Any] = {"id": TEAM, "name": "Northlight Studio", "domain": "northlight"}
        self.rates: dict[str, int] = {}
        self.object_limit: int | None = None
        self.archived_readable = True
        self.oldest_first_page = False
        self._numbers = count(1)
        self._users: dict[str, dict[str, Any]] = {}
        self._channels: dict[str, Channel] = {}
        self._files: dict[str, dict[str, Any]] = {}
        self._contents: dict[str, bytes] = {}
        self._grants: dict[str, Grant] = {}
        self._cursors = 0  # cursors of an earlier number are invalid
        self._met: dict[tuple[str, str], deque[datetime]] = defaultdict(deque)
        self.bot = self.add_user("yarnnn", real_name="Yarnnn", bot=True)
        self.token = self.grant(TOKEN, self.bot)

    # What a test does to the workspace

    def grant(self, token: str, user: str, scopes: Iterable[str] = SCOPES) -> str:
        """Make a token good for this user, with these scopes. One that was revoked is good again."""
        with self.lock:
            self._grants[token] = Grant(token, user, tuple(scopes))
            return token

    def revoke(self, token: str, error: str = "token_revoked") -> None:
        """Refuse the token from now on, with `token_revoked`, `account_inactive`, `token_expired`, `invalid_auth`."""
        with self.lock:
            self._grants[token].error = error

    def limit(self, per_minute: int, *methods: str) -> None:
        """Allow so many requests a minute to each of these methods, or to each method there is."""
        with self.lock:
            self.rates.update(dict.fromkeys(methods or _METHODS, per_minute))

    def as_outside_marketplace(self) -> None:
        """What commercially distributed apps get that are not in Slack's Marketplace."""
        self.limit(1, *_READ_BY_PAGES)
        self.object_limit = 15

    def expire_cursors(self) -> None:
        """Refuse every cursor that was given so far with `invalid_cursor`."""
        with self.lock:
            self._cursors += 1

    def add_user(
        self,
        name: str,
        *,
        real_name: str = "",
        email: str | None = None,
        guest: str = "",
        deleted: bool = False,
        bot: bool = False,
        **extra: Any,
    ) -> str:
        """A person, or a bot; `guest` is 'multi' or 'single' by the number of channels. Returns the id."""
        with self.lock:
            user = f"U{next(self._numbers):010d}"
            profile = {"real_name": real_name or name.title(), "display_name": name, "team": self.team["id"]}
            if bot:
                profile |= {"bot_id": "B" + user[1:], "api_app_id": "A" + user[1:]}
            else:
                profile["email"] = email or f"{name}@northlight.example"
            self._users[user] = {
                "id": user,
                "team_id": self.team["id"],
                "name": name,
                "real_name": profile["real_name"],
                "deleted": deleted,
                "is_bot": bot,
                "is_restricted": guest in ("multi", "single"),
                "is_ultra_restricted": guest == "single",
                "updated": int(self.now.timestamp()),
                "profile": profile | extra.pop("profile", {}),
                **extra,
            }
            return user

    def deactivate(self, user: str) -> None:
        """What an administrator does when someone leaves; their tokens are refused with `account_inactive`."""
        with self.lock:
            self._users[user] |= {"deleted": True, "updated": int(self.now.timestamp())}
            for grant in self._grants.values():
                if grant.user == user:
                    grant.error = "account_inactive"

    def add_channel(
        self, name: str = "", *, kind: str = "public", members: Sequence[str] = (), creator: str = "", **extra: Any
    ) -> str:
        """A channel of the kind public, private, im or mpim; the app is in it if `bot` is among the members."""
        with self.lock:
            channel = f"{_KINDS[kind][2]}{next(self._numbers):010d}"
            if kind == "mpim" and not name:
                name = f"mpdm-{'--'.join(self._users[member]['name'] for member in members)}-1"
            creator = creator or next(iter(members), self.bot)
            created = int(self.now.timestamp())
            self._channels[channel] = Channel(channel, kind, name, creator, created, list(members), extra=extra)
            return channel

    def join(self, channel: str, user: str) -> str:
        """Returns the ts of the message that says so."""
        with self.lock:
            self._channels[channel].members.append(user)
            return self.post(channel, user, f"<@{user}> has joined the channel", subtype="channel_join")

    def leave(self, channel: str, user: str) -> str:
        with self.lock:
            self._channels[channel].members.remove(user)
            return self.post(channel, user, f"<@{user}> has left the channel", subtype="channel_leave")

    def archive(self, channel: str, user: str = "") -> str:
        with self.lock:
            user = user or self._channels[channel].creator
            ts = self.post(channel, user, f"<@{user}> archived the channel", subtype="channel_archive")
            self._channels[channel].archived = True
            return ts

    def unarchive(self, channel: str, user: str = "") -> str:
        with self.lock:
            self._channels[channel].archived = False
            user = user or self._channels[channel].creator
            return self.post(channel, user, f"<@{user}> un-archived the channel", subtype="channel_unarchive")

    def rename(self, channel: str, name: str, user: str = "") -> str:
        with self.lock:
            kept = self._channels[channel]
            user, old = user or kept.creator, kept.name
            kept.previous_names.append(old)
            kept.name = name
            text = f'<@{user}> has renamed the channel from "{old}" to "{name}"'
            return self.post(channel, user, text, subtype="channel_name", old_name=old, name=name)

    def add_file(self, user: str, name: str, content: bytes, mimetype: str = "text/plain", **extra: Any) -> Message:
        """A file on the server's file host, for `post(files=[...])`."""
        with self.lock:
            file = f"F{next(self._numbers):010d}"
            self._contents[file] = content
            self._files[file] = {
                "id": file,
                "created": int(self.now.timestamp()),
                "name": name,
                "title": name,
                "mimetype": mimetype,
                "user": user,
                "mode": "hosted",
                "size": len(content),
                "url_private": f"{self.url}/files-pri/{self.team['id']}-{file}/{name}",
                "permalink": f"https://{self.team['domain']}.slack.com/files/{user}/{file}/{name}",
                **extra,
            }
            return dict(self._files[file])

    def delete_file(self, file: str) -> None:
        """The file goes; messages that had it show `mode: tombstone` in its place."""
        with self.lock:
            del self._contents[file]
            self._files[file] = {"id": file, "mode": "tombstone"}

    def post(
        self,
        channel: str,
        user: str | None,
        text: str,
        thread: str | None = None,
        broadcast: bool = False,
        **extra: Any,
    ) -> str:
        """A message, or with `thread` (the ts of its root) a reply. Returns its ts.

        `extra` goes into the message: blocks, attachments, files, subtype, bot_id. A bot's have its bot_id anyway.
        """
        with self.lock:
            kept = self._channels[channel]
            if kept.archived:
                raise ValueError(f"{channel} is archived")
            message: Message = {"type": "message", "text": text, "team": self.team["id"]}
            if user:
                message["user"] = user
                if self._users[user]["is_bot"]:
                    message["bot_id"] = self._users[user]["profile"]["bot_id"]
            if thread is not None:
                root = kept.messages[thread]
                if "thread_ts" in root:
                    raise ValueError(f"{thread} is a reply; a thread is known by its root")
                message |= {"thread_ts": thread, "parent_user_id": root.get("user", "")}
                message |= {"subtype": "thread_broadcast"} if broadcast else {}
            kept.last = max(_microseconds(self.now), kept.last + 1)
            ts = _ts(kept.last)
            kept.messages[ts] = message | {"ts": ts} | extra
            if thread is not None:
                kept.threads.setdefault(thread, []).append(ts)
            return ts

    def edit(self, channel: str, ts: str, text: str) -> None:
        with self.lock:
            message = self._living(channel, ts)
            stamp = {"user": message.get("user", ""), "ts": f"{int(self.now.timestamp())}.000000"}
            message |= {"text": text, "edited": stamp}

    def react(self, channel: str, ts: str, name: str, user: str) -> None:
        """An emoji below a message, which changes the message without an edit."""
        with self.lock:
            reactions = self._living(channel, ts).setdefault("reactions", [])
            reactions.append({"name": name, "users": [user], "count": 1})

    def delete(self, channel: str, ts: str) -> None:
        """A root with replies stays as a tombstone until the last of them is gone; all else vanishes."""
        with self.lock:
            message, kept = self._living(channel, ts), self._channels[channel]
            if kept.threads.get(ts):
                text = "This message was deleted."
                kept.messages[ts] = {
                    **{"type": "message", "subtype": "tombstone", "text": text},
                    **{"user": "USLACKBOT", "hidden": True, "ts": ts},
                }
                return
            del kept.messages[ts]
            if root := message.get("thread_ts"):
                kept.threads[root].remove(ts)
                if not kept.threads[root]:
                    del kept.threads[root]
                    if kept.messages[root].get("subtype") == "tombstone":
                        del kept.messages[root]

    # What is true

    def visible(self, token: str | None = None) -> dict[tuple[str, str], Message]:
        """{(channel, ts): message} that can be read now: by this token, or by one that is let in everywhere."""
        with self.lock:
            grant = self._grants[token] if token else None
            return {
                (channel.id, ts): self._message(channel, ts)
                for channel in self._channels.values()
                if grant is None or not self._refusal(channel, grant)
                for ts in channel.messages
            }

    def export(self, folder: Path) -> Path:
        """The workspace as an export of all conversations, which the app need not be in."""
        with self.lock:
            lists: dict[str, list[Any]] = {path: [] for _, _, _, path in _KINDS.values()}
            for channel in self._channels.values():
                lists[_KINDS[channel.kind][3]].append(_exported(channel))
                days: dict[str, list[Message]] = defaultdict(list)
                for ts in channel.messages:
                    message = self._message(channel, ts)
                    if replies := channel.threads.get(ts):
                        message["replies"] = [{"user": self._author(channel, one), "ts": one} for one in replies]
                    days[datetime.fromtimestamp(float(ts), UTC).date().isoformat()].append(message)
                for day, messages in days.items():
                    _write(folder / (channel.id if channel.kind == "im" else channel.name) / f"{day}.json", messages)
            for path, listed in lists.items():
                _write(folder / path, listed)
            _write(folder / "users.json", list(self._users.values()))
            return folder

    # What a client asks

    def answer(self, request: Request) -> Answer:
        area, _, rest = request.path.removeprefix("/").partition("/")
        if area == "files-pri":
            return self._download(request, rest)
        if area != "api" or request.method not in ("GET", "POST"):
            return Answer(b"", status=404)
        try:
            grant = self._granted(request)
            if rest not in _METHODS:
                raise _Refused("unknown_method", req_method=rest)
            if wait := self._wait(rest, grant.token):
                headers = {"Retry-After": str(wait)}
                return Answer({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            body = _METHODS[rest](self, _Call(rest, request, grant))
            return Answer({"ok": True} | body, headers={"X-OAuth-Scopes": ",".join(grant.scopes)})
        except _Refused as refused:
            return Answer({"ok": False, "error": refused.error} | refused.more)

    def _granted(self, request: Request) -> Grant:
        token = request.token or next(iter(request.form.get("token", ())), None)
        if not token:
            raise _Refused("not_authed")
        if token not in self._grants:
            raise _Refused("invalid_auth")
        if error := self._grants[token].error:
            raise _Refused(error)
        return self._grants[token]

    def _wait(self, method: str, token: str) -> int:
        """Seconds until the method may be called again, 0 if it may now; a request that is turned away is not counted.

        https://docs.slack.dev/apis/web-api/rate-limits: by method, workspace and app.
        """
        if method not in self.rates:
            return 0
        met = self._met[method, token]
        while met and met[0] <= self.now - _MINUTE:
            met.popleft()
        if len(met) < self.rates[method]:
            met.append(self.now)
            return 0
        return math.ceil((met[0] + _MINUTE - self.now).total_seconds())

    def _download(self, request: Request, rest: str) -> Answer:
        """Slack's file host: without a good token it shows a page to log in, with status 200."""
        file = rest.partition("/")[0].partition("-")[2]
        grant = self._grants.get(request.token or "")
        if grant is None or grant.error or "files:read" not in grant.scopes:
            return Answer(b"<!DOCTYPE html><title>Slack</title>", headers={"Content-Type": "text/html"})
        if file not in self._contents:
            return Answer(b"", status=404)
        return Answer(self._contents[file], headers={"Content-Type": self._files[file]["mimetype"]})

    def _auth_test(self, call: _Call) -> Message:
        user = self._users[call.grant.user]
        named = {"team": self.team["name"], "user": user["name"], "team_id": self.team["id"], "user_id": user["id"]}
        bot = {"bot_id": user["profile"]["bot_id"]} if user["is_bot"] else {}
        return {"url": f"https://{self.team['domain']}.slack.com/", **named, **bot, "is_enterprise_install": False}

    def _team_info(self, call: _Call) -> Message:
        call.need("team:read")
        return {"team": self.team}

    def _users_list(self, call: _Call) -> Message:
        call.need("users:read")
        users = [_SLACKBOT | {"team_id": self.team["id"]}, *self._users.values()]
        page, cursor = self._page(call, sorted(users, key=lambda user: user["id"]), lambda user: user["id"], 0, 1000)
        if "users:read.email" not in call.grant.scopes:
            page = [user | {"profile": _without(user["profile"], "email")} for user in page]
        return {"members": page, "cache_ts": int(self.now.timestamp()), "response_metadata": {"next_cursor": cursor}}

    def _conversations_list(self, call: _Call) -> Message:
        return self._list(call, call.grant.user, lambda channel: channel.kind == "public")

    def _users_conversations(self, call: _Call) -> Message:
        user = call.text("user") or call.grant.user
        if user not in self._users:
            raise _Refused("user_not_found")
        listed = self._list(call, user, lambda channel: False)
        return listed | {"channels": [_without(one, "is_member", "num_members") for one in listed["channels"]]}

    def _list(self, call: _Call, user: str, seen_by_all: Callable[[Channel], bool]) -> Message:
        wanted = {one.strip() for one in (call.text("types") or "public_channel").split(",")}
        kinds = [kind for kind, (word, *_) in _KINDS.items() if word in wanted]
        if len(kinds) != len(wanted):
            raise _Refused("invalid_types")
        call.need(*(f"{_KINDS[kind][1]}:read" for kind in kinds))
        mine = call.grant.user
        channels = [
            channel
            for channel in self._channels.values()
            if channel.kind in kinds and (user in channel.members or seen_by_all(channel))
            if channel.kind == "public" or mine in channel.members
        ]
        page, cursor = self._page(call, sorted(channels, key=lambda one: one.id), lambda one: one.id, 100, 1000)
        leave_out = call.flag("exclude_archived")
        shown = [self._conversation(one, mine) for one in page if not (leave_out and one.archived)]
        return {"channels": shown, "response_metadata": {"next_cursor": cursor}}

    def _conversations_info(self, call: _Call) -> Message:
        channel = self._channel(call, "read")
        shown = self._conversation(channel, call.grant.user)
        return {"channel": shown if call.flag("include_num_members") else _without(shown, "num_members")}

    def _conversations_members(self, call: _Call) -> Message:
        channel = self._channel(call, "read")
        page, cursor = self._page(call, sorted(channel.members), str, 100, 1000)
        return {"members": page, "response_metadata": {"next_cursor": cursor}}

    def _conversations_history(self, call: _Call) -> Message:
        channel = self._readable(call)
        within = _between(call)
        found = [
            ts
            for ts, message in channel.messages.items()
            if ("thread_ts" not in message or message.get("subtype") == "thread_broadcast") and within(ts)
        ]
        forward = self.oldest_first_page and bool(call.text("oldest")) and not call.text("latest")
        page, cursor = self._page(call, found if forward else found[::-1], str, 100, 999, descending=not forward)
        messages = [self._message(channel, ts) for ts in sorted(page, reverse=True)]
        for message in messages:
            if message.get("subtype") == "thread_broadcast":
                message["root"] = self._message(channel, message["thread_ts"])
        return _messages(messages, cursor) | {"pin_count": 0}

    def _conversations_replies(self, call: _Call) -> Message:
        channel = self._readable(call)
        anchor = call.required("ts")
        if anchor not in channel.messages:
            raise _Refused("thread_not_found")
        within = _between(call)
        # the root comes on the first page whatever the bounds are
        found = [anchor, *(ts for ts in channel.threads.get(anchor, ()) if within(ts))]
        page, cursor = self._page(call, found, str, 1000, 1000)
        return _messages([self._message(channel, ts) for ts in page], cursor)

    def _files_info(self, call: _Call) -> Message:
        call.need("files:read")
        file = self._files.get(call.required("file"))
        if file is None:
            raise _Refused("file_not_found")
        if file["mode"] == "tombstone":
            raise _Refused("file_deleted")
        return {"file": file, "comments": [], "response_metadata": {"next_cursor": ""}}

    # What the methods share

    def _page(
        self,
        call: _Call,
        things: Sequence[Any],
        key: Callable[[Any], str],
        default: int,
        most: int,
        *,
        descending: bool = False,
    ) -> tuple[list[Any], str]:
        """The page that the cursor asks for, and the next cursor. A default of 0 is everything at once.

        A cursor names the thing that comes next, or one that was there then: what comes and goes between two pages
        shifts nothing.
        """
        limit = min(call.number("limit"), most) or default or len(things) or 1
        if self.object_limit and call.method in _READ_BY_PAGES:
            limit = min(limit, self.object_limit)
        start = 0
        if cursor := call.text("cursor"):
            then = self._read_cursor(call.method, cursor)
            passed = [key(one) > then if descending else key(one) < then for one in things]
            start = passed.index(False) if False in passed else len(things)
        page = list(things[start : start + limit])
        rest = things[start + len(page) :]
        return page, self._cursor(call.method, key(rest[0])) if rest else ""

    def _cursor(self, method: str, key: str) -> str:
        return base64.b64encode(f"{method}|{self._cursors}|{key}".encode()).decode()

    def _read_cursor(self, method: str, cursor: str) -> str:
        try:
            made_for, number, key = base64.b64decode(cursor, validate=True).decode().split("|")
        except (binascii.Error, ValueError):
            raise _Refused("invalid_cursor") from None
        if made_for != method or number != str(self._cursors):
            raise _Refused("invalid_cursor")
        return key

    def _channel(self, call: _Call, scope: str) -> Channel:
        """The channel that a call names, if the token may know of it."""
        scopes = [f"{prefix}:{scope}" for _, prefix, _, _ in _KINDS.values()]
        if not set(scopes) & set(call.grant.scopes):
            call.need(*scopes)
        channel = self._channels.get(call.required("channel"))
        if channel is None or (channel.kind != "public" and call.grant.user not in channel.members):
            raise _Refused("channel_not_found")
        call.need(f"{_KINDS[channel.kind][1]}:{scope}")
        return channel

    def _readable(self, call: _Call) -> Channel:
        channel = self._channel(call, "history")
        if error := self._refusal(channel, call.grant):
            raise _Refused(error)
        return channel

    def _refusal(self, channel: Channel, grant: Grant) -> str:
        """Why a token can't read the channel's messages, '' if it can. People read public ones without joining."""
        if grant.error:
            return grant.error
        if f"{_KINDS[channel.kind][1]}:history" not in grant.scopes:
            return "missing_scope"
        if grant.user not in channel.members:
            if channel.kind != "public":
                return "channel_not_found"
            if self._users[grant.user]["is_bot"]:
                return "not_in_channel"
        return "is_archived" if channel.archived and not self.archived_readable else ""

    def _living(self, channel: str, ts: str) -> Message:
        message = self._channels[channel].messages[ts]
        if message.get("subtype") == "tombstone":
            raise ValueError(f"{ts} is deleted")
        return message

    def _author(self, channel: Channel, ts: str) -> str:
        message = channel.messages[ts]
        return message.get("user") or message.get("bot_id") or ""

    def _message(self, channel: Channel, ts: str) -> Message:
        """A message as it is read now, in a copy: a root with the summary of its thread."""
        message = json.loads(json.dumps(channel.messages[ts]))
        for place, file in enumerate(message.get("files", ())):
            message["files"][place] = dict(self._files.get(file["id"], file))
        if replies := channel.threads.get(ts):
            users = list(dict.fromkeys(self._author(channel, one) for one in replies))
            message |= {
                "thread_ts": ts,
                "reply_count": len(replies),
                "reply_users_count": len(users),
                "reply_users": users,
                "latest_reply": replies[-1],
                "is_locked": False,
                "subscribed": False,
            }
        return message

    def _conversation(self, channel: Channel, user: str) -> Message:
        """A channel as this user sees it."""
        shared = {"id": channel.id, "created": channel.created, "is_archived": channel.archived, "is_org_shared": False}
        if channel.kind == "im":
            other = next((one for one in channel.members if one != user), user)
            deleted = self._users.get(other, {}).get("deleted", False)
            return {**shared, "is_im": True, "user": other, "is_user_deleted": deleted, **channel.extra}
        return {
            **shared,
            "name": channel.name,
            "name_normalized": channel.name,
            "creator": channel.creator,
            "is_channel": channel.kind == "public",
            "is_group": channel.kind == "private",
            "is_im": False,
            "is_mpim": channel.kind == "mpim",
            "is_private": channel.kind != "public",
            "is_general": False,
            "is_shared": False,
            "is_member": user in channel.members,
            "num_members": len(channel.members),
            "previous_names": channel.previous_names,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            **channel.extra,
        }


_METHODS: Mapping[str, Callable[[SlackServer, _Call], Message]] = {
    "auth.test": SlackServer._auth_test,
    "team.info": SlackServer._team_info,
    "users.list": SlackServer._users_list,
    "users.conversations": SlackServer._users_conversations,
    "conversations.list": SlackServer._conversations_list,
    "conversations.info": SlackServer._conversations_info,
    "conversations.members": SlackServer._conversations_members,
    "conversations.history": SlackServer._conversations_history,
    "conversations.replies": SlackServer._conversations_replies,
    "files.info": SlackServer._files_info,
}

_SLACKBOT = {
    "id": "USLACKBOT",
    "name": "slackbot",
    "real_name": "Slackbot",
    "deleted": False,
    "is_bot": False,
    "profile": {"real_name": "Slackbot", "display_name": "Slackbot"},
}


def _between(call: _Call) -> Callable[[str], bool]:
    """Whether a ts lies within `oldest` and `latest`, which themselves are within only with `inclusive`."""
    oldest, latest, edge = call.instant("oldest"), call.instant("latest"), int(call.flag("inclusive"))

    def within(ts: str) -> bool:
        at = int(ts.replace(".", ""))
        return (oldest is None or oldest < at + edge) and (latest is None or at < latest + edge)

    return within


def _messages(messages: list[Message], cursor: str) -> Message:
    more = {"response_metadata": {"next_cursor": cursor}} if cursor else {}
    return {"messages": messages, "has_more": bool(cursor)} | more


def _without(of: Message, *names: str) -> Message:
    return {name: value for name, value in of.items() if name not in names}


def _microseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _ts(microseconds: int) -> str:
    return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"


def _exported(channel: Channel) -> Message:
    """A channel as an export's lists have it."""
    shared = {"id": channel.id, "created": channel.created, "members": list(channel.members)}
    if channel.kind == "im":
        return shared
    return {
        **shared,
        "name": channel.name,
        "creator": channel.creator,
        "is_archived": channel.archived,
        "is_general": False,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        **channel.extra,
    }


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=4), encoding="utf-8")
