"""Slack, as the rest of the house knows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.sources.platform import Platform, RawTable
from yarnnn_pipelines.sources.slack.settings import SlackChannels, SlackSource

if TYPE_CHECKING:
    import duckdb

    from yarnnn_pipelines.sources.shared.export_reader import Reader, ReadOptions
    from yarnnn_pipelines.sources.shared.findings import Finding
    from yarnnn_pipelines.sources.shared.identity import Identity
    from yarnnn_pipelines.sources.shared.opening import LiveRun, Opened
    from yarnnn_pipelines.sources.shared.place_names import BoundPlace, PlaceName, Renaming
    from yarnnn_pipelines.sources.shared.slices import LiveSource


class Slack(Platform):
    id = "slack"
    label = "Slack"
    icon = "slack"
    tables = (
        RawTable("messages", "Every version of every Slack message, thread reply, join and bot post."),
        RawTable("channels", "Every version of every Slack channel.", "names"),
        RawTable("users", "Every version of every Slack account.", "names"),
    )
    source: ClassVar[type[Source]] = SlackSource
    places = SlackChannels
    has_models = True
    link_hosts = ("slack.com",)
    speaks_by_account = True
    # Slack never takes back that a message was edited.
    is_older = "known.edited_at is not null and coalesce(shown_keys.edited_at < known.edited_at, true)"

    def export_reader(self) -> type[Reader]:
        from yarnnn_pipelines.sources.slack.export import SlackExport

        return SlackExport

    def read_options(self, source: Source, time_zone: str) -> ReadOptions:
        from yarnnn_pipelines.sources.shared.export_reader import ReadOptions

        return ReadOptions(time_zone, workspace_url=source.workspace_url if isinstance(source, SlackSource) else None)

    def live_source(self) -> type[LiveSource]:
        from yarnnn_pipelines.sources.slack import live

        return live.SlackSource

    def open_live(self, run: LiveRun) -> Opened:
        from yarnnn_pipelines.sources.slack.opening import open_slack

        return open_slack(run)

    def examine_live(self, settings: Settings, bound: Mapping[str, str]) -> Iterator[Finding]:
        from yarnnn_pipelines.sources.slack.doctor import examine

        return examine(settings, bound)

    def place_label(self, name: str) -> str:
        return f"Slack #{name}"

    def place_names(self, con: duckdb.DuckDBPyConnection) -> list[PlaceName] | None:
        from yarnnn_pipelines.sources.slack.lookup import channel_names

        return channel_names(con)

    def withheld_by_name(
        self, con: duckdb.DuckDBPyConnection, settings: Settings, places: Sequence[BoundPlace]
    ) -> list[Renaming]:
        from yarnnn_pipelines.sources.slack.earlier_names import withheld_by_name

        return list(withheld_by_name(con, settings, places))

    def is_id_of(self, container_id: str, written: str) -> bool:
        """A channel's id alone, or with its workspace's: `C0123ABC`, `slack:T1:C0123ABC`."""
        plain = SlackChannels.plain(written)
        return plain in (container_id.casefold(), container_id.rpartition(":")[2].casefold())

    def identities(self, con: duckdb.DuckDBPyConnection) -> list[Identity]:
        from yarnnn_pipelines.sources.slack.lookup import accounts

        return accounts(con)

    def is_everybodys(self, item_id: str, author_id: str) -> bool:
        """A channel's author is who made it; a person's row, `slack:T1:U1` like a channel's, is their own."""
        return item_id.count(":") == 2 and item_id != author_id

    def id_end_of(self, link: str) -> str | None:
        from yarnnn_pipelines.sources.slack.lookup import message_behind

        return message_behind(link)

    def held_in(self, con: duckdb.DuckDBPyConnection, written: Collection[str]) -> tuple[set[str], set[str]]:
        from yarnnn_pipelines.sources.slack.lookup import channels_named

        channels = channels_named(con, written)
        return channels, channels


SLACK = Slack()
