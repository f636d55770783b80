"""Slack's export: channels.json, groups.json, dms.json, mpims.json, users.json and <channel>/YYYY-MM-DD.json.

On Enterprise Grid the people are in org_users.json. Whoever is in no list, such as people of another organisation in a
shared channel, is known from the `user_profile` of their messages. What a file of a channel's folder holds is
`day_files`' matter.

Where things lie in an export, whose it is, people and channels are here; a single message is `items`'s matter.
Format: https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports

What a missing message proves is `export_coverage`'s matter. Channels and people are never tombstoned: exports leave
private ones out by their kind, and people who left stay with `deleted: true`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, ClassVar

import pyarrow as pa

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.archive import ExportFiles, UnreadableEntry
from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.envelope import Observed, as_table, in_batches, parse_json
from yarnnn_pipelines.sources.shared.export_reader import Progress, Reader, ReadOptions, newest_of
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.zip_list import composed
from yarnnn_pipelines.sources.slack.day_files import can_hold_messages, records_in
from yarnnn_pipelines.sources.slack.export_coverage import EPOCH, ShownSpan, day_in, is_of_its_day
from yarnnn_pipelines.sources.slack.export_lists import (
    KINDS,
    LISTS,
    PEOPLE,
    base_folder,
    described,
    folders_of,
    is_guest,
    is_odd,
    is_storable,
    once_each,
    teams_of,
)
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
from yarnnn_pipelines.sources.slack.known_channels import KnownChannels
from yarnnn_pipelines.sources.slack.text import Names

_AUTHOR = re.compile(rb'"user":\s*"([UW][A-Z0-9]+)"')
_CHANNEL_ID = re.compile(r"^[CDG][A-Z0-9]{8,}$")
_WORKSPACE = re.compile(
    rb'"(?:permalink|url_private)":\s*"(https:\\?/\\?/(?!files\.)[a-z0-9-]+\.(?:enterprise\.)?slack\.com)\\?/files'
)
_FILES_SEARCHED_FOR_WORKSPACE = 200


class SlackExport(Reader):
    """One Slack export, opened; see `options.Reader`."""

    main_table: ClassVar[str] = "messages"
    group_path: ClassVar[str | None] = None
    tables: ClassVar[tuple[str, ...]] = ("users", "channels", "messages")
    asks_for_places: ClassVar[bool] = True

    def __init__(self, files: ExportFiles, skips: Skips, options: ReadOptions) -> None:
        self._files = files
        self._skips = skips
        self._base = base_folder(files)
        self._written = {path.casefold(): path for path in files.entries}
        self._problems: dict[str, str] = {}  # of the lists, by name
        self._users = list({user["id"]: user for name in PEOPLE for user in self._listed(name)}.values())
        self._channels = {kind: self._listed(name) for name, kind in KINDS.items()}
        self._listed_channels = [channel for channels in self._channels.values() for channel in channels]
        self._days = self._day_files()
        self._in_place = self._folders_in_place_of_days()
        self._team = self._find_team(options.landed_item)
        self._users += self._people_of_messages()
        self._known = KnownChannels(options.landed_places, self._team, {item["id"] for item in self._listed_channels})
        self._folders = {folder: self._channel_of(folder) for folder in self._days}
        self._span = ShownSpan(skips)
        names = Names(
            {user["id"]: name_of(user) for user in self._users},
            {channel["id"]: self._channel_name(channel) for channel in self._listed_channels},
        )
        self._workspace = Workspace(self._team, options.workspace_url or self._find_url(), names)

    def place_names(self) -> dict[str, str]:
        channels = [*self._listed_channels, *self._folders.values()]
        return {self._container(channel): self._channel_name(channel) for channel in channels}

    def containers(self, table: str) -> Collection[str] | None:
        if table != "messages":
            return None
        return [*map(self._container, self._folders.values()), *self._silent()]

    def newest(self) -> datetime | None:
        """The newest message of the last day that each channel shows, or the last change of somebody's profile."""
        last_days = [next(filter(day_in, paths), None) for paths in self._days.values()]
        seen = [
            EPOCH + timedelta(microseconds=instant_of(ts))
            for path in filter(None, last_days)
            for message in self._messages_of(path, report=False) or []
            if (ts := ts_in(message)) and is_of_its_day(path, instant_of(ts))
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
        if table != "messages":
            return None
        for path in [*filter(can_hold_messages, self._files.unread), *self._in_place]:
            if channel := self._folders.get(path.removeprefix(self._base).partition("/")[0]):
                self._add_hole(channel, path, "it can't be read", "export again; the other days landed")
        if self._files.incomplete:
            return None
        listed = set[str]().union(*map(folders_of, self._listed_channels))
        for folder in self._empty_folders():
            if folder.casefold() not in listed:
                self._known.of_folder(folder)
        return self._span.coverage(self._silent(), self._unseen(), self._known.presumed)

    def _silent(self) -> set[str]:
        """The containers of listed channels whose folder is there, but for what may be in its files."""
        empty = self._empty_folders()
        filled = {channel["id"] for channel in self._folders.values()}
        return {
            self._container(channel)
            for channel in self._listed_channels
            if channel["id"] in filled or any(folder.casefold() in folders_of(channel) for folder in empty)
        }

    def _empty_folders(self) -> set[str]:
        filled = {path.rpartition("/")[0] for path in self._in_place}
        empty = self._files.empty_folders - filled
        return {path.removeprefix(self._base) for path in empty if path.startswith(self._base)}

    def _folders_in_place_of_days(self) -> list[str]:
        """Folders that are called as a day file is: what that would have shown is unknown."""
        above = {str(folder) for path in self._files.entries for folder in PurePosixPath(path).parents}
        return sorted(
            path for path in {*above, *self._files.empty_folders} if self._channel_folder_of(path) and day_in(path)
        )

    def _channel_folder_of(self, path: str) -> str:
        """The folder in which a file lies, '' if it is none of a channel."""
        folder, _, _ = path.removeprefix(self._base).rpartition("/")
        return folder if path.startswith(self._base) and "/" not in folder else ""

    def _path_of(self, name: str) -> str:
        """Where one of the lists lies, in whatever case it is called; '' if it is not there."""
        path = self._base + name
        return path if path in self._files.entries else self._written.get(path.casefold(), "")

    def _unseen(self) -> dict[str, str]:
        """{container: why} of listed channels that have no folder, or one with other things than days in it."""
        seen = {*self._silent(), *map(self._container, self._folders.values())}
        return {
            container: f"it lists {self._channel_name(channel)} and has no folder with its days"
            for channel in self._listed_channels
            if (container := self._container(channel)) not in seen
        }

    def _listed(self, name: str) -> list[dict[str, Any]]:
        """The objects with an id of one of the export's lists; an export need not have all of them."""
        if not (path := self._path_of(name)):
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
        unique, contradicting = once_each(listed)
        odd = [item for item in listed if not isinstance(item, dict) or not isinstance(item.get("id"), str)]
        odd += [item for item in unique if is_odd(item)]
        too_deep = [item for item in unique if not is_storable(item)]
        told = dict.fromkeys(map(id, contradicting), "has the id of another entry that says otherwise: that one landed")
        for item in [*odd, *too_deep, *contradicting]:
            why = told.get(id(item), "has no id, or a name or members of another kind than Slack writes")
            self._skips.add(
                "odd_list_entry",
                where=self._files.where(path),
                what=f"{described(item)} {why}",
                mend="export again; what is well written in it landed",
            )
        return [item for item in unique if item not in too_deep]

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

    def _day_files(self) -> dict[str, list[str]]:
        """{folder: its files, the last day first}."""
        days: dict[str, list[str]] = defaultdict(list)
        for path in self._files.entries:
            if (folder := self._channel_folder_of(path)) and path.lower().endswith(".json"):
                days[folder].append(path)
        if not days and (zips := [path for path in self._files.entries if path.lower().endswith(".zip")]):
            raise UserError(
                f"this is a folder of zips and no Slack export: {', '.join(zips[:5])}",
                where=str(self._files.path),
                mend="list the zips themselves under `export:`, the oldest first",
            )
        if not days and not any(map(self._path_of, LISTS)):
            raise UserError(
                "this is not a Slack export: it has neither channels.json nor day files",
                where=str(self._files.path),
                mend="name the zip that Slack's workspace settings export, or the folder unpacked from it",
            )
        return {folder: sorted(paths, reverse=True) for folder, paths in sorted(days.items())}

    def _find_team(self, landed_item: str | None) -> str:
        """The workspace's id. It is in the id of every item, so it must not change with who is listed or who wrote.

        Guests from elsewhere bring their own, and may be many: so the one that landed before, else that of those who
        manage the workspace, else of most people, else of most messages. Where most people name none, those who do are
        guests.
        """
        landed = landed_item.split(":")[1] if landed_item else None
        named = teams_of(self._users)
        if landed and (landed in named or not named):
            return landed
        members = [user for user in self._users if user.get("is_stranger") is not True]
        members = [user for user in members if not is_guest(user)] or members
        managers = [user for user in members if user.get("is_owner") is True or user.get("is_admin") is True]
        teams, of_members = teams_of(managers), teams_of(members)
        if not teams and 2 * of_members.total() >= len(members):
            teams = of_members
        if not teams:
            for path in [path for paths in self._days.values() for path in paths[:5]][:100]:
                for message in self._messages_of(path, report=False) or []:
                    if isinstance(message, dict) and isinstance(team := message.get("team"), str):
                        teams[team] += 1
        if not teams and self._days and self._path_of("users.json") and not self._users:
            raise UserError(
                f"users.json can't be used ({self._problems.get('users.json', 'it names nobody')}), "
                "and nothing else says whose workspace this is",
                where=self._files.where(self._base + "users.json"),
                mend="export again",
            )
        return teams.most_common(1)[0][0] if teams else "T0"

    def _find_url(self) -> str | None:
        """The workspace's address, from the links to files that were shared in it."""
        newest = sorted((path for paths in self._days.values() for path in paths), key=day_in, reverse=True)
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
        for channel in self._listed_channels:
            if folder.casefold() in folders_of(channel):
                return channel
        known = self._known.of_folder(folder)
        if not _CHANNEL_ID.match(folder):
            landed = "as those of the channel that had this name before" if known else "under the folder's name"
            self._skips.add(
                "channel_not_listed",
                where=self._files.where(self._base + folder),
                what=f"no list of the export names this channel; its messages landed {landed}",
                mend="export again, or leave it so if the folder is not Slack's",
            )
        return {"id": known or folder, "name": folder}

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
        for path in self._in_place:
            self._leave_out(path, "unreadable_day_file", 1, "it is a folder", "export again; the other days landed")
        total, done, waiting = sum(len(paths) for paths in self._days.values()), 0, []
        unknown: set[str] = set()
        for folder, paths in self._days.items():
            channel = self._folders[folder]
            messages = ChannelMessages(self._workspace, channel["id"])
            for path in paths:
                records = self._messages_of(path)
                if records is not None:
                    self._tell_left_out(path, messages.add(records))
                items = messages.take()
                self._span.add(path, items)
                waiting += items
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

    def _messages_of(self, path: str, report: bool = True) -> list[Any] | None:
        try:
            return records_in(path, self._files.read(path))
        except (UnreadableEntry, ValueError) as error:
            problem = str(error)
        if report:
            self._leave_out(path, "unreadable_day_file", 1, problem, "export again; the other days landed")
        return None

    def _tell_left_out(self, path: str, left_out: Mapping[str, int]) -> None:
        """Count the records of a file that are no messages, or none that can be kept."""
        without_ts = left_out.get("message_without_ts", 0)
        if not day_in(path):
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
        span = "around that day" if day_in(path) else "at any time"
        if holds := can_hold_messages(path):
            what = f"{what}; what is missing in this channel {span} does not count as deleted"
        for _ in range(count):
            self._skips.add(reason, where=self._files.where(path), what=what, mend=mend)
        if holds and (channel := self._folders.get(self._channel_folder_of(path))):
            self._add_hole(channel, path, what, mend)

    def _add_hole(self, channel: dict[str, Any], path: str, what: str, mend: str) -> None:
        name, where = composed(channel.get("name")) or channel["id"], self._files.where(path)
        self._span.add_hole(self._container(channel), path, name=name, where=where, what=what, mend=mend)
