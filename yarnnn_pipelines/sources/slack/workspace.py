"""Who is in a Slack workspace, and which of its conversations are to be read.

Reading a conversation is `channel`'s work. Sources: https://docs.slack.dev/reference/methods/users.conversations and
conversations.list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yarnnn_pipelines.sources.shared.answers import MALFORMED, REPORT, Cursors, listed, next_cursor
from yarnnn_pipelines.sources.shared.envelope import Observed, as_json
from yarnnn_pipelines.sources.shared.http import Api, ApiError
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.slack.items import Workspace, channel_item, name_of, user_item
from yarnnn_pipelines.sources.slack.text import Names

_PAGE = 200  # what Slack advises at most


class Directory:
    """The people and the conversations of one workspace, asked for once.

    wanted: names or ids of channels; direct_messages: names, addresses or ids of people; bound: {name as written:
    container_id} of channels that have landed under their names, and are meant whatever they are called by now.
    """

    def __init__(
        self,
        api: Api,
        wanted: Sequence[str],
        direct_messages: Sequence[str],
        skips: Skips,
        bound: Mapping[str, str],
    ) -> None:
        self._api = api
        self._skips = skips
        ids = {written.strip().lstrip("#"): place.rpartition(":")[2] for written, place in bound.items()}
        self._bound = {name: its_id for name, its_id in ids.items() if not name.casefold().endswith(its_id.casefold())}
        self._wanted = list(dict.fromkeys(name.strip().lstrip("#") for name in wanted))
        self._people_wanted = list(dict.fromkeys(person.strip().lstrip("@") for person in direct_messages))
        self._people: list[dict[str, Any]] = []
        self.workspace = Workspace("", None, Names({}, {}))
        self.channels: list[dict[str, Any]] = []  # those that are wanted and can be read, by Slack's own JSON
        self.refused: list[tuple[dict[str, Any], str]] = []  # (channel, why): wanted and there, but closed to the app
        self.missing: list[str] = []  # as written in yarnnn.yaml, of which nothing is there

    @property
    def written(self) -> list[str]:
        """Everything that is to be read, as yarnnn.yaml writes it."""
        return [*self._wanted, *self._people_wanted]

    def ask_people(self) -> list[Observed]:
        who = self._api.get("auth.test")
        team, url = who.get("team_id"), who.get("url")
        if not isinstance(team, str) or not team:
            raise ApiError(200, MALFORMED, "auth.test names no team_id")
        self._people = list(self._paged("users.list", "members", limit=_PAGE))
        names = Names({user["id"]: name_of(user) for user in self._people}, {})
        self.workspace = Workspace(team, url if isinstance(url, str) else None, names)
        return [user_item(self.workspace.team, user) for user in self._people]

    def ask_channels(self) -> list[Observed]:
        """The conversations that the app is in; all others only where one that is wanted is not among them."""
        kinds = "public_channel,private_channel" + (",im" if self._people_wanted else "")
        joined = list(self._paged("users.conversations", "channels", types=kinds, limit=_PAGE))
        matching = [self._called(written, joined) for written in self._wanted]
        others: list[dict[str, Any]] = []
        if not all(matching):
            kinds = "public_channel,private_channel"
            others = list(self._paged("conversations.list", "channels", types=kinds, limit=_PAGE))
        names = {channel["id"]: self.name(channel) for channel in (*others, *joined)}
        self.workspace = Workspace(self.workspace.team, self.workspace.url, Names(self.workspace.names.users, names))
        for written, channels in zip(self._wanted, matching, strict=True):
            self.channels += channels
            closed = [] if channels else self._called(written, others)
            self.refused += [(channel, "not_in_channel") for channel in closed]
            if not channels and not closed:
                self.missing.append(written)
        for written in self._people_wanted:
            talks = [talk for talk in joined if talk.get("is_im") and self._is_person(talk.get("user"), written)]
            self.channels += talks
            if not talks:
                self.missing.append(written)
        self.channels = list({channel["id"]: channel for channel in self.channels}.values())
        return [self._item(channel) for channel in self.channels]

    def bound_id(self, written: str) -> str | None:
        """The channel that a name means, where it has landed."""
        return self._bound.get(written)

    def written_name(self, channel: Mapping[str, Any]) -> str:
        """As yarnnn.yaml calls it, where it has landed under that name; else as people do."""
        return next((name for name, its_id in self._bound.items() if its_id == channel["id"]), self.name(channel))

    def name(self, channel: Mapping[str, Any]) -> str:
        """As people call it: a direct message by the person's name."""
        if channel.get("is_im"):
            return self.workspace.names.users.get(str(channel.get("user")), str(channel.get("user")))
        return str(channel.get("name") or channel["id"])

    def _called(self, written: str, channels: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        if bound := self._bound.get(written):
            return [channel for channel in channels if channel["id"] == bound]
        key = written.casefold()
        return [
            channel
            for channel in channels
            if not channel.get("is_im") and key in (str(channel.get("name")).casefold(), channel["id"].casefold())
        ]

    def _is_person(self, user: Any, written: str) -> bool:
        person = next((person for person in self._people if person["id"] == user), {})
        email = (person.get("profile") or {}).get("email")
        names = (user, person.get("name"), person and name_of(person), email)
        return written.casefold() in {str(name).casefold() for name in names if name}

    def _item(self, channel: Mapping[str, Any]) -> Observed:
        kind = "im" if channel.get("is_im") else "private" if channel.get("is_private") else "public"
        return channel_item(self.workspace.team, channel, kind, self.name(channel))

    def _paged(self, method: str, key: str, **params: Any) -> Iterator[dict[str, Any]]:
        """All that a method lists, page by page, each with an id and once; an empty cursor is the end.

        What comes before a list breaks off or goes round in a circle counts, and the rest is told.
        """
        cursor = None
        cursors, ids = Cursors(method), dict[str, None]()
        while True:
            page = self._api.get(method, cursor=cursor, **params)
            try:
                entries = [entry for entry in listed(page, key) if self._is_usable(entry, method)]
                new = [entry for entry in entries if entry["id"] not in ids]
                yield from {entry["id"]: entry for entry in new}.values()
                metadata = page.get("response_metadata")
                cursor = next_cursor(metadata.get("next_cursor")) if isinstance(metadata, dict) else None
                if not cursor:
                    return
                cursors.follow(cursor, [entry["id"] for entry in new])
            except ApiError as error:
                what = f"{error.code}: {str(error).partition(': ')[2]}; what it showed until then counts"
                self._skips.add(error.code, where=f"Slack's {method}", what=what, mend=REPORT)
                return
            ids |= dict.fromkeys(entry["id"] for entry in new)

    def _is_usable(self, entry: Any, method: str) -> bool:
        """Whether a person or channel can be kept; one that can't is counted."""
        try:
            if isinstance(entry, dict) and isinstance(entry.get("id"), str) and as_json(entry):
                return True
            problem = "it has no id"
        except ValueError as error:
            problem = str(error)
        what = f"an entry is left out: {problem}"
        self._skips.add("odd_list_entry", where=f"Slack's {method}", what=what, mend=REPORT)
        return False
