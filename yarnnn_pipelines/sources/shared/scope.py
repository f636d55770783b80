"""What an observation can speak of: an export, or a platform's own answer. Comparing it with what is known is
`differences`' work; what an export shows whole is the readers' `Coverage`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yarnnn_pipelines.sources.shared.export_views import ExportView


@dataclass(frozen=True)
class Concerned:
    """What an observation can speak of, where that is little of its container: comparing must not cost its history.

    items: item_ids; containers: within these, what occurred within one of `spans` (microseconds since 1970, both
    included, None for no bound) and what belongs to one of `threads`.
    """

    items: Collection[str]
    containers: Collection[str] = ()
    spans: Collection[tuple[int, int | None]] = ()
    threads: Collection[str] = ()

    def as_sql(self) -> tuple[str, list[Any]]:
        bounds = [f"occurred_at >= make_timestamptz({int(low)})" + (
            "" if high is None else f" and occurred_at <= make_timestamptz({int(high)})"
        ) for low, high in self.spans]  # fmt: skip
        within = " or ".join(["thread_id in (select unnest($3::varchar[]))", *bounds])
        where = (
            "item_id in (select unnest($1::varchar[])) "
            f"or (container_id in (select unnest($2::varchar[])) and ({within}))"
        )
        return where, [list(self.items), list(self.containers), list(self.threads)]


@dataclass(frozen=True)
class ExportScope:
    """What an export can speak of, and how its state compares with what is known.

    containers: None for all. group_path: JSON path in a payload that names an item's group, see `Coverage`. is_older:
        SQL over `shown_keys` and `known`, see `Platform.is_older`; place, is_moved: likewise, see there; made_at: when
        it was made, and so when what only moved is known to lie where it does. later: the views of exports that were
        made after it. names_all: whether each of these names everything that the table
        holds, and not just what it shows whole.
    """

    containers: Collection[str] | None = None
    group_path: str | None = None
    is_older: str = ""
    place: str = ""
    is_moved: str = ""
    made_at: datetime | None = None
    later: Sequence[ExportView] = ()
    names_all: bool = False
