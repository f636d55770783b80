"""Gmail, and mail exports of any kind, as the rest of the house knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.sources.gmail.settings import GmailSource
from yarnnn_pipelines.sources.platform import Platform, RawTable

if TYPE_CHECKING:
    import duckdb

    from yarnnn_pipelines.sources.shared.export_reader import Reader, ReadOptions
    from yarnnn_pipelines.sources.shared.findings import Finding
    from yarnnn_pipelines.sources.shared.identity import Identity
    from yarnnn_pipelines.sources.shared.opening import LiveRun, Opened
    from yarnnn_pipelines.sources.shared.slices import LiveSource


class Gmail(Platform):
    id = "gmail"
    label = "Mail"
    icon = "gmail"
    tables = (
        RawTable("messages", "Every version of every mail: what its author wrote, without quoted reply and signature."),
    )
    source = GmailSource
    has_models = True
    link_hosts = ("mail.google.com",)
    has_parties = True
    sent_by = "by mail"

    def export_reader(self) -> type[Reader]:
        from yarnnn_pipelines.sources.gmail.export import MailExport

        return MailExport

    def read_options(self, source: Source, time_zone: str) -> ReadOptions:
        from yarnnn_pipelines.sources.shared.export_reader import ReadOptions

        return ReadOptions(time_zone, account=source.account if isinstance(source, GmailSource) else None)

    def live_source(self) -> type[LiveSource]:
        from yarnnn_pipelines.sources.gmail import live

        return live.GmailSource

    def open_live(self, run: LiveRun) -> Opened:
        from yarnnn_pipelines.sources.gmail.opening import open_gmail

        return open_gmail(run)

    def examine_live(self, settings: Settings, bound: Mapping[str, str]) -> Iterator[Finding]:
        from yarnnn_pipelines.sources.gmail.doctor import examine

        return examine(settings)

    def identities(self, con: duckdb.DuckDBPyConnection) -> list[Identity]:
        from yarnnn_pipelines.sources.shared.lookup import parties

        senders = ("from", "original_from", "sent_by", "resent_by")
        return parties(con, "gmail", "messages", senders, ("to", "cc", "bcc"))


GMAIL = Gmail()
