"""What a reader is told besides the export itself, and what every reader offers to `landing`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Protocol

import pyarrow as pa

from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.place_names import PlaceName
from yarnnn_pipelines.sources.shared.skips import Skips

Progress = Callable[[int, int], None]  # done, total, of whatever the reader counts


@dataclass(frozen=True)
class ReadOptions:
    """Settings that an export does not carry.

    time_zone: the agency's, for times that come without one.
    workspace_url: Slack's, for links to messages.
    account: the mailbox's address.
    landed_item: an item_id that landed before, None if none did; it tells whose an export is that doesn't say.
    landed_places: the names of the places that landed before, for a reader that `asks_for_places`.
    """

    time_zone: str
    workspace_url: str | None = None
    account: str | None = None
    landed_item: str | None = None
    landed_places: tuple[PlaceName, ...] = ()


def newest_of(instants: Iterable[datetime]) -> datetime | None:
    """The latest that is not in the future, where clocks have gone wrong; else the latest."""
    known = list(instants)
    past = [instant for instant in known if instant <= datetime.now(UTC) + timedelta(days=1)]
    return max(past or known, default=None)


class Reader(Protocol):
    """One opened export of one platform.

    `read` may be called once for each table, in the order of `tables`; `coverage` after that table was read to its end.
    """

    main_table: ClassVar[str]
    # JSON path in a payload of the main table that names an item's group, see `Coverage`
    group_path: ClassVar[str | None]
    tables: ClassVar[tuple[str, ...]]
    asks_for_places: ClassVar[bool] = False

    def __init__(self, files: ExportFiles, skips: Skips, options: ReadOptions) -> None:
        """`UserError` where this is no export of the platform."""

    def newest(self) -> datetime | None:
        """The time of the newest thing that the export itself shows, which tells its age; None where nothing does."""
        return None

    def shows(self) -> Collection[str]:
        """What it is an export of: the groups of its main table where there is a `group_path`, else the containers.

        Two exports that share one are looks at the same thing, and the later look counts.
        """
        return self.containers(self.main_table) or ()

    def place_names(self) -> Mapping[str, str]:
        """{container_id: name} of the places in it that a user may name; '' for one that its id alone can mean."""
        return {}

    def containers(self, table: str) -> Collection[str] | None:
        """The containers that the export speaks of, None if any item of the table may be concerned."""

    def read(self, table: str, progress: Progress) -> Iterator[pa.Table]:
        """Observed items in batches; no item_id twice."""

    def coverage(self, table: str) -> Coverage | None:
        """Where a missing item is a deleted one; None: nowhere."""
