"""Channels of earlier landings, by the names that they bear: for an export whose lists don't say which folder is whose.

What such a name proves of deletions is `export_coverage`'s matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from yarnnn_pipelines.sources.shared.place_names import PlaceName
from yarnnn_pipelines.sources.shared.zip_list import composed


class KnownChannels:
    """The channels of one workspace that landed before, but for those that the export lists.

    presumed: see `Coverage`, of the folders that were asked about.
    """

    def __init__(self, landed: Iterable[PlaceName], team: str, listed: Collection[str]) -> None:
        """listed: ids of channels that the export lists; each is what it says."""
        self.presumed: dict[str, str] = {}
        self._workspace = f"slack:{team}"
        self._ids: dict[str, set[str]] = defaultdict(set)
        for place in landed:
            workspace, _, channel = place.place_id.rpartition(":")
            if place.until is None and workspace == self._workspace and channel not in listed:
                self._ids[composed(place.name).casefold()].add(channel)

    def of_folder(self, folder: str) -> str | None:
        """The id of the one that bears a folder's name now; None where none or several do."""
        ids = self._ids.get(folder.casefold(), set())
        why = f"no list of it says whether its folder {folder} is the channel of this name that landed before"
        self.presumed |= {f"{self._workspace}:{channel}": why for channel in ids}
        return next(iter(ids)) if len(ids) == 1 else None
