"""Slack's export: channels.json, groups.json, dms.json, mpims.json, users.json and <channel>/YYYY-MM-DD.json.

On Enterprise Grid the people are in org_users.json. Whoever is in no list, such as people of another organisation in a
shared channel, is known from the `user_profile` of their messages. A file of a channel's folder that is not named by a
day holds no messages but canvases and lists; a message in it is taken all the same.

Where things lie in an export, whose it is, people, channels and coverage are here; a single message is
`items`'s matter.
Format: https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports

Coverage: an export shows every message of a span of time, in every channel of which it shows one. So a message counts
as deleted if its channel has messages in the export and its time lies between the first and the last message of the
whole export, both included. Not by channel: then the last message of a channel could be deleted unseen. Not by day
files: they are dated on the workspace's clock, which the export does not tell. Channels and people are never
tombstoned: exports leave private ones out by their kind, and people who left stay with `deleted: true`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

import pyarrow as pa

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.archive import ExportFiles, UnreadableEntry, composed, several_in_one
from yarnnn_pipelines.sources.shared.coverage import Coverage, Hole
from yarnnn_pipelines.sources.shared.envelope import Observed, as_json, as_table, in_batches, microseconds, parse_json
from yarnnn_pipelines.sources.shared.export_reader import Progress, Reader, ReadOptions, newest_of
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.slack.items import (
    ChannelMessages,
    Workspace,
    channel_item,
    instant_of,
    name_of,
    profile_user,
    ts_in,
    user_item,
)
from yarnnn_pipelines.sources.slack.text import Names

_KINDS = {"channels.json": "public", "groups.json": "private", "dms.json": "im", "mpims.json": "mpim"}
_PEOPLE = ("users.json", "org_users.json")
_LISTS = (*_KINDS, *_PEOPLE)
_DAY = re.compile(r"(?:^|/)(\d{4}-\d\d-\d\d)[^/]*\.json$")
_AUTHOR = re.compile(rb'"user":\s*"([UW][A-Z0-9]+)"')
_CHANNEL_ID = re.compile(r"^[CDG][A-Z0-9]{8,}$")
_WORKSPACE = re.compile(
    rb'"(?:permalink|url_private)":\s*"(https:\\?/\\?/(?!files\.)[a-z0-9-]+\.(?:enterprise\.)?slack\.com)\\?/files'
)
_FILES_SEARCHED_FOR_WORKSPACE = 200

# A day file's name is a date on the workspace's clock, which is at most this far from UTC.
_CLOCKS = timedelta(hours=14)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALWAYS = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))


class SlackExport(Reader):
    """One Slack export, opened; see `options.Reader`."""

    main_table: ClassVar[str] = "messages"
    group_path: ClassVar[str | None] = None
    tables: ClassVar[tuple[str, ...]] = ("users", "channels", "messages")

    def __init__(self, files: ExportFiles, skips: Skips, options: ReadOptions) -> None:
        self._files = files
        self._skips = skips
        self._base = _base_folder(files)
        self._problems: dict[str, str] = {}  # of the lists, by name
        self._users = list({user["id"]: user for name in _PEOPLE for user in self._listed(name)}.values())
        self._channels = {kind: self._listed(name) for name, kind in _KINDS.items()}
        self._days = self._day_files()
        self._team = self._find_team(options.landed_item)
        self._users += self._people_of_messages()
        self._folders = {folder: self._channel_of(folder) for folder in self._days}
        self._holes: list[Hole] = []
        self._first: int | None = None  # microseconds since 1970
        self._last: int | None = None
        self._shown: set[str] = set()  # containers of which a message was read
        names = Names(
            {user["id"]: name_of(user) for user in self._users},
            {channel["id"]: self._channel_name(channel) for channel in self._all_channels()},
        )
        self._workspace = Workspace(self._team, options.workspace_url or self._find_url(), names)

    def containers(self, table: str) -> Collection[str] | None:
        if table != "messages":
            return None
        return [self._container(channel) for channel in self._folders.values()]

    def newest(self) -> datetime | None:
        """The newest message of the last day that each channel shows, or the last change of somebody's profile."""
        last_days = [next(filter(_day_in, paths), None) for paths in self._days.values()]
        seen = [
            _EPOCH + timedelta(microseconds=instant_of(ts))
            for path in filter(None, last_days)
            for message in self._messages_of(path, report=False) or []
            if (ts := ts_in(message)) and self._is_of_its_day(path, instant_of(ts))
        ]
        changed = [at for user in self._users if isinstance(at := user.get("updated"), int) and 0 < at < 2**33]
        return newest_of([*seen, *(datetime.fromtimestamp(at, UTC) for at in changed)])

    def read(self, table: str, progress: Progress) -> Iterator[pa.Table]:
        match table:
            case "users":
                yield from in_batches(self._read_users())
            case "channels":
                yield from in_batches(self._read_channels())
            case _:
                yield from self._read_messages(progress)

    def coverage(self, table: str) -> Coverage | None:
        if table != "messages" or self._first is None or self._last is None or self._files.incomplete:
            return None
        for path in self._files.unread:
            if path.removeprefix(self._base).partition("/")[0] in self._folders:
                self._holes.append(self._hole_of(path))
        first, last = (_EPOCH + timedelta(microseconds=at) for at in (self._first, self._last))
        return Coverage(containers=self._shown, first=first, last=last, holes=tuple(self._holes))

    def _listed(self, name: str) -> list[dict[str, Any]]:
        """The objects with an id of one of the export's lists; an export need not have all of them."""
        path = self._base + name
        if path not in self._files.entries:
            return []
        try:
            listed = parse_json(self._files.read(path))
            if not isinstance(listed, list):
                raise ValueError("it is not a list")
        except (UnreadableEntry, ValueError) as error:
            self._problems[name] = str(error)
            self._skips.add(
                "unreadable_list",
                where=self._files.where(path),
                what=f"it can't be read ({error}), so names and kinds in it are missing",
                mend="export again",
            )
            return []
        unique = {item["id"]: item for item in listed if isinstance(item, dict) and isinstance(item.get("id"), str)}
        odd = [item for item in listed if not isinstance(item, dict) or not isinstance(item.get("id"), str)]
        odd += [item for item in unique.values() if _is_odd(item)]
        too_deep = [item for item in unique.values() if not _is_storable(item)]
        for item in [*odd, *too_deep]:
            self._skips.add(
                "odd_list_entry",
                where=self._files.where(path),
                what=f"{_described(item)} has no id, or a name or members of another kind than Slack writes",
                mend="export again; what is well written in it landed",
            )
        return [item for item in unique.values() if item not in too_deep]

    def _people_of_messages(self) -> list[dict[str, Any]]:
        """Those who write and are in no list, as far as their messages say who they are."""
        listed = {user["id"] for user in self._users}
        people: dict[str, dict[str, Any]] = {}
        for path in [path for paths in self._days.values() for path in paths]:
            try:
                data = self._files.read(path)
            except UnreadableEntry:
                continue  # counted when its messages are read
            authors = {author.decode() for author in _AUTHOR.findall(data)}
            if not authors - listed - people.keys() or b'"user_profile"' not in data:
                continue
            for message in self._messages_of(path, report=False) or []:
                author = message.get("user") if isinstance(message, dict) else None
                if isinstance(author, str) and author not in listed and isinstance(message.get("user_profile"), dict):
                    people.setdefault(author, profile_user(author, message, self._team))
        return list(people.values())

    def _all_channels(self) -> Iterator[dict[str, Any]]:
        for channels in self._channels.values():
            yield from channels

    def _day_files(self) -> dict[str, list[str]]:
        """{folder: its files, the last day first}."""
        days: dict[str, list[str]] = defaultdict(list)
        for path in self._files.entries:
            folder, slash, file = path.removeprefix(self._base).rpartition("/")
            if path.startswith(self._base) and slash and "/" not in folder and file.endswith(".json"):
                days[folder].append(path)
        if not days and (zips := [path for path in self._files.entries if path.lower().endswith(".zip")]):
            raise UserError(
                f"this is a folder of zips and no Slack export: {', '.join(zips[:5])}",
                where=str(self._files.path),
                mend="list the zips themselves under `export:`, the oldest first",
            )
        if not days and not any(self._base + name in self._files.entries for name in _LISTS):
            raise UserError(
                "this is not a Slack export: it has neither channels.json nor day files",
                where=str(self._files.path),
                mend="name the zip that Slack's workspace settings export, or the folder unpacked from it",
            )
        return {folder: sorted(paths, reverse=True) for folder, paths in sorted(days.items())}

    def _find_team(self, landed_item: str | None) -> str:
        """The workspace's id. It is in the id of every item, so it must not change with who is listed or who wrote.

        Guests from elsewhere bring their own, and may be many: so the one that landed before, else that of those who
        manage the workspace, else of most people, else of most messages.
        """
        landed = landed_item.split(":")[1] if landed_item else None
        teams = Counter(team for user in self._users if isinstance(team := user.get("team_id"), str))
        if landed and (landed in teams or not teams):
            return landed
        managers = [user for user in self._users if user.get("is_owner") is True or user.get("is_admin") is True]
        teams = Counter(team for user in managers if isinstance(team := user.get("team_id"), str)) or teams
        if not teams:
            for path in [path for paths in self._days.values() for path in paths[:5]][:100]:
                for message in self._messages_of(path, report=False) or []:
                    if isinstance(message, dict) and isinstance(team := message.get("team"), str):
                        teams[team] += 1
        if not teams and self._days and self._base + "users.json" in self._files.entries and not self._users:
            raise UserError(
                f"users.json can't be used ({self._problems.get('users.json', 'it names nobody')}), "
                "and nothing else says whose workspace this is",
                where=self._files.where(self._base + "users.json"),
                mend="export again",
            )
        return teams.most_common(1)[0][0] if teams else "T0"

    def _find_url(self) -> str | None:
        """The workspace's address, from the links to files that were shared in it."""
        newest = sorted((path for paths in self._days.values() for path in paths), key=_day_in, reverse=True)
        for path in newest[:_FILES_SEARCHED_FOR_WORKSPACE]:
            try:
                match = _WORKSPACE.search(self._files.read(path))
            except UnreadableEntry:
                continue  # counted when its messages are read
            if match:
                return match[1].replace(b"\\", b"").decode()
        return None

    def _channel_of(self, folder: str) -> dict[str, Any]:
        """The channel whose messages lie in a folder, which has its name, or its id for direct messages."""
        for channel in self._all_channels():
            if folder in (composed(channel.get("name")), channel["id"]):
                return channel
        if not _CHANNEL_ID.match(folder):
            self._skips.add(
                "channel_not_listed",
                where=self._files.where(self._base + folder),
                what="no list of the export names this channel; its messages landed under the folder's name",
                mend="export again, or leave it so if the folder is not Slack's",
            )
        return {"id": folder, "name": folder}

    def _channel_name(self, channel: dict[str, Any]) -> str:
        if name := composed(channel.get("name")):
            return name
        people = {user["id"]: name_of(user) for user in self._users}
        members = channel.get("members")
        members = [member for member in members if isinstance(member, str)] if isinstance(members, list) else []
        return ", ".join(people.get(member, member) for member in members) or channel["id"]

    def _container(self, channel: dict[str, Any]) -> str:
        return f"slack:{self._team}:{channel['id']}"

    def _read_users(self) -> Iterator[Observed]:
        return (user_item(self._team, user) for user in self._users)

    def _read_channels(self) -> Iterator[Observed]:
        for kind, channels in self._channels.items():
            for channel in channels:
                yield channel_item(self._team, channel, kind, self._channel_name(channel))

    def _read_messages(self, progress: Progress) -> Iterator[pa.Table]:
        total, done, waiting = sum(len(paths) for paths in self._days.values()), 0, []
        unknown: set[str] = set()
        for folder, paths in self._days.items():
            channel = self._folders[folder]
            messages = ChannelMessages(self._workspace, channel["id"])
            for path in paths:
                records = self._messages_of(path)
                if records is not None:
                    self._tell_left_out(path, messages.add(records))
                waiting += self._noted(path, messages.take())
                done += 1
                if len(waiting) >= 5_000:
                    progress(done, total)
                    yield as_table(waiting)
                    waiting = []
            unknown |= messages.authors - self._workspace.names.users.keys()
        if waiting:
            yield as_table(waiting)
        for user in sorted(unknown - {"USLACKBOT"}):
            self._skips.add(
                "unknown_user",
                where=self._files.where(self._base + "users.json"),
                what=f"{user} writes messages and is neither listed nor described in them; the id stands for a name",
                mend="export again with people included, if the name matters",
            )

    def _noted(self, path: str, items: list[Observed]) -> list[Observed]:
        """A file's items, after widening the span and the channels that the export shows.

        A message that is not of its file's day shows nothing of the time around it: it was edited on that day, or its
        time is wrong.
        """
        instants = [item.occurred_at for item in items if item.occurred_at is not None]
        shown = [at for at in instants if self._is_of_its_day(path, at)]
        if shown:
            self._first = min(shown) if self._first is None else min(self._first, *shown)
            self._last = max(shown) if self._last is None else max(self._last, *shown)
        self._shown.update(item.container_id for item in items if item.container_id)
        return items

    def _messages_of(self, path: str, report: bool = True) -> list[Any] | None:
        try:
            records = parse_json(self._files.read(path))
            if isinstance(records, list):
                return records
            problem = "it is JSON, but not a list of messages"
        except UnreadableEntry as error:
            problem = str(error)
        except ValueError as error:
            problem = f"it is not JSON ({error})"
        if report:
            self._leave_out(path, "unreadable_day_file", 1, problem, "export again; the other days landed")
        return None

    def _tell_left_out(self, path: str, left_out: Mapping[str, int]) -> None:
        """Count the records of a file that are no messages, or none that can be kept."""
        without_ts = left_out.get("message_without_ts", 0)
        if not _day_in(path):
            for _ in range(without_ts):
                what = "a record that is no message (a canvas, a list), in a file that is not named by a day"
                self._skips.add("no_message", where=self._files.where(path), what=what, mend="nothing")
        elif without_ts:
            what = "a message without a usable `ts`, which is its identity"
            self._leave_out(path, "message_without_ts", without_ts, what, "export again; the others landed")
        if odd := left_out.get("odd_message", 0):
            what = "a message nested so deeply that it can't be kept"
            self._leave_out(path, "odd_message", odd, what, "nothing; the others landed")

    def _leave_out(self, path: str, reason: str, count: int, what: str, mend: str) -> None:
        """Count what a file could not give; messages missing on and around its day prove nothing then."""
        span = "around that day" if _day_in(path) else "at any time"
        what = f"{what}; what is missing in this channel {span} does not count as deleted"
        for _ in range(count):
            self._skips.add(reason, where=self._files.where(path), what=what, mend=mend)
        self._holes.append(self._hole_of(path))

    def _hole_of(self, path: str) -> Hole:
        """What a file would have shown: its channel, on the day of its name, or at any time."""
        folder = path.removeprefix(self._base).partition("/")[0]
        return Hole(self._container(self._folders[folder]), *self._span_of(path))

    def _is_of_its_day(self, path: str, at: int) -> bool:
        first, last = self._span_of(path)
        return microseconds(first) <= at <= microseconds(last)

    @staticmethod
    def _span_of(path: str) -> tuple[datetime, datetime]:
        """The first and the last instant of a day file, whatever the workspace's clock; of any other file, all time."""
        if not (day := _day_in(path)):
            return _ALWAYS
        midnight = datetime.combine(date.fromisoformat(day), time(), UTC)
        return midnight - _CLOCKS, midnight + timedelta(days=1) + _CLOCKS


