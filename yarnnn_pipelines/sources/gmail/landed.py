"""What the warehouse holds of a mailbox, as far as Gmail's source must know: asked for, never kept in the state.

What follows from it is `live`'s work.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol

from yarnnn_pipelines.sources.shared.commits import Ask


class Landed(NamedTuple):
    """The last that landed of a mail; occurred_at in microseconds since 1970."""

    is_deleted: bool
    occurred_at: int


class KnownMails(Protocol):
    """Mails by Gmail's id in hex; those that an export without Gmail's ids brought are not among them."""

    def landed(self, mails: Collection[str]) -> Mapping[str, Landed]:
        """Of those of the mails that ever landed."""

    def between(self, container: str, low: int, high: int | None) -> Collection[str]:
        """The mails of a mailbox, not deleted, that occurred from `low` until before `high`; None: no bound."""


class LandedMails:
    """See `KnownMails`."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def landed(self, mails: Collection[str]) -> dict[str, Landed]:
        rows = self._ask(
            """
            select substr(item_id, 7), arg_max(is_deleted, observed_at), epoch_us(arg_max(occurred_at, observed_at))
            from gmail.messages where item_id in (select 'gmail:' || unnest($1::varchar[])) group by item_id
            """,
            [list(mails)],
        )
        return {mail: Landed(is_deleted, at) for mail, is_deleted, at in rows}

    def between(self, container: str, low: int, high: int | None) -> list[str]:
        rows = self._ask(
            """
            select substr(item_id, 7) from gmail.messages
            where container_id = $1 and occurred_at >= make_timestamptz($2::bigint)
              and ($3::bigint is null or occurred_at < make_timestamptz($3::bigint))
              and regexp_full_match(item_id, 'gmail:[0-9a-f]{1,16}')
            group by item_id having not arg_max(is_deleted, observed_at)
            """,
            [container, low, high],
        )
        return [mail for (mail,) in rows]