def _base_folder(files: ExportFiles) -> str:
    """The folder of the export's lists: a zip that was packed again by hand has one more level."""
    bases = {path.removesuffix(name) for path in files.entries for name in _LISTS if f"/{path}".endswith(f"/{name}")}
    if len(bases) > 1:
        raise several_in_one(files, "Slack", bases)
    return next(iter(bases), "")


def _day_in(path: str) -> str:
    """The date in a day file's name, '' if it has none or one that is on no calendar."""
    match = _DAY.search(path)
    try:
        return date.fromisoformat(match[1]).isoformat() if match else ""
    except ValueError:
        return ""


def _described(entry: Any) -> str:
    if not isinstance(entry, dict):
        return f"an entry that is no object ({type(entry).__name__})"
    return str({field: entry[field] for field in ("id", "name") if isinstance(entry.get(field), str)})[:80]


def _is_storable(entry: dict[str, Any]) -> bool:
    try:
        as_json(entry)
    except ValueError:
        return False
    return True


def _is_odd(entry: dict[str, Any]) -> bool:
    """Whether a person or channel has a field of another kind than Slack writes."""
    kinds = {"name": str, "members": list, "profile": dict}
    return any(entry.get(field) is not None and not isinstance(entry[field], kind) for field, kind in kinds.items())
